"""Runs the tool calls of one question for a model and checks its words; what comes of them is the program's answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answer import Answer
from assistant.guard import Guard
from assistant.model_arguments import read_call
from assistant.model_filters import Kept, listed, next_id
from assistant.model_results import as_json, told
from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import (
    AskBack,
    Outcome,
    ReadCustomers,
    ReadData,
    ReadDefinition,
    ReadDisagreement,
    ReadQuery,
)
from assistant.privacy import Mask
from assistant.tools import Ran
from knowledge.messages import joined, text
from scoring.errors import AscentError
from scoring.query import Query, Result, walk

MOST_CALLS = 12
LONGEST = 1_200
LONGEST_ENDING = 300
LONGEST_ANSWER = 1_480
NO_RESULT = "It rests on no result: call a tool first, or ask_back or not_in_data."


@dataclass(frozen=True)
class Found:
    """A result of this question: its id, what was asked for, the answer that it alone would be, and what was run."""

    id: str
    outcome: Outcome
    answer: Answer
    ran: tuple[Ran, ...]


@dataclass
class ModelDesk:
    """The desk of one question. ``kept``: results by id, earlier questions' too; new ones are added."""

    offline: OfflineBrain
    question: str
    mask: Mask
    kept: dict[str, Kept]
    found: list[Found] = field(default_factory=list)
    end: Answer | None = None
    asked: AskBack | None = None
    calls: int = 0

    def __post_init__(self) -> None:
        self.guard = Guard(self.offline.tools.engine, self.question, self.offline.tools.as_of)

    @property
    def ended(self) -> bool:
        """Whether the model asked back, or said that the data does not hold it."""
        return self.end is not None

    @property
    def answers(self) -> bool:
        """Whether a call brought a result."""
        return bool(self.found)

    def call(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Run a tool; the result or what is wrong with the call, masked, for the model."""
        self.calls += 1
        if self.end is not None:
            return as_json({"error": "The turn is over."})
        if self.calls > MOST_CALLS:
            return as_json({"error": "No further calls: answer with what you have."})
        try:
            given: dict[str, Any] = self.mask.argument(dict(arguments))
            if name in _ENDINGS:
                return _ENDINGS[name](self, given)
            return self._run(name, given)
        except AscentError as error:
            return as_json({"error": self.mask.fault(str(error)[:LONGEST])})

    def _run(self, name: str, given: Mapping[str, Any]) -> str:
        tools = self.offline.tools
        outcome = read_call(tools.engine, self.kept, name, given)
        before = len(tools.ran)
        answer = self.offline.answer(self.question, outcome)
        ran = tuple(tools.ran[before:])
        id = next_id(self.kept)
        self.kept[id] = Kept(answer.customers or (), _query_of(outcome, ran))
        self.found.append(Found(id, outcome, answer, ran))
        for each in ran:
            self.guard.add(each)
        return told(id, outcome, answer, ran, self.mask)

    def _ask_back(self, given: Mapping[str, Any]) -> str:
        question = self.mask.back(str(given.get("question") or ""))
        choices = tuple(self.mask.back(str(choice)) for choice in listed(given.get("choices")))
        if error := self._ending_fault(" ".join((question, *choices)) if question.strip() else ""):
            return error
        self.asked = AskBack(question, choices)
        self.end = self.offline.answer(self.question, self.asked)
        return "Asked."

    def _not_in_data(self, given: Mapping[str, Any]) -> str:
        missing = self.mask.back(str(given.get("missing") or ""))
        if error := self._ending_fault(missing):
            return error
        words = text("The data does not hold this: {missing}", missing=missing)
        self.end = Answer(self.question, "not_answerable", words)
        return "Said."

    def _ending_fault(self, words: str) -> str:
        """What is wrong with the words that end a turn, for the model; empty where they pass."""
        if not words.strip():
            return as_json({"error": "Say what it is."})
        if len(words) > LONGEST_ENDING:
            return as_json({"error": f"It is longer than {LONGEST_ENDING} characters."})
        faults = (*self._unknown(words), *self.guard.faults(words, asserting=False))
        return as_json({"error": self.mask.fault(" ".join(faults))}) if faults else ""

    def _unknown(self, words: str) -> tuple[str, ...]:
        """The marks in words that stand for nothing."""
        unknown = self.mask.unknown(words)
        return (f"There is no {', '.join(unknown)}.",) if unknown else ()

    def faults(self, words: str) -> Sequence[str]:
        """What is wrong with words of the model, masked as they are."""
        if unknown := self._unknown(words):
            return unknown
        if not self.found:
            return (NO_RESULT,)
        if len(words) > LONGEST:
            return (f"It is longer than {LONGEST} characters.",)
        return tuple(self.mask.fault(fault) for fault in self.guard.faults(self.mask.back(words)))

    # ---- the answer -----------------------------------------------------------------------------

    @property
    def main(self) -> Found | None:
        """The result that answers: the last about customers, but for a check among those who had just been told about;
        a definition or what the data hold only where there is no other."""
        kept = [found for place, found in enumerate(self.found) if not self._checks(place)]
        about = [it for it in kept if not isinstance(it.outcome, ReadDefinition | ReadData)]
        return (about or kept)[-1] if kept else None

    def _checks(self, place: int) -> bool:
        outcome = self.found[place].outcome
        about = [it.answer.customers or () for it in self.found[:place] if isinstance(it.outcome, ReadCustomers)]
        if not about or not isinstance(outcome, ReadQuery):
            return False
        named = [it.values for it in walk(outcome.query.set.filters) if it.field == "customer" and it.op == "in"]
        return any(set(values) <= {id for ids in about for id in ids} for values in named)

    def answer(self, words: str) -> Answer:
        """The answer: the model's words that passed, and below them what the program prints of the result."""
        main = self.main
        if main is None:
            return Answer(self.question, "not_answerable", words)
        figures = [it for it in self.found if it is not main and _is_figure(it)]
        below = dict.fromkeys(_below(it, words) for it in (*figures, main))
        shown = joined("\n\n", [part for part in (words, *below) if part])
        return replace(main.answer, answer=shown, **self._joined())

    def plain(self, warning: str) -> Answer | None:
        """The results without words of the model; None where there are none."""
        main = self.main
        if main is None:
            return None
        others = [it for it in self.found if it is not main and it.answer.answer != main.answer.answer]
        words = joined("\n\n", [it.answer.answer for it in (*others[-2:], main)])
        joint = self._joined()
        return replace(main.answer, answer=words, **(joint | {"warnings": (*joint["warnings"], warning)}))

    def _joined(self) -> dict[str, Any]:
        """Calls, citations, assumptions, warnings and drawings of all results."""
        answers = [found.answer for found in self.found]
        return {
            name: _distinct([part for answer in answers for part in getattr(answer, name)])
            for name in ("calls", "citations", "assumptions", "warnings", "drawings")
        }


def _query_of(outcome: Outcome, ran: Sequence[Ran]) -> Query | None:
    """The query of an outcome, with the month that it was answered of."""
    if not isinstance(outcome, ReadQuery):
        return None
    found = ran[-1].found if ran else None
    if not isinstance(found, Result) or found.source != "report":
        return outcome.query
    return replace(outcome.query, set=replace(outcome.query.set, month=found.month))


def _is_figure(found: Found) -> bool:
    outcome = found.outcome
    return isinstance(outcome, ReadQuery) and outcome.query.measure is not None and not outcome.query.group_by


def _below(found: Found, words: str) -> str:
    """What the program prints below the model's words: figures, rows and how they were counted; of single customers
    what is known, where there is room for it; of a definition its source."""
    outcome, told = found.outcome, found.answer.answer
    if isinstance(outcome, ReadQuery | ReadDisagreement):
        return told
    if isinstance(outcome, ReadCustomers) and len(words) + len(told) <= LONGEST_ANSWER:
        return told
    return told.rpartition("\n\n")[2] if isinstance(outcome, ReadCustomers | ReadDefinition) else ""


def _distinct(parts: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(part for place, part in enumerate(parts) if part not in parts[:place])


_ENDINGS: Mapping[str, Callable[[ModelDesk, Mapping[str, Any]], str]] = {
    "ask_back": ModelDesk._ask_back,
    "not_in_data": ModelDesk._not_in_data,
}
