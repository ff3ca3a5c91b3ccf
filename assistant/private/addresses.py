"""Addresses, phone numbers, domains and ids in a text."""

import re
from collections.abc import Iterator

from assistant.private.everyday import WIDE, id_words, ordinary_words, stretches
from assistant.private.fields import CUSTOMER
from assistant.private.search import Searched, Stretch, of_customers
from knowledge.text import fold
from scoring.names import find_customers

_SHORT_ID = 5
_LETTER = rf"(?:(?![{WIDE}])[^\W_])"
_BEHIND = rf"(?<!{_LETTER})(?<![@.,/$€£¥_-])"
_EMAIL = re.compile(rf"(?<!{_LETTER})(?<![.+_-])(?:{_LETTER}|[.+_-])++@(?:{_LETTER}|-)+(?:\.(?:{_LETTER}|-)+)+")
_URL = re.compile(rf"(?:https?://|www\.)[^\s<>\"'）)」{WIDE}]+", re.IGNORECASE)
_DOMAIN = re.compile(
    rf"{_BEHIND}(?:{_LETTER}(?:(?:{_LETTER}|[_-])*{_LETTER})?\.)+(?P<last>[a-z]{{2,18}})(?!{_LETTER}|[_-])",
    re.IGNORECASE,
)
_ABROAD = r"(?:\+|00)\d[\d\s()./-]{6,40}\d"
_AT_HOME = r"0\d{1,4}[\s/()-]{1,2}\d[\d\s()/-]{4,40}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
_PHONE = re.compile(rf"{_BEHIND}(?:{_ABROAD}|{_AT_HOME})(?!{_LETTER}|[%-])")
_MONEY = r"\s?(?:%|[$€£¥]|USD|EUR|SEK|JPY|KRW)"
_LONG_FIGURE = re.compile(rf"{_BEHIND}\d{{6,}}(?!{_LETTER}|[.,]\d|{_MONEY})")
_ROUND_FIGURE = re.compile(r"\d+000")


def addresses(searched: Searched) -> Iterator[Stretch]:
    text = searched.text
    for kind, pattern in (("email", _EMAIL), ("url", _URL), ("phone", _PHONE)):
        yield from (Stretch(*found.span(), kind, found.group()) for found in pattern.finditer(text))
    for found in _LONG_FIGURE.finditer(text):
        if not _ROUND_FIGURE.fullmatch(found.group()):
            yield Stretch(*found.span(), "id", found.group())
    domains = [found for found in _DOMAIN.finditer(text) if found.group().lower() not in ("e.g", "i.e")]
    customers = find_customers(searched.private.engine, [found.group() for found in domains]) if domains else {}
    for found in domains:
        ones = customers.get(found.group(), [])
        if ones or not (fold(found["last"]) in ordinary_words() and searched.is_public(*found.span())):
            yield of_customers(found.start(), found.group(), ones) or Stretch(*found.span(), "domain", found.group())


def ids(searched: Searched) -> Iterator[Stretch]:
    private, words = searched.private, searched.words
    numbered = [
        (first, last)
        for first, last in stretches(words, max(private.longest_id, 1))
        if any(letter.isdigit() for letter in searched.slice(first, last))
    ]
    for first, last in numbered:
        key = " ".join(word.key for word in words[first:last])
        if key in private.ids and _may_be_id(searched, first, last, key):
            text = searched.slice(first, last)
            start, kind = words[first].start, private.ids[key]
            yield Stretch(start, words[last - 1].end, kind, text, text if kind == CUSTOMER else "")
    written = [searched.slice(first, first + 1) for first, last in numbered if last == first + 1]
    found = find_customers(private.engine, [text for text in written if len(text) >= _SHORT_ID]) if written else {}
    for first, last in numbered:
        one = of_customers(words[first].start, searched.slice(first, last), found.get(searched.slice(first, last), []))
        if one and not searched.is_public(one.start, one.end):
            yield one


def _may_be_id(searched: Searched, first: int, last: int, key: str) -> bool:
    """Whether it is no quantity: a short figure is an id only behind a word for one."""
    words = searched.words
    if not key.replace(" ", "").isdigit():
        return not searched.is_public(words[first].start, words[last - 1].end)
    if len(key) >= _SHORT_ID and not key.endswith("000"):
        return True
    return any(word.key in id_words() for word in words[max(0, first - 2) : first])
