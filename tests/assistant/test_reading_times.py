"""What is still to end and what has ended, and stretches of time that no report can be asked for."""

import pytest
from queries import called, ends, has, plainly, query

from assistant.offline.brain import OfflineBrain

ENDED = "2026-10-24"


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("that end before December", "2026-10-25", "2026-11-30"),
        ("with an end date before 2026-12-01", "2026-10-25", "2026-11-30"),
        ("that end by December", "2026-10-25", "2026-12-31"),
        ("that end by the end of the year", "2026-10-25", "2026-12-31"),
        ("that expired in October", "2026-10-01", ENDED),
        ("that ended after July", "2026-08-01", ENDED),
        ("that have expired since August", "2026-08-01", ENDED),
        ("that expired in the last 30 days", "2026-09-25", ENDED),
        ("that expired in December", "2025-12-01", "2025-12-31"),
        ("that ended in February", "2026-02-01", "2026-02-28"),
    ],
)
def test_the_days_of_what_ends_and_of_what_has_ended(brain: OfflineBrain, words: str, first: str, last: str) -> None:
    answer = brain.ask(f"agreements {words}", brain.start())
    assert called(answer) == plainly(query(ends(first, last)))


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("that ended before September", "2026-08-31"),
        ("that expired before 2026-12-01", ENDED),
        ("that end before 1 October 2026", "2026-09-30"),
    ],
)
def test_what_has_ended_has_no_first_day(brain: OfflineBrain, words: str, last: str) -> None:
    answer = brain.ask(f"agreements {words}", brain.start())
    assert called(answer) == plainly(query(has("agreement_end", last, op="<=")))


def test_an_answer_says_that_what_has_ended_is_left_out(brain: OfflineBrain) -> None:
    answer = brain.ask("How many agreements end before December?", brain.start())
    assert "agreements that ended before 2026-10-25 are not counted" in answer.assumptions


@pytest.mark.parametrize("words", ["before October", "until September", "after September"])
def test_a_stretch_of_time_is_no_month_of_the_reports(brain: OfflineBrain, words: str) -> None:
    answer = brain.ask(f"Which customers were Act Now for Azure {words}?", brain.start())
    assert answer.status == "not_answerable"
    assert words in answer.answer


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("ending in Q1", "2027-01-01", "2027-03-31"),
        ("ending in Q4", "2026-10-01", "2026-12-31"),
        ("ending in Q2 2027", "2027-04-01", "2027-06-30"),
        ("ending in 2027 Q1", "2027-01-01", "2027-03-31"),
        ("ending in Q1/2027", "2027-01-01", "2027-03-31"),
        ("ending in the first quarter of 2027", "2027-01-01", "2027-03-31"),
        ("that expired in Q3", "2026-07-01", "2026-09-30"),
        ("that end between Q1 and Q2", "2027-01-01", "2027-06-30"),
    ],
)
def test_quarters_are_of_the_calendar_year(brain: OfflineBrain, words: str, first: str, last: str) -> None:
    answer = brain.ask(f"agreements {words}", brain.start())
    assert called(answer) == plainly(query(ends(first, last)))
    if "first quarter" not in words:
        assert "quarters are those of the calendar year" in answer.assumptions


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Q3 of fiscal year 2027", "2027-01-01", "2027-03-31"),
        ("Q4 of this fiscal year", "2027-04-01", "2027-06-30"),
        ("the first quarter of this fiscal year", "2026-07-01", "2026-09-30"),
        ("Q1 of the next fiscal year", "2027-07-01", "2027-09-30"),
        ("the last quarter of this year", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
    ],
)
def test_quarters_of_a_year_that_is_named(brain: OfflineBrain, words: str, first: str, last: str) -> None:
    answer = brain.ask(f"agreements ending in {words}", brain.start())
    assert called(answer) == plainly(query(ends(first, last)))
    assert answer.assumptions == ()


@pytest.mark.parametrize(
    "question",
    [
        "customers that were Evaluate for Azure in September and are Act Now now",
        "customers that were Evaluate for Azure in September and are Act Now in October",
        "customers that are Act Now for Azure in October but were Evaluate in September",
    ],
)
def test_each_score_is_of_the_month_behind_it(brain: OfflineBrain, question: str) -> None:
    moved = brain.ask("customers that moved from Evaluate to Act Now for Azure since September", brain.start())
    answer = brain.ask(question, brain.start())
    assert answer.status == "answered"
    assert answer.customers == moved.customers
    assert moved.customers


@pytest.mark.parametrize("question", ["customers in the south of Germany", "customers north of Stockholm"])
def test_a_direction_is_no_place(brain: OfflineBrain, question: str) -> None:
    answer = brain.ask(question, brain.start())
    assert answer.status == "not_answerable"
    assert "th of”" in answer.answer
