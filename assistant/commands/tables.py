"""The tables that can be exported, as SQL over the views of the engine. Their columns are a promise to scripts.

Rows are of a source (``report``, or ``model``: the partner's own data, scored by its model) and of one month of it;
where both hold a table, the rows of both are written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from scoring.engine import Engine
from scoring.errors import NotInData

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TableName = Literal["customers", "scores", "reasons", "cohorts", "signals"]

CUSTOMERS = """
SELECT customer_id, month, * EXCLUDE (customer_id, month), $source AS source FROM customers WHERE month = $month
"""
SCORES = """
SELECT s.customer_id, map($products, $columns)[s.product] AS product, s.month, $source AS source,
       round(s.fit, 1) AS fit, round(s.intent, 1) AS intent,
       map($bands, $band_titles)[s.fit_band] AS fit_band, map($bands, $band_titles)[s.intent_band] AS intent_band,
       s.cell, s.cluster_title AS cluster, {propensity} AS propensity, s.revenue_low, s.revenue_high,
       {model_type} AS model_type, {near_cutoff} AS near_cutoff
FROM scores s WHERE s.month = $month
"""
OF_MODEL = {"propensity": "DOUBLE", "model_type": "VARCHAR", "near_cutoff": "BOOLEAN"}
REPORTED = SCORES.format(**{name: f"NULL::{kind}" for name, kind in OF_MODEL.items()})
OWN = SCORES.format(**{name: f"s.{name}" for name in OF_MODEL})
COHORTS = """
SELECT m.customer_id, m.month, m.key AS id, coalesce(map($keys, $titles)[m.key], m.key) AS title, m.kind, m.report,
       $source AS source
FROM memberships m WHERE m.month = $month
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
       found.detail AS detail, try_cast(nullif(found.observed, '') AS DATE) AS observed,
       NULL::DOUBLE AS strength, $source AS source, place
FROM split
"""
OWN_SIGNALS = """
SELECT customer_id, $month AS month, NULL::VARCHAR AS product,
       coalesce(map($ids, $types)[signal_type], signal_type) AS type, detail, observed_on AS observed,
       strength, $source AS source, row_number() OVER (ORDER BY customer_id, observed_on DESC, signal_type, detail,
       own_signals.source, strength) AS place
