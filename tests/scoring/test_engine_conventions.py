"""The counting conventions, one by one, on reports that can be counted by hand."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from partner import (
    FILES,
    OCTOBER_AZURE,
    OCTOBER_RENEWALS,
    SEPTEMBER_AZURE,
    ask,
    figure,
    groups,
    imported,
    who,
    written,
)

from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.explain import explain_customer
from scoring.importing import import_reports
from scoring.query import Filter, Measure, Operator, Order, Value
from scoring.workspace import Workspace

RANKED = [Order("convention:azure")]
BY_REVENUE = [Order("azure.revenue")]
MIGRATE = Filter("category", "in", ("m365-migrate-to-cloud",))
EDGES = """\
CustomerID,City,AzureFit,AzureIntent,M365Fit,M365Intent,SurfaceCluster
50001,Rome,29.9,100,Very Low,High,Act Now
50002,Rome,30,29.9,Low,High,Evaluate
50003,Rome,54.9,30,Low,,
50004,Rome,55,54.9,Medium,Low,
50005,"x'; DROP TABLE customers; --",74.6,55,Medium,High,
50006,Rome,74.96,74.6,Medium,,
50007,Rome,75,75,High,Very Low,
50008,Rome,100,0,High,,
50009,Rome,,80,,High,
"""
OWN_MATRIX = """
[[cell]]
id = "E5"
fit = "medium"
intent = ["high"]
cluster = "act-now"

[[cell]]
id = "N9"
fit = "low"
intent = ["medium", "low", "very-low"]
cluster = "educate"

[[cell]]
id = "N0"
fit = "low"
intent = ["high"]
cluster = "nurture"
"""


def scored(field: str, *values: Value, of: str = "azure", op: Operator = "in", at_least: int = 1) -> Filter:
    """A filter on the scores of one product, or of several between spaces."""
    return Filter(field, op, values, tuple(of.split()), at_least=at_least)


def has(field: str, *values: Value, op: Operator = "in") -> Filter:
    return Filter(field, op, values)


def before(item: Filter, month: str = "2026-09") -> Filter:
    """The same condition in another month."""
    return replace(item, month=month)


@pytest.fixture(scope="session")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Scores at the edges of the bands: Azure as numbers, M365 as band words, Surface as clusters alone."""
    return imported(tmp_path_factory.mktemp("edges"), {"2026-10/m365.csv": EDGES})


# ---- months and reports ----------------------------------------------------------------------------------------------


def test_no_month_is_the_newest_that_holds_what_is_needed(engine: Engine) -> None:
    play = has("play", "mw-on-prem-acq-office-2016-2019")
    assert ask(engine, scored("cluster", "act-now")).month == "2026-10"
    assert (ask(engine, play).month, who(engine, play)) == ("2026-09", "02 04")
    assert (ask(engine, group=["play"], month="2026-09").month, ask(engine, MIGRATE).month) == ("2026-09", "2026-10")


def test_a_month_that_is_named_is_the_one_answered_from(engine: Engine) -> None:
    september = ask(engine, scored("cluster", "act-now"), month="2026-09")
    assert (september.month, september.customers) == ("2026-09", ("50002", "50003", "50004"))
    assert who(engine, month="2026-09") == "01 02 03 04 05 08 99"


def test_a_month_that_is_not_there_is_refused_with_those_that_are(engine: Engine) -> None:
    for asked in ({"month": "2026-08"}, {"since": "2026-08"}):
        with pytest.raises(NotInData, match="no report of 2026-08: the imported months are 2026-10, 2026-09"):
            ask(engine, scored("cluster_change", "better"), **asked)  # type: ignore[arg-type]
    with pytest.raises(NotInData, match="no report of 2026-08"):
        ask(engine, before(scored("cluster", "act-now"), "2026-08"))


def test_a_month_without_the_product_says_so(engine: Engine) -> None:
    for item in (scored("cluster", "act-now", of="d365bc"), scored("fit", 50.0, of="d365bc", op=">=")):
        with pytest.raises(NotInData, match=r"2026-09 hold no Business Central \w+; 2026-10 would"):
            ask(engine, item, month="2026-09")
        with pytest.raises(NotInData, match="2026-09 hold no Business Central"):
            ask(engine, before(item))
    with pytest.raises(NotInData, match=r"\(2026-10, 2026-09\) hold no Surface cluster"):
        ask(engine, scored("cluster", "act-now", of="surface"))


