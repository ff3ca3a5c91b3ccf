"""Learns which words tell the definitions apart, and counts what they say: ``python -m tests.learned`` writes
``knowledge/learned.npz`` and ``knowledge/counted.npz``."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.svm import LinearSVC

from knowledge import counted
from knowledge.catalog import load_catalog
from knowledge.definitions import load_definitions
from knowledge.learned import ELSEWHERE, PATH, Learned, features_of
from knowledge.passages import Entry, definition_entries
from knowledge.wording import Wording, askings, shipped_wording

_ELSEWHERE = Path(__file__).parent / "elsewhere.toml"
_LEAST = 0.03  # a weight nearer to 0 is left out


def shipped_entries() -> list[Entry]:
    """What the program comes with."""
    return definition_entries(load_definitions(load_catalog()), askings())


def examples(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """All texts that are learned from, each after the id that it belongs to."""
    yield from ((entry.id, text) for entry in entries for text in (*entry.names, *entry.asked, *entry.parts))
    yield from ((ELSEWHERE, text) for text in tomllib.loads(_ELSEWHERE.read_text(encoding="utf-8"))["asked"])


def fingerprint(examples: Iterable[tuple[str, str]], wording: Wording) -> str:
    """Changes with what is learned from."""
    content = hashlib.sha256()
    for id, text in examples:
        content.update(f"{id}\0{sorted(features_of(wording, text).items())}\n".encode())
    return content.hexdigest()


def learn(entries: Sequence[Entry]) -> Learned:
    """A linear support vector machine for each entry against all others; the same entries give the same weights."""
    wording = shipped_wording()
    texts = list(examples(entries))
    found = DictVectorizer()
    counts = found.fit_transform([features_of(wording, text) for _, text in texts])
    rarity = TfidfTransformer()
    machine = LinearSVC(C=0.5, random_state=0)
    machine.fit(rarity.fit_transform(counts), [id for id, _ in texts])
    weights = np.where(np.abs(machine.coef_) < _LEAST, 0, machine.coef_)
    return Learned(
        made_from=fingerprint(texts, wording),
        ids=tuple(map(str, machine.classes_)),
        features={str(name): place for place, name in enumerate(found.feature_names_)},
        rarity=rarity.idf_.astype(np.float32),
        weights=weights.T.astype(np.float16),
        bias=machine.intercept_.astype(np.float32),
    )


def write(learned: Learned, path: Path) -> None:
    """Keep what was learned in a file, without the weights that are 0."""
    rows, columns = np.nonzero(learned.weights)
    np.savez_compressed(
        path,
        made_from=np.array(learned.made_from),
        ids=np.array(learned.ids),
        features=np.array(list(learned.features)),
        rarity=learned.rarity,
        bias=learned.bias,
        rows=rows.astype(np.uint16),
        columns=columns.astype(np.uint16),
        weights=learned.weights[rows, columns],
    )


def count_all(entries: Sequence[Entry]) -> counted.Counted:
    """How often the entries say each feature."""
    wording = shipped_wording()
    return counted.Counted(counted.keys_of(entries, wording), counted.count(entries, wording))


def main() -> None:
    """Write the weights and the counts."""
    entries = shipped_entries()
    write(learn(entries), PATH)
    counted.keep(count_all(entries), counted.PATH)


if __name__ == "__main__":
    main()
