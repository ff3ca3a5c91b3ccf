"""Grades answers against a question file: right, silently wrong, or a miss.

An item is right when the status is as expected and the gold agrees; silently wrong when it was answered and is not
right, which is the worst that an assistant can do; all else is a miss. The reliability score RS(10) takes ten points
for each silently wrong answer: right - 10 x silently wrong, over all items, in percent.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import Answer
from scoring.errors import AscentError

if TYPE_CHECKING:
    from assistant.session import Brain, Conversation

Grade = Literal["right", "silently wrong", "miss"]
GRADES: tuple[Grade, ...] = ("right", "silently wrong", "miss")
STATUSES = ("answered", "needs_clarification", "not_answerable", "failed")
TOLERANCE = 0.005
LONGEST = 1500
PENALTY = 10


class QuestionFileError(AscentError):
    """A question file cannot be used; the message names the file and the line."""


@dataclass(frozen=True)
class CustomersGold:
    """The customers that answer, as a set or as a list."""

    customers: tuple[str, ...]
    ordered: bool = False

    def agrees(self, answer: Answer) -> bool:
        if answer.customers is None:
            return False
        if self.ordered:
            return answer.customers == self.customers
        return set(answer.customers) == set(self.customers)

    def expected(self) -> str:
        return f"{len(self.customers)} customers{' in order' * self.ordered}: {_shortened(self.customers)}"

    def got(self, answer: Answer) -> str:
        if answer.customers is None:
            return "no customers"
        missing = [item for item in self.customers if item not in set(answer.customers)]
        extra = [item for item in answer.customers if item not in set(self.customers)]
        text = f"{len(answer.customers)} customers"
        text += f"; missing {len(missing)}: {_shortened(missing)}" if missing else ""
        text += f"; too many {len(extra)}: {_shortened(extra)}" if extra else ""
        return text if missing or extra else f"{text} in another order: {_shortened(answer.customers)}"


@dataclass(frozen=True)
class ValueGold:
    """The one figure that answers, within half a percent."""

    value: float

    def agrees(self, answer: Answer) -> bool:
        return answer.value is not None and _close(answer.value, self.value)

    def expected(self) -> str:
        return f"{self.value:,.10g}"

    def got(self, answer: Answer) -> str:
        return "no figure" if answer.value is None else f"{answer.value:,.10g}"


@dataclass(frozen=True)
class GroupsGold:
    """The groups of a break-down: the same keys, each value within half a percent."""

    groups: Mapping[str, float]

    def agrees(self, answer: Answer) -> bool:
        found = _groups(answer)
        return found.keys() == self.groups.keys() and all(_close(found[key], self.groups[key]) for key in found)

    def expected(self) -> str:
        return f"{len(self.groups)} groups"

    def got(self, answer: Answer) -> str:
        if answer.groups is None:
            return "no groups"
        found = _groups(answer)
        keys = [*self.groups, *(key for key in found if key not in self.groups)]
        wrong = [key for key in keys if not _close(found.get(key, 0.0), self.groups.get(key, 0.0))]
        pairs = [f"{key} {found.get(key, 0):,.10g} (not {self.groups.get(key, 0):,.10g})" for key in wrong]
        return f"{len(found)} groups; {_shortened(pairs)}"


@dataclass(frozen=True)
class TextGold:
    """What must and must not stand in the text of a short answer."""

    must_include: tuple[re.Pattern[str], ...]
    must_not_include: tuple[re.Pattern[str], ...] = ()

    def agrees(self, answer: Answer) -> bool:
        return not self._faults(answer)

    def expected(self) -> str:
        return ", ".join(
            [f"/{item.pattern}/" for item in self.must_include]
            + [f"not /{item.pattern}/" for item in self.must_not_include]
        )

    def got(self, answer: Answer) -> str:
        return f"{'; '.join(self._faults(answer))}: {_one_line(answer.answer)}"

    def _faults(self, answer: Answer) -> list[str]:
        faults = [f"no /{item.pattern}/" for item in self.must_include if not item.search(answer.answer)]
        faults += [f"has /{item.pattern}/" for item in self.must_not_include if item.search(answer.answer)]
        if len(answer.answer) > LONGEST:
            faults.append(f"{len(answer.answer)} characters, more than {LONGEST}")
        return faults


@dataclass(frozen=True)
class SameGold:
    """The answer to another question that means the same: the same customers in any order, figure and groups."""

    reference: Answer

    @property
    def known(self) -> bool:
        """Whether the other question was answered, so that there is something to compare with."""
        return self.reference.status == "answered"

    def agrees(self, answer: Answer) -> bool:
        golds = self._golds()
        return self.known and (all(gold.agrees(answer) for gold in golds) if golds else self._same_calls(answer))

    def expected(self) -> str:
        words = ", ".join(gold.expected() for gold in self._golds()) or _one_line(self.reference.answer)
        return f"the same as “{self.reference.question}”, {self.reference.status}: {words}"

    def got(self, answer: Answer) -> str:
        wrong = [gold.got(answer) for gold in self._golds() if not gold.agrees(answer)]
        return ", ".join(wrong) or _one_line(answer.answer)

    def _golds(self) -> "list[CustomersGold | ValueGold | GroupsGold]":
        found: list[CustomersGold | ValueGold | GroupsGold] = []
        found += [ValueGold(self.reference.value)] if self.reference.value is not None else []
        found += [GroupsGold(_groups(self.reference))] if self.reference.groups is not None else []
        return found + ([CustomersGold(self.reference.customers)] if self.reference.customers is not None else [])

    def _same_calls(self, answer: Answer) -> bool:
        return answer.calls == self.reference.calls and answer.customers is None


Gold = CustomersGold | ValueGold | GroupsGold | TextGold | SameGold


@dataclass(frozen=True)
class Item:
    """A question with what its answer must be: a gold, or the answer to the question ``same_as``. ``any_of`` are
    statuses that are as good as the expected one."""

    id: str
    category: str
    question: str
    expect: str
    gold: Gold | None = None
    any_of: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    lang: str = "en"
    same_as: str = ""


@dataclass(frozen=True)
class Graded:
    """An item with the answer it got, and in words how it was read, and how the question that means the same was."""

    item: Item
    answer: Answer
    grade: Grade
    reading: str = ""
    meant: str = ""

    def to_json(self) -> dict[str, Any]:
        """What is shown of an item, and kept of a run."""
        return {
            "id": self.item.id,
            "category": self.item.category,
            "lang": self.item.lang,
            "grade": self.grade,
            "question": self.item.question,
            "expected": expected(self.item),
            "got": got(self.item, self.answer),
            "reading": self.reading,
            "meant": self.meant,
            "calls": [{"tool": call.tool, "arguments": call.arguments} for call in self.answer.calls],
        }


@dataclass(frozen=True)
class Tally:
    """How many items of a kind there are, by grade."""

    items: int
    right: int
    silently_wrong: int
    miss: int

    @property
    def right_percent(self) -> float:
        return _percent(self.right, self.items)

    @property
    def reliability(self) -> float:
        """RS(10), in percent."""
        return _percent(self.right - PENALTY * self.silently_wrong, self.items)

    def to_json(self) -> dict[str, float]:
        """The counts with the two percentages."""
        return {
            "items": self.items,
            "right": self.right,
            "silently_wrong": self.silently_wrong,
            "miss": self.miss,
            "right_percent": self.right_percent,
            "rs10": self.reliability,
        }


@dataclass(frozen=True)
class Report:
    """All graded items, in the order of the file."""

    graded: tuple[Graded, ...]

    @cached_property
    def categories(self) -> dict[str, Tally]:
        """A tally for each category, in the order in which they come up."""
        names = dict.fromkeys(graded.item.category for graded in self.graded)
        return {name: tally(graded.grade for graded in self.graded if graded.item.category == name) for name in names}

    @cached_property
    def total(self) -> Tally:
        return tally(graded.grade for graded in self.graded)

    @property
    def not_right(self) -> tuple[Graded, ...]:
        return tuple(graded for graded in self.graded if graded.grade != "right")

    def to_json(self) -> dict[str, Any]:
        """Totals, categories, and the items that are not right."""
        return {
            "total": self.total.to_json(),
            "categories": {name: tally.to_json() for name, tally in self.categories.items()},
            "not_right": [graded.to_json() for graded in self.not_right],
        }


def evaluate(
    items: Iterable[Item], brain: "Brain[Conversation]", words: Callable[[Answer], str] = lambda answer: ""
) -> Report:
    """Ask every question, after the earlier messages of its conversation, and grade the answers; ``words`` says how an
    answer read its question."""
    return Report(tuple(_graded(item, brain, words) for item in items))


def _graded(item: Item, brain: "Brain[Conversation]", words: Callable[[Answer], str]) -> Graded:
    from assistant.session import answer_of

    conversation = brain.start()
    for message in item.history:
        answer_of(brain, message, conversation)
    answer = answer_of(brain, item.question, conversation)
    if not item.same_as:
        return Graded(item, answer, grade(item, answer), words(answer))
    reference = answer_of(brain, item.same_as, brain.start())
    item = replace(item, gold=SameGold(reference))
    return Graded(item, answer, grade(item, answer), words(answer), words(reference))


def grade(item: Item, answer: Answer) -> Grade:
    """Right, silently wrong or a miss: a miss, too, where the question that means the same has no answer."""
    if is_right(item, answer):
        return "right"
    if isinstance(item.gold, SameGold) and not item.gold.known:
        return "miss"
    return "silently wrong" if answer.status == "answered" else "miss"


def is_right(item: Item, answer: Answer) -> bool:
    """Whether the status is as expected and the gold agrees. The gold is about the status that is expected (or an
    answer): another status that ``any_of`` admits stands on its own."""
    if answer.status not in (item.expect, *item.any_of):
        return False
    stands_alone = item.gold is None or answer.status not in (item.expect, "answered")
    return stands_alone or (item.gold is not None and item.gold.agrees(answer))


def expected(item: Item) -> str:
    """The right answer in words."""
    status = " or ".join((item.expect, *item.any_of))
    return f"{status}, {item.gold.expected()}" if item.gold else status


def got(item: Item, answer: Answer) -> str:
    """The answer in words, as far as it tells why it is not right."""
    if answer.status == item.expect and item.gold:
        return f"{answer.status}, {item.gold.got(answer)}"
    return f"{answer.status}: {_one_line(answer.answer)}"


def load_questions(path: Path) -> tuple[Item, ...]:
    """Read a question file, one JSON object a line; QuestionFileError names the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path}: not UTF-8 text ({error.reason})") from error
    items = tuple(_read_line(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    if not items:
        raise QuestionFileError(f"{path}: no questions")
    return items


def _read_line(line: str, place: str) -> Item:
    try:
        raw = json.loads(line)
        if not isinstance(raw, dict):
            raise QuestionFileError(f"{place}: an object is needed, not a {type(raw).__name__}")
        return _read_item(raw)
    except json.JSONDecodeError as error:
        raise QuestionFileError(f"{place}: not JSON ({error})") from error
    except KeyError as error:
        raise QuestionFileError(f"{place}: {error} is missing") from error
    except re.error as error:
        raise QuestionFileError(f"{place}: the pattern {str(error.pattern)!r} is wrong ({error.msg})") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise QuestionFileError(f"{place}: {error}") from error


def _read_item(raw: dict[str, Any]) -> Item:
    """An item; with ``same_as`` only the question is needed besides it."""
    same_as = str(raw.get("same_as") or "")
    if same_as:
        raw = {"id": _id_of(raw), "category": "same", "expect": "answered"} | raw
    if same_as and raw.get("gold"):
        raise ValueError("an item has a gold or same_as, not both")
    return Item(
        id=str(raw["id"]),
        category=str(raw["category"]),
        question=str(raw["question"]),
        expect=_status(raw["expect"]),
        gold=_read_gold(raw["gold"]) if raw.get("gold") else None,
        any_of=tuple(_status(status) for status in raw.get("any_of") or ()),
        history=tuple(str(message) for message in raw.get("history") or ()),
        lang=str(raw.get("lang") or "en"),
        same_as=same_as,
    )


def _id_of(raw: Mapping[str, Any]) -> str:
    """An id made of what is asked, so that it stays when lines are added before it."""
    asked = json.dumps([raw.get("history"), raw.get("question"), raw["same_as"]])
    return f"q-{zlib.crc32(asked.encode()):08x}"


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError(f"{text!r} is no status; there are {', '.join(STATUSES)}")
    return text


def _read_gold(raw: dict[str, Any]) -> Gold:
    kind = raw["kind"]
    if kind == "customers":
        return CustomersGold(tuple(str(item) for item in raw["customers"]), bool(raw.get("ordered")))
    if kind == "value":
        return ValueGold(float(raw["value"]))
    if kind == "groups":
        return GroupsGold({str(group["key"]): float(group["value"]) for group in raw["groups"]})
    if kind == "text":
        return TextGold(_patterns(raw.get("must_include")), _patterns(raw.get("must_not_include")))
    raise ValueError(f"{kind!r} is no kind of gold; there are customers, value, groups and text")


def _patterns(texts: Iterable[str] | None) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts or ())


def _close(value: float, gold: float) -> bool:
    return abs(value - gold) <= TOLERANCE * abs(gold) + 1e-9


def _groups(answer: Answer) -> dict[str, float]:
    return {group.key: group.value for group in answer.groups or ()}


def tally(given: Iterable[Grade]) -> Tally:
    """Counts grades."""
    grades = list(given)
    return Tally(len(grades), *(grades.count(name) for name in GRADES))


def _percent(part: float, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _shortened(items: Sequence[str], most: int = 5) -> str:
    return ", ".join(items[:most]) + (", ..." if len(items) > most else "")


def _one_line(text: str, longest: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 3]}..."
