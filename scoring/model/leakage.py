"""Finds columns that alone separate won from lost: they are a consequence of the outcome, not a reason for it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Floats
from scoring.model.features import Codes, Feature

LEAST_OUTCOMES = 15  # won and lost deals each, below which nothing is said
_PER_CODE = 1.5  # outcomes of the rarer kind for each code, below which win rates by code tell won from lost by chance


def leaking(
    features: Sequence[Feature], codes: Codes, product: Codes, won: Floats, threshold: float
) -> dict[str, float]:
    """Column -> ROC AUC of what its codes say of the outcome, where that reaches the threshold, over all deals or those
    of one product (with at least 15 won and 15 lost)."""
    slices = [np.ones(len(won), dtype=bool), *(product == one for one in np.unique(product))]
    large = [rows for rows in slices if _rarer(won[rows]) >= LEAST_OUTCOMES]
    found: dict[str, float] = {}
    for place, feature in enumerate(features):
        worst = max((_separation(feature, codes[rows, place], won[rows]) for rows in large), default=0.0)
        if worst >= threshold:
            found[feature.column] = max(found.get(feature.column, 0.0), round(worst, 3))
    return found


def _rarer(won: Floats) -> int:
    """How many deals ended in the rarer way."""
    return int(min(won.sum(), len(won) - won.sum()))


def _separation(feature: Feature, codes: Codes, won: Floats) -> float:
    """ROC AUC of ranking deals by the win rate of their code; where these are too many for that, by the order of a
    number's bins."""
    wins, deals = np.bincount(codes, won, feature.size), np.bincount(codes, minlength=feature.size)
    if _rarer(won) >= _PER_CODE * np.count_nonzero(deals):
        return _auc(np.argsort(wins / np.maximum(deals, 1)), wins, deals)
    rising = _auc(np.arange(feature.size), wins, deals) if feature.kind == "number" else 0.5
    return max(rising, 1 - rising)


def _auc(order: NDArray[np.intp], wins: NDArray[Any], deals: NDArray[Any]) -> float:
    """ROC AUC of ranking the codes in an order."""
    won, lost = wins[order], (deals - wins)[order]
    below = np.concatenate([[0], np.cumsum(lost)[:-1]])
    return float(np.sum(won * (below + lost / 2)) / (won.sum() * lost.sum()))
