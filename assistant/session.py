"""Opens what commands and the desk work with, as late as possible, and asks a brain for its answer."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.answer import Answer
from assistant.output import note
from assistant.settings import Brain as BrainName
from assistant.settings import Settings
from assistant.stopping import stoppable
from scoring.errors import AscentError, NotInData

if TYPE_CHECKING:
    from assistant.offline.brain import OfflineBrain
    from assistant.tools import Tools
    from knowledge.catalog import Catalog
    from knowledge.embedding import Embedding
    from scoring.engine import Engine
    from scoring.workspace import Workspace

Conversation = TypeVar("Conversation")
Say = Callable[[str], None]


class Brain(Protocol[Conversation]):
    """Who reads questions and answers them."""

    @property
    def catalog(self) -> "Catalog":
        """The catalogue of its data."""

    @property
    def tools(self) -> "Tools":
        """The tools, which know what was run for the last question."""

    def start(self) -> Conversation:
        """A conversation in which nothing was said yet."""

    def ask(self, question: str, conversation: Conversation, say: Say | None = None) -> Answer:
        """Answer a question; the conversation remembers what was asked before. With ``say`` the words of a model are
        said as they come, sentence by sentence: the answer begins with them."""


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

    tools = Tools(open_engine(settings), settings.as_of)
    tools.tell = note if sys.stderr.isatty() else None
    return tools


def open_offline(settings: Settings, show_all: bool = False) -> "OfflineBrain":
    """The offline brain, whichever the settings name."""
    from assistant.offline.brain import OfflineBrain

    return OfflineBrain(open_tools(settings), show_all)


def open_brain(settings: Settings, show_all: bool = False) -> Brain[Any]:
    """The brain that the settings name."""
    return brain_over(open_offline(settings, show_all), settings, settings.brain)


def brain_over(offline: "OfflineBrain", settings: Settings, name: BrainName) -> Brain[Any]:
    """The brain of a name, with the offline brain that it falls back on; that one itself for ``offline``."""
    if name == "offline":
        return offline
    from assistant.auto_brain import AutoBrain
    from assistant.model_brain import ModelBrain

    if settings.config.embeddings == "openai":
        offline.tools.embedding = _embedding(settings, offline.tools)
    kind = ModelBrain if name == "openai" else AutoBrain
    return kind(offline, settings.config, os.environ)


def _embedding(settings: Settings, tools: "Tools") -> "Embedding | None":
    """The embeddings of the configured service, whose texts are masked; None where it is another's or has no key."""
    from assistant.config import api_key
    from assistant.embeddings import OpenAIEmbedding
    from assistant.privacy import Mask

    config = settings.config
    key = api_key(config.model, os.environ)
    if key is None or config.model.provider != "openai":
        return None
    mask = Mask(tools.engine, config.privacy == "open")
    return OpenAIEmbedding(
        config.embedding_model,
        config.model.base_url,
        key,
        config.model.timeout,
        lambda words: mask.question(words, None),
    )


def key_fault(settings: Settings) -> str:
    """Why the model of the configuration cannot be asked: it has no key; empty where it needs none or has one."""
    from assistant.config import KEY_VARIABLES, api_key

    model = settings.config.model
    if api_key(model, os.environ):
        return ""
    return f"there is no key of the model's service in {KEY_VARIABLES[model.provider]}."


def warm(settings: Settings) -> None:
    """Derive and keep what questions are answered from, so that the first one waits no longer than the others."""
    from assistant.offline.lexicon import open_lexicon
    from knowledge.definitions import load_definitions

    with suppress(Exception):  # where something is wrong, a question will say so
        engine = open_engine(settings)
        load_definitions(engine.catalog, cache=engine.cache)
        engine.tables.require_names()
        open_lexicon(engine)


def answer_of(brain: Brain[Conversation], question: str, conversation: Conversation, say: Say | None = None) -> Answer:
    """The answer of a brain to a question. Ctrl-C stops it even in the middle of a statement: KeyboardInterrupt."""
    interrupt = brain.tools.engine.interrupt
    return stoppable(lambda: answering(question, lambda: brain.ask(question, conversation, say)), interrupt)


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
