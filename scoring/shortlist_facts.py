"""What a seller wants to know of each customer of a list before calling, read for all of them at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.engine import Engine
from scoring.sql import quoted

_SIGNAL = re.compile(r"(?P<kind>[^:]+):\s*(?P<detail>.*?)\s*(?:\((?P<day>\d{4}-\d\d-\d\d)\))?")


@dataclass(frozen=True)
class SeenSignal:
    """A buying signal: its type in the words of the report, and by id (empty for one that the catalogue does not
    know); what it says; the day on which it was seen, None where none is given."""

    title: str
    kind: str
    detail: str
    day: date | None


@dataclass(frozen=True)
class Renewal:
    """The agreements of a customer that end next, on one day: their program, and their expiring revenue in USD."""

    day: date
    program: str
    revenue: float | None


@dataclass(frozen=True)
class CallFacts:
    """A customer and its scores for one product (by id; empty where it has none for any): title of the cluster, cell,
    potential revenue as text, propensity in percent (own scores only); None where it has none. Signals: the newest
    first."""

    customer_id: str
    account_name: str
    product: str
    cluster: str | None
    cell: str | None
    revenue: str | None
    propensity: float | None
    signals: tuple[SeenSignal, ...]
    renewal: Renewal | None


def read_call_facts(
    engine: Engine, month: str, products: Sequence[str], ids: Sequence[str], from_day: date
) -> dict[str, CallFacts]:
    """Customer id -> facts of ``month`` for the one of the products (empty: of all) that it stands best for, by cell
    and then potential revenue, with the agreements that end from a day on.

    ``engine``: the one that answered (:meth:`Engine.answering`). Who is not in that month is left out.
    """
    propensity = "s.propensity" if engine.by_model else "NULL"
    asked: dict[str, object] = {"month": month, "products": list(products), "ids": list(ids)}
    rows = engine.fetch(_FACTS.format(propensity=propensity), asked)
    renewals = _renewals(engine, month, ids, from_day)
    kinds = signal_kinds(engine.catalog)
    return {
        row["customer_id"]: CallFacts(
            **{name: value for name, value in row.items() if name != "signals"},
            signals=signals_of(kinds, row["signals"] or ""),
            renewal=renewals.get(row["customer_id"]),
        )
        for row in rows
    }


_FACTS = """
SELECT c.customer_id, coalesce(c.account_name, c.customer_id) AS account_name,
       coalesce(s.product, '') AS product, s.cluster_title AS cluster, s.cell, s.revenue_text AS revenue,
       {propensity} AS propensity, s.signals
FROM customers c
LEFT JOIN scores s ON s.customer_id = c.customer_id AND s.month = c.month AND
    (len($products::VARCHAR[]) = 0 OR list_contains($products::VARCHAR[], s.product))
WHERE c.month = $month AND c.customer_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY row_number() OVER (
    PARTITION BY c.customer_id
    ORDER BY s.rank NULLS LAST, s.cell_rank NULLS LAST, s.revenue_low DESC NULLS LAST, s.fit DESC NULLS LAST, s.product
) = 1
"""


def _renewals(engine: Engine, month: str, ids: Sequence[str], from_day: date) -> dict[str, Renewal]:
    asked: dict[str, object] = {"month": month, "ids": list(ids), "day": from_day.isoformat()}
    rows = engine.fetch(_RENEWALS, asked)
    return {row["customer_id"]: Renewal(row["day"], row["program"] or "", row["revenue"]) for row in rows}


_RENEWALS = """
WITH ahead AS (
    SELECT DISTINCT customer_id, agreement_id, agreement_end, license_program, division, expiring_revenue
    FROM agreements
    WHERE month = $month AND agreement_end >= $day::DATE AND customer_id IN (SELECT unnest($ids::VARCHAR[]))
)
SELECT customer_id, agreement_end AS day, round(fsum(expiring_revenue), 2) AS revenue,
       string_agg(DISTINCT license_program, ', ' ORDER BY license_program) AS program
FROM ahead GROUP BY customer_id, agreement_end
QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY agreement_end) = 1
"""


def signal_kinds(catalog: Catalog) -> dict[str, str]:
    """How a type of signal is spelled, without case -> its id."""
    return {fold(name): item.id for item in catalog.signals.values() for name in (item.title, *item.spellings)}


def signals_of(kinds: Mapping[str, str], explanation: str) -> tuple[SeenSignal, ...]:
    """The signals of an explanation (``Hiring: security analyst (2026-08-28); …``), the newest first, those without a
    day last."""
    parts = [match for part in explanation.split(";") if (match := _SIGNAL.fullmatch(part.strip()))]
    found = [
        SeenSignal(
            match["kind"].strip(), kinds.get(fold(match["kind"].strip()), ""), match["detail"], _day(match["day"])
        )
        for match in parts
    ]
    return tuple(sorted(found, key=lambda signal: signal.day or date.min, reverse=True))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read_present(engine: Engine, month: str, ids: Sequence[str]) -> frozenset[str]:
    """Which of the customers are in that month."""
    rows = engine.fetch(
        "SELECT customer_id FROM customers WHERE month = $month AND customer_id IN (SELECT unnest($ids::VARCHAR[]))",
        {"month": month, "ids": list(ids)},
    )
    return frozenset(row["customer_id"] for row in rows)


def read_values(engine: Engine, month: str, field: str) -> dict[str, tuple[str, ...]]:
    """Customer id -> its values of a field of customers, as text; customers without one are left out."""
    rows = engine.fetch(
        f"SELECT customer_id, {quoted(field)} AS value FROM customers "  # noqa: S608 - a name of the catalogue
        f"WHERE month = $month AND {quoted(field)} IS NOT NULL",
        {"month": month},
    )
    return {row["customer_id"]: _texts(row["value"]) for row in rows}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
