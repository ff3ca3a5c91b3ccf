"""Takes conditions out of the question before: "forget the country", "any size", "remove the Act Now filter"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from scoring.query import Filter, Query, Value, is_agreement_field

_KINDS = ("field", "score", "cohortword", "cellword", "agreements")
_VALUES = ("value", "cluster", "band", "cell", "cohort", "category", "play", "product", "owns", "report", "signal")
_GOVERNS = ("group", "by", "count", "own", "with", "order", "distinct", "neg", "lack")
_BETWEEN = ("noise", "pronoun", "it", "mark")
_ALIKE = (
    ("org_size", "sub_segment", "segment", "smc_type"),
    ("country", "state", "city"),
)
_MEMBERSHIPS = ("cohort", "category", "play")
_SCORED = {"cluster": ("cluster",), "band": ("fit_band", "intent_band"), "cell": ("cell",)}


@dataclass(frozen=True)
class Lift:
    """What a question takes out: the places of its words, and of what they name.

    ``sure``: the words can mean nothing else (``the country filter``); ``kind``: a kind of condition is named and not
    one of its values; ``all``: none is named (``all filters``, ``the limit``).
    """

    places: tuple[int, ...]
    target: int
    sure: bool
    kind: bool
    all: bool = False


@dataclass(frozen=True)
class Lifted:
    """The query without what was taken out, the conditions that it lost, the places of the words that said so, and the
    words for kinds of conditions that it does not have."""

    query: Query
    lost: tuple[Filter, ...] = ()
    places: frozenset[int] = frozenset()
    missing: tuple[str, ...] = ()


def take_out(items: Sequence[Item], query: Query, catalog: Catalog) -> Lifted:
    """A query without the conditions that a question takes out."""
    found = Lifted(query)
    for lift in read_lifts(items):
        item = items[lift.target]
        if lift.all:
            found = replace(_unfiltered(found, item), places=found.places | set(lift.places))
            continue
        kept, lost = _without(found.query.set.filters, item, catalog)
        if not lost and not (lift.sure or lift.kind):
            continue
        missing = found.missing if lost or not lift.sure else (*found.missing, item.text)
        wanted = replace(found.query, set=replace(found.query.set, filters=kept))
        found = Lifted(wanted, (*found.lost, *lost), found.places | set(lift.places), missing)
    return found


def idle_places(items: Sequence[Item]) -> frozenset[int]:
    """The places of words such as "of any size", which say nothing in a question that follows none."""
    said = [lift for lift in read_lifts(items) if lift.kind and _says_nothing(items, lift)]
    return frozenset(place for lift in said for place in lift.places)


def _says_nothing(items: Sequence[Item], lift: Lift) -> bool:
    """Whether nothing else hangs on the field: it is not negated, counted, grouped by, or one that is to be filled."""
    first = items[lift.places[0]]
    governor = next((item for item in reversed(items[: lift.places[0]]) if item.has(*_GOVERNS)), None)
    near = governor is not None and items.index(governor) >= lift.places[0] - 2
    every = (sense := first.sense("lift")) is not None and sense.value == "every"
    behind = max(lift.places) + 1
    excepted = behind < len(items) and items[behind].has("but", "neg")  # "any country but Sweden"
    return items[lift.target].has("field", "score") and not (first.has("neg", "lack") or every or near or excepted)


def read_lifts(items: Sequence[Item]) -> list[Lift]:
    """The stretches that take something out, in their order."""
    found: list[Lift] = []
    for place, item in enumerate(items):
        if item.has("lift", "neg", "lack", "indifferent") and not any(place in lift.places for lift in found):
            found += _lifts_at(items, place)
    return found


def _lifts_at(items: Sequence[Item], place: int) -> Iterator[Lift]:
    """``the country and the industry filter``: each thing behind a word that takes out."""
    sense = items[place].sense("lift")
    strong = sense is not None and sense.value == "strong"
    targets, last = _targets(items, place)
    restricted = last + 1 < len(items) and items[last + 1].has("restriction") and bool(targets)
    if not targets and last + 1 < len(items) and items[last + 1].has("restriction"):
        yield Lift(tuple(range(place, last + 2)), last + 1, True, False, True)
    start = place
    for target in targets:
        end = target + 1 + (restricted and target == targets[-1])
        said = sense is not None or restricted or items[place].has("indifferent")
        kind = items[target].has(*_KINDS) and said
        sure = restricted or (strong and kind)
        if kind or sure or strong:
            yield Lift(tuple(range(start, end)), target, sure, kind)
        start = end


def _targets(items: Sequence[Item], place: int) -> tuple[list[int], int]:
    """The places of what is named behind a word that takes out, and the last place of the stretch."""
    targets: list[int] = []
    at, last = place + 1, place
    while at < len(items):
        item = items[at]
        if item.has(*_KINDS, *_VALUES) and not item.has("restriction"):
            targets.append(at)
            last = at
        elif not item.has(*_BETWEEN, "and", "or") or item.has("restriction"):
            break
        at += 1
    if not targets:
        last = at - 1
    return targets, last


def _without(filters: Sequence[Filter], item: Item, catalog: Catalog) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """The filters that an item does not name, and what it does."""
    kept: list[Filter] = []
    lost: list[Filter] = []
    for each in filters:
        values = _named_values(each, item, catalog)
        whole = each.any_of and all(is_named(part, item, catalog) for part in each.any_of)
        if whole or (not each.any_of and is_named(each, item, catalog)):
            rest = tuple(value for value in each.values if value not in values)
            lost.append(replace(each, values=values) if rest and values else each)
            kept += [replace(each, values=rest)] if rest and values else []
        else:
            kept.append(each)
    return tuple(kept), tuple(lost)


def _named_values(each: Filter, item: Item, catalog: Catalog) -> tuple[Value, ...]:
    """The values of a filter that an item names."""
    named: set[object] = set()
    for sense in item.senses:
        if sense.kind == "value" and sense.field == each.field:
            named |= set(sense.value)
        elif each.field in _SCORED.get(sense.kind, ()) or (sense.kind == each.field and each.field in _MEMBERSHIPS):
            named.add(sense.value)
    return tuple(value for value in each.values if value in named)


def is_named(each: Filter, item: Item, catalog: Catalog) -> bool:
    """Whether an item names a condition, by its values or its kind."""
    if _named_values(each, item, catalog):
        return True
    return any(_kind_of(each, sense.kind, sense.value, catalog) for sense in item.senses)


def _kind_of(each: Filter, kind: str, value: object, catalog: Catalog) -> bool:
    """Whether a word names the kind of a condition: its field, its score, its product."""
    if kind == "field":
        return each.field == value or any({each.field, value} <= set(alike) for alike in _ALIKE if value == alike[0])
    if kind == "score":
        return each.field in (value, f"{value}_band", f"{value}_change")
    if kind in ("product", "owns", "report", "signal"):
        owned = getattr(catalog.products.get(str(value)), "owned", "")
        return each.products == (value,) or each.field in (value, owned) or each.values == (value,)
    if kind == "agreements":
        return is_agreement_field(catalog, each.field)
    kinds = {"cohortword": _MEMBERSHIPS, "cellword": ("cell",)}
    return each.field in kinds.get(kind, ())


def _unfiltered(found: Lifted, item: Item) -> Lifted:
    """Without all conditions (``remove all filters``); of a list that has a limit, without that (``no limit``)."""
    query = found.query
    if query.limit and "limit" in item.text.lower():
        return replace(found, query=replace(query, limit=None))
    wanted = replace(query, set=replace(query.set, filters=()))
    return replace(found, query=wanted, lost=(*found.lost, *query.set.filters))
