"""Reads that customers have no agreement of some kind: "without an agreement", "who have no CSP agreement"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.draft import Condition, Draft
from assistant.offline.outcome import Refuse
from assistant.offline.ownership import THINGS
from knowledge.messages import text
from scoring.query import Filter, is_agreement_field, joined, walk


def read_lacking(draft: Draft) -> None:
    """Make one condition of what is said of agreements that customers do not have: no agreement may meet it all. Where
    nothing is said of them, there must be none."""
    for place, item in enumerate(draft.items):
        asked = any(draft.has(at, "customers", "who") for at in range(place))
        if item.has("lack") and asked and _is_of_agreements(draft, draft.after(place)):
            said = [c for c in draft.conditions if c.last > place and _is_column(draft, c.filter)]
            if turned := _turned_again(draft, place, said):
                draft.question = Refuse(
                    text("A negation within another cannot be read yet: “{words}”.", words=turned), told=True
                )
                return
            draft.conditions = [c for c in draft.conditions if c not in said]
            positive = [replace(c.filter, op="in") if c.filter.op == "not in" else c.filter for c in said]
            none = Filter(none_of=(joined(positive),)) if said else Filter("agreements", "<", (1.0,))
            draft.conditions.append(Condition(none, place, max([place, *(c.last for c in said)])))
            draft.use(place)
            return


def _is_of_agreements(draft: Draft, at: int) -> bool:
    """Whether an item speaks of agreements: the word itself, or a value that only they have."""
    if draft.has(at, "agreements") or not 0 <= at < len(draft.items):
        return draft.has(at, "agreements")
    fields = [sense.field for sense in draft.items[at].senses if sense.kind == "value"]
    known = bool(fields) and all(is_agreement_field(draft.catalog, name) for name in fields)
    return known and not draft.has(at, *THINGS)


def _is_column(draft: Draft, item: Filter) -> bool:
    fields = [part.field for part in walk((item,))]
    return "agreements" not in fields and all(is_agreement_field(draft.catalog, name) for name in fields)


def _turned_again(draft: Draft, place: int, said: Sequence[Condition]) -> str:
    """The words from what is lacked to a value that is negated once more ("without agreements that are not CSP")."""
    for each in said:
        between = range(place + 1, each.first)
        if any(draft.has(at, "neg", "lack", "but") and not draft.has(at, "compare") for at in between):
            return " ".join(item.text for item in draft.items[place : each.last + 1])
    return ""
