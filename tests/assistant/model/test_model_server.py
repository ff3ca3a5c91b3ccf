"""The model server, seen by the real client: streamed and not, with tools, and in every way it breaks."""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_openai import ChatOpenAI

from model.replies import CallTools, CutStream, Drip, Fail, Hang, NotJson, Reply, Reset, Say
from model.server import ModelServer, Script, refused_url

Start = Callable[[Script], ModelServer]
TOOL = {
    "type": "function",
    "function": {
        "name": "define",
        "description": "What a term means.",
        "parameters": {"type": "object", "properties": {"term": {"type": "string"}}, "required": ["term"]},
    },
}
WORDS = "Du har 3 kunder: “Å, Ä och Ö”. 東京."
BOTH = pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])


def always(reply: Reply) -> Script:
    return lambda request, number: reply


def model(url: str, streamed: bool = False, **settings: Any) -> ChatOpenAI:
    settings = {"max_retries": 0, "timeout": 10, "stream_usage": True} | settings
    return ChatOpenAI(model="test-1", base_url=url, api_key="test", streaming=streamed, **settings)


def ask(url: str, streamed: bool, **settings: Any) -> BaseMessage:
    """One answer; of a streamed one the pieces put together."""
    client = model(url, streamed, **settings).bind_tools([TOOL])
    if not streamed:
        return client.invoke("What does Act Now mean?")
    pieces = list(client.stream("What does Act Now mean?"))
    whole = pieces[0]
    for piece in pieces[1:]:
        assert isinstance(whole, AIMessageChunk)
        whole = whole + piece
    return whole


@BOTH
def test_words_come_whole(model_server: Start, streamed: bool) -> None:
    server = model_server(always(Say(WORDS)))
    answer = ask(server.url, streamed)
    assert answer.content == WORDS
    assert answer.response_metadata["finish_reason"] == "stop"


@BOTH
def test_tool_calls_come_with_their_arguments(model_server: Start, streamed: bool) -> None:
    calls = [("define", {"term": "Act Now"}), ("define", {"term": "今すぐ行動する"})]
    answer = ask(model_server(always(CallTools(calls))).url, streamed)
    assert isinstance(answer, AIMessage)
    assert [(call["name"], call["args"]) for call in answer.tool_calls] == calls
    assert [call["id"] for call in answer.tool_calls] == ["call_1_0", "call_1_1"]


@BOTH
def test_broken_arguments_are_told_apart(model_server: Start, streamed: bool) -> None:
    answer = ask(model_server(always(CallTools([("define", '{"term": Act]')]))).url, streamed)
    assert isinstance(answer, AIMessage)
    assert answer.invalid_tool_calls[0]["args"] == '{"term": Act]'


@BOTH
def test_usage_counts_what_was_sent_and_said(model_server: Start, streamed: bool) -> None:
    server = model_server(always(Say("1234567890")))
    answer = ask(server.url, streamed)
    assert isinstance(answer, AIMessage)
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["output_tokens"] == 3
    assert answer.usage_metadata["input_tokens"] == (len(server.requests[0].body) + 3) // 4


def test_a_stream_without_the_wish_has_no_usage(model_server: Start) -> None:
    answer = ask(model_server(always(Say("Hello."))).url, True, stream_usage=False)
    assert isinstance(answer, AIMessage)
    assert answer.usage_metadata is None


def test_requests_are_kept_as_they_came(model_server: Start) -> None:
    server = model_server(always(Say("Yes.")))
    ask(server.url, False)
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer test"
    assert request.json["messages"] == [{"role": "user", "content": "What does Act Now mean?"}]
    assert request.json["tools"] == [TOOL]


def test_a_script_sees_each_request_and_its_number(model_server: Start) -> None:
    server = model_server(lambda request, number: Say(f"{number}: {request['messages'][-1]['content']}"))
    client = model(server.url)
    assert [client.invoke(words).content for words in ("one", "two")] == ["1: one", "2: two"]


