"""Whom a shortlist leaves out: the customers of earlier shortlists, or of a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.csv_rows import cell, read_rows
from assistant.customer_column import TITLE, customer_id, customer_id_place
from assistant.shortlist_files import ShortlistError, Shortlists
from assistant.vocabulary import VocabularyError
from scoring.engine import Engine


def excluded_by(engine: Engine, lists: Shortlists, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What was named (a shortlist, else a file) -> its customers, by id. Of a shortlist those held out are left out,
    too: who is called for another list could no longer be compared with.

    ShortlistError where a name is neither, and for a file that names nobody.
    """
    return {name: _excluded(engine, lists, name) for name in dict.fromkeys(names)}


def _excluded(engine: Engine, lists: Shortlists, name: str) -> tuple[str, ...]:
    path = Path(name).expanduser()
    if path.is_file() and not lists.has(name):
        return customers_of_file(engine, path)
    try:
        kept = lists.load(name)
    except ShortlistError as error:
        raise ShortlistError(f"“{name}” is no file and no shortlist. {error}") from error
    return (*kept.ever_listed, *kept.ever_held_out)


def not_in_data(engine: Engine, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some ids that are of no customer of the reports or of own data."""
    known = {row["id"] for row in engine.fetch("SELECT DISTINCT customer_id AS id FROM customers")}
    return tuple(customer for customer in ids if customer not in known)


def customers_of_file(engine: Engine, path: Path) -> tuple[str, ...]:
    """The customers of a CSV file with a column CustomerID, or of a text file with an id or name a line."""
    from assistant.offline.customer_lists import read_list

    rows = read_rows(path)
    at = customer_id_place(engine.catalog, rows[0]) if rows else None
    if at is not None:
        return tuple(dict.fromkeys(found for row in rows[1:] if (found := customer_id(cell(row, at)))))
    try:
        return read_list(engine, [customer_id(line) for line in _lines(rows)])
    except VocabularyError as error:
        if _is_table(rows):
            raise ShortlistError(f"{path} has no column {TITLE}.") from error
        raise ShortlistError(f"{path}: {error}") from error


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a file has columns, not names with commas in them: as many cells, two at least, on every line."""
    return {len(row) for row in rows}.isdisjoint((0, 1)) and len({len(row) for row in rows}) == 1


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A name may hold a comma: what stands on a line is one customer."""
    return [", ".join(part for part in row if part) for row in rows]
