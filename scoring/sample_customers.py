"""The customers of the invented partner: who they are, what they own, how well they fit, what was seen at them.

Only exact arithmetic is used (no logarithm or power), so that the same seed gives the same customers everywhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import TypeVar

from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring import sample_words as words
from scoring.sample_words import Place

T = TypeVar("T")

FIRST_ID = 5_000_000
EDGE_SIZES = (1, 24, 25, 49, 50, 299, 300)  # sizes at the bounds of segments and cohorts
SIZES = ((1, 24, 34), (25, 120, 33), (121, 299, 16), (300, 900, 12), (901, 6000, 5))  # (from, to, weight)
NASTY_EVERY = 13
WORKLOADS = ("existing_workload_count", "existing_workloads", "recommended_workload_count", "recommended_workloads")


@dataclass(frozen=True)
class Seen:
    """A signal: what was seen at a customer, when, and how strong it is (0 to 1.5)."""

    topic: words.Topic
    day: date
    strength: float


@dataclass(frozen=True)
class Agreement:
    """One agreement of a customer, with the expiring revenue in cents."""

    id: str
    program: str
    end: date
    kind: str
    cents: int
    division: str


@dataclass(frozen=True)
class Owned:
    """What a customer has: the facts that cohorts rest on. Seats and devices are counts, ``acr`` is USD a month."""

    employees: int
    seats: int
    copilot_seats: int
    has_e5: bool
    acr: float
    devices: int
    has_bc: bool
    has_d365: bool
    legacy_erp: bool
    onprem_office: bool


@dataclass(frozen=True)
class Customer:
    """One invented customer over all months; ``fits`` holds a score a month for each product."""

    cells: Mapping[str, str]
    owned: Owned
    locations: tuple[tuple[str, str], ...]
    fits: Mapping[str, Sequence[int]]
    seen: tuple[Seen, ...]
    agreements: tuple[Agreement, ...]
    first: int
    last: int
    premium: float


COHORTS: Mapping[str, Callable[[Owned], bool]] = MappingProxyType(
    {
        "azure-m365-no-consumption": lambda it: it.seats > 0 and not it.acr,
        "m365-migrate-on-premises": lambda it: not it.seats and it.onprem_office,
        "m365-migrate-dark": lambda it: not it.seats and not it.onprem_office,
        "m365-upsell-suite": lambda it: it.seats > 0 and not it.has_e5,
        "m365-upsell-seats": lambda it: 0 < it.seats < 0.6 * it.employees,
        "m365-copilot": lambda it: it.seats >= 10 and it.copilot_seats < it.seats,
        "surface-acquire-1-49": lambda it: 1 <= it.seats <= 49 and not it.devices,
        "surface-acquire-50": lambda it: it.seats >= 50 and not it.devices,
        "surface-upsell-1-24": lambda it: 1 <= it.devices <= 24,
        "surface-upsell-25": lambda it: it.devices >= 25,
        "d365-migrate-to-bc": lambda it: not it.has_bc and it.legacy_erp,
        "security-m365-e5": lambda it: it.seats > 0 and not it.has_e5,
    }
)


def make_customers(
    catalog: Catalog, products: Sequence[str], count: int, rng: Random, days: Sequence[date]
) -> Iterator[Customer]:
    """Make ``count`` customers one after the other; ``days`` are the days of the reports."""
    names = _Names(rng)
    agreements = 0
    for number in range(count):
        customer = _customer(catalog, rng, names, products, days, number, agreements)
        agreements += len(customer.agreements)
        yield customer


def _customer(
    catalog: Catalog,
    rng: Random,
    names: "_Names",
    products: Sequence[str],
    days: Sequence[date],
    number: int,
    agreements: int,
) -> Customer:
    place = _pick(rng, words.PLACES, [place.weight for place in words.PLACES])
    owned = _owned(rng, _employees(rng))
    held = _agreements(rng, owned, days, agreements)
    cells = {
        "customer_id": str(FIRST_ID + 13 * number + rng.randrange(13)),
        **_who(catalog, rng, names, number, place),
        **_size_cells(catalog, owned),
        **_flag_cells(rng, owned, held),
        **_workload_cells(rng, owned),
        **{cohort: _yes(holds(owned)) for cohort, holds in COHORTS.items()},
    }
    first, last = _stay(rng, len(days))
    return Customer(
        cells=cells,
        owned=owned,
        locations=_locations(rng, place),
        fits=_fits(rng, products, owned, len(days)),
        seen=_seen(rng, days),
        agreements=held,
        first=first,
        last=last,
        premium=0.5 + rng.random(),
    )


def _who(catalog: Catalog, rng: Random, names: "_Names", number: int, place: Place) -> dict[str, str]:
    industry, vertical, _, trades = _pick(rng, words.VERTICALS, [weight for _, _, weight, _ in words.VERTICALS])
    statuses = [status.title for status in catalog.nonprofits.values()]
    name = names.next(number, place, trades)
    return {
        "account_name": name,
        "domain": f"{_slug(name) or 'customer'}{number}.{place.tld}",
        "city": place.city,
        "state": place.state,
        "postal_code": re.sub("#", lambda _: str(rng.randrange(10)), place.postal),
        "country": place.country,
        "industry": industry,
        "vertical": vertical,
        "segment": "SMB",
        "nonprofit": rng.choice(statuses[1:]) if industry == "Nonprofit" else statuses[0],
    }


def _size_cells(catalog: Catalog, owned: Owned) -> dict[str, str]:
    """Size and sub segment by today's rule: enough Azure revenue lifts a customer of any size."""
    today = [segment for segment in catalog.segments.values() if segment.vintage == "today"]
    by_revenue = [one for one in today if one.min_monthly_acr_usd and owned.acr > one.min_monthly_acr_usd]
    by_size = [
        one for one in today if one.min_employees <= owned.employees < (one.max_employees or owned.employees + 1)
    ]
    segment = (*by_revenue, *by_size)[0].title
    return {"org_size": str(owned.employees), "sub_segment": segment, "smc_type": f"{segment} Business"}


