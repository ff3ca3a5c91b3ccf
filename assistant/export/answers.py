"""An answer as a list to hand on: its customers, or the groups of a break-down."""

from collections.abc import Collection, Iterable, Sequence

from assistant.answer import Answer
from assistant.export.building import build_listing
from assistant.export.columns import value
from assistant.export.counting import grid
from assistant.export.listing import Chart, Column, Grid, Kind, Listing
from assistant.export.made import Told, how_made
from assistant.palette import best_first
from assistant.render import clean, column_words, shorten
from assistant.tools import Ran, Tools
from knowledge.catalog import Catalog
from scoring.errors import AscentError
from scoring.query import CustomerSet, Filter, Group, Query, Result

LONGEST_TITLE = 120
MOST_BARS = 30
_KINDS: dict[str, Kind] = {"customers": "whole", "agreements": "whole", "USD": "USD", "percent": "percent"}


def listing_of(tools: Tools, answer: Answer) -> Listing:
    """All customers of an answer, not only those that it shows, or its groups; AscentError where it has neither."""
    title = shorten(clean(answer.question), LONGEST_TITLE)
    if answer.customers is not None:
        query = _query(tools.ran, answer) or _of_customers(tools, answer.month, answer.customers)
        return build_listing(
            tools, query, answer.customers, title, question=answer.question, assumptions=answer.assumptions
        )
    grouped = _query(tools.ran, answer)
    if answer.groups is not None and grouped:
        return _of_groups(tools, grouped, answer, title)
    raise AscentError("Nothing was written: the answer is no list of customers and no break-down. Ask for a list.")


def _query(ran: Sequence[Ran], answer: Answer) -> Query | None:
    """The query that gave an answer its customers or groups."""
    for each in reversed(ran):
        found = each.found
        if isinstance(found, Result) and (found.customers, found.groups) == (answer.customers, answer.groups):
            return each.query
    return None


def _of_customers(tools: Tools, month: str, customers: Sequence[str]) -> Query:
    """A query for customers who were asked about by name: of the month that was answered, or of one's own data."""
    named = (Filter("customer", "in", tuple(customers)),)
    known = month if month in tools.engine.availability.months else ""
    sets = [CustomerSet(month=known, filters=named)]
    sets += [CustomerSet(filters=named, source="model")] if tools.engine.has_own() else []
    for wanted in sets:
        if set(customers) <= set(tools.engine.run(Query(wanted)).customers or ()):
            return Query(wanted)
    raise AscentError("Nothing was written: not all of these customers stand in one month. Ask for a list.")


def _of_groups(tools: Tools, query: Query, answer: Answer, title: str) -> Listing:
    """A break-down: a column for each thing that it is by, and one of the figure."""
    engine = tools.engine.answering(query)
    groups = answer.groups or ()
    heads = tuple(_group_column(engine.catalog, name) for name in query.group_by)
    keys = [tuple(group.key.split(" | ")) for group in groups]
    month = _months(query, keys, engine.availability.months) or answer.month
    if any(len(key) != len(heads) for key in keys):
        heads, keys = (Column("group", " | ".join(head.title for head in heads), "text"),), [(g.key,) for g in groups]
    figure = Column("value", _figure(engine.catalog, query, answer.unit), _KINDS.get(answer.unit, "number"))
    rows = tuple((*key, value(figure.kind, group.value)) for key, group in zip(keys, groups, strict=True))
    told = Told(f"{len(groups):,} group{'s' if len(groups) != 1 else ''}", answer.question, answer.assumptions)
    made, cited = how_made(tools, engine, query, month, query.group_by, told)
    grids = _matrix(engine.catalog, query, answer)
    clusters = tuple(cluster.title for cluster in best_first(engine.catalog))
    drawn = () if grids else (_chart(heads, title, answer.unit, groups[:MOST_BARS], clusters),)
    return Listing(title, month, (*heads, figure), rows, made, grids, drawn, cited, clusters)


def _chart(heads: Sequence[Column], title: str, unit: str, bars: tuple[Group, ...], clusters: tuple[str, ...]) -> Chart:
    """The groups as bars, which have the colours of clusters where they are all clusters."""
    known = [bar.key in clusters for bar in bars] if [head.kind for head in heads] == ["cluster"] else [False]
    return Chart(title, unit, bars, tuple(clusters.index(bar.key) for bar in bars) if all(known) else ())


def _months(query: Query, keys: Iterable[Sequence[str]], known: Collection[str]) -> str:
    """The months of a break-down by month, each once, in order; empty for any other."""
    return (
        ", ".join(sorted({part for key in keys for part in key if part in known})) if "month" in query.group_by else ""
    )


def _matrix(catalog: Catalog, query: Query, answer: Answer) -> tuple[Grid, ...]:
    """The matrix of a product where a break-down counts customers by its cells."""
    product, _, part = query.group_by[0].rpartition(".")
    if len(query.group_by) > 1 or part != "cell" or answer.unit != "customers":
        return ()
    counts = {group.key: int(group.value) for group in answer.groups or ()}
    return (grid(catalog, product, counts),)


def _group_column(catalog: Catalog, name: str) -> Column:
    words = column_words(catalog, name)
    return Column(name, words[:1].upper() + words[1:], "cluster" if name.endswith(".cluster") else "text")


def _figure(catalog: Catalog, query: Query, unit: str) -> str:
    """What the figure of each group is: ``Customers``, ``Sum of Azure potential revenue``."""
    measure = query.measure
    if measure is None or measure.function == "count":
        return unit.capitalize() or "Value"
    if measure.function == "share":
        return f"Share of {measure.field}"
    return f"{measure.function.capitalize()} of {column_words(catalog, measure.field)}"
