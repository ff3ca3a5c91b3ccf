"""What the scores of all own customers come to: by product, by cohort, and what stands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring.engine import Engine
from scoring.own.staleness import stale_scores
from scoring.own.stored import Stored
from scoring.own.tables import OwnTables


@dataclass(frozen=True)
class ProductSummary:
    """One product: customers scored, how many in each cluster (by id, best first), the mean propensity in percent (one
    decimal), how many stand near a band's edge, and how many are whitespace."""

    product: str
    customers: int
    clusters: Mapping[str, int]
    propensity: float
    near_cutoff: int
    whitespace: int


@dataclass(frozen=True)
class ScoreSummary:
    """All own customers as of a day, by one model. ``cohorts`` holds the members of each cohort that has a rule, by id;
    ``out_of_service`` counts customers that run technology whose support has ended."""

    model: str
    about: str
    as_of: date
    customers: int
    products: tuple[ProductSummary, ...]
    cohorts: Mapping[str, int]
    out_of_service: int
    warnings: tuple[str, ...]


def summarise_scores(engine: Engine, products: tuple[str, ...] = ()) -> ScoreSummary:
    """The summary for some products, or for all that the model in use scores. Raises NotInData without own data."""
    own = engine.own
    tables = own.tables
    assert isinstance(tables, OwnTables)  # noqa: S101 - what Engine.own promises
    catalog = own.catalog
    clusters = {(row["product"], row["cluster"]): row["customers"] for row in own.fetch(_CLUSTERS)}
    rows = {row["product"]: row for row in own.fetch(_PRODUCTS)}
    members = {row["key"]: row["customers"] for row in own.fetch(_COHORTS)}
    whole = own.fetch(_WHOLE)[0]
    return ScoreSummary(
        model=tables.model.id,
        about=tables.model.about,
        as_of=tables.as_of,
        customers=whole["customers"],
        products=tuple(
            ProductSummary(
                product=name,
                customers=rows[name]["customers"],
                clusters={cluster: clusters.get((name, cluster), 0) for cluster in catalog.clusters},
                propensity=rows[name]["propensity"],
                near_cutoff=rows[name]["near"],
                whitespace=rows[name]["whitespace"],
            )
            for name in catalog.products
            if name in rows and (name in products or not products)
        ),
        cohorts={cohort: members.get(cohort, 0) for cohort in own.availability.cohorts(tables.month)},
        out_of_service=whole["out_of_service"],
        warnings=(*_lacking(own.stored()), *stale_scores(tables.model, own.stored(), tables.as_of)),
    )


def _lacking(stored: tuple[Stored, ...]) -> tuple[str, ...]:
    """What cannot be said without subscriptions."""
    if any(table.table == "subscriptions" for table in stored):
        return ()
    return ("No subscriptions are imported: what customers own, most cohorts and potential revenue are not known.",)


_CLUSTERS = "SELECT product, cluster, count(*) AS customers FROM scores GROUP BY product, cluster"
_PRODUCTS = """
SELECT product, count(*) AS customers, round(sum(round(propensity * 10)::BIGINT) / count(*) / 10, 1) AS propensity,
       count(*) FILTER (near_cutoff) AS near, count(*) FILTER (model_type = 'whitespace') AS whitespace
FROM scores GROUP BY product
"""
_COHORTS = "SELECT key, count(DISTINCT customer_id) AS customers FROM memberships GROUP BY key"
_WHOLE = """
SELECT count(*) AS customers, count(*) FILTER (len(eos_technology) > 0) AS out_of_service FROM customers
"""
