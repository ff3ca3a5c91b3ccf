"""What is learned from how people ask for definitions."""

import numpy as np
import pytest

from knowledge.learned import ELSEWHERE, features_of, shipped_weights
from knowledge.wording import shipped_wording
from tests.learned import learn, shipped_entries


def test_the_weights_are_those_that_are_learned_from_the_askings_as_they_stand() -> None:
    """Where this fails, ``python -m tests.learned`` learns them anew."""
    shipped, anew = shipped_weights(), learn(shipped_entries())
    assert shipped.made_from == anew.made_from
    assert (shipped.ids, shipped.features) == (anew.ids, anew.features)
    for kept, found in ((shipped.weights, anew.weights), (shipped.bias, anew.bias), (shipped.rarity, anew.rarity)):
        assert np.allclose(kept, found, atol=0.04)  # weights under 0.03 are left out


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
