"""Models made by hand, and workspaces with own tables: small enough that every figure can be worked out."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scoring.importing import import_reports
from scoring.model.additive import Additive, Term
from scoring.model.features import Batch, Feature
from scoring.model.model import Model, ProductModel
from scoring.model.signals import Observations
from scoring.model.storage import ModelStore
from scoring.workspace import Workspace

HEADINGS: Mapping[str, Sequence[str]] = {
    "customers": ("CustomerID", "AccountName", "OrgSize", "Industry", "Country", "InstalledTechnology"),
    "subscriptions": ("CustomerID", "Product", "SKU", "Seats", "MonthlyAzureConsumedRevenueUSD"),
    "signals": ("CustomerID", "ObservedOn", "SignalType", "Detail", "Source", "Strength"),
    "opportunities": ("OpportunityID", "CustomerID", "Product", "ClosedOn", "Outcome", "RevenueUSD"),
}
Rows = Iterable[Sequence[object]]


def logit(percent: float) -> float:
    """The log-odds of a percentage; 40 and -40 stand for certainty, which has none."""
    if percent in (0, 100):
        return 40.0 if percent else -40.0
    return math.log(percent / (100 - percent))


def number(name: str, *edges: float) -> Feature:
    return Feature(name, name, "number", edges=tuple(map(float, edges)))


def category(name: str, *levels: str) -> Feature:
    return Feature(name, name, "category", levels=levels)


def item(column: str, text: str) -> Feature:
    return Feature(f"{column}: {text}", column, "item", levels=(text,))


def term(table: Sequence[Any], *features: Feature) -> Term:
    return Term(features, np.array(table, dtype=np.float64))


def product(
    *terms: Term, base: float = 0.0, offset: float = 0.0, slope: float = 1.0, weights: Mapping[str, float] | None = None
) -> ProductModel:
    return ProductModel(base, Additive(terms), offset, slope, weights or {})


def model(half_lives: Mapping[str, float], id: str = "by-hand", **products: ProductModel) -> Model:
    """A model of these products; its calibration changes nothing."""
    return Model(id, "made by hand", half_lives, products)


def batch(**columns: Sequence[object]) -> Batch:
    """Customers in columns: floats become an array of numbers, everything else one of objects."""
    count = len(next(iter(columns.values())))
    return Batch(tuple(map(str, range(count))), {name: array(values) for name, values in columns.items()})


def array(values: Sequence[object]) -> np.ndarray[Any, Any]:
    if values and all(isinstance(value, float) for value in values):
        return np.array(values, dtype=np.float64)
    found = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        found[place] = value
    return found


def seen(rows: int, *signals: tuple[int, int, float, float]) -> Observations:
    """Signals as (row, type, age, strength)."""
    columns = list(zip(*signals, strict=True)) or [(), (), (), ()]
    return Observations(
        rows,
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.int64),
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.float64),
    )


def own_workspace(
    folder: Path,
    used: Model | None = None,
    catalog: str = "",
    headings: Mapping[str, Sequence[str]] = HEADINGS,
    reports: Mapping[str, str] | None = None,
    **tables: Rows,
) -> Workspace:
    """A new workspace with own tables (and files of reports, ``YYYY-MM/name`` -> text), scored by a model."""
    workspace = Workspace(folder / "store")
    if catalog:
        (workspace.path / "catalog").mkdir(parents=True)
        (workspace.path / "catalog" / "own.toml").write_text(catalog, encoding="utf-8")
    for name, text in (reports or {}).items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(text, encoding="utf-8")
    for table, rows in tables.items():
        write_table(folder / "in" / f"{table}.csv", headings.get(table, HEADINGS[table]), rows)
    import_reports(workspace, [folder / "in"])
    if used:
        ModelStore(workspace.path).save(used)
        ModelStore(workspace.path).use(used.id)
    return workspace


def write_table(path: Path, headings: Sequence[str], rows: Rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([headings, *rows])
    return path
