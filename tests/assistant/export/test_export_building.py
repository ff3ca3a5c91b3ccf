"""Lists as they are built from a query: exact rows of the small partner, and those of the sample beside its reports."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.export.building import build_listing
from assistant.export.columns import value
from assistant.export.counting import MOST_BARS, charts
from assistant.export.listing import Column, Kind, Listing
from assistant.tools import Tools
from knowledge.catalog import load_catalog
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.query import CustomerSet, Filter, Group, Order, Query, ScoreSource
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
M365 = Query(order=(Order("convention:m365"),))
ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))


def built(workspace: Path, query: Query, source: ScoreSource = "", columns: tuple[str, ...] = ()) -> Listing:
    tools = Tools(Engine(Workspace(workspace), AS_OF, source), AS_OF)
    found = tools.customers(query)
    listed = found.customers or ()
    return build_listing(tools, query, listed, "A list", "Who?", (("Wave", "1"),), found.notes, columns)


def test_a_list_says_who_they_are_and_why(workspace: Path) -> None:
    """Best first by the cell: A2 (fit 92 High, intent 57 Medium), E5, N9. The reports have no domain and no segment."""
    made = built(workspace, M365)
    assert made.month == "2026-10"
    assert [column.title for column in made.columns] == [
        *("#", "Customer ID", "Account name", "City", "Country", "Industry", "Org size"),
        *("M365 cluster", "M365 cell", "M365 fit", "M365 intent"),
        *("M365 potential revenue, from", "M365 potential revenue, to", "M365 potential revenue", "M365 reason"),
    ]
    assert [column.kind for column in made.columns] == [
        *("whole", "id", "text", "text", "text", "text", "whole"),
        *("cluster", "text", "number", "number", "USD", "USD", "text", "text"),
    ]
    acme = (1, "4001", "[bold]Acme[/bold] \x1b[31mAB", "Göteborg", "Sweden", "Retail", 120, "Act Now", "A2", 92.0, 57.0)
    signals = "Signals: Hiring: security analyst (2026-08-28); Technology use: QuickBooks (2026-04-20)."
    hiring = f"Act Now (A2): fit 92 (High), intent 57 (Medium). {signals}"
    nova = (2, "4003", "Nova Ltd", "London", "United Kingdom", "Retail", 310, "Evaluate", "E5", 60.26, 80.0)
    moves = "Evaluate (E5): fit 60.26 (Medium), intent 80 (High). Signals: Rumour: moves house."
    formula = (3, "4002", "=SUM(A1)", "Oslo", "Norway", "Healthcare", 20, "Nurture", "N9", 48.0, 12.0)
    alone = "Nurture (N9): fit 48 (Low), intent 12 (Very Low)."
    assert made.rows == (
        (*acme, 10_000, 25_000, "$10K - $25K", hiring),
        (*nova, 5_000, 10_000, "$5K - $10K", moves),
        (*formula, 250_000, None, "$250K+", alone),
    )


def test_a_list_counts_its_customers(workspace: Path) -> None:
    made = built(workspace, M365)
    counts = dict.fromkeys(("A1", "A2", "A3", "A4", "E5", "E6", "E7", "E8", "N9", "ET10"), 0)
    assert [(grid.product, grid.counts) for grid in made.grids] == [("M365", counts | {"A2": 1, "E5": 1, "N9": 1})]
    assert [(chart.title, [(bar.key, bar.value) for bar in chart.bars]) for chart in made.charts] == [
        ("Customers by country", [("Norway", 1), ("Sweden", 1), ("United Kingdom", 1)]),
        ("Customers by industry", [("Retail", 2), ("Healthcare", 1)]),
        ("Customers by M365 cluster", [("Act Now", 1), ("Evaluate", 1), ("Nurture", 1)]),
    ]


def test_a_list_says_how_it_was_made(workspace: Path) -> None:
    query = Query(CustomerSet(filters=(Filter("cluster", "in", ("act-now",), ("m365",)),)), order=M365.order)
    made = built(workspace, query)
    assert [pair for pair in made.made if pair[0] != "Made with"][:7] == [
        ("Question", "Who?"),
        ("Filters", "M365 cluster Act Now"),
        ("Order", "best first for M365"),
        ("Month of the reports", "2026-10"),
        ("Scores", "of the reports"),
        ("Count", "1 customer"),
        ("Wave", "1"),
    ]
    words = dict(made.made)
    assert words["As of"] == "2026-10-25"
    assert words["Act Now"].startswith("Customers that are ready for sales: their fit is High.")
    assert words["Act Now"].endswith("Source: CloudAscent Partner Center learning portal (Swedish, today), 2025.")
    ids = [item.id for item in made.citations]
    conventions = ["convention.clusters", "convention.matrix", "score.fit", "score.intent"]
    assert ids == ["cluster.act-now", *conventions, "convention.potential-revenue"]


def test_agreements_stand_beside_their_customer(workspace: Path) -> None:
    """The agreements that are meant: Nova's of 2027, not the third one; with their ids and sum."""
    query = Query(CustomerSet(filters=(Filter("agreement_end", ">=", ("2027-01-01",)),)))
    made = built(workspace, query)
    names = [column.name for column in made.columns]
    rows = [dict(zip(names, row, strict=True)) for row in made.rows]
    agreements = ("agreement_end", "expiring_revenue", "agreements", "agreement_id")
    assert [[row[name] for name in ("account_name", *agreements)] for row in rows] == [
        ["Nova Ltd", date(2027, 6, 30), 6_000, 2, "AGR-3; AGR-4"]
    ]
    assert [made.columns[names.index(name)].kind for name in agreements] == ["date", "USD", "whole", "text"]


