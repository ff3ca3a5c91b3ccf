"""How it ended: reads a file of results, and compares the won rates of a shortlist and of those held out for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.closing_days import closing_days
from assistant.csv_rows import cell, read_rows
from assistant.customer_column import TITLE, customer_id, is_customer_id
from assistant.shortlist_files import Result, Shortlist, ShortlistError
from assistant.shortlist_words import some_ids
from knowledge.catalog import Catalog
from knowledge.text import column_key
from scoring.importing.clean import trim, word_key
from scoring.importing.own_words import OwnWords
from scoring.proportions import Rate, newcombe, wilson

TABLE = "opportunities"


@dataclass(frozen=True)
class Read:
    """What a file of results says of a shortlist: results by customer, ids that it does not hold, and what of the file
    was passed over, in words."""

    results: tuple[Result, ...]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """One side: how many customers, how many with a result, how many of these won; the ids without one. ``rate``: won
    of those with a result; None where there are none."""

    customers: int
    known: int
    won: int
    missing: tuple[str, ...]

    @property
    def rate(self) -> Rate | None:
        return wilson(self.won, self.known) if self.known else None

    @property
    def rate_of_all(self) -> Rate | None:
        """The same where whoever has no result counts as not won."""
        return wilson(self.won, self.customers) if self.customers else None


@dataclass(frozen=True)
class Comparison:
    """List and hold-out side by side. ``difference``: how much higher the list's rate is; None where a side has none.
    ``difference_of_all``: the same where whoever has no result counts as not won."""

    listed: Tally
    held_out: Tally

    @property
    def difference(self) -> Rate | None:
        return _difference(self.listed.rate, self.held_out.rate)

    @property
    def difference_of_all(self) -> Rate | None:
        return _difference(self.listed.rate_of_all, self.held_out.rate_of_all)

    @property
    def verdict(self) -> str:
        """``higher`` or ``lower`` where the interval of the difference says so, ``too few`` where it does not, ``no
        comparison`` where there is none."""
        if self.difference is None:
            return "no comparison"
        if self.difference.low > 0:
            return "higher"
        return "lower" if self.difference.high < 0 else "too few"


def _difference(first: Rate | None, second: Rate | None) -> Rate | None:
    return newcombe(first, second) if first and second else None


@dataclass(frozen=True)
class Merged:
    """Results that were kept and those of a newer file together, by customer id; of how many customers the file's are
    new, how many say something else than before, and how many stay as they were."""

    results: tuple[Result, ...]
    new: int
    changed: int
    kept: int

    @property
    def words(self) -> str:
        return f"{self.new:,} new, {self.changed:,} changed, {self.kept:,} kept as before"

    def to_json(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "kept": self.kept}


def merge(before: Sequence[Result], newer: Sequence[Result]) -> Merged:
    """A customer's result of the newer file counts instead of the one that was kept."""
    known = {result.customer_id: result for result in before}
    new = sum(result.customer_id not in known for result in newer)
    changed = sum(result != known.get(result.customer_id, result) for result in newer)
    both = known | {result.customer_id: result for result in newer}
    return Merged(tuple(both[customer] for customer in sorted(both)), new, changed, len(both) - new - changed)


def compare(shortlist: Shortlist) -> Comparison:
    """The results that a shortlist keeps, of all who were ever listed and ever held out: who left at a refresh was
    called, or left in peace, all the same."""
    won = {result.customer_id: result.won for result in shortlist.results}
    return Comparison(_tally(shortlist.ever_listed, won), _tally(shortlist.ever_held_out, won))


def _tally(ids: Sequence[str], won: dict[str, bool]) -> Tally:
    known = [won[customer] for customer in ids if customer in won]
    return Tally(len(ids), len(known), sum(known), tuple(customer for customer in ids if customer not in won))


def read_results(catalog: Catalog, shortlist: Shortlist, product: str, path: Path, as_of: date) -> Read:
    """The results of a CSV file with the columns CustomerID and Outcome (won or lost); ClosedOn and Product may stand
    beside them. A customer counts once: won where any of its rows is. Rows of another product than ``product`` (empty:
    any), rows closed before the shortlist was first made, rows whose day cannot be told (``as_of``: the last one that
    can be, where it is later than the list), and rows that are neither won nor lost do not count.

    ShortlistError for a file without those columns.
    """
    rows = read_rows(path)
    columns = _columns(catalog, rows[0] if rows else [], path)
    reader = _Reader(catalog, shortlist, product, columns, rows[1:], as_of)
    found: dict[str, Result] = {}
    for row in rows[1:]:
        result = reader.read(row)
        if result is not None:
            found[result.customer_id] = _later(found.get(result.customer_id), result)
    return Read(tuple(found[customer] for customer in sorted(found)), reader.unknown, reader.notes())


