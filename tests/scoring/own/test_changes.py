"""The smallest change that lifts a cluster, the smallest signal that lifts a cell, and why there is none."""

import math
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from handmade import HEADINGS, category, item, logit, model, number, own_workspace, product, term

from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.model.features import NOTHING
from scoring.own.answers import OwnAnswers
from scoring.own.results import Change, WhatWouldChange

DAY = date(2026, 10, 25)
DECIDED = "fit alone decides the cluster here, so no signal can change it"
BEST = "it has the best fit band already, so no attribute can lift its cluster"
SIZE, INDUSTRY = number("org_size", 50.5, 100), category("industry", "Retail")
AWS, CITRIX = item("installed_technology", "AWS"), item("installed_technology", "Citrix")
TEAMS, SLACK = item("Tools", "Teams"), item("Tools", "Slack")
INTENTS = {"hiring": 30, "funding": 55, "news": 75, "content": 12}  # what one of strength 1 makes of no intent


def weight(intent: float) -> float:
    return -math.log1p(-intent / 100)


WEIGHTS = {kind: weight(intent) for kind, intent in INTENTS.items()}


# A matrix of a partner's own, in which intent decides in two rows: only High by High is Act Now in the row Medium, only
# High and Medium are in the row High.

SPLIT = "".join(
    f'[[cell]]\nid = "{id}"\nfit = "{fit}"\nintent = ["{intent}"]\ncluster = "{cluster}"\n'
    for id, fit, intent, cluster in (
        ("A3", "high", "low", "evaluate"),
        ("A4", "high", "very-low", "evaluate"),
        ("E5", "medium", "high", "act-now"),
    )
)


def fits(*levels: float) -> list[float]:
    """A table of a single term that gives these fits, behind "not known" at 50."""
    return [0.0, *map(logit, levels)]


RISING = product(term(fits(40, 60, 80), SIZE))
NUMBERS = {
    "azure": RISING,
    "m365": product(term(fits(40, 80, 80), SIZE)),
    "surface": product(term(fits(80, 60, 40), SIZE)),
    "d365bc": product(term([logit(40), logit(80), 0, 0], SIZE)),
    "d365sp": product(term([logit(90), logit(40)], INDUSTRY)),
    "d365fo": product(term(fits(80, 90, 95), SIZE)),
    "d365ce": product(term([0, 0, logit(60) - logit(40), 2], SIZE), term([0, logit(40), logit(90)], AWS)),
}
LISTS = {
    "azure": product(term(fits(40, 60), AWS)),
    "m365": product(term(fits(60, 40), AWS)),
    # losing Teams lifts the fit, and losing Slack, too, would not
    "surface": product(term([0, logit(60), logit(40)], TEAMS), term([0, -5, 0], SLACK)),
    "d365bc": product(term([0, logit(40), logit(60)], AWS), term([0, 0, logit(70) - logit(40)], CITRIX)),
    "d365sp": product(term(fits(40, 60), item("installed_technology", NOTHING))),
}
SIGNALS = {
    "azure": product(offset=logit(80), weights=WEIGHTS),
    "m365": product(offset=logit(80), weights={"funding": weight(55)}),
    "surface": product(offset=logit(80), weights={"content": weight(12)}),
    "d365bc": product(offset=logit(80), weights={"content": weight(11)}),
    "d365sp": product(offset=logit(80), weights={"content": 0.0}),
    "d365fo": product(term(fits(40, 40, 40), SIZE), weights=WEIGHTS),
    "d365ce": product(term(fits(60, 80, 80), SIZE), weights=WEIGHTS),
}
DECIDING = {
    "azure": product(offset=logit(80), weights=WEIGHTS),
    "m365": product(term(fits(60, 80, 80), SIZE), weights=WEIGHTS),
    "surface": product(term(fits(40, 60, 60), SIZE), weights=WEIGHTS),
}
GROUPS = {"numbers": NUMBERS, "lists": LISTS, "signals": SIGNALS, "deciding": DECIDING}
CUSTOMERS = [
    *((str(size), "Sized", size, "Retail", "Norway", "", "") for size in (0, 40, 49, 50, 60, 120)),
    ("blank", "Unknown", "", "Retail", "Norway", "", ""),
    ("sap", "Other technology", 40, "Retail", "Norway", "SAP", "Slack"),
    ("aws", "Technology", 40, "Retail", "Norway", "AWS; SAP", "Slack; Teams"),
    *((kind, "Seen", 40, "Retail", "Norway", "", "") for kind in (*INTENTS, "most")),
]
SEEN = [*((kind, DAY, kind, "", "", 1) for kind in INTENTS), ("most", DAY, "news", "", "", 100)]
Ask = Callable[..., WhatWouldChange]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, OwnAnswers]:
    """The same customers by four models; the last one under a matrix of the partner's own."""
    headings = HEADINGS | {"customers": (*HEADINGS["customers"], "Tools")}
    return {
        group: OwnAnswers(
            Engine(
                own_workspace(
                    tmp_path_factory.mktemp(group),
                    model(dict.fromkeys(INTENTS, 30.0), **products),
                    SPLIT if group == "deciding" else "",
                    headings,
                    customers=CUSTOMERS,
                    signals=SEEN,
                ),
                DAY,
                "model",
            )
        )
        for group, products in GROUPS.items()
    }


