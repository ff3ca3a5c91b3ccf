"""What reaches the terminal: plain text, JSON in one line, nothing that a terminal would obey."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Usage
from assistant.commands.chat import HELP, converse
from assistant.commands.showing import show
from assistant.escapes import without_escapes
from assistant.output import to_json
from assistant.session import answer_of
from scoring.errors import AscentError, NotInData, QueryError

KEYS = [
    *("question", "status", "answer", "customers", "value", "unit", "groups", "rows", "calls", "citations"),
    *("assumptions", "warnings", "month", "brain", "usage", "elapsed_ms"),
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[bold]Acme[/bold]", "[bold]Acme[/bold]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
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


class Echo:
    """A brain that says how many messages it has had."""

    def start(self) -> list[str]:
        return []

    def ask(self, question: str, conversation: list[str], say: Callable[[str], None] | None = None) -> Answer:
        if question == "no data":
            raise NotInData("No report has been imported yet.")
        if question == "broken":
            raise QueryError("'between' takes two values.")
        conversation.append(question)
        return Answer(question, "answered", f"{len(conversation)}: {question}")


@pytest.mark.parametrize(("question", "status"), [("no data", "not_answerable"), ("broken", "failed")])
def test_an_error_of_a_brain_becomes_an_answer(question: str, status: str) -> None:
    brain = Echo()
    answer = answer_of(brain, question, brain.start())
    assert (answer.status, answer.answer != "", answer.question) == (status, True, question)


def test_an_answer_says_how_long_it_took() -> None:
    brain = Echo()
    answer = answer_of(brain, "x", brain.start())
    assert 0 <= answer.elapsed_ms < 1000


def chatted(lines: list[str], json: bool, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    def typed() -> Iterator[str]:
        yield from (f"{line}\n" for line in lines)

    converse(Echo(), typed(), json)
    out, err = capsys.readouterr()
    return out, err


def test_chat_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["\ufefffirst", "", "  second  ", "/new", "third", "/help", "/clear", "no data", "broken", "/quit", "never"]
    out, err = chatted(lines, False, capsys)
    assert out.splitlines() == ["1: first", "2: second", "1: third", "No report has been imported yet."]
    assert (
        err == f"{HELP}\nThere is no /clear; there are /more, /cost, /new, /help, /quit.\n'between' takes two values.\n"
    )


def test_chat_for_scripts_answers_every_message_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = chatted(["first", "/new", "second", "no data", "broken"], True, capsys)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["status"], answer["answer"]) for answer in answers] == [
        ("answered", "1: first"),
        ("answered", "1: second"),
        ("not_answerable", "No report has been imported yet."),
        ("failed", "'between' takes two values."),
    ]
    assert [list(answer) for answer in answers] == [KEYS] * 4
    assert err == ""


class Priced(Echo):
    """A brain that asks a model for what begins with a capital letter."""

    def ask(self, question: str, conversation: list[str], say: Callable[[str], None] | None = None) -> Answer:
        answer = super().ask(question, conversation)
        asked = Usage(requests=2, input_tokens=1_200, output_tokens=30) if question[0].isupper() else None
        return replace(answer, brain="openai" if asked else "offline", usage=asked)


def test_cost_of_each_answer_and_of_the_conversation(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["/cost", "First", "second", "Third " * 20, "/cost", "/new", "/cost"]
    converse(Priced(), iter(lines), False)
    none, *_, first, second, third, total, again = capsys.readouterr().out.splitlines()
    assert (none, again) == ("No model was asked.", "No model was asked.")
    assert first == "1. First: 2 requests, 1,200 tokens in, 30 out"
    assert second == "2. second: no model was asked"
    assert third == f"3. {('Third ' * 20)[:59]}…: 2 requests, 1,200 tokens in, 30 out"
    assert total == "Conversation: 4 requests, 2,400 tokens in, 60 out"


def test_cost_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    converse(Priced(), iter(["First", "second", "/cost", "/new", "/cost"]), True)
    first, second, cost, none = map(json.loads, capsys.readouterr().out.splitlines())
    usage = {"requests": 2, "input_tokens": 1200, "output_tokens": 30}
    assert (first["usage"], second["usage"]) == (usage, None)
    answers = [{"question": "First", "usage": usage}, {"question": "second", "usage": None}]
    assert cost == {"usage": usage, "answers": answers}
    assert none == {"usage": None, "answers": []}


def test_errors_share_one_root() -> None:
    assert issubclass(NotInData, AscentError)
