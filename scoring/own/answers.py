"""What tools ask of own scores: drivers, changes, failing conditions, next workloads, and disagreement with reports."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from knowledge.catalog import Catalog
from knowledge.messages import joined, text
from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.model.model import tenths
from scoring.own.changes import what_would_change
from scoring.own.cohorts import why_not
from scoring.own.disagreement import find_disagreements
from scoring.own.results import (
    Condition,
    Direction,
    Disagreement,
    NextWorkload,
    NextWorkloads,
    ScoreDrivers,
    WhatWouldChange,
    WhyNot,
)
from scoring.own.subject import Subject
from scoring.own.workloads import next_workloads


class OwnAnswers:
    """Own scores of a workspace as of a day. An empty product means the one with the highest propensity; NotInData
    where there is no own data, or not this customer or product in it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def _catalog(self) -> Catalog:
        return self._engine.catalog

    def _subject(self, customer: str, product: str) -> tuple[Subject, str]:
        subject = Subject(self._engine, customer)
        if product and product not in subject.scores:
            label = self._catalog.products[product].label if product in self._catalog.products else product
            raise NotInData(text("The model {model} does not score {product}.", model=subject.model.id, product=label))
        best = max(subject.scores, key=lambda name: float(tenths(subject.scores[name].propensity)[0]))
        return subject, product or best

    def score_drivers(self, customer: str, product: str = "") -> tuple[ScoreDrivers, ...]:
        """Fit, intent and propensity with their terms."""
        subject, product = self._subject(customer, product)
        return subject.drivers(product)

    def what_would_change(self, customer: str, product: str = "", target: str = "") -> tuple[WhatWouldChange, ...]:
        """The smallest changes that reach a cluster or fit band. QueryError for any other target."""
        if target and target not in self._catalog.clusters and target not in self._catalog.bands:
            raise QueryError(text("'{target}' is no cluster and no band of fit.", target=target))
        subject, product = self._subject(customer, product)
        return (what_would_change(subject, product, target),)

    def why_not(self, customer: str, product: str, target: str) -> tuple[WhyNot, ...]:
        """The conditions of a cluster, fit band, cohort or category. QueryError for any other target."""
        catalog = self._catalog
        known = catalog.categories.get(target)
        named = [target] if target in catalog.cohorts else known.cohorts if known else ()
        if cohorts := [cohort for cohort in named if catalog.cohorts[cohort].rules]:
            facts = Subject(self._engine, customer).facts()
            return tuple(self._of_cohort(customer, facts, cohort) for cohort in cohorts)
        if target in catalog.clusters or target in catalog.bands:
            return (self._of_cluster(*self._subject(customer, product), target),)
        raise QueryError(
            text(
                "There is no rule for '{target}': rules are of clusters, bands, cohorts and categories.", target=target
            )
        )

    def _of_cohort(self, customer: str, facts: dict[str, object], cohort: str) -> WhyNot:
        checked = why_not(self._catalog, facts, cohort)
        conditions = tuple(Condition(one.words, _shown(one.value), one.holds is True) for one in checked)
        member = all(one.holds for one in conditions)
        return WhyNot(customer, self._catalog.cohorts[cohort].product, cohort, member, conditions)

    def _of_cluster(self, subject: Subject, product: str, target: str) -> WhyNot:
        """A cluster by the fit bands that mean it; where a matrix of a partner's own splits them, by its cells."""
        catalog = self._catalog
        fit, intent = (
            float(tenths(scores)[0]) for scores in (subject.scores[product].fit, subject.scores[product].intent)
        )
        cell = catalog.cell_of(catalog.band_of(fit).id, catalog.band_of(intent).id)
        member = target in (cell.cluster, catalog.band_of(fit).id)
        squares = [
            text(
                "fit {fit} and intent {intent}",
                fit=catalog.bands[one.fit].title,
                intent=joined(text(" or "), [catalog.bands[band].title for band in one.intent]),
            )
            for one in catalog.cells.values()
            if one.cluster == target and catalog.cluster_of(one.fit) is None
        ]
        words = joined(text(" or "), [*self._fit_ranges(target), *squares])
        value = f"fit {fit:g}" + (f", intent {intent:g}" if squares else "")
        return WhyNot(subject.customer, product, target, member, (Condition(words, value, member),))

    def _fit_ranges(self, target: str) -> Iterator[str]:
        """``fit at least 55 and under 75``, for each band that is or means the target."""
        bands = sorted(self._catalog.bands.values(), key=lambda band: band.lower)
        uppers = [band.lower for band in bands[1:]]
        for band, upper in zip(bands, [*uppers, None], strict=True):
            cluster = self._catalog.cluster_of(band.id)
            if target in (band.id, cluster.id if cluster else ""):
                if upper is None:
                    yield text("fit at least {low:g}", low=band.lower)
                else:
                    yield text("fit at least {low:g} and under {high:g}", low=band.lower, high=upper)

    def next_workloads(self, customer: str) -> NextWorkloads:
        """The workloads to add, by the rules of the own base, and the report's own recommendation."""
        engine = self._engine.own
        Subject(engine, customer)
        rows = engine.fetch("SELECT workloads, recommended FROM workloads WHERE customer_id = $id", {"id": customer})
        held = rows[0] if rows else {"workloads": [], "recommended": []}
        suggested = tuple(
            NextWorkload(one.workload, one.owned, one.support, one.confidence, one.lift)
            for one in next_workloads(engine.connection, customer)
        )
        return NextWorkloads(customer, tuple(held["workloads"] or ()), suggested, tuple(held["recommended"] or ()))

    def disagreements(
        self, product: str = "", limit: int = 20, direction: Direction = "", customers: Sequence[str] | None = None
    ) -> tuple[Disagreement, ...]:
        """Where own scores and those of the newest reports are farthest apart, by points of fit."""
        return find_disagreements(self._engine, product, limit, direction, customers)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.12g}" if isinstance(value, int | float) else "not known" if value is None else str(value)
