"""The values of the results among which something is ranked: those of one field, product and month together."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.guarding.fact import SCORES, Fact, Facts
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import NOTHING, Mention, Terms
from scoring.query import MONTH

_NO_RANK = {"customers", "agreements", "months", "share", "cluster", "cell"}
_NOT = re.compile(r"\b(?:not|instead of|rather than|inte|nicht)\s(?:in\s)?$", re.IGNORECASE)
Family = tuple[Fact, ...]


class Families:
    """Finds what a sentence ranks, and the values by which the results rank it."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts

    def is_ranked(self, item: Item) -> bool:
        """Whether the results may rank what is named: a customer, or a group of a break-down."""
        if item.mention is None or item.is_a("customer"):
            return item.mention is not None
        named = bool(item.mention.claim) or not item.mention.words.islower()
        return named and self.facts.has_groups_by(item.mention.dimensions)

    def ranked(self, sentence: Sentence) -> list[Item]:
        """All that a sentence names and the results may rank."""
        return [item for item in sentence.items if not item.figure and self.is_ranked(item)]

    def subjects(self, sentence: Sentence, place: Item) -> list[Item]:
        """What some words are said of: customers or groups; where none stands before them the first behind."""
        for kind in ("customer", "key"):
            able = [item for item in sentence.of(kind) if self.is_ranked(item) and not _is_denied(sentence, item)]
            found = sentence.nearest(place, kind, able.__contains__)
            if not found:
                found = _in_brackets(sentence, place, able)
            if not found:
                found = [item for item in able if item.start >= place.end][:1]
            if found:
                return found
        return []

    def field(self, sentence: Sentence, place: Item, here: bool = False) -> frozenset[str]:
        """The fields that a superlative or comparison is of: named behind it in its segment, else before it, else the
        only one of the sentence; ``here``: not before its segment."""
        able = [i for i in sentence.of("field") if i.mention and any(map(self._is_measure, i.mention.fields))]
        able = [item for item in able if item.mention and not item.mention.fields >= SCORES] or able
        able = [item for item in able if not here or item.segment >= place.segment]
        beside = [item for item in able if item.segment == place.segment]
        behind = [item for item in beside if item.start >= place.start]
        before = [item for item in beside if item.start < place.start] or [i for i in able if i.start < place.start]
        found = behind[:1] or before[-1:] or (able if len(able) == 1 else [])
        return found[0].mention.fields - _NO_RANK if found and found[0].mention else NOTHING

    def _is_measure(self, name: str) -> bool:
        return self.terms.is_numeric(name) and name not in _NO_RANK

    def of(self, sentence: Sentence, place: Item, subject: Item, kind: Sequence[str] = ()) -> list[Family]:
        """The values by which a subject may be ranked; ``kind``: the fields that count where the sentence names none,
        the first of them that the results have."""
        fields = self.field(sentence, place, here=bool(kind))
        if fields or not kind:
            return self._of_fields(sentence, place, subject, fields)
        tried = (self._of_fields(sentence, place, subject, frozenset({name})) for name in kind)
        return next((found for found in tried if found), [])

    def _of_fields(self, sentence: Sentence, place: Item, subject: Item, fields: frozenset[str]) -> list[Family]:
        about = subject.mention or Mention(0, 0, "")
        named = [item for item in sentence.of("product") if item.mention]
        here = [item for item in named if item.segment == place.segment] or (named if len(named) == 1 else [])
        products = [item.mention for item in here if item.mention]
        able = [fact for fact in self.facts.all if _is_value(fact, about) and (not fields or fact.field in fields)]
        able = [fact for fact in able if all(of_product(fact, product) for product in products)]
        if not about.customers:
            others = _beside(sentence, place, subject)
            able = [fact for fact in able if all(mention.keys & fact.keys for mention in others)]
        return joined(able)


def _in_brackets(sentence: Sentence, place: Item, able: Sequence[Item]) -> list[Item]:
    """The list in brackets that a name for all of it stands before: ``the top two (Sweden and Germany) have``."""
    inside = [item for item in able if item.end <= place.start and item.depth > place.depth]
    figures = [item for item in sentence.of("figure") if item.depth > place.depth and item.end <= place.start]
    return inside if len(inside) > 1 and not figures else []


