"""``ascent import``: reads the downloaded reports into the workspace."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import ExitCode
from assistant.commands.progress import progress_bar
from assistant.output import emit, note, say
from assistant.render import table
from assistant.session import open_workspace, warm
from assistant.settings import Settings

if TYPE_CHECKING:
    from scoring.importing.summary import Fault, FileSummary, ImportSummary, Warning

HEADINGS = ("file", "report", "layout", "month", "rows", "customers", "columns", "plays", "unknown")
EXAMPLES = 3


def run(settings: Settings, paths: Sequence[Path], month: str | None, mappings: Mapping[str, str], strict: bool) -> int:
    """Import files and folders: all of them or none."""
    from scoring.importing.importer import import_reports

    with progress_bar() as progress:
        workspace = open_workspace(settings)
        summary = import_reports(workspace, paths, month, mappings, strict, progress, settings.as_of)
        if progress:
            progress("preparing answers", 0, 0)
        warm(settings)
    if settings.json:
        emit(summary.to_json())
    else:
        say(render(summary))
        warn(summary)
    return ExitCode.DONE


def render(summary: "ImportSummary") -> str:
    """A line a file, then what changed in the workspace."""
    parts = [table(HEADINGS, [_row(file) for file in summary.files], right=range(4, len(HEADINGS)))]
    parts += [_unknown(file) for file in summary.files if file.unknown]
    changed = [change for change in summary.changes if change.what == "replaced"]
    parts += [
        f"Replaced {' '.join(filter(None, (it.month, it.report, it.partner_id)))}: {it.rows_before} rows, now {it.rows}"
        for it in changed
    ]
    parts += [
        f"United with the {it.report} that were there: {it.new} new, {it.changed} changed, {it.rows} in all"
        for it in summary.changes
        if it.what == "united"
    ]
    parts += [f"Passed over: {text}" for text in summary.skipped]
    parts.append("Nothing changed: all of it was there." if summary.unchanged else "Imported.")
    return "\n".join(parts)


def _row(file: "FileSummary") -> tuple[str, ...]:
    counts = (file.rows, file.customers, len(file.recognised), len(file.plays), len(file.unknown))
    return (Path(file.file).name, file.report, file.layout, file.month, *(f"{count:,}" for count in counts))


def _unknown(file: "FileSummary") -> str:
    names = ", ".join(file.unknown)
    what = "Kept, but not recognised" if file.kept else "Not recognised, so left out,"
    return f"{what} in {Path(file.file).name}: {names} (name them with --map 'COLUMN=field')"


def warn(summary: "ImportSummary") -> None:
    """Print the faults of all files, with some examples of each."""
    for file in summary.files:
        for warning in file.warnings:
            note(_warning(warning))


def _warning(warning: "Warning") -> str:
    where = ", ".join(part for part in (Path(warning.file).name, warning.column) if part)
    lines = [f"Warning: {where}: {warning.message} ({warning.count})"]
    lines += [_example(fault) for fault in warning.examples[:EXAMPLES]]
    return "\n".join(lines)


def _example(fault: "Fault") -> str:
    return f"  row {fault.row}: '{fault.value}' {fault.done}"
