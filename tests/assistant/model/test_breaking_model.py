"""A model or its server breaks: an answer comes all the same, in time, with nothing lost and one line that says so."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from assistant.answer import Answer
from model.brains import KEY, Brains, same_result
from model.breaking import ANSWERS, BODIES, SERVERS
from model.replies import CallTools, CutStream, Fail, Say
from model.scripts import FOUND, Calls, honest, shown_call
from model.server import ModelServer, Script, refused_url

QUESTION = "How many customers are Act Now for Azure?"
SECONDS = 2.5
SLACK = 6.0  # a busy computer, and the offline brain's answer
ONE_LINE = "this answer was made without it."
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ALL = {**SERVERS, **BODIES, **ANSWERS}
BOTH = pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(lambda request, number: Say(FOUND)) as running:
        yield running


@pytest.fixture(scope="module")
def brains(sample: Path, server: ModelServer) -> Brains:
    return Brains(sample, server, timeout=1.2, seconds=SECONDS, steps=5, tokens=300_000)


@pytest.fixture(scope="module")
def offline(brains: Brains) -> Answer:
    (answer,) = brains.ask_offline(QUESTION)
    return answer


def ask(brains: Brains, script: Script, streamed: bool) -> tuple[Answer, list[str]]:
    """The answer, which comes within the bound of the question, and what was said before it."""
    said: list[str] = []
    began = time.monotonic()
    (answer,) = brains.ask_model((QUESTION, script), say=said.append if streamed else None)
    assert time.monotonic() - began < SECONDS + SLACK
    return answer, said


def calls_of(answer: Answer) -> Calls:
    return [shown_call(call) for call in answer.calls]


def check(answer: Answer, offline: Answer, said: list[str]) -> None:
    """The same result as without a model; in place of the model with one line that says so; nothing that a terminal
    would obey."""
    assert same_result(answer) == same_result(offline)
    if answer.brain == "offline":
        assert answer.answer == offline.answer
        assert [warning.endswith(ONE_LINE) for warning in answer.warnings] == [True]
        assert "\n" not in answer.warnings[0]
    assert not CONTROLS.search("".join([answer.answer, *answer.warnings, *said]))
    assert "Traceback" not in answer.answer
    assert KEY not in repr(answer)


def cases(table: Mapping[str, Callable[[Calls], Script]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("make", table.values(), ids=table.keys())


@BOTH
@cases(SERVERS)
def test_a_server_breaks(brains: Brains, offline: Answer, make: Callable[[Calls], Script], streamed: bool) -> None:
    check(*_both(brains, offline, make, streamed))


@BOTH
@cases(BODIES)
def test_a_body_is_no_answer(brains: Brains, offline: Answer, make: Callable[[Calls], Script], streamed: bool) -> None:
    check(*_both(brains, offline, make, streamed))


@BOTH
@cases({name: make for name, make in ANSWERS.items() if not name.startswith("asks")})
def test_an_answer_is_of_no_use(
    brains: Brains, offline: Answer, make: Callable[[Calls], Script], streamed: bool
) -> None:
    check(*_both(brains, offline, make, streamed))


def _both(
    brains: Brains, offline: Answer, make: Callable[[Calls], Script], streamed: bool
) -> tuple[Answer, Answer, list[str]]:
    answer, said = ask(brains, make(calls_of(offline)), streamed)
    return answer, offline, said


@cases({name: make for name, make in ALL.items() if name.endswith(" once") and not name.endswith(" at once")})
def test_what_breaks_once_is_mended(
    sample: Path, server: ModelServer, offline: Answer, make: Callable[[Calls], Script]
) -> None:
    patient = Brains(sample, server, timeout=3.0, seconds=30.0)
    (answer,) = patient.ask_model((QUESTION, make(calls_of(offline))))
    assert (answer.brain, answer.warnings) == ("openai", ())


@cases({name: make for name, make in ANSWERS.items() if name.startswith("asks")})
def test_a_model_asks_back_badly(brains: Brains, offline: Answer, make: Callable[[Calls], Script]) -> None:
    """There is a question in words, or there is the answer."""
    answer, _ = ask(brains, make(calls_of(offline)), streamed=False)
    assert answer.status in ("answered", "needs_clarification")
    assert len(answer.answer.split()) > 1 or answer.answer == "Which?"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_asked_again(brains: Brains, offline: Answer, status: int) -> None:
    before = len(brains.server.requests)
    answer, _ = ask(brains, lambda request, number: Fail(status), streamed=False)
    assert len(brains.server.requests) - before == 1
    assert str(status) in answer.warnings[0]


def test_an_hour_is_not_waited_for(brains: Brains, offline: Answer) -> None:
    before, began = len(brains.server.requests), time.monotonic()
    answer, _ = ask(brains, lambda request, number: Fail(429, {"Retry-After": "3600"}), streamed=False)
    assert time.monotonic() - began < SECONDS
    assert len(brains.server.requests) - before == 1
    assert "429" in answer.warnings[0]


@BOTH
def test_nobody_listens(sample: Path, server: ModelServer, offline: Answer, streamed: bool) -> None:
    brains = Brains(sample, server, timeout=1.2, seconds=SECONDS, base_url=refused_url())
    answer, said = ask(brains, lambda request, number: Say(FOUND), streamed)
    check(answer, offline, said)
    assert answer.brain == "offline"


@pytest.mark.parametrize("pieces", range(2, 30, 3))
@pytest.mark.parametrize("tidy", [False, True], ids=["broken off", "tidy"])
def test_calls_that_are_cut_are_not_run(brains: Brains, offline: Answer, pieces: int, tidy: bool) -> None:
    """Half of the arguments would be another question: with fewer conditions, say."""
    calls = [("customers", {"measure": {"function": "count"}, "filters": calls_of(offline)[0][1]["filters"]})]
    cut = CutStream(pieces, CallTools(calls), tidy)

    def play(request: dict[str, object], number: int) -> CutStream | Say:
        return Say(FOUND) if any(message["role"] == "tool" for message in request["messages"]) else cut  # type: ignore

    answer, said = ask(brains, play, streamed=True)
    check(answer, offline, said)


@pytest.mark.parametrize(
    ("make", "half", "streamed"),
    [
        (ANSWERS["cut by its length behind the calls"], "There are several customers that", False),
        (ANSWERS["cut by its length behind the calls"], "There are several customers that", True),
        (SERVERS["cut tidily in words behind the calls"], "Here are the", True),
    ],
)
def test_words_that_are_cut_are_not_taken_for_whole(
    brains: Brains, offline: Answer, make: Callable[[Calls], Script], half: str, streamed: bool
) -> None:
    answer, said = ask(brains, make(calls_of(offline)), streamed)
    check(answer, offline, said)
    assert half not in answer.answer
    assert said == []


def test_a_conversation_goes_on_across_the_change_of_brains(brains: Brains) -> None:
    """The model lists, breaks, and is back: the offline brain and the model both go on from what was there."""
    messages = ("Which customers are Act Now for Azure?", "Only those in Sweden", "How many of those have Azure?")
    before = brains.ask_offline(*messages)
    last = {"filters": [{"field": "result", "values": ["r2"]}, {"field": "has_azure", "values": [True]}]}
    answers = brains.ask_model(
        (messages[0], honest(calls_of(before[0]))),
        (messages[1], lambda request, number: Fail(401)),
        (messages[2], honest([("customers", {**last, "measure": {"function": "count"}})])),
    )
    assert [answer.brain for answer in answers] == ["openai", "offline", "openai"]
    assert [same_result(answer) for answer in answers] == [same_result(answer) for answer in before]
