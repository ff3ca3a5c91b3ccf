"""Columns that alone tell won from lost: found where there are enough outcomes to say so, and not by chance."""

import numpy as np
import pytest
from handmade import category, item, number

from scoring.model.features import Feature
from scoring.model.leakage import leaking

TWO = category("stage", "open", "closed")


def found(feature: Feature, codes: list[int], won: list[int], products: list[int] | None = None) -> dict[str, float]:
    """What leaks at a threshold of 0.97."""
    return leaking(
        [feature],
        np.array(codes, dtype=np.int32)[:, None],
        np.array(products or [0] * len(won), dtype=np.int32),
        np.array(won, dtype=np.float64),
        0.97,
    )


def test_a_level_for_each_outcome() -> None:
    assert found(TWO, [1, 2] * 30, [1, 0] * 30) == {"stage": 1.0}
    assert found(TWO, [1, 2] * 30, [1, 0, 0, 1] * 15) == {}


def test_what_is_known_of_one_outcome_only() -> None:
    assert found(number("days", 10), [0, 1, 0, 2] * 15, [0, 1, 0, 1] * 15) == {"days": 1.0}
    assert found(item("tags", "lost"), [0, 2] * 30, [1, 0] * 30) == {"tags": 1.0}


def test_a_few_exceptions_are_still_a_leak() -> None:
    """Of 50 won deals one has the other level, too: 1 - 0.01 is the area under the curve."""
    codes, won = [1] * 50 + [2] * 50, [1] * 50 + [0] * 50
    assert found(TWO, [2, *codes[1:]], won) == {"stage": 0.99}
    assert found(TWO, [2, 2, 2, 2, *codes[4:]], won) == {}


def test_in_one_of_several_products_is_enough() -> None:
    leaks = found(TWO, [1, 2] * 30 + [1, 2] * 100, [1, 0] * 30 + [1, 0, 0, 1] * 50, [0] * 60 + [1] * 200)
    assert leaks == {"stage": 1.0}


@pytest.mark.parametrize("won", [14, 0])
def test_few_outcomes_say_nothing(won: int) -> None:
    assert found(TWO, [1] * won + [2] * 60, [1] * won + [0] * 60) == {}


def test_many_levels_tell_few_outcomes_apart_by_chance() -> None:
    """Forty levels with hardly two deals each: the win rates of levels separate anything."""
    rng = np.random.default_rng(3)
    many = category("city", *(f"city {number}" for number in range(40)))
    for _ in range(50):
        won = [1] * 20 + [0] * 40
        assert found(many, rng.permutation(np.arange(60) % 40 + 1).tolist(), won) == {}


def test_a_number_of_many_bins_is_a_leak_where_it_rises_or_falls_with_the_outcome() -> None:
    bins = number("discount", *range(39))
    codes = [place % 20 + 1 for place in range(30)] + [place % 20 + 21 for place in range(30)]
    assert found(bins, codes, [0] * 30 + [1] * 30) == {"discount": 1.0}
    assert found(bins, codes, [1] * 30 + [0] * 30) == {"discount": 1.0}
    assert found(bins, codes, [1, 0] * 30) == {}
