"""A brief as a page, made as the pages of lists are."""

from typing import Any

from assistant.brief.content import Brief, Section
from assistant.export.html_file import render
from assistant.export.html_pictures import bars_of, matrix_of
from assistant.export.html_views import sheet_of
from assistant.render import clean, clean_lines, customer_count, number


def brief_page(brief: Brief) -> str:
    """The page of a brief, the same text for the same brief."""
    parts = render(
        "brief.html",
        clean(brief.title),
        brief=brief,
        count=customer_count(brief.total),
        figures=[(clean(it.label), number(it.value, "USD" if it.unit == "USD" else "")) for it in brief.figures],
        sections=list(map(_section, brief.sections)),
        view=sheet_of(brief.listing),
        definitions=[(clean(it.title), clean_lines(it.text), clean(it.source)) for it in brief.definitions],
        made=[(clean(heading), clean_lines(words)) for heading, words in brief.made],
    )
    return "".join(parts)


def _section(section: Section) -> dict[str, Any]:
    """A section as the template takes it."""
    return {
        "heading": clean(section.heading),
        "words": [clean(words) for words in section.words],
        "grids": list(map(matrix_of, section.grids)),
        "charts": list(map(bars_of, section.charts)),
        "tables": [
            {
                "caption": clean(table.caption),
                "headings": [clean(heading) for heading in table.headings],
                "rows": [[clean(cell) for cell in row] for row in table.rows],
                "right": table.right,
            }
            for table in section.tables
        ],
        "quotes": [(clean(it.title), clean_lines(it.text), clean(it.source)) for it in section.quotes],
    }