def test_nothing_imported(tmp_path: Path) -> None:
    with pytest.raises(NotInData, match="ascent import"):
        ask(Engine(Workspace(tmp_path)))


def test_the_own_report_wins_over_copies(engine: Engine) -> None:
    """The renewals report says Nurture for Alpha; who stands in no Azure report has the copy."""
    assert who(engine, scored("cluster", "nurture")) == "06 07"
    assert who(engine, has("customer", "50001", "50012"), scored("cluster", "act-now")) == "01"
    assert who(engine, has("customer", "50001", "50012"), scored("cluster", "evaluate")) == "12"


def test_the_month_of_the_own_report_goes_before_a_newer_copy(tmp_path: Path) -> None:
    files = {"2026-10/renewals.csv": OCTOBER_RENEWALS, "2026-09/azure.csv": SEPTEMBER_AZURE}
    engine = imported(tmp_path, files)
    act_now = scored("cluster", "act-now")
    assert (ask(engine, act_now).month, who(engine, act_now)) == ("2026-09", "02 03 04")
    assert who(engine, act_now, month="2026-10") == "03"
    renewing = ask(engine, act_now, has("license_program", "CSP"))
    assert (renewing.month, renewing.customers) == ("2026-10", ("50003",))
    with pytest.raises(NotInData, match="2026-10 hold no Azure fit; 2026-09 would"):
        ask(engine, scored("cell", "A1"), month="2026-10")


# ---- bands, cells, clusters ------------------------------------------------------------------------------------------


def test_the_vendors_cluster_stands_against_the_fit_band(engine: Engine) -> None:
    """Iota is Act Now with a fit of 20: counted as Act Now, and as Very Low where the band is asked for."""
    assert who(engine, scored("cluster", "act-now")) == "01 02 03 09"
    assert who(engine, scored("fit_band", "very-low")) == "08 09"
    assert who(engine, scored("cell", "ET10")) == "08 09"
    assert who(engine, scored("cluster", "educate")) == "08"


@pytest.mark.parametrize(
    ("band", "fit", "intent"),
    [
        ("High", "07 08", "01 07 09"),
        ("Medium", "04 05 06", "05 06"),
        ("Low", "02 03", "03 04"),
        ("Very Low", "01", "02 08"),
    ],
)
def test_a_band_ends_below_the_next_ones_lower_bound(edges: Engine, band: str, fit: str, intent: str) -> None:
    assert who(edges, scored("fit_band", band)) == fit
    assert who(edges, scored("intent_band", band)) == intent


def test_cells_and_clusters_from_numbers(edges: Engine) -> None:
    """Fit is the row and decides the cluster; no fit, no cluster."""
    rows = ask(edges, order=[Order("azure.fit", descending=False)]).rows
    assert [(row["azure.cell"], row["azure.cluster"]) for row in rows] == [
        ("ET10", "Educate"),
        ("N9", "Nurture"),
        ("N9", "Nurture"),
        ("E7", "Evaluate"),
        ("E6", "Evaluate"),
        ("E6", "Evaluate"),
        ("A1", "Act Now"),
        ("A4", "Act Now"),
        (None, None),
    ]


def test_cells_and_clusters_from_band_words(edges: Engine) -> None:
    """Without an intent the rows of Nurture and Educate still have their one cell."""
    rows = ask(edges, order=[Order("convention:m365")]).rows
    assert [(str(row["customer_id"])[3:], row["m365.cell"], row["m365.cluster"]) for row in rows] == [
        ("07", "A4", "Act Now"),
        ("05", "E5", "Evaluate"),
        ("04", "E7", "Evaluate"),
        ("02", "N9", "Nurture"),
        ("03", "N9", "Nurture"),
        ("01", "ET10", "Educate"),
        ("06", None, "Evaluate"),
        ("08", None, "Act Now"),
        ("09", None, None),
    ]
    assert who(edges, scored("cluster", "evaluate", of="m365")) == "04 05 06"
    assert who(edges, scored("intent_band", "High", of="m365")) == "01 02 05 09"


