"""Pictures of break-downs for a terminal: the matrix as a heat map, bars, and lines over the months; numbers beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.columns import Table
from assistant.matrix import matrix_of
from assistant.render import clean, groups_of, number, shorten, width
from assistant.screen import Drawing, Piece, Screen
from knowledge.catalog import Catalog
from scoring.query import MONTH, Query, Result

_BAR_STYLE = "cyan"
_LONGEST_BAR, _SHORTEST_BAR, _SHORTEST_KEY = 40, 6, 12
_EIGHTHS = "▏▎▍▌▋▊▉█"
_LEVELS, _ASCII_LEVELS = "▁▂▃▄▅▆▇█", "_.-~=+*#"
_LEAST_SPAN = 0.2
_JOINT = " | "


@dataclass(frozen=True)
class Bars:
    """A break-down with a bar a group: its ``table`` of keys and figures, and the ``values`` of the figures."""

    table: Table
    values: tuple[float, ...]

    @property
    def plain(self) -> str:
        """The table."""
        return self.table.plain

    def drawn(self, screen: Screen) -> Sequence[Piece]:
        """The table with bars behind the figures; without them where the window has no room."""
        lines = (self.table.headings, *self.table.rows)
        keys, figures = (max(width(line[at]) for line in lines) for at in (0, 1))
        keys = min(keys, max(screen.columns - figures - _SHORTEST_BAR - 4, _SHORTEST_KEY))
        room = min(screen.columns - keys - figures - 4, _LONGEST_BAR)
        if room < _SHORTEST_BAR:
            return self.table.drawn(screen)
        highest = max(self.values)
        found: list[Piece] = [(_row(lines[0], keys, figures), "")]
        for row, value in zip(self.table.rows, self.values, strict=True):
            bar = _bar(value / highest * room, screen.blocks) if value > 0 else ""
            found += [(f"\n{_row(row, keys, figures)}", ""), (f"  {bar}" if bar else "", _BAR_STYLE)]
        return found

    def said(self, say: Callable[[str], str]) -> "Bars":
        """The same with its words in another language."""
        return replace(self, table=self.table.said(say))


def _row(line: Sequence[str], keys: int, figures: int) -> str:
    key, figure = shorten(line[0], keys), line[1]
    return f"{key}{' ' * (keys - width(key) + 2 + figures - width(figure))}{figure}"


def _bar(length: float, blocks: bool) -> str:
    """A bar of so many columns; of anything above nothing something is seen."""
    if not blocks:
        return "#" * max(round(length), 1)
    whole, rest = divmod(max(round(length * 8), 1), 8)
    return "█" * whole + (_EIGHTHS[rest - 1] if rest else "")


@dataclass(frozen=True)
class Trend:
    """Figures of groups over the ``months``, first to last: ``rows`` have the key of each group and its figures, None
    for a month that has none; ``table`` has the same as the answer has it."""

    table: Table
    months: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str

    @property
    def plain(self) -> str:
        """The table."""
        return self.table.plain

    def drawn(self, screen: Screen) -> Sequence[Piece]:
        """A row a group: its key, a small line over all months, and the figures of the newest that have room."""
        rows = tuple((key, _line(values, screen.blocks), *map(self._figure, values)) for key, values in self.rows)
        figures = tuple(range(2, len(self.months) + 2))
        heading = _JOINT.join(part for part in self.table.headings[0].split(_JOINT) if part != MONTH)
        headings = (heading, "", *self.months)
        table = Table(("key", "cell", *self.months), headings, rows, figures, figures[:-1], self.table.left_out)
        return table.drawn(screen)

    def _figure(self, value: float | None) -> str:
        return "–" if value is None else number(value, self.unit)

    def said(self, say: Callable[[str], str]) -> "Trend":
        """The same with its words in another language."""
        return replace(self, table=self.table.said(say))


def _line(values: Sequence[float | None], blocks: bool) -> str:
    """A small line: its lowest figure at the bottom and its highest at the top, unless they hardly differ."""
    known = [value for value in values if value is not None]
    highest = max(known)
    lowest = min(*known, highest - _LEAST_SPAN * abs(highest))
    levels = _LEVELS if blocks else _ASCII_LEVELS
    span = (highest - lowest) or 1.0
    places = (None if value is None else round((value - lowest) / span * (len(levels) - 1)) for value in values)
    return "".join(" " if place is None else levels[place] for place in places)


def pictures(catalog: Catalog, query: Query, result: Result) -> tuple[Drawing, ...]:
    """The picture of a break-down: a trend, the matrix, else bars; none where no figure is above zero."""
    values = tuple(group.value for group in result.groups or ())
    if not any(value > 0 for value in values):
        return ()
    headings, rows = groups_of(catalog, query, result)
    table = Table(("key", "value"), tuple(headings), tuple(map(tuple, rows)), (1,))
    if MONTH in query.group_by and len(query.group_by) == 2:
        return (_trend(query, result, table),)
    return (matrix_of(catalog, query, result, table) or Bars(table, values),)


def _trend(query: Query, result: Result, table: Table) -> Trend:
    found: dict[str, dict[str, float]] = {}
    first = query.group_by[0] == MONTH
    for group in result.groups or ():
        one, _, other = group.key.partition(_JOINT) if first else group.key.rpartition(_JOINT)
        month, key = (one, other) if first else (other, one)
        found.setdefault(clean(key), {})[clean(month)] = group.value
    months = tuple(sorted({month for figures in found.values() for month in figures}))
    rows = tuple((key, tuple(figures.get(month) for month in months)) for key, figures in found.items())
    return Trend(table, months, rows, result.unit)
