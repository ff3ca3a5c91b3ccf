"""Says what own scores hold of one customer, and where they part from the reports'."""

from collections.abc import Sequence

from assistant.render import clean, number, table
from knowledge.catalog import Catalog
from scoring.own.results import Disagreement, NextWorkloads, ScoreDrivers, WhatWouldChange, WhyNot


def drivers_text(catalog: Catalog, found: Sequence[ScoreDrivers]) -> str:
    """The terms of each score, largest first; they add up to the score."""
    parts = []
    for item in found:
        head = f"{_label(catalog, item.product)} {item.score} {number(item.value)} = base {number(item.base)}"
        lines = [
            f"  {driver.points:+.1f}  {_term(driver.feature, driver.value, driver.evidence)}" for driver in item.drivers
        ]
        parts.append("\n".join([f"{head} and:", *lines]))
    return "\n".join(parts) or "There is no own score of it."


def moves_text(catalog: Catalog, found: Sequence[WhatWouldChange]) -> str:
    """The smallest changes that reach the target, or why there are none."""
    lines = []
    for item in found:
        head = f"{_label(catalog, item.product)}, to {_title(catalog, item.target)}:"
        changes = [
            f"{clean(change.what)} ({change.score} {number(change.value)}, {clean(change.result)})"
            for change in item.changes
        ]
        lines.append(f"{head} {'; '.join(changes) or clean(item.reason)}")
    return "\n".join(lines)


def why_not_text(catalog: Catalog, found: Sequence[WhyNot]) -> str:
    """The conditions of the target that fail; where none does, that the customer is in it."""
    lines = []
    for item in found:
        title = f"{_title(catalog, item.target)}{f' for {_label(catalog, item.product)}' if item.product else ''}"
        failing = [
            f"{clean(part.condition)} (it has {clean(part.value)})" for part in item.conditions if not part.holds
        ]
        lines.append(
            f"It is in {title}." if item.member else f"Not in {title}, since this fails: {'; '.join(failing)}."
        )
    return "\n".join(lines)


def workloads_text(found: NextWorkloads) -> str:
    """What comes next by the own base, with the rule's figures, and what the report recommends."""
    lines = [
        f"{place}. {item.workload} (after {', '.join(item.because)}: confidence {number(100 * item.confidence)}%, "
        f"support {number(100 * item.support)}%, lift {item.lift:.1f})"
        for place, item in enumerate(found.suggested, 1)
    ]
    runs = f"It runs {', '.join(found.existing)}." if found.existing else "No workload of it is known."
    report = f"The report recommends {', '.join(found.recommended)}." if found.recommended else ""
    return "\n".join(
        part for part in (runs, *(lines or ["No rule of your own base says what comes next."]), report) if part
    )


def disagreements_text(catalog: Catalog, found: Sequence[Disagreement]) -> str:
    """Customers and products that both sources see differently, the farthest apart first."""
    if not found:
        return "Own scores and the reports do not part anywhere that was asked for."
    rows = [
        [
            clean(item.name),
            _label(catalog, item.product),
            f"{number(item.own_fit)} ({_title(catalog, item.own_cluster)})",
            f"{number(item.report_fit)} ({_title(catalog, item.report_cluster)})",
            "; ".join(map(clean, item.reasons)),
        ]
        for item in found
    ]
    return table(["customer", "product", "own fit", "report's fit", "why"], rows)


def _term(feature: str, value: str, evidence: str) -> str:
    return f"{clean(feature)}: {clean(value)}{f' ({clean(evidence)})' if evidence else ''}"


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label if product in catalog.products else product


def _title(catalog: Catalog, target: str) -> str:
    """The title of a cluster, band, cohort, category or play."""
    sections = ("cluster", "band", "cohort", "category", "play")
    entries = (catalog.sections[name].get(target) for name in sections)
    return next((str(entry.title) for entry in entries if entry), target or "a better cluster")
