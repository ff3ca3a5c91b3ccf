"""``ascent export``: whole tables as CSV or Parquet, the same bytes for the same data."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.commands import ExitCode
from assistant.commands.tables import TABLES, Table, TableName, month_of, parts_of, prepare
from assistant.export.csv_file import cell
from assistant.output import emit, say
from assistant.places import check_place, replacing
from assistant.session import open_engine
from assistant.settings import Settings
from scoring.errors import NotInData

if TYPE_CHECKING:
    import duckdb

    from scoring.engine import Engine
    from scoring.own.reasons import Row

BATCH = 10_000


def run(settings: Settings, name: TableName, out: Path, month: str | None, bom: bool, force: bool) -> int:
    """Write one table of one month; an existing file stays as it is without ``force``."""
    is_csv = _is_csv(out, bom)
    check_place(out, force)
    engine = open_engine(settings)
    if name == "reasons":
        chosen, sources, rows = _write_reasons(engine, month, out, is_csv, bom)
    else:
        chosen, sources, rows = _write_table(engine, TABLES[name], month, out, is_csv, bom)
    if settings.json:
        emit({"table": name, "month": chosen, "sources": sources, "rows": rows, "file": str(out)})
    else:
        of = " and ".join(_SOURCES[source] for source in sources)
        say(f"{rows:,} rows of {name}, {chosen}, {of}, written to {out}")
    return ExitCode.DONE


_SOURCES = {"report": "of the reports", "model": "of your own data"}
Written = tuple[str, list[str], int]


def _write_table(engine: "Engine", table: Table, month: str | None, out: Path, is_csv: bool, bom: bool) -> Written:
    """Write a table of each source that holds it; its month, the sources and the number of rows."""
    parts = parts_of(engine, table, month)
    connection = parts[0].engine.connection
    rows = prepare(connection, table, parts)
    with replacing(out) as draft:
        if is_csv:
            write_csv(connection, draft, bom)
        else:
            write_parquet(connection, draft)
    return parts[0].month, [part.source for part in parts], rows


def _write_reasons(engine: "Engine", month: str | None, out: Path, is_csv: bool, bom: bool) -> Written:
    """Write the reasons of own scores as they are worked out, batch by batch."""
    from scoring.own.reasons import read_reasons
    from scoring.own.tables import OwnTables

    if engine.source == "report":
        raise NotInData("Reasons in points are of own scores; the reports give none. Leave out --source report.")
    own = engine.own
    month_of(own, TABLES["scores"], "model", month)
    assert isinstance(own.tables, OwnTables)  # noqa: S101 - what Engine.own promises
    batches = read_reasons(own.tables, own.catalog)
    with replacing(out) as draft:
        rows = write_rows_csv(batches, draft, bom) if is_csv else write_rows_parquet(batches, draft)
    return own.tables.month, ["model"], rows


def write_rows_csv(batches: Iterator[list["Row"]], path: Path, bom: bool) -> int:
    """Write reasons as UTF-8 text; the number of rows."""
    from scoring.own.reasons import COLUMNS

    count = 0
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rows in batches:
            writer.writerows([cell(value) for value in row] for row in rows)
            count += len(rows)
    return count


def write_rows_parquet(batches: Iterator[list["Row"]], path: Path) -> int:
    """Write reasons with their types; the number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from scoring.own.reasons import COLUMNS

    schema = pa.schema([(name, pa.float64() if name == "points" else pa.string()) for name in COLUMNS])
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in batches:
            columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
            writer.write_table(pa.table(columns, schema=schema))
            count += len(rows)
    return count


def _is_csv(out: Path, bom: bool) -> bool:
    suffix = out.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"'{out}' ends neither with .csv nor with .parquet.", param_hint="'--out'")
    if bom and suffix != ".csv":
        raise typer.BadParameter("a byte order mark is for CSV files.", param_hint="'--bom'")
    return suffix == ".csv"


def write_parquet(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """Write the table ``exported`` with its types."""
    import duckdb  # noqa: F401 - the package gives its connections the methods for relations

    connection.table("exported").write_parquet(str(path), compression="zstd", use_tmp_file=False)


def write_csv(connection: "duckdb.DuckDBPyConnection", path: Path, bom: bool) -> None:
    """Write the table ``exported`` as UTF-8 text."""
    cursor = connection.execute("SELECT * FROM exported")
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column[0] for column in cursor.description or ())
        while rows := cursor.fetchmany(BATCH):
            writer.writerows([cell(value) for value in row] for row in rows)
