"""Reads a query back from the plain arguments that it was kept as, without the library that checks a model's."""

from collections.abc import Mapping
from typing import Any

from scoring.errors import QueryError
from scoring.query import CustomerSet, Filter, Measure, Order, Query

_FILTERS = ("filters", "any_of", "all_of", "none_of", "having")


def query_of(arguments: Mapping[str, Any]) -> Query:
    """The query that :func:`assistant.tools.plain` wrote; QueryError where it wrote no such thing."""
    try:
        parts: dict[str, Any] = dict(arguments)
        parts |= {"set": CustomerSet(**_parts(parts.get("set", {})))}
        parts |= {"order": tuple(Order(**order) for order in parts.get("order", ()))}
        if parts.get("measure") is not None:
            parts["measure"] = Measure(**_parts(parts["measure"]))
        return Query(**_parts(parts))
    except (TypeError, ValueError, AttributeError) as error:
        raise QueryError(f"What is kept is no query: {error}.") from error


def _parts(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments with tuples for lists, and filters for what stands for them."""
    return {name: _part(name, value) for name, value in arguments.items()}


def _part(name: str, value: Any) -> Any:
    if name in _FILTERS:
        return tuple(Filter(**_parts(item)) for item in value)
    return tuple(value) if isinstance(value, list) else value
