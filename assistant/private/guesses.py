"""Guesses what may be a name in a question: words that are near to names of customers, and capitalised ones."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.private.everyday import german_words
from assistant.private.fields import CUSTOMER
from assistant.private.search import Searched, Stretch
from scoring.names import NamedCustomer, customers_beginning, similar_to_any

_BESIDE = 2
_SHORTEST_LABEL = 5
_SHORTEST_CAPITAL = 2
_NO_NAMES = ("product", "family", "cluster", "band", "cohort", "category", "report", "score", "play", "owns")


class Guesses:
    """What may be a name among the words that nothing explains."""

    def __init__(self, searched: Searched, found: Sequence[Stretch]) -> None:
        self.searched = searched
        self.private = searched.private
        self.words = searched.words
        covered = {
            place
            for place, word in enumerate(self.words)
            for each in found
            if each.start < word.end and word.start < each.end
        }
        self.covered = covered
        self.open = [
            place
            for place in range(len(self.words))
            if place not in covered and not searched.is_known(self.words[place])
        ]

    def stretches(self) -> Iterator[Stretch]:
        """The stretches that may be names."""
        guessed = [place for place in self.open if self._tells(place)]
        labels = self._labels([place for place in self.open if place not in guessed])
        cities = {place: city for place in self.open if place not in labels and (city := self._city(place))}
        for place, city in cities.items():
            yield self._stretch(place, self.words[place].text, "city")._replace(name=city)
        self.covered |= cities.keys()
        guessed = [place for place in guessed if place not in cities]
        for first, last in self._runs({*guessed, *labels}):
            yield self._resolved(first, last)
        taken = {*guessed, *labels, *cities}
        for first, last in self._runs({place for place in self.open if place not in taken and self._proper(place)}):
            first, last = self._first_name(first), self._capitals(last)
            if last - first > 1 or not self.german:
                yield self._stretch(first, self.searched.slice(first, last), "name")
        yield from self._wide()

    def _tells(self, place: int) -> bool:
        word = self.words[place]
        return not word.wide and self.private.tells(word.key, self.searched.is_proper(place))

    def _city(self, place: int) -> str:
        """The city that a word is a slip of."""
        word = self.words[place]
        return "" if word.wide or self.private.leads(word.key) else self.private.near_city(word.key)

    def _labels(self, places: Sequence[int]) -> set[int]:
        """Words that are the first part of a domain, or a name written together."""
        asked = {
            f"w{place}": self.words[place].key for place in places if len(self.words[place].key) >= _SHORTEST_LABEL
        }
        if not asked:
            return set()
        marks = ", ".join(f"${name}" for name in asked)
        rows = self.private.engine.fetch(
            f"SELECT DISTINCT split_part(key, ' ', 1) AS label, replace(key, ' ', '') AS joined FROM names "  # noqa: S608
            f"WHERE split_part(key, ' ', 1) IN ({marks}) OR replace(key, ' ', '') IN ({marks})",
            dict(asked),
        )
        known = {word for row in rows for word in row.values()}
        return {place for place in places if self.words[place].key in known}

    def _runs(self, places: set[int]) -> Iterator[tuple[int, int]]:
        """First place and end of each run of words that stand side by side in one sentence."""
        first = -1
        for place in sorted(places):
            if first < 0 or place - 1 not in places or not self._beside(place):
                first = place
            if place + 1 not in places or not self._beside(place + 1):
                yield first, place + 1

    def _beside(self, place: int) -> bool:
        between = self.searched.text[self.words[place - 1].end : self.words[place].start]
        return not between.strip(" -'’&.") and "  " not in between

    # ---- who is meant ---------------------------------------------------------------------------

    def _resolved(self, first: int, last: int) -> Stretch:
        """The customer that a guess means where it is one only; else whom it may mean is left open."""
        engine = self.private.engine
        while last < len(self.words) and last not in self.covered and self._beside(last) and self._goes_on(first, last):
            last += 1
        text = self._unpossessed(first, last)
        longer = [self.searched.slice(first, end) for end in self._ends(last)]
        near = similar_to_any(engine, longer) if longer else []
        if not near and (found := customers_beginning(engine, text)):
            return self._meaning(first, text, found)
        if near := near or similar_to_any(engine, [text]):
            return self._meaning(first, near[0][0], [customer for _, customer in near])
        meant = [
            text.replace(self.words[first].text, word, 1) for word in self.private.near_names(self.words[first].key)
        ]
        if found := [customer for each in meant for customer in customers_beginning(engine, each)]:
            return self._meaning(first, text, found)
        if self.words[first].text[:1].isupper() and (end := self._capitals(last)) > last:
            text = self._unpossessed(first, end)
        return self._stretch(first, text, "name")

    def _ends(self, last: int) -> Iterator[int]:
        """Where a name may end that goes on over words of names, or unknown ones (``Elderfeild School``)."""
        for end in range(last, min(last + _BESIDE, len(self.words))):
            known = end not in self.open and self.words[end].key not in self.private.name_words
            if end in self.covered or known or self._possesses(end) or not self._beside(end):
                return
            yield end + 1

    def _goes_on(self, first: int, place: int) -> bool:
        """Whether a word belongs to the name before it: it stands in names and is unknown, or a name goes on so."""
        if self.words[place].key not in self.private.name_words or self._possesses(place):
            return False
        text = self.searched.slice(first, place + 1)
        return place in self.open or bool(customers_beginning(self.private.engine, text, 1))

    def _possesses(self, place: int) -> bool:
        """Whether a word is the ``s`` behind an apostrophe."""
        start = self.words[place].start
        return self.words[place].key == "s" and self.searched.text[start - 1 : start] in ("'", "’")

    def _unpossessed(self, first: int, last: int) -> str:
        """The text of some words without the ending of a genitive."""
        text, key = self.searched.slice(first, last), self.words[last - 1].key
        return text[:-1] if key.endswith("s") and self.private.leads(key[:-1]) else text

    def _meaning(self, first: int, text: str, customers: Sequence[NamedCustomer]) -> Stretch:
        stretch = self._stretch(first, text, CUSTOMER)
        if len({customer.customer_id for customer in customers}) > 1:
            return stretch
        return stretch._replace(customer_id=customers[0].customer_id, name=customers[0].account_name)

    def _stretch(self, first: int, text: str, kind: str) -> Stretch:
        start = self.words[first].start
        return Stretch(start, start + len(text), kind, text)

    # ---- other words ----------------------------------------------------------------------------

    def _proper(self, place: int) -> bool:
        """Whether an unknown word is written as a name: with a capital within a sentence, or before one that is."""
        word = self.words[place]
        if word.wide or not word.text[:1].isupper() or len(word.text) < _SHORTEST_CAPITAL:
            return False
        if self.searched.capitals_say_little() or self.private.is_explained(word.key):
            return False
        if not self.searched.starts_sentence(place):
            return True
        return self._capitals(place + 1) > place + 1

    def _first_name(self, place: int) -> int:
        """Where a name begins that goes back over known words with capitals (``Per Olsson``)."""
        while place and place - 1 not in self.covered and self._beside(place) and self._is_titled(place - 1):
            if not self.searched.is_proper(place - 1):
                break
            place -= 1
        return place

    def _is_titled(self, place: int) -> bool:
        """Whether a word has a capital and names no thing of the catalogue."""
        return self.words[place].text.istitle() and not self.searched.has_sense(place, *_NO_NAMES)

    def _capitals(self, place: int) -> int:
        """Where a name ends that goes on over words with capitals (``Zebulon Freight``), be they known or not."""
        while place < len(self.words) and place not in self.covered and self._beside(place):
            if not self._is_titled(place):
                break
            place += 1
        return place

    @cached_property
    def german(self) -> bool:
        """Whether the question is German, where nouns have capitals as names do."""
        return 2 * sum(word.key in german_words() for word in self.words) >= len(self.words) > 2

    def _wide(self) -> Iterator[Stretch]:
        """Beginnings of names in wide letters that nothing explains."""
        read = self.searched.reading
        known = {piece.text for piece in read.pieces if "unknown" not in piece.kinds} if read else set()
        place = 0
        while place < len(self.words):
            end = self._wide_end(place)
            if end > place + 1 and not any(self.searched.slice(place, end) in text for text in known):
                yield self._stretch(place, self.searched.slice(place, end), "name")
                place = end
            else:
                place += 1

    def _wide_end(self, place: int) -> int:
        """Where the longest beginning of a name in wide letters ends."""
        end = place
        for last in range(place + 2, len(self.words) + 1):
            if any(at not in self.open or not self.words[at].wide for at in range(place, last)):
                break
            if self.searched.slice(place, last) not in self.private.wide_parts:
                break
            end = last
        return end
