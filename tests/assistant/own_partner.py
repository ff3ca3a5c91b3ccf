"""A small partner with own tables, written by rules that a reader can follow: 240 customers, 320 deals."""

import csv
import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

CUSTOMERS = 240
DEALS = 320
LAST_DAY = date(2026, 10, 20)
INDUSTRIES = ("Retail", "Healthcare", "Manufacturing")
Rows = list[tuple[object, ...]]
HAND: dict[str, object] = {
    "schema": 1,
    "id": "hand",
    "about": "written by hand: large customers fit Azure, and hiring speaks for it",
    "half_lives": {"hiring": 14.0},
    "calibration": {"slope": 1.0, "intercept": 0.0},
    "features": [{"name": "org_size", "column": "org_size", "kind": "number", "edges": [600]}],
    "products": {
        "azure": {
            "base": 0.0,
            "fit": {"offset": 0.0, "slope": 1.0},
            "weights": {"hiring": 2 * math.log(2)},
            "deals": {"won": 0, "lost": 0},
            "terms": [{"features": ["org_size"], "table": [0.0, -1.0, 1.0]}],
        }
    },
    "card": {},
}
"""On the last day the signals are 14 days old, so half of their weight is left: intent is 100 (1 - e^-ln 2) = 50. Fit
is 100 / (1 + e^1) = 26.9 under 600 people and 73.1 from there on."""


def customers() -> Rows:
    """Sizes 5, 10, … 1,200; every third runs Windows Server 2012, every fourth Office 2010; tiers A and B in turn."""
    rows: Rows = []
    for place in range(CUSTOMERS):
        installed = ["Zoom"] + ["Windows Server 2012"] * (place % 3 == 0) + ["Office 2010"] * (place % 4 == 0)
        tier = "AB"[place % 2]
        who = (_id(place), f"Customer {place}", 5 * (place + 1), INDUSTRIES[place % 3], "Sweden")
        rows.append((*who, "; ".join(installed), tier))
    return rows


def subscriptions() -> Rows:
    """Every second customer has Microsoft 365 for half of its people; every fifth consumes Azure."""
    rows: Rows = [(_id(place), "Microsoft 365", "M365 E3", _size(place) // 2, 0) for place in range(0, CUSTOMERS, 2)]
    return rows + [(_id(place), "Azure", "Azure consumption", 0, 100 + place) for place in range(0, CUSTOMERS, 5)]


def signals() -> Rows:
    """Every second customer hired two weeks before the last day, and every third looked at content a year before."""
    rows: Rows = [
        (_id(place), LAST_DAY - timedelta(14), "hiring", "cloud engineer", "web", 1) for place in range(0, CUSTOMERS, 2)
    ]
    return rows + [
        (_id(place), LAST_DAY - timedelta(365), "content", "guide", "web", 2) for place in range(0, CUSTOMERS, 3)
    ]


def opportunities() -> Rows:
    """Deals on M365 and Azure in turn, one every other day; large customers are won four times in five, others once."""
    chance = random.Random(5)  # noqa: S311 - the same deals every time
    rows: Rows = []
    for place in range(DEALS):
        customer = (place * 7) % CUSTOMERS
        won = chance.random() < (0.8 if _size(customer) > 600 else 0.2)
        day = LAST_DAY - timedelta(2 * (DEALS - 1 - place))
        product = ("Microsoft 365", "Azure")[place % 2]
        rows.append((f"D{place:03}", _id(customer), product, day, "Won" if won else "Lost", 1000 + place))
    return rows


TABLES = {
    "customers": ("CustomerID,AccountName,OrgSize,Industry,Country,InstalledTechnology,Tier", customers),
    "subscriptions": ("CustomerID,Product,SKU,Seats,MonthlyAzureConsumedRevenueUSD", subscriptions),
    "signals": ("CustomerID,ObservedOn,SignalType,Detail,Source,Strength", signals),
    "opportunities": ("OpportunityID,CustomerID,Product,ClosedOn,Outcome,RevenueUSD", opportunities),
}


def write_partner(folder: Path, shuffled: int = 0, leave_out: Sequence[str] = ()) -> Path:
    """Write the tables; with ``shuffled`` (a seed) in another order of rows, each in two files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (head, rows) in TABLES.items():
        if name in leave_out:
            continue
        found = rows()
        if not shuffled:
            _write(folder / f"{name}.csv", head, found)
            continue
        random.Random(shuffled).shuffle(found)  # noqa: S311 - some order
        middle = len(found) // 3
        _write(folder / f"{name}-1.csv", head, found[:middle])
        _write(folder / f"{name}-2.csv", head, found[middle:])
    return folder


def _write(path: Path, head: str, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def _id(place: int) -> str:
    return f"{5000 + place}"


def _size(place: int) -> int:
    return 5 * (place + 1)
