"""Learns which words tell the definitions apart: ``python -m tests.learned`` writes ``knowledge/learned.npz``."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.svm import LinearSVC

from knowledge.catalog import load_catalog
from knowledge.definitions import load_definitions
from knowledge.learned import PATH, Learned, all_examples, features_of, fingerprint
from knowledge.passages import Entry, definition_entries
from knowledge.wording import askings, shipped_wording

_LEAST = 0.03  # a weight nearer to 0 is left out


def shipped_entries() -> list[Entry]:
    """What the program comes with."""
    return definition_entries(load_definitions(load_catalog()), askings())


def learn(entries: Sequence[Entry]) -> Learned:
    """A linear support vector machine for each entry against all others; the same entries give the same weights."""
    wording = shipped_wording()
    texts = list(all_examples(entries))
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


def main() -> None:
    """Write the weights."""
    learn(shipped_entries()).write(PATH)


if __name__ == "__main__":
    main()
