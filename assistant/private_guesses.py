"""Guesses what may be a name in a question: words that are near to names of customers, and capitalised ones."""

from collections.abc import Iterator, Sequence

from assistant.private_fields import CUSTOMER
from assistant.private_spans import Searched, Stretch
from assistant.private_words import german_endings, german_words
from scoring.names import NamedCustomer, customers_beginning, similar_to_any

_BESIDE = 2
_SHORTEST_LABEL = 5
_SHORTEST_CAPITAL = 2


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
        for first, last in self._runs({*guessed, *labels}):
            yield self._resolved(first, last)
        taken = {*guessed, *labels}
        for first, last in self._runs({place for place in self.open if place not in taken and self._proper(place)}):
            yield self._stretch(first, last, "name")
        yield from self._wide()

    def _tells(self, place: int) -> bool:
        word = self.words[place]
        return not word.wide and self.private.tells(word.key, self.searched.is_proper(place))

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
        while last < len(self.words) and last not in self.covered and self._beside(last) and self._goes_on(first, last):
            last += 1
        engine = self.private.engine
        text = self.searched.slice(first, last)
        if found := customers_beginning(engine, text):
            return self._meaning(first, last, found)
        ends = [
            end
            for end in range(last, min(last + _BESIDE, len(self.words)) + 1)
            if not self.covered & set(range(last, end)) and all(self._beside(at) for at in range(last, end))
        ]
        texts = {self.searched.slice(first, end): end for end in ends}
        near = similar_to_any(engine, list(texts))
        if near:
            return self._meaning(first, texts[near[0][0]], [customer for _, customer in near])
        return self._stretch(first, last, "name")

    def _goes_on(self, first: int, place: int) -> bool:
        """Whether a word belongs to the name before it: it stands in names, and is no word of everybody unless it is
        written as names are."""
        word = self.words[place]
        if word.key not in self.private.name_words:
            return False
        return place in self.open or (word.text[:1].isupper() and self.words[first].text[:1].isupper())

    def _meaning(self, first: int, last: int, customers: Sequence[NamedCustomer]) -> Stretch:
        stretch = self._stretch(first, last, CUSTOMER)
        if len({customer.customer_id for customer in customers}) > 1:
            return stretch
        return stretch._replace(customer_id=customers[0].customer_id, name=customers[0].account_name)

    def _stretch(self, first: int, last: int, kind: str) -> Stretch:
        text = self.searched.slice(first, last)
        start = self.words[first].start
        return Stretch(start, start + len(text), kind, text)

    # ---- other words ----------------------------------------------------------------------------

    def _proper(self, place: int) -> bool:
        """Whether an unknown word is written as a name: with a capital within a sentence, or before one that is."""
        word = self.words[place]
        if word.wide or not word.text[:1].isupper() or len(word.text) < _SHORTEST_CAPITAL or self._is_german(place):
            return False
        if self.searched.capitals_say_little() or self.private.is_slip(word.key):
            return False
        if not self.searched.starts_sentence(place):
            return True
        return place + 1 in self.open and self._beside(place + 1) and self.searched.is_proper(place + 1)

    def _is_german(self, place: int) -> bool:
        """Whether it is a noun of a German question."""
        known = sum(word.key in german_words() for word in self.words)
        return 2 * known >= len(self.words) > 2 and self.words[place].key.endswith(german_endings())

    def _wide(self) -> Iterator[Stretch]:
        """Beginnings of names in wide letters that nothing explains."""
        read = self.searched.reading
        known = {piece.text for piece in read.pieces if "unknown" not in piece.kinds} if read else set()
        place = 0
        while place < len(self.words):
            end = self._wide_end(place)
            if end > place + 1 and not any(self.searched.slice(place, end) in text for text in known):
                yield self._stretch(place, end, "name")
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
