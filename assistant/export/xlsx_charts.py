"""The sheet of native charts in a workbook: each beside the figures that it is drawn from."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.export.listing import Chart, Listing
from assistant.export.xlsx_pages import set_pages
from assistant.palette import colours
from assistant.render import clean
from scoring.query import Group

NAME = "Charts"
LEAST_ROWS = 9  # of a chart, in rows of the sheet
_ROWS_OF_PAGE = 42  # of A4, lying, at this scale in percent
_SCALE = 75
_POINTS, _PIXELS = 15.75, 21  # height of a row
_PLAIN = "#2F6DB5"


def add_charts(book: Any, listing: Listing) -> None:
    """Bars of a list by country, industry, segment and cluster, and how many customers are in each cell of a matrix;
    no sheet where there is nothing to draw."""
    charts = [chart for chart in _charts(listing) if chart.bars]
    if not charts:
        return
    sheet = book.add_worksheet(NAME)
    _set_pages(sheet, charts)
    sheet.set_default_row(_POINTS)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 14)
    bold, right = (book.add_format({"bold": True, "align": align}) for align in ("left", "right"))
    row = 0
    for chart in charts:
        sheet.write_string(row, 0, clean(chart.title), bold)
        sheet.write_string(row, 1, clean(chart.unit), right)
        style = book.add_format({"num_format": _form(chart)})
        for place, bar in enumerate(chart.bars, row + 1):
            sheet.write_string(place, 0, clean(bar.key))
            sheet.write_number(place, 1, bar.value, style)
        sheet.insert_chart(row, 3, _drawn(book, chart, row + 1), {"description": clean(chart.title)})
        row += _rows(chart) + 2


def _form(chart: Chart) -> str:
    """How the figures of a chart are written."""
    if chart.unit == "USD":
        return '"$"#,##0'
    figure = "#,##0" if all(bar.value == int(bar.value) for bar in chart.bars) else "#,##0.0"
    return figure + '"%"' if chart.unit == "percent" else figure


def _rows(chart: Chart) -> int:
    """How many rows of the sheet a chart takes."""
    return max(len(chart.bars) + 3, LEAST_ROWS)


def _set_pages(sheet: Any, charts: Sequence[Chart]) -> None:
    """A4, lying; a chart that has no room on what is left of a page begins the next one."""
    breaks, row, first = [], 0, 0
    for chart in charts:
        if row > first and row + _rows(chart) > first + _ROWS_OF_PAGE:
            breaks.append(row)
            first = row
        row += _rows(chart) + 2
    set_pages(sheet)
    sheet.set_print_scale(_SCALE)
    sheet.set_h_pagebreaks(breaks)


def _charts(listing: Listing) -> Iterator[Chart]:
    yield from listing.charts
    for grid in listing.grids:
        squares = {square.cell: square for row in grid.rows for square in row.squares}.values()
        bars = tuple(Group(square.cell, float(square.value)) for square in squares)
        yield Chart(f"{grid.product}: customers by cell", "customers", bars, tuple(it.cluster for it in squares))


def _drawn(book: Any, chart: Chart, first: int) -> Any:
    """A chart of the figures that stand from row ``first`` on."""
    last = first + len(chart.bars) - 1
    drawn = book.add_chart({"type": "bar"})
    drawn.add_series(
        {
            "name": clean(chart.title),
            "categories": [NAME, first, 0, last, 0],
            "values": [NAME, first, 1, last, 1],
            "fill": {"color": _PLAIN},
            "points": [{"fill": {"color": colours(place).light.solid}} for place in chart.clusters] or None,
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    drawn.set_title({"name": clean(chart.title), "name_font": {"size": 12}})
    drawn.set_legend({"none": True})
    drawn.set_y_axis({"reverse": True})
    drawn.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "visible": False})
    drawn.set_size({"width": 640, "height": _PIXELS * _rows(chart)})
    return drawn
