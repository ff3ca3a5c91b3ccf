"""Says what own data holds of one customer: as an overview, product by product with reasons, or beside the reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.own_text import moves_text, why_not_text, workloads_text
from assistant.render import clean, number, table
from knowledge.catalog import Catalog
from scoring.own.profile import OwnProfile, OwnScore
from scoring.own.results import ScoreDrivers, WhatWouldChange, WhyNot
from scoring.own.tables import NEAR

_PLACE = ("city", "state", "country")


@dataclass(frozen=True)
class Reasoned:
    """One product's scores with their reasons, what would change them, and why it is in no better cluster."""

    score: OwnScore
    drivers: tuple[ScoreDrivers, ...]
    changes: tuple[WhatWouldChange, ...]
    why_not: tuple[WhyNot, ...]


def own_text(catalog: Catalog, profile: OwnProfile, reasoned: Sequence[Reasoned]) -> str:
    """One customer by own data: the products asked for with their reasons, all in a table where none was."""
    parts = [_head(profile)]
    if reasoned:
        parts += [_reasoned_text(catalog, item) for item in reasoned]
    else:
        parts.append(_score_table(catalog, profile))
    parts += _facts(catalog, profile)
    parts.append(_tail(profile))
    return "\n\n".join(parts)


def beside_text(catalog: Catalog, profile: OwnProfile, products: Sequence[str]) -> str:
    """The own scores in short, to stand beside those of the reports; empty where the model has none of them."""
    shown = [score for name, score in profile.scores.items() if name in products or not products]
    if not shown:
        return ""
    if not products:
        return f"By your own model {profile.model}, as of {profile.as_of}:\n{_score_table(catalog, profile)}"
    lines = [f"{_label(catalog, score.product)}: {_scores(catalog, score)}" for score in shown]
    return f"Own model ({profile.model}, as of {profile.as_of}): {'; '.join(lines)}."


def _tail(profile: OwnProfile) -> str:
    return f"By your own data and the model {profile.model}, as of {profile.as_of}."


def _head(profile: OwnProfile) -> str:
    facts = profile.facts
    place = ", ".join(clean(facts[name]) for name in _PLACE if facts.get(name))
    size = facts.get("org_size")
    about = [part for part in (place, clean(facts.get("industry", ""))) if part]
    about += [f"{number(size)} employees"] if isinstance(size, float) else []
    return f"{clean(profile.name)} ({profile.customer}){': ' if about else ''}{'; '.join(about)}"


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label


def _scores(catalog: Catalog, score: OwnScore) -> str:
    """``fit 61.1 Medium, intent 0 Very Low, propensity 24.3%``."""
    fit, intent = catalog.bands[score.fit_band].title, catalog.bands[score.intent_band].title
    return (
        f"fit {number(score.fit)} {fit}, intent {number(score.intent)} {intent}, "
        f"propensity {number(score.propensity, 'percent')}"
    )


def _score_table(catalog: Catalog, profile: OwnProfile) -> str:
    rows = [
        [
            _label(catalog, score.product),
            catalog.clusters[score.cluster].title,
            score.cell,
            number(score.fit),
            number(score.intent),
            f"{score.propensity:.1f}%",
            score.model_type or "–",
            score.revenue or "–",
            "yes" if score.near_cutoff else "",
        ]
        for score in profile.scores.values()
    ]
    headings = [
        "product",
        "cluster",
        "cell",
        "fit",
        "intent",
        "propensity",
        "type",
        "potential revenue",
        "near a cutoff",
    ]
    return table(headings, rows, right=[3, 4, 5])


def _reasoned_text(catalog: Catalog, item: Reasoned) -> str:
    """The scores of one product, their reasons, and what would change them."""
    score = item.score
    lines = [
        f"{_label(catalog, score.product)}: {catalog.clusters[score.cluster].title}, cell {score.cell}; "
        f"{_scores(catalog, score)}{f'; {score.model_type}' if score.model_type else ''}."
    ]
    lines += [f"Potential revenue {score.revenue} a year."] if score.revenue else []
    lines += _near(catalog, score)
    lines += [line for drivers in item.drivers for line in _drivers(drivers)]
    lines += [f"What would change it: {moves_text(catalog, item.changes)}"] if item.changes else []
    lines += [why_not_text(catalog, item.why_not)] if item.why_not else []
    return "\n".join(lines)


def _near(catalog: Catalog, score: OwnScore) -> Iterator[str]:
    """The band edges within two points of fit or intent."""
    for name, value in (("fit", score.fit), ("intent", score.intent)):
        for band in catalog.bands.values():
            if band.lower and abs(round(value - band.lower, 1)) <= NEAR:
                side = "above" if value >= band.lower else "under"
                edge = f"{number(band.lower)}, where {band.title} begins"
                yield f"Near a cutoff: {name} {number(value)} is just {side} {edge}."


def _drivers(item: ScoreDrivers) -> Iterator[str]:
    """One line a term, largest first; base and points add up to the score."""
    if not item.drivers:
        yield f"{item.score} {number(item.value)}: nothing but the base of {number(item.base)}"
        return
    yield f"{item.score} {number(item.value)} = base {number(item.base)} and:"
    for driver in item.drivers:
        evidence = f"  ({clean(driver.evidence)})" if driver.evidence else ""
        yield f"  {driver.points:+6.1f}  {clean(driver.feature)}: {clean(driver.value)}{evidence}"


def _facts(catalog: Catalog, profile: OwnProfile) -> Iterator[str]:
    """Segments, what is out of service, cohorts, and the next workloads."""
    facts = profile.facts
    if today := facts.get("segment_today"):
        vintage = facts.get("segment_2021")
        yield f"Segment: {today}{f'; by the rules of 2021 {vintage}' if vintage else ''}."
    if ended := facts.get("eos_technology"):
        yield f"Support has ended for {', '.join(map(clean, ended))}, which it runs."
    titles = [catalog.cohorts[cohort].title for cohort in profile.cohorts]
    yield f"Cohorts, by our own rules: {'; '.join(titles) or 'none'}."
    if profile.next_workloads.existing:
        yield f"Azure workloads: {workloads_text(profile.next_workloads)}"
