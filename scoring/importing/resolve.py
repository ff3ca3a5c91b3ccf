"""SQL that makes the tables for questions from the cleaned rows of the months that an import touches.

Where rows of a customer disagree, the first known value counts: in the order of the reports in the catalogue, then of
the partner ids, then of the values as text; for flags, Yes wins. The order of files and rows never matters. All names
in the SQL come from the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.entries import Field, Product
from scoring.workspace import PRODUCT_COLUMNS, agreement_fields, customer_fields, quoted

PLACES = """
CREATE OR REPLACE TEMP TABLE places AS
SELECT month, report, partner_id, row_number() OVER (ORDER BY month, rank, partner_id) AS _place, rank AS _rank
FROM (SELECT DISTINCT month, report, partner_id FROM merged) JOIN report_ranks USING (report)
"""
PLACED = """
CREATE OR REPLACE TEMP VIEW placed AS
SELECT merged.*, places._place, places._rank FROM merged JOIN places USING (month, report, partner_id)
"""


@dataclass(frozen=True)
class Cell:
    """One cell of a row as SQL: the columns that it fills, its value as text, and whether it holds anything."""

    columns: tuple[str, ...]
    text: str
    known: str


def product_cells(product: str) -> list[Cell]:
    """The cells of a product: fit, intent, cluster, potential revenue, signals."""

    def named(*columns: str) -> list[str]:
        return [quoted(f"{product}.{column}") for column in columns]

    cells = []
    for score in ("fit", "intent"):
        number, band = named(score, f"{score}_band")
        text = f"coalesce({number}::VARCHAR, {band})"
        cells.append(Cell((score, f"{score}_band"), text, f"{text} IS NOT NULL"))
    low, high = named("revenue_low", "revenue_high")
    text = f"{low}::VARCHAR || ' - ' || coalesce({high}::VARCHAR, '')"
    cells.append(Cell(("revenue_low", "revenue_high"), text, f"{low} IS NOT NULL"))
    for column in ("cluster", "signals"):
        (name,) = named(column)
        cells.append(Cell((column,), name, f"{name} IS NOT NULL"))
    return cells


def customers(catalog: Catalog) -> str:
    """One row a month and customer."""
    fields = customer_fields(catalog)
    within = ", ".join(f"{_first_by_text(field)} AS {quoted(field.id)}" for field in fields)
    across = ", ".join(f"{_first_by_place(field)} AS {quoted(field.id)}" for field in fields)
    names = ", ".join(f"c.{quoted(field.id)}" for field in fields)
    return f"""
WITH per_place AS (SELECT month, customer_id, _place, {within} FROM placed GROUP BY ALL),
chosen AS (SELECT month, customer_id, {across} FROM per_place GROUP BY ALL),
held AS (SELECT DISTINCT month, customer_id, report, _rank FROM placed),
reports AS (SELECT month, customer_id, list(report ORDER BY _rank) AS reports FROM held GROUP BY ALL),
owned AS (SELECT month, customer_id, partner_id, min(partner_name) AS partner_name FROM placed GROUP BY ALL),
partners AS (
    SELECT month, customer_id, list(partner_id ORDER BY partner_id) AS partner_id,
           coalesce(list(DISTINCT partner_name ORDER BY partner_name) FILTER (partner_name IS NOT NULL), [])
               AS partner_name
    FROM owned GROUP BY ALL
),
loose AS (
    SELECT month, customer_id, _place, unnest(map_entries(extras)) AS entry FROM placed WHERE extras IS NOT NULL
),
kept AS (
    SELECT month, customer_id, entry.key AS key, min({{'place': _place, 'value': entry.value}}).value AS value
    FROM loose GROUP BY ALL
),
extras AS (
    SELECT month, customer_id,
           to_json(map_from_entries(list({{'k': key, 'v': value}} ORDER BY key)))::VARCHAR AS extras
    FROM kept GROUP BY ALL
)
SELECT c.month, c.customer_id, r.reports, p.partner_id, p.partner_name, {names}, e.extras
FROM chosen c
JOIN reports r USING (month, customer_id)
JOIN partners p USING (month, customer_id)
LEFT JOIN extras e USING (month, customer_id)
ORDER BY c.month, c.customer_id
"""  # noqa: S608


def _first_by_text(field: Field) -> str:
    name = quoted(field.id)
    if field.kind == "flag":
        return f"bool_or({name})"
    if field.kind in ("text", "id"):
        return f"min({name})"
    return f"arg_min({name}, {name}::VARCHAR) FILTER ({name} IS NOT NULL)"


def _first_by_place(field: Field) -> str:
    name = quoted(field.id)
    return f"bool_or({name})" if field.kind == "flag" else f"arg_min({name}, _place) FILTER ({name} IS NOT NULL)"


def scores(catalog: Catalog) -> str:
    """One row a month, customer and product of which anything is known, from the product's own report if it has it."""
    parts = "\nUNION ALL\n".join(_product_scores(catalog, product) for product in catalog.products.values())
    columns = ", ".join(PRODUCT_COLUMNS)
    return f"SELECT month, customer_id, product, report, {columns} FROM ({parts}) ORDER BY month, customer_id, product"  # noqa: S608


