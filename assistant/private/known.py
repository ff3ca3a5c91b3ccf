"""All that is known to be private in a text: besides names, ids and addresses the places and what signals say."""

import re
from collections.abc import Iterator, Sequence

from assistant.offline.lexicon import Sense
from assistant.private.addresses import addresses, ids
from assistant.private.everyday import key_of, ordinary_words, stretches, words_of
from assistant.private.names import former_names, named
from assistant.private.search import OURS, STRICT, Searched, Stretch

_SHORTEST_GENITIVE = 5


def known_stretches(searched: Searched) -> Iterator[Stretch]:
    """All that is known to be private: addresses, ids, names, places, what signals say."""
    yield from addresses(searched)
    yield from ids(searched)
    yield from named(searched)
    yield from former_names(searched)
    yield from _places(searched)
    yield from _phrased(searched)
    yield from _signal_texts(searched)


def _places(searched: Searched) -> Iterator[Stretch]:
    """Cities, states that hold a city's name, the partner's locations; of those that are words of everybody only the
    ones that are written or were read as names."""
    words, places = searched.words, searched.private.places
    longest = max((key.count(" ") + 1 for key in places), default=0)
    for first, last in stretches(words, longest):
        key = " ".join(word.key for word in words[first:last])
        cut = 0 if key in places else 1
        if key[: len(key) - cut] not in places or (cut and (key[-1:] != "s" or len(key) < _SHORTEST_GENITIVE)):
            continue
        kind, value = places[key[: len(key) - cut]]
        start, end = words[first].start, words[last - 1].end - cut
        if _is_place(searched, first, last, value, cut):
            text = searched.text[start:end]
            yield Stretch(start, end, kind, value if key_of(value) == key_of(text) else text)


def _is_place(searched: Searched, first: int, last: int, value: str, cut: int) -> bool:
    words, private = searched.words, searched.private
    start, end = words[first].start, words[last - 1].end
    senses = [sense for at, to, found in searched.phrases if (at, to) == (start, end) for sense in found]
    if any(sense.field == "country" for sense in senses):
        return False
    doubtful = private.is_public([sense for sense in senses if not _is_region(sense)]) or all(
        word.key in ordinary_words() for word in words[first:last]
    )
    if not doubtful or searched.is_proper(first) or key_of(searched.text[start:end]) in searched.values_read:
        return True
    return searched.text[start : end - cut] == value and _spelled_as_place(searched, senses)


def _spelled_as_place(searched: Searched, senses: Sequence[Sense]) -> bool:
    """Whether a word of everybody that is spelled as a place of the data is taken for it."""
    known = searched.private.is_public([sense for sense in senses if not _is_region(sense)])
    return searched.written == STRICT or (searched.written == OURS and not known)


def _is_region(sense: Sense) -> bool:
    return sense.kind == "value" and sense.field in ("state", "subsidiary", "area", "sales_territory")


def _phrased(searched: Searched) -> Iterator[Stretch]:
    """Other names of cities, what signals say, words of the partner's that name customers."""
    for start, end, senses in searched.phrases:
        text = searched.text[start:end].rstrip("'’")
        if searched.private.is_public(senses) or all(sense.field == "country" for sense in senses):
            continue
        text = re.sub(r"['’]s$", "", text)
        text = text[:-1] if text[-1:] == "s" and key_of(text[:-1]) in searched.private.cities else text
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


def _signal_texts(searched: Searched) -> Iterator[Stretch]:
    """What stands behind the type of a signal, cut off or not (``Hiring: security an…``)."""
    for found in searched.private.signal_texts.finditer(searched.text):
        text = found["text"].rstrip()
        yield Stretch(found.start("text"), found.start("text") + len(text), "text", text)
