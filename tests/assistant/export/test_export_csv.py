"""Lists as CSV: exact text, and nothing in it that a spreadsheet would run."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from export_lists import PLAIN, listing, named
from hypothesis import given
from hypothesis import strategies as st

from assistant.export.csv_file import FORMULA, cell, write_csv
from assistant.export.writing import write_listing
from assistant.render import clean
from scoring.errors import AscentError

DAY = date(2026, 10, 25)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_list_is_a_line_a_customer(tmp_path: Path) -> None:
    out = tmp_path / "calls.csv"
    write_listing(listing(), out, made_on=DAY)
    assert out.read_bytes().decode() == (
        "#,Customer ID,Account name,Domain,Country,Org size,Has Azure,First agreement end date,Azure cluster,Azure fit,"
        'Azure propensity,"Azure potential revenue, from",Azure reason\n'
        "1,0400,Nova,nova.example,Sweden,310,Yes,2026-11-10,Act Now,92,31.5,25000,Why.\n"
        "2,4002,Acme,,Norway,,No,,Evaluate,60.26,,1234.5,\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]


def test_a_byte_order_mark_stands_where_it_is_wanted(tmp_path: Path) -> None:
    write_listing(named("Å"), tmp_path / "a.csv", made_on=DAY, bom=True)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfCustomer ID,Account name\n4001,\xc3\x85\n"


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_is_one_line_of_plain_text(name: str, tmp_path: Path) -> None:
    """With an apostrophe before it where a spreadsheet would take it for a formula."""
    write_listing(named(name), tmp_path / "a.csv", made_on=DAY)
    shown = PLAIN[name]
    guarded = f"'{shown}" if shown.lstrip()[:1] in ("=", "+", "-", "@", "＝") else shown
    assert read(tmp_path / "a.csv")[1] == ["4001", guarded]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]]) -> None:
    """Any text comes back as its plain line; what a spreadsheet would run has an apostrophe before it."""
    out = tmp_path_factory.mktemp("csv") / "a.csv"
    write_csv(out, ["one", "two"], texts, bom=False)
    found = read(out)
    assert found == [["one", "two"], *([cell(clean(text)) for text in row] for row in texts)]
    for text in (text for row in found for text in row):
        assert not text.lstrip().startswith(FORMULA)
        assert text.isprintable() or not set(text) & set(map(chr, range(32)))


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert "\n" not in shown
    io.StringIO(shown).read().encode("utf-8")


def test_an_existing_file_is_kept_unless_it_is_forced(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(AscentError, match=r"a\.csv exists already\. Replace it with --force\."):
        write_listing(named("A"), out, made_on=DAY)
    assert out.read_text(encoding="utf-8") == "mine"
    write_listing(named("A"), out, made_on=DAY, force=True)
    assert read(out)[1] == ["4001", "A"]


@pytest.mark.parametrize(
    ("name", "layout", "bom", "told"),
    [
        ("a.txt", "", False, r"a\.txt' ends with none of \.xlsx, \.html, \.csv, \.json\."),
        ("a", "", False, "ends with none of"),
        ("a.xlsx", "hubspot", False, r"the layout hubspot is for CSV files: end the name with \.csv\."),
        ("a.json", "", True, r"a byte order mark is for CSV files: end the name with \.csv\."),
        ("none/a.csv", "", False, "There is no folder .*none"),
        ("folder.csv", "", False, "folder.csv is a folder"),
        ("a.csv", "sap", False, "There is no layout 'sap'; there are dynamics, salesforce, hubspot."),
    ],
)
def test_what_cannot_be_written_leaves_nothing(name: str, layout: str, bom: bool, told: str, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(AscentError, match=told):
        write_listing(named("A"), tmp_path / name, layout=layout, bom=bom, made_on=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xlsx", "a.html"])
def test_the_same_list_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    found = set()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_listing(listing(), tmp_path / folder / name, made_on=DAY)
        found.add((tmp_path / folder / name).read_bytes())
    assert len(found) == 1
