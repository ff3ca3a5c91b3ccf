"""From the staged rows of own tables to those that are stored: ``new_<table>``, in the same order whatever the files'.

- customers: one row a customer. Where rows disagree, the first known value as text counts; for flags, Yes.
- subscriptions: one row a customer, product and SKU, the sums of its rows. Of a data set with months only the newest
  month counts, so all figures are those of one month; rows that Partner Center marks as duplicates do not count.
- signals: one row a customer, day, type, detail and source, with the greatest strength.
- opportunities: one row an opportunity id, else a customer, product and day; of several the one that closed last.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.entries import Field
from scoring.importing.convert import ROW
from scoring.importing.own_stage import File, count
from scoring.workspace import own_fields, quoted, table_columns

if TYPE_CHECKING:
    import duckdb

SEPARATOR = "chr(31)"
TABLES = ("customers", "subscriptions", "signals", "opportunities")
_DIGITS = 6  # of sums
SIGNAL_KEY = "customer_id, observed_on, signal_type, coalesce(detail, ''), coalesce(source, '')"
KEYS: Mapping[str, str] = {
    "signals": f"concat_ws({SEPARATOR}, {SIGNAL_KEY})",
    "opportunities": (
        f"coalesce('id' || {SEPARATOR} || opportunity_id, "
        f"concat_ws({SEPARATOR}, 'deal', customer_id, product, coalesce(closed_on::VARCHAR, '')))"
    ),
}
_LAST = "closed_on DESC NULLS LAST, outcome DESC, revenue DESC NULLS LAST, product, customer_id"


def resolve(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Make ``new_<table>`` of every staging table, and count what stands twice and differs."""
    _rule(catalog, connection, files)
    _newest(connection, files)
    _differing_customers(catalog, connection, files)
    for table, kept in (("signals", "the strongest was kept"), ("opportunities", "the newest was kept")):
        _differing(connection, files, table, kept)
    makers: Mapping[str, Callable[[], str]] = {
        "customers": lambda: _customers(catalog),
        "subscriptions": lambda: _SUBSCRIPTIONS,
        "signals": lambda: _SIGNALS,
        "opportunities": lambda: _OPPORTUNITIES,
    }
    for table in TABLES:
        columns = table_columns(catalog, f"own_{table}")
        names = ", ".join(map(quoted, columns))
        connection.execute(f"CREATE TABLE new_{table} AS SELECT {names} FROM ({makers[table]()})")  # noqa: S608
        connection.execute(f"DROP TABLE fresh_{table}")


