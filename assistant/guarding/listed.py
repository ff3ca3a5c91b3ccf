"""Holds what is said of all, none, so many or only some of the customers that a result lists."""

import re
from collections.abc import Iterator

from assistant.guarding.asking import NUMBER, alternatives, asked_beside, end_of_reach, named_around, named_within
from assistant.guarding.bounds import bounds_beside, confirm_bounds, no_place
from assistant.guarding.fact import Facts
from assistant.guarding.items import Item
from assistant.guarding.listing import Asked, holding
from assistant.guarding.quantities import Quantity
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import NOTHING, Mention
from assistant.guarding.told_texts import content_words, telling
from assistant.guarding.wordlists import numbered, one_of

_OF_THEM = rf"\s(?:out\s)?(?:of|av|von)\s{one_of('them')}"
_NUMBERS = numbered("numbers")
_PEOPLE = r"(?:[\w-]+\s){0,2}(?:customers?|compan(?:y|ies)|accounts?|prospects?)\b"
_THEM = re.compile(rf"{_OF_THEM}|\s(?:{NUMBER}\s)?(?:are|have|own|sit|är|har|sind|haben)\b|\s{_PEOPLE}", re.IGNORECASE)
COUNTED = re.compile(rf"(?<!every )(?<!each )(?<!any )(?<!no )(?<!not )\b({NUMBER}){_OF_THEM}\b", re.IGNORECASE)
_GAPPED = re.compile(
    rf"\b(?P<more>another\s)?\b(?P<number>{NUMBER})(?P<each>\seach)?(?P<aside>\s\([^()]*\))?(?:\s(?:are|sit|is|är|sind))?\s(?=(?:in|from|at|i|från|aus)\s)",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"^\W*{NUMBER}\s(?:{_PEOPLE}\s)?(?:are|sit|come|is|finns|är|sind)\s", re.IGNORECASE)
_ARE_ALL = re.compile(r"\b(?:are|is|have|has|är|har|sind|haben)\s$", re.IGNORECASE)
_WHOLE_OF = re.compile(r"\s(?:of\s)?(?:your|our|the|my)\s", re.IGNORECASE)
_BOTH = re.compile(r"both|båda|beide", re.IGNORECASE)
_ONLY = re.compile(
    r"(?:^\W*|\b(?:but|while|yet|men|aber)\s)(?:only|bara|endast|nur)\s"
    rf"|\bthe only (?:(?P<number>{NUMBER})\b|one|customers?|compan(?:y|ies)|accounts?)?|\bden enda\b",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    r"^\W*(?P<words>[\w-]+(?:\s[\w-]+)?)\s(?:appears?|shows? up|comes? up)\s(?:for|among|at)\s$", re.I
)
_NOT_AMONG = re.compile(r"\bnot (?:among|in the list|on the list|listed)\b|\binte (?:bland|med)\b", re.IGNORECASE)


