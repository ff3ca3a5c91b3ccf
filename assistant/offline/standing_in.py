"""Reads words that only stand for customers: "the Evaluate ones", "those in Education", after a list of others."""

from collections.abc import Sequence

from assistant.offline.draft import Draft
from assistant.offline.followup import BOUNDS, leaves_none, same_kind
from assistant.offline.pointing import of_them
from knowledge.catalog import Catalog
from scoring.query import MEMBERSHIPS, Filter, flat


def release_stand_ins(draft: Draft, old: Sequence[Filter]) -> None:
    """``and the Evaluate ones?`` after a list of Act Now: nobody is both, so others are meant and not some of those."""
    said = flat(condition.filter for condition in draft.conditions)
    if of_them(draft.items) or not any(_apart(draft.catalog, before, new) for before in old for new in said):
        return
    for item in draft.items:
        if item.has("pronoun"):
            item.senses = tuple(sense for sense in item.senses if sense.kind != "pronoun")


def _apart(catalog: Catalog, old: Filter, new: Filter) -> bool:
    """Whether no customer meets both: other values of the same column, of which a customer has one."""
    if old.parts or new.parts:
        return False
    if old.op in BOUNDS and new.op in BOUNDS:
        same = (old.field, set(old.products), old.month) == (new.field, set(new.products), new.month)
        return same and leaves_none(old, new)
    if not same_kind(old, new):
        return False
    if old.op == "in" and new.op == "not in":
        return set(old.values) <= set(new.values)
    if old.op != "in" or new.op != "in":
        return False
    known = catalog.fields.get(old.field)
    several = old.field in MEMBERSHIPS or (known is not None and known.kind == "list")
    return not several and not set(old.values) & set(new.values)
