"""Reads numbers in Chinese and Korean numerals that count something: ``七社``, ``열세 곳``, ``십칠 명``."""

import re
from collections.abc import Iterator

from assistant.guarding.figure import Figure
from assistant.guarding.wordlists import numbered, one_of

_ONES = numbered("wide_ones")
_KOREAN = numbered("korean_ones") | {word: 10 * ten for word, ten in numbered("korean_tens").items()}
_POWERS = {"十": 10, "십": 10, "百": 100, "백": 100, "千": 1_000, "천": 1_000, "万": 10_000, "만": 10_000}
_COUNTER = one_of("counters")
_SIGNS = "".join((*_ONES, *_POWERS))
_NATIVE = "|".join(sorted(_KOREAN, key=len, reverse=True))
_TENS = "|".join(numbered("korean_tens"))
_HANGUL = re.compile(rf"(?<![가-힣])(?P<words>(?:{_TENS})?(?:{_NATIVE}))\s?(?={_COUNTER})")
_ALONE = frozenset("이일사오구천만")  # other words when they stand alone before a space


def read_numerals(text: str) -> Iterator[Figure]:
    """The numbers in numerals, each before the word that counts."""
    for match in re.finditer(rf"(?P<signs>[{_SIGNS}]+)(?P<gap>\s?)(?={_COUNTER})", text):
        if not (match["gap"] and match["signs"] in _ALONE) and not _goes_on(text, match.start()):
            yield _figure(match, "signs", _of_signs(match["signs"]))
    for match in _HANGUL.finditer(text):
        yield _figure(match, "words", _of_words(match["words"]))


def _goes_on(text: str, start: int) -> bool:
    """Whether numerals are the end of a word or of a number in digits."""
    before = text[start - 1 : start]
    return before.isdigit() or before in ("第", "分") or bool(re.match(r"[가-힣]", before))


def _figure(match: "re.Match[str]", part: str, value: float) -> Figure:
    return Figure("number", match.start(part), match.end(part), match[part], ((value, 1.0),))


def _of_signs(signs: str) -> float:
    """``三百六`` is 306, ``二千万`` 20 million."""
    total, part, one = 0, 0, 0
    for sign in signs:
        power = _POWERS.get(sign, 0)
        if power == 10_000:
            total, part, one = total + max(part + one, 1) * power, 0, 0
        elif power:
            part, one = part + max(one, 1) * power, 0
        else:
            one = 10 * one + _ONES[sign]
    return float(total + part + one)


def _of_words(words: str) -> float:
    """``열세`` is 13."""
    ten = re.match(_TENS, words)
    rest = words[ten.end() :] if ten and ten.end() < len(words) else words
    value = _KOREAN[rest]
    return float(value + (_KOREAN[ten.group()] if ten and rest is not words else 0))
