"""What was typed, kept in the workspace beside the conversations, for its owner alone and without keys."""

import os
from collections.abc import Mapping
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from assistant.conversation_log import FOLDER, TYPED
from assistant.redaction import Redactor
from assistant.settings import Settings


class KeptHistory(FileHistory):
    """A history in a file, with ``[key]`` in the place of what looks like one."""

    def __init__(self, path: Path, environment: Mapping[str, str]) -> None:
        self._redactor = Redactor(environment)
        super().__init__(str(path))

    def store_string(self, string: str) -> None:
        """Add what was typed to the file."""
        self._redactor.watch(string)
        super().store_string(self._redactor.clean(string))


def open_history(settings: Settings) -> History:
    """The history of a workspace; one that is forgotten with the chat where nothing is kept, or nothing can be."""
    if not settings.config.log or not settings.workspace.is_dir():
        return InMemoryHistory()
    path = settings.workspace / FOLDER / TYPED
    try:
        path.parent.mkdir(exist_ok=True)
        os.close(os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:  # of which the log of the conversation tells
        return InMemoryHistory()
    return KeptHistory(path, os.environ)
