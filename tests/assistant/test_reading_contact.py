"""Who was called, met or served, what customers came to and what they feel: no report holds it, so no list may."""

import pytest
from queries import called, cluster, has, plainly, query

from assistant.offline.brain import OfflineBrain

NORWAY, OSLO = has("country", "Norway"), has("city", "Oslo")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What do I say when the customer says it is too dear?", "What do I say"),
        ("Which customers in Oslo have I already called?", "have I already called"),
        ("Which Norwegian customers did we meet last week?", "did we meet"),
        ("Customers in Oslo who came to the event", "came to the event"),
        ("Customers in Oslo with a meeting tomorrow", "with a meeting"),
        ("Which customers in Norway were at the workshop?", "were at the workshop"),
        ("Which customers in Norway are too dear?", "are too dear"),
        ("Which customers in Norway did I call within 5 days?", "did I call"),
        ("When is a customer called within 5 days?", "is a customer called"),
        ("Customers in Sweden we served last year", "we served"),
        ("Customers in Norway who love us", "who love us"),
        ("customers in Norway that know us", "that know us"),
        ("Is the workshop free?", "free"),
        ("Is Copilot free?", "free"),
        ("How do I talk to the customer?", "How do I talk"),
        ("When did we last call Zephyr Foundation AB?", "did we last call"),
    ],
)
def test_what_passed_with_customers_is_refused_by_name(brain: OfflineBrain, question: str, named: str) -> None:
    answer = brain.ask(question, brain.start())
    assert (answer.status, answer.customers, answer.value) == ("not_answerable", None, None)
    assert f"“{named}”" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "customers to call in Oslo",
        "customers in Oslo for a call campaign",
        "I need customers in Oslo for my workshop",
        "customers in Oslo to invite to an event",
        "Which customers in Oslo should I visit?",
        "Dear Ascent, list the customers in Oslo",
        "I have a meeting tomorrow, which customers are in Oslo?",
    ],
)
def test_what_a_list_is_for_is_no_condition(brain: OfflineBrain, question: str) -> None:
    assert called(brain.ask(question, brain.start())) == plainly(query(OSLO))


def test_the_first_of_those_that_were_counted(brain: OfflineBrain) -> None:
    conversation = brain.start()
    brain.ask("How many customers in Norway are Act Now for M365?", conversation)
    answer = brain.ask("the top 3", conversation)
    wanted = query(NORWAY, cluster("m365"), best="m365", limit=3)
    assert called(answer) == plainly(wanted)
