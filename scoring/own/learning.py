"""The tables that a model is learned from: the partner's own ones with the facts, in a database in memory."""

from typing import TYPE_CHECKING

from scoring.errors import NotInData
from scoring.own.facts import create_facts
from scoring.own.tables import NO_OWN_DATA
from scoring.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TABLES = ("own_customers", "own_subscriptions", "own_signals", "own_opportunities")


def open_learning_tables(workspace: Workspace) -> "DuckDBPyConnection":
    """A connection with the own tables of the newest commit and ``facts``. NotInData without own customers."""
    import duckdb

    snapshot = workspace.snapshot()
    if snapshot is None or not snapshot.files("own_customers"):
        raise NotInData(NO_OWN_DATA)
    connection = duckdb.connect()
    for table in _TABLES:
        snapshot.view(connection, table)
    create_facts(connection, workspace.catalog, subscribed=bool(snapshot.files("own_subscriptions")))
    return connection
