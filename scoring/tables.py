"""The tables that questions are answered from, resolved once for each commit and kept as one DuckDB file.

The store of record are the Delta tables (:mod:`scoring.workspace`); a file of the cache is a copy of them in the form
that answers fastest: scores with their bands, cells and clusters, names with their keys. It is only ever read. Where it
is missing, stale or damaged it is made again; where nothing can be written, views of the Delta tables answer the same.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from knowledge.cache import fingerprint
from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch
from scoring.availability import Source
from scoring.names import create_names
from scoring.workspace import Snapshot, Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORED = ("customers", "memberships", "agreements")
_STRAY_SECONDS = 3600
_ORDERS = {"scores": "ORDER BY month, product, customer_id"}
"""How tables are kept, so that a question reads only the part of them that it is about."""


def open_tables(workspace: Workspace) -> "ReportTables | None":
    """The tables of the newest commit; None where no report is imported."""
    key = commit_key(workspace)
    if kept := workspace.cache.read(ReportTables.index, key):
        return ReportTables(Snapshot(workspace, kept["number"], kept["versions"]), key, kept)
    snapshot = workspace.snapshot()
    if snapshot is None or not snapshot.months():
        return None
    unchanged = key == commit_key(workspace)  # else a writer came between, and the key may not be the snapshot's
    return ReportTables(snapshot, key if unchanged else "")


def commit_key(workspace: Workspace) -> str:
    """The newest commit, the catalogue and the code that the tables are made from; empty before the first commit."""
    commits = workspace.commits()
    code = [Path(__file__).parent / part for part in ("", "own", "model")]
    return f"{commits}|{workspace.catalog.made_from}|{fingerprint('.py', *code)}" if commits else ""


class Tables(ABC):
    """The tables of one commit, kept as one file. ``key`` names what they are made from; empty where it is not known
    for sure. Subclasses make the tables ``stored`` and say what their sources are.
    """

    index: ClassVar[str]
    stored: ClassVar[tuple[str, ...]]

    def __init__(self, snapshot: Snapshot, key: str, kept: Mapping[str, Any] | None = None) -> None:
        self.key = key
        self.snapshot = snapshot
        self._cache = snapshot.workspace.cache
        self._catalog = snapshot.workspace.catalog
        self._kept = kept
        self._lacking = {"names"}
        self._working: DuckDBPyConnection | None = None

    @abstractmethod
    def _make(self, connection: "DuckDBPyConnection") -> None:
        """Create the tables, or views of them, in a database in memory; ``names`` apart."""

    @abstractmethod
    def _make_names(self, connection: "DuckDBPyConnection") -> None:
        """Create the table ``names``."""

    @abstractmethod
    def _sources(self, connection: "DuckDBPyConnection") -> list[dict[str, Any]]:
        """The sources as plain values, read through a connection that has the tables."""

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What was imported."""
        if self._kept is None:
            connection = self.connection  # which may make the file, and so read the sources
        rows = self._kept["sources"] if self._kept else self._sources(connection)
        return tuple(_source(row) for row in rows)

    @cached_property
    def connection(self) -> "DuckDBPyConnection":
        """A connection with all tables; those of the caller go to its temporary schema."""
        found = self._open()
        if found is None and self.key:
            self._kept = self._keep()
            found = self._open()
        if found is None:
            return self._viewed()
        self._lacking.clear()
        self._working = found
        return found

    def interrupt(self) -> None:
        """End the statement that runs now, if any, which then fails; any thread may call this."""
        if self._working is not None:
            from duckdb import ConnectionException

            with suppress(ConnectionException):  # it was closed by now
                self._working.interrupt()

    def require_names(self) -> None:
        """Make the table ``names`` where no file holds it."""
        connection = self.connection
        if "names" in self._lacking:
            self._make_names(connection)
            self._lacking.remove("names")

    def _viewed(self) -> "DuckDBPyConnection":
        """A database in memory with the tables."""
        import duckdb

        self._working = connection = duckdb.connect()
        self._make(connection)
        return connection

    def _open(self) -> "DuckDBPyConnection | None":
        """The file, if there is one and it is as it was made."""
        if self._kept is None:
            return None
        path = self._cache.path(self._kept["file"])
        with suppress(OSError):
            if _mark(path) == self._kept["mark"]:
                return _open_file(path)
        return None

    def _keep(self) -> dict[str, Any] | None:
        """Make the file; what the index says of it, None where it cannot be kept."""
        if not self._cache.ready():
            return None
        import duckdb

        draft = self._cache.draft(Path(self.index).stem)
        path = draft.with_suffix(".duckdb")
        try:
            sources = self._write(draft)
            draft.replace(path)
            index = {
                "number": self.snapshot.number,
                "versions": dict(self.snapshot.versions),
                "file": path.name,
                "mark": _mark(path),
                "sources": sources,
            }
        except (OSError, duckdb.Error):  # a full disk, say: the store answers without a copy
            _remove(draft)
            return None
        if not self._cache.write(self.index, self.key, index):
            _remove(path)
            return None
        _clean(path, self.index)
        return index

    def _write(self, path: Path) -> list[dict[str, Any]]:
        """Write all tables to a file; the sources."""
        with self._viewed() as connection:
            self._make_names(connection)
            sources = self._sources(connection)
            place = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{place}' AS kept")
            for table in (*self.stored, "names"):
                connection.execute(f"CREATE TABLE kept.{table} AS FROM {table} {_ORDERS.get(table, '')}")
            connection.execute("CREATE INDEX names_by_key ON kept.names (key)")
            connection.execute("DETACH kept")
        return sources


