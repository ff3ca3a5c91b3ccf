"""Confirms what an answer advises to do first: it is so where the results put those that it names before all others."""

from assistant.guarding.fact import Facts
from assistant.guarding.items import Context
from assistant.guarding.sentence import Sentence
from assistant.guarding.wordlists import word_of

_ADVICE, _WHEN, _HIGHEST = word_of("advice"), word_of("advised_when"), word_of("highest")


class Advice:
    """Holds advice whom to turn to against the order of the lists."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def confirm(self, sentence: Sentence, context: Context) -> None:
        """Note words of advice of customers who, with those named before, begin a list, or of whom a superlative was
        confirmed."""
        named = frozenset(each for item in sentence.of("customer") if item.mention for each in item.mention.customers)
        ahead = any(match.span() in sentence.confirmed for match in _HIGHEST.finditer(sentence.text))
        if named and (ahead or self._begin(named | context.named) or self._begin(named)):
            found = list(_ADVICE.finditer(sentence.text))
            for match in (*found, *_WHEN.finditer(sentence.text)) if found else ():
                sentence.confirm(*match.span())

    def _begin(self, named: frozenset[str]) -> bool:
        """Whether these customers are the first of a list."""
        return any(named == frozenset(listing.customers[: len(named)]) for listing in self.facts.lists)
