"""A list of customers as it is handed on: typed columns, rows, pictures, and how it was made. Each file format is
written from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation
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
    """The customers of a list in the matrix of one product: how many are in each cell, in the order of the catalogue
    (``A1`` to ``A4``, ``E5`` to ``E8``, ``N9``, ``ET10``)."""

    product: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Chart:
    """Bars: a title, what is counted (``customers``, ``USD``) and a bar a group, in their order."""

    title: str
    unit: str
    bars: tuple[Group, ...]


@dataclass(frozen=True)
class Listing:
    """A list of customers, best first, ready to be written to a file.

    ``rows`` have a value (str, int, float, bool, date or None) a column; ``made`` says how the list came about, as
    pairs of heading and words: question, filters, month, counts, conventions.
    """

    title: str
    month: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    made: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    citations: tuple[Citation, ...] = ()
