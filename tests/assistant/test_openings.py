"""Why a customer stands in a shortlist and the first thing to say: only what the facts hold, plain text."""

import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.openings import opening_words, reason_words, templates
from knowledge.catalog import load_catalog
from scoring.shortlist_facts import CallFacts, Renewal, SeenSignal, signal_kinds, signals_of

CATALOG = load_catalog()
TODAY = date(2026, 10, 25)
HIRING = SeenSignal("Hiring", "hiring", "security analyst", date(2026, 8, 28))
FACTS = CallFacts("4001", "Acme", "azure", "Act Now", "A1", "$25K - $50K", None, (), None)
PLAIN = "What have you planned for Azure in the coming year?"


def test_every_signal_and_cohort_of_the_catalogue_has_its_words() -> None:
    say = templates()
    assert {*say["signal"]["say"]} == {*CATALOG.signals}
    assert {*say["cohort"]} == {*CATALOG.cohorts}


def test_templates_hold_only_what_is_filled_in() -> None:
    say = templates()
    known = {
        "signal": {"product", "detail", "topic"},
        "renewal": {"product", "agreement", "day"},
        "plain": {"product"},
        "cohort": {"product"},
    }
    texts = {"signal": say["signal"]["say"].values(), "cohort": say["cohort"].values()}
    texts |= {"renewal": [say["renewal"]["say"]], "plain": [say["plain"]["say"], say["plain"]["without_product"]]}
    for kind, lines in texts.items():
        for line in lines:
            assert {*re.findall(r"{(\w+)}", line)} <= known[kind], line


def test_signals_are_read_newest_first() -> None:
    explanation = (
        "Rumour: moves house; Hiring: security analyst (2026-08-28); Web visit: plans, 7 visits (2026-10-01); ; x"
    )
    assert signals_of(signal_kinds(CATALOG), explanation) == (
        SeenSignal("Web visit", "website_visits", "plans, 7 visits", date(2026, 10, 1)),
        HIRING,
        SeenSignal("Rumour", "", "moves house", None),
    )
    assert signals_of({}, "Hiring: analyst (2026-13-45)") == (SeenSignal("Hiring", "", "analyst", None),)


def test_a_reason_tells_what_is_known_and_no_more() -> None:
    assert reason_words(CATALOG, FACTS) == "Azure: Act Now, cell A1; $25K - $50K a year"
    nothing = CallFacts("4001", "Acme", "", None, None, None, None, (), None)
    assert reason_words(CATALOG, nothing) == ""
    full = replace(FACTS, propensity=47.2, signals=(HIRING,), renewal=Renewal(date(2027, 1, 5), "CSP", 10199.4))
    assert reason_words(CATALOG, full, ["Org size 3,421"]) == (
        "Azure: Act Now, cell A1; $25K - $50K a year; propensity 47.2%; score rests on Org size 3,421; "
        "Hiring: security analyst (2026-08-28); agreement ends 2027-01-05 ($10,199)"
    )


@pytest.mark.parametrize(
    ("facts", "cohorts", "words"),
    [
        (FACTS, (), PLAIN),
        (replace(FACTS, product=""), (), "What have you planned for your systems in the coming year?"),
        (FACTS, ("m365-copilot",), "Who at your company would gain most from Copilot: sales, finance, or the office?"),
        (
            replace(FACTS, signals=(HIRING,)),
            ("m365-copilot",),
            "I saw that you are hiring (security analyst). What is the first thing that needs to get done?",
        ),
        (replace(FACTS, signals=(replace(HIRING, day=date(2025, 10, 24)),)), (), PLAIN),  # more than a year ago
        (replace(FACTS, signals=(replace(HIRING, day=date(2026, 10, 26)),)), (), PLAIN),  # not yet
        (replace(FACTS, signals=(replace(HIRING, day=None),)), (), PLAIN),
        (replace(FACTS, signals=(replace(HIRING, kind=""),)), (), PLAIN),
        (
            replace(FACTS, signals=(SeenSignal("x", "website_visits", "plans and pricing, 7 visits", TODAY),)),
            (),
            "Is plans and pricing something that you are looking into at the moment? "
            "I can answer what the pages do not.",
        ),
        (
            replace(FACTS, signals=(HIRING,), renewal=Renewal(date(2027, 1, 23), "CSP", None)),  # in 90 days
            (),
            "Your agreement (CSP) ends on 23 January 2027. Shall we go through what you need before then?",
        ),
        (
            replace(FACTS, renewal=Renewal(TODAY, "", None)),
            (),
            "Your agreement ends on 25 October 2026. Shall we go through what you need before then?",
        ),
        (replace(FACTS, renewal=Renewal(date(2027, 1, 24), "CSP", None)), (), PLAIN),
    ],
)
def test_the_first_thing_to_say(facts: CallFacts, cohorts: tuple[str, ...], words: str) -> None:
    assert opening_words(CATALOG, facts, cohorts, TODAY) == words


COMING = "A contract of yours is coming up ({}). May I show you Azure before you decide?"


@pytest.mark.parametrize(
    ("detail", "day", "coming"),
    [
        ("Salesforce renewal in 2 months", date(2026, 3, 24), False),  # it was on 24 May
        ("Salesforce renewal in 7 months", date(2026, 3, 24), False),  # on 24 October, yesterday
        ("Salesforce renewal in 7 months", date(2026, 3, 25), True),  # today
        ("Salesforce renewal in 12 months", date(2025, 12, 31), True),  # on 31 December
        ("AWS renewal in 1 month", date(2026, 9, 30), True),
        ("AWS renewal in 1 month", date(2026, 9, 24), False),
        ("AWS renewal soon", date(2026, 3, 24), True),
    ],
)
def test_a_contract_that_has_ended_is_not_coming_up(detail: str, day: date, coming: bool) -> None:
    """The months count from the day of the signal; once they are over, the next signal gives the opening, if any."""
    renewal = SeenSignal("Technology renewal", "technology_renewal", detail, day)
    older = replace(HIRING, day=date(2025, 11, 1))
    alone, both = (
        opening_words(CATALOG, replace(FACTS, signals=signals), (), TODAY) for signals in ((renewal,), (renewal, older))
    )
    hiring = "I saw that you are hiring (security analyst). What is the first thing that needs to get done?"
    assert (alone, both) == ((COMING.format(detail),) * 2 if coming else (PLAIN, hiring))


def test_what_the_data_holds_stays_text() -> None:
    hostile = replace(HIRING, detail="{product} {x} =cmd|\x1b[31m\u202e <b>")
    facts = replace(FACTS, signals=(hostile,))
    assert opening_words(CATALOG, facts, (), TODAY).startswith("I saw that you are hiring ({product} {x} =cmd| <b>).")
    assert "Hiring: {product} {x} =cmd| <b>" in reason_words(CATALOG, facts)
