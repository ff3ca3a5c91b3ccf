"""Says what own scores hold of one customer, and where they part from the reports'."""

from collections.abc import Sequence

from assistant.render import NO, YES, clean, number, shorten, table
from knowledge.catalog import Catalog
from knowledge.messages import Text, joined, made, text
from scoring.own.results import (
    Change,
    Disagreement,
    Driver,
    NextWorkload,
    NextWorkloads,
    ScoreDrivers,
    WhatWouldChange,
    WhyNot,
)

LONGEST = 1_500
SHOWN = 5
"""Terms of a score that are named one by one."""


_VALUES = {"yes": YES, "no": NO, "not known": text("not known"), "nothing listed": text("nothing listed")}


def fitted(words: Sequence[str]) -> str:
    """The parts of an answer under each other, within its length, in whichever language."""
    return made(_within_length, words=tuple(words))


def _within_length(words: Sequence[str]) -> str:
    whole = "\n\n".join(words)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1].rstrip() + "…"


def drivers_text(catalog: Catalog, found: Sequence[ScoreDrivers]) -> str:
    """A line a score: its base and the terms that count most; with the sum of the others they add up to the score."""
    return joined("\n", [_score_text(catalog, item) for item in found]) or text("There is no own score of it.")


def _score_text(catalog: Catalog, item: ScoreDrivers) -> str:
    others = [driver.points for driver in item.drivers[SHOWN:]]
    band = f" ({catalog.bands[item.band].title})" if item.band in catalog.bands else ""
    score = f"{_label(catalog, item.product)} {item.score} {number(item.value)}{band}"
    parts = [text("{score} = base {base}", score=score, base=number(item.base))]
    parts += [joined(" ", (f"{driver.points:+.1f}", _term(driver))) for driver in item.drivers[:SHOWN]]
    if others:
        parts.append(text("{points:+.1f} from {count} more", points=sum(others), count=len(others)))
    if item.near_cutoff:
        parts.append(text("close to a band's edge"))
    return text("{sentence}.", sentence=joined("; ", parts))


def moves_text(catalog: Catalog, found: Sequence[WhatWouldChange], name: str = "") -> str:
    """The smallest changes that reach the target, why there are no others, and what moves only the cell.

    ``name`` is the customer's, which begins the text where it is given."""
    lines = []
    for item in found:
        who = f"{clean(name)}, " if name else ""
        reaching = [_change(change) for change in item.changes if not _only_cell(change)]
        cells = [
            text("the cell alone would move with {change}", change=_change(one))
            for one in item.changes
            if _only_cell(one)
        ]
        parts = [*reaching, *([clean(item.reason)] if item.reason else []), *cells]
        product, target = _label(catalog, item.product), _title(catalog, item.target)
        moves = text("{product}, to {target}: {changes}", product=product, target=target, changes=joined("; ", parts))
        lines.append(joined("", (who, moves)))
    return joined("\n", lines)


def _change(change: Change) -> str:
    score = f"{change.score} {number(change.value)}"
    return joined("", (clean(change.what), f" ({score}, ", clean(change.result), ")"))


def _only_cell(change: Change) -> bool:
    """Whether a change leaves the cluster as it is."""
    return change.score == "intent" and ", so " not in change.result


def why_not_text(catalog: Catalog, found: Sequence[WhyNot]) -> str:
    """The conditions of the target that fail; where none does, that the customer is in it."""
    lines = []
    scored = (*catalog.clusters, *catalog.bands)
    for item in found:
        title = _title(catalog, item.target)
        if item.target in scored:
            title = text("{target} for {product}", target=title, product=_label(catalog, item.product))
        if item.member:
            lines.append(text("It is in {target}.", target=title))
            continue
        failing = joined("; ", [_had(clean(part.condition), part.value) for part in item.conditions if not part.holds])
        lines.append(text("Not in {target}, since this fails: {conditions}.", target=title, conditions=failing))
    return joined("\n", lines)


def _had(condition: str, value: str) -> str:
    """``M365 seats must be at least 50, it has 12``."""
    if value in ("yes", "no"):
        had = text("Yes") if value == "yes" else text("No")
        return text("{condition}, it is {value}", condition=condition, value=had)
    if value == "not known":
        return text("{condition}, it is not known", condition=condition)
    return text("{condition}, it has {value}", condition=condition, value=clean(value))


def workloads_text(found: NextWorkloads) -> str:
    """What comes next by the own base, with the rule's figures, and what the report recommends."""
    parts = [
        text("It runs {workloads}.", workloads=", ".join(found.existing))
        if found.existing
        else text("No workload of it is known.")
    ]
    parts += [joined("", (f"{place}. ", _workload(item))) for place, item in enumerate(found.suggested, 1)]
    if not found.suggested:
        parts.append(text("No rule of your own base says what comes next."))
    if found.recommended:
        parts.append(text("The report recommends {workloads}.", workloads=", ".join(found.recommended)))
    return joined("\n", parts)


def _workload(item: NextWorkload) -> str:
    return text(
        "{workload} (after {owned}: confidence {confidence}%, support {support}%, lift {lift:.2f})",
        workload=item.workload,
        owned=", ".join(item.because),
        confidence=number(100 * item.confidence),
        support=number(100 * item.support),
        lift=item.lift,
    )


def disagreements_text(catalog: Catalog, found: Sequence[Disagreement]) -> str:
    """Customers and products that both sources see differently, the farthest apart first."""
    if not found:
        return text("Own scores and the reports do not part anywhere that was asked for.")
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
    return joined("", (clean(driver.feature), ": ", _value(driver.value), evidence))


def _value(value: str) -> str:
    """A customer's value of a term; of a term of two features, both."""
    if isinstance(value, Text):
        return clean(value)
    return joined(" × ", [_VALUES.get(part, clean(part)) for part in value.split(" × ")])


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label if product in catalog.products else product


def _title(catalog: Catalog, target: str) -> str:
    """The title of a cluster, band, cohort, category or play."""
    sections = ("cluster", "band", "cohort", "category", "play")
    entries = (catalog.sections[name].get(target) for name in sections)
    return next((str(entry.title) for entry in entries if entry), target or text("a better cluster"))