def test_a_cluster_alone_is_a_cluster(edges: Engine) -> None:
    assert groups(edges, "surface.cluster") == {"Act Now": 1, "Evaluate": 1}
    with pytest.raises(NotInData, match="no Surface fit"):
        ask(edges, scored("fit_band", "high", of="surface"))


def test_what_a_cell_holds_is_only_data(edges: Engine) -> None:
    assert who(edges, has("city", "x'; DROP TABLE customers; --")) == "05"
    assert groups(edges, "city") == {"Rome": 8, "x'; DROP TABLE customers; --": 1}


def test_a_partners_own_matrix(tmp_path: Path) -> None:
    """It may split a row by intent; a medium fit with no intent has no cluster then. The vendor's clusters stand."""
    engine = imported(tmp_path, {"2026-10/m365.csv": EDGES}, OWN_MATRIX)
    assert who(engine, scored("cluster", "act-now", of="m365")) == "05 07 08"
    assert who(engine, scored("cluster", "evaluate", of="m365")) == "04"
    assert list(groups(engine, "m365.cell").items()) == [("A4", 1), ("E5", 1), ("E7", 1), ("ET10", 1), ("N0", 1)]
    assert groups(engine, "m365.cluster") == {"Act Now": 3, "Evaluate": 1, "Nurture": 1, "Educate": 1}
    assert groups(engine, "surface.cluster") == {"Act Now": 1, "Evaluate": 1}
    assert explain_customer(engine, "50005").scores["m365"].cluster == "act-now"


# ---- any, several, all products --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("products", "at_least", "inside", "outside"),
    [
        ("azure", 1, "01 02 03 09", "04 05 06 07 08 12"),
        ("m365", 1, "02 04", "01 03 10 11"),
        ("azure m365 d365bc", 1, "01 02 03 04 09", "05 06 07 08 10 11 12"),
        ("azure m365 d365bc", 2, "01 02", "03 04 05 06 07 08 09 10 11 12"),
        ("azure m365 d365bc", 3, "", "01 02 03 04 05 06 07 08 09 10 11 12"),
        ("azure m365", 2, "02", "01 03 04 05 06 07 08 09 10 11 12"),
    ],
)
def test_any_several_or_all_products(engine: Engine, products: str, at_least: int, inside: str, outside: str) -> None:
    """ "Not in" turns the whole round, and leaves those out that have no score of these products."""
    assert who(engine, scored("cluster", "act-now", of=products, at_least=at_least)) == inside
    assert who(engine, scored("cluster", "act-now", of=products, op="not in", at_least=at_least)) == outside


def test_exactly_so_many_products(engine: Engine) -> None:
    """At least and at most bound how many of the products meet the condition."""
    act_now = scored("cluster", "act-now", of="azure m365 d365bc")
    assert who(engine, replace(act_now, at_most=1)) == "03 04 09"
    assert who(engine, replace(act_now, at_least=2, at_most=2)) == "01 02"


def test_high_propensity_and_bands(engine: Engine) -> None:
    assert who(engine, scored("cluster", "act-now", "evaluate")) == "01 02 03 04 05 09 12"
    assert who(engine, scored("cluster", "Act Now", "EVALUATE")) == "01 02 03 04 05 09 12"
    assert who(engine, scored("fit_band", "high"), scored("intent_band", "high")) == "01 02"
    assert who(engine, scored("intent_band", "high", op="not in")) == "03 05 07 09"
    assert who(engine, scored("fit", 55.0, op=">=")) == "01 02 03 04 05"
    assert who(engine, scored("fit", 54.9, 74.6, op="between")) == "04 05 06"
    assert who(engine, scored("intent", 60.0, op="<")) == "05 07 09"


# ---- cohorts, categories, plays --------------------------------------------------------------------------------------


def test_a_category_is_the_union_of_its_cohorts(engine: Engine) -> None:
    assert who(engine, has("cohort", "m365-migrate-on-premises")) == "02 04"
    assert who(engine, has("cohort", "m365-migrate-dark")) == "03 04 11"
    assert who(engine, MIGRATE) == "02 03 04 11"
    assert who(engine, has("cohort", "m365-migrate-dark", "m365-upsell-seats")) == "01 03 04 11"
    assert who(engine, has("cohort", "m365-migrate-dark"), has("cohort", "m365-migrate-on-premises")) == "04"
    assert who(engine, has("category", *MIGRATE.values, op="not in")) == "01 05 06 07 08 09 10 12"
    assert ask(engine, MIGRATE).notes == ()


