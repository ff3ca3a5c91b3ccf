"""``ascent egress``: what a question would send to the configured model, byte for byte, without sending it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.commands import ExitCode
from assistant.config import KEY_VARIABLES
from assistant.output import emit, note, say
from assistant.session import open_offline
from assistant.settings import Settings

if TYPE_CHECKING:
    import httpx2

    from assistant.answer import Call
    from assistant.privacy import Mask

NEVER_SENT = "no-key"


@dataclass
class Recorder:
    """Stands where the network would: keeps each request, and answers as a model that makes ``calls`` would."""

    calls: Callable[[], list[dict[str, Any]]]
    requests: list["httpx2.Request"] = field(default_factory=list)

    def answer(self, request: "httpx2.Request") -> "httpx2.Response":
        """The tool calls to the first request, nothing to the next."""
        import httpx2

        self.requests.append(request)
        calls = self.calls() if len(self.requests) == 1 else []
        message = {"role": "assistant", "content": "", "tool_calls": calls} if calls else _EMPTY
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
        body = {"id": "none", "object": "chat.completion", "created": 0, "model": "none", "choices": [choice]}
        return httpx2.Response(200, json=body)


_EMPTY: dict[str, Any] = {"role": "assistant", "content": "That is all."}


def run(settings: Settings, question: str) -> int:
    """Show what would be sent."""
    requests = _requests(settings, question)
    shown = [{"url": str(it.url), "bytes": len(it.content), "body": it.content.decode()} for it in requests]
    if settings.json:
        emit({"question": question, "privacy": settings.config.privacy, "sent": False, "requests": shown})
        return ExitCode.DONE
    for number, each in enumerate(shown, 1):
        note(f"Request {number} of {len(shown)}: POST {each['url']}, {each['bytes']:,} bytes:")
        say(str(each["body"]))
    note(_SUMMARY[len(shown) > 1])
    if settings.brain == "offline":
        note("As configured, no model is asked at all: see ascent config, or --brain.")
    return ExitCode.DONE


_SUMMARY = {
    False: "Nothing was sent. What follows would depend on which tools the model calls.",
    True: "Nothing was sent. All but the first are as if the model called the tools that the offline brain calls.",
}


def _requests(settings: Settings, question: str) -> list["httpx2.Request"]:
    """The requests of a question, in their order."""
    import httpx2
    from openai import DefaultHttpxClient

    from assistant.model_brain import ModelBrain

    offline = open_offline(settings)
    answer = offline.ask(question, offline.start())
    environment = {**os.environ, KEY_VARIABLES[settings.config.model.provider]: NEVER_SENT}
    recorder = Recorder(lambda: [_as_tool_call(number, call, mask) for number, call in enumerate(answer.calls)])
    client = DefaultHttpxClient(transport=httpx2.MockTransport(recorder.answer))
    brain = ModelBrain(offline, settings.config, environment, client)
    conversation = brain.start()
    mask = conversation.mask
    brain.ask(question, conversation)
    return recorder.requests[: 2 if answer.calls else 1]


def _as_tool_call(number: int, call: "Call", mask: "Mask") -> dict[str, Any]:
    import json

    from assistant.model_tools import as_model_call

    name, arguments = as_model_call(call)
    function = {"name": name, "arguments": mask.words(json.dumps(arguments, ensure_ascii=False))}
    return {"id": f"call_{number}", "type": "function", "function": function}
