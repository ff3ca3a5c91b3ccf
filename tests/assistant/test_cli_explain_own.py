"""``ascent explain`` on own data: reasons, what would change them, and own scores beside the reports'."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-20")
COHORTS = (
    "Cohorts, by our own rules: M365 without Azure consumption; M365 upsell existing: another solution; "
    "M365 upsell existing: more seats; M365 Copilot; Surface acquire: M365 50+ seats; M365 to E5."
)
BASIS = "By your own data and the model hand, as of 2026-10-20."


@pytest.fixture
def both(ascent: Ascent, own_workspace: Path, tmp_path: Path) -> Path:
    """The small partner with a report on two of its customers and on another."""
    report = tmp_path / "2026-10 Azure.csv"
    report.write_text(
        "Customer ID,Account Name,AzureCluster,Azure Fit,Azure Intent\n"
        "5238,Customer 238,Act Now,80,10\n9,Other Ltd,Act Now,90,0\n",
        encoding="utf-8",
    )
    ascent("import", report, "--workspace", own_workspace)
    return own_workspace


def test_a_product_with_its_reasons(ascent: Ascent, own_workspace: Path) -> None:
    code, out, err = ascent("explain", "5238", "--product", "Azure", "--workspace", own_workspace, *DAY)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Customer 238 (5238): Sweden; Healthcare; 1,195 employees",
        "",
        "Azure: Evaluate, cell E7; fit 73.1 Medium, intent 50 Low, propensity 94%; whitespace.",
        "Potential revenue $100K - $250K a year.",
        "Near a cutoff: fit 73.1 is just under 75, where High begins.",
        "fit 73.1 = base 50 and:",
        "   +23.1  Org size: 1,195  (customers.org_size)",
        "intent 50 = base 0 and:",
        "   +50.0  Hiring: cloud engineer: strength 1, 14 days old  (signals, 2026-10-06)",
        "propensity 94 = base 50 and:",
        "   +28.0  Intent: 50",
        "   +16.0  Fit: 73.1",
        "What would change it: Azure, to a better cluster: no single realistic change lifts its fit of 73.1 to 75; "
        "fit alone decides the cluster here, so no signal can change it; "
        "the cell alone would move with one new signal “Hiring” of strength 1 (intent 87.5, cell E5 instead of E7)",
        "Not in Act Now for Azure, since this fails: fit at least 75, it has fit 73.1.",
        "",
        "Segment: Upper Medium; by the rules of 2021 Top Unmanaged, user-based.",
        "",
        COHORTS,
        "",
        BASIS,
    ]


def test_all_products(ascent: Ascent, own_workspace: Path) -> None:
    assert ascent("explain", "Customer 238", "--workspace", own_workspace, *DAY)[1].splitlines()[1:5] == [
        "",
        "product  cluster   cell   fit  intent  propensity  type        potential revenue  near a cutoff",
        "Azure    Evaluate  E7    73.1      50       94.0%  whitespace  $100K - $250K      yes",
        "",
    ]
    ended = ascent("explain", "5012", "--workspace", own_workspace, *DAY)[1]
    assert "\nSupport has ended for Office 2010, Windows Server 2012, which it runs.\n" in ended


def test_as_json(ascent: Ascent, own_workspace: Path) -> None:
    options = ("explain", "5238", "--product", "Azure", "--json", "--workspace", own_workspace, *DAY)
    answer = json.loads(ascent(*options)[1])
    about = {"customer": "5238", "product": "azure"}
    assert (answer["status"], answer["customers"], answer["month"]) == ("answered", ["5238"], "2026-10")
    assert answer["calls"] == [
        {"tool": "next_workloads", "arguments": {"customer": "5238"}},
        {"tool": "score_drivers", "arguments": about},
        {"tool": "what_would_change", "arguments": about},
        {"tool": "why_not", "arguments": about | {"target": "act-now"}},
    ]
    [row] = answer["rows"]
    assert (row["source"], row["product"], row["fit"], row["cluster"]) == ("model", "azure", 73.1, "evaluate")
    for drivers in row["drivers"]:
        tenths = [round(10 * points) for points in (drivers["base"], *(one["points"] for one in drivers["drivers"]))]
        assert sum(tenths) == round(10 * drivers["value"])
    assert row["why_not"][0]["conditions"] == [{"condition": "fit at least 75", "value": "fit 73.1", "holds": False}]


def test_the_report_first_and_own_scores_beside_it(ascent: Ascent, both: Path) -> None:
    out = ascent("explain", "5238", "--product", "Azure", "--workspace", both, *DAY)[1]
    assert out.splitlines()[1].startswith("Azure: Act Now, cell A4. Fit 80 (High); intent 10 (Very Low).")
    assert out.splitlines()[-3:] == [
        "Reports of 2026-10.",
        "",
        "Own model (hand, as of 2026-10-20): Azure: fit 73.1 Medium, intent 50 Low, propensity 94%.",
    ]
    whole = ascent("explain", "5238", "--workspace", both, *DAY)[1]
    assert "\nBy your own model hand, as of 2026-10-20:\nproduct  cluster   cell " in whole


@pytest.mark.parametrize(("source", "last"), [("report", "Reports of 2026-10."), ("model", BASIS)])
def test_one_source(ascent: Ascent, both: Path, source: str, last: str) -> None:
    out = ascent("explain", "5238", "--source", source, "--workspace", both, *DAY)[1]
    assert out.splitlines()[-1] == last


def test_customers_of_one_source_only(ascent: Ascent, both: Path) -> None:
    assert ascent("explain", "9", "--workspace", both, *DAY)[1].endswith("\nReports of 2026-10.\n")
    assert ascent("explain", "5000", "--workspace", both, *DAY)[1].endswith(f"\n{BASIS}\n")
    code, out, _ = ascent("explain", "9", "--source", "model", "--workspace", both, *DAY)
    assert (code, out.startswith("There is no customer '9' among your own customers.")) == (3, True)
    code, out, _ = ascent("explain", "5000", "--source", "report", "--workspace", both, *DAY)
    assert (code, out.startswith("There is no customer '5000' in the imported reports.")) == (3, True)


def test_a_product_without_a_score(ascent: Ascent, own_workspace: Path) -> None:
    for product, options in (("M365", ()), ("O365", ("--source", "model"))):
        code, out, _ = ascent("explain", "5238", "--product", product, *options, "--workspace", own_workspace, *DAY)
        assert (code, out) == (3, f"The model hand does not score {product}.\n")


def test_stale_scores_are_warned_of(ascent: Ascent, own_workspace: Path) -> None:
    err = ascent("explain", "5238", "--workspace", own_workspace, "--as-of", "2026-12-24")[2]
    assert err.startswith("Warning: Intent is stale: the newest signal is of 2026-10-06")


def test_ask_of_a_customer_by_own_data_alone(ascent: Ascent, own_workspace: Path) -> None:
    out = ascent("ask", "Why is Customer 238 rated like that for Azure?", "--workspace", own_workspace, *DAY)[1]
    assert out.endswith(f"\n{BASIS}\n")
    assert "Azure: Evaluate, cell E7." in out
    assert "Propensity 94%." in out
    drivers = ascent("ask", "score drivers of Customer 238 for Azure", "--workspace", own_workspace, *DAY)[1]
    assert drivers.startswith("Azure fit 73.1 (Medium) = base 50; +23.1 Org size: 1,195 (customers.org_size)")
