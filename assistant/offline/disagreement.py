"""Reads where own scores and the reports part: "where do we disagree with Microsoft", "whom does it underrate"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.spans import Item
from scoring.own.results import Direction

_WORDS = ("disagree", "source", "ourselves", "rated", "rating", "compare_customers", "where", "superlative")


def direction(items: Sequence[Item]) -> Direction | None:
    """``higher`` or ``lower`` (our score beside the report's), empty for both; None where nothing of it is asked."""
    own = [at for at, item in enumerate(items) if _source(item) == "model" or item.has("ourselves")]
    reports = [at for at, item in enumerate(items) if _source(item) == "report"]
    if not reports:
        return None
    rated = [at for at, item in enumerate(items) if item.has("rated") and (own or "rate" in item.text.lower())]
    disagree = any(item.has("disagree") for item in items)
    named = any(not items[at].has("noise") for at in reports) or any(_outright(item) for item in items)
    if disagree and (own or named):
        return _direction(items, own, reports, rated)
    strong = [at for at in reports if not items[at].has("noise")]
    if rated and strong:
        return _direction(items, own, strong, rated)
    if own and strong and any(item.has("compare_customers") for item in items):
        return ""
    return None


def without_words(items: Sequence[Item]) -> list[Item]:
    """Copies of the items in which the words of disagreement are used and mean nothing more."""
    return [replace(item, senses=(), used=True) if _is_word(item) else replace(item) for item in items]


def _is_word(item: Item) -> bool:
    return item.has(*_WORDS) and not item.has("customers", "who", "count", "product", "value")


def _source(item: Item) -> str:
    sense = item.sense("source")
    return str(sense.value) if sense else ""


def _outright(item: Item) -> bool:
    """A word that can only be about two opinions, unlike "differ"."""
    return item.has("disagree") and "agree" in item.text.lower()


def _direction(items: Sequence[Item], own: Sequence[int], reports: Sequence[int], rated: Sequence[int]) -> Direction:
    """The side that is spoken of: the source before the comparison, else the first behind it."""
    if not rated:
        return ""
    place = rated[0]
    mentions = sorted([*own, *reports])
    subject = next((at for at in reversed(mentions) if at < place), mentions[0])
    said = items[place].sense("rated")
    higher = said is not None and said.value == "higher"
    return "higher" if higher == (subject in own) else "lower"
