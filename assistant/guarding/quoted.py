"""Knows the texts that a turn was given to read: what the shipped definitions say may be repeated word for word; what a
partner's playbook says may be repeated as well, but it vouches for no customer."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.guarding.cut import all_sentences
from assistant.guarding.sentence import Sentence
from assistant.guarding.stems import is_stem_in, stems_of
from assistant.guarding.wordlists import words
from knowledge.definitions import Definition
from knowledge.text import fold

_MARKUP = re.compile(r"[*_`#>|\"“”„]+")
_WORD = re.compile(r"[^\W\d_]+")
_EXPLAINING = frozenset(words("explaining"))
_APART = re.compile(r"\b(?:while|whereas)\b|;", re.IGNORECASE)
_RATED = ("cluster", "band", "cell")
_FEWEST = 4  # words of a quotation
_MORE = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


class Quotations:
    """The definitions that were told in a turn."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._reliable: list[str] = []
        self._units: list[frozenset[str]] = []

    def add(self, definition: Definition) -> None:
        """Take in a definition, with its title and its source as answers tell them."""
        told = [f" {_plain(text)} " for text in (f"{definition.title}: {definition.text}", definition.source_title)]
        self._texts += told
        if not is_playbook(definition):
            self._reliable += told
        self._units += (_stems(f"{definition.title} {unit}") for unit in _units(definition.text))
        self._units.append(_stems(f"{definition.source_title} source"))

    def hold(self, sentence: str) -> bool:
        """Whether a definition says a sentence, or the beginning of one that was cut, word for word."""
        return len(_plain(sentence).split()) >= _FEWEST and _is_in(sentence, self._reliable)

    def have(self, sentence: str) -> bool:
        """Whether the words of a sentence stand in a definition or playbook, in their order and nothing between."""
        return _is_in(sentence, self._texts)

    def tells(self, sentence: Sentence, left: Sequence[str]) -> bool:
        """Whether one statement of a definition has these words of a sentence, and all that the sentence names."""
        said = [item.mention for item in sentence.items if item.mention and item.mention.fields != {"customers"}]
        named = [word for mention in said for word in _WORD.findall(mention.words)]
        return any(
            all(is_stem_in(fold(word), unit) for word in (*left, *named) if fold(word) not in _EXPLAINING)
            for unit in self._units
        )

    def tell_clauses(self, sentence: Sentence, left: Sequence[tuple[int, int]]) -> bool:
        """Whether for each part of a sentence that sets things against each other one statement of a definition has
        its words and all that it names."""
        cuts = [0, *(cut.start() for cut in _APART.finditer(sentence.text)), len(sentence.text)]
        return len(cuts) > 2 and all(self._tells_part(sentence, left, part) for part in pairwise(cuts))

    def _tells_part(self, sentence: Sentence, left: Sequence[tuple[int, int]], part: tuple[int, int]) -> bool:
        inside = [item for item in sentence.items if item.mention and part[0] <= item.start < part[1]]
        named = [word for item in inside if item.mention for word in _WORD.findall(item.mention.words)]
        words = [sentence.text[slice(*span)] for span in left if part[0] <= span[0] < part[1]]
        said = [fold(word) for word in (*words, *named) if fold(word) not in _EXPLAINING]
        return bool(named) and any(all(is_stem_in(word, unit) for word in said) for unit in self._units)

    def contradicts(self, sentence: Sentence) -> bool:
        """Whether a sentence explains what it names, and no statement of a definition names them together."""
        claims = [item for item in sentence.of("claim") if (item.start, item.end) not in sentence.confirmed]
        named = [item.mention.words for item in claims if item.mention and item.mention.claim in _RATED]
        explains = len(named) > 1 and bool(self._units) and not sentence.of("figure")
        return explains and not self.tells(sentence, ())


def is_playbook(definition: Definition) -> bool:
    """Whether a definition is a passage of the partner's own documents."""
    return definition.section == "playbook"


def source_texts(definition: Definition) -> Iterator[str]:
    """Where a definition comes from and of when it is, as texts with figures that may be repeated."""
    yield from (definition.source_title, definition.as_of)


def _is_in(sentence: str, texts: Sequence[str]) -> bool:
    plain = _plain(_MORE.sub("", sentence))
    return any(f" {plain}" in text for text in texts)


def _units(text: str) -> Iterator[str]:
    """The statements of a definition: lines of a list, and neighbouring sentences together."""
    for line in text.splitlines():
        parts = all_sentences(line)
        yield from (" ".join(parts[place : place + 2]) for place in range(max(len(parts) - 1, 1)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for word in _WORD.findall(fold(text)) for stem in stems_of(word))


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", fold(text)).split()).strip(" .:;")