def _rule(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Blank a column in the files beside a data set that rules it, so that nothing is counted twice."""
    for dataset in catalog.datasets.values():
        table, ruled = f"fresh_{dataset.table}", quoted(dataset.rules)
        if not dataset.rules or not _has(connection, table, f"_dataset = '{dataset.id}' AND {ruled} IS NOT NULL"):
            continue
        others = f"_dataset <> '{dataset.id}' AND {ruled} <> 0"
        for number, rows in _per_file(connection, table, others):
            heading = files[number].heading(dataset.rules)
            files[number].faults.note(f"column '{heading}' of {rows} rows is not read: {dataset.id} has it")
        connection.execute(f"UPDATE {table} SET {ruled} = NULL WHERE _dataset <> '{dataset.id}'")  # noqa: S608


def _newest(connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Leave out the subscriptions of earlier months than the newest of their data set, and marked duplicates."""
    connection.execute(
        "CREATE TEMP TABLE newest AS SELECT _dataset, max(month) AS month FROM fresh_subscriptions "
        "WHERE month IS NOT NULL GROUP BY _dataset"
    )
    for number, rows in _per_file(connection, "fresh_subscriptions", "duplicate"):
        heading = files[number].heading("duplicate")
        files[number].faults.note(f"{rows} rows are not read: '{heading}' says that they stand elsewhere, too")
    earlier = "(_dataset, month) NOT IN (SELECT (_dataset, month) FROM newest) AND month IS NOT NULL"
    for number, rows in _per_file(connection, "fresh_subscriptions", earlier):
        files[number].faults.note(f"{rows} rows of earlier months are not read: figures are those of the newest month")
    connection.execute(f"DELETE FROM fresh_subscriptions WHERE duplicate OR ({earlier})")  # noqa: S608


def _has(connection: "duckdb.DuckDBPyConnection", table: str, condition: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1").fetchall())  # noqa: S608


def _per_file(connection: "duckdb.DuckDBPyConnection", table: str, condition: str) -> list[tuple[int, int]]:
    """(file, rows) of the rows for which a condition holds."""
    sql = f"SELECT _file, count(*) FROM {table} WHERE {condition} GROUP BY _file ORDER BY _file"  # noqa: S608
    return [(number, rows) for number, rows in connection.execute(sql).fetchall()]


def _differing(connection: "duckdb.DuckDBPyConnection", files: Sequence[File], table: str, kept: str) -> None:
    """Count the rows that lose against another row of the same key."""
    order = "strength DESC" if table == "signals" else _LAST
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE losing AS SELECT * FROM fresh_{table} "  # noqa: S608
        f"QUALIFY row_number() OVER (PARTITION BY {KEYS[table]} ORDER BY {order}, _file, {ROW}) > 1"
    )
    what = "signal" if table == "signals" else "opportunity"
    message = f"the {what} stands more than once with different values; {kept}"
    value = "strength::VARCHAR" if table == "signals" else "coalesce(opportunity_id, customer_id)"
    count(connection, "losing", files, f"{what}-twice", "", message, kept, value)


def _differing_customers(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count the rows of a customer that hold another value than the one that counts, column by column."""
    connection.execute(
        "CREATE TEMP TABLE twice AS SELECT * FROM fresh_customers WHERE customer_id IN "
        "(SELECT customer_id FROM fresh_customers GROUP BY 1 HAVING count(*) > 1)"
    )
    for field, text, kept in _cells(catalog):
        name = quoted(field.id)
        source = (
            f"(SELECT t._file, t.{ROW}, {text} AS value, k.kept FROM twice t "  # noqa: S608
            f"JOIN (SELECT customer_id, {kept}({text}) AS kept FROM twice GROUP BY 1) k USING (customer_id) "
            f"WHERE t.{name} IS NOT NULL AND {text} <> k.kept)"
        )
        message = "the customer stands more than once with different values"
        done = "the first by its text was kept" if field.kind != "flag" else "Yes was kept"
        count(connection, source, files, "customer-twice", field.id, message, done, "value")


def _cells(catalog: Catalog) -> Iterator[tuple[Field, str, str]]:
    """(field, its value as text, which of several is kept)."""
    for field in own_fields(catalog):
        yield field, f"{quoted(field.id)}::VARCHAR", "max" if field.kind == "flag" else "min"


def _customers(catalog: Catalog) -> str:
    fields = ", ".join(f"{_first(field)} AS {quoted(field.id)}" for field in own_fields(catalog))
    return f"""
WITH loose AS (SELECT customer_id, unnest(map_entries(extras)) AS entry FROM fresh_customers),
kept AS (SELECT customer_id, entry.key AS key, min(entry.value) AS value FROM loose GROUP BY ALL),
extra AS (
    SELECT customer_id, to_json(map_from_entries(list({{'k': key, 'v': value}} ORDER BY key)))::VARCHAR AS extras
    FROM kept GROUP BY ALL
),
chosen AS (SELECT customer_id, {fields} FROM fresh_customers GROUP BY customer_id)
SELECT chosen.*, extra.extras FROM chosen LEFT JOIN extra USING (customer_id) ORDER BY customer_id
"""  # noqa: S608


def _first(field: Field) -> str:
    """The first known value as text; for flags, Yes."""
    name = quoted(field.id)
    if field.kind == "flag":
        return f"bool_or({name})"
    return f"arg_min({name}, {name}::VARCHAR) FILTER ({name} IS NOT NULL)"


def _sum(column: str) -> str:
    """A sum that does not depend on the order of rows."""
    return f"round(sum({column} ORDER BY {column}), {_DIGITS}) AS {column}"


_SUBSCRIPTIONS = f"""
SELECT customer_id, product, sku, {", ".join(map(_sum, ("seats", "assigned_seats", "azure_acr", "revenue")))}
FROM fresh_subscriptions GROUP BY customer_id, product, sku ORDER BY customer_id, product, sku
"""  # noqa: S608
_SIGNALS = """
SELECT customer_id, observed_on, signal_type, detail, source, max(strength) AS strength
FROM fresh_signals GROUP BY ALL ORDER BY ALL
"""
_OPPORTUNITIES = f"""
SELECT * FROM fresh_opportunities
QUALIFY row_number() OVER (PARTITION BY {KEYS["opportunities"]} ORDER BY {_LAST}, opportunity_id) = 1
ORDER BY closed_on, customer_id, product, opportunity_id
"""  # noqa: S608
