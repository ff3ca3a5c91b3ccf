"""Every phrase that a question may hold, with what it can mean: words of the language, the catalogue, the workspace.

A phrase maps to *senses*. A sense says what kind of thing the phrase is (``product``, ``cluster``, ``value``,
``compare``, ``noise``, ...), which one, and for values of the data the field they belong to.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from assistant.named_texts import Entry, NamedTexts
from assistant.offline.contact import read_patterns
from assistant.offline.tokens import SILENT, phrase_key, tokenize
from assistant.vocabulary import vocabulary_file, word_key
from knowledge.cache import fingerprint
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.engine import Engine

THINGS = frozenset(
    {"product", "family", "cluster", "band", "cell", "cohort", "category", "play", "value", "owns", "signal", "detail"}
    | {"report", "absent", "field", "score", "propensity", "likeliest", "whitespace", "cohortword", "noise"}
    | {"top", "superlative", "shortlist", "ranked", "comparative"}
)
"""The kinds of sense that a word of the partner's vocabulary may take the place of: no sentence is made of them."""
_IDLE = frozenset({"noise", "customers", "who", "top", "shortlist"})
_ARTICLES = frozenset({"a", "an", "the"})
LANGUAGES = Path(__file__).parent.parent / "languages"
ENGLISH = LANGUAGES / "en"
VALUE_FIELDS_LIMIT = 3_000


class Sense(NamedTuple):
    """One meaning of a phrase: kind, which one, and the field of a value."""

    kind: str
    value: Any = ""
    field: str = ""


@dataclass
class Lexicon:
    """Phrases by their compared words, joined by a space; ``spellings`` has each word as it is written, in lower case
    and without accents, with the form in which it is compared."""

    phrases: MutableMapping[str, list[Sense]] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    spellings: dict[str, str] = field(default_factory=dict)
    play_words: dict[str, set[str]] = field(default_factory=dict)
    own_words: dict[str, Entry] = field(default_factory=dict)
    """The partner's vocabulary: what its words mean."""
    patterns: dict[str, list[str]] = field(default_factory=dict)
    """How contact with customers is spoken of (:mod:`assistant.offline.contact`)."""

    @cached_property
    def idle_words(self) -> frozenset[str]:
        """Single words that carry nothing."""
        return frozenset(key for key, senses in self.phrases.items() if any(sense.kind == "noise" for sense in senses))

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """By its first word how many words the longest phrase has."""
        longest: dict[str, int] = {}
        for phrase in self.phrases:
            first, _, rest = phrase.partition(" ")
            longest[first] = max(longest.get(first, 0), 2 + rest.count(" ") if rest else 1)
        return longest

    def add(self, phrase: str, sense: Sense) -> None:
        """Teach a phrase; written together ("powerapps") it means the same, but no article ("acount" is a slip)."""
        tokens = [token for token in tokenize(phrase) if token.key not in SILENT]
        keys = tuple(token.key for token in tokens)
        if not keys:
            return
        self._add(keys, sense)
        for token in tokens:
            self.spellings.setdefault(fold(token.text), token.key)
        together = "".join(keys)
        if len(keys) > 1 and len(together) > 5 and together.isalnum() and keys[0] not in _ARTICLES:
            self._add((together,), sense)
            self.spellings.setdefault(together, together)

    def _add(self, keys: tuple[str, ...], sense: Sense) -> None:
        known = self.phrases.setdefault(" ".join(keys), [])
        if sense not in known:
            known.append(sense)
        for length in range(1, len(keys)):
            self.prefixes.add(" ".join(keys[:length]))

    def claim(self, word: str) -> None:
        """Teach a word of the partner's vocabulary. It means nothing else, nor do longer phrases that meant the same
        ("the Nordics", "DACH region"); longer phrases that say nothing do not hide it."""
        key, own = word_key(word), Sense("vocabulary", word)
        before = self.phrases.get(key, [])
        for phrase in [phrase for phrase in self.phrases if f" {key} " in f" {phrase} "]:
            if before and self.phrases[phrase] == before:
                self.phrases[phrase] = [own]
            elif phrase == key or all(sense.kind in _IDLE for sense in self.phrases[phrase]):
                del self.phrases[phrase]
        self.phrases.pop(key.replace(" ", ""), None)
        self.add(word, own)

    def senses(self, keys: Iterable[str]) -> list[Sense]:
        return self.phrases.get(" ".join(keys), [])


