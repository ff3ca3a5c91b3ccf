"""Words of change and of time that go by another name: newcomers, went, stayed, arrows, the end of the year."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("newcomers in Sweden", 4),
        ("who joined in Sweden since September", 4),
        ("who went from Nurture to Evaluate on Azure?", 10),
        ("Nurture -> Evaluate on Azure since last month", 10),
        ("Azure: Nurture → Evaluate", 10),
        ("who moved from Nurture to Evaluate on Azure since the last reports", 10),
        ("who slid from Act Now to Evaluate on Azure", 6),
        ("who stayed Act Now on Azure since September in Sweden", 10),
        ("who moved into Evaluate for M365 from any other cluster", 14),
        ("customers in September's reports but not in October's that were Nurture for M365", 4),
        ("customers with agreements in Sweden ending from today till the end of the year", 6),
        ("customers with agreements coming to an end in November 2026", 17),
    ],
)
def test_who_changed_or_ends(brain: OfflineBrain, question: str, customers: int) -> None:
    answer = ask(brain, question)
    assert (answer.status, len(answer.customers or ())) == ("answered", customers), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "September's newcomers in Sweden",
        "customers in Sweden that were added in September",
        "who moved into Act Now for Azure in September?",
    ],
)
def test_what_happened_in_the_first_month_is_not_known(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "no imported month before 2026-09" in answer.answer


def test_who_appeared_may_be_new_or_there(brain: OfflineBrain) -> None:
    asked = "Which customers appeared in Sweden this month?"
    assert ask(brain, asked).status == "needs_clarification"
    assert len(ask(brain, asked, "1").customers or ()) == 4
    assert ask(brain, asked, "2").customers == ask(brain, "customers in Sweden this month").customers


def test_a_set_is_broken_down_behind_its_words(brain: OfflineBrain) -> None:
    answer = ask(brain, "Break the Azure Act Now customers in Sweden down by city")
    groups = {group.key: group.value for group in answer.groups or ()}
    assert groups == {"Stockholm": 4, "Malmö": 3, "Göteborg": 2, "Umeå": 1}
    assert ask(brain, "Azure intent down by 200 points in Sweden").customers == ()


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("customers with agreements ending in calendar year 2027, how many?", 104),
        ("How many customers have a true-up date in 2027?", 3),
    ],
)
def test_customers_are_counted_where_they_are_named(brain: OfflineBrain, question: str, figure: int) -> None:
    assert ask(brain, question).value == figure
