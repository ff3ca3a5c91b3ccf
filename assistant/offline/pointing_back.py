"""Reads what points at a condition of the question before: "those that already have it", "and how many don't?"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.offline.lexicon import Sense
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from scoring.query import Filter, Query, opposite

_HAVING = ("own", "lack", "with")
_IDLE = ("noise", "mark", "pronoun", "stand_in", "and", "instead", "narrow", "who", "what", "verb", "customers", "count", "it")
_STANDING = ("cluster", "fit_band", "intent_band", "cell", "cohort", "category", "play")


def owned_by_cohort(phrases: Mapping[str, Sequence[Sense]]) -> dict[str, set[str]]:
    """The columns that tell who owns what a cohort is named after (``Copilot``), by the cohort's id."""
    found: dict[str, set[str]] = {}
    for senses in phrases.values():
        for cohort in (str(sense.value) for sense in senses if sense.kind == "cohort"):
            found.setdefault(cohort, set()).update(str(sense.value) for sense in senses if sense.kind == "owns")
    return found


def with_it_named(
    items: Sequence[Item], query: Query, catalog: Catalog, cohorts: Callable[[], Mapping[str, set[str]]]
) -> list[Item]:
    """``the ones that already have it``: "it" means the one thing that the question before was about."""
    places = [at for at, item in enumerate(items) if item.has("it") and _is_had(items, at)]
    things = _things(query, catalog, cohorts()) if places else set()
    if len(things) != 1:
        return list(items)
    sense = Sense("owns", things.pop())
    return [replace(item, senses=(sense,)) if at in places else item for at, item in enumerate(items)]


def _is_had(items: Sequence[Item], at: int) -> bool:
    at -= 1
    while at >= 0 and items[at].has("noise") and not items[at].has(*_HAVING):
        at -= 1
    return at >= 0 and items[at].has(*_HAVING)


def _things(query: Query, catalog: Catalog, cohorts: Mapping[str, set[str]]) -> set[str]:
    """The columns of what is owned that a query speaks of: by ownership, by a cohort, else by its product."""
    filters = query.set.filters
    owned = {product.owned for product in catalog.products.values()} | {name for each in cohorts.values() for name in each}
    if asked := {item.field for item in filters if item.field in owned}:
        return asked
    named = [str(value) for item in filters if item.field == "cohort" for value in item.values]
    if named:
        return {name for cohort in named for name in cohorts.get(cohort, set())}
    scored = {product for item in filters for product in item.products}
    return {catalog.products[product].owned for product in scored} - {""}


def turned_round(items: Sequence[Item], query: Query, catalog: Catalog) -> tuple[list[Item], Filter] | None:
    """``and how many don't?``, ``those without``: the rest of the items, and the one condition that is meant, turned
    round; None where more is said, or it is not clear which condition is meant."""
    denials = [item for item in items if denies(item)]
    rest = [item for item in items if item not in denials and not item.has("pronoun")]
    if len(denials) != 1 or not all(item.has(*_IDLE) for item in rest) or all(i is denials[0] or i.has("mark") for i in items):
        return None
    had = denials[0].has("lack") or denials[0].text.lower().startswith(("do", "ha"))
    filters = query.set.filters
    meant = [item for item in filters if (item.values in ((True,), (False,)) if had else item.field in _STANDING)]
    return (rest, opposite(catalog, meant[0])) if len(meant) == 1 else None


def denies(item: Item) -> bool:
    """``don't``, ``aren't``, ``without``; not "nothing", nor the words that take out."""
    words = item.text.lower().replace("’", "'")
    return words.endswith(("n't", "not")) or words == "without"
