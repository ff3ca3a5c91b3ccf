"""Facts of own data: what is held, what is installed, and what is not known."""

import pytest
from own_data import CATALOG, Customer, Line, facts, own_tables

from scoring.own.facts import create_facts
from scoring.workspace import customer_fields


def only(line: Line, *columns: str) -> object:
    """The facts of a customer with one line."""
    return facts(own_tables([("1", 10.0, [])], [line]), *columns)["1"]


def test_a_customer_without_subscriptions_holds_nothing() -> None:
    found = facts(own_tables([("1", 10.0, None)]), "m365_seats", "azure_acr", "has_azure", "owned_products")
    assert found == {"1": (0.0, 0.0, False, [])}


def test_seats_are_summed_without_copilot() -> None:
    lines: list[Line] = [
        ("1", "m365", "M365 E3", 30, 0),
        ("1", "m365", "M365 Business Premium", 12, 0),
        ("1", "m365", "Microsoft 365 Copilot", 5, 0),
        ("1", "m365", "COPILOT_for_M365", 2, 0),
        ("2", "m365", "Microsoft 365 Copilot", 3, 0),
    ]
    connection = own_tables([("1", 50.0, []), ("2", 5.0, [])], lines)
    found = facts(connection, "m365_seats", "copilot_seats", "has_m365", "has_copilot")
    assert found == {"1": (42.0, 7.0, True, True), "2": (0.0, 3.0, False, True)}


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        ("M365 E5", True),
        ("Office 365 E5", True),
        ("SPE_E5", True),
        ("e5 security", True),
        ("M365 E3", False),
        ("E55", False),
        ("Surface5", False),
        (None, False),
    ],
)
def test_e5_is_a_word_of_the_sku(sku: str | None, expected: bool) -> None:
    assert only(("1", "m365", sku, 1, 0), "has_e5") is expected


def test_consumption_is_summed_and_makes_no_seats() -> None:
    lines: list[Line] = [("1", "azure", "Azure plan", 0, 600.5), ("1", "azure", None, None, 400.25)]
    found = facts(own_tables([("1", 10.0, [])], lines), "azure_acr", "has_azure", "owned_products")
    assert found == {"1": (1000.75, True, ["azure"])}


def test_consumption_that_nobody_told_is_unknown() -> None:
    assert only(("1", "azure", "Azure plan", 0, None), "has_azure", "azure_acr") == (True, None)
    assert only(("1", "m365", "M365 E3", 3, None), "has_azure", "azure_acr") == (False, 0.0)


def test_azure_is_owned_without_consumption_but_no_seat_is_no_product() -> None:
    assert only(("1", "azure", "Azure plan", 0, 0), "has_azure", "azure_acr") == (True, 0.0)
    assert only(("1", "m365", "M365 E3", 0, 0), "has_m365", "m365_seats") == (False, 0.0)


def test_rows_with_blank_seats_are_held_in_an_unknown_number() -> None:
    assert only(("1", "m365", "M365 E3", None, 0), "has_m365", "m365_seats") == (True, None)


@pytest.mark.parametrize(
    ("product", "sku", "owned"),
    [
        ("d365", "Business Central", ["d365bc"]),
        ("d365bc", "Premium", ["d365bc"]),
        ("d365", "Dynamics 365 Sales Professional", ["d365sp"]),
        ("d365", "Finance & Operations", ["d365fo"]),
        ("d365", "Customer Service Enterprise", ["d365ce"]),
        ("d365", "Remote Assist", []),
        ("surface", "Surface devices (36 months)", ["surface"]),
        ("powerapps", "per user plan", ["powerapps"]),
        ("m365", "Office 365 E3", ["m365", "o365"]),
        ("Business Central for Gardeners", "Garden", []),
    ],
)
def test_products_are_owned_by_product_or_sku(product: str, sku: str, owned: list[str]) -> None:
    assert only(("1", product, sku, 3, 0), "owned_products") == owned


def test_dynamics_is_held_whatever_its_sku() -> None:
    assert only(("1", "d365", "Remote Assist", 3, 0), "has_d365", "has_bc") == (True, False)
    assert only(("1", "d365", "Business Central", 3, 0), "has_d365", "has_bc") == (True, True)


