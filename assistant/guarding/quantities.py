"""Reads shares and multiples that are said in words: "about a third", "most", "none of them", "twice as many"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.guarding.wordlists import entries, numbered, one_of

_BEHIND = rf"(?=\s{one_of('behind_parts')}\b|\s?[.,;:)!]|$)"
_ROUGHLY = re.compile(rf"(?<!\w){one_of('about')}\s(?:an?\s)?$", re.IGNORECASE)
_NEARLY = re.compile(
    r"(?<!\w)(?:nearly|almost|just under|close to|not quite|nästan|knappt|fast|knapp)\s(?:an?\s)?$", re.IGNORECASE
)
_JUST_OVER = re.compile(r"(?<!\w)(?:just over|slightly (?:over|more than)|drygt|gut)\s(?:an?\s)?$", re.IGNORECASE)
_OVER = re.compile(rf"(?<!\w){one_of('over')}\s(?:an?\s)?$", re.IGNORECASE)
_UNDER = re.compile(rf"(?<!\w){one_of('under')}\s(?:an?\s)?$", re.IGNORECASE)
_WIDE_BEHIND = re.compile(
    r"(?P<nearly>弱|近く|\s?가까이)|(?P<just_over>強|あまり|\s?남짓)|(?P<over>以上|超|を超え|\s?이상|\s?넘)|(?P<under>以下|未満|\s?이하|\s?미만)"
)
_ROUND_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:well|just|slightly|only|clearly)\s)?(?:{one_of('about')}|{one_of('over')}|{one_of('under')}"
    r"|not quite|drygt|gut|slightly more than)\s(?:an?\s)?$",
    re.IGNORECASE,
)
_ROUND_BEHIND = re.compile(
    rf"{_WIDE_BEHIND.pattern}|\sas (?:many|much|large|high)(?: again)?\b|\sså många\b"
    r"|\s(?:out\s)?of (?:them|these|those|the)\b"
)
_NUMBERS = numbered("numbers") | {"a": 1, "an": 1, "the": 1}
_ONE = rf"(\d|{'|'.join(numbered('numbers'))})"
_IN = re.compile(rf"\b{_ONE}\s(?:in|out of every)\s(?:every\s)?{_ONE}\b(?!\s(?:the|of)\b)", re.IGNORECASE)
_TIMES = re.compile(
    rf"\b(?P<number>\d+(?:\.\d+)?|{'|'.join(numbered('numbers'))}) times\b"
    r"(?=\s(?:the|as|that|more|larger|higher|bigger))",
    re.I,
)
_KANJI = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_PARTS = re.compile(
    r"([0-9一二三四五六七八九十]{1,2})\s?分の\s?([0-9一二三四五六七八九])|(\d)\s?분의\s?(\d)|([一二三四五六七八九1-9])割"
)
_EXACT, _ABOUT, _JUST = 0.02, 0.05, 0.06  # of the whole; twice that of the times
_SMALL = 2.5  # times a share: a small part may be off by less than a large one


@dataclass(frozen=True)
class Quantity:
    """A share of a whole, or times of another (``times``), from ``low`` to ``high``, at letters ``start`` to
    ``end``."""

    start: int
    end: int
    words: str
    low: float
    high: float
    times: bool = False

    def around(self, text: str) -> tuple[int, int]:
        """From letter to letter the quantity with the words that make it round."""
        before = _ROUND_BEFORE.search(text[: self.start])
        behind = _ROUND_BEHIND.match(text, self.end)
        return before.start() if before else self.start, behind.end() if behind else self.end

    def fits(self, value: float) -> bool:
        return self.low - 1e-9 <= value <= self.high + 1e-9


@lru_cache(maxsize=64)
def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in their order; of those that overlap the longest."""
    found = sorted((*_named(text), *_fractions(text), *_multiples(text), *_parts(text)), key=lambda q: q.start - q.end)
    kept: list[Quantity] = []
    for quantity in found:
        if all(quantity.end <= other.start or other.end <= quantity.start for other in kept):
            kept.append(quantity)
    return tuple(sorted(kept, key=lambda quantity: quantity.start))


