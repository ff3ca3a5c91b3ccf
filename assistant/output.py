"""What goes to the terminal: data to stdout, everything else to stderr, nothing that a terminal would obey."""

import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.escapes import CONTROL, without_escapes
from assistant.screen import Piece, Screen, plain_text

_NARROWEST = 20
_UNREADABLE = re.compile("[\ud800-\udfff]")


def is_unreadable(text: str) -> bool:
    """Whether a text stands for bytes that are not UTF-8, as the system hands them over."""
    return bool(_UNREADABLE.search(text))


def printable(text: str) -> str:
    """The text with a mark for each byte that is not UTF-8."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def say(text: str) -> None:
    """Print data for people."""
    sys.stdout.write(f"{without_escapes(text)}\n")


def screen() -> Screen | None:
    """The window that data is shown in; None where it goes to a file or a pipe."""
    if not sys.stdout.isatty():
        return None
    dumb = os.environ.get("TERM") == "dumb"
    blocks = not dumb and sys.stdout.encoding.lower().startswith("utf")
    columns = max(shutil.get_terminal_size().columns, _NARROWEST)
    return Screen(columns, colour=not dumb and not os.environ.get("NO_COLOR"), blocks=blocks)


def paint(pieces: Sequence[Piece], screen: Screen) -> None:
    """Print data for people on a window, in colour where it has any."""
    if not (screen.colour and any(style for _, style in pieces)):
        say(plain_text(pieces))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    console.print(Text.assemble(*((without_escapes(words), style) for words, style in pieces)))


def note(text: str) -> None:
    """Print progress, a warning or an error."""
    sys.stderr.write(f"{without_escapes(text)}\n")


def emit(content: Any) -> None:
    """Print data for scripts: one line of JSON, at once."""
    sys.stdout.write(to_json(content) + "\n")
    sys.stdout.flush()


def to_json(content: Any) -> str:
    """JSON in one line; characters that a terminal would obey are escaped, all others stand as they are."""
    text = json.dumps(content, ensure_ascii=False, default=_plain)
    return CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def confirmed(question: str) -> bool:
    """Asks for a yes; anything else, and the end of the input, is a no."""
    sys.stderr.write(f"{without_escapes(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
