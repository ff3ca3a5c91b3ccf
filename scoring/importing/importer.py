"""Imports reports and own tables: finds the files, recognises, reads and checks them, and publishes them as one."""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch
from scoring.errors import ImportRefusedError, MonthError, OtherFileError, StrictError, TargetError
from scoring.importing.own_check import check_customers, check_days, check_figures
from scoring.importing.own_recognise import recognise_file
from scoring.importing.own_resolve import resolve
from scoring.importing.publish import publish
from scoring.importing.read import find_dialect, read_headings
from scoring.importing.recognise import heading_key, resolve_targets
from scoring.importing.stage import Job, Progress, Staged, stage
from scoring.importing.summary import ImportSummary
from scoring.workspace import Workspace, check_month

if TYPE_CHECKING:
    import duckdb

SUFFIXES = (".csv", ".tsv", ".txt")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(?:[012]\d|3[01]))?(?!\d)")


def import_reports(
    workspace: Workspace,
    paths: Sequence[Path],
    month: str | None = None,
    mappings: Mapping[str, str] | None = None,
    strict: bool = False,
    progress: Progress | None = None,
    as_of: date | None = None,
) -> ImportSummary:
    """Import files and folders as one: all of them become visible together, or none.

    ``mappings`` (heading -> field, product.field, cohort or play) are remembered for later imports. ``strict`` refuses
    rows with faults. ``progress`` is called with what is being done, how much of it is done, and how much there is.
    Signals and deals of days after ``as_of`` are told; without it nothing is said of them.
    Raises ImportRefusedError and its kinds; nothing is imported then.
    """
    told = progress or (lambda what, done, total: None)
    catalog = workspace.catalog
    targets = _remembered(workspace) | resolve_targets(catalog, mappings or {})
    files, skipped = find_files(paths)
    recognised, others = _recognise_all(catalog, files, month, targets)
    jobs, copies = _without_copies(recognised)
    with _staging() as connection:
        staged = stage(catalog, connection, jobs, told)
        check_customers(workspace.snapshot(), connection, staged)
        check_figures(catalog, connection, staged)
        if as_of:
            check_days(connection, staged, as_of)
        resolve(catalog, connection, staged)
        _refuse(staged, strict)
        with workspace.writer() as writer:
            changes = publish(writer, catalog, connection, staged, told)
    workspace.remember(mappings or {})
    present = {heading_key(name) for item in staged for name, _ in item.columns}
    unused = tuple(heading for heading in mappings or {} if heading_key(heading) not in present)
    return ImportSummary(
        tuple(item.summary() for item in staged), changes, (*skipped, *others, *copies), unused, version=writer.number
    )


def _remembered(workspace: Workspace) -> dict[str, ColumnMatch]:
    try:
        return resolve_targets(workspace.catalog, workspace.mappings())
    except TargetError as error:
        place = workspace.path / "settings.json"
        raise TargetError(f"A mapping remembered in {place} leads nowhere. {error}", error.choices) from error


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files to read, each once, and those in folders that are hidden or no text files, with the reason."""
    files: dict[Path, Path] = {}
    skipped: list[str] = []
    for path in map(Path, paths):
        if not path.exists():
            raise ImportRefusedError(f"There is no file or folder {path}.")
        if not path.is_dir():
            files.setdefault(path.resolve(), path)
            continue
        for file in sorted(found for found in path.rglob("*") if not found.is_dir()):
            if reason := _reason_to_skip(file.relative_to(path)):
                skipped.append(f"{file}: {reason}")
            else:
                files.setdefault(file.resolve(), file)
    if not files:
        raise ImportRefusedError(f"No CSV files in {', '.join(map(str, paths))}. Reports end with .csv, .tsv or .txt.")
    return list(files.values()), skipped


def _reason_to_skip(inside: Path) -> str:
    if any(part.startswith((".", "~$")) for part in inside.parts):
        return "hidden"
    return "" if inside.suffix.lower() in SUFFIXES else "not .csv, .tsv or .txt"


def month_of(path: Path, month: str | None = None) -> str:
    """The month of a file: as given, else from its name, else from the folder nearest to it. Raises MonthError."""
    if month is not None:
        return check_month(month)
    for part in (path.name, *reversed(path.absolute().parent.parts)):
        found = {f"{year}-{number}" for year, number in _MONTH.findall(part)}
        if len(found) > 1:
            several = ", ".join(sorted(found))
            raise MonthError(f"'{part}' names several months ({several}). Say which with --month YYYY-MM.")
        if found:
            return found.pop()
    raise MonthError(f"The month of {path} is not known: no YYYY-MM in its name or folders. Add --month YYYY-MM.")


def _recognise_all(
    catalog: Catalog, files: Sequence[Path], month: str | None, targets: Mapping[str, ColumnMatch]
) -> tuple[list[Job], list[str]]:
    """The files to read, and those that are known to be something else, with the reason.

    Raises NotAReportError where that is all of them, or where nothing tells what a file is.
    """
    jobs: list[Job] = []
    others: list[OtherFileError] = []
    for path in files:
        try:
            jobs.append(_recognised(catalog, path, month, targets))
        except OtherFileError as error:
            others.append(error)
    if not jobs:
        raise others[0]
    return jobs, [str(error) for error in others]


def _recognised(catalog: Catalog, path: Path, month: str | None, targets: Mapping[str, ColumnMatch]) -> Job:
    def known(heading: str) -> bool:
        return heading_key(heading) in targets or catalog.knows_heading(heading)

    dialect = find_dialect(path, known)
    found = recognise_file(catalog, path, read_headings(path, dialect), targets)
    return Job(path, "" if found.own else month_of(path, month), dialect, found, path.stat().st_size)


def _without_copies(jobs: Sequence[Job]) -> tuple[list[Job], list[str]]:
    """The files without those that are, byte for byte, another file of the same report and month."""
    sizes = [(job.month, job.found.report, job.size) for job in jobs]
    seen: dict[tuple[str, str, int, str], Path] = {}
    kept: list[Job] = []
    copies: list[str] = []
    for job, size in zip(jobs, sizes, strict=True):
        key = (*size, _digest(job.path) if sizes.count(size) > 1 else str(job.path))
        if key in seen:
            copies.append(f"{job.path}: the same as {seen[key]}")
        else:
            seen[key] = job.path
            kept.append(job)
    return kept, copies


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _staging() -> "Iterator[duckdb.DuckDBPyConnection]":
    """A database in memory that spills into a folder of its own."""
    import duckdb

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as spill,
        duckdb.connect(config={"temp_directory": spill}) as connection,
    ):
        yield connection


def _refuse(staged: Sequence[Staged], strict: bool) -> None:
    """Raises where no file has a row, or where the import is to be strict and rows have faults."""
    if not any(item.rows for item in staged):
        names = ", ".join(str(item.job.path) for item in staged)
        more = " and what else their table needs" if any(item.own for item in staged) else ""
        raise ImportRefusedError(f"Nothing was imported: no rows with a customer id{more} in {names}.")
    faults = tuple(fault for item in staged for fault in item.faults.warnings() if fault.kind != "heading")
    if strict and faults:
        total = sum(fault.count for fault in faults)
        lines = "\n".join(
            f"  {fault.file}, {fault.column or 'rows'}: {fault.message} ({fault.count})" for fault in faults
        )
        raise StrictError(f"Nothing was imported: {total} faults in the rows.\n{lines}", faults)
