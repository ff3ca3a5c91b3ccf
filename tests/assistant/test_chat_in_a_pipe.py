"""The chat where nobody sits: lines of a pipe as text, and one JSON object a line for scripts, commands included."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processes import environment, process, program

from assistant.desk.desk_commands import COMMANDS, help_text

ASKED = "Which customers in Sweden are Act Now for Azure?"
COUNTED = "How many customers are Act Now for Azure?"
DAY = ("--as-of", "2026-10-25")
KEYS = [
    *("question", "status", "answer", "customers", "value", "unit", "groups", "rows", "calls", "citations"),
    *("assumptions", "warnings", "month", "brain", "usage", "elapsed_ms"),
]


def piped(workspace: Path, *lines: str) -> "subprocess.CompletedProcess[str]":
    return process("chat", "--workspace", workspace, *DAY, text="".join(f"{line}\n" for line in lines))


def objects(workspace: Path, *lines: str) -> list[dict[str, Any]]:
    """What a script is told, line by line; the exit code says whether all could be done."""
    text = "".join(f"{line}\n" for line in lines)
    done = process("chat", "--json", "--workspace", workspace, *DAY, text=text)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (int(any("error" in each for each in told)), "")
    return told


def test_lines_of_a_pipe_are_answered_as_ask_does_and_nothing_is_offered(mine: Path) -> None:
    done = piped(mine, f"\ufeff{COUNTED}", "", f"  {COUNTED}  ", "/quit", "never")
    once = process("ask", COUNTED, "--workspace", mine, *DAY).stdout
    assert (done.stdout, done.stderr, done.returncode) == (2 * once, "", 0)


def test_every_command_works_in_a_pipe(mine: Path, tmp_path: Path) -> None:
    process("save", "counted", COUNTED, "--workspace", mine)
    out = tmp_path / "list.csv"
    lines = {
        "/sort fit asc": "10 customers, lowest Azure fit first",
        "/columns customer, M365 cluster": "M365 cluster",
        "/why 2": "Fit ",
        f"/export {out}": f"Wrote 10 customers to {out}",
        "/save spring": "Kept 10 customers as the shortlist spring",
        "/run counted": "57 customers",
        "/more": "There is no list to do this with. Ask for one first.",
        "/calls": 'customers {"set": ',
        "/explain-reading": "read",
        "/month 2026-09": "Questions are about 2026-09.",
        "/brain": "Questions are read by: offline",
        "/cost": "No model was asked.",
        "/help": help_text(),
    }
    assert {line.partition(" ")[0] for line in lines} == {*COMMANDS} - {"/new", "/quit"}
    done = piped(mine, ASKED, *lines, "/new", "/quit")
    at = 0
    for words in lines.values():
        if words in done.stderr:
            continue
        at = done.stdout.index(words, at)
    assert done.stderr == "There is no list to do this with. Ask for one first.\n"
    assert done.returncode == 1


def test_what_is_there_already_stays_as_nobody_can_be_asked(mine: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    out.write_text("mine", encoding="utf-8")
    done = piped(mine, ASKED, f"/export {out}", "/save spring", "/save spring", COUNTED)
    assert done.stderr == f"{out} is there. It stays as it is.\nThere is a shortlist 'spring'. It stays as it is.\n"
    assert out.read_text(encoding="utf-8") == "mine"
    assert "57 customers" in done.stdout


def test_a_script_gets_one_object_for_each_message(mine: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    asked, ordered, more, written, cost, unknown, thanks, counted = objects(
        mine, COUNTED, "Which customers are Act Now for Azure?", "/more", f"/export {out}", "/cost", "/zzz", "/new",
        "thanks", COUNTED,
    )  # fmt: skip
    assert [list(answer) for answer in (asked, ordered, more, thanks, counted)] == [KEYS] * 5
    assert (asked["value"], counted["value"]) == (57, 57)
    assert more["customers"] == ordered["customers"]
    assert [row["customer_id"] for row in more["rows"]] == ordered["customers"][10:35]
    assert written == {"message": f"Wrote 57 customers to {out}"}
    assert cost["usage"] is None
    assert unknown == {"error": "There is no /zzz. See /help."}


@pytest.mark.skipif(sys.platform == "win32", reason="tells it in other words")
def test_what_the_system_refuses_is_told_and_the_chat_goes_on(mine: Path, tmp_path: Path) -> None:
    """A name that is too long for any file system."""
    out = tmp_path / f"{'x' * 300}.csv"
    refused, counted = objects(mine, ASKED, f"/export {out}", COUNTED)[1:]
    assert re.match(rf"{re.escape(str(tmp_path))}.*: File name too long$", refused["error"])
    assert counted["value"] == 57


def test_columns_that_are_chosen_are_those_of_the_rows(mine: Path) -> None:
    _, chosen, ordered = objects(mine, ASKED, "/columns customer, M365 fit", "/sort org size")
    assert list(chosen["rows"][0]) == ["customer_id", "account_name", "m365.fit"]
    assert list(ordered["rows"][0]) == ["customer_id", "account_name", "m365.fit", "org_size"]


@pytest.mark.parametrize("json_wanted", [False, True])
def test_bytes_that_are_not_utf_8_are_told_and_the_rest_is_answered(mine: Path, json_wanted: bool) -> None:
    done = subprocess.run(
        [*program(), "chat", *["--json"] * json_wanted, "--workspace", str(mine), *DAY],
        input=b"Who is in G\xf6teborg?\n" + COUNTED.encode() + b"\n",
        env=environment(),
        capture_output=True,
    )
    told = "This message holds bytes that are not UTF-8. Write it in UTF-8."
    assert done.returncode == 1
    if not json_wanted:
        assert done.stderr.decode() == f"{told}\n"
        assert done.stdout.startswith(b"57 customers")
        return
    unread, counted = map(json.loads, done.stdout.splitlines())
    assert (unread["question"], unread["status"], unread["answer"]) == ("Who is in G\ufffdteborg?", "failed", told)
    assert counted["value"] == 57


def test_a_file_of_customers_says_who_they_are_whatever_columns_were_chosen(mine: Path, tmp_path: Path) -> None:
    objects(mine, ASKED, "/columns industry, org size", f"/export {tmp_path / 'list.csv'}")
    head = (tmp_path / "list.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert head == "Customer ID,Account name,Industry,Org size"


def test_what_was_not_answered_is_not_handed_on(mine: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    *_, exported, kept = objects(mine, ASKED, "Act Now for Azure in Belgium", f"/export {out}", "/save belgium")
    told = {"error": "The last question was not answered, so nothing of it can be handed on."}
    assert (exported, kept, out.exists()) == (told, told, False)


def test_a_row_is_explained_for_the_month_of_its_list(mine: Path) -> None:
    asked = "Which customers in Sweden were Act Now for Azure in September 2026?"
    _, row, words = objects(mine, asked, "/why 1", "Why is the first one rated as it is?")
    assert (row["month"], words["month"]) == ("2026-09", "2026-09")


def test_no_shortlist_is_called_as_an_action(mine: Path) -> None:
    *_, kept = objects(mine, ASKED, "/save show")
    assert kept == {"error": "'show' is an action of ascent shortlist. Choose another name."}
