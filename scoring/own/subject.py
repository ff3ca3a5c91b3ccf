"""One own customer as the model sees it: its batch, its signals, and the reasons of its scores."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.model.inputs import read_customer
from scoring.model.model import Model, ProductScores, score, tenths
from scoring.model.reasons import fit_points, intent_points, propensity_points
from scoring.model.signals import Observations
from scoring.own.results import Driver, ScoreDrivers
from scoring.own.tables import NEAR, OwnTables
from scoring.own.words import term_evidence, term_name, term_values

SIGNALS_TABLE = "signals"


@dataclass(frozen=True)
class SeenSignal:
    """One signal that was seen up to the as-of date; age in days, strength as imported (1 where it was blank)."""

    kind: str
    detail: str
    day: date
    age: int
    strength: float

    def left(self, weight: float, half_life: float) -> float:
        """What is left of it: weight × strength × 0.5^(age / half-life)."""
        return float(weight * self.strength * 0.5 ** (self.age / half_life))


class Subject:
    """One customer of the own tables. Raises NotInData where it is not among the own customers."""

    def __init__(self, engine: Engine, customer: str) -> None:
        tables = engine.own.tables
        assert isinstance(tables, OwnTables)  # noqa: S101 - what Engine.own promises
        self.catalog: Catalog = engine.catalog
        self.model: Model = tables.model
        self.customer = customer
        self.engine = engine.own
        self.batch = read_customer(self.engine.connection, self.catalog, customer)
        if not len(self.batch):
            raise NotInData(text("There is no customer {customer} among your own customers.", customer=customer))
        self.signals = self._signals()
        self.scores = score(self.model, self.batch, self.observations())

    def _signals(self) -> list[SeenSignal]:
        rows = self.engine.fetch(_SIGNALS, {"id": self.customer, "day": self.engine.as_of.isoformat()})
        found = [SeenSignal(r["kind"], r["detail"] or "", r["day"], r["age"], r["strength"]) for r in rows]
        return [signal for signal in found if signal.kind in self.model.half_lives]

    def observations(self) -> Observations:
        """The signals as the model takes them, one row in all, in the order in which all customers' are added."""
        places = {kind: place for place, kind in enumerate(self.model.half_lives)}
        return Observations(
            1,
            np.zeros(len(self.signals), dtype=np.int64),
            np.array([places[signal.kind] for signal in self.signals], dtype=np.int64),
            np.array([signal.age for signal in self.signals], dtype=np.float64),
            np.array([signal.strength for signal in self.signals], dtype=np.float64),
        )

    def facts(self) -> dict[str, Any]:
        """The customer's row of ``facts``."""
        return self.engine.fetch("SELECT * FROM facts WHERE customer_id = $id", {"id": self.customer})[0]

    def drivers(self, product: str) -> tuple[ScoreDrivers, ScoreDrivers, ScoreDrivers]:
        """The reasons of fit, intent and propensity. Terms without points are left out; the sums are exact."""
        found = self.scores[product]
        return (
            self._drivers(product, "fit", found.fit, *self._fit(product, found)),
            self._drivers(product, "intent", found.intent, 0, self._intent(product, found)),
            self._drivers(product, "propensity", found.propensity, *self._propensity(product, found)),
        )

    def _drivers(self, product: str, name: str, value: NDArray[Any], base: int, drivers: list[Driver]) -> ScoreDrivers:
        shown = float(tenths(value)[0])
        told = sorted((one for one in drivers if one.points), key=lambda one: -abs(one.points))
        banded = name != "propensity"
        edges = [band.lower for band in self.catalog.bands.values() if band.lower]
        return ScoreDrivers(
            customer=self.customer,
            product=product,
            score=name,
            value=shown,
            base=base / 10,
            drivers=tuple(told),
            band=self.catalog.band_of(shown).id if banded else "",
            near_cutoff=banded and any(abs(shown - edge) <= NEAR for edge in edges),
        )

    def _fit(self, product: str, found: ProductScores) -> tuple[int, list[Driver]]:
        item = self.model.products[product]
        points = fit_points(item, found)
        terms = item.additive.terms
        return points.base, [
            Driver(
                term_name(self.catalog, term),
                term_values(term, self.batch)[0],
                int(part) / 10,
                term_evidence(self.catalog, term),
            )
            for term, part in zip(terms, points.terms[0], strict=True)
        ]

    def _intent(self, product: str, found: ProductScores) -> list[Driver]:
        weights = self.model.products[product].weights
        lives = self.model.basis(product).half_lives
        lefts = [signal.left(weights.get(signal.kind, 0.0), lives[signal.kind]) for signal in self.signals]
        points = intent_points(float(found.intent[0]), np.array(lefts, dtype=np.float64))
        return [
            Driver(*signal_words(self.catalog, signal), int(part) / 10, f"{SIGNALS_TABLE}, {signal.day}")
            for signal, part in zip(self.signals, points, strict=True)
        ]

    def _propensity(self, product: str, found: ProductScores) -> tuple[int, list[Driver]]:
        points = propensity_points(self.model, self.model.products[product], found)
        steps = (
            ("Fit", found.fit, points.fit),
            ("Intent", found.intent, points.intent),
        )
        parts = [Driver(name, f"{float(tenths(value)[0]):g}", int(part[0]) / 10) for name, value, part in steps]
        deals = Driver(text("Calibration"), text("to deals won and lost"), int(points.calibration[0]) / 10)
        return points.base, [*parts, deals]


def signal_words(catalog: Catalog, signal: SeenSignal) -> tuple[str, str]:
    """What a signal is called, and what it is worth by itself."""
    known = catalog.signals.get(signal.kind)
    title = known.title if known else signal.kind
    name = f"{title}: {signal.detail}" if signal.detail else title
    return name, text("strength {strength:g}, {age} days old", strength=signal.strength, age=signal.age)


_SIGNALS = """
SELECT signal_type AS kind, detail, observed_on AS day, date_diff('day', observed_on, $day::DATE) AS age,
       coalesce(strength, 1.0) AS strength
FROM own_signals WHERE customer_id = $id AND observed_on <= $day::DATE
ORDER BY observed_on DESC, kind, 5, detail, source
"""
