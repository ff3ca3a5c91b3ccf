"""A brief as Markdown (CommonMark with tables); whatever comes from the data or from documents stays plain text."""

import re
from collections.abc import Iterator, Sequence

from assistant.brief.content import Brief, Quote, Section
from assistant.export.html_views import sheet_of
from assistant.export.listing import Chart, Grid, Listing
from assistant.render import clean, customer_count, number

_MARKS = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;)|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_CLOSING = re.compile(r"#(?=#*$)")
_BEGINNINGS = re.compile(r"^(\d*)(?=[#+=.)-])")


def plain(words: object) -> str:
    """Words as a part of a line that shows just these words; what looks like an address becomes no link."""
    return _MARKS.sub(r"\\\1", " ".join(clean(words).split()))


def paragraph(words: object) -> str:
    """The same as a line of its own, which does not begin a list or a heading."""
    return _BEGINNINGS.sub(r"\1\\", plain(words))


def heading(words: object) -> str:
    """The same as a heading, whose last signs do not close it."""
    return _CLOSING.sub(r"\\#", plain(words))


def brief_markdown(brief: Brief) -> str:
    """The brief as Markdown, the same text for the same brief."""
    return "\n\n".join(_blocks(brief)) + "\n"


def _blocks(brief: Brief) -> Iterator[str]:
    """Headings, paragraphs, lists and tables."""
    month = f", reports of {plain(brief.month)}" if brief.month else ""
    yield f"# {heading(brief.title)}"
    yield f"Campaign brief{month}, as of {brief.as_of}. {customer_count(brief.total)}."
    figures = (
        f"- {paragraph(it.label)}: **{number(it.value, 'USD' if it.unit == 'USD' else '')}**" for it in brief.figures
    )
    yield "\n".join(figures)
    for section in brief.sections:
        yield from _section(section)
    yield "## The list"
    yield _list(brief.listing)
    if brief.left:
        yield f"… and {brief.left:,} more."
    yield "## What it rests on"
    for quote in brief.definitions:
        yield from _quoted(quote)
    yield "## How this was made"
    yield "\n".join(f"- {paragraph(term)}: {plain(words)}" for term, words in brief.made)


def _section(section: Section) -> Iterator[str]:
    yield f"## {heading(section.heading)}"
    yield from map(paragraph, section.words)
    for grid in section.grids:
        yield from _matrix(grid)
    for table in section.tables:
        yield f"### {heading(table.caption)}"
        yield _table(table.headings, table.rows, table.right)
    for chart in section.charts:
        yield _bars(chart)
    for quote in section.quotes:
        yield from _quoted(quote)


def _matrix(grid: Grid) -> Iterator[str]:
    """A row each fit band with its cluster; a cell over several intent bands stands in the first of them."""
    rows = [
        (
            f"{row.band} fit{f' ({row.cluster})' if row.cluster else ''}",
            *(words for it in row.squares for words in (f"{it.cell}: {it.value:,.0f}", *[""] * (it.columns - 1))),
        )
        for row in grid.rows
    ]
    yield f"### {plain(grid.product)}: customers by fit and intent"
    yield _table(("", *(f"{band} intent" for band in grid.columns)), rows)


def _bars(chart: Chart) -> str:
    unit = "USD" if chart.unit == "USD" else ""
    rows = [(bar.key, number(bar.value, unit)) for bar in chart.bars]
    return _table((chart.title, chart.unit), rows, (1,))


def _list(listing: Listing) -> str:
    sheet = sheet_of(listing)
    right = tuple(place for place, head in enumerate(sheet.heads) if head.style == "figure")
    return _table([head.title for head in sheet.heads], [[cell.words for cell in row] for row in sheet.rows], right)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    rule = ["---:" if place in right else "---" for place in range(len(headings))]
    lines = [list(map(plain, headings)), rule, *(list(map(plain, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _quoted(quote: Quote) -> Iterator[str]:
    """A passage under its title, line by line, with its source."""
    yield f"### {heading(quote.title)}"
    lines = [_line(line) for line in quote.text.splitlines()]
    yield "\n".join(f"> {line}".rstrip() for line in lines)
    yield f"Source: {plain(quote.source)} ({plain(quote.id)})"


def _line(line: str) -> str:
    """A line of a passage: an item of a list stays one."""
    item = re.match(r"\s*[-*] (.+)", line)
    return f"- {paragraph(item[1])}" if item else paragraph(line)
