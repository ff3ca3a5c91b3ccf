"""Finds the private stretches of a text: names, places, ids, addresses; in questions also what may be a name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.offline.lexicon import Sense
from assistant.offline.reader import Reading
from assistant.offline.spans import phrase_spans, visible
from assistant.offline.tokens import tokenize
from assistant.private_fields import CUSTOMER, is_private_value
from assistant.private_words import WIDE, PrivateWords, Word, id_words, key_of, ordinary_words, stretches, words_of
from scoring.names import NamedCustomer, customers_beginning, find_customers

LONGEST_NAME = 14
LONGEST_WIDE_NAME = 20
_SHORT_ID = 5
_LETTER = rf"(?:(?![{WIDE}])[^\W_])"
_BEHIND = rf"(?<!{_LETTER})(?<![@.,/$€£¥_-])"
_EMAIL = re.compile(rf"(?:{_LETTER}|[.+_-])+@(?:{_LETTER}|-)+(?:\.(?:{_LETTER}|-)+)+")
_URL = re.compile(rf"(?:https?://|www\.)[^\s<>\"'）)」{WIDE}]+", re.IGNORECASE)
_DOMAIN = re.compile(
    rf"{_BEHIND}(?:{_LETTER}(?:(?:{_LETTER}|[_-])*{_LETTER})?\.)+[a-z]{{2,18}}(?!{_LETTER}|[_-])", re.IGNORECASE
)
_ABROAD = r"(?:\+|00)\d[\d\s()./-]{6,}\d"
_AT_HOME = r"0\d{1,4}[\s/()-]{1,2}\d[\d\s()/-]{4,}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
_PHONE = re.compile(rf"{_BEHIND}(?:{_ABROAD}|{_AT_HOME})(?!{_LETTER}|[%-])")
_MONEY = r"\s?(?:%|[$€£¥]|USD|EUR|SEK|JPY|KRW)"
_LONG_FIGURE = re.compile(rf"{_BEHIND}\d{{6,}}(?!{_LETTER}|[.,]\d|{_MONEY})")
_POSSESSED = re.compile(r"['’]?s$", re.IGNORECASE)
_ROUND_FIGURE = re.compile(r"\d+000")


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

    def __init__(self, private: PrivateWords, text: str, reading: Reading | None = None) -> None:
        self.private = private
        self.text = text
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


def known_stretches(searched: Searched) -> Iterator[Stretch]:
    """All that is known to be private: addresses, ids, names, places, what signals say."""
    yield from _addresses(searched)
    yield from _ids(searched)
    yield from _named(searched)
    yield from _places(searched)
    yield from _phrased(searched)


# ---- addresses and ids ------------------------------------------------------------------------------


def _addresses(searched: Searched) -> Iterator[Stretch]:
    text = searched.text
    for kind, pattern in (("email", _EMAIL), ("url", _URL), ("phone", _PHONE)):
        yield from (Stretch(*found.span(), kind, found.group()) for found in pattern.finditer(text))
    for found in _LONG_FIGURE.finditer(text):
        if not _ROUND_FIGURE.fullmatch(found.group()):
            yield Stretch(*found.span(), "id", found.group())
    domains = [found for found in _DOMAIN.finditer(text) if found.group().lower() not in ("e.g", "i.e")]
    customers = find_customers(searched.private.engine, [found.group() for found in domains]) if domains else {}
    for found in domains:
        ones = customers.get(found.group(), [])
        if ones or not searched.is_public(*found.span()):
            yield _of_customers(found.start(), found.group(), ones) or Stretch(*found.span(), "domain", found.group())


def _of_customers(start: int, text: str, customers: Sequence[NamedCustomer]) -> Stretch | None:
    if not customers:
        return None
    one = customers[0] if len(customers) == 1 else None
    who = (one.customer_id, one.account_name) if one else ("", "")
    return Stretch(start, start + len(text), CUSTOMER, text, *who)


def _ids(searched: Searched) -> Iterator[Stretch]:
    private, words = searched.private, searched.words
    numbered = [
        (first, last)
        for first, last in stretches(words, max(private.longest_id, 1))
        if any(letter.isdigit() for letter in searched.slice(first, last))
    ]
    for first, last in numbered:
        key = " ".join(word.key for word in words[first:last])
        if key in private.ids and _may_be_id(searched, first, last, key):
            text = searched.slice(first, last)
            start, kind = words[first].start, private.ids[key]
            yield Stretch(start, words[last - 1].end, kind, text, text if kind == CUSTOMER else "")
    written = [searched.slice(first, first + 1) for first, last in numbered if last == first + 1]
    found = find_customers(private.engine, [text for text in written if len(text) >= _SHORT_ID]) if written else {}
    for first, last in numbered:
        one = _of_customers(words[first].start, searched.slice(first, last), found.get(searched.slice(first, last), []))
        if one and not searched.is_public(one.start, one.end):
            yield one


def _may_be_id(searched: Searched, first: int, last: int, key: str) -> bool:
    """Whether it is no quantity: a short figure is an id only behind a word for one."""
    words = searched.words
    if not key.replace(" ", "").isdigit():
        return not searched.is_public(words[first].start, words[last - 1].end)
    if len(key) >= _SHORT_ID and not key.endswith("000"):
        return True
    return any(word.key in id_words() for word in words[max(0, first - 2) : first])


# ---- names ------------------------------------------------------------------------------------------


def _named(searched: Searched) -> Iterator[Stretch]:
    """Names of customers, whole or without their legal form."""
    texts = {stretch: searched.slice(*stretch) for stretch in _candidates(searched)}
    shorn = {text: _POSSESSED.sub("", text) for text in texts.values() if len(text) > _SHORT_ID}
    if not texts:
        return
    found = find_customers(searched.private.engine, [*texts.values(), *shorn.values()])
    for (first, last), text in texts.items():
        name = next((each for each in (shorn.get(text, ""), text) if each in found), "")
        if name and _is_named(searched, first, last, name, found[name]):
            yield _with_signs(searched, _named_one(searched, first, name, found[name]))


def _candidates(searched: Searched) -> Iterator[tuple[int, int]]:
    """The stretches that begin as a name does."""
    begin = searched.private.beginnings
    for start, word in enumerate(searched.words):
        if word.key in begin:
            longest = LONGEST_WIDE_NAME if word.wide else LONGEST_NAME
            yield from ((start, end) for end in range(start + 1, min(start + longest, len(searched.words)) + 1))


def _is_named(searched: Searched, first: int, last: int, name: str, customers: Sequence[NamedCustomer]) -> bool:
    """Whether a stretch that is a name is one here: public words are where they were read so or, where there is no
    reading, where several are written exactly as in the name."""
    start, end = searched.words[first].start, searched.words[last - 1].end
    if not searched.is_public(start, end):
        return not (last == first + 1 and name.isdigit() and len(name) < _SHORT_ID)
    if key_of(name) in searched.names_read:
        return True
    if searched.reading and searched.reading.items:
        return False
    exact = any(customer.account_name.startswith(name) for customer in customers)
    whole = any((start, end) == (at, to) for at, to, _ in searched.phrases)
    return last > first + 1 and exact and not whole


def _named_one(searched: Searched, first: int, name: str, customers: Sequence[NamedCustomer]) -> Stretch:
    """The customer where it is one only; names that go on behind a short one leave it open whom it means."""
    start = searched.words[first].start
    if len(customers) == 1 and not customers[0].full:
        customers = [*customers, *customers_beginning(searched.private.engine, name)]
        customers = list({customer.customer_id: customer for customer in customers}.values())
    stretch = _of_customers(start, name, customers)
    assert stretch is not None  # noqa: S101 - there are customers
    return stretch


def _with_signs(searched: Searched, found: Stretch) -> Stretch:
    """With the signs that begin and end the name, where they are written too (``@Home Nursing``)."""
    before = re.match(r"[\W_]*", found.name)
    after = re.search(r"[\W_]*$", found.name)
    start, end = found.start, found.end
    if before and before.group() and searched.text[:start].endswith(before.group()):
        start -= len(before.group())
    if after and after.group() and searched.text[end:].startswith(after.group()):
        end += len(after.group())
    return found._replace(start=start, end=end, text=searched.text[start:end])


# ---- places and phrases -----------------------------------------------------------------------------


def _places(searched: Searched) -> Iterator[Stretch]:
    """Cities, states that hold a city's name, the partner's locations; of those that are words of everybody only the
    ones that are written or were read as names."""
    words, places = searched.words, searched.private.places
    longest = max((key.count(" ") + 1 for key in places), default=0)
    for first, last in stretches(words, longest):
        key = " ".join(word.key for word in words[first:last])
        cut = 0 if key in places else 1
        if key[: len(key) - cut] not in places or (cut and (key[-1:] != "s" or len(key) < _SHORT_ID)):
            continue
        kind, value = places[key[: len(key) - cut]]
        start, end = words[first].start, words[last - 1].end - cut
        if _is_place(searched, first, last, kind):
            text = searched.text[start:end]
            yield Stretch(start, end, kind, value if key_of(value) == key_of(text) else text)


def _is_place(searched: Searched, first: int, last: int, kind: str) -> bool:
    words, private = searched.words, searched.private
    start, end = words[first].start, words[last - 1].end
    senses = [sense for at, to, found in searched.phrases if (at, to) == (start, end) for sense in found]
    if any(sense.field == "country" for sense in senses):
        return False
    doubtful = private.is_public([sense for sense in senses if not _is_region(sense)]) or all(
        word.key in ordinary_words() for word in words[first:last]
    )
    return not doubtful or searched.is_proper(first) or key_of(searched.text[start:end]) in searched.values_read


def _is_region(sense: Sense) -> bool:
    return sense.kind == "value" and sense.field in ("state", "subsidiary", "area", "sales_territory")


def _phrased(searched: Searched) -> Iterator[Stretch]:
    """Other names of cities, what signals say, words of the partner's that name customers."""
    for start, end, senses in searched.phrases:
        text = searched.text[start:end].rstrip("'’")
        if searched.private.is_public(senses) or all(sense.field == "country" for sense in senses):
            continue
        text = re.sub(r"['’]s$", "", text)
        kind = next(filter(None, map(_phrase_kind, senses)), "")
        if kind and not all(word.key in ordinary_words() for word in words_of(text)):
            value = senses[0].value[0] if kind == "city" and len(senses[0].value) == 1 else ""
            yield Stretch(start, start + len(text), kind, text, name=value)


def _phrase_kind(sense: Sense) -> str:
    if sense.kind == "detail":
        return "text"
    if sense.kind == "vocabulary":
        return "word"
    if sense.field in ("city", "postal_code", "partner_name"):
        return {"city": "city", "postal_code": "postcode", "partner_name": "partner"}[sense.field]
    return ""
