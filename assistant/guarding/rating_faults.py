"""Says what is wrong with the ratings of a sentence, and with the ids and domains that it gives customers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.guarding.fact import Facts
from assistant.guarding.hold import of_product
from assistant.guarding.idle import products_behind
from assistant.guarding.items import Context, Item
from assistant.guarding.listed import COUNTED
from assistant.guarding.names import DOMAIN
from assistant.guarding.ratings import OWNS, SET_WORDS, claim_fault, owned_fault, owning_segment, set_fault
from assistant.guarding.said import NEGATED, Said, bind
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import entries, one_of
from knowledge.text import fold

_APPOSITION = re.compile(
    r"[\s*_]*[(\[（]\s*(?:(?:id|tpid|no\.?|number|customer id)[\s:]*)?|,?\s*(?:id|tpid|customer id)[\s:]*",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"\b(?:it|he|she)\s(?:is|are|sits?)\s(?:based\s|located\s)?(?:in|an?|from)\b"
    r"|\b(?:they|both)\s(?:are|sit)\b",
    re.IGNORECASE,
)
_ARE = re.compile(
    rf"(?<!that )(?<!who )(?<!which )\b{one_of('to_be')}\s(?:all\s|alla\s|alle\s)?[\s*_\"“]*$", re.IGNORECASE
)
_THESE = re.compile(r"\b(?:these|those|of them|listed|the \d+|the \w+ (?:of|customers)|dessa)\b", re.IGNORECASE)
_COMPARES = re.compile(one_of("wide_than"))
_ONE = re.compile(r"customer|account|company|kund|kunden|Kunde", re.IGNORECASE)


def rating_faults(sentence: Sentence, item: Item, terms: Terms, facts: Facts, context: Context) -> Iterator[str]:
    """What is wrong with a cluster, band, cell, attribute or product that customers are said to be in or to have."""
    mention = item.mention
    if mention is None or not (mention.claim or mention.owned) or (item.start, item.end) in sentence.confirmed:
        return
    said = bind(sentence, item, terms, facts, context)
    if owned := owned_fault(sentence, item, said, facts):
        yield f"'{mention.words}' is owned or not: the results say {owned}."
    elif mention.owned and said.customers and OWNS.search(owning_segment(sentence, item)):
        _confirm(sentence, item, NEGATED)
    if _rates(sentence, item, mention) and not _is_owned(sentence, item, mention):
        yield from _claim_faults(sentence, item, mention, said, terms, facts)


def _claim_faults(
    sentence: Sentence, item: Item, mention: Mention, said: Said, terms: Terms, facts: Facts
) -> Iterator[str]:
    """What is wrong with a rating of customers, or of all of a set; the words that say it of all are noted."""
    behind = products_behind(sentence, item) if mention.claim in ("cluster", "cell") and said.products else []
    said = replace(said, products=(*said.products, *(each.mention for each in behind if each.mention)))
    of_set = SET_WORDS.search(sentence.segment_text(item)) or _is_said_of_them(sentence, item)
    if not said.customers and mention.claim == "cluster" and of_set:
        if set_fault(item, said, facts):
            yield f"'{mention.words}' is not what the results say of all of them."
        elif not (_is_of_more(sentence, item) or facts.has_groups_by(mention.dimensions)):
            _confirm(sentence, item, SET_WORDS)
            _confirm_all(sentence, behind)
    elif known := claim_fault(sentence, item, said, facts):
        who = ", ".join(terms.called(each) for each in said.customers)
        yield f"'{mention.words}' is said of {who}; the results say {known}."
    elif said.customers:
        _confirm(sentence, item, NEGATED)
        _confirm(sentence, item, SET_WORDS)
        _confirm_all(sentence, behind)


def _confirm_all(sentence: Sentence, items: Sequence[Item]) -> None:
    for item in items:
        sentence.confirm(item.start, item.end)


def _is_owned(sentence: Sentence, item: Item, mention: Mention) -> bool:
    """Whether a word that is also a cohort's is said of what somebody owns: ``it has AWS, but not Copilot``."""
    said = mention.owned and mention.claim in ("cohort", "category")
    return bool(said and OWNS.search(owning_segment(sentence, item)))


