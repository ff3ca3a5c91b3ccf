"""What the catalogue says of a partner's own data: how facts, cohorts, segments and potential revenue come of it.

The entries stand in ``catalog/own.toml``; a partner lays its own prices, names and thresholds over them by id. The
defaults are those of the reference rules, which approximate the vendor's: the vendor's are not published.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from knowledge.catalog import Catalog

Operator = Literal["<", "<=", "=", ">=", ">", "is"]
NUMBERS = ("number", "money")


@dataclass(frozen=True, kw_only=True)
class Technology:
    """Installed technologies that count as one. ``beginnings``: whole words that a technology's name begins with.

    ``eos``: out of service; ``product`` is the one whose scores the flag is laid over.
    """

    id: str
    beginnings: tuple[str, ...]
    eos: bool = False
    product: str = ""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Rows of the subscriptions that count as one thing held.

    A row counts whose product is one of ``products``, or whose SKU holds the words of one of ``skus`` (of a product
    among ``families``, where any are named), but none whose SKU holds one of ``without``. It is held where a row has
    seats other than 0, or, where it is ``metered``, any row. ``product`` is the catalogue's product that it is.
    """

    id: str
    products: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    metered: bool = False
    product: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """How the field of that id is computed for a customer.

    seats: those of the ``holding``, 0 without a row; consumption: Azure revenue of all rows in USD a month, not known
    where the ``holding`` is held and all are blank; held: whether it holds the ``holding``; installed: whether it runs
    one of the ``technologies``; names: which of them it runs.
    """

    id: str
    measure: Literal["seats", "consumption", "held", "installed", "names"]
    holding: str = ""
    technologies: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Potential:
    """Estimated revenue in USD a year: the field ``units`` / ``per`` x ``price``, less the field ``owned`` x its price.

    ``owned_price`` is what one owned unit is worth a year; 0 means ``price``. ``product`` is empty for what has no
    scores of its own.
    """

    id: str
    title: str
    units: str
    price: float
    per: float = 1.0
    owned: str = ""
    owned_price: float = 0.0
    product: str = ""


@dataclass(frozen=True, kw_only=True)
class Brackets:
    """Lower bounds of the ranges that potential revenue is shown as, in USD; the last has no upper bound."""

    bounds: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class NextWorkload:
    """Which rules {owned workloads} -> {next} count: share of the base that has all of them, lift, size of {owned}."""

    min_support: float
    over_lift: float
    max_owned: int


@dataclass(frozen=True, kw_only=True)
class Learning:
    """How models are learned from outcomes.

    leave_out: fields that are no features (names, what is computed of other features); fixed: features that nobody can
    change, so that no advice rests on them; min_won, min_lost: the deals that a product needs; test_share: the newest
    share of deals that is measured on; leak_auc: the ROC AUC from which on a column that alone separates the outcomes
    is taken for a consequence of them; boost_deals: from how many deals of a product on tables are boosted, with terms
    of two features; default_half_life in days, of signal types that the model in use does not know.
    """

    leave_out: tuple[str, ...]
    fixed: tuple[str, ...]
    min_won: int
    min_lost: int
    test_share: float
    leak_auc: float
    boost_deals: int
    default_half_life: float


@dataclass(frozen=True)
class Condition:
    """``fact`` compared with ``value``, or with ``value`` x the field ``times``; a flag is 1 or 0."""

    fact: str
    op: Operator
    value: float
    times: str = ""


_FLAG = re.compile(r"(not )?([a-z]\w*)")
_COMPARISON = re.compile(r"([a-z]\w*) (<=|>=|<|>|=) (?:(\d+(?:\.\d+)?)(?: \* ([a-z]\w*))?|([a-z]\w*))")


