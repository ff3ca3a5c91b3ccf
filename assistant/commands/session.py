"""Opens what commands work with, as late as possible, and shows an answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.commands.output import emit, note, say
from assistant.settings import Settings
from scoring.errors import AscentError, NotInData

if TYPE_CHECKING:
    from assistant.offline.brain import OfflineBrain
    from assistant.tools import Tools
    from scoring.engine import Engine
    from scoring.workspace import Workspace

EXIT_CODES = {
    "answered": ExitCode.DONE,
    "needs_clarification": ExitCode.UNANSWERED,
    "not_answerable": ExitCode.UNANSWERED,
    "failed": ExitCode.FAILED,
}
NO_MODEL = "'{brain}' needs the model brain, which is not part of this version; use 'offline'."
Conversation = TypeVar("Conversation")


class Brain(Protocol[Conversation]):
    """Who reads questions and answers them."""

    def start(self) -> Conversation:
        """A conversation in which nothing was said yet."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer a question; the conversation remembers what was asked before."""

    def more(self, conversation: Conversation) -> Answer:
        """Further rows of the list that was shown last."""


def open_workspace(settings: Settings) -> "Workspace":
    """The workspace of the settings."""
    from scoring.workspace import Workspace

    return Workspace(settings.workspace)


def open_engine(settings: Settings) -> "Engine":
    """The engine on the newest state of the workspace."""
    from scoring.engine import Engine

    workspace = open_workspace(settings)
    return Engine(workspace, settings.as_of, settings.source or workspace.source())


def open_tools(settings: Settings) -> "Tools":
    """The tools over the workspace, on the day of the settings."""
    from assistant.tools import Tools

    return Tools(open_engine(settings), settings.as_of)


def open_brain(settings: Settings, show_all: bool = False) -> "OfflineBrain":
    """The brain that the settings name; BadParameter (wrong usage) for one that this version does not have."""
    if settings.brain != "offline":
        raise typer.BadParameter(
            NO_MODEL.format(brain=settings.brain), param_hint="'--brain' (env var: 'ASCENT_BRAIN')"
        )
    from assistant.offline.brain import OfflineBrain

    return OfflineBrain(open_tools(settings), show_all)


def warm(settings: Settings) -> None:
    """Derive and keep what questions are answered from, so that the first one waits no longer than the others."""
    from assistant.offline.lexicon import open_lexicon
    from knowledge.definitions import load_definitions

    with suppress(Exception):  # where something is wrong, a question will say so
        engine = open_engine(settings)
        load_definitions(engine.catalog, cache=engine.cache)
        engine.tables.require_names()
        open_lexicon(engine)


def answer_of(brain: Brain[Conversation], question: str, conversation: Conversation) -> Answer:
    """The answer of a brain to a question."""
    return answering(question, lambda: brain.ask(question, conversation))


def answering(question: str, answer: Callable[[], Answer]) -> Answer:
    """An answer with the time it took. An error that people can understand becomes an answer, too."""
    start = perf_counter()
    try:
        found = answer()
    except NotInData as error:
        found = Answer(question, "not_answerable", str(error))
    except AscentError as error:
        found = Answer(question, "failed", str(error))
    return replace(found, elapsed_ms=round(1000 * (perf_counter() - start), 1))


def show(answer: Answer, json: bool) -> ExitCode:
    """Print an answer: text for people, or the object of the contract; the exit code that it means."""
    if json:
        emit(answer.to_json())
    else:
        (note if answer.status == "failed" else say)(answer.answer)
        for warning in answer.warnings:
            note(f"Warning: {warning}")
    return EXIT_CODES[answer.status]
