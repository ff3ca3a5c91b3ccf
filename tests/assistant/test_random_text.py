"""Whatever is typed gets an answer of one of the four kinds, never an exception."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.evaluation import STATUSES
from assistant.offline.brain import OfflineBrain

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
LONGEST = 5_000


@cache
def phrases(brain: OfflineBrain) -> tuple[str, ...]:
    """Every phrase of the lexicon but those of shares, in an order that stays."""
    known = brain.reader.lexicon.phrases.items()
    return tuple(sorted(phrase for phrase, senses in known if all(sense.kind != "share" for sense in senses)))


def check(answer: Answer, question: str) -> None:
    assert answer.question == question
    assert answer.status in STATUSES
    assert answer.status != "failed"
    assert answer.answer.strip()
    assert answer.status == "answered" or (answer.customers, answer.value, answer.groups) == (None, None, None)


@QUICK
@given(picks=st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_random_words_of_the_lexicon(brain: OfflineBrain, picks: list[int]) -> None:
    known = phrases(brain)
    question = " ".join(known[pick % len(known)] for pick in picks)
    check(brain.ask(question, brain.start()), question)


KINDS = (
    *("act now", "evaluate", "azure", "m365", "surface", "fit", "intent", "high", "low", "A1", "not", "no", "without"),
    *(
        "and",
        "or",
        "but",
        "sweden",
        "healthcare",
        "customers",
        "how many",
        "top",
        "10",
        "50",
        "$50K",
        "over",
        "between",
    ),
    *("at least", "per", "country", "average", "agreements", "expire", "next", "month", "since", "last"),
    *("moved", "into", "out of", "new", "why", "them", "second", "copilot", "cohort", "own", ",", "?", "-", "(", ")"),
)


@settings(QUICK, max_examples=120)
@given(words=st.lists(st.sampled_from(KINDS), min_size=1, max_size=12))
def test_random_words_that_mean_something(brain: OfflineBrain, words: list[str]) -> None:
    question = " ".join(words)
    check(brain.ask(question, brain.start()), question)


@QUICK
@given(talk=st.lists(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5), min_size=2, max_size=4))
def test_random_conversations(brain: OfflineBrain, talk: list[list[str]]) -> None:
    conversation = brain.start()
    for words in talk:
        check(brain.ask(" ".join(words), conversation), " ".join(words))
        check(brain.more(conversation), "/more")


@QUICK
@given(question=st.text(st.characters(exclude_categories=["No"]), max_size=120))
def test_random_unicode(brain: OfflineBrain, question: str) -> None:
    check(brain.ask(question, brain.start()), question)


@pytest.mark.parametrize("seed", range(4))
def test_messages_of_five_thousand_characters(brain: OfflineBrain, seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    letters = ("customers in Sweden ", "a", "株", "9", "((", "\u0301")
    question = "".join(rng.choice(letters) for _ in range(LONGEST))[:LONGEST]
    answer = brain.ask(question, brain.start())
    check(answer, question)
    assert answer.status == "not_answerable"


@pytest.mark.parametrize("part", ["a ", "株", "not ", "( ", "Act Now ", "$1,", "next "])
def test_messages_as_long_as_may_be(brain: OfflineBrain, part: str) -> None:
    question = (part * 2_000)[:600]
    check(brain.ask(question, brain.start()), question)