class ReportTables(Tables):
    """What the reports say, month by month; facts of the partner's own customers stand beside the newest month."""

    index = "tables.json"
    stored = (*STORED, "scores", "unreported")

    def _make(self, connection: "DuckDBPyConnection") -> None:
        for table in STORED:
            self.snapshot.view(connection, table)
        self.snapshot.view(connection, "scores", "raw_scores")
        create_scores(connection, self._catalog)
        if self._has_own:
            from scoring.own.beside import add_facts

            add_facts(connection, self.snapshot)
        else:
            connection.execute("CREATE TEMP VIEW unreported AS SELECT 0::BIGINT AS customers")

    @property
    def _has_own(self) -> bool:
        return bool(self.snapshot.months()) and bool(self.snapshot.files("own_customers"))

    def _make_names(self, connection: "DuckDBPyConnection") -> None:
        named = "SELECT customer_id, account_name, domain, city, month FROM customers"
        if self._has_own:
            named += " UNION ALL SELECT customer_id, account_name, domain, city, '' FROM own_customers"
        create_names(connection, self._catalog, named)

    def _sources(self, connection: "DuckDBPyConnection") -> list[dict[str, Any]]:
        found = [
            source
            | {"files": list(source["files"])}
            | {"columns": [[name, match.field, match.kind, match.product] for name, match in source["columns"]]}
            for source in self.snapshot.sources(connection)
        ]
        if self._has_own:
            from scoring.own.beside import known_columns

            newest = self.snapshot.months()[0]
            added = known_columns(connection, self._catalog)
            for source in found:
                source["columns"] += added if source["month"] == newest else []
        return found


def _source(row: Mapping[str, Any]) -> Source:
    columns = tuple((name, ColumnMatch(field, kind, product)) for name, field, kind, product in row["columns"])
    return Source(**{**row, "files": tuple(row["files"]), "columns": columns})


def _open_file(path: Path) -> "DuckDBPyConnection | None":
    """A connection that reads a file, None where DuckDB cannot read it: there is the store.

    It takes DuckDB's extension without the package around it (relations, data frames): a question needs SQL only, and
    the extension alone loads four times as fast. Should a release move it, the package does the same.
    """
    try:
        from _duckdb import Error, connect
    except ImportError:
        from duckdb import Error, connect
    try:
        return connect(str(path), read_only=True)
    except Error:
        return None


