"""What is asked of one customer beside its scores: when, what runs there, how it was; and who looks after it."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain


def ask(brain: OfflineBrain, question: str) -> Answer:
    return brain.ask(question, brain.start())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does Łuczak Supply run on Azure?", "Existing workloads: SQL Database."),
        ("What should come next on Azure for Łuczak Supply?", "Recommended workloads: Virtual Machines."),
        ("When does the agreement of Łuczak Supply end, and how much is it?", "Expiring on 2027-07-20, $50,591."),
        ("On which date is the renewal at Łuczak Supply due?", "Expiring on 2027-07-20"),
        ("Fenwick Freight: Azure intent then and now", "Azure intent 83 → 81"),
        ("What was the Azure intent of Fenwick Freight before?", "Azure intent 83 → 81"),
        ("Who is Fenwick Freight?", "Fenwick Freight AB (5002991)"),
    ],
)
def test_what_is_asked_is_told(brain: OfflineBrain, question: str, told: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "answered"
    assert told in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Who looks after Fenwick Freight?",
        "Whose account is Fenwick Freight?",
        "Which of our account managers looks after Fenwick Freight?",
        "Fenwick Freight: account manager?",
        "Which account manager has the most Act Now customers?",
        "Azure Act Now in Sweden by account manager",
    ],
)
def test_no_report_tells_of_people(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert "no people" in answer.answer


@pytest.mark.parametrize(
    ("question", "word"),
    [("When did Fenwick Freight become a customer?", "“When”"), ("How old is Fenwick Freight?", "“How old”")],
)
def test_times_that_no_report_holds_are_refused(brain: OfflineBrain, question: str, word: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert word in answer.answer


def test_a_role_that_only_says_for_whom_a_list_is_asks_for_nothing(brain: OfflineBrain) -> None:
    asked = ask(brain, "My account manager needs the Act Now list for Azure in Sweden")
    assert asked.customers == ask(brain, "Act Now for Azure in Sweden").customers


@pytest.mark.parametrize(
    "question",
    [
        "why does Fenwick Freight have such massive Azure intent?",
        "Fenwick Freight shows huge Azure intent, so why is it in Act Now?",
        "how can Fenwick Freight be Act Now on Azure with hardly any intent?",
        "how can Fenwick Freight be Act Now on Azure?",
        "how can Fenwick Freight be Evaluate on Azure?",  # it is not, which the answer tells
    ],
)
def test_why_is_told_by_the_scores_however_high_they_seem(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "answered"
    assert "Azure: Act Now, cell A1. Fit 90 (High); intent 81 (High)." in answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how could Fenwick Freight become Evaluate on Azure?", "no own data to score"),
        ("does Fenwick Freight have massive Azure intent?", "“massive”"),
        ("customers with massive Azure intent", "“massive”"),
    ],
)
def test_what_would_have_to_change_and_how_much_is_massive_is_not_told(
    brain: OfflineBrain, question: str, told: str
) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert told in answer.answer
