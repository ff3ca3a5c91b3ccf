"""Reads what points at a thing of the question before: "those that already have it"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.offline.lexicon import Sense
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from scoring.query import Query

_HAVING = ("own", "lack", "with")


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
    verbs = {at: _verb(items, at) for at, item in enumerate(items) if item.has("it")}
    named = {at for at, verb in verbs.items() if verb >= 0}
    things = _things(query, catalog, cohorts()) if named else set()
    if len(things) != 1:
        return list(items)
    sense = Sense("owns", things.pop())
    found = [replace(item, senses=(sense,)) if at in named else item for at, item in enumerate(items)]
    for verb in (verbs[at] for at in named if not items[verbs[at]].has(*_HAVING)):
        found[verb] = replace(items[verb], senses=(Sense("pronoun"), Sense("with")))
    return found


def _verb(items: Sequence[Item], at: int) -> int:
    """The place of the verb of having right before a place, such as that of ``only those that have``; -1."""
    at -= 1
    while at >= 0 and items[at].has("noise") and not _has(items[at]):
        at -= 1
    return at if at >= 0 and _has(items[at]) else -1


def _has(item: Item) -> bool:
    return item.has(*_HAVING) or item.text.lower().split()[-1:] in (["have"], ["has"])


def _things(query: Query, catalog: Catalog, cohorts: Mapping[str, set[str]]) -> set[str]:
    """The columns of what is owned that a query speaks of: by ownership, by a cohort, else by its product."""
    filters = query.set.filters
    owned = {product.owned for product in catalog.products.values()} | {
        name for each in cohorts.values() for name in each
    }
    if asked := {item.field for item in filters if item.field in owned}:
        return asked
    named = [str(value) for item in filters if item.field == "cohort" for value in item.values]
    if named:
        return {name for cohort in named for name in cohorts.get(cohort, set())}
    scored = {product for item in filters for product in item.products}
    return {catalog.products[product].owned for product in scored} - {""}
