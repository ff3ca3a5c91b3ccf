"""Lists as the CSV files that a CRM imports: its own field names, and custom fields for what Ascent knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.crm_layouts import crm_layouts
from assistant.export.columns import SCORES
from assistant.export.csv_file import write_csv
from assistant.export.listing import Column, Listing
from assistant.render import clean
from scoring.errors import AscentError

LIST, MONTH = "Ascent List", "Ascent Month"
_PREFIX = "Ascent"


@dataclass(frozen=True)
class Taken:
    """A heading of the file, and what it takes from a row of the list."""

    heading: str
    value: Callable[[tuple[object, ...]], object]


def write_crm(path: Path, listing: Listing, layout: str, bom: bool) -> None:
    """Write a list as a CRM imports it; AscentError for an unknown layout, and for what is no list of customers."""
    known = crm_layouts()["layout"]
    found = next((item for item in known if item["id"] == layout), None)
    if found is None:
        raise AscentError(f"There is no layout '{layout}'; there are {', '.join(item['id'] for item in known)}.")
    if not any(column.name == "account_name" for column in listing.columns):
        raise AscentError(f"The layout {layout} is for lists of customers with their names.")
    taken = [*_standard(listing, found["field"]), *_own(listing)]
    rows = ([part.value(row) for part in taken] for row in listing.rows)
    write_csv(path, [part.heading for part in taken], rows, bom or found["bom"])


def _standard(listing: Listing, known: list[dict[str, str]]) -> Iterator[Taken]:
    """The CRM's own fields, as far as the list has them."""
    places = {column.name: place for place, column in enumerate(listing.columns)}
    for field in known:
        if (place := places.get(field["from"])) is not None:
            yield Taken(field["to"], _from(place, field.get("before", "")))


def _from(place: int, before: str) -> Callable[[tuple[object, ...]], object]:
    return lambda row: f"{before}{clean(str(row[place]))}" if before and row[place] else row[place]


def _own(listing: Listing) -> Iterator[Taken]:
    """Custom fields: what stands in the list beside it, and which list of which month it is."""
    for place, column in enumerate(listing.columns):
        if heading := _heading(column):
            yield Taken(heading, _from(place, ""))
    yield Taken(LIST, lambda _: listing.title)
    yield Taken(MONTH, lambda _: listing.month)


def _heading(column: Column) -> str:
    """The custom field of a column; empty where it has none."""
    data = crm_layouts()
    product, _, part = column.name.rpartition(".")
    if not product:
        return str(data["own"].get(part, ""))
    known = data["own_scores"].get(part)
    return f"{_PREFIX} {_label(column, part)} {known}" if known else ""


def _label(column: Column, part: str) -> str:
    """The product of a column, as its title begins."""
    return column.title[: -len(SCORES[part][0])].rstrip()
