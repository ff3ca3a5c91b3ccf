"""How a model behaves: honest, replaying what the offline brain called, or obeying what it reads in the data.

A script here plays one question: steps of tool calls one after the other, then words. Words may be made of the tool
results that the request holds, as a model would make them.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.answer import Answer, Call
from model.replies import CallTools, Reply, Say

Calls = Sequence[tuple[str, Mapping[str, Any] | str]]
Words = str | Callable[[list[str]], str]

FOUND = "Here is what I found."
_ASPECTS = {
    "score_drivers": "drivers",
    "what_would_change": "what_would_change",
    "why_not": "why_not",
    "next_workloads": "next_workloads",
}


def text_of(message: Mapping[str, Any]) -> str:
    """The text of a message, however its content is written."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def results(request: Mapping[str, Any]) -> list[str]:
    """The tool results of a request, oldest first."""
    return [text_of(message) for message in request["messages"] if message["role"] == "tool"]


class Steps:
    """Calls tools step by step, then says words; the same words again where it is asked once more."""

    def __init__(self, steps: Iterable[Calls], words: Words = FOUND) -> None:
        self.left = [step for step in steps if step]
        self.words = words

    def __call__(self, request: dict[str, Any], number: int) -> Reply:
        if self.left:
            return CallTools(self.left.pop(0))
        return Say(self.words if isinstance(self.words, str) else self.words(results(request)))


def honest(calls: Calls, words: Words = FOUND) -> Steps:
    """Makes the calls at once, then says the words."""
    return Steps([calls], words)


def replaying(offline: Answer, words: Words = FOUND, one_by_one: bool = False) -> Steps:
    """Calls what the offline brain called, at once or one by one; without a call it ends the turn as that did."""
    calls = [shown_call(call) for call in offline.calls] or [_ending(offline)]
    return Steps([[call] for call in calls] if one_by_one else [calls], words)


def obeying(calls: Calls, orders: Calls, claim: str) -> Steps:
    """Makes honest calls, then does what the data told it to, then says what the data told it to say."""
    return Steps([calls, orders], claim)


def shown_call(call: Call) -> tuple[str, dict[str, Any]]:
    """A call of the tools as the tools that a model is shown have it."""
    given = dict(call.arguments)
    if call.tool == "customers":
        wanted = given.pop("set", {})
        return "customers", {**wanted, **given}
    if call.tool in ("explain_customer", "compare_customers"):
        who = given.pop("customers", None) or [given.pop("customer")]
        return "about_customers", _without_empty({"customers": who, **given})
    if aspect := _ASPECTS.get(call.tool):
        return "about_customers", _without_empty({"customers": [given.pop("customer")], "aspect": aspect, **given})
    return {"describe_data": "data"}.get(call.tool, call.tool), given


def last_result(told: Sequence[str]) -> dict[str, Any]:
    """The last result that holds anything, as the object that it is; empty where there is none."""
    for text in reversed(told):
        start, end = text.find("{"), text.rfind("}")
        if start >= 0 and "error" not in (found := json.loads(text[start : end + 1])):
            return dict(found)
    return {}


def telling(told: Sequence[str]) -> str:
    """The last result in words, as an honest model would put it."""
    result = last_result(told)
    if "value" in result:
        return f"It is {result['value']:,.10g} {result.get('unit', '')}."
    found = result.get("found")
    if isinstance(found, str):
        return " ".join(found.split())[:700]
    if isinstance(found, list) and found and "scores" in found[0]:
        return " ".join(_about(customer) for customer in found)
    return FOUND


def _about(customer: Mapping[str, Any]) -> str:
    """The scores of a customer; with the signals where there is one product only."""
    scores: Mapping[str, Mapping[str, Any]] = customer["scores"]
    parts = [f"{product}: " + ", ".join(_scored(facts)) for product, facts in scores.items()]
    return f"{customer['customer']} – {'; '.join(parts)}."


def _scored(facts: Mapping[str, Any]) -> list[str]:
    return [f"{name.replace('_', ' ')} {facts[name]}" for name in ("cluster", "cell", "fit", "intent") if name in facts]


def _without_empty(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value}


def _ending(offline: Answer) -> tuple[str, dict[str, Any]]:
    """How a model ends a turn that has no result."""
    if offline.status == "needs_clarification":
        return "ask_back", {"question": "Which one do you mean?"}
    return "not_in_data", {"missing": "what was asked for"}
