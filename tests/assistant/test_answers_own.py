"""What the offline brain calls and says where own scores are asked for: beside the reports, alone, and without any."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
NAME, ID = "Zephyr Foundation AB", "5000943"
LONGEST = 1_500
REPORTED = ("explain_customer", {"customer": ID, "month": "2026-10"})
OWN = {"customer": ID, "product": "azure"}


def brain_over(path: Path) -> OfflineBrain:
    return OfflineBrain(Tools(Engine(Workspace(path), AS_OF), AS_OF))


@pytest.fixture(scope="module")
def both(own_sample: Path) -> OfflineBrain:
    """The brain over reports and own data."""
    return brain_over(own_sample)


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        (f"score drivers of {NAME} for Azure", [REPORTED, ("score_drivers", OWN)]),
        (f"Why is {NAME} not Act Now for Azure?", [REPORTED, ("why_not", OWN | {"target": "act-now"})]),
        (f"what would move {NAME} to Act Now for Azure", [("what_would_change", OWN | {"target": "act-now"})]),
        (f"which workload next for {NAME}", [REPORTED, ("next_workloads", {"customer": ID})]),
        (f"Why is {NAME} Act Now for Azure by our own model?", [("score_drivers", OWN)]),
        (f"Why is {NAME} Act Now for Azure according to Microsoft?", [REPORTED]),
        (f"What is the Azure propensity of {NAME}?", [("score_drivers", OWN)]),
        ("where do we disagree with Microsoft for Azure", [("disagreements", {"product": "azure", "limit": 10})]),
        (
            "top 3 customers that Microsoft underrates for M365",
            [("disagreements", {"product": "m365", "limit": 3, "direction": "higher"})],
        ),
    ],
)
def test_calls(both: OfflineBrain, question: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    answer = both.ask(question, both.start())
    assert answer.status == "answered", answer.answer
    assert [(call.tool, dict(call.arguments)) for call in answer.calls] == calls
    assert len(answer.answer) <= LONGEST


def test_the_reports_come_first_where_both_know_a_customer(both: OfflineBrain) -> None:
    answer = both.ask(f"score drivers of {NAME} for Azure", both.start())
    reports, own = answer.answer.index("Reports of 2026-10."), answer.answer.index("By your own model: Azure fit")
    assert reports < own


def test_a_claim_by_the_own_model_is_answered_yes_or_no(both: OfflineBrain) -> None:
    answers = [
        both.ask(f"Is {NAME} {cluster} for Azure by our own model?", both.start()).answer
        for cluster in ("Act Now", "Evaluate", "Nurture", "Educate")
    ]
    assert sorted(text.partition(" ")[0] for text in answers) == ["No.", "No.", "No.", "Yes."]


def test_disagreements_stay_among_the_customers_asked_for(both: OfflineBrain) -> None:
    asked = both.ask("customers in Sweden", both.start()).customers
    answer = both.ask("where do we disagree with Microsoft for Azure in Sweden", both.start())
    assert [call.tool for call in answer.calls] == ["customers", "disagreements"]
    assert answer.customers
    assert set(answer.customers) <= set(asked or ())


@pytest.mark.parametrize(
    "question",
    [
        "Act Now for Azure by our own model",
        "top 5 by propensity for Azure",
        f"what would move {NAME} to Act Now for Azure",
        f"Why is {NAME} Act Now for Azure by our own model?",
        "where do we disagree with Microsoft",
        "M365 seats over 100",
        "customers with end-of-service servers",
    ],
)
def test_without_own_data_nothing_is_made_up(brain: OfflineBrain, question: str) -> None:
    answer = brain.ask(question, brain.start())
    assert answer.status == "not_answerable"
    assert "import" in answer.answer
    assert (answer.customers, answer.value, answer.groups) == (None, None, None)


def test_without_own_data_the_reports_say_what_drives_a_score(brain: OfflineBrain) -> None:
    answer = brain.ask(f"what drives {NAME}'s score for Azure", brain.start())
    assert [(call.tool, dict(call.arguments)) for call in answer.calls] == [REPORTED]
    assert "Azure:" in answer.answer


def test_a_false_premise_is_said_alone(both: OfflineBrain) -> None:
    """Some customer that both sources hold to be Act Now for Azure."""
    lists = [
        both.ask(f"Act Now for Azure {source}", both.start()).customers or ()
        for source in ("according to Microsoft", "by our own model")
    ]
    customer = sorted(set(lists[0]) & set(lists[1]))[0]
    answer = both.ask(f"Why is {customer} not Act Now for Azure?", both.start())
    assert answer.answer == "By your own model: It is in Act Now for Azure."


def test_what_would_move_it_begins_with_name_and_product(both: OfflineBrain) -> None:
    answer = both.ask(f"what would move {NAME} to Act Now for Copilot", both.start())
    first, _, told = answer.answer.partition("\n\n")
    assert first == "Copilot has no scores of its own and is ranked by the M365 scores."
    assert told.startswith(f"{NAME}, M365, to Act Now: ")
