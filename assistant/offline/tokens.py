"""Cuts a question into words, numbers and signs, and brings words to the form in which they are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from knowledge.text import fold

_WIDE = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f"
_KEEP = frozenset(
    {"this", "his", "its", "is", "was", "has", "does", "us", "as", "less", "yes", "gas"}
    | {
        "news",
        "aws",
        "sms",
        "meaning",
        "means",
        "meant",
        "expired",
        "ended",
        "lapsed",
        "excluded",
        "teams",
        "hundreds",
        "thousands",
        "removed",
        "included",
        "ones",
        "offices",
    }
)
_BEFORE_US = frozenset(
    {"like", "likes", "love", "loves", "know", "knows", "trust", "trusts", "hate", "hates"}
    | {"with", "by", "off", "tell", "give", "show", "let", "help"}
)
_TO_US = frozenset({"from", "to", "for", "through", "via"})
_DEALS = frozenset({"buy", "buys", "buying", "bought", "purchased", "ordered", "orders", "renewed", "licensed"})
_NEAR = 4
_AFTER_US = frozenset(
    {"in", "at", "on", "yet", "already", "directly", "since", "before", "last", "this", "now", "today", "who", "that"}
)
_PLURAL_CODE = re.compile(r"[a-z]{1,3}\d{1,3}s")
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9}


@dataclass(frozen=True)
class Token:
    """One word, number or sign: as written, folded, as compared, and where it stands in the question.

    number is the value of a figure (``2.5k`` is 2500), None for words.
    """

    text: str
    key: str
    start: int
    end: int
    number: float | None = None
    kind: str = "word"


def tokenize(question: str) -> list[Token]:
    """The tokens of a question in order. Chinese, Japanese and Korean letters are tokens of their own."""
    tokens: list[Token] = []
    for match in _pattern("" if question.isascii() else _WIDE).finditer(question):
        tokens += _split(match)
    return tokens if question.isupper() else _told_apart(tokens)


@cache
def _pattern(wide: str) -> re.Pattern[str]:
    """The pattern of a token; ``wide``: the ranges of letters that are tokens of their own. These take twenty times as
    long to compile as the rest: a question in plain letters is read without them."""
    letter = rf"[^\W\d_{wide}]"
    alnum = rf"[^\W_{wide}]"
    return re.compile(
        rf"(?P<date>\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
        rf"|(?P<monthly>\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b)"
        rf"|(?P<scaled>(?<!{letter})\d+(?:[.,]\d+)*\s?(?i:k|mn?|bn?|thousand|million)(?!{alnum}))"
        rf"|(?P<number>(?:(?<![\w.,)])-)?(?<!{letter})\d+(?:[.,]\d{{3}})*(?:[.,]\d+)?(?!{alnum}))"
        + (rf"|(?P<wide>[{wide}])" if wide else "")
        + rf"|(?P<word>{alnum}+(?:['’]{alnum}+)*)"
        r"|(?P<sign>>=|<=|≥|≤|\S)"
    )


def _told_apart(tokens: list[Token]) -> list[Token]:
    """``US`` among words in small letters is no pronoun; ``us`` in ``trust us``, ``from us in Norway`` no country."""
    told: list[Token] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.text == "US":
            token = replace(token, key="usa")
        elif token.text == "us" and told and _is_we(told, after):
            token = replace(token, key="we")
        told.append(token)
    return told


def _is_we(before: Sequence[Token], after: Token | None) -> bool:
    """Whether ``us`` between words means the partner."""
    words = [token.text.lower() for token in before[-_NEAR:]]
    follows = after is not None and after.text.lower() in _AFTER_US
    return words[-1] in _BEFORE_US or (words[-1] in _TO_US and (follows or not _DEALS.isdisjoint(words)))


def _split(match: re.Match[str]) -> list[Token]:
    kind = match.lastgroup or "sign"
    text = match.group()
    start = match.start()
    if kind == "number":
        return [Token(text, text, start, match.end(), read_number(text), "number")]
    if kind == "scaled":
        return [Token(text, text.lower(), start, match.end(), _scaled(text), "number")]
    if kind in ("date", "monthly"):
        return [Token(text, text, start, match.end(), None, kind)]
    if kind == "word":
        return _word(text, start)
    return [Token(text, "and" if text == "&" else fold(text), start, match.end(), None, kind)]


def _word(text: str, start: int) -> list[Token]:
    """A word; a possessive ``'s`` is dropped and ``n't`` becomes a token of its own."""
    plain = text.replace("’", "'")
    lower = plain.lower()
    if lower.endswith("n't") and lower not in ("can't", "won't"):
        cut = start + len(plain) - 3
        return [Token(text[:-3], canonical(plain[:-3]), start, cut), Token(text[-3:], "n't", cut, start + len(plain))]
    if lower.endswith("'s") or lower.endswith("s'"):
        plain = plain[:-2] if lower.endswith("'s") else plain[:-1]
    return [Token(text, canonical(plain), start, start + len(text))]


def read_number(text: str) -> float:
    """``1,234.5``, ``1.234,5``, ``87,4`` and ``1,000``: a last group of other than three digits is a fraction."""
    marks = [letter for letter in text if letter in ".,"]
    if not marks:
        return float(text)
    if text.startswith("-"):
        return -read_number(text[1:])
    last = marks[-1]
    whole, _, tail = text.rpartition(last)
    if (
        len(set(marks)) == 2
        or (len(marks) == 1 and len(tail) != 3)
        or (last == "." and len(marks) == 1 and whole == "0")
    ):
        return float(re.sub(r"[.,]", "", whole) + "." + tail)
    return float(re.sub(r"[.,]", "", text))


def _scaled(text: str) -> float:
    figure = re.match(r"[\d.,]+", text)
    digits = figure.group() if figure else "0"
    scale = _SCALES[text[len(digits) :].strip().lower()]
    return (
        read_number(digits) * scale
        if digits.count(",") + digits.count(".") != 1
        else float(digits.replace(",", ".")) * scale
    )


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """A word as it is compared: folded, without the endings of plurals and verbs."""
    key = fold(word).replace("'", "")
    if _PLURAL_CODE.fullmatch(key):
        return key[:-1]
    return key if key in _KEEP or any(letter.isdigit() for letter in key) else _stem(_singular(key))


def _singular(key: str) -> str:
    if len(key) <= 3 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    return key[:-2] if key.endswith(("ches", "shes", "xes", "sses", "zes")) else key[:-1]


def _stem(key: str) -> str:
    """Without the endings of verbs: ``migrating``, ``migrated`` and ``migrate`` are one."""
    if len(key) >= 6 and key.endswith("ing"):
        return key[:-3]
    if len(key) >= 5 and key.endswith("ed"):
        return key[:-2]
    return key[:-1] if len(key) >= 5 and key.endswith("e") else key


def phrase_key(phrase: str) -> tuple[str, ...]:
    """A phrase of the lexicon, cut and compared as a question is."""
    return tuple(token.key for token in tokenize(phrase) if token.key not in SILENT)


SILENT = frozenset({"-", "–", "—", '"', "'", "“", "”", "‘", "’", "`", "「", "」", "『", "』", "*", "_", "«", "»", "…"})
