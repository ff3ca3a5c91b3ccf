"""Points: they sum to the score exactly, in tenths, whatever the model and the customer."""

import math
from typing import Any

import numpy as np
import pytest
from handmade import batch, logit, model, number, product, seen, term
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.model.model import Model, ProductModel, score
from scoring.model.reasons import apportion, as_tenths, fit_points, intent_points, propensity_points

LN2, LOG3 = math.log(2), math.log(3)


def shared_out(total: int, *shares: float) -> list[int]:
    return apportion(np.array([total]), np.array([shares], dtype=np.float64))[0].tolist()


@pytest.mark.parametrize(
    ("total", "shares", "whole"),
    [
        (10, (3.3, 3.3, 3.4), [3, 3, 4]),
        (10, (3.4, 3.3, 3.3), [4, 3, 3]),
        (2, (0.5, 0.5, 0.5, 0.5), [1, 1, 0, 0]),
        (-10, (-3.3, -3.3, -3.4), [-3, -3, -4]),
        (0, (2.5, -2.5), [3, -3]),
        (0, (-0.4, 0.4), [0, 0]),
        (1, (-0.4, 1.4), [0, 1]),
        (0, (0.0, 0.0), [0, 0]),
        (5, (5.0,), [5]),
        (1, (0.2,), [1]),
        (1, (0.0, 0.0), [1, 0]),
        (-1, (0.0, 0.0), [0, -1]),
        (7, (1.0, 1.0), [4, 3]),
        (0, (), []),
    ],
)
def test_largest_remainders(total: int, shares: tuple[float, ...], whole: list[int]) -> None:
    assert shared_out(total, *shares) == whole


def test_rows_are_shared_out_by_themselves() -> None:
    found = apportion(np.array([1, -1]), np.array([[0.6, 0.4], [-0.6, -0.4]]))
    assert found.tolist() == [[1, 0], [-1, 0]]


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=12))
def test_shares_of_a_rounded_total_are_off_by_less_than_one(shares: list[float]) -> None:
    total = math.floor(math.fsum(shares) + 0.5)
    found = shared_out(total, *shares)
    assert sum(found) == total
    assert all(abs(whole - share) <= 1 for whole, share in zip(found, shares, strict=True))


def test_points_of_fit_by_hand() -> None:
    """50 at the base; log-odds 2 log 3 - log 3 make 75: 25 points, in shares of 2 and -1."""
    two = product(term([0, 2 * LOG3], number("a")), term([0, -LOG3], number("b")))
    scores = score(model({}, azure=two), batch(a=[1.0], b=[1.0]), seen(1))["azure"]
    points = fit_points(two, scores)
    assert (points.base, points.terms.tolist()) == (500, [[500, -250]])


def test_points_of_fit_where_terms_cancel() -> None:
    """The sum is 0, so the score is the base score; a log-odd is worth 25 points there."""
    two = product(term([0, 1.0], number("a")), term([0, -1.0], number("b")))
    scores = score(model({}, azure=two), batch(a=[1.0], b=[1.0]), seen(1))["azure"]
    points = fit_points(two, scores)
    assert (points.base, points.terms.tolist()) == (500, [[250, -250]])


def test_points_of_signals_by_hand() -> None:
    """75 of two signals, one twice as strong as the other; the tenth that is left goes to the larger remainder."""
    assert intent_points(75.0, np.array([2 * LN2 / 1.5, LN2 / 1.5])).tolist() == [500, 250]
    assert intent_points(50.0, np.array([1.0, 1.0, 1.0])).tolist() == [167, 167, 166]
    assert intent_points(50.0, np.array([0.0, 1.0])).tolist() == [0, 500]
    assert intent_points(0.0, np.array([0.0, 0.0])).tolist() == [0, 0]
    assert intent_points(0.0, np.array([])).tolist() == []


