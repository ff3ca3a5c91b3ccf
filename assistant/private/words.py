"""Which words of a workspace tell customers apart, and which are public."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from weakref import WeakKeyDictionary

from assistant.offline.language import load_language
from assistant.offline.lexicon import Sense, open_lexicon
from assistant.offline.slips import near_words
from assistant.offline.spans import PROPER
from assistant.private.everyday import key_of, ordinary_words, words_of
from assistant.private.fields import PLACES, is_private_value
from assistant.private.values import PrivateValues
from knowledge.definitions import load_definitions
from knowledge.text import fold
from scoring.engine import Engine

_PRIVATE_KINDS = frozenset({"detail", "vocabulary", "name"})
_LEADING = 0.3  # of the names that hold a word, the share that it leads where it tells customers apart
_RARE = 2  # names that hold a word that tells them apart wherever it stands
_SHORTEST_PART = 4


class PrivateWords(PrivateValues):
    """The words of a workspace, gathered where they are first needed."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.lexicon = open_lexicon(engine)

    @cached_property
    def name_words(self) -> dict[str, tuple[int, int]]:
        """Word of customers' names -> how many names hold it, and how many begin with it, common words left out."""
        rows = self.engine.fetch("SELECT key, count(*) AS times FROM names WHERE form = 'short' GROUP BY key")
        found: dict[str, tuple[int, int]] = {}
        for row in rows:
            words = [fold(word) for word in row["key"].split()]
            lead = next((word for word in words if not self.is_ordinary(word) and word not in self.cities), "")
            for word in dict.fromkeys(words):
                held, led = found.get(word, (0, 0))
                found[word] = (held + row["times"], led + row["times"] * (word == lead))
        return found

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """First words of names; of names in wide letters the first two letters."""
        rows = self.engine.fetch("SELECT DISTINCT split_part(key, ' ', 1) AS word FROM names WHERE form = 'short'")
        words = {fold(row["word"]) for row in rows}
        words |= {word for form in self.catalog.legal_forms.before for word in key_of(form).split()[:1]}
        return frozenset(words | {word[:1] for word in words if word and not word.isascii()})

    @cached_property
    def wide_parts(self) -> frozenset[str]:
        """The first two letters and more of names in wide letters."""
        rows = self.engine.fetch(
            "SELECT DISTINCT split_part(key, ' ', 1) AS word FROM names WHERE form = 'short' "
            r"AND regexp_matches(key, '[\x{3040}-\x{30ff}\x{3400}-\x{9fff}\x{ac00}-\x{d7af}]')"
        )
        words = [row["word"] for row in rows]
        return frozenset(word[:length] for word in words for length in range(2, len(word) + 1))

    @cached_property
    def telling(self) -> list[str]:
        """Sorted words that tell customers apart: those that begin names, and those that stand in one or two only."""
        return sorted(
            word
            for word, (held, led) in self.name_words.items()
            if len(word) > 2
            and not word.isdigit()
            and not self.is_ordinary(word)
            and word not in self.cities
            and (led >= _LEADING * held or held <= _RARE)
        )

    @cached_property
    def _telling(self) -> frozenset[str]:
        return frozenset(self.telling)

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        return {word: word for word in self.telling if word.isalpha()}

    def leads(self, word: str) -> bool:
        """Whether a word tells customers apart."""
        return word in self._telling

    def tells(self, word: str, proper: bool) -> bool:
        """Whether a word that nothing else explains is one that tells customers apart, the beginning of one, or near
        one; ``proper``: whether it is written as names are."""
        forms = {word, word.removesuffix("s")} if len(word) > _SHORTEST_PART else {word}
        if any(map(self.leads, forms)):
            return True
        if len(word) < _SHORTEST_PART:
            return False
        place = bisect_left(self.telling, word)
        if place < len(self.telling) and self.telling[place].startswith(word):
            return True
        return self._near(word, proper)

    def near_names(self, word: str) -> list[str]:
        """The words of names that a word is a slip of."""
        return near_words(word, self._spelled)

    def _near(self, word: str, proper: bool) -> bool:
        """Whether it is nearer to a name than to a word that is known."""
        near = self.near_names(word)
        if not near:
            return False
        known = near_words(word, self.spellings)
        if not known:
            return True
        from rapidfuzz.distance import OSA

        name, other = (min(OSA.distance(word, each) for each in words) for words in (near, known))
        return name < other or (proper and name == other)

    # ---- what is public -------------------------------------------------------------------------

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Words that are known, by themselves: those of the lexicon, of Swedish and of everybody."""
        words = {*ordinary_words(), *self.lexicon.spellings, *load_language("sv").spellings}
        private = {*self.cities, *self._city_aliases}
        return {word: word for word in words if word.isalpha() and word not in private}

    @cached_property
    def _city_aliases(self) -> frozenset[str]:
        """Other names of cities, of one word, as they are written."""
        return frozenset(
            written
            for written, key in self.lexicon.spellings.items()
            if (senses := self.lexicon.senses([key])) and not self.is_public(senses)
        )

    def is_ordinary(self, word: str) -> bool:
        """Whether a word by itself is one of everybody or of the catalogue."""
        return word in ordinary_words() or word in self._public_words

    @cached_property
    def _public_words(self) -> frozenset[str]:
        """Single words, as they are written, that are a public phrase."""
        return frozenset(
            written for written, key in self.lexicon.spellings.items() if self.is_public(self.lexicon.senses([key]))
        )

    def is_public(self, senses: Iterable[Sense]) -> bool:
        """Whether a phrase has a meaning that is no private value."""
        return any(self._is_public(sense) for sense in senses)

    def _is_public(self, sense: Sense) -> bool:
        if sense.kind == "vocabulary":
            return isinstance(self.lexicon.own_words.get(str(sense.value)), str)
        if sense.kind == "play":
            return sense.value in self.catalog.plays
        if sense.field in PLACES and sense.kind == "value":
            return not any(self.holds_city(str(value)) for value in sense.value)
        return sense.kind not in _PRIVATE_KINDS and not is_private_value(sense.field)

    def is_compound(self, word: str) -> bool:
        """Whether a word is one of Swedish or German that is put together of known ones (``Azurepoäng``)."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        return any(self._is_spelled(word[:cut]) and self._is_spelled(word[cut:]) for cut in cuts)

    def _is_spelled(self, word: str) -> bool:
        return word in self.spellings or word.removesuffix("s") in self.spellings

    def is_explained(self, word: str) -> bool:
        """Whether a word is known although no phrase of the question holds it: by itself, as a part, or as a slip."""
        return word in self.spellings or word in self.defined or self.is_slip(word) or self.is_compound(word)

    @cached_property
    def defined(self) -> frozenset[str]:
        """The words of the definitions."""
        definitions = load_definitions(self.catalog, cache=self.engine.cache)
        return frozenset(
            word.key for each in definitions.by_id.values() for word in words_of(f"{each.title} {each.text}")
        )

    def is_slip(self, word: str) -> bool:
        """Whether an unknown word is a slip of one that names a thing of the catalogue."""
        near = near_words(word, self.lexicon.spellings)
        return any(sense.kind in PROPER for key in near for sense in self.lexicon.senses([key]))

    def near_city(self, word: str) -> str:
        """The city of one word that a word is a slip of, where no other known word is as near."""
        near = near_words(word, self._city_words)
        known = near_words(word, self.spellings) if near else []
        return self.cities[near[0]] if len(near) == 1 and not known else ""

    @cached_property
    def _city_words(self) -> dict[str, str]:
        return {key: key for key in self.cities if key.isalpha()}


_KNOWN: "WeakKeyDictionary[Engine, PrivateWords]" = WeakKeyDictionary()


def private_words(engine: Engine) -> PrivateWords:
    """The private words of a workspace; gathered once for an engine."""
    if engine not in _KNOWN:
        _KNOWN[engine] = PrivateWords(engine)
    return _KNOWN[engine]
