"""Checks from what to what values are said to range, and how widely."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.guarding.fact import Fact, Facts
from assistant.guarding.families import is_measured, size
from assistant.guarding.figure import Figure
from assistant.guarding.match import is_near
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.wordlists import word_of

_RANGES = word_of("ranges")
_WIDELY = re.compile(r"\s(?:widely|considerably|greatly|a lot|significantly|substantially|strongly)\b", re.IGNORECASE)
_DOWN_TO = re.compile(r"\b(?P<high>from)\s\d[^.;:]*?\s(?P<low>down to)(?=\s\d)", re.IGNORECASE)
_WIDE = 3  # times the lowest value the highest is at least where they differ widely


class Ranges:
    """Holds ranges against the lowest and the highest value of the results."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def faults(self, sentence: Sentence) -> Iterator[str]:
        for match in _RANGES.finditer(sentence.text):
            if self._counts_groups(sentence, match.end()):
                sentence.confirm(*match.span())
                continue
            is_range = self._is_range(sentence, match.end())
            if settled(sentence, match.span(), is_range):
                yield f"'{match.group()}': that is not the lowest and the highest value."
            if is_range:
                self._confirm_width(sentence, match.end())
        yield from self._down_to(sentence)

    def _counts_groups(self, sentence: Sentence, start: int) -> bool:
        """Whether a word is of how many groups there are: ``span ten industries``."""
        figures = [item for item in sentence.of("figure") if start <= item.start <= start + 1]
        unit = sentence.unit(figures[0], lambda mention: self.facts.has_groups_by(mention.fields)) if figures else None
        return unit is not None and (figures[0].start, figures[0].end) in sentence.confirmed

    def _down_to(self, sentence: Sentence) -> Iterator[str]:
        """``From 16 in Retail down to 2 in Media``: the highest and the lowest value of a break-down."""
        for match in _DOWN_TO.finditer(sentence.text):
            ends = [
                [item for item in sentence.of("figure") if item.start >= match.end(part)] for part in ("high", "low")
            ]
            figures = [each[0].figure for each in ends if each and each[0].figure]
            series: dict[object, list[Fact]] = {}
            for fact in self.facts.all:
                if is_measured(fact) and fact.dimension and not fact.customers and fact.month == self.facts.months[0]:
                    series.setdefault((fact.field, fact.products, fact.dimension), []).append(fact)
            told = len(figures) == 2 and any(_spans(facts, figures[1], figures[0]) for facts in series.values())
            if settled(sentence, match.span("low"), told):
                yield f"'{match.group()}' is not from the highest to the lowest value."

    def _confirm_width(self, sentence: Sentence, start: int) -> None:
        """Note that values differ widely, where the highest is several times the lowest."""
        figures = [item.figure for item in sentence.of("figure") if item.start >= start and item.figure]
        low, high = (end.readings[0][0] for end in _ends(figures))
        wide = _WIDELY.match(sentence.text, start)
        if wide and high >= _WIDE * low:
            sentence.confirm(*wide.span())

    def _is_range(self, sentence: Sentence, start: int) -> bool | None:
        """Whether two figures are the lowest and the highest value of a field that the sentence names."""
        figures = [item.figure for item in sentence.of("figure") if item.start >= start and item.figure]
        named = [item.mention.fields for item in sentence.of("field") if item.mention and item.end <= start]
        before = [item for item in (*sentence.of("customer"), *sentence.of("key")) if item.end <= start]
        before += [item for item in sentence.of("claim") if item.mention and item.mention.claim == "band"]
        if before or not figures or not (figures[0].high or len(figures) > 1):
            return None
        series: dict[object, list[Fact]] = {}
        for fact in filter(is_measured, self.facts.all):
            if not named or fact.field in named[-1]:
                of = (fact.field, fact.products, fact.month, bool(fact.customers), fact.dimension)
                series.setdefault(of, []).append(fact)
        many = [facts for facts in series.values() if len(facts) > 1]
        return any(_spans(facts, *_ends(figures)) for facts in many) if many else None


def _ends(figures: Sequence[Figure]) -> tuple[Figure, Figure]:
    first = figures[0]
    if first.high:
        return replace(first, high=()), replace(first, readings=first.high, high=())
    return first, figures[1]


def _spans(facts: Sequence[Fact], low: Figure, high: Figure) -> bool:
    return is_near(low, size(min(facts, key=size))) and is_near(high, _upper(max(facts, key=_upper)))


def _upper(fact: Fact) -> float:
    high = fact.value[1] if isinstance(fact.value, tuple) else size(fact)
    return float("inf") if high is None else high
