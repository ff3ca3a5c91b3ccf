"""Ctrl-C in the middle of an answer: it ends at once, in whatever it is, and the conversation is as it was before."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from desks import open_desk
from processes import environment, program

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import Conversation
from assistant.stopping import is_interrupt, stoppable
from scoring.engine import Engine
from scoring.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends itself a POSIX signal")

ASKED = "Which customers in Sweden are Act Now for Azure?"
HOURS = "SELECT count(*) FROM customers a, customers b, customers c, customers d, customers e"
LONG = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c"
PATIENCE = 5.0  # seconds until an answer must have stopped, on a busy computer; a statement takes hours


def press_soon(after: float = 0.5) -> list[float]:
    """Presses Ctrl-C after some seconds; when that was."""
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(after, press).start()
    return pressed


class Heavy(OfflineBrain):
    """Runs for hours before it answers what says so: a statement on some threads of DuckDB, or steps of Python."""

    def ask(self, question: str, conversation: Conversation, say: Callable[[str], None] | None = None) -> Answer:
        if heavy := re.search(r"heavy on (\d)", question):
            conversation.language = "sv"
            self.tools.engine.connection.execute(f"SET threads = {heavy[1]}")
            self.pressed = press_soon()
            self.tools.engine.fetch(HOURS)
        if "heavy thought" in question:
            self.pressed = press_soon()
            while True:
                conversation.language = "sv" if conversation.language == "ja" else "ja"
        return super().ask(question, conversation, say)


@pytest.mark.parametrize("question", ["heavy on 1", "heavy on 2", "heavy on 4", "a heavy thought"])
def test_ctrl_c_stops_an_answer_and_leaves_all_as_it_was(
    mine: Path, brain: OfflineBrain, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    desk = open_desk(mine, brain, Heavy)
    for line in (ASKED, "/sort city", "/columns customer, city, intent"):
        desk.hear(line)
    before = desk.listed, desk.columns, desk.chosen, desk.offered, desk.talk.language, desk.talk.context
    assert len(desk.offered) == 3
    capsys.readouterr()
    desk.hear(question)
    assert isinstance(desk.offline, Heavy)
    assert time.monotonic() - desk.offline.pressed[0] < PATIENCE
    assert capsys.readouterr() == ("", "\nStopped.\n")
    assert (desk.listed, desk.columns, desk.chosen, desk.offered, desk.talk.language, desk.talk.context) == before
    desk.hear("2")
    assert capsys.readouterr().out.startswith("industry ")
    desk.hear("How many of them are there?")
    assert capsys.readouterr().out.startswith("10 customers")


class Slow(OfflineBrain):
    """Ctrl-C is pressed while it answers, for another month."""

    def ask(self, question: str, conversation: Conversation, say: Callable[[str], None] | None = None) -> Answer:
        self.month = "2026-09"
        press_soon(0.1)
        time.sleep(60)
        return super().ask(question, conversation, say)


def test_ctrl_c_leaves_the_month_and_what_was_heard_as_they_were(mine: Path, brain: OfflineBrain) -> None:
    desk = open_desk(mine, brain, Slow)
    before = desk.brain, desk.reader, desk.answer, desk.costs, desk.left
    desk.hear(ASKED)
    assert (desk.offline.month, desk.heard) == ("", set())
    assert (desk.brain, desk.reader, desk.answer, desk.costs, desk.left) == before


def test_a_pipe_that_cannot_be_had_leaves_ctrl_c_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)

    def none() -> tuple[int, int]:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "pipe", none)
    with pytest.raises(OSError, match="Too many open files"):
        stoppable(lambda: 1, lambda: None)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_stops_a_statement_of_own_data(own_workspace: Path) -> None:
    engine = Engine(Workspace(own_workspace))
    own = engine.own.connection
    pressed = press_soon()
    with pytest.raises(KeyboardInterrupt):
        stoppable(lambda: own.execute(LONG).fetchall(), engine.interrupt)
    assert time.monotonic() - pressed[0] < PATIENCE
    assert own.execute("SELECT 42").fetchall() == [(42,)]


def swallow() -> None:
    with suppress(KeyboardInterrupt):
        time.sleep(60)


def test_what_swallows_ctrl_c_is_stopped_all_the_same() -> None:
    press_soon(0.1)
    with pytest.raises(KeyboardInterrupt):
        stoppable(swallow, lambda: None)


def fail() -> None:
    raise RuntimeError("the upload was interrupted")


def test_an_error_without_ctrl_c_stays_one() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(RuntimeError, match="the upload was interrupted"):
        stoppable(fail, lambda: None)
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.set_wakeup_fd(-1) == -1


def test_only_what_the_database_says_is_an_interrupt() -> None:
    import duckdb

    assert is_interrupt(duckdb.InterruptException("INTERRUPT Error: Interrupted!"))
    assert is_interrupt(RuntimeError("Query interrupted"))
    assert not is_interrupt(RuntimeError("the upload was interrupted"))
    assert not is_interrupt(ValueError("Query interrupted"))


def test_one_question_is_stopped_with_the_exit_code_of_that(mine: Path, tmp_path: Path) -> None:
    """As a process: ``ask`` ends with 130 in the middle of a statement on several threads."""
    script = tmp_path / "ask.py"
    script.write_text(
        "import os, signal, threading\n"
        "from assistant.cli import main\n"
        "from scoring.engine import Engine\n"
        f"Engine.fetch = lambda self, *_: self.connection.execute({HOURS!r}).fetchall()\n"
        "threading.Timer(4.0, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "main()\n",
        encoding="utf-8",
    )
    arguments = ["ask", ASKED, "--workspace", str(mine), "--as-of", "2026-10-25"]
    start = time.monotonic()
    done = subprocess.run(
        [program()[0], str(script), *arguments], env=environment(), capture_output=True, timeout=60, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr
    assert time.monotonic() - start < 40
