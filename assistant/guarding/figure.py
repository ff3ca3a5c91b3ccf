"""A figure of a text."""

from dataclasses import dataclass
from typing import Literal

FigureKind = Literal["number", "money", "percent", "date", "month", "year", "ordinal"]
Approx = Literal["", "about", "over", "under"]


@dataclass(frozen=True)
class Figure:
    """A figure from letter ``start`` to ``end``.

    readings: what it may say, each a value with the unit of its last digit ("1.2K" is 1200 by 100); dates: what a date,
    month or year may say, as ISO text (without a year it begins with "--"). high is the upper end of a range (``open``:
    there is none, "$250K+").
    """

    kind: FigureKind
    start: int
    end: int
    words: str
    readings: tuple[tuple[float, float], ...] = ()
    high: tuple[tuple[float, float], ...] = ()
    dates: tuple[str, ...] = ()
    open: bool = False
    approx: Approx = ""
    currency: str = ""
    spelled: bool = False

    @property
    def is_time(self) -> bool:
        return self.kind in ("date", "month", "year")
