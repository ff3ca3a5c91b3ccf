"""Whether a follow-up speaks of the customers that were shown: "which ones", "which of those", "how many are"."""

from collections.abc import Sequence

from assistant.offline.spans import Item
from scoring.query import Filter

_MANY = {"them", "those", "these", "they"}


def asks_which(items: Sequence[Item]) -> bool:
    """``which ones are Act Now?``, ``which have Azure?``: of the customers that were shown, whom no noun names."""
    at = next((at for at, item in enumerate(items) if not item.has("noise", "mark") or _is_which(item)), len(items))
    if any(item.has("customers", "agreements") for item in items[at:]) or not _is_which(*items[at : at + 1]):
        return False
    words = items[at].text.lower().split()
    behind = items[at + 1] if at + 1 < len(items) else items[at]
    return words[-1] in ("one", "ones") or (items[at].has("verb") if len(words) > 1 else behind.has("verb"))


def _is_which(item: Item | None = None) -> bool:
    return item is not None and item.text.lower().startswith("which")


def asks_who_they_are(items: Sequence[Item]) -> bool:
    """``(which customers) are they?``: nothing but those that the question before was about."""
    return any(item.has("pronoun") for item in items) and all(item.has("noise", "pronoun", "mark") for item in items)


def counts_of_shown(items: Sequence[Item]) -> bool:
    """``how many are Act Now?``, ``how many have Azure?`` after a list: of those that it shows."""
    at = next((at for at, item in enumerate(items) if item.has("count")), len(items))
    nobody = not any(item.has("customers", "agreements", "data") for item in items)
    verb = any(item.has("verb", "own") for item in items[at + 1 : at + 2])
    return nobody and verb and all(item.has("noise", "and") for item in items[:at])


def counts_only(items: Sequence[Item]) -> bool:
    """``how many customers?``, ``how many customers is that?``: of the ones before; not "how many do we have"."""
    counts = any(item.has("count") for item in items)
    return counts and all(
        item.has("noise", "mark", "count", "customers", "pronoun") and not item.has("data") for item in items
    )


def shows_all(items: Sequence[Item]) -> bool:
    """``give me the Copilot cohort``, ``list all agreements ending in May``: whole, unlike ``the Copilot cohort``."""
    shows = items[0].has("reveal", "whole") or items[0].text.lower().startswith(("list ", "show "))
    members = any(item.has("cohort", "category", "play") for item in items)
    ending = any(item.has("agreements") for item in items) and any(item.has("expires") for item in items)
    return shows and (members or ending)


def among_shown(items: Sequence[Item]) -> bool:
    """``which of those``, ``they``: a part of what was shown, not "what about those in Sweden"."""
    many = any(item.has("pronoun") and _MANY & set(item.text.lower().split()) for item in items)
    return many and not items[0].has("instead", "and")


def of_them(items: Sequence[Item]) -> bool:
    """``which of those``, ``who among them``: none but those that were shown."""
    return any(
        item.has("pronoun")
        and ("of" in item.text.lower().split() or (place > 0 and items[place - 1].text.lower() in ("of", "among")))
        for place, item in enumerate(items)
    )


def corrects(items: Sequence[Item]) -> bool:
    """``I meant the Act Now ones``, ``rather those in Sweden``: others than those that were shown."""
    return any(item.has("correct", "in_place") for item in items)


def are_apart(replaced: Sequence[Filter], new: Filter) -> bool:
    """``those in Act Now`` after a list of Evaluate, ``those that don't have it``: nobody is both."""
    one_only = new.field == "cluster" or new.values in ((True,), (False,))
    same = [item for item in replaced if item.field == new.field and item.op == new.op == "in"]
    return one_only and any(not set(item.values) & set(new.values) for item in same)
