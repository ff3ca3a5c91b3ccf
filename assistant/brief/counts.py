"""The customers of a brief, counted: every figure is the answer of the tool ``customers`` to a query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.tools import Tools
from knowledge.catalog import Catalog
from scoring.query import CustomerSet, Filter, Group, Measure, Order, Query, Result, is_agreement_field, walk


@dataclass(frozen=True)
class Subject:
    """Whom a brief is about: ids, best first, the query that they come from, and the month that it was answered from.

    ``fixed``: the customers were chosen before, so the query alone does not say who they are. ``month`` is empty for
    own scores. ``products``: those that the query is about, in the order of the catalogue.
    """

    title: str
    question: str
    query: Query
    customers: tuple[str, ...]
    month: str
    products: tuple[str, ...]
    fixed: bool = False


class Counts:
    """Counts the customers of a subject, as they are in its month."""

    def __init__(self, tools: Tools, subject: Subject) -> None:
        self.tools = tools
        self.subject = subject
        self.total = len(subject.customers)
        self._set = _set_of(self.catalog, subject)

    @property
    def catalog(self) -> Catalog:
        return self.tools.engine.catalog

    def run(
        self,
        *filters: Filter,
        measure: Measure | None = None,
        by: Sequence[str] = (),
        order: Sequence[Order] = (),
        limit: int | None = None,
    ) -> Result:
        """The answer for those customers of the subject who meet the filters, too; NotInData as the tool raises it."""
        customers = replace(self._set, filters=(*self._set.filters, *filters))
        return self.tools.customers(Query(customers, measure, tuple(by), tuple(order), limit))

    def count(self, *filters: Filter, of: str = "customers") -> int:
        """How many customers (or agreements) meet the filters."""
        return int(self.run(*filters, measure=Measure("count", of)).value or 0)

    def groups(self, column: str, *filters: Filter) -> tuple[Group, ...]:
        """How many customers there are of each value of a column."""
        return self.run(*filters, by=(column,)).groups or ()


def _set_of(catalog: Catalog, subject: Subject) -> CustomerSet:
    """The same customers as a set that may be narrowed: by the query's filters, where nothing but these says who they
    are and a further condition on agreements would not be joined to theirs; else by id."""
    chosen = subject.query.set
    of_agreements = any(is_agreement_field(catalog, item.field) for item in walk(chosen.filters))
    filters = chosen.filters
    if subject.fixed or subject.query.limit or of_agreements:
        filters = (Filter("customer", values=subject.customers),)
    return replace(chosen, month=subject.month, filters=filters)
