"""Ask, chat, explain, demo and eval with the offline brain, as processes and in this one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import environment, process, program, read_terminal

from assistant.commands.demo import QUESTION

Ascent = Callable[..., tuple[int, str, str]]
LIST = "Which customers are Act Now or Evaluate for M365?"
KEYS = [
    *("question", "status", "answer", "customers", "value", "unit", "groups", "rows", "calls", "citations"),
    *("assumptions", "warnings", "month", "brain", "usage", "elapsed_ms"),
]


def test_ask_as_a_process(workspace: Path) -> None:
    done = process("ask", LIST, "--workspace", workspace)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 customers")
    assert "[bold]Acme[/bold]" in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_takes_a_question_without_quotes(ascent: Ascent, workspace: Path) -> None:
    quoted = json.loads(ascent("ask", LIST, "--json", "--workspace", workspace)[1])
    loose = json.loads(ascent("ask", *LIST.split(), "--json", "--workspace", workspace)[1])
    assert {**quoted, "elapsed_ms": 0} == {**loose, "elapsed_ms": 0}


def test_ask_as_json_has_the_keys_of_the_contract(ascent: Ascent, workspace: Path) -> None:
    code, out, err = ascent("ask", LIST, "--json", "--workspace", workspace)
    answer = json.loads(out)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert list(answer) == KEYS
    assert (answer["status"], answer["customers"], answer["month"], answer["brain"]) == (
        "answered",
        ["4001", "4003"],
        "2026-10",
        "offline",
    )
    assert answer["elapsed_ms"] > 0


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_what_cannot_be_answered_exits_with_3(ascent: Ascent, workspace: Path, options: list[str]) -> None:
    code, out, err = ascent("ask", "What is the phone number of Nova Ltd?", "--workspace", workspace, *options)
    assert (code, err, out != "") == (3, "", True)


def test_ask_of_an_empty_workspace_says_what_to_do(ascent: Ascent, tmp_path: Path) -> None:
    code, out, err = ascent("ask", LIST, "--workspace", tmp_path)
    assert (code, err) == (3, "")
    assert "No report has been imported yet. Import the downloaded files with: ascent import FOLDER" in out
    answer = json.loads(ascent("ask", LIST, "--workspace", tmp_path, "--json")[1])
    assert answer["status"] == "not_answerable"


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["4003"], "M365     Evaluate  E5    60.3      80  $5K - $10K"),
        (["nova", "ltd", "--product", "Microsoft 365"], "M365: Evaluate, cell E5."),
        (["NOVA", "--product", "m365"], "M365: Evaluate, cell E5."),
        (["Nova", "--product", "Dynamics"], "The reports of 2026-10 hold no scores for Business Central"),
    ],
)
def test_explain(ascent: Ascent, workspace: Path, arguments: list[str], shown: str) -> None:
    code, out, err = ascent("explain", *arguments, "--workspace", workspace)
    assert (code, err, shown in out) == (0, "", True), out
    answer = json.loads(ascent("explain", *arguments, "--json", "--workspace", workspace)[1])
    assert (list(answer), answer["customers"]) == (KEYS, ["4003"])


def test_explain_of_a_customer_that_is_not_known(ascent: Ascent, workspace: Path) -> None:
    code, out, err = ascent("explain", "Zyxwv", "Holdings", "--workspace", workspace)
    assert (code, out, err) == (3, "There is no customer 'Zyxwv Holdings' in the imported reports.\n", "")
    _, out, _ = ascent("explain", "Novva", "--workspace", workspace)
    assert out == "There is no customer 'Novva' in the imported reports. Did you mean Nova Ltd (4003)?\n"


def test_explain_asks_which_of_two(ascent: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "2026-10.csv"
    text = "Customer ID,Account Name,City,M365Cluster,M365 Fit\n1,Nova Ltd,Oslo,Act Now,80\n2,Nova AB,,Act Now,81\n"
    path.write_text(text, encoding="utf-8")
    ascent("import", path, "--workspace", tmp_path / "w")
    code, out, _ = ascent("explain", "Nova", "--workspace", tmp_path / "w")
    assert (code, out.splitlines()) == (
        3,
        [
            "Which customer do you mean by 'Nova'? Name the id:",
            "  1  Nova Ltd, Oslo",
            "  2  Nova AB, unknown city",
        ],
    )
    assert ascent("explain", "nova ab", "--workspace", tmp_path / "w")[0] == 0


def test_explain_for_no_product(ascent: Ascent, workspace: Path) -> None:
    code, out, err = ascent("explain", "Nova", "--product", "Excel", "--workspace", workspace)
    assert (code, out) == (2, "")
    assert err.startswith("Error: Invalid value for '--product': 'Excel' is no product; there are Azure, M365, Surface")


def test_chat_as_a_process_answers_line_by_line(workspace: Path) -> None:
    running = subprocess.Popen(
        [*program(), "chat", "--json", "--workspace", str(workspace)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )
    assert running.stdin
    assert running.stdout
    answers = []
    for question in (LIST, "How many customers are Act Now for M365?"):
        running.stdin.write(f"{question}\n")
        running.stdin.flush()
        answers.append(json.loads(running.stdout.readline()))
    rest, err = running.communicate("/new\n\n/quit\n", timeout=20)
    assert (running.returncode, rest, err) == (0, "", "")
    assert [list(answer) for answer in answers] == [KEYS, KEYS]
    assert [answer["question"] for answer in answers] == [LIST, "How many customers are Act Now for M365?"]
    assert answers[1]["value"] == 1


def test_chat_without_a_terminal_shows_no_prompt(workspace: Path) -> None:
    done = process("chat", "--workspace", workspace, text=f"{LIST}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == process("ask", LIST, "--workspace", workspace).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_chat_on_a_terminal_has_a_prompt(workspace: Path) -> None:
    import pty

    parent, child = pty.openpty()
    running = subprocess.Popen(
        [*program(), "chat", "--workspace", str(workspace)],
        stdin=child,
        stdout=child,
        stderr=child,
        env=environment(TERM="xterm"),
    )
    os.close(child)
    shown = _until(parent, b"ascent>")
    assert b"Ctrl-D leaves" in shown
    os.write(parent, f"{LIST}\r".encode())
    assert b"Acme[/bold]" in _until(parent, b"Counted:")
    os.write(parent, b"/quit\r")
    rest = b""
    while chunk := read_terminal(parent):
        rest += chunk
    os.close(parent)
    assert (running.wait(timeout=20), b"Traceback" in rest) == (0, False)


def _until(parent: int, text: bytes) -> bytes:
    shown = b""
    while text not in shown:
        shown += read_terminal(parent)
    return shown


def test_demo_makes_the_sample_once(tmp_path: Path) -> None:
    first = process("demo", "--workspace", tmp_path)
    assert (first.returncode, first.stderr) == (0, f"Making an invented partner in {tmp_path} ...\n")
    assert first.stdout.count("\n  ascent ask ") == 3
    second = process("demo", "--workspace", tmp_path, "--json")
    answer = json.loads(second.stdout)
    assert (second.returncode, second.stderr) == (0, "")
    assert (answer["question"], answer["status"], list(answer)) == (QUESTION, "answered", KEYS)
    assert first.stdout.startswith(answer["answer"])


def test_the_questions_of_the_demo_have_answers(tmp_path: Path) -> None:
    shown = process("demo", "--workspace", tmp_path).stdout
    for line in shown.splitlines()[-3:]:
        question = line.split('"')[1]
        assert process("ask", question, "--workspace", tmp_path).returncode == 0, question


def test_demo_leaves_your_own_data_alone(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    ascent("import", reports, "--workspace", tmp_path)
    code, out, err = ascent("demo", "--workspace", tmp_path)
    assert (code, out) == (1, "")
    assert err == f"Error: {tmp_path} holds data of yours. Name another folder with --workspace.\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folder differs by system")
def test_demo_has_a_workspace_of_its_own(tmp_path: Path) -> None:
    process("demo", XDG_DATA_HOME=str(tmp_path))
    assert [path.name for path in (tmp_path / "ascent").iterdir()] == ["demo"]


def test_eval(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    gold = {"kind": "customers", "customers": ["4003", "4001"], "ordered": False}
    items = [
        {"id": "a", "category": "list", "question": LIST, "expect": "answered", "gold": gold},
        {"id": "b", "category": "list", "question": LIST, "expect": "not_answerable"},
        {"id": "c", "category": "other", "question": LIST, "expect": "answered", "gold": {"kind": "value", "value": 2}},
    ]
    path.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    code, out, err = ascent("eval", path, "--workspace", workspace, "--category", "list")
    assert (code, err) == (0, "")
    assert out.splitlines()[:7] == [
        "category  items  right  silently wrong  miss  right %",
        "list          2      1               1     0     50.0",
        "total         2      1               1     0     50.0",
        "",
        "RS(10) -450.0",
        "",
        f"b (list), silently wrong: {LIST}",
    ]
    report = json.loads(ascent("eval", path, "--workspace", workspace, "--json")[1])
    assert report["total"]["items"] == 3
    assert [item["id"] for item in report["not_right"]] == ["b", "c"]
