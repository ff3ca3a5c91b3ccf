"""Finds the passages that answer a question: by name, by words and synonyms, and by vectors."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.definitions import Definitions
from knowledge.embedding import CorpusEmbedding, Embedding
from knowledge.passages import Entry, Passage, definition_entries
from knowledge.ranking import WordRanking, placed
from knowledge.wording import askings, shipped_wording

if TYPE_CHECKING:
    from knowledge.vectors import Vectors

Mode = Literal["hybrid", "words", "vectors"]
_WORDS = 0.6  # what words weigh in a hybrid score, vectors the rest
_CLEAR = 0.6  # from this score on, words settle a question if nothing else comes near
_AHEAD = 0.15


class Passages:
    """All passages of the definitions and of ``others`` (playbooks), with search.

    ``folder``: where the vectors are kept; without one they are made anew in memory. ``embedding``: by default one
    made from the passages themselves, offline. Vectors are made and loaded when a search first needs them.
    """

    def __init__(
        self,
        definitions: Definitions,
        others: Sequence[Entry] = (),
        folder: Path | None = None,
        embedding: Embedding | None = None,
    ) -> None:
        self.definitions = definitions
        self.entries = [*definition_entries(definitions, askings()), *others]
        self._folder = folder
        self._chosen = embedding

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why vectors are not kept, once they were made; empty where they are."""
        vectors = self.__dict__.get("_vectors")
        return (vectors.warning,) if vectors and vectors.warning else ()

    def get(self, id: str) -> Passage | None:
        """The passage of an id, with score 1; None where there is none."""
        entry = self._by_id.get(id)
        return replace(entry.passage, score=1.0) if entry else None

    def search(self, words: str, limit: int = 3, mode: Mode = "hybrid") -> list[Passage]:
        """The passages nearest to a question, best first; fewer than ``limit`` where fewer share anything with it.

        ``hybrid``: what a name says exactly, else what words find clearly, else words and vectors together.
        """
        rank: dict[Mode, Callable[[str], list[tuple[int, float]]]] = {
            "hybrid": self._hybrid,
            "words": lambda text: self._placed(self._ranking.scores(text)),
            "vectors": lambda text: self._placed(self._by_vector(text)),
        }
        found = rank[mode](words)[:limit]
        return [replace(self.entries[place].passage, score=min(score, 1.0)) for place, score in found]

    def _hybrid(self, text: str) -> list[tuple[int, float]]:
        by_words = self._ranking.scores(text)
        if named := self._named(text):
            return self._placed(by_words | dict.fromkeys(named, 1.0), first=named)
        ranked = self._placed(by_words)
        if _is_clear(ranked):
            return ranked
        by_vector = self._by_vector(text)
        return self._placed(
            {
                place: _WORDS * by_words.get(place, 0.0) + (1 - _WORDS) * by_vector.get(place, 0.0)
                for place in by_words.keys() | by_vector.keys()
            }
        )

    def _named(self, text: str) -> list[int]:
        """The places of the definitions that a text names and nothing else, concepts first."""
        return [self._places[found.id] for found in self.definitions.lookup(text)]

    def _by_vector(self, text: str) -> dict[int, float]:
        return {place: score * self.entries[place].weight for place, score in self._vectors.scores(text).items()}

    def _placed(self, scores: dict[int, float], first: Sequence[int] = ()) -> list[tuple[int, float]]:
        ranked = placed(scores, self.entries)
        ahead = [(place, scores[place]) for place in first]
        return [*ahead, *(found for found in ranked if found[0] not in first)]

    @cached_property
    def _ranking(self) -> WordRanking:
        return WordRanking(self.entries, shipped_wording())

    @cached_property
    def _vectors(self) -> "Vectors":
        from knowledge.vectors import Vectors

        texts = [(place, text) for place, entry in enumerate(self.entries) for text in entry.texts]
        embedding = self._chosen or CorpusEmbedding([text for _, text in texts], shipped_wording())
        return Vectors(texts, embedding, self._folder)

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry.id: place for place, entry in enumerate(self.entries)}


def _is_clear(ranked: Sequence[tuple[int, float]]) -> bool:
    if not ranked or ranked[0][1] < _CLEAR:
        return False
    return len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _AHEAD
