"""Reads one text file into columns of text: encoding, separator, quotes and ragged rows are settled here, values not.

Row numbers are those of a spreadsheet that opens the file: its first row is 1, an embedded line break starts no row.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.errors import UnreadableFileError
from scoring.importing.clean import trim
from scoring.importing.encoding import WESTERN, encoding_of

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = (",", ";", "\t", "|")
BATCH_ROWS = 20_000
HEAD_ROWS = 12  # how far down the headings may stand
ODD_ROWS = 20


@dataclass(frozen=True)
class Dialect:
    """How a file is written; ``first_row`` is the spreadsheet row of the headings."""

    encoding: str
    separator: str
    first_row: int
    hint_lines: int


@dataclass
class OddRows:
    """Rows that are not as they should be; ``examples`` are the first: (row, what stands there, what was done)."""

    message: str
    count: int = 0
    examples: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, row: int, value: str, done: str) -> None:
        self.count += 1
        if len(self.examples) < ODD_ROWS:
            self.examples.append((row, value, done))


@dataclass
class RawFile:
    """The cells of one file as text, column by column.

    ``columns[i]`` is a dictionary-encoded Arrow array below ``headings[i]``; ``numbers`` holds the row numbers.
    ``odd_rows``: rows of the wrong width, and headings that come again, by kind.
    """

    path: Path
    dialect: Dialect
    headings: tuple[str, ...]
    columns: "list[pa.DictionaryArray]"
    numbers: "pa.Array"
    odd_rows: "dict[str, OddRows]" = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.numbers)


def find_dialect(path: Path, known: Callable[[str], bool]) -> Dialect:
    """How the file is written. ``known`` says whether a heading is one that the catalogue knows: the separator and the
    row of headings with most of them win. Raises UnreadableFileError for what is no text or empty.
    """
    encoding = encoding_of(path)
    with _Lines(path, encoding) as lines:
        head = list(islice(lines, HEAD_ROWS * 4))
    if not any(line.strip(" \r\n\t\0\ufeff") for line in head):
        raise UnreadableFileError(f"{path} is empty.")
    hint = _hint(head[0])
    candidates = [hint] if hint else list(SEPARATORS)
    best = max(
        (_rate(head[1:] if hint else head, separator, known) for separator in candidates), key=lambda rated: rated[0]
    )
    _, separator, row = best
    return Dialect(encoding, separator, row, 1 if hint else 0)


def _rate(head: Sequence[str], separator: str, known: Callable[[str], bool]) -> tuple[tuple[int, int, int], str, int]:
    """(known headings, cells, -row) of the best row of headings with a separator, the separator, and that row."""
    try:
        rows = list(islice(csv.reader(head, delimiter=separator), HEAD_ROWS))
    except csv.Error:
        return (-1, 0, 0), separator, 1
    rated = [
        (sum(1 for cell in row if known(cell)), len([cell for cell in row if cell.strip()]), -number)
        for number, row in enumerate(rows, 1)
        if any(cell.strip() for cell in row)
    ]
    known_most = max((score[0] for score in rated), default=0)
    top = next((score for score in rated if score[0] == known_most), (0, 0, -1)) if known_most > 1 else rated[0]
    return top, separator, -top[2]


def read_headings(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The headings of a file; a blank one is an empty text."""
    with _Lines(path, dialect.encoding) as lines:
        rows = csv.reader(_skip(lines, dialect.hint_lines), delimiter=dialect.separator)
        return _headings(rows, dialect.first_row)


def read_file(path: Path, dialect: Dialect, progress: Callable[[int], None] | None = None) -> RawFile:
    """All rows of a file. ``progress`` is told the bytes read so far. Raises UnreadableFileError if it breaks off."""
    import pyarrow as pa

    with _Lines(path, dialect.encoding) as lines:
        rows = csv.reader(_skip(lines, dialect.hint_lines), delimiter=dialect.separator)
        try:
            headings = _headings(rows, dialect.first_row)
            raw = RawFile(path, dialect, headings, [], pa.array([], pa.int32()))
            _read_columns(raw, rows, lambda: progress(lines.position()) if progress else None)
        except csv.Error as error:
            place = rows.line_num
            raise UnreadableFileError(
                f"{path} cannot be read near line {place}: {error}. Usually a quotation mark is not closed."
            ) from error
        except UnicodeDecodeError as error:
            raise UnreadableFileError(f"{path} is not valid {dialect.encoding}: {error}") from error
    return raw


