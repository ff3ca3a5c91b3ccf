"""What a page shows of a list: words, and what they sort by. No markup stands here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assistant.export.listing import Column, Listing
from assistant.palette import shade_name
from assistant.render import clean, clean_lines, customer_count, number

NAME = "account_name"
ROWS_AT_ONCE = 500
MOST_PRINTED = 20  # columns that A4 has room for in the usual size
NUMBERS = ("whole", "number", "USD", "percent")
_RANGE, _BOUNDS = "potential_revenue", ("revenue_low", "revenue_high")
LONGEST_WORD = 24  # letters of a word that is not broken
_LONG, _SHORT = 48, 18


class Head(NamedTuple):
    """A column's heading: how it looks, as what it sorts, and in which direction first."""

    title: str
    style: str
    sort: str
    first: str


class Cell(NamedTuple):
    """A cell: its words, what it sorts by where that is not its words ("": nothing), and the colour of its cluster."""

    words: str
    style: str
    key: str | None = None
    cluster: str = ""
    heads_row: bool = False


class _Look(NamedTuple):
    """A column that is shown: where its values stand, how it looks, and which column it sorts by."""

    column: Column
    place: int
    style: str
    sorts_by: int


@dataclass(frozen=True)
class Rows:
    """The rows of a list, put into words one after the other as they are asked for."""

    looks: tuple[_Look, ...]
    listing: Listing

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        clusters = self.listing.clusters
        return (tuple(_cell(look, row, clusters) for look in self.looks) for row in self.listing.rows)

    def __len__(self) -> int:
        return len(self.listing.rows)


class Sheet(NamedTuple):
    """A list in words, of which a browser shows ``step`` rows at a time; ``wide``: it is printed smaller."""

    title: str
    month: str
    caption: str
    heads: tuple[Head, ...]
    rows: Rows
    made: tuple[tuple[str, str], ...]
    wide: bool = False
    step: int = ROWS_AT_ONCE


def sheet_of(listing: Listing) -> Sheet:
    """A list in words, cell by cell."""
    looks = _looks(listing)
    return Sheet(
        clean(listing.title),
        clean(listing.month),
        _caption(listing),
        tuple(map(_head, looks)),
        Rows(tuple(looks), listing),
        tuple((clean(heading), clean_lines(words)) for heading, words in listing.made),
        len(looks) > MOST_PRINTED,
    )


def _caption(listing: Listing) -> str:
    """How many rows of what, and in which order."""
    of_customers = any(column.name == "customer_id" for column in listing.columns)
    count = customer_count(len(listing.rows)) if of_customers else f"{len(listing.rows):,} groups"
    order = clean(dict(listing.made).get("Order", ""))
    return f"{count}, {order}" if order else count


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
    if max(map(longest_word, texts), default=0) > LONGEST_WORD:
        return "unbroken"
    longest = max(map(len, texts), default=0)
    return "long" if longest > _LONG else "words" if longest > _SHORT else "short"


def longest_word(words: str) -> int:
    """How many letters it has."""
    return max(map(len, words.split()), default=0)


def _head(look: _Look) -> Head:
    column = look.column
    counts = look.style == "figure"
    first = "descending" if counts and column.name != "place" else "ascending"
    style = "name" if column.name == NAME else look.style
    return Head(clean(column.title), style, "number" if counts or column.kind == "cluster" else "text", first)


def _cell(look: _Look, row: Sequence[object], clusters: Sequence[str]) -> Cell:
    words = _words(look.column, row[look.place])
    is_name = look.column.name == NAME
    if not words:
        return Cell("–", look.style, "", heads_row=is_name)
    if look.column.kind == "cluster":
        return _cluster(words, look.style, clusters)
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


def _cluster(words: str, style: str, clusters: Sequence[str]) -> Cell:
    """A cluster, which sorts by its rank; one that the catalogue does not know comes last, without a colour."""
    if words not in clusters:
        return Cell(words, style, str(len(clusters)))
    place = clusters.index(words)
    return Cell(words, style, str(place), shade_name(place))
