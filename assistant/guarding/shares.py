"""Holds shares and multiples in words against what the results give: the groups of a break-down, counts of a set and of
a part of it, percents, and the customers of a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.guarding.bounds import confirm_bounds
from assistant.guarding.fact import MONEY_FIELDS, Fact, Facts
from assistant.guarding.families import Families, Family, is_measured, is_of, joined, named_by, size, value_of
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.listed import Listed
from assistant.guarding.quantities import Quantity, read_quantities
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import NOTHING, Mention, Terms
from assistant.guarding.wordlists import numbered

TOGETHER = re.compile(
    r"\b(?:together|combined|jointly|between them|tillsammans|zusammen)\b|合わせて|占め|합쳐|차지", re.IGNORECASE
)
_JOINT = re.compile(
    r"\b(?:account(?:s|ed)? for|make up|represent|hold|come to|add up to|are (?:based |located )?in|stand for)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|apiece|every|either)\b", re.IGNORECASE)
_EITHER = re.compile(r"\s(?:or|eller)\s", re.IGNORECASE)
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(numbered('numbers'))})"
_COUNT = re.compile(rf"\s(?:the\s)?({_NUMBER})\s", re.IGNORECASE)
_LARGEST = re.compile(
    rf"\b(?:the|our|your)\s(?:(?:top|first|largest|biggest|leading)\s(?P<count>{_NUMBER})\s"
    rf"|(?P<number>{_NUMBER})\s(?:largest|biggest|leading|top)\s)",
    re.IGNORECASE,
)
_ACROSS = re.compile(r"\b(?:across|over)\s$", re.IGNORECASE)
_OF_LIST = re.compile(rf"\bof (?:the|these|those|all) ({_NUMBER}) (?:customers?|companies|accounts)\b", re.IGNORECASE)
_ANY_OTHER = re.compile(r"\bas (?:any other|(?:all )?the next)\b", re.IGNORECASE)
SUMMED = ("", "count", "sum")


class Shares:
    """Says what is wrong with the shares, multiples and parts of lists that a sentence tells."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts
        self.families = Families(terms, facts)
        self.listed = Listed(facts)

    def faults(self, sentence: Sentence) -> Iterator[str]:
        for quantity in read_quantities(sentence.text):
            if quantity.times:
                is_so: bool | None = self._is_multiple(sentence, quantity)
            elif quantity.low == quantity.high:
                is_so = self.listed.is_so(sentence, quantity) or self._are_all_groups(sentence, quantity)
            else:
                is_so = self._is_share(sentence, quantity)
            if settled(sentence, quantity.around(sentence.text), is_so):
                yield f"'{quantity.words}' is not what the results say."
            if is_so:
                confirm_bounds(sentence, sentence.place(quantity.start, quantity.end))
                self.listed.confirm_texts(sentence, sentence.place(quantity.start, quantity.end))
                self._confirm_denial(sentence, quantity)
        yield from self.listed.faults(sentence)

    def _confirm_denial(self, sentence: Sentence, quantity: Quantity) -> None:
        """Note that a share was checked of those that its segment says are not so: ``two are outside Sweden``."""
        span = sentence.segment_span(sentence.place(quantity.start, quantity.end))
        for match in NEGATED.finditer(sentence.text, *span):
            sentence.confirm(*match.span())

    def _are_all_groups(self, sentence: Sentence, quantity: Quantity) -> bool | None:
        """Whether as many groups are spoken of together as there are: ``all four programs together``."""
        match = _COUNT.match(sentence.text, quantity.end)
        unit = [i.mention.fields for i in sentence.of("field") if match and i.start == match.end() and i.mention]
        groups = [fact for fact in self.facts.all if fact.kind == "groups" and unit and fact.field in unit[0]]
        across = _ACROSS.search(sentence.text[: quantity.start]) and not sentence.of("key")
        so = (
            match
            and (TOGETHER.search(sentence.text) or across)
            and any(size(fact) == numeral(match[1]) for fact in groups)
        )
        return True if so and quantity.low == 1 else None

    # ---- shares ---------------------------------------------------------------------------------

    def _is_share(self, sentence: Sentence, quantity: Quantity) -> bool:
        place = sentence.place(quantity.start, quantity.end)
        around = sentence.segment_text(place).replace(quantity.words, " ")
        negated = bool(NEGATED.search(around))
        for share in self.told(sentence, place):
            if quantity.fits(1 - share if negated else share):
                return True
        if not negated and any(map(quantity.fits, self._of_listed(sentence, place))):
            return True
        if any(quantity.fits(held / of) for held, of in self.listed.parts(sentence, place.start, place.end)):
            return True
        return not quantity.words.isascii() and self._is_multiple(sentence, quantity)

    def told(self, sentence: Sentence, place: Item) -> Iterator[float]:
        """The shares that the results give of what is named."""
        for family, part in self.largest(sentence, place):
            if sum(map(size, family)):
                yield sum(map(size, part)) / sum(map(size, family))
        subjects = self.families.subjects(sentence, place)
        if subjects and not subjects[0].is_a("customer"):
            for family in self.families.of(sentence, place, subjects[0]):
                if family[0].function in SUMMED:
                    yield from self._of_groups(sentence, family, subjects)
        keys = [item.mention for item in sentence.of("key") if item.mention]
        products = [item.mention for item in sentence.of("product") if item.mention]
        told = self._told(keys, products)
        yield from (float(fact.value) / 100 for fact in told if fact.field == "share" and isinstance(fact.value, float))
        yield from (part / whole for part, whole in self._of_counts(told if keys or products else ()))

    def _of_listed(self, sentence: Sentence, place: Item) -> Iterator[float]:
        """The share that customers have of an amount of all that a list has: ``a third of the five customers'
        revenue``."""
        subjects, whole = self.families.subjects(sentence, place), _OF_LIST.search(sentence.text, place.end)
        fields = self.families.field(sentence, place) & MONEY_FIELDS
        apart = len(subjects) > 1 and not TOGETHER.search(sentence.text)
        if whole is None or not fields or apart or not all(item.is_a("customer") for item in subjects):
            return
        mine = frozenset().union(*map(named_by, subjects))
        for listing in self.facts.lists:
            able = [fact for fact in self.facts.all if fact.field in fields and isinstance(fact.value, float)]
            values = {id: size(fact) for fact in able for id in fact.customers if id in listing.customers}
            if len(values) == len(listing.customers) == numeral(whole[1]) and mine and mine <= values.keys():
                yield sum(values[id] for id in mine) / sum(values.values())

    def counts(self, sentence: Sentence) -> Iterator[tuple[float, float]]:
        """The count of what is named, beside that of each larger set."""
        keys = [item.mention for item in sentence.of("key") if item.mention]
        products = [item.mention for item in sentence.of("product") if item.mention]
        yield from self._of_counts(self._told(keys, products) if keys else ())

    def _told(self, keys: Sequence[Mention], products: Sequence[Mention]) -> list[Fact]:
        return [fact for fact in self.facts.all if not fact.customers and _says(fact, keys, products)]

    def counts_largest(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number says how many of the largest groups are meant."""
        spans = [m.span("count") if m["count"] else m.span("number") for m in _LARGEST.finditer(sentence.text)]
        return (item.start, item.end) in spans

    def largest(self, sentence: Sentence, place: Item) -> Iterator[tuple[Family, Family]]:
        """The groups of a break-down, and the largest of them that a sentence speaks of together: ``the top four
        industries``; the words are noted."""
        for match in _LARGEST.finditer(sentence.text, 0, place.start):
            count = int(numeral(match["number"] or match["count"]))
            for family in joined(self._grouped_by(sentence, match.end())):
                part = tuple(sorted(family, key=size, reverse=True)[:count])
                keys = [each for each in sentence.of("key") if match.end() <= each.start < place.start]
                named = [each for each in keys if self.families.is_ranked(each)]
                told = all(any(is_of(fact, one) for fact in part) for one in named)
                listed = not named or (len(named) == count and told)
                if family[0].function in SUMMED and len(family) > count and listed:
                    sentence.confirm(*match.span())
                    yield family, part

    def _grouped_by(self, sentence: Sentence, start: int) -> list[Fact]:
        """The values of the groups of the kind that the sentence names at a letter."""
        named = [item.mention.fields for item in sentence.of("field") if item.start == start and item.mention]
        measured = [fact for fact in self.facts.all if named and is_measured(fact) and not fact.customers]
        return [fact for fact in measured if fact.dimension.rpartition(".")[2] in named[0]]

    def _of_groups(self, sentence: Sentence, family: Sequence[Fact], subjects: Sequence[Item]) -> Iterator[float]:
        whole = sum(map(size, family))
        parts = [sum(size(fact) for fact in family if is_of(fact, item)) for item in subjects]
        if not whole or not all(parts):
            return
        joint = TOGETHER.search(sentence.text) or _EITHER.search(sentence.text) or _JOINT.search(sentence.text)
        if len(parts) == 1 or (joint and not _EACH.search(sentence.text)):
            yield sum(parts) / whole
        elif max(parts) - min(parts) < 1e-9:
            yield parts[0] / whole

    def _of_counts(self, told: Sequence[Fact]) -> Iterator[tuple[float, float]]:
        """A count beside that of a larger set of the same month."""
        for part in told:
            for whole in self.facts.all if _is_count(part) else ():
                if _is_count(whole) and whole.keys < part.keys and whole.month == part.month and whole.value:
                    yield size(part), size(whole)

    # ---- multiples ------------------------------------------------------------------------------

    def _is_multiple(self, sentence: Sentence, quantity: Quantity) -> bool:
        """Whether the one named before is so many times the other, the only one that is named behind."""
        ranked = [item for item in sentence.items if not item.figure and self.families.is_ranked(item)]
        before = [item for item in ranked if item.end <= quantity.start]
        behind = [item for item in ranked if item.start >= quantity.end]
        if not quantity.words.isascii() and not behind and len(before) > 1:
            before, behind = before[:-1], before[-1:]  # "AはBの二倍"
        place = sentence.place(quantity.start, quantity.end)
        if before and not behind and (other := _ANY_OTHER.search(sentence.text, quantity.end)):
            return self._is_multiple_of_all(sentence, quantity, before[-1], other)
        if before and not behind:
            behind = self._other_of_two(before[-1])
        if not before or len(behind) != 1:
            return False
        for family in self.families.of(sentence, place, before[-1]):
            mine, its = (
                next((size(fact) for fact in family if is_of(fact, one)), 0.0) for one in (before[-1], behind[0])
            )
            if mine and its and quantity.fits(mine / its):
                return True
        return False

    def _other_of_two(self, one: Item) -> list[Item]:
        """The other one of two customers that were compared."""
        others = self.facts.customers - named_by(one) if one.is_a("customer") else NOTHING
        return [replace(one, mention=Mention(0, 0, "", customers=others))] if len(others) == 1 else []

    def _is_multiple_of_all(self, sentence: Sentence, quantity: Quantity, one: Item, other: "re.Match[str]") -> bool:
        """``twice as many as any other industry``: so many times the largest of the others."""
        for family in self.families.of(sentence, sentence.place(quantity.start, quantity.end), one):
            mine = value_of(family, one)
            others = [size(fact) for fact in family if not is_of(fact, one)]
            if mine and others and max(others) and quantity.fits(mine / max(others)):
                sentence.confirm(*other.span())
                return True
        return False


def numeral(words: str) -> float:
    """The value of a number in digits or letters."""
    return float(words) if words.isdigit() else float(numbered("numbers")[words.lower()])


def _says(fact: Fact, keys: Sequence[Mention], products: Sequence[Mention]) -> bool:
    """Whether a fact is of all that is named."""
    return all(mention.keys & fact.keys for mention in keys) and all(of_product(fact, each) for each in products)


def _is_count(fact: Fact) -> bool:
    return (
        fact.field == "customers" and fact.kind == "number" and not fact.customers and not isinstance(fact.value, str)
    )
