"""Holds shares and multiples in words against what the results give: the groups of a break-down, counts of a set and of
a part of it, percents, and the customers of a list."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.families import Families, are_extreme, is_of, overlap, size
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.listing import Asked, holding
from assistant.guarding.quantities import Quantity, read_quantities
from assistant.guarding.ratings import OWNS
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import numbered, one_of

_TOGETHER = re.compile(
    r"\b(?:together|combined|jointly|between them|tillsammans|zusammen)\b|合わせて|합쳐", re.IGNORECASE
)
_NUMBERS = numbered("numbers")
_OF_THEM = rf"\s(?:out\s)?(?:of|av|von)\s{one_of('them')}"
_THEM = re.compile(
    rf"{_OF_THEM}|\s(?:\d{{1,3}}|{'|'.join(_NUMBERS)})\s(?:are|have|own)\b|\s(?:[\w-]+\s){{0,2}}(?:customers?|compan(?:y|ies)|accounts?)\b|\s(?:are|have|own)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)}){_OF_THEM}\b", re.IGNORECASE)
_SUMMED = ("", "count", "sum")
_LISTED = frozenset({"signals"})
_SCORES = frozenset({"fit", "intent"})


class Shares:
    """Says what is wrong with the shares, multiples and parts of lists that a sentence tells."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts
        self.families = Families(terms, facts)

    def faults(self, sentence: Sentence) -> Iterator[str]:
        for quantity in read_quantities(sentence.text):
            if quantity.times:
                is_so: bool | None = self._is_multiple(sentence, quantity)
            elif quantity.low == quantity.high:
                is_so = self._is_of_list(sentence, quantity)
            else:
                is_so = self._is_share(sentence, quantity)
            if is_so is False:
                yield f"'{quantity.words}' is not what the results say."
        for match in _COUNTED.finditer(sentence.text):
            if self.counts(sentence, match.start(), match.end()) is False:
                yield f"'{match.group()}' is not what the results list."

    # ---- customers of a list --------------------------------------------------------------------

    def counts(self, sentence: Sentence, start: int, end: int) -> bool | None:
        """Whether so many of those that are listed are what the sentence says; None where that is not told."""
        match = _COUNTED.match(sentence.text, start)
        if match is None or sentence.of("customer"):
            return None
        number = float(match[1]) if match[1].isdigit() else float(_NUMBERS[match[1].lower()])
        found = list(self._listed(sentence, match.start(), match.end()))
        return any(held == number for held, _ in found) if found else None

    def _is_of_list(self, sentence: Sentence, quantity: Quantity) -> bool | None:
        """All or none of those that are listed; None where the list does not tell it, which other checks go on with."""
        behind = _THEM.match(sentence.text, quantity.end)
        if sentence.of("customer") or not behind:
            return None
        found = list(self._listed(sentence, quantity.start, quantity.end))
        if found or not self.facts.lists or quantity.low < 1:
            return any(quantity.fits(held / of) for held, of in found) if found else None
        said = [item.mention for item in sentence.of("key") if item.mention and item.mention.claim == "value"]
        return None if all(self._is_told(mention) for mention in said) else False

    def _is_told(self, mention: Mention) -> bool:
        """Whether anything in the results is of a value."""
        return any(mention.keys & fact.keys or fact.value in mention.keys for fact in self.facts.all)

    def _listed(self, sentence: Sentence, start: int, end: int) -> Iterator[tuple[int, int]]:
        """How many customers of a list are what the sentence says, of how many."""
        place = sentence.place(start, end)
        around = sentence.segment_text(place).replace(sentence.text[start:end], " ")
        asked = _asked(sentence, place, bool(OWNS.search(around)))
        if not (asked.owned or asked.fields or asked.words):
            return
        for listing in self.facts.lists:
            held = holding(listing, self.facts.all, asked)
            if held is not None:
                of = len(listing.customers)
                yield (of - len(held) if NEGATED.search(around) else len(held)), of

    # ---- shares ---------------------------------------------------------------------------------

    def _is_share(self, sentence: Sentence, quantity: Quantity) -> bool:
        place = sentence.place(quantity.start, quantity.end)
        around = sentence.segment_text(place).replace(quantity.words, " ")
        negated = bool(NEGATED.search(around))
        for share in self._shares(sentence, place):
            if quantity.fits(1 - share if negated else share):
                return True
        if any(quantity.fits(held / of) for held, of in self._listed(sentence, place.start, place.end)):
            return True
        return quantity.first and not negated and self._is_first(sentence, place)

    def _is_first(self, sentence: Sentence, place: Item) -> bool:
        """Whether what is named has more than any other of its break-down."""
        subjects = self.families.subjects(sentence, place)
        return bool(subjects) and any(
            are_extreme(family, subjects, 1) for family in self.families.of(sentence, place, subjects[0])
        )

    def _shares(self, sentence: Sentence, place: Item) -> Iterator[float]:
        """The shares that the results give of what is named."""
        subjects = self.families.subjects(sentence, place)
        if subjects and not subjects[0].is_a("customer"):
            for family in self.families.of(sentence, place, subjects[0]):
                if family[0].function in _SUMMED:
                    yield from self._of_groups(sentence, family, subjects)
        keys = [item.mention for item in sentence.of("key") if item.mention]
        products = [item.mention for item in sentence.of("product") if item.mention]
        told = [fact for fact in self.facts.all if not fact.customers and _says(fact, keys, products)]
        yield from (float(fact.value) / 100 for fact in told if fact.field == "share" and isinstance(fact.value, float))
        yield from self._of_counts([fact for fact in told if keys or products])

    def _of_groups(self, sentence: Sentence, family: Sequence[Fact], subjects: Sequence[Item]) -> Iterator[float]:
        whole = sum(map(size, family))
        parts = [sum(size(fact) for fact in family if is_of(fact, item)) for item in subjects]
        if not whole or not all(parts):
            return
        if len(parts) == 1 or _TOGETHER.search(sentence.text):
            yield sum(parts) / whole
        elif max(parts) - min(parts) < 1e-9:
            yield parts[0] / whole

    def _of_counts(self, told: Sequence[Fact]) -> Iterator[float]:
        """A count beside that of a larger set of the same month."""
        for part in told:
            for whole in self.facts.all if _is_count(part) else ():
                if _is_count(whole) and whole.keys < part.keys and whole.month == part.month and whole.value:
                    yield size(part) / size(whole)

    # ---- multiples ------------------------------------------------------------------------------

    def _is_multiple(self, sentence: Sentence, quantity: Quantity) -> bool:
        """Whether the one named before is so many times the other, the only one that is named behind."""
        ranked = [item for item in sentence.items if not item.figure and self.families.is_ranked(item)]
        before = [item for item in ranked if item.end <= quantity.start]
        behind = [item for item in ranked if item.start >= quantity.end]
        if not before or len(behind) != 1:
            return False
        place = sentence.place(quantity.start, quantity.end)
        for family in self.families.of(sentence, place, before[-1]):
            mine, its = (
                next((size(fact) for fact in family if is_of(fact, one)), 0.0) for one in (before[-1], behind[0])
            )
            if mine and its and quantity.fits(mine / its):
                return True
        return False


def _asked(sentence: Sentence, place: Item, owning: bool) -> Asked:
    """What a sentence says of those that are counted, but for the words that count them."""
    said = [item.mention for item in sentence.items if item.mention and not overlap(item, place)]
    rated = any(mention.claim in ("cluster", "cell", "band") for mention in said)
    owned = tuple(mention for mention in said if mention.owned and owning and not rated)
    products = tuple(mention for mention in said if mention.products and mention not in owned)
    names = frozenset(name for mention in said for name in mention.fields)
    words = tuple(mention for mention in said if mention.keys and mention not in (*owned, *products))
    listed = tuple(mention for mention in said if mention.fields & _LISTED)
    return Asked(owned, listed, words, products, names & _SCORES)


def _says(fact: Fact, keys: Sequence[Mention], products: Sequence[Mention]) -> bool:
    """Whether a fact is of all that is named."""
    return all(mention.keys & fact.keys for mention in keys) and all(of_product(fact, each) for each in products)


def _is_count(fact: Fact) -> bool:
    return (
        fact.field == "customers" and fact.kind == "number" and not fact.customers and not isinstance(fact.value, str)
    )
