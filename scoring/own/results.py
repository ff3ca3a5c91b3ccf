"""What own scores say of a customer, as typed results: reasons, changes, failing conditions, next workloads."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["", "higher", "lower"]


@dataclass(frozen=True)
class Driver:
    """One term of a score: its feature, the customer's value as text, its points (tenths) and where it was seen."""

    feature: str
    value: str
    points: float
    evidence: str = ""


@dataclass(frozen=True)
class ScoreDrivers:
    """The terms of one score (fit, intent or propensity) of a customer and product, largest first: ``base`` plus all
    points is ``value``, in tenths. ``band`` is the id of the score's band (empty for propensity), ``near_cutoff`` says
    that it lies within 2 points of a band's edge.
    """

    customer: str
    product: str
    score: str
    value: float
    base: float
    drivers: tuple[Driver, ...]
    band: str = ""
    near_cutoff: bool = False


@dataclass(frozen=True)
class Change:
    """What would lift a score ("fit" or "intent"): in words what has to change, the score it would then have, and in
    words the band, cell or cluster."""

    what: str
    score: str
    value: float
    result: str


@dataclass(frozen=True)
class WhatWouldChange:
    """The smallest changes that reach ``target``; ``reason`` says why there are none."""

    customer: str
    product: str
    target: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition of a cluster or cohort in words, the customer's value as text, and whether it holds."""

    condition: str
    value: str
    holds: bool


@dataclass(frozen=True)
class WhyNot:
    """Whether a customer is in ``target``, and the conditions for it."""

    customer: str
    product: str
    target: str
    member: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class NextWorkload:
    """A workload to add: the rule it follows from, with support and confidence (0 to 1) and lift."""

    workload: str
    because: tuple[str, ...]
    support: float
    confidence: float
    lift: float


@dataclass(frozen=True)
class NextWorkloads:
    """What a customer runs, what comes next by the own base, and what the report recommends."""

    customer: str
    existing: tuple[str, ...]
    suggested: tuple[NextWorkload, ...]
    recommended: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """One customer and product that two sources see differently: fits, 0 to 100, and clusters by id, with reasons."""

    customer: str
    name: str
    product: str
    own_fit: float
    report_fit: float
    own_cluster: str
    report_cluster: str
    reasons: tuple[str, ...] = ()
