"""What would change a cluster or a cell: the smallest realistic change of an attribute, or the smallest signal.

Realistic is one attribute at a time: a technology less, or more (none that is out of service or to be replaced), a
number at most doubled or halved (or, from nothing, to the first bin above it). What a customer cannot change (its
industry, its country) is left alone.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.catalog import Catalog
from knowledge.entries import Band, Cell, Cluster
from knowledge.messages import joined, text
from scoring.model.features import NOTHING, Batch, Feature, as_numbers, items_of
from scoring.model.model import percent, row_sums, tenths
from scoring.own.results import Change, WhatWouldChange
from scoring.own.subject import Subject

STRONGEST = 3.0
"""The strongest single signal that the samples know."""


@dataclass(frozen=True)
class _Candidate:
    """One changed attribute: its column and new value, what it is in words, and how large a step it is."""

    column: str
    value: Any
    words: str
    size: float


def what_would_change(subject: Subject, product: str, target: str) -> WhatWouldChange:
    """The smallest changes that bring a customer to a cluster (the next better one, if none is named), and the
    smallest signal that lifts its cell. ``target`` is a cluster, a fit band or empty.
    """
    catalog = subject.catalog
    fit = _shown(subject, product, "fit")
    band = catalog.band_of(fit)
    wanted = _wanted(subject, product, target)
    if wanted is None:
        return _answer(subject, product, target, (), _no_band(subject, product, target), band)
    if fit >= wanted.lower:
        return _answer(subject, product, target, (), text("its fit of {fit:g} is enough already", fit=fit), band)
    lifting, nearest = _lifting(subject, product, wanted)
    if lifting is None:
        reasons = [
            text("no single realistic change lifts its fit of {fit:g} to {wanted:g}", fit=fit, wanted=wanted.lower)
        ]
        if nearest and nearest[1] > fit:
            words, value = nearest[0].words, nearest[1]
            reasons.append(text("the nearest, {change}, brings it to {value:g}", change=words, value=value))
        return _answer(subject, product, target, (), joined("; ", reasons), band)
    reached = catalog.band_of(lifting[1])
    cluster = _cluster(subject, product, reached)
    result = text("{band} fit, so {cluster}", band=reached.title, cluster=cluster.title)
    return _answer(subject, product, target, (Change(lifting[0].words, "fit", lifting[1], result),), "", band)


def _shown(subject: Subject, product: str, name: str) -> float:
    """A score of the customer as it is shown: ``fit`` or ``intent``."""
    return float(tenths(getattr(subject.scores[product], name))[0])


def _answer(
    subject: Subject, product: str, target: str, changes: tuple[Change, ...], reason: str, band: Band
) -> WhatWouldChange:
    """With what a signal can do, which is to lift the cell; and that it cannot lift the cluster where fit decides."""
    signal = _signal_change(subject, product, target)
    decided = subject.catalog.cluster_of(band.id)
    told = text("fit alone decides the cluster here, so no signal can change it") if decided else ""
    reasons = joined("; ", [part for part in (reason, told) if part])
    return WhatWouldChange(subject.customer, product, target, changes + ((signal,) if signal else ()), reasons)


def _wanted(subject: Subject, product: str, target: str) -> Band | None:
    """The lowest fit band that means the target; without one, the next band above with a better cluster. Where a matrix
    of a partner's own lets intent decide, too, the customer's intent counts as it is."""
    catalog = subject.catalog
    fit = _shown(subject, product, "fit")
    present = _cluster(subject, product, catalog.band_of(fit))
    for other in sorted(catalog.bands.values(), key=lambda one: one.lower):
        cluster = _cluster(subject, product, other)
        if target in (other.id, cluster.id) or (not target and other.lower > fit and cluster.rank < present.rank):
            return other
    return None


def _cluster(subject: Subject, product: str, band: Band) -> Cluster:
    """The cluster that a fit band means at the customer's intent."""
    catalog = subject.catalog
    intent = catalog.band_of(_shown(subject, product, "intent"))
    return catalog.clusters[catalog.cell_of(band.id, intent.id).cluster]


def _no_band(subject: Subject, product: str, target: str) -> str:
    """Why no band of fit is wanted."""
    catalog = subject.catalog
    if target:
        intent, title = _shown(subject, product, "intent"), catalog.clusters[target].title
        return text("with its intent of {intent:g}, no fit means {cluster}", intent=intent, cluster=title)
    highest = max(catalog.bands.values(), key=lambda one: one.lower)
    if catalog.band_of(_shown(subject, product, "fit")) == highest:
        return text("it has the best fit band already, so no attribute can lift its cluster")
    return text("no higher fit band means a better cluster here")


def _lifting(
    subject: Subject, product: str, wanted: Band
) -> tuple[tuple[_Candidate, float] | None, tuple[_Candidate, float] | None]:
    """The smallest change whose fit reaches the band, and the change with the highest fit of all."""
    candidates = list(_candidates(subject, product))
    if not candidates:
        return None, None
    item = subject.model.products[product]
    parts = item.additive.parts(_changed(subject.batch, candidates))
    fits = tenths(percent(item.offset + item.slope * row_sums(parts)))
    tried = [(candidate, float(fit)) for candidate, fit in zip(candidates, fits, strict=True)]
    reaching = [one for one in tried if one[1] >= wanted.lower]
    smallest = min(reaching, key=lambda one: (one[0].size, -one[1], one[0].words), default=None)
    return smallest, max(tried, key=lambda one: (one[1], -one[0].size, one[0].words))


