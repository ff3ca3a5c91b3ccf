"""Model types by customer and product, and what is out of service."""

from own_data import CATALOG, Line, facts, own_tables

from scoring.own.model_types import create_models


def models(installed: list[str] | None, *lines: Line) -> dict[str, tuple[bool, str, list[str]]]:
    """Product -> owned, model type and what is out of service, of one customer."""
    connection = own_tables([("1", 10.0, installed)], lines)
    facts(connection, "1")
    create_models(connection, CATALOG)
    rows = connection.execute("SELECT product, owned, model_type, eos_technology FROM own_models").fetchall()
    return {product: tuple(values) for product, *values in rows}


def test_who_owns_nothing_is_whitespace_everywhere() -> None:
    assert models(None) == {product: (False, "whitespace", []) for product in CATALOG.products}


def test_owners_have_the_model_of_the_product() -> None:
    found = models(
        [],
        ("1", "m365", "M365 E3", 3, 0),
        ("1", "azure", "Azure consumption", 0, 5),
        ("1", "surface", "Surface devices", 3, 0),
        ("1", "d365", "Business Central", 3, 0),
    )
    owned = {product: model for product, (owns, model, _) in found.items() if owns}
    assert owned == {
        "m365": "upsell",
        "azure": "next-logical-workload",
        "surface": "expansion",
        "d365bc": "expansion",
    }
    assert found["d365sp"] == (False, "whitespace", [])


def test_what_is_out_of_service_speaks_for_its_product() -> None:
    found = models(["Windows Server 2012", "Windows 7", "Office 2013", "Office 2021", "Dynamics GP"])
    listed = {product: names for product, (_, _, names) in found.items() if names}
    assert listed == {"azure": ["Windows Server 2012"], "m365": ["Office 2013", "Windows 7"]}
