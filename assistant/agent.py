"""LangChain's agent over the tools, for the model that the user configured: bounded, retried where it helps, checked.

The model reads and writes; what it calls is run by a :class:`Desk`, and the desk's check lets through what it writes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answer import Usage
from assistant.bounds import Bounds
from assistant.config import ModelConfig
from assistant.model_tools import schemas
from assistant.stopping import run_stoppable

if TYPE_CHECKING:
    from ssl import SSLContext

    from langchain_core.messages import AnyMessage
    from langchain_core.tools import BaseTool
    from openai import DefaultHttpxClient

Say = Callable[[str], None]


class Desk(Protocol):
    """What runs the calls of one question and checks the words."""

    @property
    def ended(self) -> bool:
        """Whether a call ended the turn."""

    @property
    def answers(self) -> bool:
        """Whether a call brought a result."""

    def call(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Run a tool; what the model is told of its result or of what is wrong with the call."""

    def faults(self, words: str) -> Sequence[str]:
        """What is wrong with words of the model, as the model may be told."""


@dataclass
class Spoken:
    """What a run came to: the words, whether they were let through, those that were said already, and what it cost."""

    words: str = ""
    faults: Sequence[str] = ()
    said: str = ""
    usage: Usage = field(default_factory=Usage)


def be_quiet() -> None:
    """Switch off the tracing of LangChain, whatever the environment of another project says."""
    import os

    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"


class Agent:
    """The agent for one configured model; ``client`` is the HTTP client to use instead of one of its own."""

    def __init__(self, config: ModelConfig, key: str, client: "DefaultHttpxClient | None" = None) -> None:
        be_quiet()
        self.config = config
        self._key = key
        self._client = client

    def run(self, system: str, messages: Sequence["AnyMessage"], desk: Desk, say: Say | None = None) -> Spoken:
        """Let the model answer the last of some messages. With ``say`` each sentence is said as soon as it has passed.

        Raises ModelFailure where the model is away, too slow, over its bounds or makes no sense.
        """
        from langchain.agents import create_agent
        from langsmith import tracing_context

        from assistant.agent_turn import Turn

        bounds = Bounds(self.config.steps, self.config.seconds, self.config.tokens)
        turn = Turn(desk, bounds, self.config.timeout, say)
        with tracing_context(enabled=False), turn.failures(), self._open(bounds) as client:
            agent = create_agent(self._model(client), self._tools(desk), system_prompt=system, middleware=[turn])
            options: Any = {"recursion_limit": 8 * self.config.steps + 8}
            given: Any = {"messages": list(messages)}

            def ask() -> None:
                if say is None:
                    agent.invoke(given, options)
                else:
                    turn.follow(agent.stream(given, options, stream_mode="messages"))

            run_stoppable(ask, turn.stop)
        return turn.spoken

    @cached_property
    def _trust(self) -> "SSLContext":
        """The certificates that are trusted, which take longer to read than a question takes to be sent."""
        import httpx2

        return httpx2.create_ssl_context()

    @contextmanager
    def _open(self, bounds: Bounds) -> Iterator["DefaultHttpxClient"]:
        """The HTTP client of one question. Its connections are closed when the time is over, whatever they do."""
        if self._client is not None:
            yield self._client
            return
        from openai import DefaultHttpxClient

        hooks: dict[str, list[Callable[..., Any]]] = {"request": [bounds.watch], "response": [bounds.hold]}
        client = DefaultHttpxClient(verify=self._trust, follow_redirects=False, event_hooks=hooks)
        over = Timer(bounds.seconds, client.close)
        over.daemon = True
        over.start()
        try:
            yield client
        finally:
            over.cancel()
            client.close()

    def _tools(self, desk: Desk) -> list["BaseTool"]:
        from langchain_core.tools import StructuredTool

        return [
            StructuredTool.from_function(
                func=_calling(desk, schema["name"]),
                name=schema["name"],
                description=schema["description"],
                args_schema=schema["parameters"],
            )
            for schema in schemas()
        ]

    def _model(self, client: "DefaultHttpxClient") -> Any:
        """The chat model of the configuration."""
        from pydantic import SecretStr

        chosen = {
            name: value
            for name, value in {"temperature": self.config.temperature, "seed": self.config.seed}.items()
            if value is not None
        }
        options: dict[str, Any] = {"timeout": self.config.timeout, "max_retries": 0, "http_client": client, **chosen}
        options["http_socket_options"] = ()  # those are of clients that the library makes itself
        if self.config.provider == "azure":
            from langchain_openai import AzureChatOpenAI

            return AzureChatOpenAI(
                azure_deployment=self.config.name,
                azure_endpoint=self.config.base_url or None,
                api_version=self.config.api_version or None,
                api_key=SecretStr(self._key),
                stream_usage=True,
                **options,
            )
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            model=self.config.name,
            base_url=self.config.base_url or None,
            openai_proxy="",
            api_key=SecretStr(self._key),
            stream_usage=True,
            use_responses_api=False,
            **options,
        )


def _calling(desk: Desk, name: str) -> Callable[..., str]:
    def run(**arguments: Any) -> str:
        return desk.call(name, arguments)

    return run
