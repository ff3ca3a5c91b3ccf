"""Lists as Excel workbooks, read again by openpyxl and, where it is installed, by LibreOffice."""

import csv
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from export_lists import PLAIN, listing, named
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.export import xlsx_file
from assistant.export.listing import Column, Listing
from assistant.export.writing import write_listing
from assistant.render import clean
from scoring.errors import AscentError

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported"
)  # solid data bars, which openpyxl leaves out
DAY = date(2026, 10, 25)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def workbook(tmp_path: Path, made: Listing) -> Any:
    out = tmp_path / "list.xlsx"
    write_listing(made, out, made_on=DAY)
    return load_workbook(out)


def test_cells_have_the_types_of_their_values(tmp_path: Path) -> None:
    book = workbook(tmp_path, listing())
    assert book.sheetnames == ["Customers", "Charts", "How it was made"]
    sheet = book["Customers"]
    head, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert head[:4] == ["#", "Customer ID", "Account name", "Domain"]
    reported = datetime(2026, 11, 10)
    figures = [310, "Yes", reported, "Act Now", 92, 31.5, 25000, "Why."]
    assert first == [1, "0400", "Nova", "nova.example", "Sweden", *figures]
    assert second == [2, "4002", "Acme", None, "Norway", None, "No", None, "Evaluate", 60.26, None, 1234.5, None]
    kinds = [cell.data_type for cell in sheet[2]]
    assert kinds == ["n", "s", "s", "s", "s", "n", "s", "d", "s", "n", "n", "n", "s"]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[1:3] == ["@", "@"]
    assert formats[5:] == ["#,##0", "@", "yyyy-mm-dd", "@", "0.0", '0.0"%"', '"$"#,##0', "@"]


def test_the_header_stays_in_sight_and_filters(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, listing())["Customers"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:M3"
    assert sheet["A1"].font.bold
    assert sheet.print_title_rows == "$1:$1"


def test_scores_have_bars_and_clusters_have_colours(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, listing())["Customers"]
    rules = {str(item.sqref): item.rules for item in sheet.conditional_formatting}
    assert set(rules) == {"I2:I3", "J2:J3", "K2:K3"}
    assert [rule.type for rule in rules["J2:J3"]] == ["dataBar"]
    assert [(stop.type, stop.val) for stop in rules["J2:J3"][0].dataBar.cfvo] == [("num", 0), ("num", 100)]
    told = [(rule.type, rule.formula[0], rule.dxf.fill.bgColor.rgb) for rule in rules["I2:I3"]]
    assert told == [
        ("cellIs", '"Act Now"', "FFD8F1E2"),
        ("cellIs", '"Evaluate"', "FFFCEBCB"),
        ("cellIs", '"Nurture"', "FFDCEAFA"),
        ("cellIs", '"Educate"', "FFE9E8F0"),
    ]


def test_columns_are_as_wide_as_what_they_hold(tmp_path: Path) -> None:
    """Wide letters count double; a heading has two lines, with room for the button of its filter."""
    short = workbook(tmp_path, named("abc"))["Customers"].column_dimensions
    assert short["B"].width == pytest.approx(len("Account") + 3 + 2, abs=1)
    (tmp_path / "list.xlsx").unlink()
    wide = workbook(tmp_path, named("株" * 20))["Customers"].column_dimensions
    assert wide["B"].width == pytest.approx(2 * 20 + 2, abs=1)
    (tmp_path / "list.xlsx").unlink()
    assert workbook(tmp_path, named("N" * 200))["Customers"].column_dimensions["B"].width == pytest.approx(50, abs=1)


def test_long_texts_have_lines_and_rows_the_room_for_them(tmp_path: Path) -> None:
    """46 letters are a line: 100 take three. Short ones stay on one."""
    sheet = workbook(tmp_path, named("word " * 20, "Nova"))["Customers"]
    assert [sheet["B2"].alignment.wrap_text, sheet["A2"].alignment.wrap_text] == [True, None]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [30, 45, None]


def test_every_sheet_is_printed_on_a4_as_wide_as_a_page(tmp_path: Path) -> None:
    book = workbook(tmp_path, listing())
    assert {(sheet.page_setup.paperSize, sheet.page_setup.orientation) for sheet in book} == {(9, "landscape")}
    assert [sheet.page_setup.fitToHeight for sheet in (book["Customers"], book["How it was made"])] == [0, 0]


def test_charts_are_native_and_stand_beside_their_figures(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, listing())["Charts"]
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [
        ["Customers by country", "customers"],
        ["Norway", 1],
        ["Sweden", 1],
    ]
    assert [[cell.value for cell in row] for row in sheet["A12:B22"]] == [
        ["Azure: customers by cell", "customers"],
        *(["A1", 1], ["A2", 0], ["A3", 0], ["A4", 0], ["E5", 1]),
        *([cell, 0] for cell in ("E6", "E7", "E8", "N9", "ET10")),
    ]
    drawn = [(chart.series[0].cat.strRef.f, chart.series[0].val.numRef.f) for chart in sheet._charts]
    assert drawn == [("Charts!$A$2:$A$3", "Charts!$B$2:$B$3"), ("Charts!$A$13:$A$22", "Charts!$B$13:$B$22")]


def test_the_last_sheet_says_how_the_list_was_made(tmp_path: Path) -> None:
    book = workbook(tmp_path, listing(title="Act Now\x1b[31m for Azure"))
    sheet = book["How it was made"]
    assert [[cell.value for cell in row] for row in sheet["A1:B4"]] == [
        ["Act Now for Azure", None],
        [None, None],
        ["Question", "Who is <b>Act Now</b>?"],
        ["Filters", "Azure cluster Act Now"],
    ]
    assert book.properties.title == "Act Now for Azure"
    assert book.properties.created == datetime(2026, 10, 25)


def test_a_list_without_customers_has_its_header_only(tmp_path: Path) -> None:
    book = workbook(tmp_path, listing(()))
    assert book["Customers"].max_row == 1
    assert book["Customers"].auto_filter.ref == "A1:M1"


def test_groups_stand_on_a_sheet_of_their_own_name(tmp_path: Path) -> None:
    columns = (Column("country", "Country", "text"), Column("value", "Customers", "whole"))
    book = workbook(tmp_path, listing((("Sweden", 86),), columns))
    assert book.sheetnames[0] == "Groups"
    assert book["Groups"].freeze_panes == "A2"


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_is_text_and_nothing_else(name: str, tmp_path: Path) -> None:
    sheet = workbook(tmp_path, named(name))["Customers"]
    assert (sheet["B2"].data_type, sheet["B2"].value, sheet["B2"].hyperlink) == ("s", PLAIN[name], None)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), min_size=40, max_size=40))
