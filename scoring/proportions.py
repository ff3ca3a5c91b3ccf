"""Won rates with 95% intervals: Wilson's for one rate, Newcombe's for the difference of two.

Both hold for small numbers, where the textbook interval is too narrow or leaves 0 to 1 (R. G. Newcombe, Statistics in
Medicine 17, 1998, methods 3 of 857-872 and 10 of 873-890).
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Rate:
    """A figure with the ends of its 95% interval, as shares of 1."""

    value: float
    low: float
    high: float


def wilson(won: int, known: int) -> Rate:
    """The rate of ``won`` among ``known``, which are at least 1."""
    share, spread = won / known, Z * Z / known
    centre = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / known + spread / (4 * known))
    return Rate(share, max(0.0, centre - half), min(1.0, centre + half))


def newcombe(first: Rate, second: Rate) -> Rate:
    """How much higher the first of two independent rates is."""
    apart = first.value - second.value
    down = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    up = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Rate(apart, apart - down, apart + up)
