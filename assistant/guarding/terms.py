"""Finds what words name: customers, products, fields, values of the data, clusters, bands and cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.guarding.called import Names, words_of_name
from assistant.guarding.wordlists import neutral
from assistant.offline.language import Language, load_language, written_in
from assistant.offline.lexicon import Lexicon, Sense, open_lexicon
from assistant.offline.tokens import Token, phrase_key, tokenize
from assistant.private.everyday import ordinary_words
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.engine import Engine
from scoring.query import is_score_field

NOTHING: frozenset[str] = frozenset()
_LONGEST = 12
_SHORT = 4
_SWEDISH = re.compile(r"\b(?:och|är|har|för|kunder|kunden|av|på|med|som|inte|det|den|dem|finns|också)\b", re.IGNORECASE)
_APART = re.compile(r"[,;:()|\n!?]|\s[–—-]\s")
_GENITIVES = ("'s", "’s", "s'", "s")
_GAP = re.compile(r"[\s.&/'’+\-]*")
_CLUSTER_BEFORE = re.compile(
    r"(?:\b(?:is|are|in|as|rated|cluster|stays|remains|i|är)\s(?:the\s|an?\s)?|[\"“(*_|:,]\s?)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Mention:
    """What letters ``start`` to ``end`` name.

    customers by id; products and fields by id; keys: folded values, of the fields ``dimensions``; claim: a word that a
    customer may be or not be ("cluster", "band", "cell", "value", "cohort"), with its folded titles in keys; owned: the
    flags that say that a customer has it.
    """

    start: int
    end: int
    words: str
    customers: frozenset[str] = NOTHING
    products: frozenset[str] = NOTHING
    fields: frozenset[str] = NOTHING
    keys: frozenset[str] = NOTHING
    dimensions: frozenset[str] = NOTHING
    claim: str = ""
    owned: frozenset[str] = NOTHING


class Terms:
    """The vocabulary of one workspace, and the customers and groups of the results."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.catalog: Catalog = engine.catalog
        self.names = Names()
        self.short: dict[str, str] = {}
        self.groups: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
        self._longest_group: dict[str, int] = {}

    @cached_property
    def lexicon(self) -> Lexicon:
        return open_lexicon(self.engine)

    @cached_property
    def legal_forms(self) -> frozenset[str]:
        return frozenset(fold(form) for form in self.catalog.legal_forms.after)

    def add_customer(self, name: str, customer: str) -> None:
        self.short[customer] = self.names.add(name, customer, self.legal_forms)

    def called(self, customers: frozenset[str]) -> str:
        """Customers as people call them."""
        return " or ".join(sorted(self.short.get(customer, customer) for customer in customers))

    def add_group(self, key: str, dimensions: frozenset[str]) -> None:
        """Teach the key of a group, which the words may name."""
        if words := words_of_name(key):
            self.groups[words] = (fold(key), dimensions)
            self._longest_group[words[0]] = max(self._longest_group.get(words[0], 0), len(words))

    def find(self, text: str) -> list[Mention]:
        """The mentions in the order of the text: the longest first where they overlap, customers before all else."""
        tokens = [token for token in tokenize(text) if token.kind != "sign"]
        found: list[Mention] = []
        place = 0
        while place < len(tokens):
            mention, length = self._at(text, tokens, place)
            if mention:
                found.append(mention)
            place += length
        return found

    def _at(self, text: str, tokens: list[Token], place: int) -> tuple[Mention | None, int]:
        named = self._customer(text, tokens, place) or self._group(text, tokens, place)
        known = self._phrase(text, tokens, place)
        if named and (not known or named[1] >= known[1]):
            return named
        if known:
            return known
        return self._beginning(text, tokens, place) or (None, 1)

    def _spans(self, text: str, tokens: list[Token], place: int, longest: int) -> Iterator[tuple[int, list[str]]]:
        """Ways to read a run of tokens from a place, the longest first; a genitive's ending may be left out."""
        for length in range(min(longest, len(tokens) - place), 0, -1):
            run = tokens[place : place + length]
            if all(self._is_gap(text[a.end : b.start], b) for a, b in pairwise(run)):
                words = [fold(token.text) for token in run]
                yield length, words
                for ending in ("'s", "s'", "s"):
                    if words[-1].endswith(ending):
                        yield length, [*words[:-1], words[-1].removesuffix(ending) + ("s" if ending == "s'" else "")]

    def _is_gap(self, between: str, following: Token) -> bool:
        """Whether the words of a name may stand so far apart: a comma only before a legal form."""
        comma = between.strip() in (",", ".,") and fold(following.text) in self.legal_forms
        return comma or bool(_GAP.fullmatch(between))

    def _customer(self, text: str, tokens: list[Token], place: int) -> tuple[Mention, int] | None:
        for length, words in self._spans(text, tokens, place, _longest(self.names.longest, tokens[place])):
            if customers := self.names.find(words):
                if length == 1 and self._is_word(tokens[place]):
                    continue
                start, end = tokens[place].start, tokens[place + length - 1].end
                return Mention(start, end, text[start:end], customers=frozenset(customers)), length
        return None

    def _is_word(self, token: Token) -> bool:
        """Whether a name of one word is also a word of the field or of the language: then it is that."""
        return bool(self.lexicon.senses([token.key])) and token.kind == "word"

    def _beginning(self, text: str, tokens: list[Token], place: int) -> tuple[Mention, int] | None:
        """The first words of a name, where they are written as one and begin a single customer's."""
        if not tokens[place].text[:1].isupper():
            return None
        for length, words in self._spans(text, tokens, place, min(4, _longest(self.names.longest, tokens[place]))):
            customers = self.names.firsts.get(" ".join(words), set())
            if len(customers) == 1:
                start, end = tokens[place].start, tokens[place + length - 1].end
                return Mention(start, end, text[start:end], customers=frozenset(customers)), length
        return None

    def _group(self, text: str, tokens: list[Token], place: int) -> tuple[Mention, int] | None:
        for length, words in self._spans(text, tokens, place, _longest(self._longest_group, tokens[place])):
            if tuple(words) in self.groups and not self.lexicon.senses(phrase_key(" ".join(words))):
                key, dimensions = self.groups[tuple(words)]
                start, end = tokens[place].start, tokens[place + length - 1].end
                said = Mention(start, end, text[start:end], keys=frozenset({key}), dimensions=dimensions)
                return said, length
        return None

    def _phrase(self, text: str, tokens: list[Token], place: int) -> tuple[Mention, int] | None:
        longest = _LONGEST if _languages(text) else self.lexicon.longest.get(tokens[place].key, 0)
        for length in range(min(longest, len(tokens) - place), 0, -1):
            run = tokens[place : place + length]
            if any(_APART.search(text[a.end : b.start]) for a, b in pairwise(run)):
                continue
            if senses := self._senses(text, run):
                mention = self._mention(text, run, senses)
                if mention:
                    return mention, length
        return None

    def _senses(self, text: str, run: list[Token]) -> list[Sense]:
        found = self.lexicon.phrases.get(" ".join(token.key for token in run))
        if found:
            return found
        for language in _languages(text):
            english = language.english(run)
            if english and "<" not in english and "+" not in english and english != "?":
                return self.lexicon.senses(phrase_key(english))
        return []

    def _mention(self, text: str, run: list[Token], senses: Sequence[Sense]) -> Mention | None:
        start, end = run[0].start, run[-1].end
        words = text[start:end]
        made = self._made(senses)
        if made.claim == "cluster" and words.islower() and words.isascii() and not _CLUSTER_BEFORE.search(text[:start]):
            return None
        if "potential" in words.lower():
            made = replace(made, fields=made.fields - {"expiring_revenue"})
        if made.claim == "cell" and not words.isupper():
            return None
        if made.dimensions == {"expiration_type"} and words.islower():
            return None
        if made.products and words.islower() and len(words) < _SHORT and fold(words) in ordinary_words():
            return None  # "på" is no Power Apps
        if made.keys and words in neutral().words and _SWEDISH.search(text):
            return None  # "finns" are no Finns
        blank = not (made.products or made.fields or made.keys or made.owned)
        return None if blank else replace(made, start=start, end=end, words=words)

    def _made(self, senses: Sequence[Sense]) -> Mention:
        """What the senses of a phrase name together."""
        made = [self._named(sense) for sense in senses]
        claims = [mention.claim for mention in made if mention.claim]
        joined = {
            name: frozenset().union(*(getattr(mention, name) for mention in made))
            for name in ("products", "fields", "keys", "dimensions", "owned")
        }
        claim = next((each for each in reversed(claims) if each != "value"), claims[0] if claims else "")
        return Mention(0, 0, "", claim=claim, **joined)

    def _named(self, sense: Sense) -> Mention:
        """What one sense names."""
        kind, value, of = sense
        made = Mention(0, 0, "")
        if kind in ("cluster", "band", "cohort", "category"):
            title = fold(self.catalog.sections[kind][value].title)
            return replace(made, keys=frozenset({title}), dimensions=frozenset({kind}), claim=kind)
        if kind == "cell":
            return replace(made, keys=frozenset({fold(value)}), dimensions=frozenset({kind}), claim=kind)
        if kind in ("value", "absent"):
            values = value if kind == "value" else (str(value),)
            keys = frozenset(fold(each) for each in values)
            return replace(made, keys=keys, dimensions=frozenset({of}), claim="value" if kind == "value" else "")
        if kind in ("product", "family"):
            products = self.catalog.families[value].products if kind == "family" else (value,)
            return replace(made, products=frozenset(products))
        return replace(made, owned=frozenset({value})) if kind == "owns" else replace(made, fields=_fields(kind, value))

    def is_numeric(self, name: str) -> bool:
        """Whether a field's values are figures."""
        known = self.catalog.fields.get(name)
        if known is not None:
            return known.kind in ("number", "money")
        return is_score_field(self.catalog, name) or name in ("customers", "agreements", "share")


def _longest(longest: Mapping[str, int], token: Token) -> int:
    """How many words the longest name has that begins with a word, or with it without a genitive's ending."""
    word = fold(token.text)
    tried = [word, *(word.removesuffix(ending) for ending in _GENITIVES), word.removesuffix("'")]
    return max(longest.get(each, 0) for each in tried)


@lru_cache(maxsize=64)
def _languages(text: str) -> tuple[Language, ...]:
    codes = written_in(text)
    return tuple(load_language(code) for code in codes if code != "sv" or _SWEDISH.search(text))


def _fields(kind: str, value: str) -> frozenset[str]:
    """The fields that a sense names: ``revenue`` may be that of a product or of agreements."""
    if kind in ("score", "field"):
        return frozenset({value, "expiring_revenue"} if value == "revenue" else {value})
    if kind == "score_word":
        return frozenset({"fit", "intent", "propensity"})
    return frozenset({kind} if kind in ("customers", "agreements", "propensity", "share") else ())
