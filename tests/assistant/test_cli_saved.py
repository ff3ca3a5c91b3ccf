"""``ascent save``, ``run`` and ``saved``: questions kept by name, with parameters."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.saved_questions import SavedQuestion, SavedQuestionError
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
TEXT = "Act Now customers for {product} in {country=Sweden}"


@pytest.fixture
def keep(ascent: Ascent, reports: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a workspace of its own with the reports of the small partner."""
    import_reports(Workspace(tmp_path / "ws"), [reports])
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


def test_save_run_list_remove(keep: Ascent, tmp_path: Path) -> None:
    assert keep("saved") == (0, 'There is no saved question yet. Save one with: ascent save NAME "QUESTION"\n', "")
    assert keep("save", "act now", TEXT) == (0, f"Saved act now: {TEXT} (give product=VALUE)\n", "")
    asked = keep("ask", "Act Now customers for M365 in Sweden")
    assert asked[0] == 0
    assert keep("run", "act now", "product=M365") == asked
    answer = json.loads(keep("run", "act now", "product=M365", "country=United Kingdom", "--json", "--all")[1])
    assert (answer["question"], answer["customers"]) == ("Act Now customers for M365 in United Kingdom", [])
    assert keep("saved")[1].splitlines() == ["name     question", f"act now  {TEXT}"]
    assert json.loads(keep("saved", "--json")[1]) == {
        "saved": [
            {
                "name": "act now",
                "question": TEXT,
                "parameters": [{"name": "product", "default": None}, {"name": "country", "default": "Sweden"}],
            }
        ]
    }
    assert (tmp_path / "ws" / "saved.toml").read_text(encoding="utf-8").splitlines()[1:] == [
        "[saved]",
        f'"act now" = "{TEXT}"',
    ]
    assert keep("saved", "--remove", "act now")[:2] == (0, f"Removed act now: {TEXT}\n")
    assert json.loads(keep("saved", "--json")[1]) == {"saved": []}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "act now"], 1, "No value is given for 'product', such as product=VALUE."),
        (
            ["run", "act now", "product=M365", "region=EMEA", "x=1"],
            1,
            "There is no parameter 'region', 'x'. The question has 'product', 'country'.",
        ),
        (["run", "none"], 1, "There is no saved question 'none'. There are 'act now'."),
        (["saved", "--remove", "none"], 1, "There is no saved question 'none'. There are 'act now'."),
        (["run", "act now", "M365"], 2, "Invalid value for 'NAME=VALUE...': 'M365' gives no value."),
        (["save", "act now", "customers"], 1, f"There is a question 'act now': {TEXT}. Give --force to replace it."),
        (["save", "x", "customers in {country"], 1, "The braces in “customers in {country” hold no parameter."),
        (["save", "x", "{a=1} or {a=2}"], 1, "The parameter 'a' has two defaults: '1' and '2'."),
        (["save", " ", "customers"], 2, "Invalid value for 'NAME': it is empty."),
    ],
)
def test_errors(keep: Ascent, arguments: list[str], code: int, message: str) -> None:
    keep("save", "act now", TEXT)
    found = keep(*arguments)
    assert found[:2] == (code, "")
    assert found[2].startswith(f"Error: {message}")
    assert keep("saved")[1].splitlines() == ["name     question", f"act now  {TEXT}"]


def test_an_answer_is_written_and_explained_as_ask_does(keep: Ascent, tmp_path: Path) -> None:
    keep("save", "act now", TEXT)
    question = "Act Now customers for M365 in Sweden"
    options = ("--explain", "--all", "--bom", "--out")
    code, out, err = keep("ask", question, *options, tmp_path / "ask.csv")
    ran = keep("run", "act now", "product=M365", *options, tmp_path / "run.csv")
    assert ran == (code, out, err.replace("ask.csv", "run.csv"))
    assert (tmp_path / "ask.csv").read_bytes() == (tmp_path / "run.csv").read_bytes()
    again = keep("run", "act now", "product=M365", "--out", tmp_path / "run.csv")
    assert again[0] == 1
    assert "exists already. Replace it with --force." in again[2]
    written = keep("run", "act now", "product=M365", "--layout", "hubspot", "--force", "--out", tmp_path / "run.csv")
    assert written[0] == 0
    assert keep("run", "act now", "product=M365", "--force")[0] == 2


def test_exit_codes_are_those_of_ask(keep: Ascent) -> None:
    keep("save", "in", "customers in {country}")
    assert keep("run", "in", "country=Sweden")[0] == 0
    assert keep("run", "in", "country=Atlantis")[0] == 3


def test_force_replaces_and_says_what(keep: Ascent) -> None:
    keep("save", "a", "customers in Sweden")
    code, out, err = keep("save", "a", "customers in Norway", "--force", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "name": "a",
        "question": "customers in Norway",
        "parameters": [],
        "replaced": "customers in Sweden",
    }


def test_a_question_that_cannot_be_read_is_kept_with_a_warning(keep: Ascent) -> None:
    code, out, err = keep("save", "odd", "blorp {x=customers}")
    assert (code, out) == (0, "Saved odd: blorp {x=customers}\n")
    assert err == (
        "Warning: saved, but as it stands it is not answered: "
        "I cannot answer this from the reports: I do not know what to make of “blorp”.\n"
    )
    assert keep("run", "odd", "x=Sweden")[0] == 3


def test_before_anything_is_imported(ascent: Ascent, tmp_path: Path) -> None:
    code, out, err = ascent("save", "a", "customers in Sweden", "--workspace", tmp_path / "new")
    assert (code, out) == (0, "Saved a: customers in Sweden\n")
    assert err.startswith("Warning: saved, but as it stands it is not answered: No report has been imported yet.")


@pytest.mark.parametrize(
    ("text", "given", "question"),
    [
        ("{a} and { b = two }", {"a": "1"}, "1 and two"),
        ("{a=} customers", {}, " customers"),
        ("{a=1}, {a}", {}, "1, 1"),
        ("{a}, {a=1}", {"a": "2"}, "2, 2"),
        ("in {land=Sverige}", {"land": "Norge {x}"}, "in Norge {x}"),
        ("{日本}", {"日本": "Japan"}, "Japan"),
    ],
)
def test_filling_in(text: str, given: dict[str, str], question: str) -> None:
    assert SavedQuestion(text).filled(given) == question


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a b}", "{{a}}", "{=x}"])
def test_braces_that_hold_no_parameter(text: str) -> None:
    with pytest.raises(SavedQuestionError, match="hold no parameter"):
        SavedQuestion(text).filled({})
