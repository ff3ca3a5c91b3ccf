"""Runs the program as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence


def process(*arguments: object, text: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    return subprocess.run(
        [*program(), *map(str, arguments)], input=text, env=environment(**env), capture_output=True, encoding="utf-8"
    )


def program(*options: str) -> Sequence[str]:
    return (sys.executable, *options, "-m", "assistant.cli")


def environment(**env: str) -> dict[str, str]:
    """The environment without settings of Ascent, those of the user's own configuration included, and without a size
    of the window, which a terminal says itself."""
    sizes = ("COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASCENT_") and name not in sizes}
    return kept | {"ASCENT_CONFIG": os.devnull} | env


def read_terminal(parent: int) -> bytes:
    """What a terminal has shown since; nothing at its end, which Linux reports as an error."""
    try:
        return os.read(parent, 65536)
    except OSError:
        return b""
