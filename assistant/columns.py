"""Tables within a window: the least important columns are shortened, then left out; ids and figures stay whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.render import columns_of, shorten, table, width
from assistant.screen import Piece, Screen
from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.query import Query

_GAP = 2
_SHORTEST = 10
_SHORTEST_OF = {"signals": 20, "account_name": 16}
_WHOLE = ("#", "customer_id", "cell", "potential_revenue", "agreement_end", "domain")
_GIVEN_UP = {"signals": 0, "city": 2, "country": 3, "agreements": 5, "propensity": 6, "potential_revenue": 7, "cell": 8}
_ALL_THE_SAME = 1
_OTHER_COLUMNS = 4
_NAMES = "{columns}"
LEFT_OUT = text("Not shown: {columns} (--all, --json, /columns)", columns=_NAMES)


@dataclass(frozen=True)
class Table:
    """A table of an answer. ``names``: its columns as the rows of an answer call them; ``right``: the places of those
    that are set flush right; ``given_up``: places of those that may be left out, the least important first;
    ``left_out``: the words for those that are, with a placeholder."""

    names: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    given_up: tuple[int, ...] = ()
    left_out: str = LEFT_OUT

    @property
    def plain(self) -> str:
        """The table at its full width."""
        return table(self.headings, self.rows, self.right)

    def drawn(self, screen: Screen) -> Sequence[Piece]:
        """The table for a window, with a line that names the columns that had no room."""
        kept, widths = self._fitted(screen.columns)
        headings = [_shorter(self.headings[at], widths[at]) for at in kept]
        rows = [[shorten(row[at], widths[at]) for at in kept] for row in self.rows]
        right = [place for place, at in enumerate(kept) if at in self.right]
        lines = [shorten(line, screen.columns) for line in table(headings, rows, right).split("\n")]
        missing = [heading for at, heading in enumerate(self.headings) if at not in kept]
        return (("\n".join([*lines, *self._told(missing, screen.columns)]), ""),)

    def said(self, say: Callable[[str], str]) -> "Table":
        """The same with its words in another language."""
        return replace(self, left_out=say(self.left_out))

    def _fitted(self, columns: int) -> tuple[list[int], dict[int, int]]:
        """The columns that a window has room for, and how wide each of them is."""
        kept = list(range(len(self.headings)))
        for at in (-1, *self.given_up):
            kept = [other for other in kept if other != at]
            widths = self._shrunk(kept, columns)
            if _total(widths) <= columns:
                break
        return kept, widths

    def _shrunk(self, kept: Sequence[int], columns: int) -> dict[int, int]:
        """The widths of some columns, the least important shortened first, as far as there is need and it goes."""
        widths = {at: self._widest(at) for at in kept}
        for at in (*self.given_up, *(at for at in kept if at not in self.given_up)):
            excess = _total(widths) - columns
            if at in widths and excess > 0:
                widths[at] = max(widths[at] - excess, self._narrowest(at))
        return widths

    def _widest(self, at: int) -> int:
        return max(width(line[at]) for line in (self.headings, *self.rows))

    def _narrowest(self, at: int) -> int:
        """How far a column can be shortened: figures, ids and cells stay whole, their headings need not."""
        name = self.names[at].rpartition(".")[2]
        if at not in self.right and name not in _WHOLE:
            return min(self._widest(at), _SHORTEST_OF.get(name, _SHORTEST))
        cells = max((width(row[at]) for row in self.rows), default=0)
        return max(cells, min(width(self.headings[at]), _SHORTEST))

    def _told(self, missing: Sequence[str], columns: int) -> Iterator[str]:
        """The line on what was left out, if anything was; where it is too long, of fewer columns."""
        for count in range(len(missing), 0, -1):
            names = ", ".join(missing[:count]) + ", …" * (count < len(missing))
            line = self.left_out.replace(_NAMES, names)
            if width(line) <= columns or count == 1:
                yield shorten(line, columns)
                return


def _shorter(heading: str, limit: int) -> str:
    """A heading of at most ``limit`` columns: of several words, the first that have room."""
    short = shorten(heading, limit)
    return short if short == heading or " " not in short else f"{short.rpartition(' ')[0]}…"


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + _GAP * max(len(widths) - 1, 0)


def list_table(
    catalog: Catalog,
    query: Query,
    rows: Sequence[Mapping[str, object]],
    first: int = 1,
    whole: bool = False,
    about: str | None = None,
) -> Table:
    """The rows of a list, numbered from ``first``; ``whole``: with every column that they have; ``about``: the product
    whose columns need not name it, None for the only one. Never left out are ids, names, the cell of the first product
    and the column that the list is sorted by."""
    names, headings, cells, right = columns_of(catalog, rows, first, whole, about)
    given_up = _given_up(names, cells, _sorted_by(query))
    return Table(tuple(names), tuple(headings), tuple(map(tuple, cells)), tuple(right), given_up)


def _sorted_by(query: Query) -> set[str]:
    """The columns of a list that show how it is sorted."""
    return {order.by.replace(".revenue", ".potential_revenue") for order in query.order}


def _given_up(names: Sequence[str], rows: Sequence[Sequence[str]], kept: set[str]) -> tuple[int, ...]:
    """Places of the columns that may be left out, the least important first, and of equals the last."""
    cells = [name for name in names if name.endswith(".cell")]
    stay = {"#", "customer_id", "account_name", *kept, *cells[:1]}
    ranks = {at: _rank(name, {row[at] for row in rows}) for at, name in enumerate(names) if name not in stay}
    return tuple(sorted(ranks, key=lambda at: (ranks[at], -at)))


def _rank(name: str, values: set[str]) -> int:
    """How important a column is; one that says the same of every customer is not."""
    rank = _GIVEN_UP.get(name.rpartition(".")[2], _OTHER_COLUMNS)
    return min(rank, _ALL_THE_SAME) if len(values) == 1 else rank
