"""Where messages are typed without anything that moves the cursor: for screen readers and simple terminals."""

import sys
from contextlib import suppress

from assistant.desk.terminal import Terminal

WORDS = "ascent> "
HINT = "Ctrl-D leaves; /help shows what there is."
PASTED = "Several lines were pasted. Press Enter to ask them as one message."
_AT_ONCE = 0.05  # seconds; nobody types the next line so fast


class PlainPrompt:
    """A line as the terminal itself edits it; lines that come at once were pasted, and are one message. On Windows each
    line is a message: whether a whole one waits cannot be told there."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def read(self) -> str | None:
        """The next message; None at the end of the input (Ctrl-D)."""
        while True:
            try:
                return self._message()
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._terminal.note(f"\n{HINT}")

    def _message(self) -> str:
        typed_ahead = _line_waits(0.0)  # while the answer before was shown: these are messages of their own
        lines = [input(WORDS)]
        while not typed_ahead and _line_waits(_AT_ONCE):
            lines.append(input())
        if len(lines) > 1:
            self._terminal.note(f"\n{PASTED}")
            with suppress(EOFError):  # Ctrl-D ends the paste as Enter does
                lines.append(input())  # the last line of a paste has no end of its own
        return "\n".join(lines)


if sys.platform == "win32":

    def _line_waits(seconds: float) -> bool:
        """Whether a whole line waits: not known, since a single key waits in the same way."""
        return False

else:

    def _line_waits(seconds: float) -> bool:
        """Whether a whole line waits to be read, or comes within some seconds."""
        import select

        return bool(select.select([sys.stdin], [], [], seconds)[0])
