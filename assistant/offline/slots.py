"""Finds the product that each score of a question is about: the nearest in its clause, over any word order."""

from collections.abc import Sequence

from assistant.offline.draft import Draft, Slot

_CROSSING = 2.0
_BREAK = 3.0
_BEHIND = 0.4


def bind_products(draft: Draft, slots: Sequence[Slot]) -> list[str]:
    """Give every slot the products that stand nearest; returns the products that no slot took, in order."""
    groups = _product_groups(draft)
    taken: set[int] = set()
    for slot in slots:
        group = _nearest(draft, slot, groups, slots)
        if group:
            slot.products = list(dict.fromkeys(str(draft.value(place, "product")) for place in group))
            slot.exactly = draft.exactly_one(group)
            slot.joint = "and" if len(group) > 1 and draft.all_meant(group) else "or"
            taken.update(group)
    draft.use(*taken)
    left = [place for group in groups for place in group if place not in taken]
    return list(dict.fromkeys(str(draft.value(place, "product")) for place in left))


def _product_groups(draft: Draft) -> list[list[int]]:
    """Products in lists; each scored product (``Azure fit``, ``M365 Act Now``) stands alone."""
    groups: list[list[int]] = []
    for group in draft.groups(list(draft.free("product"))):
        current: list[int] = []
        for place in group:
            again = any(draft.value(other, "product") == draft.value(place, "product") for other in current)
            if again or (current and _excepted(draft, current[-1], place)):
                groups.append(current)
                current = []
            current.append(place)
            if draft.has(place + 1, "score", "cluster", "band"):
                groups.append(current)
                current = []
        if current:
            groups.append(current)
    return groups


def _excepted(draft: Draft, first: int, second: int) -> bool:
    """``Azure but not M365``: a negation between two products parts them ("nor" joins them)."""
    return any(draft.has(at, "neg") and draft.word(at) != "nor" for at in range(first + 1, second))


def _nearest(draft: Draft, slot: Slot, groups: Sequence[list[int]], slots: Sequence[Slot]) -> list[int]:
    ranked = sorted((_distance(draft, slot, group, slots), number) for number, group in enumerate(groups))
    return groups[ranked[0][1]] if ranked else []


def _distance(draft: Draft, slot: Slot, group: Sequence[int], slots: Sequence[Slot]) -> float:
    """Items between a score and a product; a clause boundary or another score in between counts more."""
    if slot.first <= group[0] and group[-1] <= slot.last:
        return 0.0
    behind = group[-1] < slot.first
    low, high = (group[-1], slot.first) if behind else (slot.last, group[0])
    cost = float(high - low)
    for place in range(low + 1, high):
        if draft.mark(place, ".;") or draft.has(place, "but"):
            cost += _BREAK
        if draft.mark(place, ",") or draft.has(place, "and"):
            cost += 0.5
        if any(other is not slot and other.first <= place <= other.last for other in slots):
            cost += _CROSSING
    return cost + (_BEHIND if behind and high - low > 1 else 0.0)
