"""What own scores say of a customer, fact by fact."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.guarding.fact import Fact, text_facts
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.own.results import Disagreement, NextWorkloads, ScoreDrivers, WhatWouldChange, WhyNot


def driver_facts(catalog: Catalog, item: ScoreDrivers) -> Iterator[Fact]:
    kind = "percent" if item.score == "propensity" else "number"
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}))
    yield replace(mine, value=item.value, field=item.score, kind=kind)
    yield replace(mine, value=item.base, field=item.score, kind="number", dimension="base")
    if item.band:
        band = fold(catalog.bands[item.band].title)
        yield replace(mine, value=band, field=f"{item.score}_band", kind="word")
    for driver in item.drivers:
        about = replace(mine, keys=frozenset({fold(driver.feature)}), field=item.score, dimension="points")
        yield replace(about, value=abs(driver.points))
        for words in (driver.feature, driver.value, driver.evidence):
            yield from text_facts(words, replace(about, field="reason", products=None))


def target_facts(catalog: Catalog, item: WhatWouldChange | WhyNot) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}) if item.product else None)
    yield replace(mine, value=fold(item.target.replace("-", " ")), field="target", kind="word")
    if isinstance(item, WhatWouldChange):
        yield from text_facts(item.reason, replace(mine, field="reason", products=None))
        for change in item.changes:
            yield replace(mine, value=change.value, field=change.score, dimension="target")
            yield replace(mine, value=fold(change.result), field="target", kind="word")
            for words in (change.what, change.result):
                yield from text_facts(words, replace(mine, field="reason", products=None))
        return
    for condition in item.conditions:
        for words in (condition.condition, condition.value):
            yield from text_facts(words, replace(mine, field="reason", products=None))


def workload_facts(item: NextWorkloads) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), field="workloads")
    for count in (len(item.existing), len(item.suggested), len(item.recommended)):
        yield replace(mine, value=float(count), field="existing_workload_count")
    for suggested in item.suggested:
        about = replace(mine, keys=frozenset({fold(suggested.workload)}))
        yield replace(about, value=suggested.lift, field="lift")
        for field in ("support", "confidence"):
            value = getattr(suggested, field)
            yield replace(about, value=value, field=field)
            yield replace(about, value=100 * value, field=field, kind="percent")


def disagreement_facts(catalog: Catalog, item: Disagreement) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}))
    for source, fit, cluster in (
        ("own", item.own_fit, item.own_cluster),
        ("report", item.report_fit, item.report_cluster),
    ):
        about = replace(mine, dimension=source)
        yield replace(about, value=fit, field="fit")
        if cluster:
            yield replace(about, value=fold(catalog.clusters[cluster].title), field="cluster", kind="word")
    for reason in item.reasons:
        yield from text_facts(reason, replace(mine, field="reason", products=None))
