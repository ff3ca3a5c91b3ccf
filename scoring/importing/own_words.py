"""Readers of the cells that only own tables have: products, types of signals, outcomes, months, counts."""

import re
from collections.abc import Sequence
from functools import cached_property

from knowledge.catalog import Catalog
from knowledge.entries import TableColumn
from knowledge.text import column_key, fold
from scoring.importing import clean
from scoring.importing.clean import UnreadableError, Words
from scoring.importing.convert import Read, reader

_MONTH = re.compile(r"(20\d\d)[-/. ]?(0?[1-9]|1[0-2])")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3})[^\W\d_]*[-/ .]*(20\d\d)")
_FIRST = re.compile(r"0?(\d{1,2})[-/.]0?(\d{1,2})[-/.]\d{2,4}(?:[ T].*)?")
NO_PRODUCT = "no product of the catalogue; row left out"
NO_OUTCOME = "neither won nor lost; row left out"
NEGATIVE = "below 0; left blank"
FROM_ZERO = ("count", "amount")
"""The kinds of numbers that are never below 0."""


class OwnWords:
    """The words of own tables, from the catalogue: names of products and families, types of signals, outcomes."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.cells = Words(catalog)

    @cached_property
    def products(self) -> dict[str, str]:
        """Every name of a product -> its id; ids, titles and columns win over aliases."""
        products = self.catalog.products.values()
        names = [(name, it.id) for it in products for name in (it.id, it.title, it.short, it.column)]
        names += [(name, it.id) for it in products for name in it.aliases]
        return _by_key(names)

    @cached_property
    def offers(self) -> dict[str, str]:
        """Every name of a product or of a family of products -> its id."""
        families = self.catalog.families.values()
        return _by_key([(name, it.id) for it in families for name in (it.id, it.title, *it.aliases)]) | self.products

    @cached_property
    def signals(self) -> dict[str, str]:
        signals = self.catalog.signals.values()
        return _by_key([(name, it.id) for it in signals for name in (it.id, it.title, *it.spellings)])

    @cached_property
    def outcomes(self) -> dict[str, str]:
        return {clean.word_key(name): it.id for it in self.catalog.outcomes.values() for name in (it.id, *it.spellings)}

    def reader(self, column: TableColumn, cells: Sequence[str]) -> Read:
        """How the cells of a column are read; a required one that is blank costs the row."""
        read = self._reader(column, cells)
        return _required(read) if column.required else read

    def _reader(self, column: TableColumn, cells: Sequence[str]) -> Read:
        mark = clean.decimal_mark(cells, whole_numbers=True) if column.kind in FROM_ZERO else "."
        days_first = _days_first(cells) if column.kind == "month" else False
        readers: dict[str, Read] = {
            "count": lambda cell: _from_zero(clean.read_number(cell, mark)),
            "amount": lambda cell: _from_zero(clean.read_money(cell, self.cells, mark)),
            "month": lambda cell: _month(cell, self.cells, days_first),
            "product": lambda cell: _known(cell, self.products, NO_PRODUCT),
            "offer": lambda cell: self.offers.get(column_key(cell), cell or None),
            "signal": lambda cell: _signal(cell, self.signals),
            "outcome": lambda cell: self._outcome(cell),
        }
        return readers.get(column.kind) or reader(column.kind, self.cells, cells)

    def _outcome(self, cell: str) -> str | None:
        if cell and clean.word_key(cell) not in self.outcomes:
            raise UnreadableError(NO_OUTCOME, kind="no-outcome")
        return self.outcomes[clean.word_key(cell)] if cell else None


def _by_key(names: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Names by their keys; the first of several of a key counts."""
    found: dict[str, str] = {}
    for name, meant in names:
        if key := column_key(name):
            found.setdefault(key, meant)
    return found


def _required(read: Read) -> Read:
    def read_required(cell: str) -> object:
        try:
            value = read(cell)
        except UnreadableError as error:
            if error.value is not None:
                raise
            raise UnreadableError(str(error).replace("left blank", "row left out"), kind=error.kind) from error
        if value is None:
            raise UnreadableError("blank; row left out", kind="blank-cell")
        return value

    return read_required


def _known(cell: str, names: dict[str, str], message: str) -> str | None:
    if cell and column_key(cell) not in names:
        raise UnreadableError(message, kind="unknown-product")
    return names[column_key(cell)] if cell else None


def _signal(cell: str, names: dict[str, str]) -> str | None:
    """The id of a type of signal; an unknown one is kept under its own name in small letters: ``trade_show``."""
    if not cell:
        return None
    if (known := names.get(column_key(cell))) is None:
        slug = re.sub(r"[\W_]+", "_", fold(cell)).strip("_")
        raise UnreadableError(
            f"no type of signal of the catalogue; kept as {slug or cell}", slug or cell, "unknown-signal"
        )
    return known


def _from_zero(value: float | None) -> float | None:
    if value is not None and value < 0:
        raise UnreadableError(NEGATIVE, kind="negative")
    return value


def _month(cell: str, words: Words, days_first: bool) -> str | None:
    """A month as YYYY-MM, from a month or a day of it."""
    if found := _MONTH.fullmatch(cell):
        return f"{found[1]}-{int(found[2]):02d}"
    if (found := _NAMED_MONTH.fullmatch(cell)) and fold(found[1]) in words.months:
        return f"{found[2]}-{words.months[fold(found[1])]:02d}"
    day = clean.read_date(cell, words, days_first)
    return f"{day:%Y-%m}" if day else None


def _days_first(cells: Sequence[str]) -> bool:
    """Whether the day stands first: where a month is written as its first day, the part that is always 1 is the day."""
    found = [match for match in map(_FIRST.fullmatch, cells) if match]
    firsts, seconds = (sum(match[part] == "1" for match in found) for part in (1, 2))
    return firsts > seconds or clean.day_first(cells)
