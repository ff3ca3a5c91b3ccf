"""Refuses queries that name what the catalogue does not have, or that make no sense, before any SQL is made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import get_args

from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.errors import QueryError
from scoring.query import (
    MEMBERSHIPS,
    MONTH,
    NUMERIC_SCORES,
    Filter,
    Function,
    Measure,
    Operator,
    Query,
    Value,
    is_score_field,
    reference,
    walk,
)

CHANGES = ("better", "worse", "changed", "same")
COUNTED = ("customers", "agreements")
_NUMERIC_OPS = (">=", ">", "<=", "<", "between")


def check_query(catalog: Catalog, query: Query) -> None:
    """QueryError where a filter, measure, group or order cannot be meant."""
    having = query.measure.having if query.measure else ()
    _check_joined(catalog, (*query.set.filters, *having))
    for item in (*walk(query.set.filters), *walk(having)):
        _check_filter(catalog, item)
    for column in query.group_by:
        if column != MONTH:
            _check_group(catalog, column)
    for order in query.order:
        if order.by not in query.group_by:
            _check_order(catalog, order.by)
    if query.measure:
        _check_measure(catalog, query.measure, any(column != MONTH for column in query.group_by))
    if len(query.group_by) > 2:
        raise QueryError(text("A break-down takes one or two columns."))
    if query.limit is not None and query.limit < 1:
        raise QueryError(text("A list needs room for at least one customer."))


def _check_joined(catalog: Catalog, filters: Iterable[Filter]) -> None:
    """A filter is one condition, or joins others in one way."""
    for item in filters:
        joins = [parts for parts in (item.any_of, item.all_of, item.none_of) if parts]
        if joins and (len(joins) > 1 or item.field or item.values):
            raise QueryError(text("A filter is one condition, or one of any_of, all_of and none_of."))
        if joins and item.products:
            _check_products(catalog, item)
        _check_joined(catalog, item.parts)


def _check_filter(catalog: Catalog, item: Filter) -> None:
    if item.op not in get_args(Operator):
        raise QueryError(text("There is no comparison '{op}'.", op=item.op))
    if not item.values:
        raise QueryError(text("The filter on '{field}' has no value.", field=item.field))
    if item.op == "between" and len(item.values) != 2:
        raise QueryError(text("'between' takes two values."))
    if is_score_field(catalog, item.field):
        _check_products(catalog, item)
    elif item.field not in (*MEMBERSHIPS, "customer", "report", "present", "agreements", *catalog.fields):
        raise QueryError(text("There is no column '{field}'.", field=item.field))
    if item.field == "present" and not item.month:
        raise QueryError(text("'present' needs the month to look at."))
    known = catalog.fields.get(item.field)
    if item.op in ("starts with", "ends with") and (
        known is None or known.kind != "text" or known.level == "agreement"
    ):
        raise QueryError(text("'{field}' cannot be compared with '{op}'.", field=item.field, op=item.op))
    for value in item.values:
        _check_value(catalog, item, value)


def _check_products(catalog: Catalog, item: Filter) -> None:
    if not item.products:
        raise QueryError(text("'{field}' needs a product.", field=item.field))
    if missing := [product for product in item.products if product not in catalog.products]:
        raise QueryError(text("There is no product '{product}'.", product=missing[0]))


def _check_value(catalog: Catalog, item: Filter, value: Value) -> None:
    """A value of the kind that the field holds; an id that the catalogue has."""
    if item.field in ("cohort", "category") and value not in catalog.sections[item.field]:
        raise QueryError(text("There is no {field} '{value}'.", field=item.field, value=value))
    if item.field == "cluster_change" and value not in CHANGES:
        raise QueryError(
            text("A cluster change is one of {changes}, not '{value}'.", changes=", ".join(CHANGES), value=value)
        )
    if not _fits(_kind(catalog, item), value):
        raise QueryError(text("'{value}' does not fit the column '{field}'.", value=value, field=item.field))
    if item.op in _NUMERIC_OPS and _kind(catalog, item) not in ("number", "date"):
        raise QueryError(text("'{field}' cannot be compared with '{op}'.", field=item.field, op=item.op))


def _kind(catalog: Catalog, item: Filter) -> str:
    """What values a filter takes: number, date, flag, count or text."""
    if item.field in (*NUMERIC_SCORES, "agreements"):
        return "number"
    if item.field == "present":
        return "flag"
    known = catalog.fields.get(item.field)
    kind = known.kind if known else "text"
    if kind in ("list", "id", "text") and item.op in _NUMERIC_OPS:
        listed = kind == "list" or item.field in ("partner_id", "partner_name")
        return "number" if listed else "text"
    return {"money": "number", "number": "number", "date": "date", "flag": "flag"}.get(kind, "text")


def _is_day(value: Value) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


_FITS: Mapping[str, Callable[[Value], bool]] = {
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "date": _is_day,
    "flag": lambda value: isinstance(value, bool),
    "text": lambda value: not isinstance(value, bool),
}


def _fits(kind: str, value: Value) -> bool:
    return _FITS[kind](value)


def _check_group(catalog: Catalog, column: str) -> None:
    ref = reference(catalog, column)
    if ref.field.endswith("_change") or ref.field == "agreements":
        raise QueryError(text("'{column}' cannot be grouped by.", column=column))


def _check_order(catalog: Catalog, column: str) -> None:
    if column.startswith("convention:"):
        if column.partition(":")[2] not in catalog.products:
            raise QueryError(text("There is no product '{product}'.", product=column.partition(":")[2]))
        return
    ref = reference(catalog, column)
    if ref.field in (*MEMBERSHIPS, "fit_band", "intent_band", "signals"):
        raise QueryError(text("'{column}' cannot be sorted by.", column=column))


def _check_measure(catalog: Catalog, measure: Measure, grouped: bool) -> None:
    if measure.function not in get_args(Function):
        raise QueryError(text("There is no figure '{function}'.", function=measure.function))
    if measure.having and measure.function != "share":
        raise QueryError(text("Only a share has a part."))
    if measure.function == "share":
        if measure.field not in COUNTED or not (measure.having or grouped):
            raise QueryError(text("A share is of customers or agreements, and needs a part or groups."))
    elif measure.function == "count":
        if measure.field not in COUNTED and reference(catalog, measure.field).field in (*MEMBERSHIPS, "signals"):
            raise QueryError(text("The values of '{column}' cannot be counted.", column=measure.field))
    else:
        _check_numeric(catalog, measure.field)


def _check_numeric(catalog: Catalog, column: str) -> None:
    if column in COUNTED:
        raise QueryError(text("'{column}' can be counted, not measured.", column=column))
    ref = reference(catalog, column)
    known = catalog.fields.get(ref.field)
    numeric = ref.field in NUMERIC_SCORES if ref.product else known is not None and known.kind in ("number", "money")
    if not numeric:
        raise QueryError(text("'{column}' is not a number, so it cannot be measured.", column=column))


def numeric_scores(catalog: Catalog, query: Query) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The fit and intent scores that a query needs as numbers: field, products, and the month if it is another."""
    having = query.measure.having if query.measure else ()
    for item in (*walk(query.set.filters), *walk(having)):
        basis = item.field.removesuffix("_change")
        if basis in ("fit", "intent"):
            yield basis, item.products, item.month
    columns = [order.by for order in query.order if not order.by.startswith("convention:")]
    if query.measure and query.measure.field not in COUNTED:
        columns.append(query.measure.field)
    for column in columns:
        ref = reference(catalog, column)
        if ref.field.removesuffix("_change") in ("fit", "intent"):
            yield ref.field.removesuffix("_change"), (ref.product,), ""
