"""Makes one condition of whom a question leaves out by several conditions, or asks which of two ways is meant."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.offline.assemble import Assembler, only_product
from assistant.offline.compose import Composer
from assistant.offline.draft import IGNORED, Condition
from assistant.offline.exceptions import Exclusion, exclusions, has_head, is_related, phrases
from assistant.offline.followup import PLACES
from assistant.offline.lexicon import Sense
from assistant.offline.outcome import AskBack, Outcome, ReadQuery
from assistant.offline.spans import Item
from assistant.render import AND, filter_words
from knowledge.messages import joined as spoken
from knowledge.messages import text
from scoring.query import Filter, joined

Compose = Callable[[list[Item]], Outcome]


class Excluding:
    """Reads a question with exceptions: ``compose`` makes the outcome of what is left of it, ``composer`` reads the
    words of an exception."""

    def __init__(self, items: list[Item], compose: Compose, composer: Callable[[list[Item]], Composer]) -> None:
        self.items = items
        self.compose = compose
        self.composer = composer
        self.spans = [span for span in exclusions(items) if self._is_joint(span)]

    def outcome(self) -> Outcome | None:
        """The query without those who are left out; None where each condition of an exception stands by itself."""
        if not self.spans:
            return None
        for span in self.spans:
            if asked := self._unclear(span):
                return asked
        outcome = self.compose(self._rest())
        if isinstance(outcome, AskBack):
            return replace(outcome, rewritten=tuple(self._with_exceptions(words) for words in outcome.rewritten))
        if not isinstance(outcome, ReadQuery):
            return outcome
        for part in (part for span in self.spans for part in span.parts):
            read = self._read(part, only_product(self.composer([]).catalog, outcome.query))
            found = read.conditions()
            if not isinstance(found, tuple):
                return found
            each = bool(_joins(self._words(part), read.draft.conditions)) and not is_related(self._words(part))
            outcome = _without(outcome, found if each else (joined(found),), read.draft.assumptions)
        return outcome

    def _read(self, part: range, product: str = "") -> Assembler:
        words = [replace(self.items[place]) for place in part]
        return Assembler(self.composer(words).compose(), product=product)

    def _conditions(self, part: range) -> list[Condition]:
        """What a part of an exception asks for, with places from its beginning on; none where it cannot be read."""
        read = self._read(part)
        return sorted(read.draft.conditions, key=lambda c: c.first) if isinstance(read.conditions(), tuple) else []

    def _is_joint(self, span: Exclusion) -> bool:
        """Whether customers are left out by several conditions, and not by one nor by a list of things of one kind."""
        if len(span.parts) > 1:
            return all(self._conditions(part) for part in span.parts)
        part = span.parts[0]
        conditions, words = self._conditions(part), self._words(part)
        if len(conditions) < 2:
            own = any(item.has("vocabulary") for item in words)
            return not own and any(_kinds_of(condition.filter) > 1 for condition in conditions)
        if joints := _joins(words, conditions):
            return has_head(words) or is_related(words) or not _turns(words, joints)
        return has_head(words) or not self._tail(part, conditions) or conditions[0].filter.field not in PLACES

    def _words(self, part: range) -> list[Item]:
        return [self.items[place] for place in part]

    def _tail(self, part: range, conditions: Sequence[Condition]) -> int:
        """Where behind the first condition a phrase begins that may tell of those who stay; 0 where none does."""
        words = self._words(part)
        found = [place for place in phrases(words, conditions[0].last) if words[place].text.lower() != "for"]
        return next((place for place in found if place <= conditions[-1].first), 0)

    def _unclear(self, span: Exclusion) -> AskBack | None:
        """``except nonprofits in the UK``, ``except those in Sweden and Healthcare``: each can mean two things."""
        for part in span.parts:
            conditions = self._conditions(part)
            words = self._words(part)
            joints = _joins(words, conditions)
            if len(conditions) > 1 and joints and has_head(words) and not is_related(words):
                return self._ask(conditions, self._either(part, joints))
            if len(conditions) > 1 and not joints and not has_head(words) and (tail := self._tail(part, conditions)):
                return self._ask_kept(conditions, part, tail)
        return None

    def _ask(self, conditions: Sequence[Condition], rewritten: tuple[str, str]) -> AskBack:
        named = [self._named(condition) for condition in conditions]
        choices = (
            text("only customers that are all of this: {conditions}", conditions=spoken(AND, named)),
            text("customers that are any of this: {conditions}", conditions=spoken("; ", named)),
        )
        return AskBack(text("Whom shall I leave out?"), choices, rewritten)

    def _ask_kept(self, conditions: Sequence[Condition], part: range, tail: int) -> AskBack:
        out = [self._named(condition) for condition in conditions if condition.first < tail]
        kept = [self._named(condition) for condition in conditions if condition.first >= tail]
        choices = (
            text("only customers that are all of this: {conditions}", conditions=spoken(AND, [*out, *kept])),
            text(
                "all customers that are {conditions}; those who stay are {kept}",
                conditions=spoken(AND, out),
                kept=spoken(AND, kept),
            ),
        )
        first, cut = part[0], part[0] + tail
        before = first - 1
        one = [*self._texts(0, first), "those", *self._texts(first, len(self.items))]
        other = [*self._texts(0, before), *self._texts(cut, part[-1] + 1), ",", *self._texts(before, cut)]
        return AskBack(
            text("Whom shall I leave out?"),
            choices,
            (" ".join(one), " ".join([*other, *self._texts(part[-1] + 1, len(self.items))])),
        )

    def _either(self, part: range, joints: Sequence[int]) -> tuple[str, str]:
        """The question with "those that are" before the conditions, and with "and those" between them."""
        words = [item.text for item in self.items]
        both = [*words[: part[0]], "those that are", *words[part[0] :]]
        for place in joints:
            words[part[0] + place] = "and those"
        return " ".join(both), " ".join(words)

    def _named(self, condition: Condition) -> str:
        return filter_words(self.composer([]).catalog, condition.filter)

    def _texts(self, first: int, last: int) -> list[str]:
        return [item.text for item in self.items[first:last]]

    def _with_exceptions(self, question: str) -> str:
        """A question with the exceptions behind it."""
        spans = (" ".join(self._texts(span.opened, span.closed + 1)) for span in self.spans)
        return " , ".join([question.rstrip(" ?.!"), *spans])

    def _rest(self) -> list[Item]:
        """The question without its exceptions; customers, where nothing else is asked for."""
        gone = {place for span in self.spans for place in range(span.opened, span.closed + 1)}
        rest = [item for place, item in enumerate(self.items) if place not in gone]
        first = self.items[self.spans[0].opened]
        if rest and all(item.has(*IGNORED) for item in rest) and not any(item.has("customers") for item in rest):
            rest.append(replace(first, senses=(Sense("customers"),)))
        return rest


def _joins(words: Sequence[Item], conditions: Sequence[Condition]) -> list[int]:
    """The places of "and" and commas between two conditions."""
    return [
        place
        for place, item in enumerate(words)
        if (item.has("and", "or") or item.text == ",")
        and any(c.last < place for c in conditions)
        and any(c.first > place for c in conditions)
        and not any(c.first < place < c.last for c in conditions)
    ]


def _turns(words: Sequence[Item], joints: Sequence[int]) -> bool:
    """``(except) Healthcare and with Azure``: behind "and" is said who stays."""
    return 0 not in phrases(words, -1) and any(place + 1 in phrases(words, -1) for place in joints)


def _kinds_of(item: Filter) -> int:
    """How many fields the alternatives of a condition are about."""
    return len(set(_fields(item)))


def _fields(item: Filter) -> Iterator[str]:
    for part in item.parts:
        yield from _fields(part)
    if item.field:
        yield "has" if item.values in ((True,), (False,)) else item.field


def _without(outcome: ReadQuery, left_out: tuple[Filter, ...], assumptions: Sequence[str]) -> ReadQuery:
    query = outcome.query
    filters = (*query.set.filters, Filter(none_of=left_out))
    notes = tuple(dict.fromkeys((*outcome.assumptions, *assumptions)))
    return replace(outcome, query=replace(query, set=replace(query.set, filters=filters)), assumptions=notes)