def test_points_of_the_propensity_by_hand() -> None:
    """From 25 (log-odds -log 3): fit +log 3, intent 3.5 x 50% = 1.75, then calibration by half."""
    one = product(term([0, LOG3], number("a")), base=-LOG3, weights={"news": LN2})
    calibrated = Model("m", "", {"news": 1.0}, {"azure": one}, slope=0.5, intercept=0.0)
    scores = score(calibrated, batch(a=[1.0]), seen(1, (0, 0, 0, 1)))["azure"]
    points = propensity_points(calibrated, one, scores)
    raw, final = 100 / (1 + math.exp(-1.75)), 100 / (1 + math.exp(-0.875))
    gained = raw - 25
    expected = [gained * LOG3 / (LOG3 + 1.75), gained * 1.75 / (LOG3 + 1.75), final - raw]
    assert points.base == 250
    found = [int(part[0]) for part in (points.fit, points.intent, points.calibration)]
    assert 250 + sum(found) == round(10 * final)
    assert [abs(whole - 10 * share) < 1 for whole, share in zip(found, expected, strict=True)] == [True] * 3


ODDS = st.floats(-8, 8) | st.sampled_from([0.0, 1e-12, -1e-12, 300.0, -300.0, 1e6, -1e6])
TERMS = st.lists(st.lists(ODDS, min_size=3, max_size=3), max_size=6)
SIGNALS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 500), st.floats(0, 5)), max_size=5)


@st.composite
def models(draw: st.DrawFn) -> Model:
    terms = [term(table, number(f"n{place}", 0.5)) for place, table in enumerate(draw(TERMS))]
    weights = {"hiring": draw(st.floats(0, 3)), "news": draw(st.floats(0, 0.01))}
    one = product(
        *terms, base=draw(ODDS), offset=draw(st.floats(-4, 4)), slope=draw(st.floats(0.01, 5)), weights=weights
    )
    slope, intercept = draw(st.floats(0.2, 3)), draw(st.floats(-2, 2))
    return Model("m", "", {"hiring": 30.0, "news": 90.0}, {"azure": one}, slope, intercept)


CUSTOMER = st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=6, max_size=6)


@given(models(), st.lists(CUSTOMER, min_size=1, max_size=4), SIGNALS)
@example(model({"hiring": 1.0, "news": 1.0}, azure=product()), [[0.0] * 6], [])
def test_points_sum_to_the_scores(drawn: Model, customers: list[list[float]], signals: list[Any]) -> None:
    columns = {f"n{place}": [customer[place] for customer in customers] for place in range(6)}
    scores = score(drawn, batch(**columns), seen(len(customers), *((0, *signal) for signal in signals)))["azure"]
    one: ProductModel = drawn.products["azure"]
    fit = fit_points(one, scores)
    assert (fit.base + fit.terms.sum(axis=1)).tolist() == as_tenths(scores.fit).tolist()
    propensity = propensity_points(drawn, one, scores)
    summed = propensity.base + propensity.fit + propensity.intent + propensity.calibration
    assert summed.tolist() == as_tenths(scores.propensity).tolist()
    lefts = np.array([one.weights[("hiring", "news")[kind]] * strength * 0.5 ** (age / (30, 90)[kind])
                      for kind, age, strength in signals])  # fmt: skip
    assert intent_points(float(scores.intent[0]), lefts).sum() == as_tenths(scores.intent)[0]
    assert (as_tenths(scores.fit) >= 0).all()
    assert (as_tenths(scores.fit) <= 1000).all()


@given(st.floats(0, 100))
def test_tenths_are_the_shown_score(value: float) -> None:
    assert abs(as_tenths(np.array([value]))[0] - 10 * value) <= 0.5 + 1e-9


def test_logits_of_the_bands_are_what_they_say() -> None:
    edges = [0, 29, 29.9, 30, 54.9, 55, 74.9, 75, 100]
    table = [0.0, *map(logit, edges)]
    one = model({}, azure=product(term(table, number("n", *range(1, 9)))))
    found = score(one, batch(n=[float(place) for place in range(9)]), seen(9))["azure"]
    assert as_tenths(found.fit).tolist() == [round(10 * edge) for edge in edges]
