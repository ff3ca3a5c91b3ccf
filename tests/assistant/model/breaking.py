"""Models and servers that break, in every way that one has seen; each plays one question.

Each script is made anew with the calls that a good model would make (``calls``) and what it would say (``words``), so
that what is mended within the bounds comes to the same answer.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from model.replies import CallTools, CutStream, Drip, Fail, Hang, Message, NotJson, Reply, Reset, Say
from model.scripts import Calls, Steps, honest
from model.server import Script

LONG = 3600
HUGE = 400_000


def always(reply: Reply) -> Callable[[Calls], Script]:
    """The same reply to every request."""
    return lambda calls: lambda request, number: reply


def first(reply: Reply) -> Callable[[Calls], Script]:
    """A bad reply to the first request, good ones behind it."""

    def make(calls: Calls) -> Script:
        return After(reply, honest(calls))

    return make


class After:
    """One reply, then the steps."""

    def __init__(self, reply: Reply, then: Script) -> None:
        self.reply: Reply | None = reply
        self.then = then

    def __call__(self, request: dict[str, Any], number: int) -> Reply:
        reply, self.reply = self.reply, None
        return reply if reply is not None else self.then(request, number)


def after_results(reply: Reply) -> Callable[[Calls], Script]:
    """Good calls, and a bad reply each time words are due."""

    def make(calls: Calls) -> Script:
        steps = Steps([calls])
        return lambda request, number: steps(request, number) if steps.left else reply

    return make


def instead_of_calls(made: Callable[[Calls], Message]) -> Callable[[Calls], Script]:
    """Calls that are always made wrong."""
    return lambda calls: lambda request, number: made(calls)


def _loop(calls: Calls) -> Script:
    """Never comes to words, and never calls quite the same."""

    def play(request: dict[str, Any], number: int) -> Reply:
        return CallTools([("customers", {"filters": [], "limit": number})])

    return play


def _dripping(calls: Calls) -> Script:
    return lambda request, number: Drip(CallTools(calls), 0.1)


def _called(name: str, arguments: Mapping[str, Any] | str) -> CallTools:
    return CallTools([(name, arguments)])


def _deep(depth: int) -> str:
    return '{"filters":' + '[{"any_of":' * depth + "[]" + "}]" * depth + "}"


def _json(body: Any) -> NotJson:
    return NotJson(json.dumps(body), "application/json")


def _event(body: Any) -> NotJson:
    return NotJson(f"data: {json.dumps(body)}\n\ndata: [DONE]\n\n", "text/event-stream")


_HALF = '{"filters": [{"field": "cluster", "values": ["act-now"], "products": ["azure"]}, {"field": "coun'
_ERROR = {"error": {"message": "The model is overloaded.", "type": "server_error", "code": None}}
_PIECE = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}

# Servers: the status of every reply, or of the first one only.
SERVERS: Mapping[str, Callable[[Calls], Script]] = {
    "400": always(Fail(400)),
    "401": always(Fail(401)),
    "402 without a body": always(Fail(402, body="")),
    "403": always(Fail(403)),
    "404": always(Fail(404)),
    "429 for a second": always(Fail(429, {"Retry-After": "1"})),
    "429 once": first(Fail(429, {"Retry-After": "1"})),
    "429 for an hour": always(Fail(429, {"Retry-After": str(LONG)})),
    "429 until a date": always(Fail(429, {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"})),
    "429 for a negative time": always(Fail(429, {"Retry-After": "-5"})),
    "429 for no time": always(Fail(429, {"Retry-After": "nan"})),
    "500 once": first(Fail(500)),
    "500": always(Fail(500)),
    "503 with a page": always(Fail(503, {"Content-Type": "text/html"}, "<html>busy</html>")),
    "500 behind the calls": after_results(Fail(500)),
    "307 to itself": always(Fail(307, {"Location": "/v1/chat/completions"})),
    "hangs": always(Hang(LONG)),
    "hangs once": first(Hang(LONG)),
    "hangs behind the calls": after_results(Hang(LONG)),
    "drips": always(Drip(Say("One word after the other, for ever and a day. " * 20), 0.1)),
    "drips calls": _dripping,
    "resets": always(Reset()),
    "resets once": first(Reset()),
    "resets behind the calls": after_results(Reset()),
    "cut at once": always(CutStream(0)),
    "cut in words": always(CutStream(4)),
    "cut once": first(CutStream(4)),
    "cut in words behind the calls": after_results(CutStream(4)),
    "cut tidily in words behind the calls": after_results(CutStream(4, tidy=True)),
}

# Bodies with status 200 that are no answer of a model, whole and as events.
BODIES: Mapping[str, Callable[[Calls], Script]] = {
    "a page": always(NotJson()),
    "no body": always(NotJson("", "application/json")),
    "half of JSON": always(NotJson('{"choices": [', "application/json")),
    "half of an event": always(NotJson('data: {"choices": [\n\n', "text/event-stream")),
    "null": always(_json(None)),
    "a list": always(_json([])),
    "a number": always(_json(5)),
    "an empty object": always(_json({})),
    "no choices": always(_json({"choices": []})),
    "no message": always(_json({"choices": [{"index": 0, "message": None, "finish_reason": "stop"}]})),
    "a message of another kind": always(_json({"choices": [{"index": 0, "message": "Hello."}]})),
    "an error with 200": always(_json(_ERROR)),
    "an error as an event": always(_event(_ERROR)),
    "an event of another kind": always(_event(_PIECE | {"choices": "none"})),
    "an event without delta": always(_event(_PIECE | {"choices": [{"index": 0, "delta": None}]})),
    "a lone surrogate": always(
        _event(_PIECE | {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "\ud800"}}]})
    ),
}

# Answers that are well-formed and still no use.
ANSWERS: Mapping[str, Callable[[Calls], Script]] = {
    "empty": always(Say()),
    "empty once": first(Say()),
    "empty behind the calls": after_results(Say()),
    "blanks behind the calls": after_results(Say(" \n\t ")),
    "cut by its length behind the calls": after_results(Say("There are several customers that", finish="length")),
    "held back by a filter": always(Say("", finish="content_filter")),
    "words without a call": always(Say("I cannot help with that.")),
    "huge words behind the calls": after_results(Say("All is well. " * (HUGE // 13))),
    "escapes behind the calls": after_results(
        Say("\x1b]0;owned\x07\x1b[31mRed\x1b[0m words \u202etxt.exe\u202c \x00 end.")
    ),
    "loops": _loop,
    "loops with the same call": instead_of_calls(lambda calls: CallTools(calls)),
    "a hundred calls at once": instead_of_calls(lambda calls: CallTools(list(calls) * 100)),
    "unknown tool": always(_called("send_mail", {"to": "a@example.com", "text": "all customers"})),
    "unknown tool once": first(_called("run_sql", {"sql": "select 1"})),
    "no tool's name": always(_called("", {})),
    "half of JSON": always(_called("customers", _HALF)),
    "half of JSON once": first(_called("customers", _HALF)),
    "broken JSON": always(_called("customers", '{"filters": Act Now]')),
    "broken JSON once": first(_called("customers", '{"filters": Act Now]')),
    "no arguments": always(_called("customers", "")),
    "arguments null": always(_called("customers", "null")),
    "arguments a list": always(_called("customers", "[]")),
    "arguments a text": always(_called("customers", '"azure"')),
    "arguments NaN": always(_called("customers", '{"limit": NaN}')),
    "arguments endless": always(_called("customers", '{"limit": 1e999}')),
    "arguments huge": always(_called("customers", json.dumps({"month": "x" * HUGE}))),
    "arguments deep": always(_called("customers", _deep(60))),
    "arguments very deep": always(_called("customers", _deep(5_000))),
    "filters a text": always(_called("customers", {"filters": "Act Now for Azure"})),
    "filters a number": always(_called("customers", {"filters": 7})),
    "filters of texts": always(_called("customers", {"filters": ["cluster=act-now"]})),
    "a filter without a field": always(_called("customers", {"filters": [{"values": ["act-now"]}]})),
    "a filter without values": always(_called("customers", {"filters": [{"field": "country"}]})),
    "a value that is an object": always(
        _called("customers", {"filters": [{"field": "country", "values": [{"a": 1}]}]})
    ),
    "a value that is nothing": always(_called("customers", {"filters": [{"field": "country", "values": [None]}]})),
    "unknown arguments": always(_called("customers", {"sql": "select 1", "path": "/etc/passwd"})),
    "unknown field": always(_called("customers", {"filters": [{"field": "phone", "values": ["1"]}]})),
    "unknown operator": always(_called("customers", {"filters": [{"field": "country", "op": "~", "values": ["x"]}]})),
    "limit a text": always(_called("customers", {"limit": "ten"})),
    "limit below nothing": always(_called("customers", {"limit": -3})),
    "limit huge": always(_called("customers", {"limit": 10**30})),
    "month of no year": always(_called("customers", {"month": "last month"})),
    "measure a list": always(_called("customers", {"measure": ["count"]})),
    "order a number": always(_called("customers", {"order": 3})),
    "group a number": always(_called("customers", {"group_by": 3})),
    "a result of none": always(_called("customers", {"filters": [{"field": "result", "values": ["r99"]}]})),
    "customers a number": always(_called("about_customers", {"customers": 5})),
    "customers of nobody": always(_called("about_customers", {"customers": ["Nobody At All plc"]})),
    "customers of a mark that is none": always(_called("about_customers", {"customers": ["[customer 999]"]})),
    "term a list": always(_called("define", {"term": ["Act Now"]})),
    "asks back without a question": always(_called("ask_back", {})),
    "asks back in a number": always(_called("ask_back", {"question": 5, "choices": 7})),
    "asks and calls at once": instead_of_calls(lambda calls: CallTools([("ask_back", {"question": "Which?"}), *calls])),
}
