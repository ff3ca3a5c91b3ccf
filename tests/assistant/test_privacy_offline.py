"""Customer data stays where it is: no command needs a network or writes anything outside its workspace."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from processes import environment

from assistant.commands.framework import HEADINGS

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many customers are Act Now for M365?"
LIST = "Which customers are Act Now for M365?"
ITEM = {
    "id": "x-1",
    "category": "count",
    "lang": "en",
    "history": [],
    "question": QUESTION,
    "expect": "answered",
    "gold": {"kind": "value", "value": 1},
}
GUARD = """
import contextlib, io, json, os, socket, sys

tried, written = [], []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(event, arguments):
    if event.startswith("socket."):
        tried.append(event)
    elif event == "open" and isinstance(arguments[0], (str, bytes)) and (arguments[2] or 0) & WRITING:
        written.append(os.path.abspath(os.fsdecode(arguments[0])))
    elif event in ("os.mkdir", "os.rename", "os.symlink", "os.link"):
        written.extend(os.path.abspath(os.fsdecode(path)) for path in arguments[: 1 + (event != "os.mkdir")])


class NoSocket(socket.socket):
    def __init__(self, *arguments, **options):
        tried.append("socket")
        raise OSError("there is no network")


def done(command, text):
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.StringIO(text)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = probe(command) if command[0].startswith("!") else run(command)
    return {"code": int(code), "out": out.getvalue(), "err": err.getvalue()}


def probe(command):
    if command[0] == "!write":
        open(command[1], "w").close()
        return 0
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=0.1)
    except OSError:
        return 1
    return 0


socket.socket = NoSocket
sys.addaudithook(watch)
from assistant.cli import run

results = [done(command, text) for command, text in json.loads(sys.argv[1])]
print(json.dumps({"results": results, "tried": tried, "written": written}))
"""


@dataclass(frozen=True)
class Watched:
    """What guarded commands did: exit code and output of each, attempts at a network, paths opened to be written."""

    results: list[dict[str, Any]]
    tried: list[str]
    written: list[Path]


def guarded(home: Path, *commands: tuple[list[str], str]) -> Watched:
    """Runs commands, with their input, in one process without sockets, whose home and temporary folder are new."""
    home.mkdir()
    (home / "tmp").mkdir()
    (home / "here").mkdir()
    folders = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    env = environment(
        **dict.fromkeys(folders, str(home)),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(home / "tmp")),
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONPATH=str(ROOT),
        PYTHONUTF8="1",
        OPENAI_API_KEY="a key that nobody asked to use",
    )
    done = subprocess.run(
        [sys.executable, "-c", GUARD, json.dumps(commands)],
        cwd=home / "here",
        env=env,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    return Watched(seen["results"], seen["tried"], [Path(path) for path in seen["written"]])


@dataclass(frozen=True)
class Places:
    """The folders of a run."""

    home: Path
    workspace: Path
    demo: Path
    watched: Watched


NAMES = (
    *("import", "ask", "chat", "status", "define", "explain", "export", "eval", "demo"),
    *("search", "knowledge", "config", "vocabulary", "save", "run", "saved", "replay", "completion"),
    *("excel", "shortlist", "results", "brief", "score", "train", "model", "forget"),
)
OF_SAMPLE = ("demo", "score", "train", "model")


@pytest.fixture(scope="module")
def places(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The main commands, one after the other."""
    folder = tmp_path_factory.mktemp("private")
    workspace, demo = folder / "workspace", folder / "demo"
    (folder / "questions.jsonl").write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    (folder / "results.csv").write_text("CustomerID,Outcome\n4001,Won\n", encoding="utf-8")
    commands: list[tuple[list[str], str]] = [
        (["import", str(reports)], ""),
        (["ask", QUESTION], ""),
        (["chat", "--json"], f"{QUESTION}\nAnd Evaluate?\n/new\n{QUESTION}\n"),
        (["status"], ""),
        (["define", "Act Now"], ""),
        (["explain", "4003"], ""),
        (["export", "scores", "--out", str(workspace / "scores.csv")], ""),
        (["eval", str(folder / "questions.jsonl")], ""),
        (["demo"], ""),
        (["ask", "By which road do numbers of that sort get to resellers every so often?"], ""),
        (["knowledge", "list"], ""),
        (["config", "--json"], ""),
        (["vocabulary", "list"], ""),
        (["save", "counted", QUESTION], ""),
        (["run", "counted"], ""),
        (["saved"], ""),
        (["replay", f"asks-{date.today():%Y-%m}.jsonl"], ""),
        (["completion", "bash"], ""),
        (["ask", LIST, "--out", str(workspace / "list.xlsx")], ""),
        (["shortlist", "calls", LIST, "--out", str(workspace / "list.html")], ""),
        (["shortlist", "outcome", "calls", str(folder / "results.csv")], ""),
        (["brief", LIST, "--out", str(workspace / "brief.html")], ""),
        (["score"], ""),
        (["train", "--product", "M365"], ""),
        (["model", "list"], ""),
        (["forget", "2026-09", "--yes"], ""),
    ]
    options = ["--as-of", "2026-10-25", "--workspace"]
    placed = [
        ([*command, *options, str(demo if command[0] in OF_SAMPLE else workspace)], text) for command, text in commands
    ]
    return Places(folder / "home", workspace, demo, guarded(folder / "home", *placed))


