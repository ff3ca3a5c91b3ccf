"""Scores by a model made by hand: every figure is worked out from the formulas."""

import math

import numpy as np
import pytest
from handmade import batch, category, item, logit, model, number, product, seen, term
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.features import Batch
from scoring.model.model import Model, percent, row_sums, score, tenths
from scoring.model.signals import Observations

LOG3, LN2 = math.log(3), math.log(2)
SIZE, INDUSTRY, AWS = number("org_size", 25, 300), category("industry", "Retail", "Energy"), item("technology", "AWS")
PAIR = term([[0, 0, 0], [0, 0, 0], [0, 0, LOG3], [0, 0, 0]], SIZE, AWS)
TWO = model(
    {"hiring": 30.0, "news": 10.0},
    azure=product(
        term([0, -LOG3, 0, LOG3], SIZE), PAIR, base=-1.75, offset=0.0, slope=1.0, weights={"hiring": LN2, "news": 0.0}
    ),
    m365=product(
        term([0, 0.5, -0.5], INDUSTRY), base=LOG3, offset=-LOG3, slope=2 * LOG3, weights={"news": 2 * LN2}
    ),
)  # fmt: skip
CUSTOMERS = batch(
    org_size=[10.0, 100.0, 500.0, math.nan, 100.0],
    industry=["Retail", "Energy", None, "Mining", "Retail"],
    technology=[("AWS",), ("AWS", "SAP"), None, (), ("SAP",)],
)
# hiring today; hiring 30 days ago and once more 60 days ago; news 10 days ago of strength 2
SIGNALS = seen(5, (0, 0, 0, 1), (1, 0, 30, 1), (1, 0, 60, 1), (2, 1, 10, 2))


def test_two_products_with_a_pair_term() -> None:
    found = score(TWO, CUSTOMERS, SIGNALS)
    # the pair speaks where 25 <= size < 300 and AWS is there: the second customer
    assert found["azure"].fit == pytest.approx([25, 75, 75, 50, 50])
    # 100 x (1 - 2^-s): s is 1; 1/2 + 1/4; nothing, as news have no weight
    assert found["azure"].intent == pytest.approx([50, 100 * (1 - 2**-0.75), 0, 0, 0])
    # log-odds -1.75 - log 3 + 3.5 x 0.5 = -log 3
    assert found["azure"].propensity[0] == pytest.approx(25)
    odds = -1.75 + LOG3 + 3.5 * (1 - 2**-0.75)
    assert found["azure"].propensity[1] == pytest.approx(100 / (1 + math.exp(-odds)))
    # fit: -log 3 + 2 log 3 x (0.5, -0.5, 0, 0, 0.5)
    assert found["m365"].fit == pytest.approx([50, 10, 25, 25, 50])
    # news: 2 ln 2 x 2 x 1/2
    assert found["m365"].intent == pytest.approx([0, 0, 75, 0, 0])
    assert found["m365"].propensity[3] == pytest.approx(75)
    assert found["azure"].parts.tolist() == [[-LOG3, 0], [0, LOG3], [LOG3, 0], [0, 0], [0, 0]]


def test_calibration_moves_the_propensity_alone() -> None:
    plain = score(TWO, CUSTOMERS, SIGNALS)["azure"]
    moved = Model(TWO.id, TWO.about, TWO.half_lives, TWO.products, slope=2.0, intercept=LOG3)
    found = score(moved, CUSTOMERS, SIGNALS)["azure"]
    assert np.array_equal(found.fit, plain.fit)
    assert np.array_equal(found.intent, plain.intent)
    # twice -log 3 and log 3
    assert found.propensity[0] == pytest.approx(25)


def test_columns_that_are_missing_count_as_not_known() -> None:
    found = score(TWO, batch(city=["Oslo"]), seen(1))
    assert found["azure"].fit == pytest.approx([50])
    assert found["m365"].fit == pytest.approx([25])


def test_nobody_has_no_scores() -> None:
    found = score(TWO, Batch((), {}), seen(0))
    assert [len(found[name].propensity) for name in found] == [0, 0]


