"""Reads cohorts, categories and solution plays."""

from collections.abc import Sequence

from assistant.offline.draft import Draft
from assistant.offline.outcome import AskBack
from assistant.offline.restricting import one_alone
from knowledge.messages import Word, text
from scoring.query import Filter


def read_memberships(draft: Draft) -> None:
    """Cohorts, categories and plays; a cohort named beside its own category is the narrower meaning."""
    cohorts = [place for place in draft.free("cohort") if not is_cell(draft, place)]
    for place in list(draft.free("category")):
        _read_category(draft, place, cohorts)
    _read_members(draft, [place for place in cohorts if not draft.items[place].used], "cohort")
    _read_plays(draft)


def is_cell(draft: Draft, place: int) -> bool:
    """``E5`` is a cell where cells are spoken of or stand beside it, else the product suite."""
    others = (at for at, item in enumerate(draft.items) if item.has("cell") and not item.has("cohort"))
    listed = any(draft.joint(*sorted((place, at))) for at in others)
    return draft.has(place, "cell") and (listed or any(item.has("cellword") for item in draft.items))


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
    if draft.word(draft.before(place)) == "both":
        draft.assume(
            text("{category}: in at least one of its cohorts", category=draft.catalog.categories[category].title)
        )
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
    matching = [
        category for category in fitting if draft.catalog.categories[category].product in (named or draft.spoken)
    ]
    if len(matching) != 1:
        titles = tuple(draft.catalog.categories[category].title for category in fitting)
        asked = text("Which do you mean by “{word}”?", word=Word(draft.items[place].text))
        draft.question = AskBack(asked, titles)
        return ""
    return matching[0]


def _read_plays(draft: Draft) -> None:
    """Plays by title; words that fit several mean all of them where the question says "plays", else it is asked."""
    for place in list(draft.free("play")):
        plays = tuple(dict.fromkeys(str(s.value) for s in draft.items[place].senses if s.kind == "play"))
        plays = _plays_in_brackets(draft, place, plays)
        several = draft.word(place + 1) == "plays" or draft.has(draft.before(place), "or")
        if len(plays) > 1 and not several:
            titles = tuple(draft.catalog.plays[play].title if play in draft.catalog.plays else play for play in plays)
            asked = text("Which play do you mean by “{word}”?", word=Word(draft.items[place].text))
            draft.question = AskBack(asked, titles[:8])
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
    if negation < 0 and draft.exactly_one(group):
        draft.add(one_alone(draft.catalog, [Filter(kind, "in", (key,)) for key in keys]), *used)
        return
    if negation < 0 and len(group) > 1 and len(keys) > 1 and draft.all_meant(group) and not _one_category(draft, keys):
        for key in keys:
            draft.add(Filter(kind, "in", (key,)), *used)
    else:
        draft.add(Filter(kind, "not in" if negation >= 0 else "in", keys), *used)


def _one_category(draft: Draft, keys: tuple[str, ...]) -> bool:
    """Cohorts of one category exclude each other, so "and" between them adds them up."""
    return any(set(keys) <= set(category.cohorts) for category in draft.catalog.categories.values())