def test_no_command_is_left_out() -> None:
    """``egress`` has a test of its own."""
    assert {*HEADINGS} == {*NAMES, "egress"} - {"search", "excel", "results"}


def test_every_command_works_without_a_network(places: Places) -> None:
    codes = dict(zip(NAMES, (result["code"] for result in places.watched.results), strict=True))
    assert codes == dict.fromkeys(NAMES, 0) | {"search": 3}
    assert places.watched.tried == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("import", "Imported."),
        ("ask", "1 customer"),
        ("chat", '"status"'),
        ("status", "2026-10"),
        ("define", "Act Now"),
        ("explain", "Nova"),
        ("export", "scores.csv"),
        ("eval", "100"),
        ("demo", "invented partner"),
        ("search", "I cannot answer this"),
        ("knowledge", "playbook"),
        ("config", "offline"),
        ("vocabulary", "word"),
        ("saved", "counted"),
        ("save", "Saved counted"),
        ("run", "1 customer"),
        ("replay", "question"),
        ("completion", "complete_bash"),
        ("excel", "1 customer"),
        ("shortlist", "1 customer"),
        ("results", "1 of 1 won"),
        ("brief", "brief.html"),
        ("score", "customers scored"),
        ("train", "It is a proposal"),
        ("model", "default"),
        ("forget", "Removed"),
    ],
)
def test_every_command_says_what_it_should(places: Places, name: str, said: str) -> None:
    assert said in places.watched.results[NAMES.index(name)]["out"]


def test_a_conversation_is_answered_line_by_line(places: Places) -> None:
    lines = places.watched.results[NAMES.index("chat")]["out"].splitlines()
    assert [json.loads(line)["value"] for line in lines] == [1, 1, 1]


def test_nothing_is_left_outside_the_workspace(places: Places) -> None:
    """Not in the home folder, where programs keep caches and histories, not in temporary ones, not where one stands."""
    left = sorted(str(path.relative_to(places.home)) for path in places.home.rglob("*"))
    assert left == ["here", "tmp"]


def test_nothing_is_written_outside_the_workspace(places: Places) -> None:
    """Temporary files, which are gone again, aside."""
    allowed = (places.workspace, places.demo, places.home / "tmp", Path("/dev"))
    outside = [path for path in places.watched.written if not any(path.is_relative_to(place) for place in allowed)]
    assert outside == []
    assert (places.workspace / "scores.csv").is_file()


def test_the_reports_stay_as_they_are(places: Places, reports: Path) -> None:
    assert not any(path.is_relative_to(reports) for path in places.watched.written)
    assert {path.suffix for path in reports.rglob("*") if path.is_file()} == {".csv"}


def test_what_would_be_sent_is_shown_without_sending(workspace: Path, tmp_path: Path) -> None:
    """The one socket is urllib3's, which asks the system for IPv6 when LangChain loads it; nothing is looked up."""
    watched = guarded(tmp_path / "home", (["egress", QUESTION, "--workspace", str(workspace)], ""))
    assert watched.results[0]["code"] == 0
    assert "You answer questions of people" in watched.results[0]["out"]
    assert watched.tried in ([], ["socket"])


def test_the_guard_would_see_it(tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    home = tmp_path / "home"
    watched = guarded(home, (["!connect"], ""), (["!write", str(home / "note.txt")], ""))
    assert [result["code"] for result in watched.results] == [1, 0]
    assert watched.tried != []
    assert home / "note.txt" in watched.written
