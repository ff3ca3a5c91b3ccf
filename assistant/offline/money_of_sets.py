"""Reads money that is asked of a whole set without a function: "what is the M365 potential of the Copilot cohort"."""

from collections.abc import Sequence

from assistant.offline.draft import Draft
from assistant.offline.spans import Item

_BEFORE = ("noise", "mark", "what", "explain", "product", "family", "tally", "whole")
_NOT_BEFORE = ("customers", "own", "who")
_BEHIND = ("noise", "when", "mark", "preposition")
_OF_SOME = ("top", "superlative", "shortlist", "order", "ranked", "pronoun")


def money_of_a_set(draft: Draft) -> int:
    """The place of the money; -1 where customers may be asked for, or the money of one customer."""
    place = next((at for at in range(len(draft.items)) if _is_money(draft, at)), -1)
    if place < 0 or draft.bounds or not (draft.conditions or draft.atoms or draft.units):
        return -1
    before, behind = draft.items[:place], draft.items[place + 1 :]
    one = any(item.has("customers") and not item.text.lower().endswith("s") for item in behind)
    if one or any(item.has(*_OF_SOME) for item in draft.items):
        return -1
    if not (_asks_a_figure(before, behind) and _is_said_of(behind)):
        return -1
    draft.use(*(at for at in range(place) if draft.has(at, "how_big")))
    return place


def _is_money(draft: Draft, at: int) -> bool:
    numeric = draft.numeric(at)
    money = bool(numeric) and draft.catalog.fields[numeric].kind == "money"
    return draft.is_free(at, "score", "field") and (money or draft.value(at, "score") == "revenue")


def _asks_a_figure(before: Sequence[Item], behind: Sequence[Item]) -> bool:
    """``what is the``, ``how big is the``, ``of the whole``, ``at least``: a figure, and no list with a column."""
    asked = any(item.has("what", "tally", "how_big") for item in before)
    lower = any((sense := item.sense("compare")) and sense.value == ">=" for item in behind)
    opens = all(item.has(*_BEFORE) and not item.has(*_NOT_BEFORE) for item in before)
    return opens and (asked or lower or any(item.has("whole") for item in behind))


def _is_said_of(behind: Sequence[Item]) -> bool:
    return bool(behind) and behind[0].has(*_BEHIND) and not behind[0].has("verb", "own", "polar")
