"""Puts staged reports in place of what the store holds of them, by month, report and partner location."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog
from scoring.errors import WorkspaceError
from scoring.importing import own_publish, resolve
from scoring.importing.convert import ROW
from scoring.importing.stage import Progress, Staged
from scoring.importing.summary import Change
from scoring.workspace import OWN_TABLES, Snapshot, Writer, quoted, table_columns

if TYPE_CHECKING:
    import duckdb

Key = tuple[str, str, str]  # month, report, partner id


def publish(
    writer: Writer,
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    staged: Sequence[Staged],
    progress: Progress,
) -> tuple[Change, ...]:
    """Write what differs from the store and commit it; nothing is written where all of it is there already."""
    snapshot = writer.workspace.snapshot()
    before = _existing(snapshot, catalog, connection)
    sources = _new_sources(connection, staged)
    changes = [_change(key, source, before.get(key)) for key, source in sorted(sources.items())]
    changed = [(change.month, change.report, change.partner_id) for change in changes if change.what != "unchanged"]
    months: list[str] = []
    tables: dict[str, duckdb.DuckDBPyRelation] = {}
    if changed:
        grown = {month for month, _, _ in before} if writer.outgrown() else set()
        months = sorted({month for month, _, _ in changed} | grown)
        _merge(catalog, connection, changed, months)
        tables = _tables(catalog, connection, [sources[key] for key in changed])
    own_changes, own_tables = own_publish.prepare(snapshot, catalog, connection, staged)
    if tables or own_tables:
        _write(writer, {**tables, **own_tables}, months, progress)
        own = ((table.removeprefix("own_"),) for table in own_tables if table != "own_sources")
        writer.commit("imported " + ", ".join(" ".join(filter(None, key)) for key in (*changed, *own)))
    return (*changes, *own_changes)


def _write(
    writer: Writer, tables: Mapping[str, "duckdb.DuckDBPyRelation"], months: Sequence[str], progress: Progress
) -> None:
    for number, (table, relation) in enumerate(tables.items()):
        progress(f"writing {table}", number, len(tables))
        # A stream of many batches would be written in any order; the private rows may be, and are too many for one.
        whole = relation if table == "rows" else relation.to_arrow_table().combine_chunks()
        if table in OWN_TABLES:
            writer.replace_whole(table, whole)
        else:
            writer.replace(table, whole, months)
    progress("committing", len(tables), len(tables))


def _existing(
    snapshot: Snapshot | None, catalog: Catalog, connection: "duckdb.DuckDBPyConnection"
) -> dict[Key, tuple[str, int]]:
    """What the store holds: key -> (fingerprint, rows). Makes old_rows and old_sources."""
    for table in ("rows", "sources"):
        if snapshot:
            snapshot.view(connection, table, f"old_{table}")
            _check_kinds(catalog, connection, table)
        else:
            columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in table_columns(catalog, table).items())
            connection.execute(f"CREATE TABLE old_{table} ({columns})")
    found = connection.execute("SELECT month, report, partner_id, fingerprint, rows FROM old_sources").fetchall()
    return {(month, report, partner): (mark, rows) for month, report, partner, mark, rows in found}


def _check_kinds(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    """Raises WorkspaceError where the catalogue gives a field another kind than the store has."""
    stored = {row[0]: row[1] for row in connection.execute(f"DESCRIBE old_{table}").fetchall()}
    for column, kind in table_columns(catalog, table).items():
        if stored[column] != kind:
            raise WorkspaceError(
                f"The catalogue says that '{column}' is {kind}; it was imported as {stored[column]}. "
                "Give the field another id, or import into a new workspace."
            )


def _change(key: Key, source: Mapping[str, Any], before: tuple[str, int] | None) -> Change:
    if before is None:
        return Change(*key, "added", source["rows"])
    what = "unchanged" if before[0] == source["fingerprint"] else "replaced"
    return Change(*key, what, source["rows"], before[1])


def _new_sources(connection: "duckdb.DuckDBPyConnection", staged: Sequence[Staged]) -> dict[Key, dict[str, Any]]:
    """The rows of the table ``sources`` for what is staged, by their keys."""
    sources: dict[Key, dict[str, Any]] = {}
    for month, report, partner, name, rows, customers, mark in _fingerprints(connection):
        files = [
            item
            for item in staged
            if (item.job.month, item.job.found.report) == (month, report) and partner in item.partners
        ]
        columns = _columns(files)
        sources[month, report, partner] = {
            "month": month,
            "report": report,
            "partner_id": partner,
            "partner_name": name,
            "layout": min(files, key=lambda item: (-item.rows, item.job.found.layout)).job.found.layout,
            "files": sorted({item.job.path.name for item in files}),
            "rows": rows,
            "customers": customers,
            "columns": json.dumps(columns, ensure_ascii=False),
            "fingerprint": _with_columns(mark, columns),
        }
    return sources


def _columns(files: Iterable[Staged]) -> list[dict[str, str]]:
    """What the columns of some files are, each once, by heading."""
    named = sorted((pair for item in files for pair in item.columns), key=lambda pair: pair[0], reverse=True)
    columns = {(match.field, match.product): (name, match) for name, match in named if match.kind != "blank"}
    return [
        {"name": name, "field": match.field, "kind": match.kind, "product": match.product}
        for name, match in sorted(columns.values(), key=lambda pair: pair[0])
    ]


def _with_columns(mark: str, columns: Sequence[Mapping[str, str]]) -> str:
    """The fingerprint of rows with what their columns are; spelling and order of headings do not count."""
    kinds = sorted((column["field"], column["kind"], column["product"]) for column in columns)
    return hashlib.sha256((mark + json.dumps(kinds)).encode()).hexdigest()


def _fingerprints(connection: "duckdb.DuckDBPyConnection") -> list[tuple[Any, ...]]:
    """(month, report, partner, its name, rows, customers, sha256 of the rows whatever their order)."""
    names = [row[0] for row in connection.execute("DESCRIBE fresh").fetchall()]
    apart = ("month", "report", "partner_id", "_file", ROW)
    texts = ", ".join(f"'{name}=' || {quoted(name)}::VARCHAR" for name in names if name not in apart)
    return connection.execute(
        "SELECT month, report, partner_id, coalesce(min(partner_name), ''), count(*), count(DISTINCT customer_id), "  # noqa: S608
        "sha256(string_agg(mark, '' ORDER BY mark)) "
        f"FROM (SELECT *, sha256(concat_ws(chr(31), {texts})) AS mark FROM fresh) "
        "GROUP BY month, report, partner_id"
    ).fetchall()


def _merge(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", changed: Sequence[Key], months: Sequence[str]
) -> None:
    """The table ``merged``: all rows of the touched months, with what changed in place of what was."""
    columns = ", ".join(quoted(name) for name in table_columns(catalog, "rows"))
    _fill(connection, "changed (month VARCHAR, report VARCHAR, partner_id VARCHAR)", changed)
    _fill(connection, "report_ranks (report VARCHAR, rank INTEGER)", [(r, n) for n, r in enumerate(catalog.reports)])
    _fill(connection, "cohort_ids (id VARCHAR)", [(cohort,) for cohort in catalog.cohorts])
    _fill(connection, "months (month VARCHAR)", [(month,) for month in months])
    connection.execute(
        f"CREATE TABLE merged AS SELECT {columns} FROM fresh SEMI JOIN changed USING (month, report, partner_id) "  # noqa: S608
        f"UNION ALL SELECT {columns} FROM old_rows SEMI JOIN months USING (month) "
        "ANTI JOIN changed USING (month, report, partner_id)"
    )
    connection.execute("DROP TABLE fresh")
    connection.execute(resolve.PLACES)
    connection.execute(resolve.PLACED)


def _fill(connection: "duckdb.DuckDBPyConnection", definition: str, rows: Sequence[Sequence[object]]) -> None:
    """A small table; its values are parameters."""
    connection.execute(f"CREATE TABLE {definition}")
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        name = definition.partition(" ")[0]
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row) for row in rows])  # noqa: S608


def _tables(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", sources: Sequence[Mapping[str, Any]]
) -> dict[str, "duckdb.DuckDBPyRelation"]:
    """Every table of the store for the touched months."""
    columns = table_columns(catalog, "sources")
    definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    _fill(connection, f"new_sources ({definition})", [[source[name] for name in columns] for source in sources])
    return {
        "rows": connection.sql("SELECT * FROM merged ORDER BY month, customer_id, report, partner_id"),
        "customers": connection.sql(resolve.customers(catalog)),
        "scores": connection.sql(resolve.scores(catalog)),
        "memberships": connection.sql(resolve.MEMBERSHIPS),
        "agreements": connection.sql(resolve.agreements(catalog)),
        "sources": connection.sql(
            "SELECT * FROM (SELECT * FROM new_sources UNION ALL BY NAME "
            "SELECT * FROM old_sources SEMI JOIN months USING (month) "
            "ANTI JOIN changed USING (month, report, partner_id)) ORDER BY month, report, partner_id"
        ),
    }
