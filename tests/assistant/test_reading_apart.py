"""Questions whose words mean several things apart: months that do not touch, places of a list, bounds set anew."""

import pytest
from queries import called, ends, is_, of, plainly, query  # noqa: F401

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    "question",
    [
        "How many customers bought M365 since September?",
        "How many customers got Azure since September?",
        "how many customers since September",
        "which industry had the most customers since September",
    ],
)
def test_a_stretch_since_a_month_is_no_month(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.value) == ("not_answerable", None)
    assert "“since September”" in answer.answer
