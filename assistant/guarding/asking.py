"""Reads what a sentence says of the customers of a list beside some words, and which of them its clause names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.guarding.bounds import bounds_beside
from assistant.guarding.families import overlap
from assistant.guarding.items import Item
from assistant.guarding.listing import Asked
from assistant.guarding.ratings import OWNS
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention
from assistant.guarding.wordlists import numbered

NUMBER = rf"(?:\d{{1,3}}|{'|'.join(numbered('numbers'))})"
_BREAK = re.compile(r";|\b(?:while|whereas|but|medan|men|während|aber)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"and|or|with|och|eller|med|und|oder|mit", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|\s[–—]\s")
_LISTED = frozenset({"signals"})
_SCORES = frozenset({"fit", "intent"})


def asked_beside(sentence: Sentence, place: Item) -> Asked:
    """What is said beside some words: in their segment, else in their clause."""
    here = [item for item in sentence.items if item.mention and not overlap(item, place)]
    end = end_of_reach(sentence, place)
    near = _read([i for i in here if i.segment == place.segment or place.end <= i.start < end], sentence)
    bounds = tuple(bound for _, bound in bounds_beside(sentence, place))
    if bounds or not near.is_nothing:
        return replace(near, fields=() if bounds else near.fields, bounds=bounds)
    clause = [cut.start() for each in (_CLAUSE, _BREAK) for cut in each.finditer(sentence.text)]
    start = max([cut for cut in clause if cut <= place.start], default=-1)
    end = min([cut for cut in clause if cut >= place.end], default=len(sentence.text))
    return _read([item for item in here if start < item.start < end], sentence)


def end_of_reach(sentence: Sentence, place: Item) -> int:
    """Where the words end that some words go on with: behind ``and`` and ``with`` too, where no number follows."""
    for cut in sorted(sentence.cuts, key=lambda each: each.start()):
        if cut.start() >= place.end and not (
            _GOES_ON.fullmatch(cut.group())
            and not re.match(rf"\s*{NUMBER}\b", sentence.text[cut.end() :], re.IGNORECASE)
        ):
            return cut.start()
    return len(sentence.text)


def named_around(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """The customers that a clause names."""
    breaks = [(cut.start(), cut.end()) for cut in _BREAK.finditer(sentence.text)]
    first = max([stop for _, stop in breaks if stop <= start], default=0)
    last = min([begin for begin, _ in breaks if begin >= end], default=len(sentence.text))
    return named_within(sentence, first, last)


def named_within(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    inside = [item.mention for item in sentence.of("customer") if item.mention and start <= item.start < end]
    return frozenset(each for mention in inside for each in mention.customers)


def _read(items: Sequence[Item], sentence: Sentence) -> Asked:
    said = [item.mention for item in items if item.mention and not NEGATED.fullmatch(item.mention.words)]
    rated = any(mention.claim in ("cluster", "cell", "band") for mention in said)
    owning = bool(items) and any(OWNS.search(sentence.segment_text(item)) for item in items)
    owned = tuple(mention for mention in said if mention.owned and owning and not rated)
    products = tuple(mention for mention in said if mention.products and mention not in owned)
    named = {item.mention.products: item.mention for item in sentence.of("product") if item.mention}
    if rated and not products and len(named) == 1:
        products = tuple(named.values())
    names = frozenset(name for mention in said for name in mention.fields)
    words = alternatives([mention for mention in said if mention.keys and mention not in (*owned, *products)])
    listed = tuple(mention for mention in said if mention.fields & _LISTED)
    return Asked(owned, listed, words, products, names & _SCORES)


def alternatives(words: Sequence[Mention]) -> tuple[Mention, ...]:
    """Words with those of one kind taken together: ``in A1 or A2``."""
    joined: list[Mention] = []
    for word in words:
        alike = next((place for place, one in enumerate(joined) if one.dimensions & word.dimensions), None)
        if alike is None:
            joined.append(word)
        else:
            joined[alike] = replace(joined[alike], keys=joined[alike].keys | word.keys)
    return tuple(joined)
