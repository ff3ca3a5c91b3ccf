"""Filters that are joined, negated or said of one and the same product: counted by hand in the tables of partner.py."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partner import ask, figure, who

from knowledge.catalog import load_catalog
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.query import EACH, CustomerSet, Filter, Measure, Query, flat, joined, of_product, opposite, walk

CATALOG = load_catalog()
EVERYONE = "01 02 03 04 05 06 07 08 09 10 11 12"
ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))
READY = Filter("cluster", "in", ("act-now", "evaluate"), ("azure",))
INTENT = Filter("intent_band", "in", ("high",), ("azure",))
SWEDEN = Filter("country", "in", ("Sweden",))
NORWAY = Filter("country", "in", ("Norway",))
LARGE = Filter("org_size", ">=", (120.0,))
CSP = Filter("license_program", "in", ("CSP",))
BY_NOVEMBER = Filter("agreement_end", "<=", ("2026-11-30",))
RETAIL = Filter("industry", "in", ("Retail",))
HOT = Filter(all_of=(READY, INTENT))
EACH_HOT = Filter(
    all_of=(
        Filter("cluster", "in", ("act-now", "evaluate"), EACH),
        Filter("intent_band", "in", ("high",), EACH),
    )
)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (HOT, "01 02 04"),
        (Filter(all_of=(SWEDEN,)), "01 08 09"),
        (Filter(all_of=(Filter(any_of=(SWEDEN, NORWAY)), RETAIL)), "01 03 09"),
        (Filter(any_of=(HOT, LARGE)), "01 02 03 04 05"),
        (Filter(any_of=(Filter(all_of=(SWEDEN, RETAIL)), Filter(all_of=(NORWAY, LARGE)))), "01 03 09"),
        (Filter(none_of=(SWEDEN,)), "02 03 04 05 06 07 10 11 12"),
        (Filter(none_of=(SWEDEN, NORWAY)), "04 05 06 07 11 12"),
        (Filter(none_of=(HOT,)), "03 05 06 07 08 09 10 11 12"),
        (Filter(none_of=(LARGE,)), "02 04 06 07 08 09 10 11 12"),  # 10, 11 and 12 give no size
        (Filter(none_of=(Filter(none_of=(LARGE,)),)), "01 03 05"),
        (Filter(all_of=(CSP, BY_NOVEMBER)), "01 03"),  # one agreement meets both
        (Filter(any_of=(Filter(all_of=(CSP, BY_NOVEMBER)), SWEDEN)), "01 03 08 09"),
        (Filter(none_of=(CSP,)), "02 04 06 07 08 09 10 11 12"),
        (Filter(all_of=(Filter("license_program", "in", ("EA",)), BY_NOVEMBER)), "12"),
    ],
)
def test_joined_filters(engine: Engine, item: Filter, found: str) -> None:
    assert who(engine, item) == found
    assert who(engine, item, SWEDEN) == " ".join(id for id in found.split() if id in ("01", "08", "09"))
    assert figure(engine, "count", "customers", item) == len(found.split())


@pytest.mark.parametrize(
    ("products", "at_least", "at_most", "found"),
    [
        (("azure",), 1, 0, "01 02 04"),
        (("m365",), 1, 0, "04 11"),
        (("azure", "m365"), 1, 0, "01 02 04 11"),
        (("azure", "m365"), 2, 0, "04"),
        (("azure", "m365"), 1, 1, "01 02 11"),
        (("azure", "m365", "d365bc"), 1, 0, "01 02 04 11"),
    ],
)
def test_one_product_must_meet_all(
    engine: Engine, products: tuple[str, ...], at_least: int, at_most: int, found: str
) -> None:
    item = Filter(all_of=EACH_HOT.all_of, products=products, at_least=at_least, at_most=at_most)
    assert who(engine, item) == found
    rest = " ".join(id for id in EVERYONE.split() if id not in found.split())
    assert who(engine, opposite(CATALOG, item)) == rest


def test_one_product_is_not_one_condition_each(engine: Engine) -> None:
    """Gamma is Act Now for Azure and of very low intent for M365, but not both for either."""
    both = (Filter("cluster", "in", ("act-now",), EACH), Filter("intent_band", "in", ("very-low",), EACH))
    apart = tuple(Filter(part.field, part.op, part.values, ("azure", "m365")) for part in both)
    assert who(engine, *apart) == "02 03 09"
    assert who(engine, Filter(all_of=both, products=("azure", "m365"))) == "02 09"


def test_a_product_in_the_place_of_each(engine: Engine) -> None:
    assert of_product(EACH_HOT, "azure") == HOT
    assert who(engine, of_product(Filter(none_of=(EACH_HOT, SWEDEN)), "m365")) == "02 03 05 06 07 10 12"
    assert [item.products for item in walk((Filter(any_of=(EACH_HOT, SWEDEN), products=("azure", "m365")),))] == [
        ("azure", "m365"),
        ("azure", "m365"),
        (),
    ]


@pytest.mark.parametrize(
    ("item", "turned", "found"),
    [
        (ACT_NOW, Filter("cluster", "not in", ("act-now",), ("azure",)), "04 05 06 07 08 12"),
        (LARGE, Filter("org_size", "<", (120.0,)), "02 04 06 07 08 09"),
        (Filter("org_size", "<", (60.0,)), Filter("org_size", ">=", (60.0,)), "01 03 05 08"),
        (SWEDEN, Filter("country", "not in", ("Sweden",)), "02 03 04 05 06 07 10 11 12"),
        (Filter("has_m365", "in", (True,)), Filter("has_m365", "in", (False,)), "02 04 06 08 10"),
        (
            Filter("present", "in", (True,), month="2026-09"),
            Filter("present", "in", (False,), month="2026-09"),
            "06 07 09 10 11 12",
        ),
        (Filter("org_size", "between", (24.0, 60.0)), None, "01 02 03 05 09 10 11 12"),
        (CSP, None, "02 04 06 07 08 09 10 11 12"),
        (Filter("revenue", ">=", (50_000.0,), ("azure",)), None, "01 04 05 07 08 09 10 11 12"),
        (Filter("fit", ">=", (75.0,), ("azure",)), Filter("fit", "<", (75.0,), ("azure",)), "04 05 06 07 08 09"),
        (Filter("fit", ">=", (75.0,), ("azure", "m365")), None, "05 06 07 08 09 10 11 12"),
        (
            HOT,
            Filter(any_of=(opposite(CATALOG, READY), opposite(CATALOG, INTENT))),
            "03 05 06 07 08 09",  # of 10, 11 and 12 it is not known
        ),
        (
            Filter(any_of=(SWEDEN, LARGE)),
            Filter(all_of=(opposite(CATALOG, SWEDEN), opposite(CATALOG, LARGE))),
            "02 04 06 07",
        ),
        (Filter(none_of=(SWEDEN, NORWAY)), Filter(any_of=(SWEDEN, NORWAY)), "01 02 03 08 09 10"),
    ],
)
def test_opposites(engine: Engine, item: Filter, turned: Filter | None, found: str) -> None:
    assert opposite(CATALOG, item) == (turned or Filter(none_of=(item,)))
    assert who(engine, opposite(CATALOG, item)) == found


LEAVES = (ACT_NOW, READY, INTENT, SWEDEN, NORWAY, LARGE, CSP, RETAIL, BY_NOVEMBER)
TREES = st.recursive(
    st.sampled_from(LEAVES),
    lambda parts: st.tuples(
        st.sampled_from(("any_of", "all_of", "none_of")), st.lists(parts, min_size=1, max_size=3)
    ).map(lambda made: Filter(**{made[0]: tuple(made[1])})),
    max_leaves=6,
)


def customers(engine: Engine, item: Filter) -> frozenset[str]:
    return frozenset(ask(engine, item).customers or ())


def by_hand(engine: Engine, item: Filter) -> frozenset[str]:
    """The same by sets of customers; agreements that are joined by "all" are asked as they are."""
    if not item.parts or (item.all_of and {CSP, BY_NOVEMBER} <= set(item.all_of)):
        return customers(engine, item)
    sets = [by_hand(engine, part) for part in item.parts]
    if item.all_of:
        return frozenset(reduce(frozenset.intersection, sets))
    either = frozenset(reduce(frozenset.union, sets))
    return frozenset(customers(engine, Filter(none_of=(EVERY,)))) - either if item.none_of else either


EVERY = Filter("customer", "in", ("nobody",))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(item=TREES)
def test_any_tree_is_a_matter_of_sets(engine: Engine, item: Filter) -> None:
    found = customers(engine, item)
    if not any({CSP, BY_NOVEMBER} <= set(part.all_of) for part in (item, *item.parts)):
        assert found == by_hand(engine, item)
    assert not found & customers(engine, opposite(CATALOG, item))


def test_several_as_one() -> None:
    assert joined([SWEDEN]) == SWEDEN
    assert joined([SWEDEN, LARGE], any_of=True) == Filter(any_of=(SWEDEN, LARGE))
    assert flat([joined([SWEDEN, HOT]), NORWAY]) == (SWEDEN, READY, INTENT, NORWAY)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Filter("country", "in", ("Sweden",), any_of=(NORWAY,)), "A filter is one condition, or one of any_of"),
        (Filter(any_of=(SWEDEN,), none_of=(NORWAY,)), "A filter is one condition, or one of any_of"),
        (Filter(any_of=(Filter(all_of=(SWEDEN,), none_of=(NORWAY,)),)), "A filter is one condition, or one of any_of"),
        (Filter(all_of=(SWEDEN,), products=("windows",)), "There is no product 'windows'."),
        (EACH_HOT, "There is no product 'each'."),
        (Filter(none_of=(Filter("shoe_size", "in", ("44",)),)), "There is no column 'shoe_size'."),
    ],
)
def test_what_cannot_be_joined_is_refused(engine: Engine, item: Filter, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        engine.run(Query(CustomerSet(filters=(item,)), Measure()))
    assert str(refused.value).startswith(said)
