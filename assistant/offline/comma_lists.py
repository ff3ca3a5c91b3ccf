"""Reads lists of conditions of different kinds: of "in Texas, Boston or France", what stands before the comma, too."""

from collections.abc import Iterable

from assistant.offline.draft import Condition, Draft
from assistant.offline.outcome import Refuse
from assistant.offline.values import LOCATIONS
from knowledge.messages import text
from scoring.engine import Engine
from scoring.query import CustomerSet, Filter, Measure, Query, walk

UNCLEAR_LIST = text(
    "It is not clear whether the comma before “or” begins a list. Please put “or” or “and” between all the conditions."
)
MIXED = text(
    "I cannot join two groups by “or” where each has conditions of its own. Please ask for one group after the other."
)
_KINDS = {
    "country": "place",
    "state": "place",
    "city": "place",
    "industry": "trade",
    "vertical": "trade",
    "cohort": "member",
    "category": "member",
    "play": "member",
}
_OVERLAPPING = ("place", "trade")
_YES_OR_NO = ((True,), (False,))
_MONEY = ",$€£%"


def kinds_of(item: Filter) -> set[str]:
    """What a condition is about, so roughly that the members of one list are about the same."""
    return {_kind(part) for part in walk((item,))}


def _kind(part: Filter) -> str:
    if part.products:
        return "score"
    return "owned" if part.values in _YES_OR_NO else _KINDS.get(part.field, part.field)


class CommaLists:
    """Spreads "or" and a negation over the members of a list that commas join; where it is not clear whether the comma
    makes a list, the draft's question says so."""

    def __init__(self, draft: Draft, engine: Engine) -> None:
        self.draft = draft
        self.engine = engine

    def spread(self) -> None:
        """Join each condition that holds an "or" with those that stand before it."""
        for last in sorted(self.draft.conditions, key=lambda condition: condition.last):
            current: Condition | None = last
            while current is not None and self.draft.question is None:
                current = self._spread(current) if self._has_or(current) else None

    # ---- alternatives ---------------------------------------------------------------------------

    def _has_or(self, condition: Condition) -> bool:
        inside = range(condition.first + 1, condition.last)
        both = any(self._joins(at, "and") for at in inside)
        return condition in self.draft.conditions and any(self._joins(at, "or") for at in inside) and not both

    def _joins(self, place: int, kind: str) -> bool:
        return self.draft.has(place, kind) and not self.draft.has(place, "compare")

    def _spread(self, condition: Condition) -> Condition | None:
        """The condition with the one before it, where a comma makes them members of one list."""
        before = self._before(condition)
        if before is None or _negative(condition.filter):
            return None
        meant = self._meant(before, condition)
        if _negative(before.filter):
            meant = "?" if self._bare(before, condition) else "and"
        if meant == "?":
            self.draft.question = Refuse(UNCLEAR_LIST, told=True)
        return self._join(before, condition) if meant == "or" else None

    def _join(self, before: Condition, condition: Condition) -> Condition:
        both = Filter(any_of=(before.filter, *(condition.filter.any_of or (condition.filter,))))
        joint = Condition(both, before.first, max(before.last, condition.last))
        self.draft.conditions = [c for c in self.draft.conditions if c is not before and c is not condition]
        self.draft.conditions.append(joint)
        return joint

    def _before(self, condition: Condition) -> Condition | None:
        """The condition before, over one comma and nothing that begins a clause; or one read from the same list."""
        others = [c for c in self.draft.conditions if c is not condition]
        inside = [c for c in others if c.first == condition.first and c.last < condition.last]
        if inside and kinds_of(inside[0].filter) <= kinds_of(condition.filter):
            between = range(inside[0].first, inside[0].last)
            return None if any(self._joins(at, "and") for at in between) else inside[0]
        earlier = max((c for c in others if c.last < condition.first), key=lambda c: c.last, default=None)
        return earlier if earlier and self._comma(earlier, condition) else None

    def _comma(self, first: Condition, second: Condition) -> bool:
        between = range(first.last + 1, second.first)
        return sum(self.draft.mark(at, ",") for at in between) == 1 and all(self._light(at) for at in between)

    def _light(self, place: int) -> bool:
        """Whether an item may stand between two members of a list."""
        if self.draft.has(place, "neg", "lack", "and", "or", "but", "who", "since", "month"):
            return False
        used = self.draft.items[place].used and not self.draft.has(place, "mark")
        kinds = ("own", "with", "noise", "verb", "customers", "cohortword")
        return used or self.draft.idle(place) or self.draft.has(place, *kinds) or self.draft.mark(place, _MONEY)

    def _meant(self, before: Condition, condition: Condition) -> str:
        """Whether a comma stands for "or" or for "and"; "?" where both may be meant."""
        one, other = kinds_of(before.filter), kinds_of(condition.filter)
        comma = next(at for at in range(before.first, condition.last) if self.draft.mark(at, ","))
        customers = self.draft.has(comma - 1, "customers")
        if self._parallel(before, condition) or (customers and self._customers_follow(condition)):
            return "or"
        if not customers and one & other:
            return "?" if self._overlaps(before, condition) else "or"
        return "and" if customers or len(other) == 1 else "?"

    def _customers_follow(self, condition: Condition) -> bool:
        """``Upper Medium customers, nonprofits or government customers``."""
        return self.draft.has(condition.last + 1, "customers")

    def _parallel(self, before: Condition, condition: Condition) -> bool:
        """``are Act Now for Azure, have an EA or are in Norway``: each member has a verb of its own."""
        ors = [at for at in range(condition.first, condition.last) if self._joins(at, "or")]
        comma = next(at for at in range(before.first, condition.last) if self.draft.mark(at, ","))
        return all(self.draft.has(at + 1, "verb", "polar") for at in (comma, *ors))

    def _overlaps(self, before: Condition, condition: Condition) -> bool:
        """``in Germany, Berlin or Munich``: the one lies in the other; ``Act Now for Azure, Act Now or Evaluate for
        M365``: a list of its own behind the comma."""
        if not condition.filter.parts and before.filter.products:
            return before.filter.products != condition.filter.products
        parts = [part for part in walk((condition.filter,)) if kinds_of(part) & kinds_of(before.filter)]
        places = [part for part in parts if kinds_of(part) <= set(_OVERLAPPING)]
        return any(self.engine.run(count_of(before.filter, part)).value for part in places)

    # ---- negations ------------------------------------------------------------------------------

    def share_negations(self) -> None:
        """``without Norway, Malmö or Köln``: what is joined to a place or trade that is excluded is excluded, too."""
        read = list(self.draft.conditions)
        found = sorted(read, key=lambda condition: condition.first)
        for at, second in enumerate(found[1:], 1):
            first = found[at - 1]
            if not self._shares_negation(first, second):
                if first not in read and second.filter.op == "in" and self._bare(first, second):
                    self.draft.question = Refuse(UNCLEAR_LIST, told=True)
                continue
            self.draft.conditions.remove(second)
            found[at] = Condition(
                Filter(second.filter.field, "not in", second.filter.values), second.first, second.last
            )
            self.draft.conditions.append(found[at])
            self.draft.joints |= dict.fromkeys(range(first.last + 1, found[at].last + 1), "and")

    def _shares_negation(self, first: Condition, second: Condition) -> bool:
        alike = kinds_of(first.filter) == kinds_of(second.filter) <= set(_OVERLAPPING)
        turned = first.filter.op == "not in" and second.filter.op == "in"
        return alike and turned and self._bare(first, second)

    def _bare(self, first: Condition, second: Condition) -> bool:
        between = range(first.last + 1, second.first)
        return all(self.draft.mark(at, ",") or self.draft.has(at, "and", "or") for at in between)


