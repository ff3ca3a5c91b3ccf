"""Ranks entries by the words that they share with a question, with synonyms; rare words weigh more than common ones."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import fsum, log
from typing import TYPE_CHECKING

from knowledge.counted import counts_of
from knowledge.passages import Entry
from knowledge.wording import Wording
from knowledge.words import stem_of, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST = 4  # letters of a word that may be a slip
_SATURATION = 0.8  # how often an entry of usual length says a word that counts half of what it counts at most
_LENGTH = 0.5  # how far what a long entry says counts less than what a short one does


class WordRanking:
    """The features of all entries. A score is how much of a question an entry says, in names, askings and text, and how
    often (BM25)."""

    def __init__(self, entries: Sequence[Entry], wording: Wording) -> None:
        import numpy as np

        self.entries = entries
        self.wording = wording
        self._counts = counts_of(entries, wording)
        by_feature = np.argsort(self._counts.feature, kind="stable")
        self._entry = self._counts.entry[by_feature]
        self._held = self._saturated()[by_feature]
        held_by = np.bincount(self._counts.feature, minlength=len(self._counts.features))
        self._until = np.cumsum(held_by)
        self._from = self._until - held_by
        self._rarity = np.log(1 + len(entries) / np.maximum(held_by, 1))
        self._unknown = log(1 + len(entries))

    def _saturated(self) -> "NDArray[np.float64]":
        """For each count: what it counts, from 0 to 1."""
        import numpy as np

        entry, often = self._counts.entry, self._counts.often.astype(np.float64)
        lengths = np.bincount(entry, often, len(self.entries))
        mean = lengths.mean() if lengths.any() else 1.0
        half = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / mean)
        return often / (often + half[entry])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each feature that an entry has."""
        held = zip(self._counts.features, (self._until > self._from).tolist(), strict=True)
        return {name: number for number, (name, is_held) in enumerate(held) if is_held}

    @property
    def weights(self) -> dict[str, float]:
        """How rare each feature is that an entry has: the logarithm of 1 and how many entries there are for one that
        has it."""
        return {name: float(self._rarity[number]) for name, number in self._numbers.items()}

    def features(self, place: int) -> frozenset[str]:
        """What an entry says, in names, askings and text."""
        said = self._counts.feature[self._counts.entry == place]
        return frozenset(self._counts.features[number] for number in said.tolist())

    def spelt(self, question: str) -> str:
        """A question with words that nothing says put right where they are one clear slip from a word that is said."""
        return " ".join(word if self._is_said(word) else self._near(word) or word for word in question.split())

    def _is_said(self, word: str) -> bool:
        return any(name in self._numbers for name in self.wording.features(word) if not name.startswith("p:"))

    def _near(self, word: str) -> str:
        """The word that was meant; empty where none is near or several are."""
        key = "".join(words_of(word))
        if len(key) < _SHORTEST or not key.isalpha() or not self.wording.features(key):
            return ""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(key, self._spellings, scorer=OSA.distance, score_cutoff=1, limit=2)
        return near[0][0] if len({stem_of(found) for found, _, _ in near}) == 1 else ""

    @cached_property
    def _spellings(self) -> list[str]:
        """All words of names, askings and texts, in order of the alphabet."""
        return sorted(self._counts.words)

    def scores(self, question: str) -> dict[int, float]:
        """The score of every entry that shares something with a question, by place; 1 at most."""
        import numpy as np

        asked = self.wording.features(question)
        total = fsum(weight * self._weight(feature) for feature, weight in asked.items())
        if not total:
            return {}
        covered = np.zeros(len(self.entries))
        for feature, weight in asked.items():
            if (number := self._numbers.get(feature)) is not None:
                at = slice(self._from[number], self._until[number])
                covered[self._entry[at]] += min(weight, 1.0) * self._rarity[number] * self._held[at]
        found = np.flatnonzero(covered).tolist()
        return {place: float(covered[place]) / total * self.entries[place].weight for place in found}

    def _weight(self, feature: str) -> float:
        """A word that nothing has weighs most; a pair or group that nothing has says nothing."""
        if (number := self._numbers.get(feature)) is not None:
            return float(self._rarity[number])
        return self._unknown if feature.startswith("w:") else 0.0


def placed(scores: Mapping[int, float], entries: Sequence[Entry]) -> list[tuple[int, float]]:
    """Places with their scores, best first, rounded so that ties are ties; among equals by id."""
    rounded: Iterable[tuple[int, float]] = ((place, round(score, 4)) for place, score in scores.items())
    return sorted(rounded, key=lambda found: (-found[1], entries[found[0]].id))
