"""Reads "only" behind a condition that a figure is of: "Azure potential per country, Act Now for Azure only"."""

from assistant.offline.draft import Draft, Slot
from assistant.offline.parts import Parts
from knowledge.messages import Word, text


def only_rows(draft: Draft, parts: Parts) -> bool:
    """Whether "only" ends the last part of a figure of one product, which is a condition on the same product: no other
    customers are counted. Of any other product, or of a list, it may mean that they meet it for no other one."""
    end = len(draft.items) - 1
    while draft.has(end, "mark"):
        end -= 1
    comma = max((at for at in range(end) if draft.mark(at, ",")), default=-1)
    said = parts.measured.products if isinstance(parts.measured, Slot) and parts.function else []
    last = [atom.slot for atom in draft.atoms if atom.slot.first > comma]
    named = any(draft.value(at, "product") in said for at in range(comma))
    same = len(last) == len(draft.atoms) == 1 and len(said) == 1 and last[0].products == said
    if not (draft.has(end, "narrow") and comma >= 0 and named and same):
        return False
    if any(draft.has(at, "and", "or", "who", "narrow", "customers", "verb") for at in range(comma, end)):
        return False
    words = Word(" ".join(item.text for item in draft.items[comma + 1 : end]))
    draft.assume(text("only “{words}”: no other customers are counted", words=words))
    return True
