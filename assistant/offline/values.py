"""Reads values of the data, numbers of fields and Yes/No fields."""

from collections.abc import Iterator, Sequence

from assistant.offline.draft import Bound, Draft
from assistant.offline.ownership import THINGS, is_own
from assistant.offline.particles import particles
from assistant.offline.scores import OPPOSITE
from scoring.query import Filter, Operator, Value, is_agreement_field

FIELD_ORDER = (
    "country", "city", "state", "nonprofit", "industry", "vertical", "sub_segment", "license_program",
    "expiration_type", "division", "existing_workloads", "recommended_workloads", "partner_name", "sales_territory",
    "smc_type", "area", "subsidiary", "postal_code", "segment", "installed_technology",
)  # fmt: skip


LOCATIONS = ("partner_name", "partner_id")


def read_hints(draft: Draft) -> None:
    """A field beside one of its values only says which field is meant: ``legal services vertical``."""
    for place in list(draft.free("field")):
        governor = draft.before(place)
        if _is_grouped(draft, place) and not draft.mark(governor - 1, "("):
            continue
        names = [str(sense.value) for sense in draft.items[place].senses if sense.kind == "field"]
        before = draft.before(place, "mark", "group", "agreements")
        beside = (
            -1 if any(draft.mark(at, ":.;") for at in range(max(before, 0), place)) else before,
            draft.after(place, "mark"),
            draft.before(place, "mark", "customers", "correct") if _in_brackets(draft, place) else -1,
        )
        for other in beside:
            for name in names:
                if _is_value_of(draft, other, name):
                    senses = draft.items[other].senses
                    draft.items[other].senses = tuple(s for s in senses if s.kind == "value" and s.field == name)
                    draft.use(place, *([governor] if draft.has(governor, "group") else []))


def _in_brackets(draft: Draft, place: int) -> bool:
    """``logistics firms (I mean the vertical)``."""
    return any(draft.mark(at, "(") for at in range(max(0, place - 3), place))


def _is_grouped(draft: Draft, place: int) -> bool:
    """Whether a word of grouping or sorting governs a field, over other fields of its list."""
    place = _column_beside(draft, place)
    while draft.has(place, "field") and not draft.has(place, "value"):
        place = _column_beside(draft, place)
    return draft.has(place, "group", "order")


def _column_beside(draft: Draft, place: int) -> int:
    """What stands before a column, over the scores that are listed before it: ``by M365 cluster and then segment``."""
    before = draft.before(place, "and", "mark")
    while draft.has(before, "score") and any(
        draft.has(at, "and") or draft.mark(at, ",") for at in range(before, place)
    ):
        place, before = before, draft.before(before, "product", "and", "mark")
    return before


def _is_value_of(draft: Draft, place: int, name: str) -> bool:
    return 0 <= place < len(draft.items) and any(
        sense.kind == "value" and sense.field == name for sense in draft.items[place].senses
    )


def read_values(draft: Draft, agreements: bool) -> None:
    """Values of the data; those of one field are alternatives (of a list field joined by "and": all)."""
    found: dict[tuple[str, bool], list[int]] = {}
    for place in list(draft.free("value")):
        name = _field_of(draft, place, agreements)
        if not name or (draft.has(place, "detail") and draft.speaks_of_signals()):
            continue
        if draft.has(place, "neg", "lack") and not draft.has(draft.before(place), "neg"):
            continue  # "no Very Small ones"; not "leave out the No"
        negation = draft.negation(place, lambda at, name=name: _is_value_of(draft, at, name))  # type: ignore[misc]
        if negation >= 0:
            draft.use(negation)
        found.setdefault((name, negation >= 0), []).append(place)
    for (name, negated), places in found.items():
        _keep_values(draft, name, negated, places)
        if draft.catalog.fields[name].counted:
            draft.use(*(at for at in draft.free("field") if draft.counted(at)))


