"""Reads "not only X" and "not just X": nobody is left out, and what is named beside X is meant, too."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import Sense
from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from knowledge.messages import Word, text

_ONLY = ("only", "just", "merely", "solely", "simply")
_KINDS = ("cluster", "cohort", "category", "value", "product", "owns", "band", "cell")


def read_not_only(draft: Draft, place: int) -> None:
    """``both cohorts, not just dark``, ``not only Sweden but also Norway``; asked back where nothing stands beside."""
    if not draft.has(place, "neg") or not _says_only(draft, place):
        return
    last = place + (draft.word(place).split()[-1] not in _ONLY)
    named = draft.after(last, "pronoun", "with", "own", "who", "customers", "cohortword")
    if named >= len(draft.items) or not _kinds(draft.items[named]):
        return
    beside = [at for at, item in enumerate(draft.items) if at != named and _kinds(item) & _kinds(draft.items[named])]
    if not beside:
        words = " ".join(item.text for item in draft.items[place : named + 1])
        draft.question = AskBack(text("“{words}” leaves open who else is meant. Please name them.", words=Word(words)))
        return
    for at in range(place, last + 1):
        draft.items[at].senses = (Sense("noise"),)
    for at in range(named + 1, beside[-1]):
        if draft.has(at, "but"):
            draft.items[at].senses = (Sense("and"),)
    if any(at < place and _holds(draft.catalog, draft.items[at], draft.items[named]) for at in beside):
        draft.items[named].senses = (Sense("noise"),)


def _says_only(draft: Draft, place: int) -> bool:
    words = draft.word(place).split()
    return words[-1] in _ONLY or (words[-1].endswith(("not", "n't")) and draft.word(place + 1).split(" ")[0] in _ONLY)


def _kinds(item: Item) -> set[tuple[str, str]]:
    """What kinds of things an item names; cohorts and their categories are of one kind."""
    same = {"category": "cohort"}
    return {(same.get(sense.kind, sense.kind), sense.field) for sense in item.senses if sense.kind in _KINDS}


def _holds(catalog: Catalog, whole: Item, part: Item) -> bool:
    """Whether a thing that is named holds the other one: it is the same, or a category and one of its cohorts."""
    values = {sense.value for sense in whole.senses if sense.kind in _KINDS}
    for sense in whole.senses:
        if sense.kind == "category":
            values |= set(catalog.categories[str(sense.value)].cohorts)
    return any(sense.value in values for sense in part.senses if sense.kind in _KINDS)
