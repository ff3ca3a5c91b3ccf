"""Features: how columns become codes, and which features a base of customers gives."""

import math

import numpy as np
import pytest
from handmade import array, batch, category, item, number
from hypothesis import given
from hypothesis import strategies as st

from scoring.model.features import NOTHING, Batch, Feature, as_numbers, find_features


def codes(feature: Feature, *values: object) -> list[int]:
    """The codes of values of the feature's column."""
    return list(feature.encode(Batch(tuple(map(str, range(len(values)))), {feature.column: array(values)})))


def found(*values: object) -> tuple[Feature, ...]:
    """The features of a base with one column."""
    return find_features(batch(column=values))


def test_a_bin_begins_at_its_edge() -> None:
    size = number("size", 10, 20)
    assert codes(size, -5.0, 9.99, 10.0, 19.99, 20.0, 1e9, math.nan) == [1, 1, 2, 2, 3, 3, 0]
    assert size.size == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1,234", 1234),
        ("-1,234.5", -1234.5),
        ("1,234,567", 1234567),
        ("1,2345", 1.2345),
        ("8%", 8),
        ("8 %", 8),
        (" 7 ", 7),
        ("1e3", 1000),
        (5, 5),
    ],
)
def test_numbers_may_be_written_as_text(text: object, value: float) -> None:
    assert as_numbers(array([text])).tolist() == [value]
    assert codes(number("n", value), text) == [2]
    assert codes(number("n", value + 0.001), text) == [1]


@pytest.mark.parametrize("text", [None, "", "x", "inf", "-inf", "Infinity", "nan", "1,23,456", "1.2.3", "%", "12 EUR"])
def test_what_is_no_number_is_not_known(text: object) -> None:
    assert codes(number("n", 0), text) == [0]


def test_infinite_numbers_are_not_known() -> None:
    assert codes(number("n", 0), math.inf, -math.inf, 1.0) == [0, 0, 2]


def test_a_level_that_training_did_not_see_is_not_known() -> None:
    industry = category("industry", "Retail", "3")
    assert codes(industry, "Retail", "3", 3, "retail", "Mining", "", None) == [1, 2, 2, 0, 0, 0, 0]
    assert industry.size == 3


def test_items_of_lists_are_there_or_not() -> None:
    aws = item("technology", "AWS")
    assert codes(aws, ("AWS", "SAP"), ("SAP",), (), None) == [2, 1, 1, 1]
    assert codes(aws, "SAP; AWS", "AWS", "AWS;", "SAP", "AWS 2; SAP", "", None) == [2, 2, 2, 1, 1, 1, 1]
    assert codes(item("technology", NOTHING), ("AWS",), (), None, "", "SAP; AWS") == [1, 2, 2, 2, 1]
    assert aws.size == 3


@pytest.mark.parametrize(
    ("feature", "code"), [(number("n", 1), 0), (category("n", "a"), 0), (item("n", "a"), 1), (item("n", NOTHING), 2)]
)
def test_a_column_that_is_missing_is_blank_for_everybody(feature: Feature, code: int) -> None:
    assert feature.encode(batch(other=["a", "b"])).tolist() == [code, code]
    assert feature.encode(batch(n=[None, None])).tolist() == [code, code]


def test_whether_a_cell_is_filled_is_a_feature_where_its_texts_are_too_many() -> None:
    signed = [f"2026-01-{day:02}" for day in range(1, 21)] + [None] * 12
    (feature,) = found(*signed)
    assert (feature.name, feature.kind) == ("column: filled", "filled")
    assert codes(feature, "2027-05-05", None) == [2, 1]


def test_codes_in_words() -> None:
    size = number("size", 10, 20)
    assert [size.value_text(code) for code in range(4)] == ["not known", "under 10", "10 to under 20", "20 or more"]
    assert number("size").value_text(1) == "any"
    assert [category("c", "Retail").value_text(code) for code in (0, 1)] == ["not known", "Retail"]
    assert [item("t", "AWS").value_text(code) for code in (0, 1, 2)] == ["not known", "no", "yes"]


def test_few_values_have_a_bin_each() -> None:
    assert found(*[1.0, 2.0, 4.0, math.nan]) == (number("column", 1.5, 3.0),)


