"""Embeddings of texts: what any has to offer, and one that needs no model, no network and no download."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Protocol

from knowledge.wording import Wording, letters

_SIZE = 2048
_SATURATION = 1.5  # a feature that a text has again and again counts at most 2.5 times as much as one it has once
_LETTERS = 0.15  # how often a run of letters counts, where a word counts once
_RUN = 0.7  # how rare a run of letters is held for, where the features of the corpus are 1 in the mean


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
    """Words, pairs and synonyms, weighed by how rare they are in a corpus, and runs of four letters, hashed into 2,048
    numbers; vectors have length 1 (0 for a text without any word of the corpus). The same weights give the same
    vectors, anywhere.
    """

    def __init__(self, weights: Mapping[str, float], wording: Wording) -> None:
        self.wording = wording
        self._weights = weights
        self._run = _RUN * sum(weights.values()) / max(len(weights), 1)
        known = "\n".join(f"{feature} {weight:.6f}" for feature, weight in sorted(weights.items()))
        self.id = "corpus " + hashlib.sha256(known.encode()).hexdigest()[:16]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text; what the corpus never says counts for nothing."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        words = [(name, self._weights.get(name, 0.0), often) for name, often in self.wording.features(text).items()]
        runs = [(name, self._run, _LETTERS * often) for name, often in letters(text).items()]
        said: dict[int, float] = defaultdict(float)
        for feature, weight, count in (*words, *runs) if any(weight for _, weight, _ in words) else ():
            place, sign = _hashed(feature)
            said[place] += sign * weight * count * (1 + _SATURATION) / (count + _SATURATION)
        length = sqrt(sum(value * value for value in said.values())) or 1.0
        vector = [0.0] * _SIZE
        for place, value in said.items():
            vector[place] = value / length
        return vector


@lru_cache(maxsize=100_000)
def _hashed(feature: str) -> tuple[int, int]:
    """Where a feature is added, and with which sign."""
    digest = hashlib.blake2b(feature.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "big") % _SIZE, 1 if digest[4] & 1 else -1
