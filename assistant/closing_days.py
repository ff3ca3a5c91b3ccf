"""Reads the days of a file of results: whether day or month stands first, and what is no day at all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from scoring.importing.clean import UnreadableError, Words, read_date

_NUMBERS = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/]\d{2,4}(?:[ T,].*)?")
_Readings = tuple[date, date]
"""A cell read month first and day first."""


@dataclass(frozen=True)
class Days:
    """The days of a column by their cells. ``ambiguous``: cells that may be either of two days, and nothing says which
    one; ``unreadable``: those that are no day."""

    read: Mapping[str, date]
    ambiguous: frozenset[str]
    unreadable: frozenset[str]


def closing_days(catalog: Catalog, cells: Iterable[str], since: date, until: date) -> Days:
    """Read cells like ``05/12/2026``. Which part is the day, other cells of the column say; where they do not, the
    reading counts that puts no cell outside of the days from ``since`` to ``until``, if only one does. A cell that is
    before ``since`` both ways says nothing of that; where nothing else does, it is read as the later of its days."""
    words = Words(catalog)
    wanted = {cell for cell in cells if cell}
    found = {cell: readings for cell in wanted if (readings := _readings(cell, words))}
    either = {cell: both for cell, both in found.items() if both[0] != both[1]}
    place = _stated(found)
    if place is None:
        place = _fitting([both for both in either.values() if max(both) >= since], since, until)
    if place is not None:
        return Days({cell: both[place] for cell, both in found.items()}, frozenset(), frozenset(wanted - found.keys()))
    unclear = frozenset(cell for cell, both in either.items() if max(both) >= since)
    read = {cell: max(both) for cell, both in found.items() if cell not in unclear}
    return Days(read, unclear, frozenset(wanted - found.keys()))


def _readings(cell: str, words: Words) -> _Readings | None:
    """A cell both ways; None where it is no day."""
    try:
        month_first, day_first = (read_date(cell, words, days_first) for days_first in (False, True))
    except UnreadableError:
        return None
    return (month_first, day_first) if month_first and day_first else None


def _stated(found: Mapping[str, _Readings]) -> int | None:
    """The reading that cells with a part over 12 ask for, 0 month first, 1 day first; None where they say nothing, or
    not the same."""
    parts = [match for cell in found if (match := _NUMBERS.fullmatch(cell))]
    day_first, month_first = (any(int(match[place]) > 12 for match in parts) for place in (1, 2))
    return None if day_first == month_first else int(day_first)


def _fitting(open_ones: Iterable[_Readings], since: date, until: date) -> int | None:
    """The only reading in which every day is possible; None where both are, or neither."""
    days = tuple(open_ones)
    fits = [place for place in (0, 1) if all(since <= both[place] <= until for both in days)]
    return fits[0] if len(fits) == 1 else None
