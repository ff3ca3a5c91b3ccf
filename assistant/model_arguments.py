"""Reads the arguments that a model passes: leniently in their form, strictly in what they mean.

A value may come alone or in a list, a product or cluster by its title, ``=`` for ``in``, a figure as text. What the
catalogue or the data do not have is a QueryError that names what there is, so that the model can mend its call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from assistant.model_filters import FilterReader, Kept, listed, refuse_unknown, whole
from assistant.model_tools import ASPECTS
from assistant.offline.assemble import convention, of_products
from assistant.offline.outcome import Outcome, ReadCustomers, ReadData, ReadDefinition, ReadDisagreement, ReadQuery
from assistant.settings import read_month
from knowledge.catalog import Catalog
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.own.results import Direction
from scoring.query import CustomerSet, Filter, Function, Measure, Order, Query, ScoreSource, walk

MOST_COMPARED = 5
_CUSTOMERS = ("filters", "month", "since", "source", "measure", "group_by", "order", "limit")


def read_call(engine: Engine, kept: Mapping[str, Kept], name: str, given: Mapping[str, Any]) -> Outcome:
    """What a tool call asks for; QueryError where there is no such tool or its arguments cannot be meant, NotInData for
    a value that the data do not hold."""
    reader = CallReader(engine, kept)
    match name:
        case "customers":
            return reader.customers(given)
        case "about_customers":
            return reader.about(given)
        case "disagreements":
            return reader.disagreements(given)
        case "define":
            refuse_unknown(given, ("term",))
            term = str(given.get("term") or "")
            return ReadDefinition((term,), term)
        case "data":
            refuse_unknown(given, ("field",))
            return ReadData(str(given.get("field") or ""))
    raise QueryError(f"There is no tool '{name}'.")


class CallReader:
    """One call: its arguments to an outcome."""

    def __init__(self, engine: Engine, kept: Mapping[str, Kept]) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.reader = FilterReader(engine, kept)

    def customers(self, given: Mapping[str, Any]) -> ReadQuery:
        """A query over customers."""
        refuse_unknown(given, _CUSTOMERS)
        origin = self._origin(given)
        filters = self.reader.filters(given.get("filters"))
        measure = self._measure(given.get("measure"))
        group_by = tuple(self._column(column) for column in listed(given.get("group_by")))
        if group_by and measure is None:
            measure = Measure()
        limit = given.get("limit")
        wanted = CustomerSet(
            month=_month(given.get("month")) or origin.month,
            since=_month(given.get("since")) or origin.since,
            filters=filters,
            source=self._source(given.get("source")) or origin.source,
        )
        query = Query(wanted, measure, group_by, limit=whole(limit, 0) or None)
        order = tuple(self._order(item) for item in listed(given.get("order")))
        if not (order or measure or group_by):
            order = convention(self.catalog, query)
        notes = (any_product(self.catalog, filters),) if self.reader.any_product else ()
        return ReadQuery(replace(query, order=order), notes)

    def _origin(self, given: Mapping[str, Any]) -> CustomerSet:
        """The set of the one result that the filters start from, whose conditions then go on: where nothing else is
        said of month and scores, and no other result is named."""
        named = [item for item in listed(given.get("filters")) if isinstance(item, Mapping)]
        named = [item for item in named if item.get("field") == "result" and item.get("op", "in") in ("in", "=")]
        ids = [str(id) for item in named for id in listed(item.get("values", item.get("value")))]
        everything = str(given).count("'result'")
        if len(ids) != 1 or everything != 1:
            return CustomerSet()
        query = self.reader.result(ids[0]).query
        if query is None or query.limit is not None:
            return CustomerSet()
        asked = {name: given.get(name) or "" for name in ("month", "since", "source")}
        if any(value not in ("", getattr(query.set, name)) for name, value in asked.items()):
            return CustomerSet()
        self.reader.by_conditions = ids[0]
        return query.set

    def _measure(self, given: Any) -> Measure | None:
        if given is None or given == "":
            return None
        if isinstance(given, str):
            given = {"function": given}
        refuse_unknown(given, ("function", "field", "having"))
        function = str(given.get("function") or "count")
        if function not in get_args(Function):
            raise QueryError(f"There is no figure '{function}'.")
        field = str(given.get("field") or "customers")
        return Measure(
            function,  # type: ignore[arg-type]  # one of Function, as checked
            field if field == "customers" else self._column(field),
            self.reader.filters(given.get("having")),
        )

    def _column(self, given: Any) -> str:
        """A column, ``product.score`` or a field, by their ids or titles."""
        product, _, name = str(given).strip().rpartition(".")
        return f"{self.reader.entry('product', product)}.{name}" if product else name

    def _order(self, given: Any) -> Order:
        if isinstance(given, str):
            given = {"by": given}
        refuse_unknown(given, ("by", "descending"))
        by = str(given.get("by") or "")
        start, _, product = by.partition(":")
        if start == "convention":
            return Order(f"convention:{self.reader.entry('product', product)}")
        return Order(self._column(by), given.get("descending") is not False)

    def about(self, given: Mapping[str, Any]) -> ReadCustomers:
        """What is known of one customer, or a comparison."""
        refuse_unknown(given, ("customers", "aspect", "product", "target", "month"))
        ids = tuple(dict.fromkeys(self.reader.customer(str(it)) for it in listed(given.get("customers"))))
        if not 1 <= len(ids) <= MOST_COMPARED:
            raise QueryError(f"Name from one to {MOST_COMPARED} customers.")
        aspect = str(given.get("aspect") or "facts")
        if aspect not in ASPECTS:
            raise QueryError(f"There is no aspect '{aspect}': there are {', '.join(ASPECTS)}.")
        if aspect != "facts" and len(ids) > 1:
            raise QueryError(f"Ask for {aspect} of one customer at a time.")
        return ReadCustomers(
            ids,
            self.reader.products(listed(given.get("product"))),
            tuple(filter(None, ASPECTS[aspect][1:])),
            _month(given.get("month")),
            compare=len(ids) > 1,
            source="" if aspect == "facts" else "model",
            target=self._target(given.get("target")),
        )

    def _target(self, given: Any) -> str:
        if not given:
            return ""
        for section in ("cluster", "band", "cohort", "category"):
            if found := self.reader.known(section, given):
                return found
        return self.reader.play(str(given))

    def disagreements(self, given: Mapping[str, Any]) -> ReadDisagreement:
        """Where own scores and the reports differ."""
        refuse_unknown(given, ("product", "direction", "limit", "result"))
        direction = next((it for it in get_args(Direction) if it == str(given.get("direction") or "")), None)
        if direction is None:
            raise QueryError("A direction is higher or lower.")
        among = str(given.get("result") or "")
        filters = self.reader.filters({"field": "result", "values": [among]}) if among else ()
        products = self.reader.products(listed(given.get("product")))
        return ReadDisagreement(products, direction, whole(given.get("limit"), 0) or None, CustomerSet(filters=filters))

    def _source(self, given: Any) -> ScoreSource:
        if given not in (None, "", "report", "model"):
            raise QueryError("A source is report or model.")
        found: ScoreSource = given or ""
        return found


def _month(given: Any) -> str:
    """A month; empty where none is given, QueryError for another text."""
    try:
        return read_month(str(given)) if given else ""
    except ValueError as error:
        raise QueryError(str(error)) from error


def any_product(catalog: Catalog, filters: Sequence[Filter]) -> str:
    """Which products stand for the one that was not named."""
    products = max((item.products for item in walk(tuple(filters))), key=len, default=())
    return of_products(1, ", ".join(catalog.products[product].label for product in products))