FROM own_signals WHERE observed_on <= $as_of::DATE
"""


@dataclass(frozen=True)
class Table:
    """One table: its SQL by source, where its months are found, and its order. ``hidden`` columns are there for the
    order only. Of a ``single`` table each customer is in one source: in the first that has it.
    """

    what: str
    sql: Mapping[str, str]
    months: Mapping[str, str]
    order: str
    single: bool = False
    hidden: tuple[str, ...] = ()


def _both(sql: str) -> Mapping[str, str]:
    return {"report": sql, "model": sql}


_PRODUCT = "list_position($columns, product)"
TABLES: Mapping[str, Table] = {
    "customers": Table("customers", _both(CUSTOMERS), _both("FROM customers"), "customer_id", single=True),
    "scores": Table(
        "scores",
        {"report": REPORTED, "model": OWN},
        _both("FROM scores"),
        f"customer_id, {_PRODUCT}, source",
    ),
    "cohorts": Table(
        "cohorts or plays",
        _both(COHORTS),
        _both("FROM memberships"),
        "customer_id, source, kind, id, report",
    ),
    "signals": Table(
        "signal explanations",
        {"report": SIGNALS, "model": OWN_SIGNALS},
        {"report": "FROM scores WHERE signals IS NOT NULL", "model": "FROM customers WHERE EXISTS (FROM own_signals)"},
        f"customer_id, source, {_PRODUCT}, place",
        hidden=("place",),
    ),
}


@dataclass(frozen=True)
class Part:
    """What one source holds of a table: its rows of one month."""

    source: str
    engine: Engine
    month: str


def parts_of(engine: Engine, table: Table, month: str | None) -> list[Part]:
    """The sources to export from: the engine's own choice, else all that hold the table. NotInData where none does.

    Without a month it is the newest of each; a month that is named is one of the reports, or that of the as-of date.
    """
    wanted = [engine.source] if engine.source else ["report", "model"]
    found: list[Part] = []
    missing: list[NotInData] = []
    for source in wanted:
        try:
            chosen = engine.own if source == "model" else engine.reports
            found.append(Part(source, chosen, month_of(chosen, table, source, month)))
        except NotInData as error:
            missing.append(error)
    if not found:
        raise missing[0]
    return found


def month_of(engine: Engine, table: Table, source: str, month: str | None) -> str:
    """The month to export: the one named, else the newest that has rows. NotInData where there are none."""
    found = engine.fetch(f"SELECT DISTINCT month {table.months[source]} ORDER BY month DESC")
    months = [row["month"] for row in found]
    if month and month not in engine.availability.months:
        raise NotInData(_no_month(engine, source, month))
    if not months or (month and month not in months):
        held = "Your own data holds" if source == "model" else f"The imported reports{_of(month)} hold"
        raise NotInData(f"{held} no {table.what}.")
    return month or str(months[0])


def _no_month(engine: Engine, source: str, month: str) -> str:
    if source == "model":
        return f"Own scores are as of {engine.as_of}: there are none of {month}. Name another day with --as-of."
    known = ", ".join(engine.availability.months)
    return f"There is no report of {month}: the imported months are {known}."


def _of(month: str | None) -> str:
    return f" of {month}" if month else ""


def prepare(connection: "DuckDBPyConnection", table: Table, parts: Sequence[Part]) -> int:
    """Make the temporary table ``exported``, in its order; the number of its rows."""
    connection.execute("DROP TABLE IF EXISTS gathered")
    for part in parts:
        _gather(connection, table, part)
    order = {"columns": _values(parts[0])["columns"]} if _PRODUCT in table.order else {}
    hidden = f" EXCLUDE ({', '.join(table.hidden)})" if table.hidden else ""
    kept = " QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY source DESC) = 1" if table.single else ""
    chosen = f"SELECT *{hidden} FROM gathered{kept} ORDER BY {table.order}"  # noqa: S608 - all of it from TABLES
    connection.execute(f"CREATE OR REPLACE TEMP TABLE exported AS {chosen}", order)
    rows = connection.execute("SELECT count(*) FROM exported").fetchall()
    return int(rows[0][0])


def _gather(connection: "DuckDBPyConnection", table: Table, part: Part) -> None:
    """Add what one source holds to the table ``gathered``. Columns that an earlier source lacks are added to it."""
    given = _values(part) | {"month": part.month, "source": part.source, "as_of": part.engine.as_of.isoformat()}
    values = {name: value for name, value in given.items() if f"${name}" in table.sql[part.source]}
    theirs = part.engine.connection
    theirs.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS {table.sql[part.source]}", values)
    if theirs is not connection:
        _move(theirs, connection)
    before = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'gathered'").fetchall()
    if before:
        connection.execute("CREATE OR REPLACE TEMP TABLE gathered AS FROM gathered UNION ALL BY NAME FROM arriving")
    else:
        connection.execute("CREATE TEMP TABLE gathered AS FROM arriving")


def _move(origin: "DuckDBPyConnection", target: "DuckDBPyConnection") -> None:
    """Bring the table ``arriving`` from one connection to another, by a file, so that no row passes through Python."""
    with TemporaryDirectory() as folder:
        place = str(Path(folder) / "arriving.parquet").replace("'", "''")
        origin.execute(f"COPY arriving TO '{place}' (FORMAT parquet)")
        target.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS FROM '{place}'")


def _values(part: Part) -> dict[str, Any]:
    """What the SQL needs of the catalogue: ids beside the names that the reports give them."""
    catalog = part.engine.catalog
    titles = {cohort.id: cohort.title for cohort in catalog.cohorts.values()}
    titles |= part.engine.availability.plays(part.month)
    signals = catalog.signals.values()
    own = part.source == "model"
    types = {
        name: signal.title for signal in signals for name in ([signal.id] if own else map(str.lower, signal.spellings))
    }
    return {
        "products": list(catalog.products),
        "columns": [product.column for product in catalog.products.values()],
        "bands": list(catalog.bands),
        "band_titles": [band.title for band in catalog.bands.values()],
        "keys": list(titles),
        "titles": list(titles.values()),
        "spellings": list(types),
        "ids": list(types),
        "types": list(types.values()),
    }
