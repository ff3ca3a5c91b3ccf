"""Words in the way people ask: at the same time, plays by their words, headings, figures without a function."""

import pytest
from queries import COUNT, called, cluster, has, is_, plainly, query

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
