"""``ascent vocabulary``: words of one's own are read when they are added, listed, replaced and removed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import process

from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
HOT = ("hot", "Act Now or Evaluate with high intent")
HOT_WORDS = "cluster Act Now or Evaluate; intent band High; for the product that a question names, else for any"


@pytest.fixture
def speak(ascent: Ascent, reports: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a workspace of its own with the reports of the small partner."""
    import_reports(Workspace(tmp_path / "ws"), [reports])
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


def test_add_list_ask_remove(speak: Ascent, tmp_path: Path) -> None:
    assert speak("vocabulary") == (
        0,
        'There is no word yet. Add one with: ascent vocabulary add hot "Act Now or Evaluate with high intent"\n',
        "",
    )
    assert speak("vocabulary", "add", *HOT) == (0, f"hot = {HOT_WORDS}\n", "")
    assert speak("vocabulary", "add", "key accounts", "4001, Nova Ltd,4003") == (
        0,
        "key accounts = customer 4001, 4003\n",
        "",
    )
    assert speak("vocabulary", "list")[1].splitlines() == [
        "word          meaning",
        "hot           Act Now or Evaluate with high intent",
        "key accounts  2 customers: 4001, 4003",
    ]
    code, out, _ = speak("ask", "Which key accounts are hot for M365?", "--json")
    answer = json.loads(out)
    assert (code, answer["customers"]) == (0, ["4003"])
    assert answer["assumptions"][:2] == [
        "key accounts = 2 customers (your vocabulary)",
        "hot = Act Now or Evaluate with high intent (your vocabulary)",
    ]
    assert speak("define", "hot") == (0, "hot = Act Now or Evaluate with high intent (your vocabulary)\n", "")
    assert speak("vocabulary", "remove", "HOT")[:2] == (0, "Removed hot = Act Now or Evaluate with high intent.\n")
    assert speak("ask", "Which key accounts are hot for M365?")[0] == 3
    assert (tmp_path / "ws" / "vocabulary.toml").read_text(encoding="utf-8").splitlines()[1:] == [
        "[words]",
        '"key accounts" = ["4001", "4003"]',
    ]


def test_json(speak: Ascent) -> None:
    code, out, err = speak("vocabulary", "add", *HOT, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "word": "hot",
        "meaning": "Act Now or Evaluate with high intent",
        "conditions": HOT_WORDS,
        "filter": {
            "all_of": [
                {"field": "cluster", "values": ["act-now", "evaluate"], "products": ["each"]},
                {"field": "intent_band", "values": ["high"], "products": ["each"]},
            ]
        },
        "replaced": None,
        "built_in": None,
    }
    speak("vocabulary", "add", "vip", "4001")
    assert json.loads(speak("vocabulary", "--json")[1]) == {
        "words": [
            {"word": "hot", "meaning": "Act Now or Evaluate with high intent"},
            {"word": "vip", "customers": ["4001"]},
        ]
    }
    assert json.loads(speak("vocabulary", "remove", "vip", "--json")[1]) == {"removed": "vip", "customers": ["4001"]}


def test_a_known_word_is_replaced_only_by_force(speak: Ascent) -> None:
    speak("vocabulary", "add", *HOT)
    again = ("vocabulary", "add", "Hot", "Act Now")
    assert speak(*again) == (
        1,
        "",
        "Error: “hot” is known: Act Now or Evaluate with high intent. Give --force to replace it.\n",
    )
    code, out, _ = speak(*again, "--force")
    assert (code, out.splitlines()) == (
        0,
        [
            "Hot = cluster Act Now; for the product that a question names, else for any",
            "Replaced: Act Now or Evaluate with high intent",
        ],
    )
    assert [word["word"] for word in json.loads(speak("vocabulary", "--json")[1])["words"]] == ["Hot"]


