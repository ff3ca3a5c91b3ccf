"""Reads conditions off a draft by type and by what stands near; each function takes what it understands."""

from collections.abc import Sequence

from assistant.offline.draft import Bound, Draft
from assistant.offline.outcome import AskBack
from scoring.query import Filter, Operator, is_agreement_field

FIELD_ORDER = (
    "country", "city", "state", "industry", "vertical", "sub_segment", "nonprofit", "license_program", "expiration_type",
    "division", "existing_workloads", "recommended_workloads", "partner_name", "sales_territory", "smc_type", "area",
    "subsidiary", "postal_code", "segment",
)  # fmt: skip
MEASURED = ("fit", "intent", "revenue")
_SCORE_LIKE = ("score", "cluster", "band", "cell", "propensity", "score_word")
_THINGS = ("owns", "product", "family")


# ---- ownership --------------------------------------------------------------------------------------------------------


def read_ownership(draft: Draft) -> None:
    """``have no Azure``, ``already own M365``, ``use Google or AWS``, ``Azure users``."""
    owned: dict[int, tuple[str, int]] = {}
    for place in list(draft.free(*_THINGS)):
        flag = _flag(draft, place)
        if not flag or draft.items[place].used or _is_scored(draft, place):
            continue
        negation = draft.negation(place, lambda at: draft.has(at, *_THINGS))
        governor = negation if negation >= 0 else _governor(draft, place)
        if governor < 0 and draft.has(draft.after(place), "owner"):
            governor = draft.after(place)
        if governor >= 0:
            owned[place] = (flag, negation)
            draft.use(governor)
            _use_consumption(draft, place)
    for group in draft.groups(sorted(owned)):
        _keep_owned(draft, group, owned)


def _keep_owned(draft: Draft, group: Sequence[int], owned: dict[int, tuple[str, int]]) -> None:
    """Things that are owned: joined by "or" one of them suffices; things that are lacked are lacked all."""
    filters = [Filter(owned[place][0], "in", (owned[place][1] < 0,)) for place in group]
    lacked = any(owned[place][1] >= 0 for place in group)
    if len(group) > 1 and not lacked and not draft.all_meant(group):
        draft.add(Filter(any_of=tuple(filters)), *group)
        return
    for place, item in zip(group, filters, strict=True):
        draft.add(item, place)


def _flag(draft: Draft, place: int) -> str:
    """The Yes/No field that says whether a customer owns the thing."""
    owned = draft.value(place, "owns")
    if isinstance(owned, str):
        return owned
    family, product = draft.value(place, "family"), draft.value(place, "product")
    if isinstance(family, str):
        return draft.catalog.families[family].owned
    return draft.catalog.products[product].owned if isinstance(product, str) else ""


def _is_scored(draft: Draft, place: int) -> bool:
    """Whether a score word follows at once: ``Azure fit``, ``M365 Act Now``, ``Copilot cohort``."""
    return draft.has(place + 1, *_SCORE_LIKE) or draft.word(place + 1) in ("cohort", "campaign", "category")


def _governor(draft: Draft, place: int) -> int:
    """A verb of owning to the left, over idle words and other things of the list; -1."""
    place -= 1
    while place >= 0:
        if draft.has(place, "own", "owner") or (draft.has(place, "with") and not draft.has(place, "noise")):
            return place
        skipped = draft.has(place, "noise", "and", "or", *_THINGS) or draft.mark(place, ",:")
        if not skipped or draft.has(place, "but"):
            return -1
        place -= 1
    return -1


def _use_consumption(draft: Draft, place: int) -> None:
    for near in (draft.before(place, "lack"), draft.after(place)):
        if draft.is_free(near, "consumption"):
            draft.use(near)


# ---- cohorts, categories, plays -----------------------------------------------------------------------------------------


def read_memberships(draft: Draft) -> None:
    """Cohorts, categories and plays; a cohort named beside its own category is the narrower meaning."""
    cohorts = [place for place in draft.free("cohort") if not is_cell(draft, place)]
    for place in list(draft.free("category")):
        _read_category(draft, place, cohorts)
    _read_members(draft, [place for place in cohorts if not draft.items[place].used], "cohort")
    _read_plays(draft)


def is_cell(draft: Draft, place: int) -> bool:
    """``E5`` is a cell where cells are spoken of, else the product suite."""
    return draft.has(place, "cell") and any(item.has("cellword") for item in draft.items)


