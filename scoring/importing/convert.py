"""From the text columns of one file to typed ones: each distinct cell of a column is read once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch
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
_LOOSE = ("play", "cohort", "extra", "blank")


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
    """Read all cells of a file; what cannot be read is counted in ``faults`` and left blank.

    Rows without a customer id are left out.
    """
    words = clean.Words(catalog)
    converter = Converter(words, raw, faults)
    settled = [(column, column.match or _guess(words, raw, column)) for column in found.columns]
    typed: dict[str, Any] = {}
    for column, match in settled:
        if match.kind not in _LOOSE:
            typed |= converter.field(column, match)
    plays = _in_order((match.field, column) for column, match in settled if match.kind in ("play", "cohort"))
    extras = _in_order((column.heading, column) for column, match in settled if match.kind == "extra")
    typed |= {f"{PLAY}{number}": converter.flag(column) for number, (_, column) in enumerate(plays)}
    typed |= {f"{EXTRA}{number}": converter.text(column) for number, (_, column) in enumerate(extras)}
    return Converted(
        converter.table(typed, next(column.heading for column, match in settled if match.field == "customer_id")),
        tuple((column.heading, match) for column, match in settled),
        tuple(key for key, _ in plays),
        tuple(heading for heading, _ in extras),
    )


def _in_order(pairs: Any) -> list[tuple[str, Column]]:
    """Sorted by name, so that the order of columns in a file leaves no trace."""
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].heading))


def _guess(words: clean.Words, raw: RawFile, column: Column) -> ColumnMatch:
    """What an unknown column is by its values: a play where all are Yes or No, else an extra.

    0 and 1 alone make a play too, unless the heading sounds like a count.
    """
    cells = (clean.trim(cell) for cell in raw.columns[column.position].dictionary.to_pylist())
    values = {fold(cell) for cell in cells if not words.blank(cell)}
    if not values:
        return ColumnMatch(column.heading, "blank")
    numeric = values <= {"0", "1", "0.0", "1.0"}
    key = play_id(column.heading)
    named = raw.headings[column.position] and key
    if values <= words.flags.keys() and named and not (numeric and counts(words.catalog, column.heading)):
        return ColumnMatch(key, "cohort" if key in words.catalog.cohorts else "play")
    return ColumnMatch(column.heading, "extra")


class Converter:
    """Reads the columns of one file."""

    def __init__(self, words: clean.Words, raw: RawFile, faults: Faults) -> None:
        self.words = words
        self.raw = raw
        self.faults = faults

    def table(self, typed: dict[str, Any], id_heading: str) -> "pa.Table":
        """The columns as one table, without the rows that have no customer id."""
        import pyarrow as pa
        import pyarrow.compute as pc

        table = pa.table({ROW: self.raw.numbers, **typed})
        known = pc.is_valid(table["customer_id"])
        missing = table.filter(pc.invert(known))[ROW]
        if len(missing):
            examples = [Fault(row.as_py(), "", "row left out") for row in missing[:EXAMPLES]]
            self.faults.add("blank-id", id_heading, len(missing), "rows without a customer id; left out", examples)
            table = table.filter(known)
        return table

    def field(self, column: Column, match: ColumnMatch) -> dict[str, Any]:
        """The typed columns of one field: two for scores (number, band) and ranges (low, high), else one."""
        name = f"{match.product}.{match.field}" if match.product else match.field
        cells = self.cells(column)
        kinds = _arrow_types(match.kind)
        values = self._read(column, match.kind, cells, reader(match.kind, self.words, [cell for cell in cells if cell]))
        if match.kind not in _PARTS:
            return {name: self._spread(column, values, kinds[0])}
        pairs = [value or (None, None) for value in values]
        return {
            f"{name}{part}": self._spread(column, [pair[number] for pair in pairs], kinds[number])
            for number, part in enumerate(_PARTS[match.kind])
        }

    def flag(self, column: Column) -> Any:
        """Yes as true, all else as false."""
        return self.column(column, "flag", reader("flag", self.words, ()))

    def column(self, column: Column, kind: str, read: Read) -> Any:
        """One typed column, read by ``read``."""
        return self._spread(column, self._read(column, kind, self.cells(column), read), _arrow_types(kind)[0])

    def text(self, column: Column) -> Any:
        """The cells as text, blanks as NULL."""
        return self._spread(column, [cell or None for cell in self.cells(column)], _arrow_types("text")[0])

    def cells(self, column: Column) -> list[str]:
        """The distinct cells of a column, trimmed; blanks are empty."""
        cells = map(clean.trim, self.raw.columns[column.position].dictionary.to_pylist())
        return ["" if self.words.blank(cell) else cell for cell in cells]

    def _spread(self, column: Column, values: list[Any], kind: Any) -> Any:
        """The values of the distinct cells, as a column of all rows."""
        import pyarrow as pa

        return pa.array(values, kind).take(self.raw.columns[column.position].indices)

    def _read(self, column: Column, kind: str, cells: Sequence[str], read: Read) -> list[Any]:
        values: list[Any] = []
        bad: dict[int, clean.UnreadableError] = {}
        for number, cell in enumerate(cells):
            try:
                values.append(read(cell))
            except clean.UnreadableError as error:
                values.append(error.value)
                bad[number] = error
        if bad:
            self._report(column, kind, bad)
        return values

    def _report(self, column: Column, kind: str, bad: dict[int, clean.UnreadableError]) -> None:
        """Count the rows whose cell could not be read, with the first of them as examples."""
        import pyarrow as pa
        import pyarrow.compute as pc

        encoded = self.raw.columns[column.position]
        for name, message in sorted({(error.kind or f"unreadable-{kind}", str(error)) for error in bad.values()}):
            places = [place for place, error in bad.items() if str(error) == message]
            mask = pc.is_in(encoded.indices, value_set=pa.array(places, encoded.indices.type))
            rows, indices = self.raw.numbers.filter(mask), encoded.indices.filter(mask)
            shown = islice(zip(rows[:EXAMPLES].to_pylist(), indices[:EXAMPLES].to_pylist(), strict=True), EXAMPLES)
            examples = [Fault(row, encoded.dictionary[place].as_py(), message) for row, place in shown]
            self.faults.add(name, column.heading, len(rows), message, examples)


def _arrow_types(kind: str) -> tuple[Any, ...]:
    import pyarrow as pa

    types = {
        "flag": (pa.bool_(),),
        "number": (pa.float64(),),
        "count": (pa.float64(),),
        "amount": (pa.float64(),),
        "money": (pa.float64(),),
        "date": (pa.date32(),),
        "list": (pa.list_(pa.string()),),
        "score": (pa.float64(), pa.string()),
        "range": (pa.float64(), pa.float64()),
    }
    return types.get(kind, (pa.string(),))


def reader(kind: str, words: clean.Words, cells: Sequence[str]) -> Read:
    """How the cells of a column are read; its decimal mark and the order of its dates are settled over all of them."""
    mark = clean.decimal_mark(cells, kind != "score") if kind in ("number", "money", "score", "range") else "."
    days_first = clean.day_first(cells) if kind == "date" else False
    readers: dict[str, Read] = {
        "flag": lambda cell: bool(clean.read_flag(cell, words)),
        "number": lambda cell: clean.read_number(cell, mark),
        "money": lambda cell: clean.read_money(cell, words, mark),
        "score": lambda cell: clean.read_score(cell, words, mark),
        "range": lambda cell: clean.read_range(cell, words, mark),
        "date": lambda cell: clean.read_date(cell, words, days_first),
        "cluster": lambda cell: clean.read_cluster(cell, words),
        "list": clean.read_list,
        "id": clean.read_id,
    }
    return readers.get(kind, clean.read_text)
