"""Answers to a question back: by number, ordinal, place, part of a name or id, politely or not."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

ASKED = "Tell me about Jasper"


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    """The answer to the last message of a conversation."""
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("message", "customer"),
    [
        ("2", "5003383"),
        ("2.", "5003383"),
        ("#2", "5003383"),
        ("2 please", "5003383"),
        ("the second one", "5003383"),
        ("second", "5003383"),
        ("the 2nd", "5003383"),
        ("number two", "5003383"),
        ("two", "5003383"),
        ("option 2", "5003383"),
        ("no. 2", "5003383"),
        ("I mean the second", "5003383"),
        ("sorry, I meant the third one", "5004416"),
        ("the second one please, thanks", "5003383"),
        ("let's take the second", "5003383"),
        ("the last one", "5001504"),
        ("last", "5001504"),
        ("the one in Malmö please", "5002292"),
        ("Malmö", "5002292"),
        ("malmo", "5002292"),
        ("in MALMÖ", "5002292"),
        ("the clinics", "5004416"),
        ("jasper clinics", "5004416"),
        ("5000683", "5000683"),
        ("customer 5000683", "5000683"),
        ("TPID 5000683", "5000683"),
        ("Jasper Bank Ltd", "5003383"),
        ("the bank", "5003383"),
    ],
)
def test_a_choice_is_taken(brain: OfflineBrain, message: str, customer: str) -> None:
    answer = talk(brain, ASKED, message)
    assert (answer.status, answer.customers) == ("answered", (customer,))


def test_a_value_of_the_data_picks_the_choice_that_has_it(brain: OfflineBrain) -> None:
    assert talk(brain, "Tell me about Greyfriars", "the Austrian one").customers == ("5004754",)
    assert talk(brain, "Tell me about Hjelmås", "the one in the UK").customers == ("5004074",)


@pytest.mark.parametrize("message", ["both", "both of them", "all of them", "1 and 2", "the first and the second"])
def test_both_are_compared(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, "Tell me about Greyfriars", message)
    assert (answer.status, sorted(answer.customers or ())) == ("answered", ["5004609", "5004754"])


@pytest.mark.parametrize(
    "message", ["top 2 customers for Azure", "How many customers are in Malmö?", "Act Now for Azure in Sweden"]
)
def test_another_question_is_no_choice(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, ASKED, message)
    assert answer.calls == talk(brain, message).calls


def test_a_number_beyond_the_choices_asks_again(brain: OfflineBrain) -> None:
    answer = talk(brain, "Tell me about Greyfriars", "7")
    assert answer.status == "needs_clarification"
    assert talk(brain, "Tell me about Greyfriars", "7", "2").customers == ("5004754",)


@pytest.mark.parametrize(
    ("message", "product"),
    [("2", "m365"), ("Azure", "azure"), ("M365 please", "m365"), ("for Azure", "azure"), ("Microsoft 365", "m365")],
)
def test_a_product_is_chosen(brain: OfflineBrain, message: str, product: str) -> None:
    answer = talk(brain, "average fit in Sweden", message)
    assert answer.status == "answered", answer.answer
    assert product in str(answer.calls[0].arguments)
