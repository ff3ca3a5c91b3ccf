"""A hundred questions through a recording server: no name, domain, id, city, signal text or key stands in a request."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation import Item, load_questions
from model.brains import KEY, Brains
from model.replies import Say
from model.scripts import replaying
from model.server import ModelServer, Request
from scoring.workspace import Workspace

QUESTIONS = Path(__file__).parents[2] / "questions" / "tidewater.jsonl"
ABOUT = (
    "Why does {name} score so high?",
    "why is {lower} not act now for azure",
    "What do the reports say of {domain}?",
    "Is {id} in the Copilot cohort?",
    "Which customers in {city} are Act Now for Azure?",
    "Compare {name} and {other} for M365",
)


@pytest.fixture(scope="module")
def customers(tidewater: Path) -> list[dict[str, Any]]:
    from scoring.engine import Engine

    wanted = "SELECT DISTINCT customer_id, account_name, domain, city FROM customers ORDER BY customer_id"
    return Engine(Workspace(tidewater)).fetch(wanted)


@pytest.fixture(scope="module")
def sent(tidewater: Path, customers: list[dict[str, Any]]) -> list[Request]:
    """The requests of sixty questions of the set and of forty about single customers, each list asked on about."""
    with ModelServer(lambda request, number: Say("Here.")) as server:
        brains = Brains(tidewater, server)
        items = [item for item in load_questions(QUESTIONS) if item.expect == "answered"][:60]
        for messages in (*map(_messages, items), *_about(customers)):
            answers = brains.ask_offline(*messages)
            brains.ask_model(*zip(messages, map(replaying, answers), strict=True))
        return list(server.requests)


def _messages(item: Item) -> tuple[str, ...]:
    return (*item.history, item.question)


def _about(customers: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for number in range(40):
        one, other = customers[number * 31], customers[number * 17 + 5]
        name = str(one["account_name"])
        yield (
            ABOUT[number % len(ABOUT)].format(
                name=name,
                lower=name.lower(),
                domain=one["domain"],
                id=one["customer_id"],
                city=one["city"],
                other=other["account_name"],
            ),
        )


def told(request: Request) -> str:
    """What we sent: all of a body but the arguments that the script of the test, which knows all ids, called with."""
    body = {**request.json, "messages": [dict(message) for message in request.json["messages"]]}
    for message in body["messages"]:
        message.pop("tool_calls", None)
    return json.dumps(body, ensure_ascii=False)


def found(values: set[str], texts: list[str]) -> list[str]:
    """The values that stand in some text as words of their own."""
    whole = "\n".join(texts)
    return [
        value for value in sorted(values) if value in whole and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", whole)
    ]


def test_a_hundred_questions_were_sent(sent: list[Request]) -> None:
    first = [request for request in sent if request.json["messages"][-1]["role"] == "user"]
    assert len(first) >= 100
    assert "[customer 1]" in "".join(map(told, sent))


@pytest.mark.parametrize("field", ["account_name", "domain", "customer_id", "city"])
def test_no_value_of_a_customer_is_sent(field: str, sent: list[Request], customers: list[dict[str, Any]]) -> None:
    values = {str(each[field]) for each in customers if each[field]}
    assert len(values) > 5
    assert found(values, [told(request) for request in sent]) == []


def test_no_signal_text_is_sent(sent: list[Request], tidewater: Path) -> None:
    from scoring.engine import Engine

    details = {detail for detail in Engine(Workspace(tidewater)).signal_details(3_000) if " " in detail}
    assert len(details) > 20
    assert found(details, [told(request) for request in sent]) == []


def test_the_key_stands_in_its_header_only(sent: list[Request]) -> None:
    assert all(KEY.encode() not in request.body for request in sent)
    assert {request.headers["authorization"] for request in sent} == {f"Bearer {KEY}"}