def test_a_category_says_which_of_its_cohorts_is_not_there(engine: Engine) -> None:
    result = ask(engine, has("category", "m365-upsell-existing"))
    assert result.customers == ("50001",)
    assert result.notes == ("without M365 upsell existing: another solution, which 2026-10 does not have",)


def test_in_an_earlier_layout_a_category_is_its_plays(engine: Engine) -> None:
    result = ask(engine, MIGRATE, month="2026-09")
    assert result.customers == ("50002", "50003", "50004")
    (note,) = result.notes
    for part in (
        "M365 migrate to cloud",
        "2026-09",
        "2 play columns",
        "MW_On Prem Acq_Office 2016_2019",
        "on-premises only",
    ):
        assert part in note


def test_a_cohort_that_no_month_shows_is_refused(engine: Engine) -> None:
    for item in (has("cohort", "m365-copilot"), has("category", "surface-acquire"), has("play", "no-such-play")):
        with pytest.raises(NotInData, match="hold no"):
            ask(engine, item)
    with pytest.raises(NotInData, match="2026-09 hold no cohort 'M365 migrate to cloud: dark'; 2026-10 would"):
        ask(engine, has("cohort", "m365-migrate-dark"), month="2026-09")


def test_who_joined_a_category(engine: Engine) -> None:
    assert who(engine, MIGRATE, before(has("category", *MIGRATE.values, op="not in"))) == "11"


# ---- potential revenue and order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (scored("revenue", 50_000.0, op=">="), "02 03 06"),
        (scored("revenue", 50_001.0, op=">"), "03 06"),
        (scored("revenue", 25_000.0, op="<="), "01 04 05 09"),
        (scored("revenue", 24_999.0, op="<"), "05 09"),
        (scored("revenue", 5_000.0, 25_000.0, op="between"), "01 04 05"),
        (scored("revenue", 250_000.0, op=">="), "03"),
        (scored("revenue", 1e9, op="<="), "01 02 04 05 06 08 09"),
        (scored("revenue", 250_000.0, 1e9, op="between"), ""),
    ],
)
def test_over_under_and_between_take_the_whole_range(engine: Engine, item: Filter, found: str) -> None:
    """Over: the lower bound; under: the upper bound, which an open range does not have; between: both."""
    assert who(engine, item) == found


def test_revenue_is_measured_by_the_lower_bounds(engine: Engine) -> None:
    result = ask(engine, measure=Measure("sum", "azure.revenue"))
    assert (result.value, result.unit, result.known, result.total) == (451_000, "USD", 8, 12)
    assert figure(engine, "average", "azure.revenue") == 56_375
    assert figure(engine, "median", "azure.revenue") == 17_500
    assert figure(engine, "min", "azure.revenue") == 1_000
    assert figure(engine, "max", "azure.revenue") == 250_000
    assert figure(engine, "sum", "m365.revenue", MIGRATE) == 50_000


def test_the_order_by_convention(engine: Engine) -> None:
    """By cell, then potential revenue, fit, intent, id; who has no cell comes last."""
    assert who(engine, order=RANKED) == "02 01 03 04 05 06 07 08 09 10 11 12"
    assert who(engine, MIGRATE, order=[Order("convention:m365")]) == "04 02 11 03"


def test_the_order_by_revenue(engine: Engine) -> None:
    """By lower bound, then fit, intent, id."""
    assert who(engine, order=BY_REVENUE) == "03 06 02 08 01 04 05 09 07 10 11 12"
    smallest = [Order("azure.revenue", descending=False)]
    assert who(engine, scored("revenue", 0.0, op=">="), order=smallest)[:5] == "09 05"


def test_ties_end_by_customer_id(tmp_path: Path) -> None:
    """Then fit decides, then intent, then the id, ascending even where all else descends."""
    text = """\
CustomerID,AzureFit,AzureIntent,AzurePotentialRevenue
50009,80,80,$10K - $25K
50002,80,80,$10K - $25K
50001,80,81,$10K - $25K
50007,81,75,$10K - $50K
50005,75,75,$25K - $50K
"""
    engine = imported(tmp_path, {"2026-10/azure.csv": text})
    for order in (RANKED, BY_REVENUE):
        assert who(engine, order=order) == "05 07 01 02 09"
    assert who(engine, order=[Order("azure.intent")]) == "01 02 09 05 07"
    assert who(engine, order=[Order("azure.cell")]) == "01 02 05 07 09"