def _named(text: str) -> Iterator[Quantity]:
    for pattern, entry in _patterns("quantities", r"{words}\b"):
        for match in pattern.finditer(text):
            yield Quantity(match.start(), match.end(), match.group(), entry["low"], entry["high"])


def _fractions(text: str) -> Iterator[Quantity]:
    for pattern, entry in _patterns("fractions", rf"(?:(?P<count>{_counts()})[\s-])?{{words}}{_BEHIND}"):
        for match in pattern.finditer(text):
            if match["count"] or entry["of"] == 2 or not match.group().isascii():  # "third" is a place
                parts = _NUMBERS.get((match["count"] or "a").lower(), 1)
                yield _around(text, match, parts / entry["of"], times=False)
    for match in _IN.finditer(text):
        part, whole = (float(each) if each.isdigit() else _NUMBERS[each.lower()] for each in match.groups())
        yield _around(text, match, part / whole, times=False)


def _multiples(text: str) -> Iterator[Quantity]:
    for pattern, entry in _patterns("multiples", r"{words}\b"):
        for match in pattern.finditer(text):
            yield _around(text, match, entry["times"], times=True)
    for match in _TIMES.finditer(text):
        number = match["number"].lower()
        yield _around(text, match, float(_NUMBERS.get(number) or number), times=True)


def _parts(text: str) -> Iterator[Quantity]:
    """``三分の一``, ``3분의 1``, ``三割``."""
    for match in _PARTS.finditer(text):
        digits = [_value(each) for each in match.groups() if each]
        yield _around(text, match, digits[0] / 10 if len(digits) == 1 else digits[1] / digits[0], times=False)


def part_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers say a part of a whole: they are no figures."""
    return [match.span() for pattern in (_PARTS, _IN, _TIMES) for match in pattern.finditer(text)]


def _value(sign: str) -> float:
    return float(sign) if sign.isdigit() else float(_KANJI.get(sign, 10))


def _around(text: str, match: "re.Match[str]", value: float, times: bool) -> Quantity:
    """A share or multiple with what the words before it make of it."""
    before, place = text[: match.start()], (match.start(), match.end(), match.group())
    behind = _WIDE_BEHIND.match(text, match.end())
    step = 2 * max(1.0, value) if times else min(1.0, _SMALL * value)
    if _NEARLY.search(before) or (behind and behind["nearly"]):
        low, high = value - _JUST * step, value - 0.001
    elif _JUST_OVER.search(before) or (behind and behind["just_over"]):
        low, high = value + 0.001, value + _JUST * step
    elif _ROUGHLY.search(before):
        low, high = value - _ABOUT * step, value + _ABOUT * step
    elif _OVER.search(before) or (behind and behind["over"]):
        low, high = value + 0.001, float("inf") if times else 1.0
    elif _UNDER.search(before) or (behind and behind["under"]):
        low, high = 0.0, value - 0.001
    else:
        low, high = value - _EXACT * step, value + _EXACT * step
    return Quantity(*place, low, high, times=times)


def _counts() -> str:
    return "|".join(sorted(_NUMBERS, key=len, reverse=True))


@cache
def _patterns(name: str, form: str) -> tuple[tuple["re.Pattern[str]", dict[str, float]], ...]:
    """For each entry of a table of words a pattern; its ``signs`` stand without spaces."""
    made = []
    for entry in entries(name):
        words = form.replace("{words}", f"(?:{'|'.join(sorted(entry['words'], key=len, reverse=True))})")
        signs = "".join(f"|{sign}" for sign in entry.get("signs", ()))
        made.append((re.compile(rf"\b{words}{signs}", re.IGNORECASE), entry))
    return tuple(made)