def _flag_cells(rng: Random, owned: Owned, held: Sequence[Agreement]) -> dict[str, str]:
    programs = {agreement.program for agreement in held}
    upsell = COHORTS["m365-upsell-suite"](owned) or COHORTS["m365-upsell-seats"](owned)
    flags = {
        "m365_upsell": upsell and rng.random() < 0.8,
        "has_azure": owned.acr > 0,
        "has_d365": owned.has_d365,
        "has_m365": owned.seats > 0,
        "has_copilot": owned.copilot_seats > 0,
        "has_google": rng.random() < (0.08 if owned.seats else 0.2),
        "has_aws": rng.random() < 0.15,
        "has_ea": "Enterprise Agreement" in programs,
        "has_open": "Open Value" in programs,
        "transacted_36m": bool(held or owned.acr or owned.seats) or rng.random() < 0.45,
    }
    return {name: _yes(flag) for name, flag in flags.items()}


def _workload_cells(rng: Random, owned: Owned) -> dict[str, str]:
    mixed = rng.sample(words.WORKLOADS, 7)
    runs, next_ones = (rng.randint(1, 4), rng.randint(1, 3)) if owned.acr else (0, 0)
    existing, recommended = mixed[:runs], mixed[runs : runs + next_ones]
    values = (str(runs), "; ".join(existing), str(next_ones), "; ".join(recommended))
    return dict(zip(WORKLOADS, values, strict=True))


def _employees(rng: Random) -> int:
    if rng.random() < 0.05:
        return rng.choice(EDGE_SIZES)
    low, high, _ = _pick(rng, SIZES, [weight for _, _, weight in SIZES])
    return rng.randint(low, high)


def _owned(rng: Random, employees: int) -> Owned:
    seats = max(1, int(employees * rng.uniform(0.2, 1.1))) if rng.random() < 0.48 else 0
    big_copilot = seats if rng.random() < 0.1 else seats // 4
    acr = round(rng.uniform(20, 500) + employees * rng.uniform(0, 6), 2) if rng.random() < 0.38 else 0.0
    has_d365 = rng.random() < 0.15
    return Owned(
        employees=employees,
        seats=seats,
        copilot_seats=big_copilot if rng.random() < 0.2 else 0,
        has_e5=seats > 0 and rng.random() < 0.25,
        acr=acr,
        devices=max(1, int(employees * rng.uniform(0.05, 0.5))) if rng.random() < 0.3 else 0,
        has_bc=has_d365 and rng.random() < 0.5,
        has_d365=has_d365,
        legacy_erp=rng.random() < 0.14,
        onprem_office=rng.random() < 0.6,
    )


