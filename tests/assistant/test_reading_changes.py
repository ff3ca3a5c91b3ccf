"""Points gained and lost, one customer's change, and figures of two groups side by side."""

import pytest
from queries import called

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain


def ask(brain: OfflineBrain, question: str) -> Answer:
    return brain.ask(question, brain.start())


FELL = "customers whose Azure fit dropped by at least 5 points since last month"
ROSE = "customers whose Azure intent rose by at least 20 points since last month"


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Which customers lost at least 5 points of Azure fit since last month?", FELL),
        ("who lost 5 or more points in Azure fit since last month", FELL),
        ("customers that gained 20 points or more of Azure intent since last month", ROSE),
        ("whose azure intent jumped 20 points or more month over month", ROSE),
        ("Azure intent up by 20 points or more month on month, which customers?", ROSE),
        ("any fresh accounts in Sweden this month?", "any new accounts in Sweden this month?"),
        ("who moved into Act Now for Azure month over month", "who moved into Act Now for Azure since last month"),
    ],
)
def test_what_moved_since_the_month_before(brain: OfflineBrain, question: str, same: str) -> None:
    assert called(ask(brain, question)) == called(ask(brain, same))


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("customers with at least 75 points of Azure fit", "customers with an Azure fit of at least 75"),
        ("Act Now for Azure month over month", "Act Now for Azure by month"),
        ("average Azure intent month over month", "average Azure intent by month"),
    ],
)
def test_what_only_sounds_like_a_change(brain: OfflineBrain, question: str, same: str) -> None:
    assert called(ask(brain, question)) == called(ask(brain, same))


@pytest.mark.parametrize(
    "question",
    [
        "How did the Azure intent of Zephyr Foundation change since last month?",
        "How did Azure intent move at Zephyr Foundation between {since} and {month}?",
        "Azure intent of Zephyr Foundation in {since} and in {month}",
        "Did the Azure intent of Zephyr Foundation go up?",
        "How did Azure intent at Zephyr Foundation develop from {since} to {month}?",
    ],
)
def test_one_customers_change_is_told_with_both_months(brain: OfflineBrain, question: str) -> None:
    month, since = brain.tools.engine.availability.months[:2]
    then, now = (brain.tools.explain_customer("5000943", each).scores["azure"].intent for each in (since, month))
    answer = ask(brain, question.format(since=since, month=month))
    assert f"{since} → {month}: Azure intent {then:g} → {now:g}." in answer.answer
    assert [call.arguments["month"] for call in answer.calls[:2]] == [month, since]


TWO = "How many Act Now customers for Surface in Sweden and in Norway respectively"
AVERAGE = "average Azure fit in Germany compared to France"


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("How do Sweden and Norway compare in number of Act Now customers for Surface?", TWO),
        ("Compare Sweden and Norway by number of Act Now customers for Surface", TWO),
        ("Sweden vs Norway: how many Act Now customers for Surface?", TWO),
        ("How does the number of Act Now customers for Surface differ between Sweden and Norway?", TWO),
        ("Which has more Act Now customers for Surface, Sweden or Norway?", TWO),
        ("Are there more Act Now customers for Surface in Sweden or in Norway?", TWO),
        ("Where is the average Azure fit higher, Germany or France?", AVERAGE),
        ("Which country has the higher average Azure fit, Germany or France?", AVERAGE),
        ("Is the average Azure fit higher in Germany or in France?", AVERAGE),
    ],
)
def test_figures_of_two_groups_stand_side_by_side(brain: OfflineBrain, question: str, same: str) -> None:
    assert called(ask(brain, question)) == called(ask(brain, same))


@pytest.mark.parametrize(
    "question",
    [
        "Compare Sweden and Norway",
        "average Azure fit of customers in Sweden or Norway with higher intent",
        "show me more customers in Sweden or Norway",
        "How many customers in Sweden or Norway are Act Now for Azure compared to last month?",
        "average Azure fit of retail and government customers compared to the average of all",
    ],
)
def test_a_comparison_without_a_figure_or_with_something_else_is_not_guessed(
    brain: OfflineBrain, question: str
) -> None:
    assert ask(brain, question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "the expiring revenue of everything that comes up for renewal in the next 120 days",
        "one number please: expiring revenue of all agreements ending in the next 120 days",
        "What is the expiring revenue of the agreements ending in the next 120 days?",
    ],
)
def test_the_expiring_revenue_of_a_set_is_its_sum(brain: OfflineBrain, question: str) -> None:
    total = "total expiring revenue of the agreements ending in the next 120 days"
    assert called(ask(brain, question)) == called(ask(brain, total))
    assert ask(brain, "customers with expiring revenue in the next 120 days").status == "not_answerable"
