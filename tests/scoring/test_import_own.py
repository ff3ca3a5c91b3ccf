"""The partner's own tables: recognised by their columns, cleaned, replaced or united, in one commit with reports."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalog import load_catalog
from scoring.errors import ImportRefusedError, NotAReportError, OtherFileError, StrictError
from scoring.importing import ImportSummary, import_reports
from scoring.importing.own_recognise import recognise_file
from scoring.importing.recognise import find_target
from scoring.own.stored import read_stored
from scoring.workspace import OWN_TABLES, Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
CATALOG = load_catalog()
CUSTOMERS = ("CustomerID", "AccountName", "OrgSize", "InstalledTechnology", "Tier")
SUBSCRIPTIONS = ("CustomerID", "Product", "SKU", "Seats", "AssignedSeats", "MonthlyAzureConsumedRevenueUSD")
SIGNALS = ("CustomerID", "ObservedOn", "SignalType", "Detail", "Source", "Strength")
OPPORTUNITIES = ("OpportunityID", "CustomerID", "Product", "ClosedOn", "Outcome", "RevenueUSD")
SEATS = ("CustomerTpid", "CustomerName", "Month", "Product", "SKU", "TotalSoldSeats", "TotalAssignedSeats")
SEATS += ("BilledRevenueUSD", "AzureConsumedRevenueUSD", "IsDuplicateRowForPGA", "RevSumDivisionName")
USAGE = ("CustomerTpid", "Month", "ServiceName", "MonthlySubscriptionLevelACR", "TotalACR")


def said(summary: ImportSummary, file: int = 0) -> list[tuple[str, str, int, str]]:
    """(kind, column, count, message) of every warning of one file."""
    return [(item.kind, item.column, item.count, item.message) for item in summary.files[file].warnings]


def what(summary: ImportSummary) -> list[tuple[str, str, int, int, int, int]]:
    return [(it.report, it.what, it.rows, it.rows_before, it.new, it.changed) for it in summary.changes]


@pytest.mark.parametrize(
    ("path", "headings", "table", "dataset"),
    [
        ("x.csv", ("CustomerID", "OrgSize"), "customers", ""),
        ("x.csv", ("TPID", "Installed Technologies"), "customers", ""),
        ("customers.csv", ("CustomerID",), "customers", ""),
        ("our customers 2026.csv", ("CustomerID", "Seats", "Mood"), "customers", ""),
        ("customers.csv", ("CustomerID", "OrgSize", "ACR"), "customers", ""),
        ("customer_subscriptions.csv", SUBSCRIPTIONS, "subscriptions", ""),
        ("x.csv", SUBSCRIPTIONS, "subscriptions", ""),
        ("x.csv", ("CustomerID", "ACR"), "subscriptions", ""),
        ("x.csv", SIGNALS, "signals", ""),
        ("opportunities.csv", SIGNALS, "signals", ""),
        ("x.csv", OPPORTUNITIES, "opportunities", ""),
        ("x.csv", ("CustomerID", "Product", "Outcome", "Record ID", "Revenue"), "opportunities", ""),
        ("x.csv", SEATS, "subscriptions", "SeatsSubscriptionsAndRevenue"),
        ("AzureUsage.csv", ("CustomerTpid", "ACR"), "subscriptions", "AzureUsage"),
        ("CustomersAndTenants.csv", ("CustomerTpid", "Product", "AvailableSeats"), "customers", "CustomersAndTenants"),
        ("x.csv", ("CustomerTpid", "CustomerStatus", "Product", "SKU"), "customers", "CustomersAndTenants"),
    ],
)  # fmt: skip
def test_a_table_is_recognised(path: str, headings: Sequence[str], table: str, dataset: str) -> None:
    found = recognise_file(CATALOG, Path(path), headings, {})
    assert (found.own, found.report, found.layout) == (True, table, dataset)


@pytest.mark.parametrize(
    ("path", "headings", "report"),
    [
        ("customers.csv", ("CustomerID", "OrgSize", "AzureFit"), "azure"),
        ("customers.csv", ("CustomerID", "AccountName", "Agreement ID"), "renewals"),
        ("CLASM365Propensity.csv", ("Customer ID", "City"), "m365"),
    ],
)
def test_a_report_stays_a_report(path: str, headings: Sequence[str], report: str) -> None:
    found = recognise_file(CATALOG, Path(path), headings, {})
    assert (found.own, found.report) == (False, report)


def test_customers_keep_columns_of_their_own(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [("2", "Bo AB", "1 200", "AWS; Office 2013;AWS", ""), ("1", "Åre", "", "", "gold"), ("", "x", "1", "", "")]
    summary = import_reports(workspace, [write("list.csv", CUSTOMERS, *rows, separator=";", encoding="cp1252")])
    (file,) = summary.files
    assert (file.report, file.month, file.layout, file.rows, file.unknown) == ("customers", "", "", 2, ("Tier",))
    assert said(summary) == [("blank-id", "CustomerID", 1, "rows without a customer id; left out")]
    sql = "SELECT customer_id, account_name, org_size, installed_technology, extras FROM own_customers"
    assert read(workspace, sql) == [
        ("1", "Åre", None, None, '{"Tier":"gold"}'),
        ("2", "Bo AB", 1200.0, ["AWS", "Office 2013"], None),
    ]


def test_a_customer_that_stands_twice(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("CustomerID", "City", "HasAzure", "Tier")
    first = write("customers a.csv", headings, ("1", "Oslo", "No", "b"), ("1", "Oslo", "No", "b"))
    second = write("customers b.csv", headings, ("1", "Bergen", "Yes", "a"), ("2", "", "No", ""))
    summary = import_reports(workspace, [first, second])
    assert said(summary, 0) == [
        ("customer-twice", "City", 1, "the customer stands more than once with different values"),
        ("customer-twice", "HasAzure", 1, "the customer stands more than once with different values"),
        ("duplicate-row", "", 1, "the same row stands more than once; read once"),
    ]
    sql = "SELECT customer_id, city, has_azure, extras FROM own_customers"
    assert read(workspace, sql) == [("1", "Bergen", True, '{"Tier":"a"}'), ("2", None, False, None)]


def test_subscriptions_are_summed_by_product_and_sku(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [
        ("1", "Microsoft 365", "E3", "10", "4", "0"),
        ("1", "M365", "E3", "5", "", "$1,234.50"),
        ("1", "Dynamics", "BC", "-3", "x", ""),
        ("2", "Power BI", "", "7", "7", ""),
        ("2", "", "", "7", "7", ""),
        ("2", "Power BI", "", "7", "7", ""),
    ]
    summary = import_reports(workspace, [write("x.csv", SUBSCRIPTIONS, *rows)])
    assert said(summary) == [
        ("blank-cell", "Product", 1, "blank; row left out"),
        ("duplicate-row", "", 1, "the same row stands more than once; read once"),
        ("negative", "Seats", 1, "below 0; left blank"),
        ("unreadable-count", "AssignedSeats", 1, "not a number; left blank"),
    ]
    assert read(workspace, "SELECT * FROM own_subscriptions") == [
        ("1", "d365", "BC", None, None, None, None),
        ("1", "m365", "E3", 15.0, 4.0, 1234.5, None),
        ("2", "Power BI", None, 7.0, 7.0, None, None),
    ]


def test_negative_sizes_and_consumption_are_left_blank(workspace: Workspace, write: Write, read: Read) -> None:
    customers = write("customers.csv", ("CustomerID", "Employees"), ("1", "-12"), ("2", "1,200"), ("3", "0"))
    rows = [("1", "Azure", "", "", "", "-$5.50"), ("1", "Azure", "", "", "", "7"), ("2", "Azure", "", "", "", "(1.25)")]
    summary = import_reports(workspace, [customers, write("x.csv", SUBSCRIPTIONS, *rows)])
    assert said(summary, 0) == [("negative", "Employees", 1, "below 0; left blank")]
    assert said(summary, 1) == [("negative", "MonthlyAzureConsumedRevenueUSD", 2, "below 0; left blank")]
    assert [(fault.row, fault.value) for fault in summary.files[0].warnings[0].examples] == [(2, "-12")]
    assert read(workspace, "SELECT customer_id, org_size FROM own_customers") == [("1", None), ("2", 1200.0), ("3", 0)]
    sql = "SELECT customer_id, azure_acr FROM own_subscriptions"
    assert read(workspace, sql) == [("1", 7.0), ("2", None)]


def test_days_to_come_and_odd_strengths_are_kept_and_told(workspace: Workspace, write: Write, read: Read) -> None:
    signals = write(
        "signals.csv",
        SIGNALS,
        ("1", "2026-10-25", "news", "", "", "10"),
        ("1", "2026-10-26", "news", "", "", "10.5"),
        ("2", "2027-01-01", "news", "", "", "1"),
    )
    deals = write(
        "deals.csv",
        OPPORTUNITIES,
        ("O1", "1", "BC", "2026-10-25", "Won", ""),
        ("O2", "1", "BC", "2026-12-01", "Won", ""),
    )
    summary = import_reports(workspace, [signals, deals], as_of=date(2026, 10, 25))
    assert said(summary, 0) == [
        ("later-day", "ObservedOn", 2, "seen after 2026-10-25: it counts only from its day on; kept"),
        ("unusual", "Strength", 1, "above 10, far more than is usual; kept"),
    ]
    assert said(summary, 1) == [
        ("later-day", "ClosedOn", 1, "closes after 2026-10-25: it is not learned from before that day; kept")
    ]
    examples = [[(it.row, it.value, it.done) for it in warning.examples] for warning in summary.files[0].warnings]
    assert examples == [[(3, "2026-10-26", "kept"), (4, "2027-01-01", "kept")], [(3, "10.5", "kept")]]
    assert read(workspace, "SELECT (SELECT count(*) FROM own_signals), (SELECT count(*) FROM own_opportunities)") == [
        (3, 2)
    ]


def test_of_an_export_the_newest_month_counts(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [
        ("1", "A", "2026-09", "Microsoft 365", "E3", "90", "9", "900", "", "No", "x"),
        ("1", "A", "10/1/2026", "Microsoft 365", "E3", "10", "4", "99.5", "", "0", "x"),
        ("1", "A", "2026-10", "Microsoft 365", "E3", "10", "4", "99.5", "", "1", "x"),
        ("1", "A", "2026-10-01", "Azure", "", "", "", "50", "700", "0", "x"),
    ]
    summary = import_reports(workspace, [write("download.csv", SEATS, *rows)])
    (file,) = summary.files
    assert (file.report, file.layout, file.rows, file.unknown) == (
        "subscriptions",
        "SeatsSubscriptionsAndRevenue",
        4,
        (),
    )
    assert [message for _, _, _, message in said(summary)] == [
        "1 rows are not read: 'IsDuplicateRowForPGA' says that they stand elsewhere, too",
        "1 rows of earlier months are not read: figures are those of the newest month",
    ]
    assert read(workspace, "SELECT * FROM own_subscriptions") == [
        ("1", "azure", None, None, None, 700.0, 50.0),
        ("1", "m365", "E3", 10.0, 4.0, None, 99.5),
    ]


def test_azure_usage_rules_azure_revenue(workspace: Workspace, write: Write, read: Read) -> None:
    seats = write("a.csv", SEATS, ("1", "A", "2026-10", "Azure", "", "", "", "50", "700", "0", "x"))
    september = write(
        "usage 1.csv", USAGE, ("1", "01/09/2026", "VM", "900", "900"), ("2", "01/09/2026", "VM", "9", "9")
    )
    october = write(
        "usage 2.csv", USAGE, ("1", "01/10/2026", "VM", "300", "100.25"), ("1", "01/10/2026", "SQL", "300", "200")
    )
    summary = import_reports(workspace, [seats, september, october])
    assert said(summary, 0) == [
        ("heading", "", 1, "column 'AzureConsumedRevenueUSD' of 1 rows is not read: AzureUsage has it")
    ]
    assert read(workspace, "SELECT customer_id, product, azure_acr, revenue FROM own_subscriptions") == [
        ("1", "azure", 300.25, 50.0)
    ]


def test_signals_are_cleaned(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [
        ("1", "25.10.2026", "merger_acquisition", "x", "press", "2"),
        ("1", "2027-01-05", "website_visit", "", "", ""),
        ("1", "2026-01-05", "Trade Show", "", "", "-2"),
        ("1", "", "hiring", "", "", "1"),
        ("1", "soon", "hiring", "", "", "much"),
        ("1", "2026-10-25", "Merger", "x", "press", "3"),
    ]
    summary = import_reports(workspace, [write("x.csv", SIGNALS, *rows)])
    assert said(summary) == [
        ("blank-cell", "ObservedOn", 1, "blank; row left out"),
        ("negative", "Strength", 1, "below 0; left blank"),
        ("signal-twice", "", 1, "the signal stands more than once with different values; the strongest was kept"),
        ("unknown-signal", "SignalType", 1, "no type of signal of the catalogue; kept as trade_show"),
        ("unreadable-count", "Strength", 1, "not a number; left blank"),
        ("unreadable-date", "ObservedOn", 1, "not a date; row left out"),
    ]
    assert read(workspace, "SELECT * FROM own_signals") == [
        ("1", date(2026, 1, 5), "trade_show", None, None, 1.0),
        ("1", date(2026, 10, 25), "merger", "x", "press", 3.0),
        ("1", date(2027, 1, 5), "website_visits", None, None, 1.0),
    ]


def test_signals_are_united(workspace: Workspace, write: Write, read: Read) -> None:
    def row(day: str, strength: str) -> tuple[str, ...]:
        return ("1", day, "news", "", "", strength)

    import_reports(workspace, [write("a.csv", SIGNALS, row("2026-10-01", "1"), row("2026-10-02", "1"))])
    later = write("b.csv", SIGNALS, row("2026-10-02", "3"), row("2026-10-03", "2"), row("2026-10-01", "1"))
    assert what(import_reports(workspace, [later])) == [("signals", "united", 3, 2, 1, 1)]
    assert read(workspace, "SELECT observed_on, strength FROM own_signals") == [
        (date(2026, 10, 1), 1.0),
        (date(2026, 10, 2), 3.0),
        (date(2026, 10, 3), 2.0),
    ]
    assert read(workspace, "SELECT files, rows FROM own_sources") == [(["a.csv", "b.csv"], 3)]
    again = import_reports(workspace, [later])
    assert (what(again), again.version) == ([("signals", "unchanged", 3, 3, 0, 0)], 2)


def test_opportunities_are_cleaned_and_united_by_their_id(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [
        ("O1", "1", "Azure", "2026-07-03", "Lost", "1,294.54"),
        ("O2", "1", "M365", "2026-07-03", "Closed Won", ""),
        ("O3", "1", "Surface", "2026-07-03", "Negotiation", ""),
        ("O4", "1", "Toaster", "2026-07-03", "Won", ""),
        ("O5", "1", "F&O", "", "Won", ""),
        ("", "1", "Power Apps", "2026-07-03", "lost", ""),
        ("", "1", "PowerApps", "2026-07-03", "won", "5"),
    ]
    summary = import_reports(workspace, [write("x.csv", OPPORTUNITIES, *rows)])
    assert said(summary) == [
        ("blank-cell", "ClosedOn", 1, "blank; row left out"),
        ("no-outcome", "Outcome", 1, "neither won nor lost; row left out"),
        (
            "opportunity-twice",
            "",
            1,
            "the opportunity stands more than once with different values; the newest was kept",
        ),
        ("unknown-product", "Product", 1, "no product of the catalogue; row left out"),
    ]
    later = write(
        "y.csv",
        OPPORTUNITIES,
        ("O2", "1", "M365", "2026-08-01", "Lost", ""),
        ("O9", "2", "BC", "2026-08-01", "Won", ""),
    )
    assert what(import_reports(workspace, [later])) == [("opportunities", "united", 4, 3, 1, 1)]
    day, later_day = date(2026, 7, 3), date(2026, 8, 1)
    assert read(workspace, "SELECT * FROM own_opportunities ORDER BY 1 NULLS FIRST") == [
        (None, "1", "powerapps", day, "won", 5.0),
        ("O1", "1", "azure", day, "lost", 1294.54),
        ("O2", "1", "m365", later_day, "lost", None),
        ("O9", "2", "d365bc", later_day, "won", None),
    ]
    (stored,) = read_stored(workspace.snapshot())
    assert (stored.newest, stored.ended["azure"], stored.ended["d365bc"]) == (later_day, (0, 1), (1, 0))


def test_opportunities_need_no_day(workspace: Workspace, write: Write, read: Read) -> None:
    import_reports(
        workspace, [write("x.csv", ("CustomerID", "Product", "Outcome"), ("1", "Azure", "1"), ("2", "BC", "0"))]
    )
    sql = "SELECT customer_id, product, closed_on, outcome FROM own_opportunities"
    assert read(workspace, sql) == [("1", "azure", None, "won"), ("2", "d365bc", None, "lost")]


def test_customers_are_replaced(workspace: Workspace, write: Write, read: Read) -> None:
    import_reports(workspace, [write("customers.csv", CUSTOMERS, ("1", "A", "5", "", ""), ("2", "B", "6", "", ""))])
    later = write("customers.csv", ("CustomerID", "Own score"), ("3", "0.5"))
    assert what(import_reports(workspace, [later])) == [("customers", "replaced", 1, 2, 0, 0)]
    assert read(workspace, "SELECT customer_id, account_name, extras FROM own_customers") == [
        ("3", None, '{"Own score":"0.5"}')
    ]


def test_outcomes_of_unknown_customers_are_kept_and_told(workspace: Workspace, write: Write, read: Read) -> None:
    deals = write(
        "deals.csv",
        OPPORTUNITIES,
        ("O1", "1", "BC", "2026-07-03", "Won", ""),
        ("O2", "9", "BC", "2026-07-03", "Won", ""),
    )
    assert said(import_reports(workspace, [deals])) == []
    import_reports(workspace, [write("customers.csv", ("CustomerID",), ("1",))])
    told = [("unknown-customer", "CustomerID", 1, "outcomes of customers that are not in customers; kept")]
    assert said(import_reports(workspace, [deals])) == told
    assert read(workspace, "SELECT count(*) FROM own_opportunities") == [(2,)]
    assert [table.unknown for table in read_stored(workspace.snapshot())] == [0, 1]


def test_reports_and_own_tables_are_one_commit(workspace: Workspace, write: Write, read: Read) -> None:
    report = write("2026-10 azure.csv", ("CustomerID", "AzureFit"), ("1", "80"))
    own = write("customers.csv", CUSTOMERS, ("1", "A", "5", "", ""))
    summary = import_reports(workspace, [own, report])
    assert [(file.report, file.month) for file in summary.files] == [("customers", ""), ("azure", "2026-10")]
    assert summary.version == 1
    bad = write("2026-11 azure.csv", ("CustomerID", "Mood"), ("1", "80"))
    with pytest.raises(NotAReportError, match="is no report: it has no cluster"):
        import_reports(workspace, [write("signals.csv", SIGNALS, ("1", "2026-10-01", "news", "", "", "1")), bad])
    assert read(workspace, "SELECT count(*) FROM own_signals") == [(0,)]
    assert read(workspace, "SELECT org_size FROM own_customers UNION ALL SELECT fit FROM scores") == [(5.0,), (80.0,)]


@pytest.mark.parametrize(
    "step", ["reading customers.csv", "writing own_customers", "writing own_sources", "committing"]
)
def test_an_import_that_breaks_off_leaves_what_was_there(
    step: str, workspace: Workspace, write: Write, read: Read
) -> None:
    before = write("customers.csv", ("CustomerID",), ("1",))
    import_reports(workspace, [before])
    write("customers.csv", ("CustomerID",), ("2",))
    signals = write("signals.csv", SIGNALS, ("1", "2026-10-01", "news", "", "", "1"))

    def stop(what: str, done: int, total: int) -> None:
        if what == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_reports(workspace, [before, signals], progress=stop)
    held = "SELECT (SELECT list(customer_id) FROM own_customers), (SELECT count(*) FROM own_signals)"
    assert read(workspace, held) == [(["1"], 0)]
    import_reports(workspace, [signals])
    assert read(workspace, held) == [(["1"], 1)]


def test_other_files_are_passed_over(workspace: Workspace, write: Write) -> None:
    crm = write("crm.csv", ("RecordId", "Company", "City", "TPID"), ("C1", "A", "Oslo", "1"))
    own = write("customers.csv", ("CustomerID",), ("1",))
    summary = import_reports(workspace, [crm.parent])
    assert [file.report for file in summary.files] == ["customers"]
    assert summary.skipped[0].startswith(f"{crm} is no report: it has the column RecordId. A CRM export")
    own.unlink()
    with pytest.raises(OtherFileError, match="A CRM export has records of its own"):
        import_reports(workspace, [crm])


def test_strict_refuses_faults_of_own_tables(workspace: Workspace, write: Write) -> None:
    path = write(
        "x.csv", OPPORTUNITIES, ("O1", "1", "BC", "2026-07-03", "Open", ""), ("O2", "1", "BC", "2026-07-03", "Won", "")
    )
    with pytest.raises(StrictError, match="neither won nor lost"):
        import_reports(workspace, [path], strict=True)
    assert workspace.snapshot() is None


def test_a_file_without_a_row_that_counts(workspace: Workspace, write: Write) -> None:
    path = write("x.csv", OPPORTUNITIES, ("O1", "1", "BC", "2026-07-03", "Open", ""))
    with pytest.raises(ImportRefusedError, match="no rows with a customer id and what else their table needs in"):
        import_reports(workspace, [path])


def test_columns_can_be_mapped(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", ("Kund", "Product", "Antal", "Mood"), ("1", "Surface", "3", "good"))
    mapped = {"Kund": "customer_id", "Antal": "subscriptions.seats"}
    (file,) = import_reports(workspace, [path], mappings=mapped).files
    assert (file.report, file.recognised["Antal"], file.unknown, file.kept) == (
        "subscriptions",
        "seats",
        ("Mood",),
        False,
    )
    assert read(workspace, "SELECT customer_id, product, seats FROM own_subscriptions") == [("1", "surface", 3.0)]
    assert find_target(CATALOG, "seats").field == "seats"


def test_own_tables_without_reports(workspace: Workspace, write: Write) -> None:
    import_reports(workspace, [write("customers.csv", ("CustomerID",), ("1",))])
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert (snapshot.months(), snapshot.own()) == ([], ["own_customers", "own_sources"])


def test_forget_own(workspace: Workspace, write: Write, read: Read) -> None:
    assert not workspace.forget_own()
    report = write("2026-10 azure.csv", ("CustomerID", "AzureFit"), ("1", "80"))
    own = write("customers.csv", ("CustomerID", "Secret"), ("1", "x"))
    import_reports(workspace, [report, own])
    assert workspace.forget_own()
    assert not any(workspace.table_path(table).exists() for table in OWN_TABLES)
    assert read(workspace, "SELECT (SELECT count(*) FROM own_customers), (SELECT count(*) FROM scores)") == [(0, 1)]
    assert what(import_reports(workspace, [own])) == [("customers", "added", 1, 0, 0, 0)]
    assert workspace.forget("2026-10")
    assert read(workspace, "SELECT (SELECT count(*) FROM own_customers), (SELECT count(*) FROM scores)") == [(1, 0)]


def test_a_field_that_the_catalogue_gained(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("customers.csv", ("CustomerID", "Partner Tier"), ("1", "3"))
    import_reports(workspace, [path])
    (workspace.path / "catalog").mkdir()
    field = '[[field]]\nid = "tier"\ntitle = "Tier"\nkind = "number"\ngroup = "x"\nspellings = ["Partner Tier"]\n'
    (workspace.path / "catalog" / "own.toml").write_text(field, encoding="utf-8")
    grown = Workspace(workspace.path)
    assert read(grown, "SELECT tier, extras FROM own_customers") == [(None, '{"Partner Tier":"3"}')]
    assert what(import_reports(grown, [path])) == [("customers", "replaced", 1, 1, 0, 0)]
    assert read(grown, "SELECT tier, extras FROM own_customers") == [(3.0, None)]


CELLS = {
    "customers": ("123", ("", "a", "Öl"), ("", "5", "60"), ("AWS; B",), ("", "a", "b")),
    "subscriptions": ("123", ("Azure", "BC"), ("", "a"), ("1", "0.1", "0.7"), ("",), ("", "0.2")),
    "signals": ("123", ("2026-10-01", "2026-10-02"), ("news", "odd"), ("", "a"), ("", "Öl"), "12"),
    "opportunities": (("", "O1"), "123", ("Azure", "BC"), ("2026-10-01", "2026-10-02"), ("Won", "Lost"), ("", "7")),
}
ROWS = st.lists(
    st.one_of(*(st.tuples(st.just(table), *map(st.sampled_from, cells)) for table, cells in CELLS.items())),
    min_size=1,
    max_size=25,
)
HEADINGS = {
    "customers": CUSTOMERS,
    "subscriptions": SUBSCRIPTIONS,
    "signals": SIGNALS,
    "opportunities": OPPORTUNITIES,
}


def content(workspace: Workspace, read: Read) -> str:
    """All that the own tables hold, the names of files taken apart."""
    parts = [read(workspace, f"SELECT * FROM {table}") for table in OWN_TABLES[:-1]]  # noqa: S608
    parts.append(read(workspace, 'SELECT "table", rows, customers, columns, fingerprint FROM own_sources'))
    return json.dumps(parts, default=str)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_and_files_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, write: Write, read: Read, rows: list[tuple[str, ...]], random: Any
) -> None:
    found = set()
    for shuffled in (False, True):
        workspace = Workspace(tmp_path_factory.mktemp("store"))
        parts = list(rows)
        if shuffled:
            random.shuffle(parts)
        files = []
        for number in range(2 if shuffled else 1):
            for table, headings in HEADINGS.items():
                mine = [row[1:] for row in parts[number :: 2 if shuffled else 1] if row[0] == table]
                name = f"{table} {number} {shuffled}.csv"
                files += [write(name, headings, *mine)] if mine else []
        import_reports(workspace, files[:: -1 if shuffled else 1])
        found.add(content(workspace, read))
    assert len(found) == 1
