"""The course of one question with a model, as middleware of LangChain's agent: bounds, retries, the check of words."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email.utils import parsedate_to_datetime
from math import isfinite
from threading import Condition
from typing import Any

import httpx2
import openai
from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
    hook_config,
)
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langgraph.errors import GraphRecursionError
from langgraph.types import Command

from assistant.agent import Desk, Say, Spoken
from assistant.answer import Usage
from assistant.bounds import Bounds, ModelFailure
from assistant.guarding.cut import sentences
from assistant.model_tools import TOOLS

TRIES = 3
SHORTEST_WAIT = 0.5
_RETRIED = (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError)
_STATUS = {
    400: "The model's server refused the request (400)",
    401: "The model's server refused the key (401)",
    403: "The model's server does not allow this key to use the model (403)",
    404: "The model's server does not know the model or the address (404)",
    429: "The model's server is busy or the quota is used up (429)",
}
ONCE_MORE = "Answer the question in words now, or call a tool."
WRONG = "Your answer was not let through: {faults} Answer again with what the results say, or call a tool."


class Turn(AgentMiddleware[Any, Any, Any]):
    """One question: watches its bounds, asks again where that can help, and lets through only what passes the check."""

    def __init__(self, desk: Desk, bounds: Bounds, timeout: float, say: Say | None) -> None:
        super().__init__()
        self.desk = desk
        self.bounds = bounds
        self.timeout = timeout
        self.say = say
        self.spoken = Spoken()
        self._again = False
        self._held = ""
        self._released = 0
        self._beside = ""
        self._waiting: list[str] = []
        self._order = Condition()

    def stop(self) -> None:
        """End the question: nothing more is asked or said."""
        self.say = None
        self.bounds.stop()

    # ---- each request ---------------------------------------------------------------------------

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: AgentState[Any], runtime: Any) -> dict[str, Any] | None:
        """End where a tool ended the turn; ModelFailure where a bound is met."""
        if self.desk.ended:
            return {"jump_to": "end"}
        self.bounds.check()
        return None

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One request, again where the server is busy, broken or away and there is time."""
        self._held = ""
        attempt = 0
        while True:
            attempt += 1
            self.bounds.check()
            self.bounds.requests += 1
            timeout = min(self.timeout, max(self.bounds.left, 0.1))
            settings = {**request.model_settings, "timeout": timeout}
            try:
                return handler(request.override(model_settings=settings))
            except _RETRIED as error:
                wait = _wait(error, attempt)
                if attempt == TRIES or wait >= self.bounds.left or self._held:
                    raise
                time.sleep(wait)

    def wrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]]
    ) -> ToolMessage | Command[Any]:
        """The calls of one message in their order, one at a time, though the agent gives each a thread of its own."""
        id = str(request.tool_call["id"])
        with self._order:
            self._order.wait_for(lambda: self._waiting[:1] == [id] or id not in self._waiting, self.bounds.left)
            try:
                return handler(request)
            finally:
                self._waiting = self._waiting[1:] if id in self._waiting else self._waiting
                self._order.notify_all()

    # ---- each answer ----------------------------------------------------------------------------

    @hook_config(can_jump_to=["model", "end"])
    def after_model(self, state: AgentState[Any], runtime: Any) -> dict[str, Any] | None:
        """Take what the model said: calls go to the tools, words to the check."""
        message = state["messages"][-1]
        if not isinstance(message, AIMessage):
            return None
        self._count(message)
        cut = self._is_cut(message)
        if cut and (message.tool_calls or message.invalid_tool_calls):  # what is left of a call may say something else
            raise ModelFailure("The model's server broke off")
        if message.invalid_tool_calls:
            return {"messages": [_malformed(call) for call in message.invalid_tool_calls], "jump_to": "model"}
        if message.tool_calls:
            self._waiting = [str(call["id"]) for call in message.tool_calls if call["name"] in TOOLS]
            self._beside = self.spoken.said
            return None
        words = "" if cut else (self._beside + message.text).strip()
        self.spoken.words = words
        self.spoken.faults = self.desk.faults(words) if words else ()
        if words and not self.spoken.faults:
            return {"jump_to": "end"}
        if self._again or self.spoken.said:
            return {"jump_to": "end"}
        self._again = True
        told = WRONG.format(faults=" ".join(self.spoken.faults)) if words else ONCE_MORE
        return {"messages": [HumanMessage(told)], "jump_to": "model"}

    def _is_cut(self, message: AIMessage) -> bool:
        """Whether an answer ends where the server stopped and not where the model did."""
        reason = message.response_metadata.get("finish_reason")
        return reason not in ("stop", "tool_calls", *((None,) if self.say is None else ()))

    def _count(self, message: AIMessage) -> None:
        usage = message.usage_metadata
        read, written = (usage["input_tokens"], usage["output_tokens"]) if usage else (0, len(message.text) // 4 + 1)
        before = self.spoken.usage
        self.spoken.usage = Usage(self.bounds.requests, before.input_tokens + read, before.output_tokens + written)
        self.bounds.used += read + written

    # ---- streamed words -------------------------------------------------------------------------

    def follow(self, parts: Iterator[Any]) -> None:
        """Say the sentences of a stream as soon as they are whole and have passed; none behind one that has not."""
        id, passed = "", True
        for chunk, _ in parts:
            if self.bounds.left <= 0:
                self.bounds.check()
            if not isinstance(chunk, AIMessageChunk):
                continue
            if chunk.id != id:
                id, passed, self._held, self._released = str(chunk.id), True, "", 0
            self._held += chunk.text
            passed = passed and self._release()

    def _release(self) -> bool:
        """Say the sentences that are whole, the last one aside, with which the answer goes on; whether all passed."""
        if not self.desk.answers or self.say is None:
            return True
        for sentence in sentences(self._held)[self._released :]:
            words = self.spoken.said + sentence
            if self.desk.faults(words.strip()):
                return False
            self.spoken.said = words
            self._released += 1
            self.say(sentence)
        return True

    # ---- failures -------------------------------------------------------------------------------

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Everything that can go wrong with a model's server, as a ModelFailure that says so, with what it cost."""
        try:
            with self._named():
                yield
        except ModelFailure as failure:
            failure.usage = replace(self.spoken.usage, requests=self.bounds.requests)
            raise

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except ModelFailure:
            raise
        except Exception as error:  # raised again by its name: the libraries fail in many ways at a server's answer
            if self.bounds.left <= 0:
                self.bounds.check()
            raise ModelFailure(self._reason(error)) from error

    def _reason(self, error: Exception) -> str:
        """What went wrong with the model's server, in one line."""
        match error:
            case GraphRecursionError():
                return f"The model came to no answer within {self.bounds.steps} requests"
            case openai.APIStatusError():
                return _STATUS.get(error.status_code, f"The model's server failed ({error.status_code})")
            case openai.APITimeoutError() | TimeoutError() | httpx2.TimeoutException():
                return "The model's server did not answer in time"
            case openai.APIConnectionError():
                return "The model's server cannot be reached"
            case httpx2.HTTPError():
                return "The model's server broke off"
        return f"The model's server gave an answer without sense ({type(error).__name__})"


def _malformed(call: Mapping[str, Any]) -> ToolMessage:
    return ToolMessage("The arguments are not valid JSON.", tool_call_id=call.get("id") or "", status="error")


def _wait(error: Exception, attempt: int) -> float:
    """Seconds to wait before the next try: what the server asks for, else half a second, doubled each time."""
    response = getattr(error, "response", None)
    asked = str(response.headers.get("retry-after", "")) if response is not None else ""
    try:
        wait = float(asked) if not asked.endswith("GMT") else parsedate_to_datetime(asked).timestamp() - time.time()
    except ValueError:
        wait = 0.0
    return max(wait if isfinite(wait) else 0.0, SHORTEST_WAIT * 2.0 ** (attempt - 1))
