"""Facts of the partner's own customers beside what the reports say of them: columns of the newest month's customers.

The facts have no month. They stand as they were imported last, so with the newest month and no other.
"""

from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from scoring.own.facts import create_facts
from scoring.workspace import SQL_TYPES, Snapshot, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def own_columns(catalog: Catalog) -> dict[str, str]:
    """The columns that only own data fills, with their types."""
    return {field.id: SQL_TYPES[field.kind] for field in catalog.fields.values() if field.level == "own"}


def add_facts(connection: "DuckDBPyConnection", snapshot: Snapshot) -> None:
    """Give the view ``customers`` the columns of the own facts, filled in the newest month; and make ``unreported``,
    the number of own customers that this month's reports do not name.
    """
    for table in ("own_customers", "own_subscriptions"):
        snapshot.view(connection, table)
    catalog = snapshot.workspace.catalog
    create_facts(connection, catalog, subscribed=bool(snapshot.files("own_subscriptions")))
    names = [name for name in own_columns(catalog) if name in _described(connection, "facts")]
    columns = ", ".join(f"CASE WHEN r.month = (SELECT max(month) FROM report_customers) THEN f.{quoted(name)} END "
                        f"AS {quoted(name)}" for name in names)  # fmt: skip
    connection.execute("ALTER VIEW customers RENAME TO report_customers")
    connection.execute(_UNREPORTED)
    connection.execute(
        f"CREATE VIEW customers AS SELECT r.*, {columns} FROM report_customers r LEFT JOIN facts f USING (customer_id)"
    )


def _described(connection: "DuckDBPyConnection", table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def known_columns(connection: "DuckDBPyConnection", catalog: Catalog, table: str = "facts") -> list[list[str]]:
    """The own columns of a table that hold anything, as the sources list columns: heading, field, kind, product."""
    names = [name for name in own_columns(catalog) if name in _described(connection, table)]
    counts = connection.execute(
        "SELECT " + ", ".join(f"count({quoted(name)})" for name in names) + f" FROM {table}"
    ).fetchall()[0]
    fields = catalog.fields
    return [[fields[n].title, n, fields[n].kind, ""] for n, count in zip(names, counts, strict=True) if count]


_UNREPORTED = """
CREATE TEMP VIEW unreported AS
SELECT count(*) AS customers FROM own_customers WHERE customer_id NOT IN (
    SELECT customer_id FROM report_customers WHERE month = (SELECT max(month) FROM report_customers)
)
"""
