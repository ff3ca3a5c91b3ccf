"""What Tab completes: commands with what they take, and names of the data wherever they stand in a question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from assistant.desk.desk_commands import COMMANDS
from assistant.render import clean

if TYPE_CHECKING:
    from assistant.desk.desk import Desk
    from assistant.desk.names import Names

_MOST = 12


class DeskCompleter(Completer):
    """Completes what is typed at a desk."""

    def __init__(self, desk: "Desk", names: "Callable[[], Names]") -> None:
        self._desk = desk
        self._names = names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Completions of what stands before the cursor."""
        before = document.text_before_cursor
        if before.startswith("/"):
            yield from self._of_command(before)
        elif complete_event.completion_requested:
            end, found = self._names().completing(before, _MOST)
            yield from (Completion(name.text, -len(end), display_meta=name.about) for name in found)

    def _of_command(self, before: str) -> Iterator[Completion]:
        name, space, given = before.partition(" ")
        if not space:
            for command in COMMANDS.values():
                if command.name.startswith(name):
                    yield Completion(command.name, -len(name), command.usage, display_meta=command.about)
        elif name in COMMANDS:
            yield from _choices(COMMANDS[name].choices(self._desk), given)


def _choices(choices: Sequence[str], given: str) -> Iterator[Completion]:
    """Those of some choices that go on from the end of what was given."""
    for start in range(len(given) + 1):
        typed = given[start:].lstrip()
        found = [choice for choice in choices if choice.casefold().startswith(typed.casefold())]
        if found and (start == 0 or given[start - 1] in " ,"):
            yield from (Completion(clean(choice), -len(typed)) for choice in found)
            return
