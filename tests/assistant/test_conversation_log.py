"""What is kept of questions: the lines, their chain, whole under parallel writers, and never a key."""

import json
import multiprocessing
import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import environment, process, program

from assistant.answer import Answer, Usage
from assistant.conversation_log import Circumstances, ConversationLog, asks_name, chat_name, fingerprint, is_sealed
from assistant.file_lock import locked
from assistant.redaction import Redactor
from assistant.replaying import read_log
from assistant.tools import Ran
from scoring.importing.importer import import_reports
from scoring.query import Group, Result
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
QUESTION = "How many customers are Act Now for M365?"
LIST = "Which customers are Act Now or Evaluate for M365?"
ABOUT = Circumstances(date(2026, 10, 25), "report", "0.1.0", "0123456789abcdef")
KEY = "sk-proj-AbCd_EfGh-1234567890"
RESULT = Result("2026-10", customers=("4001",), total=1, value=1.0, unit="customers")


@pytest.fixture
def mine(reports: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    import_reports(Workspace(tmp_path / "mine"), [reports])
    return tmp_path / "mine"


def kept(workspace: Path) -> list[Path]:
    return sorted((workspace / "conversations").glob("*"))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def log(folder: Path, name: str = "x.jsonl", **variables: str) -> ConversationLog:
    return ConversationLog(folder, name, ABOUT, variables)


# ---- lines --------------------------------------------------------------------------------------


def test_a_line_holds_what_was_asked_run_and_answered(tmp_path: Path) -> None:
    answer = Answer(
        "Who?",
        "answered",
        "1 customer",
        customers=("4001",),
        value=1.0,
        month="2026-10",
        brain="openai",
        usage=Usage(2, 900, 40),
        elapsed_ms=12.5,
    )
    log(tmp_path).append(answer, [Ran("customers", {"measure": {}}, RESULT)])
    header, line = lines(tmp_path / "x.jsonl")
    assert (header["schema"], header["ascent"]) == (1, "0.1.0")
    del line["previous"], line["time"], line["sha256"]
    assert line == {
        "question": "Who?",
        "status": "answered",
        "answer": "1 customer",
        "customers": 1,
        "value": 1.0,
        "calls": [{"tool": "customers", "arguments": {"measure": {}}, "result": fingerprint(RESULT)}],
        "month": "2026-10",
        "as_of": "2026-10-25",
        "source": "report",
        "brain": "openai",
        "usage": {"requests": 2, "input_tokens": 900, "output_tokens": 40},
        "versions": {"ascent": "0.1.0", "data": "0123456789abcdef"},
        "elapsed_ms": 12.5,
    }


def test_each_line_names_the_one_before_and_itself(tmp_path: Path) -> None:
    for question in ("a", "b", "\ud800 c \u2028 \n å"):
        log(tmp_path).append(Answer(question, "answered", "x"), [])
    header, *rest = (tmp_path / "x.jsonl").read_bytes().split(b"\n")[:-1]
    assert len(rest) == 3
    before = header
    for line in rest:
        assert json.loads(line)["previous"] == sha256(before).hexdigest()
        body = re.sub(rb',"sha256":"[0-9a-f]{64}"\}$', b"}", line)
        assert json.loads(line)["sha256"] == sha256(body).hexdigest()
        assert is_sealed(line)
        before = line
    assert [line.question for line in read_log(tmp_path / "x.jsonl").lines] == ["a", "b", "\ud800 c \u2028 \n å"]


def test_a_line_longer_than_a_block_is_followed(tmp_path: Path) -> None:
    for text in ("x" * 200_000, "y" * 65_536, "z"):
        log(tmp_path).append(Answer("q", "answered", text), [])
    found = read_log(tmp_path / "x.jsonl")
    assert (len(found.lines), found.faults, found.torn) == (3, (), ())


def test_a_line_that_broke_off_stays_and_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for question in ("a", "b"):
        log(tmp_path).append(Answer(question, "answered", "x"), [])
    path.write_bytes(path.read_bytes()[:-40])
    found = read_log(path)
    assert ([line.question for line in found.lines], found.faults, found.torn) == (["a"], (), (3,))
    log(tmp_path).append(Answer("c", "answered", "x"), [])
    found = read_log(path)
    assert ([line.question for line in found.lines], found.faults, found.torn) == (["a", "c"], (), (3,))


def test_names(tmp_path: Path) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{6}\.jsonl", chat_name())
    assert re.fullmatch(r"asks-\d{4}-\d\d\.jsonl", asks_name())


# ---- fingerprints -------------------------------------------------------------------------------


def test_a_fingerprint_is_of_the_content() -> None:
    assert fingerprint(RESULT) == fingerprint(Result("2026-10", ("4001",), 1, 1.0, "customers"))
    others = [
        Result("2026-09", ("4001",), 1, 1.0, "customers"),
        Result("2026-10", ("4002",), 1, 1.0, "customers"),
        Result("2026-10", ("4001",), 1, 2.0, "customers"),
        Result("2026-10", ("4001",), 1, 1.0, "customers", (Group("Sweden", 1.0),)),
        Result("2026-10", ("4001",), 1, 1.0, "customers", rows=({"on": date(2026, 10, 1)},)),
        Result("2026-10", ("4001",), 1, 1.0, "customers", rows=({"on": date(2026, 10, 2)},)),
    ]
    assert len({fingerprint(result) for result in (RESULT, *others)}) == 7
    assert fingerprint(({"a": 1, "b": frozenset("xy")},)) == fingerprint([{"b": ["x", "y"], "a": 1}])


def test_what_has_no_fingerprint_is_an_error() -> None:
    with pytest.raises(TypeError, match="A result holds a object, which has no fingerprint"):
        fingerprint(object())


# ---- keys ---------------------------------------------------------------------------------------

SIGNED = "abc.DEF-123_456~789"
HUB = "ghp_" + "a1B2" * 9
WEB = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"is {KEY} good?", "is [key] good?"),
        (f"Authorization: Bearer {SIGNED}", "Authorization: [key]"),
        (f"api_key={SIGNED}", "[key]"),
        (f"my Password: {SIGNED}!", "my [key]"),
        (f"{HUB} and {WEB}", "[key] and [key]"),
        ("AKIAIOSFODNN7EXAMPLE", "[key]"),
        ("Who in SK-Maschinenbau is bearer of good news?", "Who in SK-Maschinenbau is bearer of good news?"),
        ("the secret: customers in Sweden", "the secret: customers in Sweden"),
        ("customers 5001932, 5004568", "customers 5001932, 5004568"),
    ],
)
def test_what_looks_like_a_key_is_taken_out(text: str, left: str) -> None:
    assert Redactor({}).clean(text) == left


