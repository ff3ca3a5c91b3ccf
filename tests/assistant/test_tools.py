"""The tools as a model or a saved answer calls them: by name, with plain arguments."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.tools import ARGUMENTS, Tools, plain, schemas
from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.query import CustomerSet, Filter, Measure, Order, Query
from scoring.workspace import Workspace

DAY = date(2026, 10, 25)
LARGEST = 4_096
ACT_NOW = Filter("cluster", "in", ("act-now",), ("m365",))
FILTERS = (
    ACT_NOW,
    Filter("cluster", "not in", ("Act Now",), ("m365",)),
    Filter("fit", ">=", (60.0,), ("m365",)),
    Filter("fit_band", "in", ("high", "low"), ("m365",), at_least=1),
    Filter("revenue", "between", (5_000.0, 25_000.0), ("m365",)),
    Filter("signals", "contains", ("hiring", "analyst"), ("m365",)),
    Filter("org_size", "<", (300.0,)),
    Filter("country", "in", ("Sweden", "Norway")),
    Filter("has_m365", "in", (False,)),
    Filter("cohort", "in", ("m365-migrate-dark",)),
    Filter("category", "not in", ("m365-migrate-to-cloud",)),
    Filter("agreements", ">=", (2.0,)),
    Filter("agreement_end", "between", ("2026-07-01", "2027-06-30")),
    Filter("present", "in", (False,), month="2026-09"),
    Filter(any_of=(Filter("country", "in", ("Sweden",)), Filter("org_size", ">", (300.0,)))),
)
MEASURES = (
    None,
    Measure(),
    Measure("sum", "m365.revenue"),
    Measure("average", "org_size"),
    Measure("count", "agreements"),
    Measure("share", having=(ACT_NOW,)),
)
GROUPS = ((), ("country",), ("m365.cluster",), ("industry", "m365.fit_band"), ("license_program",), ("cohort",))
ORDERS = ((), (Order("convention:m365"),), (Order("m365.revenue"), Order("org_size", descending=False)))


@pytest.fixture(scope="module")
def tools(workspace: Path) -> Tools:
    return Tools(Engine(Workspace(workspace)), DAY)


def as_json(value: Any) -> Any:
    """What is left of a value once it went through JSON."""
    return json.loads(json.dumps(value))


def test_the_schemas_of_all_tools_are_small() -> None:
    compact = json.dumps(schemas(), ensure_ascii=False, separators=(",", ":"))
    assert len(compact.encode()) <= LARGEST


def test_every_tool_has_a_schema_that_says_what_it_does() -> None:
    described = schemas()
    assert [tool["name"] for tool in described] == [
        "customers",
        "explain_customer",
        "compare_customers",
        "score_drivers",
        "what_would_change",
        "why_not",
        "next_workloads",
        "disagreements",
        "define",
        "describe_data",
    ]
    for tool in described:
        assert tool["description"].strip()
        assert tool["parameters"]["type"] == "object"
    assert described == as_json(described)


def test_the_schema_of_a_filter_offers_the_operators() -> None:
    definitions = schemas()[0]["parameters"]["$defs"]
    assert definitions["Filter"]["properties"]["op"]["enum"] == [
        *("in", "not in", ">=", ">", "<=", "<", "between", "contains", "not contains", "starts with", "ends with"),
    ]
    assert set(definitions["Measure"]["properties"]["function"]["enum"]) == {
        *("count", "sum", "average", "median", "min", "max", "share"),
    }


def test_customers(tools: Tools) -> None:
    plainly = {
        "set": {"filters": [{"field": "cluster", "values": ["act-now", "evaluate"], "products": ["m365"]}]},
        "order": [{"by": "m365.revenue"}],
        "limit": 1,
    }
    result = tools.call("customers", plainly)
    assert (result.customers, result.total, result.month) == (("4001",), 2, "2026-10")
    counted = tools.call("customers", {"measure": {"function": "sum", "field": "expiring_revenue"}})
    assert (counted.value, counted.unit) == (6300.75, "USD")
    assert [group.key for group in tools.call("customers", {"group_by": ["country"]}).groups] == [
        *("Norway", "Sweden", "United Kingdom"),
    ]
    assert tools.call("customers", {}).customers == ("4001", "4002", "4003")


def test_explain_and_compare(tools: Tools) -> None:
    facts = tools.call("explain_customer", {"customer": "4001"})
    assert (facts.customer_id, facts.month, facts.scores["m365"].cell) == ("4001", "2026-10", "A2")
    earlier = tools.call("explain_customer", {"customer": "4002", "month": "2026-09"})
    assert (earlier.month, earlier.scores["m365"].fit) == ("2026-09", 47.0)
    both = tools.call("compare_customers", {"customers": ["4003", "4001"]})
    assert [item.customer_id for item in both] == ["4003", "4001"]
    assert both[1] == facts
    with pytest.raises(NotInData, match="no customer 4999"):
        tools.call("compare_customers", {"customers": ["4001", "4999"]})


def test_define(tools: Tools) -> None:
    assert [item.id for item in tools.call("define", {"term": "act now"})][:1] == ["cluster.act-now"]
    assert tools.call("define", {"term": "qwertyuiop"}) == ()


def test_describe_data(tools: Tools) -> None:
    data = tools.call("describe_data", {})
    assert data.months == ("2026-10", "2026-09")
    assert data.customers == {"2026-10": 3, "2026-09": 1}
    assert data.reports == {"2026-10": ("m365", "renewals"), "2026-09": ("m365",)}
    assert data.products == {"2026-10": ("m365",), "2026-09": ("m365",)}
    assert data.cohorts == {"2026-10": ("m365-migrate-dark",), "2026-09": ()}
    assert data.plays == {"2026-10": (), "2026-09": ()}


def test_nothing_imported(tmp_path: Path) -> None:
    tools = Tools(Engine(Workspace(tmp_path)), DAY)
    assert tools.call("describe_data", {}).months == ()
    assert tools.call("define", {"term": "Evaluate"})
    for name, arguments in (("customers", {}), ("explain_customer", {"customer": "4001"})):
        with pytest.raises(NotInData):
            tools.call(name, arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("drop_tables", {}),
        ("explain_customer", {}),
        ("explain_customer", {"customer": None}),
        ("explain_customer", {"customer": ["4001"]}),
        ("explain_customer", {"customer": "4001", "month": 202610}),
        ("compare_customers", {"customers": "4001"}),
        ("define", {}),
        ("define", {"term": {"of": "Act Now"}}),
        ("customers", {"limit": "many"}),
        ("customers", {"limit": 0}),
        ("customers", {"group_by": "country"}),
        ("customers", {"group_by": ["country", "city", "industry"]}),
        ("customers", {"set": ["4001"]}),
        ("customers", {"measure": {"function": "variance", "field": "org_size"}}),
        ("customers", {"measure": {"function": "sum", "field": "shoe_size"}}),
        ("customers", {"order": [{"descending": True}]}),
        ("customers", {"set": {"filters": [{"field": "city", "op": "like", "values": ["O%"]}]}}),
        ("customers", {"set": {"filters": [{"field": "shoe_size", "values": ["44"]}]}}),
        ("customers", {"set": {"filters": [{"field": "fit", "op": ">=", "values": [75]}]}}),
        ("customers", {"set": {"filters": [{"field": "fit", "op": ">=", "values": [75], "products": ["windows"]}]}}),
        ("customers", {"set": {"filters": [{"field": "city", "values": [["Oslo"]]}]}}),
    ],
)
def test_wrong_arguments_are_refused(tools: Tools, name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refused:
        tools.call(name, arguments)
    assert "Traceback" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_the_names_of_the_tools_are_told(tools: Tools) -> None:
    with pytest.raises(QueryError, match=", ".join(ARGUMENTS)):
        tools.call("drop_tables", {})


def test_the_runs_of_a_question_are_noted_with_what_they_found(tools: Tools) -> None:
    query = Query(CustomerSet(filters=(ACT_NOW,)), Measure())
    tools.customers(query)
    tools.begin()
    found = tools.customers(query)
    defined = tools.call("define", {"term": "act now"})
    assert [(ran.tool, ran.arguments, ran.found) for ran in tools.ran] == [
        ("customers", plain(query), found),
        ("define", {"term": "act now"}, defined),
    ]


def test_plain_leaves_out_what_was_not_said() -> None:
    query = Query(CustomerSet(filters=(ACT_NOW,)), order=(Order("m365.revenue"),), limit=5)
    assert plain(query) == {
        "set": {"filters": [{"field": "cluster", "values": ["act-now"], "products": ["m365"]}]},
        "order": [{"by": "m365.revenue"}],
        "limit": 5,
    }
    assert plain(Query()) == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filters=st.lists(st.sampled_from(FILTERS), max_size=3),
    measure=st.sampled_from(MEASURES),
    group=st.sampled_from(GROUPS),
    order=st.sampled_from(ORDERS),
    limit=st.sampled_from((None, 1, 2)),
)
def test_a_call_can_be_repeated_from_its_plain_arguments(
    tools: Tools,
    filters: list[Filter],
    measure: Measure | None,
    group: tuple[str, ...],
    order: tuple[Order, ...],
    limit: int | None,
) -> None:
    query = Query(CustomerSet("2026-10", filters=tuple(filters)), measure, group, order, limit)
    assert tools.call("customers", as_json(plain(query))) == tools.customers(query)
