"""Holds what is said of one agreement together: number, program, end and revenue are of the same one."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item
from assistant.guarding.match import agrees
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence

_COVERS = re.compile(r"\bagreement\b[^.;]*\b(?:covers?|covering|includes?|including)\s(?:only\s)?$", re.IGNORECASE)
_PARTS = ("agreement_end", "expiring_revenue")
Agreement = tuple[Fact, ...]


def agreement_faults(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """What is said of one agreement and is so of another."""
    known = _agreements(facts)
    yield from _covering(sentence, known)
    if len(known) < 2:
        return
    telling = _telling(known)
    for one, other in _beside(sentence, telling):
        if not any(one & agreement[0].keys and other & agreement[0].keys for agreement in known):
            yield f"'{'/'.join(sorted(one))}' and '{'/'.join(sorted(other))}' are not of one agreement."
    for item in sentence.of("time"):
        if item.figure and not _is_end(sentence, item, item.figure, known, telling):
            yield f"'{item.figure.words}' is not the end of that agreement."
    yield from _date_and_money(sentence, known)


def _agreements(facts: Facts) -> list[Agreement]:
    """The facts of each agreement, one by one."""
    numbers = {(fact.customers, fact.keys) for fact in facts.all if fact.field == "agreement_id" and fact.kind == "id"}
    joined: dict[tuple[frozenset[str], frozenset[str]], list[Fact]] = {}
    for fact in facts.all:
        if fact.field in _PARTS and (fact.customers, fact.keys) in numbers:
            joined.setdefault((fact.customers, fact.keys), []).append(fact)
    return [tuple(parts) for parts in joined.values()]


def _telling(known: Sequence[Agreement]) -> frozenset[str]:
    """The keys by which agreements are told apart."""
    keys = [agreement[0].keys for agreement in known]
    return frozenset.union(*keys) - frozenset.intersection(*keys)


def _beside(sentence: Sentence, telling: frozenset[str]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Two words of different kinds that one segment says of one agreement."""
    named = [item for item in sentence.items if item.mention and item.mention.keys & telling]
    for one, other in pairwise(named):
        if one.mention is None or other.mention is None or one.mention.dimensions & other.mention.dimensions:
            continue
        alone = len(sentence.group_of(one, "key")) == len(sentence.group_of(other, "key")) == 1
        if alone and _is_one_phrase(sentence, one, other) and not NEGATED.search(sentence.segment_text(one)):
            yield one.mention.keys & telling, other.mention.keys & telling


def _covering(sentence: Sentence, known: Sequence[Agreement]) -> Iterator[str]:
    """What an agreement is said to cover, and none does."""
    for item in sentence.items:
        said = item.mention
        covers = known and _COVERS.search(sentence.text[: item.start])
        if covers and said and said.keys and not any(said.keys & agreement[0].keys for agreement in known):
            yield f"'{said.words}' is not what the agreement covers."


def _is_one_phrase(sentence: Sentence, one: Item, other: Item) -> bool:
    """Whether nothing but a verb, an article or a bracket stands between two words."""
    between = sentence.text[one.end : other.start]
    return one.segment == other.segment or bool(re.fullmatch(r"\s*(?:agreement\s)?\(\s*", between))


def _is_end(
    sentence: Sentence, item: Item, figure: Figure, known: Sequence[Agreement], telling: frozenset[str]
) -> bool:
    """Whether a date that is an agreement's is the end of the one that the sentence names for it."""
    if figure.kind != "date" or not any(_has(agreement, figure) for agreement in known):
        return True
    keys = sentence.nearest(item, "key", lambda each: bool(each.mention and each.mention.keys & telling))
    named = [each.mention.keys & telling for each in keys if each.mention]
    return all(any(one & agreement[0].keys and _has(agreement, figure) for agreement in known) for one in named)


def _date_and_money(sentence: Sentence, known: Sequence[Agreement]) -> Iterator[str]:
    """``The agreement that ends on ... is worth ...``, where these two are all that it says."""
    figures = [item.figure for item in sentence.items if item.figure and item.figure.kind in ("date", "money")]
    if len(figures) != 2 or {figure.kind for figure in figures} != {"date", "money"} or sentence.of("key"):
        return
    if not all(any(_has(agreement, figure) for agreement in known) for figure in figures):
        return
    if not any(all(_has(agreement, figure) for figure in figures) for agreement in known):
        yield f"'{figures[0].words}' and '{figures[1].words}' are not of one agreement."


def _has(agreement: Agreement, figure: Figure) -> bool:
    return any(agrees(figure, fact) for fact in agreement)