def test_other_orders(engine: Engine) -> None:
    assert who(engine, order=[Order("org_size")])[:8] == "03 05 01"
    assert who(engine, order=[Order("azure.fit", descending=False)]) == "09 08 07 06 05 04 02 01 03 10 11 12"
    assert who(engine, order=[Order("country"), Order("org_size")])[:8] == "04 01 08"


# ---- customers once, agreements --------------------------------------------------------------------------------------


def test_customers_are_counted_once(engine: Engine) -> None:
    """Alpha stands under two locations, in four reports and with two agreements."""
    assert figure(engine, "count", "customers") == 12
    assert figure(engine, "count", "customers", has("agreements", 1.0, op=">=")) == 4
    assert figure(engine, "sum", "azure.revenue", has("country", "Sweden")) == 36_000
    assert groups(engine, "license_program") == {"CSP": 3, "EA": 2, "MPSA": 1}
    assert figure(engine, "sum", "azure.revenue", has("partner_name", "North", "South")) == 451_000


def test_an_agreement_counts_once_whatever_its_rows(engine: Engine) -> None:
    """AGR-2 comes from both locations, AGR-3 has a row for each of two divisions."""
    assert figure(engine, "count", "agreements") == 7
    result = ask(engine, measure=Measure("sum", "expiring_revenue"))
    assert (result.value, result.unit) == (8_850, "USD")
    assert list(groups(engine, "license_program", measure=Measure("count", "agreements")).items()) == [
        ("CSP", 4),
        ("EA", 2),
        ("MPSA", 1),
    ]
    revenue = Measure("sum", "expiring_revenue")
    assert groups(engine, "division", measure=revenue) == {"SQL Server": 4_000, "Microsoft 365": 2_950, "Azure": 1_900}
    assert groups(engine, "license_program", "country", measure=revenue)["EA | Sweden"] == 2_000
    assert groups(engine, "country", measure=revenue) == {"Germany": 5_100, "Sweden": 3_000, "Norway": 750}
    assert groups(engine, "azure.cluster", measure=revenue) == {"Act Now": 3_750, "Evaluate": 5_100}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([has("license_program", "CSP")], "01 03 05"),
        ([has("license_program", "CSP"), has("expiration_type", "Expiring")], "01 03 05"),
        ([has("license_program", "CSP"), has("expiration_type", "True-up")], ""),
        ([has("license_program", "EA"), has("agreement_end", "2026-10-25", "2026-12-31", op="between")], "12"),
        ([has("division", "Azure"), has("expiring_revenue", 400.0, op=">=")], "01 03"),
        ([has("agreement_end", "2026-11-10", "2026-11-30", op="between")], "01 03"),
        ([has("agreement_end", "2026-10-25", op="<=")], "12"),
        ([has("agreement_end", "2026-10-25", op="<")], ""),
        ([has("agreement_end", "2027-06-30", op=">")], "05"),
        ([has("agreement_id", "AGR-2")], "01"),
        ([has("license_program", "CSP"), has("country", "Norway")], "03"),
    ],
)
def test_conditions_on_agreements_hold_for_one_agreement(engine: Engine, filters: list[Filter], found: str) -> None:
    assert who(engine, *filters) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([has("agreements", 1.0, op=">=")], "01 03 05 12"),
        ([has("agreements", 2.0, op=">=")], "01 05"),
        ([has("agreements", 2.0, op=">")], "05"),
        ([has("agreements", 2.0)], "01"),
        ([has("agreements", 0.0)], "02 04 06 07 08 09 10 11"),
        ([has("agreements", 2.0, op="<")], "02 03 04 06 07 08 09 10 11 12"),
        ([has("agreements", 2.0, 3.0, op="between")], "01 05"),
        ([has("agreements", 2.0, op=">="), has("license_program", "CSP")], "05"),
        ([has("agreements", 0.0), has("agreement_end", "2027-01-01", op=">=")], "02 03 04 06 07 08 09 10 11 12"),
        ([has("agreements", 0.0), has("license_program", "CSP"), has("country", "Sweden")], "08 09"),
    ],
)
def test_how_many_agreements(engine: Engine, filters: list[Filter], found: str) -> None:
    """Those that meet the other conditions on agreements are counted."""
    assert who(engine, *filters) == found


