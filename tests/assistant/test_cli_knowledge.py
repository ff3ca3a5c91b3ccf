"""``ascent knowledge``: playbooks are added, listed, replaced and removed, and answers rest on them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import process

from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
NONE_YET = "There is no playbook yet. Add one with: ascent knowledge add FILE"
CALL = "Offer the Harbour discount of 12 percent."


@pytest.fixture
def speak(ascent: Ascent, reports: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a workspace of its own with the reports of the small partner."""
    import_reports(Workspace(tmp_path / "ws"), [reports])
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Azure Plan.md"
    path.write_text(f"# The plan\n\n## First call\n\n{CALL}", encoding="utf-8")
    return path


def test_add_list_ask_remove(speak: Ascent, plan: Path, tmp_path: Path) -> None:
    assert speak("knowledge") == (0, f"{NONE_YET}\n", "")
    assert speak("knowledge", "add", plan) == (0, "Added azure-plan: The plan (1 passage)\n", "")
    assert speak("knowledge", "add", plan) == (0, "Unchanged azure-plan: The plan (1 passage)\n", "")
    assert speak("knowledge", "list")[1].splitlines() == [
        "name        title     file           passages",
        "azure-plan  The plan  Azure Plan.md  1",
    ]
    code, out, err = speak("ask", "What is the Harbour discount?", "--json")
    answer = json.loads(out)
    assert (code, err, answer["status"], answer["warnings"]) == (0, "", "answered", [])
    assert answer["answer"] == f"The plan: {CALL}\n\nSource: Azure Plan.md, First call"
    assert answer["citations"] == [{"id": "playbook.azure-plan#1", "title": "The plan", "place": "First call"}]
    assert answer["calls"] == [{"tool": "define", "arguments": {"term": "playbook.azure-plan#1"}}]
    assert speak("knowledge", "remove", "azure-plan", "--yes") == (0, "Removed azure-plan.\n", "")
    assert speak("ask", "What is the Harbour discount?")[0] == 3
    assert speak("knowledge", "list") == (0, f"{NONE_YET}\n", "")


def test_define_finds_playbooks_and_meanings_in_other_words(speak: Ascent, plan: Path) -> None:
    assert speak("knowledge", "add", plan)[0] == 0
    source = "Source: Azure Plan.md, First call (playbook.azure-plan#1)"
    assert speak("define", "harbour discount") == (0, f"The plan\n{CALL}\n{source}\n", "")
    code, out, _ = speak("define", "playbook.azure-plan#1", "--json")
    (row,) = json.loads(out)["rows"]
    assert (code, row["text"], row["source"], row["place"]) == (0, CALL, "Azure Plan.md", "First call")
    code, out, _ = speak("define", "on which day does fresh data arrive")
    assert (code, out.splitlines()[0]) == (0, "When new reports come")
    code, out, _ = speak("define", "Act Now", "--json")
    assert [item["id"] for item in json.loads(out)["citations"]] == ["cluster.act-now"]


def test_a_question_for_customers_stays_one(speak: Ascent, plan: Path) -> None:
    before = speak("ask", "Which customers are Act Now for M365?", "--json")[1]
    assert speak("knowledge", "add", plan)[0] == 0
    after = speak("ask", "Which customers are Act Now for M365?", "--json")[1]
    assert json.loads(after)["customers"] == json.loads(before)["customers"] != []
    assert speak("ask", "Which customers get a discount?")[0] == 3
    assert speak("ask", "How many customers got the Harbour discount?")[0] == 3


def test_json(speak: Ascent, plan: Path) -> None:
    code, out, err = speak("knowledge", "add", plan, "--json")
    added = json.loads(out)
    assert (code, err, added["replaced"], added["faults"]) == (0, "", [], [])
    (playbook,) = added["added"]
    assert (playbook["name"], playbook["title"], playbook["passages"]) == ("azure-plan", "The plan", 1)
    assert len(playbook["sha256"]) == 64
    assert json.loads(speak("knowledge", "list", "--json")[1]) == {"playbooks": [playbook]}
    assert json.loads(speak("knowledge", "remove", "azure-plan", "--yes", "--json")[1]) == {"removed": playbook}


def test_nothing_is_replaced_or_removed_without_a_yes(plan: Path, tmp_path: Path) -> None:
    where = ("--workspace", tmp_path / "ws")
    assert process("knowledge", "add", plan, *where).returncode == 0
    plan.write_text("Another text.", encoding="utf-8")
    done = process("knowledge", "add", plan, *where, text="n\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Replace azure-plan? [y/N] Nothing was added.\n"
    done = process("knowledge", "add", plan, *where, text="y\n")
    assert (done.returncode, done.stdout) == (0, "Replaced azure-plan: Azure Plan (1 passage)\n")
    done = process("knowledge", "remove", "azure-plan", *where)
    assert done.stderr == "Remove azure-plan (Azure Plan, 1 passage)? [y/N] Nothing was removed.\n"
    assert process("knowledge", "remove", "azure-plan", *where, text="yes\n").stdout == "Removed azure-plan.\n"


def test_a_folder_with_a_broken_file(speak: Ascent, plan: Path) -> None:
    (plan.parent / "docs").mkdir()
    plan.rename(plan.parent / "docs" / "plan.md")
    broken = plan.parent / "docs" / "broken.pdf"
    broken.write_bytes(b"%PDF")
    code, out, err = speak("knowledge", "add", plan.parent / "docs")
    assert (code, out) == (0, "Added plan: The plan (1 passage)\n")
    assert err.startswith(f"Warning: {broken} cannot be read as PDF: ")


@pytest.mark.parametrize(
    ("arguments", "code", "fault"),
    [
        (("add", "none.pdf"), 1, "Error: none.pdf cannot be read: No such file or directory."),
        (("add", "table.xlsx"), 1, "Error: table.xlsx: this kind of file is not read; there are .md,"),
        (("remove", "none"), 1, f"Error: {NONE_YET}"),
        (("remove",), 2, "'remove' takes one name, and 0 came."),
        (("add", "a.md", "b.md"), 2, "'add' takes one file or folder, and 2 came."),
        (("list", "a"), 2, "'list' takes no name, and 1 came."),
    ],
)
def test_what_is_wrong_is_told(speak: Ascent, arguments: tuple[str, ...], code: int, fault: str) -> None:
    got, out, err = speak("knowledge", *arguments)
    assert (got, out) == (code, "")
    assert fault in err


def test_the_name_of_another_playbook_is_told(speak: Ascent, plan: Path) -> None:
    speak("knowledge", "add", plan)
    assert speak("knowledge", "remove", "azure")[2] == "Error: There is no playbook 'azure'. There are: azure-plan.\n"


def test_a_workspace_that_cannot_be_written(ascent: Ascent, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    code, _, err = ascent("knowledge", "add", plan, "--workspace", tmp_path / "file")
    folder = tmp_path / "file" / "knowledge" / "playbooks"
    assert (code, err) == (1, f"Error: {folder} cannot be written: Not a directory.\n")
