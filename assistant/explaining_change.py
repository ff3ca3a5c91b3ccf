"""Says how one customer's scores stood in an earlier month and how they stand in a later one."""

from collections.abc import Iterator, Sequence

from assistant.render import column_words, number
from knowledge.catalog import Catalog
from knowledge.messages import joined, text
from scoring.explain import CustomerFacts, ProductFacts

_TOLD = ("cluster", "fit", "intent")


def change_text(
    catalog: Catalog, before: CustomerFacts, now: CustomerFacts, products: Sequence[str], aspects: Sequence[str]
) -> str:
    """``2026-09 → 2026-10: M365 intent 94 → 90.``: of the products asked for, else of those that both months have, the
    scores asked for, else cluster, fit and intent."""
    either = {*before.scores, *now.scores}
    both = [product for product in now.scores if product in before.scores]
    names = [name for name in _TOLD if name in aspects] or _TOLD
    found = [
        told
        for product in [product for product in products if product in either] or both
        for told in _changes(catalog, before.scores.get(product), now.scores.get(product), product, names)
    ]
    months = {"since": before.month, "month": now.month}
    return text("{since} → {month}: {changes}.", changes=joined("; ", found), **months)


def _changes(
    catalog: Catalog, before: ProductFacts | None, now: ProductFacts | None, product: str, names: Sequence[str]
) -> Iterator[str]:
    for name in names:
        values = " → ".join(_value(catalog, facts, name) for facts in (before, now))
        yield joined(" ", (column_words(catalog, f"{product}.{name}"), values))


def _value(catalog: Catalog, facts: ProductFacts | None, name: str) -> str:
    """A score, its band where only that is given, or the title of a cluster; a dash where the month has none."""
    if facts is None:
        return "–"
    if name == "cluster":
        return catalog.clusters[facts.cluster].title if facts.cluster else "–"
    score, band = (facts.fit, facts.fit_band) if name == "fit" else (facts.intent, facts.intent_band)
    if score is not None:
        return number(score)
    return catalog.bands[band].title if band else "–"
