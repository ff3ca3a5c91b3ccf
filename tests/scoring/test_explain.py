"""All that the reports say of one customer."""

from dataclasses import replace
from datetime import date

import pytest

from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.explain import AgreementFacts, ProductFacts, explain_customer

ALPHA_AZURE = ProductFacts(
    product="azure",
    report="azure",
    fit=80.0,
    intent=90.0,
    fit_band="high",
    intent_band="high",
    cell="A1",
    cluster="act-now",
    revenue="$10K - $25K",
    signals=("Hiring: cloud engineer (2026-08-28)", "Funding: round B (2026-07-01)"),
    contradiction=False,
)


def test_all_facts_of_a_customer(engine: Engine) -> None:
    """Its products in the order of the catalogue, from its own report each; both locations; its agreements by end."""
    facts = explain_customer(engine, "50001")
    assert (facts.month, facts.customer_id, facts.name) == ("2026-10", "50001", "Alpha AB")
    assert facts.attributes == {
        "customer_id": "50001",
        "account_name": "Alpha AB",
        "partner_id": ["71", "72"],
        "partner_name": ["North", "South"],
        "city": "Göteborg",
        "country": "Sweden",
        "org_size": 120.0,
        "industry": "Retail",
        "has_m365": True,
        "existing_workloads": ["Backup", "SQL"],
    }
    assert list(facts.scores) == ["azure", "m365", "d365bc"]
    assert facts.scores["azure"] == ALPHA_AZURE
    assert (facts.cohorts, facts.plays) == (("m365-upsell-seats",), ())
    assert facts.agreements == (
        AgreementFacts("AGR-1", date(2026, 11, 10), "CSP", "Expiring", 1000.0, "Azure"),
        AgreementFacts("AGR-2", date(2027, 3, 1), "EA", "True-up", 2000.0, "Microsoft 365"),
    )


def test_every_division_of_an_agreement(engine: Engine) -> None:
    agreements = explain_customer(engine, "50003").agreements
    assert [(item.agreement_id, item.division, item.revenue) for item in agreements] == [
        ("AGR-3", "Azure", 500.0),
        ("AGR-3", "Microsoft 365", 250.0),
    ]


def test_a_cluster_that_contradicts_the_fit_is_marked(engine: Engine) -> None:
    iota = explain_customer(engine, "50009").scores["azure"]
    assert (iota.fit, iota.fit_band, iota.cell, iota.cluster) == (20.0, "very-low", "ET10", "act-now")
    assert iota.contradiction
    for customer in ("50001", "50002", "50004", "50008", "50012"):
        facts = explain_customer(engine, customer)
        assert not any(product.contradiction for product in facts.scores.values())


def test_a_copy_is_said_to_be_one(engine: Engine) -> None:
    """Mu stands in the renewals report only, which carries the cluster and nothing else."""
    facts = explain_customer(engine, "50012")
    blank = replace(ALPHA_AZURE, fit=None, intent=None, fit_band=None, intent_band=None, cell=None, revenue=None)
    assert facts.scores == {"azure": replace(blank, report="renewals", cluster="evaluate", signals=())}


def test_what_is_unknown_is_left_out(engine: Engine) -> None:
    """Kappa's row of the Azure report is blank: no size, no industry, no Azure scores."""
    facts = explain_customer(engine, "50010")
    assert list(facts.scores) == ["m365"]
    assert facts.attributes.keys() & {"org_size", "industry", "existing_workloads"} == set()
    assert facts.attributes["has_m365"] is False
    assert (facts.cohorts, facts.plays, facts.agreements) == ((), (), ())


def test_cohorts_come_in_the_order_of_the_catalogue(engine: Engine) -> None:
    assert explain_customer(engine, "50004").cohorts == ("m365-migrate-on-premises", "m365-migrate-dark")


def test_a_month_may_be_named(engine: Engine) -> None:
    facts = explain_customer(engine, "50004", "2026-09")
    assert (facts.month, facts.scores["azure"].cell, facts.scores["azure"].fit) == ("2026-09", "A1", 80.0)
    assert facts.plays == ("mw-on-prem-acq-office-2016-2019", "mw-on-prem-acq-office-prod-server-2007-2010")
    assert facts.cohorts == ()


def test_without_a_month_it_is_the_newest_that_has_the_customer(engine: Engine) -> None:
    facts = explain_customer(engine, "50099")
    assert (facts.month, facts.name) == ("2026-09", "Omega Corp")


@pytest.mark.parametrize(
    ("customer", "month", "said"),
    [
        ("40404", "", "There is no customer 40404 in the imported reports."),
        ("50099", "2026-10", "There is no customer 50099 in the reports of 2026-10."),
        ("50001", "2026-01", "2026-01"),
        ("50001' OR '1'='1", "", "There is no customer"),
    ],
)
def test_who_is_not_there(engine: Engine, customer: str, month: str, said: str) -> None:
    with pytest.raises(NotInData, match=said.replace("'", ".")):
        explain_customer(engine, customer, month)
