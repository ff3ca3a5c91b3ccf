"""Opens the desk: says what is loaded, then hears message after message until it is left."""

from typing import Protocol

from assistant.desk.desk import STOPPED, Desk
from assistant.desk.plain_prompt import PlainPrompt
from assistant.desk.start import HEADING, HINT, loaded_words, worth_asking
from assistant.desk.terminal import Terminal
from assistant.keeping import Keeper
from assistant.offline.brain import OfflineBrain
from assistant.palette import best_first
from assistant.settings import Settings


class Prompt(Protocol):
    """Where messages are typed."""

    def read(self) -> str | None:
        """The next message; None at the end of the input."""


def talk_at_desk(settings: Settings, offline: OfflineBrain, keeper: Keeper, plain: bool) -> None:
    """One conversation after the other on a terminal, until it is left."""
    terminal = Terminal(plain, [cluster.title for cluster in best_first(offline.catalog)])
    desk = Desk(settings, offline, keeper, terminal)
    greet(desk)
    listen(desk, PlainPrompt(terminal) if plain else _line_prompt(desk))


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
            desk.terminal.note(STOPPED)


def _line_prompt(desk: Desk) -> Prompt:
    from assistant.desk.completion import DeskCompleter
    from assistant.desk.history import open_history
    from assistant.desk.names import NamesInBackground
    from assistant.desk.prompt import LinePrompt

    names = NamesInBackground(desk.settings)
    names.gather()
    return LinePrompt(open_history(desk.settings), DeskCompleter(desk, names.get), desk.terminal)
