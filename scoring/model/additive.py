"""The additive half of a model: a sum of terms, each a table over one feature or two, so that reasons sum exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model.features import Batch, Codes, Feature

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Term:
    """What one feature, or two together, add to the log-odds: ``table[code]`` or ``table[code, code]``."""

    features: tuple[Feature, ...]
    table: Floats

    @property
    def name(self) -> str:
        """``org_size``, or ``industry × org_size``."""
        return " × ".join(feature.name for feature in self.features)

    def values(self, codes: Sequence[Codes]) -> Floats:
        """The term's log-odds for customers, given the codes of its features."""
        found: Floats = self.table[tuple(codes)]
        return found


@dataclass(frozen=True)
class Additive:
    """Terms over the customers of a base; each term is zero on average there."""

    terms: tuple[Term, ...]

    def parts(self, batch: Batch, known: dict[Feature, Codes] | None = None) -> Floats:
        """Log-odds by customer (row) and term (column). ``known`` are codes of the batch, which are added to."""
        codes = {} if known is None else known
        codes |= {feature: feature.encode(batch) for feature in self.features() if feature not in codes}
        parts = np.zeros((len(batch), len(self.terms)))
        for place, term in enumerate(self.terms):
            parts[:, place] = term.values([codes[feature] for feature in term.features])
        return parts

    def features(self) -> list[Feature]:
        """Every feature that a term looks at, once."""
        return list(dict.fromkeys(feature for term in self.terms for feature in term.features))


def centred(terms: Sequence[Term], batch: Batch) -> tuple[Additive, float]:
    """The terms less their mean over a base, and the sum of those means. Entries are rounded to a millionth, so that
    what is stored is what scores."""
    codes = {feature: feature.encode(batch) for feature in Additive(tuple(terms)).features()}
    moved, total = [], 0.0
    for term in terms:
        mean = float(np.mean(term.values([codes[feature] for feature in term.features]))) if len(batch) else 0.0
        moved.append(Term(term.features, np.round(term.table - mean, 6)))
        total += mean
    return Additive(tuple(moved)), total
