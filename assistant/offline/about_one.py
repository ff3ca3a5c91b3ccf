"""Reads what is asked of one customer's score: drivers, what would move it, why it is not there, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline.draft import IGNORED
from assistant.offline.lexicon import Sense
from assistant.offline.particles import particles
from assistant.offline.spans import Item
from knowledge.catalog import Catalog

ASKED = ("drivers", "moves", "why_not", "next_workload")
_TARGETS = ("cohort", "category", "cluster", "play", "band")
_ACCOUNTED = (
    "name", "product", "family", "explain", "moves", "how_to", "needs", "why_not", "drivers", "next_workload", "change",
    "into", "out", "score", "score_word", "source", "governs", "month", "monthly", "when", "unit", "date", "what",
    "ordinal", "pronoun", "it", "to", "comparative", "id",
)  # fmt: skip


_REPORTED = (
    "field", "owns", "report", "agreements", "expires", "expired", "polar", "where", "compare_customers", "count",
    "near", "neg", "lack", "order", "cell", "cellword", "signal", "products", "every_product", "define", "data",
    "time_asked", "earlier",
)  # fmt: skip
_OTHERWISE = (
    "score", "cluster", "band", "cell", "propensity", "field", "agreements", "signal", "cohortword", "explain",
    "change", "count", "value", "drivers", "moves", "why_not", "next_workload", "expires", "expired", "number",
    "compare_customers",
)  # fmt: skip
_COULD = ("should", "could", "would", "can", "will", "might", "may", "buy", "present", "current", "existing")
_OPEN = ("which", "what", "licenses", "licences")
_COHORT_WORDS = ("cohort", "cohorts", "campaign", "category", "candidates", "group")


_WHY = ("explain", "how_to", "why_not")
_NEXT = (("when", "next"), ("step", 1))


@dataclass(frozen=True)
class Purpose:
    """Aspects of :class:`~assistant.offline.outcome.ReadCustomers`, the id of a target, the products it implies."""

    aspects: tuple[str, ...] = ()
    target: str = ""
    products: tuple[str, ...] = ()


def purpose(items: Sequence[Item], catalog: Catalog) -> Purpose:
    """What a question about one customer is after, beyond what the reports hold of it; empty where it is nothing."""
    targets = [
        at
        for at, item in enumerate(items)
        if item.has(*_TARGETS) and not item.has("name") and not stands_for_product(items, at)
    ]
    aspects: list[str] = []
    place = -1
    if _why_not(items, targets):
        aspects, place = ["why_not"], _behind(items, targets)
    elif any(item.has("moves") for item in items) or (targets and _how_to(items)):
        aspects, place = ["moves"], targets[-1] if targets else -1
    elif any(item.has("drivers") for item in items):
        aspects = ["drivers"]
    if _next_workload(items):
        aspects.append("next_workload")
    if place < 0:
        return Purpose(tuple(aspects))
    sense = items[place].sense(*_TARGETS)
    kind, target = (sense.kind, str(sense.value)) if sense else ("", "")
    if kind in ("cohort", "category", "play"):
        aspects = ["why_not" if aspect == "moves" else aspect for aspect in aspects]
    implied = (catalog.sections[kind][target].product,) if kind in ("cohort", "category") else ()
    return Purpose(tuple(aspects), target, implied)


def stands_for_product(items: Sequence[Item], at: int) -> bool:
    """Whether a cohort is named where a product would be: "the propensity for Copilot", "Act Now for Copilot"; not
    where the cohort itself is meant ("the Copilot cohort"), is lacked or had, or is what the customer would come to."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) else None
    if not item.has("cohort", "category") or item.has("name", "product"):
        return False
    if item.text.lower().split()[-1] in _COHORT_WORDS or (following and following.has("cohortword")):
        return False
    before = at - 1
    while before >= 0 and items[before].has("noise") and not items[before].has("own", "with", "into", "neg", "lack"):
        before -= 1
    if before >= 0 and items[before].has("own", "with", "into", "neg", "lack"):
        return False
    return any(other.has("score", "cluster", "band", "drivers") for other in items)


def substitutes(items: Sequence[Item], catalog: Catalog) -> dict[int, tuple[str, ...]]:
    """The places of cohorts named where a product would be, with the products whose scores rank them."""
    found: dict[int, tuple[str, ...]] = {}
    for at, item in enumerate(items):
        if stands_for_product(items, at):
            senses = [sense for sense in item.senses if sense.kind in ("cohort", "category")]
            found[at] = tuple(dict.fromkeys(catalog.sections[s.kind][str(s.value)].product for s in senses))
    return found


