"""Reads what is asked of the first customers of a list: "how many employees do the first three have", "which of the top
5 are in Stockholm". Their number says whom the question is about, not how long its answer is."""

from dataclasses import replace

from assistant.offline.draft import Draft
from assistant.offline.outcome import AskBack, Refuse
from assistant.offline.parts import Parts
from knowledge.messages import text
from scoring.query import Filter, Query


def asks_of_first(draft: Draft, parts: Parts) -> bool:
    """Whether the number of a question says of how many customers of a list something is asked."""
    if parts.limit is None or parts.groups or parts.limit_at < 0:
        return False
    ranked = any(item.has("top", "superlative", "first") for item in draft.items)
    figure = parts.function is not None and (ranked or _says_which(draft, parts))
    return figure or _is_part(draft, _before(draft, parts))


def asks_of_shown(draft: Draft, parts: Parts) -> bool:
    """The same after a list: ``agreements of the first three``, ``the first three by city`` are not of other ones."""
    if parts.limit is None or parts.ranked_groups or parts.limit_at < 0:
        return False
    of_them = draft.has(_before(draft, parts), "partitive") and draft.has(parts.limit_at - 1, "first")
    parted = parts.limit_at < min(parts.group_places, default=-1) and draft.has(parts.limit_at - 1, "first", "pronoun")
    asked = draft.has(0, "polar") and draft.has(0, "verb") and _before(draft, parts) < 0  # "are the first three ...?"
    return of_them or parted or asked or asks_of_first(draft, parts)


def not_listed(draft: Draft, parts: Parts) -> Refuse:
    """The refusal where there is no list whose first customers could be meant."""
    told = text("A figure of the first {limit} only: ask for the list first, then for its figure.", limit=parts.limit)
    if parts.function is None:
        told = text(
            "Which of the first {limit} meet a condition: ask for the list first, then for its part.", limit=parts.limit
        )
    return Refuse(told, told=True)


def kept_to_first(base: Query, shown: tuple[str, ...], draft: Draft, parts: Parts) -> Query | AskBack | Refuse:
    """The list before, kept to as many of the customers that it showed as are meant; the number is read then."""
    limit = parts.limit or 0
    if base.measure or base.group_by or not shown or not _says_which(draft, parts):
        return not_listed(draft, parts)
    pointing = draft.has(parts.limit_at - 1, "pronoun")
    if limit > len(shown) or (pointing and limit < len(shown)):
        return AskBack(
            text("That list has {count} customers. Which {limit} do you mean?", count=len(shown), limit=limit)
        )
    parts.limit, parts.first = None, limit
    first = Filter("customer", "in", shown[:limit])
    return replace(base, set=replace(base.set, filters=(*base.set.filters, first)), limit=None)


def _before(draft: Draft, parts: Parts) -> int:
    """The place before the words that say which: ``the first``, ``top``, ``those``."""
    place = parts.limit_at if draft.has(parts.limit_at, "number") else parts.limit_at + 1
    place -= 1
    while draft.has(place, "first", "top", "pronoun", "noise") and not draft.has(place, "partitive"):
        place -= 1
    return place


def _is_part(draft: Draft, place: int) -> bool:
    """``which of``, ``who among``, ``of the first three, who ...``; not ``a list of the top 5``."""
    asked = draft.has(place, "narrow", "count") or draft.has(place - 1, "who", "count", "mark", "and", "widen")
    return draft.has(place, "partitive") and (asked or place == 0)


def _says_which(draft: Draft, parts: Parts) -> bool:
    """Whether words beside a number say which customers they are."""
    at = range(_before(draft, parts) + 1, parts.limit_at + 2)
    return any(draft.has(place, "first", "top", "pronoun") for place in at)
