"""Finds columns that alone separate won from lost: they are a consequence of the outcome, not a reason for it."""

from collections.abc import Sequence

import numpy as np

from scoring.model.additive import Floats
from scoring.model.features import Codes, Feature

ENOUGH_DEALS = 60


def leaking(
    features: Sequence[Feature], codes: Codes, product: Codes, won: Floats, threshold: float
) -> dict[str, float]:
    """Column -> ROC AUC of the win rates of its codes, where that reaches the threshold, over all deals or those of one
    product (with at least 60 deals)."""
    slices = [np.ones(len(won), dtype=bool), *(product == one for one in np.unique(product))]
    large = [rows for rows in slices if rows.sum() >= ENOUGH_DEALS and 0 < won[rows].sum() < rows.sum()]
    found: dict[str, float] = {}
    for place, feature in enumerate(features):
        worst = max((_separation(codes[rows, place], won[rows], feature.size) for rows in large), default=0.0)
        if worst >= threshold:
            found[feature.column] = max(found.get(feature.column, 0.0), round(worst, 3))
    return found


def _separation(codes: Codes, won: Floats, size: int) -> float:
    """ROC AUC of ranking deals by the win rate of their code."""
    wins = np.bincount(codes, won, size)
    deals = np.bincount(codes, minlength=size)
    order = np.argsort(wins / np.maximum(deals, 1))
    lost = (deals - wins)[order]
    below = np.concatenate([[0], np.cumsum(lost)[:-1]])
    return float(np.sum(wins[order] * (below + lost / 2)) / (wins.sum() * lost.sum()))
