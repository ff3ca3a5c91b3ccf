"""What a chat hands on: files and shortlists of what was shown last, with a question that says the whole."""

import csv
import json
import re
from pathlib import Path

import pytest
from desks import Heard, open_desk
from processes import process

from assistant.desk.desk import Desk
from assistant.offline.brain import OfflineBrain

ASKED = "Which customers in Sweden are Act Now for Azure?"
DAY = ("--as-of", "2026-10-25")


def rows(shown: str) -> list[str]:
    """The ids of a table, in its order."""
    return re.findall(r"^ *\d+  (\d{7})  ", shown, re.MULTILINE)


def made(heard: Heard, out: Path) -> dict[str, str]:
    """How the list was made that is exported now."""
    heard(f"/export {out}")
    return {pair["about"]: pair["words"] for pair in json.loads(out.read_text(encoding="utf-8"))["made"]}


# ---- the question --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "question"),
    [
        ([ASKED], ASKED),
        ([ASKED, "/why 2"], ASKED),
        ([ASKED, "What does Act Now mean?"], ASKED),
        ([ASKED, "and in Norway?", "go back"], ASKED),
        ([ASKED, "How many of them are there?", ASKED], ASKED),
        (
            [ASKED, "top 5 of them"],
            "top 5 of them (read as: country Sweden; Azure cluster Act Now · best first for Azure · the first 5)",
        ),
        (
            [ASKED, "top 5 of them", "and in Norway?"],
            "and in Norway? (read as: Azure cluster Act Now; country Norway · best first for Azure · the first 5)",
        ),
        (
            [ASKED, "/sort org size"],
            f"{ASKED} (read as: country Sweden; Azure cluster Act Now · highest org size first)",
        ),
        (
            ["/month 2026-09", ASKED],
            ASKED,
        ),
        (
            ["/month 2026-09", ASKED, "/month newest"],
            f"{ASKED} (read as: country Sweden; Azure cluster Act Now · in 2026-09 · best first for Azure)",
        ),
    ],
)
def test_the_question_of_a_file_says_the_whole(
    heard: Heard, tmp_path: Path, messages: list[str], question: str
) -> None:
    heard(*messages)
    assert made(heard, tmp_path / "list.json")["Question"] == question


def test_a_picked_choice_is_kept_as_the_question_that_it_makes(heard: Heard, tmp_path: Path) -> None:
    heard("Tell me about Jasper", "2")
    assert made(heard, tmp_path / "one.json")["Question"] == "Tell me about 5003383"


def test_a_followed_up_list_is_kept_whole_and_chosen_again_by_its_query(
    mine: Path, brain: OfflineBrain, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = open_desk(mine, brain)
    for line in (ASKED, "top 5 of them", "and in Norway?", "/save north"):
        capsys.readouterr()
        desk.hear(line)
    assert capsys.readouterr().out == "Kept 5 customers as the shortlist north: ascent shortlist show north\n"
    (path,) = (mine / "shortlists").glob("*.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["question"].startswith("and in Norway? (read as: Azure cluster Act Now; country Norway")
    path.write_text(json.dumps(kept | {"question": "no question at all"}), encoding="utf-8")
    again = process("shortlist", "refresh", "north", "--workspace", mine, *DAY)
    assert again.returncode == 0, again.stderr
    refreshed = json.loads(path.read_text(encoding="utf-8"))
    assert refreshed["listed"] == kept["listed"]
    assert len(kept["listed"]) == 5


# ---- what is written -----------------------------------------------------------------------------


def test_an_exported_list_holds_what_it_is_about_however_it_is_sorted(heard: Heard, tmp_path: Path) -> None:
    out = tmp_path / "list.json"
    shown = rows(heard(ASKED, "/sort city"))
    assert heard(f"/export {out}") == f"Wrote 10 customers to {out}"
    content = out.read_text(encoding="utf-8")
    assert "azure.fit" in content
    assert sorted(shown, key=content.index) == shown
    assert json.loads(content)
    assert "ends with none of" in heard("/export list.doc")


@pytest.mark.parametrize(
    ("messages", "question"),
    [
        (["How many customers by country?"], "How many customers by country?"),
        ([ASKED, "How many customers are Act Now for M365 in Norway, by city?"], ""),
        (["How many customers are Act Now for Azure?"], "How many customers are Act Now for Azure?"),
        (["Tell me about Fenwick Freight AB"], "Tell me about Fenwick Freight AB"),
    ],
)
def test_what_else_was_shown_is_written_as_ask_writes_it(
    heard: Heard, sample: Path, tmp_path: Path, messages: list[str], question: str
) -> None:
    heard(*messages)
    told = heard(f"/export {tmp_path / 'chat.csv'}")
    done = process("ask", messages[-1], "--workspace", sample, *DAY, "--out", tmp_path / "ask.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "chat.csv").read_bytes() == (tmp_path / "ask.csv").read_bytes()
    with (tmp_path / "chat.csv").open(encoding="utf-8", newline="") as file:
        count = len(list(csv.DictReader(file)))
    of = "customer" if "Customer ID" in (tmp_path / "chat.csv").read_text(encoding="utf-8") else "group"
    assert told == f"Wrote {count} {of}{'s' * (count != 1)} to {tmp_path / 'chat.csv'}"
    if question:
        assert made(heard, tmp_path / "made.json")["Question"] == question


def test_a_question_that_was_not_answered_leaves_what_was_shown(heard: Heard, tmp_path: Path) -> None:
    heard("How many customers by country?", "How many blorks are there?")
    assert re.match(r"Wrote \d+ groups to ", heard(f"/export {tmp_path / 'groups.html'}"))


def test_groups_of_another_month_are_written_as_they_were_shown(heard: Heard, tmp_path: Path) -> None:
    heard("/month 2026-09", "How many customers by country?", "/month newest")
    assert made(heard, tmp_path / "september.json")["Month of the reports"] == "2026-09"
    heard("/new", "How many customers by country?", "/month 2026-09")
    assert made(heard, tmp_path / "october.json")["Month of the reports"] == "2026-10"


def test_there_is_nothing_to_write_at_the_start(heard: Heard, tmp_path: Path) -> None:
    assert heard(f"/export {tmp_path / 'x.csv'}") == (
        "There is nothing to write yet. Ask for a list or a break-down first."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_file_may_be_named_in_quotes(heard: Heard, tmp_path: Path, quote: str) -> None:
    heard(ASKED, f"/export {quote}{tmp_path / 'my file.csv'}{quote}")
    assert [path.name for path in tmp_path.iterdir()] == ["my file.csv"]


def test_a_list_is_kept_as_a_shortlist(mine: Path, brain: OfflineBrain, capsys: pytest.CaptureFixture[str]) -> None:
    desk: Desk = open_desk(mine, brain)
    desk.hear(ASKED)
    capsys.readouterr()
    desk.hear("/save spring")
    told = capsys.readouterr().out
    assert told == "Kept 10 customers as the shortlist spring: ascent shortlist show spring\n"
    assert list((mine / "shortlists").glob("*.json"))
