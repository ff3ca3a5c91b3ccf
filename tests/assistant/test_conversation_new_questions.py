"""Whole questions behind a list keep nothing of it; counts of nothing else are of the list."""

import pytest
from queries import called

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

AZURE = "Act Now customers for Azure in Sweden"
ENDING = "Customers with agreements ending in {month}"


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    "message",
    [
        "Which customers left since last month?",
        "Which customers have more than 300 employees?",
        "Which agreements expire in November?",
        "List all agreements ending in November",
        "Give me the Copilot cohort",
        "Show the Copilot cohort in Germany",
        "Everyone in the Copilot cohort",
    ],
)
def test_a_whole_question_keeps_nothing(brain: OfflineBrain, message: str) -> None:
    assert called(talk(brain, AZURE, message)) == called(talk(brain, message))


@pytest.mark.parametrize("message", ["how many customers?", "how many customers is that?", "and how many customers?"])
def test_a_count_of_nothing_else_is_of_the_list(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, AZURE, message)
    assert answer.value == len(talk(brain, AZURE).customers or ())


def test_a_count_of_what_there_is_keeps_nothing(brain: OfflineBrain) -> None:
    message = "How many customers do we have?"
    assert called(talk(brain, AZURE, message)) == called(talk(brain, message))


def test_another_month_too_is_either_month(brain: OfflineBrain) -> None:
    months = [
        set(talk(brain, ENDING.format(month=month)).customers or ()) for month in ("December 2026", "January 2027")
    ]
    assert all(months)
    answer = talk(brain, ENDING.format(month="December 2026"), "also January")
    assert set(answer.customers or ()) == months[0] | months[1]


@pytest.mark.parametrize(
    ("messages", "complete"),
    [
        (("without healthcare", "without retail"), f"{AZURE} that are neither healthcare nor retail"),
        (("without healthcare", "and without retail either"), f"{AZURE} that are neither healthcare nor retail"),
        (("without healthcare", "without retail instead"), f"{AZURE} without retail"),
    ],
)
def test_who_is_left_out_stays_out(brain: OfflineBrain, messages: tuple[str, ...], complete: str) -> None:
    assert set(talk(brain, AZURE, *messages).customers or ()) == set(talk(brain, complete).customers or ())


def test_which_have_it_are_those_that_own_it(brain: OfflineBrain) -> None:
    answer = talk(brain, "Customers in Germany", "which have Azure?")
    assert called(answer) == called(talk(brain, "Customers in Germany that own Azure"))


@pytest.mark.parametrize(
    ("messages", "complete"),
    [
        (("Act Now in Sweden", "for Azure"), AZURE),
        (("Act Now in Sweden", "for Azure", "and M365"), "Act Now customers for M365 in Sweden"),
        (("Act Now for Azure or M365 in Sweden", "for Azure"), AZURE),
    ],
)
def test_any_product_gives_way_to_the_one_named(brain: OfflineBrain, messages: tuple[str, ...], complete: str) -> None:
    assert called(talk(brain, *messages)) == called(talk(brain, complete))


def test_a_city_of_another_country_is_added(brain: OfflineBrain) -> None:
    cities = [set(talk(brain, f"Act Now customers for Azure in {city}").customers or ()) for city in ("Malmö", "Oslo")]
    assert all(cities)
    answer = talk(brain, AZURE, "Malmö", "also Oslo")
    assert set(answer.customers or ()) == cities[0] | cities[1]


def test_who_has_nothing_else_is_not_known(brain: OfflineBrain) -> None:
    answer = talk(brain, "Customers in Germany that own Azure only")
    assert answer.status == "not_answerable"
    assert answer.answer.startswith("I can tell who has a product, but not who has nothing else.")


@pytest.mark.parametrize("message", ["Which customers are they?", "which customers are those?"])
def test_which_customers_they_are_is_no_new_question(brain: OfflineBrain, message: str) -> None:
    conversation = brain.start()
    counted = brain.ask("How many customers in Sweden are Act Now for Azure?", conversation).value
    assert counted == 10
    assert len(brain.ask(message, conversation).customers or ()) == counted
