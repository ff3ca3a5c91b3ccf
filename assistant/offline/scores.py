"""Reads conditions on scores: clusters, propensity, cells, bands, numbers, signals."""

from collections.abc import Sequence

from assistant.offline.draft import Bound, Draft
from assistant.offline.membership import is_cell
from assistant.offline.parts import MEASURED
from knowledge.messages import text
from scoring.query import Operator

OPPOSITE: dict[Operator, Operator] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def read_scores(draft: Draft) -> None:
    """Clusters, propensity, cells, bands and numbers of fit, intent and potential revenue."""
    _read_clusters(draft)
    _read_cells(draft)
    _read_bands(draft)
    for bound in list(draft.bounds):
        _read_score_bound(draft, bound)
    _read_same_score(draft)


def _op(negation: int) -> Operator:
    return "not in" if negation >= 0 else "in"


def _read_clusters(draft: Draft) -> None:
    places = [
        at for at in draft.free("cluster", "propensity") if not (draft.source == "model" and draft.has(at, "likeliest"))
    ]
    for group in draft.groups(places):
        negations = [draft.negation(place, lambda at: draft.has(at, "cluster", "propensity")) for place in group]
        _use_word(draft, group, "cluster")
        draft.use(*(place for place in negations if place >= 0))
        if len(group) > 1 and (together := _together(draft, group)):
            draft.use(*together)
            draft.assume(text("a customer stands in one cluster of a product at a time"))
            for place in group:
                draft.add_atom("cluster", _op(negations[0]), _cluster_values(draft, place), place)
            continue
        for denied in (False, True):
            part = [place for place, negation in zip(group, negations, strict=True) if (negation >= 0) == denied]
            if part:
                values = tuple(dict.fromkeys(value for place in part for value in _cluster_values(draft, place)))
                draft.add_atom("cluster", "not in" if denied else "in", values, *part)


def _together(draft: Draft, group: Sequence[int]) -> list[int]:
    """Words that ask for two clusters at once."""
    return [place for place in range(group[0], group[-1]) if draft.has(place, "together")]


def _cluster_values(draft: Draft, place: int) -> tuple[str, ...]:
    cluster = draft.value(place, "cluster")
    if isinstance(cluster, tuple):
        return cluster
    if isinstance(cluster, str):
        return (cluster,)
    return tuple(item.id for item in draft.catalog.clusters.values() if item.high_propensity)


def _use_word(draft: Draft, group: Sequence[int], name: str) -> None:
    """The word ``cluster`` or ``cell`` beside its value says nothing more."""
    for place in (draft.before(group[0], "product"), draft.after(group[-1], "product")):
        if draft.value(place, "score") == name:
            draft.use(place)


def _read_cells(draft: Draft) -> None:
    places = [place for place in draft.free("cell") if not draft.has(place, "cohort") or is_cell(draft, place)]
    for group in draft.groups(places):
        values = tuple(str(draft.value(place, "cell")) for place in group)
        negation = draft.negation(group[0], lambda at: draft.has(at, "cell"))
        draft.use(negation, *draft.free("cellword")) if negation >= 0 else draft.use(*draft.free("cellword"))
        draft.add_atom("cell", _op(negation), values, *group)


def _read_bands(draft: Draft) -> None:
    """Each band goes to the nearest fit or intent; a score joined to it by "and" shares it."""
    pairs = sorted(
        (abs(band - score) + (0.0 if score > band else 0.5), band, score)
        for band in draft.free("band")
        for score in draft.scores("fit", "intent")
        if _near(draft, band, score)
    )
    owners: dict[int, list[int]] = {}
    for _, band, score in pairs:
        if band not in owners and not any(score in scores for scores in owners.values()):
            owners[band] = [score]
    _share_bands(draft, owners)
    for score in sorted({score for scores in owners.values() for score in scores}):
        _keep_bands(draft, score, [band for band in sorted(owners) if score in owners[band]])


def _near(draft: Draft, band: int, score: int) -> bool:
    low, high = sorted((band, score))
    passable = ("noise", "and", "or", "neg", "own", "band", "score", "product", "compare", "change")
    return high - low <= 6 and all(
        draft.has(place, *passable) or draft.mark(place, "()") for place in range(low + 1, high)
    )


def _share_bands(draft: Draft, owners: dict[int, list[int]]) -> None:
    """``high fit and intent``, ``high or medium fit``."""
    taken = {score for scores in owners.values() for score in scores}
    for score in draft.scores("fit", "intent"):
        if score not in taken:
            for scores in owners.values():
                if any(draft.joint(*sorted((score, other))) == "and" for other in scores):
                    scores.append(score)
                    break
    for band in draft.free("band"):
        neighbours = [other for other in owners if draft.joint(*sorted((band, other))) == "or"]
        if band not in owners and neighbours:
            owners[band] = list(owners[neighbours[0]])


def _keep_bands(draft: Draft, score: int, bands: Sequence[int]) -> None:
    name = f"{draft.value(score, 'score')}_band"
    values = tuple(dict.fromkeys(value for band in bands for value in _band_values(draft, band)))
    negation = draft.negation(min(bands[0], score), lambda at: draft.has(at, "band", "score", "product"))
    if negation >= 0 and _lacks_product(draft, negation, min(bands[0], score)):
        negation = -1
    if negation >= 0:
        draft.use(negation)
    draft.add_atom(name, _op(negation), values, score, *bands)


def _lacks_product(draft: Draft, negation: int, place: int) -> bool:
    """``with no Azure and high Azure fit``: it is the product that they do not have, and "and" begins what they do."""
    owned = draft.after(negation)
    said = draft.items[negation].used and draft.has(negation, "lack") and draft.has(owned, "product", "owns", "family")
    return said and draft.items[owned].used and any(draft.has(at, "and") for at in range(owned + 1, place))


