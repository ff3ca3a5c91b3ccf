"""What the chat prints: wrapped at words for the window, clusters in colour where there is colour; in plain mode words
as they are.
"""

import sys
from collections.abc import Sequence

from assistant.commands.output import clean, note, say

_STYLES = ("bold green", "bold yellow", "bold cyan", "bold magenta")


class Terminal:
    """The terminal of a chat. ``plain``: no colour and no wrapping; ``clusters``: their titles, best first."""

    def __init__(self, plain: bool, clusters: Sequence[str] = ()) -> None:
        self.plain = plain
        self._styles = dict(zip(clusters, _STYLES, strict=False))

    def show(self, words: str) -> None:
        """Print words, at once."""
        if self.plain:
            say(words)
        else:
            self._show_styled(clean(words))
        sys.stdout.flush()

    def note(self, words: str) -> None:
        """Print a hint or what went wrong."""
        if self.plain or not sys.stderr.isatty():
            note(words)
            return
        from rich.console import Console
        from rich.text import Text

        Console(stderr=True, highlight=False).print(Text(clean(words)))

    def _show_styled(self, words: str) -> None:
        from rich.console import Console
        from rich.text import Text

        styled = Text(words, overflow="fold")
        for title, style in self._styles.items():
            styled.highlight_words([title], style)
        Console(highlight=False).print(styled)
