"""How two models differ: bases, terms, signal weights, half-lives, calibration, and what was measured of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Term
from scoring.model.features import Feature
from scoring.model.model import Model, ProductModel

LARGEST = 5
"""How many terms of a product are told."""


@dataclass(frozen=True)
class TermDifference:
    """One term that two models see differently: ``largest`` in log-odds, over its codes; ``only`` says "first" or
    "second" where one model alone has it."""

    term: str
    largest: float
    only: str = ""


@dataclass(frozen=True)
class ProductDifference:
    """One product: bases in log-odds and weights by signal type as (first, second), None where a model lacks the
    product or the type; the terms that differ most, the largest difference first."""

    product: str
    base: tuple[float | None, float | None]
    terms: tuple[TermDifference, ...]
    weights: Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class ModelDifference:
    """Two models by their ids. Half-lives in days, calibration as slope and intercept, both as (first, second) and only
    where they differ; ``measured`` holds the figures of each card, by name."""

    first: str
    second: str
    products: tuple[ProductDifference, ...]
    half_lives: Mapping[str, tuple[float | None, float | None]]
    calibration: Mapping[str, tuple[float | None, float | None]]
    measured: Mapping[str, tuple[float | None, float | None]]


def difference(first: Model, second: Model) -> ModelDifference:
    """What tells two models apart."""
    names = dict.fromkeys((*first.products, *second.products))
    return ModelDifference(
        first=first.id,
        second=second.id,
        products=tuple(_product(name, first.products.get(name), second.products.get(name)) for name in names),
        half_lives=_apart(first.half_lives, second.half_lives),
        calibration=_apart(
            {"slope": first.slope, "intercept": first.intercept}, {"slope": second.slope, "intercept": second.intercept}
        ),
        measured=_apart(_figures(first), _figures(second)),
    )


def _apart(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, tuple[float | None, float | None]]:
    """What two mappings hold differently."""
    pairs = {name: (first.get(name), second.get(name)) for name in (*first, *second)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _figures(model: Model) -> dict[str, float]:
    """The main figures of a card; none for a model that was not measured."""
    measured: Mapping[str, Any] = model.card.get("measured", {}).get("this model", {})
    return {name: measured[name] for name in ("deals", "roc_auc", "pr_auc", "brier") if name in measured}


def _product(name: str, first: ProductModel | None, second: ProductModel | None) -> ProductDifference:
    terms = sorted(_terms(first, second), key=lambda item: (-item.largest, item.term))
    return ProductDifference(
        product=name,
        base=(first.base if first else None, second.base if second else None),
        terms=tuple(item for item in terms if item.largest)[:LARGEST],
        weights=_apart(first.weights if first else {}, second.weights if second else {}),
    )


def _terms(first: ProductModel | None, second: ProductModel | None) -> Iterator[TermDifference]:
    ours = {term.name: term for term in first.additive.terms} if first else {}
    theirs = {term.name: term for term in second.additive.terms} if second else {}
    for name in dict.fromkeys((*ours, *theirs)):
        mine, other = ours.get(name), theirs.get(name)
        if mine and other:
            yield TermDifference(name, _largest(mine, other))
        else:
            alone = mine or other
            assert alone is not None  # noqa: S101 - the name is of one of them
            yield TermDifference(name, _round(np.max(np.abs(alone.table))), "first" if mine else "second")


def _largest(first: Term, second: Term) -> float:
    """The largest difference of two tables, at all values that either of them tells apart."""
    pairs = [_codes(one, other) for one, other in zip(first.features, second.features, strict=True)]
    ours = first.table[np.ix_(*(pair[0] for pair in pairs))]
    theirs = second.table[np.ix_(*(pair[1] for pair in pairs))]
    return _round(np.max(np.abs(ours - theirs)))


def _round(value: Any) -> float:
    return round(float(value), 3)


def _codes(first: Feature, second: Feature) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The codes of one feature in both models, value by value: "not known", then each level or bin of either."""
    if first.kind != second.kind:
        return np.arange(first.size), np.zeros(first.size, dtype=np.int64)
    if first.kind == "number":
        low = -np.inf
        probes = [low, *sorted({*first.edges, *second.edges})]
        return _bins(first, probes), _bins(second, probes)
    if first.kind == "item":
        return np.arange(3), np.arange(3)
    levels = list(dict.fromkeys((*first.levels, *second.levels)))
    return _levels(first, levels), _levels(second, levels)


def _bins(feature: Feature, probes: list[float]) -> NDArray[np.int64]:
    found = np.searchsorted(np.array(feature.edges), np.array(probes), side="right") + 1
    return np.concatenate([[0], found]).astype(np.int64)


def _levels(feature: Feature, levels: list[str]) -> NDArray[np.int64]:
    known = {level: code for code, level in enumerate(feature.levels, 1)}
    return np.array([0, *(known.get(level, 0) for level in levels)], dtype=np.int64)
