"""A partner's own tables in DuckDB, from rows or from files, with the columns that the import gives them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from knowledge.catalog import Catalog, load_catalog
from scoring.importing import import_reports
from scoring.own.facts import create_facts
from scoring.workspace import OWN_TABLES, TABLES, Workspace

CATALOG = load_catalog()
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
CUSTOMERS = "customer_id VARCHAR, org_size DOUBLE, installed_technology VARCHAR[], extras VARCHAR"
SUBSCRIPTIONS = (
    "customer_id VARCHAR, product VARCHAR, sku VARCHAR, seats DOUBLE, assigned_seats DOUBLE, azure_acr DOUBLE, "
    "revenue DOUBLE"
)
REPORTS = (
    "month VARCHAR, customer_id VARCHAR, reports VARCHAR[], existing_workloads VARCHAR[], "
    "recommended_workloads VARCHAR[]"
)


def needs_shared(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test of the shared sample; it is left out where the sample is not at hand."""
    left_out = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample data is not beside the checkout")
    return pytest.mark.shared(left_out(test))


Customer = tuple[str, float | None, list[str] | None]
Line = tuple[str, str, str | None, float | None, float | None]


def own_tables(
    customers: Iterable[Customer], lines: Iterable[Line] = (), reports: Iterable[Sequence[Any]] = ()
) -> duckdb.DuckDBPyConnection:
    """Customers (id, employees, installed), lines (customer, product, SKU, seats, Azure USD a month), report rows."""
    connection = duckdb.connect()
    fill(connection, f"own_customers({CUSTOMERS})", [(*customer, "{}") for customer in customers])
    rows = [(customer, product, sku, seats, None, acr, None) for customer, product, sku, seats, acr in lines]
    fill(connection, f"own_subscriptions({SUBSCRIPTIONS})", rows)
    if reports := list(reports):
        fill(connection, f"customers({REPORTS})", reports)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, definition: str, rows: Sequence[Sequence[Any]]) -> None:
    connection.execute(f"CREATE TABLE {definition}")
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {definition.partition('(')[0]} VALUES ({marks})", rows)  # noqa: S608


def facts(connection: duckdb.DuckDBPyConnection, *columns: str, catalog: Catalog = CATALOG) -> dict[str, Any]:
    """The facts of all customers: id -> values of the columns (the value itself where there is one column)."""
    create_facts(connection, catalog)
    rows = connection.execute(f"SELECT customer_id, {', '.join(columns)} FROM facts ORDER BY 1").fetchall()  # noqa: S608
    return {row[0]: row[1] if len(columns) == 1 else row[1:] for row in rows}


def row(connection: duckdb.DuckDBPyConnection, customer: str) -> dict[str, Any]:
    """One customer's row of ``facts``."""
    found = connection.execute("SELECT * FROM facts WHERE customer_id = ?", [customer])
    names = [column[0] for column in found.description or []]
    (values,) = found.fetchall()
    return dict(zip(names, values, strict=True))


def imported(workspace: Workspace, *paths: Path) -> duckdb.DuckDBPyConnection:
    """The tables of an import of these files: the own ones and those of the reports."""
    import_reports(workspace, paths)
    snapshot = workspace.snapshot()
    assert snapshot is not None
    connection = duckdb.connect()
    for table in (*OWN_TABLES, *TABLES):
        snapshot.view(connection, table)
    return connection
