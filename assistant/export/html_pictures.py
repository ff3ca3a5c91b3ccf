"""The pictures of a page, worked out: places of the squares of a matrix, and lengths of bars. No markup stands here."""

from itertools import groupby
from typing import NamedTuple

from assistant.export.html_views import CLUSTERS, LONGEST_WORD, longest_word
from assistant.export.listing import Chart, Grid
from assistant.render import clean, customer_count, number

BANDS = ("High", "Medium", "Low", "Very Low")
_LEFT, _TOP, _WIDE, _HIGH, _GAP = 78, 30, 74, 52, 4


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


def matrix_of(grid: Grid) -> Matrix:
    """The matrix of a product as squares; the cells of a row that intent does not split are one."""
    rows = [list(cells) for _, cells in groupby(grid.counts, key=lambda cell: cell.rstrip("0123456789"))]
    most = max([*grid.counts.values(), 1])
    squares = [
        _square(grid, cell, CLUSTERS[min(row, 3)], (row, place, len(cells)), most)
        for row, cells in enumerate(rows)
        for place, cell in enumerate(cells)
    ]
    words = "; ".join(f"{clean(cell)}: {customer_count(count)}" for cell, count in grid.counts.items())
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
            longest_word(clean(bar.key)) > LONGEST_WORD,
        )
        for bar in chart.bars
    ]
    return Bars(clean(chart.title), tuple(bars))
