"""What an import tells: per file what it was recognised as and what was wrong with it, over all what changed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 20


@dataclass(frozen=True)
class Fault:
    """One cell or row with a fault: where, what stood there, and what was done."""

    row: int
    value: str
    done: str


@dataclass(frozen=True)
class Warning:
    """All faults of one kind in one column of one file: their number, and at most 20 of them as examples."""

    kind: str
    file: str
    column: str
    count: int
    message: str
    examples: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class FileSummary:
    """One file. ``recognised`` and ``plays`` map headings to what they were taken as.

    ``report`` is the report or the own table; ``layout`` of an own table is the data set of Partner Center, if any, and
    its month is empty. ``unknown`` are the columns that were not recognised; they are kept where ``kept`` is true.
    """

    file: str
    report: str
    layout: str
    month: str
    partner_ids: tuple[str, ...]
    rows: int
    customers: int
    recognised: dict[str, str]
    plays: dict[str, str]
    unknown: tuple[str, ...]
    warnings: tuple[Warning, ...]
    kept: bool = True


@dataclass(frozen=True)
class Change:
    """What happened to one report of one partner location in one month: added, replaced or unchanged.

    Of an own table month and partner are empty, and it may be united, too: ``new`` rows came, ``changed`` ones replaced
    another of the same key.
    """

    month: str
    report: str
    partner_id: str
    what: str
    rows: int
    rows_before: int = 0
    new: int = 0
    changed: int = 0


@dataclass(frozen=True)
class ImportSummary:
    """One import. ``version`` is the number of the commit that holds it; the one before where nothing changed.

    ``skipped`` are files that were not read, each with the reason; ``unused`` are mappings that no file had.
    """

    files: tuple[FileSummary, ...]
    changes: tuple[Change, ...]
    skipped: tuple[str, ...]
    unused: tuple[str, ...]
    version: int

    @property
    def unchanged(self) -> bool:
        """Whether all of it was there already, so that no new version was made."""
        return all(change.what == "unchanged" for change in self.changes)

    def to_json(self) -> dict[str, Any]:
        """Dictionaries, tuples and plain values, as ``json.dumps`` takes them.

        ``kept`` stands only where it is false, ``new`` and ``changed`` only where a table was united.
        """
        found = asdict(self) | {"unchanged": self.unchanged}
        for file in found["files"]:
            if file["kept"]:
                del file["kept"]
        for change in found["changes"]:
            if change["what"] != "united":
                del change["new"], change["changed"]
        return found


@dataclass
class Faults:
    """Collects the faults of one file: complete counts, bounded examples."""

    file: str
    found: dict[tuple[str, str], "_Tally"] = field(default_factory=dict)

    def add(self, kind: str, column: str, count: int, message: str, examples: Iterable[Fault] = ()) -> None:
        """Count faults of a kind in a column (empty: of the whole row)."""
        tally = self.found.setdefault((kind, column), _Tally(message))
        tally.count += count
        tally.examples += list(examples)[: EXAMPLES - len(tally.examples)]

    def note(self, message: str) -> None:
        """Something doubtful about the headings, which no row is to blame for."""
        self.found[("heading", message)] = _Tally(message, 1)

    def warnings(self) -> tuple[Warning, ...]:
        return tuple(
            Warning(
                kind, self.file, "" if kind == "heading" else column, tally.count, tally.message, tuple(tally.examples)
            )
            for (kind, column), tally in sorted(self.found.items())
        )


@dataclass
class _Tally:
    message: str
    count: int = 0
    examples: list[Fault] = field(default_factory=list)
