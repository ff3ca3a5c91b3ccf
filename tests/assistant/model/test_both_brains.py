"""The same questions through both brains: with the offline brain's calls, and with calls as a model phrases them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.evaluation import Item, is_right, load_questions
from model.brains import Brains, same_result
from model.replies import CallTools, Reply, Say
from model.scripts import FOUND, replaying, results, telling, text_of
from model.server import ModelServer
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ROOT / "tests" / "questions"
SHARED = ROOT.parent / "shared"
PUBLIC = SHARED / "eval" / "public.jsonl"
REPORTS = SHARED / "data" / "reports"
AVERAGE_BYTES = 16_000
needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (PUBLIC.exists() and REPORTS.exists()), reason="the shared sample data is not beside the checkout"
    ),
]
Serve = Callable[[Callable[[dict[str, Any], int], Reply]], ModelServer]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with exactly the shared reports."""
    path = tmp_path_factory.mktemp("shared") / "workspace"
    import_reports(Workspace(path), [REPORTS])
    return path


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(lambda request, number: Say(FOUND)) as running:
        yield running


def differences(brains: Brains, items: Sequence[Item]) -> list[str]:
    """The items that the model brain answers otherwise than the offline brain, whose calls the model replays; streamed
    and not, at once and one by one, in turn."""
    different = []
    for place, item in enumerate(items):
        offline = brains.ask_offline(*item.history, item.question)
        scripts = [replaying(answer, one_by_one=place % 4 > 1) for answer in offline]
        turns = list(zip((*item.history, item.question), scripts, strict=True))
        answers = brains.ask_model(*turns, say=[].append if place % 2 else None)
        for before, after in zip(offline, answers, strict=True):
            if after.brain != "openai" or same_result(before) != same_result(after):
                different.append(f"{item.id}: {before.question}\n  {_told(before)}\n  {_told(after)}")
    return different


def _told(answer: Answer) -> str:
    customers = "-" if answer.customers is None else len(answer.customers)
    calls = [(call.tool, call.arguments) for call in answer.calls]
    return f"{answer.brain} {answer.status} {customers} {answer.value} {answer.groups} {calls} {answer.warnings}"[:900]


def test_replayed_calls_come_to_the_same(tidewater: Path, server: ModelServer) -> None:
    items = load_questions(QUESTIONS / "tidewater.jsonl")
    different = differences(Brains(tidewater, server), [item for item in items if item.expect == "answered"])
    assert not different, "\n".join(different)


class TestPublic:
    pytestmark = needs_shared

    def test_replayed_calls_come_to_the_same(self, shared: Path, server: ModelServer) -> None:
        items = [item for item in load_questions(PUBLIC) if item.expect == "answered"]
        different = differences(Brains(shared, server), items)
        assert not different, "\n".join(different)

    def test_a_plain_question_takes_two_small_requests(self, shared: Path, server: ModelServer) -> None:
        brains = Brains(shared, server)
        items = [item for item in load_questions(PUBLIC) if item.expect == "answered" and not item.history]
        sizes = []
        for item in items[::3]:
            before = len(server.requests)
            brains.ask_model((item.question, replaying(*brains.ask_offline(item.question))))
            sent = server.requests[before:]
            assert len(sent) == 2, item.id
            sizes.append(sum(len(request.body) for request in sent))
        assert sum(sizes) / len(sizes) <= AVERAGE_BYTES, f"{sum(sizes) / len(sizes):.0f} bytes, at most {max(sizes)}"

    @pytest.mark.parametrize(("privacy", "say"), [("masked", [].append), ("open", None)], ids=["streamed", "open"])
    def test_calls_as_a_model_phrases_them(
        self, shared: Path, server: ModelServer, privacy: str, say: Callable[[str], None] | None
    ) -> None:
        brains = Brains(shared, server, privacy)
        items = {item.id: item for item in load_questions(PUBLIC)}
        lines = [json.loads(line) for line in (QUESTIONS / "model_calls.jsonl").read_text("utf-8").splitlines()]
        assert len(lines) >= 60
        wrong = []
        for line in lines:
            item = items[line["id"]]
            script = [Phrased(steps, line.get("marks", {})) for steps in (*line.get("history", ()), line["steps"])]
            turns = list(zip((*item.history, item.question), script, strict=True))
            answer = brains.ask_model(*turns, say=say)[-1]
            if not is_right(item, answer) or (answer.status == "answered" and answer.brain != "openai"):
                wrong.append(
                    f"{item.id}: {item.question}\n  {_told(answer)}\n  {answer.answer[:300]}\n  {script[-1].seen}"
                )
        assert not wrong, "\n".join(wrong)


class Phrased:
    """Plays the steps of a line. Its marks are those of the question, in order; where the question was sent without
    marks, the values that they stand for are written."""

    def __init__(self, steps: Sequence[Sequence[Mapping[str, Any]]], marks: Mapping[str, str]) -> None:
        self.left = list(steps)
        self.marks = marks
        self.seen: list[str] = []

    def __call__(self, request: dict[str, Any], number: int) -> Reply:
        self.seen = [text_of(message)[:300] for message in request["messages"][1:]]
        if not self.left:
            return Say(telling(results(request)))
        question = next(text_of(it) for it in reversed(request["messages"]) if it["role"] == "user")
        asked = dict(zip(self.marks, dict.fromkeys(_MARK.findall(question)), strict=False))
        step = json.dumps(self.left.pop(0), ensure_ascii=False)
        step = re.sub(_MARK, lambda mark: asked.get(mark.group(), self.marks.get(mark.group(), mark.group())), step)
        return CallTools([(call["tool"], call["arguments"]) for call in json.loads(step)])


_MARK = re.compile(r"\[(?:customer|city) \d+\]")