class _KeptPhrases(MutableMapping[str, list[Sense]]):
    """Phrases as they were kept: the senses of one are made where it is looked up."""

    def __init__(self, rows: dict[str, Sequence[Sequence[Any]]]) -> None:
        self._rows = rows

    def __getitem__(self, phrase: str) -> list[Sense]:
        return [
            Sense(kind, tuple(value) if isinstance(value, list) else value, of)
            for kind, value, of in self._rows[phrase]
        ]

    def __setitem__(self, phrase: str, senses: list[Sense]) -> None:
        self._rows[phrase] = senses

    def __delitem__(self, phrase: str) -> None:
        del self._rows[phrase]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, phrase: object) -> bool:
        return phrase in self._rows


def open_lexicon(engine: Engine) -> Lexicon:
    """The lexicon over a workspace: as this engine has it, as it was kept, else built, and kept where it can be."""
    file = vocabulary_file(engine.workspace.path)
    words = file.raw()
    opened = _OPENED.get(engine)
    if opened is None or opened[0] != words:
        opened = _OPENED[engine] = (words, _open(engine, file, words))
    return opened[1]


def _open(engine: Engine, file: NamedTexts, words: bytes) -> Lexicon:
    name, key = "lexicon.json", _key(engine, words)
    if kept := engine.cache.read(name, key):
        plays = {play: set(words) for play, words in kept["play_words"].items()}
        own = {word: tuple(entry) if isinstance(entry, list) else entry for word, entry in kept["own_words"].items()}
        phrases = _KeptPhrases(kept["phrases"])
        return Lexicon(phrases, set(kept["prefixes"]), kept["spellings"], plays, own, kept["patterns"])
    lexicon = build_lexicon(engine)
    for word, entry in file.parse(words).items() if words else ():
        lexicon.own_words[word] = entry
        lexicon.claim(word)
    content = {
        "phrases": dict(lexicon.phrases),
        "prefixes": sorted(lexicon.prefixes),
        "spellings": lexicon.spellings,
        "play_words": {play: sorted(words) for play, words in lexicon.play_words.items()},
        "own_words": lexicon.own_words,
        "patterns": lexicon.patterns,
    }
    engine.cache.write(name, key, content)
    return lexicon


_OPENED: "WeakKeyDictionary[Engine, tuple[bytes, Lexicon]]" = WeakKeyDictionary()


def _key(engine: Engine, words: bytes) -> str:
    """What a lexicon is made from: the data, the words, those of the partner's vocabulary, and the code that compares
    them."""
    own = f"{fingerprint('.py', Path(__file__).parent)}|{fingerprint('.toml', ENGLISH)}"
    return f"{engine.key}|{own}|{sha256(words).hexdigest() if words else ''}" if engine.key else ""


def build_lexicon(engine: Engine) -> Lexicon:
    """The words of English with the catalogue and the values of a workspace."""
    lexicon = Lexicon(patterns=read_patterns(ENGLISH / "contact.toml"))
    for phrase, sense in (
        *_english(),
        *_catalog(engine.catalog),
        *_plays(engine),
        *_values(engine),
    ):
        lexicon.add(phrase, sense)
        if sense.kind == "play":
            lexicon.play_words.setdefault(sense.value, set()).update(phrase_key(phrase))
    for name, sense in _absent(engine, lexicon):
        lexicon.phrases.setdefault(" ".join(phrase_key(name)), [sense])
    for detail in _details(engine):
        known = lexicon.phrases.get(" ".join(phrase_key(detail)), ())
        if all(sense.field and engine.catalog.fields[sense.field].level == "own" for sense in known):
            lexicon.add(detail, Sense("detail", detail))
    return lexicon


def _english() -> Iterator[tuple[str, Sense]]:
    import tomllib

    content = tomllib.loads((ENGLISH / "words.toml").read_text(encoding="utf-8"))
    for word in content["word"]:
        for phrase in word["phrases"]:
            yield from ((spelled, Sense(word["kind"], word.get("value", ""))) for spelled in _spelled(phrase))


def _spelled(phrase: str) -> Iterator[str]:
    """A phrase in each of its ways: ``bought in the (last|past) year`` has two."""
    parts = [part.split("|") for part in re.split(r"[()]", phrase)]
    yield from ("".join(chosen) for chosen in itertools.product(*parts))


def _catalog(catalog: Catalog) -> Iterator[tuple[str, Sense]]:
    for product in catalog.products.values():
        for name in {product.id, product.title, product.short, product.column, *product.aliases}:
            yield name, Sense("product", product.id)
    for section in ("cluster", "band", "cohort", "category", "signal", "report"):
        for entry in catalog.sections[section].values():
            for name in (entry.title, *entry.aliases):
                yield name, Sense(section, entry.id)
    for family in catalog.families.values():
        for name in (family.title, *family.aliases):
            yield name, Sense("family", family.id)
    for cell in catalog.cells:
        yield cell, Sense("cell", cell)
    for template in catalog.product_fields.values():
        for name in (template.title, *template.aliases):
            yield name, Sense("score", template.id)
    reported_first = sorted(catalog.fields.values(), key=lambda item: item.level == "own")
    for item in reported_first:
        yield from ((name, Sense("field", item.id)) for name in item.aliases)
        yield from ((name, Sense("owns", item.id)) for name in item.owns)
    for item in reported_first:
        titles = () if item.owns else (item.title,)
        names = titles if item.level == "own" else (*titles, *item.spellings)
        yield from ((name, Sense("field", item.id)) for name in names)


