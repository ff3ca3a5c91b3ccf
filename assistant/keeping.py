"""Keeps what is asked in the workspace, unless that is switched off; where it cannot, says so once and goes on."""

import os
from importlib.metadata import version
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.conversation_log import FOLDER, Circumstances, ConversationLog
from assistant.output import note
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.tools import Tools
    from scoring.workspace import Workspace

WARNING = "Warning: what is asked cannot be kept in {folder}: {reason}. With ASCENT_LOG=off nothing is kept."


class Keeper:
    """Adds answers, with what the tools ran for them, to a log; without one it keeps nothing."""

    def __init__(self, log: ConversationLog | None = None, tools: "Tools | None" = None) -> None:
        self._log = log
        self._tools = tools

    def begin(self, name: str) -> None:
        """A new conversation begins, which is kept under another name."""
        if self._log:
            self._log.begin(name)

    def keep(self, answer: Answer) -> None:
        """Add the answer to the question that the tools were last used for."""
        if self._log is None:
            return
        try:
            self._log.append(answer, self._tools.ran if self._tools else ())
        except OSError as error:
            note(WARNING.format(folder=self._log.path.parent, reason=error.strerror or error))
            self._log = None


def open_keeper(settings: Settings, tools: "Tools", name: str) -> Keeper:
    """The keeper of a file of the workspace; one that keeps nothing where the workspace is not there yet, and where
    the configuration says so."""
    workspace = tools.engine.workspace
    if not settings.config.log or not workspace.path.is_dir():
        return Keeper()
    about = Circumstances(settings.as_of, tools.engine.source, version("ascent"), _state(workspace))
    return Keeper(ConversationLog(workspace.path / FOLDER, name, about, os.environ), tools)


def _state(workspace: "Workspace") -> str:
    """The fingerprint of the data; empty where it cannot be told, so that a replay takes the data for changed."""
    try:
        return workspace.state()
    except OSError:
        return ""
