"""The program as a process: streams, pipes, signals, terminals."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from processes import environment, process, program, read_terminal

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals or terminals")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf8_whatever_the_console(encoding: str, tmp_path: Path) -> None:
    done = process("define", "日本 Göteborg", "--workspace", tmp_path, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stdout) == (3, "There is no definition of '日本 Göteborg'.\n")


def test_the_module_and_the_script_are_the_same() -> None:
    script = Path(sys.executable).with_name("ascent.exe" if sys.platform == "win32" else "ascent")
    found = subprocess.run([script, "--version"], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout == process("--version").stdout


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_closed_pipe_ends_the_program_quietly(options: list[str], tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*program(), "define", "Act Now", "--workspace", str(tmp_path), *options],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(("reply", "removed"), [("y\n", True), ("Yes\n", True), ("n\n", False), ("", False)])
def test_forget_asks_first(reply: str, removed: bool, reports: Path, tmp_path: Path) -> None:
    process("import", reports / "2026-09", "--workspace", tmp_path)
    done = process("forget", "2026-09", "--workspace", tmp_path, text=reply)
    assert done.stderr.startswith("Remove 1 report with 1 rows of 2026-09? [y/N] ")
    assert (done.returncode, "Nothing was removed." in done.stderr) == ((0, False) if removed else (1, True))
    assert ("Nothing is imported yet" in process("status", "--workspace", tmp_path).stdout) == removed


def interrupt(running: subprocess.Popen[bytes]) -> None:
    """Interrupts a process until it ends, as a person would: a signal just before a read begins is seen after it."""
    for _ in range(5):
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=10)
            return
    running.kill()


@POSIX
def test_an_interrupt_ends_with_130(workspace: Path) -> None:
    running = subprocess.Popen(
        [*program(), "forget", "2026-09", "--workspace", str(workspace)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert running.stderr
    assert running.stderr.read(6) == b"Remove"
    time.sleep(0.1)
    interrupt(running)  # with its input still open, whose end would be an answer, too
    out, err = running.communicate()
    assert (running.returncode, out, b"Traceback" in err) == (130, b"", False)


def on_a_terminal(*arguments: object, **env: str) -> tuple[int, str, str]:
    """Runs the program with a terminal as its stderr: exit code, stdout, what the terminal got."""
    import pty

    parent, child = pty.openpty()
    running = subprocess.Popen(
        [*program(), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=child,
        env=environment(**{"TERM": "xterm", "COLUMNS": "100", **env}),
    )
    os.close(child)
    shown = b""
    while chunk := read_terminal(parent):
        shown += chunk
    out = running.communicate(timeout=20)[0]
    os.close(parent)
    return running.returncode, out.decode(), shown.decode()


@POSIX
def test_progress_and_colour_on_a_terminal_only(reports: Path, tmp_path: Path) -> None:
    code, out, shown = on_a_terminal("import", reports, "--workspace", tmp_path / "a")
    assert (code, out.splitlines()[-1]) == (0, "Imported.")
    assert "\x1b[" in shown
    assert "\x1b[3" in shown
    code, _, shown = on_a_terminal("import", reports, "--workspace", tmp_path / "b", NO_COLOR="1")
    assert (code, "\x1b[3" in shown) == (0, False)
    piped = process("import", reports, "--workspace", tmp_path / "c")
    assert (piped.returncode, piped.stderr, "\x1b" in piped.stdout) == (0, "", False)


def test_the_workspace_comes_from_the_environment_and_the_option_wins(workspace: Path, tmp_path: Path) -> None:
    found = process("status", ASCENT_WORKSPACE=str(workspace), ASCENT_AS_OF="2026-10-25").stdout
    assert found.startswith(f"Workspace {workspace}\n")
    assert "(in 31 days)" in found
    other = process("status", "--workspace", tmp_path, ASCENT_WORKSPACE=str(workspace)).stdout
    assert other.startswith(f"Workspace {tmp_path}\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folder differs by system")
def test_the_default_workspace_lies_in_the_users_data(tmp_path: Path) -> None:
    found = process("status", XDG_DATA_HOME=str(tmp_path)).stdout
    assert found.startswith(f"Workspace {tmp_path / 'ascent' / 'workspace'}\n")
    assert list(tmp_path.iterdir()) == []