def _is_of_more(sentence: Sentence, item: Item) -> bool:
    """Whether a sentence speaks of customers at large: ``all your customers``, not ``all of these customers``."""
    segment = sentence.segment_text(item)
    counted = [each for each in sentence.of("field") if each.segment == item.segment and each.mention]
    return any(each.mention and "customers" in each.mention.fields for each in counted) and not _THESE.search(segment)


def _confirm(sentence: Sentence, item: Item, words: "re.Pattern[str]") -> None:
    """Note that what a word's segment denies, or says of everyone, was checked with the word."""
    start, end = sentence.segment_span(item)
    for match in words.finditer(sentence.text, start, end):
        sentence.confirm(*match.span())


def _rates(sentence: Sentence, item: Item, mention: Mention) -> bool:
    """Whether a word may rate a customer: not where it says which customers are counted."""
    if COUNTED.search(sentence.segment_text(item)) and not any(
        other.segment == item.segment for other in sentence.of("customer")
    ):
        return False
    alone = all(other.segment != item.segment for other in sentence.of("customer"))
    stands = sentence.stands_by(item) or (alone and _IT_IS.search(sentence.segment_text(item)))
    if mention.claim == "band" and _COMPARES.search(sentence.segment_text(item)):
        return False
    if not mention.claim or mention.products or (mention.claim == "value" and not stands):
        return False
    if _is_said_of_them(sentence, item):
        return True
    near = [other.mention for other in sentence.of("field") if other.segment == item.segment and other.mention]
    return all("customers" not in other.fields or _ONE.fullmatch(other.words) for other in near)


def _is_said_of_them(sentence: Sentence, item: Item) -> bool:
    """``they are Act Now``: the word says something of customers, and not which of them are meant."""
    return bool(_ARE.search(sentence.text[: item.start]))


def tone_faults(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """``strong intent`` of customers whose band is Low."""
    for words, never in _tones():
        for match in words.finditer(sentence.text):
            place = sentence.place(match.start(), match.end())
            products = [item.mention for item in sentence.nearest(place, "product") if item.mention]
            bands = [fact for fact in facts.all if fact.field == f"{match['score'].lower()}_band"]
            bands = [fact for fact in bands if all(of_product(fact, product) for product in products)]
            whose = [item.mention.customers for item in sentence.nearest(place, "customer") if item.mention]
            told = [{fact.value for fact in bands if fact.customers & each} for each in whose]
            if told and all(values and not values & never for values in told):
                sentence.confirm(match.start(), match.start("score"))
            elif any(values and values <= never for values in told):
                yield f"'{match.group()}' is not what the results say."


@cache
def _tones() -> list[tuple["re.Pattern[str]", frozenset[str]]]:
    form = r"(?<!\w)(?:{words})\s(?:[\w-]+\s){{0,2}}?(?P<score>fit|intent)\b"
    made = [(form.format(words="|".join(entry["words"])), entry["never"]) for entry in entries("tones")]
    return [(re.compile(pattern, re.IGNORECASE), frozenset(never)) for pattern, never in made]


def identity_faults(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A name with the id or domain of another customer."""
    named = [(item, item.mention) for item in sentence.of("customer") if item.mention]
    for (one, mine), (other, its) in pairwise(named):
        between = sentence.text[one.end : other.start]
        if _APPOSITION.fullmatch(between) and not mine.customers & its.customers:
            yield f"'{its.words}' is not '{mine.words}'."
    for domain in DOMAIN.finditer(sentence.text):
        owners = _owners(facts, fold(domain.group()))
        before = [mention for item, mention in named if item.end <= domain.start()]
        if owners and before and not owners & before[-1].customers:
            yield f"'{domain.group()}' is not the domain of '{before[-1].words}'."


def _owners(facts: Facts, domain: str) -> frozenset[str]:
    owned = (fact.customers for fact in facts.all if fact.field == "domain" and fact.value == domain)
    return frozenset().union(*owned)
