"""Why a score is what it is: points by term, by signal, and by step of the propensity, which sum exactly in tenths.

A score that is a monotone function of a sum is shared out in proportion: each term gets ``(score - base score)`` times
its part of the sum. Points are whole tenths; what rounding leaves goes to the largest remainders (rules.md, Fit).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Floats
from scoring.model.fitting import INTENT_LOGITS
from scoring.model.model import Model, ProductModel, ProductScores, percent, row_sums, tenths

Tenths = NDArray[np.int64]
_FLAT = 1e-9


@dataclass(frozen=True)
class FitPoints:
    """Tenths of a point: the base score of the average customer, and the points of each term (customer × term)."""

    base: int
    terms: Tenths


@dataclass(frozen=True)
class PropensityPoints:
    """Tenths of a percent, by customer: the chance of the average customer without signals, what fit and intent add,
    and what calibration corrects."""

    base: int
    fit: Tenths
    intent: Tenths
    calibration: Tenths


def as_tenths(scores: Floats) -> Tenths:
    """Scores as whole tenths."""
    return np.rint(tenths(scores) * 10).astype(np.int64)


def apportion(totals: Tenths, shares: Floats) -> Tenths:
    """Whole numbers that sum to ``totals`` by row and lie as near to ``shares`` as the largest remainders allow.

    Among equal remainders the first column wins. Rows without columns must have a total of 0.
    """
    floors = np.floor(shares)
    whole = floors.astype(np.int64)
    if shares.shape[1] == 0:
        return whole
    extra = totals - whole.sum(axis=1)
    each, rest = np.divmod(extra, shares.shape[1])
    places = np.argsort(-(shares - floors), axis=1, kind="stable")
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, places, np.arange(shares.shape[1])[None, :], axis=1)
    found: Tenths = whole + each[:, None] + (ranks < rest[:, None])
    return found


def fit_points(product: ProductModel, scores: ProductScores) -> FitPoints:
    """The points of fit: base and terms sum to the score."""
    base = int(as_tenths(percent(np.array([product.offset])))[0])
    margin = row_sums(scores.parts)
    totals = as_tenths(scores.fit) - base
    start = percent(np.array([product.offset]))[0]
    slope = product.slope * start * (100 - start) / 100  # points a log-odd at the base: what shares tend to
    flat = np.abs(margin) < _FLAT
    ratio = np.where(flat, slope, (scores.fit - start) / np.where(flat, 1, margin))
    shares = 10 * scores.parts * ratio[:, None]
    return FitPoints(base, apportion(totals, shares) if shares.shape[1] else shares.astype(np.int64))


def intent_points(score: float, lefts: Floats) -> Tenths:
    """The points of each signal of one customer: its share of the score. ``lefts`` are weight × strength left."""
    total = float(np.sum(lefts))
    shares = 10 * score * lefts / total if total > 0 else np.zeros(len(lefts))
    found: Tenths = apportion(as_tenths(np.array([score if total > 0 else 0.0])), shares[None, :])[0]
    return found


def propensity_points(model: Model, product: ProductModel, scores: ProductScores) -> PropensityPoints:
    """The steps of the propensity: they sum to it."""
    margin = row_sums(scores.parts)
    intent = INTENT_LOGITS * scores.intent / 100
    start = percent(np.array([product.base]))[0]
    raw = percent(product.base + margin + intent)
    moved = margin + intent
    flat = np.abs(moved) < _FLAT
    ratio = np.where(flat, start * (100 - start) / 100, (raw - start) / np.where(flat, 1, moved))
    base = int(as_tenths(np.array([start]))[0])
    shares = 10 * np.column_stack([margin * ratio, intent * ratio, scores.propensity - raw])
    split = apportion(as_tenths(scores.propensity) - base, shares)
    return PropensityPoints(base, split[:, 0], split[:, 1], split[:, 2])