def test_measures_take_the_agreements_that_are_meant(engine: Engine) -> None:
    csp = has("license_program", "CSP")
    assert figure(engine, "sum", "expiring_revenue", csp) == 2_150
    assert figure(engine, "count", "agreements", csp) == 4
    assert figure(engine, "sum", "expiring_revenue", csp, has("country", "Germany")) == 400
    assert figure(engine, "sum", "expiring_revenue", csp, has("agreements", 2.0, op=">=")) == 400
    assert figure(engine, "max", "expiring_revenue", scored("cluster", "evaluate")) == 4_000


def test_the_order_of_renewals(engine: Engine) -> None:
    renewing = has("agreements", 1.0, op=">=")
    assert who(engine, renewing, order=[Order("expiring_revenue")]) == "05 01 03 12"
    assert who(engine, renewing, order=[Order("agreement_end", descending=False)]) == "12 01 03 05"
    assert who(engine, has("license_program", "CSP"), order=[Order("expiring_revenue")]) == "01 03 05"
    assert who(engine, order=[Order("agreements")])[:11] == "05 01 03 12"


# ---- changes ---------------------------------------------------------------------------------------------------------


def test_moved_into_and_from_a_cluster(engine: Engine) -> None:
    """Those in both months; Iota is Act Now, too, but new."""
    act_now, evaluate = scored("cluster", "act-now"), scored("cluster", "evaluate")
    assert who(engine, act_now, before(scored("cluster", "act-now", op="not in"))) == "01"
    assert who(engine, scored("cluster", "act-now", op="not in"), before(act_now)) == "04"
    assert who(engine, act_now, before(evaluate)) == "01"
    assert who(engine, evaluate, before(act_now)) == "04"
    assert who(engine, evaluate, before(scored("cluster", "nurture"))) == "05"
    assert who(engine, act_now, before(scored("cluster", "nurture"))) == ""


@pytest.mark.parametrize(
    ("values", "products", "found"),
    [
        (("better",), "azure", "01 05"),
        (("worse",), "azure", "04"),
        (("changed",), "azure", "01 04 05"),
        (("same",), "azure", "02 03 08"),
        (("better", "same"), "azure", "01 02 03 05 08"),
        (("better",), "m365", "02"),
        (("better",), "azure m365", "01 02 05"),
    ],
)
def test_a_better_or_worse_cluster(engine: Engine, values: tuple[str, ...], products: str, found: str) -> None:
    assert who(engine, scored("cluster_change", *values, of=products)) == found
    assert who(engine, scored("cluster_change", *values, of=products), month="2026-10", since="2026-09") == found


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (scored("fit_change", 10.0, op=">="), "01 05"),
        (scored("fit_change", 0.0, op="<"), "02 03 04"),
        (scored("fit_change", -5.0, op="<"), "04"),
        (scored("intent_change", 10.0, op=">="), "01 05 08"),
        (scored("intent_change", -10.0, op="<="), "03"),
        (scored("intent_change", 0.0), "02 04"),
    ],
)
def test_points_gained_and_lost(engine: Engine, item: Filter, found: str) -> None:
    assert who(engine, item) == found


def test_changes_are_ordered_and_measured(engine: Engine) -> None:
    """Who was not there before has no change: it comes last and takes no part."""
    both = scored("cluster_change", "changed", "same")
    assert who(engine, both, order=[Order("azure.fit_change")]) == "01 05 08 02 03 04"
    assert who(engine, order=[Order("azure.fit_change")])[:17] == "01 05 08 02 03 04"
    result = ask(engine, measure=Measure("average", "azure.fit_change"))
    assert result.value == pytest.approx(19.6 / 6)
    assert (result.known, result.unit) == (6, "points")


def test_a_change_runs_either_way(engine: Engine) -> None:
    """Looked at from September, with October to compare: what rose since has fallen."""
    assert who(engine, scored("fit_change", 0.0, op=">"), month="2026-09", since="2026-10") == "02 03 04"


