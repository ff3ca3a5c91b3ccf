"""Writes down in one line the query that a question should come to, and compares it with the call of an answer."""

from dataclasses import replace
from typing import Any

from assistant.answer import Answer
from assistant.tools import plain
from scoring.query import CustomerSet, Filter, Measure, Operator, Order, Query, ScoreSource, Value

ALL = ("azure", "m365", "surface", "d365bc", "d365sp", "powerapps")
HIGH = ("act-now", "evaluate")
COUNT = Measure()


def has(field: str, *values: Value, op: Operator = "in", month: str = "") -> Filter:
    """A condition on a field or membership."""
    return Filter(field, op, values, month=month)


def no(field: str, *values: Value) -> Filter:
    return Filter(field, "not in", values)


def is_(field: str, product: str | tuple[str, ...], *values: Value, op: Operator = "in", **more: Any) -> Filter:
    """A condition on a score of one product or several."""
    return Filter(field, op, values, (product,) if isinstance(product, str) else product, **more)


def cluster(product: str | tuple[str, ...], *values: str, **more: Any) -> Filter:
    return is_("cluster", product, *(values or ("act-now",)), **more)


def query(
    *filters: Filter,
    best: str = "",
    by: str = "",
    lowest: bool = False,
    limit: int | None = None,
    count: bool = False,
    measure: Measure | None = None,
    groups: tuple[str, ...] = (),
    month: str = "",
    since: str = "",
    source: ScoreSource = "",
) -> Query:
    """``best`` names the product whose conventional order the list has, ``by`` the column that it is sorted by."""
    order = Order(f"convention:{best}") if best else Order(by, not lowest)
    wanted = CustomerSet(month, since, filters, source)
    return Query(wanted, COUNT if count else measure, groups, (order,) if best or by else (), limit)


def ends(first: str, last: str) -> Filter:
    """Agreements that end between two days, both included."""
    return has("agreement_end", first, last, op="between")


def of(function: Any, field: str, *having: Filter) -> Measure:
    return Measure(function, field, having)


def share(*having: Filter) -> Measure:
    return Measure("share", "customers", having)


def normal(arguments: Any) -> Any:
    """Arguments without what makes no difference: the order of filters, of alternatives, of products."""
    if isinstance(arguments, dict):
        made = {key: normal(value) for key, value in arguments.items()}
        for key in ("products", "any_of", "filters", "having"):
            if key in made:
                made[key] = sorted(made[key], key=repr)
        if made.get("op", "in") in ("in", "not in", "contains", "not contains") and "values" in made:
            made["values"] = sorted(made["values"], key=repr)
        return made
    return [normal(item) for item in arguments] if isinstance(arguments, list | tuple) else arguments


def plainly(wanted: Query) -> Any:
    """The arguments of a call that asks for a query, as ``normal`` has them. A break-down counts customers."""
    return normal(plain(replace(wanted, measure=None) if wanted.group_by and wanted.measure == COUNT else wanted))


def called(answer: Answer) -> Any:
    """The arguments of the one call of an answer about a set of customers, as ``normal`` has them."""
    assert answer.status == "answered", answer.answer
    assert [call.tool for call in answer.calls] == ["customers"]
    arguments = dict(answer.calls[0].arguments)
    if "group_by" in arguments and arguments.get("measure") == {}:
        del arguments["measure"]
    return normal(arguments)