def _agreements(rng: Random, owned: Owned, days: Sequence[date], made: int) -> tuple[Agreement, ...]:
    count = _pick(rng, (0, 1, 2, 3), (66, 22, 8, 4))
    programs = (
        ("CSP", "Open Value", "MPSA", "Enterprise Agreement") if owned.employees >= 250 else ("CSP", "Open Value")
    )
    return tuple(_agreement(rng, programs, days, made + number) for number in range(count))


def _agreement(rng: Random, programs: Sequence[str], days: Sequence[date], number: int) -> Agreement:
    program = rng.choice(programs)
    trues_up = program == "Enterprise Agreement" and rng.random() < 0.6
    return Agreement(
        id=f"AGR-{rng.randint(10, 99)}-{200_000 + number}",
        program=program,
        end=days[0] + timedelta(days=rng.randrange((days[-1] - days[0]).days + 366)),
        kind="True-up" if trues_up else "Expiring",
        cents=rng.randint(50_000, 400_000) * rng.randint(1, 40),
        division=rng.choice(words.DIVISIONS),
    )


def _stay(rng: Random, months: int) -> tuple[int, int]:
    """The first and the last month of a customer: few come later or leave early."""
    chance = rng.random()
    if months > 1 and chance < 0.03:
        return rng.randrange(1, months), months - 1
    if months > 1 and chance < 0.06:
        return 0, rng.randrange(months - 1)
    return 0, months - 1


def _locations(rng: Random, place: Place) -> tuple[tuple[str, str], ...]:
    """The partner's own locations that serve a customer: the one of its region, now and then a second."""
    home = words.LOCATIONS[place.location]
    others = [location for location in words.LOCATIONS if location != home]
    return (home, rng.choice(others)) if rng.random() < 0.03 else (home,)


def _fits(rng: Random, products: Sequence[str], owned: Owned, months: int) -> dict[str, tuple[int, ...]]:
    """A fit a product and month: a customer's general quality and its own bent, moving a little each month."""
    quality = _bell(rng)
    fits = {}
    for product in products:
        level = 53 + 80 * quality + 85 * _bell(rng) - (20 if product == "d365bc" and owned.employees >= 300 else 0)
        path = []
        for _ in range(months):
            path.append(min(100, max(0, round(level))))
            level += 18 * _bell(rng)
        fits[product] = tuple(path)
    return fits


def _seen(rng: Random, days: Sequence[date]) -> tuple[Seen, ...]:
    """Up to five signals between ten months before the first report and the day of the last."""
    span = (days[-1] - days[0]).days + 301
    count = _pick(rng, (0, 1, 2, 3, 4, 5), (22, 24, 20, 16, 11, 7))
    return tuple(
        Seen(rng.choice(words.TOPICS), days[-1] - timedelta(days=rng.randrange(span)), rng.uniform(0.2, 1.5))
        for _ in range(count)
    )


class _Names:
    """Names of companies: nasty ones now and then, some in their own script, none twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._made: dict[str, int] = {}

    def next(self, number: int, place: Place, trades: Sequence[str]) -> str:
        nasty, rest = divmod(number, NASTY_EVERY)
        if rest == NASTY_EVERY // 2 and nasty < len(words.NASTY):
            return words.NASTY[nasty]
        local = words.LOCAL_NAMES.get(place.country)
        if local and self._rng.random() < 0.6:
            stems, ends, form = local
            return form.format(self._unlike(self._rng.choice(stems) + self._rng.choice(ends), place))
        return f"{self._unlike(f'{self._rng.choice(words.STEMS)} {self._rng.choice(trades)}', place)} {place.form}"

    def _unlike(self, name: str, place: Place) -> str:
        """The name, the name with its city where it is taken, at last with a number too."""
        for candidate in (name, f"{name} {place.city}"):
            before = self._made.get(candidate, 0)
            self._made[candidate] = before + 1
            if not before:
                return candidate
        return f"{candidate} {before + 1}"


def _bell(rng: Random) -> float:
    """From -0.5 to 0.5, most often near 0."""
    return (rng.random() + rng.random() + rng.random()) / 3 - 0.5


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold(name))


def _yes(flag: bool) -> str:
    return "Yes" if flag else "No"


def _pick(rng: Random, choices: Sequence[T], weights: Sequence[int]) -> T:
    return rng.choices(choices, weights)[0]
