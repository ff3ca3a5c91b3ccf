"""The table ``facts``: one row a customer of the own tables, with all that the catalogue computes of its subscriptions
and installed technology.

A customer without a subscription row of a kind has 0 of it; with rows whose number is blank it has an unknown number
(NULL). Nothing installed, or nothing known to be, counts as not installed. The number of employees may be unknown.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.own import Fact, Holding
from scoring.own.parameters import Parameters
from scoring.own.segments import segment_sql
from scoring.workspace import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

INSTALLED = "installed_technology"
WORKLOADS = "existing_workloads"
RECOMMENDED = "recommended_workloads"
NOT_FACTS = ("extras", WORKLOADS)
_OF_SUBSCRIPTIONS = {"seats": "DOUBLE", "held": "BOOLEAN", "consumption": "DOUBLE"}
_DIGITS = 6  # the last digits of a sum would depend on the order in which rows happen to be read


def create_facts(
    connection: "DuckDBPyConnection", catalog: Catalog, snapshot_month: str = "", subscribed: bool = True
) -> None:
    """Make the temporary table ``facts`` from own_customers, own_subscriptions and, where there is a view
    ``customers`` of the reports, the existing workloads of a month's Azure report (the newest, if none is named).

    Where no subscriptions were imported (``subscribed``) nothing is known of them: those facts are NULL.
    """
    create_words(connection)
    _create_workloads(connection, catalog, snapshot_month)
    parameters = Parameters()
    statement = _facts_sql(catalog, parameters, _columns(connection, "own_customers"), subscribed)
    connection.execute(statement, parameters.values)


def create_words(connection: "DuckDBPyConnection") -> None:
    """The macro ``words``: a name in lower case without accents and punctuation, a space behind each word."""
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO words(name) AS "
        "trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', ' ', 'g')) || ' '"
    )


def computed(catalog: Catalog) -> list[str]:
    """The columns of ``facts`` that do not stand in own_customers."""
    return [*catalog.facts, "owned_products", WORKLOADS, *SEGMENTS]


SEGMENTS = {"segment_today": "today", "segment_2021": "2021"}


def _columns(connection: "DuckDBPyConnection", table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def _facts_sql(catalog: Catalog, parameters: Parameters, columns: Sequence[str], subscribed: bool) -> str:
    kept = [column for column in columns if column not in (*computed(catalog), *NOT_FACTS)]
    described = ", ".join(f"c.{quoted(column)}" for column in kept)
    values = ", ".join(
        f"{_fact(catalog, fact, parameters, subscribed)} AS {quoted(fact.id)}" for fact in catalog.facts.values()
    )
    owned = _owned(catalog, parameters) if subscribed else "NULL::VARCHAR[]"
    segments = ", ".join(
        f"{segment_sql(catalog, vintage, parameters)} AS {quoted(name)}" for name, vintage in SEGMENTS.items()
    )
    return f"""
CREATE OR REPLACE TEMP TABLE facts AS
WITH lines AS (SELECT customer_id, seats, azure_acr, {_marks(catalog, parameters)}
    FROM (SELECT *, ' ' || words(coalesce(sku, '')) AS sku_words FROM own_subscriptions)),
