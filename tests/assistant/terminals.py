"""Drives the chat in a pseudo-terminal and reads its screen as a person sees it."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from processes import environment

PATIENCE = 90.0  # seconds; a busy computer is slow
PROMPT = "ascent>"
ROWS = 300  # so that nothing scrolls away


class Chat:
    """A running ``ascent chat`` with its screen; a context manager that ends it."""

    def __init__(
        self, workspace: Path, *options: str, columns: int = 80, folder: Path | None = None, **env: str
    ) -> None:
        import pexpect
        import pyte

        settings = environment(**{"TERM": "xterm-256color", "ASCENT_AS_OF": "2026-10-25", **env})
        settings = {name: value for name, value in settings.items() if name not in ("COLUMNS", "LINES")}
        command = ["-m", "assistant.cli", "chat", "--workspace", str(workspace), *options]
        self.screen = pyte.Screen(columns, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.process = pexpect.spawn(
            sys.executable, command, cwd=folder, env=settings, dimensions=(ROWS, columns), timeout=PATIENCE
        )
        self.process.delaybeforesend = None
        self.screen.write_process_input = self.process.send

    def __enter__(self) -> "Chat":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.close(force=True)

    @property
    def text(self) -> str:
        """The screen without the space at the ends of its lines."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def until(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen holds a text; the screen."""
        deadline = time.monotonic() + PATIENCE
        while not (wanted(self.text) if callable(wanted) else wanted in self.text):
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"no {wanted!r} on the screen:\n{self.text}")
        return self.text

    def _read(self) -> bool:
        """Take what the program has written since; False at its end."""
        import pexpect

        try:
            found = self.process.read_nonblocking(65536, 0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += found
        self._stream.feed(found)
        return True

    def type(self, keys: str) -> None:
        """Press keys."""
        self.process.send(keys)

    def ready(self) -> str:
        """Wait for an empty prompt on the last line; the screen."""
        return self.until(lambda text: text.endswith(PROMPT))

    def ready_again(self) -> str:
        """Wait for one more prompt than there are; the screen."""
        prompts = self.text.count(PROMPT)
        return self.until(lambda text: text.count(PROMPT) > prompts and text.endswith(PROMPT))

    def say(self, line: str) -> str:
        """Type a line at an empty prompt and wait for the next one; what was shown between."""
        self.ready()
        return self.say_here(line)

    def say_here(self, line: str) -> str:
        """Type a line where something is asked, and wait for the next prompt; what was shown between."""
        prompts = self.text.count(PROMPT)
        self.type(f"{line}\r")
        text = self.ready_again()
        shown = text.split(PROMPT)[prompts].split("\n", 1)
        return shown[1].strip("\n") if len(shown) > 1 else ""

    def ended(self) -> int:
        """Wait for the end of the program; its exit code."""
        while self._read():
            pass
        self.process.wait()
        return int(self.process.exitstatus)

    def resize(self, columns: int) -> None:
        """Make the window another width, and wait until the prompt is drawn in it."""
        self.ready()
        self.screen.resize(ROWS, columns)
        self.process.setwinsize(ROWS, columns)
        self.type("drawn")
        self.until(f"{PROMPT} drawn")
        self.type("\x03")
        self.ready()


def typed_lines(path: Path) -> list[str]:
    """The lines of a kept history, as they were typed."""
    return [line[1:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("+")]
