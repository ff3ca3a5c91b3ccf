"""Embeddings of texts: what any has to offer, and one that needs no model, no network and no download."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log, sqrt
from typing import Protocol

from knowledge.wording import Wording, letters

_SIZE = 2048
_SATURATION = 1.5  # a feature that a text has again and again counts at most 2.5 times as much as one it has once
_LETTERS = 0.15  # what a run of four letters weighs, where a word weighs 1


class EmbeddingError(Exception):
    """Texts could not be embedded; the message says why."""


class Embedding(Protocol):
    """Turns texts into vectors of one length, whose cosine says how much they mean the same."""

    @property
    def id(self) -> str:
        """Its kind, a space, and what changes whenever the vectors of the same texts would."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, in order; EmbeddingError where that is not possible."""


class CorpusEmbedding:
    """Words, pairs, synonyms and runs of letters, weighed by how rare they are in a corpus and hashed into 2,048
    numbers; vectors have length 1 (0 for a text without words). The same corpus gives the same vectors, anywhere.
    """

    def __init__(self, corpus: Sequence[str], wording: Wording) -> None:
        self.wording = wording
        found = Counter(feature for text in corpus for feature in self._features(text))
        self._weights = {feature: log(1 + len(corpus) / count) for feature, count in found.items()}
        known = repr(sorted(self._weights.items()))
        self.id = "corpus " + hashlib.sha256(known.encode()).hexdigest()[:16]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text; what the corpus never says counts for nothing."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        said: dict[int, float] = defaultdict(float)
        for feature, count in self._features(text).items():
            if weight := self._weights.get(feature):
                place, sign = _hashed(feature)
                said[place] += sign * weight * count * (1 + _SATURATION) / (count + _SATURATION)
        length = sqrt(sum(value * value for value in said.values())) or 1.0
        vector = [0.0] * _SIZE
        for place, value in said.items():
            vector[place] = value / length
        return vector

    def _features(self, text: str) -> dict[str, float]:
        features = defaultdict(float, self.wording.features(text))
        for run, count in letters(text).items():
            features[run] += _LETTERS * count
        return features


@lru_cache(maxsize=100_000)
def _hashed(feature: str) -> tuple[int, int]:
    """Where a feature is added, and with which sign."""
    digest = hashlib.blake2b(feature.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "big") % _SIZE, 1 if digest[4] & 1 else -1
