"""Lists as Excel workbooks: the list with typed cells, native charts, and how it was made. Text is never a formula."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.export.listing import Kind, Listing
from assistant.export.xlsx_charts import add_charts
from assistant.export.xlsx_pages import set_pages
from assistant.palette import colours
from assistant.render import clean, clean_lines, width
from scoring.errors import AscentError

MOST_ROWS = 1_048_575  # of Excel, below the headings
LONGEST = 32_767  # UTF-16 units in a cell of Excel
NARROWEST, WIDEST = 8, 50
HEADING_LINES = 2
LETTERS, MOST_LINES = WIDEST - 4, 8  # of a long text: on a line, which ends between words, and lines
FILTER_BUTTON = 3
WORDS_WIDE = 100
LINE, HIGHEST = 15, 400  # of a row, in points
_FORMATS: dict[Kind, str] = {
    "id": "@",
    "text": "@",
    "whole": "#,##0",
    "number": "0.0",
    "USD": '"$"#,##0',
    "percent": '0.0"%"',
    "date": "yyyy-mm-dd",
    "flag": "@",
    "cluster": "@",
}
_WORDED = frozenset({"id", "text", "date", "flag", "cluster"})
_BAR = {
    "type": "data_bar",
    "bar_color": "#9DC3E6",
    "bar_solid": True,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(path: Path, listing: Listing, made_on: date) -> None:
    """Write a list as a workbook of three sheets; AscentError where it has more rows than Excel takes.

    ``made_on`` is the day that the workbook names as its own. Text longer than a cell of Excel is cut, which the sheet
    on how the list was made says.
    """
    import xlsxwriter

    if len(listing.rows) > MOST_ROWS:
        raise AscentError(f"Excel holds {MOST_ROWS:,} rows; this list has {len(listing.rows):,}. Write it as .csv.")
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        made = datetime.combine(made_on, time())
        book.set_properties({"title": clean(listing.title), "created": made, "comments": "Made with Ascent"})
        cut = _add_list(book, listing)
        add_charts(book, listing)
        _add_made(book, listing, cut)
    path.write_bytes(content.getbuffer())


def _add_list(book: Any, listing: Listing) -> int:
    """The sheet of the list; how many texts were cut."""
    from xlsxwriter.utility import xl_range

    sheet = book.add_worksheet("Customers" if _place_of(listing, "customer_id") is not None else "Groups")
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "vcenter", "text_wrap": True}
    heads = {
        worded: book.add_format(head | ({"align": "left", "indent": 1} if worded else {})) for worded in (True, False)
    }
    sheet.set_row(0, HEADING_LINES * LINE)
    for place, column in enumerate(listing.columns):
        sheet.write_string(0, place, clean(column.title), heads[column.kind in _WORDED])
    long = {place for place in range(len(listing.columns)) if _is_long(listing, place)}
    cut = sum(_write_column(book, sheet, place, listing, place in long) for place in range(len(listing.columns)))
    _set_heights(sheet, listing, long)
    name = _place_of(listing, "account_name")
    sheet.freeze_panes(1, 0 if name is None else name + 1)
    sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(1, 0, len(listing.rows), len(listing.columns) - 1)})
    set_pages(sheet)
    sheet.repeat_rows(0)
    return cut


def _place_of(listing: Listing, name: str) -> int | None:
    return next((place for place, column in enumerate(listing.columns) if column.name == name), None)


def _is_long(listing: Listing, place: int) -> bool:
    """Whether a column has texts that are wider than it may be."""
    return any(isinstance(row[place], str) and width(clean(row[place])) > WIDEST for row in listing.rows)


def _set_heights(sheet: Any, listing: Listing, long: Collection[int]) -> None:
    """Room for the lines of the longest text of each row; not every program that opens a workbook sees to it."""
    for row, cells in enumerate(listing.rows, 1) if long else ():
        lines = max(1 + width(clean(cells[place] or "")) // LETTERS for place in long)
        if lines > 1:
            sheet.set_row(row, LINE * min(lines, MOST_LINES))


def _write_column(book: Any, sheet: Any, place: int, listing: Listing, long: bool) -> int:
    """One column below its heading, with its width and colours; how many texts were cut."""
    column = listing.columns[place]
    style = book.add_format(_style(column.kind, long))
    widest, cut = _heading_width(clean(column.title)) + FILTER_BUTTON, 0
    for row, cells in enumerate(listing.rows, 1):
        shown, was_cut = _write(sheet, row, place, cells[place], style)
        widest, cut = max(widest, shown), cut + was_cut
    sheet.set_column(place, place, min(max(widest + 2, NARROWEST), WIDEST), style)
    _colour(book, sheet, place, listing)
    return cut


def _heading_width(title: str) -> int:
    """How wide a heading is on its lines, which end between words."""
    words = title.split()
    if len(words) < HEADING_LINES:
        return width(title)
    breaks = (max(width(" ".join(words[:at])), width(" ".join(words[at:]))) for at in range(1, len(words)))
    return min(breaks)


def _style(kind: Kind, long: bool) -> dict[str, object]:
    """How a column looks: words a little apart from the figures before them, long ones on several lines."""
    look: dict[str, object] = {"num_format": _FORMATS[kind], "valign": "top"}
    return look | ({"align": "left", "indent": 1} if kind in _WORDED else {}) | ({"text_wrap": True} if long else {})


def _write(sheet: Any, row: int, place: int, value: object, style: Any) -> tuple[int, bool]:
    """One cell, by the type of its value; how wide it is, and whether it was cut."""
    if value is None:
        return 0, False
    if isinstance(value, bool):
        sheet.write_string(row, place, "Yes" if value else "No", style)
        return 3, False
    if isinstance(value, int | float):
        sheet.write_number(row, place, value, style)
        return len(f"{value:,.1f}") + 1, False
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, time()), style)
        return 10, False
    text = clean(str(value))
    fitting = fitted(text)
    sheet.write_string(row, place, fitting, style)
    return width(fitting[:WIDEST]), fitting != text


def fitted(text: str) -> str:
    """The text, cut with an ellipsis where a cell of Excel does not hold it."""
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return kept.decode("utf-16-le", errors="ignore") + "…"


def _colour(book: Any, sheet: Any, place: int, listing: Listing) -> None:
    """Bars on scores, colours on clusters."""
    column, rows = listing.columns[place], len(listing.rows)
    if not rows:
        return
    if column.kind == "percent" or column.name.endswith((".fit", ".intent")):
        sheet.conditional_format(1, place, rows, place, dict(_BAR))
    elif column.kind == "cluster":
        for rank, cluster in enumerate(listing.clusters):
            shade = colours(rank).light
            style = book.add_format({"bg_color": shade.tint, "font_color": shade.ink})
            rule = {"type": "cell", "criteria": "==", "value": _quoted(cluster), "format": style}
            sheet.conditional_format(1, place, rows, place, rule)


def _quoted(text: str) -> str:
    """A text as a formula has it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _add_made(book: Any, listing: Listing, cut: int) -> None:
    """The sheet that says how the list was made."""
    sheet = book.add_worksheet("How it was made")
    heading = book.add_format({"bold": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    set_pages(sheet)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, WORDS_WIDE)
    sheet.write_string(0, 0, fitted(clean(listing.title)), book.add_format({"bold": True, "font_size": 14}))
    for row, (about, told) in enumerate(_told(listing, cut), 2):
        sheet.set_row(row, min(HIGHEST, LINE * sum(1 + width(line) // WORDS_WIDE for line in told.splitlines())))
        sheet.write_string(row, 0, fitted(clean(about)), heading)
        sheet.write_string(row, 1, fitted(clean_lines(told)), words)


def _told(listing: Listing, cut: int) -> Sequence[tuple[str, str]]:
    if not cut:
        return listing.made
    texts = "1 text is" if cut == 1 else f"{cut:,} texts are"
    note = f"{texts} longer than a cell of Excel ({LONGEST:,} characters) and cut; a .csv file holds all of it."
    return (*listing.made, ("Cut", note))
