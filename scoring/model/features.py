"""What a model knows of a customer: columns of a batch, encoded as small whole numbers that tables are indexed by.

A number falls in a bin, a category is one of the levels seen in training, an item of a list is there or not. Code 0 is
"not known" (a missing number, a level that training did not see), which every table has an entry for.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["number", "category", "item", "filled"]
Codes = NDArray[np.int32]

BINS = 32
LEVELS = 40
LEAST_ROWS = 10  # a level or an item that fewer customers have says nothing
NOTHING = "nothing listed"
"""The item of a list that is empty or blank: whether nothing is there or nothing is known cannot be told apart."""
_MISSING = 0
_NAMED = 0.5  # below this share of cells at frequent levels, whether a cell is filled at all is a feature too
_NUMERIC = 0.95  # the share of an unknown column's cells that make it a number
_LISTED = 0.2  # the share of cells with a semicolon that make it a list


@dataclass(frozen=True)
class Batch:
    """Customers in columns: numbers as float arrays (NaN: not known), texts as object arrays (None: not known),
    lists as object arrays of tuples. ``ids`` and all columns have the same length and order.
    """

    ids: tuple[str, ...]
    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, places: NDArray[np.intp]) -> "Batch":
        """The customers at some places, in that order."""
        ids = tuple(self.ids[place] for place in places)
        return Batch(ids, {name: values[places] for name, values in self.columns.items()})


@dataclass(frozen=True)
class Feature:
    """One thing that terms look at.

    ``edges`` of a number: bin ``k`` (from 1) holds ``edges[k-2] <= value < edges[k-1]``. ``levels`` of a category are
    in the order of their codes from 1; of an item the one text that the list in ``column`` has or lacks (code 2 or 1).
    Filled: whether there is anything in the cell (code 2 or 1).
    """

    name: str
    column: str
    kind: Kind
    edges: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many codes there are, "not known" included."""
        return {"number": len(self.edges) + 2, "category": len(self.levels) + 1, "item": 3, "filled": 3}[self.kind]

    def encode(self, batch: Batch) -> Codes:
        """The code of every customer; a column that the batch lacks is blank throughout."""
        values = batch.columns.get(self.column, np.full(len(batch), None, dtype=object))
        if self.kind == "number":
            numbers = as_numbers(values)
            codes = np.searchsorted(np.array(self.edges), numbers, side="right") + 1
            return np.where(np.isnan(numbers), _MISSING, codes).astype(np.int32)
        if self.kind == "item":
            found = [2 if self.levels[0] in (items_of(items) or (NOTHING,)) else 1 for items in values]
        elif self.kind == "filled":
            found = [1 if value is None else 2 for value in values]
        else:
            known = {level: code for code, level in enumerate(self.levels, 1)}
            found = [_MISSING if value is None else known.get(str(value), _MISSING) for value in values]
        return np.array(found, dtype=np.int32)

    def value_text(self, code: int) -> str:
        """What a code stands for, in words."""
        if code == _MISSING:
            return "not known"
        if self.kind == "category":
            return self.levels[code - 1]
        if self.kind in ("item", "filled"):
            return "yes" if code == 2 else "no"
        low = f"{self.edges[code - 2]:g}" if code >= 2 else ""
        high = f"{self.edges[code - 1]:g}" if code <= len(self.edges) else ""
        if not low and not high:
            return "any"
        return f"under {high}" if not low else f"{low} or more" if not high else f"{low} to under {high}"


def as_numbers(values: NDArray[Any]) -> NDArray[np.float64]:
    """A column as numbers; what is none becomes NaN, and so does what is not finite."""
    if values.dtype.kind in "fiub":
        numbers = values.astype(np.float64)
        return np.where(np.isfinite(numbers), numbers, np.nan)
    return np.array([_number(value) for value in values], dtype=np.float64)


