"""Rows: what is wrong with them is told with its place, and what several rows say of a customer becomes one."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import StrictError
from scoring.importing import ImportSummary, import_reports
from scoring.workspace import Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
Said = tuple[str, str, int, list[tuple[int, str, str]]]
MONTH = "2026-10"
NO_CLUSTER = "no cluster of the catalogue; left blank"
NO_RANGE = "not a range of revenue; left blank"
SHORTENED = "a spreadsheet has shortened the id; left blank"


def faults(summary: ImportSummary, file: int = 0) -> list[Said]:
    """(kind, column, count, examples) of every warning of one file."""
    return [
        (item.kind, item.column, item.count, [(fault.row, fault.value, fault.done) for fault in item.examples])
        for item in summary.files[file].warnings
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "said", "field", "value"),
    [
        ("AzureFit", "140", ("unreadable-score", "a score is 0 to 100; left blank"), "s.fit", None),
        ("AzureFit", "-3", ("unreadable-score", "a score is 0 to 100; left blank"), "s.fit", None),
        ("AzureIntent", "lots", ("unreadable-score", "neither a score nor a band; left blank"), "s.intent", None),
        ("AzureCluster", "Act Soon", ("unreadable-cluster", NO_CLUSTER), "cluster", None),
        ("AzurePotentialRevenue", "some", ("unreadable-range", NO_RANGE), "revenue_low", None),
        ("OrgSize", "many", ("unreadable-number", "not a number; left blank"), "org_size", None),
        ("HasAzure", "perhaps", ("unreadable-flag", "neither Yes nor No; taken as No"), "has_azure", False),
        ("PostalCode", "1E+05", ("unreadable-id", SHORTENED), "postal_code", None),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read(
    heading: str,
    cell: str,
    said: tuple[str, str],
    field: str,
    value: object,
    workspace: Workspace,
    write: Write,
    read: Read,
) -> None:
    headings = ("TPID", "O365Fit", "AzureSignalExplanation", heading)
    path = write("azure.csv", headings, ("1", "5", "x", ""), ("2", "5", "x", cell))
    summary = import_reports(workspace, [path], MONTH)
    kind, done = said
    assert faults(summary) == [(kind, heading, 1, [(3, cell, done)])]
    both = "customers JOIN scores s USING (customer_id)"
    sql = f"SELECT {field} FROM {both} WHERE product = 'azure' AND customer_id = '2'"  # noqa: S608
    assert read(workspace, sql) == [(value,)]


def test_dates_and_money_that_cannot_be_read(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("TPID", "AgreementID", "AgreementEndDate", "ExpiringRevenue")
    path = write("x.csv", headings, ("1", "A-1", "2026-02-30", "free"), ("1", "A-2", "2026-02-28", "$1,000"))
    assert faults(import_reports(workspace, [path], MONTH)) == [
        ("unreadable-date", "AgreementEndDate", 1, [(2, "2026-02-30", "not a date; left blank")]),
        ("unreadable-money", "ExpiringRevenue", 1, [(2, "free", "not a number; left blank")]),
    ]
    assert read(workspace, "SELECT agreement_id, agreement_end, expiring_revenue FROM agreements ORDER BY 1") == [
        ("A-1", None, None),
        ("A-2", date(2026, 2, 28), 1000.0),
    ]


def test_rows_without_an_id_are_left_out(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", ("TPID", "AzureFit"), ("", "5"), ("N/A", "6"), ("7.0", "7"), ("0042", "8"))
    summary = import_reports(workspace, [path], MONTH)
    assert faults(summary) == [("blank-id", "TPID", 2, [(2, "", "row left out"), (3, "", "row left out")])]
    assert (summary.files[0].rows, summary.files[0].customers) == (2, 2)
    assert read(workspace, "SELECT customer_id FROM customers") == [("0042",), ("7",)]


def test_a_cluster_that_contradicts_the_fit_stays(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("TPID", "AzureCluster", "AzureFit")
    rows = [("1", "Act Now", "74.96"), ("2", "Act Now", "75"), ("3", "Educate", "High"), ("4", "Nurture", "")]
    assert faults(import_reports(workspace, [write("x.csv", headings, *rows)], MONTH)) == [
        ("cluster-contradicts-fit", "AzureCluster", 2, [
            (2, "Act Now beside fit 74.96", "kept; the fit says Evaluate"),
            (4, "Educate beside fit high", "kept; the fit says Act Now"),
        ]),
    ]  # fmt: skip
    assert read(workspace, "SELECT cluster, fit, fit_band FROM scores ORDER BY customer_id") == [
        ("act-now", 74.96, None),
        ("act-now", 75.0, None),
        ("educate", None, "high"),
        ("nurture", None, None),
    ]


def test_a_partners_own_matrix_says_what_contradicts(workspace: Workspace, write: Write) -> None:
    folder = workspace.path / "catalog"
    folder.mkdir(parents=True)
    (folder / "matrix.toml").write_text(
        '[[cell]]\nid = "A3"\nfit = "high"\nintent = ["low", "very-low"]\ncluster = "evaluate"\n'
        '[[cell]]\nid = "A4"\nfit = "high"\nintent = []\ncluster = "evaluate"\n',
        encoding="utf-8",
    )
    headings = ("TPID", "AzureCluster", "AzureFit", "AzureIntent")
    rows = [("1", "Act Now", "80", "90"), ("2", "Act Now", "80", "10"), ("3", "Act Now", "80", "")]
    said = faults(import_reports(workspace, [write("x.csv", headings, *rows)], MONTH))
    assert [(kind, [row for row, _, _ in examples]) for kind, _, _, examples in said] == [
        ("cluster-contradicts-fit", [3])
    ]


def test_a_customer_twice_with_different_values(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("MPNID", "TPID", "City", "HasAzure", "AzureFit", "AzureCluster")
    first = write(
        "a.csv", headings, ("7", "1", "Oslo", "No", "60", "Evaluate"), ("7", "2", "Rome", "No", "60", "Evaluate")
    )
    second = write(
        "b.csv", headings, ("7", "1", "Bergen", "Yes", "60", "Nurture"), ("8", "2", "Paris", "No", "70", "Evaluate")
    )
    summary = import_reports(workspace, [first, second], MONTH)
    assert faults(summary, 0) == [
        ("customer-twice", "City", 1, [(2, "Oslo", "'Bergen' was kept")]),
        ("customer-twice", "HasAzure", 1, [(2, "false", "'true' was kept")]),
    ]
    assert faults(summary, 1) == [
        ("cluster-contradicts-fit", "AzureCluster", 1, [(2, "Nurture beside fit 60", "kept; the fit says Evaluate")]),
        ("customer-twice", "AzureCluster", 1, [(2, "nurture", "'evaluate' was kept")]),
    ]
    sql = "SELECT customer_id, city, has_azure, fit, cluster FROM customers JOIN scores USING (customer_id) ORDER BY 1"
    assert read(workspace, sql) == [("1", "Bergen", True, 60.0, "evaluate"), ("2", "Rome", False, 60.0, "evaluate")]


def test_an_agreement_twice(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("MPNID", "PartnerName", "TPID", "AgreementID", "ExpiringRevenue", "RevSumDivisionName")
    rows = [
        ("8", "South", "1", "A-1", "100", "Azure"),
        ("7", "North", "1", "A-1", "100", "Azure"),
        ("7", "North", "1", "A-1", "100", "Azure"),
        ("7", "North", "1", "A-2", "100", "Azure"),
        ("7", "North", "1", "A-2", "250", "SQL Server"),
    ]
    summary = import_reports(workspace, [write("x.csv", headings, *rows)], MONTH)
    said = "kept; the id has other values in another row"
    assert faults(summary) == [("agreement-twice", "AgreementID", 2, [(5, "A-2", said), (6, "A-2", said)])]
    sql = "SELECT agreement_id, expiring_revenue, division, partner_id, partner_name FROM agreements"
    assert read(workspace, sql) == [
        ("A-1", 100.0, "Azure", "7", "North"),
        ("A-2", 100.0, "Azure", "7", "North"),
        ("A-2", 250.0, "SQL Server", "7", "North"),
    ]


def test_counts_are_complete_and_examples_few(workspace: Workspace, write: Write) -> None:
    rows = [(str(number), "500", "Yes" if number % 2 else "maybe") for number in range(300)]
    said = faults(import_reports(workspace, [write("x.csv", ("TPID", "AzureFit", "HasM365"), *rows)], MONTH))
    assert [(kind, column, count, len(examples)) for kind, column, count, examples in said] == [
        ("unreadable-flag", "HasM365", 150, 20),
        ("unreadable-score", "AzureFit", 300, 20),
    ]


def test_strict_refuses_rows_with_faults(workspace: Workspace, write: Write) -> None:
    good = write("good.csv", ("TPID", "AzureFit"), ("1", "50"))
    bad = write("bad.csv", ("TPID", "D365BCFit"), ("1", "150"), ("", "1"))
    with pytest.raises(StrictError, match=r"2 faults(.|\n)*bad\.csv, D365BCFit: a score is 0 to 100") as caught:
        import_reports(workspace, [good, bad], MONTH, strict=True)
    assert len(caught.value.faults) == 2
    assert workspace.snapshot() is None
    assert import_reports(workspace, [good], MONTH, strict=True).version == 1


def test_strict_takes_what_is_only_doubtful(workspace: Workspace, write: Write) -> None:
    path = write("download.csv", ("TPID", "M365Fit", "SurfaceFit"), ("1", "50", "50"))
    assert import_reports(workspace, [path], MONTH, strict=True).files[0].warnings != ()


def test_the_summary_as_json(workspace: Workspace, write: Write) -> None:
    headings = ("MPNID", "TPID", "Azure Fit", "My play", "Shoe size")
    path = write("x.csv", headings, ("7", "1", "140", "Yes", "43"))
    summary = import_reports(workspace, [path], MONTH)
    assert json.loads(json.dumps(summary.to_json())) == {
        "files": [
            {
                "file": str(path),
                "report": "azure",
                "layout": "current",
                "month": "2026-10",
                "partner_ids": ["7"],
                "rows": 1,
                "customers": 1,
                "recognised": {"MPNID": "partner_id", "TPID": "customer_id", "Azure Fit": "azure.fit"},
                "plays": {"My play": "my-play"},
                "unknown": ["Shoe size"],
                "warnings": [
                    {
                        "kind": "unreadable-score",
                        "file": str(path),
                        "column": "Azure Fit",
                        "count": 1,
                        "message": "a score is 0 to 100; left blank",
                        "examples": [{"row": 2, "value": "140", "done": "a score is 0 to 100; left blank"}],
                    }
                ],
            }
        ],
        "changes": [
            {"month": "2026-10", "report": "azure", "partner_id": "7", "what": "added", "rows": 1, "rows_before": 0}
        ],
        "skipped": [],
        "unused": [],
        "version": 1,
        "unchanged": False,
    }


def test_a_customer_of_several_locations_and_reports(workspace: Workspace, write: Write, read: Read) -> None:
    azure = write(
        "azure.csv",
        ("MPNID", "PartnerName", "TPID", "City", "OrgSize", "HasM365", "AzureFit", "Note"),
        ("9", "South", "1", "Lund", "20", "No", "60", "b"),
        ("8", "North", "1", "", "100", "Yes", "50", "a"),
    )
    m365 = write(
        "m365.csv",
        ("MPNID", "PartnerName", "TPID", "City", "Industry", "M365Fit", "Note", "Other"),
        ("9", "South", "1", "Malmö", "", "70", "", "z"),
        ("9", "South", "2", "", "Retail", "", "", ""),
    )
    import_reports(workspace, [azure, m365], MONTH)
    names = "reports, partner_id, partner_name, city, industry, org_size, has_m365, extras"
    assert read(workspace, f"SELECT {names} FROM customers ORDER BY customer_id") == [  # noqa: S608
        (["m365", "azure"], ["8", "9"], ["North", "South"], "Malmö", None, 100.0, True, '{"Note":"a","Other":"z"}'),
        (["m365"], ["9"], ["South"], None, "Retail", None, None, None),
    ]
    assert read(workspace, "SELECT customer_id, product, report, fit FROM scores") == [
        ("1", "azure", "azure", 50.0),
        ("1", "m365", "m365", 70.0),
    ]


def test_a_products_own_report_wins_over_copies(workspace: Workspace, write: Write, read: Read) -> None:
    surface = write(
        "surface.csv", ("TPID", "SurfaceFit", "M365Fit", "M365 Potential Revenue"),
        ("1", "80", "10", "$1K - $5K"), ("2", "80", "20", "$250K+"), ("3", "80", "", ""),
    )  # fmt: skip
    m365 = write("m365.csv", ("TPID", "M365Fit", "M365Cluster", "SurfaceFit"), ("1", "90", "Act Now", "30"))
    renewals = write(
        "r.csv", ("TPID", "AgreementID", "M365Cluster", "AzureCluster"), ("3", "A-1", "Nurture", "Act Now")
    )
    import_reports(workspace, [renewals, surface, m365], MONTH)
    columns = "customer_id, product, report, fit, cluster, revenue_low, revenue_high"
    assert read(workspace, f"SELECT {columns} FROM scores") == [  # noqa: S608
        ("1", "m365", "m365", 90.0, "act-now", None, None),
        ("1", "surface", "surface", 80.0, None, None, None),
        ("2", "m365", "surface", 20.0, None, 250_000.0, None),
        ("2", "surface", "surface", 80.0, None, None, None),
        ("3", "azure", "renewals", None, "act-now", None, None),
        ("3", "m365", "renewals", None, "nurture", None, None),
        ("3", "surface", "surface", 80.0, None, None, None),
    ]


def test_the_parts_of_a_range_come_from_one_row(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("MPNID", "TPID", "Azure Fit", "Azure Potential Revenue")
    rows = [("8", "1", "5", "$5K - $10K"), ("7", "1", "High", "$250K+"), ("7", "1", "High", "")]
    import_reports(workspace, [write("azure.csv", headings, *rows)], MONTH)
    assert read(workspace, "SELECT fit, fit_band, revenue_low, revenue_high FROM scores") == [
        (None, "high", 250_000.0, None)
    ]


def test_a_blank_flag_is_no(workspace: Workspace, write: Write, read: Read) -> None:
    path = write(
        "azure.csv", ("TPID", "HasAzure", "Azure: M365 customers without Azure consumption", "New play"),
        ("1", "", "", ""), ("2", "Y", "Y", "Y"), ("3", "N", "TRUE", "FALSE"),
    )  # fmt: skip
    import_reports(workspace, [path], MONTH)
    assert read(workspace, "SELECT has_azure, has_m365 FROM customers ORDER BY customer_id") == [
        (False, None),
        (True, None),
        (False, None),
    ]
    assert read(workspace, "SELECT customer_id, key, kind FROM memberships") == [
        ("2", "azure-m365-no-consumption", "cohort"),
        ("2", "new-play", "play"),
        ("3", "azure-m365-no-consumption", "cohort"),
    ]


def test_decimal_commas_are_settled_by_column(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("TPID", "OrgSize", "AgreementID", "ExpiringRevenue", "AgreementEndDate")
    rows = [("1", "1.234", "A", "1.234", "05/10/2026"), ("2", "25", "B", "87,5", "25/10/2026")]
    import_reports(workspace, [write("x.csv", headings, *rows, separator=";")], MONTH)
    assert read(workspace, "SELECT org_size FROM customers ORDER BY customer_id") == [(1234.0,), (25.0,)]
    assert read(workspace, "SELECT expiring_revenue, agreement_end FROM agreements ORDER BY customer_id") == [
        (1234.0, date(2026, 10, 5)),
        (87.5, date(2026, 10, 25)),
    ]


def test_both_fy24_plays_by_employees_are_kept_apart(workspace: Workspace, write: Write, read: Read) -> None:
    over = "D365_M365 Customers with >300 Employees with No D365 SalesPro Or Sales Enterprise"
    under = "D365_M365 Customers with <300 Employees with No D365 SalesPro or Sales Enterprise"
    import_reports(workspace, [write("x.csv", ("TPID", over, under), ("1", "Yes", "No"), ("2", "No", "Yes"))], MONTH)
    found = read(workspace, "SELECT customer_id, key FROM memberships ORDER BY 1")
    assert [(customer, "under-300" in key) for customer, key in found] == [("1", False), ("2", True)]