class Listed:
    """Says what is wrong with what a sentence says of the customers of a list."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def faults(self, sentence: Sentence) -> Iterator[str]:
        for match in COUNTED.finditer(sentence.text):
            counts = self._counts(sentence, match)
            if counts:
                confirm_bounds(sentence, sentence.place(*match.span()))
                self.confirm_texts(sentence, sentence.place(*match.span()))
            if settled(sentence, match.span(), counts):
                yield f"'{match.group()}' is not what the results list."
            self._confirm_appearing(sentence, match)
        yield from self._gapped_faults(sentence)
        self._confirm_absence(sentence)
        for only in _ONLY.finditer(sentence.text):
            are_all = self._are_all(sentence, only)
            if are_all:
                confirm_bounds(sentence, sentence.place(*only.span()))
            if settled(sentence, only.span(), are_all):
                yield f"'{only.group().strip()}' is not so: the results list others."

    def _confirm_appearing(self, sentence: Sentence, match: "re.Match[str]") -> None:
        """``QuickBooks use appears for four of the ten``: so many of a list have a signal with the words before."""
        appears = _APPEARS.match(sentence.text[: match.start()])
        named = _named_beside(sentence, match)
        words = appears["words"].split() if appears else []
        for listing in self.facts.lists if words else ():
            held = telling(listing, self.facts.all, words)
            if appears and len(held) == _value(match[1]) and (not named or named == held):
                sentence.confirm(*appears.span())

    def _confirm_absence(self, sentence: Sentence) -> None:
        """Note that somebody is not in the lists, where all of those that were found are listed."""
        named = frozenset(each for item in sentence.of("customer") if item.mention for each in item.mention.customers)
        lists = [listing for listing in self.facts.lists if listing.whole]
        if lists and not any(named & frozenset(listing.customers) for listing in self.facts.lists):
            for match in _NOT_AMONG.finditer(sentence.text):
                sentence.confirm(*match.span())

    def _counts(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether so many of those that are listed are what the sentence says; None where that is not told. Those whom
        its clause names have to be among them, or they are so many."""
        number, named = _value(match[1]), _named_beside(sentence, match)
        found = list(self._held(sentence, match.start(), match.end()))
        if named:
            among = any(named <= held and len(held) == number for held, _ in found)
            return among or (not found and len(named) == number) or None
        return any(len(held) == number for held, _ in found) if found else None

    def _telling(self, sentence: Sentence, place: Item) -> Iterator[tuple[frozenset[str], int]]:
        """The customers of a list with a signal that says what the words behind some words do, where one has them."""
        words = [sentence.text[slice(*span)] for span in content_words(sentence, place)]
        for listing in self.facts.lists if words else ():
            if held := telling(listing, self.facts.all, words):
                yield held, len(listing.customers)

    def confirm_texts(self, sentence: Sentence, place: Item) -> None:
        """Note the words that the signals of a list were held against."""
        if asked_beside(sentence, place).is_textual and any(self._telling(sentence, place)):
            for span in content_words(sentence, place):
                sentence.confirm(*span)

    # ---- counts that go on ----------------------------------------------------------------------

    def _gapped_faults(self, sentence: Sentence) -> Iterator[str]:
        """``Four of them are in Oslo, three in Bergen and one each in Umeå and Malmö``."""
        heads = [match.end() for match in COUNTED.finditer(sentence.text)]
        heads += [match.start() for match in _OPENS.finditer(sentence.text)]
        for match in _GAPPED.finditer(sentence.text, min(heads)) if heads else ():
            counts = self._counts_gapped(sentence, match)
            if settled(sentence, match.span("number"), counts):
                yield f"'{match.group().strip()}' is not what the results list."
            for part in ("each", "more") if counts else ():
                if match[part]:
                    sentence.confirm(*match.span(part))

    def _counts_gapped(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether so many of a list are in what is named right behind a number."""
        end = end_of_reach(sentence, sentence.place(match.start(), match.end()))
        said = [item.mention for item in sentence.of("key") if item.mention and match.end() <= item.start < end]
        if not said:
            return None
        asked = [Asked(words=(mention,)) for mention in said] if match["each"] else [Asked(words=alternatives(said))]
        named = named_within(sentence, *match.span("aside")) if match["aside"] else NOTHING
        told = [each for one in asked if (each := self._counted(one, _value(match["number"]), named)) is not None]
        return all(told) if len(told) == len(asked) else None

    def _counted(self, asked: Asked, number: float, named: frozenset[str]) -> bool | None:
        """Whether so many of a list, those that are named among them, are what is asked."""
        found = [held for each in self.facts.lists if (held := holding(each, self.facts.all, asked)) is not None]
        return any(len(held) == number and named <= held for held in found) if found else None

    def _are_all(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether nobody else on a list is what only those are said to be that are named."""
        named = _named_beside(sentence, match)
        if not named or (match["number"] and _value(match["number"]) != len(named)):
            return None
        if asked_beside(sentence, sentence.place(match.start(), match.end())).is_nothing:
            return any(each.whole and frozenset(each.customers) == named for each in self.facts.lists) or None
        told = [held for held, _ in self._held(sentence, match.start(), match.end())]
        return any(each == named for each in told) if told else None

    def is_so(self, sentence: Sentence, quantity: Quantity) -> bool | None:
        """Whether all or none of those that are listed are so; None where the list does not tell it, which other checks
        go on with."""
        if _WHOLE_OF.match(sentence.text, quantity.end) and _ARE_ALL.search(sentence.text[: quantity.start]):
            return None
        bounded = _ARE_ALL.search(sentence.text[: quantity.start]) and any(bounds_beside(sentence, no_place(sentence)))
        if sentence.of("customer") or not (bounded or _THEM.match(sentence.text, quantity.end)):
            return None
        if _BOTH.fullmatch(quantity.words) and not any(len(each.customers) == 2 for each in self.facts.lists):
            return None
        found = list(self.parts(sentence, quantity.start, quantity.end))
        if found or not self.facts.lists or quantity.low < 1:
            return any(quantity.fits(held / of) for held, of in found) if found else None
        said = [item.mention for item in sentence.of("key") if item.mention and item.mention.claim == "value"]
        return None if all(self._is_told(mention) for mention in said) else False

    def _is_told(self, mention: Mention) -> bool:
        """Whether anything in the results is of a value."""
        return any(mention.keys & fact.keys or fact.value in mention.keys for fact in self.facts.all)

    def counts_all(self, sentence: Sentence, item: Item, number: float) -> bool:
        """Whether so many customers of a list, and no others than those that are named, are what the sentence says."""
        named = named_around(sentence, item.start, item.end)
        held = [each for each, _ in self._held(sentence, item.start, item.end)]
        counts = any(len(each) == number and (not named or named == each) for each in held)
        if counts:
            self.confirm_texts(sentence, item)
        return counts

    def parts(self, sentence: Sentence, start: int, end: int) -> Iterator[tuple[int, int]]:
        """How many customers of a list are what the sentence says behind or before some words, of how many."""
        for held, of in self._held(sentence, start, end):
            yield len(held), of

    def _held(self, sentence: Sentence, start: int, end: int) -> Iterator[tuple[frozenset[str], int]]:
        """The customers of a list who are what the sentence says beside some words, and how many the list has."""
        place = sentence.place(start, end)
        around = sentence.segment_text(place).replace(sentence.text[start:end], " ")
        asked = asked_beside(sentence, place)
        denied = bool(NEGATED.search(around))
        if asked.is_textual and not denied and (told := list(self._telling(sentence, place))):
            yield from told
            return
        if asked.is_nothing or (not denied and NEGATED.search(sentence.text[end : end_of_reach(sentence, place)])):
            return
        for listing in self.facts.lists:
            held = holding(listing, self.facts.all, asked)
            if held is not None:
                whole = frozenset(listing.customers)
                yield (whole - held if denied else frozenset(held)), len(whole)


def _value(words: str) -> float:
    return float(words) if words.isdigit() else float(_NUMBERS[words.lower()])


def _named_beside(sentence: Sentence, match: "re.Match[str]") -> frozenset[str]:
    """The customers that the clause of some words names, but for those in brackets behind a count that goes on."""
    told = [aside.span("aside") for aside in _GAPPED.finditer(sentence.text, match.end()) if aside["aside"]]
    named = named_around(sentence, match.start(), match.end())
    return named - frozenset().union(*(named_within(sentence, *span) for span in told))
