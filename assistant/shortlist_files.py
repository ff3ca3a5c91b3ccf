"""Shortlists as they are kept: one JSON file each in ``WORKSPACE/shortlists``, written beside and renamed."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.places import OWNER, replacing
from assistant.render import clean
from knowledge.text import fold
from scoring.errors import AscentError
from scoring.query import ScoreSource
from scoring.shortlist import Chosen, Plan

if TYPE_CHECKING:
    from knowledge.catalog import Catalog

FOLDER = "shortlists"
SCHEMA = "ascent.shortlist.1"
LONGEST_NAME = 200
_LONGEST_FILE = 60
_NOT_SAFE = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class ShortlistError(AscentError):
    """A shortlist cannot be made, found or read; the message says why."""


@dataclass(frozen=True)
class Listed:
    """A customer of a shortlist: the week of its call, why it is there, and the first thing to say, both in words."""

    customer_id: str
    account_name: str
    week: int = 1
    reason: str = ""
    opening: str = ""


@dataclass(frozen=True)
class Result:
    """How it ended with one customer; ``closed_on`` is empty where nobody said."""

    customer_id: str
    won: bool
    closed_on: str = ""


@dataclass(frozen=True)
class Shortlist:
    """Customers to call, best first, with all that it takes to choose them again.

    ``query``: plain arguments of the tool ``customers``, without a limit; ``as_of``: the day of the choice, ``since``:
    that of the first one; ``month``: of the reports that it was made from; ``source``: whose scores; ``data``: the
    state of the workspace; ``found``: how many customers the query gave; ``excluded``: left out, by id, on account of
    ``exclude`` (names of shortlists, files), ``left_out``: those of them who meet the
    query; ``assumed``: what the reading of the question took for granted, ``notes``:
    the same and how it was counted; ``results``: how it ended, as far as it was told. ``ever_listed`` and
    ``ever_held_out``: ids of who was ever on the list, or held out for it, in the order in which they first were; the
    present ones are always among them.
    """

    name: str
    question: str
    query: Mapping[str, Any]
    as_of: date
    since: date
    month: str = ""
    source: ScoreSource = ""
    data: str = ""
    plan: Plan = field(default_factory=Plan)
    found: int = 0
    listed: tuple[Listed, ...] = ()
    held_out: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    results: tuple[Result, ...] = field(default=(), compare=False)
    ever_listed: tuple[str, ...] = ()
    ever_held_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ever_listed", tuple(dict.fromkeys((*self.ever_listed, *self.ids))))
        object.__setattr__(self, "ever_held_out", tuple(dict.fromkeys((*self.ever_held_out, *self.held_out))))

    @property
    def ids(self) -> tuple[str, ...]:
        """The customers to call, in order."""
        return tuple(item.customer_id for item in self.listed)

    @property
    def assigned(self) -> Chosen:
        """Who was ever listed and ever held out, by id."""
        return Chosen(self.ever_listed, self.ever_held_out)

    @property
    def weeks(self) -> int:
        """How many weeks the calls take."""
        return max((item.week for item in self.listed), default=0)

    @property
    def fingerprint(self) -> str:
        """16 hex digits: others where the query, the customers or the data are others."""
        parts = [self.query, self.ids, self.held_out, self.data]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


ACTIONS = frozenset(("list", "show", "refresh", "delete", "outcome"))


def check_name(name: str) -> str:
    """A name as it is kept: without letters that cannot be shown, one space between words; ShortlistError for none,
    for a very long one, and for one that ``ascent shortlist`` takes for an action."""
    kept = _spaced(name)
    if not kept or len(kept) > LONGEST_NAME:
        raise ShortlistError(f"A shortlist has a name of 1 to {LONGEST_NAME} letters.")
    if kept in ACTIONS:
        raise ShortlistError(f"'{kept}' is an action of ascent shortlist. Choose another name.")
    return kept


def _spaced(name: str) -> str:
    return " ".join(clean(name).split())


def file_name(name: str) -> str:
    """A file's name that every system takes, another for each name."""
    slug = _NOT_SAFE.sub("-", fold(name))[:_LONGEST_FILE].strip("-")
    if slug == name and not _RESERVED.fullmatch(slug):
        return f"{slug}.json"
    return f"{slug or 'shortlist'}_{hashlib.sha256(name.encode()).hexdigest()[:8]}.json"


class Shortlists:
    """The shortlists of a workspace; what is read of them is checked against its catalogue."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._folder = workspace / FOLDER

    @cached_property
    def _catalog(self) -> "Catalog":
        from scoring.workspace import Workspace

        return Workspace(self._workspace).catalog

    def _read(self, path: Path) -> Shortlist:
        from assistant.shortlist_reading import read_shortlist

        return read_shortlist(path, self._catalog)

    def path(self, name: str) -> Path:
        """Where a shortlist stands, or would."""
        return self._folder / file_name(_spaced(name))

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def all(self) -> tuple[list[Shortlist], list[str]]:
        """All of them, by name, and what is wrong with files that are damaged."""
        found: list[Shortlist] = []
        faults: list[str] = []
        for path in self.files():
            try:
                found.append(self._read(path))
            except ShortlistError as error:
                faults.append(str(error))
        return sorted(found, key=lambda kept: kept.name), faults

    def load(self, name: str) -> Shortlist:
        """One of them; ShortlistError says which there are."""
        wanted = check_name(name)
        if self.has(wanted):
            return self._read(self.path(wanted))
        found, _ = self.all()
        alike = [kept for kept in found if fold(kept.name) == fold(wanted)]
        if len(alike) == 1:
            return alike[0]
        known = ", ".join(kept.name for kept in found)
        there = f"There are: {known}." if known else 'Make one with: ascent shortlist NAME "QUESTION"'
        raise ShortlistError(f"There is no shortlist “{wanted}”. {there}")

    def keep(self, shortlist: Shortlist, force: bool = False) -> None:
        """Write it down; ShortlistError where the name is taken and ``force`` is not given."""
        path = self.path(shortlist.name)
        if path.is_file() and not force:
            raise ShortlistError(f"There is a shortlist “{shortlist.name}”. Give --force to replace it.")
        self._folder.mkdir(parents=True, exist_ok=True)
        with replacing(path, OWNER) as draft:
            draft.write_text(_written(shortlist), encoding="utf-8", newline="\n")

    def files(self) -> list[Path]:
        """The files of all of them, damaged ones too."""
        return sorted(self._folder.glob("*.json"))

    def delete(self, name: str) -> None:
        """Take one out."""
        self.path(name).unlink()


def _written(shortlist: Shortlist) -> str:
    """As JSON that people can read."""
    plain = {"schema": SCHEMA, "fingerprint": shortlist.fingerprint, **asdict(shortlist)}
    plain |= {"as_of": shortlist.as_of.isoformat(), "since": shortlist.since.isoformat()}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
