"""The words of a text as they are compared, and the words of everybody, which name nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.text import fold

WIDE = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f"
_WORD = re.compile(rf"[{WIDE}]|(?:(?![{WIDE}])[^\W_])+")
ORDINARY = Path(__file__).parent.parent / "languages" / "ordinary" / "words.toml"


class Word(NamedTuple):
    """A word of a text, as it is compared, and where it stands; a letter of Chinese, Japanese or Korean is one."""

    key: str
    text: str
    start: int
    end: int

    @property
    def wide(self) -> bool:
        return len(self.text) == 1 and bool(re.match(f"[{WIDE}]", self.text))


def words_of(text: str) -> list[Word]:
    """The words of a text, without signs."""
    return [Word(fold(found.group()), found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def key_of(text: str) -> str:
    """The words of a text as they are compared, joined by a space."""
    return " ".join(word.key for word in words_of(text))


@cache
def _ordinary() -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads(ORDINARY.read_text(encoding="utf-8"))


@cache
def ordinary_words() -> frozenset[str]:
    """Words that name nobody, in English, Swedish and German, and abbreviations, as they are compared."""
    content = _ordinary()
    return frozenset(fold(word) for name in ("english", "swedish", "german") for word in content[name].split())


@cache
def german_words() -> frozenset[str]:
    return frozenset(fold(word) for word in _ordinary()["german"].split())


@cache
def id_words() -> frozenset[str]:
    return frozenset(_ordinary()["id_words"])


def stretches(words: Sequence[Word], longest: int) -> Iterator[tuple[int, int]]:
    """All stretches of so many words, by their places."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield start, end