def _is_denied(sentence: Sentence, item: Item) -> bool:
    """``Sweden, not Germany``."""
    return bool(_NOT.search(sentence.text[: item.start]))


def _beside(sentence: Sentence, place: Item, subject: Item) -> list[Mention]:
    """What else the segment names, of another kind than the subject."""
    here = [item for item in sentence.of("key") if item.segment == place.segment and item is not subject]
    named = [item.mention for item in here if item.mention and not overlap(item, place)]
    dimensions = subject.mention.dimensions if subject.mention else NOTHING
    return [mention for mention in named if not mention.dimensions & dimensions]


def joined(able: Sequence[Fact]) -> list[Family]:
    """Values joined to families: those of one field, function, product, month and break-down together."""
    families: dict[tuple[object, ...], list[Fact]] = {}
    for fact in able:
        rest = NOTHING if fact.customers else fact.keys - _group_of(fact, able)
        families.setdefault((fact.field, fact.function, fact.products, fact.month, fact.dimension, rest), []).append(
            fact
        )
    return [tuple(family) for family in families.values()]


def _group_of(fact: Fact, facts: Sequence[Fact]) -> frozenset[str]:
    """The keys of a group's own: those that not all groups of its break-down have."""
    alike = [each.keys for each in facts if (each.dimension, each.products) == (fact.dimension, fact.products)]
    return fact.keys - frozenset.intersection(*alike)


def _is_value(fact: Fact, about: Mention) -> bool:
    """Whether a fact is a value by which what is named is ranked."""
    if fact.kind == "date" and fact.field == "agreement_end":
        return bool(about.customers and fact.customers)
    if not is_measured(fact):
        return False
    if about.customers:
        return bool(fact.customers) and fact.field not in ("signals", "note", "reason")
    names = {part.rpartition(".")[2] for part in fact.dimension.split(",")} - {MONTH}
    return not fact.customers and len(names) == 1 and bool(names & about.dimensions)


def is_measured(fact: Fact) -> bool:
    """Whether a fact is a figure that was counted or measured, and no bound, text or number of groups."""
    whole = fact.kind not in ("threshold", "groups", "base") and not fact.text and fact.field != "known"
    return whole and not isinstance(fact.value, str | bool)


def overlap(item: Item, place: Item) -> bool:
    return item.start < place.end and place.start < item.end


def named_by(item: Item) -> frozenset[str]:
    """The customers that an item names, else the values."""
    return (item.mention.customers or item.mention.keys) if item.mention else NOTHING


def is_of(fact: Fact, item: Item) -> bool:
    """Whether a fact is of what an item names."""
    mention = item.mention
    return bool(mention) and bool(mention and (fact.customers & mention.customers or fact.keys & mention.keys))


def size(fact: Fact) -> float:
    """By what a value is ranked: a range by its lower bound, a date by the day."""
    if isinstance(fact.value, str):
        return float(date.fromisoformat(fact.value).toordinal())
    return fact.value[0] if isinstance(fact.value, tuple) else float(fact.value)


def value_of(family: Family, item: Item) -> float | None:
    return next((size(fact) for fact in family if is_of(fact, item)), None)


def are_beyond(family: Family, subjects: Sequence[Item], sign: int, times: float) -> bool:
    """Whether all that are named have so many times more than each other one of a family, or (``sign`` -1) less."""
    mine = [size(fact) for fact in family if any(is_of(fact, item) for item in subjects)]
    others = [size(fact) for fact in family if not any(is_of(fact, item) for item in subjects)]
    if len(mine) < len(subjects) or not others:
        return False
    low, high = (max(others), min(mine)) if sign > 0 else (max(mine), min(others))
    return high > low and high >= times * low


def are_extreme(family: Family, subjects: Sequence[Item], sign: int, place: int = 1) -> bool:
    """Whether no other one of the family lies beyond those that are named, or so many fewer than ``place``."""
    mine = [fact for fact in family if any(is_of(fact, item) for item in subjects)]
    others = [fact for fact in family if fact not in mine]
    if not all(any(is_of(fact, item) for fact in mine) for item in subjects):
        return False
    beyond = [other for other in others if any(sign * size(other) > sign * size(fact) for fact in mine)]
    return len(beyond) == place - 1 and bool(others)
