"""Reads files of own tables into staging tables ``fresh_<table>``, with all that is checked of their rows.

A staging table has the columns of the stored one, ``_file`` (number of the file), ``_row`` (spreadsheet row), ``_mark``
(all cells of the row as one hash), ``_dataset`` (the export of Partner Center that it is, or empty), ``month`` and
``duplicate``. Rows that repeat another row cell by cell are left out.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch, TableColumn
from scoring.importing import clean
from scoring.importing.convert import ROW, Converter
from scoring.importing.own_recognise import CUSTOMERS, IGNORED
from scoring.importing.own_words import FROM_ZERO, OwnWords
from scoring.importing.read import RawFile
from scoring.importing.recognise import Recognised
from scoring.importing.summary import EXAMPLES, Fault, Faults
from scoring.workspace import quoted, table_columns

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Columns = tuple[tuple[str, ColumnMatch], ...]
EXTRA, RAW = "_extra", "_raw"
STAGING = {"month": "VARCHAR", "duplicate": "BOOLEAN", "_dataset": "VARCHAR", "_mark": "VARCHAR"}
STAGING |= {"_file": "INTEGER", ROW: "INTEGER"}


class File(Protocol):
    """What is needed of a staged file."""

    @property
    def number(self) -> int: ...

    @property
    def faults(self) -> Faults: ...

    @property
    def own(self) -> str: ...

    @property
    def rows(self) -> int: ...

    def heading(self, field: str, product: str = "") -> str: ...


def create(catalog: Catalog, connection: "duckdb.DuckDBPyConnection") -> None:
    """Make the staging tables."""
    for table in catalog.tables:
        columns = table_columns(catalog, f"own_{table}") | STAGING
        if "extras" in columns:
            columns["extras"] = "MAP(VARCHAR, VARCHAR)"
        definition = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        connection.execute(f"CREATE TABLE fresh_{table} ({definition})")


def stage_table(
    catalog: Catalog,
    connection: "duckdb.DuckDBPyConnection",
    number: int,
    raw: RawFile,
    found: Recognised,
    faults: Faults,
) -> Columns:
    """Add the rows of one file to the staging table of its kind; what each of its headings was taken as."""
    converter = Converter(clean.Words(catalog), raw, faults)
    settled = _settled(converter, found)
    table = _typed(catalog, converter, found, settled)
    extras = [heading for heading, match in settled if match.kind == "extra"]
    selected, parameters = _selected(catalog, found, table, extras)
    parameters |= {"file": number, "dataset": found.layout}
    mark = _mark(raw)
    connection.register("arriving", table)
    connection.execute(
        f"INSERT INTO fresh_{found.report} BY NAME SELECT $file AS _file, $dataset AS _dataset, {mark} AS _mark, "  # noqa: S608
        f"{', '.join(selected)} FROM arriving",
        parameters,
    )
    connection.unregister("arriving")
    return settled


def _settled(converter: Converter, found: Recognised) -> Columns:
    """What each heading is: unknown ones are extras, or blank where they hold nothing."""
    settled = []
    for column in found.columns:
        kind = "extra" if column.match or any(converter.cells(column)) else "blank"
        settled.append((column.heading, column.match or ColumnMatch(column.heading, kind)))
    return tuple(settled)


def _typed(catalog: Catalog, converter: Converter, found: Recognised, settled: Columns) -> "pa.Table":
    """The typed columns of a file, the extras and the cells as they are, without rows that lack what a table needs."""
    import pyarrow.compute as pc

    words = OwnWords(catalog)
    typed: dict[str, Any] = {}
    required: list[str] = []
    extras = 0
    for column, (_, match) in zip(found.columns, settled, strict=True):
        known = catalog.table_columns.get(f"{found.report}.{match.field}")
        if match.kind == "extra":
            if catalog.tables[found.report].keeps_unknown:
                typed[f"{EXTRA}{extras}"] = converter.text(column)
            extras += 1
        elif known and (found.report != CUSTOMERS or known.kind in FROM_ZERO):
            typed[match.field] = _column(converter, words, column, known)
            required += [match.field] * known.required
        elif match.kind not in ("blank", IGNORED):
            typed |= converter.field(column, match)
    typed |= {f"{RAW}{place}": cells for place, cells in enumerate(converter.raw.columns)}
    table = converter.table(typed, next(heading for heading, match in settled if match.field == "customer_id"))
    for name in required:
        table = table.filter(pc.is_valid(table[name]))
    return table


def _column(converter: Converter, words: OwnWords, column: Any, known: TableColumn) -> Any:
    cells = [cell for cell in converter.cells(column) if cell]
    return converter.column(column, known.kind, words.reader(known, cells))


def _selected(
    catalog: Catalog, found: Recognised, table: "pa.Table", extras: Sequence[str]
) -> tuple[list[str], dict[str, Any]]:
    """The columns to insert, with defaults in place of blanks; unknown columns become a map."""
    defaults = {
        column.field: float(column.default)
        for column in catalog.table_columns.values()
        if column.table == found.report and column.default
    }
    names = [name for name in table.column_names if not name.startswith((EXTRA, RAW))]
    selected = [quoted(name) for name in names if name not in defaults]
    parameters: dict[str, Any] = {}
    for name, default in defaults.items():
        parameters[f"default_{name}"] = default
        value = f"$default_{name}"
        selected.append(f"{f'coalesce({quoted(name)}, {value})' if name in names else value} AS {quoted(name)}")
    products = [column.product for column in catalog.table_columns.values() if _tells_product(column, found, names)]
    if products and "product" not in names:
        parameters["product"] = products[0]
        selected.append("$product AS product")
    kept = [place for place in range(len(extras)) if f"{EXTRA}{place}" in table.column_names]
    if kept:
        values = ", ".join(f"{EXTRA}{place}" for place in kept)
        pairs = f"list_filter(list_zip($extras, [{values}]), lambda pair: pair[2] IS NOT NULL)"
        selected.append(f"CASE WHEN len({pairs}) > 0 THEN map_from_entries({pairs}) END AS extras")
        parameters["extras"] = [extras[place] for place in kept]
    return selected, parameters


def _tells_product(column: TableColumn, found: Recognised, names: Sequence[str]) -> bool:
    return bool(column.product) and column.table == found.report and column.field in names


def _mark(raw: RawFile) -> str:
    """SQL for a hash of all cells of a row, whatever the order of the columns."""
    places = sorted(range(len(raw.headings)), key=lambda place: (raw.headings[place], place))
    cells = (f"'{_text(raw.headings[place])}=' || nullif(trim({RAW}{place}::VARCHAR), '')" for place in places)
    return f"md5(concat_ws(chr(31), {', '.join(cells)}))"


def _text(heading: str) -> str:
    return heading.replace("'", "''")


def drop_copies(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Leave out the rows that repeat another row cell by cell, and count them."""
    for table in catalog.tables:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE copies AS SELECT _file, {ROW} FROM fresh_{table} "  # noqa: S608
            f"QUALIFY row_number() OVER (PARTITION BY customer_id, _mark, _dataset ORDER BY _file, {ROW}) > 1"
        )
        count(
            connection,
            "copies",
            files,
            "duplicate-row",
            "",
            "the same row stands more than once; read once",
            "read once",
        )
        connection.execute(
            f"DELETE FROM fresh_{table} t USING copies c WHERE t._file = c._file AND t.{ROW} = c.{ROW}"  # noqa: S608
        )


def count(
    connection: "duckdb.DuckDBPyConnection",
    source: str,
    files: Sequence[File],
    kind: str,
    field: str,
    message: str,
    done: str,
    value: str = "''",
) -> None:
    """Count the rows of a table or query (with ``_file`` and ``_row``) as faults of their files.

    ``value`` is SQL for what stands in the row, ``field`` the column at fault (empty: the whole row).
    """
    found = connection.execute(
        f"SELECT _file, count(*), list({{'row': {ROW}, 'value': {value}}} ORDER BY {ROW})[1:$most] "  # noqa: S608
        f"FROM {source} GROUP BY _file ORDER BY _file",
        {"most": EXAMPLES},
    ).fetchall()
    for number, rows, examples in found:
        faults = [Fault(row["row"], row["value"] or "", done) for row in examples]
        file = files[number]
        file.faults.add(kind, file.heading(field) if field else "", rows, message, faults)
