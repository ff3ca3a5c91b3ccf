"""Reads what the words of the partner's vocabulary mean: conditions on customers, as one unit of a question."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.named_texts import Entry
from assistant.offline.assemble import Assembler
from assistant.offline.compose import Composer
from assistant.offline.lexicon import Lexicon, Sense
from assistant.offline.outcome import AskBack, Refuse
from assistant.offline.spans import Item
from assistant.offline.units import Meaning
from assistant.render import filter_words
from assistant.vocabulary import VocabularyError, noted
from knowledge.catalog import Catalog
from knowledge.messages import joined as joined_words
from knowledge.messages import text
from scoring.engine import Engine
from scoring.query import EACH, Filter, flat, joined, walk

ALL = 1_000_000
_FIGURE = text("it asks for a figure or a break-down, and a word can only be conditions on customers.")
_ORDER = text("it sorts a list or says how long it is, and a word can only be conditions on customers.")
_TIME = text("it names a time, and a word holds for the month that a question is about.")
_SOURCE = text("it says whose scores are meant, which is for the question to say.")
_NOTHING = text("it is no condition on customers.")


class Meanings:
    """The meanings of the words of a lexicon, each read when it is first asked for.

    ``items_of`` covers a text with the lexicon, whatever its language, and gives the items in English.
    """

    def __init__(
        self, lexicon: Lexicon, engine: Engine, as_of: date, items_of: Callable[[str], Sequence[Item]]
    ) -> None:
        self.lexicon = lexicon
        self.engine = engine
        self.as_of = as_of
        self.items_of = items_of
        self._known: dict[str, Meaning] = {}
        self._open: list[str] = []

    def __call__(self, word: str) -> Meaning:
        """What a word means; VocabularyError where its meaning cannot be read."""
        if word in self._open:
            way = " → ".join([*self._open[self._open.index(word) :], word])
            raise VocabularyError(text("“{word}” would mean itself: {way}.", word=word, way=way))
        if word not in self._known:
            self._open.append(word)
            try:
                self._known[word] = self.read(word, self.lexicon.own_words[word])
            finally:
                self._open.pop()
        return self._known[word]

    def read(self, word: str, entry: Entry) -> Meaning:
        """What a word would mean; VocabularyError says why a meaning is no set of conditions."""
        note = noted(word, entry)
        if not isinstance(entry, str):
            return Meaning(word, Filter("customer", "in", entry), (note,))
        try:
            condition, assumptions = self._read(entry)
        except VocabularyError as error:
            fault = text("“{word}” cannot mean “{meaning}”: {reason}", word=word, meaning=entry, reason=error.message)
            raise VocabularyError(fault) from error
        return Meaning(word, condition, (note, *assumptions))

    def _read(self, meaning: str) -> tuple[Filter, Sequence[str]]:
        items = [_present(item) for item in self.items_of(meaning)]
        if unread := [item.text for item in items if item.unknown or item.has("future")]:
            raise VocabularyError(_unread(unread))
        for item in items:
            if item.has("name") and item.senses[0].field == "several":
                raise VocabularyError(text("“{name}” fits several customers; give their ids.", name=item.text))
        reading = Composer(items, self.engine, self.as_of, self).compose()
        return _Conditions(reading).read(), reading.draft.assumptions


class _Conditions(Assembler):
    """Puts together the conditions of a meaning; scores without a product are left for the question to bind."""

    def read(self) -> Filter:
        """The conditions as one; VocabularyError where there are none, or more than conditions."""
        found = self.conditions()
        if isinstance(found, AskBack):
            raise VocabularyError(text("it is not clear. {question}", question=found.question))
        if isinstance(found, Refuse):
            raise VocabularyError(found.reason if found.told else _unread([found.reason]))
        if fault := self._more():
            raise VocabularyError(fault)
        if not found:
            raise VocabularyError(_NOTHING)
        return joined(found)

    def _any_products(self) -> list[str]:
        return super()._any_products() if self.parts.at_least != 1 else list(EACH)

    def _more(self) -> str:
        """What a text asks for beyond conditions."""
        parts, reading = self.parts, self.reading
        if parts.function or parts.groups:
            return _FIGURE
        if parts.orders or parts.limit or parts.ranked:
            return _ORDER
        if reading.month or reading.since or reading.period or reading.movement:
            return _TIME
        return _SOURCE if self.draft.source else ""


def _unread(words: Sequence[str]) -> str:
    named = joined_words(text(", "), [text("“{word}”", word=word) for word in words])
    return text("I do not know what to make of {words}.", words=named)


def _present(item: Item) -> Item:
    """A value that nobody has now is a value all the same: the next import may bring somebody."""
    senses = tuple(Sense("value", (s.value,), s.field) if s.kind == "absent" else s for s in item.senses)
    return replace(item, senses=senses)


def meaning_words(catalog: Catalog, meaning: Meaning) -> str:
    """The conditions that a word comes to, in words."""
    words = joined_words("; ", [filter_words(catalog, item) for item in flat([meaning.condition])])
    if not meaning.open:
        return words
    return text("{conditions}; for the product that a question names, else for any", conditions=words)


def absent_values(engine: Engine, meaning: Meaning) -> list[str]:
    """The customers and values of a meaning that the data does not hold, as it is now."""
    known = engine.distinct_values(ALL) | {"customer": _customers(engine)}
    return [
        str(value)
        for item in walk((meaning.condition,))
        for value in item.values
        if item.field in known and isinstance(value, str) and value not in known[item.field]
    ]


def _customers(engine: Engine) -> tuple[str, ...]:
    return tuple(row["id"] for row in engine.fetch("SELECT DISTINCT customer_id AS id FROM customers"))