@lru_cache(maxsize=1_000)
def parse_condition(text: str) -> Condition:
    """A condition as the catalogue writes it: ``has_e5``, ``not has_e5``, ``m365_seats >= 10``,
    ``copilot_seats < m365_seats``, ``m365_seats < 0.6 * org_size``. ValueError for anything else.
    """
    if flag := _FLAG.fullmatch(text):
        return Condition(flag[2], "is", 0.0 if flag[1] else 1.0)
    found = _COMPARISON.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is no condition such as 'has_e5', 'not has_e5' or 'm365_seats < 0.6 * org_size'")
    fact, op, number, times, other = found.groups()
    return Condition(fact, op, float(number or 1), times or other or "")  # type: ignore[arg-type]


def condition_words(catalog: "Catalog", condition: Condition) -> str:
    """``M365 seats < 0.6 × Org size``, ``Has E5 is No``."""
    title = catalog.fields[condition.fact].title
    if condition.op == "is":
        return f"{title} is {'Yes' if condition.value else 'No'}"
    if not condition.times:
        return f"{title} {condition.op} {condition.value:,.12g}"
    factor = "" if condition.value == 1 else f"{condition.value:,.12g} × "
    return f"{title} {condition.op} {factor}{catalog.fields[condition.times].title}"


def faults(catalog: "Catalog") -> Iterator[tuple[str, str, str]]:
    """What is wrong with the entries: section, id and message."""
    for section, key, name, value, known in _references(catalog):
        if value and value not in known:
            yield section, key, f"'{name}': '{value}' is not known"
    for cohort in catalog.cohorts.values():
        for text in cohort.rules:
            if message := _rule_fault(catalog, text):
                yield "cohort", cohort.id, f"'rules': {message}"
    for fact in catalog.facts.values():
        if fact.measure in ("seats", "held") and not fact.holding:
            yield "fact", fact.id, f"'holding' is missing: a fact of measure '{fact.measure}' needs one"
        if fact.measure in ("installed", "names") and not fact.technologies:
            yield "fact", fact.id, f"'technologies' are missing: a fact of measure '{fact.measure}' needs them"
    for potential in catalog.potentials.values():
        if potential.per <= 0 or potential.price < 0 or potential.owned_price < 0:
            yield "potential", potential.id, "'per' must be over 0, prices 0 or more"
    bounds = catalog.brackets.bounds
    if not bounds or bounds[0] != 0 or list(bounds) != sorted(set(bounds)):
        yield "brackets", "brackets", "'bounds' must begin with 0 and rise"


def _references(catalog: "Catalog") -> Iterator[tuple[str, str, str, str, Container[str]]]:
    """Section, id, key, value and what the value must be among."""
    products = {*catalog.products, *catalog.families}
    for technology in catalog.technologies.values():
        yield "technology", technology.id, "product", technology.product, catalog.products
    for holding in catalog.holdings.values():
        yield from (("holding", holding.id, "products", name, products) for name in holding.products)
        yield from (("holding", holding.id, "families", name, products) for name in holding.families)
        yield "holding", holding.id, "product", holding.product, catalog.products
    for fact in catalog.facts.values():
        yield "fact", fact.id, "field", fact.id, catalog.fields
        yield "fact", fact.id, "holding", fact.holding, catalog.holdings
        yield from (("fact", fact.id, "technologies", name, catalog.technologies) for name in fact.technologies)
    for potential in catalog.potentials.values():
        numbers = [field.id for field in catalog.fields.values() if field.kind in NUMBERS]
        yield "potential", potential.id, "units", potential.units, numbers
        yield "potential", potential.id, "owned", potential.owned, numbers
        yield "potential", potential.id, "product", potential.product, catalog.products


def _rule_fault(catalog: "Catalog", text: str) -> str:
    try:
        condition = parse_condition(text)
    except ValueError as error:
        return str(error)
    for name in filter(None, (condition.fact, condition.times)):
        field = catalog.fields.get(name)
        if field is None or field.level == "agreement":
            return f"there is no customer field '{name}'"
        if (field.kind == "flag") != (condition.op == "is") or field.kind not in (*NUMBERS, "flag"):
            return f"'{text}' does not fit '{name}', which is a {field.kind}"
    return ""
