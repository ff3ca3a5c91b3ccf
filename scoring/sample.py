"""An invented partner: the six reports of a few months in today's layout, the same bytes for the same seed.

``write_sample`` makes the customers one at a time and writes each to all files before it makes the next, so the size is
bounded by the disk only. Headings, clusters, bands and segments come from the catalogue, the customers from
``scoring.sample_customers``.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Protocol

from knowledge.catalog import Catalog, load_catalog
from scoring.sample_customers import WORKLOADS, Agreement, Customer, Seen, make_customers

LAYOUT = "current"
BRACKETS = (0, 1, 5, 10, 25, 50, 100, 250)  # of potential revenue, in thousand USD
PRICES = {"m365": 190.0, "azure": 160.0, "surface": 225.0, "d365bc": 96.0, "d365sp": 65.0, "powerapps": 48.0}
HALF = 0.4  # points of signals that make an intent of 50
TOLD = 3  # signals in an explanation

LEAD = (
    "partner_id", "partner_name", "customer_id", "account_name", "domain", "org_size", "city", "state", "postal_code",
    "country", "industry", "vertical", "segment", "sub_segment", "smc_type", "nonprofit",
)  # fmt: skip
OWNED = ("m365_upsell", "has_azure", "has_d365", "has_m365")
OTHERS = ("has_google", "has_aws", "has_ea", "has_open")
AGREEMENT = ("license_program", "agreement_id", "agreement_end", "expiration_type", "expiring_revenue")
SCORES = ("cluster", "fit", "intent", "signals", "revenue")


def write_sample(
    folder: Path, customers: int = 400, seed: int = 7, months: Sequence[str] = ("2026-09", "2026-10")
) -> tuple[Path, ...]:
    """Write ``folder/MONTH/DATASET.csv`` for each month and report; returns the paths.

    ``customers`` counts all of them, those included that come or go between the months (written YYYY-MM, ascending).
    """
    catalog = load_catalog()
    layout = _columns(catalog)
    days = [date.fromisoformat(f"{month}-{catalog.refresh.day:02d}") for month in months]
    paths = {
        (month, report): folder / month / f"{catalog.reports[report].dataset}.csv"
        for month in months
        for report in layout
    }
    with ExitStack() as files:
        writers = {key: _open(files, path) for key, path in paths.items()}
        for (_, report), writer in writers.items():
            writer.writerow(layout[report].values())
        for customer in make_customers(catalog, scored_products(catalog), customers, Random(seed), days):  # noqa: S311
            for number in range(customer.first, customer.last + 1):
                for report, row in _rows(catalog, layout, customer, number, days[number]):
                    writers[months[number], report].writerow(row)
    return tuple(paths.values())


class _Writer(Protocol):
    def writerow(self, row: Iterable[str], /) -> Any: ...


def _open(files: ExitStack, path: Path) -> _Writer:
    path.parent.mkdir(parents=True, exist_ok=True)
    return csv.writer(files.enter_context(path.open("w", encoding="utf-8-sig", newline="")), lineterminator="\r\n")


# The columns


def _columns(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Report id -> key of a cell -> heading. Keys are ids of fields and cohorts, and ``product.field`` for products."""
    headings: dict[str, list[str]] = {}
    for heading in catalog.layouts[LAYOUT].headings:
        if match := catalog.match_column(heading):
            headings.setdefault(f"{match.product}.{match.field}".lstrip("."), []).append(heading)
    headings.update({cohort.id: [cohort.spellings[0]] for cohort in catalog.cohorts.values()})
    return {
        report.id: {key: _heading(headings[key], report.headings) for key in keys}
        for report in catalog.reports.values()
        for keys in [[key for key in _keys(catalog, report.id) if key in headings]]
    }


def _heading(spellings: Sequence[str], preferred: Sequence[str]) -> str:
    return next((spelling for spelling in spellings if spelling in preferred), spellings[0])


