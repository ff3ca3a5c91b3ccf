"""What is learned from how people ask for definitions, and what is counted of them."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.counted import Counts, count, counts_of, shipped_counts
from knowledge.learned import ELSEWHERE, features_of, shipped_weights
from knowledge.wording import shipped_wording
from tests.learned import count_all, learn, shipped_entries


def test_the_weights_are_those_that_are_learned_from_the_askings_as_they_stand() -> None:
    """Where this fails, ``python -m tests.learned`` learns them anew."""
    shipped, anew = shipped_weights(), learn(shipped_entries())
    assert shipped.made_from == anew.made_from
    assert (shipped.ids, shipped.features) == (anew.ids, anew.features)
    for kept, found in ((shipped.weights, anew.weights), (shipped.bias, anew.bias), (shipped.rarity, anew.rarity)):
        assert np.allclose(kept, found, atol=0.04)  # weights under 0.03 are left out


def test_the_counts_are_those_of_the_entries_as_they_stand() -> None:
    """Where this fails, ``python -m tests.learned`` counts anew."""
    shipped, anew = shipped_counts(), count_all(shipped_entries())
    assert shipped.keys == anew.keys
    assert (shipped.counts.features, shipped.counts.words) == (anew.counts.features, anew.counts.words)
    for name in ("entry", "feature", "often"):
        assert np.array_equal(getattr(shipped.counts, name), getattr(anew.counts, name))


def test_entries_that_are_not_shipped_are_counted_beside_those_that_are() -> None:
    """In any order, and without those that are left out; one that was changed is counted as it is now."""
    first, second, third, *_ = shipped_entries()
    changed = replace(second, names=(*second.names, "zebra crossing"))
    wording = shipped_wording()
    found = counts_of([third, changed, first], wording)
    assert "zebra" in found.words
    assert said(found) == said(count([third, changed, first], wording))


def said(counts: Counts) -> set[tuple[int, str, float]]:
    names = [counts.features[number] for number in counts.feature.tolist()]
    return set(zip(counts.entry.tolist(), names, counts.often.tolist(), strict=True))


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("which group do I phone right away", "cluster.act-now"),
        ("who is likely to buy more seats of what they have", "cohort.m365-upsell-seats"),
        ("how is the weather in Stockholm", ELSEWHERE),
        ("how do I configure Exchange Online", ELSEWHERE),
    ],
)
def test_what_lies_nearest(question: str, nearest: str) -> None:
    found = shipped_weights().distances(features_of(shipped_wording(), question))
    assert max(found, key=found.__getitem__) == nearest


def test_words_that_nobody_used_lie_nowhere() -> None:
    assert shipped_weights().distances(features_of(shipped_wording(), "qqqqq zzzzz")) == {}
