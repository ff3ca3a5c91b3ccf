"""Counts customers straight from the downloaded files, without the product: what a brief is compared with."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

Row = dict[str, str]
Keep = Callable[[Row], bool]
_UNITS = {"": 1, "K": 1_000, "M": 1_000_000}


def rows(path: Path) -> list[Row]:
    """The rows of a file; headings in small letters without spaces."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name.replace(" ", "").lower(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)
        ]


def customers(reports: Path, month: str, report: str, keep: Keep) -> dict[str, Row]:
    """The customers of a report that are kept, each once."""
    found = rows(reports / month / f"CLAS{report}Propensity.csv")
    return {row["customerid"]: row for row in found if keep(row)}


def everybody(reports: Path, month: str) -> set[str]:
    """The ids of all customers in the reports of a month."""
    return {row["customerid"] for path in sorted((reports / month).glob("*.csv")) for row in rows(path)}


def by(found: dict[str, Row], column: str) -> Counter[str]:
    return Counter(row[column] for row in found.values() if row[column])


def band(score: str) -> int:
    """0 for High to 3 for Very Low."""
    return [float(score) >= bound for bound in (75, 55, 30, 0)].index(True)


def cell(fit: str, intent: str) -> str:
    """As the published picture has it."""
    row, column = band(fit), band(intent)
    return (f"A{column + 1}", f"E{column + 5}", "N9", "ET10")[row]


def lower_bound(text: str) -> float:
    amount, unit = re.match(r"\$([\d.,]+)([KM]?)", text).groups()
    return float(amount.replace(",", "")) * _UNITS[unit]


def signal_types(found: dict[str, Row], column: str) -> Counter[str]:
    """How many customers have at least one signal of each type."""
    types = ({part.partition(":")[0].strip() for part in row[column].split(";")} - {""} for row in found.values())
    return Counter(name for names in types for name in names)


def due(reports: Path, month: str, ids: Iterable[str], as_of: date) -> list[tuple[str, str, float]]:
    """The agreements of these customers that end within 90 days, each once: customer, agreement, revenue."""
    wanted, until = set(ids), as_of + timedelta(days=90)
    found = set()
    for row in rows(reports / month / "CLASAgreementRenewalsPropensity.csv"):
        end = _day(row["agreementenddate"])
        if row["customerid"] in wanted and as_of <= end <= until:
            revenue = float(re.sub(r"[$,]", "", row["expiringrevenue"]) or 0)
            found.add((row["customerid"], row["agreementid"], revenue))
    return sorted(found)


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y" if "/" in text else "%Y-%m-%d").date()
