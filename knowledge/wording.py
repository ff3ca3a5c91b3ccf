"""What a text says, as weighted features that its wording changes little: stems, pairs of them, and groups of synonyms.

The groups stand in ``synonyms.toml``, and in ``asked.toml`` how people ask for a definition.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

from knowledge.words import NOISE, stem_of, words_of

_FOLDER = Path(__file__).parent
# Words of any conversation, which say nothing about what is asked.
# fmt: off
_IDLE = (
    "actually", "again", "ago", "ah", "already", "also", "always", "am", "any", "anybody", "anyone", "anything",
    "around", "ask", "asked", "away", "back", "because", "bit", "both", "bring", "but", "came", "come", "cannot", "d",
    "don", "done", "down", "each", "earth", "either", "else", "even", "ever", "every", "everybody", "everyone", "few",
    "find", "folk", "gave", "get", "give", "given", "go", "going", "gone", "got", "guy", "he", "hello", "her", "here",
    "hey", "him", "his", "if", "isn", "just", "keep", "know", "let", "like", "ll", "lot", "m", "made", "make", "many",
    "may", "maybe", "might", "much", "must", "name", "need", "now", "off", "ok", "okay", "other",
    "out", "put", "quite", "rather", "really", "said", "same", "say", "see", "seem", "she", "show",
    "some", "somebody", "someone", "something", "somewhere", "still", "sure", "take", "taken", "there", "though",
    "through", "too", "try", "until", "up", "ve", "very", "want", "way", "well", "went", "whether", "while",
    "yes", "yet",
)
# fmt: on
_LITTLE = 0.4
_NOISE = frozenset(map(stem_of, NOISE))
_SLIGHT = frozenset(map(stem_of, _IDLE))
_PAIR = 0.3  # what two words beside each other weigh, where one weighs 1
_GROUP = 0.7  # what a synonym weighs
_PHRASE = 1.4  # how much more a group weighs where a phrase named it
_RUN = 4  # letters of a run


class Wording:
    """Makes features of texts: ``w:stem``, ``p:stem stem`` of neighbours, ``g:n`` for each group of synonyms named."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[str, list[tuple[tuple[str, ...], str, float]]] = defaultdict(list)
        for place, names in enumerate(groups):
            for name in map(_stems, names):
                self._groups[name[0]].append((name, f"g:{place}", _GROUP * (_PHRASE if len(name) > 1 else 1)))

    @property
    def id(self) -> str:
        """Another one for other groups of synonyms."""
        named = sorted((name, group, weight) for names in self._groups.values() for name, group, weight in names)
        return hashlib.sha256(repr(named).encode()).hexdigest()[:16]

    def features(self, text: str) -> dict[str, float]:
        """Features with their weights, summed over the text."""
        stems = _stems(text)
        content = _content(stems)
        found: dict[str, float] = defaultdict(float)
        for stem in content:
            found[f"w:{stem}"] += _LITTLE if stem in _SLIGHT else 1
        for one, other in pairwise(content):
            found[f"p:{one} {other}"] += _PAIR
        for group, weight in self._named(stems):
            found[group] += weight
        return found

    def _named(self, stems: tuple[str, ...]) -> Iterable[tuple[str, float]]:
        for start, stem in enumerate(stems):
            for name, group, weight in self._groups.get(stem, ()):
                if len(name) == 1 or stems[start : start + len(name)] == name:
                    yield group, weight


def content_of(text: str) -> list[str]:
    """The stems of a text without words of any question."""
    return _content(_stems(text))


def _content(stems: Sequence[str]) -> list[str]:
    return [stem for stem in stems if stem not in _NOISE]


def letters(text: str) -> Counter[str]:
    """The runs of four letters in the words of a text, with their counts."""
    spelt = f" {' '.join(word for word in words_of(text) if stem_of(word) not in _NOISE)} "
    return Counter(f"l:{spelt[at : at + _RUN]}" for at in range(len(spelt) - _RUN + 1))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem_of, words_of(text)))


@cache
def shipped_wording() -> Wording:
    """The wording with the synonyms that come with the program."""
    return Wording(_read("synonyms.toml")["groups"])


@cache
def askings() -> Mapping[str, tuple[str, ...]]:
    """How people ask for definitions, by id."""
    content = _read("asked.toml")
    asked = {id: tuple(part.strip() for part in line.split(" / ")) for id, line in content["asked"].items()}
    for product, names in content["products"].items():
        for column, openings in content["columns"].items():
            made = tuple(f"{opening} {name}" for opening, name in zip(openings, cycle(names), strict=False))
            asked[f"column.{product}.{column}"] = (*asked.get(f"column.{product}.{column}", ()), *made)
    return asked


def _read(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
