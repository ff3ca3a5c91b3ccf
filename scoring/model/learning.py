"""Learns the product models from deals: settings are chosen on the newest fifth of them, then all are learned from.

Positives are the deals won and, as lookalikes, the best existing owners of a product, as far as these help to tell won
from lost. A product's own subscriptions are no feature of it: they may be the consequence of a deal that was won.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from scoring.model.additive import Floats, Term, centred
from scoring.model.boosting import boost
from scoring.model.features import Batch, Codes, Feature
from scoring.model.fitting import Deals, Fitted, fit, log_loss, log_losses
from scoring.model.inputs import Deal
from scoring.model.model import FIT_MIDDLE, FIT_SPREAD, LEAST_SPREAD, ProductModel, row_sums
from scoring.model.signals import best_half_lives

PENALTIES = (1.5, 5.0, 20.0, 60.0)
_MIDDLE = 20.0  # the one that half-lives are looked for with
OWNER_WEIGHTS = (0.0, 0.25)
CHECK_SHARE = 0.2
CHOOSING = 12_000
"""How many of the newest deals settings are chosen on, at most; the model itself is learned from all."""
_OTHERS = 5  # how many customers without a product stand beside each of its best owners
_ROUNDS = 2  # of half-lives, which depend on the weights and the weights on them
_CALIBRATION_DOUBT = 100.0  # penalty on a calibration that departs from none at all
_SPEAKS = 0.01  # the reach in log-odds from which on a term is worth its place


@dataclass(frozen=True)
class Task:
    """What is learned about: the base of customers and its codes, the products, the signal types with the half-lives
    and weights (by product and type) that learning starts from, and the places of each product's best owners.
    """

    catalog: Catalog
    base: Batch
    features: tuple[Feature, ...]
    codes: Codes
    products: tuple[str, ...]
    half_lives: Mapping[str, float]
    weights: Floats
    owners: tuple[NDArray[np.int64], ...]

    def masked(self, product: int, codes: Codes) -> Codes:
        """Codes for one product: what it says of owning the product itself is not known."""
        hidden = [place for place, feature in enumerate(self.features) if self.tells_ownership(product, feature)]
        codes = codes.copy()
        codes[:, hidden] = 0
        return codes

    def tells_ownership(self, product: int, feature: Feature) -> bool:
        return tells_ownership(self.catalog, self.products[product], feature)


def tells_ownership(catalog: Catalog, product: str, feature: Feature) -> bool:
    """Whether a feature says how much of a product a customer has, which a deal that was won may have brought."""
    field = catalog.fields.get(feature.column)
    return field is not None and field.level == "own" and field.product == product


@dataclass(frozen=True)
class Chosen:
    """The settings that did best on the newest deals, and what they did there."""

    half_lives: tuple[float, ...]
    penalty: float
    owner_weight: float
    boosted: tuple[bool, ...]
    slope: float
    intercept: float
    log_losses: Mapping[str, float]

    def to_json(self, products: Sequence[str]) -> dict[str, Any]:
        """The settings as plain values for the model card."""
        return {
            "penalty": self.penalty,
            "owner_weight": self.owner_weight,
            "boosted": [name for name, kept in zip(products, self.boosted, strict=True) if kept],
            "log_losses": dict(self.log_losses),
        }


@dataclass(frozen=True)
class Learned:
    """What was learned: a model by product, the half-lives, the calibration and the settings behind them."""

    products: Mapping[str, ProductModel]
    half_lives: Mapping[str, float]
    chosen: Chosen


def learn(task: Task, deals: Deal) -> Learned:
    """Learn from deals in the order in which they count as older and newer."""
    rows = len(deals)
    newest = deals.take(np.arange(max(0, rows - CHOOSING), rows))
    chosen = _choose(task, newest, max(1, int(len(newest) * (1 - CHECK_SHARE))))
    fitted = _fit(task, deals, np.arange(rows), chosen)
    table = _deals(task, deals, chosen.half_lives)
    products = {}
    for place, name in enumerate(task.products):
        mine = table.product == place
        extra = _boosted(task, table.take(mine), fitted) if chosen.boosted[place] else []
        products[name] = _product_model(task, place, fitted, extra, table.won[mine])
    half_lives = dict(zip(task.half_lives, chosen.half_lives, strict=True))
    return Learned(products, half_lives, chosen)


def _deals(task: Task, deals: Deal, half_lives: Sequence[float]) -> Deals:
    """The deals as rows to learn from."""
    places = {name: place for place, name in enumerate(task.products)}
    product = np.array([places[name] for name in deals.product], dtype=np.int64)
    codes = task.codes[deals.customer]
    for place in range(len(task.products)):
        mine = product == place
        codes[mine] = task.masked(place, codes[mine])
    return Deals(product, product, deals.won, np.ones(len(deals)), codes, deals.signals.decayed(half_lives))


def _choose(task: Task, deals: Deal, older: int) -> Chosen:
    """Settings that do best on the deals from ``older`` on, learned from those before."""
    before = np.arange(older)
    half_lives = _half_lives(task, deals, before)
    table = _deals(task, deals, half_lives)
    newer = table.take(np.arange(older, len(deals)))
    start = Chosen(half_lives, _MIDDLE, 0.0, (), 1.0, 0.0, {})
    losses: dict[str, float] = {}
    tried: list[tuple[float, Chosen, Fitted]] = []

    def attempt(setting: Chosen) -> None:
        fitted = _fit(task, deals, before, setting)
        loss = log_loss(fitted.log_odds(newer), newer.won)
        losses[f"penalty {setting.penalty:g}, owners {setting.owner_weight:g}"] = round(loss, 5)
        tried.append((loss, setting, fitted))

    for penalty in PENALTIES:
        attempt(replace(start, penalty=penalty))
    best = min(tried, key=lambda one: one[0])[1]
    for weight in OWNER_WEIGHTS[1:]:
        if any(len(owners) for owners in task.owners):
            attempt(replace(best, owner_weight=weight))
    _, best, fitted = min(tried, key=lambda one: one[0])
    odds, boosted = _try_boosting(task, table.take(before), newer, fitted, losses)
    slope, intercept = calibrate(odds, newer.won)
    return replace(best, boosted=boosted, slope=slope, intercept=intercept, log_losses=losses)


def _half_lives(task: Task, deals: Deal, rows: NDArray[np.int64]) -> tuple[float, ...]:
    """Half-lives under which the signals explain the outcomes of some deals best."""
    found = dict(task.half_lives)
    signals = deals.take(rows).signals
    for _ in range(_ROUNDS if len(signals.row) else 0):
        setting = Chosen(tuple(found.values()), _MIDDLE, 0.0, (), 1.0, 0.0, {})
        fitted = _fit(task, deals, rows, setting)
        table = _deals(task, deals, setting.half_lives).take(rows)
        weights = fitted.weights[table.product]
        found = dict(
            zip(found, best_half_lives(signals, found, weights, fitted.margins(table), table.won), strict=True)
        )
    return tuple(found.values())


def _fit(task: Task, deals: Deal, rows: NDArray[np.int64], chosen: Chosen) -> Fitted:
    table = _deals(task, deals, chosen.half_lives).take(rows)
    if chosen.owner_weight:
        table = _with_owners(task, table, chosen.owner_weight)
    return fit(task.features, len(task.products), table, task.weights, chosen.penalty)


def _with_owners(task: Task, table: Deals, weight: float) -> Deals:
    """The deals, and below them the best owners of each product as won and the customers without it as lost.

    They have intercepts of their own and no signals, so that they speak for likeness only. Those who do not own count
    as much in all as the owners do.
    """
    parts = [table]
    types = table.decayed.shape[1]
    for place, owners in enumerate(task.owners):
        mine = table.product == place
        if not len(owners) or not mine.any():
            continue
        others = np.setdiff1d(np.arange(len(task.base)), owners)
        some = np.random.default_rng(place).choice(len(others), min(len(others), _OTHERS * len(owners)), replace=False)
        others = others[np.sort(some)]
        rows = np.concatenate([owners, others])
        won = np.concatenate([np.ones(len(owners)), np.zeros(len(others))])
        scale = weight * min(1.0, mine.sum() / (2 * len(owners)))
        weights = np.where(won == 1, scale, scale * len(owners) / max(len(others), 1))
        product = np.full(len(rows), place)
        codes = task.masked(place, task.codes[rows])
        parts.append(Deals(product, product + len(task.products), won, weights, codes, np.zeros((len(rows), types))))
    return Deals(
        np.concatenate([part.product for part in parts]),
        np.concatenate([part.base for part in parts]),
        np.concatenate([part.won for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.decayed for part in parts]),
    )


def _try_boosting(
    task: Task, older: Deals, newer: Deals, fitted: Fitted, losses: dict[str, float]
) -> tuple[Floats, tuple[bool, ...]]:
    """The log-odds of the newer deals with boosted terms where those help, and for which products they do."""
    odds = fitted.log_odds(newer)
    kept = []
    for place, name in enumerate(task.products):
        mine, theirs = older.product == place, newer.product == place
        many = mine.sum() >= task.catalog.learning.boost_deals and 0 < np.mean(older.won[mine]) < 1
        enough = bool(task.features) and many and theirs.any()
        if enough:
            terms = _boosted(task, older.take(mine), fitted)
            better = odds[theirs] + _sums(terms, task, newer.codes[theirs])
            before, after = (log_losses(some, newer.won[theirs]) for some in (odds[theirs], better))
            losses[f"{name}: not boosted"] = round(float(np.mean(before)), 5)
            losses[f"{name}: boosted"] = round(float(np.mean(after)), 5)
            enough = _clearly_less(after, before)
            if enough:
                odds[theirs] = better
        kept.append(bool(enough))
    return odds, tuple(kept)


def _clearly_less(after: Floats, before: Floats) -> bool:
    """Whether losses went down on average by more than the standard error of that average."""
    gains = before - after
    return bool(np.mean(gains) > np.std(gains) / np.sqrt(len(gains)))


def _boosted(task: Task, deals: Deals, fitted: Fitted) -> list[Term]:
    return boost(task.features, deals.codes, deals.won, deals.weight, fitted.log_odds(deals))


def _sums(terms: Sequence[Term], task: Task, codes: Codes) -> Floats:
    """What terms add for rows of codes."""
    places = {feature: place for place, feature in enumerate(task.features)}
    parts = [term.values([codes[:, places[feature]] for feature in term.features]) for term in terms]
    return row_sums(np.column_stack(parts)) if parts else np.zeros(len(codes))


def calibrate(odds: Floats, won: Floats) -> tuple[float, float]:
    """Slope and intercept that bring log-odds nearest to what happened; near 1 and 0 where outcomes are few."""
    from scipy.optimize import minimize

    def loss(at: Floats) -> float:
        doubt = 0.5 * _CALIBRATION_DOUBT * float((at[0] - 1) ** 2 + at[1] ** 2)
        return len(won) * log_loss(at[0] * odds + at[1], won) + doubt

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3.0), (-2.0, 2.0)])
    return round(float(found.x[0]), 4), round(float(found.x[1]), 4)


def _product_model(task: Task, place: int, fitted: Fitted, extra: Sequence[Term], won: Floats) -> ProductModel:
    """The terms of one product, centred over the base, and the scale of its fit."""
    tables: dict[tuple[Feature, ...], Floats] = {}
    for feature, table in zip(task.features, fitted.tables[place], strict=True):
        tables[feature,] = table
    for term in extra:
        tables[term.features] = tables.get(term.features, 0) + term.table
    hidden = [feature for feature in task.features if task.tells_ownership(place, feature)]
    constant = sum(float(tables.pop((feature,))[0]) for feature in hidden)
    terms = [
        Term(features, table)
        for features, table in tables.items()
        if np.ptp(table) >= _SPEAKS and not set(features) & set(hidden)
    ]
    additive, mean = centred(terms, task.base)
    spread = max(float(np.std(row_sums(additive.parts(task.base)))), LEAST_SPREAD)
    weights = dict(zip(task.half_lives, map(float, np.round(fitted.weights[place], 6)), strict=True))
    return ProductModel(
        base=round(float(fitted.bases[place]) + mean + constant, 6),
        additive=additive,
        offset=FIT_MIDDLE,
        slope=round(FIT_SPREAD / spread, 6),
        weights=weights,
        won=int(won.sum()),
        lost=int(len(won) - won.sum()),
    )
