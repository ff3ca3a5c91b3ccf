"""Counts the groups of a break-down that keep a bound or have a value: ``two industries average 50 or more``."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.bounds import bounds_at
from assistant.guarding.fact import Fact, Facts
from assistant.guarding.families import Families, is_measured, is_of, size
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item
from assistant.guarding.listing import Bound
from assistant.guarding.match import is_near
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import NOTHING, Mention, Terms

_OF_THE = re.compile(r"\sof (?:the|these|those|our|your|all)\s$", re.IGNORECASE)
_SOME_OF = re.compile(r"\b(?:including|such as|among them|e\.g\.|like)\b", re.IGNORECASE)


class GroupCounts:
    """Says how many groups are what a sentence says of so many."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.facts = facts
        self.families = Families(terms, facts)

    def alike(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """How many groups have a value that the sentence tells, or keep its bound: ``six countries have 2 customers
        each``, ``two industries average 50 or more``. Groups that it names behind have to be these."""
        unit = sentence.unit(item, self._is_unit) or self._unit_of_all(sentence, item)
        alike = [fact for fact in self.facts.all if unit and is_measured(fact) and _is_group_of(fact, unit)]
        told = _told_behind(sentence, self._all_of(sentence, item) or item)
        if not alike or told is None or told.figure is None:
            return
        bounds = list(bounds_at(sentence.text, told, NOTHING))
        held = [fact for fact in alike if _is_held(told.figure, bounds, fact)]
        named = [each for each in sentence.of("key") if each.start >= told.end and self.families.is_ranked(each)]
        listed = all(any(is_of(fact, each) for fact in held) for each in named)
        if listed and (not named or len(named) == len(held) or _SOME_OF.search(sentence.text, told.end)):
            yield float(len(held))

    def _is_unit(self, mention: Mention) -> bool:
        return self.facts.has_groups_by(mention.fields)

    def _all_of(self, sentence: Sentence, item: Item) -> Item | None:
        """The number of all groups behind how many of them: ``five of the ten industries``."""
        behind = [each for each in sentence.of("figure") if each.start >= item.end][:1]
        return behind[0] if behind and _OF_THE.fullmatch(sentence.text[item.end : behind[0].start]) else None

    def _unit_of_all(self, sentence: Sentence, item: Item) -> Mention | None:
        every = self._all_of(sentence, item)
        return sentence.unit(every, self._is_unit) if every else None

    def counts_groups(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number counts some of all groups: ``five of the ten industries``."""
        return self._unit_of_all(sentence, item) is not None

    def is_number_of_all(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number is how many groups there are: ``of the ten industries``."""
        unit = sentence.unit(item, self._is_unit)
        groups = [fact for fact in self.facts.all if fact.kind == "groups" and unit and fact.field in unit.fields]
        told = _OF_THE.search(sentence.text[: item.start])
        return bool(told) and any(is_near(item.figure, size(fact)) for fact in groups if item.figure)

    def is_bound(self, sentence: Sentence, item: Item) -> bool:
        """Whether a figure is the bound or value of groups that the sentence counts rightly."""
        counts = [each for each in sentence.of("figure") if each.end <= item.start and each.figure]
        return any(
            _told_behind(sentence, self._all_of(sentence, each) or each) is item and is_near(each.figure, value)
            for each in counts
            if each.figure
            for value in self.alike(sentence, each)
        )


def _told_behind(sentence: Sentence, item: Item) -> Item | None:
    """The first figure behind one, no name between them."""
    behind = [each for each in sentence.items if each.start >= item.end and (each.is_a("figure") or each.is_a("key"))]
    return behind[0] if behind and behind[0].figure else None


def _is_held(figure: Figure, bounds: Sequence[Bound], fact: Fact) -> bool:
    return all(bound.is_kept_by(fact) for bound in bounds) if bounds else is_near(figure, size(fact))


def _is_group_of(fact: Fact, unit: Mention) -> bool:
    return not fact.customers and fact.dimension.rpartition(".")[2] in unit.fields
