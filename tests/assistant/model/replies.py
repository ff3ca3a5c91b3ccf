"""What a model server may answer a request with, the good and the bad."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LETTERS_A_CHUNK = 7


@dataclass(frozen=True)
class Say:
    """Words; ``finish`` says why they end. Without words an empty answer."""

    text: str = ""
    finish: str = "stop"


@dataclass(frozen=True)
class CallTools:
    """Tool calls in one message, each a name and its arguments; a text stands as it is, so it need not be JSON."""

    calls: Sequence[tuple[str, Mapping[str, Any] | str]]
    text: str = ""


Message = Say | CallTools


@dataclass(frozen=True)
class Fail:
    """A status with a body, the field's error object where none is given. A status of 200 makes a wrong body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True)
class Hang:
    """Nothing for so many seconds, then the message."""

    seconds: float
    then: Message = Say("Late.")


@dataclass(frozen=True)
class Drip:
    """A message of which a piece comes every ``pause`` seconds, so that no single wait is long. Not streamed: letter by
    letter of the body."""

    message: Message
    pause: float


@dataclass(frozen=True)
class CutStream:
    """A message of which only so many pieces come. The connection breaks off; ``tidy`` ends it as if all were said."""

    after_chunks: int
    message: Message = Say("Here are the customers that you asked for, one after the other.")
    tidy: bool = False


@dataclass(frozen=True)
class Reset:
    """The connection is reset before a byte is answered."""


@dataclass(frozen=True)
class NotJson:
    """Status 200 with a body that is no answer of a model, such as the page of a proxy."""

    body: str = "<html><title>Sign in</title><p>Please sign in to the network.</p></html>"
    content_type: str = "text/html"


Reply = Message | Fail | Hang | Drip | CutStream | Reset | NotJson


def tokens(text: str) -> int:
    """About as many tokens as a text has: one for four bytes."""
    return (len(text.encode()) + 3) // 4


def usage(body: bytes, message: Message) -> dict[str, int]:
    """What a request and its answer cost."""
    prompt, completion = tokens(body.decode()), tokens(_words(message))
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def whole(number: int, request: Mapping[str, Any], message: Message, body: bytes) -> dict[str, Any]:
    """The answer in one piece."""
    said = {"role": "assistant", "content": message.text or None, "refusal": None}
    calls = _tool_calls(number, message)
    choice = {"index": 0, "message": said | ({"tool_calls": calls} if calls else {}), "finish_reason": _finish(message)}
    return _head(number, request, "chat.completion") | {"choices": [choice], "usage": usage(body, message)}


def events_of(number: int, request: Mapping[str, Any], message: Message, body: bytes) -> list[bytes]:
    """The answer as the events of a stream; before its end one with the usage where it was asked for."""
    head = _head(number, request, "chat.completion.chunk")
    deltas = ({"role": "assistant", "content": ""}, *_text_deltas(message), *_call_deltas(number, message))
    pieces = [head | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    pieces.append(head | {"choices": [{"index": 0, "delta": {}, "finish_reason": _finish(message)}]})
    if (request.get("stream_options") or {}).get("include_usage"):
        pieces.append(head | {"choices": [], "usage": usage(body, message)})
    told = [json.dumps(piece, ensure_ascii=False) for piece in pieces]
    return [f"data: {one}\n\n".encode() for one in (*told, "[DONE]")]


def _head(number: int, request: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{number}", "object": kind, "created": 1792886400, "model": request.get("model", "")}


def _finish(message: Message) -> str:
    return message.finish if isinstance(message, Say) else "tool_calls"


def _arguments(arguments: Mapping[str, Any] | str) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)


def _tool_calls(number: int, message: Message) -> list[dict[str, Any]]:
    calls = message.calls if isinstance(message, CallTools) else ()
    return [
        {"id": f"call_{number}_{at}", "type": "function", "function": {"name": name, "arguments": _arguments(given)}}
        for at, (name, given) in enumerate(calls)
    ]


def _words(message: Message) -> str:
    calls = _tool_calls(0, message)
    return message.text + (json.dumps(calls, ensure_ascii=False) if calls else "")


def _cut(text: str) -> list[str]:
    """A text in pieces that pay no heed to words, as tokens do not."""
    return [text[at : at + LETTERS_A_CHUNK] for at in range(0, len(text), LETTERS_A_CHUNK)]


def _text_deltas(message: Message) -> Iterator[dict[str, Any]]:
    for part in _cut(message.text):
        yield {"content": part}


def _call_deltas(number: int, message: Message) -> Iterator[dict[str, Any]]:
    """Of each call first its id and name, then its arguments in pieces."""
    for at, call in enumerate(_tool_calls(number, message)):
        function = call["function"]
        yield {"tool_calls": [{"index": at} | call | {"function": function | {"arguments": ""}}]}
        for part in _cut(function["arguments"]):
            yield {"tool_calls": [{"index": at, "function": {"arguments": part}}]}
