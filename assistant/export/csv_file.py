"""Lists as CSV: UTF-8, one line a customer, nothing that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from assistant.render import clean

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], bom: bool) -> None:
    """Write headings and rows, text as plain lines. With ``bom`` Excel takes the file for UTF-8."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([cell(clean(heading)) for heading in headings])
        writer.writerows([cell(_plain(value)) for value in row] for row in rows)


def _plain(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def cell(value: object) -> str:
    """A value as text: flags as Yes and No, lists joined by ``; ``, whole numbers without a point.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return value.isoformat()
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