def _mark(path: Path) -> list[int]:
    """Size and time of a file, which tell whether it is still as it was made."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _clean(path: Path, index: str) -> None:
    """Remove the files of earlier commits, and what was left behind half made."""
    now = time.time()
    for other in path.parent.glob(f"{Path(index).stem}.*"):
        with suppress(OSError):
            drafted = other.suffix == ".new" and now - other.stat().st_mtime < _STRAY_SECONDS
            if other.name not in (path.name, index) and not drafted:
                other.unlink()


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def create_scores(connection: "DuckDBPyConnection", catalog: Catalog) -> None:
    """The view ``scores``: the stored ones with their bands, cells, clusters and revenue as text."""
    bands = sorted(catalog.bands.values(), key=lambda band: band.lower)
    uppers = [*(band.lower for band in bands[1:]), float("inf")]
    squares = [
        (cell.fit, intent, cell.id, number, cell.cluster)
        for number, cell in enumerate(catalog.cells.values(), 1)
        for intent in cell.intent
    ]
    rows = [(fit, *row) for fit in catalog.bands if (row := _whole_row(fit, squares))]
    ranks = [(cluster.id, cluster.title, cluster.rank) for cluster in catalog.clusters.values()]
    limits = [(band.id, band.lower, upper) for band, upper in zip(bands, uppers, strict=True)]
    fill(connection, "bands(id VARCHAR, low DOUBLE, high DOUBLE)", limits)
    fill(connection, "cells(fit VARCHAR, intent VARCHAR, cell VARCHAR, cell_rank INT, cluster VARCHAR)", squares)
    fill(connection, "rows_of_matrix(fit VARCHAR, cell VARCHAR, cell_rank INT, cluster VARCHAR)", rows)
    fill(connection, "ranks(cluster VARCHAR, title VARCHAR, rank INT)", ranks)
    for statement in (_MONEY, _BANDED, _SCORES):
        connection.execute(statement)


def _whole_row(
    fit: str, squares: Sequence[tuple[str, str, str, int, str]]
) -> tuple[str | None, int | None, str] | None:
    """What a fit band decides alone: its cell (where the row has one) and its cluster; None where intent splits it."""
    row = [square[2:] for square in squares if square[0] == fit]
    if len({cluster for _, _, cluster in row}) != 1:
        return None
    cell, rank, cluster = row[0]
    return (cell, rank, cluster) if len({cell for cell, _, _ in row}) == 1 else (None, None, cluster)


def fill(connection: "DuckDBPyConnection", definition: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """A small temporary table; its values are parameters."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {definition}")
    if rows:
        marks = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
        name = definition.partition("(")[0]
        connection.execute(f"INSERT INTO {name} VALUES {marks}", [value for row in rows for value in row])  # noqa: S608


_MONEY = """
CREATE TEMP MACRO money(x) AS
'$' || CASE WHEN x >= 1000 AND x % 1000 = 0 THEN (x / 1000)::BIGINT || 'K' ELSE x::BIGINT::VARCHAR END
"""
_BANDED = """
CREATE TEMP VIEW banded AS
SELECT s.* EXCLUDE (fit_band, intent_band),
       coalesce(s.fit_band, f.id) AS fit_band, coalesce(s.intent_band, i.id) AS intent_band
FROM raw_scores s
LEFT JOIN bands f ON s.fit >= f.low AND s.fit < f.high
LEFT JOIN bands i ON s.intent >= i.low AND s.intent < i.high
"""
_SCORES = """
CREATE TEMP VIEW scores AS
SELECT s.* EXCLUDE (cluster), r.cluster, r.title AS cluster_title, r.rank,
       coalesce(m.cell, f.cell) AS cell, coalesce(m.cell_rank, f.cell_rank) AS cell_rank,
       money(revenue_low) || CASE WHEN revenue_high IS NULL THEN '+' ELSE ' - ' || money(revenue_high) END
           AS revenue_text
FROM banded s
LEFT JOIN cells m ON m.fit = s.fit_band AND m.intent = s.intent_band
LEFT JOIN rows_of_matrix f ON f.fit = s.fit_band
LEFT JOIN ranks r ON r.cluster = coalesce(s.cluster, m.cluster, f.cluster)
"""
