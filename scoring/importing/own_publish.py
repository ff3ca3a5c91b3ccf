"""Puts staged own tables in the place of what the store holds of them, or unites them with it by their keys."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch
from scoring.importing.own_recognise import IGNORED
from scoring.importing.own_resolve import KEYS
from scoring.importing.own_stage import File
from scoring.importing.summary import Change
from scoring.workspace import Snapshot, quoted, table_columns

if TYPE_CHECKING:
    import duckdb


class Staged(File, Protocol):
    """What is needed of a staged file beside its faults."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> tuple[tuple[str, ColumnMatch], ...]: ...


def prepare(
    snapshot: Snapshot | None, catalog: Catalog, connection: "duckdb.DuckDBPyConnection", staged: Sequence[Staged]
) -> tuple[list[Change], dict[str, "duckdb.DuckDBPyRelation"]]:
    """What changes in the own tables, and the whole content of those that do, ``own_sources`` included."""
    known = {source["table"]: source for source in snapshot.own_sources(connection)} if snapshot else {}
    changes: list[Change] = []
    tables: dict[str, duckdb.DuckDBPyRelation] = {}
    for table in catalog.tables:
        files = [item for item in staged if item.own == table and item.rows]
        if not files:
            continue
        view_old(snapshot, catalog, connection, table)
        change = _unite(connection, table) if catalog.tables[table].united else _replace(connection, table)
        source = _source(catalog, connection, table, files, known.get(table) if catalog.tables[table].united else None)
        if table in known and known[table]["fingerprint"] == source["fingerprint"]:
            change = Change("", table, "", "unchanged", source["rows"], source["rows"])
        else:
            order = ", ".join(map(quoted, table_columns(catalog, f"own_{table}")))
            tables[f"own_{table}"] = connection.sql(f"SELECT * FROM final_{table} ORDER BY {order}")  # noqa: S608
            known[table] = source
        changes.append(change)
    if tables:
        tables["own_sources"] = _sources(catalog, connection, [known[table] for table in sorted(known)])
    return changes, tables


def view_old(snapshot: Snapshot | None, catalog: Catalog, connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    """Make ``old_own_<table>``: what the store holds."""
    if snapshot:
        snapshot.view(connection, f"own_{table}", f"old_own_{table}")
        return
    columns = table_columns(catalog, f"own_{table}").items()
    definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
    connection.execute(f"CREATE TABLE old_own_{table} ({definition})")


def _replace(connection: "duckdb.DuckDBPyConnection", table: str) -> Change:
    connection.execute(f"CREATE VIEW final_{table} AS FROM new_{table}")
    before, now = (_rows(connection, name) for name in (f"old_own_{table}", f"new_{table}"))
    return Change("", table, "", "replaced" if before else "added", now, before)


def _unite(connection: "duckdb.DuckDBPyConnection", table: str) -> Change:
    """The new rows, and the old ones whose keys none has; of signals of one key the strongest, as within one call."""
    key = KEYS[table]
    connection.execute(f"CREATE TEMP TABLE fresh_keys AS SELECT {key} AS key, n AS row FROM new_{table} n")  # noqa: S608
    if table == "signals":
        connection.execute(_STRONGEST)
    else:
        connection.execute(
            f"CREATE TABLE final_{table} AS FROM new_{table} UNION ALL BY NAME "  # noqa: S608
            f"SELECT * FROM old_own_{table} WHERE {key} NOT IN (SELECT key FROM fresh_keys)"
        )
    held, same = connection.execute(
        "SELECT count(*), count(*) FILTER (to_json(f.row)::VARCHAR = to_json(o.row)::VARCHAR) FROM fresh_keys f "  # noqa: S608
        f"JOIN (SELECT {key} AS key, old AS row FROM old_own_{table} old) o USING (key)"
    ).fetchall()[0]
    connection.execute("DROP TABLE fresh_keys")
    before, now, fresh = (_rows(connection, f"{name}_{table}") for name in ("old_own", "final", "new"))
    return Change("", table, "", "united" if before else "added", now, before, fresh - held, held - same)


_STRONGEST = """
CREATE TABLE final_signals AS
SELECT * EXCLUDE (strength), max(strength) AS strength
FROM (FROM new_signals UNION ALL BY NAME FROM old_own_signals) GROUP BY ALL
"""


def _rows(connection: "duckdb.DuckDBPyConnection", table: str) -> int:
    rows: int = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]  # noqa: S608
    return rows


def _source(
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    files: Sequence[Staged],
    before: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The row of ``own_sources``; ``before`` is the one to unite it with."""
    texts = ", ".join(f"'{name}=' || {quoted(name)}::VARCHAR" for name in table_columns(catalog, f"own_{table}"))
    rows, customers, mark = connection.execute(
        "SELECT count(*), count(DISTINCT customer_id), sha256(string_agg(mark, '' ORDER BY mark)) "  # noqa: S608
        f"FROM (SELECT customer_id, sha256(concat_ws(chr(31), {texts})) AS mark FROM final_{table})"
    ).fetchall()[0]
    pairs = [pair for item in files for pair in item.columns] + list(before["columns"] if before else ())
    loose = ("blank", IGNORED, *([] if catalog.tables[table].keeps_unknown else ["extra"]))
    named = sorted(((name, match) for name, match in pairs if match.kind not in loose), key=_heading, reverse=True)
    columns = {it.field: {"name": name, "field": it.field, "kind": it.kind, "product": ""} for name, it in named}
    names = {item.name for item in files} | set(before["files"] if before else ())
    return {
        "table": table,
        "files": sorted(names),
        "rows": rows,
        "customers": customers,
        "columns": json.dumps(sorted(columns.values(), key=lambda column: column["name"]), ensure_ascii=False),
        "fingerprint": mark,
    }


def _heading(pair: tuple[str, ColumnMatch]) -> str:
    return pair[0]


def _sources(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", sources: Sequence[Mapping[str, Any]]
) -> "duckdb.DuckDBPyRelation":
    columns = table_columns(catalog, "own_sources")
    definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE all_own_sources ({definition})")
    for source in sources:
        values = [_as_text(source[name]) if name == "columns" else source[name] for name in columns]
        marks = ", ".join("?" for _ in columns)
        connection.execute(f"INSERT INTO all_own_sources VALUES ({marks})", values)  # noqa: S608
    return connection.sql('SELECT * FROM all_own_sources ORDER BY "table"')


def _as_text(columns: Any) -> str:
    """The columns as JSON, which those that were read from the store are no longer."""
    if isinstance(columns, str):
        return columns
    entries = [{"name": name, "field": it.field, "kind": it.kind, "product": it.product} for name, it in columns]
    return json.dumps(entries, ensure_ascii=False)
