"""What an answer looks like on a terminal: its tables and pictures drawn for the window that shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.answer import Answer


@dataclass(frozen=True)
class Screen:
    """A window: how many ``columns`` of letters it has."""

    columns: int


class Drawing(Protocol):
    """A part of an answer that a terminal shows in another way than a file or a pipe."""

    @property
    def plain(self) -> str:
        """The part as it stands in the words of the answer."""

    def drawn(self, screen: Screen) -> str:
        """The part for a window; no line is wider."""

    def said(self, say: Callable[[str], str]) -> "Drawing":
        """The same with its words in another language, as ``say`` has them."""


def on_screen(answer: "Answer", screen: Screen) -> str:
    """The words of an answer with its tables and pictures drawn for a window."""
    words = str(answer.answer)
    for drawing in answer.drawings:
        words = words.replace(drawing.plain, drawing.drawn(screen), 1)
    return words
