"""Turns of phrase that are brought to plain ones before a question is read: "leave the inactive ones out", "Evaluate or
better", "any country but Sweden", "every one of the six products", "whatever their size"."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import Sense
from assistant.offline.not_only import read_not_only
from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item
from knowledge.messages import text
from scoring.query import Filter

_TRADES = ("industry", "vertical")
_FAR = 8  # items between the two halves of a verb
_BETTER = (">=", ">")
_FILLERS = ("anything", "ourselves", "noise", "nothing")  # "something from us"


def plain_turns(draft: Draft) -> None:
    """Bring every turn of phrase of a question to the plain one."""
    for place in range(len(draft.items)):
        read_not_only(draft, place)
        _left_out(draft, place)
        _all_but(draft, place)
        _every_product(draft, place)
        _indifferent(draft, place)
        _matters_not(draft, place)
        _or_better(draft, place)
        _it_as(draft, place)
        _anything(draft, place)
        _transacted(draft, place)
        _not_the_field(draft, place)
        _coded(draft, place)
        _sounds_like(draft, place)
        _swapped(draft, place)
        _all_of_them(draft, place)
        _broken_down(draft, place)
        _stands_as(draft, place)
        _names_type(draft, place)
        _body(draft, place)
        _equals(draft, place)


def _left_out(draft: Draft, place: int) -> None:
    """``leave the inactive ones out``: a negation of what stands between."""
    if not draft.has(place, "leave") or draft.has(place, "neg"):
        return
    for at in range(place + 2, min(place + _FAR, len(draft.items))):
        if draft.mark(at, ".;:()") or draft.has(at, "leave", "but") or draft.items[at].used:
            return
        if draft.has(at, "aside"):
            _become(draft.items[place], Sense("neg"))
            draft.use(at)
            return


def _all_but(draft: Draft, place: int) -> None:
    """``any country but Sweden``, ``everything but retail``: a negation."""
    if not draft.has(place, "but") or draft.has(place, "neg") or place == 0:
        return
    before = place - 1
    while before > 0 and draft.has(before, "field", "customers"):
        before -= 1
    words = draft.word(before).split()
    universal = words and words[0] in ("any", "every", "all", "everything", "everyone", "everybody", "anything")
    if universal or (words and words[0] in ("in", "from") and words[1:2] == ["any"]):
        _become(draft.items[place], Sense("neg"))
        draft.use(*range(before, place))


def _every_product(draft: Draft, place: int) -> None:
    """``each and every one of the six products``: all of them."""
    if not draft.has(place, "every"):
        return
    end = place + 1
    while draft.has(end, "noise", "every", "number", "group", "and") and not draft.has(end, "field", "customers"):
        end += 1
    if draft.has(end, "products"):
        _become(draft.items[place], Sense("every_product"))
        draft.use(*range(place + 1, end + 1))
        draft.items[place].used = False


def _indifferent(draft: Draft, place: int) -> None:
    """``any cluster``, ``whatever the date``: what comes next narrows nothing."""
    if not draft.has(place, "indifferent") or draft.has(place + 1, "value", "cluster", "cohort"):
        return
    at = place + 1
    while draft.has(at, "noise", "pronoun") and not draft.has(at, "score", "field"):
        at += 1
    bare = 0 <= at < len(draft.items) and draft.items[at].unknown and draft.word(place) != "any"
    if (draft.has(at, "score", "field") or bare) and not draft.has(at, "product", "value", "owns"):
        following = draft.items[at + 1] if at + 1 < len(draft.items) else None
        if following is None or following.has("mark", "and", "noise"):
            draft.use(place, at)
            _become(draft.items[at], Sense("noise"))
    elif at > place + 1 and (at == len(draft.items) or draft.has(at, "mark")):
        draft.use(place)


def _matters_not(draft: Draft, place: int) -> None:
    """``clusters don't matter``: what stands before narrows nothing."""
    if not draft.has(place, "matters_not"):
        return
    draft.use(place)
    for at in range(place - 1, max(-1, place - 4), -1):
        if draft.mark(at, ".,;:("):
            return
        if draft.has(at, "score", "field"):
            _become(draft.items[at], Sense("noise"))
            return