def _plays(engine: Engine) -> Iterator[tuple[str, Sense]]:
    for month in engine.availability.months:
        for play, heading in engine.availability.plays(month).items():
            known = engine.catalog.plays.get(play)
            for name in {heading, known.title if known else heading}:
                yield name, Sense("play", play)


def _absent(engine: Engine, lexicon: Lexicon) -> Iterator[tuple[str, Sense]]:
    """Names of values that no customer has: a question for them is answered so, not misread."""
    for entry in engine.catalog.values.values():
        names = (entry.value, *entry.aliases)
        if not any(phrase_key(name) and lexicon.senses(phrase_key(name)) for name in names):
            for name in names:
                lexicon.prefixes.update(" ".join(phrase_key(name)[:n]) for n in range(1, len(phrase_key(name))))
                yield name, Sense("absent", entry.value, entry.field)


def _details(engine: Engine) -> Iterator[str]:
    """What signals say, whole and by their first words (``VMware renewal`` of ``VMware renewal in 3 months``)."""
    details = engine.signal_details(VALUE_FIELDS_LIMIT)
    yield from details
    for detail in details:
        words = detail.split()
        yield from (" ".join(words[:length]).rstrip(",") for length in range(2, min(len(words), 4)))


def _values(engine: Engine) -> Iterator[tuple[str, Sense]]:
    names = _value_names(engine.catalog)
    for field_id, values in engine.distinct_values(VALUE_FIELDS_LIMIT).items():
        if all(value in engine.catalog.products for value in values):
            continue  # products have their names, and are owned by the fields that say so
        present = {fold(value): value for value in values}
        for key, value in present.items():
            yield value, Sense("value", (value,), field_id)
            for alias in names.get((field_id, key), ()):
                yield alias, Sense("value", (value,), field_id)
        if engine.catalog.fields[field_id].kind == "list":
            for part, wholes in (*_alternatives(present), *_unversioned(present)):
                for name in (part, *names.get((field_id, fold(part)), ())):
                    yield name, Sense("value", wholes, field_id)
        yield from _groups(engine.catalog, field_id, present, names)


def _alternatives(present: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """``Office 2010`` of ``Office 2007/2010``: what a ``/`` parts, where it is a part of one value only."""
    parts: dict[str, list[str]] = {}
    for value in present.values():
        before, _, last = value.rpartition(" ")
        for each in last.split("/") if "/" in last else ():
            parts.setdefault(f"{before} {each}".strip(), []).append(value)
    yield from (
        (part, tuple(wholes)) for part, wholes in parts.items() if len(wholes) == 1 and fold(part) not in present
    )


def _unversioned(present: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """``Windows Server`` of ``Windows Server 2012``: two words or more before a version mean all that begin so."""
    found: dict[str, list[str]] = {}
    for value in present.values():
        words = list(itertools.takewhile(lambda word: not any(letter.isdigit() for letter in word), value.split()))
        if 2 <= len(words) < len(value.split()):
            found.setdefault(" ".join(words), []).append(value)
    for name, values in found.items():
        literal = [present[fold(name)]] if fold(name) in present else []
        yield name, tuple(sorted([*literal, *values]))


def _value_names(catalog: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    """Field and folded name -> all names of the same value."""
    return {(field_id, fold(name)): names for field_id, names in _equal_names(catalog) for name in names}


def _equal_names(catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in catalog.values.values():
        if not entry.members:
            yield entry.field, (entry.value, *entry.aliases)
    for segment in catalog.segments.values():
        names = (segment.title.removesuffix(" (2021)"), *segment.aliases)
        yield "sub_segment", names
        yield f"segment_{segment.vintage}", (segment.title, *names)
    for status in catalog.nonprofits.values():
        yield "nonprofit", (status.title, *status.aliases)


def _groups(
    catalog: Catalog, field_id: str, present: dict[str, str], names: dict[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[str, Sense]]:
    for entry in catalog.values.values():
        if entry.field != field_id or not entry.members:
            continue
        wanted = {fold(name) for member in entry.members for name in (member, *names.get((field_id, fold(member)), ()))}
        found = tuple(sorted(value for key, value in present.items() if key in wanted))
        for name in (entry.value, *entry.aliases) if found else ():
            yield name, Sense("value", found, field_id)
