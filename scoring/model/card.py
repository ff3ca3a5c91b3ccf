"""The model card: what a model is worth on deals that it has not learned from, beside two others."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from knowledge.catalog import Catalog
from scoring.model.additive import Floats
from scoring.model.inputs import Deal
from scoring.model.learning import Task
from scoring.model.metrics import figures, win_rates
from scoring.model.model import Model, score, tenths

Verdict = Literal["better", "worse", "neither clearly"]
_BRIEF = ("deals", "win_rate", "roc_auc", "brier")
THIS = "this model"
CLEARLY = {"roc_auc": 0.01, "brier": -0.003}
"""By how much a model differs clearly from another, and which way is better."""


def make_card(task: Task, older: Deal, newer: Deal, model: Model, in_use: Model) -> dict[str, Any]:
    """Figures on the newer deals, of all products and by product, and the win rate by cluster.

    Beside them those of gradient boosting learned from the older deals, and of the model in use, with a verdict, and a
    note where the model in use has learned from some of the newer deals itself. Where all of the newer deals ended
    alike, a note says that nothing can be measured.
    """
    if not 0 < newer.won.sum() < len(newer):
        why = "the deals to measure on all ended alike, so nothing could be measured"
        return {"measured": {}, "note": why, "in_use": in_use.id, "verdict": "not measured"}
    fit, intent, chance = _deal_scores(task, model, newer)
    measured = {
        THIS: figures(chance / 100, newer.won),
        "gradient boosting": figures(_gradient_boosting(task, older, newer), newer.won),
        (used := f"in use ({in_use.id})"): figures(_deal_scores(task, in_use, newer)[2] / 100, newer.won),
    }
    clusters = [_cluster(task.catalog, *pair) for pair in zip(tenths(fit), tenths(intent), strict=True)]
    by_product = {
        name: figures(chance[mine] / 100, newer.won[mine])
        for name in task.products
        if 0 < newer.won[mine := newer.product == name].sum() < mine.sum()
    }
    note = {"in_use_note": _FLATTERED.format(in_use.id)} if _has_learned_from(in_use, newer) else {}
    return {
        "measured": measured,
        "in_use": in_use.id,
        "verdict": verdict(measured[THIS], measured[used]),
        **note,
        "by_product": {name: {key: found[key] for key in _BRIEF} for name, found in by_product.items()},
        "win_rate_by_cluster": win_rates(
            clusters, newer.won, [cluster.title for cluster in task.catalog.clusters.values()]
        ),
    }


_FLATTERED = "{} has itself learned from some of the measured deals, so its figures flatter it"


def _has_learned_from(model: Model, deals: Deal) -> bool:
    """Whether a model may have learned from some of the deals: it was learned, from deals up to the first of them or
    later. One whose card does not say up to when may have, too."""
    if not model.card.get("deals"):
        return False
    return str(model.card.get("fitted_until", "9999")) >= str(deals.closed.min())


def verdict(this: Mapping[str, Any], other: Mapping[str, Any]) -> Verdict:
    """Whether a model is better than another on the same deals: better by one of ROC AUC and Brier score at least, and
    worse by neither."""
    ahead = {name: round((this[name] - other[name]) / clearly, 6) for name, clearly in CLEARLY.items()}
    better, worse = any(lead >= 1 for lead in ahead.values()), any(lead <= -1 for lead in ahead.values())
    return "neither clearly" if better == worse else "better" if better else "worse"


def _cluster(catalog: Catalog, fit: float, intent: float) -> str:
    cell = catalog.cell_of(catalog.band_of(fit).id, catalog.band_of(intent).id)
    return catalog.clusters[cell.cluster].title


def _deal_scores(task: Task, model: Model, deals: Deal) -> tuple[Floats, Floats, Floats]:
    """Fit, intent and propensity of deals as of the day they closed; average where the model lacks the product."""
    numbers = {name: place for place, name in enumerate(model.half_lives)}
    types = list(task.half_lives)
    signals = deals.signals
    known = np.array([types[place] in numbers for place in signals.type], dtype=bool)
    kind = np.array([numbers.get(name, 0) for name in types], dtype=np.int64)
    seen = replace(
        signals,
        row=signals.row[known],
        type=kind[signals.type[known]],
        age=signals.age[known],
        strength=signals.strength[known],
    )
    scores = score(model, task.base.take(deals.customer), seen)
    found = (np.full(len(deals), 50.0), np.zeros(len(deals)), np.full(len(deals), 50.0))
    for name, mine in ((name, deals.product == name) for name in scores):
        for place, values in enumerate((scores[name].fit, scores[name].intent, scores[name].propensity)):
            found[place][mine] = values[mine]
    return found


def _gradient_boosting(task: Task, older: Deal, newer: Deal) -> Floats:
    """The chances that scikit-learn's gradient boosting gives, one a product, on the same features and signals."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    def table(deals: Deal, place: int) -> Floats:
        codes = task.masked(place, task.codes[deals.customer]).astype(np.float64)
        lives = (30.0, 90.0, 180.0)
        return np.column_stack([codes, *(deals.signals.decayed([days] * len(task.half_lives)) for days in lives)])

    chance = np.zeros(len(newer))
    for place, name in enumerate(task.products):
        fitting, theirs = (deals.take(np.flatnonzero(deals.product == name)) for deals in (older, newer))
        machine = HistGradientBoostingClassifier(random_state=0).fit(table(fitting, place), fitting.won)
        if len(theirs):
            chance[newer.product == name] = machine.predict_proba(table(theirs, place))[:, 1]
    return chance


def fingerprint(task: Task, deals: Deal) -> str:
    """The sha256 of all that the model was learned from."""
    mark = hashlib.sha256()
    for part in (task.base.ids, tuple(deals.product), tuple(map(str, deals.closed))):
        mark.update("\x1f".join(part).encode())
    signals = deals.signals
    for values in (task.codes, deals.customer, deals.won, signals.row, signals.type, signals.age, signals.strength):
        mark.update(np.ascontiguousarray(values).tobytes())
    return mark.hexdigest()
