"""Reads "exactly one of", and tells by name which words that restrict ("only", "alone", "all agreements") no condition
can say."""

from collections.abc import Sequence

from assistant.offline.draft import Condition, Draft
from assistant.offline.only_rows import only_rows
from assistant.offline.outcome import Refuse
from assistant.offline.particles import particles
from assistant.offline.parts import Parts
from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.query import Filter, is_agreement_field, joined, opposite, walk

ONE_OF = text("I can tell who meets exactly one of several things only for products and cohorts that are named.")
ALONE = text(
    "I can tell who meets a condition for one product, but not who meets it for no other. Please name the products for "
    "which they do not meet it."
)
ALL_AGREEMENTS = text(
    "I can tell who has an agreement that meets a condition, but not whose agreements all meet it. Please name what no "
    "agreement of theirs may be."
)
ABOUT = text("How near “about” is I cannot know. Please give two limits, such as between 40 and 60.")
BEST_AGREEMENTS = text(
    "I can rank customers by all their agreements together, but not single agreements. Ask for the customers with the "
    "highest expiring revenue."
)


def one_alone(catalog: Catalog, filters: Sequence[Filter]) -> Filter:
    """Meets one of the filters and none of the others."""
    each = [joined([one, *(opposite(catalog, other) for other in filters if other is not one)]) for one in filters]
    return joined(each, any_of=True)


def restricted(draft: Draft, parts: Parts) -> Refuse | None:
    """The refusal of a word that restricts and that nothing has read; None where there is none."""
    if draft.single_lists() - draft.read_lists:
        return Refuse(ONE_OF, told=True)
    if _is_alone(draft) and not only_rows(draft, parts):
        return Refuse(ALONE, told=True)
    if _of_all_agreements(draft):
        return Refuse(ALL_AGREEMENTS, told=True)
    if any(_is_about(draft, condition) for condition in draft.conditions):
        return Refuse(ABOUT, told=True)
    return Refuse(BEST_AGREEMENTS, told=True) if _ranks_agreements(draft, parts) else None


def _of_all_agreements(draft: Draft) -> bool:
    """``whose agreements are all CSP``, ``have every agreement expiring before 2027``, ``have only CSP agreements``."""
    conditions = walk(tuple(condition.filter for condition in draft.conditions))
    if not any(is_agreement_field(draft.catalog, item.field) for item in conditions):
        return False
    return any(
        _governs_agreements(draft, at) for at in range(len(draft.items)) if _first_word(draft, at) in particles("all")
    )


def _governs_agreements(draft: Draft, place: int) -> bool:
    before, after = place - 1, place + 1
    while draft.has(before, "noise", "verb") and not draft.has(before, "own", "with", "agreements"):
        before -= 1
    while draft.has(after, "noise", "value", "expires") and not draft.has(after, "agreements"):
        after += 1
    whose = _first_word(draft, before) in particles("whose")
    had = (draft.has(before, "own", "with") and not draft.has(before, "reveal")) or whose
    return draft.has(before, "agreements") or (had and draft.has(after, "agreements"))


def _first_word(draft: Draft, place: int) -> str:
    return draft.word(place).split(" ")[0]


def _is_about(draft: Draft, condition: Condition) -> bool:
    """``roughly 50 employees``: a number that is not meant to the digit."""
    values = condition.filter.values
    exact = condition.filter.op == "in" and any(isinstance(value, float) for value in values)
    return exact and any(draft.word(at) in particles("about") for at in range(condition.first - 1, condition.last))


def _ranks_agreements(draft: Draft, parts: Parts) -> bool:
    """``top 3 agreements``, ``largest 3 agreements``."""
    place = parts.limit_at
    while place >= 0 and draft.has(place, "number", "noise", "top", "superlative", "expires"):
        if draft.has(place, "agreements"):
            break
        place += 1
    return parts.limit is not None and parts.function is None and draft.has(place, "agreements")


def _is_alone(draft: Draft) -> bool:
    """``Act Now for only Azure``, ``Act Now for Surface alone``, ``are only Act Now for Surface``."""
    slots = [*(atom.slot for atom in draft.atoms), *(unit.slot for unit in draft.units)]
    scored = {product for slot in slots for product in slot.products}
    first = min((slot.first for slot in slots), default=len(draft.items))
    if any(_says_only(draft, slot.first - 1) and draft.word(slot.first - 2) in particles("being") for slot in slots):
        return bool(scored)
    named = (at for at in range(first + 1, len(draft.items)) if draft.value(at, "product") in scored)
    return any(_is_restricted(draft, place) for place in named)


def _is_restricted(draft: Draft, place: int) -> bool:
    before = place - 2 if draft.word(place - 1) in particles("for") else place - 1
    return _says_only(draft, before) or draft.word(place + 1) in particles("restricting_behind")


def _says_only(draft: Draft, place: int) -> bool:
    return draft.word(place) in particles("restricting")
