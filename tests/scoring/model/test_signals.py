"""Intent by the rules: weight x strength x 0.5^(age / half-life), summed, and 100 x (1 - e^-s) of it."""

import math

import numpy as np
import pytest
from handmade import batch, model, product, seen

from scoring.model.model import score
from scoring.model.signals import best_half_lives

LN2 = math.log(2)
ONE = model({"hiring": 30.0, "news": 90.0}, azure=product(weights={"hiring": LN2, "news": 2 * LN2}))


@pytest.mark.parametrize(
    ("signals", "intent"),
    [
        ([], 0),
        ([(0, 0, 0, 1)], 50),
        ([(0, 0, 30, 1)], 100 * (1 - 2**-0.5)),
        ([(0, 0, 60, 4)], 50),
        ([(0, 0, 0, 1), (0, 0, 0, 1)], 75),
        ([(0, 0, 0, 1), (0, 1, 90, 1)], 75),
        ([(0, 1, 0, 0.5), (0, 0, 30, 2)], 75),
        ([(0, 0, 0, 0)], 0),
        ([(0, 0, 36500, 1)], 0),
    ],
)
def test_signals_fade_and_add_up(signals: list[tuple[int, int, float, float]], intent: float) -> None:
    assert score(ONE, batch(n=[1.0]), seen(1, *signals))["azure"].intent == pytest.approx([intent])


def test_signals_stay_with_their_row_and_type() -> None:
    left = seen(3, (2, 0, 30, 1), (0, 1, 0, 3), (2, 0, 0, 1)).decayed([30, 90])
    assert left.tolist() == [[0, 3], [0, 0], [1.5, 0]]
    assert seen(3, (2, 0, 30, 1), (0, 1, 0, 3)).column(0, 15).tolist() == [0, 0, 0.25]


def test_a_type_without_a_weight_adds_nothing() -> None:
    silent = model({"hiring": 30.0, "rumour": 30.0}, azure=product(weights={"hiring": LN2}))
    assert score(silent, batch(n=[1.0]), seen(1, (0, 1, 0, 9)))["azure"].intent.tolist() == [0]


def test_outcomes_choose_the_half_life() -> None:
    """Won where a signal was at most ten days old: a short half-life tells that best. The other type is never seen."""
    ages = np.tile([5.0, 10.0, 100.0, 200.0], 100)
    rows = len(ages)
    signals = seen(rows, *((row, 0, age, 1) for row, age in enumerate(ages)))
    won = (ages <= 10).astype(float)
    weights, offset = np.tile([1.0, 1.0], (rows, 1)), np.full(rows, -2.0)
    chosen = best_half_lives(signals, {"news": 90.0, "never seen": 77.0}, weights, offset, won)
    assert chosen[0] in (15.0, 30.0)
    assert chosen[1] == 77.0
