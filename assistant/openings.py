"""Why a customer stands in a shortlist, and the first thing to say to it: words made from facts, nothing added."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.render import clean, number
from knowledge.catalog import Catalog
from scoring.shortlist_facts import CallFacts, SeenSignal

TEMPLATES = Path(__file__).with_name("openings.toml")


def reason_words(catalog: Catalog, facts: CallFacts, drivers: Sequence[str] = ()) -> str:
    """``Azure: Act Now, cell A1; $25K - $50K a year; Hiring: security analyst (2026-08-28); agreement ends 2026-11-17
    ($10,199)``. ``drivers``: what an own score rests on most, in words."""
    parts = [_cluster(catalog, facts)] if facts.cluster else []
    parts += [f"{facts.revenue} a year"] if facts.revenue else []
    parts += [f"propensity {number(facts.propensity, 'percent')}"] if facts.propensity is not None else []
    parts += [f"score rests on {', '.join(map(clean, drivers))}"] if drivers else []
    parts += [_signal(signal) for signal in facts.signals[:1]]
    parts += [_renewal(facts)] if facts.renewal else []
    return "; ".join(part for part in parts if part)


def _cluster(catalog: Catalog, facts: CallFacts) -> str:
    cell = f", cell {facts.cell}" if facts.cell else ""
    return f"{_label(catalog, facts)}: {facts.cluster}{cell}"


def _label(catalog: Catalog, facts: CallFacts) -> str:
    return catalog.products[facts.product].label if facts.product else ""


def _signal(signal: SeenSignal) -> str:
    day = f" ({signal.day})" if signal.day else ""
    return f"{clean(signal.title)}: {clean(signal.detail)}{day}"


def _renewal(facts: CallFacts) -> str:
    renewal = facts.renewal
    if renewal is None:
        return ""
    worth = f" ({number(renewal.revenue, 'USD')})" if renewal.revenue else ""
    return f"agreement ends {renewal.day}{worth}"


def opening_words(catalog: Catalog, facts: CallFacts, cohorts: Sequence[str], as_of: date) -> str:
    """The first thing to say; ``cohorts`` are those that the list is of."""
    say, renewal = templates(), facts.renewal
    fields: dict[str, object] = {"product": _label(catalog, facts) or "it"}
    if renewal and (renewal.day - as_of).days <= say["renewal"]["within_days"]:
        agreement = f"agreement ({renewal.program})" if renewal.program else "agreement"
        return _said(say["renewal"]["say"], fields | {"agreement": agreement, "day": _day(renewal.day)})
    if signal := _fresh(facts.signals, say["signal"], as_of):
        topic = signal.detail.rpartition(",")[0] or signal.detail
        return _said(say["signal"]["say"][signal.kind], fields | {"detail": signal.detail, "topic": topic})
    if cohort := next((name for name in cohorts if name in say["cohort"]), ""):
        return _said(say["cohort"][cohort], fields)
    return _said(say["plain"]["say"] if facts.product else say["plain"]["without_product"], fields)


def _fresh(signals: Sequence[SeenSignal], say: Mapping[str, Any], as_of: date) -> SeenSignal | None:
    """The newest signal that there are words for, if it is not too old."""
    known = (signal for signal in signals if signal.kind in say["say"] and signal.detail and signal.day)
    ahead = (signal for signal in known if not (signal.kind in say["ahead"] and _over(signal, as_of)))
    return next((s for s in ahead if s.day and 0 <= (as_of - s.day).days <= say["within_days"]), None)


def _over(signal: SeenSignal, as_of: date) -> bool:
    """Whether what was said to come in so many months has come: the months are counted from the day of the signal."""
    found = _IN_MONTHS.search(signal.detail)
    if found is None or signal.day is None:
        return False
    years, month = divmod(signal.day.month - 1 + int(found[1]), 12)
    year = signal.day.year + years
    return (year, month + 1, signal.day.day) < (as_of.year, as_of.month, as_of.day)


_IN_MONTHS = re.compile(r"\bin (\d{1,3}) months?\b", re.IGNORECASE)


def _said(template: str, fields: Mapping[str, object]) -> str:
    """A template filled in; what is filled in may hold braces."""
    words = {name: clean(value) for name, value in fields.items()}
    parts = template.split("{")
    return parts[0] + "".join(words[name] + rest for name, _, rest in (part.partition("}") for part in parts[1:]))


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@cache
def templates() -> dict[str, Any]:
    """What is said, by what it is made from."""
    import tomllib

    return tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))
