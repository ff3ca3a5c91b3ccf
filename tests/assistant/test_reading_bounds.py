"""Numbers under one bound or over another, and columns that are empty."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

KEYS = "Global ID,Partner Name,Customer ID,Account Name,City,Country,Industry,Org Size"
GAPS = (
    f"{KEYS},M365Cluster,M365 Fit,M365 Intent\n"
    "77,Contoso,5001,Alpha AB,Oslo,Norway,,20,Act Now,90,80\n"
    "77,Contoso,5002,Beta AB,,Norway,Retail,60,Act Now,80,70\n"
    "77,Contoso,5003,Gamma AB,Oslo,Norway,Retail,700,Evaluate,60,10\n"
)
GAPS_RENEWALS = (
    f"{KEYS},M365Cluster,License Program,Agreement ID,Agreement End Date,Expiration Type,Expiring Revenue\n"
    "77,Contoso,5001,Alpha AB,Oslo,Norway,,20,Act Now,CSP,AGR-1,2027-02-01,Expiring,100\n"
    "77,Contoso,5001,Alpha AB,Oslo,Norway,,20,Act Now,CSP,AGR-2,2027-05-01,Expiring,5000\n"
    "77,Contoso,5001,Alpha AB,Oslo,Norway,,20,Act Now,CSP,AGR-3,2027-09-01,Expiring,90000\n"
    "77,Contoso,5003,Gamma AB,Oslo,Norway,Retail,700,Evaluate,MPSA,AGR-4,2027-12-01,Expiring,7000\n"
)


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> OfflineBrain:
    """The brain over three customers, one without an industry, one without a city."""
    folder: Path = tmp_path_factory.mktemp("gaps")
    (folder / "2026-10").mkdir()
    (folder / "2026-10" / "CLASM365Propensity.csv").write_text(GAPS, encoding="utf-8")
    (folder / "2026-10" / "CLASAgreementRenewalsPropensity.csv").write_text(GAPS_RENEWALS, encoding="utf-8")
    import_reports(Workspace(folder / "workspace"), [folder / "2026-10"])
    return OfflineBrain(Tools(Engine(Workspace(folder / "workspace")), date(2026, 10, 25)))


def ask(brain: OfflineBrain, question: str) -> Answer:
    answer = brain.ask(question, brain.start())
    assert answer.status == "answered", answer.answer
    return answer


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("customers where the industry is missing", ["5001"]),
        ("customers without an industry", ["5001"]),
        ("customers with no city", ["5002"]),
        ("customers whose city is blank", ["5002"]),
        ("customers whose country is unknown", []),
        ("customers in Oslo without an industry", ["5001"]),
    ],
)
def test_a_column_that_is_empty(gaps: OfflineBrain, question: str, customers: list[str]) -> None:
    assert sorted(ask(gaps, question).customers or ()) == customers


def test_an_answer_names_the_empty_column(gaps: OfflineBrain) -> None:
    assert "Counted: not (industry given)" in ask(gaps, "customers without an industry").answer


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("customers with fewer than 50 or more than 500 employees", ["5001", "5003"]),
        ("customers with at most 20 or at least 1000 employees", ["5001"]),
        ("customers with less than 20 or over 60 employees", ["5003"]),
        ("M365 fit below 65 or above 85", ["5001", "5003"]),
        ("M365 intent under 20 or over 75", ["5001", "5003"]),
        ("customers with 60 employees or more than 2 agreements", ["5001", "5002"]),
        ("customers with more than 100 employees or more than 2 agreements", ["5001", "5003"]),
        ("customers with 60 or over employees", ["5002", "5003"]),
    ],
)
def test_either_side_of_two_bounds(gaps: OfflineBrain, question: str, customers: list[str]) -> None:
    assert sorted(ask(gaps, question).customers or ()) == customers


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how many agreements end in Q1 or Q2", 2),
        ("how many agreements under $1,000 or over $50,000", 2),
        ("how many agreements end in Q1 or in Q4 2027", 2),
    ],
)
def test_alternatives_are_of_one_agreement(gaps: OfflineBrain, question: str, count: int) -> None:
    """Not of its customer, who may have others."""
    assert ask(gaps, question).value == count


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("customers without an agreement", ["5002"]),
        ("which customers have no agreements", ["5002"]),
        ("customers without a CSP agreement", ["5002", "5003"]),
        ("customers that don't have a CSP agreement", ["5002", "5003"]),
        ("customers without a CSP agreement ending in Q1", ["5002", "5003"]),
        ("customers without an MPSA agreement ending in Q1", ["5001", "5002", "5003"]),
        ("customers with no agreement over $8,000", ["5002", "5003"]),
        ("customers with an agreement in Q1 but no MPSA agreement", ["5001"]),
        ("agreements that are not CSP", ["5003"]),
    ],
)
def test_no_agreement_of_some_kind(gaps: OfflineBrain, question: str, customers: list[str]) -> None:
    """Not some agreement of another kind, which customers may have beside it."""
    assert sorted(ask(gaps, question).customers or ()) == customers


def test_a_number_is_no_year_where_it_counts(gaps: OfflineBrain) -> None:
    assert ask(gaps, "customers with fewer than 2000 employees").value is None
    assert len(ask(gaps, "customers with fewer than 2000 employees").customers or ()) == 3
