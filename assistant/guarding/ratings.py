"""Holds the words that rate a customer, or say what it owns, against the facts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.guarding.fact import COUNTS, Fact, Facts
from assistant.guarding.hold import each_said, of_product
from assistant.guarding.items import Item
from assistant.guarding.said import NEGATED, Said
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention
from assistant.guarding.wordlists import word_of
from knowledge.text import fold

OWNS = word_of("owning")
_LISTS = re.compile(
    r"[\s,*_]*(?:(?:and|or|nor|but|also|both|not|an?|the|any|as well as|och|eller|samt|men|inte|und|oder|aber|nicht)"
    r"\s)*",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:neither|none|nobody|not|no|doesn['’]t|don['’]t)\b[^.;,]*\b(?:lacks?|lacking|without)\b", re.IGNORECASE
)
SET_WORDS = word_of("everyone")
HYPOTHETICAL = word_of("hypothetical")


def set_fault(item: Item, said: Said, facts: Facts) -> bool:
    """Whether a cluster is said of all customers of a set, and the results neither count by it nor list it of each."""
    mention = item.mention
    if mention is None:
        return False
    return any(
        _is_of_none(mention, [fact for fact in facts.all if product is None or of_product(fact, product)])
        for product in said.products or (None,)
    )


def _is_of_none(mention: Mention, of_it: Sequence[Fact]) -> bool:
    if any(mention.keys & fact.keys and not fact.customers for fact in of_it):
        return False
    listed = [fact for fact in of_it if fact.field == "cluster" and fact.kind == "word" and fact.customers]
    return not listed or not all(fact.value in mention.keys for fact in listed)


def claim_fault(sentence: Sentence, item: Item, said: Said, facts: Facts) -> str:
    """What is wrong with a cluster, band, cell or attribute that is said of customers; empty where nothing is."""
    mention = item.mention
    supposed = HYPOTHETICAL.search(sentence.segment_text(item)) and any(fact.field == "target" for fact in facts.all)
    if mention is None or not said.customers or supposed:
        return ""
    before = sentence.segment_text(item)
    negated = bool(NEGATED.search(before))
    for one in each_said(replace(said, keys=())):
        mine = [fact for fact in facts.all if fact.customers & one.customers[0] and fact.kind == "word"]
        mine = [fact for fact in mine if fact.field in _claimed(mention, said)]
        mine = [fact for fact in mine if not one.products or of_product(fact, one.products[0])]
        if said.months:
            mine = [fact for fact in mine if fact.month in said.months]
        if said.source:
            mine = [fact for fact in mine if fact.dimension in ("", said.source)]
        titles = mention.keys | ({"very low"} if "low" in mention.keys and mention.words.islower() else set())
        true = any(fact.value in titles for fact in mine)
        if mention.claim == "band" and not said.fields & {"fit", "intent"}:
            continue
        if mention.claim in ("value", "cohort", "category") and not mine:
            continue
        if negated == true or (negated and not mine):
            known = ", ".join(sorted({str(fact.value) for fact in mine}))
            return known or "nothing"
    return ""


def owned_fault(sentence: Sentence, item: Item, said: Said, facts: Facts) -> str:
    """What is wrong with what is said that customers own; empty where nothing is, or it is not said."""
    mention, segment = item.mention, owning_segment(sentence, item)
    if mention is None or not mention.owned or not OWNS.search(segment):
        return ""
    customers = said.customers
    if not customers and SET_WORDS.search(segment):
        customers = tuple(f.customers for f in facts.all if f.kind == "flag" and f.field in mention.owned)
    inside = [other for other in sentence.items if other.segment == item.segment and other is not item]
    if any(
        (other.figure and said.customers)
        or (other.mention and (_other_fields(other, said) or other.mention.claim in ("cluster", "cell", "band")))
        for other in inside
    ):
        return ""
    if not said.customers and SET_WORDS.search(segment) and not _is_known(mention, facts):
        return "nothing of that"
    owns = not NEGATED.search(segment) or bool(_TWICE.search(segment))
    for customer in customers:
        known = [f.value for f in facts.all if f.kind == "flag" and f.field in mention.owned and f.customers & customer]
        if known and owns not in known:
            return "yes" if not owns else "no"
        if not known and said.customers and not _is_told_of(mention, customer, facts):
            return "nothing of that"
    return ""


def _other_fields(item: Item, said: Said) -> frozenset[str]:
    """The fields that something names beside what is owned; ``company`` is none of those who are said to own it."""
    fields = item.mention.fields if item.mention else frozenset()
    return fields - COUNTS if said.customers else fields


def owning_segment(sentence: Sentence, item: Item) -> str:
    """The words that say whether somebody owns something: those of its segment, with those of the segments before it
    that it goes on from as one of a list, or as what is not owned: ``it has AWS and Google, but not Azure``."""
    denied = ""
    while not OWNS.search(sentence.segment_text(item)):
        before = [other for other in sentence.items if other.end <= item.start]
        gap = sentence.text[before[-1].end : item.start] if before else ""
        if not before or not before[-1].mention or not before[-1].mention.owned or not _LISTS.fullmatch(gap):
            break
        item = before[-1]
        denied = denied or (" not" if NEGATED.search(gap) else "")
    return sentence.segment_text(item) + denied


def _is_known(mention: Mention, facts: Facts) -> bool:
    """Whether the results, or their conditions, say who owns something."""
    return any(fact.kind == "flag" and fact.field in mention.owned for fact in facts.all)


def _is_told_of(mention: Mention, customer: frozenset[str], facts: Facts) -> bool:
    """Whether a text of a customer has the words of what it is said to own: ``Technology use: Google Workspace``."""
    told = f"use: {fold(mention.words)}"
    return any(fact.customers & customer and told in fold(str(fact.value)) for fact in facts.all)


def _claimed(mention: Mention, said: Said) -> frozenset[str]:
    """The fields of facts that a word may be held against."""
    if mention.claim == "band":
        return frozenset(f"{name}_band" for name in said.fields & {"fit", "intent"})
    if mention.claim in ("cohort", "category"):
        return frozenset({"cohort"})
    return mention.dimensions if mention.claim == "value" else frozenset({mention.claim})
