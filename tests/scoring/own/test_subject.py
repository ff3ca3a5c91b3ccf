"""Reasons of one own customer's scores: terms with values, points and evidence that sum to the score."""

import math
from datetime import date
from pathlib import Path

import pytest
from handmade import HEADINGS, category, item, model, number, own_workspace, product, term

from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.model.inputs import read_signals
from scoring.own.answers import OwnAnswers
from scoring.own.results import Driver, ScoreDrivers
from scoring.own.subject import Subject
from scoring.workspace import Workspace

DAY = date(2026, 10, 25)
LOG3, LN2 = math.log(3), math.log(2)
SIZE, INDUSTRY, ACR = number("org_size", 25, 300), category("industry", "Retail"), number("azure_acr", 500)
AWS, TEAMS = item("installed_technology", "AWS"), item("Tools", "Teams")
MODEL = model(
    {"hiring": 30.0, "news": 10.0, "rumour": 5.0},
    azure=product(
        term([0, -LOG3, 2 * LOG3, 0], SIZE),
        term([0, 0, -LOG3], AWS),
        term([0, 0], INDUSTRY),
        base=-LOG3,
        weights={"hiring": LN2, "news": 0.0},
    ),
    m365=product(
        term([[0, 0, 0], [0, 0, 0], [0, 0, LOG3], [0, 0, 0]], SIZE, TEAMS),
        term([0, 0, 1], ACR),
        term([0, LOG3], INDUSTRY),
        offset=-2 * LOG3,
        weights={"news": 40.0},
    ),
)
TABLES = {
    "customers": [
        ("1", "Alpha", 120, "Retail", "Norway", "AWS; SAP", "Teams; Slack"),
        ("2", "Beta", 20, "Mining", "Sweden", "", ""),
        ("3", "Gamma", "", "", "", "", "Slack"),
    ],
    "subscriptions": [("1", "Azure", "Azure consumption", 0, 648.66)],
    "signals": [
        ("1", "2026-10-25", "hiring", "Cloud engineer", "web", 1),
        ("1", "2026-09-25", "hiring", "", "web", 2),
        ("1", "2026-10-15", "news", "Opening", "web", 0.5),
        ("1", "2026-10-26", "hiring", "Too late", "web", 1),
        ("1", "2026-10-20", "funding", "Not of the model", "web", 1),
        ("2", "2026-10-24", "hiring", "Another's", "web", 1),
    ],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    headings = HEADINGS | {"customers": (*HEADINGS["customers"], "Tools")}
    workspace = own_workspace(tmp_path_factory.mktemp("subject"), MODEL, headings=headings, **TABLES)
    return Engine(workspace, DAY)


@pytest.fixture
def own(engine: Engine) -> OwnAnswers:
    return OwnAnswers(engine)


def test_fit_by_its_terms(own: OwnAnswers) -> None:
    """50 at the base; log-odds 2 log 3 - log 3 make 75. Terms without points are not told."""
    fit = own.score_drivers("1", "azure")[0]
    assert fit == ScoreDrivers(
        customer="1",
        product="azure",
        score="fit",
        value=75.0,
        base=50.0,
        drivers=(
            Driver("Org size", "120", 50.0, "customers.org_size"),
            Driver("Installed technology: AWS", "yes", -25.0, "customers.installed_technology"),
        ),
        band="high",
        near_cutoff=True,
    )


def test_fit_by_terms_of_two_features_and_of_subscriptions(own: OwnAnswers) -> None:
    """-2 log 3 is 10 at the base; log 3 + log 3 + 1 more make e / (1 + e), 73.1: 63.1 points in those shares."""
    fit = own.score_drivers("1", "m365")[0]
    assert (fit.value, fit.base, fit.band, fit.near_cutoff) == (73.1, 10.0, "medium", True)
    points = 63.1 / (2 * LOG3 + 1)
    assert [(driver.feature, driver.value, driver.evidence) for driver in fit.drivers] == [
        ("Org size × Tools: Teams", "120 × yes", "customers.org_size, customers.Tools"),
        ("Industry", "Retail", "customers.industry"),
        ("Monthly Azure consumption", "648.66", "subscriptions.azure_acr"),
    ]
    assert [driver.points for driver in fit.drivers] == [21.7, 21.7, 19.7]
    assert points * LOG3 == pytest.approx(21.7, abs=0.05)


def test_intent_by_its_signals(own: OwnAnswers) -> None:
    """ln 2 x (1 + 2 x 1/2) is 75%: half for each; news weigh nothing here."""
    intent = own.score_drivers("1", "azure")[1]
    assert (intent.value, intent.base, intent.band, intent.near_cutoff) == (75.0, 0.0, "high", True)
    assert intent.drivers == (
        Driver("Hiring: Cloud engineer", "strength 1, 0 days old", 37.5, "signals, 2026-10-25"),
        Driver("Hiring", "strength 2, 30 days old", 37.5, "signals, 2026-09-25"),
    )
    intent = own.score_drivers("1", "m365")[1]
    assert [(driver.feature, driver.points) for driver in intent.drivers] == [("News and events: Opening", 100.0)]


def test_propensity_by_its_steps(own: OwnAnswers) -> None:
    """-log 3 is 25% at the base; fit adds log 3 and intent 3.5 x 0.75 = 2.625: 93.2%."""
    propensity = own.score_drivers("1", "azure")[2]
    value = round(100 / (1 + math.exp(-2.625)), 1)
    assert (propensity.value, propensity.base, propensity.band, propensity.near_cutoff) == (value, 25.0, "", False)
    gained = value - 25
    points = {driver.feature: driver.points for driver in propensity.drivers}
    assert points == {
        "Intent": pytest.approx(gained * 2.625 / (2.625 + LOG3), abs=0.1),
        "Fit": pytest.approx(gained * LOG3 / (2.625 + LOG3), abs=0.1),
    }
    assert [driver.value for driver in propensity.drivers] == ["75", "75"]


def test_what_is_not_known_says_so(own: OwnAnswers) -> None:
    fit, intent, propensity = own.score_drivers("3", "azure")
    assert (fit.value, fit.drivers, intent.value, intent.drivers) == (50.0, (), 0.0, ())
    assert (propensity.value, propensity.drivers) == (25.0, ())


@pytest.mark.parametrize("customer", ["1", "2", "3"])
@pytest.mark.parametrize("name", ["azure", "m365"])
def test_drivers_sum_to_the_score_of_the_table(engine: Engine, own: OwnAnswers, customer: str, name: str) -> None:
    (row,) = engine.own.fetch(
        "SELECT fit, intent, propensity FROM scores WHERE customer_id = $c AND product = $p", {"c": customer, "p": name}
    )
    for drivers in own.score_drivers(customer, name):
        assert drivers.value == row[drivers.score]
        tenths = [round(10 * one.points) for one in drivers.drivers]
        assert round(10 * drivers.base) + sum(tenths) == round(10 * drivers.value)
        assert list(drivers.drivers) == sorted(drivers.drivers, key=lambda one: -abs(one.points))


def test_no_product_means_the_most_likely_one(own: OwnAnswers) -> None:
    assert {drivers.product for drivers in own.score_drivers("1")} == {"m365"}
    assert {drivers.product for drivers in own.score_drivers("2")} == {"m365"}


def test_customers_and_products_that_are_not_there(own: OwnAnswers) -> None:
    with pytest.raises(NotInData, match="There is no customer 9 among your own customers"):
        own.score_drivers("9", "azure")
    with pytest.raises(NotInData, match="The model by-hand does not score Surface"):
        own.score_drivers("1", "surface")


def test_without_own_data_there_are_no_reasons(tmp_path: Path) -> None:
    with pytest.raises(NotInData):
        OwnAnswers(Engine(Workspace(tmp_path / "store"), DAY)).score_drivers("1")


def test_one_customer_is_scored_as_all_are_when_signals_of_a_day_come_in_any_order(tmp_path: Path) -> None:
    """Sums of floats depend on their order: one customer's signals must be added in the order in which all are."""
    strengths = [0.1, 0.7, 0.2, 0.3, 0.6]
    workspace = own_workspace(
        tmp_path,
        model({"hiring": 30.0}, azure=product(weights={"hiring": 1.0})),
        customers=[("1", "Alpha", 1, "", "", "")],
        signals=[("1", "2026-10-20", "hiring", f"{5 - n}", "web", s) for n, s in enumerate(strengths)],
    )
    subject = Subject(Engine(workspace, DAY), "1")
    table = read_signals(Engine(workspace, DAY, "model").connection, ["1"], ["hiring"], DAY)
    assert subject.observations().strength.tolist() == table.strength.tolist() == sorted(strengths)
