"""Folding of names and words: the one place that says when two spellings are the same."""

import re
import unicodedata
from functools import lru_cache

_NOT_KEY = re.compile(r"[^0-9a-z]+")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "ı": "i"})


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, width-normal (NFKC), without accents and without outer or double spaces.

    Hangul and kana stay whole: only combining marks of Latin, Greek and Cyrillic letters are dropped.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(_unaccented(letter) for letter in composed)
    return " ".join(plain.split())


def _unaccented(letter: str) -> str:
    if "\u0370" > letter > "\x7f" or "\u0370" <= letter < "\u0530" or "\u1e00" <= letter < "\u2000":
        return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return letter


@lru_cache(maxsize=10_000)
def column_key(name: str) -> str:
    """A column heading without case, spaces and punctuation: ``Has Azure`` and ``HasAzure`` are one."""
    return _NOT_KEY.sub("", fold(name))
