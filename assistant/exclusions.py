"""Whom a shortlist leaves out: the customers of earlier shortlists, or of a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.csv_rows import cell, read_rows
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
    return (*kept.ids, *kept.held_out)


def customers_of_file(engine: Engine, path: Path) -> tuple[str, ...]:
    """The customers of a CSV file with a column CustomerID, or of a text file with an id or name a line."""
    from assistant.offline.customer_lists import read_list

    rows = read_rows(path)
    columns = [engine.catalog.match_column(heading) for heading in rows[0]] if rows else []
    at = next((place for place, column in enumerate(columns) if column and column.field == "customer_id"), None)
    if at is not None:
        return tuple(dict.fromkeys(found for row in rows[1:] if (found := cell(row, at))))
    try:
        return read_list(engine, _lines(rows))
    except VocabularyError as error:
        raise ShortlistError(f"{path}: {error}") from error


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A name may hold a comma: what stands on a line is one customer."""
    return [", ".join(part for part in row if part) for row in rows]
