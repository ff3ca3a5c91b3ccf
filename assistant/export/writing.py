"""Writes a list to a file; the ending of its name says in which format."""

from datetime import date
from pathlib import Path

from assistant.export.listing import Listing
from assistant.places import check_place, replacing
from scoring.errors import AscentError

FORMATS = (".xlsx", ".html", ".csv", ".json")


def format_fault(out: Path, layout: str = "", bom: bool = False) -> str:
    """Why there is no such format, in words; empty where there is."""
    suffix = out.suffix.lower()
    if suffix not in FORMATS:
        return f"'{out}' ends with none of {', '.join(FORMATS)}."
    if (layout or bom) and suffix != ".csv":
        what = f"the layout {layout}" if layout else "a byte order mark"
        return f"{what} is for CSV files: end the name with .csv."
    return ""


def check_target(out: Path, layout: str = "", bom: bool = False, force: bool = False) -> None:
    """AscentError where a list cannot be written so: an unknown ending, no folder, a file that is there already."""
    if fault := format_fault(out, layout, bom):
        raise AscentError(fault)
    check_place(out, force)


def write_listing(
    listing: Listing, out: Path, *, layout: str = "", bom: bool = False, force: bool = False, made_on: date
) -> None:
    """Write a list beside its place and then put it there; AscentError as :func:`check_target` says, or where the file
    cannot be written. ``made_on`` is the day that a file names as its own.
    """
    check_target(out, layout, bom, force)
    with replacing(out) as draft:
        _write(listing, draft, out.suffix.lower(), layout, bom, made_on)


def _write(listing: Listing, draft: Path, suffix: str, layout: str, bom: bool, made_on: date) -> None:
    if suffix == ".json":
        from assistant.export.json_file import write_json

        write_json(draft, listing)
    elif suffix == ".xlsx":
        from assistant.export.xlsx_file import write_xlsx

        write_xlsx(draft, listing, made_on)
    elif layout:
        from assistant.export.crm_file import write_crm

        write_crm(draft, listing, layout, bom)
    elif suffix == ".html":
        from assistant.export.html_file import page_parts

        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(page_parts(listing))
    else:
        from assistant.export.csv_file import write_csv

        write_csv(draft, [column.title for column in listing.columns], listing.rows, bom)
