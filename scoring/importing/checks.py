"""Faults that show only when cells are seen together: contradicting clusters, what stands twice and differs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from knowledge.catalog import Catalog
from scoring.importing.convert import ROW, Converted
from scoring.importing.summary import EXAMPLES, Fault, Faults
from scoring.workspace import quoted

if TYPE_CHECKING:
    import duckdb


class File(Protocol):
    """What is needed of a staged file."""

    @property
    def number(self) -> int: ...

    @property
    def faults(self) -> Faults: ...


def check_clusters(
    catalog: Catalog, connection: "duckdb.DuckDBPyConnection", number: int, converted: Converted, faults: Faults
) -> None:
    """Count clusters that are not the one of their fit band (and intent band, where the matrix needs it). They stay."""
    columns = {(match.product, match.field): name for name, match in converted.columns if match.product}
    for product in catalog.products:
        if (product, "cluster") in columns and (product, "fit") in columns:
            found = connection.execute(_contradictions(product), {"file": number, "examples": EXAMPLES}).fetchall()
            for fit, fit_band, intent, intent_band, cluster, count, rows in found:
                expected = _expected(catalog, fit, fit_band, intent, intent_band)
                if expected and expected != cluster:
                    stated = catalog.clusters[cluster].title
                    done = f"kept; the fit says {catalog.clusters[expected].title}"
                    examples = [Fault(row, f"{stated} beside fit {_shown(fit, fit_band)}", done) for row in rows]
                    message = "clusters that contradict the fit band; kept"
                    faults.add("cluster-contradicts-fit", columns[product, "cluster"], count, examples, message)


def _contradictions(product: str) -> str:
    names = [quoted(f"{product}.{part}") for part in ("fit", "fit_band", "intent", "intent_band", "cluster")]
    rounded = [f"floor({names[0]} * 10) / 10", names[1], f"floor({names[2]} * 10) / 10", names[3], names[4]]
    grouped = ", ".join(rounded)
    return (
        f"SELECT {grouped}, count(*), list({ROW} ORDER BY {ROW})[1:$examples] FROM fresh "  # noqa: S608
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


def _shown(fit: float | None, band: str | None) -> str:
    return band or f"{fit:g}"


def check_twice(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count customers that stand twice in one report and location with different values of a field."""


def check_agreements(catalog: Catalog, connection: "duckdb.DuckDBPyConnection", files: Sequence[File]) -> None:
    """Count agreement ids that stand with different values."""
