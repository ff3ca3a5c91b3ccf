"""Reads what corrects the question before or turns it round: "no, Act Now instead", "Sweden, not Norway", "and how many
don't?"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.draft import Draft
from assistant.offline.followup import PLACES
from assistant.offline.lexicon import Sense
from assistant.offline.lifting import is_named
from assistant.offline.outcome import AskBack
from assistant.offline.pointing import of_them
from assistant.offline.scores import OPPOSITE
from assistant.offline.spans import Item
from assistant.render import filter_words
from knowledge.catalog import Catalog
from knowledge.messages import Word, text
from knowledge.messages import joined as spoken
from scoring.query import Filter, Operator, Query

_THINGS = ("cluster", "propensity", "band", "cell", "value", "cohort", "category", "product", "owns", "play")
_BEING = ("are", "is", "were", "was")  # a place is where they are, not what they do
_GOES_ON = ("correct", "narrow", "instead", "person", "reveal")
_BETWEEN = ("noise", "mark", "but", "and", "instead", "correct", "narrow", "pronoun")


def without_rejection(items: list[Item], apart: bool) -> list[Item]:
    """``no, Act Now instead``: the word that turns down what was read takes nothing away from what follows it.

    ``apart``: whether a dash stands behind the first word.
    """
    if len(items) < 2 or not items[0].has("rejects"):
        return items
    rest = items[1:]
    while len(rest) > 1 and rest[0].has("mark"):
        rest = rest[1:]
    if not (apart or len(rest) < len(items) - 1 or _turned_down(items)):
        return items
    return rest


def corrected(items: Sequence[Item], rest: list[Item]) -> list[Item]:
    """What is left of a message, marked as a correction of the question before where it names a thing."""
    return [_marked(items[0]), *rest] if any(item.has(*_THINGS) for item in rest) else rest


def _marked(item: Item) -> Item:
    return replace(item, senses=(Sense("correct"),))


def _turned_down(items: Sequence[Item]) -> bool:
    """``nope Act Now``, ``no I meant Act Now``, ``no Act Now instead``."""
    says_instead = any(item.text.lower() in ("instead", "rather") for item in items)
    return not items[0].has("lack", "neg") or items[1].has(*_GOES_ON) or says_instead


def without_contrast(items: list[Item], before: Query, catalog: Catalog) -> list[Item]:
    """``Sweden, not Norway`` after a list of Norway: Sweden takes its place, and nothing else is said."""
    if any(item.has("widen") for item in items):
        return items
    for place, item in enumerate(items):
        old = _beyond(items, place, 1)
        if _contrasts(items, place) and old >= 0 and _ends(items, old) and _holds(before, items[old], catalog):
            new = [at for at in (_beyond(items, place, -1), _beyond(items, old, 1)) if at >= 0]
            if any(_alike(items[at], items[old]) and not _holds(before, items[at], catalog) for at in new):
                behind = [each for each in items[old + 1 :] if not each.has("but")]
                return [*items[:place], _marked(item), *behind]
    return items


def _contrasts(items: Sequence[Item], place: int) -> bool:
    """``not``, ``instead of``, and the ``than`` of "rather Act Now than Evaluate"."""
    rather = any(item.text.lower() == "rather" for item in items[:place])
    return items[place].has("neg") or (rather and items[place].text.lower() == "than")


def _beyond(items: Sequence[Item], place: int, step: int) -> int:
    """The next place that names a thing, over words that say nothing; -1 where something else stands before it."""
    place += step
    while 0 <= place < len(items) and not items[place].has(*_THINGS):
        if not items[place].has(*_BETWEEN):
            return -1
        place += step
    return place if 0 <= place < len(items) else -1


def _ends(items: Sequence[Item], place: int) -> bool:
    """Whether nothing more is said of a thing: ``not Evaluate for M365`` is another condition."""
    following = items[place + 1] if place + 1 < len(items) else None
    return following is None or following.has("mark", "but", "correct", "instead") or _beyond(items, place, 1) < 0


def _alike(first: Item, second: Item) -> bool:
    kinds = {(sense.kind, sense.field) for sense in first.senses if sense.kind in _THINGS}
    return any((sense.kind, sense.field) in kinds for sense in second.senses)


def _holds(before: Query, item: Item, catalog: Catalog) -> bool:
    """Whether a thing is what the question before asked for."""
    products = {product for each in before.set.filters for product in each.products}
    products |= {order.by.partition(":")[2] for order in before.order}
    asked = [each for each in before.set.filters if not each.parts and each.op == "in"]
    named = any(is_named(each, item, catalog) for each in asked)
    return named or any(sense.kind == "product" and sense.value in products for sense in item.senses)


def unclear_no(items: Sequence[Item], before: Query, catalog: Catalog) -> AskBack | None:
    """``no Act Now`` after a list of Evaluate: those that are not, or those in place of these."""
    if len(items) < 2 or not (items[0].has("rejects") and items[0].has("lack")):
        return None
    things = [item for item in items[1:] if not item.has("noise", "mark", "pronoun")]
    if len(things) != 1 or things[0].has("product", "owns"):
        return None
    fields = {_field(sense) for sense in things[0].senses if sense.kind in _THINGS}
    asked = any(each.op == "in" and each.field in fields for each in before.set.filters)
    if not asked or _holds(before, things[0], catalog):
        return None
    word = Word(things[0].text)
    choices = (text("{word} in place of that", word=word), text("all but {word}", word=word))
    said = text("Do you mean {word} in place of what we had, or all customers but those?", word=word)
    return AskBack(said, choices, (f"{things[0].text} instead", f"without {things[0].text}"))


def _field(sense: Sense) -> str:
    return sense.field if sense.kind == "value" else sense.kind


def read_denial(draft: Draft, before: Query) -> AskBack | None:
    """``and how many don't?`` after "how many customers in Germany have Azure?": the one condition but the place,
    turned round; asked back where there are several, or no other than a place, and of "which of them aren't?": none of
    those."""
    place = next((at for at in draft.free("denies", "lack", "neg") if _is_last(draft, at)), -1)
    if place < 1 or not before.set.filters:
        return None
    conditions, being = before.set.filters, draft.word(place).split()[0].startswith(_BEING)
    asked = [item for item in conditions if item.field not in PLACES] or list(conditions if being else ())
    turned = _turned_round(asked[0]) if len(asked) == 1 and not of_them(draft.items) else None
    if turned is None:
        words = spoken("; ", [filter_words(draft.catalog, item) for item in asked or conditions])
        return AskBack(text("Which of these do they not meet: {conditions}? Please say it in full.", conditions=words))
    draft.add(turned, *range(place, len(draft.items)))
    return None


def _is_last(draft: Draft, place: int) -> bool:
    """Whether a negation has nothing behind it that it could negate."""
    behind = draft.items[place + 1 :]
    return all(item.has("noise", "mark", "it", "own", "denies") and not item.has("owner", "value") for item in behind)


def _turned_round(item: Filter) -> Filter | None:
    if item.parts or item.month:
        return None
    if item.values in ((True,), (False,)):
        return replace(item, values=(not item.values[0],))
    turned: dict[Operator, Operator] = {**OPPOSITE, "in": "not in", "not in": "in"}
    return replace(item, op=turned[item.op]) if item.op in turned else None