@pytest.fixture
def changes(own: Mapping[str, OwnAnswers]) -> Ask:
    def ask(group: str, name: str, customer: str = "40", target: str = "") -> WhatWouldChange:
        (found,) = own[group].what_would_change(customer, name, target)
        assert (found.customer, found.product, found.target) == (customer, name, target)
        return found

    return ask


def test_a_number_goes_to_the_nearest_bin_that_lifts_the_band(changes: Ask) -> None:
    found = changes("numbers", "azure")
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 60.0, "Medium fit, so Evaluate"),)
    assert found.reason == DECIDED


def test_the_target_may_be_named(changes: Ask) -> None:
    found = changes("numbers", "azure", "60", "act-now")
    assert found.changes == (Change("Org size 100 instead of 60", "fit", 80.0, "High fit, so Act Now"),)
    assert changes("numbers", "azure", "60", "high").changes == found.changes
    assert changes("numbers", "azure", "60", "nurture").changes == ()
    found = changes("numbers", "azure", "60", "evaluate")
    assert (found.changes, found.reason) == ((), f"its fit of 60 is enough already; {DECIDED}")


def test_a_change_beyond_the_next_band_says_where_it_leads(changes: Ask) -> None:
    found = changes("numbers", "m365")
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 80.0, "High fit, so Act Now"),)


def test_numbers_at_most_double(changes: Ask) -> None:
    found = changes("numbers", "azure", "49", "act-now")
    assert found.changes == ()
    assert found.reason == (
        "no single realistic change lifts its fit of 40 to 75; the nearest, Org size 51 instead of 49, "
        f"brings it to 60; {DECIDED}"
    )
    assert changes("numbers", "azure", "50", "act-now").changes[0].what == "Org size 100 instead of 50"