def test_a_product_without_terms_has_the_base_scores() -> None:
    empty = model({}, azure=product(base=LOG3, offset=-LOG3))
    found = score(empty, batch(org_size=[1.0, 2.0]), seen(2))["azure"]
    assert found.fit == pytest.approx([25, 25])
    assert found.intent.tolist() == [0, 0]
    assert found.propensity == pytest.approx([75, 75])


def test_extreme_sums_stay_between_0_and_100() -> None:
    far = model({"news": 1.0}, azure=product(term([0, -1e6, 1e6], number("n", 0)), weights={"news": 1e6}))
    found = score(far, batch(n=[-1.0, 1.0]), seen(2, (1, 0, 0, 1e6)))["azure"]
    assert found.fit.tolist() == [pytest.approx(0, abs=1e-9), 100]
    assert found.intent.tolist() == [0, 100]
    assert found.propensity.tolist() == [pytest.approx(0, abs=1e-9), 100]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, 0.0), (0.04, 0.0), (0.05, 0.1), (29.95, 30.0), (54.94, 54.9), (74.96, 75.0), (100.0, 100)],
)
def test_scores_are_shown_in_tenths(value: float, shown: float) -> None:
    assert tenths(np.array([value])).tolist() == [shown]


def test_sums_of_rows_and_chances() -> None:
    assert row_sums(np.array([[1.0, 2.0], [0.5, -0.5]])).tolist() == [3.0, 0.0]
    assert percent(np.array([0.0])).tolist() == [50.0]
    assert percent(np.array([logit(30)]))[0] == pytest.approx(30)


CUSTOMER = st.tuples(
    st.floats(0, 1000) | st.just(math.nan),
    st.sampled_from([None, "Retail", "Energy", "Mining"]),
    st.sampled_from([None, (), ("AWS",), ("SAP", "AWS")]),
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 400), st.sampled_from([0.5, 1.0, 2.0])), max_size=4),
)


def figures(customers: list[tuple[object, ...]]) -> list[tuple[float, ...]]:
    """All scores of customers in a batch of their own: one row a customer."""
    sizes, industries, technology, signals = zip(*customers, strict=True)
    columns = batch(org_size=sizes, industry=industries, technology=technology)
    flat = [(row, *signal) for row, own in enumerate(signals) for signal in sorted(own)]
    found = score(TWO, columns, seen(len(customers), *flat))
    return list(zip(*(part for name in TWO.products for part in _parts(found[name])), strict=True))


def _parts(scores: object) -> list[list[float]]:
    return [getattr(scores, name).tolist() for name in ("fit", "intent", "propensity")]


@settings(max_examples=50)
@given(st.lists(CUSTOMER, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_a_customer_scores_the_same_alone_in_any_batch_and_order(customers: list[tuple[object, ...]], rng) -> None:  # type: ignore[no-untyped-def]
    together = figures(customers)
    assert [figures([customer])[0] for customer in customers] == together
    order = list(range(len(customers)))
    rng.shuffle(order)
    assert figures([customers[place] for place in order]) == [together[place] for place in order]
    assert figures(customers + customers)[len(customers) :] == together


def test_batches_of_thousands_score_as_single_customers() -> None:
    rng = np.random.default_rng(1)
    sizes = rng.uniform(1, 1000, 5000)
    many = Batch(tuple(map(str, range(5000))), {"org_size": sizes})
    signals = Observations(5000, np.arange(5000), np.zeros(5000, dtype=np.int64), rng.uniform(0, 99, 5000), sizes / 500)
    together = score(TWO, many, signals)["azure"]
    for place in (0, 1, 7, 4999):
        one = Observations(1, np.zeros(1, dtype=np.int64), signals.type[:1], *(
            values[place : place + 1] for values in (signals.age, signals.strength)
        ))  # fmt: skip
        alone = score(TWO, many.take(np.array([place])), one)["azure"]
        for name in ("fit", "intent", "propensity"):
            assert getattr(alone, name)[0] == getattr(together, name)[place]
