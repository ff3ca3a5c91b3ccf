"""Says what own scores hold of one customer, and where they part from the reports'."""

from collections.abc import Sequence

from assistant.render import clean, number, shorten, table
from knowledge.catalog import Catalog
from scoring.own.results import Change, Disagreement, Driver, NextWorkloads, ScoreDrivers, WhatWouldChange, WhyNot

LONGEST = 1_500
SHOWN = 5
"""Terms of a score that are named one by one."""


def fitted(words: Sequence[str]) -> str:
    """The parts of an answer under each other, within its length."""
    text = "\n\n".join(words)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def drivers_text(catalog: Catalog, found: Sequence[ScoreDrivers]) -> str:
    """A line a score: its base and the terms that count most; with the sum of the others they add up to the score."""
    return "\n".join(_score_text(catalog, item) for item in found) or "There is no own score of it."


def _score_text(catalog: Catalog, item: ScoreDrivers) -> str:
    others = [driver.points for driver in item.drivers[SHOWN:]]
    terms = [f"{driver.points:+.1f} {_term(driver)}" for driver in item.drivers[:SHOWN]]
    rest = [f"{sum(others):+.1f} from {len(others)} more"] if others else []
    band = f" ({catalog.bands[item.band].title})" if item.band in catalog.bands else ""
    near = "; close to a band's edge" if item.near_cutoff else ""
    head = f"{_label(catalog, item.product)} {item.score} {number(item.value)}{band} = base {number(item.base)}"
    return f"{'; '.join([head, *terms, *rest])}{near}."


def moves_text(catalog: Catalog, found: Sequence[WhatWouldChange], name: str = "") -> str:
    """The smallest changes that reach the target, why there are no others, and what moves only the cell.

    ``name`` is the customer's, which begins the text where it is given."""
    lines = []
    for item in found:
        who = f"{clean(name)}, " if name else ""
        reaching = [_change(change) for change in item.changes if not _only_cell(change)]
        cells = [f"the cell alone would move with {_change(one)}" for one in item.changes if _only_cell(one)]
        parts = [*reaching, *([clean(item.reason)] if item.reason else []), *cells]
        lines.append(f"{who}{_label(catalog, item.product)}, to {_title(catalog, item.target)}: {'; '.join(parts)}")
    return "\n".join(lines)


def _change(change: Change) -> str:
    return f"{clean(change.what)} ({change.score} {number(change.value)}, {clean(change.result)})"


def _only_cell(change: Change) -> bool:
    """Whether a change leaves the cluster as it is."""
    return change.score == "intent" and ", so " not in change.result


def why_not_text(catalog: Catalog, found: Sequence[WhyNot]) -> str:
    """The conditions of the target that fail; where none does, that the customer is in it."""
    lines = []
    scored = (*catalog.clusters, *catalog.bands)
    for item in found:
        title = (
            f"{_title(catalog, item.target)}{f' for {_label(catalog, item.product)}' if item.target in scored else ''}"
        )
        failing = [f"{clean(part.condition)}, it {_had(part.value)}" for part in item.conditions if not part.holds]
        lines.append(
            f"It is in {title}." if item.member else f"Not in {title}, since this fails: {'; '.join(failing)}."
        )
    return "\n".join(lines)


def _had(value: str) -> str:
    """``has 113``, ``is Yes``, ``is not known``."""
    if value in ("yes", "no"):
        return f"is {value.title()}"
    return f"is {value}" if value == "not known" else f"has {clean(value)}"


def workloads_text(found: NextWorkloads) -> str:
    """What comes next by the own base, with the rule's figures, and what the report recommends."""
    lines = [
        f"{place}. {item.workload} (after {', '.join(item.because)}: confidence {number(100 * item.confidence)}%, "
        f"support {number(100 * item.support)}%, lift {item.lift:.2f})"
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
            shorten(clean(item.name), 34),
            _label(catalog, item.product),
            f"{number(item.own_fit)} ({_title(catalog, item.own_cluster)})",
            f"{number(item.report_fit)} ({_title(catalog, item.report_cluster)})",
            shorten("; ".join(map(clean, item.reasons)), 46),
        ]
        for item in found
    ]
    return fitted([table(["customer", "product", "own fit", "report's fit", "why"], rows)])


def _term(driver: Driver) -> str:
    evidence = f" ({clean(driver.evidence)})" if driver.evidence else ""
    return f"{clean(driver.feature)}: {clean(driver.value)}{evidence}"


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label if product in catalog.products else product


def _title(catalog: Catalog, target: str) -> str:
    """The title of a cluster, band, cohort, category or play."""
    sections = ("cluster", "band", "cohort", "category", "play")
    entries = (catalog.sections[name].get(target) for name in sections)
    return next((str(entry.title) for entry in entries if entry), target or "a better cluster")
