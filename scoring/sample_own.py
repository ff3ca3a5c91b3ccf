"""The invented partner's own tables: customers, subscriptions, signals and deals, the same bytes for the same seed.

The customers are those of ``scoring.sample`` for the same seed, number and months. A deal is won the more often, the
better the customer's size, industry and technology suit the product, and the more was seen at it just before.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType

from knowledge.catalog import Catalog, load_catalog
from scoring import sample_words as words
from scoring.sample import scored_products
from scoring.sample_customers import Customer, Seen, make_customers

HEADINGS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "customers": (
            *("CustomerID", "AccountName", "Domain", "OrgSize", "Industry", "Vertical", "City", "State", "Country"),
            *("IsNonprofit", "InstalledTechnology"),
        ),
        "subscriptions": (
            *("CustomerID", "Product", "SKU", "Seats", "AssignedSeats", "MonthlyAzureConsumedRevenueUSD"),
        ),
        "signals": ("CustomerID", "ObservedOn", "SignalType", "Detail", "Source", "Strength"),
        "opportunities": ("OpportunityID", "CustomerID", "Product", "ClosedOn", "Outcome", "RevenueUSD"),
    }
)
FIELDS = (
    *("customer_id", "account_name", "domain", "org_size", "industry", "vertical", "city", "state", "country"),
    "nonprofit",
)
DEALS = 0.18  # share of the customers that a product was offered to
DAYS = 400  # how long deals go back
FRESH = 90  # days in which a signal helps a deal
Row = Sequence[str]


def write_own_sample(
    folder: Path, customers: int = 400, seed: int = 7, months: Sequence[str] = ("2026-09", "2026-10")
) -> tuple[Path, ...]:
    """Write ``folder/TABLE.csv`` for each of the four tables; returns the paths."""
    catalog = load_catalog()
    days = [date.fromisoformat(f"{month}-{catalog.refresh.day:02d}") for month in months]
    products = scored_products(catalog)
    rows: dict[str, list[Row]] = {table: [] for table in HEADINGS}
    rng = Random(f"{seed} own")  # noqa: S311
    for customer in make_customers(catalog, products, customers, Random(seed), days):  # noqa: S311
        technology = _technology(customer, rng)
        rows["customers"].append([*(customer.cells[field] for field in FIELDS), "; ".join(technology)])
        rows["subscriptions"] += _subscriptions(customer, rng)
        seen, deals = _history(catalog, customer, technology, products, days[-1], rng)
        rows["signals"] += _signals(customer, seen, rng)
        rows["opportunities"] += deals
    return tuple(_write(folder / f"{table}.csv", HEADINGS[table], content) for table, content in rows.items())


def _write(path: Path, headings: Row, rows: Iterable[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def _technology(customer: Customer, rng: Random) -> list[str]:
    """What is installed: what the reports tell of the customer, and some more."""
    owned, cells = customer.owned, customer.cells
    found = [rng.choice(words.LEGACY_ERP)] if owned.legacy_erp else []
    found += [rng.choice(words.ONPREM_OFFICE)] if owned.onprem_office else []
    found += [name for field, name in (("has_aws", "AWS"), ("has_google", "Google Workspace")) if cells[field] == "Yes"]
    return found + [name for name in words.TECHNOLOGY if rng.random() < 0.15]


def _subscriptions(customer: Customer, rng: Random) -> Iterator[Row]:
    owned = customer.owned
    suite = "M365 E5" if owned.has_e5 else "M365 Business Premium"
    held = [
        ("Microsoft 365", suite, owned.seats, 0.0),
        ("Microsoft 365", "Microsoft 365 Copilot", owned.copilot_seats, 0.0),
        ("Azure", "Azure consumption", 0, owned.acr),
        ("Surface", "Surface devices (36 months)", owned.devices, 0.0),
        ("Dynamics 365", "Business Central", owned.employees // 10 + 1 if owned.has_bc else 0, 0.0),
        ("Dynamics 365", "Sales Professional", 5 if owned.has_d365 and not owned.has_bc else 0, 0.0),
    ]
    for product, sku, seats, acr in held:
        if seats or acr:
            assigned = int(seats * rng.uniform(0.6, 1.0))
            yield customer.cells["customer_id"], product, sku, str(seats), str(assigned), str(acr)


def _history(
    catalog: Catalog, customer: Customer, technology: Sequence[str], products: Sequence[str], last: date, rng: Random
) -> tuple[list[Seen], list[Row]]:
    """What was seen at a customer, and the deals with it that ended."""
    seen = list(customer.seen)
    deals: list[Row] = []
    for product in (product for product in products if rng.random() < DEALS):
        closed = last - timedelta(days=rng.randrange(5, DAYS))
        if rng.random() < 0.5:
            topic = rng.choice([topic for topic in words.TOPICS if product in topic.products])
            seen.append(Seen(topic, closed - timedelta(days=rng.randrange(1, FRESH)), rng.uniform(0.5, 1.5)))
        won = rng.random() < _chance(customer, technology, product, seen, closed)
        number = f"OPP-{product}-{customer.cells['customer_id']}"
        revenue = f"{rng.randint(500, 3000) + customer.owned.employees * rng.randint(5, 90)}.00"
        outcome = "Won" if won else "Lost"
        deals.append(
            (number, customer.cells["customer_id"], catalog.products[product].column, str(closed), outcome, revenue)
        )
    return seen, deals


def _chance(customer: Customer, technology: Sequence[str], product: str, seen: Sequence[Seen], closed: date) -> float:
    """The chance that a deal is won: what suits the product, and what was seen in the weeks before."""
    liking = words.LIKINGS[product]
    smallest, largest = liking.sizes
    chance = 0.08
    chance += 0.22 * (smallest <= customer.owned.employees <= largest)
    chance += 0.15 * (customer.cells["industry"] in liking.industries)
    chance += 0.2 * any(name.startswith(liking.technology) for name in technology)
    fresh = sum(one.strength for one in seen if product in one.topic.products and 0 < (closed - one.day).days <= FRESH)
    return chance + 0.35 * min(1.0, fresh)


def _signals(customer: Customer, seen: Iterable[Seen], rng: Random) -> Iterator[Row]:
    for one in sorted(seen, key=lambda one: (one.day, one.topic, one.strength)):
        source = rng.choice(words.SOURCES)
        strength = f"{1 + 2 * one.strength / 1.5:.1f}"
        yield customer.cells["customer_id"], str(one.day), one.topic.signal, one.topic.detail, source, strength
