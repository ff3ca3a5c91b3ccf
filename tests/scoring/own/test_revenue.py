"""Potential revenue by hand: units times price less what is owned, and the bracket that holds it."""

from pathlib import Path

import pytest
from own_data import CATALOG, Line, facts, own_tables

from knowledge.catalog import Catalog, load_catalog
from scoring.own.revenue import create_revenue

Row = list[float | None]  # estimate, low, high


def revenue(
    employees: float | None, *lines: tuple[str, str, float | None, float], catalog: Catalog = CATALOG
) -> dict[str, Row]:
    """Key -> estimate and bracket of a customer with lines of product, SKU, seats and Azure USD a month."""
    bought: list[Line] = [("1", *line) for line in lines]
    connection = own_tables([("1", employees, [])], bought)
    facts(connection, "1", catalog=catalog)
    create_revenue(connection, catalog)
    rows = connection.execute("SELECT key, estimate, revenue_low, revenue_high FROM own_revenue").fetchall()
    return {key: values for key, *values in rows}


def estimates(employees: float | None, *lines: tuple[str, str, float | None, float]) -> dict[str, float | None]:
    return {key: values[0] for key, values in revenue(employees, *lines).items()}


def test_nothing_owned_is_units_times_price() -> None:
    assert estimates(60) == {
        "m365": 11_400,  # 60 x 190
        "copilot": 0,  # no M365 seat
        "azure": 9_600,  # 60 x 160
        "surface": 13_500,  # 60 / 4 x 900
        "d365bc": 5_760,  # 60 / 10 x 960
        "d365sp": 3_900,  # 60 / 12 x 780
        "d365fo": 10_000,  # 60 / 15 x 2,500
        "d365ce": 5_500,  # 60 / 12 x 1,100
        "powerapps": 2_880,  # 60 / 5 x 240
    }


def test_what_is_owned_comes_off_at_the_same_price_and_azure_at_what_is_consumed() -> None:
    found = estimates(
        60,
        ("m365", "M365 E3", 40, 0),
        ("m365", "Microsoft 365 Copilot", 10, 0),
        ("azure", "Azure consumption", 0, 300),
        ("surface", "Surface devices", 5, 0),
        ("d365", "Business Central", 2, 0),
        ("d365", "Sales Professional", 1, 0),
    )
    expected = {"m365": 3_800, "copilot": 7_500, "azure": 6_000, "surface": 9_000, "d365bc": 3_840, "d365sp": 3_120}
    assert {key: found[key] for key in expected} == expected


def test_more_owned_than_units_is_no_potential() -> None:
    assert revenue(10, ("m365", "M365 E3", 11, 0))["m365"] == [0, 0, 1000]


@pytest.mark.parametrize(
    ("consumed", "low", "high"),
    [
        (0.01, 100_000, 250_000),
        (0, 250_000, None),
        (19_999.99 / 12, 100_000, 250_000),
        (150_000 / 12, 100_000, 250_000),
        (150_001 / 12, 50_000, 100_000),
        (240_000 / 12, 10_000, 25_000),
        (240_001 / 12, 5_000, 10_000),
        (245_000 / 12, 5_000, 10_000),
        (249_000 / 12, 1_000, 5_000),
        (249_001 / 12, 0, 1_000),
    ],
)
def test_a_bound_belongs_to_the_bracket_that_begins_there(consumed: float, low: float, high: float | None) -> None:
    """1,562.5 employees would buy for 250,000 USD."""
    assert revenue(1562.5, ("azure", "Azure consumption", 0, consumed))["azure"][1:] == [low, high]


def test_an_unknown_number_makes_no_estimate() -> None:
    assert revenue(None)["m365"] == [None, None, None]
    assert revenue(10, ("m365", "M365 E3", None, 0))["m365"] == [None, None, None]


def test_prices_and_brackets_are_the_partners_to_set(tmp_path: Path) -> None:
    own = """
    [[potential]]
    id = "m365"
    title = "Microsoft 365"
    product = "m365"
    units = "org_size"
    price = 300
    owned = "m365_seats"
    owned_price = 100
    [brackets]
    bounds = [0, 2000]
    """
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    found = revenue(10, ("m365", "M365 E3", 5, 0), catalog=load_catalog(tmp_path))
    assert found["m365"] == [2500, 2000, None]
    assert found["azure"] == [1600, 0, 2000]
