"""The columns of a list that is handed on: which there are, what they are called, and what their values are."""

from collections.abc import Iterable, Sequence
from math import isfinite

from assistant.export.listing import Column, Kind
from knowledge.catalog import Catalog
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.query import EACH, Query, walk

PLACE = "place"
WHO = (
    "customer_id", "account_name", "domain", "city", "state", "country", "industry", "sub_segment", "org_size",
)  # fmt: skip
OF_AGREEMENTS = ("agreement_id", "division")  # the ids and divisions of a customer's agreements that are meant
FULL = ("cluster", "cell", "fit", "intent", "revenue_low", "revenue_high", "potential_revenue", "reason")
BRIEF = ("cluster", "revenue_low")
MOST_FULL = 3  # products of which a list shows everything
BEHIND_REASON = ("cluster", "cell", "fit", "intent", "fit_band", "intent_band", "signals")
_TITLES = {"agreement_end": "First agreement end date", "agreement_id": "Agreement IDs", "division": "Divisions"}
_KINDS: dict[str, Kind] = {
    "id": "id",
    "text": "text",
    "number": "whole",
    "money": "USD",
    "date": "date",
    "flag": "flag",
    "list": "text",
}
SCORES: dict[str, tuple[str, Kind]] = {
    "cluster": ("cluster", "cluster"),
    "cell": ("cell", "text"),
    "fit": ("fit", "number"),
    "intent": ("intent", "number"),
    "propensity": ("propensity", "percent"),
    "revenue_low": ("potential revenue, from", "USD"),
    "revenue_high": ("potential revenue, to", "USD"),
    "potential_revenue": ("potential revenue", "text"),
    "signals": ("signals", "text"),
    "reason": ("reason", "text"),
    "fit_change": ("fit change", "number"),
    "intent_change": ("intent change", "number"),
    "cluster_change": ("cluster change", "whole"),
}


def columns_of(engine: Engine, query: Query, month: str) -> tuple[str, ...]:
    """The names of the columns that a list is handed on with; ``engine`` is the one that answers ``query``.

    Who the customers are, what the query filters or sorts by, and by product what its scores say: everything for up to
    three products that are named; cluster and potential revenue for all products where none or more are.
    """
    shown = engine.shown_columns(query)
    who = [name for name in WHO if name == "customer_id" or engine.availability.has(month, name)]
    others = [name for name in shown if "." not in name and name not in who and name in engine.catalog.fields]
    if "agreements" in shown:
        others += ["agreements", *(name for name in OF_AGREEMENTS if engine.availability.has(month, name))]
    products = _products(engine.catalog, query, shown)
    scores = _full(products, engine.by_model) if 0 < len(products) <= MOST_FULL else []
    if not scores:
        scores = [f"{name}.{part}" for name in products or engine.availability.products(month) for part in BRIEF]
    return tuple(dict.fromkeys((PLACE, *who, *others, *scores)))


def _products(catalog: Catalog, query: Query, shown: Iterable[str]) -> list[str]:
    """The products that a list is about, in the order in which they are named."""
    listed = [name.partition(".")[0] for name in shown if "." in name]
    named = [name for item in walk(query.set.filters) for name in item.products if item.products != EACH]
    return [name for name in dict.fromkeys((*listed, *named)) if name in catalog.products]


def _full(products: Sequence[str], by_model: bool) -> list[str]:
    parts = (*FULL[:-1], "propensity", FULL[-1]) if by_model else FULL
    return [f"{product}.{part}" for product in products for part in parts]


def column(catalog: Catalog, name: str) -> Column:
    """The column of a name: ``place``, a field id, ``agreements``, or product and score (``azure.fit``); QueryError
    where there is none."""
    if name == PLACE:
        return Column(name, "#", "whole")
    if name == "agreements":
        return Column(name, "Agreements", "whole")
    product, _, part = name.rpartition(".")
    if product in catalog.products and part in SCORES:
        title, kind = SCORES[part]
        return Column(name, f"{catalog.products[product].label} {title}", kind)
    field = catalog.fields.get(name)
    if field is None:
        raise QueryError(f"There is no column '{name}'.")
    kind = "text" if name in OF_AGREEMENTS else _KINDS[field.kind]
    return Column(name, _TITLES.get(name, field.title), kind)


def value(kind: Kind, found: object) -> object:
    """A value as a column of this kind holds it: whole numbers as int, lists as text, None for what is no number."""
    if isinstance(found, list):
        return "; ".join(map(str, found))
    if isinstance(found, float) and not isfinite(found):
        return None
    if isinstance(found, float) and kind in ("whole", "USD") and found.is_integer():
        return int(found)
    return found


def reason(catalog: Catalog, product: str, row: dict[str, object]) -> str | None:
    """Why a customer stands where it does for a product: ``Act Now (A1): fit 92 (High), intent 57 (Medium). Signals:
    Hiring: security analyst (2026-08-28).``; None where nothing is known of it. ``row`` holds ``BEHIND_REASON``.
    """
    cluster, cell, fit, intent, fit_band, intent_band, signals = (row[f"{product}.{part}"] for part in BEHIND_REASON)
    if cluster is None:
        return None
    scores = [_score(catalog, *each) for each in (("fit", fit, fit_band), ("intent", intent, intent_band))]
    known = ", ".join(score for score in scores if score)
    head = f"{cluster} ({cell})" if cell else str(cluster)
    words = f"{head}: {known}." if known else f"{head}."
    return f"{words} Signals: {signals}." if signals else words


def _score(catalog: Catalog, name: str, score: object, band: object) -> str:
    title = catalog.bands[str(band)].title if band else ""
    if isinstance(score, float):
        return f"{name} {score:.10g} ({title})"
    return f"{name} {title}" if title else ""