def test_the_oldest_month_has_nothing_before_it(engine: Engine) -> None:
    with pytest.raises(NotInData, match="no imported month before 2026-09"):
        ask(engine, scored("cluster_change", "better"), month="2026-09")


def test_a_change_needs_the_product_in_both_months(engine: Engine) -> None:
    for item in (scored("fit_change", 0.0, op=">", of="d365bc"), scored("cluster_change", "better", of="d365bc")):
        with pytest.raises(NotInData, match="2026-09 hold no Business Central"):
            ask(engine, item)


def test_new_and_gone(engine: Engine) -> None:
    absent = Filter("present", "in", (False,))
    assert who(engine, before(absent)) == "06 07 09 10 11 12"
    assert who(engine, before(absent, "2026-10"), month="2026-09") == "99"
    assert who(engine, before(Filter("present", "in", (True,)))) == "01 02 03 04 05 08"
    assert who(engine, before(absent), scored("cluster", "act-now")) == "09"


# ---- flags, lists, signals -------------------------------------------------------------------------------------------


def test_flags_are_yes_no_or_unknown(engine: Engine) -> None:
    """A blank is a No; who stands in no report with the column is neither."""
    assert who(engine, has("has_m365", True)) == "01 03 05 07 09"
    assert who(engine, has("has_m365", False)) == "02 04 06 08 10"
    assert who(engine, has("has_m365", True, op="not in")) == "02 04 06 08 10 11 12"


def test_lists(engine: Engine) -> None:
    assert who(engine, has("existing_workloads", "SQL")) == "01 03"
    assert who(engine, has("existing_workloads", "SQL", "Backup")) == "01 03 05"
    assert who(engine, has("existing_workloads", "SQL"), has("existing_workloads", "Backup")) == "01"
    assert who(engine, has("existing_workloads", "SQL", op="not in")) == "02 04 05 06 07 08 09 10 11 12"


def test_words_of_a_signal_stand_in_one_signal(engine: Engine) -> None:
    assert who(engine, scored("signals", "cloud", op="contains")) == "01 02 04"
    assert who(engine, scored("signals", "hiring", "cloud", op="contains")) == "01"
    assert who(engine, scored("signals", "cloud", op="not contains")) == "03 05 06 07 08 09 12"


# ---- determinism -----------------------------------------------------------------------------------------------------


def shuffled(text: str, seed: int) -> str:
    """The same rows in another order."""
    heading, *rows = text.splitlines()
    random.Random(seed).shuffle(rows)  # noqa: S311
    return "\n".join([heading, *rows, ""])


def of_location(text: str, location: str) -> str:
    heading, *rows = text.splitlines()
    return "\n".join([heading, *(row for row in rows if row.startswith(location)), ""])


def everything(engine: Engine) -> list[object]:
    """Answers that between them touch all tables."""
    asked: list[Callable[[], object]] = [
        lambda: ask(engine, order=RANKED),
        lambda: ask(engine, order=BY_REVENUE),
        lambda: ask(engine, MIGRATE, month="2026-09"),
        lambda: ask(engine, scored("cluster_change", "better", of="azure m365")),
        lambda: ask(engine, measure=Measure("sum", "expiring_revenue"), group=["license_program", "country"]),
        lambda: groups(engine, "partner_name", "existing_workloads"),
        lambda: groups(engine, "cohort"),
        lambda: [explain_customer(engine, customer) for customer in ("50001", "50003", "50012", "50099")],
    ]
    return [question() for question in asked]


def test_the_order_of_rows_files_and_imports_does_not_matter(engine: Engine, tmp_path: Path) -> None:
    parts = {name: shuffled(text, seed) for seed, (name, text) in enumerate(reversed(FILES.items()))}
    del parts["2026-10/azure.csv"]
    south = {"2026-10/south/azure.csv": shuffled(of_location(OCTOBER_AZURE, "72"), 7)}
    north = {"2026-10/north.csv": shuffled(of_location(OCTOBER_AZURE, "71"), 8)}
    store = Workspace(tmp_path / "store")
    import_reports(store, written(tmp_path, {**south, **parts}))
    import_reports(store, written(tmp_path, north))
    assert everything(Engine(store)) == everything(engine)
