"""``ascent export``: whole tables as CSV or Parquet, the same bytes for the same data."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.commands import ExitCode
from assistant.commands.output import emit, say
from assistant.commands.session import open_engine
from assistant.commands.tables import TABLES, TableName, month_of, prepare
from assistant.settings import Settings
from scoring.errors import AscentError

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def run(settings: Settings, name: TableName, out: Path, month: str | None, bom: bool, force: bool) -> int:
    """Write one table of one month; an existing file stays as it is without ``force``."""
    is_csv = _is_csv(out, bom)
    _check_place(out, force)
    engine = open_engine(settings)
    chosen = month_of(engine, TABLES[name], month)
    rows = prepare(engine, TABLES[name], chosen)
    with replacing(out) as draft:
        if is_csv:
            write_csv(engine.connection, draft, bom)
        else:
            write_parquet(engine.connection, draft)
    if settings.json:
        emit({"table": name, "month": chosen, "rows": rows, "file": str(out)})
    else:
        say(f"{rows:,} rows of {name}, {chosen}, written to {out}")
    return ExitCode.DONE


def _is_csv(out: Path, bom: bool) -> bool:
    suffix = out.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"'{out}' ends neither with .csv nor with .parquet.", param_hint="'--out'")
    if bom and suffix != ".csv":
        raise typer.BadParameter("a byte order mark is for CSV files.", param_hint="'--bom'")
    return suffix == ".csv"


def _check_place(out: Path, force: bool) -> None:
    if not out.parent.is_dir():
        raise AscentError(f"There is no folder {out.parent}.")
    if out.exists() and not force:
        raise AscentError(f"{out} exists already. Replace it with --force.")


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A draft beside the target that takes its place when all is written, and is gone when something fails."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def write_parquet(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """Write the table ``exported`` with its types."""
    import duckdb  # noqa: F401 - the package gives its connections the methods for relations

    connection.table("exported").write_parquet(str(path), compression="zstd")


def write_csv(connection: "duckdb.DuckDBPyConnection", path: Path, bom: bool) -> None:
    """Write the table ``exported`` as UTF-8 text."""
    cursor = connection.execute("SELECT * FROM exported")
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column[0] for column in cursor.description or ())
        while rows := cursor.fetchmany(BATCH):
            writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: object) -> str:
    """A value as text: flags as Yes and No, lists joined by ``; ``, whole numbers without a point.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return value.isoformat()
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
