"""The reasons of all own scores, customer by customer, some thousands at a time: what ``ascent export reasons`` writes.

The points of a customer's score, its base among them, sum to it. Terms without points are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalog import Catalog
from scoring.model.inputs import read_batches, read_signals
from scoring.model.model import Model, ProductScores, score
from scoring.model.reasons import Tenths, as_tenths, fit_points, intent_points, propensity_points
from scoring.own.subject import SIGNALS_TABLE, SeenSignal, signal_words
from scoring.own.tables import OwnTables
from scoring.own.words import term_evidence, term_name, term_values

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from scoring.model.features import Batch

COLUMNS = ("customer_id", "product", "score", "feature", "value", "points", "evidence")
BASE = "base"
CHUNK = 2_000
"""Customers at a time: each has some hundred terms."""
Row = tuple[str, str, str, str, str, float, str]
_Reason = tuple[str, str, int, str]  # feature, value, tenths of a point, evidence


@dataclass(frozen=True)
class _Terms:
    """The fit terms of one product: a base, points by customer and term, and the words that go with them."""

    base: int
    points: Tenths
    names: list[str]
    values: list[list[str]]
    evidence: list[str]


def read_reasons(tables: OwnTables, catalog: Catalog) -> Iterator[list[Row]]:
    """Rows of ``COLUMNS``, points in tenths, by customer, product of the catalogue and score; a list a batch."""
    connection, model = tables.connection, tables.model
    products = [name for name in catalog.products if name in model.products]
    for batch in read_batches(connection, catalog, CHUNK):
        signals = _signals(connection, batch.ids, tables)
        seen = read_signals(connection, batch.ids, list(model.half_lives), tables.as_of)
        scores = score(model, batch, seen)
        yield _batch_rows(catalog, model, batch, signals, {name: scores[name] for name in products})


def _batch_rows(
    catalog: Catalog,
    model: Model,
    batch: "Batch",
    signals: dict[str, list[SeenSignal]],
    scores: dict[str, ProductScores],
) -> list[Row]:
    terms = {name: _terms(catalog, model, name, found, batch) for name, found in scores.items()}
    steps = {name: _steps(model, name, found) for name, found in scores.items()}
    rows: list[Row] = []
    for place, customer in enumerate(batch.ids):
        seen = signals.get(customer, [])
        for name, found in scores.items():
            label = catalog.products[name].column
            parts = {
                "fit": _fit(model, terms[name], place),
                "intent": _intent(catalog, model, name, float(found.intent[place]), seen),
                "propensity": steps[name][place],
            }
            for what, reasons in parts.items():
                rows += [
                    (customer, label, what, feature, value, points / 10, evidence)
                    for feature, value, points, evidence in reasons
                    if points or feature == BASE
                ]
    return rows


def _terms(catalog: Catalog, model: Model, product: str, found: ProductScores, batch: "Batch") -> _Terms:
    item = model.products[product]
    points = fit_points(item, found)
    terms = item.additive.terms
    return _Terms(
        base=points.base,
        points=points.terms,
        names=[term_name(catalog, term) for term in terms],
        values=[term_values(term, batch) for term in terms],
        evidence=[term_evidence(catalog, term) for term in terms],
    )


def _base(model: Model, points: int) -> _Reason:
    return BASE, "", points, f"model {model.id}"


def _fit(model: Model, terms: _Terms, place: int) -> list[_Reason]:
    counting = np.flatnonzero(terms.points[place])
    found = [
        (terms.names[term], terms.values[term][place], int(terms.points[place, term]), terms.evidence[term])
        for term in counting
    ]
    return [_base(model, terms.base), *found]


def _intent(
    catalog: Catalog, model: Model, product: str, intent: float, signals: Sequence[SeenSignal]
) -> list[_Reason]:
    weights, lives = model.products[product].weights, model.basis(product).half_lives
    lefts = [signal.left(weights.get(signal.kind, 0.0), lives[signal.kind]) for signal in signals]
    points = intent_points(intent, np.array(lefts, dtype=np.float64))
    found = [
        (*signal_words(catalog, signal), int(part), f"{SIGNALS_TABLE}, {signal.day}")
        for signal, part in zip(signals, points, strict=True)
        if part
    ]
    return [_base(model, 0), *found]


def _steps(model: Model, product: str, found: ProductScores) -> list[list[_Reason]]:
    """The steps of the propensity of each customer."""
    points = propensity_points(model, model.products[product], found)
    values = zip(
        as_tenths(found.fit), as_tenths(found.intent), points.fit, points.intent, points.calibration, strict=True
    )
    return [
        [
            _base(model, points.base),
            ("Fit", f"{fit / 10:g}", int(by_fit), "scores.fit"),
            ("Intent", f"{intent / 10:g}", int(by_intent), "scores.intent"),
            ("Calibration", "to deals won and lost", int(calibration), f"model {model.id}"),
        ]
        for fit, intent, by_fit, by_intent, calibration in values
    ]


def _signals(connection: "DuckDBPyConnection", ids: Sequence[str], tables: OwnTables) -> dict[str, list[SeenSignal]]:
    """The signals of a batch that the model knows, by customer, the newest first."""
    day = tables.as_of.isoformat()
    rows = connection.execute(_SIGNALS, {"first": ids[0], "last": ids[-1], "day": day}).fetchall()
    known = [row for row in rows if row[1] in tables.model.half_lives]
    return {
        customer: [
            SeenSignal(kind, detail or "", seen, age, strength) for _, kind, detail, seen, age, strength in found
        ]
        for customer, found in groupby(known, key=lambda row: row[0])
    }


_SIGNALS = """
SELECT customer_id, signal_type, detail, observed_on, date_diff('day', observed_on, $day::DATE),
       coalesce(strength, 1.0)
FROM own_signals WHERE customer_id BETWEEN $first AND $last AND observed_on <= $day::DATE
ORDER BY customer_id, observed_on DESC, signal_type, detail, source
"""
