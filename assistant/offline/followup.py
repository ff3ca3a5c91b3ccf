"""Changes the query before by what a follow-up says: conditions replaced or added; order, length and figures."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline.comma_lists import kinds_of
from assistant.offline.draft import Draft
from assistant.offline.particles import particles
from assistant.offline.parts import Parts
from assistant.offline.pointing import among_shown, are_apart, asks_which, corrects, of_them
from assistant.offline.spans import Item
from scoring.engine import Engine
from scoring.query import MONTH, CustomerSet, Filter, Measure, Order, Query, ScoreSource, flat, joined, walk

BOUNDS = (">", ">=", "<", "<=", "between")
PLACES = ("country", "state", "city")
_MEMBERS = ("cohort", "category")


@dataclass(frozen=True)
class Change:
    """What a follow-up says, with its products bound: month, ``since``, source, measure, groups, orders."""

    month: str
    since: str
    source: ScoreSource
    measure: Measure | None
    groups: tuple[str, ...]
    orders: tuple[Order, ...]


def changed(base: Query, filters: tuple[Filter, ...], change: Change, draft: Draft, parts: Parts) -> Query:
    """The query before with a follow-up's figures, order and length; its filters are merged already."""
    source = change.source or base.set.source
    month, since = change.month or base.set.month, change.since or base.set.since
    wanted = CustomerSet(month, since if since != month else "", filters, source)
    query = replace(base, set=wanted, limit=parts.limit or base.limit)
    if change.measure is not None or change.groups:
        query = _measured(query, base, change, draft, parts)
    elif (base.measure or base.group_by) and (asks_list(draft, parts) or _asks_first(base, parts)):
        query = replace(query, measure=None, group_by=(), set=_without_since(query, base))
    elif _names_group(base, draft) or _is_whole(base, draft):
        query = replace(query, measure=None, group_by=(), order=(), set=_without_since(query, base))
    if parts.descending is not None and not change.orders:
        columns = [column for column in query.group_by if column != MONTH]
        order = _turned(query.order, parts) if query.order else tuple(Order(c, parts.descending) for c in columns[:1])
        query = replace(query, order=order)
    return replace(query, order=change.orders or query.order)


def _measured(query: Query, base: Query, change: Change, draft: Draft, parts: Parts) -> Query:
    """A figure or a break-down of the same customers; without a new figure that of the break-down before."""
    measure = change.measure or (base.measure if base.group_by else None)
    query = replace(query, measure=measure, group_by=change.groups, order=change.orders, limit=parts.limit)
    if change.measure is None or change.measure.function != "share":
        return query
    having = flat(condition.filter for condition in draft.conditions)
    return replace(
        query, set=replace(base.set, source=query.set.source), measure=replace(change.measure, having=having)
    )


def _without_since(query: Query, base: Query) -> CustomerSet:
    """The customers of a list that follows a break-down: the first month of a trend is none of theirs."""
    return replace(query.set, since="") if MONTH in base.group_by else query.set


def _is_whole(base: Query, draft: Draft) -> bool:
    """``Act Now for Azure in Norway`` after a trend: its product named, with two conditions or more; a fragment that
    opens with "and" goes on with the trend."""
    named = any(item.has("product", "family") for item in draft.items)
    scored = any(condition.filter.products for condition in draft.conditions)
    opening = bool(draft.items) and draft.items[0].has("and", "widen", "or", "instead", "narrow", "pronoun")
    return MONTH in base.group_by and named and scored and len(draft.conditions) > 1 and not opening


def _names_group(base: Query, draft: Draft) -> bool:
    """``show cell A2`` after the matrix: one group of the break-down before, whose customers are meant."""
    named = [c.filter for c in draft.conditions if c.filter.op == "in" and len(c.filter.values) == 1]
    columns = {f"{item.products[0]}.{item.field}" if item.products else item.field for item in named}
    groups = [column for column in base.group_by if column != MONTH]
    return len(groups) == 1 and groups[0] in columns


def _turned(orders: tuple[Order, ...], parts: Parts) -> tuple[Order, ...]:
    """``smallest first`` of a list that is sorted already."""
    first = orders[0]
    descending = (not first.descending) if parts.flipped else bool(parts.descending)
    return (replace(first, descending=descending), *orders[1:])


def _asks_first(base: Query, parts: Parts) -> bool:
    """``the top 3`` after one figure of a set: its first customers."""
    figure = base.measure is not None and not base.measure.having and not base.group_by
    return figure and parts.limit is not None and parts.function is None


def asks_list(draft: Draft, parts: Parts) -> bool:
    """Whether a question that follows a figure asks for customers: "which of them", "list the ones in Sweden"."""
    if parts.function is not None or parts.groups:
        return False
    return any(
        item.has("who") or item.text.lower().startswith("which") or (item.has("reveal") and place == 0)
        for place, item in enumerate(draft.items)
    )


# ---- conditions ------------------------------------------------------------------------------------------------------


