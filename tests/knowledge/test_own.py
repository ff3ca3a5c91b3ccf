"""What the catalogue says of own data: conditions, definitions, and what is refused."""

from pathlib import Path

import pytest

from knowledge.catalog import load_catalog
from knowledge.definitions import load_definitions
from knowledge.entries import CatalogError
from knowledge.own import Condition, condition_words, parse_condition

CONDITIONS = [
    ("has_e5", Condition("has_e5", "is", 1), "Has E5 is Yes"),
    ("not has_e5", Condition("has_e5", "is", 0), "Has E5 is No"),
    ("m365_seats >= 10", Condition("m365_seats", ">=", 10), "M365 seats >= 10"),
    ("copilot_seats < m365_seats", Condition("copilot_seats", "<", 1, "m365_seats"), "Copilot seats < M365 seats"),
    ("m365_seats < 0.6 * org_size", Condition("m365_seats", "<", 0.6, "org_size"), "M365 seats < 0.6 × Org size"),
]


@pytest.mark.parametrize(("text", "condition", "words"), CONDITIONS)
def test_conditions_are_read_and_said(text: str, condition: Condition, words: str) -> None:
    assert parse_condition(text) == condition
    assert condition_words(load_catalog(), condition) == words


def test_every_cohort_has_rules() -> None:
    assert [cohort.id for cohort in load_catalog().cohorts.values() if not cohort.rules] == []


def refused(rule: str) -> str:
    return f"[[cohort]]\nid = 'x'\ntitle = 'X'\nreport = 'm365'\nproduct = 'm365'\nrules = ['{rule}']"


REFUSED = [
    (refused("m365_seats << 3"), "[[cohort]] number 1, 'rules': 'm365_seats << 3' is no condition such as "),
    (refused("shoe_size > 3"), "[[cohort]] number 1, 'rules': there is no customer field 'shoe_size'"),
    (refused("expiring_revenue > 3"), "[[cohort]] number 1, 'rules': there is no customer field 'expiring_revenue'"),
    (refused("m365_seats"), "[[cohort]] number 1, 'rules': 'm365_seats' does not fit 'm365_seats', which is a number"),
    (refused("has_e5 > 1"), "[[cohort]] number 1, 'rules': 'has_e5 > 1' does not fit 'has_e5', which is a flag"),
    (refused("m365_seats > city"), "[[cohort]] number 1, 'rules': 'm365_seats > city' does not fit 'city'"),
    ("[[holding]]\nid = 'x'\nproducts = ['y']", "[[holding]] number 1, 'products': 'y' is not known"),
    ("[[fact]]\nid = 'x'\nmeasure = 'consumption'", "[[fact]] number 1, 'field': 'x' is not known"),
    ("[[fact]]\nid = 'has_e5'\nmeasure = 'held'", "[[fact]] number 1, 'holding' is missing: a fact of measure 'held'"),
    ("[[fact]]\nid = 'eos_server'\nmeasure = 'installed'", "[[fact]] number 1, 'technologies' are missing"),
    (
        "[[potential]]\nid = 'x'\ntitle = 'X'\nunits = 'city'\nprice = 3",
        "[[potential]] number 1, 'units': 'city' is not known",
    ),
    (
        "[[potential]]\nid = 'x'\ntitle = 'X'\nunits = 'org_size'\nprice = 3\nper = 0",
        "[[potential]] number 1, 'per' must be over 0, prices 0 or more",
    ),
    ("[brackets]\nbounds = [0, 5, 1]", "[[brackets]] number 1, 'bounds' must begin with 0 and rise"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_contradictions_are_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as error:
        load_catalog(tmp_path)
    assert str(error.value).startswith(f"mine.toml, {message}")


@pytest.mark.parametrize(
    ("term", "id", "part"),
    [
        ("eos server", "column.eos_server", "Counts: Windows Server 2008, Windows Server 2012, SQL Server 2008, "),
        ("Office out of service", "column.eos_office", "Counts: Office 2007, Office 2010, Office 2013."),
        ("M365 seats", "column.m365_seats", "Computed from your own customers and subscriptions"),
        ("legacy ERP", "column.legacy_erp", "Counts: Dynamics NAV, Dynamics GP, Dynamics AX."),
        ("2021 segment", "column.segment_2021", "by the bounds of 2021"),
        ("M365 more seats", "cohort.m365-upsell-seats", "Ascent's rule: M365 seats > 0; M365 seats < 0.6 × Org size."),
    ],
)
def test_definitions_follow_from_the_entries(term: str, id: str, part: str) -> None:
    found = load_definitions(load_catalog()).lookup(term)[0]
    assert found.id == id
    assert part in found.text
