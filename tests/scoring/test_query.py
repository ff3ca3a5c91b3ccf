"""The typed query: what it refuses, how references are read, and what lists, measures and groups return."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partner import ask, figure, groups, who

from knowledge.catalog import load_catalog
from scoring.engine import ROWS_SHOWN, Engine
from scoring.errors import NotInData, QueryError
from scoring.query import (
    CustomerSet,
    Filter,
    Group,
    Measure,
    Order,
    Query,
    Reference,
    Value,
    reference,
    walk,
)
from scoring.validation import check_query

CATALOG = load_catalog()
ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))
SWEDEN = Filter("country", "in", ("Sweden",))
NORWAY = Filter("country", "in", ("Norway",))
EVIL = "x'; DROP TABLE customers; --"


def of(*filters: Filter, **query: Any) -> Query:
    return Query(CustomerSet(filters=filters), **query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (of(Filter("shoe_size", "in", ("44",))), "There is no column 'shoe_size'."),
        (of(Filter('city" OR 1=1 --', "in", ("Oslo",))), "There is no column 'city\" OR 1=1 --'."),
        (of(Filter("fit", ">=", (75.0,))), "'fit' needs a product."),
        (of(Filter("fit", ">=", (75.0,), ("windows",))), "There is no product 'windows'."),
        (of(Filter("cell", "in", ("A1",), ("azure", "windows"))), "There is no product 'windows'."),
        (of(Filter("city", "in", ())), "The filter on 'city' has no value."),
        (of(Filter("org_size", "between", (25.0,))), "'between' takes two values."),
        (of(Filter(any_of=(SWEDEN, Filter("shoe_size", "in", ("44",))))), "There is no column 'shoe_size'."),
        (of(Filter("org_size", "starts with", (1.0,))), "'org_size' cannot be compared with 'starts with'."),
        (of(Filter("fit", "ends with", (1.0,), ("azure",))), "'fit' cannot be compared with 'ends with'."),
        (of(measure=Measure("sum", "city")), "'city' is not a number, so it cannot be measured."),
        (of(measure=Measure("average", "azure.cluster")), "'azure.cluster' is not a number"),
        (of(measure=Measure("sum", "shoe_size")), "There is no column 'shoe_size'."),
        (of(measure=Measure("sum", "windows.revenue")), "There is no product 'windows'."),
        (of(measure=Measure("share", having=(Filter("shoe_size", "in", ("44",)),))), "There is no column 'shoe_size'."),
        (of(group_by=("shoe_size",)), "There is no column 'shoe_size'."),
        (of(group_by=("windows.cluster",)), "There is no product 'windows'."),
        (of(group_by=("city", "country", "industry")), "A break-down takes one or two columns."),
        (of(order=(Order("azure.shoe_size"),)), "There is no column 'azure.shoe_size'."),
        (of(order=(Order("city DESC; --"),)), "There is no column 'city DESC; --'."),
        (of(limit=0), "A list needs room for at least one customer."),
        (of(limit=-3), "A list needs room for at least one customer."),
    ],
)
def test_what_makes_no_sense_is_refused(engine: Engine, query: Query, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        engine.run(query)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("name", ["cluster", "fit_band", "intent_band"])
def test_a_word_that_is_no_cluster_or_band_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(QueryError, match="Sometime"):
        ask(engine, Filter(name, "in", ("Sometime",), ("azure",)))


@given(st.text())
def test_any_other_word_is_no_column(text: str) -> None:
    known = {*CATALOG.fields, *CATALOG.product_fields, "agreements", "cohort", "category", "play"}
    if text.rpartition(".")[2] not in known:
        with pytest.raises(QueryError):
            reference(CATALOG, text)


def test_references_are_fields_or_product_fields() -> None:
    assert reference(CATALOG, "org_size") == Reference("org_size")
    assert reference(CATALOG, "azure.fit") == Reference("fit", "azure")
    assert reference(CATALOG, "m365.fit_change") == Reference("fit_change", "m365")
    for product in CATALOG.products:
        for field in CATALOG.product_fields:
            assert reference(CATALOG, f"{product}.{field}") == Reference(field, product)
    for text in ("fit", "azure.org_size", "azure.", ".fit", ""):
        with pytest.raises(QueryError):
            reference(CATALOG, text)


def test_walk_finds_the_alternatives_inside() -> None:
    nested = Filter(any_of=(SWEDEN, Filter(any_of=(NORWAY, ACT_NOW))))
    assert list(walk((ACT_NOW, nested))) == [ACT_NOW, SWEDEN, NORWAY, ACT_NOW]


def test_every_field_can_be_filtered_and_grouped_by() -> None:
    fitting: dict[str, Value] = {"number": 1.0, "money": 1.0, "flag": True, "date": "2026-10-25"}
    for name, field in CATALOG.fields.items():
        check_query(CATALOG, of(Filter(name, "in", (fitting.get(field.kind, "x"),)), group_by=(name,)))


def test_a_value_is_only_data(engine: Engine) -> None:
    for name, op in (("city", "in"), ("account_name", "contains"), ("customer", "in"), ("license_program", "in")):
        assert ask(engine, Filter(name, op, (EVIL,))).customers == ()  # type: ignore[arg-type]
    assert ask(engine, Filter("signals", "contains", (EVIL,), ("azure",))).customers == ()
    assert ask(engine, Filter("existing_workloads", "in", (EVIL,))).customers == ()
    assert figure(engine, "count", "customers") == 12


def test_an_empty_query_lists_everyone(engine: Engine) -> None:
    result = engine.run(Query())
    assert result.customers == tuple(f"500{number:02}" for number in range(1, 13))
    assert (result.month, result.total, result.unit, result.value, result.groups) == (
        "2026-10",
        12,
        "customers",
        None,
        None,
    )


def test_a_limit_cuts_the_list_and_not_the_total(engine: Engine) -> None:
    result = ask(engine, ACT_NOW, order=[Order("convention:azure")], limit=2)
    assert result.customers == ("50002", "50001")
    assert result.total == 4
    assert [row["customer_id"] for row in result.rows] == ["50002", "50001"]
    assert ask(engine, ACT_NOW, limit=99).customers == ("50001", "50002", "50003", "50009")


def test_rows_say_who_it_is_and_why(engine: Engine) -> None:
    wanted = (ACT_NOW, Filter("org_size", ">=", (100.0,)))
    assert ask(engine, *wanted, order=[Order("convention:azure")]).rows[0] == {
        "customer_id": "50001",
        "account_name": "Alpha AB",
        "city": "Göteborg",
        "country": "Sweden",
        "org_size": 120.0,
        "azure.cluster": "Act Now",
        "azure.cell": "A1",
        "azure.fit": 80.0,
        "azure.intent": 90.0,
        "azure.potential_revenue": "$10K - $25K",
        "azure.signals": "Hiring: cloud engineer (2026-08-28); Funding: round B (2026-07-01)",
    }


def test_rows_of_renewals_hold_the_agreements_that_are_meant(engine: Engine) -> None:
    rows = ask(engine, Filter("license_program", "in", ("CSP",)), order=[Order("expiring_revenue")]).rows
    assert [(row["customer_id"], row["agreements"], row["expiring_revenue"]) for row in rows] == [
        ("50001", 1, 1000.0),
        ("50003", 1, 750.0),
        ("50005", 2, 400.0),
    ]
    assert [str(row["agreement_end"]) for row in rows] == ["2026-11-10", "2026-11-30", "2027-06-30"]


def test_further_rows_come_in_the_order_asked_for(engine: Engine) -> None:
    query = of(order=(Order("azure.fit"),))
    rows = engine.rows(query, ("50008", "50001", "50012"))
    assert [(row["customer_id"], row["azure.fit"]) for row in rows] == [
        ("50008", 29.9),
        ("50001", 80.0),
        ("50012", None),
    ]
    assert engine.rows(query, ()) == ()
    assert len(engine.run(query).rows) <= ROWS_SHOWN


@pytest.mark.parametrize(
    ("function", "field", "value", "unit", "known"),
    [
        ("count", "customers", 12, "customers", 12),
        ("count", "city", 6, "values", 12),
        ("count", "azure.cluster", 4, "values", 10),
        ("sum", "org_size", 918, "employees", 9),
        ("average", "org_size", 102, "employees", 9),
        ("median", "org_size", 50, "employees", 9),
        ("min", "org_size", 10, "employees", 9),
        ("max", "org_size", 310, "employees", 9),
        ("average", "m365.fit", 55.5, "points", 6),
        ("median", "azure.intent", 75, "points", 9),
        ("max", "d365bc.fit", 80, "points", 3),
    ],
)
def test_measures(engine: Engine, function: Any, field: str, value: float, unit: str, known: int) -> None:
    """Unknown values take no part; ``known`` says how many did."""
    result = ask(engine, measure=Measure(function, field))
    assert (result.value, result.unit, result.known, result.total) == (value, unit, known, 12)


def test_a_measure_of_nobody_is_unknown_but_a_count_is_nought(engine: Engine) -> None:
    nowhere = Filter("city", "in", ("Atlantis",))
    assert ask(engine, nowhere, measure=Measure("sum", "org_size")).value is None
    assert ask(engine, nowhere, measure=Measure()).value == 0
    share = Measure("share", having=(ACT_NOW,))
    assert ask(engine, nowhere, measure=share).value is None


def test_only_a_count_of_customers_names_them(engine: Engine) -> None:
    assert ask(engine, SWEDEN, measure=Measure()).customers == ("50001", "50008", "50009")
    assert ask(engine, SWEDEN, measure=Measure("sum", "org_size")).customers is None
    assert ask(engine, group=["country"]).customers is None


def test_a_share_is_a_percentage_of_the_set(engine: Engine) -> None:
    act_now = Measure("share", having=(ACT_NOW,))
    result = ask(engine, SWEDEN, measure=act_now)
    assert result.value == pytest.approx(200 / 3)
    assert (result.unit, result.known) == ("percent", 3)
    assert ask(engine, ACT_NOW, measure=act_now).value == 100
    both = replace(act_now, having=(ACT_NOW, Filter("org_size", "<", (100.0,))))
    assert ask(engine, SWEDEN, measure=both).value == pytest.approx(100 / 3)


def test_shares_in_groups(engine: Engine) -> None:
    """With a condition a share is of each group, without one of the whole."""
    assert groups(engine, "country", measure=Measure("share", having=(ACT_NOW,))) == {
        "Norway": 66.67,
        "Sweden": 66.67,
        "Finland": 0,
        "France": 0,
        "Germany": 0,
        "United States": 0,
    }
    assert list(groups(engine, "azure.cluster", measure=Measure("share")).items()) == [
        ("Act Now", 33.33),
        ("Evaluate", 25),
        ("Nurture", 16.67),
        ("Educate", 8.33),
    ]


def test_groups_come_by_size_then_name(engine: Engine) -> None:
    found = ask(engine, group=["country"])
    assert found.groups == (
        Group("Norway", 3),
        Group("Sweden", 3),
        Group("France", 2),
        Group("Germany", 2),
        Group("Finland", 1),
        Group("United States", 1),
    )
    assert (found.total, found.unit, found.value) == (12, "customers", None)
    ascending = ask(engine, group=["country"], order=[Order("country", descending=False)]).groups or ()
    assert [group.value for group in ascending] == [1, 1, 2, 2, 3, 3]
    assert ask(engine, group=["country"], limit=2).groups == found.groups[:2]


def test_whose_group_is_unknown_is_left_out(engine: Engine) -> None:
    assert groups(engine, "industry") == {"Retail": 5, "Healthcare": 3, "Manufacturing": 1}


def test_groups_of_a_measure(engine: Engine) -> None:
    sizes = groups(engine, "country", measure=Measure("average", "org_size"))
    assert list(sizes.items()) == [
        ("Germany", 299),
        ("Norway", 165),
        ("Sweden", 63.33),
        ("France", 50),
        ("United States", 25),
        ("Finland", 24),
    ]
    assert list(groups(engine, "azure.cluster", measure=Measure("sum", "azure.revenue")).items()) == [
        ("Act Now", 311_000),
        ("Evaluate", 15_000),
        ("Nurture", 100_000),
        ("Educate", 25_000),
    ]


def test_clusters_cells_and_bands_come_in_the_order_of_the_catalogue(engine: Engine) -> None:
    assert list(groups(engine, "azure.cluster").items()) == [
        ("Act Now", 4),
        ("Evaluate", 3),
        ("Nurture", 2),
        ("Educate", 1),
    ]
    cells = [("A1", 2), ("A2", 1), ("E5", 1), ("E7", 1), ("N9", 2), ("ET10", 2)]
    assert list(groups(engine, "azure.cell").items()) == cells
    assert list(groups(engine, "azure.fit_band").items()) == [("High", 3), ("Medium", 2), ("Low", 2), ("Very Low", 2)]
    assert list(groups(engine, "azure.intent_band").items()) == [
        ("High", 5),
        ("Medium", 1),
        ("Low", 1),
        ("Very Low", 2),
    ]
    assert list(groups(engine, "azure.revenue"))[:3] == ["$250K+", "$100K - $250K", "$50K - $100K"]


def test_two_way_groups(engine: Engine) -> None:
    assert list(groups(engine, "country", "azure.cluster").items()) == [
        ("Germany | Evaluate", 2),
        ("Norway | Act Now", 2),
        ("Sweden | Act Now", 2),
        ("Finland | Nurture", 1),
        ("France | Nurture", 1),
        ("Sweden | Educate", 1),
        ("United States | Evaluate", 1),
    ]
    assert list(groups(engine, "azure.cluster", "m365.cluster").items()) == [
        ("Act Now | Act Now", 1),
        ("Act Now | Evaluate", 1),
        ("Act Now | Nurture", 1),
        ("Evaluate | Act Now", 1),
    ]
    assert list(groups(engine, "existing_workloads", "azure.fit_band").items()) == [
        ("SQL | High", 2),
        ("Backup | High", 1),
        ("Backup | Medium", 1),
    ]


def test_cohorts_categories_and_plays_as_groups(engine: Engine) -> None:
    assert list(groups(engine, "cohort").items()) == [
        ("M365 migrate to cloud: on-premises", 2),
        ("M365 migrate to cloud: dark", 3),
        ("M365 upsell existing: more seats", 1),
    ]
    assert list(groups(engine, "category").items()) == [("M365 migrate to cloud", 4), ("M365 upsell existing", 1)]
    assert groups(engine, "play", month="2026-09") == {
        "MW_On Prem Acq_Office 2016_2019": 2,
        "MW_On Prem Acq Office_Prod Server 2007_2010": 2,
    }
    revenue = Measure("sum", "m365.revenue")
    assert groups(engine, "category", measure=revenue)["M365 migrate to cloud"] == 50_000


def test_lists_and_flags_as_groups(engine: Engine) -> None:
    assert groups(engine, "existing_workloads") == {"Backup": 2, "SQL": 2}
    assert groups(engine, "has_m365") == {"Yes": 5, "No": 5}
    assert groups(engine, "partner_name") == {"South": 8, "North": 5}


def test_alternatives(engine: Engine) -> None:
    """One of them must hold; together with the other filters."""
    large = Filter("org_size", ">=", (299.0,))
    assert who(engine, Filter(any_of=(SWEDEN, large))) == "01 03 05 08 09"
    assert who(engine, ACT_NOW, Filter(any_of=(SWEDEN, large))) == "01 03 09"
    assert who(engine, Filter(any_of=(Filter("license_program", "in", ("CSP",)), NORWAY))) == "01 02 03 05 10"


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (Filter("org_size", ">=", (120.0,)), "01 03 05"),
        (Filter("org_size", ">", (120.0,)), "03 05"),
        (Filter("org_size", "<=", (20.0,)), "02 09"),
        (Filter("org_size", "<", (20.0,)), "09"),
        (Filter("org_size", "between", (25.0, 60.0)), "04 07 08"),
        (Filter("city", "in", ("Oslo", "Paris")), "02 03 07 10 11"),
        (Filter("city", "not in", ("Oslo", "Göteborg", "Paris")), "04 05 06 12"),
        (Filter("industry", "not in", ("Retail",)), "02 05 07 08 10 11 12"),
        (Filter("account_name", "contains", ("TA",)), "02 04 06 07 08 09"),
        (Filter("account_name", "starts with", ("á", "B")), "01 02"),
        (Filter("account_name", "ends with", ("ab", "GMBH")), "01 02 05"),
        (Filter("account_name", "starts with", ("Alpha' OR 1=1 --",)), ""),
        (Filter("customer", "in", ("50003", "50001", "nobody")), "01 03"),
        (Filter("customer", "not in", tuple(f"500{number:02}" for number in range(1, 11))), "11 12"),
        (Filter("partner_name", "in", ("North",)), "01 02 03 04 05"),
        (Filter("partner_id", "not in", ("72",)), "02 03 04 05"),
        (Filter("report", "in", ("renewals",)), "01 03 05 12"),
        (Filter("report", "not in", ("azure",)), "11 12"),
    ],
)
def test_filters_on_attributes(engine: Engine, item: Filter, found: str) -> None:
    """A customer whose value is unknown is not "in" anything and so passes "not in"."""
    assert who(engine, item) == found


def test_a_column_that_no_report_has_is_named(engine: Engine) -> None:
    for query in (of(Filter("vertical", "in", ("x",))), of(group_by=("vertical",)), of(order=(Order("vertical"),))):
        with pytest.raises(NotInData, match=r"\(2026-10, 2026-09\) hold no column 'Vertical'"):
            engine.run(query)


@pytest.mark.parametrize(
    "item",
    [
        Filter("org_size", ">=", ("many",)),
        Filter("agreement_end", ">=", ("soon",)),
        Filter("fit", ">=", ("High",), ("azure",)),
        Filter("fit", "contains", ("High",), ("azure",)),
        Filter("has_m365", "in", ("maybe",)),
        Filter("country", ">", ("Sweden",)),
        Filter("category", "in", ("nope",)),
        Filter("cluster_change", "in", ("sideways",), ("azure",)),
        Filter("present", "in", (False,)),
        Filter("org_size", "like", (5.0,)),  # type: ignore[arg-type]
    ],
)
def test_a_value_that_does_not_fit_is_refused(item: Filter) -> None:
    with pytest.raises(QueryError):
        check_query(CATALOG, of(item))


@pytest.mark.parametrize(
    "query",
    [
        of(measure=Measure("average", "agreements")),
        of(measure=Measure("sum", "customers")),
        of(measure=Measure("share")),
        of(measure=Measure("share", "azure.revenue"), group_by=("country",)),
        of(measure=Measure("count", "customers", (Filter("has_azure", "in", (True,)),))),
        of(measure=Measure("count", "cohort")),
        of(group_by=("azure.fit_change",)),
        of(group_by=("agreements",)),
        of(order=(Order("cohort"),)),
        of(order=(Order("convention:nope"),)),
    ],
)
def test_a_figure_a_group_or_an_order_that_makes_no_sense_is_refused(query: Query) -> None:
    with pytest.raises(QueryError):
        check_query(CATALOG, query)
