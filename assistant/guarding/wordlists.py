"""The words by which sentences are read, as data (``words.toml``), made into parts of regular expressions."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_WIDE_RUN = re.compile(r"[ぁ-ヿ㐀-鿿豈-﫿가-힣々]+")


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


@dataclass(frozen=True)
class Neutral:
    """What claims nothing: whole words, phrases, and what stands between words that are written without spaces."""

    words: frozenset[str]
    phrases: "re.Pattern[str]"
    judging: tuple[str, ...]
    japanese: "re.Pattern[str]"
    korean: "re.Pattern[str]"
    claims: "re.Pattern[str]"

    def wide_rest(self, text: str) -> list[tuple[int, int]]:
        """Where Japanese and Korean letters stand that no such word explains."""
        claimed = [match.span() for match in self.claims.finditer(text)]
        left = self.japanese.sub(lambda match: " " * len(match.group()), text)
        runs = [match for match in _WIDE_RUN.finditer(left) if not self.korean.fullmatch(match.group())]
        return claimed + [match.span() for match in runs]


@cache
def neutral() -> Neutral:
    """The neutral words, as data (``neutral.toml``)."""
    content = tomllib.loads(Path(__file__).with_name("neutral.toml").read_text(encoding="utf-8"))
    either = {name: "|".join(sorted(content[name], key=len, reverse=True)) for name in content}
    return Neutral(
        words=frozenset(content["words"]),
        phrases=re.compile(rf"(?<!\w)(?:{'|'.join(content['phrases'])})(?!\w)", re.IGNORECASE),
        judging=tuple(content["judging"]),
        japanese=re.compile(either["japanese"]),
        korean=re.compile(rf"(?:{either['korean']})*(?:{either['korean_endings']})*"),
        claims=re.compile(either["claims"]),
    )