def test_what_it_takes_the_place_of(speak: Ascent) -> None:
    code, out, err = speak("vocabulary", "add", "UK", "Sweden, Norway or Denmark")
    assert (code, out.splitlines()) == (
        0,
        [
            "UK = country Sweden or Norway or Denmark",
            "Built-in meaning that it takes the place of: country United Kingdom.",
        ],
    )
    assert err == "Warning: 1 of what “UK” names the data does not hold now: Denmark\n"
    assert json.loads(speak("ask", "customers in the UK", "--json")[1])["customers"] == ["4001", "4002"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["add", "not", "Act Now"], 1, "“not” is a word that sentences are made of (neg). Choose another one."),
        (["add", "?!", "Act Now"], 1, "'?!' is no word: it needs letters."),
        (["add", "x", "blorp"], 1, "“x” cannot mean “blorp”: I do not know what to make of “blorp”."),
        (
            ["add", "x", "how many customers"],
            1,
            "“x” cannot mean “how many customers”: it asks for a figure or a break-down, and a word can only be"
            " conditions on customers.",
        ),
        (["remove", "warm"], 1, "There is no word “warm”. The vocabulary has hot, vip."),
        (
            ["add", "x"],
            2,
            "Invalid value for 'NAME...': 'add' takes a word and its meaning, each in quotes, and 1 came.",
        ),
        (["list", "hot"], 2, "Invalid value for 'NAME...': 'list' takes no word, and 1 came."),
        (["list", "--force"], 2, "Invalid value for '--ids' / '--force': they belong to 'add'."),
        (["add", "hot", "hotter than hot", "--force"], 1, "“hot” cannot mean “hotter than hot”: "),
    ],
)
def test_errors(speak: Ascent, arguments: list[str], code: int, message: str) -> None:
    speak("vocabulary", "add", *HOT)
    speak("vocabulary", "add", "vip", "4001")
    found = speak("vocabulary", *arguments)
    assert found[:2] == (code, "")
    assert found[2].startswith(f"Error: {message}")
    assert len(json.loads(speak("vocabulary", "--json")[1])["words"]) == 2


def test_words_do_not_go_in_circles(speak: Ascent) -> None:
    speak("vocabulary", "add", *HOT)
    assert speak("vocabulary", "add", "burning", "hot and in Sweden")[0] == 0
    code, _, err = speak("vocabulary", "add", "hot", "burning or Act Now", "--force")
    assert code == 1
    assert err.endswith("“hot” would mean itself: hot → burning → hot.\n")
    code, _, err = speak("vocabulary", "remove", "hot")
    assert (code, err) == (0, "Warning: “burning” is explained by “hot” and can no longer be read.\n")
    code, out, _ = speak("ask", "burning customers")
    assert code == 3
    assert out.startswith("“burning” cannot mean “hot and in Sweden”: I do not know what to make of “hot”")


def test_a_list_of_customers_from_a_file(speak: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_text("\ufeff4001\n\n  Nova Ltd \n4001\n9999999\n", encoding="utf-8")
    assert speak("vocabulary", "add", "key accounts", "--ids", path) == (
        0,
        "key accounts = customer 4001, 4003, 9999999\n",
        "Warning: 1 of what “key accounts” names the data does not hold now: 9999999\n",
    )
    path.write_text("4001\nNobody Inc\nNo Such AB\n", encoding="utf-8")
    assert speak("vocabulary", "add", "others", "--ids", path) == (
        1,
        "",
        "Error: No customer is called “Nobody Inc”, “No Such AB”.\n",
    )
    path.write_bytes(b"\xff\xfe")
    assert speak("vocabulary", "add", "others", "--ids", path)[2].startswith(f"Error: {path}: not UTF-8 text")


def test_without_data_nothing_can_be_read(ascent: Ascent, tmp_path: Path) -> None:
    code, out, err = ascent("vocabulary", "add", *HOT, "--workspace", tmp_path / "none")
    assert (code, out) == (3, "")
    assert err.startswith("Error: No report has been imported yet.")
    assert not (tmp_path / "none").exists()


def test_a_broken_file_stops_a_question_with_its_line(speak: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "ws" / "vocabulary.toml"
    path.write_text("[words]\nhot = \n", encoding="utf-8")
    code, out, err = speak("ask", "customers in Sweden")
    assert (code, out) == (1, "")
    assert err == f"{path} is broken: Invalid value (at line 2, column 7). Mend the line, or remove the file.\n"


def test_a_process_of_its_own(workspace: Path, tmp_path: Path) -> None:
    """Any words stand on the command line, and come back on the terminal."""
    import shutil

    shutil.copytree(workspace, tmp_path / "ws")
    where: dict[str, Any] = {"ASCENT_WORKSPACE": str(tmp_path / "ws")}
    done = process("vocabulary", "add", "重要顧客", "4001", **where)
    assert (done.returncode, done.stdout, done.stderr) == (0, "重要顧客 = customer 4001\n", "")
    assert process("ask", "重要顧客", "--json", **where).returncode == 0
