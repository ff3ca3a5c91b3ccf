"""Checks who is said to come first or last against the values that the results give of all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.guarding.fact import COUNTS, SCORES, Fact, Facts
from assistant.guarding.families import Families, are_beyond, are_extreme, is_measured, overlap, size
from assistant.guarding.hold import of_product
from assistant.guarding.items import Context, Item
from assistant.guarding.said import follows_names
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import entries, numbered, word_of, words

_HIGHEST, _LOWEST = word_of("highest"), word_of("lowest")
_ORDINALS = words("ordinals")
_NUMBERS = numbered("numbers")
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))[\s-]?$", re.IGNORECASE
)
_COUNTING = re.compile(
    r"(?:most|fewest|flest|färst)\s(?:[\w-]+\s){0,3}(?:customers?|companies|accounts|kunder)\b", re.IGNORECASE
)
_BESIDE = re.compile(r"\b(?:of all|av alla)\b|,\s(?:not|inte|nicht)\s", re.IGNORECASE)
_STILL = re.compile(
    rf"\b(?P<still>{'|'.join(words('remaining'))})\s(?:(?:the|our|your|by far|{'|'.join(words('ordinals'))})\s)*$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\bnext[\s-]$", re.IGNORECASE)  # that is a place behind another
_FOR = re.compile(r"[^.;,]{0,30}\bfor\s", re.IGNORECASE)
_OF_CHANGE = re.compile(
    r"\s(?:change|shift|movement|increase|rise|growth|gain|decrease|decline|drop|fall|loss)\b", re.IGNORECASE
)
_FAR = re.compile(r"\b(?:by far|far and away|easily|clearly)\s(?:the\s)?$", re.IGNORECASE)
_MAKING = re.compile(rf"\bmaking\s(?:them|these)\s(?:the\s)?(?:(?P<count>{'|'.join(_NUMBERS)})\s)?$", re.IGNORECASE)
_MUCH = 1.5  # times the next one: what is first by far
_PLACED = re.compile(rf"(?:{'|'.join(rf'(?<= {word})' for word in _ORDINALS)})\s(?:by|on)\s", re.IGNORECASE)


class Ranking:
    """Holds superlatives against the values of the results."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.families = Families(terms, facts)
        self.facts = facts
        self._followed: list[frozenset[str]] = []

    def faults(self, sentence: Sentence, context: Context, start: int = 0) -> Iterator[str]:
        """What is wrong with the superlatives of a sentence from a letter on."""
        self._followed = context.customers if follows_names(sentence) and not sentence.of("customer") else []
        for match, sign in self._superlatives(sentence, start):
            is_top = self._is_top_of(sentence, match, sign)
            if settled(sentence, match.span(), is_top):
                yield f"'{match.group()}' is not what the results say of what it is said of."
            elif is_top:
                self._confirm_around(sentence, match)
                self._confirm_still(sentence, match, sign)
                self._confirm_far(sentence, match, sign)

    def _superlatives(self, sentence: Sentence, start: int) -> Iterator[tuple["re.Match[str]", int]]:
        for pattern, sign in ((_HIGHEST, 1), (_LOWEST, -1)):
            found = (match for match in pattern.finditer(sentence.text, start) if not _is_elsewhere(sentence, match))
            yield from ((match, sign) for match in found)
        yield from ((match, 1) for match in _PLACED.finditer(sentence.text, start))

    def _confirm_still(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> None:
        """Note that somebody remains first, where it is so in each of several months."""
        still = _STILL.search(sentence.text[: match.start()])
        place = sentence.place(match.start(), match.end())
        subjects = self.families.subjects(sentence, place) if still else []
        found = self.families.of(sentence, place, subjects[0]) if subjects else []
        rank = _rank(sentence.text[: match.start()])
        if still and len(found) > 1 and all(are_extreme(family, subjects, sign, rank) for family in found):
            sentence.confirm(*still.span("still"))

    def _confirm_far(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> None:
        """Note that somebody comes first by far, where nobody else comes near."""
        far = _FAR.search(sentence.text[: match.start()])
        place = sentence.place(match.start(), match.end())
        subjects = self.families.subjects(sentence, place) if far else []
        kind = measured(match.group()) if subjects and subjects[0].is_a("customer") else ()
        found = self.families.of(sentence, place, subjects[0], kind) if subjects else []
        if far and any(are_beyond(family, subjects, sign, _MUCH) for family in found):
            sentence.confirm(*far.span())

    def _confirm_around(self, sentence: Sentence, match: "re.Match[str]") -> None:
        """Note what belongs to a superlative: ``the second largest``, ``of all``, ``not Germany``."""
        if ordinal := _ORDINAL.search(sentence.text[: match.start()]):
            sentence.confirm(*ordinal.span())
        for beside in _BESIDE.finditer(sentence.text):
            sentence.confirm(*beside.span())

    def _is_top_of(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        place = sentence.place(match.start(), match.end())
        if for_product := self._is_top_product(sentence, match, sign):
            return for_product == "yes"
        covering = [item.mention for item in sentence.items if item.mention and overlap(item, place)]
        if any(mention.claim != "band" and not mention.fields for mention in covering):
            return None
        mentions = [Mention(0, 0, "", customers=each) for each in self._followed]
        subjects = [replace(place, mention=mention) for mention in mentions]
        subjects = subjects or self._made(sentence, match) or self.families.subjects(sentence, place)
        return self.are_top(sentence, place, match.group(), subjects, sign)

    def _made(self, sentence: Sentence, match: "re.Match[str]") -> list[Item]:
        """All that a sentence named before ``making them the two lowest``, where these are so many."""
        making = _MAKING.search(sentence.text[: match.start()])
        before = [item for item in self.families.ranked(sentence) if making and item.end <= making.start()]
        told = _NUMBERS[making["count"].lower()] if making and making["count"] else len(before)
        if making is None or len(before) != told or told < 2:
            return []
        sentence.confirm(*making.span())
        return before

    def _is_top_product(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> str:
        """``Its fit is highest for Azure``: whether it is so among all products of the one customer; empty where
        this is not said."""
        products = [i for i in sentence.of("product") if _FOR.fullmatch(sentence.text[match.end() : i.start])]
        named = [item.mention.customers for item in sentence.of("customer") if item.mention] or self._followed
        whose = frozenset().union(*named) if named else self.facts.customers
        fields = self.families.field(sentence, sentence.place(match.start(), match.end())) & SCORES
        if not products or len(whose) != 1 or len(fields) != 1:
            return ""
        known = [
            fact for fact in self.facts.all if fact.customers & whose and fact.field in fields and is_measured(fact)
        ]
        known = [fact for fact in known if fact.products and len(fact.products) == 1 and not fact.dimension]
        mine = [size(fact) for fact in known if products[0].mention and of_product(fact, products[0].mention)]
        if not mine or len(known) < 2:
            return ""
        return "yes" if max(sign * each for each in mine) >= max(sign * size(fact) for fact in known) else "no"

    def are_top(self, sentence: Sentence, place: Item, words: str, subjects: Sequence[Item], sign: int) -> bool | None:
        """Whether nobody comes before those that some words put first (``sign`` 1) or last; None where that is not
        told. Customers without a field are first by the order of a list."""
        if not subjects:
            return self._is_sorted(sentence, place, sign)
        kind = measured(words) if subjects[0].is_a("customer") else ()
        rank = _rank(sentence.text[: place.start])
        if subjects[0].is_a("customer") and not (kind or self.families.field(sentence, place)):
            return self._is_listed(subjects, sign, rank) or None
        families = self.families.of(sentence, place, subjects[0], kind)
        if _COUNTING.search(sentence.text, place.start):
            families = [family for family in families if family[0].field in COUNTS]
        return any(are_extreme(family, subjects, sign, rank) for family in families) if families else None

    def _is_listed(self, subjects: Sequence[Item], sign: int, rank: int) -> bool:
        """Whether customers stand at the beginning of a list, or one at its place."""
        if sign > 0 and rank == 1:
            return self.are_first(subjects)
        mine = [item.mention.customers for item in subjects if item.mention][:1]
        lists = [each.customers for each in self.facts.lists if len(each.customers) >= rank]
        return any(each[rank - 1 if sign > 0 else -rank] in one for each in lists for one in mine)

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

    def are_first(self, subjects: Sequence[Item]) -> bool:
        """Whether customers stand first in the order of a result."""
        order = list(dict.fromkeys(fact.customers for fact in self.facts.all if fact.customers))[: len(subjects)]
        return all(item.mention and any(item.mention.customers & each for each in order) for item in subjects)


def _is_elsewhere(sentence: Sentence, match: "re.Match[str]") -> bool:
    """Whether another check holds a superlative: ``the next highest``, ``the largest change``."""
    changed = _OF_CHANGE.match(sentence.text, match.end())
    return bool(_NEXT.search(sentence.text[: match.start()]) or changed)


def _is_field(fact: Fact, fields: frozenset[str]) -> bool:
    return len(fact.customers) == 1 and fact.field in fields and is_measured(fact)


def _rank(before: str) -> int:
    """``second`` largest."""
    match = _ORDINAL.search(before)
    if match is None:
        return 1
    return int(match["digits"]) if match["digits"] else _ORDINALS.index(match["word"].lower()) + 2


@cache
def _measures() -> list[tuple["re.Pattern[str]", tuple[str, ...]]]:
    return [
        (re.compile(rf"(?<!\w)(?:{'|'.join(entry['words'])})", re.IGNORECASE), tuple(entry["fields"]))
        for entry in entries("measures")
    ]


def measured(words: str) -> tuple[str, ...]:
    """The fields by which a word ranks customers where none is named: ``largest`` by size, not by scores."""
    return next((fields for pattern, fields in _measures() if pattern.search(words)), ())
