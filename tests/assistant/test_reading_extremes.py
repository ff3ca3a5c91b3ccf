"""The ends of a list and of the products: "the bottom two", "weakest first", "not a single product", "at a minimum"."""

import pytest
from queries import ALL, called, cluster, has, is_, of, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Query

NORWAY = has("country", "Norway")
NONE = is_("cluster", ALL, "act-now", op="not in")
EVERY = cluster(ALL, at_least=6)


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "bottom two customers in Norway by M365 fit, weakest first",
            query(NORWAY, by="m365.fit", lowest=True, limit=2),
        ),
        ("bottom 5 Norwegian customers by employees", query(NORWAY, by="org_size", lowest=True, limit=5)),
        (
            "the bottom 3 Azure Act Now accounts by intent",
            query(cluster("azure"), by="azure.intent", lowest=True, limit=3),
        ),
        ("How many accounts are Act Now for not a single product?", query(NONE, count=True)),
        ("customers that are Act Now for not even one product in Norway", query(NONE, NORWAY)),
        ("customers with not a single agreement", query(has("agreements", 1.0, op="<"))),
        ("who is Act Now across the board?", query(EVERY)),
        ("who is Act Now across the board, for all six products?", query(EVERY)),
        ("which customers are Evaluate for Azure across the board", query(cluster("azure", "evaluate"), best="azure")),
        (
            "Add up the Azure potential in Norway - the minimum we could expect",
            query(NORWAY, measure=of("sum", "azure.revenue")),
        ),
        ("total Azure potential in Norway, at a minimum", query(NORWAY, measure=of("sum", "azure.revenue"))),
    ],
)
def test_the_end_of_a_list_and_none_or_all_of_the_products(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "customers in Norway that are Act Now for M365, lowest first",
        "Azure Act Now in Norway, weakest first",
        "customers in Norway, smallest first",
        "customers in Norway, largest first",
    ],
)
def test_a_direction_without_a_column_is_asked_back(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("needs_clarification", None)
    assert answer.answer.startswith("By what shall they be sorted?")


@pytest.mark.parametrize(
    "question",
    [
        "bottom 5 customers in Norway",
        "bottom 5 for Azure in Norway",
        "top two in Norway by M365 fit, weakest first",
        "customers with M365 fit over 80, at a minimum",
        "how many customers are there in Norway at a minimum",
    ],
)
def test_an_end_of_no_list_and_a_minimum_of_no_sum_are_refused(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status == "not_answerable"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "How small is the smallest Norwegian company that is Act Now for M365, in employees?",
            query(NORWAY, cluster("m365"), measure=of("min", "org_size")),
        ),
        ("How large is the largest customer in Norway?", query(NORWAY, measure=of("max", "org_size"))),
        ("how high is the highest Azure intent in Norway?", query(NORWAY, measure=of("max", "azure.intent"))),
        ("how small is the smallest expiring revenue?", query(measure=of("min", "expiring_revenue"))),
        (
            "How much revenue expires per agreement on average when the license program is CSP?",
            query(has("license_program", "CSP"), measure=of("average", "expiring_revenue")),
        ),
        (
            "How much Azure potential does an Act Now customer have on average?",
            query(cluster("azure"), measure=of("average", "azure.revenue")),
        ),
    ],
)
def test_how_big_and_how_much_on_average(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "how small are the smallest 5 customers in Norway?",
        "how big is the customer with the highest Azure intent?",
        "how big is Norway?",
        "how much revenue expires in total and on average this quarter?",
    ],
)
def test_a_size_of_several_and_two_figures_are_not_answered(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status in ("needs_clarification", "not_answerable")
