"""Turns the query before to another product: its conditions, figures, groups and order."""

from collections.abc import Mapping
from dataclasses import replace

from scoring.query import Filter, Order, Query, rewritten, walk


def renamed(query: Query, old: str, new: str, owned: Mapping[str, str]) -> Query:
    """The same query for another product; ``owned`` holds the field that says who owns a product."""
    orders = tuple(_of_product(order, old, new) for order in query.order)
    measure = query.measure
    if measure:
        having = _filters(measure.having, old, new, owned)
        measure = replace(measure, field=_column(measure.field, old, new), having=having)
    return replace(
        query,
        set=replace(query.set, filters=_filters(query.set.filters, old, new, owned)),
        measure=measure,
        group_by=tuple(_column(text, old, new) for text in query.group_by),
        order=orders,
    )


def _filters(items: tuple[Filter, ...], old: str, new: str, owned: Mapping[str, str]) -> tuple[Filter, ...]:
    flag = owned[old] if owned[old] and owned[new] else ""

    def named(item: Filter) -> Filter:
        return replace(
            item,
            field=owned[new] if flag and item.field == flag else item.field,
            products=tuple(new if product == old else product for product in item.products),
        )

    return tuple(rewritten(item, named) for item in items)


def narrowed_to(query: Query, product: str) -> Query:
    """``for Azure`` after "Act Now in Sweden", which is Act Now for any product: the same for that one alone."""

    def alone(item: Filter) -> Filter:
        return replace(item, products=(product,), at_least=1) if product in item.products else item

    filters = tuple(rewritten(item, alone) for item in query.set.filters)
    several = any(len(item.products) > 1 and item.at_least == 1 for item in walk(query.set.filters))
    if not several or any(item.at_least > 1 or item.at_most for item in walk(query.set.filters)):
        return query
    return replace(query, set=replace(query.set, filters=filters), order=())


def widened_to(query: Query, old: str, new: str) -> Query:
    """``M365 too``: the same conditions for either product."""

    def either(item: Filter) -> Filter:
        return replace(item, products=(old, new), at_least=1) if item.products == (old,) else item

    filters = tuple(rewritten(item, either) for item in query.set.filters)
    return replace(query, set=replace(query.set, filters=filters), order=())


def reordered(query: Query, old: Query) -> Query:
    """A list in the order of the product that its conditions are about now, where they left the one that it was in
    (``Act Now for M365 in Norway`` after "Act Now for Azure in Sweden")."""
    before, now = ({id for item in walk(each.set.filters) for id in item.products} for each in (old, query))
    come = list(now - before)
    for gone in before - now if len(come) == 1 else ():
        query = replace(query, order=tuple(_of_product(order, gone, come[0]) for order in query.order))
    return query


def _of_product(order: Order, old: str, new: str) -> Order:
    by = f"convention:{new}" if order.by == f"convention:{old}" else _column(order.by, old, new)
    return replace(order, by=by)


def speaks_of(query: Query, product: str, owned: str) -> bool:
    """Whether a product makes a difference to a query."""
    having = query.measure.having if query.measure else ()
    filters = [*walk(query.set.filters), *walk(having)]
    columns = [query.measure.field if query.measure else "", *query.group_by, *(order.by for order in query.order)]
    named = any(product in item.products or product in item.values or item.field == owned for item in filters)
    return named or any(product in column.replace(":", ".").split(".") for column in columns)


def _column(text: str, old: str, new: str) -> str:
    return text.replace(f"{old}.", f"{new}.", 1) if text.startswith(f"{old}.") else text
