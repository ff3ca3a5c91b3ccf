"""Where the own model and the reports see a customer differently."""

from collections.abc import Sequence
from typing import Any

from knowledge.messages import text
from scoring.availability import Availability
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.own.results import Direction, Disagreement
from scoring.own.subject import Subject

_REASONS = 3
_DIGITS = 6  # equal distances must be equal numbers


def find_disagreements(
    engine: Engine, product: str, limit: int, direction: Direction, customers: Sequence[str] | None
) -> tuple[Disagreement, ...]:
    """Customers and products that both score, the farthest apart in fit first; ties by customer id, then product.

    The newest month with the product's fit as a number is compared. ``direction``: only where the own model is
    ``higher`` or ``lower``. Raises NotInData where either source has no such scores.
    """
    own, reports = engine.own, engine.reports
    wanted = [product] if product else list(engine.catalog.products)
    ours = {(row["customer_id"], row["product"]): row for row in own.fetch(_OWN)}
    asked = None if customers is None else set(customers)
    rows: list[tuple[float, dict[str, Any], dict[str, Any]]] = []
    for name in wanted:
        if month := _newest(reports.availability, name):
            for theirs in reports.fetch(_REPORTS, {"month": month, "product": name}):
                mine = ours.get((theirs["customer_id"], name))
                if mine and (asked is None or theirs["customer_id"] in asked):
                    rows.append((round(mine["fit"] - theirs["fit"], _DIGITS), mine, theirs))
    if not rows:
        label = engine.catalog.products[product].label if product in engine.catalog.products else text("any product")
        raise NotInData(
            text(
                "There is no customer for whom both the reports and the own model give a fit for {product}.",
                product=label,
            )
        )
    sign = {"higher": 1, "lower": -1}.get(direction, 0)
    kept = [row for row in rows if (row[0] * sign > 0 if sign else row[0] != 0)]
    kept.sort(key=lambda row: (-abs(row[0]), row[1]["customer_id"], row[1]["product"]))
    return tuple(_disagreement(engine, *row) for row in kept[:limit])


def _newest(available: Availability, product: str) -> str:
    """The newest month whose reports give the product's fit."""
    return next((month for month in available.months if available.has(month, "fit", product)), "")


def _disagreement(engine: Engine, apart: float, mine: dict[str, Any], theirs: dict[str, Any]) -> Disagreement:
    fit = Subject(engine, mine["customer_id"]).drivers(mine["product"])[0]
    speaking = [one for one in fit.drivers if one.points * apart > 0][:_REASONS]
    return Disagreement(
        customer=mine["customer_id"],
        name=mine["account_name"] or theirs["account_name"] or mine["customer_id"],
        product=mine["product"],
        own_fit=mine["fit"],
        report_fit=theirs["fit"],
        own_cluster=mine["cluster"],
        report_cluster=theirs["cluster"] or "",
        reasons=tuple(f"{one.feature} {one.value} {one.points:+.1f}" for one in speaking),
    )


_OWN = """
SELECT s.customer_id, s.product, s.fit, s.cluster, c.account_name
FROM scores s JOIN customers c USING (customer_id, month)
"""
_REPORTS = """
SELECT s.customer_id, s.fit, s.cluster, c.account_name
FROM scores s JOIN customers c USING (customer_id, month)
WHERE s.month = $month AND s.product = $product AND s.fit IS NOT NULL
"""
