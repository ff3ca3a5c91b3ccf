"""Chooses whom a shortlist holds: best-first, under caps, with some customers held out so that calling can be measured.

Pure functions over customer ids. From the customers in order, without those who are left out, the best are taken under
the caps until there are as many as the list and its hold-out have together. Of these the ones with the lowest hashes
of list name and customer id are held out: so both are drawn from the same customers, the hold-out has exactly its
size, and the same customers are chosen again from the same data. The others are the list, in order.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Values = Mapping[str, Mapping[str, Sequence[str]]]
"""Field -> customer id -> its values. Whose value is not known is under no cap of that field."""


@dataclass(frozen=True)
class HoldOut:
    """How many customers are held out: a number of them, or else a percentage of those that are to be called."""

    count: int = 0
    percent: float = 0.0

    def of(self, size: int, qualify: int) -> int:
        """How many beside a list of a size, of so many who qualify: halves rounded up, and at least one of two."""
        if self.count or not self.percent or qualify < 2:
            return self.count
        return max(1, int(min(size, qualify) * self.percent / 100 + 0.5))


@dataclass(frozen=True)
class Plan:
    """What a shortlist is to be: ``size`` customers (None: all), calls a week (None: all at once), at most so many
    customers with the same value of a field (``caps``, which hold for list and hold-out together), and the hold-out,
    whose percentage is of the size, or of all who qualify where these are fewer, and at least one customer.
    """

    size: int | None = None
    capacity: int | None = None
    caps: Mapping[str, int] = field(default_factory=dict)
    hold_out: HoldOut = HoldOut()


@dataclass(frozen=True)
class Chosen:
    """The ids of a list and of those held out for it, both in the order of the list."""

    listed: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()


def choose(
    name: str,
    ordered: Sequence[str],
    plan: Plan,
    values: Values | None = None,
    excluded: Collection[str] = (),
    before: Chosen | None = None,
) -> Chosen:
    """The customers of the shortlist ``name``, from ids in order.

    ``before``: who was ever listed and ever held out for it. Who was held out is so whenever the customer is among
    ``ordered``, in whatever place, even where these are more than the plan holds out now; who was listed is never held
    out. The hold-out is then filled up from newcomers, and is smaller where these are too few.
    """
    without = frozenset(excluded)
    eligible = [customer for customer in dict.fromkeys(ordered) if customer not in without]
    known = frozenset(eligible)
    stay = [customer for customer in (before.held_out if before else ()) if customer in known]
    fitting = _under_caps(stay, eligible, plan.caps, values or {})
    size = len(fitting) if plan.size is None else plan.size
    count = plan.hold_out.of(size, len(fitting))
    pool = _best(fitting, stay, len(fitting) if plan.size is None else size + max(count, len(stay)))
    held = {*stay, *_drawn(name, count - len(stay), _open(pool, stay, before))}
    listed = [customer for customer in pool if customer not in held][:size]
    return Chosen(tuple(listed), tuple(customer for customer in pool if customer in held))


def _under_caps(stay: Sequence[str], eligible: Sequence[str], caps: Mapping[str, int], values: Values) -> list[str]:
    """Those who fit under the caps, best-first; who stays held out is counted before."""
    taken: Counter[tuple[str, str]] = Counter()
    for customer in stay:
        taken.update(_groups(customer, caps, values))
    kept, staying = [], frozenset(stay)
    for customer in eligible:
        groups = _groups(customer, caps, values)
        if customer in staying:
            kept.append(customer)
        elif all(taken[group] < caps[group[0]] for group in groups):
            taken.update(groups)
            kept.append(customer)
    return kept


def _groups(customer: str, caps: Mapping[str, int], values: Values) -> list[tuple[str, str]]:
    return [(name, value) for name in caps for value in dict.fromkeys(values.get(name, {}).get(customer, ()))]


def _best(fitting: Sequence[str], stay: Sequence[str], room: int) -> list[str]:
    """The first so many, among them all who stay held out."""
    staying = frozenset(stay)
    others = max(0, room - len(staying))
    best = frozenset([customer for customer in fitting if customer not in staying][:others])
    return [customer for customer in fitting if customer in staying or customer in best]


def _open(pool: Sequence[str], stay: Sequence[str], before: Chosen | None) -> list[str]:
    """Who may be held out anew: nobody who was listed before."""
    settled = {*stay, *(before.listed if before else ())}
    return [customer for customer in pool if customer not in settled]


def _drawn(name: str, count: int, customers: Sequence[str]) -> list[str]:
    """So many with the lowest hashes."""
    ranked = sorted(customers, key=lambda customer: sha256(f"{name}\n{customer}".encode()).hexdigest())
    return ranked[: max(0, count)]


def week_of(place: int, capacity: int | None) -> int:
    """The week, from 1, in which the customer at a place, from 0, is called."""
    return place // capacity + 1 if capacity else 1
