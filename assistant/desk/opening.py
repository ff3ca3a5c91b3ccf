"""The course of a chat: says what is loaded, then hears message after message until it is left."""

import sys
from typing import Protocol

from assistant.desk.desk import STOPPED, Desk
from assistant.desk.start import HEADING, HINT, loaded_words, worth_asking


class Prompt(Protocol):
    """Where messages are typed."""

    def read(self) -> str | None:
        """The next message; None at the end of the input."""


class PipedLines:
    """Lines of the standard input, each as soon as it is there."""

    def read(self) -> str | None:
        """The next line; None at the end of the input."""
        return sys.stdin.readline() or None


def prompt_of(desk: Desk) -> Prompt:
    """Where the messages of a desk come from."""
    if not desk.terminal.attended:
        return PipedLines()
    if desk.terminal.plain:
        from assistant.desk.plain_prompt import PlainPrompt

        return PlainPrompt(desk.terminal)
    return _line_prompt(desk)


def greet(desk: Desk) -> None:
    """Say what is loaded, and offer what is worth asking."""
    desk.terminal.show(loaded_words(desk.settings, desk.offline))
    desk.offer(worth_asking(desk.offline), HEADING)
    desk.terminal.show(f"\n{HINT}")


def listen(desk: Desk, prompt: Prompt) -> None:
    """Hear messages until the desk is left. Ctrl-C that is pressed again while it is stopping stops no more."""
    while not desk.left:
        try:
            message = prompt.read()
            if message is None:
                return
            if message := message.strip().lstrip("\ufeff"):
                desk.hear(message)
        except KeyboardInterrupt:
            if not desk.terminal.attended:
                raise
            desk.terminal.note(STOPPED)


def _line_prompt(desk: Desk) -> Prompt:
    from assistant.desk.completion import DeskCompleter
    from assistant.desk.history import open_history
    from assistant.desk.names import NamesInBackground
    from assistant.desk.prompt import LinePrompt

    names = NamesInBackground(desk.settings)
    names.gather()
    return LinePrompt(open_history(desk.settings), DeskCompleter(desk, names.get), desk.terminal)
