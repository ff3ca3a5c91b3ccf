"""Takes a word that nothing covers for the known word that it is a slip of: ``Azrue``, ``employeees``, ``wich``."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

SHORTEST = 4
TWO_SLIPS = 8  # letters from which two slips are forgiven
MOST = 6  # candidates that are looked at
LANGUAGES = Path(__file__).parent.parent / "languages"


@cache
def real_words() -> frozenset[str]:
    """English words that are no slips of others, in lower case."""
    import tomllib

    texts = (LANGUAGES / "en" / "real_words.toml", "words"), (LANGUAGES / "ordinary" / "words.toml", "english")
    found = (tomllib.loads(path.read_text(encoding="utf-8"))[key] for path, key in texts)
    return frozenset(word for words in found for word in words.split())


def is_other_word(word: str, known: str) -> bool:
    """Whether a word of four letters differs from a known one in a letter, as ``shot`` does from ``show``: rather
    another word than a slip, unlike ``hsow`` or ``sow``."""
    return len(word) == len(known) <= SHORTEST and sorted(word) != sorted(known)


def near_words(word: str, spellings: Mapping[str, str]) -> list[str]:
    """The known words with the fewest slips in them: one, or up to two in a long word; empty where none is near.

    ``spellings`` maps words as they are written to the form in which they are compared. A slip is a letter too many,
    too few or another one, or two that changed places. Where one begins with the same letter, only such are near. Words
    with digits and words under four letters are no slips.
    """
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = 2 if len(word) >= TWO_SLIPS else 1
    matches = process.extract(word, spellings.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    fitting = [(slips, known) for known, slips, _ in matches if len(known) >= SHORTEST]
    fewest = min((slips for slips, _ in fitting), default=0)
    nearest = [known for slips, known in fitting if slips == fewest]
    nearest = [known for known in nearest if known[0] == word[0]] or (nearest if fewest == 1 else [])
    return sorted({spellings[known] for known in nearest})[:MOST]


def one_meaning(words: Sequence[str], meanings: Callable[[str], Iterable[Hashable]]) -> str:
    """The word of a choice, where it is one only or all can mean the same: the one with most meanings; else empty."""
    if len(words) < 2:
        return "".join(words)
    found = {word: frozenset(meanings(word)) for word in words}
    common = frozenset.intersection(*found.values())
    return min(words, key=lambda word: (-len(found[word]), word)) if common else ""
