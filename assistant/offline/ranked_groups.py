"""Reads which groups come first: "which country has the most customers", "the top 5 industries", "the fewest"."""

from collections.abc import Callable

from assistant.offline.draft import Draft
from assistant.offline.particles import particles
from assistant.offline.parts import Column, Parts
from scoring.query import MONTH

Target = Callable[[int], tuple[Column, int] | None]
_BEFORE = ("noise", "what", "reveal", "mark", "number", "and", "who", "count")
_BETWEEN = ("own", "with", "verb", "data", "agreements", "expires")


def read_ranked_groups(draft: Draft, parts: Parts, agreements: bool, target: Target) -> None:
    """Take a superlative or "top" beside a column of groups: the groups, their order, and how many of them.

    One group is wanted where the column stands in the singular, else as many as are named, else all.
    """
    for place in list(draft.free("superlative", "top")):
        at = _beside(draft, place)
        if at < 0 or not _opens(draft, min(at, place)) or (found := target(at)) is None:
            continue
        draft.use(place)
        parts.groups = [found[0], *(group for group in parts.groups if group == MONTH)]
        parts.ranked_groups = "asc" if draft.value(place, "superlative") == "asc" else "desc"
        parts.limit = _how_many(draft, parts, place, at)
        _measure(draft, parts, agreements, place, at)
        return


def _beside(draft: Draft, place: int) -> int:
    """The column of groups behind a superlative ("top 5 countries") or before it ("country with the most"); -1."""
    behind = draft.after(place, "number", "product")
    if _is_column(draft, behind) and not draft.has(behind + 1, "customers"):
        return behind
    before = draft.before(place, *_BETWEEN)
    before = draft.before(before) if draft.has(before, "product") else before
    return before if _is_column(draft, before) else -1


def _is_column(draft: Draft, at: int) -> bool:
    if not draft.is_free(at, "field", "cohortword", "score"):
        return False
    return not draft.numeric(at) and (draft.has(at, "field", "cohortword") or draft.value(at, "score") == "cluster")


def _opens(draft: Draft, first: int) -> bool:
    """Whether nothing but words of asking stands before: not "customers in the country with the most"."""
    return all(draft.has(at, *_BEFORE) or draft.has(at, "product") for at in range(first))


def _how_many(draft: Draft, parts: Parts, place: int, at: int) -> int | None:
    first, last = min(at, place) - 1, max(at, place)
    for bound in [bound for bound in draft.bounds if bound.op == "=" and first <= bound.first <= last]:
        draft.take(bound)
        return int(bound.values[0])
    plural = draft.word(at).endswith("s") and not draft.word(at).endswith("ss")
    return None if plural else 1


def _measure(draft: Draft, parts: Parts, agreements: bool, place: int, at: int) -> None:
    """What the groups are compared by, where it is a number of customers or agreements, or a sum of a field."""
    nouns = [each for each in range(min(at, place), len(draft.items)) if draft.has(each, "customers", "agreements")]
    if draft.word(place) in particles("most_of") and draft.numeric(draft.after(place)) and not nouns:
        parts.function = "sum"
        parts.measured = draft.numeric(draft.after(place))
        draft.use(draft.after(place))
    elif nouns and agreements and draft.has(nouns[0], "agreements"):
        parts.function, parts.measured = "count", "agreements"
    parts.by_size = not nouns and draft.word(place) not in particles("most_of")
