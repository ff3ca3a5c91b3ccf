"""What a model may pass to the tools, and what it is told where that cannot be meant."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.model_arguments import read_call
from assistant.model_filters import Kept
from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import ReadCustomers, ReadQuery
from scoring.errors import AscentError
from scoring.query import CustomerSet, Filter, Measure, Order, Query

ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))
SWEDEN = Filter("country", "in", ("Sweden",))
BEST = (Order("convention:azure"),)


def query(brain: OfflineBrain, arguments: dict[str, Any], **kept: Kept) -> Query:
    outcome = read_call(brain.tools.engine, kept, "customers", arguments)
    assert isinstance(outcome, ReadQuery)
    return outcome.query


@pytest.mark.parametrize(
    "filters",
    [
        [{"field": "cluster", "op": "in", "values": ["act-now"], "products": ["azure"]}],
        [{"values": ["Act Now"], "products": ["Azure"], "field": "cluster"}],
        [{"field": "azure.cluster", "op": "=", "values": "act now"}],
        {"field": "cluster", "value": "ACT NOW", "products": "azure"},
    ],
)
def test_a_condition_may_be_put_in_many_forms(brain: OfflineBrain, filters: Any) -> None:
    assert query(brain, {"filters": filters}) == Query(CustomerSet(filters=(ACT_NOW,)), order=BEST)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"field": "country", "values": ["sweden"]}, SWEDEN),
        ({"field": "country", "op": "!=", "values": ["Sweden"]}, Filter("country", "not in", ("Sweden",))),
        ({"field": "has_azure", "values": ["Yes"]}, Filter("has_azure", "in", (True,))),
        ({"field": "org_size", "op": ">=", "values": ["1,000"]}, Filter("org_size", ">=", (1000.0,))),
        ({"field": "azure.revenue", "op": ">", "values": ["$25K"]}, Filter("revenue", ">", (25_000.0,), ("azure",))),
        ({"field": "cohort", "values": ["copilot"]}, Filter("category", "in", ("copilot",))),
        (
            {"field": "fit_band", "values": ["High"], "products": ["m365"]},
            Filter("fit_band", "in", ("high",), ("m365",)),
        ),
        (
            {"none_of": [{"field": "country", "values": ["Sweden"]}]},
            Filter(none_of=(SWEDEN,)),
        ),
    ],
)
def test_values_are_read_as_the_data_have_them(brain: OfflineBrain, given: dict[str, Any], read: Filter) -> None:
    assert query(brain, {"filters": [given], "measure": {}}) == Query(CustomerSet(filters=(read,)), Measure())


def test_without_a_product_any_is_meant_and_said(brain: OfflineBrain) -> None:
    given = {"filters": [{"field": "cluster", "values": ["act-now"]}]}
    outcome = read_call(brain.tools.engine, {}, "customers", given)
    assert isinstance(outcome, ReadQuery)
    products = brain.tools.engine.availability.products("2026-10")
    assert outcome.query == Query(CustomerSet(filters=(Filter("cluster", "in", ("act-now",), products),)))
    assert len(outcome.assumptions) == 1
    assert outcome.assumptions[0].startswith("any product, since none was named (")


def test_a_result_stands_for_the_conditions_that_found_it(brain: OfflineBrain) -> None:
    earlier = Query(CustomerSet("2026-09", filters=(ACT_NOW, SWEDEN)))
    given = {"filters": [{"field": "result", "values": ["r1"]}], "measure": {}}
    read = query(brain, given, r1=Kept(("1", "2"), earlier))
    assert read == Query(CustomerSet("2026-09", filters=(Filter(all_of=(ACT_NOW, SWEDEN)),)), Measure())


def test_a_part_of_a_list_stands_for_its_customers(brain: OfflineBrain) -> None:
    earlier = Query(CustomerSet(filters=(ACT_NOW,)), limit=2)
    given = {"filters": [{"field": "result", "values": ["r1"]}], "measure": {}}
    read = query(brain, given, r1=Kept(("1", "2"), earlier))
    assert read.set.filters == (Filter("customer", "in", ("1", "2")),)


def test_an_empty_result_of_all_customers_stands_for_all(brain: OfflineBrain) -> None:
    everyone = brain.tools.customers(Query(measure=Measure())).value
    read = query(brain, {"filters": {"field": "result", "values": "r1"}, "measure": "count"}, r1=Kept((), Query()))
    assert brain.tools.customers(read).value == everyone


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("customers", {"filtres": []}, "There is no argument 'filtres': there are filters, month"),
        ("customers", {"filters": ["Sweden"]}, "A filter is an object"),
        ("customers", {"filters": [{"field": "country", "values": ["Sverige"]}]}, "there are: Austria, "),
        ("customers", {"filters": [{"field": "cluster", "values": ["hot"]}]}, "act-now, evaluate, nurture, educate"),
        ("customers", {"filters": [{"field": "azure.cluster", "op": "~", "values": ["act-now"]}]}, "no comparison '~'"),
        ("customers", {"filters": [{"field": "result", "values": ["r9"]}]}, "There is no result 'r9'"),
        ("customers", {"measure": {"function": "variance"}}, "There is no figure 'variance'"),
        ("customers", {"limit": "ten"}, "'ten' is no whole number"),
        ("about_customers", {"customers": []}, "Name from one to 5 customers"),
        ("about_customers", {"customers": ["Nobody of that name"]}, "No customer is called 'Nobody of that name'"),
        ("read_file", {"path": "/etc/passwd"}, "There is no tool 'read_file'"),
    ],
)
def test_what_cannot_be_meant_is_told(brain: OfflineBrain, tool: str, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(AscentError, match=r".") as refused:
        read_call(brain.tools.engine, {}, tool, arguments)
    assert told in str(refused.value)


PLAIN = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    st.sampled_from(("r1", "azure.fit", "country", "Sweden", "between", "share", "convention:azure", "9" * 400)),
)
GIVEN = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(("field", "op", "values", "products", "any_of", "by", "function")), inner),
    ),
    max_leaves=8,
)
NAMES = (
    "filters",
    "month",
    "since",
    "source",
    "measure",
    "group_by",
    "order",
    "limit",
    "customers",
    "aspect",
    "result",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tool=st.sampled_from(("customers", "about_customers", "disagreements", "define", "data")),
    arguments=st.dictionaries(st.sampled_from(NAMES), GIVEN, max_size=4),
)
def test_whatever_is_passed_is_answered_or_told(brain: OfflineBrain, tool: str, arguments: dict[str, Any]) -> None:
    """Nothing else is raised: it would end the turn."""
    with suppress(AscentError):
        outcome = read_call(brain.tools.engine, {"r1": Kept(("5000001",))}, tool, arguments)
        assert brain.answer("a question", outcome).question == "a question"


def test_an_aspect_of_own_scores_is_read(brain: OfflineBrain) -> None:
    id = (brain.tools.customers(Query()).customers or ())[0]
    given = {"customers": [id], "aspect": "why_not", "product": "Azure", "target": "Act Now"}
    outcome = read_call(brain.tools.engine, {}, "about_customers", given)
    assert outcome == ReadCustomers((id,), ("azure",), ("why_not",), source="model", target="act-now")