def contradicts(conditions: Iterable[Condition]) -> bool:
    """Whether two conditions say yes and no of the same thing."""
    said = [c.filter for c in conditions if c.filter.op == "in" and c.filter.values in _YES_OR_NO]
    return any(one.field == other.field and one.values != other.values for one in said for other in said)


def two_of_one(draft: Draft) -> str:
    """``both in Sweden and in Germany``, ``are both Medium and Very Small``: the column of which one customer, or one
    agreement, cannot have both values; empty elsewhere."""
    for condition in draft.conditions:
        item, joints = condition.filter, range(condition.first + 1, condition.last)
        both = condition.first - 1
        while draft.has(both, "noise", "own", "with") and not draft.has(both, "both"):
            both -= 1
        listed = any(draft.has(at, "and") for at in joints) and not any(draft.has(at, "or") for at in joints)
        several = item.op == "in" and len(item.values) > 1 and len(item.products) < 2 and not _holds_many(draft, item)
        said = draft.has(both - 1, "verb", "polar", "own", "with") or kinds_of(item) <= set(_OVERLAPPING)
        if draft.has(both, "both") and listed and several and said:
            return ".".join((*item.products, item.field))
    return ""


def _holds_many(draft: Draft, item: Filter) -> bool:
    """Whether a customer may have several values of a column: of a list, a membership or a location."""
    known = draft.catalog.fields.get(item.field)
    single = item.products or (known is not None and known.kind == "text" and item.field not in LOCATIONS)
    return not single


def stands_apart(joined: Condition, conditions: Iterable[Condition]) -> bool:
    """``ending before December or CSP agreements ending in 2027``: a further condition on what is joined by "or"."""
    inside = {subject_of(part) for part in walk((joined.filter,))}
    outside = [part for c in conditions if c is not joined for part in walk((c.filter,))]
    return any(subject_of(part) in inside for part in outside)


def subject_of(item: Filter) -> tuple[str, tuple[str, ...], str]:
    """What a condition is about, to the column, its products and its month."""
    return item.field, item.products, item.month


def _negative(item: Filter) -> bool:
    parts = list(walk((item,)))
    return bool(item.none_of) or any(part.op in ("not in", "not contains") for part in parts)


def count_of(*filters: Filter) -> Query:
    """How many customers meet some conditions."""
    return Query(CustomerSet(filters=filters), Measure())
