"""From the text columns of one file to typed ones: each distinct cell of a column is read once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog, ColumnMatch
from knowledge.text import fold
from scoring.importing import clean
from scoring.importing.read import RawFile
from scoring.importing.recognise import Column, Recognised, counts, play_id
from scoring.importing.summary import EXAMPLES, Fault, Faults

if TYPE_CHECKING:
    import pyarrow as pa

Read = Callable[[str], Any]
ROW, PLAY, EXTRA = "_row", "_play", "_extra"
_PARTS = {"score": ("", "_band"), "range": ("_low", "_high")}


@dataclass(frozen=True)
class Converted:
    """One file as typed columns.

    ``table`` holds a column for each field and product field, ``_row`` (spreadsheet row), ``_play0``… below the ids of
    ``plays`` and ``_extra0``… below the names of ``extras``. ``columns`` say what each heading was taken as.
    """

    table: "pa.Table"
    columns: tuple[tuple[str, ColumnMatch], ...]
    plays: tuple[str, ...]
    extras: tuple[str, ...]


def convert(catalog: Catalog, raw: RawFile, found: Recognised, faults: Faults) -> Converted:
    """Read all cells of a file; what cannot be read is counted in ``faults`` and left blank. Rows without a customer
    id are left out.
    """
    words = clean.Words(catalog)
    converter = _Converter(words, raw, faults)
    settled = [(column, column.match or _guess(words, raw, column)) for column in found.columns]
    typed: dict[str, Any] = {}
    for column, match in settled:
        if match.kind not in ("play", "cohort", "extra", "blank"):
            typed |= converter.field(column, match)
    plays = sorted((match.field, column) for column, match in settled if match.kind in ("play", "cohort"))
    extras = sorted((column.heading, column.position) for column, match in settled if match.kind == "extra")
    for number, (_, column) in enumerate(plays):
        typed[f"{PLAY}{number}"] = converter.flag(column)
    for number, (_, position) in enumerate(extras):
        typed[f"{EXTRA}{number}"] = converter.text(position)
    return Converted(
        converter.table(typed),
        tuple((column.heading, match) for column, match in settled),
        tuple(key for key, _ in plays),
        tuple(heading for heading, _ in extras),
    )


def _guess(words: clean.Words, raw: RawFile, column: Column) -> ColumnMatch:
    """What an unknown column is by its values: a play where all are Yes or No, else an extra.

    0 and 1 alone make a play too, unless the heading sounds like a count.
    """
    values = {fold(clean.trim(cell)) for cell in raw.columns[column.position].dictionary.to_pylist()}
    values = {value for value in values if not words.blank(value)}
    if not values:
        return ColumnMatch(column.heading, "blank")
    numeric = values <= {"0", "1", "0.0", "1.0"}
    key = play_id(column.heading)
    if values <= words.flags.keys() and key and not (numeric and counts(words.catalog, column.heading)):
        return ColumnMatch(key, "cohort" if key in words.catalog.cohorts else "play")
    return ColumnMatch(column.heading, "extra")


class _Converter:
    """Reads the columns of one file."""

    def __init__(self, words: clean.Words, raw: RawFile, faults: Faults) -> None:
        self.words = words
        self.raw = raw
        self.faults = faults

    def table(self, typed: dict[str, Any]) -> "pa.Table":
        """The columns as one table, without the rows that have no customer id."""
        import pyarrow as pa
        import pyarrow.compute as pc

        table = pa.table({ROW: self.raw.numbers, **typed})
        known = pc.is_valid(table["customer_id"])
        missing = table.filter(pc.invert(known))[ROW]
        if len(missing):
            examples = [Fault(row.as_py(), "", "row left out") for row in missing[:EXAMPLES]]
            self.faults.add("blank-id", "customer_id", len(missing), examples, "rows without a customer id")
            table = table.filter(known)
        return table

    def field(self, column: Column, match: ColumnMatch) -> dict[str, Any]:
        """The typed columns of one field: two for scores (number, band) and ranges (low, high), else one."""
        cells = self._cells(column.position)
        name = f"{match.product}.{match.field}" if match.product else match.field
        read, types = self._reader(match, [cell for cell in cells if cell])
        values = self._read(column, match.kind, cells, read)
        indices = self.raw.columns[column.position].indices
        if match.kind not in _PARTS:
            return {name: _taken(values, types[0], indices)}
        pairs = [value if value is not None else (None, None) for value in values]
        return {
            f"{name}{part}": _taken([pair[number] for pair in pairs], kind, indices)
            for number, (part, kind) in enumerate(zip(_PARTS[match.kind], types, strict=True))
        }

    def flag(self, column: Column) -> Any:
        """Yes as true, all else as false."""
        import pyarrow as pa

        cells = self._cells(column.position)
        values = self._read(column, "flag", cells, lambda cell: clean.read_flag(cell, self.words))
        return _taken([bool(value) for value in values], pa.bool_(), self.raw.columns[column.position].indices)

    def text(self, position: int) -> Any:
        """The cells as text, blanks as NULL."""
        import pyarrow as pa

        cells = [cell or None for cell in self._cells(position)]
        return _taken(cells, pa.string(), self.raw.columns[position].indices)

    def _cells(self, position: int) -> list[str]:
        """The distinct cells of a column, trimmed; blanks are empty."""
        cells = map(clean.trim, self.raw.columns[position].dictionary.to_pylist())
        return ["" if self.words.blank(cell) else cell for cell in cells]

    def _reader(self, match: ColumnMatch, cells: Sequence[str]) -> tuple[Read, tuple[Any, ...]]:
        """How a column is read, with the Arrow types of what comes out."""
        import pyarrow as pa

        words, text, number = self.words, pa.string(), pa.float64()
        if match.kind in ("number", "money", "score", "range"):
            mark = clean.decimal_mark(cells, whole_numbers=match.kind != "score")
        if match.kind == "flag":
            return lambda cell: bool(clean.read_flag(cell, words)), (pa.bool_(),)
        if match.kind == "number":
            return lambda cell: clean.read_number(cell, mark), (number,)
        if match.kind == "money":
            return lambda cell: clean.read_money(cell, mark), (number,)
        if match.kind == "score":
            return lambda cell: clean.read_score(cell, words, mark), (number, text)
        if match.kind == "range":
            return lambda cell: clean.read_range(cell, words, mark), (number, number)
        if match.kind == "date":
            first = clean.day_first(cells)
            return lambda cell: clean.read_date(cell, words, first), (pa.date32(),)
        if match.kind == "cluster":
            return lambda cell: clean.read_cluster(cell, words), (text,)
        if match.kind == "list":
            return clean.read_list, (pa.list_(text),)
        return (clean.read_id if match.kind == "id" else clean.read_text), (text,)

    def _read(self, column: Column, kind: str, cells: Sequence[str], read: Read) -> list[Any]:
        values: list[Any] = []
        bad: dict[int, str] = {}
        for number, cell in enumerate(cells):
            try:
                values.append(read(cell))
            except clean.UnreadableError as error:
                values.append(False if kind == "flag" else None)
                bad[number] = str(error)
        if bad:
            self._report(column, kind, bad)
        return values

    def _report(self, column: Column, kind: str, bad: dict[int, str]) -> None:
        """Count the rows whose cell could not be read, with the first of them as examples."""
        import pyarrow as pa
        import pyarrow.compute as pc

        encoded = self.raw.columns[column.position]
        mask = pc.is_in(encoded.indices, value_set=pa.array(list(bad), encoded.indices.type))
        rows = self.raw.numbers.filter(mask)
        indices = encoded.indices.filter(mask)
        examples = [
            Fault(row, encoded.dictionary[index].as_py(), bad[index])
            for row, index in islice(zip(rows.to_pylist(), indices.to_pylist(), strict=True), EXAMPLES)
        ]
        message = next(iter(bad.values())) if len(set(bad.values())) == 1 else "cells that cannot be read"
        self.faults.add(f"unreadable-{kind}", column.heading, len(rows), examples, message)


def _taken(values: list[Any], kind: Any, indices: Any) -> Any:
    import pyarrow as pa

    return pa.array(values, kind).take(indices)
