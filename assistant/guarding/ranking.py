"""Checks who is said to come first or last, or before another, against the values that the results give of all."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import NOTHING, Mention, Terms
from assistant.guarding.wordlists import one_of, word_of

_HIGHEST, _LOWEST = word_of("highest"), word_of("lowest")
_THAN = rf"\b(?:[^.;:]{{0,40}}?\s)?{one_of('than')}\s"
_MORE = re.compile(rf"(?<!\w)(?:{one_of('more')}{_THAN}|{one_of('ahead')}\s)", re.IGNORECASE)
_LESS = re.compile(rf"(?<!\w)(?:{one_of('less')}{_THAN}|{one_of('behind')}\s)", re.IGNORECASE)
_NO_RANK = {"customers", "agreements", "months"}
Family = tuple[Fact, ...]


def ranking_faults(sentence: Sentence, terms: Terms, facts: Facts) -> Iterator[str]:
    """What is wrong with superlatives, and with comparisons of two that the sentence names."""
    for pattern, sign in ((_HIGHEST, 1), (_LOWEST, -1)):
        for match in pattern.finditer(sentence.text):
            if not _is_top_of(sentence, match, sign, terms, facts):
                yield f"'{match.group()}' is not what the results say of what it is said of."
    for pattern, sign in ((_MORE, 1), (_LESS, -1)):
        for match in pattern.finditer(sentence.text):
            if not _is_before(sentence, match, sign, terms, facts):
                yield f"'{match.group().strip()}' is not what the results say of the two."


def _is_top_of(sentence: Sentence, match: "re.Match[str]", sign: int, terms: Terms, facts: Facts) -> bool:
    place = sentence.place(match.start(), match.end())
    if any(_overlap(item, place) and item.mention and item.mention.claim != "band" for item in sentence.items):
        return True
    subjects = _subjects(sentence, place, facts)
    if not subjects:
        return True
    families = _families(sentence, place, subjects[0], terms, facts)
    if not families:
        return bool(sentence.of("figure")) or bool(subjects[0].mention and subjects[0].mention.customers)
    first = sign > 0 and not _field(sentence, place, terms) and _are_first(subjects, facts)
    return first or any(_are_extreme(family, subjects, sign) for family in families)


def _overlap(item: Item, place: Item) -> bool:
    return item.start < place.end and place.start < item.end


def _is_ranked(item: Item, facts: Facts) -> bool:
    """Whether the results may rank what is named: a customer, or a group of a break-down."""
    if item.mention is None or item.is_a("customer"):
        return item.mention is not None
    named = bool(item.mention.claim) or not item.mention.words.islower()
    return named and facts.has_groups_by(item.mention.dimensions)


def _subjects(sentence: Sentence, place: Item, facts: Facts) -> list[Item]:
    """What a superlative is said of: customers or groups; behind a colon the first one."""
    for kind in ("customer", "key"):
        found = sentence.nearest(place, kind, lambda item: _is_ranked(item, facts))
        if not found:
            found = [item for item in sentence.of(kind) if item.start >= place.end and _is_ranked(item, facts)][:1]
        if found:
            return found
    return []


def _field(sentence: Sentence, place: Item, terms: Terms) -> frozenset[str]:
    """The fields that a superlative or comparison is of: named behind it in its segment, else before it."""
    named = [item for item in sentence.of("field") if item.mention and any(map(terms.is_numeric, item.mention.fields))]
    here = [item for item in named if item.segment == place.segment]
    behind = [item for item in here if item.start >= place.start]
    before = [item for item in here if item.start < place.start] or [i for i in named if i.start < place.start]
    found = behind[:1] or before[-1:]
    return found[0].mention.fields - _NO_RANK if found and found[0].mention else NOTHING


def _families(sentence: Sentence, place: Item, subject: Item, terms: Terms, facts: Facts) -> list[Family]:
    """The values among which something is ranked, those of one field, product and month together."""
    about = subject.mention or Mention(0, 0, "")
    fields = _field(sentence, place, terms)
    products = [item.mention for item in sentence.of("product") if item.mention and item.segment == place.segment]
    able = [fact for fact in facts.all if _is_value(fact, about) and (not fields or fact.field in fields)]
    able = [fact for fact in able if all(of_product(fact, product) for product in products)]
    named = [
        i for i in sentence.of("key") if i.segment == place.segment and i is not subject and not _overlap(i, place)
    ]
    others = [item.mention for item in named if item.mention]
    others = [mention for mention in others if not mention.dimensions & about.dimensions]
    if not about.customers:
        able = [fact for fact in able if all(mention.keys & fact.keys for mention in others)]
    joined: dict[tuple[object, ...], list[Fact]] = {}
    for fact in able:
        rest = NOTHING if fact.customers else fact.keys - _group_of(fact, able)
        joined.setdefault((fact.field, fact.function, fact.products, fact.month, fact.dimension, rest), []).append(fact)
    return [tuple(family) for family in joined.values()]


def _group_of(fact: Fact, facts: Sequence[Fact]) -> frozenset[str]:
    """The keys of a group's own: those that not all groups of its break-down have."""
    alike = [each.keys for each in facts if (each.dimension, each.products) == (fact.dimension, fact.products)]
    return fact.keys - frozenset.intersection(*alike)


