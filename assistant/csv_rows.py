"""Reads a partner's CSV file row by row, in whichever encoding and with whichever separator it is written."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from scoring.importing.encoding import encoding_of

SEPARATORS = (",", ";", "\t", "|")


def read_rows(path: Path) -> list[list[str]]:
    """The rows that hold anything, cells trimmed; UnreadableFileError for what is no text or cannot be opened."""
    text = path.read_text(encoding=encoding_of(path), errors="replace").removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    trimmed = ([cell.strip() for cell in row] for row in rows)
    return [row for row in trimmed if any(row)]


def cell(row: Sequence[str], at: int | None) -> str:
    """A cell of a row; empty where the row is short or there is no such column."""
    return row[at] if at is not None and at < len(row) else ""
