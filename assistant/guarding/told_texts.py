"""Which customers of a list have a text that says what a sentence counts: ``four of them are hiring``."""

import re
from collections.abc import Sequence

from assistant.guarding.fact import Fact, Listing
from assistant.guarding.items import Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.stems import stems_of
from assistant.guarding.wordlists import neutral

_END = re.compile(r"[:;,.(]|$")
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r";")
_NEUTRAL_FIELDS = frozenset({"customers", "signals"})


def content_words(sentence: Sentence, place: Item) -> list[tuple[int, int]]:
    """Where the words behind some words stand that claim something, as far as their part of the sentence goes."""
    match = _END.search(sentence.text, place.end)
    end = match.start() if match else len(sentence.text)
    counted = [i for i in sentence.of("field") if i.mention and i.mention.fields <= _NEUTRAL_FIELDS]
    found = [word.span() for word in _WORD.finditer(sentence.text, place.end, end)]
    found = [span for span in found if not any(item.start <= span[0] < item.end for item in counted)]
    found = [span for span in found if sentence.text[slice(*span)].lower() not in neutral().words]
    return found if any(sentence.text[slice(*span)].isalpha() for span in found) else []


def telling(listing: Listing, facts: Sequence[Fact], words: Sequence[str]) -> frozenset[str]:
    """The customers of a list one of whose signals has all the words."""
    signals = [fact for fact in facts if fact.field == "signals" and fact.month in ("", listing.month)]
    held = [fact.customers for fact in signals if any(has_words(part, words) for part in _PARTS.split(str(fact.value)))]
    return frozenset().union(*held) & frozenset(listing.customers)


def has_words(part: str, words: Sequence[str]) -> bool:
    """Whether a text has all the words, in any form."""
    told = _stems(_WORD.findall(part))
    return all(not told.isdisjoint(_stems([word])) for word in words)


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in stems_of(word))
