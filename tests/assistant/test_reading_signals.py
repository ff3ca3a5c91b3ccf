"""Signals that are joined by "or" and "and", each against those of one type alone."""

import pytest

from assistant.offline.brain import OfflineBrain


def who(brain: OfflineBrain, words: str) -> set[str]:
    answer = brain.ask(f"customers {words}", brain.start())
    assert answer.status == "answered", answer.answer
    return set(answer.customers or ())


@pytest.fixture(scope="module")
def each(brain: OfflineBrain) -> dict[str, set[str]]:
    """Type of signal -> its customers for Azure."""
    return {kind: who(brain, f"with a {kind} signal for Azure") for kind in ("hiring", "funding", "merger")}


def test_signals_are_alternatives_where_it_says_or(brain: OfflineBrain, each: dict[str, set[str]]) -> None:
    assert who(brain, "with a funding or merger signal for Azure") == each["funding"] | each["merger"]
    every = each["hiring"] | each["funding"] | each["merger"]
    assert who(brain, "with a hiring, funding or merger signal for Azure") == every


def test_two_types_are_two_signals(brain: OfflineBrain, each: dict[str, set[str]]) -> None:
    technology = who(brain, "with a technology use signal for Azure")
    assert who(brain, "with hiring and technology use signals for Azure") == each["hiring"] & technology
    assert each["hiring"] & technology


def test_none_of_several_signals(brain: OfflineBrain, each: dict[str, set[str]]) -> None:
    scored = who(brain, "with an Azure fit of at least 0")
    assert who(brain, "without a funding or merger signal for Azure") == scored - each["funding"] - each["merger"]


def test_a_type_with_its_detail_is_one_signal(brain: OfflineBrain, each: dict[str, set[str]]) -> None:
    analysts = who(brain, "with a hiring signal for a security analyst for Azure")
    assert set() < analysts < each["hiring"]
