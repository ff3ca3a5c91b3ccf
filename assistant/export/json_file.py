"""Lists as JSON: the columns with their names and kinds, the rows, and how the list was made."""

import re
from pathlib import Path
from typing import Any

from assistant.export.listing import Listing
from assistant.output import to_json

_HALF = re.compile("[\ud800-\udfff]")


def write_json(path: Path, listing: Listing) -> None:
    """Write a list as one object, a row a line; dates are ISO days, what is not known is null."""
    head = {
        "title": listing.title,
        "month": listing.month,
        "made": [{"about": about, "words": words} for about, words in listing.made],
        "citations": [item.to_json() for item in listing.citations],
        "grids": [grid.to_json() for grid in listing.grids],
        "charts": [chart.to_json() for chart in listing.charts],
        "columns": [{"name": item.name, "title": item.title, "kind": item.kind} for item in listing.columns],
    }
    names = [item.name for item in listing.columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("{\n")
        for key, value in head.items():
            file.write(f"{_text(key)}: {_text(value)},\n")
        file.write('"rows": [')
        for number, row in enumerate(listing.rows):
            file.write((",\n" if number else "\n") + _text(dict(zip(names, row, strict=True))))
        file.write("\n]\n}\n")


def _text(value: Any) -> str:
    """JSON in one line, half characters escaped, which no file can hold as they are."""
    return _HALF.sub(lambda match: f"\\u{ord(match[0]):04x}", to_json(value))
