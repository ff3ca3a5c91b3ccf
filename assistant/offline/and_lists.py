"""Reads lists of places or trades of different kinds that "and" joins: "in Maine, Oslo and France" is all of them."""

import itertools
from collections.abc import Sequence

from assistant.offline.comma_lists import count_of, kinds_of
from assistant.offline.draft import Condition, Draft
from assistant.offline.outcome import Refuse
from knowledge.messages import text
from scoring.engine import Engine
from scoring.query import Filter

OVERLAPPING = text("Some of these lie in others, some do not. Please put “or” between them if any of them will do.")
_LISTED = ({"place"}, {"trade"})
_WIDEST_FIRST = ("country", "state", "city", "industry", "vertical")


def join_listed(draft: Draft, engine: Engine) -> None:
    """Make alternatives of the places (trades) of a list where none lies in another. Where each does, they stay, as
    addresses ("Oslo, Norway and Malmö, Sweden"); else the draft's question says that it is not clear.
    """
    for kind in _LISTED:
        found = [c for c in draft.conditions if c.filter.op == "in" and not c.filter.parts]
        found = [c for c in found if kinds_of(c.filter) == kind]
        if len(found) < 2 or not _is_list(draft, found):
            continue
        lies_in = [_meets(engine, one, other) for one in _each_value(found) for other in _others(found, one)]
        if not any(lies_in):
            draft.conditions = [c for c in draft.conditions if c not in found]
            both = Filter(any_of=tuple(c.filter for c in found))
            draft.conditions.append(Condition(both, min(c.first for c in found), max(c.last for c in found)))
        elif not (all(lies_in) and _are_addresses(draft, found)):
            draft.question = Refuse(OVERLAPPING, told=True)


def _are_addresses(draft: Draft, found: Sequence[Condition]) -> bool:
    """Whether a list goes from narrow to wide and on to the next address, or says what lies in what (``Stockholm and
    Malmö in Sweden``): not ``Sweden and Stockholm``."""
    fields = {c.filter.field for c in found}
    span = range(min(c.first for c in found), max(c.last for c in found) + 1)
    named = [(at, sense.field) for at in span for sense in draft.items[at].senses if sense.field in fields]
    width = [_WIDEST_FIRST.index(field) for _, field in named]
    for place, ((one, _), (other, _)) in enumerate(itertools.pairwise(named)):
        joined = [at for at in range(one, other) if draft.has(at, "and") or draft.mark(at, ",")]
        if width[place] > width[place + 1] and any(draft.has(at, "and") for at in joined):
            return False
        ends = place > 0 and width[place - 1] > width[place]
        if width[place] < width[place + 1] and joined and not ends:
            return False
    return True


def _is_list(draft: Draft, found: Sequence[Condition]) -> bool:
    """Whether nothing but commas and "and" stands between the values: with "and", or three of them or more."""
    first, last = min(c.first for c in found), max(c.last for c in found)
    between = range(first, last + 1)
    fields = {c.filter.field for c in found}
    listed = len(_each_value(found)) > 2 or any(draft.has(at, "and") for at in between)
    both = any(draft.has(at, "both") for at in range(first))
    return listed and not both and all(_is_member(draft, at, fields) for at in between)


def _is_member(draft: Draft, at: int, fields: set[str]) -> bool:
    value = any(sense.kind == "value" and sense.field in fields for sense in draft.items[at].senses)
    joint = draft.has(at, "and", "noise") and not draft.has(at, "or", "neg", "lack", "own", "with", "but")
    return value or joint or draft.mark(at, ",")


def _each_value(found: Sequence[Condition]) -> list[Filter]:
    return [Filter(c.filter.field, "in", (value,)) for c in found for value in c.filter.values]


def _others(found: Sequence[Condition], one: Filter) -> list[Filter]:
    return [c.filter for c in found if c.filter.field != one.field]


def _meets(engine: Engine, one: Filter, other: Filter) -> bool:
    return bool(engine.run(count_of(one, other)).value)
