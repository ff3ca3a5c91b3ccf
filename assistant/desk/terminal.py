"""What the chat prints: wrapped at words for the window, clusters in colour where there is colour; in plain mode and
elsewhere words as they are, and JSON for scripts.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.escapes import without_escapes
from assistant.output import confirmed, emit, note, say, screen
from assistant.palette import colours
from assistant.screen import Piece, pieces, plain_text
from scoring.errors import AscentError

if TYPE_CHECKING:
    from rich.text import Text

_BELOW = 4  # columns that words are indented below their short text
_WIDEST_BESIDE, _NARROWEST_BESIDE, _NARROWEST = 8, 40, 10  # columns


class Terminal:
    """Where a chat shows what it has to say. ``plain``: no colour and no wrapping; ``clusters``: their titles, best
    first; ``attended``: whether somebody sits there who can be offered and asked something.
    """

    def __init__(self, plain: bool, clusters: Sequence[str] = (), attended: bool = True) -> None:
        self.plain = plain
        self.attended = attended
        self._styles = {title: colours(place).terminal for place, title in enumerate(clusters)}

    def show(self, words: str) -> None:
        """Print words, at once."""
        self._show([(words, "")])

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Print rows of a short text and words, which are wrapped beside it or, where that is narrow, below it."""
        window = None if self.plain else screen()
        self.show(aligned(rows, window.columns if window else None))

    def show_answer(self, answer: Answer, spoken: str = "") -> None:
        """Print an answer as the window has room for it, but for the beginning that was spoken already, and its
        warnings."""
        window = screen()
        if answer.status == "failed":
            self.note(str(answer.answer))
        elif window is None:
            self.show(str(answer.answer).removeprefix(spoken))
        else:
            window = replace(window, colour=False, blocks=False) if self.plain else window
            self._show(pieces(answer, window, spoken))
        for warning in answer.warnings:
            self.note(f"Warning: {warning}")

    def show_data(self, words: str, data: Any) -> None:
        """Print what people read as words and scripts as JSON."""
        self.show(words)

    def speaker(self) -> "Speaker":
        """What says the sentences of an answer as they come."""
        return Speaker()

    def note(self, words: str) -> None:
        """Print a hint or what went wrong."""
        if self.plain or not sys.stderr.isatty():
            note(words)
            return
        from rich.console import Console

        Console(stderr=True, highlight=False).print(_text([(words, "")]))

    def replaces(self, what: str) -> bool:
        """Whether what is there already may be replaced; AscentError where nobody can be asked."""
        if not self.attended:
            raise AscentError(f"{what} It stays as it is.")
        return confirmed(f"{what} Replace it?")

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


class Script(Terminal):
    """A script at the other end: one JSON object in one line for each message, at once."""

    def __init__(self) -> None:
        super().__init__(plain=True, attended=False)

    def show(self, words: str) -> None:
        """Print what a command had to say."""
        emit({"message": without_escapes(words)})

    def show_answer(self, answer: Answer, spoken: str = "") -> None:
        """Print the object of the contract."""
        emit(answer.to_json())

    def show_data(self, words: str, data: Any) -> None:
        """Print data."""
        emit(data)

    def speaker(self) -> "Speaker":
        """Nothing is said before the answer is whole."""
        return Speaker(aloud=False)

    def note(self, words: str) -> None:
        """Print why a command was not done."""
        emit({"error": without_escapes(words)})


class Speaker:
    """Prints the sentences of an answer as soon as they are there."""

    def __init__(self, aloud: bool = True) -> None:
        self.words = ""
        self.say: Callable[[str], None] | None = self._say if aloud else None

    def _say(self, sentence: str) -> None:
        sys.stdout.write(without_escapes(sentence))
        sys.stdout.flush()
        self.words += sentence

    def heard(self, answer: Answer) -> str:
        """The beginning of an answer that was printed; empty where the answer begins otherwise and stands alone."""
        words = self.words.rstrip()
        if words and not answer.answer.startswith(words):
            sys.stdout.write("\n\n")
            return ""
        return words


def aligned(rows: Sequence[tuple[str, str]], columns: int | None = None) -> str:
    """Rows of a short text and words, aligned, and wrapped where there are only so many ``columns``."""
    first = max(len(short) for short, _ in rows) + 2
    if columns is None:
        return "\n".join(f"{short.ljust(first)}{words}" for short, words in rows)
    below = first > _WIDEST_BESIDE and columns - first < _NARROWEST_BESIDE
    indent = _BELOW if below else first
    lines: list[str] = []
    for short, words in rows:
        wrapped = wrap(words, max(columns - indent, _NARROWEST), break_on_hyphens=False)
        leads = [short.ljust(first), *[" " * indent] * len(wrapped)]
        lines += [leads[0].rstrip()] if below else []
        lines += [lead + line for lead, line in zip(leads[below:], wrapped, strict=False)]
    return "\n".join(lines)


def _text(found: Sequence[Piece]) -> "Text":
    from rich.text import Text

    return Text.assemble(*((without_escapes(words), style) for words, style in found), overflow="fold")
