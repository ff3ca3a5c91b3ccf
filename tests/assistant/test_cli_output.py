"""What reaches the terminal: plain text, JSON in one line, nothing that a terminal would obey."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from assistant.answer import Answer, Usage
from assistant.commands.showing import show
from assistant.costs import Costs
from assistant.escapes import without_escapes
from assistant.output import to_json
from assistant.session import answering
from scoring.errors import AscentError, NotInData, QueryError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[bold]Acme[/bold]", "[bold]Acme[/bold]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ended\nthe next line", "\nthe next line"),
        ("\x1bcreset", "reset"),
        ("end\x1b", "end"),
        ("bell\x07 back\x08 return\rnull\x00", "bell back returnnull"),
        ("turned \u202egnp.exe\u202c", "turned gnp.exe"),
        ("a\u2066b\u2069c\u200ed\ufeff", "abcd"),
        ("Göteborg 日本 한국\ttab\nline", "Göteborg 日本 한국\ttab\nline"),
    ],
)
def test_nothing_of_a_text_is_obeyed(text: str, shown: str) -> None:
    assert without_escapes(text) == shown


def test_json_keeps_all_characters_and_shows_no_control_characters() -> None:
    content = {"name": "Å \x1b[31m\x9b\u202e日\n", "day": date(2026, 10, 25)}
    text = to_json(content)
    assert text == r'{"name": "Å \u001b[31m\u009b\u202e日\n", "day": "2026-10-25"}'
    assert json.loads(text) == {"name": "Å \x1b[31m\x9b\u202e日\n", "day": "2026-10-25"}


def test_an_answer_goes_to_stdout_and_its_warnings_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer("?", "answered", "3 customers\x1b[2J", warnings=("One is contradictory.",))
    assert show(answer, json=False) == 0
    assert capsys.readouterr() == ("3 customers\n", "Warning: One is contradictory.\n")


@pytest.mark.parametrize(
    ("status", "code", "out", "err"),
    [
        ("answered", 0, "Text.\n", ""),
        ("needs_clarification", 3, "Text.\n", ""),
        ("not_answerable", 3, "Text.\n", ""),
        ("failed", 1, "", "Text.\n"),
    ],
)
def test_exit_code_of_a_status(status: str, code: int, out: str, err: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(Answer("?", status, "Text."), json=False) == code  # type: ignore[arg-type]
    assert capsys.readouterr() == (out, err)


def no_data() -> Answer:
    raise NotInData("No report has been imported yet.")


def broken() -> Answer:
    raise QueryError("'between' takes two values.")


@pytest.mark.parametrize(("work", "status"), [(no_data, "not_answerable"), (broken, "failed")])
def test_an_error_of_a_brain_becomes_an_answer(work: Callable[[], Answer], status: str) -> None:
    answer = answering("?", work)
    assert (answer.status, answer.answer != "", answer.question) == (status, True, "?")


def test_an_answer_says_how_long_it_took() -> None:
    assert 0 <= answering("x", lambda: Answer("x", "answered", "")).elapsed_ms < 1000


def priced(question: str, asked: bool) -> Answer:
    """An answer for which a model was asked, or was not."""
    usage = Usage(requests=2, input_tokens=1_200, output_tokens=30) if asked else None
    return Answer(question, "answered", "", usage=usage)


def test_cost_of_each_answer_and_of_the_conversation() -> None:
    costs = Costs()
    assert costs.words() == "No model was asked."
    assert costs.to_json() == {"usage": None, "answers": []}
    for answer in (priced("First", True), priced("second", False), priced("Third " * 20, True)):
        costs.add(answer)
    first, second, third, total = costs.words().splitlines()
    assert first == "1. First: 2 requests, 1,200 tokens in, 30 out"
    assert second == "2. second: no model was asked"
    assert third == f"3. {('Third ' * 20)[:59]}…: 2 requests, 1,200 tokens in, 30 out"
    assert total == "Conversation: 4 requests, 2,400 tokens in, 60 out"


def test_cost_as_json() -> None:
    costs = Costs()
    costs.add(priced("First", True))
    costs.add(priced("second", False))
    usage = {"requests": 2, "input_tokens": 1200, "output_tokens": 30}
    answers = [{"question": "First", "usage": usage}, {"question": "second", "usage": None}]
    assert costs.to_json() == {"usage": usage, "answers": answers}


def test_errors_share_one_root() -> None:
    assert issubclass(NotInData, AscentError)
