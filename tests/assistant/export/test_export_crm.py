"""Layouts that a CRM imports: its own field names, and custom fields for the rest."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest
from export_lists import listing, named

import assistant
from assistant.export.columns import FULL, column
from assistant.export.listing import Column
from assistant.export.writing import write_listing
from knowledge.catalog import load_catalog
from scoring.errors import AscentError

DAY = date(2026, 10, 25)
OWN = [
    *("Ascent Place", "Ascent Customer ID", "Ascent Agreement End", "Ascent Azure Cluster", "Ascent Azure Fit"),
    *("Ascent Azure Propensity", "Ascent Azure Revenue From", "Ascent Azure Reason", "Ascent List", "Ascent Month"),
]
OF_NOVA = ["1", "0400", "2026-11-10", "Act Now", "92", "31.5", "25000", "Why.", "Act Now for Azure", "2026-10"]
OF_ACME = ["2", "4002", "", "Evaluate", "60.26", "", "1234.5", "", "Act Now for Azure", "2026-10"]


def written(tmp_path: Path, layout: str) -> list[list[str]]:
    out = tmp_path / "crm.csv"
    write_listing(listing(), out, layout=layout, made_on=DAY)
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_dynamics_takes_accounts(tmp_path: Path) -> None:
    """With a byte order mark, which its import needs for letters beyond English ones."""
    standard = ["Account Name", "Website", "Address 1: Country/Region", "Number of Employees"]
    assert written(tmp_path, "dynamics") == [
        [*standard, *OWN],
        ["Nova", "https://nova.example", "Sweden", "310", *OF_NOVA],
        ["Acme", "", "Norway", "", *OF_ACME],
    ]
    assert (tmp_path / "crm.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_salesforce_takes_accounts(tmp_path: Path) -> None:
    standard = ["Account Name", "Website", "Billing Country", "Employees"]
    assert written(tmp_path, "salesforce") == [
        [*standard, *OWN],
        ["Nova", "https://nova.example", "Sweden", "310", *OF_NOVA],
        ["Acme", "", "Norway", "", *OF_ACME],
    ]
    assert (tmp_path / "crm.csv").read_bytes().startswith(b"Account Name")


def test_hubspot_takes_companies(tmp_path: Path) -> None:
    standard = ["Company name", "Company domain name", "Country/Region", "Number of employees"]
    assert written(tmp_path, "hubspot") == [
        [*standard, *OWN],
        ["Nova", "nova.example", "Sweden", "310", *OF_NOVA],
        ["Acme", "", "Norway", "", *OF_ACME],
    ]


def test_a_name_is_no_formula_in_a_crm_s_file_either(tmp_path: Path) -> None:
    write_listing(named("=1+1", "two\nlines"), tmp_path / "a.csv", layout="hubspot", made_on=DAY)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "'=1+1,4001,Act Now for Azure,2026-10",
        "two lines,4002,Act Now for Azure,2026-10",
    ]


def test_a_break_down_has_no_place_in_a_crm(tmp_path: Path) -> None:
    groups = listing((("Sweden", 86),), (Column("country", "Country", "text"), Column("value", "Customers", "whole")))
    with pytest.raises(AscentError, match="The layout hubspot is for lists of customers with their names"):
        write_listing(groups, tmp_path / "a.csv", layout="hubspot", made_on=DAY)
    assert list(tmp_path.iterdir()) == []


def test_every_layout_has_fields_of_the_list_and_a_name() -> None:
    layouts = tomllib.loads(
        Path(assistant.__file__).with_name("crm_layouts.toml").read_text(encoding="utf-8"),
    )
    catalog = load_catalog()
    for layout in layouts["layout"]:
        headings = [field["to"] for field in layout["field"]]
        assert len(set(headings)) == len(headings)
        assert layout["field"][0]["from"] == "account_name"
        assert all(field["from"] in catalog.fields for field in layout["field"])
    assert [layout["id"] for layout in layouts["layout"]] == ["dynamics", "salesforce", "hubspot"]


@pytest.mark.parametrize("product", load_catalog().products)
def test_custom_fields_are_short_enough_for_salesforce(product: str, tmp_path: Path) -> None:
    """Labels of at most 40 letters, one for each score of a product but the range, which stands as its bounds."""
    columns = tuple(column(load_catalog(), name) for name in ("account_name", *(f"{product}.{part}" for part in FULL)))
    write_listing(listing((), columns), tmp_path / "a.csv", layout="salesforce", made_on=DAY)
    (headings,) = csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines())
    assert len(headings) == 1 + len(FULL) - 1 + 2
    assert max(map(len, headings)) <= 40