held AS (SELECT customer_id, round(sum(azure_acr), {_DIGITS}) AS acr, {_sums(catalog)} FROM lines GROUP BY customer_id),
bare AS (
    SELECT {described}, {values}, {owned} AS owned_products, w.workloads AS {WORKLOADS}
    FROM own_customers c LEFT JOIN held h USING (customer_id) LEFT JOIN workloads w USING (customer_id)
)
SELECT *, {segments} FROM bare ORDER BY customer_id
"""


def _marks(catalog: Catalog, parameters: Parameters) -> str:
    """For each holding, whether a row of the subscriptions counts as it."""
    marks = (f"{_mark(holding, parameters)} AS {quoted(holding.id)}" for holding in catalog.holdings.values())
    return ", ".join(marks)


def _mark(holding: Holding, parameters: Parameters) -> str:
    ways = []
    if holding.products:
        ways.append(f"product IN {parameters.bind_list(holding.products)}")
    if holding.skus:
        family = f"product IN {parameters.bind_list(holding.families)} AND " if holding.families else ""
        ways.append(f"({family}{_any_words(holding.skus, parameters)})")
    test = f"({' OR '.join(ways)})"
    without = f" AND NOT {_any_words(holding.without, parameters)}" if holding.without else ""
    return f"coalesce({test}{without}, false)"


def _any_words(names: Sequence[str], parameters: Parameters) -> str:
    """Whether the SKU holds the words of one of the names."""
    return "(" + " OR ".join(f"contains(sku_words, ' ' || words({parameters.bind(name)}))" for name in names) + ")"


def _sums(catalog: Catalog) -> str:
    """For each holding: rows, seats (0 without a row, NULL where all are blank) and whether it is held."""
    parts = []
    for holding in catalog.holdings.values():
        mark = quoted(holding.id)
        seats = "true" if holding.metered else "coalesce(seats <> 0, true)"
        parts.append(f"CASE WHEN bool_or({mark}) THEN sum(seats) FILTER ({mark}) ELSE 0 END AS {_seats(holding.id)}")
        parts.append(f"bool_or({mark} AND {seats}) AS {_held(holding.id)}")
    return ", ".join(parts)


def _seats(holding: str) -> str:
    return quoted(f"seats {holding}")


def _held(holding: str) -> str:
    return quoted(f"held {holding}")


def _fact(catalog: Catalog, fact: Fact, parameters: Parameters, subscribed: bool) -> str:
    """The value of a fact; a customer that has no row in ``held`` bought nothing, where subscriptions are known."""
    if not subscribed and fact.measure in _OF_SUBSCRIPTIONS:
        return f"NULL::{_OF_SUBSCRIPTIONS[fact.measure]}"
    if fact.measure == "seats":
        return f"CASE WHEN h.customer_id IS NULL THEN 0 ELSE h.{_seats(fact.holding)} END"
    if fact.measure == "held":
        return f"coalesce(h.{_held(fact.holding)}, false)"
    if fact.measure == "consumption":
        blank = f"h.{_held(fact.holding)} AND h.acr IS NULL" if fact.holding else "false"
        return f"CASE WHEN {blank} THEN NULL ELSE coalesce(h.acr, 0) END"
    found = installed_sql(catalog, fact.technologies, parameters)
    return found if fact.measure == "names" else f"len({found}) > 0"


def installed_sql(catalog: Catalog, technologies: Sequence[str], parameters: Parameters) -> str:
    """What of some technologies of the catalogue is installed, sorted; a name begins with theirs in whole words."""
    beginnings = [name for group in technologies for name in catalog.technologies[group].beginnings]
    tests = [f"starts_with(words(t), words({parameters.bind(name)}))" for name in beginnings]
    found = f"list_filter({INSTALLED}, lambda t: {' OR '.join(tests or ['false'])})"
    return f"coalesce(list_sort({found}), []::VARCHAR[])"


def _owned(catalog: Catalog, parameters: Parameters) -> str:
    """The ids of the products that are held, in the order of the catalogue."""
    held = {holding.product: holding.id for holding in catalog.holdings.values() if holding.product}
    parts = [
        f"CASE WHEN h.{_held(held[product])} THEN {parameters.bind(product)} END"
        for product in catalog.products
        if product in held
    ]
    return f"list_filter([{', '.join(parts)}], lambda p: p IS NOT NULL)::VARCHAR[]"


def _create_workloads(connection: "DuckDBPyConnection", catalog: Catalog, month: str) -> None:
    """The temporary table ``workloads``: customer_id, workloads (sorted, each once) and the report's recommended
    ones, in its order, of those that have any workload.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE workloads (customer_id VARCHAR, workloads VARCHAR[], recommended VARCHAR[])"
    )
    if month := month or _newest_month(connection, catalog):
        connection.execute(
            f"INSERT INTO workloads SELECT customer_id, list_sort(list_distinct({WORKLOADS})), {RECOMMENDED} "
            "FROM customers "
            f"WHERE month = $month AND len({WORKLOADS}) > 0 ORDER BY customer_id",
            {"month": month},
        )


def _newest_month(connection: "DuckDBPyConnection", catalog: Catalog) -> str:
    """The newest month whose report of the workloads' product is imported; empty where none is."""
    if not _has_reports(connection):
        return ""
    report = catalog.products[catalog.fields[WORKLOADS].product].report
    found = connection.execute(
        "SELECT max(month) FROM customers WHERE list_contains(reports, $report)", {"report": report}
    ).fetchall()
    return str(found[0][0] or "")


def _has_reports(connection: "DuckDBPyConnection") -> bool:
    found = connection.execute("SELECT 1 FROM duckdb_columns() WHERE table_name = 'customers' LIMIT 1").fetchall()
    return bool(found)
