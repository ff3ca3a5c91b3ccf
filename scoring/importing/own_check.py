"""What is doubtful in rows of own tables, which are kept: customers that nobody knows, days to come, odd figures."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from scoring.importing.convert import ROW
from scoring.importing.own_stage import File, count
from scoring.workspace import quoted

if TYPE_CHECKING:
    import duckdb

    from scoring.workspace import Snapshot

ROWS: Mapping[str, str] = {"subscriptions": "subscriptions", "signals": "signals", "opportunities": "outcomes"}
DAYS: Mapping[str, tuple[str, str]] = {
    "signals": ("observed_on", "seen after {}: it counts only from its day on; kept"),
    "opportunities": ("closed_on", "closes after {}: it is not learned from before that day; kept"),
}
"""The day of a row, and what is told where it is still to come, by table."""


def check_customers(
    snapshot: "Snapshot | None", connection: "duckdb.DuckDBPyConnection", files: Sequence[File]
) -> None:
    """Count the rows of customers that are not in customers: those of this import, else those of the store.

    Such rows are kept. Where no customers are known nothing is said.
    """
    if any(file.own == "customers" and file.rows for file in files):
        customers = "fresh_customers"
    elif snapshot and snapshot.files("own_customers"):
        snapshot.view(connection, "own_customers", "known_customers")
        customers = "known_customers"
    else:
        return
    for table, what in ROWS.items():
        source = (
            f"(SELECT _file, {ROW}, customer_id FROM fresh_{table} "  # noqa: S608
            f"WHERE customer_id NOT IN (SELECT customer_id FROM {customers}))"
        )
        message = f"{what} of customers that are not in customers; kept"
        count(connection, source, files, "unknown-customer", "customer_id", message, "kept", "customer_id")


def check_days(connection: "duckdb.DuckDBPyConnection", files: Sequence[File], as_of: date) -> None:
    """Count the signals that were seen, and the deals that close, after a day. They are kept."""
    for table, (field, message) in DAYS.items():
        source = f"(SELECT _file, {ROW}, {field} FROM fresh_{table} WHERE {field} > '{as_of}'::DATE)"  # noqa: S608
        count(connection, source, files, "later-day", field, message.format(as_of), "kept", f"{field}::VARCHAR")


def check_figures(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count the figures above what is usual in their column. They are kept."""
    for column in catalog.table_columns.values():
        if math.isinf(most := column.usual_most):
            continue
        name = quoted(column.field)
        source = f"(SELECT _file, {ROW}, {name} FROM fresh_{column.table} WHERE {name} > {most!r})"  # noqa: S608
        message = f"above {most:g}, far more than is usual; kept"
        count(connection, source, files, "unusual", column.field, message, "kept", f"{name}::VARCHAR")
