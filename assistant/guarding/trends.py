"""Holds what is said to have risen or fallen against the texts that tell it: ``revenue up 20% in a year``."""

import re
from collections.abc import Iterator

from assistant.guarding.changes import WAYS
from assistant.guarding.fact import Facts
from assistant.guarding.sentence import Sentence
from assistant.guarding.wordlists import word_of

_TOLD = re.compile(r"(?P<what>[^\W\d_]+) (?P<way>up|down) (?P<percent>\d+(?:\.\d+)?)%(?P<rest>[^;()]*)")
_SPANS = ("day", "week", "month", "quarter", "year")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent)")
_CHANGE = re.compile(r"\b(?:change|shift|movement)\b")
_SEEN = word_of("seen")
Trend = tuple[str, int, float, str]


class Trends:
    """Confirms words of change that a text of each customer has that a sentence says them of."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def confirm(self, sentence: Sentence) -> None:
        """Note the words of rising and falling that tell what the texts tell: of the same thing, the same way and,
        where it is said, by as many percent."""
        for sign, way in WAYS:
            for match in way.finditer(sentence.text):
                if self._is_told(sentence, match, sign):
                    sentence.confirm(*match.span())
        changed = any(way.search(sentence.text, *span) for _, way in WAYS for span in sentence.confirmed)
        for seen in _SEEN.finditer(sentence.text) if changed or _CHANGE.search(sentence.text) else ():
            sentence.confirm(*seen.span())

    def _is_told(self, sentence: Sentence, match: "re.Match[str]", sign: int) -> bool:
        place = sentence.place(match.start(), match.end())
        named = sentence.nearest(place, "customer") or sentence.of("customer")
        ends = [each.end for each in sentence.of("customer") if each.end <= match.start()]
        words = sentence.text[max(ends, default=0) : sentence.segment_span(place)[1]]
        whose = [item.mention.customers for item in named if item.mention]
        said = [float(percent) for percent in _PERCENT.findall(words)]
        return bool(whose) and all(self._has(customer, words.lower(), sign, said) for customer in whose)

    def _has(self, customer: frozenset[str], words: str, sign: int, said: list[float]) -> bool:
        """Whether a text of a customer tells such a trend of something that the words name, and of nothing else."""
        known = list(self._trends(customer))
        mine = {trend[0] for trend in self._every() if re.search(rf"\b{trend[0]}\b", words)}
        alike = [trend for trend in known if trend[0] in mine and trend[1] == sign]
        spans = [span for span in _SPANS if re.search(rf"\b{span}s?\b", words)]
        alike = [trend for trend in alike if all(span in trend[3] for span in spans)]
        return len(mine) == 1 and any(not said or trend[2] in said for trend in alike)

    def _trends(self, customer: frozenset[str]) -> Iterator[Trend]:
        texts = {fact.text or str(fact.value) for fact in self.facts.all if fact.customers & customer}
        yield from (trend for text in sorted(texts) for trend in _read(text))

    def _every(self) -> Iterator[Trend]:
        texts = {fact.text or str(fact.value) for fact in self.facts.all if fact.customers}
        yield from (trend for text in texts for trend in _read(text))


def _read(text: str) -> Iterator[Trend]:
    for match in _TOLD.finditer(text):
        yield match["what"], 1 if match["way"] == "up" else -1, float(match["percent"]), match["rest"]
