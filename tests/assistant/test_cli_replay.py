"""``ascent replay``: what was changed or taken out of a log, and which results are others now."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.conversation_log import Circumstances, ConversationLog, asks_name, sealed
from assistant.settings import read_day
from assistant.tools import Ran
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
QUESTIONS = ("How many customers are Act Now for M365?", "Why is Nova Ltd rated like that?", "What does Act Now mean?")
HEADER = "Customer ID,Account Name,Country,M365Cluster"


@pytest.fixture
def mine(reports: Path, tmp_path: Path, ascent: Ascent) -> Path:
    """A workspace of one's own, on which three questions were asked."""
    path = tmp_path / "mine"
    import_reports(Workspace(path), [reports])
    for question in QUESTIONS:
        assert ascent("ask", question, "--workspace", path, "--as-of", "2026-10-25")[0] == 0
    return path


def log_of(workspace: Path) -> Path:
    return workspace / "conversations" / asks_name()


@pytest.fixture
def edit(mine: Path) -> Callable[[Callable[[list[bytes]], list[bytes]]], None]:
    """Changes the lines of the log; the first one is the header."""

    def change(how: Callable[[list[bytes]], list[bytes]]) -> None:
        found = log_of(mine).read_bytes().splitlines(keepends=True)
        log_of(mine).write_bytes(b"".join(how(found)))

    return change


Edit = Callable[[Callable[[list[bytes]], list[bytes]]], None]