def _read_category(draft: Draft, place: int, cohorts: Sequence[int]) -> None:
    category = _category_of(draft, place)
    if not category:
        return
    members = draft.catalog.categories[category].cohorts
    if draft.has(place, "cohort") and draft.value(place, "cohort") in members:
        return
    if any(draft.value(at, "cohort") in members for at in cohorts):
        draft.use(place)
        return
    _keep_members(draft, [place], "category", (category,))


def _category_of(draft: Draft, place: int) -> str:
    """The category that a phrase means; where it fits several (``upsell``), the one of the product spoken of."""
    fitting = [str(sense.value) for sense in draft.items[place].senses if sense.kind == "category"]
    if len(fitting) == 1:
        return fitting[0]
    others = [sense for at, item in enumerate(draft.items) if at != place for sense in item.senses]
    named = {s.value for s in others if s.kind == "product"}
    named |= {draft.catalog.categories[s.value].product for s in others if s.kind == "category"}
    named |= {draft.catalog.cohorts[s.value].product for s in others if s.kind == "cohort"}
    matching = [category for category in fitting if draft.catalog.categories[category].product in named]
    if len(matching) != 1:
        titles = tuple(draft.catalog.categories[category].title for category in fitting)
        draft.question = AskBack(f"Which do you mean by “{draft.items[place].text}”?", titles)
        return ""
    return matching[0]


def _read_plays(draft: Draft) -> None:
    """Plays by title; words that fit several plays mean all of them where the question says "plays", else it is asked."""
    for place in list(draft.free("play")):
        plays = tuple(dict.fromkeys(str(s.value) for s in draft.items[place].senses if s.kind == "play"))
        plays = _plays_in_brackets(draft, place, plays)
        several = draft.word(place + 1) == "plays" or draft.has(draft.before(place), "or")
        if len(plays) > 1 and not several:
            titles = tuple(draft.catalog.plays[play].title if play in draft.catalog.plays else play for play in plays)
            draft.question = AskBack(f"Which play do you mean by “{draft.items[place].text}”?", titles[:8])
            return
        _keep_members(draft, [place], "play", plays)


def _plays_in_brackets(draft: Draft, place: int, plays: tuple[str, ...]) -> tuple[str, ...]:
    """``the Citrix play (Modernize VDI to AVD)``: what stands in brackets must be said of the play, too."""
    start = place + 1
    while draft.has(start, "cohortword"):
        start += 1
    if not draft.mark(start, "("):
        return plays
    end = next((at for at in range(start, len(draft.items)) if draft.mark(at, ")")), len(draft.items))
    inner = [at for at in range(start + 1, end) if not draft.has(at, "mark")]
    named = {s.value for at in inner for s in draft.items[at].senses if s.kind == "play"}
    kept = tuple(play for play in plays if play in named)
    if kept:
        draft.use(*inner)
    return kept or plays


def _read_members(draft: Draft, places: Sequence[int], kind: str) -> None:
    for group in draft.groups(places):
        keys = tuple(dict.fromkeys(str(draft.value(at, kind)) for at in group))
        _keep_members(draft, group, kind, keys)


def _keep_members(draft: Draft, group: Sequence[int], kind: str, keys: tuple[str, ...]) -> None:
    negation = draft.negation(group[0], lambda at: draft.has(at, "cohort", "category", "play"))
    used = [*group, *([negation] if negation >= 0 else [])]
    if negation < 0 and len(group) > 1 and len(keys) > 1 and draft.all_meant(group) and not _one_category(draft, keys):
        for key in keys:
            draft.add(Filter(kind, "in", (key,)), *used)
    else:
        draft.add(Filter(kind, "not in" if negation >= 0 else "in", keys), *used)


def _one_category(draft: Draft, keys: tuple[str, ...]) -> bool:
    """Cohorts of one category exclude each other, so "and" between them adds them up."""
    return any(set(keys) <= set(category.cohorts) for category in draft.catalog.categories.values())


# ---- scores -------------------------------------------------------------------------------------------------------------


def read_scores(draft: Draft) -> None:
    """Clusters, propensity, cells, bands and numbers of fit, intent and potential revenue."""
    _read_clusters(draft)
    _read_cells(draft)
    _read_bands(draft)
    for bound in list(draft.bounds):
        _read_score_bound(draft, bound)


def _op(negation: int) -> Operator:
    return "not in" if negation >= 0 else "in"


