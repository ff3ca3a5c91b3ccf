"""The stems of words, so that ``hiring`` is found in ``hires``."""

from collections.abc import Set
from functools import cache

_ENDINGS = ("s", "es", "ed", "d", "ing", "al", "ment", "n", "r", "en", "'s", "’s")
_SHORTEST = 3


@cache
def stems_of(word: str) -> frozenset[str]:
    """What may be the stem of a word, itself among them."""
    plain = word.lower()
    cut = {plain.removesuffix(ending) for ending in _ENDINGS if len(plain) - len(ending) >= _SHORTEST}
    return frozenset({plain, *cut, *(stem.removesuffix("e") for stem in {plain, *cut} if len(stem) > _SHORTEST)})


def is_stem_in(word: str, stems: Set[str]) -> bool:
    """Whether a stem of a word is one of those."""
    return not stems.isdisjoint(stems_of(word))
