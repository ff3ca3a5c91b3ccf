"""Holds signals against their dates: of which month two are, and who has had one most recently."""

import re
from collections.abc import Iterator

from assistant.guarding.fact import Facts
from assistant.guarding.items import Context
from assistant.guarding.listed import COUNTED
from assistant.guarding.match import same_time
from assistant.guarding.sentence import Sentence
from assistant.guarding.told_texts import content_words, has_words
from assistant.guarding.wordlists import neutral

_PART = re.compile(r"\s*(?P<text>[^;]*?)\s\((?P<day>\d{4}-\d\d-\d\d)\)")
_BOTH_IN = re.compile(r",?\s(?P<both>both)\s(?:in|on|from|dated)\s", re.IGNORECASE)
_LEADS_IN = re.compile(r"\b(?:includes?|including|shows?|are|were|has|have)\s|:\s", re.IGNORECASE)
_JOINED = re.compile(r"\s(?:and|as well as)\s|,\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SHIFT = re.compile(
    r"(?P<share>\d+(?:\.\d+)?)\s?%\s(?P<what>\w+)\s"
    r"(?P<way>(?:increase|rise|growth|jump)|(?P<down>decrease|drop|decline|fall))\b",
    re.IGNORECASE,
)
_MOST_RECENTLY = re.compile(r"\bmost recently\s(?:by\s|at\s|for\s)?[*_]*", re.IGNORECASE)


class SignalDates:
    """Notes the words of a sentence that the signals of customers and their dates confirm."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def confirm(self, sentence: Sentence, context: Context) -> None:
        named = list(dict.fromkeys(item.mention.customers for item in sentence.of("customer") if item.mention))
        whose = named or context.customers
        if len(whose) == 1:
            signals = list(self._signals(whose[0]))
            self._confirm_both(sentence, signals)
            self._confirm_shifts(sentence, signals)
        for match in _MOST_RECENTLY.finditer(sentence.text):
            if self._is_latest(sentence, match):
                sentence.confirm(*match.span())

    def _signals(self, customers: frozenset[str]) -> Iterator[tuple[str, str]]:
        """The signals of a customer in the newest month: their texts, and their days."""
        months = ("", *self.facts.months[:1])
        for fact in self.facts.all:
            told = fact.field == "signals" and fact.kind == "word" and fact.month in months
            if told and fact.customers & customers:
                yield from ((part["text"], part["day"]) for part in _PART.finditer(str(fact.value)))

    def _confirm_both(self, sentence: Sentence, signals: list[tuple[str, str]]) -> None:
        """``hiring a data engineer and opening an office, both in May``: each of the two is of that month."""
        for match in _BOTH_IN.finditer(sentence.text):
            times = [item.figure for item in sentence.of("time") if item.start == match.end() and item.figure]
            lead = max((found.end() for found in _LEADS_IN.finditer(sentence.text, 0, match.start())), default=0)
            parts = [_told(part) for part in _JOINED.split(sentence.text[lead : match.start()])]
            days = [[day for text, day in signals if words and has_words(text, words)] for words in parts]
            said = [each for time in times for each in time.dates]
            if (
                len(parts) == 2
                and said
                and all(any(same_time(each, day) for each in said for day in of) for of in days)
            ):
                sentence.confirm(*match.span("both"))

    def _confirm_shifts(self, sentence: Sentence, signals: list[tuple[str, str]]) -> None:
        """``a 20% revenue increase``, where a signal says ``revenue up 20%``."""
        for match in _SHIFT.finditer(sentence.text):
            told = f"{match['what'].lower()} {'down' if match['down'] else 'up'} {match['share']}%"
            if any(told in text for text, _ in signals):
                sentence.confirm(*match.span("way"))

    def _is_latest(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        """Whether nobody of a list has a signal of the kind that is counted later than the one who is named."""
        head = next(COUNTED.finditer(sentence.text, 0, match.start()), None)
        named = [
            item.mention.customers for item in sentence.of("customer") if item.start == match.end() and item.mention
        ]
        if head is None or not named:
            return False
        spans = content_words(sentence, sentence.place(*head.span()))
        words = [sentence.text[slice(*span)] for span in spans if span[1] <= match.start()]
        every = [
            day for each in self.facts.lists for id in each.customers for day in self._days(frozenset({id}), words)
        ]
        mine = self._days(named[0], words)
        times = [item.figure for item in sentence.of("time") if item.start >= match.end() and item.figure]
        told = all(any(same_time(said, max(mine)) for said in time.dates) for time in times) if mine else False
        return bool(words) and told and max(mine) == max(every)

    def _days(self, customers: frozenset[str], words: list[str]) -> list[str]:
        return [day for text, day in self._signals(customers) if words and has_words(text, words)]


def _told(part: str) -> list[str]:
    """The words of a part that claim something."""
    return [word for word in _WORD.findall(part) if word.lower() not in neutral().words]
