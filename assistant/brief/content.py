"""What a brief says, before it is written as a page or as Markdown."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assistant.export.listing import Chart, Grid, Listing


@dataclass(frozen=True)
class Figure:
    """A figure that the brief begins with; ``unit`` as in an answer: ``customers``, ``agreements``, ``USD``."""

    label: str
    value: float
    unit: str


@dataclass(frozen=True)
class Table:
    """A small table: cells are words; figures stand in the columns ``right``."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A passage of a definition or a playbook, with what it is cited by and where it is from."""

    id: str
    title: str
    text: str
    source: str


@dataclass(frozen=True)
class Section:
    """A part of a brief; ``words`` are paragraphs. Where there is no data they say so."""

    heading: str
    words: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "heading": self.heading,
            "words": list(self.words),
            "grids": [grid.to_json() for grid in self.grids],
            "charts": [chart.to_json() for chart in self.charts],
            "tables": [asdict(table) for table in self.tables],
            "quotes": [asdict(quote) for quote in self.quotes],
        }


@dataclass(frozen=True)
class Brief:
    """A brief on ``total`` customers, of whom ``listing`` holds the first; ``warnings`` are told beside it."""

    title: str
    month: str
    as_of: date
    total: int
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    listing: Listing
    definitions: tuple[Quote, ...]
    made: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """How many customers the list leaves out."""
        return self.total - len(self.listing.rows)

    def to_json(self) -> dict[str, Any]:
        """The brief as data; of the customers the ids of those that are listed."""
        place = next(place for place, column in enumerate(self.listing.columns) if column.kind == "id")
        return {
            "title": self.title,
            "month": self.month or None,
            "as_of": self.as_of.isoformat(),
            "total": self.total,
            "customers": [row[place] for row in self.listing.rows],
            "figures": [asdict(figure) for figure in self.figures],
            "sections": [section.to_json() for section in self.sections],
            "citations": [{"id": item.id, "title": item.title} for item in self.definitions],
            "made": dict(self.made),
            "warnings": list(self.warnings),
        }
