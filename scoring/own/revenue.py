"""Estimated whitespace revenue in USD a year: units x price / per, less what is owned, as the bracket that holds it.

What is owned is worth its number x the same price; Azure what is consumed in a year. Less than nothing is 0. A value
on a bound belongs to the bracket that begins there; the last bracket has no upper bound (NULL). Where the units or
what is owned are not known, the estimate is not either.
"""

from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.own import Potential
from scoring.own.parameters import Parameters, number
from scoring.workspace import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def create_revenue(connection: "DuckDBPyConnection", catalog: Catalog) -> None:
    """Make the temporary table ``own_revenue`` from ``facts``: customer_id, key (the id of a potential: a product or
    ``copilot``), estimate, revenue_low, revenue_high, in USD a year.
    """
    parameters = Parameters()
    parts = [
        f"SELECT customer_id, {parameters.bind(potential.id)} AS key, {estimate_sql(potential)} AS estimate FROM facts"
        for potential in catalog.potentials.values()
    ]
    low, high = bracket_sql(catalog, "estimate")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE own_revenue AS SELECT *, {low} AS revenue_low, {high} AS revenue_high "
        f"FROM ({' UNION ALL '.join(parts)}) ORDER BY customer_id, key",
        parameters.values,
    )


def gross_sql(potential: Potential) -> str:
    """What the customer could be worth in all, before what is owned comes off."""
    return f"{quoted(potential.units)} * {number(potential.price)} / {number(potential.per)}"


def owned_sql(potential: Potential) -> str:
    """What is owned is worth a year."""
    if not potential.owned:
        return number(0.0)
    return f"{quoted(potential.owned)} * {number(potential.owned_price or potential.price)}"


def estimate_sql(potential: Potential) -> str:
    """The whitespace to the cent: at least 0; NULL where it is not known."""
    difference = f"round({gross_sql(potential)} - {owned_sql(potential)}, 2)"
    return f"CASE WHEN {difference} < 0 THEN 0.0::DOUBLE ELSE {difference} END"


def bracket_sql(catalog: Catalog, estimate: str) -> tuple[str, str]:
    """The lower and the upper bound of the bracket that holds an estimate."""
    bounds = catalog.brackets.bounds
    low = [f"WHEN {estimate} >= {number(bound)} THEN {number(bound)}" for bound in reversed(bounds)]
    high = [f"WHEN {estimate} < {number(bound)} THEN {number(bound)}" for bound in bounds[1:]]
    return f"CASE {' '.join(low)} END", f"CASE {' '.join(high)} END"
