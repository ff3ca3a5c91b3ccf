"""Cohorts by rule: their edges, the whole sample against an independent SQL, and which condition fails."""

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_data import CATALOG, SHARED, Customer, Line, facts, imported, needs_shared, own_tables, row

from scoring.own.cohorts import create_memberships, why_not
from scoring.own.facts import create_facts
from scoring.workspace import Workspace


def cohorts(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Customer -> cohorts, by the tables."""
    create_facts(connection, CATALOG)
    create_memberships(connection, CATALOG)
    found: dict[str, set[str]] = {}
    for customer, key, kind in connection.execute("SELECT customer_id, key, kind FROM own_memberships").fetchall():
        assert kind == "cohort"
        found.setdefault(customer, set()).add(key)
    return found


def member_of(employees: float | None, installed: list[str] | None, *lines: tuple[str, str, float, float]) -> set[str]:
    """The cohorts of one customer with lines of product, SKU, seats and Azure USD a month."""
    connection = own_tables([("1", employees, installed)], [("1", *line) for line in lines])
    return cohorts(connection).get("1", set())


def m365(seats: float, sku: str = "M365 E3") -> tuple[str, str, float, float]:
    return ("m365", sku, seats, 0)


def copilot(seats: float) -> tuple[str, str, float, float]:
    return m365(seats, "Microsoft 365 Copilot")


def surface(devices: float) -> tuple[str, str, float, float]:
    return ("surface", "Surface devices (36 months)", devices, 0)


AZURE = ("azure", "Azure consumption", 0.0, 10.0)
BC = ("d365", "Business Central", 3.0, 0.0)
SUITE = {"m365-upsell-suite", "security-m365-e5"}
SMALL = "surface-acquire-1-49"
LARGE = "surface-acquire-50"


@pytest.mark.parametrize(
    ("employees", "installed", "lines", "expected"),
    [
        (10, ["Office 2021"], [], {"m365-migrate-on-premises"}),
        (10, ["Zoom"], [], {"m365-migrate-dark"}),
        (10, None, [copilot(3)], {"m365-migrate-dark"}),
        (10, ["Office 2013", "Dynamics GP"], [], {"m365-migrate-on-premises", "d365-migrate-to-bc"}),
        (10, ["Dynamics GP"], [BC], {"m365-migrate-dark"}),
        (9, [], [m365(9), AZURE], {SMALL, *SUITE}),
        (9, [], [m365(9)], {SMALL, *SUITE, "azure-m365-no-consumption"}),
        (10, [], [m365(10), AZURE], {SMALL, *SUITE, "m365-copilot"}),
        (10, [], [m365(10), copilot(9), AZURE], {SMALL, *SUITE, "m365-copilot"}),
        (10, [], [m365(10), copilot(10), AZURE], {SMALL, *SUITE}),
        (10, [], [m365(10, "M365 E5"), AZURE], {SMALL, "m365-copilot"}),
        (20, [], [m365(12), AZURE], {SMALL, *SUITE, "m365-copilot"}),
        (20, [], [m365(11), AZURE], {SMALL, *SUITE, "m365-copilot", "m365-upsell-seats"}),
        (None, [], [m365(11), AZURE], {SMALL, *SUITE, "m365-copilot"}),
        (40, [], [m365(49), AZURE], {SMALL, *SUITE, "m365-copilot"}),
        (40, [], [m365(50), AZURE], {LARGE, *SUITE, "m365-copilot"}),
        (40, [], [m365(50), surface(1), AZURE], {"surface-upsell-1-24", *SUITE, "m365-copilot"}),
        (40, [], [m365(50), surface(24), AZURE], {"surface-upsell-1-24", *SUITE, "m365-copilot"}),
        (40, [], [m365(50), surface(25), AZURE], {"surface-upsell-25", *SUITE, "m365-copilot"}),
    ],
)
def test_the_edges_of_the_rules(
    employees: float | None, installed: list[str] | None, lines: list[Any], expected: set[str]
) -> None:
    assert member_of(employees, installed, *lines) == expected


INDEPENDENT = """
WITH c AS (
    SELECT CustomerID AS id, OrgSize::INTEGER AS size, '; ' || coalesce(InstalledTechnology, '') AS tech
    FROM read_csv($1, all_varchar=true)
), s AS (
    SELECT CustomerID AS id, Product AS p, SKU AS k, Seats::INTEGER AS n,
           MonthlyAzureConsumedRevenueUSD::DOUBLE AS acr FROM read_csv($2, all_varchar=true)
), f AS (
    SELECT c.*,
      (SELECT coalesce(sum(n), 0) FROM s WHERE s.id = c.id AND p = 'Microsoft 365' AND k NOT LIKE '%Copilot%') AS m365,
      (SELECT coalesce(sum(n), 0) FROM s WHERE s.id = c.id AND k LIKE '%Copilot%') AS copilot,
      (SELECT coalesce(sum(n), 0) FROM s WHERE s.id = c.id AND p = 'Surface') AS surface,
      (SELECT coalesce(sum(acr), 0) FROM s WHERE s.id = c.id) AS acr,
      EXISTS (FROM s WHERE s.id = c.id AND k LIKE '%E5%') AS e5,
      EXISTS (FROM s WHERE s.id = c.id AND p = 'Dynamics 365' AND k LIKE '%Business Central%') AS bc,
      tech LIKE '%; Office%' AS office,
      tech LIKE '%; Dynamics NAV%' OR tech LIKE '%; Dynamics GP%' OR tech LIKE '%; Dynamics AX%' AS erp
    FROM c
)
SELECT id, 'azure-m365-no-consumption' FROM f WHERE m365 > 0 AND acr = 0
UNION ALL SELECT id, 'm365-migrate-on-premises' FROM f WHERE m365 = 0 AND office
UNION ALL SELECT id, 'm365-migrate-dark' FROM f WHERE m365 = 0 AND NOT office
UNION ALL SELECT id, 'm365-upsell-suite' FROM f WHERE m365 > 0 AND NOT e5
UNION ALL SELECT id, 'm365-upsell-seats' FROM f WHERE m365 > 0 AND 10 * m365 < 6 * size
UNION ALL SELECT id, 'm365-copilot' FROM f WHERE m365 >= 10 AND copilot < m365
UNION ALL SELECT id, 'surface-acquire-1-49' FROM f WHERE m365 BETWEEN 1 AND 49 AND surface = 0
UNION ALL SELECT id, 'surface-acquire-50' FROM f WHERE m365 >= 50 AND surface = 0
UNION ALL SELECT id, 'surface-upsell-1-24' FROM f WHERE surface BETWEEN 1 AND 24
UNION ALL SELECT id, 'surface-upsell-25' FROM f WHERE surface >= 25
UNION ALL SELECT id, 'd365-migrate-to-bc' FROM f WHERE NOT bc AND erp
UNION ALL SELECT id, 'security-m365-e5' FROM f WHERE m365 > 0 AND NOT e5
"""


@needs_shared
def test_every_customer_of_the_sample_is_in_the_cohorts_of_an_independent_sql(workspace: Workspace) -> None:
    files = [SHARED / "raw" / "customers.csv", SHARED / "raw" / "subscriptions.csv"]
    found = cohorts(imported(workspace, *files))
    expected: dict[str, set[str]] = {}
    with duckdb.connect() as connection:
        for customer, cohort in connection.execute(INDEPENDENT, [str(file) for file in files]).fetchall():
            expected.setdefault(customer, set()).add(cohort)
    assert found == expected
    assert len(found) == 2367
    assert set.union(*found.values()) == set(CATALOG.cohorts)


def test_a_customers_conditions_say_which_fails_and_where_it_stands() -> None:
    connection = own_tables([("1", 10.0, [])], [("1", "m365", "M365 E3", 12, 0)])
    facts(connection, "1")
    owns, seats = why_not(CATALOG, row(connection, "1"), "m365-upsell-seats")
    assert (owns.words, owns.holds) == ("M365 seats must be over 0", True)
    assert (seats.words, seats.value, seats.holds) == ("M365 seats must be under 0.6 × 10 employees", 12.0, False)
    assert (seats.table, seats.column) == ("own_subscriptions", "seats")


@pytest.mark.parametrize(
    ("cohort", "words", "evidence"),
    [
        ("m365-copilot", "Copilot seats must be under 1,500 M365 seats", "own_subscriptions.seats"),
        ("azure-m365-no-consumption", "Monthly Azure consumption must be 0", "own_subscriptions.azure_acr"),
        ("d365-migrate-to-bc", "Earlier on-premises ERP must be Yes", "own_customers.installed_technology"),
        ("security-m365-e5", "Has E5 must be No", "own_subscriptions.sku"),
    ],
)
def test_conditions_are_told_with_the_customers_values(cohort: str, words: str, evidence: str) -> None:
    lines: list[Line] = [
        ("1", "m365", "M365 E5", 1500, 0),
        ("1", "m365", "Copilot", 1200, 0),
        ("1", "azure", "Azure", 0, 648.66),
    ]
    connection = own_tables([("1", 10.0, [])], lines)
    facts(connection, "1")
    last = why_not(CATALOG, row(connection, "1"), cohort)[-1]
    assert (last.words, f"{last.table}.{last.column}") == (words, evidence)


def test_what_is_not_known_does_not_hold_and_is_told_so() -> None:
    connection = own_tables([("1", None, [])], [("1", "m365", "M365 E3", 12, 0)])
    facts(connection, "1")
    last = why_not(CATALOG, row(connection, "1"), "m365-upsell-seats")[-1]
    assert (last.words, last.holds) == ("M365 seats must be under 0.6 × not known employees", None)


SKUS = ["M365 E3", "M365 E5", "Copilot", "Business Central", "Surface devices"]
lines = st.lists(
    st.tuples(
        st.just("1"),
        st.sampled_from(["m365", "azure", "surface", "d365", "other"]),
        st.sampled_from(SKUS),
        st.one_of(st.none(), st.integers(0, 60).map(float)),
        st.sampled_from([0.0, 0.01, 900.0]),
    ),
    max_size=5,
)
technology = st.lists(st.sampled_from(["Office 2013", "Dynamics AX", "Zoom", "Windows Server"]), max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.none(), st.integers(1, 100).map(float)), technology, lines)
def test_members_are_those_whose_conditions_all_hold(
    employees: float | None, installed: list[str], lines: list[Line]
) -> None:
    customer: Customer = ("1", employees, installed)
    connection = own_tables([customer], lines)
    member = cohorts(connection).get("1", set())
    found = row(connection, "1")
    holding = {cohort for cohort in CATALOG.cohorts if all(item.holds for item in why_not(CATALOG, found, cohort))}
    assert member == holding