def _field_of(draft: Draft, place: int, agreements: bool) -> str:
    """The field that a value is of; agreement fields only where agreements are spoken of."""
    fields = [sense.field for sense in draft.items[place].senses if sense.kind == "value"]
    if not agreements or draft.has(place, *THINGS):
        kept = [name for name in fields if not is_agreement_field(draft.catalog, name)]
        behind = draft.after(place)
        beside = (
            draft.has(behind, "agreements", "expires") or not draft.has(place, *THINGS) or _is_agreed(draft, behind)
        )
        beside = beside or _says_agreement(draft, place)
        fields = fields if agreements and beside else kept
    fields = _workload_field(draft, place, fields)
    if draft.source == "model":
        fields = [name for name in fields if is_own(draft, name)] or fields
    return next((name for name in FIELD_ORDER if name in fields), fields[0] if fields else "")


def _is_agreed(draft: Draft, place: int) -> bool:
    """``Enterprise Agreement true-ups``: a value of agreements follows."""
    senses = draft.items[place].senses if place < len(draft.items) else ()
    return any(sense.kind == "value" and is_agreement_field(draft.catalog, sense.field) for sense in senses)


def _says_agreement(draft: Draft, place: int) -> bool:
    """``Enterprise Agreements``: a value that says itself that it is one."""
    values = [value for sense in draft.items[place].senses if sense.kind == "value" for value in sense.value]
    return any(str(value).endswith(" Agreement") for value in values)


_WORKLOADS = ("existing_workloads", "recommended_workloads")


def _workload_field(draft: Draft, place: int, fields: list[str]) -> list[str]:
    """A workload is recommended where that word stands near, else it is one that runs."""
    if not {"recommended_workloads", "existing_workloads"} <= set(fields):
        return fields
    if draft.value(place + 1, "playword") == "flag":
        return []  # "the VDI flag" is none of a workload
    same = [at for at, item in enumerate(draft.items) if item.text.lower() == draft.word(place)]
    near = [draft.value(at, "field") for each in same for at in _near_by(draft, each)]
    nexts = [at for each in same for at in range(each + 1, each + 4) if _comes_next(draft, at)]
    if nexts:
        draft.use(*nexts, *(at for each in same for at in range(each - 3, each) if draft.has(at, "widen", "change")))
        return ["recommended_workloads"]
    if governed := _workload_said(draft, place):
        recommended = governed == "recommended_workloads"
        draft.use(*(at for at in draft.free("field") if recommended and draft.value(at, "field") == governed))
        return [governed]
    if "recommended_workloads" in near:
        draft.use(*(at for at in draft.free("field") if draft.value(at, "field") == "recommended_workloads"))
        return ["recommended_workloads"]
    return ["existing_workloads"]


def _workload_said(draft: Draft, place: int) -> str:
    """The field of a workload that a verb or a field beside its list names: ``run Sentinel and are recommended
    Backup``; empty where neither does. What is had runs, where others are recommended behind or before it."""
    left, right = _end_of_workloads(draft, place, -1), _end_of_workloads(draft, place, 1)
    behind = draft.after(right)  # "one of the workloads recommended to them"
    named = str(draft.value(right, "field") or "")
    named = "recommended_workloads" if draft.value(behind, "field") == "recommended_workloads" else named
    apart = any(draft.has(at, "and", "but", "mark") for at in range(_last_workload(draft, right), right))
    if named in _WORKLOADS and not apart:
        return named
    before = str(draft.value(left, "field") or "")
    if before in _WORKLOADS:
        return before
    if not draft.has(left, "own"):
        return ""
    others = [at for at in range(len(draft.items)) if at != place and _is_workload(draft, at)]
    if any(draft.word(at) == draft.word(place) for at in others):
        return ""  # "we're running a Sentinel workshop: who has Sentinel as a recommended workload?"
    told = any(draft.value(_end_of_workloads(draft, at, -1), "field") == "recommended_workloads" for at in others)
    return "existing_workloads" if told or set(draft.word(left).split()) & particles("running") else ""