def _keys(catalog: Catalog, report_id: str) -> list[str]:
    report = catalog.reports[report_id]
    cohorts = [cohort.id for cohort in catalog.cohorts.values() if cohort.report == report_id]
    if report_id == "renewals":
        clusters = [f"{product}.cluster" for product in report.copies]
        return [*LEAD, *OTHERS[:2], *clusters, *AGREEMENT, *OTHERS[2:], "division"]
    if report_id == "security":
        scores = [f"{product}.cluster" for product in report.copies]
    else:
        products = [product for product in catalog.products if product in (*report.products, *report.copies)]
        scores = [f"{product}.{field}" for product in products for field in SCORES]
    copilot = ["has_copilot"] if report_id in ("m365", "security") else []
    workloads = WORKLOADS if report_id == "azure" else ()
    return [*LEAD, *cohorts, *scores, *OWNED, *copilot, *OTHERS, *workloads, "transacted_36m"]


def scored_products(catalog: Catalog) -> tuple[str, ...]:
    """The products that today's layout scores."""
    matches = [catalog.match_column(heading) for heading in catalog.layouts[LAYOUT].headings]
    return tuple(match.product for match in matches if match and match.field == "fit")


# The rows


def _rows(
    catalog: Catalog, layout: Mapping[str, Mapping[str, str]], customer: Customer, number: int, day: date
) -> Iterator[tuple[str, list[str]]]:
    """All rows of a customer in one month: (report id, cells in the order of its columns)."""
    cells = {**customer.cells, **_scores(catalog, customer, number, day)}
    for place, (partner_id, partner_name) in enumerate(customer.locations):
        cells |= {"partner_id": partner_id, "partner_name": partner_name}
        for report, columns in layout.items():
            if report != "renewals":
                yield report, [cells[key] for key in columns]
            elif not place:
                for agreement in customer.agreements:
                    if agreement.end >= day - timedelta(days=30):
                        row = {**cells, **_agreement_cells(agreement)}
                        yield report, [row[key] for key in columns]


def _scores(catalog: Catalog, customer: Customer, number: int, day: date) -> dict[str, str]:
    cells: dict[str, str] = {}
    for product, fits in customer.fits.items():
        fit = fits[number]
        intent, told = _intent(catalog, customer.seen, product, day)
        cell = catalog.cell_of(catalog.band_of(fit).id, catalog.band_of(intent).id)
        values = (catalog.clusters[cell.cluster].title, str(fit), str(intent), told, _revenue(customer, product))
        cells.update(zip((f"{product}.{field}" for field in SCORES), values, strict=True))
    return cells


def _intent(catalog: Catalog, seen: Sequence[Seen], product: str, day: date) -> tuple[int, str]:
    """The intent of a product on a day, 0 to 100, and the strongest signals behind it; a signal fades in a year."""
    points = []
    for one in seen:
        age = (day - one.day).days
        if 0 <= age < 365:
            weight = 1.0 if product in one.topic.products else 0.15
            points.append((weight * one.strength * (365 - age) / 365, one))
    total = sum(point for point, _ in points)
    best = sorted(points, key=lambda point: (-point[0], point[1].day))[:TOLD]
    told = "; ".join(f"{catalog.signals[one.topic.signal].title}: {one.topic.detail} ({one.day})" for _, one in best)
    return round(100 * total / (total + HALF)), told


def _revenue(customer: Customer, product: str) -> str:
    """The bracket of what the product could bring in a year, less what is owned."""
    owned = customer.owned
    units = owned.employees - {"m365": owned.seats, "surface": 4 * owned.devices}.get(product, 0)
    thousands = (
        max(0.0, units * PRICES[product] * customer.premium - (12 * owned.acr if product == "azure" else 0)) / 1000
    )
    place = bisect_right(BRACKETS, thousands)
    low = f"${BRACKETS[place - 1]}K" if place > 1 else "$0"
    return f"{low} - ${BRACKETS[place]}K" if place < len(BRACKETS) else f"{low}+"


def _agreement_cells(agreement: Agreement) -> dict[str, str]:
    revenue = f"${agreement.cents // 100:,}.{agreement.cents % 100:02d}"
    values = (agreement.program, agreement.id, f"{agreement.end:%m/%d/%Y}", agreement.kind, revenue)
    return {**dict(zip(AGREEMENT, values, strict=True)), "division": agreement.division}