INSTALLED = [
    ("Windows Server 2012", "eos_server"),
    ("Windows Server 2012 R2", "eos_server"),
    ("microsoft windows server 2008", "eos_server"),
    ("SQL Server 2014", "eos_server"),
    ("Windows Server", ""),
    ("Windows Server 2019", ""),
    ("SQL Server 2016", ""),
    ("Office 2007/2010", "onprem_office eos_office"),
    ("Office 2013", "onprem_office eos_office"),
    ("Office 2016/2019", "onprem_office"),
    ("OfficeMax", ""),
    ("Open Office", ""),
    ("Dynamics NAV", "legacy_erp"),
    ("Dynamics AX 2012", "legacy_erp"),
    ("Dynamics CRM", ""),
]


@pytest.mark.parametrize(("technology", "expected"), INSTALLED)
def test_installed_technology_is_known_by_the_beginning_of_its_name(technology: str, expected: str) -> None:
    names = ("onprem_office", "legacy_erp", "eos_server", "eos_office")
    found = facts(own_tables([("1", 10.0, ["Zoom", technology])]), *names)["1"]
    assert " ".join(name for name, value in zip(names, found, strict=True) if value) == expected


def test_what_is_out_of_service_is_listed() -> None:
    installed = ["Windows Server 2012", "Office 2021", "Windows 7 Pro", "Office 2013", "VMware"]
    found = facts(own_tables([("1", 10.0, installed), ("2", 10.0, None)]), "eos_technology", "eos_office")
    assert found == {"1": (["Office 2013", "Windows 7 Pro", "Windows Server 2012"], True), "2": ([], False)}


def test_rows_of_unknown_customers_count_for_nobody() -> None:
    assert facts(own_tables([("1", 10.0, [])], [("9", "m365", "M365 E3", 3, 0)]), "m365_seats") == {"1": 0.0}


def test_columns_of_the_customers_are_kept_and_what_is_computed_replaces_them() -> None:
    connection = own_tables([("1", 10.0, ["Zoom"])], [("1", "m365", "M365 E3", 3, 0)])
    connection.execute("ALTER TABLE own_customers ADD COLUMN has_m365 BOOLEAN")
    connection.execute("ALTER TABLE own_customers ADD COLUMN country VARCHAR DEFAULT 'Sweden'")
    assert facts(connection, "has_m365", "country", "installed_technology") == {"1": (True, "Sweden", ["Zoom"])}
    names = [row[0] for row in connection.execute("DESCRIBE facts").fetchall()]
    assert "extras" not in names
    assert len(names) == len(set(names))


def test_facts_do_not_depend_on_the_order_of_rows() -> None:
    customers: list[Customer] = [("1", 10.0, ["Office 2013", "Dynamics GP"]), ("2", None, [])]
    lines: list[Line] = [("1", "azure", "a", 0, 0.1), ("1", "azure", "b", 0, 0.2), ("1", "azure", "c", 0, 0.3)]
    there = facts(own_tables(customers, lines), "*")
    assert facts(own_tables(customers[::-1], lines[::-1]), "*") == there


def test_every_field_of_own_data_is_a_column_of_the_facts_and_none_of_the_reports() -> None:
    connection = own_tables([("1", 10.0, [])])
    facts(connection, "1")
    names = {row[0] for row in connection.execute("DESCRIBE facts").fetchall()}
    own = {field.id for field in CATALOG.fields.values() if field.level == "own"}
    assert own <= names
    assert not own & {field.id for field in customer_fields(CATALOG)}


AZURE = ["azure"]


def test_workloads_come_from_the_newest_azure_report() -> None:
    reports = [
        ("2026-09", "1", AZURE, ["SQL"], None),
        ("2026-10", "1", AZURE, ["SQL", "Backup", "SQL"], None),
        ("2026-10", "2", AZURE, None, None),
        ("2026-11", "1", ["m365"], None, None),
    ]
    connection = own_tables([("1", 10.0, []), ("2", 10.0, [])], reports=reports)
    assert facts(connection, "existing_workloads") == {"1": ["Backup", "SQL"], "2": None}


def test_without_reports_no_workload_is_known() -> None:
    assert facts(own_tables([("1", 10.0, [])]), "existing_workloads") == {"1": None}


def test_without_imported_subscriptions_nothing_is_known_of_them() -> None:
    connection = own_tables([("1", 50.0, ["Office 2013"])])
    create_facts(connection, CATALOG, subscribed=False)
    names = "m365_seats, azure_acr, has_m365, has_e5, owned_products, onprem_office, eos_office, segment_today"
    found = connection.execute(f"SELECT {names} FROM facts").fetchall()  # noqa: S608
    assert found == [(None, None, None, None, None, True, True, "Medium")]
