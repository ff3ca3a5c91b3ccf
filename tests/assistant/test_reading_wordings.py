"""Words in the way people ask: at the same time, plays by their words, headings, figures without a function."""

import pytest
from queries import called, cluster, has, is_, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Query

AZURE = cluster("azure")
OWNS_AZURE, OWNS_M365 = has("has_azure", True), has("has_m365", True)
COPILOT, E5 = has("cohort", "m365-copilot"), has("cohort", "security-m365-e5")
FRANCE = has("country", "France")


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


# ---- slips ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["Which French acounts have Azure?", "list French acounts with Azure"])
def test_a_slip_of_accounts_is_no_count(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(query(OWNS_AZURE, FRANCE))
    assert [str(note) for note in answer.assumptions] == ["read “acounts” as “account”"]


# ---- transactions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("French customers without any transactions in the last 36 months", False),
        ("French customers with no purchases within the past three years", False),
        ("French customers who haven't made any purchases in the last 36 months", False),
        ("French customers who made no orders over the last 3 years", False),
        ("French customers with transactions in the past 36 months", True),
        ("French customers that made a purchase in the last 36 months", True),
        ("French customers that purchased in the last 36 months", True),
    ],
)
def test_transactions_are_told_by_their_column(brain: OfflineBrain, question: str, expected: bool) -> None:
    assert called(ask(brain, question)) == plainly(query(FRANCE, has("transacted_36m", expected)))


@pytest.mark.parametrize(
    "question",
    [
        "customers with more than 3 transactions in the last 36 months",
        "how many customers with two purchases in the last 3 years",
        "how many purchases in the last 36 months",
        "French customers with no Azure purchases in the last 36 months",
        "French customers with only one transaction in the last 36 months",
        "French customers without any transactions in the last 12 months",
    ],
)
def test_how_many_transactions_or_of_what_no_column_tells(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == ("not_answerable", None, None)


# ---- at the same time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers are in the Copilot cohort and in the E5 cohort at the same time?",
         query(COPILOT, E5, count=True)),
        ("How many customers have Azure and M365 at the same time?", query(OWNS_AZURE, OWNS_M365, count=True)),
        ("How many customers are simultaneously Act Now for Azure and Evaluate for M365?",
         query(AZURE, cluster("m365", "evaluate"), count=True)),
        ("How many customers are Act Now for Azure and M365 at the same time?",
         query(is_("cluster", ("azure", "m365"), "act-now", at_least=2), count=True)),
        ("How many customers have Azure but no M365 at the same time?",
         query(OWNS_AZURE, has("has_m365", False), count=True)),
    ],
)  # fmt: skip
def test_what_is_joined_holds_at_the_same_time(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "customers in Sweden and Norway at the same time",
        "customers Act Now for Azure or M365 at the same time",
        "customers in the Copilot cohort or the E5 cohort at the same time",
        "customers not in the Copilot cohort and the E5 cohort at the same time",
        "customers who don't have Azure and M365 at the same time",
    ],
)
def test_alternatives_do_not_hold_at_the_same_time(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "“at the same time”" in answer.answer
