"""Says what is wrong with a figure of a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.guarding.apart import is_beside
from assistant.guarding.bounds import bounds_of
from assistant.guarding.derived import Derived
from assistant.guarding.dropped import drops_condition
from assistant.guarding.fact import COUNTS, MONEY_FIELDS, SCORES, Fact, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.hold import holds, said_of, shares_a_word
from assistant.guarding.items import Context, Item
from assistant.guarding.listed import Listed
from assistant.guarding.match import agrees
from assistant.guarding.said import Said, bind
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Terms
from assistant.guarding.wordlists import word_of

_SHOWN = re.compile(r"\b(?:the|these|those|all|both|top|first|our|your|de|die)\s(?:\w+\s)?$", re.IGNORECASE)
_NAMED_BEHIND = re.compile(r"\s(?:[\w-]+\s){0,2}(?:customers|companies|accounts|kunder),\s")
_SOME = re.compile(r"\s(?:of|av|von)\s(?:the|these|those|them|our|dem|ihnen)\b", re.IGNORECASE)
_ALL_OF = re.compile(r"\b(?:all|the|these|those|alla|alle)\s$", re.IGNORECASE)
_ALL_OF_THEM = re.compile(
    r"\b(?:the|these|those|all|top|first|last|next|our|your|of|de|dessa|alla|die|diese|alle)\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s(?:are|were|have|had|of|är|har|sind|haben)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:from|från|von)\s*$", re.IGNORECASE)


_HAVE = re.compile(
    r"\b(?:has|have|had|there (?:are|were)|har|finns|hat|haben|gibt es)\s"
    r"(?:only\s|just\s|exactly\s|bara\s|nur\s|a\s)*$",
    re.IGNORECASE,
)
_VALUE_BEFORE = re.compile(
    r"\b(?:with|at|then|by|has|have|had|are|is|,|\bin|and|only|just|med|har|mit|hat)\s$|[:(]\s?$|,\s$", re.IGNORECASE
)
_OVER_ALL = re.compile(r"\b(?:over|across|from|among|of|for)\s(?P<all>all)\s(?:of\s)?(?:the\s)?$", re.IGNORECASE)
_VALUE_BEHIND = re.compile(
    r"(?:\s(?:each|apiece))?(?:[.,;:)]|\s?$|\s(?:and|while|whereas|in|och|und)\b)", re.IGNORECASE
)
_EACH = re.compile(r"\s(?:each|apiece)\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,:;!)]|$|in\b|of them\b|(?:matches|results|hits|such)\b)", re.IGNORECASE)

_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDING = re.compile(r"\b(?:end(?:s|ing|ed)?|expir\w+|renew\w*|runs? (?:out|until)|until)\b", re.IGNORECASE)
_RANGES = word_of("ranges")
_SCORED = SCORES | MONEY_FIELDS


class FigureCheck:
    """Holds figures against the facts of a turn; ``ranks``: how many places its lists have."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts
        self.ranks = 1
        self.listed = Listed(facts)
        self.derived = Derived(terms, facts)

    def faults(self, sentence: Sentence, item: Item, figure: Figure, context: Context) -> Iterator[str]:
        if figure.kind == "ordinal":
            if not figure.words.isalpha() and figure.readings[0][0] > max(self.ranks, len(sentence.of("customer"))):
                yield f"'{figure.words}' is no place in the results, which have {self.ranks}."
            return
        if (item.start, item.end) in sentence.confirmed:
            return
        if self.derived.shares.counts_largest(sentence, item) and not self._is_size(sentence, figure, context):
            return
        if figure.spelled and not self._counts(sentence, item):
            is_size = _ALL_OF_THEM.search(sentence.text[: item.start]) and self._is_size(sentence, figure, context)
            if is_size or self.derived.goes_on(sentence, item, figure):
                sentence.confirm(item.start, item.end)
            elif self._is_of_named(sentence, item, figure, context):
                next(self._value_faults(sentence, item, figure, context), "")  # it is confirmed, or says nothing
        else:
            yield from self._value_faults(sentence, item, figure, context)

    def _is_of_named(self, sentence: Sentence, item: Item, figure: Figure, context: Context) -> bool:
        """Whether a number in letters is said of what a sentence names: ``Germany with four``."""
        if figure.readings[0][0] == 1 or sentence.unit(item, lambda mention: True):
            return False
        said = bind(sentence, item, self.terms, self.facts, context)
        alone = _VALUE_BEFORE.search(sentence.text[: item.start]) and _VALUE_BEHIND.match(sentence.text, item.end)
        return bool(said.customers or said.keys) and bool(alone)

    def _value_faults(self, sentence: Sentence, item: Item, figure: Figure, context: Context) -> Iterator[str]:
        """What is wrong with a figure that says a value or counts something; it is noted where nothing is."""
        said = bind(sentence, item, self.terms, self.facts, context)
        if _ALL_OF.search(sentence.text[: item.start]) and _ARE.match(sentence.text[item.end :]):
            said = replace(said, fields=frozenset({"customers"}), customers=(), keys=())
        told = not self.derived.is_difference(sentence, item) and self._holds(said, figure, sentence)
        if not told and not self.derived.holds(sentence, item, figure):
            yield self._told(said, figure)
        elif drops_condition(sentence, said, figure, self.facts, context):
            yield f"'{figure.words}' counts only those who meet all conditions of the question: name them."
        elif self._is_backwards(sentence, item, said):
            yield f"'{figure.words}' is the later figure and not the earlier one."
        else:
            sentence.confirm(item.start, item.end)
            self._confirm_around(sentence, item, figure)

    def _confirm_around(self, sentence: Sentence, item: Item, figure: Figure) -> None:
        """Note ``each`` behind a figure that was checked of each, and ``all`` before one that is all there are."""
        if each := _EACH.match(sentence.text, item.end):
            sentence.confirm(*each.span())
        every = _OVER_ALL.search(sentence.text[: item.start])
        if every and any(is_total(fact) and agrees(figure, fact) for fact in self.facts.all):
            sentence.confirm(*every.span("all"))

    def _is_size(self, sentence: Sentence, figure: Figure, context: Context) -> bool:
        """Whether a number in letters is how many a list has, or how many the answer named: ``of the five``."""
        named = {item.mention.customers for item in sentence.of("customer") if item.mention}
        groups = {item.mention.keys for item in sentence.of("key") if item.mention}
        sizes = {len(listing.customers) for listing in self.facts.lists}
        return figure.readings[0][0] in {*sizes, len(named), len(groups), len(context.customers), len(context.named)}

    def _is_backwards(self, sentence: Sentence, item: Item, said: Said) -> bool:
        """``from 91 to 70`` where 70 is of the month before."""
        following = [other for other in sentence.of("figure") if other.start >= item.end]
        if not _FROM_TO.search(sentence.text[: item.start]) or not following:
            return False
        if any(not is_beside(sentence.text, other) for other in sentence.of("time")):
            return False
        figures = [each.figure for each in (item, following[0]) if each.figure]
        low, high = (
            [fact.month for fact in self.facts.all if fact.month and said_of(fact, said) and agrees(figure, fact)]
            for figure in figures
        )
        return bool(low and high) and min(low) >= max(high) and len(set(low + high)) > 1

    def _counts(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number in letters counts something."""
        unit = sentence.unit(item, lambda mention: bool(mention.fields))
        of = re.search(r"\b(?:of|is|at|scores?|:)\s$", sentence.text[: item.start])
        is_one = item.figure is not None and item.figure.readings[0][0] == 1
        before, after = sentence.text[: item.start], sentence.text[item.end :]
        if _ALL_OF.search(before) and _ARE.match(after):
            return True
        if not is_one and _HAVE.search(before) and _CLAUSE_ENDS.match(after):
            return True
        if not is_one and (self._goes_on(sentence, item) or self.derived.groups.counts_groups(sentence, item)):
            return True
        direct = unit is not None and sentence.text[item.end : unit.start].strip() == ""
        counted = unit is not None and bool(unit.fields & COUNTS)
        return (direct and counted if is_one else unit is not None) or bool(of and sentence.of("field") and not is_one)

    def _goes_on(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number counts what the one before it did: ``Contoso has one agreement and Fabrikam two``."""
        named = [each for kind in ("customer", "key") for each in sentence.of(kind) if each.end <= item.start]
        last = max(named, key=lambda each: each.end, default=None)
        counts = [each for each in sentence.of("figure") if each.end <= item.start]
        units = [sentence.unit(each, lambda mention: bool(mention.fields & COUNTS)) for each in counts]
        return last is not None and sentence.text[last.end : item.start].isspace() and any(units)

    def _holds(self, said: Said, figure: Figure, sentence: Sentence) -> bool:
        named = any("agreement_id" in mention.dimensions for key in said.keys for mention in key)
        if figure.is_time and not said.customers and not named:
            return any(
                agrees(figure, fact)
                for fact in self.facts.all
                if figure.kind == "date" or fact.field != "signals" or shares_a_word(fact.text, sentence.text)
            )
        if figure.kind == "month" and any(agrees(figure, fact) for fact in self.facts.all if fact.field == "month"):
            return True
        facts = self.facts.able(figure.is_time)
        if (said.customers or _YEAR.fullmatch(figure.words)) and _ENDING.search(said.segment):
            dated = [fact for fact in facts if fact.field == "agreement_end" or fact.kind not in ("date", "month")]
            facts = dated if any(fact.field == "agreement_end" for fact in facts) else facts
        several = len(self.facts.customers) > 1
        if several and not (said.customers or sentence.of("customer") or _RANGES.search(sentence.text)):
            facts = [fact for fact in facts if not (fact.customers and fact.field in _SCORED)]
        if holds(said, figure, facts, self.facts, sentence.text):
            return True
        if figure.high and (figure.kind != "money" or _RANGES.search(sentence.text)):
            low = replace(figure, high=(), approx="" if figure.kind == "money" else "over")
            ends = (low, replace(low, readings=figure.high))
            return all(holds(said, end, self.facts.able(False), self.facts, sentence.text) for end in ends)
        if self._is_kept(said, sentence, figure):
            return True
        return self._counts_the_named(figure, sentence) or self._counts_the_listed(said, figure, sentence)

    def _is_kept(self, said: Said, sentence: Sentence, figure: Figure) -> bool:
        """Whether a figure is a bound that the values of all those keep of whom it is said."""
        item = next(each for each in sentence.items if each.figure is figure)
        mine = [[fact for fact in self.facts.all if fact.customers & each] for each in said.customers]
        bounds = bounds_of(sentence, item) if not figure.high else []
        return bool(bounds and mine) and all(bound.told(facts, said.products) for bound in bounds for facts in mine)

    def _counts_the_listed(self, said: Said, figure: Figure, sentence: Sentence) -> bool:
        """``Three customers have signals``: as many as a whole list has of what the sentence says."""
        if figure.kind != "number" or (said.fields and "customers" not in said.fields) or said.customers:
            return False
        return self.listed.counts_all(sentence, sentence.place(figure.start, figure.end), figure.readings[0][0])

    def _counts_the_named(self, figure: Figure, sentence: Sentence) -> bool:
        """``The two customers, Contoso and Fabrikam``: as many as the sentence names."""
        before = sentence.text[: figure.start]
        after = sentence.text[figure.end :]
        shown = (
            _SHOWN.search(before)
            or _NAMED_BEHIND.match(after)
            or (_SOME.match(after) and len(sentence.of("customer")) > 1)
        )
        if figure.kind != "number" or not shown:
            return False
        named = {item.mention.customers for item in sentence.of("customer") if item.mention}
        keys = {item.mention.keys for item in sentence.of("key") if item.mention}
        return figure.readings[0][0] in {float(len(named)), float(len(keys))} - {0.0, 1.0}

    def _told(self, said: Said, figure: Figure) -> str:
        """The fault of a figure, in words."""
        what = self._what(said)
        near = [fact for fact in self.facts.all if said.customers and fact.customers & said.customers[0]]
        near = [fact for fact in near if not said.fields or fact.field in said.fields]
        near = [
            fact for fact in near if not said.products or (fact.products or frozenset()) & said.products[0].products
        ]
        values = list(dict.fromkeys(_value_words(fact) for fact in near))[:4]
        if values and said.fields:
            return f"'{figure.words}'{what} is not what the results say: {', '.join(values)}."
        return f"'{figure.words}'{what} is not in the results, the question or a cited definition."

    def _what(self, said: Said) -> str:
        parts = [self.terms.called(each) for each in said.customers]
        parts += [mention.words for mention in said.products if mention.words]
        parts += ["/".join(sorted(said.fields))] if said.fields else []
        parts += [" or ".join(mention.words for mention in key) for key in said.keys]
        parts += list(said.months)
        return f" (of {'; '.join(parts)})" if parts else ""


def is_total(fact: Fact) -> bool:
    """Whether a fact is how many customers a whole set has."""
    return fact.field == "customers" and fact.kind == "number" and not (fact.customers or fact.dimension)


def _value_words(fact: Fact) -> str:
    if isinstance(fact.value, tuple):
        low, high = fact.value
        return f"{low:,.0f}+" if high is None else f"{low:,.0f} to {high:,.0f}"
    return f"{fact.value:,.10g}" if isinstance(fact.value, float) else str(fact.value)
