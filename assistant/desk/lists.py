"""What can be done with the list that is shown: see more of it, choose columns, sort it, ask about a row, write it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.call_words import query_words
from assistant.columns import list_table
from assistant.desk.columns import ColumnNames
from assistant.offline.brain import MORE_ROWS
from assistant.offline.outcome import ReadCustomers, ReadQuery
from assistant.output import confirmed
from assistant.render import customer_count
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
    first = desk.listed.shown
    count = min(MORE_ROWS, len(desk.listed.customers) - first)
    if count < 1:
        raise AscentError("There is no list with further rows.")
    desk.talk.shown = first + count
    return _rows(desk, "/more", first, count)


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
    shown = _table(desk, first, count)
    left = len(listed.customers) - first - count
    parts = [shown.plain, *([text("… and {left:,} more: /more", left=left)] if left else [])]
    words = joined("\n", parts)
    return said(Answer(asked, "answered", words, customers=listed.customers, drawings=(shown,)), desk.talk.language)


def _table(desk: "Desk", first: int, count: int) -> "Table":
    """Some rows of the list as a table, with the chosen columns."""
    listed = desk.listed
    ids = listed.customers[first : first + count]
    rows = desk.offline.tools.engine.rows(listed.query, ids, desk.columns)
    return list_table(desk.offline.catalog, listed.query, rows, first + 1, whole=bool(desk.columns))


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
    shown = _table(desk, 0, min(desk.listed.shown, len(desk.listed.customers)))
    return replace(answer, answer=str(answer.answer).replace(before, shown.plain, 1), drawings=(shown,))


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
    read = ReadCustomers(
        (customers[int(words) - 1],), (product,) if product else (), source=desk.listed.query.set.source
    )
    desk.offline.tools.begin()
    answer = answering(f"/why {words}", lambda: desk.offline.answer(f"/why {words}", read))
    if answer.status == "answered":
        desk.offline.follow(read, answer, desk.talk)
    return answer


def export(desk: "Desk", out: Path) -> str:
    """Write the list to a file, after asking where one is there; what was done."""
    from assistant.export.building import build_listing
    from assistant.export.writing import check_target, write_listing

    listed, tools = desk.listed, desk.offline.tools
    replacing = out.is_file()
    check_target(out, force=replacing)
    if replacing and not confirmed(f"{out} is there. Replace it?"):
        return "Nothing was written."
    listing = build_listing(tools, listed.query, listed.customers, _title(desk), desk.asked, columns=_exported(desk))
    write_listing(listing, out, force=replacing, made_on=tools.as_of)
    return f"Wrote {customer_count(len(listing.rows))} to {out}"


def _exported(desk: "Desk") -> tuple[str, ...]:
    """The columns that are written: those that were chosen, else all of a list about its product, however sorted."""
    from assistant.export.columns import columns_of

    query, product = desk.listed.query, desk.talk.context.product
    if desk.chosen or not product:
        return desk.columns if desk.chosen else ()
    best_first = replace(query, order=(Order(f"convention:{product}"), *query.order))
    engine = desk.offline.tools.engine.answering(query)
    return columns_of(engine, best_first, engine.availability.resolve_month(query))


def keep(desk: "Desk", name: str) -> str:
    """Keep the list as a shortlist, after asking where one has the name; what was done."""
    from assistant.shortlist_files import Shortlists
    from assistant.shortlists import keep_shown

    listed, tools = desk.listed, desk.offline.tools
    taken = Shortlists(desk.settings.workspace).has(name)
    if taken and not confirmed(f"There is a shortlist '{name}'. Replace it?"):
        return "Nothing was kept."
    kept = keep_shown(tools, name, desk.asked, listed.query, listed.customers, force=taken)
    shown = f'"{name}"' if " " in name else name
    return f"Kept {customer_count(len(kept.listed))} as the shortlist {name}: ascent shortlist show {shown}"


def _title(desk: "Desk") -> str:
    """What the list holds, whatever was said before it."""
    words = query_words(desk.offline.catalog, desk.listed.query)
    return words[:1].upper() + words[1:]


def shown_names(desk: "Desk") -> Sequence[str]:
    """The names of columns that can be shown now; none where there is no list."""
    return (*_names(desk).known, USUAL) if desk.talk.context.lists and desk.talk.context.customers else ()


def sorted_names(desk: "Desk") -> Sequence[str]:
    """The names of columns that can be sorted by now, and the directions."""
    names = [name for name in shown_names(desk) if name != USUAL and not name.endswith(("why", "signals"))]
    return (*names, "asc", "desc") if names else ()
