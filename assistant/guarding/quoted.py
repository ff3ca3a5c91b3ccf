"""Knows the texts that a turn was given to read: what the shipped definitions say may be repeated word for word; what a
partner's playbook says may be repeated as well, but it vouches for no customer."""

import re
from collections.abc import Iterator

from knowledge.definitions import Definition
from knowledge.text import fold

_MARKUP = re.compile(r"[*_`#>|\"“”„]+")
_FEWEST = 4  # words of a quotation
_MORE = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


class Quotations:
    """The definitions that were told in a turn."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, definition: Definition) -> None:
        """Take in a definition, with its title and its source as answers tell them."""
        if not is_playbook(definition):
            told = (f"{definition.title}: {definition.text}", definition.source_title)
            self._texts += (f" {_plain(text)} " for text in told)

    def hold(self, sentence: str) -> bool:
        """Whether a definition says a sentence, or the beginning of one that was cut, word for word."""
        words = _plain(_MORE.sub("", sentence))
        return len(words.split()) >= _FEWEST and any(f" {words}" in text for text in self._texts)


def is_playbook(definition: Definition) -> bool:
    """Whether a definition is a passage of the partner's own documents."""
    return definition.section == "playbook"


def source_texts(definition: Definition) -> Iterator[str]:
    """Where a definition comes from and of when it is, as texts with figures that may be repeated."""
    yield from (definition.source_title, definition.as_of)


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", fold(text)).split()).strip(" .:;")
