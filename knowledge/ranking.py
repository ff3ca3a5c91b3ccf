"""Ranks entries by the words that they share with a question, with synonyms; rare words weigh more than common ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import fsum, log

from knowledge.passages import Entry
from knowledge.wording import Wording
from knowledge.words import stem_of, words_of

_SHORTEST = 4  # letters of a word that may be a slip
_TEXT = 0.6  # what a word of a text counts, where one of a name or an asking counts 1
_SATURATION = 0.8  # how often an entry of usual length says a word that counts half of what it counts at most
_LENGTH = 0.5  # how far what a long entry says counts less than what a short one does
_AGREEMENT = 0.12  # the part of the score that the best single name or asking has

Features = Mapping[str, float]


class WordRanking:
    """The features of all entries. Most of a score is how much of a question an entry says, in names, askings and text,
    and how often (BM25); the rest is how well its best single name or asking agrees with the question."""

    def __init__(self, entries: Sequence[Entry], wording: Wording) -> None:
        self.entries = entries
        self.wording = wording
        self._holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._calling: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._names: list[tuple[int, Features]] = []
        self._hold([self._said(place, entry) for place, entry in enumerate(entries)])
        self.weights = {name: log(1 + len(entries) / len(held)) for name, held in self._holding.items()}
        self._unknown = log(1 + len(entries))
        self._totals = [self._total(name) for _, name in self._names]

    def _said(self, place: int, entry: Entry) -> Features:
        """How often an entry says each feature."""
        said: dict[str, float] = defaultdict(float)
        for text in (*entry.names, *entry.asked):
            for feature, weight in self._call(place, text).items():
                said[feature] += weight
        for text in entry.lines:
            self._call(place, text)
        for text in entry.parts:
            for feature, weight in self.wording.features(text).items():
                said[feature] += _TEXT * weight
        return said

    def _call(self, place: int, text: str) -> Features:
        """Takes in a text that may be the question, and gives its features."""
        called = self.wording.features(text)
        for feature, weight in called.items():
            self._calling[feature].append((len(self._names), weight))
        self._names.append((place, called))
        return called

    def _hold(self, entries: Sequence[Features]) -> None:
        lengths = [fsum(said.values()) for said in entries]
        mean = fsum(lengths) / max(len(lengths), 1) or 1.0
        for place, said in enumerate(entries):
            half = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[place] / mean)
            for feature, often in said.items():
                self._holding[feature].append((place, often / (often + half)))

    def features(self, place: int) -> frozenset[str]:
        """What an entry says, in names, askings and text."""
        return frozenset(name for name, held in self._holding.items() if any(at == place for at, _ in held))

    def spelt(self, question: str) -> str:
        """A question with words that nothing says put right where they are one clear slip from a word that is said."""
        return " ".join(word if self._is_said(word) else self._near(word) or word for word in question.split())

    def _is_said(self, word: str) -> bool:
        return any(name in self._holding for name in self.wording.features(word) if not name.startswith("p:"))

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
        texts = (text for entry in self.entries for text in (*entry.names, *entry.asked, *entry.parts))
        return sorted({word for text in texts for word in words_of(text) if word.isalpha()})

    def scores(self, question: str) -> dict[int, float]:
        """The score of every entry that shares something with a question, by place; 1 at most."""
        asked = self.wording.features(question)
        total = self._total(asked)
        if not total:
            return {}
        covered: dict[int, list[float]] = defaultdict(list)
        for feature, weight in asked.items():
            for place, held in self._holding.get(feature, ()):
                covered[place].append(min(weight, 1.0) * self.weights[feature] * held)
        agreed = self._agreements(asked, total)
        return {
            place: ((1 - _AGREEMENT) * fsum(parts) / total + _AGREEMENT * agreed.get(place, 0.0))
            * self.entries[place].weight
            for place, parts in covered.items()
        }

    def _agreements(self, asked: Features, total: float) -> dict[int, float]:
        """By entry: 1 where a name or asking has all that the question has and nothing else."""
        common: dict[int, list[float]] = defaultdict(list)
        for feature, weight in asked.items():
            for name, called in self._calling.get(feature, ()):
                common[name].append(min(weight, called) * self.weights[feature])
        best: dict[int, float] = defaultdict(float)
        for name, parts in common.items():
            place = self._names[name][0]
            best[place] = max(best[place], 2 * fsum(parts) / (total + self._totals[name]))
        return best

    def _total(self, features: Features) -> float:
        return fsum(weight * self._weight(feature) for feature, weight in features.items())

    def _weight(self, feature: str) -> float:
        """A word that nothing has weighs most; a pair or group that nothing has says nothing."""
        return self.weights.get(feature, self._unknown if feature.startswith("w:") else 0.0)


def placed(scores: Mapping[int, float], entries: Sequence[Entry]) -> list[tuple[int, float]]:
    """Places with their scores, best first, rounded so that ties are ties; among equals by id."""
    rounded: Iterable[tuple[int, float]] = ((place, round(score, 4)) for place, score in scores.items())
    return sorted(rounded, key=lambda found: (-found[1], entries[found[0]].id))
