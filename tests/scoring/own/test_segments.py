"""Segments of both vintages at their bounds."""

import pytest
from own_data import Line, facts, own_tables


def segment(column: str, employees: float | None, acr: float = 0) -> object:
    lines: list[Line] = [("1", "azure", "Azure consumption", 0, acr)] if acr else []
    return facts(own_tables([("1", employees, [])], lines), column)["1"]


@pytest.mark.parametrize(
    ("employees", "acr", "expected"),
    [
        (300, 0, "Upper Medium"),
        (299, 0, "Medium"),
        (25, 1000, "Medium"),
        (25, 1000.01, "Upper Medium"),
        (24, 0, "Very Small"),
        (1, 5000, "Upper Medium"),
        (0, 0, None),
        (None, 0, None),
        (None, 1001, "Upper Medium"),
    ],
)
def test_todays_segment(employees: float | None, acr: float, expected: str | None) -> None:
    assert segment("segment_today", employees, acr) == expected


# Azure potential is 160 USD an employee: over 10,000 a year from 63 employees on, or with 833.34 USD a month consumed.
@pytest.mark.parametrize(
    ("employees", "acr", "expected"),
    [
        (300, 0, "Top Unmanaged, user-based"),
        (299, 0, "Top Unmanaged, compute-based"),
        (63, 0, "Top Unmanaged, compute-based"),
        (63, 500, "Top Unmanaged, compute-based"),
        (62, 0, "Medium (2021)"),
        (25, 0, "Medium (2021)"),
        (24, 0, "Small (2021)"),
        (10, 0, "Small (2021)"),
        (9, 833, "Very Small (2021)"),
        (9, 833.34, "Top Unmanaged, compute-based"),
        (None, 0, None),
        (None, 833.34, "Top Unmanaged, compute-based"),
    ],
)
def test_the_segment_of_2021(employees: float | None, acr: float, expected: str | None) -> None:
    assert segment("segment_2021", employees, acr) == expected