def nothing_taken(shortlist: Shortlist, file: str, read: Read) -> str:
    """That a file holds no result, and why, as far as its rows say it."""
    others = f"not of this shortlist: {some_ids(read.unknown)}" if read.unknown else ""
    why = "; ".join(part for part in (*read.notes, others) if part)
    return f"{file} holds no result for {shortlist.name}, so nothing was changed{': ' if why else ''}{why}."


def _later(before: Result | None, now: Result) -> Result:
    """The one that counts of two results: the won one, else the one closed last."""
    if before is None or (now.won, now.closed_on) > (before.won, before.closed_on):
        return now
    return before


_Columns = dict[str, int]


def _columns(catalog: Catalog, headings: Sequence[str], path: Path) -> _Columns:
    """Field -> its place in the file."""
    found: _Columns = {}
    for at, heading in enumerate(headings):
        table_column = catalog.match_table(TABLE, heading)
        if is_customer_id(catalog, heading):
            found.setdefault("customer_id", at)
        elif table_column:
            found.setdefault(table_column[0].field, at)
    needed = {"customer_id": TITLE, "outcome": "Outcome"}
    if missing := [title for field, title in needed.items() if field not in found]:
        raise ShortlistError(f"{path} has no column {' and no column '.join(missing)}.")
    return found


class _Reader:
    """Reads the rows of one file, and remembers what it passes over."""

    def __init__(
        self,
        catalog: Catalog,
        shortlist: Shortlist,
        product: str,
        columns: _Columns,
        rows: Collection[Sequence[str]],
        as_of: date,
    ) -> None:
        self._since = shortlist.since
        self._product = product if "product" in columns else ""
        self._columns = columns
        self._passed: dict[str, list[str]] = {}
        self._words = OwnWords(catalog)
        self._ours = {*shortlist.ever_listed, *shortlist.ever_held_out}
        until = as_of if as_of > shortlist.since else date.max  # on its first day nothing says when it will end
        self._until = until
        self._days = closing_days(catalog, [self._cell(row, "closed_on") for row in rows], shortlist.since, until)
        ids = dict.fromkeys(found for row in rows if (found := customer_id(self._cell(row, "customer_id"))))
        self.unknown = tuple(customer for customer in ids if customer not in self._ours)

    def read(self, row: Sequence[str]) -> Result | None:
        """The result of a row; None where it does not count."""
        customer, closed = customer_id(self._cell(row, "customer_id")), self._cell(row, "closed_on")
        if customer and customer not in self._ours:
            return None
        outcome = self._words.outcomes.get(word_key(self._cell(row, "outcome")))
        if fault := self._fault(row, customer, outcome, closed):
            self._passed.setdefault(fault, []).append(f"{customer}: {closed}" if fault in _NAMED_FAULTS else "")
            return None
        return Result(customer, outcome == "won", self._days.read[closed].isoformat() if closed else "")

    def _fault(self, row: Sequence[str], customer: str, outcome: str | None, closed: str) -> str:
        """Why a row does not count; empty where it does."""
        product = self._cell(row, "product")
        if self._product and product and self._words.products.get(column_key(product)) != self._product:
            return "of other products"
        if not customer or outcome not in ("won", "lost"):
            return "neither won nor lost"
        if closed in self._days.unreadable:
            return UNREADABLE
        if closed in self._days.ambiguous:
            return AMBIGUOUS
        if closed and self._days.read[closed] < self._since:
            return f"closed before {self._since}, when the list was made,"
        if closed and self._days.read[closed] > self._until:
            return f"closed after {self._until}, which is still to come,"
        return ""

    def _cell(self, row: Sequence[str], field: str) -> str:
        return trim(cell(row, self._columns[field])) if field in self._columns else ""

    def notes(self) -> tuple[str, ...]:
        """What was passed over, in words."""
        return tuple(
            f"{len(rows):,} row{'s' * (len(rows) != 1)} {what}{_examples(rows)} {'are' if len(rows) != 1 else 'is'} "
            "not counted"
            for what, rows in self._passed.items()
        )


UNREADABLE, AMBIGUOUS = "whose date cannot be read", "whose date may be either of two days"
_NAMED_FAULTS = (UNREADABLE, AMBIGUOUS)


def _examples(rows: Sequence[str]) -> str:
    named = [row for row in rows if row]
    return f" ({some_ids(named)})" if named else ""
