"""Checks what is said to have changed from month to month, and from what to what values are said to range."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from assistant.guarding.fact import COUNTS, SCORES, Fact, Facts
from assistant.guarding.families import is_measured, size
from assistant.guarding.figure import Figure
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.ratings import HYPOTHETICAL
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import Terms
from assistant.guarding.wordlists import entries, one_of, word_of
from scoring.query import MONTH

WAYS = ((1, word_of("rises")), (-1, word_of("falls")))
_THAN = {
    sign: re.compile(rf"\b{one_of(name)}\b[^.;:]{{0,60}}?\s{one_of('than')}\s(?:in\s|i\s)?", re.IGNORECASE)
    for sign, name in ((1, "more"), (-1, "less"))
}
_SAME = word_of("same")
_EVERY = re.compile(r"\b(?:all|every|each|both|alla|båda|alle|beide)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:moved|went|jumped|climbed|fell|dropped|changed|shifted|has gone|flyttade|gick)\b", re.IGNORECASE
)
_FROM_TO = re.compile(r"\b(?:from|från|von)\s$", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|till|zu|auf|into)\s(?:the\s)?", re.IGNORECASE)
_MOST_CHANGED = re.compile(
    r"\b(?:the )?(?:largest|biggest|greatest|strongest|most significant|sharpest)\s"
    r"(?P<what>change|shift|movement|increase|rise|growth|gain|decrease|decline|drop|fall|loss)\b",
    re.IGNORECASE,
)
_RATED = ("cluster", "cell", "band")


class Changes:
    """Holds changes and ranges against the values of the results."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts

    def faults(self, sentence: Sentence) -> Iterator[str]:
        for match, sign in self._directions(sentence):
            goes = self._goes(sentence, match, sign)
            if goes and not self._is_sized(sentence, match):
                yield f"'{match.group().strip()}' is not how much it changed."
                continue
            for every in _EVERY.finditer(sentence.text, *_part(sentence, match)) if goes else ():
                sentence.confirm(*every.span())
            if settled(sentence, match.span(), goes):
                yield f"'{match.group().strip()}' is not how it changed."
        for match in _MOST_CHANGED.finditer(sentence.text):
            if settled(sentence, match.span(), self._is_most(sentence, match)):
                yield f"'{match.group()}' is not so: another one changed more."
        yield from self._moves(sentence)
        for match in _SAME.finditer(sentence.text):
            if settled(sentence, match.span(), self._is_same(sentence, match)):
                yield f"'{match.group()}' is not so."

    def _is_most(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        """Whether nothing of the kind changed more than what is said to have seen the largest change."""
        mine = list(self.values(sentence, _place(sentence, match)))
        kinds = {frozenset(i.mention.dimensions) for i in sentence.of("key") if i.mention and i.mention.dimensions}
        if len(mine) != 1 or len(kinds) != 1 or sentence.of("customer"):
            return None
        sign = 1 if WAYS[0][1].fullmatch(match["what"]) else -1 if WAYS[1][1].fullmatch(match["what"]) else 0
        every = [abs(each) if not sign else sign * each for each in self._of_all(next(iter(kinds)))]
        own = abs(mine[0]) if not sign else sign * mine[0]
        return own > 0 and own >= max(every) if len(every) > 1 else None

    def _of_all(self, dimensions: frozenset[str]) -> Iterator[float]:
        """By how much each group of a kind changed."""
        series: dict[frozenset[str], dict[str, float]] = {}
        for fact in filter(is_measured, self.facts.all):
            columns = {part.rpartition(".")[2] for part in fact.dimension.split(",")} - {MONTH}
            if fact.field in COUNTS and not fact.customers and len(columns) == 1 and columns & dimensions:
                series.setdefault(frozenset(key for key in fact.keys if fact.month not in key), {})[fact.month] = size(
                    fact
                )
        yield from (values[max(values)] - values[min(values)] for values in series.values() if len(values) > 1)

    def _is_same(self, sentence: Sentence, match: "re.Match[str]") -> bool | None:
        changes = list(self.values(sentence, sentence.place(match.start(), match.end())))
        return not any(changes) if changes else None

    # ---- from month to month --------------------------------------------------------------------

    def _directions(self, sentence: Sentence) -> Iterator[tuple["re.Match[str]", int]]:
        for sign, pattern in WAYS:
            for match in pattern.finditer(sentence.text):
                if len(self.facts.months) > 1 or self._is_unknown(sentence, match):
                    yield match, sign
        for sign, pattern in _THAN.items():
            for match in pattern.finditer(sentence.text):
                if any(item.start <= match.end() + 1 < item.end for item in sentence.of("time")):
                    yield match, sign

    def _is_unknown(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        """Whether scores or counts are said to have changed though the results are of one month."""
        place = sentence.place(match.start(), match.end())
        around = sentence.segment_text(place)
        told = any(fact.dimension == "points" or fact.field in ("reason", "target") for fact in self.facts.all)
        if told or not (self.facts.months and self.facts.lists) or HYPOTHETICAL.search(around):
            return False
        here = [item.mention for item in sentence.items if item.mention and item.segment == place.segment]
        return any(mention.claim == "cluster" or mention.fields & (SCORES | COUNTS) for mention in here)

    def _goes(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool | None:
        """Whether a value of what is named went that way; also where the results have it of one month only."""
        place = sentence.place(match.start(), match.end())
        changes = list(self.values(sentence, place))
        sign = -sign if self._are_in_order(sentence, match) else sign
        so = [sign * change > 0 for change in changes]
        if len(self.facts.months) < 2:
            return False
        every = _EVERY.search(sentence.text) or any(
            len(sentence.nearest(place, kind)) > 1 for kind in ("customer", "key")
        )
        return None if not so else (all(so) if every else any(so))

    def _is_sized(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        """Whether the words that say how much something changed fit: ``slightly``, ``a sharp drop``; they are noted."""
        shares = [abs(last - first) / first for first, last in self._pairs(sentence, _place(sentence, match)) if first]
        for low, high, verbs, words in _sizes():
            span = _beside_words(sentence.text, match, words)
            if (span or verbs.fullmatch(match.group())) and not (
                shares and all(low <= share <= high for share in shares)
            ):
                return False
            if span:
                sentence.confirm(*span)
        return True

    def _are_in_order(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        """``more in September than in October``: the earlier month is the one that is said to have more."""
        inside = [
            item.figure for item in sentence.of("time") if item.figure and match.start() <= item.start < match.end()
        ]
        behind = [
            item.figure for item in sentence.of("time") if item.figure and item.end > match.end() >= item.start - 1
        ]
        months = [self._month(each[0]) for each in (inside, behind) if each]
        return len(months) > 1 and months[0] < months[1]

    def _month(self, figure: Figure) -> str:
        """The month of the results that a month without a year is."""
        said = figure.dates[0] if figure.dates else ""
        return next((month for month in self.facts.months if month.endswith(said[-2:])), said)

    def values(self, sentence: Sentence, place: Item) -> Iterator[float]:
        """By how much the values of what is named changed from the first month to the last."""
        yield from (last - first for first, last in self._pairs(sentence, place))

    def shares(self, sentence: Sentence, place: Item) -> Iterator[float]:
        """By which part of itself a value changed, where the part of the sentence says which way it went."""
        words = sentence.segment_text(place)
        for sign, way in WAYS:
            if way.search(words):
                told = [(last - first) / first for first, last in self._pairs(sentence, place) if first]
                yield from (sign * each for each in told if sign * each > 0)

    def _pairs(self, sentence: Sentence, place: Item) -> Iterator[tuple[float, float]]:
        """The values of what is named in the first month and in the last."""
        series: dict[object, dict[str, float]] = {}
        for fact in self._named(sentence, place):
            keys = () if fact.customers else frozenset(key for key in fact.keys if fact.month not in key)
            of = (fact.customers, fact.field, fact.function, fact.products, keys)
            series.setdefault(of, {})[fact.month] = size(fact)
        for values in series.values():
            if len(values) > 1:
                yield values[min(values)], values[max(values)]

    def _named(self, sentence: Sentence, place: Item) -> Iterator[Fact]:
        """The values of the customers that are named, else counts of the groups and conditions that are."""
        named = frozenset(name for item in sentence.of("field") if item.mention for name in item.mention.fields)
        fields = frozenset(filter(self.terms.is_numeric, named))
        whose = [item.mention.customers for item in sentence.nearest(place, "customer") if item.mention]
        keys = list(_beside(sentence, place))
        products = [item.mention for item in sentence.of("product") if item.mention]
        for fact in filter(is_measured, self.facts.all):
            if whose:
                able = any(fact.customers & each for each in whose) and (not fields or fact.field in fields)
            else:
                of_all = not keys and bool(fact.customers) and fact.field in fields & SCORES
                counted = bool(keys) and not fact.customers and fact.field in (fields or COUNTS)
                able = of_all or (counted and all(each & fact.keys for each in keys))
            if able and all(of_product(fact, product) for product in products):
                yield fact

    def _moves(self, sentence: Sentence) -> Iterator[str]:
        """``from Evaluate to Act Now``: the one of an earlier month, the other of a later one."""
        rated = [item for item in sentence.of("claim") if item.mention and item.mention.claim in _RATED]
        for one, other in pairwise(rated):
            moved = _FROM_TO.search(sentence.text[: one.start]) and _TO.fullmatch(sentence.text[one.end : other.start])
            whose = sentence.nearest(one, "customer")
            if moved and whose and all(self._moved(item, one, other) for item in whose):
                for verb in _MOVED.finditer(sentence.text[: one.start]):
                    sentence.confirm(*verb.span())
            elif moved and whose and not any(self._moved(item, one, other) for item in whose):
                yield f"'{sentence.text[one.start : other.end]}' is not how it changed."

    def _moved(self, customer: Item, one: Item, other: Item) -> bool:
        months = [
            {fact.month for fact in self.facts.all if _is_rated(fact, customer, rating)} for rating in (one, other)
        ]
        return bool(months[0] and months[1]) and min(months[0]) < max(months[1])


def _part(sentence: Sentence, match: "re.Match[str]") -> tuple[int, int]:
    """From letter to letter the part of a sentence that a word of change stands in, up to the next comma."""
    breaks = [found.start() for found in re.finditer(r"[,;:]", sentence.text)]
    start = max([each for each in breaks if each < match.start()], default=0)
    return start, min([each for each in breaks if each >= match.end()], default=len(sentence.text))


def _place(sentence: Sentence, match: "re.Match[str]") -> Item:
    return sentence.place(match.start(), match.end())


def _beside_words(text: str, match: "re.Match[str]", words: str) -> tuple[int, int] | None:
    """Where some words stand right before or behind a word, an article or an adverb's ``by`` between."""
    before = re.search(rf"\b(?P<words>{words})\s$", text[: match.start()], re.IGNORECASE)
    behind = re.compile(rf"\s(?:by\s|in\s)?(?P<words>{words})\b", re.IGNORECASE).match(text, match.end())
    found = before or behind
    return found.span("words") if found else None


@cache
def _sizes() -> list[tuple[float, float, "re.Pattern[str]", str]]:
    """How large a change is, as a part of what it changed from, by the verbs and the words that say so."""
    return [
        (entry["low"], entry["high"], re.compile("|".join(entry["verbs"]), re.IGNORECASE), "|".join(entry["words"]))
        for entry in entries("sizes")
    ]


def _beside(sentence: Sentence, place: Item) -> Iterator[frozenset[str]]:
    """Of each kind of group the keys of those that a change is said of."""
    seen: frozenset[str] = frozenset()
    for item in sentence.of("key"):
        kind = item.mention.dimensions if item.mention else frozenset()
        if not kind & seen:
            seen |= kind
            alike = [each for each in sentence.of("key") if each.mention and each.mention.dimensions & kind]
            near = [each.mention.keys for each in sentence.nearest(place, "key", alike.__contains__) if each.mention]
            if near:
                yield frozenset().union(*near)


def _is_rated(fact: Fact, customer: Item, rating: Item) -> bool:
    mine = customer.mention is not None and bool(fact.customers & customer.mention.customers)
    return mine and fact.kind == "word" and rating.mention is not None and fact.value in rating.mention.keys
