"""A conversation with a model: what it is told, what it may refer to, and how both brains go on from each other."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.auto_brain import AutoBrain
from assistant.config import Config, ModelConfig
from assistant.model_brain import ModelBrain
from assistant.offline.brain import OfflineBrain
from model.replies import CallTools, Fail, Reply, Say
from model.server import ModelServer, Script

AZURE = {"filters": [{"field": "azure.cluster", "values": ["Act Now"]}]}
ASKED = "Which customers are Act Now for Azure?"
Serve = Callable[[Script], ModelServer]


def model(brain: OfflineBrain, server: ModelServer, kind: type[ModelBrain] = ModelBrain, **options: Any) -> ModelBrain:
    return kind(brain, Config(model=ModelConfig(base_url=server.url, **options)), {})


def one_call(name: str, arguments: dict[str, Any], words: str) -> Script:
    """Calls a tool, then says some words."""

    def play(request: dict[str, Any], number: int) -> Reply:
        return Say(words) if request["messages"][-1]["role"] == "tool" else CallTools([(name, arguments)])

    return play


def told(server: ModelServer) -> dict[str, Any]:
    """What the model was told of the last result."""
    messages = server.requests[-1].json["messages"]
    result: dict[str, Any] = json.loads([each["content"] for each in messages if each["role"] == "tool"][-1])
    return result


def test_the_list_comes_from_the_tool_and_the_words_from_the_model(brain: OfflineBrain, model_server: Serve) -> None:
    plain = brain.ask(ASKED, brain.start())
    server = model_server(one_call("customers", AZURE, "These are the customers of the Act Now cluster."))
    asked = model(brain, server)
    answer = asked.ask(ASKED, asked.start())
    assert (answer.status, answer.brain, answer.customers) == ("answered", "openai", plain.customers)
    assert answer.answer == f"These are the customers of the Act Now cluster.\n\n{plain.answer}"
    assert answer.usage is not None
    assert answer.usage.requests == len(server.requests) == 2


def test_a_model_sees_the_first_rows_only_and_no_name(brain: OfflineBrain, model_server: Serve) -> None:
    server = model_server(one_call("customers", AZURE, "Here they are."))
    asked = model(brain, server)
    answer = asked.ask(ASKED, asked.start())
    seen = told(server)
    assert (seen["id"], seen["listed"], len(seen["first_rows"])) == ("r1", len(answer.customers or ()), 5)
    sent = b"".join(request.body for request in server.requests).decode()
    for row in answer.rows:
        assert str(row["account_name"]) not in sent
        assert str(row["customer_id"]) not in sent


def test_a_follow_up_refers_to_an_earlier_result(brain: OfflineBrain, model_server: Serve) -> None:
    narrowed = {"filters": [{"field": "result", "values": ["r1"]}, {"field": "country", "values": ["Sweden"]}]}

    def play(request: dict[str, Any], number: int) -> Reply:
        if request["messages"][-1]["role"] == "tool":
            return Say("Here they are.")
        second = "Sweden" in str(request["messages"][-1]["content"])
        return CallTools([("customers", narrowed if second else AZURE)])

    asked = model(brain, model_server(play))
    conversation = asked.start()
    asked.ask(ASKED, conversation)
    answer = asked.ask("Only those in Sweden", conversation)
    assert answer.customers == brain.ask(f"{ASKED[:-1]} in Sweden?", brain.start()).customers


def test_the_offline_brain_goes_on_from_what_the_model_found(brain: OfflineBrain, model_server: Serve) -> None:
    def play(request: dict[str, Any], number: int) -> Reply:
        if number > 2:
            return Fail(500)
        return Say("Here.") if request["messages"][-1]["role"] == "tool" else CallTools([("customers", AZURE)])

    asked = model(brain, model_server(play))
    conversation = asked.start()
    asked.ask(ASKED, conversation)
    answer = asked.ask("How many of them are in Sweden?", conversation)
    assert (answer.brain, answer.status) == ("offline", "answered")
    assert answer.value == brain.ask("How many customers in Sweden are Act Now for Azure?", brain.start()).value
    assert answer.warnings == ("The model's server failed (500); this answer was made without it.",)
    assert answer.usage is not None
    assert answer.usage.requests == 3


def test_the_model_goes_on_from_what_the_offline_brain_found(brain: OfflineBrain, model_server: Serve) -> None:
    counted = {"filters": [{"field": "result", "values": ["r1"]}], "measure": {"function": "count"}}
    asked = model(brain, model_server(one_call("customers", counted, "That many.")))
    conversation = asked.start()
    listed = asked.ask_offline(ASKED, conversation)
    answer = asked.ask("So how large a crowd would that be?", conversation)
    assert answer.value == len(listed.customers or ())


@pytest.mark.parametrize(
    ("question", "requests"),
    [
        (ASKED, 0),
        ("How many customers are there in March 2020?", 0),
        ("Any firms with flying saucers glowing over Azure?", 2),
    ],
)
def test_auto_asks_the_model_only_where_the_offline_brain_is_not_sure(
    question: str, requests: int, brain: OfflineBrain, model_server: Serve
) -> None:
    server = model_server(one_call("customers", AZURE, "Here they are."))
    asked = model(brain, server, AutoBrain)
    answer = asked.ask(question, asked.start())
    assert len(server.requests) == requests
    assert answer.brain == ("openai" if requests else "offline")


def test_a_question_back_is_answered_by_its_number(brain: OfflineBrain, model_server: Serve) -> None:
    def play(request: dict[str, Any], number: int) -> Reply:
        last = request["messages"][-1]
        if last["role"] == "tool":
            return Say("Here they are.")
        if "Surface" in str(last["content"]):
            return CallTools([("customers", {"filters": [{"field": "surface.cluster", "values": ["act-now"]}]})])
        return CallTools([("ask_back", {"question": "For which product?", "choices": ["Azure", "Surface"]})])

    asked = model(brain, model_server(play))
    conversation = asked.start()
    back = asked.ask("Which ones should I ring first thing?", conversation)
    assert (back.status, back.answer) == ("needs_clarification", "For which product?\n1. Azure\n2. Surface")
    assert asked.ask("Surface", conversation).status == "answered"


def test_what_the_data_do_not_hold_is_said_by_the_model(brain: OfflineBrain, model_server: Serve) -> None:
    server = model_server(one_call("not_in_data", {"missing": "phone numbers of contacts"}, "unused"))
    asked = model(brain, server)
    answer = asked.ask("Who is the boss there?", asked.start())
    assert (answer.status, answer.answer) == (
        "not_answerable",
        "The data does not hold this: phone numbers of contacts",
    )
    assert len(server.requests) == 1


def test_memory_stays_small(brain: OfflineBrain, model_server: Serve) -> None:
    server = model_server(one_call("customers", AZURE, "Here they are."))
    asked = model(brain, server)
    conversation = asked.start()
    sizes: list[int] = []
    while len(sizes) < 25:
        asked.ask(ASKED, conversation)
        sizes.append(len(server.requests[-1].body))
    assert sizes[-1] < sizes[0] + 2_500
    assert abs(sizes[-1] - sizes[-2]) < 50
    assert told(server)["id"] == "r25"
    assert list(conversation.kept) == [f"r{number}" for number in range(6, 26)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"steps": 3}, "The model came to no answer within 3 requests"),
        ({"tokens": 100}, "The model came to no answer within 100 tokens"),
    ],
)
def test_the_bound_is_told(options: dict[str, int], told: str, brain: OfflineBrain, model_server: Serve) -> None:
    server = model_server(lambda request, number: CallTools([("customers", AZURE)]))
    asked = model(brain, server, **options)
    answer = asked.ask(ASKED, asked.start())
    assert (answer.status, answer.brain) == ("answered", "offline")
    assert answer.warnings == (f"{told}; this answer was made without it.",)
    assert len(server.requests) <= 3
