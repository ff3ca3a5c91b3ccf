"""Reads what customers own or lack: "have no Azure", "use Google or AWS", "Azure users"."""

from collections.abc import Sequence

from assistant.offline.draft import Draft
from assistant.offline.outcome import Refuse
from assistant.offline.particles import particles
from assistant.offline.restricting import one_alone
from knowledge.messages import text
from scoring.query import Filter

THINGS = ("owns", "product", "family")
NOTHING_ELSE = text("I can tell who has a product, but not who has nothing else. Please name what they do not have.")
_RELATING = ("for", "on", "in", "as", "of", "about")
_SCORE_LIKE = ("score", "cluster", "band", "cell", "propensity", "score_word")


def read_ownership(draft: Draft) -> None:
    """``have no Azure``, ``already own M365``, ``use Google or AWS``, ``Azure users``."""
    owned: dict[int, tuple[str, int]] = {}
    for place in list(draft.free(*THINGS)):
        flag = _flag(draft, place)
        if not flag or draft.items[place].used or _is_scored(draft, place):
            continue
        negation = draft.negation(place, lambda at: draft.has(at, *THINGS))
        if negation < 0 and _is_lacked_behind(draft, place):
            owned[place] = (flag, place + 1)  # "Azure not bought yet"
            draft.use(place + 1, place + 2)
            continue
        users = draft.has(place + 1, "owner")
        if negation >= 0 and not (draft.has(negation, "lack") or users) and _governor(draft, place, negation) < 0:
            continue  # "Act Now for Azure but not for M365" is about no ownership
        governor = negation if negation >= 0 else _governor(draft, place)
        if governor < 0 and (draft.has(place + 1, "owner") or draft.has(draft.after(place), "owner")):
            governor = place + 1 if draft.has(place + 1, "owner") else draft.after(place)
        flagged = draft.value(place + 1, "playword") == "flag"  # "in the Copilot cohort and the Azure flag"
        if governor < 0 and (flagged or _is_condition(draft, place) or _users(draft, place)):
            governor = place
        if governor >= 0:
            owned[place] = (flag, negation)
            named = _users(draft, place) or draft.has(place + 1, "owner")  # "existing Dynamics 365 owners"
            draft.use(governor, *([place + 1] if named else []))
            _use_consumption(draft, place)
    _read_it(draft)
    _read_amounts(draft)
    for place in owned:
        before = draft.word(place - 1) in particles("only") and draft.has(place - 2, "own", "with")
        behind = draft.word(place + 1) in particles("only") and draft.has(place - 1, "own")  # "that own Azure only"
        if (before or (behind and place + 2 >= len(draft.items))) and not draft.question:
            draft.question = Refuse(NOTHING_ELSE, told=True)
    for group in draft.groups(sorted(owned)):
        _keep_owned(draft, group, owned)


def _is_lacked_behind(draft: Draft, place: int) -> bool:
    """``Azure not bought yet``; not ``Azure without owning Dynamics``."""
    if not (draft.has(place + 1, "neg", "lack") and draft.has(place + 2, "own")):
        return False
    behind = place + 3
    while behind < len(draft.items) and draft.has(behind, "noise") and not draft.has(behind, *THINGS):
        behind += 1
    return not draft.has(behind, *THINGS)


def untold_product(draft: Draft) -> str:
    """The product of ``which of them own Surface?`` where the data do not say who owns it; empty where there is none.

    A product of which a score is asked (``have Surface in Act Now``) is not owned."""
    for place in draft.free("product"):
        if _flag(draft, place) or draft.negation(place) >= 0 or draft.word(place - 1) in _RELATING:
            continue
        behind = place + 1
        while draft.has(behind, "noise", "and", "or", "product") and not draft.has(behind, *_SCORE_LIKE):
            behind += 1
        if _governor(draft, place) >= 0 and not draft.has(behind, *_SCORE_LIKE, "field", "vocabulary"):
            return str(draft.value(place, "product"))
    return ""


def read_whitespace(draft: Draft) -> None:
    """``whitespace customers for Azure``: those that do not own the product that stands nearest."""
    for place in list(draft.free("whitespace")):
        products = sorted(draft.free("product"), key=lambda at: (abs(at - place), at))
        flag = _flag(draft, products[0]) if products else ""
        if not flag or draft.negation(place) >= 0:
            continue
        label = draft.catalog.products[str(draft.value(products[0], "product"))].label
        draft.add(Filter(flag, "in", (False,)), place)
        draft.assume(text("{product} whitespace = customers that do not own {product}", product=label))


def _keep_owned(draft: Draft, group: Sequence[int], owned: dict[int, tuple[str, int]]) -> None:
    """Things that are owned: joined by "or" one of them suffices; things that are lacked are lacked all."""
    filters = [Filter(owned[place][0], "in", (owned[place][1] < 0,)) for place in group]
    if draft.exactly_one(group):
        draft.add(one_alone(draft.catalog, filters), *group)
        return
    lacked = any(owned[place][1] >= 0 for place in group)
    named_both = any(draft.word(at) == "both" for at in range(max(0, group[0] - 2), group[0]))
    both = named_both and all(_not_both(draft, owned[place][1]) for place in group)
    both = both or (lacked and draft.one_of(group[0]) >= 0)
    if len(group) > 1 and (both or not (lacked or draft.all_meant(group))):
        draft.add(Filter(any_of=tuple(filters)), *group)  # "not both": at least one is lacked
        return
    inside = range(group[0], group[-1] + 1)
    draft.joints |= dict.fromkeys(inside, "and")
    if len(group) > 1 and any(draft.has(at, "or") for at in range(len(draft.items)) if at not in inside):
        draft.add(Filter(all_of=tuple(filters)), *group)  # "in Sweden or without Azure or M365"
        return
    for place, item in zip(group, filters, strict=True):
        draft.add(item, place)