def merged(draft: Draft, old: tuple[Filter, ...], engine: Engine) -> tuple[Filter, ...]:
    """Old filters that no new one replaces, then the new ones."""
    said = flat(condition.filter for condition in draft.conditions)
    if group := _opened_by_or(draft, old):
        return (*(item for item in old if item not in group), joined([joined(group), joined(said)], any_of=True))
    widens = widening(draft)
    if group := _beside(draft, old, said) if widens else ():
        return (*(item for item in old if item not in group), joined([joined(group), joined(said)], any_of=True))
    narrows = any(item.has("pronoun") for item in draft.items) and not (widens or corrects(draft.items))
    shown = (narrows and among_shown(draft.items)) or asks_which(draft.items)
    whole = _is_whole_set(old, said) and not (widens or narrows)
    kept: list[Filter] = list(old)
    new: list[Filter] = []
    for found in said:
        replaced = [item for item in kept if _gives_way(item, found, draft, whole)]
        if rest := _left_of(replaced, found):
            kept = [rest if item is replaced[0] else item for item in kept]
            continue
        places = [item for item in kept if _is_place(item)] if widens and _is_place(found) else []
        if places and (not replaced or _is_elsewhere(found, places, replaced, engine)):
            replaced = places
        new.append(_widened(replaced, found) if widens else found)
        apart = not of_them(draft.items) and are_apart(replaced, found)
        if shown and found.field in _MEMBERS:
            continue
        if widens or not narrows or apart or found.field in _MEMBERS:
            kept = [item for item in kept if item not in replaced]
    return tuple(_fitting_places(kept, new, engine)) + tuple(new)


def _gives_way(old: Filter, new: Filter, draft: Draft, whole: bool) -> bool:
    """Whether a new condition is said in place of an old one; ``whole``: other customers are asked for altogether."""
    other = whole and old.field == new.field == "cluster"
    places = _is_place(new) and bool(old.parts) and _is_place(old)
    if old.op == new.op == "not in" and not _replacing(draft):
        return False
    return same_kind(old, new) or _turned_round(old, new, draft) or other or places


def _is_whole_set(old: Sequence[Filter], new: Sequence[Filter]) -> bool:
    """``Act Now for M365 in Norway`` after "Act Now for Azure in Sweden": another place and another product with its
    cluster are other customers, not fewer of those."""
    clusters = [[item for item in filters if item.field == "cluster"] for filters in (old, new)]
    places = [{item.field for item in filters} & set(PLACES) for filters in (old, new)]
    return all(len(found) == 1 for found in clusters) and bool(places[0] & places[1])


def unjoined(draft: Draft, old: Sequence[Filter]) -> bool:
    """Whether a follow-up opens with "or" and it is not clear which of the old conditions is its other side."""
    return _opened_by_or(draft, old) == ()


def _opened_by_or(draft: Draft, old: Sequence[Filter]) -> tuple[Filter, ...] | None:
    """The old conditions that those of a follow-up with "or" at its head are alternatives to; none where that is not
    clear; None where it has no such head, or only names other values of an old condition."""
    new = flat(condition.filter for condition in draft.conditions)
    if not new or not old or not (draft.items and draft.items[0].has("or")):
        return None
    if len(new) == 1 and any(same_kind(item, new[0]) and item.op == new[0].op == "in" for item in old):
        return None
    kinds = {kind for item in new for kind in kinds_of(item)}
    group = tuple(item for item in old if kinds_of(item) & kinds) or (tuple(old) if len(old) == 1 else ())
    same = {each for item in new for each in _subjects(item)} == {each for item in group for each in _subjects(item)}
    return group if len(group) == 1 or same else ()


def _beside(draft: Draft, old: Sequence[Filter], new: Sequence[Filter]) -> tuple[Filter, ...]:
    """``also with Azure but not M365``: the old conditions that all new ones together are the other side of; none where
    each widens by itself (``also Norway, and Evaluate too``)."""
    group = tuple(item for item in old if any(same_kind(item, found) for found in new))
    flags = any(item.values in ((True,), (False,)) for item in group)
    return group if len(new) > 1 and (flags or not _enumerated(draft)) else ()


def _enumerated(draft: Draft) -> bool:
    """Whether a comma or "and" stands between all conditions."""
    found = sorted(draft.conditions, key=lambda condition: condition.first)
    return all(
        any(draft.has(at, "and") or draft.mark(at, ",") for at in range(one.last + 1, other.first))
        for one, other in itertools.pairwise(found)
    )


def _turned_round(old: Filter, new: Filter, draft: Draft) -> bool:
    """``less than 20 instead`` of "more than 50": a bound from the other side that replaces the old one; so does one
    that leaves no number between them."""
    bounds = old.op in BOUNDS and new.op in BOUNDS
    if not bounds or old.field != new.field or set(old.products) != set(new.products) or old.month != new.month:
        return False
    return _replacing(draft) or leaves_none(old, new)


def _replacing(draft: Draft) -> bool:
    return any(particles("replacing") & set(item.text.lower().split()) for item in draft.items if item.has("instead"))