def test_pieces_of_a_key_are_taken_out_of_the_answer(tmp_path: Path) -> None:
    answer = Answer(f"is {KEY} a customer?", "not_answerable", "I do not know “proj”, “abcd”, “EfGh”, “1234567890”.")
    log(tmp_path).append(answer, [Ran("define", {"term": KEY, "all": [KEY.lower()]}, ())])
    line = lines(tmp_path / "x.jsonl")[1]
    assert line["question"] == "is [key] a customer?"
    assert line["answer"] == "I do not know “proj”, “[key]”, “[key]”, “[key]”."
    assert line["calls"][0]["arguments"] == {"term": "[key]", "all": ["[key]"]}


def test_keys_of_the_environment_are_taken_out(tmp_path: Path) -> None:
    variables = {"AZURE_OPENAI_API_KEY": "0aB1c2D3e4F5", "GH_TOKEN": "tok{1}en", "HOME": "/home/someone", "X_KEY": "ab"}
    text = "0ab1C2d3e4f5 tok{1}en /home/someone ab"
    log(tmp_path, **variables).append(Answer(text, "answered", text), [])
    line = lines(tmp_path / "x.jsonl")[1]
    assert line["question"] == line["answer"] == "[key] [key] /home/someone ab"


@given(st.text(min_size=1, max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_no_key_of_the_environment_is_left(secret: str, before: str, after: str) -> None:
    secret = f"12345678{secret}"
    assert secret.strip() not in Redactor({"MY_API_KEY": secret}).clean(f"{before}{secret}{after}")


def test_a_key_never_reaches_the_log(ascent: Ascent, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "QwErTy-9876543210")
    for question in (f"is {KEY} Act Now?", "is QwErTy-9876543210 Act Now?", "customers called qwerty-9876543210"):
        ascent("ask", question, "--workspace", mine)
    [path] = kept(mine)
    text = path.read_text(encoding="utf-8").casefold()
    assert len(text.splitlines()) == 4
    assert [part for part in ("abcd", "efgh", "1234567890", "qwerty", "9876543210") if part in text] == []


# ---- the program --------------------------------------------------------------------------------


def test_questions_of_a_month_share_a_file(ascent: Ascent, mine: Path) -> None:
    ascent("ask", QUESTION, "--workspace", mine, "--as-of", "2026-10-25")
    ascent("ask", "Who is in Belgium?", "--workspace", mine, "--as-of", "2026-10-25", "--json", "--source", "report")
    [path] = kept(mine)
    assert path.name.startswith("asks-")
    header, first, second = lines(path)
    assert (first["question"], first["status"], first["value"], first["customers"]) == (QUESTION, "answered", 1.0, 1)
    assert [call["tool"] for call in first["calls"]] == ["customers"]
    assert (first["month"], first["as_of"], first["source"], first["usage"]) == ("2026-10", "2026-10-25", None, None)
    assert (second["status"], second["calls"], second["source"]) == ("not_answerable", [], "report")
    assert first["versions"] == {"ascent": header["ascent"], "data": Workspace(mine).state()}


def test_each_conversation_has_a_file(mine: Path) -> None:
    text = f"{LIST}\n/more\n/cost\nOnly in Sweden\n/new\n/new\n{QUESTION}\n/help\n"
    assert process("chat", "--workspace", mine, text=text).returncode == 1  # so short a list has no more rows
    asked = sorted([line["question"] for line in lines(path)[1:]] for path in kept(mine))
    assert asked == [[QUESTION], [LIST, "Only in Sweden"]]


def test_a_chat_without_a_question_keeps_nothing(mine: Path) -> None:
    assert process("chat", "--workspace", mine, text="/help\n").returncode == 0
    assert kept(mine) == []


def test_parallel_questions_keep_the_chain(mine: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        pool.map(_append, [(mine / "conversations", f"{worker}", 40) for worker in range(4)], chunksize=1)
    found = read_log(mine / "conversations" / "x.jsonl")
    assert (len(found.lines), found.faults, found.torn) == (160, (), ())
    assert {line.question for line in found.lines} == {f"{a} {b}" for a in range(4) for b in range(40)}


def _append(job: tuple[Path, str, int]) -> None:
    folder, worker, count = job
    for number in range(count):
        log(folder).append(Answer(f"{worker} {number}", "answered", "x" * 500), [])


def test_two_processes_that_ask_at_once_keep_the_chain(mine: Path) -> None:
    import subprocess

    commands = [[*program(), "ask", QUESTION, "--workspace", str(mine)] for _ in range(4)]
    running = [subprocess.Popen(it, env=environment(), stdout=subprocess.DEVNULL) for it in commands]
    assert [process.wait() for process in running] == [0] * 4
    found = read_log(kept(mine)[0])
    assert (len(found.lines), found.faults, found.torn) == (4, (), ())


def test_a_lock_is_waited_for_and_given_up(tmp_path: Path) -> None:
    path = tmp_path / "file"
    first, second = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    try:
        with locked(first), pytest.raises(OSError, match=r".+"), locked(second, seconds=0.05):
            pass
        with locked(second, seconds=0.05):
            pass
    finally:
        os.close(first)
        os.close(second)


@pytest.mark.parametrize("off", ["variable", "file"])
def test_nothing_is_kept_where_it_is_switched_off(
    ascent: Ascent, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    if off == "variable":
        monkeypatch.setenv("ASCENT_LOG", "off")
    else:
        (tmp_path / "config.toml").write_text("log = false\n", encoding="utf-8")
        monkeypatch.setenv("ASCENT_CONFIG", str(tmp_path / "config.toml"))
    assert ascent("ask", QUESTION, "--workspace", mine)[::2] == (0, "")
    assert not (mine / "conversations").exists()


def test_no_workspace_is_made(ascent: Ascent, tmp_path: Path) -> None:
    ascent("ask", QUESTION, "--workspace", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_measuring_keeps_nothing(ascent: Ascent, mine: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"question": QUESTION, "same_as": QUESTION}) + "\n", encoding="utf-8")
    assert ascent("eval", path, "--workspace", mine)[0] == 0
    assert not (mine / "conversations").exists()


def test_where_nothing_can_be_written_one_warning_is_given(mine: Path) -> None:
    (mine / "conversations").write_text("in the way", encoding="utf-8")
    done = process("chat", "--workspace", mine, text=f"{QUESTION}\n{QUESTION}\n/new\n{QUESTION}\n")
    assert (done.returncode, done.stdout.count("1 customer")) == (0, 3)
    [warning] = done.stderr.splitlines()
    assert warning.startswith(f"Warning: what is asked cannot be kept in {mine / 'conversations'}: ")
    assert warning.endswith(". With ASCENT_LOG=off nothing is kept.")


# ---- forgetting ---------------------------------------------------------------------------------


def forget(workspace: Path, *options: str, text: str = "") -> Sequence[object]:
    done = process("forget", "conversations", "--workspace", workspace, *options, text=text)
    return done.returncode, done.stdout, done.stderr


def test_conversations_are_forgotten_after_asking(ascent: Ascent, mine: Path) -> None:
    assert forget(mine) == (1, "", "Error: There is nothing to remove: no conversation is kept.\n")
    ascent("ask", QUESTION, "--workspace", mine)
    asked = "Remove 1 file of conversations? [y/N] "
    assert forget(mine, text="n\n") == (1, "", f"{asked}Nothing was removed.\n")
    assert len(kept(mine)) == 1
    assert forget(mine, text="y\n") == (0, "Removed 1 file of conversations.\n", asked)
    assert kept(mine) == []
    ascent("ask", QUESTION, "--workspace", mine)
    code, out, _ = forget(mine, "--yes", "--json")
    assert (code, json.loads(str(out))) == (0, {"forgotten": "conversations", "files": [asks_name()]})
    assert ascent("ask", QUESTION, "--workspace", mine)[0] == 0