def _end_of_workloads(draft: Draft, place: int, step: int) -> int:
    """The first place beside a list of workloads that is none of it."""
    at = place + step
    while 0 <= at < len(draft.items):
        passed = _is_workload(draft, at) or draft.has(at, "and", "or") or draft.mark(at, ",/")
        silent = draft.idle(at) and not draft.has(at, "own")
        if not (passed or silent or (step > 0 and draft.has(at, "verb", "noise") and not draft.has(at, "field"))):
            break
        at += step
    return at


def _last_workload(draft: Draft, before: int) -> int:
    return next((at for at in range(min(before, len(draft.items)) - 1, -1, -1) if _is_workload(draft, at)), 0)


def _is_workload(draft: Draft, place: int) -> bool:
    return any(sense.field in _WORKLOADS for sense in draft.items[place].senses if sense.kind == "value")


def _near_by(draft: Draft, place: int) -> Iterator[int]:
    """The places around a workload: in its own clause, where the question names others."""
    others = [
        at
        for at, item in enumerate(draft.items)
        if at != place and any(sense.field == "recommended_workloads" for sense in item.senses)
    ]
    first, last = max(0, place - 4), min(place + 6, len(draft.items))
    for at in range(first, last):
        between = range(min(at, place), max(at, place))
        if not others or not any(draft.mark(mark, ",.;?") for mark in between):
            yield at


def _comes_next(draft: Draft, place: int) -> bool:
    """``next`` as what follows, not as the beginning of ``next month``."""
    return draft.value(place, "when") == "next" and not draft.has(place + 1, "unit", "number")


def _keep_values(draft: Draft, name: str, negated: bool, places: Sequence[int]) -> None:
    lists = _narrowest([_values_of(draft, place, name) for place in places])
    if len(places) > 1 and not negated and _all_wanted(draft, name, places):
        for place, values in zip(places, lists, strict=True):
            draft.add(Filter(name, "in", values), place)
        return
    values = tuple(dict.fromkeys(value for part in lists for value in part))
    draft.add(Filter(name, "not in" if negated else "in", values), *places)


def _all_wanted(draft: Draft, name: str, places: Sequence[int]) -> bool:
    """Whether one customer must have all values: of a list, and of several locations where it says "both"."""
    if name in LOCATIONS:
        return draft.word(draft.before(places[0])) == "both"
    return draft.catalog.fields[name].kind == "list" and draft.all_meant(places)


