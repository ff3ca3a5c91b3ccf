"""Where messages are typed without anything that moves the cursor: for screen readers and simple terminals."""

from assistant.desk.terminal import Terminal

WORDS = "ascent> "
HINT = "Ctrl-D leaves; /help shows what there is."


class PlainPrompt:
    """A line as the terminal itself edits it."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def read(self) -> str | None:
        """The next message; None at the end of the input (Ctrl-D)."""
        while True:
            try:
                return input(WORDS)
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._terminal.note(f"\n{HINT}")
