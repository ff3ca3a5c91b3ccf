"""Where messages are typed at a terminal that can move its cursor: a line with history, search and completion."""

from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import Completer
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings

from assistant.desk.plain_prompt import HINT, WORDS
from assistant.desk.terminal import Terminal

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

_MENU_ROWS = 6


class LinePrompt:
    """A line with history and its search, suggestions and completion; what is pasted is one message."""

    def __init__(self, history: History, completer: Completer, terminal: Terminal) -> None:
        self._terminal = terminal
        self._session: PromptSession[str] = PromptSession(
            history=history,
            auto_suggest=AutoSuggestFromHistory(),
            completer=completer,
            complete_in_thread=True,
            complete_while_typing=Condition(self._commands),
            key_bindings=_keys(Condition(self._holds_text)),
            reserve_space_for_menu=_MENU_ROWS,
        )

    def read(self) -> str | None:
        """The next message; None at the end of the input (Ctrl-D)."""
        while True:
            try:
                return self._session.prompt(WORDS)
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._terminal.note(HINT)

    def _commands(self) -> bool:
        return self._session.default_buffer.text.startswith("/")

    def _holds_text(self) -> bool:
        return bool(self._session.default_buffer.text)


def _keys(holds_text: Condition) -> KeyBindings:
    """Ctrl-C takes away what was typed; at an empty line the session tells of it."""
    keys = KeyBindings()

    @keys.add("c-c", filter=has_focus(DEFAULT_BUFFER) & holds_text)
    def _clear(event: "KeyPressEvent") -> None:
        event.current_buffer.reset()

    return keys
