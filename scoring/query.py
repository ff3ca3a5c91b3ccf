"""A typed question over customers: what to keep, what to measure, how to group, order and limit.

The words of a query are catalogue ids. A *set* keeps the customers of one month that meet all its filters; a query adds
a measure, groups, an order and a limit. The counting conventions stand here and in :mod:`scoring.sql`, nowhere else.

References to a column are strings: a field id (``org_size``), or product and product field (``azure.fit``). Besides the
catalogue's fields a filter knows

- ``fit_band``, ``intent_band``, ``cell``: derived from the scores by the bands and the matrix;
- ``propensity``: the chance in percent that a deal is won, of own scores (source ``model``) only;
- ``fit_change``, ``intent_change``: points gained since the month ``since``; ``cluster_change``: ``better``, ``worse``,
  ``changed`` or ``same``, for customers in both months;
- ``cohort``, ``category``, ``play``: membership, by id; ``customer``: customer ids; ``report``: listed in a report;
- ``present``: whether the customer stands in the reports of ``Filter.month``;
- ``agreements``: how many agreements meet the set's other agreement filters (all of which hold for one agreement).

A break-down knows ``month`` beside them: each imported month that holds what is asked is answered alone, first to last.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.errors import QueryError

Operator = Literal[
    "in", "not in", ">=", ">", "<=", "<", "between", "contains", "not contains", "starts with", "ends with"
]
Function = Literal["count", "sum", "average", "median", "min", "max", "share"]
Value = str | float | bool
ScoreSource = Literal["", "report", "model"]

DERIVED_SCORES = ("fit_band", "intent_band", "cell", "fit_change", "intent_change", "cluster_change")
MEMBERSHIPS = ("cohort", "category", "play")
MODEL_SCORES = ("propensity",)
EACH = ("each",)
MONTH = "month"
NUMERIC_SCORES = ("fit", "intent", "revenue", "fit_change", "intent_change", *MODEL_SCORES)


@dataclass(frozen=True)
class Filter:
    """One condition on a customer; or instead of it conditions that are joined: with ``any_of`` at least one of them
    must hold, with ``all_of`` every one, with ``none_of`` not one (where a condition is not known, it does not hold).

    ``values`` are compared as ``op`` says; ``between`` takes two and includes both; ``contains`` on signals wants all
    values in one signal. ``contains``, ``starts with`` and ``ends with`` compare letters, without case and accents of
    the fields of a customer; one of the values suffices for a beginning or an end. ``products`` names whose score is
    meant: at least ``at_least`` of them must meet the condition (and, unless 0, at most ``at_most``; "not in" turns the
    whole round). Conditions that are joined have ``products`` where one and the same product must meet them: scores in
    them whose product is ``each`` are of that one. ``month`` looks at another month.
    """

    field: str = ""
    op: Operator = "in"
    values: tuple[Value, ...] = ()
    products: tuple[str, ...] = ()
    at_least: int = 1
    at_most: int = 0
    month: str = ""
    any_of: tuple["Filter", ...] = ()
    all_of: tuple["Filter", ...] = ()
    none_of: tuple["Filter", ...] = ()

    @property
    def parts(self) -> tuple["Filter", ...]:
        """The conditions that are joined; empty for a simple one."""
        return (*self.any_of, *self.all_of, *self.none_of)


@dataclass(frozen=True)
class CustomerSet:
    """The customers of ``month`` that meet all ``filters``.

    Without a month: the newest that holds what the query needs. ``since`` is the month that changes are counted from;
    without it the imported month before ``month``. In a break-down by month they are its last and its first month;
    without them all are counted. ``source``: scores of the reports or of the partner's own model;
    without it the reports' where they hold what is asked, else the model's.
    """

    month: str = ""
    since: str = ""
    filters: tuple[Filter, ...] = ()
    source: ScoreSource = ""


@dataclass(frozen=True)
class Measure:
    """One figure: a count of ``customers``, ``agreements`` or the values of a field, or a function of a number.

    ``share`` is the percentage of the set that also meets ``having`` (or, in groups without ``having``, each group's
    percentage of the whole). Sums and averages of potential revenue take the lower bounds.
    """

    function: Function = "count"
    field: str = "customers"
    having: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Order:
    """Sort by a reference, or by ``convention:PRODUCT`` (cell, potential revenue, fit, intent, customer id)."""

    by: str
    descending: bool = True


@dataclass(frozen=True)
class Query:
    """A set with what to do with it. Without measure and groups the answer is the list of its customers."""

    set: CustomerSet = CustomerSet()
    measure: Measure | None = None
    group_by: tuple[str, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class Group:
    """One group of a break-down; the key as the data spells it, two-way keys joined by `` | ``."""

    key: str
    value: float


@dataclass(frozen=True)
class Result:
    """The answer to a query.

    customers: all ids in order (None for a break-down or a figure that is not about customers); total: how many the set
    holds before ``limit``; value and unit: the figure asked for; rows: the first customers with the columns that
    explain the order; notes: how it was counted, where a convention or a gap in the data played a part; known: how many
    of the set had a value to measure; source: whose scores it rests on.
    """

    month: str
    customers: tuple[str, ...] | None = None
    total: int = 0
    value: float | None = None
    unit: str = ""
    groups: tuple[Group, ...] | None = None
    rows: tuple[dict[str, object], ...] = ()
    notes: tuple[str, ...] = ()
    known: int | None = None
    source: ScoreSource = "report"


def walk(filters: tuple[Filter, ...]) -> Iterator[Filter]:
    """All simple filters, those inside joined ones too; for ``each`` product stand the products that may be meant."""
    for item in filters:
        if not item.parts:
            yield item
        for part in walk(item.parts):
            yield replace(part, products=item.products) if part.products == EACH and item.products else part


def rewritten(item: Filter, change: Callable[[Filter], Filter]) -> Filter:
    """The filter with every one in it changed, simple or joined, from the inside out."""
    any_of, all_of, none_of = (
        tuple(rewritten(part, change) for part in parts) for parts in (item.any_of, item.all_of, item.none_of)
    )
    return change(replace(item, any_of=any_of, all_of=all_of, none_of=none_of))


def of_product(item: Filter, product: str) -> Filter:
    """The filter with one product in the place of ``each``."""
    return rewritten(item, lambda part: replace(part, products=(product,)) if part.products == EACH else part)


def joined(filters: Sequence[Filter], any_of: bool = False) -> Filter:
    """Several filters as one: all of them, or with ``any_of`` alternatives."""
    if len(filters) == 1:
        return filters[0]
    return Filter(any_of=tuple(filters)) if any_of else Filter(all_of=tuple(filters))


def flat(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """The same filters without an ``all_of`` around some of them."""
    return tuple(
        part for item in filters for part in (flat(item.all_of) if item.all_of and not item.products else (item,))
    )


_OPPOSITE: Mapping[Operator, Operator] = {
    "in": "not in",
    "not in": "in",
    "contains": "not contains",
    "not contains": "contains",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "<": ">=",
}


def opposite(catalog: Catalog, item: Filter) -> Filter:
    """The filter turned round. Whom nothing is known of does not meet the opposite of a plain condition on a score; of
    ranges, changes and joined conditions the opposite is whoever does not meet them."""
    if item.parts and item.products:
        return Filter(none_of=(item,))
    if item.any_of:
        return joined([opposite(catalog, part) for part in item.any_of])
    if item.all_of:
        together = tuple(part for part in item.all_of if not part.parts and is_agreement_field(catalog, part.field))
        if len(together) > 1:  # one agreement must meet them all
            rest = [opposite(catalog, part) for part in item.all_of if part not in together]
            return joined([Filter(none_of=(Filter(all_of=together),)), *rest], any_of=True)
        return joined([opposite(catalog, part) for part in item.all_of], any_of=True)
    if item.none_of:
        return joined(item.none_of, any_of=True)
    if item.values in ((True,), (False,)) and isinstance(item.values[0], bool):
        return replace(item, values=(not item.values[0],))
    return replace(item, op=_OPPOSITE[item.op]) if _turns(catalog, item) else Filter(none_of=(item,))


def _turns(catalog: Catalog, item: Filter) -> bool:
    """Whether another operator says the opposite: not of agreements (one suffices), nor of ranges and changes."""
    if item.field.endswith("_change") or is_agreement_field(catalog, item.field) or item.op not in _OPPOSITE:
        return False
    if item.op in ("in", "not in", "contains", "not contains"):
        return True
    return not item.month and item.field != "revenue" and len(item.products) < 2


@dataclass(frozen=True)
class Reference:
    """A column that can be measured, grouped or sorted by."""

    field: str
    product: str = ""


def reference(catalog: Catalog, column: str) -> Reference:
    """Read ``azure.fit`` or ``org_size``; QueryError where the catalogue has no such column."""
    product, _, name = column.rpartition(".")
    if product and product not in catalog.products:
        raise QueryError(text("There is no product '{product}'.", product=product))
    known = (
        (*catalog.product_fields, *DERIVED_SCORES, *MODEL_SCORES)
        if product
        else (*catalog.fields, *MEMBERSHIPS, "agreements")
    )
    if name not in known:
        raise QueryError(text("There is no column '{field}'.", field=column))
    return Reference(name, product)


def is_agreement_field(catalog: Catalog, name: str) -> bool:
    """Whether a field describes an agreement and not the customer."""
    known = catalog.fields.get(name)
    return name == "agreements" or (known is not None and known.level == "agreement")


def is_score_field(catalog: Catalog, name: str) -> bool:
    """Whether a field exists once a product."""
    return name in catalog.product_fields or name in (*DERIVED_SCORES, *MODEL_SCORES)