def _headings(rows: Iterator[list[str]], first_row: int) -> tuple[str, ...]:
    found = next(islice(rows, first_row - 1, None), [])
    cells = [trim(cell) for cell in found]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _read_columns(raw: RawFile, rows: Iterator[list[str]], progress: Callable[[], None]) -> None:
    import pyarrow as pa

    width = len(raw.headings)
    chunks: list[list[Any]] = [[] for _ in range(width)]
    numbers: list[Any] = []
    number = raw.dialect.first_row
    while batch := list(islice(rows, BATCH_ROWS)):
        kept, kept_numbers = _even(raw, batch, number + 1, width)
        number += len(batch)
        if kept:
            for column, cells in zip(chunks, zip(*kept, strict=True), strict=True):
                column.append(pa.array(cells, pa.string()).dictionary_encode())
            numbers.append(pa.array(kept_numbers, pa.int32()))
        progress()
    empty = pa.array([], pa.string()).dictionary_encode()
    for column in chunks:
        raw.columns.append(pa.chunked_array(column or [empty]).unify_dictionaries().combine_chunks())
        column.clear()
    raw.numbers = pa.chunked_array(numbers or [pa.array([], pa.int32())]).combine_chunks()
    _find_swallowed(raw)


def _find_swallowed(raw: RawFile) -> None:
    """Cells that hold a line break and half a row of separators: rows that a quotation mark swallowed."""
    import pyarrow.compute as pc

    least = max(3, len(raw.headings) // 2)
    for column in raw.columns:
        marks = pc.count_substring(column.dictionary, raw.dialect.separator)
        lines = pc.count_substring(column.dictionary, "\n")
        for place in pc.indices_nonzero(pc.and_(pc.greater_equal(marks, least), pc.greater(lines, 0))).to_pylist():
            row = raw.numbers[pc.index(column.indices, place).as_py()].as_py()
            cell = column.dictionary[place].as_py()
            _odd(raw, "swallowed-rows").add(row, cell[:60], f"{lines[place].as_py() + 1} lines read as one cell")


def _even(raw: RawFile, batch: list[list[str]], first: int, width: int) -> tuple[list[list[str]], Sequence[int]]:
    """The rows of a batch that hold anything, each as wide as the headings, and their numbers."""
    title = raw.headings[0] if raw.headings else ""
    if all(len(row) == width and any(row) and row[0] != title for row in batch):
        return batch, range(first, first + len(batch))
    kept, numbers = [], []
    for number, row in enumerate(batch, first):
        if not any(cell and not cell.isspace() for cell in row):
            continue
        if tuple(trim(cell) for cell in row[:width]) == raw.headings:
            _odd(raw, "repeated-headings").add(number, title, "row left out")
            continue
        if len(row) != width:
            row = _fit(raw, row, number, width)
        kept.append(row)
        numbers.append(number)
    return kept, numbers


def _fit(raw: RawFile, row: list[str], number: int, width: int) -> list[str]:
    """The row as wide as the headings. Blank cells after the last heading are no fault."""
    surplus = [cell for cell in row[width:] if cell.strip()]
    if len(row) < width or surplus:
        done = "surplus cells left out" if surplus else "missing cells read as blank"
        _odd(raw, "ragged-row").add(number, f"{len(row)} cells, {width} headings", done)
    return row[:width] + [""] * (width - len(row))


_ODD = {
    "ragged-row": "not as many cells as headings",
    "repeated-headings": "the headings again; row left out",
    "swallowed-rows": "a quotation mark is not closed, so rows below it were read as one cell",
}


def _odd(raw: RawFile, kind: str) -> OddRows:
    return raw.odd_rows.setdefault(kind, OddRows(_ODD[kind]))


def _hint(line: str) -> str:
    """The separator that Excel's first line ``sep=;`` names, or nothing."""
    text = line.lstrip("\ufeff").strip("\r\n").strip('"')
    return text[4] if text.lower().startswith("sep=") and len(text) == 5 else ""


def _skip(lines: Iterable[str], count: int) -> Iterator[str]:
    return islice(iter(lines), count, None)


class _Lines:
    """The lines of a text file, with the place where it is read."""

    def __init__(self, path: Path, encoding: str) -> None:
        errors = "replace" if encoding == WESTERN else "strict"
        self._binary = path.open("rb")
        self._stream = TextIOWrapper(self._binary, encoding=encoding, errors=errors, newline="")

    def __enter__(self) -> "_Lines":
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(self._stream)

    def position(self) -> int:
        """The bytes read so far, a little ahead of the lines."""
        return self._binary.tell()

    def __exit__(self, *_: object) -> None:
        self._stream.close()