def _narrowest(lists: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """``nonprofits with status Approved - Paid``: a group that holds all other values that are named says no more."""
    for group in lists:
        others = {value for part in lists if part is not group for value in part}
        if others and others < set(group):
            return [tuple(value for value in part if value in others) for part in lists]
    return lists


def _values_of(draft: Draft, place: int, name: str) -> tuple[str, ...]:
    senses = [sense for sense in draft.items[place].senses if sense.kind == "value" and sense.field == name]
    return tuple(dict.fromkeys(value for sense in senses for value in sense.value))


ALL_PRODUCTS = 1_000
_DID = ("made ", "had ")
MOST_COHORTS = 4


def read_counts_of(draft: Draft) -> int:
    """``at least two agreements`` becomes a condition; the number of ``three or more of the six products`` is returned:
    1 where none is named, 0 for ``none of the products``, ALL_PRODUCTS for all of them."""
    if _none_of_products(draft):
        return 0
    if every := list(draft.free("every_product")):
        draft.use(*every)
        return ALL_PRODUCTS
    for bound in list(draft.bounds):
        held = bound.op == "=" and draft.has(draft.before(bound.first), "own", "with")
        if (bound.op != "=" or held) and draft.has(bound.last + 1, "agreements"):
            op, values = bound.condition()
            draft.add(Filter("agreements", op, values), bound.first, bound.last + 1)
            draft.take(bound)
    _read_any_membership(draft)
    if clusters := _count_of_clusters(draft):
        return clusters
    for bound in list(draft.bounds):
        end = draft.after(bound.last)
        second = next((other for other in draft.bounds if other.first == end), None)
        end = draft.after(second.last) if second else end
        if draft.has(end, "products") and bound.op in (">=", ">", "=", "=="):
            draft.take(bound)
            if second:
                draft.take(second)
            draft.use(end)
            draft.exactly = bound.op == "=="
            return int(bound.values[0]) + (bound.op == ">")
    return 1


def _count_of_clusters(draft: Draft) -> int:
    """``with at least one Act Now cluster``, ``three Act Now clusters``: for so many products; 0 where none are."""
    for bound in list(draft.bounds):
        at = draft.after(bound.last)
        if draft.has(at, "cluster") and draft.value(draft.after(at), "score") == "cluster" and bound.op in (">=", "="):
            draft.take(bound)
            return int(bound.values[0])
    return 0


def _none_of_products(draft: Draft) -> bool:
    for place in list(draft.free("nothing")):
        end = draft.after(place, "number")
        if draft.has(end, "products"):
            draft.use(place, end)
            for bound in [item for item in draft.bounds if place < item.first < end]:
                draft.take(bound)
            return True
    return False


def _read_any_membership(draft: Draft) -> None:
    """``in at least one of the four plays``: that is what a union of cohorts or plays means anyway."""
    for bound in list(draft.bounds):
        end = draft.after(bound.last)
        second = next((other for other in draft.bounds if other.first == end), None)
        end = draft.after(second.last) if second else end
        small = bound.values == (1.0,) or (bound.op == "=" and _all_of(draft, bound))
        if small and bound.op in (">=", "=") and draft.has(end, "category", "cohort", "cohortword", "play"):
            draft.take(bound)
            if second:
                draft.take(second)


def _all_of(draft: Draft, bound: Bound) -> bool:
    """``either of the two``, ``both``, ``the four``: as many as there are."""
    return bound.values[0] <= MOST_COHORTS and draft.has(bound.first - 1, "noise", "or", "and", "neg", "lack")


def read_field_bounds(draft: Draft, agreements: bool) -> None:
    """Numbers with a field beside them: ``more than 500 employees``, ``org size over 300``."""
    for bound in list(draft.bounds):
        if bound.money and agreements:
            op, values = bound.condition()
            beside = _field_beside(draft, bound)
            named = beside if draft.numeric(beside) == "expiring_revenue" else bound.first
            draft.add(Filter("expiring_revenue", op, values), bound.first, named)
            draft.take(bound)
            continue
        place = _field_beside(draft, bound)
        if place >= 0 and bound in draft.bounds:
            _take_field(draft, bound, draft.counted(place) or draft.numeric(place), place)


def _field_beside(draft: Draft, bound: Bound) -> int:
    counted = draft.after(bound.last, "own")
    if draft.counted(counted) and not draft.has(counted, "value"):
        behind = draft.after(counted)
        return behind if draft.counted(behind) else counted
    after = draft.after(bound.last)
    if draft.numeric(after) and (bound.op != "=" or draft.has(draft.before(bound.first), "with", "own")):
        return after
    before = draft.before(bound.first, "own", "with")
    if bound.op == "=" and draft.has(bound.first - 1, "pronoun"):
        return -1  # "how many employees do these 3 have"
    if draft.numeric(before) and not draft.has(after, "customers") and not draft.items[before].used:
        return before
    return -1


def _take_field(draft: Draft, bound: Bound, name: str, place: int) -> None:
    op, values = bound.condition()
    negation = draft.negation(bound.first)
    if negation >= 0 and op in OPPOSITE:  # "drop everyone with more than 200 employees"
        op = OPPOSITE[op]
        draft.use(negation)
    draft.add(Filter(name, op, values), bound.first, place)
    draft.use(*(at for at in range(bound.last, place) if draft.counted(at)))
    behind = draft.after(place)
    if place > bound.last and draft.numeric(behind) == name:
        draft.use(behind)  # "more than 100 people on the payroll"
    draft.take(bound)
    for other in list(draft.bounds):
        if other.op != "=" and _shares_field(draft, bound, other):
            op, values = other.condition()
            draft.add(Filter(name, op, values), other.first)
            draft.take(other)


def read_sized(draft: Draft) -> None:
    """``tiny outfits, five people at most``, ``really large ones: 1,000 employees or more``: a word of size that a
    number of employees says in full."""
    bounds = {c.filter.op for c in draft.conditions if c.filter.field == "org_size"}
    for place in list(draft.free("sized")):
        ops = (">=", ">") if draft.value(place, "sized") == "large" else ("<=", "<")
        if bounds and bounds <= set(ops):
            draft.use(place)


def _shares_field(draft: Draft, bound: Bound, other: Bound) -> bool:
    """``at least 50 but fewer than 300 employees``: a bound joined to its neighbour shares the field."""
    first, second = sorted((bound, other), key=lambda item: item.first)
    between = range(first.last + 1, second.first)
    joined = all(draft.has(p, "and", "but", "field", "noise") or draft.mark(p, ",") for p in between)
    return joined and len(between) <= 3 and not draft.has(draft.after(other.last), "field", "score", "unit")


def read_flags(draft: Draft) -> None:
    """Yes/No fields that people name: ``has not bought anything in the last 36 months``."""
    _read_deals(draft)
    for place in list(draft.free("field")):
        name = str(draft.value(place, "field"))
        if _of_a_kind(draft, place):
            continue
        if draft.catalog.fields[name].kind == "flag" and not draft.has(draft.before(place), "group"):
            negation = draft.negation(place)
            used = [place, negation] if negation >= 0 else [place]
            draft.add(Filter(name, "in", (negation < 0,)), *used)
        elif draft.catalog.fields[name].kind == "list" and is_own(draft, name):
            _read_any(draft, name, place)


def _read_deals(draft: Draft) -> None:
    """``without any transactions in the last 36 months``, ``made a purchase``: whether there were any, not how many."""
    for place in list(draft.free("deals")):
        before = draft.before(place)
        negated = draft.has(before, "lack", "neg")
        if negated or draft.has(before, "own", "with") or draft.word(place).startswith(_DID):
            used = [place, before] if negated else [place]
            draft.add(Filter(str(draft.value(place, "deals")), "in", (not negated,)), *used)


def _of_a_kind(draft: Draft, place: int) -> bool:
    """``two purchases in the last 36 months``, ``no Azure purchases``: what no column says."""
    before = draft.before(place)
    counted = draft.has(before, "count") and not draft.word(place).split(" ")[0].endswith("ed")
    kinds = ("number", "product", "family", "owns")
    return draft.has(place, "deals") and (counted or draft.has(before, *kinds))


def read_missing(draft: Draft) -> None:
    """``without an industry``, ``where the city is missing``: a column of the customer that is empty."""
    for place in list(draft.free("field")):
        known = draft.catalog.fields[str(draft.value(place, "field"))]
        before, behind = draft.before(place), draft.after(place)
        said = behind if draft.is_free(behind, "missing") else before if draft.is_free(before, "lack") else -1
        if said >= 0 and known.level == "customer" and known.kind == "text" and known.groupable:
            draft.add(Filter(none_of=(Filter(known.id, "starts with", ("",)),)), place, said)


def _read_any(draft: Draft, name: str, place: int) -> None:
    """``with end-of-service technology``: the list is not empty."""
    negation = draft.negation(place)
    if negation >= 0 or draft.has(draft.before(place), "own", "with"):
        count: tuple[Operator, tuple[Value, ...]] = ("<", (1.0,)) if negation >= 0 else (">=", (1.0,))
        draft.add(Filter(name, *count), *([place, negation] if negation >= 0 else [place]))
