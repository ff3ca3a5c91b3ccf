"""Everything that own data says of one customer: facts, scores of each product, cohorts, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.messages import text
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.own.answers import OwnAnswers
from scoring.own.results import NextWorkloads
from scoring.own.tables import OwnTables


@dataclass(frozen=True)
class OwnScore:
    """One product's own scores: fit and intent 0 to 100, propensity in percent; band, cell and cluster by id. Revenue
    is a range in USD as text, None where it is not known; ``near_cutoff``: within 2 points of a band's edge.
    """

    product: str
    fit: float
    intent: float
    fit_band: str
    intent_band: str
    cell: str
    cluster: str
    propensity: float
    model_type: str
    near_cutoff: bool
    revenue: str | None


@dataclass(frozen=True)
class OwnProfile:
    """One own customer as of a day. ``facts`` are its columns by field id, without those that are not known; ``scores``
    by product in the catalogue's order; ``cohorts`` by id, by our own rules."""

    customer: str
    name: str
    model: str
    as_of: date
    facts: Mapping[str, Any]
    scores: Mapping[str, OwnScore]
    cohorts: tuple[str, ...]
    next_workloads: NextWorkloads


def read_profile(engine: Engine, customer: str) -> OwnProfile:
    """The profile of one customer. NotInData without own data, or where it is not among the own customers."""
    own = engine.own
    tables = own.tables
    assert isinstance(tables, OwnTables)  # noqa: S101 - what Engine.own promises
    key: dict[str, object] = {"id": customer}
    rows = own.fetch("SELECT * FROM customers WHERE customer_id = $id", key)
    if not rows:
        raise NotInData(text("There is no customer {customer} among your own customers.", customer=customer))
    scores = {row["product"]: OwnScore(**row) for row in own.fetch(_SCORES, key)}
    members = {row["key"] for row in own.fetch("SELECT key FROM memberships WHERE customer_id = $id", key)}
    return OwnProfile(
        customer=customer,
        name=str(rows[0]["account_name"] or customer),
        model=tables.model.id,
        as_of=tables.as_of,
        facts={name: value for name, value in rows[0].items() if value is not None},
        scores={name: scores[name] for name in own.catalog.products if name in scores},
        cohorts=tuple(cohort for cohort in own.catalog.cohorts if cohort in members),
        next_workloads=OwnAnswers(own).next_workloads(customer),
    )


_SCORES = """
SELECT product, fit, intent, fit_band, intent_band, cell, cluster, propensity, model_type, near_cutoff,
       revenue_text AS revenue
FROM scores WHERE customer_id = $id
"""
