"""Checks who is said to come first or last, or before another, against the values that the results give of all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.guarding.fact import COUNTS, Fact, Facts
from assistant.guarding.families import Families, Family, are_extreme, is_measured, overlap, size, value_of
from assistant.guarding.items import Context, Item
from assistant.guarding.quantities import read_quantities
from assistant.guarding.said import follows_names
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import entries, one_of, word_of, words

_HIGHEST, _LOWEST = word_of("highest"), word_of("lowest")
_THAN = rf"\b(?:[^.;:]{{0,40}}?\s)?{one_of('than')}\s"
_MORE = re.compile(rf"(?<!\w)(?:{one_of('more')}{_THAN}|{one_of('ahead')}\s)", re.IGNORECASE)
_LESS = re.compile(rf"(?<!\w)(?:{one_of('less')}{_THAN}|{one_of('behind')}\s)", re.IGNORECASE)
_OF_TWO = {
    sign: re.compile(rf"\b(?:the|an?|has|have|shows?|is|are|har|hat)\s(?:far |much |clearly |slightly )?{one_of(name)}\b(?![^.;]*\b{one_of('than')})", re.IGNORECASE)
    for sign, name in ((1, "more"), (-1, "less"))
}
_LAST_FOLLOWING = 12  # places that "follows" may be of
_NEAR = 12  # letters between a comparison and the product that it is with
_NOBODY = re.compile(r"\b(?P<nobody>no(?: other)? \w+|nobody|no one|none|ingen|inget)\b[^.;:,]{0,60}$", re.IGNORECASE)
_IN_ORDER = word_of("in_order")
_ELSE = re.compile(rf"(?:in\s)?{one_of('everybody_else')}\b", re.IGNORECASE)
_AS_MANY = re.compile(rf"{one_of('equally')}", re.IGNORECASE)
_ORDINALS = words("ordinals")
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))[\s-]?$", re.IGNORECASE
)
_COUNTING = re.compile(
    r"(?:most|fewest|flest|färst)\s(?:[\w-]+\s){0,3}(?:customers?|companies|accounts|kunder)\b", re.IGNORECASE
)
_FIRSTS = ("first", "först", "främst", "förste")
_PLACE = re.compile(
    rf"(?<![\w-])(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|#\s?(?P<sign>\d{{1,3}})"
    rf"|(?P<word>{'|'.join((*_ORDINALS, *_FIRSTS, *words('second')))}))(?![\w-])",
    re.IGNORECASE,
)
_FOLLOWED, _FOLLOWING = word_of("followed_by"), word_of("following")
_COMPARING = re.compile(rf"{one_of('more')}|{one_of('less')}", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:of all|av alla)\b|,\s(?:not|inte|nicht)\s", re.IGNORECASE)
_PLACED = re.compile(rf"(?:{'|'.join(rf'(?<= {word})' for word in _ORDINALS)})\s(?:by|on)\s", re.IGNORECASE)
_WIDE_THAN = re.compile(rf"(?:{one_of('wide_than')})(?P<rest>[^。.、]{{0,24}})")
_WIDE = {1: re.compile(one_of("wide_more")), -1: re.compile(one_of("wide_less"))}


class Ranking:
    """Holds superlatives and comparisons against the values of the results."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.families = Families(terms, facts)
        self.facts = facts
        self._followed: list[frozenset[str]] = []

    def faults(self, sentence: Sentence, context: Context, start: int = 0) -> Iterator[str]:
        """What is wrong with superlatives, and with comparisons of two, from a letter on."""
        self._followed = context.customers if follows_names(sentence) and not sentence.of("customer") else []
        for match, sign in self._superlatives(sentence, start):
            is_top = self._is_top_of(sentence, match, sign)
            if settled(sentence, match.span(), is_top):
                yield f"'{match.group()}' is not what the results say of what it is said of."
            elif is_top:
                self._confirm_around(sentence, match)
        for match, sign in self._comparisons(sentence, start):
            if settled(sentence, _compared(match), self._is_before(sentence, match, sign)):
                yield f"'{match.group().strip()}' is not what the results say of the two."
        named = {_names(item) for item in sentence.of("customer")}
        for match, sign in self._of_two(sentence, start) if len(named) == 2 < len(self.facts.customers) else ():
            if settled(sentence, match.span(), self._is_more_of_two(sentence, match, sign)):
                yield f"'{match.group().strip()}' is not what the results say of the two."
        for match in _AS_MANY.finditer(sentence.text, start):
            if settled(sentence, match.span(), self._are_equal(sentence, match)):
                yield f"'{match.group()}' is not what the results say of them."
        for match in _IN_ORDER.finditer(sentence.text, start):
            if settled(sentence, match.span(), self._is_in_order(sentence, match)):
                yield f"'{match.group()}' is not how the results order them."
        for span, is_so in self._places(sentence, start):
            if settled(sentence, span, is_so):
                yield f"'{sentence.text[slice(*span)].strip()}' is not the place that the results give it."

    def _superlatives(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        for pattern, sign in ((_HIGHEST, 1), (_LOWEST, -1)):
            yield from ((match, sign) for match in pattern.finditer(sentence.text, start))
        yield from ((match, 1) for match in _PLACED.finditer(sentence.text, start))
        named = frozenset(each for item in sentence.of("customer") if item.mention for each in item.mention.customers)
        if sentence.of("customer") and len(named | self.facts.customers) == 2:
            yield from self._of_two(sentence, start)

    def _of_two(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        for sign, pattern in _OF_TWO.items():
            yield from ((match, sign) for match in pattern.finditer(sentence.text, start))

    def _is_more_of_two(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether the one of two named customers that has ``a lower fit`` has less than the other."""
        place = sentence.place(match.start(), match.end())
        one = self.families.subjects(sentence, place)[:1]
        others = [item for item in sentence.of("customer") if one and _names(item) != _names(one[0])]
        return self._is_more(sentence, match, (one[0], others[0]), sign) if one and others else None

    def _comparisons(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        for pattern, sign in ((_MORE, 1), (_LESS, -1)):
            yield from ((match, sign) for match in pattern.finditer(sentence.text, start))
        for match in _WIDE_THAN.finditer(sentence.text, start):
            yield from ((match, sign) for sign, pattern in _WIDE.items() if pattern.search(match["rest"]))

    def _confirm_around(self, sentence: Sentence, match: "re.Match[str]") -> None:
        """Note what belongs to a superlative: ``the second largest``, ``of all``, ``not Germany``."""
        if ordinal := _ORDINAL.search(sentence.text[: match.start()]):
            sentence.confirm(*ordinal.span())
        for beside in _BESIDE.finditer(sentence.text):
            sentence.confirm(*beside.span())

    # ---- superlatives ---------------------------------------------------------------------------

    def _is_top_of(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        place = sentence.place(match.start(), match.end())
        covering = [item.mention for item in sentence.items if item.mention and overlap(item, place)]
        if any(mention.claim != "band" and not mention.fields for mention in covering):
            return None
        mentions = [Mention(0, 0, "", customers=each) for each in self._followed]
        subjects = [replace(place, mention=mention) for mention in mentions]
        return self._are_top(
            sentence, place, match.group(), subjects or self.families.subjects(sentence, place), sign
        )

    def _are_top(self, sentence: Sentence, place: Item, words: str, subjects: Sequence[Item], sign: int) -> bool | None:
        if not subjects:
            return self._is_sorted(sentence, place, sign)
        kind = _measured(words) if subjects[0].is_a("customer") else ()
        families = self.families.of(sentence, place, subjects[0], kind)
        if _COUNTING.search(sentence.text, place.start):
            families = [family for family in families if family[0].field in COUNTS]
        if not families:
            return None
        first = sign > 0 and not (kind or self.families.field(sentence, place)) and self._are_first(subjects)
        rank = _rank(sentence.text[: place.start])
        return (first and rank == 1) or any(are_extreme(family, subjects, sign, rank) for family in families)

    def _is_sorted(self, sentence: Sentence, place: Item, sign: int) -> bool | None:
        """Whether a list is in the order of a field, all of it being meant: ``the five with the highest intent``."""
        fields = self.families.field(sentence, place)
        counts = {each.figure.readings[0][0] for each in sentence.of("figure") if each.figure and each.figure.readings}
        for listing in self.facts.lists if fields else ():
            known = {next(iter(fact.customers)): size(fact) for fact in self.facts.all if _is_field(fact, fields)}
            values = [known[each] for each in listing.customers if each in known]
            if len(values) == len(listing.customers) and float(len(values)) in counts:
                return values == sorted(values, reverse=sign > 0) or None
        return None

    def _are_first(self, subjects: Sequence[Item]) -> bool:
        """Whether customers stand first in the order of a result."""
        order = list(dict.fromkeys(fact.customers for fact in self.facts.all if fact.customers))[: len(subjects)]
        return all(item.mention and any(item.mention.customers & each for each in order) for item in subjects)

    # ---- places ---------------------------------------------------------------------------------

    def _places(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        """What tells a place in an order, and whether it is so: ``third``, ``the runner-up``, ``followed by``."""
        taken = [match.span() for match in (*_HIGHEST.finditer(sentence.text), *_LOWEST.finditer(sentence.text))]
        taken += [(quantity.start, quantity.end) for quantity in read_quantities(sentence.text)]
        taken += [(item.start, item.end) for item in sentence.items if item.is_a("time")]
        for match in _PLACE.finditer(sentence.text, start):
            if not any(begin <= match.end() + 1 and match.start() < end for begin, end in taken):
                subjects = self.families.subjects(sentence, sentence.place(*match.span()))
                yield match.span(), self._is_at(sentence, match, subjects[:1], _place_of(match))
        ranked = self._ranked(sentence)
        for match in _FOLLOWED.finditer(sentence.text, start):
            behind = [item for item in ranked if item.start >= match.end()]
            yield match.span(), self._comes_next(sentence, match, ranked, behind[:1])
        for match in _FOLLOWING.finditer(sentence.text, start):
            before = [item for item in ranked if item.end <= match.start()]
            yield match.span(), self._comes_next(sentence, match, ranked, before[-1:])

    def _comes_next(
        self, sentence: Sentence, match: "re.Match[str]", ranked: Sequence[Item], subjects: Sequence[Item]
    ) -> bool | None:
        """Whether what is named stands right behind all that the sentence named before it."""
        before = {_names(item) for item in ranked if subjects and item.end <= subjects[0].start}
        ranks = [len(before) + 1] if before else range(2, _LAST_FOLLOWING)
        return any(self._is_at(sentence, match, subjects, rank) for rank in ranks) or None

    def _ranked(self, sentence: Sentence) -> list[Item]:
        return [item for item in sentence.items if not item.figure and self.families.is_ranked(item)]

    def _is_at(
        self, sentence: Sentence, match: "re.Match[str]", subjects: Sequence[Item], rank: int
    ) -> bool | None:
        """Whether what is named beside a place stands there: by a value, by the end of agreements, or in a list."""
        if not subjects:
            return None
        families = self.families.of(sentence, sentence.place(*match.span()), subjects[0])
        ends = [family for family in families if family[0].field == "agreement_end"]
        at = any(are_extreme(family, subjects, 1, rank) for family in families)
        return at or any(are_extreme(family, subjects, -1, rank) for family in ends) or self._is_listed(subjects[0], rank)

    def _is_listed(self, item: Item, rank: int) -> bool:
        mine = item.mention.customers if item.mention else frozenset()
        return any(rank <= len(each.customers) and each.customers[rank - 1] in mine for each in self.facts.lists)

    # ---- comparisons ----------------------------------------------------------------------------

    def _is_before(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether the one of two that a comparison puts first is more (or less) than the other."""
        ranked = [item for item in sentence.items if not item.figure and self.families.is_ranked(item)]
        if products := self._two_products(sentence, match):
            return self._is_more_for(sentence, match, products, sign)
        pair = _wide_pair(ranked, match) if match.re is _WIDE_THAN else _pair(sentence, ranked, match)
        if pair is None:
            return None
        if len(pair) == 1:
            is_top = self._are_top(sentence, sentence.place(match.start(), match.end()), match.group(), pair, sign)
            if is_top and (nobody := _NOBODY.search(sentence.text[: match.start()])):
                sentence.confirm(*nobody.span("nobody"))
            return is_top
        return self._is_more(sentence, match, pair, sign)

    def _is_more(self, sentence: Sentence, match: "re.Match[str]", pair: Sequence[Item], sign: int) -> bool | None:
        one, other = pair
        kind = _measured(match.group()) if one.is_a("customer") else ()
        families = self.families.of(sentence, sentence.place(match.start(), match.start() + 1), one, kind)
        known = _values(families, one, other)
        if not known:
            return None
        return any(sign * mine > sign * its for mine, its in known)

    def _is_in_order(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether those that are named before stand in the order of their values, or of the result."""
        named = [item for item in sentence.items if item.end <= match.start() and self.families.is_ranked(item)]
        if len(named) < 2:
            return None
        families = self.families.of(sentence, sentence.place(match.start(), match.end()), named[0])
        values = [[value_of(family, item) for item in named] for family in families]
        known = [[value for value in each if value is not None] for each in values]
        falling = any(len(each) == len(named) and each == sorted(each, reverse=True) for each in known)
        return falling or all(self._are_first(named[:count]) for count in range(1, len(named) + 1))

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

    def _is_more_for(self, sentence: Sentence, match: "re.Match[str]", products: tuple[Item, Item], sign: int) -> bool:
        """Whether a customer's score for one product is more than for another."""
        fields = self.families.field(sentence, sentence.place(match.start(), match.start() + 1))
        whose = [item.mention.customers for item in sentence.of("customer") if item.mention]
        able = [fact for fact in self.facts.all if is_measured(fact) and (not fields or fact.field in fields)]
        able = [fact for fact in able if fact.customers & frozenset().union(*whose)] if whose else able
        values = [{fact.field: size(fact) for fact in able if _is_for(fact, product)} for product in products]
        return any(sign * values[0][name] > sign * values[1][name] for name in values[0].keys() & values[1].keys())

    def _are_equal(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether those that are said to be as many are so."""
        ranked = [item for item in sentence.items if not item.figure and self.families.is_ranked(item)]
        if len(ranked) < 2:
            return None
        one, other = ranked[:2]
        families = self.families.of(sentence, sentence.place(match.start(), match.end()), one)
        return any(abs(mine - its) < 1e-9 for mine, its in _values(families, one, other))


def _is_field(fact: Fact, fields: frozenset[str]) -> bool:
    return len(fact.customers) == 1 and fact.field in fields and is_measured(fact)


def _names(item: Item) -> frozenset[str]:
    return (item.mention.customers or item.mention.keys) if item.mention else frozenset()


def _compared(match: "re.Match[str]") -> tuple[int, int]:
    """Where the word stands that compares."""
    word = _COMPARING.match(match.string, match.start(), match.end())
    return word.span() if word else match.span()


def _place_of(match: "re.Match[str]") -> int:
    if digits := match["digits"] or match["sign"]:
        return int(digits)
    word = match["word"].lower()
    return _ORDINALS.index(word) + 2 if word in _ORDINALS else 1 if word in _FIRSTS else 2


def _rank(before: str) -> int:
    """``second`` largest."""
    match = _ORDINAL.search(before)
    if match is None:
        return 1
    return int(match["digits"]) if match["digits"] else _ORDINALS.index(match["word"].lower()) + 2


def _is_for(fact: Fact, product: Item) -> bool:
    return (
        product.mention is not None
        and bool(fact.products)
        and bool(fact.products and fact.products & product.mention.products)
    )


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


@cache
def _measures() -> list[tuple["re.Pattern[str]", tuple[str, ...]]]:
    return [
        (re.compile(rf"(?<!\w)(?:{'|'.join(entry['words'])})", re.IGNORECASE), tuple(entry["fields"]))
        for entry in entries("measures")
    ]


def _measured(words: str) -> tuple[str, ...]:
    """The fields by which a word ranks customers where none is named: ``largest`` by size, not by scores."""
    return next((fields for pattern, fields in _measures() if pattern.search(words)), ())