def test_any_name_is_its_plain_line(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    names = [name for name in names if clean(name) and "_x" not in name]  # which openpyxl takes for what it stands for
    sheet = workbook(tmp_path_factory.mktemp("any"), named(*names))["Customers"]
    assert [(cell.data_type, cell.value) for cell in sheet["B"][1:]] == [("s", clean(name)) for name in names]


def test_no_name_makes_a_formula_a_link_or_a_part_of_the_file(tmp_path: Path) -> None:
    workbook(tmp_path, named(*PLAIN, "_x0041_"))
    with ZipFile(tmp_path / "list.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
        assert not any("external" in name.lower() for name in parts.namelist())


def test_text_longer_than_a_cell_is_cut_and_that_is_told(tmp_path: Path) -> None:
    book = workbook(tmp_path, named("N" * 40_000, "😀" * 20_000, "N" * 32_767))
    cells = [cell.value for cell in book["Customers"]["B"][1:]]
    assert cells == ["N" * 32_766 + "…", "😀" * 16_383 + "…", "N" * 32_767]
    last = [cell.value for cell in list(book["How it was made"].iter_rows())[-1]]
    told = "2 texts are longer than a cell of Excel (32,767 characters) and cut; a .csv file holds all of it."
    assert last == ["Cut", told]


def test_more_rows_than_excel_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 1)
    with pytest.raises(AscentError, match=r"Excel holds 1 rows; this list has 2\. Write it as \.csv\."):
        write_listing(listing(), tmp_path / "list.xlsx", made_on=DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_what_was_written(tmp_path: Path) -> None:
    """All sheets, as LibreOffice shows them: text as text, money, dates and shares as they are formatted."""
    write_listing(listing(), tmp_path / "list.xlsx", made_on=DAY)
    write_listing(named(*PLAIN, "_x0041_"), tmp_path / "names.xlsx", made_on=DAY)
    found = _converted(tmp_path, "list", "Customers")
    figures = ["310", "Yes", "2026-11-10", "Act Now", "92.0", "31.5%", "$25,000", "Why."]
    assert found[1] == ["1", "0400", "Nova", "nova.example", "Sweden", *figures]
    assert found[2][9:12] == ["60.3", "", "$1,235"]
    assert _converted(tmp_path, "list", "How it was made")[2] == ["Question", "Who is <b>Act Now</b>?"]
    assert [row[1] for row in _converted(tmp_path, "names", "Customers")[1:]] == [*PLAIN.values(), "_x0041_"]


def _converted(folder: Path, name: str, sheet: str) -> list[list[str]]:
    """A sheet of a workbook as LibreOffice writes it as CSV: as shown, every sheet to a file of its own."""
    assert OFFICE
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", options, "--outdir", folder, folder / f"{name}.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (folder / f"{name}-{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
