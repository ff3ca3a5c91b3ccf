"""Follow-ups that do not say what they ask for: asked back, never answered by the question before."""

import pytest
from queries import called

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

AZURE = "Act Now customers for Azure in Sweden"
OWNERS = "How many customers in Germany own Azure?"
WHICH_WAY = "What about {product}: customers that own it, or customers in one of its clusters?"
WHAT = "What would you like to know about your customers?"


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize("message", ["and how many don't?", "and how many do not?"])
def test_what_customers_do_not_do_is_no_place(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, "Customers in Sweden", message)
    assert answer.status == "needs_clarification"
    assert answer.answer.startswith("Which of these do they not meet: country Sweden? Please say it in full.")


def test_a_place_is_where_customers_are_not(brain: OfflineBrain) -> None:
    answer = talk(brain, "Customers in Sweden", "and how many aren't?")
    assert called(answer) == called(talk(brain, "How many customers are not in Sweden?"))


@pytest.mark.parametrize("before", ["Customers in Germany", AZURE])
@pytest.mark.parametrize(
    ("message", "product"),
    [
        ("those that own Surface", "Surface"),
        ("only those with Surface", "Surface"),
        ("and with Surface?", "Surface"),
        ("how many own Power Apps?", "Power Apps"),
    ],
)
def test_who_owns_what_no_report_tells_is_asked_back(
    brain: OfflineBrain, before: str, message: str, product: str
) -> None:
    answer = talk(brain, before, message)
    assert answer.status == "needs_clarification"
    assert answer.answer.startswith(WHICH_WAY.format(product=product))


@pytest.mark.parametrize("message", ["which have Surface?", "which of them use Power Apps?"])
def test_who_owns_what_no_report_tells_is_not_answered(brain: OfflineBrain, message: str) -> None:
    assert talk(brain, AZURE, message).status == "not_answerable"


def test_owning_is_no_cluster_of_a_question_either(brain: OfflineBrain) -> None:
    answer = talk(brain, "Customers in Germany that are Act Now for Azure and own Surface")
    assert answer.status == "needs_clarification"
    assert answer.answer.startswith(WHICH_WAY.format(product="Surface"))


@pytest.mark.parametrize("before", [AZURE, OWNERS])
@pytest.mark.parametrize("message", ["and both?", "both", "in both?", "and altogether?"])
def test_more_than_before_is_not_answered_by_the_same(brain: OfflineBrain, before: str, message: str) -> None:
    answer = talk(brain, before, message)
    assert answer.status == "needs_clarification"
    assert answer.answer.startswith(WHAT)


def test_now_says_nothing_of_what_is_to_be_shown(brain: OfflineBrain) -> None:
    assert talk(brain, f"How many {AZURE}?", "last month?", "and now?").status == "needs_clarification"


MOVED = "Which customers moved into Act Now for Azure since last month?"


@pytest.mark.parametrize(
    "messages", [(MOVED, "in September?"), ("Which customers are new this month?", "how many were there last month?")]
)
def test_nobody_moves_within_one_month(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    answer = talk(brain, *messages)
    assert answer.status == "needs_clarification"
    assert answer.answer.startswith("Which month do you mean?")


@pytest.mark.parametrize("message", ["which of them were Evaluate?", "which of them were Evaluate in September?"])
def test_what_those_that_moved_were_is_of_the_month_before(brain: OfflineBrain, message: str) -> None:
    moved = talk(brain, "Which customers moved from Evaluate to Act Now for Azure since last month?")
    assert moved.customers
    assert talk(brain, MOVED, message).customers == moved.customers


def test_those_that_left_take_the_place_of_new_ones(brain: OfflineBrain) -> None:
    answer = talk(brain, "Which customers are new this month?", "and which left?")
    assert answer.customers
    assert called(answer) == called(talk(brain, "Which customers left since last month?"))
