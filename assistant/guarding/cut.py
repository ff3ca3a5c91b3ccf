"""Cuts the words of an answer into sentences, also while they still grow."""

import re
from collections.abc import Iterator

from assistant.guarding.wordlists import words

_ABBREVIATIONS = frozenset(words("abbreviations"))
_END = re.compile(r"[.!?…]+[\"'”’»)\]*_`]*(?=\s)|[。！？]+[」』）”]*|\n+")
_WORD_BEFORE = re.compile(r"[\w.&-]*$")
_NUMBERING = re.compile(r"[\s>*#-]*\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})")
_CLOSING = re.compile(r"[ \t]*\n*")


def sentences(words: str) -> list[str]:
    """The complete sentences that a text begins with, with the spaces behind them; what is left of the text after them
    may still grow. A line (of a list, of a table) ends with its newline."""
    found: list[str] = []
    first = 0
    for end in _ends(words):
        found.append(words[first:end])
        first = end
    return found


def all_sentences(words: str) -> list[str]:
    """The same with what is left as the last one."""
    whole = sentences(words)
    rest = words[sum(map(len, whole)) :]
    return [*whole, rest] if rest.strip() else whole


def _ends(words: str) -> Iterator[int]:
    """Where a sentence is complete, that is, where the next one begins."""
    first = 0
    for mark in _END.finditer(words):
        space = _CLOSING.match(words, mark.end())
        end = space.end() if space else mark.end()
        if mark.start() < first or not _is_end(words, first, mark, end):
            continue
        first = end
        yield end


def _is_end(words: str, first: int, mark: "re.Match[str]", end: int) -> bool:
    if not mark.group().startswith("."):
        return True
    if words[mark.end() : end].count("\n"):
        return True
    before = words[first : mark.start()]
    if _NUMBERING.fullmatch(before):
        return False
    word = _WORD_BEFORE.search(before)
    last = (word.group() if word else "").lower()
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    return end < len(words) and not words[end].islower()