def _read_clusters(draft: Draft) -> None:
    for group in draft.groups(list(draft.free("cluster", "propensity"))):
        values = tuple(dict.fromkeys(value for place in group for value in _cluster_values(draft, place)))
        negations = [draft.negation(place, lambda at: draft.has(at, "cluster", "propensity")) for place in group]
        _use_word(draft, group, "cluster")
        draft.use(*(place for place in negations if place >= 0))
        if len(group) > 1 and (together := _together(draft, group)):
            draft.use(*together)
            draft.assume("a customer stands in one cluster of a product at a time")
            for place in group:
                draft.add_atom("cluster", _op(negations[0]), _cluster_values(draft, place), place)
        else:
            draft.add_atom("cluster", _op(negations[0]), values, *group)


def _together(draft: Draft, group: Sequence[int]) -> list[int]:
    """Words that ask for two clusters at once."""
    return [place for place in range(group[0], group[-1]) if draft.has(place, "together")]


def _cluster_values(draft: Draft, place: int) -> tuple[str, ...]:
    cluster = draft.value(place, "cluster")
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
    return high - low <= 6 and all(draft.has(place, *passable) for place in range(low + 1, high))


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
    values = tuple(str(draft.value(band, "band")) for band in bands)
    negation = draft.negation(min(bands[0], score), lambda at: draft.has(at, "band", "score", "product"))
    if negation >= 0:
        draft.use(negation)
    draft.add_atom(name, _op(negation), values, score, *bands)


def _read_score_bound(draft: Draft, bound: Bound) -> None:
    place = _score_of(draft, bound)
    if place < 0:
        return
    op, values = bound.condition()
    draft.take(bound)
    for near in (bound.first - 1, bound.last + 1):
        if draft.is_free(near, "score_word"):
            draft.use(near)
    draft.add_atom(str(draft.value(place, "score")), op, values, place, bound.first)


def _score_of(draft: Draft, bound: Bound) -> int:
    """The score that a number is about: the nearest one beside it, before rather than after; -1."""
    if draft.has(bound.last + 1, "field", "unit", "agreements", "customers", "products", "owns"):
        return -1
    wanted = ("revenue",) if bound.money else MEASURED
    before = draft.before(bound.first, "own", "with", "product", "score_word", "and")
    after = draft.after(bound.last, "product", "score_word", "mark")
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


# ---- values of the data -------------------------------------------------------------------------------------------------


def read_hints(draft: Draft) -> None:
    """A field beside one of its values only says which field is meant: ``legal services vertical``."""
    for place in list(draft.free("field")):
        governor = draft.before(place)
        if _is_grouped(draft, place) and not draft.mark(governor - 1, "("):
            continue
        names = [str(sense.value) for sense in draft.items[place].senses if sense.kind == "field"]
        for other in (draft.before(place, "mark", "group", "agreements"), draft.after(place, "mark")):
            for name in names:
                if _is_value_of(draft, other, name):
                    senses = draft.items[other].senses
                    draft.items[other].senses = tuple(s for s in senses if s.kind == "value" and s.field == name)
                    draft.use(place, *([governor] if draft.has(governor, "group") else []))


def _is_grouped(draft: Draft, place: int) -> bool:
    """Whether a word of grouping or sorting governs a field, over other fields of its list."""
    place = draft.before(place, "and", "mark")
    while draft.has(place, "field") and not draft.has(place, "value"):
        place = draft.before(place, "and", "mark")
    return draft.has(place, "group", "order")


def _is_value_of(draft: Draft, place: int, name: str) -> bool:
    return 0 <= place < len(draft.items) and any(
        sense.kind == "value" and sense.field == name for sense in draft.items[place].senses
    )


def read_values(draft: Draft, agreements: bool) -> None:
    """Values of the data; those of one field are alternatives (of a list field joined by "and": all)."""
    found: dict[tuple[str, bool], list[int]] = {}
    for place in list(draft.free("value")):
        name = _field_of(draft, place, agreements)
        if not name:
            continue
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
    if not agreements or draft.has(place, *_THINGS):
        kept = [name for name in fields if not is_agreement_field(draft.catalog, name)]
        beside = draft.has(draft.after(place), "agreements", "expires") or not draft.has(place, *_THINGS)
        fields = fields if agreements and beside else kept
    fields = _workload_field(draft, place, fields)
    return next((name for name in FIELD_ORDER if name in fields), fields[0] if fields else "")


def _workload_field(draft: Draft, place: int, fields: list[str]) -> list[str]:
    """A workload is recommended where that word stands near, else it is one that runs."""
    if "recommended_workloads" not in fields:
        return fields
    same = [at for at, item in enumerate(draft.items) if item.text.lower() == draft.word(place)]
    near = [draft.value(at, "field") for each in same for at in range(max(0, each - 4), each + 6)]
    if "recommended_workloads" in near:
        draft.use(*(at for at in draft.free("field") if draft.value(at, "field") == "recommended_workloads"))
        return ["recommended_workloads"]
    return ["existing_workloads"]


