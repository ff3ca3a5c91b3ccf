"""Which report a file is, which month, and what becomes of columns that nobody foresaw."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalog import load_catalog
from scoring.errors import MonthError, NotAReportError, TargetError
from scoring.importing import import_reports
from scoring.importing.importer import month_of
from scoring.importing.recognise import find_target, recognise
from scoring.workspace import Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
MONTH = "2026-10"
CATALOG = load_catalog()
M365_AND_SURFACE = ("CustomerID", "M365Cluster", "M365Fit", "SurfaceCluster", "SurfaceFit", "MW_EDU for Surface")
ROW = ("4001", "Act Now", "90", "Nurture", "40", "Yes")


@pytest.mark.parametrize(
    ("report", "headings"),
    [
        ("azure", ("TPID", "Azure Fit")),
        ("azure", ("Customer ID", "Existing Workloads")),
        ("azure", ("Azure: M365 customers without Azure consumption", "Customer ID")),
        ("azure", ("Azure_Windows Server OR SQL Server: EOS 2012", "CustomerID")),
        ("azure", ("CustomerID", "M365Cluster", "AzureIntent", "AzureFit")),
        ("d365", ("PowerAppsCluster", "CustomerTpid")),
        ("d365", ("D365FOIntent", "CustomerID", "HasM365")),
        ("d365", ("customerid", "D365: Migrate to Business Central")),
        ("m365", ("CustomerID", "O365Fit")),
        ("m365", ("CustomerID", "M365: Copilot")),
        ("surface", ("CustomerID", "SurfaceFit")),
        ("surface", ("CustomerID", "Surface: Upsell - 25+ devices", "M365 Cluster")),
        ("security", ("CustomerID", "Security: Upsell M365 to E5", "M365 Cluster")),
        ("renewals", ("CustomerID", "Agreement End Date")),
        ("renewals", ("CustomerID", "AzureCluster", "D365BCCluster", "M365Cluster", "RevSumDivisionName")),
    ],
)
def test_a_few_columns_in_any_order_tell_the_report(report: str, headings: tuple[str, ...]) -> None:
    found = recognise(CATALOG, Path("download.csv"), headings, {})
    assert (found.report, found.notes) == (report, ())


@pytest.mark.parametrize(
    ("name", "report", "doubt"),
    [
        ("CLASSurfacePropensity.csv", "surface", 0),
        ("CLASM365Propensity.csv", "m365", 0),
        ("my surface download.csv", "surface", 0),
        ("CLASM365Propensity (Surface partners).csv", "m365", 0),
        ("download.csv", "m365", 1),
        ("azure.csv", "m365", 1),
    ],
)
def test_the_name_decides_between_reports_with_the_same_columns(name: str, report: str, doubt: int) -> None:
    found = recognise(CATALOG, Path(name), M365_AND_SURFACE, {})
    assert (found.report, len(found.notes)) == (report, doubt)
    assert all("could be the Surface propensity report too" in note for note in found.notes)


def test_a_doubt_about_the_report_is_told(workspace: Workspace, write: Write) -> None:
    (file,) = import_reports(workspace, [write("download.csv", M365_AND_SURFACE, ROW)], MONTH).files
    (warning,) = file.warnings
    assert (file.report, warning.kind, warning.column, warning.count) == ("m365", "heading", "", 1)
    assert warning.message.startswith("taken as the M365 propensity report; by its columns")


@pytest.mark.parametrize(
    ("path", "headings", "report"),
    [
        ("Surface 2026-10/download.csv", M365_AND_SURFACE, "surface"),
        ("Surface/2026/CLASM365Propensity.csv", M365_AND_SURFACE, "m365"),
        ("download.csv", ("Customer ID", "M365 Cluster", "M365 Fit", "Surface Cluster", "Surface Fit"), "surface"),
        ("CLASM365Propensity.csv", ("TPID", "AzureFit"), "azure"),
        ("CLASSecurityPropensity.csv", ("Customer ID", "M365 Cluster", "Has CoPilot"), "security"),
        ("CLASM365Propensity.csv", ("Customer ID", "City"), "m365"),
    ],
    ids=["folder", "file before folder", "spelling", "columns before name", "security by name", "data set"],
)
def test_folders_names_and_spelling(path: str, headings: tuple[str, ...], report: str) -> None:
    found = recognise(CATALOG, Path(path), headings, {})
    assert (found.report, found.notes) == (report, ())


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("RecordId", "Company", "AzureCluster"), "no customer id column.*Found: RecordId, Company, AzureCluster"),
        (("CustomerID", "Outcome", "ClosedOn"), "no cluster, fit, intent.*opportunities a product and an outcome"),
        (("CustomerID", "Seats", "Active"), "A report needs a customer id and at least one column"),
    ],
)
def test_what_is_no_report_is_refused(headings: tuple[str, ...], said: str, workspace: Workspace, write: Write) -> None:
    good = write("good.csv", ("TPID", "AzureFit"), ("1", "5"))
    bad = write("bad.csv", headings, ["1"] * len(headings))
    with pytest.raises(NotAReportError, match=rf"bad\.csv is no report.*{said}"):
        import_reports(workspace, [good, bad], MONTH)
    assert workspace.snapshot() is None


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("2026-09/CLAS_2026-10.csv", "2026-10"),
        ("2025-01/2026-09/x.csv", "2026-09"),
        ("a/CLASAzure_202610.csv", "2026-10"),
        ("a/CLASAzure 20261025.csv", "2026-10"),
        ("a/CLASAzure-2026-10-25.csv", "2026-10"),
        ("a/2026_10 azure.csv", "2026-10"),
        ("2026-10/x-4202609.csv", "2026-10"),
    ],
)
def test_the_month_stands_in_the_path(path: str, month: str, tmp_path: Path) -> None:
    assert month_of(tmp_path / path) == month


def test_a_month_that_is_given_counts(tmp_path: Path) -> None:
    assert month_of(tmp_path / "2026-10.csv", "2026-09") == "2026-09"


@pytest.mark.parametrize(
    ("path", "month", "said"),
    [
        ("azure.csv", None, "Add --month YYYY-MM"),
        ("2026-13.csv", None, "Add --month"),
        ("2026-10 2026-11.csv", None, "several months"),
        ("2026-10.csv", "2026-13", "'2026-13' is no month"),
        ("2026-10.csv", "202610", "is no month"),
        ("2026-10.csv", "", "is no month"),
    ],
)
def test_no_month(path: str, month: str | None, said: str, tmp_path: Path) -> None:
    with pytest.raises(MonthError, match=said):
        month_of(tmp_path / path, month)


def test_unknown_columns(workspace: Workspace, write: Write, read: Read) -> None:
    headings = (
        "TPID",
        "AzureFit",
        "Next Big Play >50",
        "Pilot",
        "Seat count",
        "Tier",
        "Owner",
        "Nothing",
        "",
        "新しい施策",
    )
    rows = [
        ("1", "5", "Y", "1", "1", "1", "Ann", "", "x", "はい"),
        ("2", "5", "", "0", "0", "2", "Yes", "-", "", "いいえ"),
    ]
    (file,) = import_reports(workspace, [write("x.csv", headings, *rows)], MONTH).files
    assert file.plays == {"Next Big Play >50": "next-big-play-over-50", "Pilot": "pilot", "新しい施策": "新しい施策"}
    assert file.unknown == ("Seat count", "Tier", "Owner", "Nothing", "(column 9)")
    assert read(workspace, "SELECT customer_id, key, kind, report FROM memberships") == [
        ("1", "next-big-play-over-50", "play", "azure"),
        ("1", "pilot", "play", "azure"),
        ("1", "新しい施策", "play", "azure"),
    ]
    extras = [json.loads(text) for (text,) in read(workspace, "SELECT extras FROM customers ORDER BY customer_id")]
    assert extras == [
        {"(column 9)": "x", "Owner": "Ann", "Seat count": "1", "Tier": "1"},
        {"Owner": "Yes", "Seat count": "0", "Tier": "2"},
    ]
    snapshot = workspace.snapshot()
    assert snapshot is not None
    kinds = {name: (match.field, match.kind) for name, match in snapshot.sources()[0]["columns"]}
    assert kinds["Next Big Play >50"] == ("next-big-play-over-50", "play")
    assert kinds["Owner"] == ("Owner", "extra")
    assert "Nothing" not in kinds


def test_cohorts_are_recognised_by_their_words(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("TPID", "M365Cluster", "Cohort: migrate to the cloud (dark customers)")
    (file,) = import_reports(workspace, [write("x.csv", headings, ("1", "Act Now", "Yes"))], MONTH).files
    assert file.recognised["Cohort: migrate to the cloud (dark customers)"] == "m365-migrate-dark"
    assert read(workspace, "SELECT key, kind FROM memberships") == [("m365-migrate-dark", "cohort")]


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ("org_size", "org_size"),
        ("Org size", "org_size"),
        ("headcount", "org_size"),
        ("azure.intent", "azure.intent"),
        ("Azure intent", "azure.intent"),
        ("AzureIntent", "azure.intent"),
        ("m365-copilot", "m365-copilot"),
        ("M365 Copilot", "m365-copilot"),
        ("mw-edu-for-surface", "mw-edu-for-surface"),
    ],
)
def test_a_mapping_names_a_column(target: str, field: str) -> None:
    match = find_target(CATALOG, target)
    assert (f"{match.product}.{match.field}" if match.product else match.field) == field


def test_mappings_are_remembered(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", ("TPID", "AzureFit", "Köpläge"), ("1", "5", "70"))
    first = import_reports(workspace, [path], MONTH)
    assert first.files[0].unknown == ("Köpläge",)
    second = import_reports(workspace, [path], MONTH, mappings={"Köpläge": "azure.intent", "Absent": "city"})
    assert (second.changes[0].what, second.unused) == ("replaced", ("Absent",))
    assert read(workspace, "SELECT intent FROM scores") == [(70.0,)]
    third = import_reports(Workspace(workspace.path), [path], MONTH)
    assert third.unchanged
    assert third.files[0].recognised["Köpläge"] == "azure.intent"


def test_a_mapped_column_wins_over_the_one_of_that_name(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", ("TPID", "AzureFit", "City", "Town"), ("1", "5", "old", "new"))
    import_reports(workspace, [path], MONTH, mappings={"Town": "city"})
    assert read(workspace, "SELECT city FROM customers") == [("new",)]


def test_a_mapping_to_nothing_is_refused(workspace: Workspace, write: Write) -> None:
    path = write("x.csv", ("TPID", "AzureFit"), ("1", "5"))
    with pytest.raises(TargetError, match=r"'azure\.intnt' is no field, cohort or play\. Did you mean azure\.intent"):
        import_reports(workspace, [path], MONTH, mappings={"x": "azure.intnt"})
    with pytest.raises(TargetError, match="A target is a field"):
        import_reports(workspace, [path], MONTH, mappings={"x": "§§§"})
    assert workspace.mappings() == {}
    workspace.remember({"x": "a field of an old catalogue"})
    with pytest.raises(TargetError, match=r"remembered in .*settings\.json"):
        import_reports(workspace, [path], MONTH)


def test_a_new_field_cohort_and_spelling_of_the_catalogue_are_importable(
    workspace: Workspace, write: Write, read: Read
) -> None:
    folder = workspace.path / "catalog"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(
        """
[[field]]
id = "tier"
title = "Tier"
kind = "number"
group = "firmographic"
spellings = ["Partner Tier"]

[[cohort]]
id = "own-cohort"
title = "Own cohort"
report = "azure"
product = "azure"
spellings = ["Azure: Our own"]
""",
        encoding="utf-8",
    )
    path = write("x.csv", ("TPID", "Partner Tier", "Azure: Our own"), ("1", "3", "Yes"))
    (file,) = import_reports(workspace, [path], MONTH).files
    assert (file.report, file.unknown) == ("azure", ())
    assert read(workspace, "SELECT tier FROM customers") == [(3.0,)]
    assert read(workspace, "SELECT key, kind FROM memberships") == [("own-cohort", "cohort")]
