"""The tables that can be exported, as SQL over the views of the engine. Their columns are a promise to scripts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scoring.engine import Engine
from scoring.errors import NotInData

TableName = Literal["customers", "scores", "cohorts", "signals"]

CUSTOMERS = """
SELECT customer_id, month, * EXCLUDE (customer_id, month) FROM customers WHERE month = $month ORDER BY customer_id
"""
SCORES = """
SELECT s.customer_id, map($products, $columns)[s.product] AS product, s.month, 'report' AS source,
       round(s.fit, 1) AS fit, round(s.intent, 1) AS intent,
       map($bands, $band_titles)[s.fit_band] AS fit_band, map($bands, $band_titles)[s.intent_band] AS intent_band,
       s.cell, s.cluster_title AS cluster, NULL::DOUBLE AS propensity, s.revenue_low, s.revenue_high
FROM scores s WHERE s.month = $month ORDER BY s.customer_id, list_position($products, s.product)
"""
COHORTS = """
SELECT m.customer_id, m.month, m.key AS id, coalesce(map($keys, $titles)[m.key], m.key) AS title, m.kind, m.report
FROM memberships m WHERE m.month = $month ORDER BY m.customer_id, m.kind, m.key, m.report
"""
SIGNALS = r"""
WITH parts AS (
    SELECT s.customer_id, s.month, s.product,
           unnest(string_split(s.signals, '; ')) AS text,
           generate_subscripts(string_split(s.signals, '; '), 1) AS place
    FROM scores s WHERE s.month = $month AND s.signals IS NOT NULL
),
split AS (
    SELECT *, regexp_extract(text, '^(?:([^:]*): )?(.*?)(?: \((\d{4}-\d{2}-\d{2})\))?$', ['type', 'detail', 'observed'])
           AS found
    FROM parts WHERE trim(text) <> ''
)
SELECT customer_id, month, map($products, $columns)[product] AS product,
       coalesce(map($spellings, $types)[lower(found.type)], found.type) AS type,
       found.detail AS detail, try_cast(nullif(found.observed, '') AS DATE) AS observed
FROM split ORDER BY customer_id, list_position($products, product), place
"""


@dataclass(frozen=True)
class Table:
    """One table: its SQL with the parameters, and where its months are found."""

    what: str
    sql: str
    months: str
    parameters: tuple[str, ...] = ()


TABLES: Mapping[TableName, Table] = {
    "customers": Table("customers", CUSTOMERS, "FROM customers"),
    "scores": Table("scores", SCORES, "FROM scores", ("products", "columns", "bands", "band_titles")),
    "cohorts": Table("cohorts or plays", COHORTS, "FROM memberships", ("keys", "titles")),
    "signals": Table(
        "signal explanations",
        SIGNALS,
        "FROM scores WHERE signals IS NOT NULL",
        ("products", "columns", "spellings", "types"),
    ),
}


def month_of(engine: Engine, table: Table, month: str | None) -> str:
    """The month to export: the one named, else the newest that has rows. NotInData where there are none."""
    found = engine.fetch(f"SELECT DISTINCT month {table.months} ORDER BY month DESC")
    months = [row["month"] for row in found]
    if month and month not in engine.availability.months:
        known = ", ".join(engine.availability.months)
        raise NotInData(f"There is no report of {month}: the imported months are {known}.")
    if not months or (month and month not in months):
        raise NotInData(f"The imported reports{f' of {month}' if month else ''} hold no {table.what}.")
    return month or str(months[0])


def prepare(engine: Engine, table: Table, month: str) -> int:
    """Make the temporary table ``exported``, in its order; the number of its rows."""
    values = {"month": month} | {name: _values(engine, month)[name] for name in table.parameters}
    engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE exported AS {table.sql}", values)
    return int(engine.fetch("SELECT count(*) AS rows FROM exported")[0]["rows"])


def _values(engine: Engine, month: str) -> dict[str, Any]:
    """What the SQL needs of the catalogue: ids beside the names that the reports give them."""
    catalog = engine.catalog
    titles = {cohort.id: cohort.title for cohort in catalog.cohorts.values()} | engine.availability.plays(month)
    types = {spelling.lower(): signal.title for signal in catalog.signals.values() for spelling in signal.spellings}
    return {
        "products": list(catalog.products),
        "columns": [product.column for product in catalog.products.values()],
        "bands": list(catalog.bands),
        "band_titles": [band.title for band in catalog.bands.values()],
        "keys": list(titles),
        "titles": list(titles.values()),
        "spellings": list(types),
        "types": list(types.values()),
    }
