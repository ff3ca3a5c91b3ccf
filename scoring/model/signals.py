"""Buying signals with their age: how much of each is left on a day, and which half-lives outcomes speak for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Floats

HALF_LIVES = (15.0, 30.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0)
_GAIN = 1e-9  # the least gain in log loss for which a half-life is left: one of a type that no row has gains nothing


@dataclass(frozen=True)
class Observations:
    """Signals as seen from some rows (customers on a day, deals on the day before they closed): the place of the row,
    the place of the type, the age in days (0 or more) and the strength. ``rows`` is how many rows there are.
    """

    rows: int
    row: NDArray[np.int64]
    type: NDArray[np.int64]
    age: Floats
    strength: Floats

    def decayed(self, half_lives: Sequence[float]) -> Floats:
        """Strength left, by row and type: the sum of strength × 0.5^(age / half-life of the type)."""
        types = len(half_lives)
        left = self.strength * np.exp2(-self.age / np.array(half_lives, dtype=np.float64)[self.type])
        found: Floats = np.bincount(self.row * types + self.type, left, self.rows * types).astype(np.float64)
        return found.reshape(self.rows, types)

    def column(self, place: int, half_life: float) -> Floats:
        """The strength left of one type, by row."""
        mine = self.type == place
        left = self.strength[mine] * np.exp2(-self.age[mine] / half_life)
        found: Floats = np.bincount(self.row[mine], left, self.rows).astype(np.float64)
        return found


def best_half_lives(
    observations: Observations, defaults: Mapping[str, float], weights: Floats, offset: Floats, won: Floats
) -> tuple[float, ...]:
    """The half-life of each type under which the signals explain outcomes best, beside what is known without them.

    ``weights`` are those of each row's product, ``offset`` the log-odds of a row without signals. One type after the
    other is moved over ``HALF_LIVES``, with one common weight for each type; a type that no row has stays at its
    default.
    """
    from scoring.model.fitting import INTENT_LOGITS, log_loss

    chosen = list(defaults.values())
    decayed = observations.decayed(chosen)
    for place in range(len(chosen)):
        others = np.sum(weights * decayed, axis=1) - weights[:, place] * decayed[:, place]
        best = (np.inf, chosen[place])
        for half_life in (chosen[place], *HALF_LIVES):
            column = observations.column(place, half_life)
            for factor in (0.5, 1.0, 2.0):
                total = others + factor * weights[:, place] * column
                loss = log_loss(offset + INTENT_LOGITS * -np.expm1(-total), won)
                if loss < best[0] - _GAIN:
                    best = (loss, half_life)
        chosen[place] = best[1]
        decayed[:, place] = observations.column(place, best[1])
    return tuple(chosen)
