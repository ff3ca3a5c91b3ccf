"""Reads the bounds of a sentence: ``an intent above 50``, ``300 employees or more``, ``a fit of 79``."""

import re
from collections.abc import Iterator

from assistant.guarding.fact import COUNTS
from assistant.guarding.families import overlap
from assistant.guarding.items import Item
from assistant.guarding.listing import Bound
from assistant.guarding.sentence import Sentence

_OR_MORE = re.compile(r"[\w ]{0,12}(?:or more|or above|and above|or higher|eller mer|以上|\s?이상)", re.IGNORECASE)
_OR_LESS = re.compile(r"[\w ]{0,12}(?:or less|or fewer|or below|or lower|eller mindre|以下|\s?이하)", re.IGNORECASE)
_OF_VALUE = re.compile(r"\b(?:of|av|von)\s(?:exactly\s)?$", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:at least|no less than|minimum of|minst)\s$", re.IGNORECASE)
_MOST = re.compile(r"\b(?:at most|no more than|up to|högst)\s$", re.IGNORECASE)
_CLAUSE_END = re.compile(r";")


def confirm_bounds(sentence: Sentence, place: Item) -> None:
    """Note the bounds that a list was held against."""
    for item, _ in bounds_beside(sentence, place):
        sentence.confirm(item.start, item.end)


def bounds_of(sentence: Sentence, item: Item) -> list[Bound]:
    """The bounds that a figure is."""
    return [
        bound for figure, bound in bounds_beside(sentence, no_place(sentence)) if figure is item and not bound.is_value
    ]


def no_place(sentence: Sentence) -> Item:
    """A place that no words of a sentence stand beside."""
    return sentence.place(len(sentence.text), len(sentence.text))


def bounds_beside(sentence: Sentence, place: Item) -> Iterator[tuple[Item, Bound]]:
    """The bounds of a sentence of one field: ``an intent above 50``, ``300 employees or more``."""
    named = [item for item in sentence.of("field") if item.mention and item.mention.fields - COUNTS]
    for item in sentence.of("figure") if named else ():
        before = [each for each in named if each.end <= item.start]
        beside = (before or named)[-1 if before else 0].mention
        apart = place.start < len(sentence.text) and _CLAUSE_END.search(
            sentence.text[min(item.start, place.end) : max(item.start, place.start)]
        )
        if beside and not (apart or overlap(item, place)):
            yield from ((item, bound) for bound in _each_bound(sentence, item, beside.fields - COUNTS))


def _each_bound(sentence: Sentence, item: Item, fields: frozenset[str]) -> Iterator[Bound]:
    """The bounds that a figure is, or the value that it is before anything is listed: ``have a fit of 79: ...``."""
    bounds = list(bounds_at(sentence.text, item, fields))
    if not bounds and item.figure and _OF_VALUE.search(sentence.text[: item.start]) and item.depth == 0:
        listed = sentence.text.find(":")
        if listed < 0 or item.end <= listed:
            value = item.figure.readings[0][0]
            bounds = [Bound(fields, sign, value, beyond=False, is_value=True) for sign in (1, -1)]
    yield from bounds


def bounds_at(text: str, item: Item, fields: frozenset[str]) -> Iterator[Bound]:
    """The bounds that the words beside a figure make it, none where it is said as a value."""
    figure = item.figure
    if figure is None:
        return
    before, value = text[: item.start], figure.readings[0][0]
    if figure.high:
        yield Bound(fields, 1, value, beyond=False)
        yield Bound(fields, -1, figure.high[0][0], beyond=False)
    elif figure.open or _OR_MORE.match(text, item.end) or _LEAST.search(before):
        yield Bound(fields, 1, value, beyond=False)
    elif _OR_LESS.match(text, item.end) or _MOST.search(before):
        yield Bound(fields, -1, value, beyond=False)
    elif figure.approx in ("over", "under"):
        yield Bound(fields, 1 if figure.approx == "over" else -1, value, beyond=True)
