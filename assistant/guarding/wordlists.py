"""The words by which sentences are read, as data (``words.toml``), made into parts of regular expressions."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(name: str) -> list[str]:
    """A list of words."""
    return [str(word) for word in _content()[name]]


def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a table."""
    return list(_content()[name])


def numbered(name: str, first: int = 1) -> dict[str, int]:
    """The words of a list of lists, with the place of their list counted from ``first``."""
    return {word: place for place, each in enumerate(_content()[name], first) for word in each}


def one_of(name: str) -> str:
    """A part of a regular expression that any word of a list fits, the longest first."""
    return f"(?:{'|'.join(sorted(words(name), key=len, reverse=True))})"


def word_of(name: str) -> "re.Pattern[str]":
    """Finds a whole word of a list, or one of its ``_signs``, which stand without spaces."""
    signs = f"|{one_of(f'{name}_signs')}" if f"{name}_signs" in _content() else ""
    return re.compile(rf"\b{one_of(name)}\b{signs}", re.IGNORECASE)