def unaccounted(items: Sequence[Item], asked: Purpose) -> list[str]:
    """The words that a purpose leaves open: a negation that is not its own, numbers, values and other conditions."""
    negations = [item.text for item in items if item.has("neg", "lack") and not item.has("why_not")]
    own = int("why_not" in asked.aspects and not any(item.has("why_not") for item in items))
    workload = "next_workload" in asked.aspects
    rest = [
        item.text
        for item in items
        if not item.has(*_ACCOUNTED, *_TARGETS, *IGNORED, "neg", "lack")
        and not (workload and item.has("field", "step"))
    ]
    return [*negations[own:], *rest]


def unused(items: Sequence[Item]) -> list[Item]:
    """The words that a plain question about one customer makes nothing of: no claim, no aspect, no product."""
    used = (*_ACCOUNTED, *_TARGETS, *IGNORED, *_REPORTED)
    names = sum(item.has("name") for item in items)
    counted = [item for item in items if (sense := item.sense("number")) and sense.value == names > 1]
    return [
        item
        for item in items
        if not item.has(*used) and item not in counted and any(letter.isalnum() for letter in item.text)
    ]


def owned_products(items: Sequence[Item]) -> list[Item] | None:
    """The products that a question asks whether a customer has; none where it asks which (``what do they own?``);
    None where it asks for no ownership: a score is named, or what the customer should buy."""
    owning = [at for at, item in enumerate(items) if item.has("own", "lack") and not item.has("field", "agreements")]
    other = any(item.has(*_OTHERWISE) and not item.has("product", "family", "owns", "name") for item in items)
    if not owning or other or any(item.text.lower() in _COULD for item in items):
        return None
    if not any(item.has("polar", "what", "products", "define") for item in items):
        return None
    things = [item for item in items if item.has("product", "family", "owns", "cohort", "category")]
    open_question = any(item.has("what", "products", "define") or item.text.lower() in _OPEN for item in items)
    return things if things or open_question else None


def _why_not(items: Sequence[Item], targets: Sequence[int]) -> bool:
    """``why is it not Act Now``, ``what keeps it out of Act Now``."""
    if not targets:
        return False
    if any(item.has("why_not") for item in items):
        return True
    return any(item.has("explain") for item in items) and any(item.has("neg", "lack") for item in items[: targets[-1]])


def _how_to(items: Sequence[Item]) -> bool:
    """``how could it become``, ``what does it need to become``."""
    what = items[0].text.lower().startswith("what")
    if any(item.text.lower() == "be" for item in items) and not any(item.has("needs") for item in items):
        return False  # "how can it be Nurture with so much intent": why it is
    return any(item.has("how_to") for item in items) or (what and any(item.has("needs") for item in items))


def _behind(items: Sequence[Item], targets: Sequence[int]) -> int:
    """The first target behind the negation (``Evaluate and not Act Now``), else the first."""
    negations = [at for at, item in enumerate(items) if item.has("neg", "lack")]
    return next((at for at in targets if negations and at > negations[0]), targets[0])


def _next_workload(items: Sequence[Item]) -> bool:
    """``next workload``, ``which workload should they add next``, ``which workloads run, and what is the next one?``"""
    if any(item.has("next_workload") for item in items):
        return True
    next_ = any((sense.kind, sense.value) in _NEXT for item in items for sense in item.senses)
    return next_ and any(
        "workload" in str(sense.value) for item in items for sense in item.senses if sense.kind == "field"
    )


def without_vague(items: Sequence[Item]) -> list[Item]:
    """``why is X not Act Now with such massive M365 intent?``: how high a score seems, where why is asked, says no more
    than which score is wondered at."""
    if not any(item.has(*_WHY) for item in items):
        return list(items)
    vague = particles("vague")
    return [
        replace(item, senses=(Sense("noise"),)) if item.text.lower() in vague and _is_of_score(items, at) else item
        for at, item in enumerate(items)
    ]


def _is_of_score(items: Sequence[Item], at: int) -> bool:
    behind = at + 1
    while behind < len(items) and items[behind].has("noise", "product", "family") and not items[behind].has("score"):
        behind += 1
    return behind < len(items) and items[behind].has("score")


def claims_to_be(items: Sequence[Item]) -> list[Item]:
    """The cluster and the product of ``how can X be Act Now on Azure?``, which asks why where X is; empty where it is
    asked what X may become."""
    targets = [at for at, item in enumerate(items) if item.has("cluster")]
    if len(targets) != 1 or not any(item.has("how_to") for item in items):
        return []
    before = targets[0] - 1
    being = before >= 0 and items[before].text.lower() in particles("being")
    return [item for item in items if item.has("cluster", "product")] if being else []