def _or_better(draft: Draft, place: int) -> None:
    """``Evaluate or better``, ``at least Evaluate``, ``Medium or higher``: all clusters or bands from there on."""
    kind = "cluster" if draft.has(place, "cluster") else "band"
    here = draft.value(place, kind)
    if not isinstance(here, str) or draft.has(place, "value"):
        return
    preceding = draft.before(place)
    behind = draft.value(place + 1, "after")
    before = None if draft.has(preceding, "near", "out", "since", "when") else draft.value(preceding, "compare")
    sign = next((sign for sign in (behind, before) if sign in (">=", "<=", ">", "<")), "")
    at = place + 1 if sign == behind else preceding
    if not sign or (sign != behind and draft.has(place + 1, "score") and kind == "band"):
        return
    titles = draft.catalog.clusters if kind == "cluster" else draft.catalog.bands
    ranked = list(titles)
    number = ranked.index(here)
    ranked = ranked[: number + (sign == ">=")] if sign in _BETTER else ranked[number + (sign == "<") :]
    if not ranked:
        draft.question = AskBack(text("There is nothing beyond {name}. Which do you mean?", name=titles[here].title))
        return
    draft.use(at)
    _become(draft.items[place], Sense(kind, tuple(ranked)))


def _become(item: Item, sense: Sense) -> None:
    """An item means one thing only."""
    item.senses = (sense,)


def _it_as(draft: Draft, place: int) -> None:
    """``OpenAI ... who has it as a recommended workload``: the field of the value that was named before."""
    if not draft.has(place, "it") or draft.word(place + 1) != "as":
        return
    field = draft.value(draft.after(place), "field")
    for at in range(place - 1, -1, -1):
        fitting = tuple(s for s in draft.items[at].senses if s.kind == "value" and s.field == field)
        if fitting:
            draft.items[at].senses = fitting
            draft.use(place, draft.after(place))
            return


def _anything(draft: Draft, place: int) -> None:
    """``Act Now on anything``: any product; ``M365 cluster anything except Act Now``: the exception says it all."""
    if not draft.has(place, "anything"):
        return
    draft.use(place)
    if draft.has(place + 1, "neg") and draft.has(place - 1, "score"):
        draft.use(place - 1)


def _transacted(draft: Draft, place: int) -> None:
    """``bought something from us in the last 36 months``, ``no order in the last three years``: the column of that,
    where nothing else stands between."""
    time = (draft.value(place + 1, "number"), draft.value(place + 2, "unit"))
    if draft.value(place, "when") != "last" or time not in ((36, "month"), (3, "year")):
        return
    at = place - 1
    while at >= 0 and draft.has(at, *_FILLERS) and not draft.has(at, "buying"):
        at -= 1
    if draft.has(at, "buying"):
        lacked = [there for there in range(max(0, at - 2), place) if draft.has(there, "lack", "neg", "nothing")]
        draft.add(Filter("transacted_36m", "in", (not lacked,)), *range(at, place + 3), *lacked)


def _not_the_field(draft: Draft, place: int) -> None:
    """``(that's the vertical, not the industry)``: the field that a value is not of."""
    field = draft.after(place)
    other = draft.before(place, "mark")
    closed = draft.has(field + 1, "mark") or field + 1 == len(draft.items)
    if draft.has(place, "neg") and closed and draft.has(field, "field") and draft.has(other, "field"):
        draft.use(place, field)


def _coded(draft: Draft, place: int) -> None:
    """``postal code 103``: a code that is written as a number."""
    name = draft.value(place, "field")
    code = draft.after(place)
    if not isinstance(name, str) or draft.catalog.fields[name].kind != "id" or not draft.has(code, "number"):
        return
    if draft.catalog.fields[name].groupable and not draft.has(code, "value"):
        draft.add(Filter(name, "in", (draft.items[code].text,)), place, code)


