"""``docs/commands.md`` is what the commands say of themselves."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes import environment, process

from assistant.commands.framework import HEADINGS
from tests.docs import PAGE, page

SHELLS = ("bash", "zsh", "fish", "powershell")


def test_the_page_of_the_commands_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Write it anew: python -m tests.docs"


def test_every_command_has_its_place_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in HEADINGS if f"### ascent {name}\n" not in text] == []


def test_a_choice_stands_in_braces_and_one_word_does_not() -> None:
    assert process("ask", "--help").stdout.startswith("Usage: ascent ask [OPTIONS] QUESTION...\n")
    assert process("export", "--help").stdout.startswith("Usage: ascent export [OPTIONS] {customers|scores|reasons|")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_asks_the_program(shell: str) -> None:
    done = process("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"complete_{shell}" in done.stdout


def test_a_shell_that_is_not_known_is_named() -> None:
    done = process("completion", "tcsh")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'tcsh' is none of bash, zsh, fish, powershell." in done.stderr


def answers(line: str) -> list[str]:
    """What bash would be offered after a command line."""
    asked = {"_ASCENT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    return process(**asked).stdout.split()


def test_commands_options_and_choices_are_completed() -> None:
    assert answers("ascent exp") == ["explain", "export"]
    assert answers("ascent import --m") == ["--month", "--map"]
    assert answers("ascent export s") == ["scores", "signals"]
    assert answers("ascent model ro") == ["rollback"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    script = tmp_path / "ascent.bash"
    script.write_text(process("completion", "bash").stdout, encoding="utf-8")
    ascent = tmp_path / "ascent"
    ascent.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assistant.cli "$@"\n', encoding="utf-8")
    ascent.chmod(0o755)
    lines = (
        f'. "{script}"; COMP_WORDS=(ascent exp); COMP_CWORD=1; _ascent_completion "{ascent}"; echo "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(["bash", "-c", lines], capture_output=True, encoding="utf-8", env=environment())
    assert done.stdout == "explain export\n"
