"""Grading is the contract's: right, silently wrong, or a miss."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.commands.evaluate import render
from assistant.evaluation import (
    CustomersGold,
    Gold,
    GroupsGold,
    Item,
    QuestionFileError,
    TextGold,
    ValueGold,
    evaluate,
    grade,
    load_questions,
)
from scoring.errors import NotInData
from scoring.query import Group


def item(gold: Gold | None = None, expect: str = "answered", **more: Any) -> Item:
    return Item(id="q", category="list", question="?", expect=expect, gold=gold, **more)


def answered(**fields: Any) -> Answer:
    return Answer(question="?", status="answered", answer=fields.pop("answer", "."), **fields)


SET = CustomersGold(("1", "2"))
LIST = CustomersGold(("1", "2"), ordered=True)
GROUPS = GroupsGold({"Sweden": 200.0, "Norway": 1.0})
TEXT = TextGold((re.compile(r"\bact now\b", re.IGNORECASE),), (re.compile("nurture", re.IGNORECASE),))
REFUSED = Answer("?", "not_answerable", "There is no such column.")
ASKED = Answer("?", "needs_clarification", "Which one?")


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (SET, answered(customers=("2", "1")), "right"),
        (SET, answered(customers=("1",)), "silently wrong"),
        (SET, answered(customers=("1", "2", "3")), "silently wrong"),
        (SET, answered(), "silently wrong"),
        (SET, REFUSED, "miss"),
        (SET, Answer("?", "failed", "", customers=("1", "2")), "miss"),
        (LIST, answered(customers=("1", "2")), "right"),
        (LIST, answered(customers=("2", "1")), "silently wrong"),
        (ValueGold(1000), answered(value=1005), "right"),
        (ValueGold(1000), answered(value=995), "right"),
        (ValueGold(1000), answered(value=1006), "silently wrong"),
        (ValueGold(0), answered(value=0), "right"),
        (ValueGold(0), answered(value=0.01), "silently wrong"),
        (ValueGold(-100), answered(value=-100.4), "right"),
        (ValueGold(1), answered(), "silently wrong"),
        (GROUPS, answered(groups=(Group("Norway", 1), Group("Sweden", 201))), "right"),
        (GROUPS, answered(groups=(Group("Norway", 1), Group("Sweden", 202))), "silently wrong"),
        (GROUPS, answered(groups=(Group("Sweden", 200),)), "silently wrong"),
        (GROUPS, answered(groups=(Group("Norway", 1), Group("Sweden", 200), Group("Oslo", 0))), "silently wrong"),
        (GROUPS, answered(), "silently wrong"),
        (TEXT, answered(answer="It is ACT NOW."), "right"),
        (TEXT, answered(answer="It is Act Now, not Nurture."), "silently wrong"),
        (TEXT, answered(answer="It is Evaluate."), "silently wrong"),
        (TEXT, answered(answer="act now " * 187 + "!!!!"), "right"),
        (TEXT, answered(answer="act now " * 187 + "!!!!!"), "silently wrong"),
        (None, answered(), "right"),
    ],
)
def test_gold(gold: Gold | None, answer: Answer, expected: str) -> None:
    assert grade(item(gold), answer) == expected


def test_refusals_and_questions_back_are_right_where_expected() -> None:
    assert grade(item(expect="not_answerable"), REFUSED) == "right"
    assert grade(item(expect="not_answerable"), ASKED) == "miss"
    assert grade(item(expect="not_answerable"), answered()) == "silently wrong"
    assert grade(item(expect="not_answerable", any_of=("needs_clarification",)), ASKED) == "right"


def test_another_admitted_status_needs_no_gold() -> None:
    either = item(SET, any_of=("needs_clarification",))
    assert grade(either, ASKED) == "right"
    assert grade(either, answered(customers=("1",))) == "silently wrong"


class Parrot:
    """A brain that answers with what the conversation holds so far; it has no statement to interrupt."""

    tools = SimpleNamespace(engine=SimpleNamespace(interrupt=lambda: None))

    def start(self) -> list[str]:
        return []

    def ask(self, question: str, conversation: list[str], say: object = None) -> Answer:
        if question == "missing":
            raise NotInData("There is no report of 2026-01.")
        conversation.append(question)
        return Answer(question, "answered", " / ".join(conversation), value=float(len(conversation)))


LINES: list[dict[str, Any]] = [
    {"id": "a", "category": "count", "question": "one", "expect": "answered", "gold": {"kind": "value", "value": 1}},
    {
        "id": "b",
        "category": "followup",
        "lang": "en",
        "history": ["one", "two"],
        "question": "three",
        "expect": "answered",
        "gold": {"kind": "text", "must_include": ["^one / two / three$"], "must_not_include": ["four"]},
    },
    {"id": "c", "category": "count", "question": "x", "expect": "answered", "gold": {"kind": "value", "value": 5}},
    {"id": "d", "category": "count", "question": "missing", "expect": "answered", "any_of": [], "gold": None},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)) + "\n\n", encoding="utf-8")
    return path


def test_report_counts_by_category_and_replays_the_history(questions: Path) -> None:
    report = evaluate(load_questions(questions), Parrot())
    assert [graded.grade for graded in report.graded] == ["right", "right", "silently wrong", "miss"]
    assert report.to_json() == {
        "total": {"items": 4, "right": 2, "silently_wrong": 1, "miss": 1, "right_percent": 50.0, "rs10": -200.0},
        "categories": {
            "count": {"items": 3, "right": 1, "silently_wrong": 1, "miss": 1, "right_percent": 33.3, "rs10": -300.0},
            "followup": {"items": 1, "right": 1, "silently_wrong": 0, "miss": 0, "right_percent": 100.0, "rs10": 100.0},
        },
        "not_right": [
            {
                "id": "c",
                "category": "count",
                "lang": "en",
                "grade": "silently wrong",
                "question": "x",
                "expected": "answered, 5",
                "got": "answered, 1",
                "reading": "",
                "meant": "",
                "calls": [],
            },
            {
                "id": "d",
                "category": "count",
                "lang": "en",
                "grade": "miss",
                "question": "missing",
                "expected": "answered",
                "got": "not_answerable: There is no report of 2026-01.",
                "reading": "",
                "meant": "",
                "calls": [],
            },
        ],
    }


def test_report_for_people(questions: Path) -> None:
    assert render(evaluate(load_questions(questions), Parrot())).splitlines() == [
        "category  items  right  silently wrong  miss  right %",
        "count         3      1               1     1     33.3",
        "followup      1      1               0     0    100.0",
        "total         4      2               1     1     50.0",
        "",
        "RS(10) -200.0",
        "",
        "c (count), silently wrong: x",
        "  expected  answered, 5",
        "  got       answered, 1",
        "",
        "d (count), miss: missing",
        "  expected  answered",
        "  got       not_answerable: There is no report of 2026-01.",
    ]


@pytest.mark.parametrize(
    ("gold", "answer", "expected", "got"),
    [
        (SET, answered(customers=("1", "9")), "2 customers: 1, 2", "2 customers; missing 1: 2; too many 1: 9"),
        (LIST, answered(customers=("2", "1")), "2 customers in order: 1, 2", "2 customers in another order: 2, 1"),
        (SET, answered(), "2 customers: 1, 2", "no customers"),
        (ValueGold(1234567.5), answered(), "1,234,567.5", "no figure"),
        (GROUPS, answered(groups=(Group("Sweden", 200),)), "2 groups", "1 groups; Norway 0 (not 1)"),
        (GROUPS, answered(), "2 groups", "no groups"),
        (
            TEXT,
            answered(answer="Nurture"),
            r"/\bact now\b/, not /nurture/",
            r"no /\bact now\b/; has /nurture/: Nurture",
        ),
    ],
)
def test_what_was_expected_and_got(gold: Gold, answer: Answer, expected: str, got: str) -> None:
    assert gold.expected() == expected
    assert gold.got(answer) == got


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
        ("[]", "an object is needed, not a list"),
        ('{"id": "a"}', "'category' is missing"),
        (
            '{"id": "a", "category": "c", "question": "q", "expect": "perhaps"}',
            "'perhaps' is no status; there are answered, needs_clarification, not_answerable, failed",
        ),
        (
            '{"id": "a", "category": "c", "question": "q", "expect": "answered", "gold": {"kind": "smell"}}',
            "'smell' is no kind of gold; there are customers, value, groups and text",
        ),
        (
            '{"id": "a", "category": "c", "question": "q", "expect": "answered",'
            ' "gold": {"kind": "text", "must_include": ["("]}}',
            "the pattern '(' is wrong (missing ), unterminated subpattern)",
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(LINES[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        load_questions(path)
    assert str(caught.value) == f"{path}:2: {message}"


def test_a_file_without_questions(tmp_path: Path, ascent: Callable[..., tuple[int, str, str]]) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    assert ascent("eval", path, "--workspace", tmp_path) == (1, "", f"Error: {path}: no questions\n")


def test_a_file_that_is_not_there(tmp_path: Path, ascent: Callable[..., tuple[int, str, str]]) -> None:
    path = tmp_path / "none.jsonl"
    assert ascent("eval", path, "--workspace", tmp_path) == (1, "", f"Error: {path}: No such file or directory\n")


def test_an_unknown_category(questions: Path, ascent: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = ascent("eval", questions, "--category", "traps")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "Error: Invalid value for '--category': 'traps' is none of count, followup."
