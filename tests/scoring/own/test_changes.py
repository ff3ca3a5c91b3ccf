"""The smallest change that lifts a cluster, the smallest signal that lifts a cell, and why there is none."""

import math
from datetime import date
from pathlib import Path

import pytest
from handmade import HEADINGS, category, item, logit, model, number, own_workspace, product, term

from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.model.model import ProductModel
from scoring.own.answers import OwnAnswers
from scoring.own.results import Change, WhatWouldChange

DAY = date(2026, 10, 25)
DECIDED = "fit alone decides the cluster here, so no signal can change it"
BEST = "it has the best fit band already, so no attribute can lift its cluster"
SIZE, INDUSTRY = number("org_size", 50.5, 100), category("industry", "Retail")
AWS, CITRIX = item("installed_technology", "AWS"), item("installed_technology", "Citrix")
TEAMS = item("Tools", "Teams")
INTENTS = {"hiring": 30, "funding": 55, "news": 75, "content": 12}  # what one of strength 1 makes of no intent


def weight(intent: float) -> float:
    return -math.log1p(-intent / 100)


WEIGHTS = {kind: weight(intent) for kind, intent in INTENTS.items()}


def answers(
    folder: Path,
    scored: ProductModel,
    *signals: tuple[str, float],
    size: object = 40,
    installed: str = "",
    tools: str = "",
    catalog: str = "",
) -> OwnAnswers:
    """Customer 1, of that size, with signals (type and strength) of today; the others make lists of two columns."""
    others = [(str(n), f"Other {n}", 1, "", "", "AWS; SAP", "Slack; Teams") for n in range(2, 5)]
    workspace = own_workspace(
        folder,
        model(dict.fromkeys(INTENTS, 30.0), azure=scored),
        catalog,
        HEADINGS | {"customers": (*HEADINGS["customers"], "Tools")},
        customers=[("1", "Alpha", size, "Retail", "Norway", installed, tools), *others],
        signals=[("1", DAY, kind, f"{place}", "", strength) for place, (kind, strength) in enumerate(signals)],
    )
    return OwnAnswers(Engine(workspace, DAY, "model"))


def fits(*levels: float) -> list[float]:
    """A table of a single term that gives these fits, behind "not known" at 50."""
    return [0.0, *map(logit, levels)]


def changes(own: OwnAnswers, target: str = "") -> WhatWouldChange:
    (found,) = own.what_would_change("1", "azure", target)
    assert (found.customer, found.product, found.target) == ("1", "azure", target)
    return found


def test_a_number_goes_to_the_nearest_bin_that_lifts_the_band(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(40, 60, 80), SIZE))))
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 60.0, "Medium fit, so Evaluate"),)
    assert found.reason == DECIDED


def test_the_target_may_be_named(tmp_path: Path) -> None:
    own = answers(tmp_path, product(term(fits(40, 60, 80), SIZE)), size=60)
    found = changes(own, "act-now")
    assert found.changes == (Change("Org size 100 instead of 60", "fit", 80.0, "High fit, so Act Now"),)
    assert changes(own, "high").changes == found.changes
    assert (changes(own, "evaluate").changes, changes(own, "nurture").changes) == ((), ())
    assert changes(own, "evaluate").reason == f"its fit of 60 is enough already; {DECIDED}"


def test_a_change_beyond_the_next_band_says_where_it_leads(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(40, 80, 80), SIZE))))
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 80.0, "High fit, so Act Now"),)


def test_numbers_at_most_double_or_halve(tmp_path: Path) -> None:
    own = answers(tmp_path, product(term(fits(40, 60, 80), SIZE)), size=49)
    found = changes(own, "act-now")
    assert found.changes == ()
    assert found.reason == (
        "no single realistic change lifts its fit of 40 to 75; the nearest, Org size 51 instead of 49, "
        f"brings it to 60; {DECIDED}"
    )
    own = answers(tmp_path / "twice", product(term(fits(40, 60, 80), SIZE)), size=50)
    assert changes(own, "act-now").changes[0].what == "Org size 100 instead of 50"


def test_numbers_may_fall(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(80, 60, 40), SIZE)), size=120))
    assert found.changes == (Change("Org size 99 instead of 120", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_from_nothing_to_the_first_bin(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(40, 60, 80), SIZE)), size=0))
    assert found.changes == (Change("Org size 51 instead of 0", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_what_is_not_known_is_not_changed(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term([logit(40), logit(80), 0, 0], SIZE)), size=""))
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_a_technology_more(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(40, 60), AWS)), installed="SAP"))
    what = "Installed technology with AWS"
    assert found.changes == (Change(what, "fit", 60.0, "Medium fit, so Evaluate"),)


def test_a_technology_less(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(60, 40), AWS)), installed="AWS; SAP"))
    assert found.changes[0].what == "Installed technology without AWS"


def test_a_list_of_an_unknown_column_keeps_its_other_items(tmp_path: Path) -> None:
    """Slack is worth log 3 beside Teams: losing Teams lifts the fit, and losing Slack, too, would not."""
    slack = item("Tools", "Slack")
    terms = (term([0, logit(60), logit(40)], TEAMS), term([0, -5, 0], slack))
    own = answers(tmp_path, product(*terms), tools="Slack; Teams")
    assert own.score_drivers("1", "azure")[0].value == 40
    found = changes(own)
    assert found.changes == (Change("Tools without Teams", "fit", 60.0, "Medium fit, so Evaluate"),)


def test_of_several_changes_the_smallest_is_told(tmp_path: Path) -> None:
    """From 40 to 51 is less than doubling, which is the size of one technology; AWS alone lifts it further."""
    scored = product(term([0, 0, logit(60) - logit(40), 2], SIZE), term([0, logit(40), logit(90)], AWS))
    assert changes(answers(tmp_path, scored)).changes[0].what == "Org size 51 instead of 40"


