"""Learns tables and signal weights together: logistic regression with a penalty, solved by L-BFGS-B.

For a deal of product p on customer x the log-odds of a win are

    base_p + sum over features of (shared[code] + own_p[code]) + INTENT_LOGITS * (1 - exp(-sum_t weight_pt * decayed_t))

The shared tables hold what products have in common, the own ones how a product departs from it; where its deals are few
the penalty keeps the own ones near zero. Neighbouring bins of a number are held together by the same penalty (each
table is a sum of steps). Weights are never negative and are held near those of all products, and those near the
defaults. The problem is small and smooth; the solution does not depend on the order of rows beyond rounding, and rows
come sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Floats
from scoring.model.features import Codes, Feature

INTENT_LOGITS = 3.5
"""What intent 100 adds to the log-odds of a win over intent 0, in every product: a point means the same everywhere."""

_DEVIATION = 1.5  # how much further a product's own table may reach than the shared one, as a ratio of spreads
_CATEGORY = 0.5  # a level's effect against that of a number's whole range, likewise
_WEIGHTS = 30.0  # penalty on the distance of a product's weights from the shared ones
_SHARED_WEIGHTS = 30.0  # penalty on the distance of the shared weights from the defaults
_ITERATIONS = 200
_ENOUGH = 1e-7  # the relative gain of an iteration below which it is the last


@dataclass(frozen=True)
class Deals:
    """Rows to learn from: the place of the product, the place of the intercept (that of the product for deals; rows of
    another kind have others), won (0 or 1), row weights, feature codes (row × feature) and decayed signal strengths
    (row × signal type).
    """

    product: NDArray[np.int64]
    base: NDArray[np.int64]
    won: Floats
    weight: Floats
    codes: Codes
    decayed: Floats

    def take(self, rows: NDArray[Any]) -> "Deals":
        """Some of the rows, by mask or places."""
        return Deals(
            self.product[rows], self.base[rows], self.won[rows], self.weight[rows], self.codes[rows], self.decayed[rows]
        )


@dataclass(frozen=True)
class Fitted:
    """Log-odds tables by product and feature, the base by product, and signal weights (product × type)."""

    bases: Floats
    tables: tuple[tuple[Floats, ...], ...]
    weights: Floats

    def margins(self, deals: Deals) -> Floats:
        """Base and tables of every deal, signals apart."""
        found = self.bases[deals.base]
        for place, tables in enumerate(self.tables):
            rows = deals.product == place
            for feature, table in enumerate(tables):
                found[rows] += table[deals.codes[rows, feature]]
        return found

    def log_odds(self, deals: Deals) -> Floats:
        """The log-odds of a win."""
        total = np.sum(self.weights[deals.product] * deals.decayed, axis=1)
        found: Floats = self.margins(deals) + INTENT_LOGITS * -np.expm1(-total)
        return found


def log_losses(log_odds: Floats, won: Floats) -> Floats:
    """The negative log likelihood of each outcome."""
    found: Floats = np.logaddexp(0, log_odds) - won * log_odds
    return found


def log_loss(log_odds: Floats, won: Floats) -> float:
    """Mean negative log likelihood of outcomes."""
    return float(np.mean(log_losses(log_odds, won)))


def fit(features: Sequence[Feature], products: int, deals: Deals, defaults: Floats, penalty: float) -> Fitted:
    """Learn from deals. ``defaults`` are signal weights by product and type; ``penalty`` is the strength that holds
    tables near zero (the inverse of the variance of a feature's reach in log-odds)."""
    return _Problem(features, products, deals, defaults, penalty).solve()


class _Problem:
    """The parameters in one vector: bases, shared steps, own steps by product, shared weights, weights by product."""

    def __init__(
        self, features: Sequence[Feature], products: int, deals: Deals, defaults: Floats, penalty: float
    ) -> None:
        self.products, self.deals, self.defaults, self.penalty = products, deals, defaults, penalty
        self.bases = max(products, int(deals.base.max()) + 1)
        sizes = [feature.size for feature in features]
        self.starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.entries = int(self.starts[-1])
        self.steps = _steps(features, self.starts)
        places = deals.codes + self.starts[:-1].astype(np.int32)
        self.index = places + (deals.product * self.entries).astype(np.int32)[:, None]
        self.deviates = products > 1 and self.entries > 0
        self.types = defaults.shape[1]

    def solve(self) -> Fitted:
        from scipy.optimize import minimize

        rate = np.clip(np.average(self.deals.won, weights=self.deals.weight), 0.01, 0.99)
        start = np.concatenate(
            [
                np.full(self.bases, np.log(rate / (1 - rate))),
                np.zeros(self.entries * (1 + self.deviates * self.products)),
                self.defaults.mean(axis=0),
                self.defaults.ravel(),
            ]
        )
        free = len(start) - self.types * (1 + self.products)
        bounds = [(None, None)] * free + [(0.0, None)] * (len(start) - free)
        found = minimize(
            self._loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": _ITERATIONS, "ftol": _ENOUGH},
        )
        return self._fitted(found.x)

    def _split(self, vector: Floats) -> list[Floats]:
        own = self.entries * self.products * self.deviates
        lengths = [self.bases, self.entries, own, self.types]
        return np.split(vector, np.cumsum(lengths))

    def _tables(self, shared: Floats, own: Floats) -> tuple[Floats, Floats]:
        """Table entries, shared and by product, from their steps."""
        by_product = own.reshape(-1, self.entries) @ self.steps.T if self.deviates else np.zeros((0, self.entries))
        return self.steps @ shared, _DEVIATION * by_product

    def _loss(self, vector: Floats) -> tuple[float, Floats]:
        deals = self.deals
        bases, shared, own, common, weights = self._split(vector)
        weights = weights.reshape(self.products, self.types)
        tables, own_tables = self._tables(shared, own)
        total = np.sum(weights[deals.product] * deals.decayed, axis=1)
        left = np.exp(-total)
        entries = np.add(tables, own_tables).ravel() if self.deviates else tables
        odds = bases[deals.base] + entries[self.index].sum(axis=1) + INTENT_LOGITS * (1 - left)
        chance = 1 / (1 + np.exp(-odds))
        miss = deals.weight * (chance - deals.won)
        loss = float(np.sum(deals.weight * (np.logaddexp(0, odds) - deals.won * odds)))
        in_bases: Floats = np.bincount(deals.base, miss, self.bases).astype(np.float64)
        in_shared, in_own = self._table_gradients(miss)
        pull = (miss * INTENT_LOGITS * left)[:, None] * deals.decayed
        by_product = np.column_stack([np.bincount(deals.product, part, self.products) for part in pull.T])
        apart = weights - common - (self.defaults - self.defaults.mean(axis=0))
        away = common - self.defaults.mean(axis=0)
        loss += 0.5 * self.penalty * float(shared @ shared + own @ own)
        loss += 0.5 * _WEIGHTS * float(np.sum(apart**2)) + 0.5 * _SHARED_WEIGHTS * float(away @ away)
        gradient = [
            in_bases,
            in_shared + self.penalty * shared,
            in_own + self.penalty * own,
            _SHARED_WEIGHTS * away - _WEIGHTS * apart.sum(axis=0),
            (by_product + _WEIGHTS * apart).ravel(),
        ]
        return loss, np.concatenate(gradient)

    def _table_gradients(self, miss: Floats) -> tuple[Floats, Floats]:
        """The gradient by shared and by own steps."""
        spread = np.repeat(miss, self.index.shape[1])
        entries = np.bincount(self.index.ravel(), spread, self.entries * self.products)
        if not self.deviates:
            return self.steps.T @ entries, np.zeros(0)
        by_product = entries.reshape(self.products, self.entries)
        return self.steps.T @ by_product.sum(axis=0), (_DEVIATION * (by_product @ self.steps)).ravel()

    def _fitted(self, vector: Floats) -> Fitted:
        bases, shared, own, _, weights = self._split(vector)
        tables, own_tables = self._tables(shared, own)
        by_product = [tables + (own_tables[place] if self.deviates else 0) for place in range(self.products)]
        cuts = self.starts[1:-1]
        split = tuple(tuple(np.split(entries, cuts)) if self.entries else () for entries in by_product)
        return Fitted(bases, split, weights.reshape(self.products, self.types))


def _steps(features: Sequence[Feature], starts: NDArray[np.int_]) -> Any:
    """The sparse matrix that makes table entries of steps: a bin of a number is the sum of the steps up to it, a level
    is its own. The scale makes a number's reach over all its bins comparable whatever their count."""
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for feature, start in zip(features, starts, strict=False):
        size = feature.size
        if feature.kind == "number":
            bins = size - 1
            rows += [start + 1 + row for row in range(bins) for column in range(row + 1)]
            columns += [start + 1 + column for row in range(bins) for column in range(row + 1)]
            values += [1 / np.sqrt(max(bins - 1, 1))] * (bins * (bins + 1) // 2)
            rows.append(start)
            columns.append(start)
            values.append(_CATEGORY)
        else:
            rows += range(start, start + size)
            columns += range(start, start + size)
            values += [_CATEGORY] * size
    entries = int(starts[-1])
    return csr_matrix((values, (rows, columns)), shape=(entries, entries))
