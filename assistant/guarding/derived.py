"""Works out figures that results do not state but that follow from them: a group's percent of all, the sum of groups
that are named together, by how much a count changed or two of them differ."""

import re
from collections.abc import Iterator

from assistant.guarding.changes import WAYS, Changes
from assistant.guarding.fact import MONEY_FIELDS, SCORES, Fact, Facts
from assistant.guarding.families import Families, Family, is_measured, is_of, named_by, size, value_of
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item
from assistant.guarding.match import is_near
from assistant.guarding.sentence import Sentence
from assistant.guarding.shares import SUMMED, TOGETHER, Shares
from assistant.guarding.terms import NOTHING, Mention, Terms
from assistant.guarding.wordlists import word_of

_WHOLE = word_of("whole")
_DIFFERENCE = re.compile(r"\b(?:gap|difference|skillnad\w*)\b", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:gained|lost|added|by|med|um|"
    r"(?:increase|rise|decrease|drop|decline|fall|gain|loss|ökning|minskning) (?:of|på|med))"
    r"\s(?:about\s|around\s|ungefär\s)?$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|apiece|every|either|var(?:dera)?|je(?:weils)?)\b", re.IGNORECASE)
_MORE = re.compile(r"\s(?:customers?\s)?(?:more|fler|(?P<fewer>fewer|less|färre))\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"\s(?:customers?\s)?(?:more|fewer|fler|färre)\s(?:customers?\s)?(?:than|än)\b", re.IGNORECASE)


class Derived:
    """Says whether a figure follows from the values of the results for what its sentence names."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.facts = facts
        self.families = Families(terms, facts)
        self.shares = Shares(terms, facts)
        self.changes = Changes(terms, facts)

    def holds(self, sentence: Sentence, item: Item, figure: Figure) -> bool:
        if figure.is_time or figure.high or figure.kind == "ordinal":
            return False
        if figure.kind == "percent":
            return any(is_near(figure, 100 * share) for share in self.shares.told(sentence, item))
        follows = any(is_near(figure, value) for value in self._values(sentence, item))
        if follows and (more := _MORE.match(sentence.text, item.end)):
            sentence.confirm(*more.span())
        return follows

    def goes_on(self, sentence: Sentence, item: Item, figure: Figure) -> bool:
        """Whether a number in letters is by how much something changed: ``by two``, ``lost three and Nurture four``."""
        return any(is_near(figure, value) for value in self._changed(sentence, item))

    def _values(self, sentence: Sentence, item: Item) -> Iterator[float]:
        yield from self._sums(sentence, item)
        yield from self._changed(sentence, item)
        yield from self._alike(sentence, item)
        yield from self._of_lists(sentence, item)

    def _alike(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """How many groups have a value that the sentence tells: ``six countries have 2 customers each``."""
        unit = sentence.unit(item, lambda mention: self.facts.has_groups_by(mention.fields))
        told = [other.figure for other in sentence.of("figure") if other is not item and other.figure]
        alike = [fact for fact in self.facts.all if unit and is_measured(fact) and _is_group_of(fact, unit)]
        if len(told) == 1 and alike:
            yield float(sum(is_near(told[0], size(fact)) for fact in alike))

    def _of_lists(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """What an amount of all customers of a list, or of those that are named, comes to."""
        money = item.figure is not None and item.figure.kind == "money"
        fields = (self.families.field(sentence, item) or (MONEY_FIELDS if money else NOTHING)) - SCORES
        if not fields or not (_WHOLE.search(sentence.text) or TOGETHER.search(sentence.text)):
            return
        named = frozenset(each for one in sentence.of("customer") for each in named_by(one))
        for listing in self.facts.lists:
            whose = named or frozenset(listing.customers)
            values = {(fact.customers, fact.field): fact.value for fact in self.facts.all if is_measured(fact)}
            numbers = [value for (mine, field), value in values.items() if field in fields and mine and mine <= whose]
            if len(numbers) == len(whose) and all(isinstance(value, float) for value in numbers):
                yield sum(value for value in numbers if isinstance(value, float))

    def _sums(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """What groups that are named together come to."""
        subjects = self.families.subjects(sentence, item)
        if _EACH.search(sentence.segment_text(item)):
            return
        for family in self._counted(sentence, item) if len(subjects) > 1 else ():
            parts = [value_of(family, subject) for subject in subjects]
            if all(part is not None for part in parts):
                yield sum(size(fact) for fact in family if any(is_of(fact, subject) for subject in subjects))

    def _counted(self, sentence: Sentence, item: Item) -> Iterator[Family]:
        subjects = self.families.subjects(sentence, item)
        for family in self.families.of(sentence, item, subjects[0]) if subjects else ():
            if family[0].function in SUMMED and not family[0].customers:
                yield family

    def _sign_before(self, sentence: Sentence, item: Item) -> int:
        """The way that the verb of the part before went, from which a figure right behind a name goes on; 0: there is
        none."""
        if not _is_right_behind(sentence, item):
            return 0
        verbs = [(m.start(), sign) for sign, way in WAYS for m in way.finditer(sentence.text, 0, item.start)]
        return max(verbs)[1] if verbs else 0

    def _changed(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """By how much a value of what is named changed, or differs from that of another group."""
        if _BY.search(sentence.text[: item.start]):
            yield from map(abs, self.changes.values(sentence, item))
        if sign := self._sign_before(sentence, item):
            yield from (abs(change) for change in self.changes.values(sentence, item) if sign * change > 0)
        if more := _MORE.match(sentence.text, item.end):
            sign = -1 if more["fewer"] else 1
            yield from (abs(change) for change in self.changes.values(sentence, item) if sign * change > 0)
        if _MORE_THAN.match(sentence.text, item.end) or _DIFFERENCE.search(sentence.text[: item.start]):
            named = [each for each in sentence.of("key") if self.families.is_ranked(each)][:2]
            families = self.families.of(sentence, item, named[0]) if len(named) > 1 else []
            for family in families:
                one, other = (value_of(family, each) for each in named)
                if one is not None and other is not None:
                    yield abs(one - other)


def _is_right_behind(sentence: Sentence, item: Item) -> bool:
    """Whether a figure stands right behind what it is of: ``Nurture four``."""
    named = [each for each in sentence.of("key") if each.end <= item.start]
    return bool(named) and sentence.text[named[-1].end : item.start].isspace()


def _is_group_of(fact: Fact, unit: Mention) -> bool:
    return not fact.customers and fact.dimension.rpartition(".")[2] in unit.fields