def test_many_values_share_bins_of_equal_counts() -> None:
    (feature,) = found(*map(float, range(3200)))
    counts = np.bincount(codes(feature, *map(float, range(3200))))
    assert feature.size == 33
    assert counts[0] == 0
    assert counts[1:].min() >= 99
    assert counts[1:].max() <= 101


def test_a_number_that_most_have_does_not_hide_the_others() -> None:
    (feature,) = found(*[0.0] * 900, *map(float, range(1, 101)))
    assert codes(feature, 0.0) != codes(feature, 100.0)


@pytest.mark.parametrize("values", [[5.0] * 50, ["x"] * 50, [("AWS",)] * 50, [None] * 50, [math.nan] * 50, [""] * 0])
def test_what_is_the_same_of_everybody_is_no_feature(values: list[object]) -> None:
    assert found(*values) == ()


def test_whether_a_number_is_known_may_be_all_that_it_says() -> None:
    assert found(*[5.0] * 40, *[math.nan] * 10) == (number("column"),)
    assert found(*[5.0] * 41, *[math.nan] * 9) == ()


def test_bins_of_the_largest_numbers() -> None:
    (feature,) = found(1.7e308, 1.6e308)
    assert codes(feature, 1.6e308, 1.7e308) == [1, 2]


def test_levels_need_ten_rows() -> None:
    assert found(*["a"] * 30, *["b"] * 10, *["c"] * 9) == (category("column", "a", "b"),)
    assert found(*["a"] * 30, *["c"] * 9) == ()
    assert found(*["a"] * 30, *["c"] * 5, *["d"] * 5) == (category("column", "a"),)


def test_of_many_levels_the_forty_most_frequent_stay() -> None:
    values = [f"level {number:03}" for number in range(100) for _ in range(10 + (number >= 70))]
    (feature,) = found(*values)
    first = [f"level {number:03}" for number in range(10)]
    assert feature.levels == (*first, *(f"level {number:03}" for number in range(70, 100)))


def test_one_text_a_customer_is_no_feature() -> None:
    assert found(*[f"customer {number}" for number in range(500)]) == ()


def test_lists_give_a_feature_an_item() -> None:
    expected = (item("column", "AWS"), item("column", "SAP"))
    assert found(*[("AWS", "SAP")] * 10, *[("AWS",)] * 10, *[("rare",)] * 9) == expected
    assert found(*["SAP; AWS"] * 10, *["AWS"] * 10, *["rare"] * 9) == expected


def test_a_semicolon_now_and_then_makes_no_list() -> None:
    (feature,) = found(*["a"] * 50, *["b"] * 50, *["a;b"] * 12)
    assert feature == category("column", "a", "a;b", "b")


def test_texts_that_are_nearly_all_numbers_are_a_number() -> None:
    (feature,) = found(*["1", "2"] * 48, "x", "y")
    assert feature == number("column", 1.5)
    (feature,) = found(*["1", "2"] * 45, *["x"] * 10)
    assert feature == category("column", "1", "2", "x")


def test_features_come_by_name() -> None:
    assert [feature.name for feature in find_features(batch(b=[1.0, 2.0], a=[3.0, 4.0]))] == ["a", "b"]


NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
TEXTS = st.none() | st.text(max_size=8) | st.sampled_from(["a", "b", "a; b", "1", "2,5", "1,000", "7%", "inf", ";"])
LISTS = st.none() | st.lists(st.sampled_from(["AWS", "SAP", "Citrix", ""]), max_size=3).map(tuple)
COLUMNS = st.sampled_from([NUMBERS, TEXTS, LISTS]).flatmap(lambda cells: st.lists(cells, min_size=1, max_size=60))


@given(COLUMNS, st.integers(1, 12), COLUMNS)
def test_whatever_a_column_holds_has_a_code(cells: list[object], times: int, later: list[object]) -> None:
    base = batch(column=cells * times)
    for feature in find_features(base):
        for other in (base, batch(column=later), batch(other=later)):
            got = feature.encode(other)
            assert len(got) == len(other)
            assert got.min() >= 0
            assert got.max() < feature.size
        assert len([feature.value_text(code) for code in range(feature.size)]) == feature.size


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=200))
def test_bins_rise_with_the_value(values: list[float]) -> None:
    for feature in find_features(batch(column=values)):
        got = codes(feature, *sorted(values))
        assert got == sorted(got)
        assert min(got) >= 1
        assert list(feature.edges) == sorted(set(feature.edges))
