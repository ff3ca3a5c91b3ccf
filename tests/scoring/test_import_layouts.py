"""Every published column of every report in every layout reads back as its field, kind and value.

``tests/data/columns.csv`` lists the columns; what each of them means is written down here once more, apart from the
catalogue.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from scoring.importing import import_reports
from scoring.workspace import Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
COLUMNS = Path(__file__).parents[1] / "data" / "columns.csv"
TEXT = {
    "partnername": "partner_name",
    "accountname": "account_name",
    "domain": "domain",
    "industry": "industry",
    "vertical": "vertical",
    "area": "area",
    "subsidiary": "subsidiary",
    "salesterritory": "sales_territory",
    "city": "city",
    "state": "state",
    "country": "country",
    "segment": "segment",
    "subsegment": "sub_segment",
    "smctypesummary": "smc_type",
    "isnonprofit": "nonprofit",
    "fy24offers": "fy24_offers",
    "winserverstandardversion": "win_standard_version",
    "winserverstandardlicense": "win_standard_license",
    "winserverdatacenterversion": "win_datacenter_version",
    "winserverdatacenterlicense": "win_datacenter_license",
    "licenseprogram": "license_program",
    "expirationtype": "expiration_type",
    "revsumdivisionname": "division",
}
ID = {
    "mpnid": "partner_id",
    "globalid": "partner_id",
    "customerid": "customer_id",
    "dunsnumber": "duns",
    "postalcode": "postal_code",
    "agreementid": "agreement_id",
}
FLAG = {
    "hasazure": "has_azure",
    "hasd365": "has_d365",
    "hasm365": "has_m365",
    "hascopilot": "has_copilot",
    "hasgoogle": "has_google",
    "hasaws": "has_aws",
    "hasea": "has_ea",
    "hasopen": "has_open",
    "topunmanageduserbase": "top_unmanaged_user",
    "topunmanagedcomputebase": "top_unmanaged_compute",
    "dynamicsonpremaxorcrmhasopenrenewal": "dynamics_onprem_open_renewal",
    "windowsserverdatacenterhasopenrenewal": "win_datacenter_open_renewal",
    "windowsserverstandardhasopenrenewal": "win_standard_open_renewal",
    "m365upsellcustomer": "m365_upsell",
    "microsoft365upsellcustomer": "m365_upsell",
    "azureupsellcustomer": "azure_upsell",
    "transactedinthelast36months": "transacted_36m",
}
NUMBER = {
    "orgsize": "org_size",
    "numberofexistingworkloads": "existing_workload_count",
    "numberofrecommendedworkloads": "recommended_workload_count",
}
LIST = {"existingworkloads": "existing_workloads", "recommendedworkloads": "recommended_workloads"}
PRODUCTS = {"Azure": "azure", "M365": "m365", "Surface": "surface", "O365": "o365", "PowerApps": "powerapps"} | {
    f"D365{name}": f"d365{name.lower()}" for name in ("BC", "SP", "FO", "CE")
}
PRODUCT = re.compile(
    rf"({'|'.join(PRODUCTS)}) ?(Cluster|Fit|Intent|Signal Explanation|Potential Revenue)".replace(" ?", " ?")
)
AGREEMENT = ("license_program", "agreement_id", "agreement_end", "expiration_type", "expiring_revenue", "division")
NAMES = {"m365": "CLASM365Propensity", "surface": "CLASSurfacePropensity"}


def published() -> list[Any]:
    with COLUMNS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(report, layout, [(row["column"], row["kind"]) for row in part], id=f"{report}-{layout}")
        for (report, layout), part in groupby(rows, key=lambda row: (row["report"], row["dialect"]))
    ]


def cell(column: str, kind: str, number: int) -> tuple[str, str, Any]:
    """(field, text of the cell, value that it must read back as) of a column for customer ``number`` (from 0)."""
    key = re.sub("[^0-9a-z]", "", column.lower())
    if kind in ("solution play", "cohort"):
        yes = (number + len(column)) % 2 == 0
        return column, ("Yes" if yes else "No"), yes
    if found := PRODUCT.fullmatch(column):
        return product_cell(found, number)
    if key in TEXT:
        return TEXT[key], f"{TEXT[key]} {number}", f"{TEXT[key]} {number}"
    if key in ID:
        text = "77" if ID[key] == "partner_id" else f"0{len(key)}{number}"
        return ID[key], text, text
    if key in FLAG:
        yes = (number + len(key)) % 2 == 0
        return FLAG[key], ("Yes" if yes else "No"), yes
    if key in NUMBER:
        return NUMBER[key], f"{number + 3}", number + 3.0
    if key in LIST:
        return LIST[key], f"Backup; {LIST[key]} {number}", ["Backup", f"{LIST[key]} {number}"]
    if key == "agreementenddate":
        return "agreement_end", f"{number + 1:02}/25/2027", date(2027, number + 1, 25)
    assert key == "expiringrevenue", column
    return "expiring_revenue", f"${number + 1},234.50", number * 1000 + 1234.5


def product_cell(found: re.Match[str], number: int) -> tuple[str, str, Any]:
    product, part = PRODUCTS[found[1]], found[2]
    signal = f"Hiring: {product} (2026-08-2{number})"
    cells: dict[str, tuple[str, str, Any]] = {
        "Cluster": ("cluster", ["Act Now", "Evaluate", "Nurture"][number], ["act-now", "evaluate", "nurture"][number]),
        "Fit": ("fit", ["92", "60.5", "31"][number], [92.0, 60.5, 31.0][number]),
        "Intent": ("intent", f"{len(product) + number}", float(len(product) + number)),
        "Signal Explanation": ("signals", signal, signal),
        "Potential Revenue": ("revenue", f"${number}K - ${number + 5}K", (number * 1000.0, number * 1000.0 + 5000.0)),
    }  # fmt: skip
    field, text, value = cells[part]
    return f"{product}.{field}", text, value


@pytest.mark.parametrize(("report", "layout", "columns"), published())
def test_every_column_reads_back(
    report: str, layout: str, columns: list[tuple[str, str]], workspace: Workspace, write: Write, read: Read
) -> None:
    cells = [[cell(column, kind, number) for column, kind in columns] for number in range(3)]
    rows = [[text for _, text, _ in row] for row in cells]
    path = write(f"{NAMES.get(report, 'download')}.csv", [column for column, _ in columns], *rows)

    summary = import_reports(workspace, [path], month="2026-10")

    (file,) = summary.files
    plays = [column for column, kind in columns if kind == "solution play"]
    assert (file.report, file.layout, file.rows, file.customers) == (report, layout, 3, 3)
    assert (file.unknown, file.warnings, summary.skipped) == ((), (), ())
    assert list(file.plays) == plays
    assert list(file.recognised) == [column for column, kind in columns if kind != "solution play"]
    expected = {row_id(row): dict(values(columns, row)) for row in cells}
    assert stored(workspace, read, next(iter(expected.values()))) == expected
    assert memberships(workspace, read, [column for column, _ in columns]) == {
        (row_id(row), kind.removeprefix("solution "), column, report)
        for row in cells
        for (column, kind), (_, _, value) in zip(columns, row, strict=True)
        if kind in ("solution play", "cohort") and value
    }
    assert {source for (source,) in read(workspace, "SELECT DISTINCT report FROM scores")} == {report}


Row = list[tuple[str, str, Any]]


def row_id(row: Row) -> str:
    return next(text for field, text, _ in row if field == "customer_id")


def values(columns: list[tuple[str, str]], row: Row) -> Iterator[tuple[str, Any]]:
    """(field, value) of all columns but plays and cohorts."""
    for (_, kind), (field, _, value) in zip(columns, row, strict=True):
        if kind not in ("solution play", "cohort"):
            yield field, [value] if field in ("partner_id", "partner_name") else value


def memberships(workspace: Workspace, read: Read, names: Collection[str]) -> set[tuple[str, str, str, str]]:
    """(customer, kind, heading, report); ``names`` are the headings of the file."""
    entries = {**workspace.catalog.plays, **workspace.catalog.cohorts}
    found = set()
    for customer, key, kind, report in read(workspace, "SELECT customer_id, key, kind, report FROM memberships"):
        spellings = [spelling for spelling in entries[key].spellings if spelling in names]
        assert spellings, key
        found |= {(customer, kind, spelling, report) for spelling in spellings[:1]}
    return found


def stored(workspace: Workspace, read: Read, fields: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the tables for questions hold of each customer, field by field."""
    found: dict[str, dict[str, Any]] = {}
    for table, members in (("customers", customer_fields(fields)), ("agreements", set(AGREEMENT) & set(fields))):
        if members:
            columns = ", ".join(f'"{field}"' for field in sorted(members))
            for customer, *cells in read(workspace, f"SELECT customer_id, {columns} FROM {table}"):  # noqa: S608
                found.setdefault(customer, {}).update(zip(sorted(members), cells, strict=True))
    parts = ("cluster", "fit", "intent", "signals", "revenue")
    sql = "SELECT customer_id, product, cluster, fit, intent, signals, [revenue_low, revenue_high] FROM scores"
    for customer, product, *cells in read(workspace, sql):
        for part, value in zip(parts, cells, strict=True):
            if f"{product}.{part}" in fields:
                found[customer][f"{product}.{part}"] = tuple(value) if part == "revenue" else value
    return found


def customer_fields(fields: Collection[str]) -> set[str]:
    return {field for field in fields if "." not in field and field not in AGREEMENT}


def test_the_list_is_whole() -> None:
    assert sorted(param.id for param in published()) == sorted(
        f"{report}-{layout}"
        for layout, reports in {
            "fy21": ("m365", "azure", "d365", "renewals"),
            "fy23": ("m365", "azure", "d365", "surface", "renewals"),
            "fy24": ("m365", "azure", "d365", "surface", "renewals"),
            "current": ("m365", "azure", "d365", "security", "surface", "renewals"),
        }.items()
        for report in reports
    )
