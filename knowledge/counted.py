"""How often entries say each feature. What the program comes with was counted beforehand, as that takes a second.

``python -m tests.learned`` counts it anew where definitions, askings or synonyms have changed, into ``counted.npz``.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.passages import Entry
from knowledge.wording import Wording
from knowledge.words import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATH = Path(__file__).parent / "counted.npz"
_TEXT = 0.6  # what a word of a text counts, where one of a name or an asking counts 1


@dataclass(frozen=True, eq=False)
class Counts:
    """Count i: entry number ``entry[i]`` says feature number ``feature[i]`` so often as ``often[i]`` tells. ``words``:
    all words of the entries and of those that the program comes with, in no order."""

    features: tuple[str, ...]
    words: frozenset[str]
    entry: "NDArray[np.int32]"
    feature: "NDArray[np.int32]"
    often: "NDArray[np.float32]"


@dataclass(frozen=True, eq=False)
class Counted:
    """The counts of the entries that the program comes with; ``keys`` tells the content of each."""

    keys: tuple[str, ...]
    counts: Counts


def keys_of(entries: Sequence[Entry], wording: Wording) -> tuple[str, ...]:
    """A key for each entry: another one for another entry, another content or other synonyms."""
    return tuple(_key(entry, wording.id) for entry in entries)


def _key(entry: Entry, wording: str) -> str:
    return hashlib.sha256(repr((wording, entry.id, entry.names, entry.asked, entry.parts)).encode()).hexdigest()[:16]


def count(entries: Sequence[Entry], wording: Wording) -> Counts:
    """The counts of entries, made anew."""
    return _as_counts([_said(entry, wording) for entry in entries], _words(entries))


def counts_of(entries: Sequence[Entry], wording: Wording) -> Counts:
    """The counts of entries: those of the program from their file, all others made anew."""
    import numpy as np

    shipped = shipped_counts()
    known = {key: place for place, key in enumerate(shipped.keys)}
    at = np.full(len(known), -1, np.int32)
    others = []
    for place, key in enumerate(keys_of(entries, wording)):
        if (row := known.get(key)) is None:
            others.append(place)
        else:
            at[row] = place
    anew = count([entries[place] for place in others], wording)
    return _joined(shipped.counts, at, anew, np.array(others, np.int32))


def _joined(known: Counts, known_at: "NDArray[np.int32]", anew: Counts, anew_at: "NDArray[np.int32]") -> Counts:
    """Two counts as one, with the places of their entries; -1 for an entry that is left out."""
    import numpy as np

    numbers = {name: number for number, name in enumerate(known.features)}
    feature = np.array([numbers.setdefault(name, len(numbers)) for name in anew.features], np.int32)
    entry = known_at[known.entry]
    there = entry >= 0
    return Counts(
        features=tuple(numbers),
        words=known.words | anew.words,
        entry=np.concatenate([entry[there], anew_at[anew.entry]]),
        feature=np.concatenate([known.feature[there], feature[anew.feature]]),
        often=np.concatenate([known.often[there], anew.often]),
    )


def _said(entry: Entry, wording: Wording) -> Mapping[str, float]:
    """How often an entry says each feature, in names, askings and text."""
    said: dict[str, float] = defaultdict(float)
    for texts, weight in (((*entry.names, *entry.asked), 1.0), (entry.parts, _TEXT)):
        for text in texts:
            for feature, often in wording.features(text).items():
                said[feature] += weight * often
    return said


def _words(entries: Sequence[Entry]) -> frozenset[str]:
    texts = (text for entry in entries for text in (*entry.names, *entry.asked, *entry.parts))
    return frozenset(word for text in texts for word in words_of(text) if word.isalpha())


def _as_counts(said: Sequence[Mapping[str, float]], words: frozenset[str]) -> Counts:
    import numpy as np

    numbers: dict[str, int] = {}
    rows = [
        (place, numbers.setdefault(name, len(numbers)), often)
        for place, held in enumerate(said)
        for name, often in held.items()
    ]
    entry, feature, often = zip(*rows, strict=True) if rows else ((), (), ())
    return Counts(
        features=tuple(numbers),
        words=words,
        entry=np.array(entry, np.int32),
        feature=np.array(feature, np.int32),
        often=np.array(often, np.float32),
    )


def keep(counted: Counted, path: Path) -> None:
    """Write counts into a file."""
    import numpy as np

    counts = counted.counts
    np.savez_compressed(
        path,
        keys=_packed(counted.keys),
        features=_packed(counts.features),
        words=_packed(sorted(counts.words)),
        entry=counts.entry.astype(np.uint16),
        feature=counts.feature,
        often=counts.often,
    )


@cache
def shipped_counts() -> Counted:
    """The counts that come with the program."""
    import numpy as np

    with np.load(PATH, allow_pickle=False) as kept:
        counts = Counts(
            features=_unpacked(kept["features"]),
            words=frozenset(_unpacked(kept["words"])),
            entry=kept["entry"].astype(np.int32),
            feature=kept["feature"],
            often=kept["often"],
        )
        return Counted(_unpacked(kept["keys"]), counts)


def _packed(names: Sequence[str]) -> "NDArray[np.uint8]":
    """Names as one run of bytes, which loads faster than an array of texts."""
    import numpy as np

    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _unpacked(packed: "NDArray[np.uint8]") -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
