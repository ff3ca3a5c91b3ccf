"""The partner's own words: each with its meaning in plain words, or with the customers that it names.

They stand in ``WORKSPACE/vocabulary.toml``. How a meaning is read stands in :mod:`assistant.offline.meanings`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.named_texts import Entry, NamedTexts
from assistant.offline.tokens import phrase_key, tokenize
from knowledge.messages import text
from scoring.errors import AscentError

FILE = "vocabulary.toml"
ABOUT = (
    'The partner\'s own words, kept by: ascent vocabulary add WORD "MEANING". A list of texts names customers by id.'
)


class VocabularyError(AscentError):
    """A word cannot be added or removed, or its meaning cannot be read; the message says why."""


def vocabulary_file(workspace: Path) -> NamedTexts:
    """The file of a workspace."""
    return NamedTexts(workspace / FILE, "words", ABOUT)


def word_key(word: str) -> str:
    """A word as it is compared in questions: without case, accents and plural endings."""
    return " ".join(phrase_key(word))


def known_as(words: Iterable[str], word: str) -> str:
    """How a word is spelled where it is known; empty where it is not."""
    key = word_key(word)
    return next((known for known in words if word_key(known) == key), "")


def check_word(word: str) -> str:
    """The word as it is kept; VocabularyError where no question could hold it."""
    kept = " ".join(word.split())
    if not any(token.kind in ("word", "wide") for token in tokenize(kept)):
        raise VocabularyError(f"'{kept}' is no word: it needs letters.")
    return kept


def add_word(workspace: Path, word: str, meaning: Entry, force: bool = False) -> Entry | None:
    """Keep a word, and give back what it meant before; VocabularyError where it is known and ``force`` is not given."""
    with vocabulary_file(workspace).changing() as words:
        known = known_as(words, word)
        if known and not force:
            raise VocabularyError(f"“{known}” is known: {told(words[known])}. Give --force to replace it.")
        before = words.pop(known, None)
        words[word] = meaning
    return before


def remove_word(workspace: Path, word: str) -> tuple[str, Entry]:
    """Take a word out, and give back how it was spelled and what it meant; VocabularyError where it is not known."""
    with vocabulary_file(workspace).changing() as words:
        known = known_as(words, word)
        if not known:
            raise VocabularyError(f"There is no word “{word}”. {_there_are(words)}")
        return known, words.pop(known)


def _there_are(words: Mapping[str, Entry]) -> str:
    return f"The vocabulary has {', '.join(words)}." if words else "The vocabulary is empty."


def told(meaning: Entry) -> str:
    """A meaning for people: its words, or how many customers it names."""
    if isinstance(meaning, str):
        return meaning
    if len(meaning) == 1:
        return text("{figure} customer", figure="1")
    return text("{figure} customers", figure=f"{len(meaning):,}")


def noted(word: str, meaning: Entry) -> str:
    """What an answer says of a word that it rests on."""
    return text("{word} = {meaning} (your vocabulary)", word=word, meaning=told(meaning))
