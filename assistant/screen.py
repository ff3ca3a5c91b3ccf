"""What an answer looks like on a terminal: its tables and pictures drawn for the window that shows them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.answer import Answer

Piece = tuple[str, str]
"""Words with the style they are printed in, as Rich calls it; empty for none."""


@dataclass(frozen=True)
class Screen:
    """A window: how many ``columns`` of letters it has, whether it has ``colour``, and whether it shows the ``blocks``
    that bars and shades are made of (else they are drawn with signs of ASCII)."""

    columns: int
    colour: bool = False
    blocks: bool = True


class Drawing(Protocol):
    """A part of an answer that a terminal shows in another way than a file or a pipe."""

    @property
    def plain(self) -> str:
        """The part as it stands in the words of the answer."""

    def drawn(self, screen: Screen) -> Sequence[Piece]:
        """The part for a window; no line is wider."""

    def said(self, say: Callable[[str], str]) -> "Drawing":
        """The same with its words in another language, as ``say`` has them."""


def pieces(answer: "Answer", screen: Screen, spoken: str = "") -> list[Piece]:
    """The words of an answer, with its tables and pictures drawn for a window, as they are to be printed; ``spoken`` is
    the beginning that was printed already."""
    found: list[Piece] = []
    words = str(answer.answer).removeprefix(spoken)
    for drawing in answer.drawings:
        before, plain, after = words.partition(drawing.plain)
        if plain:
            found += [(before, ""), *drawing.drawn(screen)]
            words = after
    return [*found, (words, "")]


def plain_text(found: Iterable[Piece]) -> str:
    """The words without their styles."""
    return "".join(words for words, _ in found)