def test_equal_steps_prefer_the_higher_score(tmp_path: Path) -> None:
    scored = product(term([0, logit(40), logit(60)], AWS), term([0, 0, logit(70) - logit(40)], CITRIX))
    found = changes(answers(tmp_path, scored))
    assert (found.changes[0].what, found.changes[0].value) == ("Installed technology with Citrix", 70.0)


def test_what_a_customer_cannot_change_is_left_alone(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term([logit(90), logit(40)], INDUSTRY))))
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_the_best_band_cannot_be_lifted(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(80, 90, 95), SIZE))))
    assert (found.changes, found.reason) == ((), f"{BEST}; {DECIDED}")


# Signals.


def act_now(folder: Path, *signals: tuple[str, float], weights: dict[str, float] = WEIGHTS) -> WhatWouldChange:
    """What would change a customer of fit 80 with these signals."""
    return changes(answers(folder, product(offset=logit(80), weights=weights), *signals))


def test_the_smallest_signal_lifts_the_cell(tmp_path: Path) -> None:
    """Of those that make 30 or more of nothing, hiring adds least."""
    found = act_now(tmp_path)
    expected = Change("one new signal “Hiring” of strength 1", "intent", 30.0, "cell A3 instead of A4")
    assert (found.changes, found.reason) == ((expected,), f"{BEST}; {DECIDED}")


def test_a_signal_that_lifts_by_two_bands_says_so(tmp_path: Path) -> None:
    found = act_now(tmp_path, weights={"funding": weight(55)})
    assert found.changes == (
        Change("one new signal “Funding” of strength 1", "intent", 55.0, "cell A2 instead of A4"),
    )


def test_signals_may_need_to_be_strong(tmp_path: Path) -> None:
    """0.88^2 leaves 22.6% intent, 0.88^3 leaves 31.9%."""
    found = act_now(tmp_path, weights={"content": weight(12)})
    what = "one new signal “Content consumption” of strength 3"
    assert found.changes == (Change(what, "intent", 31.9, "cell A3 instead of A4"),)
    assert act_now(tmp_path / "weak", weights={"content": weight(11)}).changes == ()
    assert act_now(tmp_path / "none", weights={"content": 0.0}).changes == ()


def test_present_signals_count(tmp_path: Path) -> None:
    """Of 30, hiring makes 51, content 38.4: neither 55. Funding makes 1 - 0.7 x 0.45 = 68.5."""
    found = act_now(tmp_path, ("hiring", 1))
    assert found.changes == (
        Change("one new signal “Funding” of strength 1", "intent", 68.5, "cell A2 instead of A3"),
    )


def test_the_best_cell_cannot_be_lifted(tmp_path: Path) -> None:
    assert act_now(tmp_path, ("news", 1)).changes == ()
    assert act_now(tmp_path / "most", ("news", 100)).changes == ()


def test_where_intent_makes_no_cell_no_signal_helps(tmp_path: Path) -> None:
    """Nurture is one cell: only fit can lift it."""
    found = changes(answers(tmp_path, product(term(fits(40, 40, 40), SIZE), weights=WEIGHTS)))
    assert (found.changes, found.reason) == ((), f"no single realistic change lifts its fit of 40 to 55; {DECIDED}")


def test_fit_and_signal_are_told_together(tmp_path: Path) -> None:
    found = changes(answers(tmp_path, product(term(fits(60, 80, 80), SIZE), weights=WEIGHTS)))
    assert [(change.score, change.result) for change in found.changes] == [
        ("fit", "High fit, so Act Now"),
        ("intent", "cell E7 instead of E8"),
    ]


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


def split(folder: Path, fit: float, *signals: tuple[str, float], higher: float = 0) -> OwnAnswers:
    return answers(folder, product(term(fits(fit, higher or fit, higher or fit), SIZE), weights=WEIGHTS), *signals,
                   catalog=SPLIT)  # fmt: skip


def test_where_intent_decides_a_signal_lifts_the_cluster(tmp_path: Path) -> None:
    """From nothing, hiring lifts the cell; for the cluster it takes funding, which makes 55."""
    own = split(tmp_path, 80)
    found = changes(own)
    assert found.changes == (Change("one new signal “Hiring” of strength 1", "intent", 30.0, "cell A3 instead of A4"),)
    assert found.reason == BEST
    found = changes(own, "act-now")
    result = "cell A2 instead of A4, so Act Now"
    assert found.changes == (Change("one new signal “Funding” of strength 1", "intent", 55.0, result),)
    assert found.reason == "with its intent of 0, no fit means Act Now"


def test_where_intent_decides_fit_lifts_as_far_as_intent_goes(tmp_path: Path) -> None:
    """With intent 55, High is Act Now and Medium is Evaluate; with none, both are Evaluate."""
    found = changes(split(tmp_path, 60, ("funding", 1), higher=80))
    assert found.changes[0] == Change("Org size 51 instead of 40", "fit", 80.0, "High fit, so Act Now")
    assert found.changes[1].result == "cell E5 instead of E6, so Act Now"
    found = changes(split(tmp_path / "silent", 60, higher=80))
    assert [change.score for change in found.changes] == ["intent"]
    assert found.reason == "no higher fit band means a better cluster here"


def test_where_intent_decides_and_is_high_medium_is_enough(tmp_path: Path) -> None:
    found = changes(split(tmp_path, 40, ("news", 1), higher=60), "act-now")
    assert found.changes == (Change("Org size 51 instead of 40", "fit", 60.0, "Medium fit, so Act Now"),)


def test_targets_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="'m365-copilot' is no cluster and no band of fit"):
        changes(split(tmp_path, 60), "m365-copilot")
