"""What can be done with the list that is shown: see more of it, choose columns, sort it, ask about a row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.columns import list_table
from assistant.desk.columns import ColumnNames
from assistant.offline.brain import MORE_ROWS
from assistant.offline.outcome import ReadCustomers, ReadQuery
from assistant.saying import said
from assistant.session import answering
from knowledge.messages import joined, text
from scoring.errors import AscentError
from scoring.query import Filter, Order, Query

if TYPE_CHECKING:
    from assistant.columns import Table
    from assistant.desk.desk import Desk, Listed

USUAL = "usual"
_DIRECTIONS = {"asc": False, "ascending": False, "desc": True, "descending": True}


def more(desk: "Desk") -> Answer:
    """Further rows of the list, with the columns that were chosen for it."""
    listed = desk.listed
    count = min(MORE_ROWS, len(listed.customers) - listed.shown)
    if count < 1:
        raise AscentError("There is no list with further rows.")
    if not desk.columns:
        return desk.offline.more(desk.talk, listed.query)
    desk.talk.shown = listed.shown + count
    return _rows(desk, "/more", listed.shown, count)


def choose_columns(desk: "Desk", words: str) -> Answer:
    """The list with other columns; without words, which columns there are."""
    listed, names = desk.listed, _names(desk)
    if not words:
        return Answer("/columns", "answered", f"There are: {names.told()} “{USUAL}” brings back those of the list.")
    desk.chosen = words.casefold() != USUAL
    desk.columns = names.find_all(words) if desk.chosen else names.visible
    return _rows(desk, f"/columns {words}", 0, min(listed.shown, len(listed.customers)))


def _rows(desk: "Desk", asked: str, first: int, count: int) -> Answer:
    """Some rows of the list with the chosen columns."""
    listed = desk.listed
    shown, rows = _table(desk, first, count)
    left = len(listed.customers) - first - count
    parts = [shown.plain, *([text("… and {left:,} more: /more", left=left)] if left else [])]
    answer = Answer(asked, "answered", joined("\n", parts), customers=listed.customers, rows=rows, drawings=(shown,))
    return said(answer, desk.talk.language)


def _table(desk: "Desk", first: int, count: int) -> tuple["Table", tuple[dict[str, object], ...]]:
    """Some rows of the list, with the chosen columns, as a table and as they are."""
    listed = desk.listed
    ids = listed.customers[first : first + count]
    rows = tuple(desk.offline.tools.engine.rows(listed.query, ids, desk.columns))
    about = desk.talk.context.product if desk.columns else None
    table = list_table(desk.offline.catalog, listed.query, rows, first + 1, whole=bool(desk.columns), about=about)
    return table, rows


def sort(desk: "Desk", words: str) -> Answer:
    """The list in the order of a column, which it shows; of a list that was cut short, those that it holds."""
    listed, names, product = desk.listed, _names(desk), desk.talk.context.product
    column, descending = _wanted(names, words)
    read = ReadQuery(_sorted(listed, Order(column.replace(".potential_revenue", ".revenue"), descending)))
    desk.offline.tools.begin()
    answer = answering(f"/sort {words}", lambda: desk.offline.answer(f"/sort {words}", read))
    if answer.status != "answered":
        return answer
    desk.offline.follow(read, answer, desk.talk)
    desk.note_asked(read, listed.asked.question)
    desk.talk.context = replace(desk.talk.context, product=product)
    columns = tuple(dict.fromkeys((*(desk.columns or names.visible), column)))
    desk.columns = () if columns == _names(desk).visible else columns
    return _with_columns(desk, answer) if desk.columns else answer


def _names(desk: "Desk") -> ColumnNames:
    """The names of the columns of the list."""
    return ColumnNames(desk.offline.tools.engine, desk.listed.query, desk.talk.context.product)


def _wanted(names: ColumnNames, words: str) -> tuple[str, bool]:
    """The column that a list is to be sorted by, and whether downwards."""
    *before, last = words.split()
    direction = _DIRECTIONS.get(last.casefold()) if before else None
    columns = names.find_all(" ".join(before) if direction is not None else words)
    if len(columns) != 1:
        raise AscentError("A list is sorted by one column.")
    return columns[0], names.descends(columns[0]) if direction is None else direction


def _with_columns(desk: "Desk", answer: Answer) -> Answer:
    """The answer with the chosen columns in the table of its list."""
    before = answer.drawings[0].plain
    shown, rows = _table(desk, 0, min(desk.listed.shown, len(desk.listed.customers)))
    words = str(answer.answer).replace(before, shown.plain, 1)
    return replace(answer, answer=words, rows=rows, drawings=(shown,))


def _sorted(listed: "Listed", order: Order) -> Query:
    """The query in another order; of a list that was cut short, the customers that it holds."""
    query = listed.query
    kept = Filter("customer", "in", tuple(sorted(listed.customers)))
    if query.limit and kept not in query.set.filters:
        query = replace(query, set=replace(query.set, filters=(*query.set.filters, kept)))
    return replace(query, order=(order,))


def why(desk: "Desk", words: str) -> Answer:
    """Why the customer of a row is rated as it is, for the product that the list is about."""
    customers = desk.listed.customers
    if not words.isdecimal() or not 1 <= int(words) <= len(customers):
        raise AscentError(f"'{words}' is no row: the list has rows 1 to {len(customers):,}.")
    product = desk.talk.context.product
    listed = desk.listed.query.set
    month = "" if listed.source == "model" else listed.month
    read = ReadCustomers((customers[int(words) - 1],), (product,) if product else (), month=month, source=listed.source)
    desk.offline.tools.begin()
    answer = answering(f"/why {words}", lambda: desk.offline.answer(f"/why {words}", read))
    if answer.status == "answered":
        desk.offline.follow(read, answer, desk.talk)
    return answer


def shown_names(desk: "Desk") -> Sequence[str]:
    """The names of columns that can be shown now; none where there is no list."""
    return (*_names(desk).known, USUAL) if desk.talk.context.lists and desk.talk.context.customers else ()


def sorted_names(desk: "Desk") -> Sequence[str]:
    """The names of columns that can be sorted by now, and the directions."""
    names = [name for name in shown_names(desk) if name != USUAL and not name.endswith(("why", "signals"))]
    return (*names, "asc", "desc") if names else ()
