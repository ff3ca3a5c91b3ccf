"""``ascent eval`` for a partner's own questions: the same as another question, what was read, kept runs compared."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.evaluation import Item, SameGold, evaluate, grade, load_questions
from assistant.runs import RunFileError, compare, keep_run, load_run
from scoring.query import Group

Ascent = Callable[..., tuple[int, str, str]]
OWN = [
    {"question": "Act Now customers for M365", "same_as": "customers in the Act Now cluster of M365"},
    {"question": "how many customers are Act Now for M365", "same_as": "how many customers are in Sweden"},
    {"question": "customers by country", "same_as": "customers per country", "lang": "sv", "category": "groups"},
    {"question": "Evaluate customers for M365", "same_as": "Act Now customers for M365", "id": "mine"},
    {"question": "customers in Sweden", "same_as": "blorp"},
]


@pytest.fixture
def check(ascent: Ascent, workspace: Path) -> Ascent:
    return lambda *arguments: ascent("eval", *arguments, "--workspace", workspace, "--as-of", "2026-10-25")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "own.jsonl", OWN)


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_a_question_that_means_the_same(check: Ascent, questions: Path) -> None:
    code, out, err = check(questions)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "category  items  right  silently wrong  miss  right %",
        "same          4      2               1     1     50.0",
        "groups        1      1               0     0    100.0",
        "total         5      3               1     1     60.0",
        "",
        "RS(10) -140.0",
        "",
        "mine (same), silently wrong: Evaluate customers for M365",
        "  expected  answered, the same as “Act Now customers for M365”, answered: 1 customers: 4001",
        "  got       answered, 1 customers; missing 1: 4001; too many 1: 4003",
        "  meant     M365 cluster Act Now · best first for M365",
        "  read as   M365 cluster Evaluate · best first for M365",
        '  call      customers {"set": {"filters": [{"field": "cluster", "values": ["evaluate"], '
        '"products": ["m365"]}]}, "order": [{"by": "convention:m365"}]}',
        "",
        f"{load_questions(questions)[4].id} (same), miss: customers in Sweden",
        *out.splitlines()[-4:-2],
        "  read as   country Sweden",
        '  call      customers {"set": {"filters": [{"field": "country", "values": ["Sweden"]}]}}',
    ]


def test_what_means_the_same_and_is_not_answered_is_told(check: Ascent, questions: Path) -> None:
    lines = check(questions)[1].splitlines()
    assert lines[-4].startswith("  expected  answered, the same as “blorp”, not_answerable: I cannot answer this")
    assert lines[-3].startswith("  got       answered, 1 customer ")


def test_only_a_question_and_its_equal_are_needed(questions: Path) -> None:
    first, *_, mine, _ = load_questions(questions)
    assert (first.category, first.lang, first.expect, first.same_as) == ("same", "en", "answered", OWN[0]["same_as"])
    assert (mine.id, mine.category) == ("mine", "same")
    longer = load_questions(written(questions, [{"question": "new", "same_as": "other"}, *OWN]))
    assert [item.id for item in longer[1:]] == [first.id, *(item.id for item in longer[2:])]
    assert len({item.id for item in longer}) == 6


@pytest.mark.parametrize(
    ("reference", "answer", "expected"),
    [
        ({"customers": ("1", "2")}, {"customers": ("2", "1")}, "right"),
        ({"customers": ("1", "2")}, {"customers": ("1",)}, "silently wrong"),
        ({"customers": ("1",), "value": 1.0}, {"customers": ("2",), "value": 1.0}, "silently wrong"),
        ({"value": 10.0}, {"value": 10.0}, "right"),
        ({"value": 10.0}, {"value": 11.0}, "silently wrong"),
        ({"groups": (Group("a", 1.0),)}, {"groups": (Group("a", 1.0),)}, "right"),
        ({"groups": (Group("a", 1.0),)}, {"groups": ()}, "silently wrong"),
        ({}, {}, "right"),
        ({}, {"customers": ("1",)}, "silently wrong"),
        ({"status": "not_answerable"}, {"customers": ("1",)}, "miss"),
        ({"value": 1.0}, {"status": "needs_clarification"}, "miss"),
    ],
)
def test_grades_of_the_same(reference: dict[str, Any], answer: dict[str, Any], expected: str) -> None:
    def made(fields: dict[str, Any]) -> Answer:
        return Answer(**({"question": "?", "status": "answered", "answer": "."} | fields))

    item = Item("q", "same", "?", "answered", SameGold(made(reference)))
    assert grade(item, made(answer)) == expected


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"gold": {"kind": "value", "value": 1}}, "an item has a gold or same_as, not both"),
        ({"expect": "perhaps"}, "'perhaps' is no status"),
    ],
)
def test_a_bad_item(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(Exception, match=message):
        load_questions(written(tmp_path / "bad.jsonl", [{"question": "a", "same_as": "b"} | more]))
    with pytest.raises(Exception, match="'question' is missing"):
        load_questions(written(tmp_path / "bad.jsonl", [{"same_as": "b"}]))


def test_languages_and_categories(check: Ascent, questions: Path) -> None:
    assert json.loads(check(questions, "--lang", "sv", "--json")[1])["total"]["items"] == 1
    assert json.loads(check(questions, "--lang", "en", "--category", "same", "--json")[1])["total"]["items"] == 4
    code, out, err = check(questions, "--lang", "ja")
    assert (code, out) == (2, "")
    assert err.startswith("Error: Invalid value for '--lang': 'ja' is none of en, sv.")


def test_two_runs(check: Ascent, questions: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    before = check(questions, "--out", run)[1]
    kept = json.loads(run.read_text(encoding="utf-8"))
    assert {name: kept[name] for name in ("schema", "questions", "brain", "as_of")} == {
        "schema": 1,
        "questions": "own.jsonl",
        "brain": "offline",
        "as_of": "2026-10-25",
    }
    assert [item["grade"] for item in kept["items"]] == ["right", "right", "right", "silently wrong", "miss"]
    code, out, err = check(questions, "--compare", run)
    assert (code, err) == (0, "")
    totals = ["        items  right  silently wrong  miss  right %  RS(10)"]
    totals += [f"{name}      5      3               1     1     60.0  -140.0" for name in ("before", "now   ")]
    assert out == before + "\n" + "\n".join([*totals, "", "No item changed its grade.", ""])


def test_what_became_of_the_items(check: Ascent, questions: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    check(questions, "--out", run)
    kept = json.loads(run.read_text(encoding="utf-8"))
    for item, earlier in zip(kept["items"], ("silently wrong", "miss", "right", "right", "right"), strict=True):
        item["grade"] = earlier
    kept["items"].append(kept["items"][0] | {"id": "old", "question": "gone"})
    run.write_text(json.dumps(kept), encoding="utf-8")
    ids = [item["id"] for item in kept["items"]]
    out = check(questions, "--compare", run)[1]
    table = out[out.index("became") :].splitlines()
    assert [line.split("  ")[0] for line in table[:5]] == ["became", "silently wrong", "miss", "right", "right"]
    assert table[-1] == "Only in the earlier run: old"
    compared = json.loads(check(questions, "--compare", run, "--json")[1])["compared"]
    assert {grade: [item["id"] for item in items] for grade, items in compared["became"].items()} == {
        "miss": [ids[4]],
        "silently_wrong": ["mine"],
        "right": ids[:2],
    }
    assert compared["became"]["silently_wrong"][0]["before"] == "right"
    assert (compared["before"]["items"], compared["now"]["items"]) == (6, 5)
    assert (compared["only_before"], compared["only_now"]) == (["old"], [])
    of_one = json.loads(check(questions, "--compare", run, "--lang", "sv", "--json")[1])["compared"]
    assert (of_one["before"]["items"], of_one["only_before"]) == (1, [])


def test_a_file_that_is_no_run(check: Ascent, questions: Path, tmp_path: Path) -> None:
    code, out, err = check(questions, "--compare", questions)
    assert (code, out) == (1, "")
    assert err.startswith(f"Error: {questions} is no run that 'ascent eval --out' wrote: Extra data")
    text = questions.read_text(encoding="utf-8")
    assert check(questions, "--out", questions)[0] == 1
    assert questions.read_text(encoding="utf-8") == text
    assert check(questions, "--compare", tmp_path / "none.json")[2].endswith("none.json: No such file or directory\n")
    for content in ("{}", '{"schema": 2, "items": []}', '{"schema": 1, "items": [{"grade": "good"}]}', "[]", "1"):
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
        with pytest.raises(RunFileError, match="is no run"):
            load_run(tmp_path / "run.json")


def test_a_run_of_any_brain(questions: Path, tmp_path: Path) -> None:
    """A run rests on answers alone."""

    class Silent:
        tools = SimpleNamespace(engine=SimpleNamespace(interrupt=lambda: None))

        def start(self) -> None:
            return None

        def ask(self, question: str, conversation: None, say: object = None) -> Answer:
            return Answer(question, "not_answerable", "No.")

    report = evaluate(load_questions(questions), Silent())  # type: ignore[arg-type]
    keep_run(tmp_path / "run.json", report, {})
    found = compare(load_run(tmp_path / "run.json"), report)
    assert (found.changes, found.gone, found.new, found.before) == ((), (), (), found.now)
