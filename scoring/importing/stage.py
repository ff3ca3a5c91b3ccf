"""Reads the files of one import into a staging table, with all that is checked of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch
from scoring.importing import own_stage
from scoring.importing.checks import check_agreements, check_clusters, check_twice
from scoring.importing.convert import EXTRA, PLAY, ROW, Converted, convert
from scoring.importing.read import Dialect, RawFile, read_file
from scoring.importing.recognise import Recognised
from scoring.importing.summary import Fault, Faults, FileSummary
from scoring.workspace import quoted, table_columns

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Job:
    """One recognised file that is to be read; ``size`` in bytes. Own tables have no month."""

    path: Path
    month: str
    dialect: Dialect
    found: Recognised
    size: int


@dataclass(frozen=True)
class Staged:
    """One file whose rows stand in a staging table under its number; ``partners``: id -> name.

    ``kept``: columns that were not recognised are kept.
    """

    number: int
    job: Job
    columns: tuple[tuple[str, ColumnMatch], ...]
    faults: Faults
    rows: int
    customers: int
    partners: Mapping[str, str]
    kept: bool = True

    @property
    def own(self) -> str:
        """The own table that the file is of; empty for a report."""
        return self.job.found.report if self.job.found.own else ""

    @property
    def name(self) -> str:
        return self.job.path.name

    def heading(self, field: str, product: str = "") -> str:
        """The heading of a field in the file; the field itself where it has none."""
        found = (name for name, match in self.columns if (match.field, match.product) == (field, product))
        return next(found, field)

    def summary(self) -> FileSummary:
        """What is told of the file."""
        known = {
            name: f"{match.product}.{match.field}" if match.product else match.field
            for name, match in self.columns
            if match.kind not in ("play", "extra", "blank", "ignored")
        }
        return FileSummary(
            file=str(self.job.path),
            report=self.job.found.report,
            layout=self.job.found.layout,
            month=self.job.month,
            partner_ids=tuple(self.partners),
            rows=self.rows,
            customers=self.customers,
            recognised=known,
            plays={name: match.field for name, match in self.columns if match.kind == "play"},
            unknown=tuple(name for name, match in self.columns if match.kind in ("extra", "blank")),
            warnings=self.faults.warnings(),
            kept=self.kept,
        )


def stage(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", jobs: Sequence[Job], progress: Progress
) -> list[Staged]:
    """Read all reports into the table ``fresh``: the columns of ``rows`` with ``_file`` (from 0) and ``_row``.

    Files of own tables are read into tables of their own, see ``own_stage``.
    """
    columns = table_columns(catalog, "rows") | {"_file": "INTEGER", ROW: "INTEGER"}
    definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE fresh ({definition})")
    own_stage.create(catalog, connection)
    total = sum(job.size for job in jobs)
    staged: list[Staged] = []
    for number, job in enumerate(jobs):
        before = sum(earlier.size for earlier in jobs[:number])
        staged.append(_stage_file(catalog, connection, number, job, _told(progress, job, before, total)))
    check_twice(catalog, connection, staged)
    check_agreements(catalog, connection, staged)
    own_stage.drop_copies(catalog, connection, staged)
    return staged


def _told(progress: Progress, job: Job, before: int, total: int) -> Callable[[int], None]:
    return lambda read: progress(f"reading {job.path.name}", min(before + read, total), total)


def _stage_file(
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    number: int,
    job: Job,
    progress: Callable[[int], None],
) -> Staged:
    progress(0)
    raw = read_file(job.path, job.dialect, progress)
    faults = Faults(str(job.path))
    _note(job, raw, faults)
    if job.found.own:
        columns = own_stage.stage_table(catalog, connection, number, raw, job.found, faults)
        return _staged_table(catalog, connection, number, job, columns, faults)
    converted = convert(catalog, raw, job.found, faults)
    del raw
    _insert(connection, number, job, converted)
    check_clusters(catalog, connection, number, converted, faults)
    return _staged(connection, number, job, converted, faults)


def _note(job: Job, raw: RawFile, faults: Faults) -> None:
    """What is doubtful of a file as a whole, and its rows of the wrong width."""
    for note in job.found.notes:
        faults.note(note)
    if not raw.rows:
        faults.note("no rows below the headings")
    for kind, found in raw.odd_rows.items():
        faults.add(kind, "", found.count, found.message, [Fault(*example) for example in found.examples])


def _insert(connection: "duckdb.DuckDBPyConnection", number: int, job: Job, converted: Converted) -> None:
    """Add the rows of a file; plays become a list of ids, unknown columns a map."""
    parameters: dict[str, Any] = {"file": number, "month": job.month, "report": job.found.report}
    selected = _selected(converted)
    if converted.plays:
        masks = ", ".join(f"{PLAY}{place}" for place in range(len(converted.plays)))
        selected.append(f"list_where($plays, [{masks}]) AS yes")
        parameters["plays"] = list(converted.plays)
    if converted.extras:
        values = ", ".join(f"{EXTRA}{place}" for place in range(len(converted.extras)))
        pairs = f"list_filter(list_zip($extras, [{values}]), lambda pair: pair[2] IS NOT NULL)"
        selected.append(f"CASE WHEN len({pairs}) > 0 THEN map_from_entries({pairs}) END AS extras")
        parameters["extras"] = list(converted.extras)
    columns = ", ".join(selected)
    connection.register("arriving", converted.table)
    connection.execute(
        f"INSERT INTO fresh BY NAME SELECT $file AS _file, $month AS month, $report AS report, {columns} FROM arriving",  # noqa: S608
        parameters,
    )
    connection.unregister("arriving")


def _selected(converted: Converted) -> list[str]:
    """The columns of a file as they are; no partner id is an empty one."""
    names = [name for name in converted.table.column_names if not name.startswith((PLAY, EXTRA))]
    selected = [quoted(name) for name in names if name != "partner_id"]
    return [*selected, "coalesce(partner_id, '') AS partner_id" if "partner_id" in names else "'' AS partner_id"]


def _staged_table(
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    number: int,
    job: Job,
    columns: tuple[tuple[str, ColumnMatch], ...],
    faults: Faults,
) -> Staged:
    rows, customers = connection.execute(
        f"SELECT count(*), count(DISTINCT customer_id) FROM fresh_{job.found.report} WHERE _file = $file",  # noqa: S608
        {"file": number},
    ).fetchall()[0]
    kept = catalog.tables[job.found.report].keeps_unknown
    return Staged(number, job, columns, faults, rows, customers, {}, kept)


def _staged(
    connection: "duckdb.DuckDBPyConnection", number: int, job: Job, converted: Converted, faults: Faults
) -> Staged:
    found = connection.execute(
        "SELECT partner_id, coalesce(min(partner_name), ''), count(*) FROM fresh WHERE _file = $file "
        "GROUP BY 1 ORDER BY 1",
        {"file": number},
    ).fetchall()
    customers = connection.execute(
        "SELECT count(DISTINCT customer_id) FROM fresh WHERE _file = $file", {"file": number}
    ).fetchall()[0][0]
    rows = sum(count for _, _, count in found)
    partners = {partner: name for partner, name, _ in found}
    return Staged(number, job, converted.columns, faults, rows, customers, partners)