def _product_scores(catalog: Catalog, product: Product) -> str:
    """The first report with anything known decides; within it the first known value by partner, then by text."""
    cells = product_cells(product.id)
    known = " OR ".join(cell.known for cell in cells)
    turns = " ".join(f"WHEN '{report}' THEN {turn}" for turn, report in enumerate(_report_order(catalog, product)))
    within = ", ".join(_cell_values(product, cell, cell.text) for cell in cells)
    across = ", ".join(
        f"arg_min_null({column}, _place) FILTER ({cell.columns[0]}_known) AS {column}"
        for cell in cells
        for column in cell.columns
    )
    return f"""
SELECT month, customer_id, '{product.id}' AS product, any_value(report) AS report, {across}
FROM (
    SELECT month, customer_id, report, _place, {within},
           CASE report {turns} END AS turn, min(turn) OVER (PARTITION BY month, customer_id) AS first_turn
    FROM placed WHERE {known}
    GROUP BY month, customer_id, report, _place
)
WHERE turn = first_turn
GROUP BY month, customer_id
"""  # noqa: S608


def _cell_values(product: Product, cell: Cell, text: str) -> str:
    """The columns of a cell, from the row whose value comes first as text."""
    parts = [f"bool_or({cell.known}) AS {cell.columns[0]}_known"]
    for column in cell.columns:
        name = quoted(f"{product.id}.{column}")
        parts.append(f"arg_min_null({name}, {text}) FILTER ({cell.known}) AS {column}")
    return ", ".join(parts)


def _report_order(catalog: Catalog, product: Product) -> Sequence[str]:
    """The report that rules the product, those that score it too, those that copy it, then the others."""

    def turn(report_id: str) -> int:
        report = catalog.reports[report_id]
        ruled = (product.report == report_id, product.id in report.products, product.id in report.copies, True)
        return ruled.index(True)

    return sorted(catalog.reports, key=turn)


MEMBERSHIPS = """
SELECT DISTINCT month, customer_id, key,
       CASE WHEN key IN (SELECT id FROM cohort_ids) THEN 'cohort' ELSE 'play' END AS kind, report
FROM (SELECT month, customer_id, report, unnest(yes) AS key FROM placed)
ORDER BY month, customer_id, key, report
"""


def agreements(catalog: Catalog) -> str:
    """One row an agreement and set of values; the same row from two locations stands once."""
    names = [quoted(field.id) for field in agreement_fields(catalog)]
    columns = ", ".join(names)
    known = " OR ".join(f"{name} IS NOT NULL" for name in names)
    ordered = ", ".join(dict.fromkeys(("month", "customer_id", '"agreement_id"', *names)))
    return f"""
SELECT month, customer_id, {columns}, min(partner_id) AS partner_id, arg_min(partner_name, partner_id) AS partner_name
FROM (SELECT month, customer_id, {columns}, partner_id, min(partner_name) AS partner_name FROM placed
      WHERE {known} GROUP BY ALL)
GROUP BY month, customer_id, {columns}
ORDER BY {ordered}
"""  # noqa: S608