def _is_value(fact: Fact, about: Mention) -> bool:
    """Whether a fact is a value by which what is named is ranked."""
    if isinstance(fact.value, str | bool) or fact.text or fact.kind in ("threshold", "groups", "base"):
        return False
    if about.customers:
        return bool(fact.customers) and fact.field not in ("signals", "note", "reason")
    names = {part.rpartition(".")[2] for part in fact.dimension.split(",")}
    return not fact.customers and len(names) == 1 and bool(names & about.dimensions)


def _is_of(fact: Fact, item: Item) -> bool:
    mention = item.mention
    return bool(mention) and bool(mention and (fact.customers & mention.customers or fact.keys & mention.keys))


def _size(fact: Fact) -> float:
    return fact.value[0] if isinstance(fact.value, tuple) else float(fact.value)


def _are_extreme(family: Family, subjects: Sequence[Item], sign: int) -> bool:
    """Whether no other one of the family lies beyond those that are named."""
    mine = [fact for fact in family if any(_is_of(fact, item) for item in subjects)]
    others = [fact for fact in family if fact not in mine]
    if not all(any(_is_of(fact, item) for fact in mine) for item in subjects):
        return False
    return all(sign * _size(other) <= sign * _size(fact) for other in others for fact in mine)


def _are_first(subjects: Sequence[Item], facts: Facts) -> bool:
    """Whether customers stand first in the order of a result."""
    order = list(dict.fromkeys(fact.customers for fact in facts.all if fact.customers))[: len(subjects)]
    return all(item.mention and any(item.mention.customers & each for each in order) for item in subjects)


def _is_before(sentence: Sentence, match: "re.Match[str]", sign: int, terms: Terms, facts: Facts) -> bool:
    """Whether what is named before a comparison is more (or less) than what is named behind it."""
    ranked = [item for item in sentence.items if not item.figure and _is_ranked(item, facts)]
    behind = [item for item in ranked if item.start >= match.end()]
    if not behind or any(each.figure and match.end() <= each.start < behind[0].start for each in sentence.items):
        return True
    other = behind[0]
    before = [item for item in ranked if item.end <= match.start() and _are_alike(item, other)]
    if not before:
        return True
    one = before[-1]
    families = _families(sentence, sentence.place(match.start(), match.start() + 1), one, terms, facts)
    pairs = [(_value_of(family, one), _value_of(family, other)) for family in families]
    known = [(mine, its) for mine, its in pairs if mine is not None and its is not None]
    return any(sign * mine > sign * its for mine, its in known) or (not known and bool(sentence.of("figure")))


def _are_alike(one: Item, other: Item) -> bool:
    if one.mention is None or other.mention is None:
        return False
    both = bool(one.mention.customers) and bool(other.mention.customers)
    return both or bool(one.mention.dimensions & other.mention.dimensions)


def _value_of(family: Family, item: Item) -> float | None:
    return next((_size(fact) for fact in family if _is_of(fact, item)), None)
