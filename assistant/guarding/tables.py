"""Finds Markdown tables in the words of an answer and reads each cell as a sentence: whom the row is of, the heading,
the cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_RANK = re.compile(r"\s*(?:#|no\.?|nr\.?|rank|place|plats|rang|順位|순위)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A cell as a sentence whose own words begin at letter ``start``."""

    sentence: str
    start: int
    first: bool = False
    is_rank: bool = False


@dataclass(frozen=True)
class Table:
    """The rows of a table, below its headings."""

    rows: tuple[tuple[Cell, ...], ...]
    headings: tuple[str, ...] = ()


def blocks(words: str) -> Iterator[str | Table]:
    """The text between tables, and the tables."""
    lines = words.splitlines(keepends=True)
    text: list[str] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and _ROW.match(lines[end]):
            end += 1
        if end - place > 1:
            if text:
                yield "".join(text)
            text = []
            yield _table(lines[place:end])
            place = end
        else:
            text.append(lines[place])
            place += 1
    if text:
        yield "".join(text)


def _table(lines: list[str]) -> Table:
    rows = [_cells(line) for line in lines if not _RULE.match(line)]
    headings, body = rows[0], rows[1:]
    return Table(tuple(tuple(_row(headings, row)) for row in body), tuple(headings))


def _cells(line: str) -> list[str]:
    return [re.sub(r"[*_`]", "", cell).strip() for cell in line.strip().strip("|").split("|")]


def _row(headings: list[str], row: list[str]) -> Iterator[Cell]:
    """Each cell behind the row's name (its first cell with a letter that is no figure) and its heading."""
    named = next((place for place, cell in enumerate(row) if re.search(r"[^\W\d_]{2}", cell)), 0)
    for place, cell in enumerate(row):
        heading = headings[place] if place < len(headings) else ""
        if place == named:
            yield Cell(cell, 0, first=True)
            continue
        before = f"{row[named]} {heading} "
        rank = bool(_RANK.fullmatch(heading)) or (place < named and cell.strip(".) ").isdigit() and len(cell) < 4)
        yield Cell(before + cell, len(before), is_rank=rank)