def _changed(batch: Batch, candidates: list[_Candidate]) -> Batch:
    """One row a candidate: the customer with that one change."""
    rows = batch.take(np.zeros(len(candidates), dtype=np.intp))
    columns = {name: values.copy() for name, values in rows.columns.items()}
    for place, candidate in enumerate(candidates):
        columns[candidate.column][place] = candidate.value
    return Batch(rows.ids, columns)


def _candidates(subject: Subject, product: str) -> Iterator[_Candidate]:
    """The realistic changes of what the product's terms look at."""
    seen = {f.name: f for term in subject.model.products[product].additive.terms for f in term.features}
    for feature in seen.values():
        if feature.column in subject.batch.columns and feature.column not in subject.catalog.learning.fixed:
            if feature.kind == "item" and feature.levels[0] != NOTHING:
                yield from _item_change(subject, feature)
            elif feature.kind == "number":
                yield from _number_changes(subject, feature)


def _title(subject: Subject, column: str) -> str:
    field = subject.catalog.fields.get(column)
    return field.title if field else column


def _item_change(subject: Subject, feature: Feature) -> Iterator[_Candidate]:
    """The item less, or more, where it is none that is out of service or to be replaced."""
    present = items_of(subject.batch.columns[feature.column][0] or ())
    item = feature.levels[0]
    title = _title(subject, feature.column)
    if item in present:
        kept = tuple(one for one in present if one != item)
        yield _Candidate(feature.column, kept, text("{field} without {item}", field=title, item=item), 1.0)
    elif not replaced(subject.catalog, item):
        words = text("{field} with {item}", field=title, item=item)
        yield _Candidate(feature.column, (*present, item), words, 1.0)


def replaced(catalog: Catalog, technology: str) -> bool:
    """Whether the catalogue lists a technology among those that Microsoft's products replace."""
    words = _words(technology)
    beginnings = (_words(name) for group in catalog.technologies.values() for name in group.beginnings)
    return any(words[: len(beginning)] == beginning for beginning in beginnings)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


def _number_changes(subject: Subject, feature: Feature) -> Iterator[_Candidate]:
    """To the nearest whole number of each bin within reach."""
    present = float(as_numbers(subject.batch.columns[feature.column])[0])
    if math.isnan(present) or present < 0:
        return
    for number, edge in enumerate(feature.edges):
        above, below = float(math.ceil(edge)), float(math.ceil(edge) - 1)
        new = above if above > present else below
        first = present <= 0 and number == 0
        if new != present and new >= 0 and (first or present / 2 <= new <= present * 2):
            title = _title(subject, feature.column)
            size = abs(math.log2((new + 1) / (present + 1)))
            words = text("{field} {new:,.12g} instead of {present:,.12g}", field=title, new=new, present=present)
            yield _Candidate(feature.column, new, words, size)


def _signal_change(subject: Subject, product: str, target: str) -> Change | None:
    """The weakest single new signal that lifts the cell; None where intent makes no cell or none is strong enough."""
    catalog = subject.catalog
    present, better = _cells(subject, product, target)
    if better is None or better.lower >= 100:
        return None
    left = -math.log1p(-float(subject.scores[product].intent[0]) / 100)
    lacking = -math.log1p(-better.lower / 100) - left
    weights = subject.model.products[product].weights
    found = [(max(1.0, math.ceil(lacking / weight)), weight, kind) for kind, weight in weights.items() if weight > 0]
    strength, weight, kind = min(found, default=(math.inf, 0.0, ""))
    if strength > STRONGEST:
        return None
    value = float(tenths(np.array([-100 * math.expm1(-left - weight * strength)]))[0])
    fit = catalog.band_of(_shown(subject, product, "fit"))
    cell = catalog.cell_of(fit.id, catalog.band_of(value).id)
    known = catalog.signals.get(kind)
    title = known.title if known else kind
    words = text("one new signal “{signal}” of strength {strength:g}", signal=title, strength=strength)
    result = text("cell {cell} instead of {present}", cell=cell.id, present=present.id)
    if cell.cluster != present.cluster:
        result = text("{result}, so {cluster}", result=result, cluster=catalog.clusters[cell.cluster].title)
    return Change(words, "intent", value, result)


def _cells(subject: Subject, product: str, target: str) -> tuple[Cell, Band | None]:
    """The customer's cell, and the lowest higher band of intent that makes another one, of the target where one is."""
    catalog = subject.catalog
    fit = catalog.band_of(_shown(subject, product, "fit"))
    intent = _shown(subject, product, "intent")
    present = catalog.cell_of(fit.id, catalog.band_of(intent).id)
    higher = sorted((one for one in catalog.bands.values() if one.lower > intent), key=lambda one: one.lower)
    others = [(one, cell) for one in higher if (cell := catalog.cell_of(fit.id, one.id)) != present]
    aimed = [one for one, cell in others if cell.cluster == target != present.cluster]
    return present, next(iter([*aimed, *(one for one, _ in others)]), None)
