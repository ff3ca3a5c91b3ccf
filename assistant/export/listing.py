"""A list of customers as it is handed on: typed columns, rows, pictures, and how it was made. Each file format is
written from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.answer import Citation
from assistant.matrix import MatrixRow
from scoring.query import Group

Kind = Literal["id", "text", "whole", "number", "USD", "percent", "date", "flag", "cluster"]


@dataclass(frozen=True)
class Column:
    """One column. ``name``: as in the rows of an answer (``account_name``, ``azure.fit``); ``title`` for people."""

    name: str
    title: str
    kind: Kind


@dataclass(frozen=True)
class Grid:
    """The customers of a list in the matrix of one product: how many are in each cell. ``columns``: the intent bands;
    ``rows``: the fit bands with their cells, the best first."""

    product: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Cell -> customers: ``A1`` to ``A4``, ``E5`` to ``E8``, ``N9``, ``ET10`` as the catalogue is shipped."""
        return {square.cell: int(square.value) for row in self.rows for square in row.squares}

    def to_json(self) -> dict[str, Any]:
        return {"product": self.product, "counts": dict(self.counts)}


@dataclass(frozen=True)
class Chart:
    """Bars: a title, what is counted (``customers``, ``USD``) and a bar a group, in their order. ``clusters``: of bars
    that are clusters the place of each, the best at 0."""

    title: str
    unit: str
    bars: tuple[Group, ...]
    clusters: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        bars = [{"key": bar.key, "value": bar.value} for bar in self.bars]
        return {"title": self.title, "unit": self.unit, "bars": bars}


@dataclass(frozen=True)
class Listing:
    """A list of customers, best first, ready to be written to a file.

    ``rows`` have a value (str, int, float, bool, date or None) a column; ``made`` says how the list came about, as
    pairs of heading and words: question, filters, month, counts, conventions; ``clusters`` are the titles of those
    that there are, best first.
    """

    title: str
    month: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    made: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    citations: tuple[Citation, ...] = ()
    clusters: tuple[str, ...] = ()
