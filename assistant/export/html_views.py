"""What a page shows of a list: words, sort keys and places of squares and bars. No markup stands here."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from assistant.export.listing import Chart, Column, Grid, Listing
from assistant.render import clean, number

CLUSTERS = ("act-now", "evaluate", "nurture", "educate")
"""The clusters that have a colour, best first: the rows of the matrix."""
BANDS = ("High", "Medium", "Low", "Very Low")
NAME = "account_name"
NUMBERS = ("whole", "number", "USD", "percent")
_RANGE, _BOUNDS = "potential_revenue", ("revenue_low", "revenue_high")
_LONG, _SHORT, _LONGEST_WORD = 48, 18, 24
_LEFT, _TOP, _WIDE, _HIGH, _GAP = 78, 30, 74, 52, 4


class Head(NamedTuple):
    """A column's heading: how it looks, as what it sorts, and in which direction first."""

    title: str
    style: str
    sort: str
    first: str


class Cell(NamedTuple):
    """A cell: its words, what it sorts by where that is not its words ("": nothing), and its cluster's colour."""

    words: str
    style: str
    key: str | None = None
    cluster: str = ""
    heads_row: bool = False


class Sheet(NamedTuple):
    """A list in words."""

    title: str
    month: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    made: tuple[tuple[str, str], ...]


class Label(NamedTuple):
    """Words beside the matrix."""

    words: str
    x: float
    y: float
    anchor: str


class Square(NamedTuple):
    """A cell of the matrix; ``heat``: how strong its colour is, 0 to 1."""

    name: str
    figure: str
    cluster: str
    x: float
    y: float
    width: float
    height: float
    heat: str


class Matrix(NamedTuple):
    """The matrix of a product, and the same in words."""

    title: str
    words: str
    width: int
    height: int
    labels: tuple[Label, ...]
    squares: tuple[Square, ...]


class Bar(NamedTuple):
    """A bar: its length in percent of the longest, and its figure in words; whether its label has a very long word."""

    label: str
    width: str
    figure: str
    unbroken: bool


class Bars(NamedTuple):
    """A chart of bars."""

    title: str
    bars: tuple[Bar, ...]


class _Look(NamedTuple):
    """A column that is shown: where its values stand, how it looks, and which column it sorts by."""

    column: Column
    place: int
    style: str
    sorts_by: int


def sheet_of(listing: Listing) -> Sheet:
    """A list in words, cell by cell."""
    looks = _looks(listing)
    return Sheet(
        clean(listing.title),
        clean(listing.month),
        _caption(listing),
        tuple(map(_head, looks)),
        tuple(tuple(_cell(look, row) for look in looks) for row in listing.rows),
        tuple((clean(heading), lines(words)) for heading, words in listing.made),
    )


def _caption(listing: Listing) -> str:
    """How many rows of what, and in which order."""
    of_customers = any(column.name == "customer_id" for column in listing.columns)
    count = customers(len(listing.rows)) if of_customers else f"{len(listing.rows):,} groups"
    order = clean(dict(listing.made).get("Order", ""))
    return f"{count}, {order}" if order else count


def customers(count: int) -> str:
    """``1,234 customers``."""
    return f"{count:,} customer{'' if count == 1 else 's'}"


def lines(words: str) -> str:
    """A longer text, clean line by line."""
    return "\n".join(clean(line).rstrip() for line in words.splitlines())


def _looks(listing: Listing) -> list[_Look]:
    """The columns that are shown: of a range in words and its bounds the words, which sort by the lower bound."""
    places = {column.name: place for place, column in enumerate(listing.columns)}
    looks = []
    for place, column in enumerate(listing.columns):
        product, _, part = column.name.rpartition(".")
        if part in _BOUNDS and f"{product}.{_RANGE}" in places:
            continue
        values = [row[place] for row in listing.rows]
        low = places.get(f"{product}.{_BOUNDS[0]}", place) if part == _RANGE else place
        looks.append(_Look(column, place, _style(column, values) if low == place else "figure", low))
    return looks


def _style(column: Column, values: Sequence[object]) -> str:
    """How wide a column may be: figures and short words stand on one line."""
    if column.kind in NUMBERS:
        return "figure"
    if column.kind != "text":
        return "fixed"
    texts = [clean(value) for value in values if value is not None]
    if max(map(_longest_word, texts), default=0) > _LONGEST_WORD:
        return "unbroken"
    longest = max(map(len, texts), default=0)
    return "long" if longest > _LONG else "words" if longest > _SHORT else "short"