def _band_values(draft: Draft, place: int) -> tuple[str, ...]:
    band = draft.value(place, "band")
    return band if isinstance(band, tuple) else (str(band),)


def _read_score_bound(draft: Draft, bound: Bound) -> None:
    place = _score_of(draft, bound)
    if place < 0 or _is_moved(draft, bound):
        return
    op, values = bound.condition()
    negation = draft.negation(bound.first)
    if negation >= 0 and op in OPPOSITE:
        op = OPPOSITE[op]
        draft.use(negation)
    draft.take(bound)
    if draft.value(place, "score") == "propensity" and draft.is_free(bound.last + 1, "share"):
        draft.use(bound.last + 1)
    for near in (bound.first - 1, bound.last + 1):
        if draft.is_free(near, "score_word"):
            draft.use(near)
    draft.add_atom(str(draft.value(place, "score")), op, values, place, bound.first)


def _is_moved(draft: Draft, bound: Bound) -> bool:
    """``lost at least 5 points of Azure fit``: by how much it changed, not how high it is."""
    points = draft.has(bound.last + 1, "score_word") and draft.word(bound.last + 1).startswith("point")
    kinds = {sense.value for sense in draft.items[max(0, bound.first - 1)].senses if sense.kind == "change"}
    return points and bool(kinds & {"up", "down", "moved", "changed"})


def _read_same_score(draft: Draft) -> None:
    """``fit over 90 on Azure, over 90 on Surface too``: the second number is one of the same score."""
    for bound in list(draft.bounds):
        before = [atom for atom in draft.atoms if atom.slot.name in MEASURED and atom.slot.last < bound.first]
        product = draft.after(bound.last)
        if before and bound.op != "=" and draft.has(bound.first, "or") and draft.has(bound.first, "compare"):
            op, values = bound.condition()
            draft.take(bound)
            draft.add_atom(before[-1].slot.name, op, values, bound.first)
        elif bound.op != "=" and not bound.money and before and draft.is_free(product, "product"):
            op, values = bound.condition()
            draft.take(bound)
            draft.add_atom(before[-1].slot.name, op, values, bound.first, product)
            draft.items[product].used = False


def _score_of(draft: Draft, bound: Bound) -> int:
    """The score that a number is about: the nearest one beside it, before rather than after; -1."""
    counted = ("field", "unit", "agreements", "customers", "products")
    if draft.has(bound.last + 1, *counted) or (draft.has(bound.last + 1, "owns") and not bound.money):
        return -1
    wanted = ("revenue",) if bound.money else MEASURED
    before = draft.before(bound.first, "own", "with", "product", "score_word", "and")
    after = draft.after(bound.last, "product", "score_word", "mark", "share")
    for place in (before, after):
        if draft.is_free(place, "score") and draft.value(place, "score") in wanted:
            exact_ok = place == before or bound.op != "="
            if exact_ok and not (place == after and _belongs_elsewhere(draft, place, bound)):
                return place
    return -1


def _belongs_elsewhere(draft: Draft, place: int, bound: Bound) -> bool:
    """Whether a score behind a number already has a number or band behind it."""
    following = draft.after(place, "own", "compare")
    numbered = any(other is not bound and draft.after(place) == other.first for other in draft.bounds)
    return numbered or draft.has(following, "band")


def read_signals(draft: Draft) -> None:
    """Signal types and details; those that stand together must stand in one signal. A detail alone is none: the
    question has to speak of signals."""
    places = list(draft.free("signal", "detail")) if draft.speaks_of_signals() else []
    for group in draft.groups(places):
        negation = draft.negation(group[0], lambda at: draft.has(at, "signal", "detail"))
        draft.use(negation)
        _join_signals(draft, group, negation >= 0)
        _use_word(draft, group, "signals")
        for one in _each_signal(draft, group):
            values = tuple(_signal_text(draft, place) for place in one)
            draft.add_atom("signals", "not contains" if negation >= 0 else "contains", values, *one)
    if places:
        draft.use(*(at for at in draft.scores("signals") if draft.negation(at) < 0))


def _each_signal(draft: Draft, group: Sequence[int]) -> list[list[int]]:
    """``funding or hiring of a security analyst``: a type with its detail is one signal, another type another one."""
    signals: list[list[int]] = []
    for place in group:
        kind = "signal" if draft.has(place, "signal") else "detail"
        if not signals or any(draft.has(at, kind) for at in signals[-1]):
            signals.append([])
        signals[-1].append(place)
    return signals


def _join_signals(draft: Draft, group: Sequence[int], negated: bool) -> None:
    """``hiring, funding or merger``: any of them; ``no funding or merger signal``: neither of them."""
    inside = range(group[0], group[-1])
    if any(draft.has(place, "or") for place in inside):
        places = [place for place in inside if draft.has(place, "or") or draft.mark(place, ",/")]
        draft.joints |= dict.fromkeys(places, "and" if negated else "or")


def read_signal_presence(draft: Draft) -> None:
    """``no Surface signal``: the explanation of the product is empty."""
    for place in draft.scores("signals"):
        negation = draft.negation(place, lambda at: draft.has(at, "product"))
        if negation >= 0:
            draft.use(negation)
            draft.add_atom("signals", "not contains", ("",), place)


def _signal_text(draft: Draft, place: int) -> str:
    detail = draft.value(place, "detail")
    if isinstance(detail, str):
        return detail
    return draft.catalog.signals[str(draft.value(place, "signal"))].title
