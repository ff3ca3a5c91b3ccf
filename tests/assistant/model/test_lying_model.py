"""A model that lies: nothing false reaches the answer, neither at once nor streamed, and the truth in the same words
passes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from model.brains import Brains, same_result
from model.lie import Lie
from model.lies import LIES
from model.replies import Say
from model.scripts import FOUND, Steps, telling
from model.server import ModelServer

TERMS = ("cell E6", "fiscal year", "when do new reports come out", "match report customers with the CRM", "whitespace")


@pytest.fixture(scope="module")
def brains(sample: Path) -> Iterator[Brains]:
    with ModelServer(lambda request, number: Say(FOUND)) as server:
        yield Brains(sample, server)


@pytest.fixture(scope="module")
def honest(brains: Brains) -> Callable[[Lie], Answer]:
    """The answer where the model only says that here it is."""
    answers: dict[str, Answer] = {}

    def answer(lie: Lie) -> Answer:
        calls = repr(lie.steps)
        if calls not in answers:
            (answers[calls],) = brains.ask_model((lie.question, Steps(lie.steps)))
        return answers[calls]

    return answer


def test_there_are_enough_lies() -> None:
    assert len(LIES) >= 60
    assert sum(lie.swap for lie in LIES) >= 20
    assert len({lie.name for lie in LIES}) == len(LIES)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_a_lie_is_left_out(brains: Brains, honest: Callable[[Lie], Answer], lie: Lie) -> None:
    """The answer is that of the results; while it is streamed no more is said than a heading."""
    said: list[str] = []
    told: list[str] = []

    def words(results: list[str]) -> str:
        told.append(lie.words(true=False)(results))
        return told[-1]

    (answer,) = brains.ask_model((lie.question, Steps(lie.steps, words)), say=said.append)
    assert same_result(answer) == same_result(honest(lie))
    assert not re.search(r"\d", "".join(said)), said
    assert brains.unmasked(told[-1]) not in answer.answer
    assert any("left out" in warning for warning in answer.warnings)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_the_truth_in_the_same_words_passes(brains: Brains, lie: Lie) -> None:
    told: list[str] = []

    def words(results: list[str]) -> str:
        told.append(lie.words(true=True)(results))
        return told[-1]

    (answer,) = brains.ask_model((lie.question, Steps(lie.steps, words)))
    assert len(told) == 1, brains.unmasked(told[0])
    assert answer.answer.startswith(brains.unmasked(told[0]))
    assert answer.warnings == ()


def test_a_model_that_mends_its_words_is_heard(brains: Brains) -> None:
    lie = LIES[0]
    truths = iter([False, True])
    (answer,) = brains.ask_model((lie.question, Steps(lie.steps, lambda told: lie.words(next(truths))(told))))
    assert answer.warnings == ()
    assert answer.brain == "openai"
    asked_again = brains.server.requests[-1].json["messages"][-1]
    assert asked_again["role"] == "user"
    assert "[customer 1]" in asked_again["content"]


@pytest.mark.parametrize("term", TERMS)
def test_a_definition_may_be_quoted(brains: Brains, term: str) -> None:
    """As it was told, to the letter."""
    (answer,) = brains.ask_model((f"What is meant: {term}?", Steps([[("define", {"term": term})]], telling)))
    assert answer.warnings == ()
    assert answer.usage is not None
    assert answer.usage.requests == 2
