"""The pictures of a page, worked out: places of the squares of a matrix, and lengths of bars. No markup stands here."""

from collections.abc import Iterator
from typing import NamedTuple

from assistant.export.html_views import LONGEST_WORD, longest_word
from assistant.export.listing import Chart, Grid
from assistant.matrix import MatrixRow
from assistant.palette import shade_name
from assistant.render import clean, customer_count, number

_LEFT, _TOP, _WIDE, _HIGH, _GAP = 84, 30, 74, 52, 4
_EMPTY, _PALEST = 0.08, 0.22  # how strong the colour of a square is, without customers and with few of them


class Label(NamedTuple):
    """Words beside the matrix, of an axis or of a cluster."""

    words: str
    x: float
    y: float
    anchor: str
    kind: str = "axis"


class Square(NamedTuple):
    """A cell of the matrix; ``shade``: the colours of its cluster; ``heat``: how strong they are, 0 to 1."""

    name: str
    figure: str
    shade: str
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
    """A bar: its length in percent of the longest, its figure in words, whether its label has a very long word, and the
    colours of its cluster, if it is one."""

    label: str
    width: str
    figure: str
    unbroken: bool
    shade: str = ""


class Bars(NamedTuple):
    """A chart of bars."""

    title: str
    bars: tuple[Bar, ...]


def matrix_of(grid: Grid) -> Matrix:
    """The matrix of a product as squares. A cell that intent does not split is one wide square, whose colour says how
    many customers it has for its size."""
    densest = max([square.value / square.columns for row in grid.rows for square in row.squares], default=0)
    squares = [square for place, row in enumerate(grid.rows) for square in _squares(row, place, densest)]
    words = "; ".join(f"{clean(cell)}: {customer_count(count)}" for cell, count in grid.counts.items())
    width, height = _LEFT + len(grid.columns) * _WIDE, _TOP + len(grid.rows) * _HIGH
    title = f"{clean(grid.product)}: customers by fit and intent"
    return Matrix(title, words, width, height, tuple(_labels(grid)), tuple(squares))


def _squares(row: MatrixRow, place: int, densest: float) -> Iterator[Square]:
    """The squares of a row, beside each other."""
    column = 0
    for square in row.squares:
        share = square.value / square.columns / densest if densest else 0
        yield Square(
            clean(square.cell),
            number(square.value),
            shade_name(square.cluster),
            _LEFT + column * _WIDE,
            _TOP + place * _HIGH,
            square.columns * _WIDE - _GAP,
            _HIGH - _GAP,
            f"{_PALEST + (1 - _PALEST) * share if square.value else _EMPTY:.2f}",
        )
        column += square.columns


def _labels(grid: Grid) -> Iterator[Label]:
    """The bands of intent above the columns; of fit beside the rows, each above its cluster."""
    for place, band in enumerate(grid.columns):
        words = clean(band) if place else f"{clean(band)} intent"
        yield Label(words, _LEFT + (place + 0.5) * _WIDE - _GAP / 2, _TOP - 10, "middle")
    for place, row in enumerate(grid.rows):
        words, y = clean(row.band) if place else f"{clean(row.band)} fit", _TOP + (place + 0.5) * _HIGH
        yield Label(words, _LEFT - 10, y - 6 if row.cluster else y + 2, "end")
        if row.cluster:
            yield Label(clean(row.cluster), _LEFT - 10, y + 11, "end", "cluster")


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
            shade_name(chart.clusters[place]) if chart.clusters else "",
        )
        for place, bar in enumerate(chart.bars)
    ]
    return Bars(clean(chart.title), tuple(bars))
