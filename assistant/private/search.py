"""A text that is searched for what is private, and the stretches that are found in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.offline.lexicon import Sense
from assistant.offline.reader import Reading
from assistant.offline.spans import phrase_spans, visible
from assistant.offline.tokens import tokenize
from assistant.private.everyday import Word, key_of, ordinary_words, words_of
from assistant.private.fields import CUSTOMER, is_private_value
from assistant.private.words import PrivateWords
from scoring.names import NamedCustomer

ASKED, OURS, STRICT = "asked", "ours", "strict"
"""Who wrote a text: a person; the program, which spells names as the data do; the program, in words about customers,
where a word of everybody that is spelled as a name is taken for it."""


class Stretch(NamedTuple):
    """A private stretch: from letter ``start`` to ``end``, the kind of its token, the text; for one customer its id.
    ``name``: how the data spells it, where the text is another name of it."""

    start: int
    end: int
    kind: str
    text: str
    customer_id: str = ""
    name: str = ""


def apart(found: Iterable[Stretch]) -> list[Stretch]:
    """Those that do not overlap, in order: the longer ones are kept."""
    kept: list[Stretch] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start, one.kind != CUSTOMER)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept)


class Searched:
    """One text that is searched: its words, its phrases of the lexicon, and what it was read as."""

    def __init__(self, private: PrivateWords, text: str, reading: Reading | None = None, written: str = ASKED) -> None:
        self.private = private
        self.text = text
        self.written = written
        self.words = words_of(text)
        self.phrases = list(_phrases(private, text))
        self.reading = reading
        self.names_read, self.values_read = _read(reading)
        self._public = [(start, end) for start, end, senses in self.phrases if private.is_public(senses)]

    def is_public(self, start: int, end: int) -> bool:
        """Whether all words between two letters stand in public phrases, or are words of everybody."""
        return all(self.is_known(word) for word in self.words if start <= word.start and word.end <= end)

    def is_known(self, word: Word) -> bool:
        """Whether a word stands in a public phrase or is one of everybody."""
        if word.key in ordinary_words() or self.private.is_ordinary(word.key):
            return True
        return any(start <= word.start and word.end <= end for start, end in self._public)

    def has_sense(self, place: int, *kinds: str) -> bool:
        """Whether a word stands in a phrase of one of some kinds."""
        word = self.words[place]
        around = (senses for start, end, senses in self.phrases if start <= word.start and word.end <= end)
        return any(sense.kind in kinds for senses in around for sense in senses)

    def slice(self, first: int, last: int) -> str:
        """The text from a word up to and without another."""
        return self.text[self.words[first].start : self.words[last - 1].end]

    def starts_sentence(self, place: int) -> bool:
        """Whether a word is the first of a sentence."""
        before = self.text[: self.words[place].start].rstrip(" \t\"'“”‘’«»([-*>")
        return not before or before[-1] in ".?!:;\n。？！：…"

    def capitals_say_little(self) -> bool:
        """Whether most words begin with a capital, so that names cannot be told by it."""
        letters = [word for word in self.words if word.text[:1].isalpha() and not word.wide]
        capital = sum(word.text[:1].isupper() for word in letters)
        return self.text.isupper() or 5 * capital >= 4 * len(letters) > 12

    def is_proper(self, place: int) -> bool:
        """Whether a word is written as a name within a sentence."""
        capital = self.words[place].text[:1].isupper() and not self.words[place].wide
        return capital and not self.starts_sentence(place) and not self.capitals_say_little()


def _phrases(private: PrivateWords, text: str) -> Iterator[tuple[int, int, list[Sense]]]:
    tokens = visible(tokenize(text))
    for span in phrase_spans(tokens, private.lexicon.phrases, private.lexicon.prefixes):
        yield tokens[span.start].start, tokens[span.end - 1].end, private.lexicon.phrases[span.key]


def _read(reading: Reading | None) -> tuple[frozenset[str], frozenset[str]]:
    """The words that were read as customers' names, and those that were read as private values only."""
    items = reading.items if reading else ()
    names = {key_of(item.text) for item in items if item.has("name")}
    pieces = reading.pieces if reading else ()
    names |= {key_of(piece.text) for piece in pieces if "name" in piece.kinds}
    values = {key_of(item.text) for item in items if item.senses and all(map(_is_value, item.senses))}
    values |= {key_of(piece.text) for piece in pieces if "city" in piece.kinds and piece.english.istitle()}
    return frozenset(names), frozenset(values)


def _is_value(sense: Sense) -> bool:
    return sense.kind in ("value", "absent") and is_private_value(sense.field)


def of_customers(start: int, text: str, customers: Sequence[NamedCustomer]) -> Stretch | None:
    if not customers:
        return None
    one = customers[0] if len(customers) == 1 else None
    who = (one.customer_id, one.account_name) if one else ("", "")
    return Stretch(start, start + len(text), CUSTOMER, text, *who)