def items_of(value: object) -> tuple[str, ...]:
    """The items of a list, also of one that is written as text with semicolons; none of a blank cell."""
    if value is None or isinstance(value, tuple):
        return value or ()
    return tuple(item for part in str(value).split(";") if (item := part.strip()))


_DECIMAL_COMMA = re.compile(r"[-+]?(0,\d+|\d+,(\d{1,2}|\d{4,}))")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


def _number(value: object) -> float:
    """A cell as a number: ``12.5``, ``1,234``, ``12,5``, ``8%``; NaN for what is none."""
    text = str(value).strip().removesuffix("%").rstrip() if value is not None else ""
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return float("nan")
    return found if math.isfinite(found) else float("nan")


def find_features(batch: Batch) -> tuple[Feature, ...]:
    """The features of a base of customers, from its own values: bins at quantiles, levels and items by frequency.

    A column that says the same of everybody gives none. The order is that of the names.
    """
    found: list[Feature] = []
    for name in sorted(batch.columns):
        found += _features(name, batch.columns[name])
    return tuple(found)


def settled(values: NDArray[Any]) -> NDArray[Any]:
    """A column of texts as numbers, where nearly all of them are; else as it is."""
    known = [value for value in values if value is not None] if values.dtype.kind == "O" else []
    if not known or any(isinstance(value, tuple) for value in known):
        return values
    numbers = as_numbers(values)
    return numbers if np.count_nonzero(~np.isnan(numbers)) >= _NUMERIC * len(known) else values


def _features(name: str, values: NDArray[Any]) -> list[Feature]:
    if values.dtype.kind in "fiub":
        return _number_feature(name, as_numbers(values))
    values = settled(values)
    if values.dtype.kind == "f":
        return _number_feature(name, values)
    known = [value for value in values if value is not None]
    if sum(1 for value in known if isinstance(value, tuple) or ";" in value) >= _LISTED * max(len(known), 1):
        counts = Counter(item for items in values for item in set(items_of(items) or (NOTHING,)))
        items = sorted(_frequent(counts, len(values)))
        return [Feature(f"{name}: {item}", name, "item", levels=(item,)) for item in items]
    counts = Counter(map(str, known))
    levels = sorted(_frequent(counts, len(values)))
    found = []
    if levels and (len(levels) > 1 or len(values) - counts[levels[0]] >= LEAST_ROWS):
        found.append(Feature(name, name, "category", levels=tuple(levels)))
    named = sum(counts[level] for level in levels)
    if min(len(known), len(values) - len(known)) >= LEAST_ROWS and named < _NAMED * len(known):
        found.append(Feature(f"{name}: filled", name, "filled"))
    return found


def _frequent(counts: Counter[str], rows: int) -> list[str]:
    """The most frequent texts that enough, but not all, of the rows have."""
    enough = [(-count, text) for text, count in counts.items() if LEAST_ROWS <= count < rows]
    return [text for _, text in sorted(enough)[:LEVELS]]


def _number_feature(name: str, numbers: NDArray[np.float64]) -> list[Feature]:
    known = np.sort(numbers[~np.isnan(numbers)])
    edges = _edges(known) if len(known) else ()
    missing = len(numbers) - len(known) >= LEAST_ROWS
    return [Feature(name, name, "number", edges=edges)] if edges or (missing and len(known)) else []


def _edges(known: NDArray[np.float64]) -> tuple[float, ...]:
    """Bin edges midway between neighbouring values, at quantiles, in at most six digits."""
    distinct = np.unique(known)
    if len(distinct) <= BINS:
        cuts = distinct[1:] / 2 + distinct[:-1] / 2
    else:
        places = np.searchsorted(distinct, np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1], method="lower"))
        places = np.unique(places[(places > 0) & (places < len(distinct))])
        cuts = distinct[places] / 2 + distinct[places - 1] / 2
    return tuple(sorted({float(f"{cut:.6g}") for cut in cuts}))