def test_a_list_about_no_product_shows_the_cluster_of_each(workspace: Path) -> None:
    made = built(workspace, Query(CustomerSet(filters=(Filter("industry", "in", ("Retail",)),))))
    assert [column.name for column in made.columns][-2:] == ["m365.cluster", "m365.revenue_low"]
    assert [row[-2:] for row in made.rows] == [("Act Now", 10_000), ("Evaluate", 5_000)]
    assert made.grids == ()


def test_columns_can_be_named(workspace: Path) -> None:
    made = built(workspace, M365, columns=("account_name", "has_m365", "m365.signals"))
    assert made.columns == (
        Column("account_name", "Account name", "text"),
        Column("has_m365", "Has M365", "flag"),
        Column("m365.signals", "M365 signals", "text"),
    )
    assert [row[:2] for row in made.rows] == [
        ("[bold]Acme[/bold] \x1b[31mAB", False),
        ("Nova Ltd", False),
        ("=SUM(A1)", True),
    ]
    with pytest.raises(QueryError, match="There is no column 'shoe_size'"):
        built(workspace, M365, columns=("shoe_size",))


def test_a_list_of_nobody_has_its_columns(workspace: Path) -> None:
    nobody = Filter("country", "in", ("Norway",)), Filter("cluster", "in", ("act-now",), ("m365",))
    made = built(workspace, Query(CustomerSet(filters=nobody), order=M365.order))
    assert len(made.columns) == 15
    assert (made.rows, made.grids) == ((), ())
    assert dict(made.made)["Count"] == "0 customers"


@pytest.mark.parametrize(
    ("kind", "found", "held"),
    [
        ("whole", 120.0, 120),
        ("whole", 12.5, 12.5),
        ("USD", 200.25, 200.25),
        ("number", 57.0, 57.0),
        ("text", ["AGR-1", "AGR-2"], "AGR-1; AGR-2"),
        ("whole", float("inf"), None),
        ("number", float("nan"), None),
        ("flag", False, False),
        ("text", None, None),
    ],
)
def test_a_value_is_what_its_column_holds(kind: Kind, found: object, held: object) -> None:
    shown = value(kind, found)
    assert (shown, type(shown)) == (held, type(held))


