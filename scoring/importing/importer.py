"""Imports reports: recognises, reads and checks all files of a call, then replaces what the store holds of them."""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog, ColumnMatch
from scoring.errors import ImportRefusedError, MonthError, StrictError
from scoring.importing import resolve
from scoring.importing.checks import check_agreements, check_clusters, check_twice
from scoring.importing.convert import EXTRA, PLAY, ROW, Converted, convert
from scoring.importing.read import Dialect, find_dialect, read_file, read_headings
from scoring.importing.recognise import Recognised, recognise, resolve_targets
from scoring.importing.summary import Change, Fault, Faults, FileSummary, ImportSummary
from scoring.workspace import Workspace, Writer, check_month, quoted, table_columns

if TYPE_CHECKING:
    import duckdb

SUFFIXES = (".csv", ".tsv", ".txt")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(?:[012]\d|3[01]))?(?!\d)")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Job:
    """One file that is to be read."""

    path: Path
    month: str
    dialect: Dialect
    found: Recognised


def import_reports(
    workspace: Workspace,
    paths: Sequence[Path],
    month: str | None = None,
    mappings: Mapping[str, str] | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files and folders as one: all of them become visible together, or none.

    ``mappings`` (heading -> field, product.field, cohort or play) are remembered. ``strict`` refuses rows with faults.
    ``progress`` is called with what is being done, how much of it is done, and the total (0 where that is unknown).
    Raises ImportRefusedError and its kinds; nothing is imported then.
    """
    report = progress or (lambda what, done, total: None)
    files, skipped = find_files(paths)
    targets = resolve_targets(workspace.catalog, workspace.mappings() | dict(mappings or {}))
    jobs = [_recognised(workspace.catalog, path, month, targets) for path in files]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as spill, _staging(spill) as connection:
        staged = _stage(workspace.catalog, connection, jobs, report)
        if strict:
            _refuse_faults(staged)
        with workspace.writer() as writer:
            changes = _write(workspace, writer, connection, staged, report)
    workspace.remember(mappings or {})
    summaries = tuple(item.summary() for item in staged)
    return ImportSummary(summaries, changes, tuple(skipped), writer.number)


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files to read, each once, and the names of those in folders that are no text files or hidden."""
    files: dict[Path, Path] = {}
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise ImportRefusedError(f"There is no file or folder {path}.")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_dir():
                continue
            inside = file.relative_to(path).parts if path.is_dir() else ()
            if path.is_dir() and (
                file.suffix.lower() not in SUFFIXES or any(part.startswith((".", "~$")) for part in inside)
            ):
                skipped.append(str(file))
            else:
                files.setdefault(file.resolve(), file)
    if not files:
        raise ImportRefusedError(f"No CSV files in {', '.join(map(str, paths))}. Reports end with .csv, .tsv or .txt.")
    return list(files.values()), skipped


def month_of(path: Path, month: str | None = None) -> str:
    """The month of a file: as given, else from its name, else from the folder nearest to it. Raises MonthError."""
    if month is not None:
        return check_month(month)
    for part in (path.name, *reversed(path.absolute().parent.parts)):
        found = {f"{year}-{number}" for year, number in _MONTH.findall(part)}
        if len(found) > 1:
            raise MonthError(f"'{part}' names several months ({', '.join(sorted(found))}). Say which: --month YYYY-MM.")
        if found:
            return found.pop()
    raise MonthError(f"The month of {path} is not known: no YYYY-MM in its name or folders. Add --month YYYY-MM.")


def _recognised(catalog: Catalog, path: Path, month: str | None, targets: Mapping[str, ColumnMatch]) -> _Job:
    dialect = find_dialect(path, lambda heading: catalog.match_column(heading) is not None)
    found = recognise(catalog, path, read_headings(path, dialect), targets)
    return _Job(path, month_of(path, month), dialect, found)


@dataclass(frozen=True)
class Staged:
    """One file whose rows stand in the staging table, under its number."""

    number: int
    job: _Job
    columns: tuple[tuple[str, ColumnMatch], ...]
    faults: Faults
    rows: int
    customers: int
    partner_ids: tuple[str, ...]
    partners: Mapping[str, str]

    def summary(self) -> FileSummary:
        known = {
            name: f"{match.product}.{match.field}" if match.product else match.field
            for name, match in self.columns
            if match.kind not in ("play", "extra", "blank")
        }
        return FileSummary(
            file=str(self.job.path),
            report=self.job.found.report,
            layout=self.job.found.layout,
            month=self.job.month,
            partner_ids=self.partner_ids,
            rows=self.rows,
            customers=self.customers,
            recognised=known,
            plays={name: match.field for name, match in self.columns if match.kind == "play"},
            unknown=tuple(name for name, match in self.columns if match.kind in ("extra", "blank")),
            warnings=self.faults.warnings(),
        )


def _staging(spill: str) -> "duckdb.DuckDBPyConnection":
    import duckdb

    return duckdb.connect(config={"temp_directory": spill})


def _stage(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", jobs: Sequence[_Job], progress: Progress
) -> list[Staged]:
    """Read all files into the table ``fresh``: the columns of ``rows`` with ``_file`` and ``_row``."""
    columns = table_columns(catalog, "rows") | {"_file": "INTEGER", ROW: "INTEGER"}
    definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE fresh ({definition})")
    staged = []
    for number, job in enumerate(jobs):
        progress(f"reading {job.path.name}", number, len(jobs))
        raw = read_file(job.path, job.dialect, lambda rows, job=job: progress(f"reading {job.path.name}", rows, 0))  # type: ignore[misc]
        faults = Faults(str(job.path))
        for note in job.found.notes:
            faults.add("heading", note, 1, (), note)
        if raw.ragged_count:
            examples = [Fault(row, f"{cells} cells", done) for row, cells, done in raw.ragged]
            faults.add("ragged-row", "", raw.ragged_count, examples, f"rows that do not have {len(raw.headings)} cells")
        converted = convert(catalog, raw, job.found, faults)
        del raw
        _insert(connection, number, job, converted)
        check_clusters(catalog, connection, number, converted, faults)
        staged.append(_staged(connection, number, job, converted, faults))
    check_twice(catalog, connection, staged)
    check_agreements(catalog, connection, staged)
    return staged


def _insert(connection: "duckdb.DuckDBPyConnection", number: int, job: _Job, converted: Converted) -> None:
    """Add the rows of a file; plays become a list of ids, unknown columns a map."""
    table = converted.table
    names = [name for name in table.column_names if not name.startswith((PLAY, EXTRA))]
    keys = {"partner_id": "''", "partner_name": "NULL"}
    selected = [f"coalesce({quoted(name)}, '') AS {name}" if name == "partner_id" else quoted(name) for name in names]
    selected += [f"{value} AS {name}" for name, value in keys.items() if name not in names]
    masks = ", ".join(f"{PLAY}{place}" for place in range(len(converted.plays)))
    values = ", ".join(f"{EXTRA}{place}" for place in range(len(converted.extras)))
    parameters: dict[str, Any] = {"file": number, "month": job.month, "report": job.found.report}
    if converted.plays:
        selected.append(f"list_where($plays, [{masks}]) AS yes")
        parameters["plays"] = list(converted.plays)
    if converted.extras:
        pairs = f"list_filter(list_zip($extras, [{values}]), lambda pair: pair[2] IS NOT NULL)"
        selected.append(f"CASE WHEN len({pairs}) > 0 THEN map_from_entries({pairs}) END AS extras")
        parameters["extras"] = list(converted.extras)
    connection.register("arriving", table)
    connection.execute(
        f"INSERT INTO fresh BY NAME SELECT $file AS _file, $month AS month, $report AS report, {', '.join(selected)} "  # noqa: S608
        "FROM arriving",
        parameters,
    )
    connection.unregister("arriving")


def _staged(
    connection: "duckdb.DuckDBPyConnection", number: int, job: _Job, converted: Converted, faults: Faults
) -> Staged:
    rows, customers = _row(
        connection, "SELECT count(*), count(DISTINCT customer_id) FROM fresh WHERE _file = $file", {"file": number}
    )
    partners = dict(
        connection.execute(
            "SELECT partner_id, coalesce(min(partner_name), '') FROM fresh WHERE _file = $file GROUP BY 1 ORDER BY 1",
            {"file": number},
        ).fetchall()
    )
    return Staged(number, job, converted.columns, faults, rows, customers, tuple(partners), partners)


def _row(connection: "duckdb.DuckDBPyConnection", sql: str, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    found = connection.execute(sql, dict(parameters)).fetchone()
    return found or ()


def _refuse_faults(staged: Sequence[Staged]) -> None:
    faults = tuple(warning for item in staged for warning in item.faults.warnings() if warning.kind != "heading")
    if faults:
        total = sum(fault.count for fault in faults)
        lines = "\n".join(
            f"  {fault.file}: {fault.column or 'rows'}: {fault.message} ({fault.count})" for fault in faults
        )
        raise StrictError(f"Nothing was imported: {total} faults in the rows.\n{lines}", faults)


Key = tuple[str, str, str]


def _write(
    workspace: Workspace,
    writer: Writer,
    connection: "duckdb.DuckDBPyConnection",
    staged: Sequence[Staged],
    progress: Progress,
) -> tuple[Change, ...]:
    """Replace what differs, by month, report and partner; nothing is written where all of it is there already."""
    before = _existing(workspace, connection)
    sources = _new_sources(connection, staged)
    changes = tuple(_change(key, source, before.get(key)) for key, source in sorted(sources.items()))
    changed = [(change.month, change.report, change.partner_id) for change in changes if change.what != "unchanged"]
    if not changed:
        return changes
    months = sorted({month for month, _, _ in changed})
    _merge(workspace, connection, changed, months)
    tables = _resolved(workspace.catalog, connection, sources, changed, months)
    for number, (table, relation) in enumerate(tables.items()):
        progress(f"writing {table}", number, len(tables))
        writer.replace(table, relation, months)
    progress("committing", 0, 0)
    writer.commit("imported " + ", ".join(f"{month} {report} {partner}".strip() for month, report, partner in changed))
    return changes


def _existing(workspace: Workspace, connection: "duckdb.DuckDBPyConnection") -> dict[Key, tuple[str, int]]:
    """What the store holds: (month, report, partner) -> (fingerprint, rows). Makes views old_rows and old_sources."""
    snapshot = workspace.snapshot()
    if snapshot is None:
        for table in ("rows", "sources"):
            columns = table_columns(workspace.catalog, table)
            definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
            connection.execute(f"CREATE TABLE old_{table} ({definition})")
        return {}
    snapshot.view(connection, "rows", "old_rows")
    snapshot.view(connection, "sources", "old_sources")
    found = connection.execute("SELECT month, report, partner_id, fingerprint, rows FROM old_sources").fetchall()
    return {(month, report, partner): (mark, rows) for month, report, partner, mark, rows in found}


def _change(key: Key, source: tuple[Any, ...], before: tuple[str, int] | None) -> Change:
    rows, mark = source[6], source[9]
    if before is None:
        return Change(*key, "added", rows)
    return Change(*key, "unchanged" if before[0] == mark else "replaced", rows, before[1])


def _new_sources(connection: "duckdb.DuckDBPyConnection", staged: Sequence[Staged]) -> dict[Key, tuple[Any, ...]]:
    """The rows of the table ``sources`` for what is staged, by their keys."""
    marks = _fingerprints(connection)
    sources: dict[Key, tuple[Any, ...]] = {}
    for key, (name, rows, customers, mark) in marks.items():
        month, report, partner = key
        files = [
            item
            for item in staged
            if (item.job.month, item.job.found.report) == (month, report) and partner in item.partners
        ]
        columns = _source_columns(files)
        kinds = sorted({(item["field"], item["kind"], item["product"]) for item in columns if item["kind"] != "blank"})
        whole = hashlib.sha256((mark + json.dumps(kinds)).encode()).hexdigest()
        layouts = sorted(files, key=lambda item: (-item.rows, item.job.found.layout))
        names = sorted({item.job.path.name for item in files})
        listed = json.dumps(columns, ensure_ascii=False)
        sources[key] = (*key, name, layouts[0].job.found.layout, names, rows, customers, listed, whole)
    return sources


def _source_columns(files: Iterable[Staged]) -> list[dict[str, str]]:
    named = sorted((pair for item in files for pair in item.columns), key=lambda pair: pair[0], reverse=True)
    columns = {(match.field, match.product): (name, match) for name, match in named}
    return [
        {"name": name, "field": match.field, "kind": match.kind, "product": match.product}
        for name, match in sorted(columns.values(), key=lambda pair: pair[0])
        if match.kind != "blank"
    ]


def _fingerprints(connection: "duckdb.DuckDBPyConnection") -> dict[Key, tuple[str, int, int, str]]:
    """(month, report, partner) -> partner's name, rows, customers, sha256 of the rows whatever their order."""
    names = [row[0] for row in connection.execute("DESCRIBE fresh").fetchall()]
    skip = ("month", "report", "partner_id", "_file", ROW)
    texts = ", ".join(f"'{name}=' || {quoted(name)}::VARCHAR" for name in names if name not in skip)
    found = connection.execute(
        "SELECT month, report, partner_id, coalesce(min(partner_name), ''), count(*), count(DISTINCT customer_id), "  # noqa: S608
        "sha256(string_agg(mark, '' ORDER BY mark)) FROM "
        f"(SELECT *, sha256(concat_ws(chr(31), {texts})) AS mark FROM fresh) "
        "GROUP BY month, report, partner_id"
    ).fetchall()
    return {(month, report, partner): tuple(rest) for month, report, partner, *rest in found}


def _merge(
    workspace: Workspace, connection: "duckdb.DuckDBPyConnection", changed: Sequence[Key], months: Sequence[str]
) -> None:
    """The table ``merged``: all rows of the touched months, with what changed in place of what was."""
    catalog = workspace.catalog
    columns = ", ".join(quoted(name) for name in table_columns(catalog, "rows"))
    connection.execute("CREATE TABLE changed (month VARCHAR, report VARCHAR, partner_id VARCHAR)")
    connection.executemany("INSERT INTO changed VALUES (?, ?, ?)", [list(key) for key in changed])
    connection.execute("CREATE TABLE report_ranks (report VARCHAR, rank INTEGER)")
    connection.executemany("INSERT INTO report_ranks VALUES (?, ?)", [[r, n] for n, r in enumerate(catalog.reports)])
    connection.execute("CREATE TABLE cohort_ids (id VARCHAR)")
    connection.executemany("INSERT INTO cohort_ids VALUES (?)", [[cohort] for cohort in catalog.cohorts])
    connection.execute(
        f"CREATE TABLE merged AS SELECT {columns} FROM fresh SEMI JOIN changed USING (month, report, partner_id) "  # noqa: S608
        f"UNION ALL SELECT {columns} FROM (SELECT * FROM old_rows WHERE list_contains($months, month)) "
        "ANTI JOIN changed USING (month, report, partner_id)",
        {"months": list(months)},
    )
    connection.execute(resolve.PLACES)
    connection.execute(resolve.ROWS)


def _resolved(
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    sources: Mapping[Key, tuple[Any, ...]],
    changed: Sequence[Key],
    months: Sequence[str],
) -> dict[str, "duckdb.DuckDBPyRelation"]:
    """Every table of the store for the touched months."""
    connection.execute("CREATE TABLE new_sources AS SELECT * FROM old_sources WHERE false")
    marks = ", ".join("?" for _ in table_columns(catalog, "sources"))
    connection.executemany(f"INSERT INTO new_sources VALUES ({marks})", [list(sources[key]) for key in changed])  # noqa: S608
    return {
        "rows": connection.sql("SELECT * FROM merged ORDER BY month, customer_id, report, partner_id"),
        "customers": connection.sql(resolve.customers(catalog)),
        "scores": connection.sql(resolve.scores(catalog)),
        "memberships": connection.sql(resolve.MEMBERSHIPS),
        "agreements": connection.sql(resolve.agreements(catalog)),
        "sources": connection.sql(
            "SELECT * FROM (SELECT * FROM new_sources UNION ALL BY NAME SELECT * FROM "
            "(SELECT * FROM old_sources WHERE list_contains($months, month)) "
            "ANTI JOIN changed USING (month, report, partner_id)) ORDER BY month, report, partner_id",
            params={"months": list(months)},
        ),
    }
