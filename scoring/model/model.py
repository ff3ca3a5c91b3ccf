"""A model: for each product the terms of fit, the weights of signals, and how both become the chance of a win.

    margin      = sum of the terms of one customer                       (log-odds; 0 is the average of the base)
    fit         = 100 / (1 + exp(-(offset + slope * margin)))            (0 to 100)
    intent      = 100 * (1 - exp(-sum of weight * strength left))        (0 to 100; the scale is in the weights)
    log-odds    = base + margin + INTENT_LOGITS * intent / 100
    propensity  = 100 / (1 + exp(-(slope * log-odds + intercept)))       (percent; slope and intercept calibrate)

All numbers stand in a JSON file that people can read; :mod:`scoring.model.storage` reads and writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scoring.model.additive import Additive, Floats
from scoring.model.features import Batch, Codes, Feature
from scoring.model.fitting import INTENT_LOGITS
from scoring.model.signals import Observations

FIT_MIDDLE = 0.3
"""Where the average customer stands on the logistic scale of fit: 57 points, at the lower edge of Medium."""
FIT_SPREAD = 1.05
"""How far one standard deviation of the base moves on it. Of normally spread margins some 22% are High then, 32%
Medium, 32% Low and 14% Very Low: about the shares that the vendor's own reports show."""
LEAST_SPREAD = 0.25
"""The least standard deviation (log-odds) that is stretched so: a model that tells customers hardly apart does not
spread them over the bands."""
_CERTAIN = 700.0  # log-odds beyond which an exponential leaves the floating-point numbers


@dataclass(frozen=True)
class Basis:
    """What scores of products learned together have in common: half-lives in days by signal type, and the slope and
    intercept that calibrate log-odds."""

    half_lives: Mapping[str, float]
    slope: float
    intercept: float


@dataclass(frozen=True)
class ProductModel:
    """The scores of one product. ``weights`` by signal type; ``won`` and ``lost`` are the deals it was learned from.

    ``kept`` is the basis of a product that was taken over from another model as it was.
    """

    base: float
    additive: Additive
    offset: float
    slope: float
    weights: Mapping[str, float]
    won: int = 0
    lost: int = 0
    kept: Basis | None = None


@dataclass(frozen=True)
class Model:
    """All products of one model. ``half_lives`` in days by signal type; ``card`` is what was measured of it."""

    id: str
    about: str
    half_lives: Mapping[str, float]
    products: Mapping[str, ProductModel]
    slope: float = 1.0
    intercept: float = 0.0
    card: Mapping[str, Any] = field(default_factory=dict)

    def basis(self, product: str) -> Basis:
        """Half-lives and calibration of a product; a type that a kept basis does not know fades as the model has it."""
        kept = self.products[product].kept
        if kept is None:
            return Basis(self.half_lives, self.slope, self.intercept)
        return Basis({**self.half_lives, **kept.half_lives}, kept.slope, kept.intercept)


@dataclass(frozen=True)
class ProductScores:
    """Scores of a batch for one product, unrounded: fit and intent 0 to 100, propensity in percent, and what they are
    made of: the parts of the margin (customer × term) and the strength left (customer × signal type)."""

    fit: Floats
    intent: Floats
    propensity: Floats
    parts: Floats
    decayed: Floats


def score(model: Model, batch: Batch, signals: Observations) -> dict[str, ProductScores]:
    """Scores of a batch by product. Pure: the same customers and signals give the same figures in any batch.

    ``signals`` are seen from the customers of the batch; their types are those of ``model.half_lives``, in that order.
    """
    decayed = signals.decayed(list(model.half_lives.values()))
    found = {}
    codes: dict[Feature, Codes] = {}
    for name, product in model.products.items():
        basis = model.basis(name)
        left = signals.decayed([basis.half_lives[kind] for kind in model.half_lives]) if product.kept else decayed
        found[name] = _score(product, basis, product.additive.parts(batch, codes), left)
    return found


def _score(product: ProductModel, basis: Basis, parts: Floats, decayed: Floats) -> ProductScores:
    margin = row_sums(parts)
    weights = np.array([product.weights.get(name, 0.0) for name in basis.half_lives])
    left = decayed * weights
    intent = 100 * -np.expm1(-row_sums(left))
    odds = product.base + margin + INTENT_LOGITS * intent / 100
    return ProductScores(
        fit=percent(product.offset + product.slope * margin),
        intent=intent,
        propensity=percent(basis.slope * odds + basis.intercept),
        parts=parts,
        decayed=decayed,
    )


def row_sums(parts: Floats) -> Floats:
    """The sum of each row, added from left to right whatever the number of rows."""
    total = np.zeros(len(parts))
    for column in parts.T:
        total += column
    return total


def percent(log_odds: Floats) -> Floats:
    """Log-odds as a chance in percent."""
    found: Floats = 100 / (1 + np.exp(np.clip(-log_odds, -_CERTAIN, _CERTAIN)))
    return found


def tenths(scores: Floats) -> Floats:
    """Scores as they are shown and compared: rounded to one decimal, halves up."""
    found: Floats = np.floor(scores * 10 + 0.5) / 10
    return found
