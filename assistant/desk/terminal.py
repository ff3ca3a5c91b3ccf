"""What the chat prints: wrapped at words for the window, clusters in colour where there is colour; in plain mode words
as they are.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.escapes import without_escapes
from assistant.output import note, say, screen
from assistant.palette import colours
from assistant.screen import Piece, pieces, plain_text

if TYPE_CHECKING:
    from rich.text import Text


class Terminal:
    """The terminal of a chat. ``plain``: no colour and no wrapping; ``clusters``: their titles, best first."""

    def __init__(self, plain: bool, clusters: Sequence[str] = ()) -> None:
        self.plain = plain
        self._styles = {title: colours(place).terminal for place, title in enumerate(clusters)}

    def show(self, words: str) -> None:
        """Print words, at once."""
        self._show([(words, "")])

    def show_answer(self, answer: Answer, spoken: str = "") -> None:
        """Print an answer as the window has room for it, but for the beginning that was spoken already."""
        window = screen()
        if window is None:
            self.show(str(answer.answer).removeprefix(spoken))
            return
        window = replace(window, colour=False, blocks=False) if self.plain else window
        self._show(pieces(answer, window, spoken))

    def note(self, words: str) -> None:
        """Print a hint or what went wrong."""
        if self.plain or not sys.stderr.isatty():
            note(words)
            return
        from rich.console import Console

        Console(stderr=True, highlight=False).print(_text([(words, "")]))

    def _show(self, found: Sequence[Piece]) -> None:
        if self.plain:
            say(plain_text(found))
        else:
            self._show_styled(found)
        sys.stdout.flush()

    def _show_styled(self, found: Sequence[Piece]) -> None:
        from rich.console import Console

        styled = _text(found)
        for title, style in self._styles.items():
            styled.highlight_words([title], style)
        Console(file=sys.stdout, highlight=False).print(styled)


def _text(found: Sequence[Piece]) -> "Text":
    from rich.text import Text

    return Text.assemble(*((without_escapes(words), style) for words, style in found), overflow="fold")
