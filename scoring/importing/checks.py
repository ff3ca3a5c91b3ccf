"""Faults that show only when cells are seen together: contradicting clusters, what stands twice and differs."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from knowledge.catalog import Catalog
from scoring.importing.convert import ROW, Converted
from scoring.importing.resolve import product_cells
from scoring.importing.summary import EXAMPLES, Fault, Faults
from scoring.workspace import agreement_fields, customer_fields, quoted

if TYPE_CHECKING:
    import duckdb

KEYS = "month, report, partner_id, customer_id"


def check_clusters(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", number: int, converted: Converted, faults: Faults
) -> None:
    """Count clusters that are not the one of their fit band (and intent band, where the matrix needs it). They stay."""
    columns = {(match.product, match.field): name for name, match in converted.columns if match.product}
    for product in catalog.products:
        if (product, "cluster") in columns and (product, "fit") in columns:
            found = connection.execute(_clusters(product), {"file": number, "most": EXAMPLES}).fetchall()
            for fit, fit_band, intent, intent_band, cluster, count, rows in found:
                expected = _expected(catalog, fit, fit_band, intent, intent_band)
                if expected and expected != cluster:
                    shown = f"{catalog.clusters[cluster].title} beside fit {fit_band or f'{fit:g}'}"
                    done = f"kept; the fit says {catalog.clusters[expected].title}"
                    message = "the cluster contradicts the fit band; kept"
                    heading = columns[product, "cluster"]
                    examples = [Fault(row, shown, done) for row in rows]
                    faults.add("cluster-contradicts-fit", heading, count, message, examples)


def _clusters(product: str) -> str:
    """The combinations of scores and cluster that a file has, with their number and first rows."""
    names = [quoted(f"{product}.{part}") for part in ("fit", "fit_band", "intent", "intent_band", "cluster")]
    return (
        f"SELECT {', '.join(names)}, count(*), list({ROW} ORDER BY {ROW})[1:$most] FROM fresh "  # noqa: S608
        f"WHERE _file = $file AND {names[4]} IS NOT NULL AND ({names[0]} IS NOT NULL OR {names[1]} IS NOT NULL) "
        f"GROUP BY ALL ORDER BY min({ROW})"
    )


def _expected(
    catalog: Catalog, fit: float | None, fit_band: str | None, intent: float | None, intent_band: str | None
) -> str | None:
    """The cluster that the matrix gives, None where it needs an intent that is not known."""
    row = fit_band or (catalog.band_of(fit).id if fit is not None else None)
    column = intent_band or (catalog.band_of(intent).id if intent is not None else None)
    if row and column:
        return catalog.cell_of(row, column).cluster
    cluster = catalog.cluster_of(row) if row else None
    return cluster.id if cluster else None


class File(Protocol):
    """What is needed of a staged file."""

    @property
    def faults(self) -> Faults: ...

    def heading(self, field: str, product: str = "") -> str: ...


def check_twice(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count the rows whose customer stands in another row of the report and location with another value that counts."""
    connection.execute(
        f"CREATE TABLE twice AS SELECT * FROM fresh WHERE ({KEYS}) IN "  # noqa: S608
        f"(SELECT ({KEYS}) FROM fresh GROUP BY {KEYS} HAVING count(*) > 1)"
    )
    for field, product, text, kept in _differing(catalog, connection):
        found = connection.execute(_losing_rows(text, kept), {"most": EXAMPLES}).fetchall()
        for file, count, rows in found:
            examples = [Fault(row["row"], row["value"], f"'{row['kept']}' was kept") for row in rows]
            message = "the customer stands more than once with different values"
            files[file].faults.add("customer-twice", files[file].heading(field, product), count, message, examples)
    connection.execute("DROP TABLE twice")


def _cells(catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    """(field, product, value as text, which of several is kept) of every cell that a customer should have once."""
    for field in customer_fields(catalog):
        yield field.id, "", f"{quoted(field.id)}::VARCHAR", "max" if field.kind == "flag" else "min"
    for product in catalog.products:
        for cell in product_cells(product):
            yield cell.columns[0].removesuffix("_low"), product, cell.text, "min"


def _differing(catalog: Catalog, connection: "duckdb.DuckDBPyConnection") -> list[tuple[str, str, str, str]]:
    """The cells in which any customer has two values."""
    cells = list(_cells(catalog))
    differ = ", ".join(f"min({text}) <> max({text}) AS d{number}" for number, (_, _, text, _) in enumerate(cells))
    any_differ = ", ".join(f"bool_or(d{number})" for number in range(len(cells)))
    sql = f"SELECT {any_differ} FROM (SELECT {differ} FROM twice GROUP BY {KEYS})"  # noqa: S608
    found = connection.execute(sql).fetchall()[0]
    return [cell for cell, differs in zip(cells, found, strict=True) if differs]


def _losing_rows(text: str, kept: str) -> str:
    return f"""
WITH stated AS (SELECT {KEYS}, _file, {ROW}, {text} AS value FROM twice),
chosen AS (SELECT {KEYS}, {kept}(value) AS kept FROM stated GROUP BY {KEYS})
SELECT _file, count(*), list({{'row': {ROW}, 'value': value, 'kept': kept}} ORDER BY {ROW})[1:$most]
FROM stated JOIN chosen USING ({KEYS}) WHERE value <> kept GROUP BY _file ORDER BY _file
"""  # noqa: S608


def check_agreements(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count the rows of agreement ids that stand with different values or customers. All of them stay."""
    names = ", ".join(["customer_id", *(quoted(field.id) for field in agreement_fields(catalog))])
    found = connection.execute(
        f"""
WITH stated AS (SELECT month, _file, {ROW}, agreement_id, row({names})::VARCHAR AS content FROM fresh
                WHERE agreement_id IS NOT NULL),
several AS (SELECT month, agreement_id FROM stated GROUP BY ALL HAVING min(content) <> max(content))
SELECT _file, count(*), list({{'row': {ROW}, 'value': agreement_id}} ORDER BY {ROW})[1:$most]
FROM stated SEMI JOIN several USING (month, agreement_id) GROUP BY _file ORDER BY _file
""",  # noqa: S608
        {"most": EXAMPLES},
    ).fetchall()
    for file, count, rows in found:
        examples = [Fault(row["row"], row["value"], "kept; the id has other values in another row") for row in rows]
        message = "the agreement id stands with different values; all kept"
        files[file].faults.add("agreement-twice", files[file].heading("agreement_id"), count, message, examples)