@BOTH
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (403, openai.PermissionDeniedError),
        (404, openai.NotFoundError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_a_status_is_the_clients_error(
    model_server: Start, status: int, error: type[openai.APIStatusError], streamed: bool
) -> None:
    server = model_server(always(Fail(status, {"Retry-After": "3600"})))
    with pytest.raises(error) as raised:
        ask(server.url, streamed)
    assert raised.value.response.headers["retry-after"] == "3600"


def test_the_client_tries_again_after_500(model_server: Start) -> None:
    server = model_server(lambda request, number: Fail(500, {"Retry-After": "0"}) if number == 1 else Say("Fine."))
    assert ask(server.url, False, max_retries=1).content == "Fine."
    assert len(server.requests) == 2


@BOTH
def test_a_hanging_server_meets_the_timeout(model_server: Start, streamed: bool) -> None:
    server = model_server(always(Hang(30)))
    began = time.monotonic()
    with pytest.raises(openai.APITimeoutError):
        ask(server.url, streamed, timeout=0.3)
    assert time.monotonic() - began < 5


@BOTH
def test_a_dripping_server_never_meets_it(model_server: Start, streamed: bool) -> None:
    server = model_server(always(Drip(Say("a" * 28), 0.002)))
    assert ask(server.url, streamed, timeout=0.5).content == "a" * 28


@BOTH
def test_a_cut_stream_is_an_error_of_the_connection(model_server: Start, streamed: bool) -> None:
    server = model_server(always(CutStream(3)))
    with pytest.raises((httpx.RemoteProtocolError, openai.APIConnectionError)):
        ask(server.url, streamed)


def test_a_tidily_cut_stream_only_lacks_its_end(model_server: Start) -> None:
    answer = ask(model_server(always(CutStream(3, tidy=True))).url, True)
    assert answer.content == "Here are the c"
    assert "finish_reason" not in answer.response_metadata


@BOTH
def test_a_reset_is_an_error_of_the_connection(model_server: Start, streamed: bool) -> None:
    with pytest.raises(openai.APIConnectionError):
        ask(model_server(always(Reset())).url, streamed)


def test_nobody_listens_at_the_refused_address() -> None:
    with pytest.raises(openai.APIConnectionError):
        ask(refused_url(), False)


def test_a_page_is_no_answer(model_server: Start) -> None:
    server = model_server(always(NotJson()))
    with httpx.Client() as client:
        page = client.post(f"{server.url}/chat/completions", json={})
    assert page.headers["content-type"] == "text/html"
    with pytest.raises(json.JSONDecodeError):
        page.json()


@BOTH
def test_an_empty_answer_has_neither_words_nor_calls(model_server: Start, streamed: bool) -> None:
    answer = ask(model_server(always(Say())).url, streamed)
    assert isinstance(answer, AIMessage)
    assert (answer.content, answer.tool_calls) == ("", [])


def test_another_path_is_not_found(model_server: Start) -> None:
    server = model_server(always(Say("Hello.")))
    with httpx.Client() as client:
        assert client.post(f"{server.url}/responses", json={}).status_code == 404
    assert server.requests[0].path == "/v1/responses"


def test_a_fault_of_the_script_is_raised_where_the_block_ends() -> None:
    def broken(request: dict[str, Any], number: int) -> Reply:
        raise KeyError("no such step")

    with (
        pytest.raises(KeyError, match="no such step"),
        ModelServer(broken) as server,
        pytest.raises(openai.APIConnectionError),
    ):
        ask(server.url, False)


def test_the_end_does_not_wait_for_who_hangs(model_server: Start) -> None:
    began = time.monotonic()
    with ModelServer(always(Hang(60))) as server, pytest.raises(openai.APITimeoutError):
        ask(server.url, False, timeout=0.2)
    assert time.monotonic() - began < 5
