"""The closed set of typed tools: the only way from a question to the data. Both brains call these and nothing else.

A tool takes typed arguments and returns typed data, never prose. ``schemas()`` describes them to a model; ``call()``
runs one from plain arguments, as a model or a saved answer has them.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from knowledge.definitions import Definition, Definitions, load_definitions
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.explain import CustomerFacts, explain_customer
from scoring.own.results import (
    Direction,
    Disagreement,
    NextWorkloads,
    ScoreDrivers,
    WhatWouldChange,
    WhyNot,
)
from scoring.query import Query, Result

if TYPE_CHECKING:
    from knowledge.embedding import Embedding
    from knowledge.index import Passages
    from knowledge.vectors import Tell
    from scoring.own.answers import OwnAnswers


@dataclass(frozen=True)
class DataDescription:
    """What is imported: months (newest first), and by month the reports, products, cohorts and plays."""

    months: tuple[str, ...]
    reports: Mapping[str, tuple[str, ...]]
    products: Mapping[str, tuple[str, ...]]
    cohorts: Mapping[str, tuple[str, ...]]
    plays: Mapping[str, tuple[str, ...]]
    customers: Mapping[str, int]


@dataclass(frozen=True)
class Ran:
    """A tool that was run, with its plain arguments and its typed result; ``query``: what it was asked, typed."""

    tool: str
    arguments: dict[str, Any]
    found: Any
    query: Query | None = None


Given = ParamSpec("Given")
Found = TypeVar("Found")


def _noted(method: Callable[Given, Found]) -> Callable[Given, Found]:
    """A tool whose runs are noted in ``Tools.ran``."""
    names = list(signature(method).parameters)

    @wraps(method)
    def run(*given: Given.args, **named: Given.kwargs) -> Found:
        found = method(*given, **named)
        arguments = dict(zip(names[1:], given[1:], strict=False)) | named
        query = arguments.get("query")
        tools = given[0]
        assert isinstance(tools, Tools)  # noqa: S101 - only its methods are noted
        asked = query if isinstance(query, Query) else None
        tools.ran.append(Ran(method.__name__, plain(asked) if asked else plain_arguments(arguments), found, asked))
        return found

    return run


class Tools:
    """The tools over one workspace, on one day; ``ran`` are the runs since the last question began, ``tell`` is told
    what takes a while."""

    def __init__(self, engine: Engine, as_of: date) -> None:
        self.engine = engine
        self.as_of = as_of
        self.ran: list[Ran] = []
        self.embedding: Embedding | None = None
        self.tell: Tell | None = None

    def begin(self) -> None:
        """A new question begins: what was run for the one before is forgotten."""
        self.ran = []

    @cached_property
    def definitions(self) -> Definitions:
        return load_definitions(self.engine.catalog, cache=self.engine.cache)

    @cached_property
    def passages(self) -> "Passages":
        """Definitions and the partner's playbooks, to be searched; ``embedding`` counts if it is set before."""
        from knowledge.index import Passages

        return Passages.of_workspace(self.definitions, self.engine.workspace.path, self.embedding, self.tell)

    @cached_property
    def own(self) -> "OwnAnswers":
        """What own scores say of a customer; NotInData where there are none."""
        from scoring.own.answers import OwnAnswers

        return OwnAnswers(self.engine)

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """What makes own scores stale on this day; NotInData where there are none."""
        from scoring.own.staleness import stale_scores
        from scoring.own.tables import OwnTables

        tables = self.engine.own.tables
        assert isinstance(tables, OwnTables)  # noqa: S101 - what Engine.own promises
        return stale_scores(tables.model, self.engine.stored(), tables.as_of)

    def warnings(self, query: Query, result: Result) -> tuple[str, ...]:
        """What to be told of an answer that rests on own scores."""
        scored = result.source == "model" and not self.engine.availability.is_of_own_data(query)
        return self.stale if scored else ()

    @_noted
    def customers(self, query: Query) -> Result:
        """List, count, measure, group or rank the customers of a set."""
        return self.engine.run(query)

    @_noted
    def explain_customer(self, customer: str, month: str = "") -> CustomerFacts:
        """Everything the reports say of one customer: scores, bands, cells, clusters, signals, cohorts, renewals."""
        return explain_customer(self.engine, customer, month)

    @_noted
    def compare_customers(self, customers: tuple[str, ...], month: str = "") -> tuple[CustomerFacts, ...]:
        """The same for several customers, in the order given."""
        return tuple(explain_customer(self.engine, customer, month) for customer in customers)

    @_noted
    def score_drivers(self, customer: str, product: str = "") -> tuple[ScoreDrivers, ...]:
        """The terms of own scores, which sum to them."""
        return self.own.score_drivers(customer, product)

    @_noted
    def what_would_change(self, customer: str, product: str = "", target: str = "") -> tuple[WhatWouldChange, ...]:
        """The smallest changes that lift a customer to a cluster."""
        return self.own.what_would_change(customer, product, target)

    @_noted
    def why_not(self, customer: str, target: str, product: str = "") -> tuple[WhyNot, ...]:
        """The conditions of a cluster or cohort that a customer fails."""
        return self.own.why_not(customer, product, target)

    @_noted
    def next_workloads(self, customer: str) -> NextWorkloads:
        """The Azure workloads to add next."""
        return self.own.next_workloads(customer)

    @_noted
    def disagreements(
        self, product: str = "", limit: int = 20, direction: Direction = "", customers: tuple[str, ...] | None = None
    ) -> tuple[Disagreement, ...]:
        """Where own scores and the reports differ most; ``higher``: own above."""
        return self.own.disagreements(product, limit, direction, customers)

    @_noted
    def define(self, term: str) -> tuple[Definition, ...]:
        """The definitions of a term, nearest first: by name or id, else what a search finds clearly, playbooks too;
        empty where there is none."""
        return self.definitions.lookup(term) or self.passages.by_id(term) or self.passages.clear(term)

    @_noted
    def describe_data(self) -> DataDescription:
        """What is imported: months, reports, products, cohorts, plays and customers."""
        available = self.engine.availability
        months = available.months
        return DataDescription(
            months=months,
            reports={month: available.reports(month) for month in months},
            products={month: available.products(month) for month in months},
            cohorts={month: available.cohorts(month) for month in months},
            plays={month: tuple(sorted(available.plays(month).values())) for month in months},
            customers=self.engine.customers_by_month(),
        )

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Run a tool by name with plain arguments; QueryError where they do not fit."""
        from pydantic import TypeAdapter, ValidationError

        if name not in ARGUMENTS:
            raise QueryError(f"There is no tool '{name}'; there are {', '.join(ARGUMENTS)}.")
        try:
            typed = TypeAdapter(ARGUMENTS[name]).validate_python(dict(arguments))
        except ValidationError as error:
            raise QueryError(f"The arguments of '{name}' do not fit: {error.errors()[0]['msg']}") from error
        method: Callable[..., Any] = getattr(self, name)
        if isinstance(typed, Query):
            return method(typed)
        return method(**{part.name: getattr(typed, part.name) for part in fields(typed)})


@dataclass(frozen=True)
class Explain:
    """Arguments of ``explain_customer``."""

    customer: str
    month: str = ""


@dataclass(frozen=True)
class Compare:
    """Arguments of ``compare_customers``."""

    customers: tuple[str, ...]
    month: str = ""


@dataclass(frozen=True)
class Drivers:
    """Arguments of ``score_drivers``."""

    customer: str
    product: str = ""


@dataclass(frozen=True)
class Change:
    """Arguments of ``what_would_change``."""

    customer: str
    product: str = ""
    target: str = ""


@dataclass(frozen=True)
class Lacking:
    """Arguments of ``why_not``."""

    customer: str
    target: str
    product: str = ""


@dataclass(frozen=True)
class Workloads:
    """Arguments of ``next_workloads``."""

    customer: str


@dataclass(frozen=True)
class Differences:
    """Arguments of ``disagreements``; ``customers``: among whom, by id."""

    product: str = ""
    limit: int = 20
    direction: Direction = ""
    customers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Define:
    """Arguments of ``define``."""

    term: str


@dataclass(frozen=True)
class Nothing:
    """No arguments."""


ARGUMENTS: Mapping[str, type[Any]] = {
    "customers": Query,
    "explain_customer": Explain,
    "compare_customers": Compare,
    "score_drivers": Drivers,
    "what_would_change": Change,
    "why_not": Lacking,
    "next_workloads": Workloads,
    "disagreements": Differences,
    "define": Define,
    "describe_data": Nothing,
}


def schemas() -> list[dict[str, Any]]:
    """Name, description and JSON schema of every tool, as a model is given them."""
    from pydantic import TypeAdapter

    return [
        {
            "name": name,
            "description": getattr(Tools, name).__doc__,
            "parameters": _lean(TypeAdapter(kind).json_schema()),
        }
        for name, kind in ARGUMENTS.items()
    ]


def _lean(schema: Any) -> Any:
    """A schema without titles and descriptions, which repeat the names, and without empty defaults: what is not
    required may be left out."""
    if isinstance(schema, dict):
        kept = {key: _lean(part) for key, part in schema.items() if key != "title" or isinstance(part, dict)}
        kept = {key: part for key, part in kept.items() if key != "description" or isinstance(part, dict)}
        return {key: part for key, part in kept.items() if key != "default" or part not in ("", [], None)}
    return [_lean(part) for part in schema] if isinstance(schema, list) else schema


def plain(value: Any) -> Any:
    """A query as plain arguments without what is left at its default, so that a call can be read and repeated."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            part.name: plain(getattr(value, part.name))
            for part in fields(value)
            if part.default is MISSING or getattr(value, part.name) != part.default
        }
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def plain_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Named arguments as plain ones, without empty ones."""
    return {name: plain(value) for name, value in arguments.items() if value not in ("", None)}