def _keep_values(draft: Draft, name: str, negated: bool, places: Sequence[int]) -> None:
    lists = [_values_of(draft, place, name) for place in places]
    if draft.catalog.fields[name].kind == "list" and len(places) > 1 and not negated and draft.all_meant(places):
        for place, values in zip(places, lists, strict=True):
            draft.add(Filter(name, "in", values), place)
        return
    values = tuple(dict.fromkeys(value for part in lists for value in part))
    draft.add(Filter(name, "not in" if negated else "in", values), *places)


def _values_of(draft: Draft, place: int, name: str) -> tuple[str, ...]:
    senses = [sense for sense in draft.items[place].senses if sense.kind == "value" and sense.field == name]
    return tuple(dict.fromkeys(value for sense in senses for value in sense.value))


# ---- numbers of fields, flags, signals ------------------------------------------------------------------------------------


def read_counts_of(draft: Draft) -> int:
    """``at least two agreements`` becomes a condition; ``three or more of the six products`` is returned (else 1), and
    0 for ``none of the products``."""
    if _none_of_products(draft):
        return 0
    for bound in list(draft.bounds):
        if bound.op != "=" and draft.has(bound.last + 1, "agreements"):
            op, values = bound.condition()
            draft.add(Filter("agreements", op, values), bound.first, bound.last + 1)
            draft.take(bound)
    _read_any_membership(draft)
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
        if (
            bound.values == (1.0,)
            and bound.op in (">=", "=")
            and draft.has(end, "category", "cohort", "cohortword", "play")
        ):
            draft.take(bound)
            if second:
                draft.take(second)


def read_field_bounds(draft: Draft, agreements: bool) -> None:
    """Numbers with a field beside them: ``more than 500 employees``, ``org size over 300``."""
    for bound in list(draft.bounds):
        if bound.money and agreements:
            op, values = bound.condition()
            draft.add(Filter("expiring_revenue", op, values), bound.first)
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
    if draft.numeric(before) and not draft.has(after, "customers") and not draft.items[before].used:
        return before
    return -1


def _take_field(draft: Draft, bound: Bound, name: str, place: int) -> None:
    op, values = bound.condition()
    draft.add(Filter(name, op, values), bound.first, place)
    draft.use(*(at for at in range(bound.last, place) if draft.counted(at)))
    draft.take(bound)
    for other in list(draft.bounds):
        if other.op != "=" and _shares_field(draft, bound, other):
            op, values = other.condition()
            draft.add(Filter(name, op, values), other.first)
            draft.take(other)


def _shares_field(draft: Draft, bound: Bound, other: Bound) -> bool:
    """``at least 50 but fewer than 300 employees``: a bound joined to its neighbour shares the field."""
    first, second = sorted((bound, other), key=lambda item: item.first)
    between = range(first.last + 1, second.first)
    joined = all(draft.has(p, "and", "but", "field", "noise") or draft.mark(p, ",") for p in between)
    return joined and len(between) <= 3 and not draft.has(draft.after(other.last), "field", "score", "unit")


def read_flags(draft: Draft) -> None:
    """Yes/No fields that people name: ``has not bought anything in the last 36 months``."""
    for place in list(draft.free("field")):
        name = str(draft.value(place, "field"))
        if draft.catalog.fields[name].kind == "flag" and not draft.has(draft.before(place), "group"):
            negation = draft.negation(place)
            used = [place, negation] if negation >= 0 else [place]
            draft.add(Filter(name, "in", (negation < 0,)), *used)


def read_signals(draft: Draft) -> None:
    """Signal types and details; those that stand together must stand in one signal. A detail alone is none: the
    question has to speak of signals."""
    spoken_of = any(item.has("signal") or draft.value(at, "score") == "signals" for at, item in enumerate(draft.items))
    places = list(draft.free("signal", "detail")) if spoken_of else []
    for group in draft.groups(places):
        values = tuple(_signal_text(draft, place) for place in group)
        negation = draft.negation(group[0], lambda at: draft.has(at, "signal", "detail"))
        if negation >= 0:
            draft.use(negation)
        _use_word(draft, group, "signals")
        draft.add_atom("signals", "not contains" if negation >= 0 else "contains", values, *group)


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
