"""Size segments of both vintages, by the segments of the catalogue: the first of a vintage that fits is the customer's.

A segment fits by employees (from its least number on, below its greatest), or by Azure consumption over its bound, or
by Azure potential over its bound. The potential is the estimate before what is owned comes off (:mod:`~.revenue`),
"whether or not it has Azure yet", and at least what is consumed in a year already.
"""

from collections.abc import Iterator

from knowledge.catalog import Catalog
from knowledge.entries import Segment
from scoring.own.parameters import Parameters, number
from scoring.own.revenue import gross_sql, owned_sql

EMPLOYEES = "org_size"
CONSUMPTION = "azure_acr"


def segment_sql(catalog: Catalog, vintage: str, parameters: Parameters) -> str:
    """The title of the segment of a vintage; NULL where none fits or the number of employees is not known."""
    cases = [
        f"WHEN {' OR '.join(_tests(catalog, segment))} THEN {parameters.bind(segment.title)}"
        for segment in catalog.segments.values()
        if segment.vintage == vintage
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def _tests(catalog: Catalog, segment: Segment) -> Iterator[str]:
    if segment.min_employees or segment.max_employees:
        below = f" AND {EMPLOYEES} < {number(segment.max_employees)}" if segment.max_employees else ""
        yield f"({EMPLOYEES} >= {number(segment.min_employees)}{below})"
    if segment.min_monthly_acr_usd:
        yield f"{CONSUMPTION} > {number(segment.min_monthly_acr_usd)}"
    if segment.min_yearly_azure_potential_usd:
        yield f"{_potential(catalog)} > {number(segment.min_yearly_azure_potential_usd)}"


def _potential(catalog: Catalog) -> str:
    """Azure potential in USD a year; ``greatest`` passes over what is not known."""
    potential = catalog.potentials[catalog.fields[CONSUMPTION].product]
    return f"greatest({gross_sql(potential)}, {owned_sql(potential)})"