def _not_both(draft: Draft, negation: int) -> bool:
    """``don't have both``: one may be had; who lacks both, or is without both, has neither."""
    word = draft.word(negation).replace("’", "'")
    return negation >= 0 and (draft.has(negation, "neg") or any(part in word for part in ("not", "n't", "nt ")))


def _flag(draft: Draft, place: int) -> str:
    """The Yes/No field that says whether a customer owns the thing, one that the data holds where there is one.

    Empty for a thing that is installed, such as AWS, where only the own data has it."""
    named = [str(sense.value) for sense in draft.items[place].senses if sense.kind == "owns"]
    family, product = draft.value(place, "family"), draft.value(place, "product")
    if isinstance(family, str):
        named.append(draft.catalog.families[family].owned)
    elif isinstance(product, str):
        named.append(draft.catalog.products[product].owned)
    fields = sorted(filter(None, named), key=lambda name: draft.source == "model" and not is_own(draft, name))
    held = [name for name in fields if draft.holds(name)]
    installed = any(is_own(draft, sense.field) for sense in draft.items[place].senses if sense.kind == "value")
    if installed and (draft.source == "model" or not held):
        return ""
    if not held and fields and is_own(draft, fields[0]) and isinstance(product, str):
        return ""
    return next(iter([*held, *fields]), "")


def _read_amounts(draft: Draft) -> None:
    """``with Copilot seats``, ``no Surface devices``: an amount that is had is more than none."""
    for place in list(draft.free("field")):
        name = draft.numeric(place)
        if not name or not is_own(draft, name) or (draft.has(place, "product") and not draft.holds(name)):
            continue
        if any(bound.first == draft.after(place) for bound in draft.bounds):
            continue
        negation = draft.negation(place)
        if negation >= 0 and draft.has(negation, "lack"):
            draft.add(Filter(name, "in", (0.0,)), place, negation)
        elif negation < 0 and draft.has(draft.before(place), "own", "with"):
            draft.add(Filter(name, ">", (0.0,)), place)


def _users(draft: Draft, place: int) -> bool:
    """``AWS shops``: customers of a thing that has no scores own it."""
    return draft.has(place, "owns") and not draft.has(place, "product", "cohort") and draft.has(place + 1, "customers")


def _read_it(draft: Draft) -> None:
    """``Act Now for Azure and don't have it yet``: the one product that is named before."""
    for place in list(draft.free("own", "lack")):
        if not draft.has(draft.after(place), "it") and not draft.has(place + 1, "it"):
            continue
        named = [at for at in range(place) if draft.has(at, "product") and _flag(draft, at)]
        flags = {_flag(draft, at) for at in named}
        if len(flags) == 1 and not draft.has(place, "verb"):
            draft.add(Filter(flags.pop(), "in", (not draft.has(place, "lack"),)), place)


def _is_condition(draft: Draft, place: int) -> bool:
    """``end-of-service servers in Norway``: what can be nothing but a thing that a customer has."""
    return all(
        sense.kind in ("owns", "field") and is_own(draft, str(sense.value)) for sense in draft.items[place].senses
    )


def is_own(draft: Draft, name: str) -> bool:
    """Whether only a partner's own data has a field."""
    return name in draft.catalog.fields and draft.catalog.fields[name].level == "own"


def _is_scored(draft: Draft, place: int) -> bool:
    """Whether a score word follows at once: ``Azure fit``, ``M365 Act Now``, ``Copilot cohort``; of a list of products
    behind "with", too: ``with Azure and M365 fit over 80``."""
    if draft.has(draft.before(place), "with") and draft.has(place, "product"):
        while draft.has(place + 1, "and", "or") and draft.has(place + 2, "product"):
            place += 2
    return draft.has(place + 1, *_SCORE_LIKE) or draft.word(place + 1) in ("cohort", "campaign", "category")


def _governor(draft: Draft, place: int, negation: int = -1) -> int:
    """A verb of owning to the left, over idle words and other things of the list (and a negation); -1."""
    place -= 1
    while place >= 0:
        had = draft.has(place, "verb") and draft.word(place).split()[-1:] in (["have"], ["has"])  # "which have"
        if had or draft.has(place, "own", "owner") or (draft.has(place, "with") and not draft.has(place, "noise")):
            return place
        skipped = draft.has(place, "noise", "and", "or", *THINGS) or draft.mark(place, ",:")
        negated = negation >= 0 and draft.has(place, "neg", "but")
        if not negated and (not skipped or (draft.has(place, "but") and negation < 0)):
            return -1
        place -= 1
    return -1


def _use_consumption(draft: Draft, place: int) -> None:
    for near in (draft.before(place, "lack"), draft.after(place)):
        if draft.is_free(near, "consumption"):
            draft.use(near)