def replayed(ascent: Ascent, workspace: Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = ascent("replay", log_of(workspace), "--workspace", workspace, "--json")
    return code, json.loads(out)


def told(content: dict[str, Any]) -> list[tuple[Any, ...]]:
    names = ("kind", "line", "tool", "new_data")
    return [tuple(difference[name] for name in names) for difference in content["differences"]]


def test_all_as_it_was(ascent: Ascent, mine: Path) -> None:
    """Whatever the day is now; the file may be named as it stands in the workspace."""
    calls = [
        call["tool"] for line in log_of(mine).read_text(encoding="utf-8").splitlines()[1:] for call in _calls(line)
    ]
    assert list(dict.fromkeys(calls)) == ["customers", "explain_customer", "define"]
    same = f"3 questions, {len(calls)} calls run again: all as it was.\n"
    assert ascent("replay", log_of(mine), "--workspace", mine, "--as-of", "2027-03-01") == (0, same, "")
    assert ascent("replay", asks_name(), "--workspace", mine) == (0, same, "")
    code, content = replayed(ascent, mine)
    assert (code, content.pop("log")) == (0, str(log_of(mine)))
    assert content == {
        "questions": 3,
        "calls": len(calls),
        "differences": [],
        "broken_off": [],
        "data_changed_since": [],
    }


def _calls(line: str) -> Iterator[dict[str, Any]]:
    yield from json.loads(line)["calls"]


def test_a_conversation_is_run_again(ascent: Ascent, own_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own scores included, as of the day of each line."""
    for day in ("2026-10-20", "2026-06-20"):
        ascent("ask", "Act Now customers for Azure", "--workspace", own_workspace, "--as-of", day, "--source", "model")
    code, out, err = ascent("replay", asks_name(), "--workspace", own_workspace)
    assert (code, out, err) == (0, "2 questions, 2 calls run again: all as it was.\n", "")


@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_changed_line_is_found(ascent: Ascent, mine: Path, edit: Edit, line: int) -> None:
    """The last one, too; it is not run again."""
    edit(
        lambda found: [
            *found[:line],
            found[line].replace(b'"status":"answered"', b'"status":"answerex"'),
            *found[line + 1 :],
        ]
    )
    code, content = replayed(ascent, mine)
    assert (code, told(content), content["questions"]) == (1, [("changed line", line + 1, "", False)], 2)
    out = ascent("replay", asks_name(), "--workspace", mine)[1]
    assert f"line {line + 1} “{QUESTIONS[line - 1]}”: was changed after it was written" in out


@pytest.mark.parametrize("line", [1, 2])
def test_a_line_taken_out_is_found(ascent: Ascent, mine: Path, edit: Edit, line: int) -> None:
    edit(lambda found: found[:line] + found[line + 1 :])
    code, content = replayed(ascent, mine)
    assert (code, told(content)) == (1, [("broken chain", line + 1, "", False)])


def test_lines_in_another_order_are_found(ascent: Ascent, mine: Path, edit: Edit) -> None:
    edit(lambda found: [found[0], found[2], found[1], found[3]])
    code, content = replayed(ascent, mine)
    assert (code, [item[:2] for item in told(content)]) == (
        1,
        [("broken chain", 2), ("broken chain", 3), ("broken chain", 4)],
    )


def test_a_changed_header_is_found(ascent: Ascent, mine: Path, edit: Edit) -> None:
    edit(lambda found: [found[0].replace(b"0", b"1"), *found[1:]])
    code, content = replayed(ascent, mine)
    assert (code, told(content)) == (1, [("changed line", 1, "", False)])


def test_a_forged_line_is_found_by_the_next(ascent: Ascent, mine: Path, edit: Edit) -> None:
    """One that was given its own SHA-256 anew."""

    def forge(found: list[bytes]) -> list[bytes]:
        entry = json.loads(found[1])
        del entry["sha256"]
        return [found[0], sealed(entry | {"answer": "700 customers"}) + b"\n", *found[2:]]

    edit(forge)
    code, content = replayed(ascent, mine)
    assert (code, told(content)) == (1, [("broken chain", 3, "", False)])


def test_a_last_line_that_broke_off_is_told(ascent: Ascent, mine: Path, edit: Edit) -> None:
    edit(lambda found: [*found[:-1], found[-1][:-30]])
    code, out, err = ascent("replay", asks_name(), "--workspace", mine)
    assert (code, out) == (0, "2 questions, 2 calls run again: all as it was.\n")
    assert err == "Warning: line 4 broke off when it was written, and is passed over.\n"
    assert replayed(ascent, mine)[1]["broken_off"] == [4]


def test_changed_data_is_found_and_named(ascent: Ascent, mine: Path, tmp_path: Path) -> None:
    path = tmp_path / "2026-10" / "CLASM365Propensity.csv"
    path.parent.mkdir()
    path.write_text(f"{HEADER}\n4001,Acme,Sweden,Act Now\n4003,Nova Ltd,Norway,Act Now\n", encoding="utf-8")
    assert ascent("import", path, "--workspace", mine)[0] == 0
    code, content = replayed(ascent, mine)
    assert (code, content["data_changed_since"]) == (1, [2, 3, 4])
    assert ("other result", 2, "customers", True) in told(content)
    assert {item[1] for item in told(content)} == {2, 3}
    out = ascent("replay", asks_name(), "--workspace", mine)[1]
    assert "\nThe data has been changed since 3 questions of these.\n" in out
    assert f"line 2 “{QUESTIONS[0]}”: customers has another result now (the data has been changed since)" in out


def test_data_that_is_gone_is_told(ascent: Ascent, mine: Path) -> None:
    assert ascent("forget", "2026-10", "--yes", "--workspace", mine)[0] == 0
    code, content = replayed(ascent, mine)
    assert (code, ("no result", 3, "explain_customer", True) in told(content)) == (1, True)
    messages = [item["message"] for item in content["differences"] if item["kind"] == "no result"]
    assert all(message.startswith("cannot be run any more: ") for message in messages)


def test_another_result_on_the_same_data_is_told(ascent: Ascent, mine: Path) -> None:
    """As after another version, or where the log was made up."""
    about = Circumstances(read_day("2026-10-25"), "", "0.0.9", Workspace(mine).state())
    ran = [Ran("define", {"term": "Act Now"}, "something else"), Ran("drop", {"table": "x"}, None)]
    ConversationLog(log_of(mine).parent, "made.jsonl", about, {}).append(Answer("a", "answered", "b"), ran)
    code, out, _ = ascent("replay", "made.jsonl", "--workspace", mine)
    assert (code, out.splitlines()[:2]) == (
        1,
        [
            "1 question, 2 calls run again: 2 differences.",
            "line 2 “a”: define has another result now (another version of Ascent wrote it)",
        ],
    )
    assert "drop cannot be run any more: There is no tool 'drop'" in out


@pytest.mark.parametrize(
    "change",
    [
        {"calls": None},
        {"calls": ["x"]},
        {"calls": [{"tool": "define", "arguments": 3, "result": "x"}]},
        {"as_of": "yesterday"},
        {"source": "vendor"},
        {"versions": []},
    ],
)
def test_a_line_that_ascent_never_wrote_is_told(ascent: Ascent, mine: Path, edit: Edit, change: dict[str, Any]) -> None:
    def forge(found: list[bytes]) -> list[bytes]:
        entry = json.loads(found[3])
        del entry["sha256"]
        return [*found[:3], sealed(entry | change) + b"\n"]

    edit(forge)
    code, content = replayed(ascent, mine)
    assert (code, told(content)) == (1, [("changed line", 4, "", False)])


@pytest.mark.parametrize("content", [b"", b"\n", b"hello\n", b'{"question": "x"}\n', b"\xff\xfe", b"[1]\n"])
def test_what_is_no_log(ascent: Ascent, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    code, out, err = ascent("replay", path, "--workspace", tmp_path)
    assert (code, out) == (1, "")
    assert err == f"Error: {path} is no log of questions: it does not begin as such a log does.\n"


def test_no_such_log(ascent: Ascent, mine: Path, tmp_path: Path) -> None:
    code, _, err = ascent("replay", "x.jsonl", "--workspace", mine)
    assert (code, err) == (1, f"Error: There is no log x.jsonl. There are, in {log_of(mine).parent}: {asks_name()}.\n")
    code, _, err = ascent("replay", "x.jsonl", "--workspace", tmp_path)
    assert err == f"Error: There is no log x.jsonl. Nothing is kept in {tmp_path / 'conversations'}.\n"
    assert ascent("replay", tmp_path, "--workspace", mine)[0] == 1