def _longest_word(words: str) -> int:
    return max(map(len, words.split()), default=0)


def _head(look: _Look) -> Head:
    column = look.column
    counts = look.style == "figure"
    first = "descending" if counts and column.name != "place" else "ascending"
    style = "name" if column.name == NAME else look.style
    return Head(clean(column.title), style, "number" if counts or column.kind == "cluster" else "text", first)


def _cell(look: _Look, row: Sequence[object]) -> Cell:
    words = _words(look.column, row[look.place])
    is_name = look.column.name == NAME
    if not words:
        return Cell("–", look.style, "", heads_row=is_name)
    if look.column.kind == "cluster":
        return _cluster(words, look.style)
    sorts_by = row[look.sorts_by]
    counts = isinstance(sorts_by, int | float) and not isinstance(sorts_by, bool)
    return Cell(words, look.style, f"{sorts_by:.15g}" if counts else None, heads_row=is_name)


def _words(column: Column, value: object) -> str:
    """A value as people write it; empty where nothing is known."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return number(value, column.kind if column.kind in ("USD", "percent") else "")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else clean(value).strip()


def _cluster(words: str, style: str) -> Cell:
    """A cluster, which sorts by its rank; one that has no colour comes last."""
    known = re.sub(r"[\W_]+", "-", words.casefold())
    rank = CLUSTERS.index(known) if known in CLUSTERS else len(CLUSTERS)
    return Cell(words, style, str(rank), known if known in CLUSTERS else "")


def matrix_of(grid: Grid) -> Matrix:
    """The matrix of a product as squares; the cells of a row that intent does not split are one."""
    rows = [list(cells) for _, cells in groupby(grid.counts, key=lambda cell: cell.rstrip("0123456789"))]
    most = max([*grid.counts.values(), 1])
    squares = [
        _square(grid, cell, CLUSTERS[min(row, 3)], (row, place, len(cells)), most)
        for row, cells in enumerate(rows)
        for place, cell in enumerate(cells)
    ]
    words = "; ".join(f"{clean(cell)}: {customers(count)}" for cell, count in grid.counts.items())
    width, height = _LEFT + 4 * _WIDE, _TOP + len(rows) * _HIGH
    return Matrix(
        f"{clean(grid.product)}: customers by fit and intent", words, width, height, _labels(len(rows)), tuple(squares)
    )


def _square(grid: Grid, cell: str, cluster: str, where: tuple[int, int, int], most: int) -> Square:
    row, place, in_row = where
    count = grid.counts[cell]
    wide = 4 * _WIDE / in_row
    heat = 0.25 + 0.75 * count / most if count else 0.06
    return Square(
        clean(cell),
        f"{count:,}",
        cluster,
        _LEFT + place * wide,
        _TOP + row * _HIGH,
        wide - _GAP,
        _HIGH - _GAP,
        f"{heat:.2f}",
    )


def _labels(rows: int) -> tuple[Label, ...]:
    """The bands: of intent above the columns, of fit beside the rows."""
    intent = [
        Label(f"{band} intent" if not place else band, _LEFT + (place + 0.5) * _WIDE - _GAP / 2, _TOP - 10, "middle")
        for place, band in enumerate(BANDS)
    ]
    fit = [
        Label(f"{band} fit" if not place else band, _LEFT - 10, _TOP + (place + 0.5) * _HIGH + 2, "end")
        for place, band in enumerate(BANDS[:rows])
    ]
    return (*intent, *fit)


def bars_of(chart: Chart) -> Bars:
    """A chart as bars, the longest a hundred percent long."""
    most = max([bar.value for bar in chart.bars if bar.value > 0], default=1.0)
    unit = chart.unit if chart.unit in ("USD", "percent") else ""
    bars = [
        Bar(
            clean(bar.key),
            f"{max(100 * bar.value / most, 0):.4g}",
            number(bar.value, unit),
            _longest_word(clean(bar.key)) > _LONGEST_WORD,
        )
        for bar in chart.bars
    ]
    return Bars(clean(chart.title), tuple(bars))