def test_own_scores_have_their_propensity(own_workspace: Path) -> None:
    made = built(own_workspace, Query(order=(Order("convention:azure"),)), "model")
    names = [column.name for column in made.columns]
    assert [name for name in names if name.startswith("azure.")][-2:] == ["azure.propensity", "azure.reason"]
    assert made.rows
    assert all(isinstance(row[names.index("azure.propensity")], float) for row in made.rows)
    assert dict(made.made)["Scores"] == "of your own data, by the model hand, as of 2026-10-25"
    assert "convention.propensity" in [item.id for item in made.citations]


def test_the_rows_of_the_sample_are_those_of_its_report(sample: Path) -> None:
    """Read from the file by hand: every Act Now customer for Azure, with the figures that stand there."""
    made = built(sample, Query(CustomerSet(filters=(ACT_NOW,)), order=(Order("convention:azure"),)))
    report = sample.parent / "reports" / "2026-10" / "CLASAzurePropensity.csv"
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Customer ID"]: row for row in csv.DictReader(file) if row["AzureCluster"] == "Act Now"}
    names = [column.name for column in made.columns]
    listed = [dict(zip(names, row, strict=True)) for row in made.rows]
    assert len(listed) == len(rows) > 20
    assert [row["place"] for row in listed] == list(range(1, len(rows) + 1))
    for row in listed:
        known = rows.pop(str(row["customer_id"]))
        assert row["account_name"] == known["Account Name"]
        assert row["domain"] == known["Domain"]
        assert row["sub_segment"] == known["Sub Segment"]
        assert row["azure.fit"] == float(known["Azure Fit"])
        assert row["azure.intent"] == float(known["Azure Intent"])
        assert row["azure.potential_revenue"] == known["Azure Potential Revenue"]
        assert row["azure.cell"] in ("A1", "A2", "A3", "A4")
    assert rows == {}


def test_the_renewals_of_the_sample_are_those_of_its_report(sample: Path) -> None:
    """Read from the file by hand: who has an agreement that ends in November, with ids, first day and sum of these."""
    ends = Filter("agreement_end", "between", ("2026-11-01", "2026-11-30"))
    made = built(sample, Query(CustomerSet(filters=(ends,))))
    names = [column.name for column in made.columns]
    columns = ("customer_id", "agreement_end", "expiring_revenue", "agreement_id")
    listed = {row[0]: row[1:] for row in ([each[names.index(name)] for name in columns] for each in made.rows)}
    report = sample.parent / "reports" / "2026-10" / "CLASAgreementRenewalsPropensity.csv"
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Agreement End Date"].startswith("11/")]
    rows = [row for row in rows if row["Agreement End Date"].endswith("/2026")]
    assert set(listed) == {row["Customer ID"] for row in rows}
    assert listed
    for customer, (day, revenue, ids) in listed.items():
        own = [row for row in rows if row["Customer ID"] == customer]
        assert ids == "; ".join(sorted({row["Agreement ID"] for row in own}))
        assert day == min(datetime.strptime(row["Agreement End Date"], "%m/%d/%Y").date() for row in own)
        assert revenue == pytest.approx(sum(float(row["Expiring Revenue"].strip("$").replace(",", "")) for row in own))


def test_many_groups_are_drawn_as_the_most_frequent_and_the_others() -> None:
    """Twelve bars: the eleven most frequent, by name where they are alike, and the rest as one."""
    rows = [(f"Country {number:02}",) for number in range(20) for _ in range(2 if number < 3 else 1)]
    (chart,) = charts(load_catalog(), (Column("country", "Country", "text"),), rows)
    assert len(chart.bars) == MOST_BARS == 12
    assert chart.bars[0] == Group("Country 00", 2.0)
    assert chart.bars[-1] == Group("Others", 23 - 3 * 2 - 8)