def _sounds_like(draft: Draft, place: int) -> None:
    """``act now 4 surface``: a figure that stands for "for"."""
    scored = draft.has(place - 1, "cluster", "score", "propensity", "customers")
    if draft.word(place) == "4" and scored and draft.has(place + 1, "product"):
        _become(draft.items[place], Sense("noise"))


def _swapped(draft: Draft, place: int) -> None:
    """``swap healthcare for education``, ``replace Evaluate with Act Now``: the second takes the place of the first,
    which is a condition no more."""
    old = draft.after(place)
    new = draft.after(old, "with", "by")
    kinds = {(sense.kind, sense.field) for sense in draft.items[old].senses} if old < len(draft.items) else set()
    both = new < len(draft.items) and any((sense.kind, sense.field) in kinds for sense in draft.items[new].senses)
    if draft.has(place, "swap") and both:
        _become(draft.items[old], Sense("noise"))
        draft.use(place, *range(old + 1, new))


def _all_of_them(draft: Draft, place: int) -> None:
    """``..., all countries, ...``: of every value there is."""
    alone = draft.has(place - 1, "mark") and (draft.has(place + 2, "mark") or place + 2 == len(draft.items))
    if draft.has(place, "every") and not draft.has(place, "group") and draft.has(place + 1, "field") and alone:
        draft.use(place, place + 1)


def _broken_down(draft: Draft, place: int) -> None:
    """``break the Act Now customers down by industry``: by what they are grouped stands behind them."""
    if not draft.has(place, "divide"):
        return
    for at in range(place + 1, len(draft.items)):
        if draft.mark(at, ".;:") or draft.items[at].used:
            return
        if draft.has(at, "divided"):
            _become(draft.items[at], Sense("group"))
            draft.use(place)
            return


def _stands_as(draft: Draft, place: int) -> None:
    """``accounts that rate Act Now``: nothing but "are"; not ``the Act Now rate``, ``the rate of Act Now``."""
    verb = draft.has(place, "stands_as") and draft.word(place - 1) not in ("the", "a", "what", "which", "by")
    behind = draft.after(place)
    joined = draft.word(place + 1) not in ("of", "for", "in")
    if verb and joined and draft.has(behind, "cluster", "propensity", "band", "cell"):
        draft.use(place)


def _names_type(draft: Draft, place: int) -> None:
    """``Expiring versus true-up``, ``true-ups and expiring agreements``: beside another type of agreements, the type,
    and not that they expire."""
    item = draft.items[place]
    named = draft.value(place, "expiration_type")
    if not (named or (item.has("expires") and _is_type(item))):
        return
    if any(_is_type_beside(draft, place, step) for step in (1, -1)):
        types = tuple(sense for sense in item.senses if sense.kind == "value")
        item.senses = types or (Sense("value", (named,), "expiration_type"),)


def _is_type_beside(draft: Draft, place: int, step: int) -> bool:
    """Whether a type is joined to a place: to its right, or to its left."""
    other = place + step
    if not (draft.has(other, "and", "or", "compare_customers") or draft.mark(other, ",/")):
        return False
    while draft.has(other, "noise", "and", "or", "agreements", "compare_customers") or draft.mark(other, ",/"):
        if _is_type(draft.items[other]):
            break
        other += step
    return 0 <= other < len(draft.items) and _is_type(draft.items[other])


def _is_type(item: Item) -> bool:
    return any(sense.kind == "value" and sense.field == "expiration_type" for sense in item.senses)


def _body(draft: Draft, place: int) -> None:
    """``government bodies``: customers, where what they do stands before."""
    before = draft.items[place - 1].senses if place else ()
    if draft.has(place, "body") and any(s.kind == "value" and s.field in _TRADES for s in before):
        _become(draft.items[place], Sense("customers"))


def _equals(draft: Draft, place: int) -> None:
    """``azure = evaluate``, ``country = Korea``: nothing but "is"; not ``azure != evaluate``."""
    named = draft.has(place - 1, "product", "field", "score")
    valued = draft.has(place + 1, "cluster", "propensity", "band", "cell", "value")
    if draft.word(place) == "=" and named and valued and not draft.has(place + 1, "product", "number"):
        _become(draft.items[place], Sense("noise"))
