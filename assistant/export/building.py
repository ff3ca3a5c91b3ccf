"""Builds what is handed on: the customers of a query as a list with its pictures, and how it was made."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.export.columns import BEHIND_REASON, PLACE, column, columns_of, reason, value
from assistant.export.counting import charts, grid
from assistant.export.listing import Column, Grid, Listing
from assistant.export.made import Told, how_made
from assistant.palette import best_first
from assistant.render import customer_count
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.query import Query

AT_ONCE = 5_000


def build_listing(
    tools: Tools,
    query: Query,
    customers: Sequence[str],
    title: str,
    question: str = "",
    extra: Sequence[tuple[str, str]] = (),
    assumptions: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Listing:
    """The customers (ids, in order) of a query, ready to be written. All must stand in the query's month.

    ``columns`` are taken instead of what the query shows: ``place``, field ids, ``azure.fit``, ``azure.reason``.
    ``extra`` and ``assumptions`` are further lines of how it was made. NotInData and QueryError as the query raises.
    """
    engine = tools.engine.answering(query)
    query = query if engine is tools.engine else replace(query, set=replace(query.set, source=""))
    month = engine.availability.resolve_month(query)
    names = tuple(columns) or columns_of(engine, query, month)
    shown = tuple(column(engine.catalog, name) for name in names)
    rows, grids = _rows(engine, query, customers, shown)
    told = Told(customer_count(len(rows)), question, assumptions, extra)
    made, cited = how_made(tools, engine, query, month, names, told)
    pictures = tuple(charts(engine.catalog, shown, rows))
    clusters = tuple(cluster.title for cluster in best_first(engine.catalog))
    return Listing(title, month, shown, rows, made, grids, pictures, cited, clusters)


def _rows(
    engine: Engine, query: Query, customers: Sequence[str], shown: Sequence[Column]
) -> tuple[tuple[tuple[object, ...], ...], tuple[Grid, ...]]:
    """The cells of the columns, customer by customer, and the matrix of each product that is shown in full."""
    products = [item.name.rpartition(".")[0] for item in shown if item.name.endswith(".reason")]
    rows: list[tuple[object, ...]] = []
    cells: dict[str, Counter[str]] = {product: Counter() for product in products}
    for number, row in enumerate(_read(engine, query, customers, shown, products), 1):
        rows.append(tuple(_cell(engine, each, row, number) for each in shown))
        for product in products:
            if cell := row[f"{product}.cell"]:
                cells[product][str(cell)] += 1
    grids = (grid(engine.catalog, product, found) for product, found in cells.items())
    return tuple(rows), tuple(found for found in grids if any(found.counts.values()))


def _read(
    engine: Engine, query: Query, customers: Sequence[str], shown: Sequence[Column], products: Sequence[str]
) -> Iterator[dict[str, object]]:
    """What the columns rest on, customer by customer, read some thousand at a time."""
    behind = [f"{product}.{part}" for product in products for part in BEHIND_REASON]
    needed = [item.name for item in shown if item.name != PLACE and not item.name.endswith(".reason")]
    for first in range(0, len(customers), AT_ONCE):
        yield from engine.rows(query, customers[first : first + AT_ONCE], (*needed, *behind))


def _cell(engine: Engine, shown: Column, row: dict[str, object], number: int) -> object:
    if shown.name == PLACE:
        return number
    product, _, part = shown.name.rpartition(".")
    if part == "reason":
        return reason(engine.catalog, product, row)
    return value(shown.kind, row[shown.name])
