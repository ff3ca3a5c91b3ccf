"""Keeps a graded run of a question file, and compares two: which items became right, wrong or silently wrong."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation import GRADES, Grade, Report, Tally, tally
from assistant.places import replacing
from scoring.errors import AscentError

SCHEMA = 1


class RunFileError(AscentError):
    """A kept run cannot be read or written; the message names the file."""


@dataclass(frozen=True)
class Kept:
    """One item of a run as it was kept; ``key`` tells it from all others."""

    id: str
    question: str
    grade: Grade
    category: str
    lang: str

    @property
    def key(self) -> tuple[str, str]:
        return self.id, self.question


@dataclass(frozen=True)
class Change:
    """An item whose grade is another than before."""

    item: Kept
    before: Grade

    def to_json(self) -> dict[str, str]:
        item = self.item
        return {"id": item.id, "category": item.category, "question": item.question} | {
            "before": self.before,
            "now": item.grade,
        }


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side: the items that both have and that changed, the worst first; ids that only one has."""

    before: Tally
    now: Tally
    changes: tuple[Change, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    def became(self, grade: Grade) -> tuple[Change, ...]:
        """The items that have this grade and had another."""
        return tuple(change for change in self.changes if change.item.grade == grade)

    def to_json(self) -> dict[str, Any]:
        """Totals, changes by what became of them, and what only one run has."""
        became = {
            grade.replace(" ", "_"): [change.to_json() for change in self.became(grade)] for grade in reversed(GRADES)
        }
        return {
            "before": self.before.to_json(),
            "now": self.now.to_json(),
            "became": became,
            "only_before": list(self.gone),
            "only_now": list(self.new),
        }


def keep_run(path: Path, report: Report, about: Mapping[str, str]) -> None:
    """Write a run; RunFileError where another kind of file is in its place."""
    if path.exists():
        load_run(path)
    items = [graded.to_json() for graded in report.graded]
    content = {"schema": SCHEMA, **about, "total": report.total.to_json(), "items": items}
    try:
        with replacing(path) as draft:
            draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")
    except OSError as error:
        raise RunFileError(f"{path} cannot be written: {error.strerror or error}.") from error


def load_run(path: Path) -> tuple[Kept, ...]:
    """The items of a kept run; RunFileError where the file is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise ValueError(f"its schema is {content['schema']!r}, not {SCHEMA}")
        return tuple(_read(item) for item in content["items"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise RunFileError(f"{path} is no run that 'ascent eval --out' wrote: {what}.") from error


def _read(raw: Mapping[str, Any]) -> Kept:
    if raw["grade"] not in GRADES:
        raise ValueError(f"there is no grade {raw['grade']!r}")
    return Kept(str(raw["id"]), str(raw["question"]), raw["grade"], str(raw["category"]), str(raw["lang"]))


def compare(before: Sequence[Kept], report: Report, meant: Callable[[Kept], bool] = lambda item: True) -> Comparison:
    """An earlier run beside this one, as far as its items are ``meant``."""
    old = {item.key: item for item in before if meant(item)}
    new = {item.key: item for item in (_read(graded.to_json()) for graded in report.graded)}
    changes = [Change(item, old[key].grade) for key, item in new.items() if key in old]
    changes = [change for change in changes if change.before != change.item.grade]
    order = ("silently wrong", "miss", "right")
    return Comparison(
        tally(item.grade for item in old.values()),
        tally(item.grade for item in new.values()),
        tuple(sorted(changes, key=lambda change: order.index(change.item.grade))),
        tuple(item.id for key, item in old.items() if key not in new),
        tuple(item.id for key, item in new.items() if key not in old),
    )
