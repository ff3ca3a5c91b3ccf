"""What shows only when own tables are seen together: rows of customers that nobody knows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scoring.importing.convert import ROW
from scoring.importing.own_stage import File, count

if TYPE_CHECKING:
    import duckdb

    from scoring.workspace import Snapshot

ROWS: Mapping[str, str] = {"subscriptions": "subscriptions", "signals": "signals", "opportunities": "outcomes"}


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
