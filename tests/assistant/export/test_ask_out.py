"""``ascent ask --out``, as a process of its own and, for what it refuses, in this one."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from processes import process

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-25")
BEST = "Who are the top customers for M365?"


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_all_customers_are_written_not_only_those_shown(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    done = process("ask", "Which customers are in the M365 report?", "--workspace", sample, *DAY, "--out", out)
    assert done.returncode == 0, done.stderr
    rows = read(out)
    assert len(rows) - 1 > 300
    assert done.stderr == f"{len(rows) - 1:,} customers written to {out}\n"
    assert "all.csv" not in done.stdout


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # solid data bars, which openpyxl leaves out
def test_a_workbook_is_written_and_told(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.xlsx"
    done = process("ask", BEST, "--workspace", workspace, *DAY, "--out", out, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["written"] == {"file": str(out), "rows": 3, "of": "customers"}
    assert told["customers"] == ["4001", "4003", "4002"]
    book = load_workbook(out)
    assert [cell.value for cell in book["Customers"]["B"]] == ["Customer ID", "4001", "4003", "4002"]
    assert (book["Customers"]["C4"].data_type, book["Customers"]["C4"].value) == ("s", "=SUM(A1)")
    assert book["How it was made"]["B3"].value == BEST


def test_a_crm_s_layout_is_written(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.csv"
    done = process("ask", BEST, "--workspace", workspace, *DAY, "--out", out, "--layout", "salesforce")
    assert done.returncode == 0, done.stderr
    head, *rows = read(out)
    assert head[:4] == ["Account Name", "Billing City", "Billing Country", "Employees"]
    assert [row[0] for row in rows] == ["[bold]Acme[/bold] AB", "Nova Ltd", "'=SUM(A1)"]


def test_a_break_down_is_a_table_of_groups(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "groups.csv"
    asked = "How many customers are there by industry?"
    code, _, err = ascent("ask", asked, "--workspace", workspace, *DAY, "--out", out)
    assert (code, err) == (0, f"2 groups written to {out}\n")
    assert read(out) == [["Industry", "Customers"], ["Retail", "2"], ["Healthcare", "1"]]


def test_a_two_way_break_down_has_a_column_for_each(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "groups.json"
    asked = "How many customers are there by industry and country?"
    assert ascent("ask", asked, "--workspace", workspace, *DAY, "--out", out)[0] == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [column["title"] for column in found["columns"]] == ["Industry", "Country", "Customers"]
    assert sorted(map(str, (row.values() for row in found["rows"]))) == [
        "dict_values(['Healthcare', 'Norway', 1])",
        "dict_values(['Retail', 'Sweden', 1])",
        "dict_values(['Retail', 'United Kingdom', 1])",
    ]


def test_a_break_down_by_month_is_of_all_its_months(sample: Path, ascent: Ascent, tmp_path: Path) -> None:
    for asked in ("How many Act Now customers for Azure by month", "Customers by month and country"):
        out = tmp_path / f"{len(asked)}.json"
        assert ascent("ask", asked, "--workspace", sample, *DAY, "--out", out)[0] == 0
        found = json.loads(out.read_text(encoding="utf-8"))
        months = sorted({row["month"] for row in found["rows"]})
        assert len(months) > 1
        assert found["month"] == ", ".join(months)
        assert {"about": "Month of the reports", "words": found["month"]} in found["made"]


def test_a_matrix_is_drawn_as_one(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    """Of the three customers one is in A2, one in E5 and one in N9."""
    out = tmp_path / "matrix.json"
    asked = "How many customers are there by M365 cell?"
    assert ascent("ask", asked, "--workspace", workspace, *DAY, "--out", out)[0] == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [list(row.values()) for row in found["rows"]] == [["A2", 1], ["E5", 1], ["N9", 1]]
    (grid,) = found["grids"]
    assert grid["product"] == "M365"
    assert {cell: count for cell, count in grid["counts"].items() if count} == {"A2": 1, "E5": 1, "N9": 1}
    assert list(grid["counts"]) == ["A1", "A2", "A3", "A4", "E5", "E6", "E7", "E8", "N9", "ET10"]


def test_a_count_writes_whom_it_counts(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "counted.csv"
    asked = "How many customers are Act Now for M365?"
    code, _, err = ascent("ask", asked, "--workspace", workspace, *DAY, "--out", out)
    assert (code, err) == (0, f"1 customer written to {out}\n")
    assert [row[1] for row in read(out)] == ["Customer ID", "4001"]


def test_one_customer_that_was_asked_about_is_written(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "one.csv"
    assert ascent("ask", "Tell me about Nova Ltd", "--workspace", workspace, *DAY, "--out", out)[0] == 0
    assert [row[1:3] for row in read(out)] == [["Customer ID", "Account name"], ["4003", "Nova Ltd"]]


@pytest.mark.parametrize(
    "asked", ["What is the average M365 fit of all customers?", "What does Act Now mean?", "Which months are imported?"]
)
def test_an_answer_without_a_list_is_said_and_not_written(
    asked: str, workspace: Path, ascent: Ascent, tmp_path: Path
) -> None:
    code, said, err = ascent("ask", asked, "--workspace", workspace, *DAY, "--out", tmp_path / "a.csv")
    assert code == 1
    assert said
    told = "the answer is no list of customers and no break-down. Ask for a list."
    assert err == f"Error: Nothing was written: {told}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_is_not_answered_writes_nothing(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert ascent("ask", "How many cats do they keep?", "--workspace", workspace, *DAY, "--out", out)[0] == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_unless_forced(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    """And it is found before the question is asked."""
    out = tmp_path / "a.csv"
    out.write_text("mine", encoding="utf-8")
    asked = ("ask", BEST, "--workspace", workspace, *DAY, "--out", out)
    assert ascent(*asked) == (1, "", f"Error: {out} exists already. Replace it with --force.\n")
    assert out.read_text(encoding="utf-8") == "mine"
    assert ascent(*asked, "--force")[0] == 0
    assert len(read(out)) == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--out", "a.pdf"], "'a.pdf' ends with none of .xlsx, .html, .csv, .json."),
        (["--out", "a.xlsx", "--bom"], "a byte order mark is for CSV files"),
        (["--out", "a.html", "--layout", "dynamics"], "the layout dynamics is for CSV files"),
        (["--out", "a.csv", "--layout", "sap"], "'sap' is none of dynamics, salesforce, hubspot."),
        (["--layout", "hubspot"], "nothing is written without --out FILE."),
        (["--force"], "nothing is written without --out FILE."),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(
    options: list[str], told: str, workspace: Path, ascent: Ascent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, err = ascent("ask", BEST, "--workspace", workspace, *DAY, *options)
    assert (code, said) == (2, "")
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "none" / "a.csv"
    asked = ascent("ask", BEST, "--workspace", workspace, *DAY, "--out", out)
    assert asked == (1, "", f"Error: There is no folder {out.parent}.\n")


def test_words_of_another_language_are_written_too(workspace: Path, ascent: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    asked = "Vilka kunder i Sverige är Agera nu för M365?"
    assert ascent("ask", asked, "--workspace", workspace, *DAY, "--out", out)[0] == 0
    assert [row[1] for row in read(out)] == ["Customer ID", "4001"]


def test_a_customer_of_one_s_own_data_is_written_by_it(
    reports: Path, own_workspace: Path, ascent: Ascent, tmp_path: Path
) -> None:
    """It stands in no report: 1,200 people are a fit of 73.1 for Azure by the own model, which is Evaluate."""
    assert ascent("import", reports, "--workspace", own_workspace)[0] == 0
    out = tmp_path / "one.csv"
    here = ("--workspace", own_workspace, *DAY, "--out", out, "--force")
    assert ascent("ask", "Tell me about Customer 239", *here)[0] == 0
    (own,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert (own["Customer ID"], own["Org size"], own["Azure cluster"]) == ("5239", "1200", "Evaluate")
    assert ascent("ask", "Tell me about Nova Ltd", *here)[0] == 0
    (reported,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert (reported["Customer ID"], reported["M365 cluster"]) == ("4003", "Evaluate")
    code, _, err = ascent("ask", "Compare Nova Ltd with Customer 239", *here)
    told = "not all of these customers stand in one month. Ask for a list."
    assert (code, err) == (1, f"Error: Nothing was written: {told}\n")
