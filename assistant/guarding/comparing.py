"""Checks comparisons: who is said to have more than another, as many as another, or to stand in an order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.families import Families, Family, are_beyond, is_measured, named_by, size, value_of
from assistant.guarding.items import Item
from assistant.guarding.pairs import are_told, extremes, is_sized, is_sum, joined_with
from assistant.guarding.ranking import Ranking, measured
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.shares import TOGETHER
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import one_of, word_of

_THAN = rf"\b(?:[^.;:]{{0,40}}?\s)?{one_of('than')}\s"
_MORE = re.compile(rf"(?<!\w)(?:{one_of('more')}{_THAN}|{one_of('ahead')}\s)", re.IGNORECASE)
_LESS = re.compile(rf"(?<!\w)(?:{one_of('less')}{_THAN}|{one_of('behind')}\s)", re.IGNORECASE)
_OF_TWO = {
    sign: re.compile(
        rf"\b(?:the|an?|has|have|shows?|is|are|har|hat)\s(?:far |much |clearly |slightly )?{one_of(name)}\b"
        rf"(?![^.;]*\b{one_of('than')})",
        re.IGNORECASE,
    )
    for sign, name in ((1, "more"), (-1, "less"))
}
_ALONE = {
    sign: re.compile(
        rf"\b(?:is|are|was|were)\s(?P<word>(?P<much>far |much |considerably |significantly )?{one_of(name)})\b"
        rf"(?![^.;]*\b{one_of('than')})(?!\s\w)",
        re.IGNORECASE,
    )
    for sign, name in ((1, "more"), (-1, "less"))
}
_MUCH = 1.5  # times the others: what is much more
_NEAR = 12  # letters between a comparison and the product that it is with
_NOBODY = re.compile(r"\b(?P<nobody>no(?: other)? \w+|nobody|no one|none|ingen|inget)\b[^.;:,]{0,60}$", re.IGNORECASE)
_IN_ORDER = word_of("in_order")
_ELSE = re.compile(rf"(?:in\s)?{one_of('everybody_else')}\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|yet|men)\s(?:it\s)?(?:has\s|har\s)?$", re.IGNORECASE)
_OF_BOTH = word_of("of_both")
_AS_MANY = re.compile(
    rf"(?<!\w)(?:(?P<near>{one_of('almost')})\s)?(?:{one_of('equally')})(?!\w)|(?<!\w)(?P<close>{one_of('close')})(?!\w)",
    re.IGNORECASE,
)
_NEAR_BY = 0.05  # of the larger one: what is almost the same may differ by so much
_COMPARING = re.compile(rf"{one_of('more')}|{one_of('less')}", re.IGNORECASE)
_WIDE_THAN = re.compile(rf"(?:{one_of('wide_than')})(?P<rest>[^。.、]{{0,24}})")
_WIDE = {1: re.compile(one_of("wide_more")), -1: re.compile(one_of("wide_less"))}


class Comparisons:
    """Holds comparisons against the values of the results."""

    def __init__(self, terms: Terms, facts: Facts, ranking: Ranking) -> None:
        self.families = Families(terms, facts)
        self.facts = facts
        self.ranking = ranking

    def faults(self, sentence: Sentence, start: int = 0) -> Iterator[str]:
        """What is wrong with the comparisons of a sentence from a letter on."""
        for match, sign in self._comparisons(sentence, start):
            if settled(sentence, _compared(match), self._is_before(sentence, match, sign)):
                yield f"'{match.group().strip()}' is not what the results say of the two."
        for match, sign in self._of_two(sentence, start):
            if settled(sentence, match.span(), self._is_more_of_two(sentence, match, sign)):
                yield f"'{match.group().strip()}' is not what the results say of the two."
        for match, sign in self._alone(sentence, start):
            if settled(sentence, match.span("word"), self._is_beyond(sentence, match, sign)):
                yield f"'{match.group().strip()}' is not what the results say of the others."
        for match in _AS_MANY.finditer(sentence.text, start):
            if settled(sentence, match.span(), self._are_equal(sentence, match)):
                yield f"'{match.group()}' is not what the results say of them."
        for match in _IN_ORDER.finditer(sentence.text, start):
            if settled(sentence, match.span(), self._is_in_order(sentence, match)):
                yield f"'{match.group()}' is not how the results order them."

    def _comparisons(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        for pattern, sign in ((_MORE, 1), (_LESS, -1)):
            yield from ((match, sign) for match in pattern.finditer(sentence.text, start))
        for match in _WIDE_THAN.finditer(sentence.text, start):
            yield from ((match, sign) for sign, pattern in _WIDE.items() if pattern.search(match["rest"]))

    def _of_two(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        """``a lower fit``, where two customers are there to compare."""
        named = {named_by(item) for item in sentence.of("customer")}
        if len(named) == 2 or (named and len(self.facts.customers) == 2):
            for sign, pattern in _OF_TWO.items():
                yield from ((match, sign) for match in pattern.finditer(sentence.text, start))

    def _alone(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        """``are much smaller``, of groups, where nothing is named that they are compared with."""
        for sign, pattern in _ALONE.items():
            yield from ((match, sign) for match in pattern.finditer(sentence.text, start))

    def _is_beyond(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether groups are all more than all others, and much more where that is said."""
        place = sentence.place(match.start(), match.end())
        subjects = self.families.subjects(sentence, place)
        if not subjects or subjects[0].is_a("customer"):
            return None
        families = self.families.of(sentence, place, subjects[0])
        times = _MUCH if match["much"] else 1.0
        return any(are_beyond(family, subjects, sign, times) for family in families) if families else None

    def _is_more_of_two(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether the one of two customers that has ``a lower fit`` has less than the other."""
        place = sentence.place(match.start(), match.end())
        one = self.families.subjects(sentence, place)[:1]
        if _BUT.search(sentence.text[: match.start()]):
            one = sentence.of("customer")[:1]
        others = [item for item in sentence.of("customer") if one and named_by(item) != named_by(one[0])]
        if one and others:
            return self._is_more(sentence, match, (one[0], others[0]), sign)
        return self.ranking.are_top(sentence, place, match.group(), one, sign)

    def _is_before(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether the one of two that a comparison puts first is more (or less) than the other."""
        ranked = self.families.ranked(sentence)
        if products := self._two_products(sentence, match):
            return self._is_more_for(sentence, match, products, sign)
        pair = _wide_pair(ranked, match) if match.re is _WIDE_THAN else _pair(sentence, ranked, match)
        if pair is None:
            return None
        if len(pair) == 1:
            is_top = self.ranking.are_top(
                sentence, sentence.place(match.start(), match.end()), match.group(), pair, sign
            )
            if is_top and (nobody := _NOBODY.search(sentence.text[: match.start()])):
                sentence.confirm(*nobody.span("nobody"))
            return is_top
        return self._is_more(sentence, match, pair, sign)

    def _is_more(self, sentence: Sentence, match: "re.Match[str]", pair: Sequence[Item], sign: int) -> bool | None:
        one, other = pair
        mine, its = joined_with(sentence, one), joined_with(sentence, other)
        kind = measured(match.group()) if one.is_a("customer") else ()
        place = sentence.place(match.start(), match.start() + 1)
        families = self.families.of(sentence, place, one, kind)
        together = len(its) > 1 and TOGETHER.search(sentence.text, match.end())
        known = [values for family in families if (values := extremes(family, mine, its, sign, bool(together)))]
        if not known:
            return None
        every = any if kind or self.families.field(sentence, place) else all
        is_so = every(sign * mine > sign * its for mine, its in known)
        if is_so and together:
            sentence.confirm(*together.span())
        return is_so and is_sized(sentence, match, known)

    def _is_in_order(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether those that are named before stand in the order of their values, or of the result."""
        named = [item for item in sentence.items if item.end <= match.start() and self.families.is_ranked(item)]
        if len(named) < 2:
            return None
        families = self.families.of(sentence, sentence.place(match.start(), match.end()), named[0])
        values = [[value_of(family, item) for item in named] for family in families]
        known = [[value for value in each if value is not None] for each in values]
        falling = any(len(each) == len(named) and each == sorted(each, reverse=True) for each in known)
        return falling or all(self.ranking.are_first(named[:count]) for count in range(1, len(named) + 1))

    def _two_products(self, sentence: Sentence, match: "re.Match[str]") -> tuple[Item, Item] | None:
        """The products of ``higher for Azure than for M365``."""
        products = sentence.of("product")
        before = [item for item in products if item.end <= match.end()]
        behind = [item for item in products if match.end() <= item.start < match.end() + _NEAR]
        if not before or not behind or self._is_whose(sentence, match, behind[0]):
            return None
        if before[-1].mention and behind[0].mention and before[-1].mention.products == behind[0].mention.products:
            return None
        return before[-1], behind[0]

    def _is_whose(self, sentence: Sentence, match: "re.Match[str]", product: Item) -> bool:
        """Whether somebody is named between a comparison and the product: then these are compared."""
        return any(match.end() <= item.start < product.start for item in sentence.of("customer"))

    def _is_more_for(
        self, sentence: Sentence, match: "re.Match[str]", products: tuple[Item, Item], sign: int
    ) -> bool | None:
        """Whether a customer's score for one product is more than for another; None where one of them is not told."""
        fields = self.families.field(sentence, sentence.place(match.start(), match.start() + 1))
        whose = [item.mention.customers for item in sentence.of("customer") if item.mention]
        able = [fact for fact in self.facts.all if is_measured(fact) and (not fields or fact.field in fields)]
        able = [fact for fact in able if fact.customers & frozenset().union(*whose)] if whose else able
        values = [{fact.field: size(fact) for fact in able if _is_for(fact, product)} for product in products]
        both = values[0].keys() & values[1].keys()
        return any(sign * values[0][name] > sign * values[1][name] for name in both) if both else None

    def _both(self, sentence: Sentence, place: Item) -> list[Item]:
        """The two customers of the results, where a sentence is of both: ``their fits are close``."""
        if len(self.facts.customers) != 2 or not _OF_BOTH.search(sentence.text):
            return []
        return [
            replace(place, mention=Mention(0, 0, "", customers=frozenset({id}))) for id in sorted(self.facts.customers)
        ]

    def _are_equal(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether all those that are said to be as many are so, or nearly so; where no field is named, by the values
        that the sentence tells of them."""
        place, named = sentence.place(match.start(), match.end()), self.families.ranked(sentence)
        found = self.families.subjects(sentence, place)
        subjects = (found if len(found) > 1 else named[:2]) or self._both(sentence, place)
        if len(subjects) < 2:
            return None
        families = self.families.of(sentence, place, subjects[0])
        if subjects[0].is_a("customer") and not self.families.field(sentence, place):
            families = [family for family in families if are_told(sentence, family, subjects)]
        if (joint := is_sum(sentence, match, families, self.families.ranked(sentence))) is not None:
            return joint
        off = _NEAR_BY if match["near"] or match["close"] else 1e-9
        known = [[value_of(family, one) for one in subjects] for family in families]
        values = [[value for value in each if value is not None] for each in known if None not in each]
        return any(max(each) - min(each) <= off * max(map(abs, each)) for each in values) if values else None


def _compared(match: "re.Match[str]") -> tuple[int, int]:
    """Where the word stands that compares."""
    word = _COMPARING.match(match.string, match.start(), match.end())
    return word.span() if word else match.span()


def _is_for(fact: Fact, product: Item) -> bool:
    return bool(product.mention and fact.products and fact.products & product.mention.products)


def _values(families: Sequence[Family], one: Item, other: Item) -> list[tuple[float, float]]:
    pairs = [(value_of(family, one), value_of(family, other)) for family in families]
    return [(mine, its) for mine, its in pairs if mine is not None and its is not None]


def _pair(sentence: Sentence, ranked: Sequence[Item], match: "re.Match[str]") -> tuple[Item, ...] | None:
    """What is compared with what; only the latter where nobody is said to be more."""
    if _ELSE.match(sentence.text, match.end()):
        return tuple(item for item in ranked if item.end <= match.start())[-1:] or None
    behind = [item for item in ranked if item.start >= match.end()]
    if not behind or any(each.figure and match.end() <= each.start < behind[0].start for each in sentence.items):
        return None
    if _NOBODY.search(sentence.text[: match.start()]):
        return (behind[0],)
    before = [item for item in ranked if item.end <= match.start() and _are_alike(item, behind[0])]
    return (before[-1], behind[0]) if before else None


def _wide_pair(ranked: Sequence[Item], match: "re.Match[str]") -> tuple[Item, ...] | None:
    """``AはBより多い``: what stands right before the word is what is compared with."""
    before = [item for item in ranked if item.end <= match.start()]
    behind = [item for item in ranked if item.start >= match.end()]
    if not before:
        return None
    one = before[-2:-1] or behind[:1]
    return (one[0], before[-1]) if one and _are_alike(one[0], before[-1]) else None


def _are_alike(one: Item, other: Item) -> bool:
    if one.mention is None or other.mention is None:
        return False
    both = bool(one.mention.customers) and bool(other.mention.customers)
    return both or bool(one.mention.dimensions & other.mention.dimensions)
