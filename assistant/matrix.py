"""The fit × intent matrix of a product as a heat map: fit bands and clusters in rows, intent bands in columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import NamedTuple

from assistant.columns import Table
from assistant.palette import best_first
from assistant.render import number, width
from assistant.screen import Piece, Screen
from knowledge.catalog import Catalog
from knowledge.entries import Band
from scoring.query import Query, Result

_SHADES, _ASCII_SHADES = "░▒▓█", ".:+#"
_STYLES = ("black on #dbe9f6", "black on #9ecae1", "white on #3f8fc5", "white on #08458a")
_NARROWEST_SQUARE = 8
_GAP = "  "
_COUNTED = ("customers", "agreements")
_FIT, _INTENT, _TOTAL = "fit", "intent", "total"


class Square(NamedTuple):
    """A cell over one or more columns of the matrix, with its figure and the place of its cluster, the best at 0."""

    cell: str
    columns: int
    value: float
    cluster: int


class MatrixRow(NamedTuple):
    """A fit band with its cluster (empty where the row has several) and its squares."""

    band: str
    cluster: str
    squares: tuple[Square, ...]


class _Sizes(NamedTuple):
    """Widths of the labels, of a square and of the totals (0 where figures do not add up)."""

    label: int
    square: int
    total: int

    def whole(self, columns: int) -> int:
        """The width of a line with so many squares."""
        squares = columns * (self.square + 1) - 1
        return self.label + len(_GAP) + squares + (len(_GAP) + self.total if self.total else 0)


@dataclass(frozen=True)
class Matrix:
    """A break-down by cell. ``columns``: the intent bands; ``rows``: the fit bands, the best first; ``unit``: of the
    figures; ``table`` has the same as the answer has it."""

    table: Table
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    unit: str

    @property
    def plain(self) -> str:
        """The table."""
        return self.table.plain

    def said(self, say: Callable[[str], str]) -> "Matrix":
        """The same with its words in another language."""
        return replace(self, table=self.table.said(say))

    def drawn(self, screen: Screen) -> Sequence[Piece]:
        """The heat map: each square with its cell, its figure and a shade; the table where there is no room for it."""
        sizes = self._sizes()
        if sizes.whole(len(self.columns)) > screen.columns:
            return self.table.drawn(screen)
        lines = [*self._head(sizes)]
        for row in self.rows:
            lines += [self._cells(row, sizes, screen), self._figures(row, sizes, screen)]
        if sizes.total:
            lines.append(self._foot(sizes))
        return [piece for line in lines for piece in (("\n", ""), *line)][1:]

    def _sizes(self) -> _Sizes:
        squares = [square for row in self.rows for square in row.squares]
        labels = (_FIT, _TOTAL, self.unit, *(words for row in self.rows for words in row[:2]))
        words = (*self.columns, *(square.cell for square in squares), *(self._figure(it.value) for it in squares))
        square = max(_NARROWEST_SQUARE, max(map(width, words)) + 1)
        adds_up = self.unit in _COUNTED
        total = max(width(_TOTAL), width(self._figure(self._sum(squares)))) if adds_up else 0
        return _Sizes(max(map(width, labels)), square, total)

    def _figure(self, value: float) -> str:
        return number(value, self.unit)

    @staticmethod
    def _sum(squares: Sequence[Square]) -> float:
        return sum(square.value for square in squares)

    def _head(self, sizes: _Sizes) -> Iterator[list[Piece]]:
        yield [(f"{_left(self.unit, sizes.label)}{_GAP}{_INTENT}", "")]
        columns = " ".join(_left(title, sizes.square) for title in self.columns)
        total = f"{_GAP}{_right(_TOTAL, sizes.total)}" if sizes.total else ""
        yield [(f"{_left(_FIT, sizes.label)}{_GAP}{columns}{total}".rstrip(), "")]

    def _cells(self, row: MatrixRow, sizes: _Sizes, screen: Screen) -> list[Piece]:
        """The upper line of a row: the fit band, and the cells in the corners of their squares."""
        found: list[Piece] = [(f"{_left(row.band, sizes.label)} ", "")]
        for square in row.squares:
            fill, style = self._shade(square, screen)
            found += [(" ", ""), (_left(f"{square.cell} ", _wide(square, sizes), fill), style)]
        return found

    def _figures(self, row: MatrixRow, sizes: _Sizes, screen: Screen) -> list[Piece]:
        """The lower line of a row: its cluster, the figures, and their total."""
        found: list[Piece] = [(f"{_left(row.cluster, sizes.label)} ", "")]
        for square in row.squares:
            fill, style = self._shade(square, screen)
            found += [(" ", ""), (_right(f" {self._figure(square.value)}", _wide(square, sizes), fill), style)]
        total = self._figure(self._sum(row.squares))
        return [*found, (f"{_GAP}{_right(total, sizes.total)}" if sizes.total else "", "")]

    def _foot(self, sizes: _Sizes) -> list[Piece]:
        total = self._figure(self._sum([square for row in self.rows for square in row.squares]))
        wide = sizes.whole(len(self.columns)) - sizes.label
        return [(f"{_left(_TOTAL, sizes.label)}{_right(total, wide)}", "")]

    def _shade(self, square: Square, screen: Screen) -> tuple[str, str]:
        """What a square is filled with, and its style: the darker the more of the highest figure it has."""
        highest = max(square.value for row in self.rows for square in row.squares)
        level = ceil(len(_SHADES) * square.value / highest) - 1 if square.value > 0 else -1
        if level < 0:
            return " ", ""
        if screen.colour:
            return " ", _STYLES[level]
        return (_SHADES if screen.blocks else _ASCII_SHADES)[level], ""


def _wide(square: Square, sizes: _Sizes) -> int:
    return square.columns * (sizes.square + 1) - 1


def _left(words: str, wide: int, fill: str = " ") -> str:
    return words + fill * (wide - width(words))


def _right(words: str, wide: int, fill: str = " ") -> str:
    return fill * (wide - width(words)) + words


def matrix_of(catalog: Catalog, query: Query, result: Result, table: Table) -> Matrix | None:
    """The matrix of a break-down by the cells of one product; None of any other."""
    values = {group.key: group.value for group in result.groups or ()}
    if len(query.group_by) != 1 or not query.group_by[0].endswith(".cell") or not values:
        return None
    return Matrix(table, *laid_out(catalog, values), result.unit)


def laid_out(catalog: Catalog, values: Mapping[str, float]) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """Figures by cell as the matrix of a catalogue has them: its intent bands, and its rows; 0 where there is none."""
    bands = sorted(catalog.bands.values(), key=lambda band: -band.lower)
    return tuple(band.title for band in bands), tuple(_row(catalog, fit, bands, values) for fit in bands)


def _row(catalog: Catalog, fit: Band, bands: Sequence[Band], values: Mapping[str, float]) -> MatrixRow:
    """A row of the matrix: a cell that stands at several intent bands side by side is one square."""
    cluster = catalog.cluster_of(fit.id)
    places = {cluster.id: place for place, cluster in enumerate(best_first(catalog))}
    cells = [catalog.cell_of(fit.id, intent.id) for intent in bands]
    squares = tuple(
        Square(cell.id, len(list(same)), values.get(cell.id, 0.0), places[cell.cluster])
        for cell, same in groupby(cells)
    )
    return MatrixRow(fit.title, cluster.title if cluster else "", squares)
