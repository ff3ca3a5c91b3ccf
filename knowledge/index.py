"""Finds the passages that answer a question: by name, by words and synonyms, by learned weights and by vectors."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.definitions import Definition, Definitions
from knowledge.embedding import CorpusEmbedding, Embedding, EmbeddingError
from knowledge.learned import ELSEWHERE, features_of, shipped_weights
from knowledge.passages import Entry, Passage, definition_entries
from knowledge.playbooks import Playbooks
from knowledge.ranking import WordRanking, placed
from knowledge.wording import askings, content_of, shipped_wording
from knowledge.words import words_of

if TYPE_CHECKING:
    from knowledge.vectors import Tell, Vectors

Mode = Literal["hybrid", "words", "vectors"]
_LEARNED = 0.35  # what learned weights have of a hybrid score
_VECTORS = 0.1  # what vectors have of it; words have the rest
ANSWERS = 0.4  # from this score on, a passage answers a question
_EQUAL = 0.95
_CLEAR = 0.6  # from this score on, words settle a question if nothing else comes near
_AHEAD = 0.15
_DOUBT = -0.6  # nearer than this a question lies to the definition that answers it
_HOW_TO = re.compile(r"\W*(?:\w+ )?how (?:do|can|should|could|would|must) (?:i|we|you|one)\b", re.IGNORECASE)
_OFFERS = ("play", "cohort", "signal", "category", "solution-category")  # say whom to offer what, never how to do it


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
        warnings: tuple[str, ...] = (),
        tell: "Tell | None" = None,
    ) -> None:
        self.definitions = definitions
        self.entries = [*definition_entries(definitions, askings()), *others]
        self.wording = shipped_wording()
        self._folder = folder
        self._chosen = embedding
        self._warnings = warnings
        self._tell = tell

    @classmethod
    def of_workspace(
        cls,
        definitions: Definitions,
        workspace: Path,
        embedding: Embedding | None = None,
        tell: "Tell | None" = None,
    ) -> "Passages":
        """The definitions and the playbooks of a workspace; vectors are kept there if the workspace is there. ``tell``
        is told what takes a while."""
        playbooks, faults = Playbooks(workspace).all()
        entries = [entry for playbook in playbooks for entry in playbook.passages()]
        kept = workspace / "knowledge" if workspace.is_dir() else None
        return cls(definitions, entries, kept, embedding, tuple(faults), tell)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, and why vectors are not kept, once they were made; empty where all is well."""
        vectors = self.__dict__.get("_vectors")
        return (*self._warnings, vectors.warning) if vectors and vectors.warning else self._warnings

    def by_id(self, id: str) -> tuple[Definition, ...]:
        """The definition of an id, or a passage of a playbook as one; empty where there is neither."""
        if found := self.definitions.get(id):
            return (found,)
        entry = self._by_id.get(id)
        return (_as_definition(entry.passage),) if entry else ()

    def get(self, id: str) -> Passage | None:
        """The passage of an id, with score 1; None where there is none."""
        entry = self._by_id.get(id)
        return replace(entry.passage, score=1.0) if entry else None

    def search(self, words: str, limit: int = 3, mode: Mode = "hybrid") -> list[Passage]:
        """The passages nearest to a question, best first; fewer than ``limit`` where fewer share anything.

        ``hybrid``: what a name says exactly, else what words find clearly, else words, learned weights and vectors.
        """
        rank: dict[Mode, Callable[[str], list[tuple[int, float]]]] = {
            "hybrid": self._hybrid,
            "words": lambda text: self._placed(self._ranking.scores(text)),
            "vectors": lambda text: self._placed(self._by_vector(text)),
        }
        found = rank[mode](self._ranking.spelt(words))[:limit]
        return [replace(self.entries[place].passage, score=min(score, 1.0)) for place, score in found]

    def clear(self, question: str, mode: Mode = "hybrid") -> tuple[Definition, ...]:
        """The best passage for a question, as a definition, where it has most of what the question says, and what was
        learned does not speak against it; with the next where that is as good."""
        found = self.search(question, limit=2, mode=mode)
        said = [word for word in words_of(question) if self.wording.features(word)]
        if not found or found[0].score < ANSWERS or 2 * len(self.lacks(found[0].id, question)) > len(said):
            return ()
        if self._is_doubtful(found[0], question):  # last, as it loads the weights
            return ()
        equal = [it.id for it in found if it.score >= _EQUAL * found[0].score]
        return tuple(found for id in equal for found in self.by_id(id))

    def _is_doubtful(self, passage: Passage, question: str) -> bool:
        """Whether a question asks for something else than a definition, or how to do what it only offers."""
        found = self.definitions.get(passage.id)
        distances = self._distances(self._ranking.spelt(question))
        if found is None or found.id not in distances:
            return False
        if found.section in _OFFERS and _HOW_TO.match(question):
            return True
        return distances[found.id] < max(_DOUBT, distances[ELSEWHERE])

    def in_playbooks(self, term: str, limit: int = 2) -> tuple[Definition, ...]:
        """The playbooks' passages that say every word of a term, best first; only the best of each playbook."""
        if not any(entry.passage.kind == "playbook" for entry in self.entries):
            return ()
        found = [it for it in self.search(term, len(self.entries), "words") if it.kind == "playbook"]
        best = {it.source: it for it in reversed(found) if not self.lacks(it.id, term)}
        ranked = sorted(best.values(), key=lambda it: (-it.score, it.id))
        return tuple(_as_definition(it) for it in ranked[:limit])

    def asks_only(self, question: str, term: str) -> bool:
        """Whether a question says nothing but a term, and words of any question."""
        return set(content_of(question)) <= set(content_of(term))

    def lacks(self, id: str, words: str) -> tuple[str, ...]:
        """The words of a text that a passage says neither so nor by a synonym."""
        held = self._ranking.features(self._places[id])
        return tuple(word for word in words_of(words) if not _says(held, self.wording.features(word)))

    def _hybrid(self, text: str) -> list[tuple[int, float]]:
        by_words = self._ranking.scores(text)
        if named := self._named(text):
            return self._placed(by_words | dict.fromkeys(named, 1.0), first=named)
        ranked = self._placed(by_words)
        if _is_clear(ranked):
            return ranked
        return self._placed(self._mixed(by_words, self._by_learning(text), self._by_vector(text)))

    def _mixed(
        self, by_words: Mapping[int, float], by_learning: Mapping[int, float], by_vector: Mapping[int, float]
    ) -> dict[int, float]:
        """Scores on the scale of words. What nothing was learned of is held for as likely as words say."""
        most = max(by_words.values(), default=0.0) or 1.0
        nearest = max(by_vector.values(), default=0.0) or 1.0
        scores = {}
        for place in by_words.keys() | by_learning.keys() | by_vector.keys():
            words = by_words.get(place, 0.0)
            learned = most * by_learning[place] if place in by_learning else words
            near = most * by_vector.get(place, 0.0) / nearest
            scores[place] = (1 - _LEARNED - _VECTORS) * words + _LEARNED * learned + _VECTORS * near
        return scores

    def _by_learning(self, text: str) -> dict[int, float]:
        """1 for what a text asks for most likely, 0 for what it asks for least likely."""
        found = self._distances(text)
        if not found:
            return {}
        least, most = min(found.values()), max(found.values())
        scores = {self._places[id]: (far - least) / (most - least) for id, far in found.items() if id in self._places}
        return {place: score * self.entries[place].weight for place, score in scores.items()}

    def _distances(self, text: str) -> dict[str, float]:
        return shipped_weights().distances(features_of(self.wording, text))

    def _named(self, text: str) -> list[int]:
        """The places of the definitions that a text names and nothing else, concepts first."""
        return [self._places[found.id] for found in self.definitions.lookup(text)]

    def _by_vector(self, text: str) -> dict[int, float]:
        try:
            found = self._vectors.scores(text)
        except EmbeddingError as error:
            self._fall_back(error)
            found = self._vectors.scores(text)
        return {place: score * self.entries[place].weight for place, score in found.items()}

    def _fall_back(self, error: EmbeddingError) -> None:
        """From now on vectors are those that need nobody else."""
        self._warnings = (
            *self._warnings,
            f"the configured embeddings could not be had ({error}); offline ones are used",
        )
        self._chosen = None
        self.__dict__.pop("_vectors", None)

    def _placed(self, scores: dict[int, float], first: Sequence[int] = ()) -> list[tuple[int, float]]:
        ranked = placed(scores, self.entries)
        ahead = [(place, scores[place]) for place in first]
        return [*ahead, *(found for found in ranked if found[0] not in first)]

    @cached_property
    def _ranking(self) -> WordRanking:
        return WordRanking(self.entries, self.wording)

    @cached_property
    def _vectors(self) -> "Vectors":
        from knowledge.vectors import Vectors, nobody

        texts = [(place, text) for place, entry in enumerate(self.entries) for text in entry.texts]
        embedding = self._chosen or CorpusEmbedding(self._ranking.weights, self.wording)
        return Vectors(texts, embedding, self._folder, self._tell or nobody)

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry.id: place for place, entry in enumerate(self.entries)}


def _says(held: Collection[str], word: Mapping[str, float]) -> bool:
    return not word or any(feature in held for feature in word)


def _is_clear(ranked: Sequence[tuple[int, float]]) -> bool:
    if not ranked or ranked[0][1] < _CLEAR:
        return False
    return len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _AHEAD


def _as_definition(passage: Passage) -> Definition:
    return Definition(
        id=passage.id,
        title=passage.title,
        aliases=(),
        text=passage.text,
        as_of="",
        source=passage.source,
        source_title=passage.source,
        place=passage.place,
    )
