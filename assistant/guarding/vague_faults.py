"""Says what is wrong with words that no result can hold: shares and multiples, addresses, and claims of actions."""

import re
from collections.abc import Iterator

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.hold import of_product
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention
from assistant.guarding.wordlists import one_of, word_of
from knowledge.text import fold

_DERIVED = word_of("derived")
_NOBODY = word_of("nobody")
_EVERYBODY = word_of("everybody")
_ACTIONS = word_of("actions")
_NOTHING = re.compile(r"\b(?:nothing|ingenting)\b", re.IGNORECASE)
_IS_NOBODY = re.compile(rf"\b{one_of('there_is')}\s{one_of('no_customers')}\s*[.!]?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,9}://\S+|\bmailto:\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)


def vague_faults(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """Shares and multiples in words, which no result gives, and nobody where the results count somebody."""
    for match in _DERIVED.finditer(sentence.text):
        if any(start < match.end() and match.start() < end for start, end in sentence.confirmed):
            continue
        yield f"'{match.group()}' is a figure that the results do not give."
    keys = [item.mention for item in sentence.of("key") if item.mention and item.mention.keys != {"no"}]
    products = [item.mention for item in sentence.of("product") if item.mention]
    for match in _NOBODY.finditer(sentence.text) if keys or _IS_NOBODY.search(sentence.text) else ():
        told = [fact for fact in facts.all if _tells_somebody(fact, keys, products)]
        if not told and all(_is_known(mention, facts) for mention in keys):
            sentence.confirm(*match.span())
        elif told and not NEGATED.search(sentence.text.replace(match.group(), " ")):
            yield f"'{match.group()}' is not so: the results have some."
    if not any(fact.field == "customers" and fact.value for fact in facts.all) and not facts.lists:
        for match in _NOTHING.finditer(sentence.text):
            sentence.confirm(*match.span())
    yield from _no_signals(sentence, facts)
    yield from _everybody(sentence, facts)


def _tells_somebody(fact: Fact, keys: list[Mention], products: list[Mention]) -> bool:
    """Whether a fact counts customers, or is of one, that all these words hold of."""
    counted = fact.field == "customers" and fact.kind == "number" and bool(fact.value)
    if not counted and not fact.customers:
        return False
    return all(mention.keys & fact.keys for mention in keys) and all(of_product(fact, each) for each in products)


def _is_known(mention: Mention, facts: Facts) -> bool:
    """Whether the results say of customers, or by groups, what a word is a value of."""
    if any(mention.keys & fact.keys for fact in facts.all):
        return True
    listed = any(fact.customers and fact.field in mention.dimensions for fact in facts.all)
    whole = all(listing.whole for listing in facts.lists)
    return facts.has_groups_by(mention.dimensions) or (listed and whole)


def _everybody(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """All of one value, where the results have groups or customers of another."""
    for item in sentence.of("key"):
        mention = item.mention
        match = _EVERYBODY.search(sentence.segment_text(item))
        if not match or mention is None or sentence.of("customer") or NEGATED.search(sentence.text):
            continue
        asked = any(mention.keys & fact.keys and not fact.customers and not fact.dimension for fact in facts.all)
        others = [fact for fact in facts.all if _is_of_another(fact, mention)]
        if others and not asked:
            yield f"'{match.group()}' is not so: '{mention.words}' does not hold of all in the results."


def _is_of_another(fact: Fact, mention: Mention) -> bool:
    """Whether a group that counts somebody, or a customer, has another value of the same field."""
    if fact.customers:
        return fact.field in mention.dimensions and fact.kind == "word" and fact.value not in mention.keys
    return (
        fact.kind == "number"
        and fact.dimension in mention.dimensions
        and bool(fact.value)
        and not fact.keys & mention.keys
    )


def _no_signals(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """Nobody with signals, where the results list some."""
    listed = [fact for fact in facts.all if fact.field == "signals" and fact.value]
    signals = [item for item in sentence.of("field") if item.mention and "signals" in item.mention.fields]
    for item in signals if listed and sentence.of("customer") else ():
        no = bool(NEGATED.search(sentence.segment_text(item)))
        for other in sentence.nearest(item, "customer"):
            has = any(fact.customers & other.mention.customers for fact in listed if other.mention)
            if has == no:
                yield f"'{item.mention.words if item.mention else ''}' is not what the results say of the customer."
            elif no:
                for denied in NEGATED.finditer(sentence.text, *sentence.segment_span(item)):
                    sentence.confirm(*denied.span())
    for item in signals if listed and not sentence.of("customer") else ():
        match = _NOBODY.search(sentence.segment_text(item))
        if match and item.mention and "signals" in item.mention.fields:
            yield f"'{match.group()}' is not so: the results list signals."


def outside_faults(text: str, question: str) -> Iterator[str]:
    """Addresses that the question does not hold, and actions, which no tool can do."""
    for match in _ADDRESS.finditer(text):
        if fold(match.group().rstrip(".,;:!?)]'\"")) not in fold(question):
            yield f"The address '{match.group()}' is not in the question."
    for match in _ACTIONS.finditer(text):
        yield f"'{match.group()}' is claimed, but no tool can do that."
