"""Both brains over the same data, so that the same questions can be asked of both."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.config import Config, ModelConfig
from assistant.model_brain import ModelBrain
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from model.scripts import Steps
from model.server import ModelServer
from scoring.engine import Engine
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
KEY = "test-key-of-nobody"
TOKENS = 10_000_000


class Brains:
    """The offline brain and the model brain over one workspace; the model is a server of the tests."""

    def __init__(self, workspace: Path, server: ModelServer, privacy: Any = "masked", **model: Any) -> None:
        engine = Engine(Workspace(workspace), AS_OF)
        settings = {"timeout": 20.0, "seconds": 40.0, "tokens": TOKENS, "steps": 8} | model
        config = Config(brain="openai", privacy=privacy, model=ModelConfig(base_url=server.url, **settings))
        self.server = server
        self.offline = OfflineBrain(Tools(engine, AS_OF))
        self.model = ModelBrain(OfflineBrain(Tools(engine, AS_OF)), config, {"OPENAI_API_KEY": KEY})

    def ask_offline(self, *messages: str) -> list[Answer]:
        """The offline brain's answers to the messages of one conversation."""
        conversation = self.offline.start()
        return [self.offline.ask(message, conversation) for message in messages]

    def ask_model(
        self, *turns: tuple[str, Callable[[dict[str, Any], int], Any]], say: Callable[[str], None] | None = None
    ) -> list[Answer]:
        """The model brain's answers to the messages of one conversation, each with the script that the model plays."""
        conversation = self.model.start()
        answers = []
        for message, script in turns:
            self.server.script = script
            answers.append(self.model.ask(message, conversation, say))
        return answers


def same_result(answer: Answer) -> tuple[Any, ...]:
    """What must be the same whoever reads a question: status, customers, figure and groups."""
    return answer.status, answer.customers, answer.value, answer.groups


def bare(answer: Answer) -> Answer:
    """An answer without what depends on the reader."""
    return replace(answer, brain="", usage=None, warnings=(), assumptions=(), elapsed_ms=0.0)


def played_out(script: Steps) -> bool:
    """Whether a script came to its words."""
    return not script.left
