"""Reads "exactly one of", and tells by name which words that restrict ("only", "alone", "all agreements") no condition
can say."""

from collections.abc import Sequence

from assistant.offline.draft import Draft
from assistant.offline.outcome import Refuse
from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.query import Filter, joined, opposite

ONE_OF = text("I can tell who meets exactly one of several things only for products and cohorts that are named.")
ALONE = text(
    "I can tell who meets a condition for one product, but not who meets it for no other. Please name the products for "
    "which they do not meet it."
)
_RESTRICTING = ("only", "just", "solely", "exclusively", "nothing but")
_BEING = ("are", "is", "be", "were", "was")
_BEHIND = ("only", "alone", "solely", "exclusively", "and nothing else")


def one_alone(catalog: Catalog, filters: Sequence[Filter]) -> Filter:
    """Meets one of the filters and none of the others."""
    each = [joined([one, *(opposite(catalog, other) for other in filters if other is not one)]) for one in filters]
    return joined(each, any_of=True)


def restricted(draft: Draft) -> Refuse | None:
    """The refusal of a word that restricts and that nothing has read; None where there is none."""
    if draft.single_lists() - draft.read_lists:
        return Refuse(ONE_OF, told=True)
    return Refuse(ALONE, told=True) if _is_alone(draft) else None


def _is_alone(draft: Draft) -> bool:
    """``Act Now for only Azure``, ``Act Now for Surface alone``, ``are only Act Now for Surface``."""
    slots = [*(atom.slot for atom in draft.atoms), *(unit.slot for unit in draft.units)]
    scored = {product for slot in slots for product in slot.products}
    first = min((slot.first for slot in slots), default=len(draft.items))
    if any(draft.word(slot.first - 1) in _RESTRICTING and draft.word(slot.first - 2) in _BEING for slot in slots):
        return bool(scored)
    named = (at for at in range(first + 1, len(draft.items)) if draft.value(at, "product") in scored)
    return any(_is_restricted(draft, place) for place in named)


def _is_restricted(draft: Draft, place: int) -> bool:
    before = place - 2 if draft.word(place - 1) == "for" else place - 1
    return draft.word(before) in _RESTRICTING or draft.word(place + 1) in _BEHIND
