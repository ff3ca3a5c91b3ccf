"""Won rates and their intervals, against figures worked out by hand and published ones."""

import pytest

from scoring.proportions import Rate, newcombe, wilson


def ends(rate: Rate) -> tuple[float, float]:
    return round(rate.low, 4), round(rate.high, 4)


@pytest.mark.parametrize(
    ("won", "known", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, page 857, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 20, 0.2993, 0.7007),  # centre 0.5, half 1.96 / 1.1921 * sqrt(0.0125 + 0.0024)
        (3, 3, 0.4385, 1.0),  # 1 / (1 + 3.8415 / 3)
    ],
)
def test_wilson(won: int, known: int, low: float, high: float) -> None:
    assert wilson(won, known).value == won / known
    assert ends(wilson(won, known)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998, page 873, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    difference = newcombe(wilson(*first), wilson(*second))
    assert difference.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert ends(difference) == (low, high)
    back = newcombe(wilson(*second), wilson(*first))
    assert ends(back) == (-high, -low)
