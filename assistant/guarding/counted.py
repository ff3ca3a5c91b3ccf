"""Holds how many groups are said to have grown or shrunk, and how many agreements to end in a month."""

import re
from collections.abc import Iterator

from assistant.guarding.apart import is_beside
from assistant.guarding.asking import NUMBER
from assistant.guarding.changes import WAYS
from assistant.guarding.fact import Fact, Facts
from assistant.guarding.families import is_measured, size
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item
from assistant.guarding.match import agrees
from assistant.guarding.sentence import Sentence
from assistant.guarding.wordlists import numbered
from scoring.query import MONTH

_NUMBERS = numbered("numbers")
_COUNT = re.compile(rf"\b(?P<count>{NUMBER})\s(?:of (?:the|these|them)\s)?(?:[\w-]+\s){{0,2}}?(?:have\s|has\s)?$", re.I)
_ENDS = re.compile(
    rf"\b(?P<count>{NUMBER})\sof\s(?:the|these|those)\s(?:(?P<all>{NUMBER})\s)?agreements\s"
    r"(?:end|expire|renew|run out)\s(?:in|during)\s",
    re.IGNORECASE,
)


class Counted:
    """Notes the numbers of a sentence that count groups by their change, or agreements by their end."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def confirm(self, sentence: Sentence) -> None:
        self._confirm_changes(sentence)
        for match in _ENDS.finditer(sentence.text):
            month = next((item.figure for item in sentence.of("time") if item.start == match.end()), None)
            if month and self._end_in(sentence, match, month):
                for part in ("count", "all"):
                    if match[part]:
                        sentence.confirm(*match.span(part))

    # ---- groups that changed --------------------------------------------------------------------

    def _confirm_changes(self, sentence: Sentence) -> None:
        """``Two clusters grew (Evaluate and Educate), and two shrank``: as many, and those that are named behind."""
        if not self._are_last(sentence):
            return
        fields = [item.mention.fields for item in sentence.of("field") if item.mention]
        ways = sorted(((way, sign) for sign, each in WAYS for way in each.finditer(sentence.text)), key=_start)
        ends = [way.start() for way, _ in ways[1:]] + [len(sentence.text)]
        for (way, sign), end in zip(ways, ends, strict=False):
            count = _COUNT.search(sentence.text[: way.start()])
            changes = self._changes(frozenset().union(*fields)) if count and fields else {}
            moved = [keys for keys, change in changes.items() if sign * change > 0]
            named = [item for item in sentence.of("key") if way.end() <= item.start < end]
            if count and changes and len(moved) == _value(count["count"]) and _are_these(named, moved):
                sentence.confirm(*count.span("count"))
                sentence.confirm(*way.span())

    def _are_last(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of no month but the last one of the results."""
        times = [item.figure for item in sentence.of("time") if not is_beside(sentence.text, item) and item.figure]
        last = self.facts.months[:1]
        return all(agrees(time, Fact(month, kind="month")) for time in times for month in last)

    def _changes(self, fields: frozenset[str]) -> dict[frozenset[str], float]:
        """By how much each group of a break-down by month changed from the first month to the last; nothing where
        the results have several such break-downs."""
        series: dict[frozenset[str], dict[str, float]] = {}
        kinds = set()
        for fact in filter(is_measured, self.facts.all):
            columns = {part.rpartition(".")[2] for part in fact.dimension.split(",")}
            if MONTH in columns and columns - {MONTH} and columns - {MONTH} <= fields and not fact.customers:
                kinds.add((fact.field, fact.products, fact.dimension))
                keys = frozenset(key for key in fact.keys if fact.month not in key)
                series.setdefault(keys, {})[fact.month] = size(fact)
        both = {keys: values for keys, values in series.items() if len(values) > 1}
        told = len(kinds) == 1 and len(both) == len(series)
        return {keys: values[max(values)] - values[min(values)] for keys, values in both.items()} if told else {}

    # ---- agreements -----------------------------------------------------------------------------

    def _end_in(self, sentence: Sentence, match: "re.Match[str]", month: Figure) -> bool:
        """Whether so many of all agreements of a list end in a month: those of the customers that are named."""
        for listing in self.facts.lists:
            ends = list(self._ends(frozenset(listing.customers)))
            held = [fact for fact in ends if agrees(month, fact)]
            named = [item.mention.customers for item in sentence.of("customer") if item.mention]
            these = not named or frozenset().union(*named) == frozenset().union(*(fact.customers for fact in held))
            whole = match["all"] is None or _value(match["all"]) == len(ends)
            if ends and whole and these and len(held) == _value(match["count"]):
                return True
        return False

    def _ends(self, customers: frozenset[str]) -> Iterator[Fact]:
        """The ends of the agreements of some customers, of whom each has one; else nothing."""
        counts = [fact for fact in self.facts.all if fact.field == "agreements" and fact.customers & customers]
        ends = [fact for fact in self.facts.all if fact.field == "agreement_end" and fact.customers & customers]
        if len(counts) == len(customers) == len(ends) and all(fact.value == 1 for fact in counts):
            yield from ends


def _start(found: tuple["re.Match[str]", int]) -> int:
    return found[0].start()


def _value(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words.lower()]


def _are_these(named: list[Item], moved: list[frozenset[str]]) -> bool:
    """Whether groups that are named are all those that moved, or none is named."""
    told = [[keys for keys in moved if item.mention and item.mention.keys & keys] for item in named]
    return not named or (all(told) and len(named) == len(moved))