def leaves_none(first: Filter, second: Filter) -> bool:
    """Whether no number lies within both bounds."""
    lows = [item.values[0] for item in (first, second) if item.op in (">", ">=", "between")]
    highs = [item.values[-1] for item in (first, second) if item.op in ("<", "<=", "between")]
    numbers = [value for value in (*lows, *highs) if isinstance(value, (int, float))]
    if len(numbers) < len(lows) + len(highs) or not lows or not highs:
        return False
    low, high = max(numbers[: len(lows)]), min(numbers[len(lows) :])
    return low > high or (low == high and bool({first.op, second.op} & {">", "<"}))


def widening(draft: Draft) -> bool:
    """``also Norway``, ``Norway too``; not where customers that were shown are asked about ("which of them also")."""
    pointing = any(item.has("pronoun") and not item.has("stand_in") for item in draft.items)
    opening = bool(draft.items) and draft.items[0].has("widen", "or")
    asks = bool(draft.items) and draft.items[0].text.lower().startswith(("who", "which", "that"))
    return opening or (any(item.has("widen") for item in draft.items) and not pointing and not asks)


def _left_of(replaced: Sequence[Filter], new: Filter) -> Filter | None:
    """``without Norway`` of "Sweden or Norway": the values that are left; None where it takes away none or all."""
    if len(replaced) != 1 or replaced[0].op != "in" or new.op != "not in":
        return None
    rest = tuple(value for value in replaced[0].values if value not in new.values)
    return replace(replaced[0], values=rest) if 0 < len(rest) < len(replaced[0].values) else None


def _widened(replaced: Sequence[Filter], new: Filter) -> Filter:
    if replaced and (new.parts or len(replaced) > 1 or replaced[0].field != new.field):
        return joined([joined(replaced), new], any_of=True)
    if replaced and replaced[0].op in BOUNDS and new.op in BOUNDS:
        return joined([joined(replaced), new], any_of=True)
    if not replaced or replaced[0].op != new.op:
        return new
    return replace(new, values=tuple(dict.fromkeys((*replaced[0].values, *new.values))))


def _is_elsewhere(new: Filter, places: Sequence[Filter], replaced: Sequence[Filter], engine: Engine) -> bool:
    """``also Oslo`` after Stockholm in Sweden: nobody in Oslo is in Sweden, which then holds of Stockholm alone."""
    around = [item for item in places if item not in replaced]
    found = Query(CustomerSet(filters=(*around, new)), Measure())
    return bool(around) and not engine.run(found).value


def _fitting_places(kept: list[Filter], new: Sequence[Filter], engine: Engine) -> list[Filter]:
    """Old places go where nobody is in both them and the new ones."""
    if not any(_is_place(item) for item in new):
        return kept
    places = [item for item in (*kept, *new) if kinds_of(item) == {"place"}]
    if engine.run(Query(CustomerSet(filters=tuple(places)), Measure())).value:
        return kept
    return [item for item in kept if kinds_of(item) != {"place"}]


def _is_place(item: Filter) -> bool:
    """Whether a condition names places that a customer is in, of one kind or of several."""
    return kinds_of(item) == {"place"} and not item.none_of and all(part.op == "in" for part in walk((item,)))


def same_kind(old: Filter, new: Filter) -> bool:
    """Whether a new condition takes the place of an old one; a bound from above and one from below make a range;
    joined ones are of a kind with what they are about."""
    if new.parts:
        return _subjects(old) == _subjects(new) if old.parts else _subjects(old) <= _subjects(new)
    if {old.field, new.field} <= set(_MEMBERS):
        return True
    if old.field == new.field and new.field in ("agreement_end", "present"):
        return True
    if old.field != new.field or set(old.products) != set(new.products) or old.month != new.month:
        return False
    return not ({old.op, new.op} & {">", ">="} and {old.op, new.op} & {"<", "<="})


def _subjects(item: Filter) -> set[tuple[str, tuple[str, ...]]]:
    return {(part.field, part.products) for part in walk((item,))}


def within_shown(base: Query, shown: tuple[str, ...], draft: Draft, parts: Parts) -> Query:
    """The query before, kept to the customers that it showed: where it had a limit, "of them" and figures mean those.

    A condition that replaces an old one asks for other customers.
    """
    pointing = any(_points(item) for item in draft.items) or asks_which(draft.items)
    figure = parts.function is not None or bool(parts.groups)
    other = any(same_kind(old, c.filter) for old in base.set.filters for c in draft.conditions)
    lengthens = parts.limit is not None and parts.limit > len(shown)
    if not base.limit or not shown or base.measure or base.group_by or other or lengthens or not (pointing or figure):
        return base
    named = Filter("customer", "in", shown)
    return replace(base, set=replace(base.set, filters=(*base.set.filters, named)), limit=None)


def _points(item: Item) -> bool:
    """``of them``, ``sort them by``, ``which one``: the customers that were shown."""
    words = item.text.lower().split()
    if item.has("pronoun"):
        return not item.has("stand_in")
    return (item.has("order", "group") and "them" in words) or (item.has("who") and words[-1] in ("one", "ones"))
