"""A list that the model asked for is handed on like the same one of the offline brain."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.export.answers import listing_of
from model.brains import Brains
from model.replies import Say
from model.scripts import FOUND, replaying


@pytest.mark.parametrize(
    "question",
    [
        "Which customers in Sweden are Act Now for Azure?",
        "How many customers are Act Now for Azure, by country?",
        "How many customers are in Norway?",
    ],
)
def test_both_brains_hand_on_the_same_list(question: str, tidewater: Path, model_server: Callable[..., object]) -> None:
    brains = Brains(tidewater, model_server(lambda request, number: Say(FOUND)))
    (offline,) = brains.ask_offline(question)
    (modelled,) = brains.ask_model((question, replaying(offline, one_by_one=False)))
    assert modelled.brain == "openai"
    ours, theirs = listing_of(brains.offline.tools, offline), listing_of(brains.model.tools, modelled)
    assert ours.rows
    assert (theirs.columns, theirs.rows, theirs.charts) == (ours.columns, ours.rows, ours.charts)
