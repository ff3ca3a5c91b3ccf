"""Import, status, export, forget and define, on a small partner."""

import csv
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from assistant.commands.status import age_of, fiscal_year
from assistant.export.csv_file import cell
from assistant.places import check_place, replacing
from knowledge.catalog import load_catalog
from scoring.errors import AscentError

Ascent = Callable[..., tuple[int, str, str]]
KEYS = ("customer_id", "product", "month")
SCORES = ("fit", "intent", "fit_band", "intent_band", "cell", "cluster")
REFRESH = load_catalog().refresh


def test_import_shows_what_was_recognised(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    code, out, err = ascent("import", reports, "--workspace", tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "file                                 report    layout   month    rows  customers  columns  plays  unknown",
        "CLASM365Propensity.csv               m365      current  2026-09     1          1       10      0        0",
        "CLASAgreementRenewalsPropensity.csv  renewals  current  2026-10     5          2       14      0        0",
        "CLASM365Propensity.csv               m365      current  2026-10     3          3       15      0        0",
        "Imported.",
    ]
    assert ascent("import", reports, "--workspace", tmp_path)[1].endswith("\nNothing changed: all of it was there.\n")


def test_import_as_json(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    code, out, _ = ascent("import", reports, "--workspace", tmp_path, "--json")
    summary = json.loads(out)
    assert (code, out.count("\n")) == (0, 1)
    assert [file["month"] for file in summary["files"]] == ["2026-09", "2026-10", "2026-10"]


def test_import_warns_of_faults_and_strict_refuses_them(ascent: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "2026-10 report.csv"
    path.write_text("Customer ID,M365Cluster,M365 Fit,M365 Intent\n1,Act Now,140,5\n2,Act Now,80,5\n", encoding="utf-8")
    code, out, err = ascent("import", path, "--workspace", tmp_path / "strict", "--strict")
    assert (code, out) == (1, "")
    assert err.startswith("Error: Nothing was imported: 1 faults in the rows.\n")
    code, out, err = ascent("import", path, "--workspace", tmp_path / "lenient")
    assert (code, out.splitlines()[-1]) == (0, "Imported.")
    assert err.startswith("Warning: 2026-10 report.csv, M365 Fit: ")
    assert "'140'" in err


def test_import_names_unknown_columns_and_takes_a_mapping(ascent: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "2026-10 report.csv"
    path.write_text("Customer ID,M365Cluster,M365 Fit,Town\n1,Act Now,80,Oslo\n", encoding="utf-8")
    _, out, _ = ascent("import", path, "--workspace", tmp_path / "w")
    assert "Kept, but not recognised in 2026-10 report.csv: Town (name them with --map 'COLUMN=field')" in out
    code, out, _ = ascent("import", path, "--workspace", tmp_path / "w", "--map", "Town=city")
    assert (code, "Replaced 2026-10 m365" in out, "not recognised" in out) == (0, True, False)


def test_status(ascent: Ascent, workspace: Path) -> None:
    code, out, err = ascent("status", "--workspace", workspace, "--as-of", "2026-10-25")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"Workspace {workspace}",
        "",
        "month    report                     layout          rows  customers",
        "2026-10  M365 propensity report     today's layout     3          3",
        "2026-10  Agreement renewals report  today's layout     5          2",
        "2026-09  M365 propensity report     today's layout     1          1",
        "",
        "Partner locations: Contoso (77), Fabrikam (78)",
        "Customers: 3 in 2026-10, 1 in 2026-09",
        "",
        "The newest reports, 2026-10, are up to date; the next ones come on 2026-11-25 (in 31 days).",
        "",
        "SMC customers: 3 (in the reports of 2026-10)",
        "Expiring agreements: 3 (end in the fiscal year 2026-07-01 to 2027-06-30; 2026-10)",
        "Open expiring revenue: $1,200.25 (of those that end on 2026-10-25 or later)",
    ]


def test_status_as_json(ascent: Ascent, workspace: Path) -> None:
    _, out, _ = ascent("status", "--workspace", workspace, "--as-of", "2026-11-30", "--json")
    status = json.loads(out)
    assert status["months"] == ["2026-10", "2026-09"]
    assert status["customers"] == {"2026-10": 3, "2026-09": 1}
    assert status["age"] == {"newest": "2026-10", "due": "2026-11", "stale": True, "next_refresh": "2026-12-25"}
    assert status["summary"] == {
        "month": "2026-10",
        "smc_customers": 3,
        "renewals_month": "2026-10",
        "start": "2026-07-01",
        "end": "2027-06-30",
        "expiring_agreements": 3,
        "open_expiring_revenue": 1000.0,
    }
    assert status["reports"][0] == {
        "month": "2026-10",
        "report": "m365",
        "layout": "current",
        "partner_id": "77",
        "partner_name": "Contoso",
        "rows": 2,
        "customers": 2,
        "files": ["CLASM365Propensity.csv"],
    }


def test_status_of_an_empty_workspace(ascent: Ascent, tmp_path: Path) -> None:
    code, out, _ = ascent("status", "--workspace", tmp_path)
    assert (code, out.splitlines()[-1]) == (
        0,
        "Nothing is imported yet. Import the downloaded files with: ascent import FOLDER",
    )
    empty = json.loads(ascent("status", "--workspace", tmp_path, "--json")[1])
    assert (empty["months"], empty["customers"], empty["summary"]) == ([], {}, None)


def test_status_without_renewals(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    ascent("import", reports / "2026-09", "--workspace", tmp_path)
    _, out, _ = ascent("status", "--workspace", tmp_path, "--as-of", "2026-10-24")
    assert out.splitlines()[-4:] == [
        "The newest reports, 2026-09, are up to date; the next ones come on 2026-10-25 (in 1 day).",
        "",
        "SMC customers: 1 (in the reports of 2026-09)",
        "Expiring agreements and open expiring revenue: no renewals report is imported",
    ]


@pytest.mark.parametrize(
    ("today", "due", "following"),
    [
        ("2026-10-24", "2026-09", "2026-10-25"),
        ("2026-10-25", "2026-10", "2026-11-25"),
        ("2026-12-31", "2026-12", "2027-01-25"),
        ("2027-01-01", "2026-12", "2027-01-25"),
    ],
)
def test_age(today: str, due: str, following: str) -> None:
    age = age_of(REFRESH, "2026-10", date.fromisoformat(today))
    assert (age.due, age.next.isoformat(), age.stale) == (due, following, due > "2026-10")


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [("2026-06-30", "2025-07-01", "2026-06-30"), ("2026-07-01", "2026-07-01", "2027-06-30")],
)
def test_fiscal_year(today: str, start: str, end: str) -> None:
    assert [day.isoformat() for day in fiscal_year(REFRESH, date.fromisoformat(today))] == [start, end]


def exported(ascent: Ascent, workspace: Path, out: Path, table: str, *options: str) -> list[list[str]]:
    code, _, err = ascent("export", table, "--out", out, "--workspace", workspace, *options)
    assert (code, err) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_export_scores(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    report = ("M365", "2026-10", "report")
    assert exported(ascent, workspace, tmp_path / "scores.csv", "scores") == [
        [*KEYS, "source", *SCORES, "propensity", "revenue_low", "revenue_high", "model_type", "near_cutoff"],
        ["4001", *report, "92", "57", "High", "Medium", "A2", "Act Now", "", "10000", "25000", "", ""],
        ["4002", *report, "48", "12", "Low", "Very Low", "N9", "Nurture", "", "250000", "", "", ""],
        ["4003", *report, "60.3", "80", "Medium", "High", "E5", "Evaluate", "", "5000", "10000", "", ""],
    ]


def test_export_signals(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    assert exported(ascent, workspace, tmp_path / "signals.csv", "signals") == [
        ["customer_id", "month", "product", "type", "detail", "observed", "strength", "source"],
        ["4001", "2026-10", "M365", "Hiring", "security analyst", "2026-08-28", "", "report"],
        ["4001", "2026-10", "M365", "Technology use", "QuickBooks", "2026-04-20", "", "report"],
        ["4003", "2026-10", "M365", "Rumour", "moves house", "", "", "report"],
    ]


def test_export_cohorts(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    title = "M365 migrate to cloud: dark"
    assert exported(ascent, workspace, tmp_path / "cohorts.csv", "cohorts") == [
        ["customer_id", "month", "id", "title", "kind", "report", "source"],
        ["4001", "2026-10", "m365-migrate-dark", title, "cohort", "m365", "report"],
        ["4003", "2026-10", "m365-migrate-dark", title, "cohort", "m365", "report"],
    ]


def test_export_customers_escapes_formulas(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    rows = exported(ascent, workspace, tmp_path / "customers.csv", "customers")
    place = {name: rows[0].index(name) for name in rows[0]}
    assert rows[0][:2] == ["customer_id", "month"]
    assert [row[place["account_name"]] for row in rows[1:]] == ["[bold]Acme[/bold] \x1b[31mAB", "'=SUM(A1)", "Nova Ltd"]
    assert [row[place["org_size"]] for row in rows[1:]] == ["120", "20", "310"]
    assert [row[place["has_m365"]] for row in rows[1:]] == ["No", "Yes", "No"]


def test_export_of_a_month(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    rows = exported(ascent, workspace, tmp_path / "old.csv", "scores", "--month", "2026-09")
    assert [row[:5] for row in rows[1:]] == [["4002", "M365", "2026-09", "report", "47"]]
    code, _, err = ascent(
        "export", "signals", "--out", tmp_path / "x.csv", "--month", "2026-09", "--workspace", workspace
    )
    assert (code, err) == (3, "Error: The imported reports of 2026-09 hold no signal explanations.\n")
    code, _, err = ascent(
        "export", "scores", "--out", tmp_path / "x.csv", "--month", "2026-01", "--workspace", workspace
    )
    assert (code, err) == (3, "Error: There is no report of 2026-01: the imported months are 2026-10, 2026-09.\n")
    assert not (tmp_path / "x.csv").exists()


def test_export_parquet_keeps_types(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "it's scores.parquet"
    expected = {"table": "scores", "month": "2026-10", "sources": ["report"], "rows": 3, "file": str(out)}
    code, text, _ = ascent("export", "scores", "--out", out, "--workspace", workspace, "--json")
    assert (code, json.loads(text)) == (0, expected)
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(out))
        assert dict(zip(found.columns, map(str, found.types), strict=True)) == {
            "customer_id": "VARCHAR",
            "product": "VARCHAR",
            "month": "VARCHAR",
            "source": "VARCHAR",
            "fit": "DOUBLE",
            "intent": "DOUBLE",
            "fit_band": "VARCHAR",
            "intent_band": "VARCHAR",
            "cell": "VARCHAR",
            "cluster": "VARCHAR",
            "propensity": "DOUBLE",
            "revenue_low": "DOUBLE",
            "revenue_high": "DOUBLE",
            "model_type": "VARCHAR",
            "near_cutoff": "BOOLEAN",
        }
        assert [row[0] for row in found.fetchall()] == ["4001", "4002", "4003"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("table", ["customers", "scores", "cohorts", "signals"])
def test_export_writes_the_same_bytes_again(
    ascent: Ascent, workspace: Path, tmp_path: Path, table: str, suffix: str
) -> None:
    out = tmp_path / f"table.{suffix}"
    ascent("export", table, "--out", out, "--workspace", workspace)
    first = out.read_bytes()
    ascent("export", table, "--out", out, "--workspace", workspace, "--force")
    assert out.read_bytes() == first
    assert list(tmp_path.iterdir()) == [out]


def test_export_leaves_an_existing_file_alone(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("mine", encoding="utf-8")
    code, _, err = ascent("export", "scores", "--out", out, "--workspace", workspace)
    assert (code, err) == (1, f"Error: {out} exists already. Replace it with --force.\n")
    assert out.read_text(encoding="utf-8") == "mine"


def test_export_with_a_byte_order_mark(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    ascent("export", "scores", "--out", out, "--workspace", workspace, "--bom")
    assert out.read_bytes().startswith(b"\xef\xbb\xbfcustomer_id,")


def test_export_into_no_folder(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    code, _, err = ascent("export", "scores", "--out", tmp_path / "no" / "x.csv", "--workspace", workspace)
    assert (code, err) == (1, f"Error: There is no folder {tmp_path / 'no'}.\n")


def test_a_draft_is_gone_when_writing_fails(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"

    def fail() -> None:
        with replacing(out) as draft:
            draft.write_text("half", encoding="utf-8")
            raise ValueError("disk full")

    with pytest.raises(ValueError, match="disk full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def write(out: Path, words: str) -> None:
    with replacing(out) as draft:
        assert sorted(path.name for path in draft.parent.glob(".*.part")) == [draft.name]
        draft.write_text(words, encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="the platform has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o666])
def test_a_file_that_is_replaced_stays_as_private_as_it_was(tmp_path: Path, mode: int) -> None:
    out = tmp_path / "x.csv"
    out.write_text("old", encoding="utf-8")
    out.chmod(mode)
    with replacing(out) as draft:
        assert draft.stat().st_mode & 0o777 == 0o600
        draft.write_text("new", encoding="utf-8")
    assert (out.stat().st_mode & 0o777, out.read_text(encoding="utf-8")) == (mode, "new")


@pytest.mark.skipif(os.name != "posix", reason="the platform has no such modes")
def test_a_new_file_is_as_open_as_the_system_lets_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "x.csv", "new")
    finally:
        os.umask(before)
    assert (tmp_path / "x.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links need a right that few have")
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path, there: bool) -> None:
    real, link = tmp_path / "real" / "x.csv", tmp_path / "link.csv"
    real.parent.mkdir()
    if there:
        real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write(link, "new")
    assert (link.is_symlink(), real.read_text(encoding="utf-8")) == (True, "new")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link.csv", "real", "x.csv"]


def test_the_longest_name_that_a_system_takes_can_be_written(tmp_path: Path) -> None:
    out = tmp_path / f"{'n' * 251}.csv"
    write(out, "new")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.skipif(os.name != "posix", reason="the platform has no such files")
def test_what_is_no_file_is_not_replaced(ascent: Ascent, workspace: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.csv")
    out = tmp_path / "x.csv"
    code, _, err = ascent("export", "scores", "--out", out, "--force", "--workspace", workspace)
    assert (code, err) == (1, f"Error: {out} is no file that can be replaced.\n")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (233.0, "233"),
        (-5.5, "-5.5"),
        (54270.27, "54270.27"),
        (date(2026, 10, 25), "2026-10-25"),
        (["Backup", "=1"], "Backup; =1"),
        ("02105", "02105"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
    ],
)
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_forget(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    ascent("import", reports, "--workspace", tmp_path)
    code, _, err = ascent("forget", "2026-08", "--workspace", tmp_path)
    assert (code, err) == (1, "Error: There is no report of 2026-08: the imported months are 2026-10, 2026-09.\n")
    code, out, err = ascent("forget", "2026-09", "--yes", "--workspace", tmp_path)
    assert (code, out, err) == (0, "Removed 1 report with 1 rows of 2026-09. Months left: 2026-10.\n", "")
    code, out, _ = ascent("forget", "2026-10", "--yes", "--json", "--workspace", tmp_path)
    assert json.loads(out) == {"forgotten": "2026-10", "reports": ["m365", "renewals"], "months": []}
    code, _, err = ascent("forget", "2026-10", "--yes", "--workspace", tmp_path)
    assert (code, err) == (1, "Error: There is nothing to remove: no report has been imported yet.\n")


def test_define(ascent: Ascent, tmp_path: Path) -> None:
    code, out, err = ascent("define", "ACT", "now", "--workspace", tmp_path)
    assert (code, err, out.splitlines()[0]) == (0, "", "Act Now")
    assert out.rstrip().endswith("(cluster.act-now)")


def test_define_as_json(ascent: Ascent, tmp_path: Path) -> None:
    answer = json.loads(ascent("define", "medium", "--workspace", tmp_path, "--json")[1])
    assert answer["status"] == "answered"
    assert {"id": "band.medium", "title": "Medium"} in answer["citations"]
    assert [row["id"] for row in answer["rows"]] == [citation["id"] for citation in answer["citations"]]
    assert answer["calls"] == [{"tool": "define", "arguments": {"term": "medium"}}]


def test_define_of_an_unknown_term(ascent: Ascent, tmp_path: Path) -> None:
    code, out, _ = ascent("define", "Actt", "Nowwww", "--workspace", tmp_path)
    assert (code, out) == (3, "There is no definition of 'Actt Nowwww'. Did you mean Act Now?\n")
    answer = json.loads(ascent("define", "qqqqq", "--workspace", tmp_path, "--json")[1])
    assert (answer["status"], answer["answer"]) == ("not_answerable", "There is no definition of 'qqqqq'.")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with own tables of two customers and a CRM export."""
    folder = tmp_path / "own"
    folder.mkdir()
    files = {
        "customers.csv": "CustomerID,AccountName\n1,A\n2,B\n",
        "deals.csv": "CustomerID,Product,ClosedOn,Outcome\n1,Azure,2026-09-01,Won\n9,Azure,2026-09-02,Lost\n",
        "crm.csv": "RecordId,TPID\nC1,1\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_import_of_own_tables(ascent: Ascent, own: Path, tmp_path: Path) -> None:
    code, out, err = ascent("import", own, "--workspace", tmp_path / "store")
    assert (code, out.splitlines()) == (
        0,
        [
            "file           report         layout  month  rows  customers  columns  plays  unknown",
            "customers.csv  customers                        2          2        2      0        0",
            "deals.csv      opportunities                    2          2        4      0        0",
            f"Passed over: {own / 'crm.csv'} is no report: it has the column RecordId. "
            "A CRM export has records of its own, which are matched with customers and not imported.",
            "Imported.",
        ],
    )
    assert err == (
        "Warning: deals.csv, CustomerID: outcomes of customers that are not in customers; kept (1)\n  row 3: '9' kept\n"
    )
    (own / "deals.csv").write_text(
        "CustomerID,Product,ClosedOn,Outcome\n1,BC,2026-09-01,Won\n1,Azure,2026-09-01,Lost\n"
    )
    out = ascent("import", own / "deals.csv", "--workspace", tmp_path / "store")[1]
    assert "United with the opportunities that were there: 1 new, 1 changed, 3 in all" in out


def test_status_of_own_tables(ascent: Ascent, own: Path, tmp_path: Path) -> None:
    ascent("import", own, "--workspace", tmp_path / "store")
    assert ascent("status", "--workspace", tmp_path / "store")[1].splitlines() == [
        f"Workspace {tmp_path / 'store'}",
        "",
        "No report is imported yet. Import the downloaded files with: ascent import FOLDER",
        "",
        "own table      rows  customers  newest day",
        "customers         2          2",
        "opportunities     2          2  2026-09-02",
        "Deals won, of those that ended: Azure 1/2",
        "Outcomes of customers that are not in customers: 1",
        "",
        "Model in use: default (the shipped one, before any training). Learn your own with: ascent train",
        "No signals are imported, so every intent is 0.",
    ]
    status = json.loads(ascent("status", "--json", "--workspace", tmp_path / "store")[1])
    assert (status["months"], [table["table"] for table in status["own"]]) == ([], ["customers", "opportunities"])
    assert status["own"][1]["outcomes"] == {"azure": {"won": 1, "lost": 1}}
    assert (status["own"][1]["future"], status["own"][1]["unknown_customers"]) == (0, 1)
    code, out, _ = ascent("ask", "Who is in Sweden?", "--workspace", tmp_path / "store")
    assert (code, out.partition(".")[0]) == (3, "No customer has the country “Sweden”")


def test_status_counts_deals_from_the_day_they_close(ascent: Ascent, own: Path, tmp_path: Path) -> None:
    rows = ("1,Azure,2026-09-01,Won", "2,Azure,2026-09-03,Won", "2,BC,2026-09-03,Lost", "1,BC,,Won")
    (own / "deals.csv").write_text("\n".join(["CustomerID,Product,ClosedOn,Outcome", *rows]) + "\n", encoding="utf-8")
    err = ascent("import", own, "--workspace", tmp_path / "store", "--as-of", "2026-09-02")[2]
    assert err.splitlines()[:3] == [
        "Warning: deals.csv, ClosedOn: blank; row left out (1)",
        "  row 5: '' blank; row left out",
        "Warning: deals.csv, ClosedOn: closes after 2026-09-02: it is not learned from before that day; kept (2)",
    ]
    status = ("status", "--workspace", tmp_path / "store", "--as-of")
    lines = ascent(*status, "2026-09-02")[1].splitlines()
    assert [line for line in lines if line.startswith("Deals")] == [
        "Deals won, of those that ended: Azure 1/1",
        "Deals that close after 2026-09-02: 2",
    ]
    lines = ascent(*status, "2026-09-03")[1].splitlines()
    assert [line for line in lines if line.startswith("Deals")] == [
        "Deals won, of those that ended: Azure 2/2, Business Central 0/1",
    ]
    (opportunities,) = (it for it in json.loads(ascent(*status, "2026-08-31", "--json")[1])["own"] if "outcomes" in it)
    assert (opportunities["outcomes"], opportunities["future"]) == ({}, 3)


def test_forget_own(ascent: Ascent, own: Path, tmp_path: Path) -> None:
    code, _, err = ascent("forget", "own", "--workspace", tmp_path / "store")
    assert (code, err) == (1, "Error: There is nothing to remove: no table of your own has been imported.\n")
    ascent("import", own, "--workspace", tmp_path / "store")
    code, out, _ = ascent("forget", "own", "--yes", "--workspace", tmp_path / "store")
    assert (code, out) == (0, "Removed your own customers (2 rows), opportunities (2 rows).\n")
    ascent("import", own, "--workspace", tmp_path / "store")
    out = ascent("forget", "own", "--yes", "--json", "--workspace", tmp_path / "store")[1]
    assert json.loads(out) == {"forgotten": "own", "tables": ["customers", "opportunities"]}


def test_a_read_only_file_is_replaced_by_nothing(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o444)
    if os.access(out, os.W_OK):
        pytest.skip("whoever runs this may write everything")
    with pytest.raises(AscentError, match="is read-only"):
        check_place(out, force=True)
