"""Cohorts by the catalogue's rules: who is a member, and which conditions a customer fails.

The rules approximate the vendor's, which are not published. A condition on what is not known does not hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.entries import Cohort
from knowledge.messages import joined, text
from knowledge.own import Condition, parse_condition
from scoring.own.parameters import Parameters, number
from scoring.workspace import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Checked:
    """One condition of a cohort, looked at for one customer.

    words: the condition, with what bounds it; value: that of the fact, None where it is not known; holds: None
    where that cannot be said; table, column: where the value comes from.
    """

    condition: Condition
    words: str
    value: object
    holds: bool | None
    table: str
    column: str


def create_memberships(connection: "DuckDBPyConnection", catalog: Catalog) -> None:
    """Make the temporary table ``own_memberships`` from ``facts``: customer_id, key (a cohort's id), kind."""
    parameters = Parameters()
    parts = [
        f"SELECT customer_id, {parameters.bind(cohort.id)} AS key, 'cohort' AS kind FROM facts "
        f"WHERE {cohort_sql(cohort)}"
        for cohort in catalog.cohorts.values()
        if cohort.rules
    ]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE own_memberships AS FROM ({' UNION ALL '.join(parts)}) ORDER BY customer_id, key",
        parameters.values,
    )


def cohort_sql(cohort: Cohort) -> str:
    """The condition on a row of ``facts`` that makes a member."""
    return " AND ".join(condition_sql(parse_condition(text)) for text in cohort.rules)


def needs(cohort: Cohort) -> set[str]:
    """The facts that a cohort's rules look at."""
    conditions = [parse_condition(text) for text in cohort.rules]
    return {name for one in conditions for name in (one.fact, one.times) if name}


def condition_sql(condition: Condition) -> str:
    """One condition on a row of ``facts``; NULL where it is about what is not known."""
    fact = quoted(condition.fact)
    if condition.op == "is":
        return fact if condition.value else f"NOT {fact}"
    times = f" * {quoted(condition.times)}" if condition.times else ""
    return f"{fact} {condition.op} {number(condition.value)}{times}"


def why_not(catalog: Catalog, facts_row: Mapping[str, object], cohort: str) -> tuple[Checked, ...]:
    """All conditions of a cohort for one customer, in the catalogue's order; a member meets them all.

    ``facts_row`` is a row of ``facts`` by column; ``cohort`` the id of a cohort.
    """
    rules = catalog.cohorts[cohort].rules
    return tuple(_checked(catalog, facts_row, parse_condition(text)) for text in rules)


def _checked(catalog: Catalog, row: Mapping[str, object], condition: Condition) -> Checked:
    value, times = row.get(condition.fact), row.get(condition.times) if condition.times else 1.0
    bound = condition.value * times if isinstance(times, (int, float)) else None
    holds = None if value is None or bound is None else _holds(condition.op, float(value), bound)  # type: ignore[arg-type]
    words = _flag_words(catalog, condition) if condition.op == "is" else _words(catalog, condition, times)
    return Checked(condition, words, value, holds, *evidence(catalog, condition.fact))


def _holds(op: str, value: float, bound: float) -> bool:
    return {
        "is": value == bound,
        "=": value == bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }[op]


def _flag_words(catalog: Catalog, condition: Condition) -> str:
    """``Has E5 must be No``."""
    value = text("Yes") if condition.value else text("No")
    return text("{field} must be {bound}", field=catalog.fields[condition.fact].title, bound=value)


def _words(catalog: Catalog, condition: Condition, times: object) -> str:
    """``M365 seats must be under 0.6 × 10 employees``."""
    bound = _bound(catalog, condition, times)
    compared = {
        "=": bound,
        "<": text("under {value}", value=bound),
        "<=": text("at most {value}", value=bound),
        ">": text("over {value}", value=bound),
        ">=": text("at least {value}", value=bound),
    }
    return text("{field} must be {bound}", field=catalog.fields[condition.fact].title, bound=compared[condition.op])


def _bound(catalog: Catalog, condition: Condition, times: object) -> str:
    if not condition.times:
        return f"{condition.value:,.12g}"
    field = catalog.fields[condition.times]
    name = field.unit if field.unit and field.level == "customer" else field.title
    of = joined(" ", (_shown(times), name))
    return of if condition.value == 1 else joined(" × ", (f"{condition.value:.12g}", of))


def _shown(value: object) -> str:
    return f"{value:,.12g}" if isinstance(value, (int, float)) else text("not known")


def evidence(catalog: Catalog, fact: str) -> tuple[str, str]:
    """The table and the column that a fact comes from."""
    known = catalog.facts.get(fact)
    if known is None:
        return "own_customers", fact
    columns = {
        "seats": ("own_subscriptions", "seats"),
        "held": ("own_subscriptions", "sku"),
        "consumption": ("own_subscriptions", "azure_acr"),
    }
    return columns.get(known.measure, ("own_customers", "installed_technology"))
