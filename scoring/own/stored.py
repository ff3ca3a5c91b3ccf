"""What the store holds of the partner's own tables, for those who ask how things stand."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scoring.workspace import Snapshot

if TYPE_CHECKING:
    import duckdb

_ENDED = """
SELECT product, count(*) FILTER (outcome = 'won') AS won, count(*) FILTER (outcome = 'lost') AS lost
FROM own_opportunities WHERE closed_on IS NULL OR closed_on <= $day::DATE GROUP BY product ORDER BY product
"""
_FUTURE = "SELECT count(*) FROM own_opportunities WHERE closed_on > $day::DATE"
_UNKNOWN = """
SELECT count(*) FROM own_opportunities WHERE customer_id NOT IN (SELECT customer_id FROM own_customers)
"""


@dataclass(frozen=True)
class Stored:
    """One own table. ``newest`` is the last day of signals and of opportunities; None where there are no days.

    ``ended`` holds (won, lost) by product of the deals that have closed, ``future`` counts those that are still to
    close, ``unknown`` the outcomes of customers that are not in customers; all three are of opportunities only.
    """

    table: str
    rows: int
    customers: int
    files: tuple[str, ...]
    newest: date | None = None
    ended: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    unknown: int = 0
    future: int = 0


def read_stored(snapshot: Snapshot | None, as_of: date = date.max) -> tuple[Stored, ...]:
    """The own tables that hold anything, by name. Deals without a day count as closed."""
    if snapshot is None or not snapshot.own():
        return ()
    import duckdb

    with closing(duckdb.connect()) as connection:
        return tuple(
            Stored(
                table=source["table"],
                rows=source["rows"],
                customers=source["customers"],
                files=tuple(source["files"]),
                newest=_newest(snapshot, connection, source["table"]),
                ended=_ended(snapshot, connection, as_of) if source["table"] == "opportunities" else {},
                unknown=_unknown(snapshot, connection) if source["table"] == "opportunities" else 0,
                future=_future(snapshot, connection, as_of) if source["table"] == "opportunities" else 0,
            )
            for source in snapshot.own_sources(connection)
        )


def _newest(snapshot: Snapshot, connection: "duckdb.DuckDBPyConnection", table: str) -> date | None:
    days = {"signals": "observed_on", "opportunities": "closed_on"}
    if table not in days:
        return None
    snapshot.view(connection, f"own_{table}")
    newest: date | None = connection.execute(f"SELECT max({days[table]}) FROM own_{table}").fetchall()[0][0]
    return newest


def _ended(snapshot: Snapshot, connection: "duckdb.DuckDBPyConnection", as_of: date) -> dict[str, tuple[int, int]]:
    snapshot.view(connection, "own_opportunities")
    rows = connection.execute(_ENDED, {"day": as_of.isoformat()}).fetchall()
    return {product: (won, lost) for product, won, lost in rows}


def _future(snapshot: Snapshot, connection: "duckdb.DuckDBPyConnection", as_of: date) -> int:
    snapshot.view(connection, "own_opportunities")
    future: int = connection.execute(_FUTURE, {"day": as_of.isoformat()}).fetchall()[0][0]
    return future


def _unknown(snapshot: Snapshot, connection: "duckdb.DuckDBPyConnection") -> int:
    """0 where no customers are imported."""
    if not snapshot.files("own_customers"):
        return 0
    for table in ("own_customers", "own_opportunities"):
        snapshot.view(connection, table)
    unknown: int = connection.execute(_UNKNOWN).fetchall()[0][0]
    return unknown