def test_numbers_may_fall(changes: Ask) -> None:
    found = changes("numbers", "surface", "120")
    assert found.changes == (Change("Org size 99 instead of 120", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_numbers_at_most_halve(changes: Ask) -> None:
    assert changes("numbers", "surface", "120", "act-now").changes == ()  # 50 would be less than half


def test_from_nothing_to_the_first_bin(changes: Ask) -> None:
    found = changes("numbers", "azure", "0")
    assert found.changes == (Change("Org size 51 instead of 0", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_what_is_not_known_is_not_changed(changes: Ask) -> None:
    found = changes("numbers", "d365bc", "blank")
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_what_a_customer_cannot_change_is_left_alone(changes: Ask) -> None:
    found = changes("numbers", "d365sp")
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_the_best_band_cannot_be_lifted(changes: Ask) -> None:
    found = changes("numbers", "d365fo")
    assert (found.changes, found.reason) == ((), f"{BEST}; {DECIDED}")


def test_of_several_changes_the_smallest_is_told(changes: Ask) -> None:
    """From 40 to 51 is less than doubling, which is the size of one technology; AWS alone lifts it further."""
    assert changes("numbers", "d365ce").changes[0].what == "Org size 51 instead of 40"


def test_a_technology_more(changes: Ask) -> None:
    found = changes("lists", "azure", "sap")
    what = "Installed technology with AWS"
    assert found.changes == (Change(what, "fit", 60.0, "Medium fit, so Evaluate"),)


def test_a_technology_less(changes: Ask) -> None:
    assert changes("lists", "m365", "aws").changes[0].what == "Installed technology without AWS"


def test_a_list_of_an_unknown_column_keeps_its_other_items(changes: Ask) -> None:
    found = changes("lists", "surface", "aws")
    assert found.changes == (Change("Tools without Teams", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_nothing_is_no_technology_to_add(changes: Ask) -> None:
    """To have nothing listed is better here, and is no technology that a customer could have as well."""
    assert changes("lists", "d365sp", "aws").changes == ()
    assert changes("lists", "d365sp", "aws").reason.startswith("no single realistic change")


def test_equal_steps_prefer_the_higher_score(changes: Ask) -> None:
    found = changes("lists", "d365bc", "sap")
    assert (found.changes[0].what, found.changes[0].value) == ("Installed technology with Citrix", 70.0)


# Signals.


def test_the_smallest_signal_lifts_the_cell(changes: Ask) -> None:
    """Of those that make 30 or more of nothing, hiring adds least."""
    found = changes("signals", "azure")
    expected = Change("one new signal “Hiring” of strength 1", "intent", 30.0, "cell A3 instead of A4")
    assert (found.changes, found.reason) == ((expected,), f"{BEST}; {DECIDED}")


def test_a_signal_that_lifts_by_two_bands_says_so(changes: Ask) -> None:
    expected = Change("one new signal “Funding” of strength 1", "intent", 55.0, "cell A2 instead of A4")
    assert changes("signals", "m365").changes == (expected,)


def test_signals_may_need_to_be_strong(changes: Ask) -> None:
    """0.88^2 leaves 22.6% intent, 0.88^3 leaves 31.9%; 0.89^3 leaves 29.5%."""
    what = "one new signal “Content consumption” of strength 3"
    assert changes("signals", "surface").changes == (Change(what, "intent", 31.9, "cell A3 instead of A4"),)
    assert changes("signals", "d365bc").changes == ()
    assert changes("signals", "d365sp").changes == ()


def test_present_signals_count(changes: Ask) -> None:
    """Of 30, hiring makes 51, content 38.4: neither 55. Funding makes 1 - 0.7 x 0.45 = 68.5."""
    expected = Change("one new signal “Funding” of strength 1", "intent", 68.5, "cell A2 instead of A3")
    assert changes("signals", "azure", "hiring").changes == (expected,)


def test_the_best_cell_cannot_be_lifted(changes: Ask) -> None:
    assert changes("signals", "azure", "news").changes == ()
    assert changes("signals", "azure", "most").changes == ()


def test_where_intent_makes_no_cell_no_signal_helps(changes: Ask) -> None:
    """Nurture is one cell: only fit can lift it."""
    found = changes("signals", "d365fo")
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_fit_and_signal_are_told_together(changes: Ask) -> None:
    assert [(change.score, change.result) for change in changes("signals", "d365ce").changes] == [
        ("fit", "High fit, so Act Now"),
        ("intent", "cell E7 instead of E8"),
    ]


def test_where_intent_decides_a_signal_lifts_the_cluster(changes: Ask) -> None:
    """From nothing, hiring lifts the cell; for the cluster it takes funding, which makes 55."""
    found = changes("deciding", "azure")
    assert found.changes == (Change("one new signal “Hiring” of strength 1", "intent", 30.0, "cell A3 instead of A4"),)
    assert found.reason == BEST
    found = changes("deciding", "azure", target="act-now")
    result = "cell A2 instead of A4, so Act Now"
    assert found.changes == (Change("one new signal “Funding” of strength 1", "intent", 55.0, result),)
    assert found.reason == "with its intent of 0, no fit means Act Now"


def test_where_intent_decides_fit_lifts_as_far_as_intent_goes(changes: Ask) -> None:
    """With intent 55, High is Act Now and Medium is Evaluate; with none, both are Evaluate."""
    found = changes("deciding", "m365", "funding")
    assert found.changes[0] == Change("Org size 51 instead of 40", "fit", 80.0, "High fit, so Act Now")
    assert found.changes[1].result == "cell E5 instead of E6, so Act Now"
    found = changes("deciding", "m365")
    assert [change.score for change in found.changes] == ["intent"]
    assert found.reason == "no higher fit band means a better cluster here"


def test_where_intent_decides_and_is_high_medium_is_enough(changes: Ask) -> None:
    found = changes("deciding", "surface", "news", "act-now")
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 60.0, "Medium fit, so Act Now"),)


def test_targets_that_are_none(changes: Ask) -> None:
    with pytest.raises(QueryError, match="'m365-copilot' is no cluster and no band of fit"):
        changes("numbers", "azure", target="m365-copilot")
