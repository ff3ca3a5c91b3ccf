"""Words, numbers and stretches of time, read by themselves."""

import re
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.offline.brain import OfflineBrain
from assistant.offline.dates import read_intervals
from assistant.offline.draft import Draft
from assistant.offline.numbers import read_bounds
from assistant.offline.spans import Item, cover
from assistant.offline.tokens import canonical, phrase_key, read_number, tokenize

AS_OF = date(2026, 10, 25)
FISCAL_START = 7


def items(brain: OfflineBrain, text: str) -> list[Item]:
    return cover(text, brain.reader.lexicon, lambda tokens: [])[1]


# ---- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Act Now for M365?", ["Act", "Now", "for", "M365", "?"]),
        ("D365BC = ?", ["D365BC", "=", "?"]),
        ("A1, E5 and ET10", ["A1", ",", "E5", "and", "ET10"]),
        ("$10K - $25K", ["$", "10K", "-", "$", "25K"]),
        ("$1,234.50", ["$", "1,234.50"]),
        ("31.5%", ["31.5", "%"]),
        (">=50 and <= 60", [">=", "50", "and", "<=", "60"]),
        ("2026-10-25", ["2026-10-25"]),
        ("10/25/2026", ["10/25/2026"]),
        ("2026-10", ["2026-10"]),
        ("1-24", ["1", "-", "24"]),
        ("300+", ["300", "+"]),
        ("don't", ["do", "n't"]),
        ("isn’t", ["is", "n’t"]),
        ("can't", ["can't"]),
        ("Acme's", ["Acme's"]),
        ("law-firms", ["law", "-", "firms"]),
        ("F&O", ["F", "&", "O"]),
        ("日本の顧客", ["日", "本", "の", "顧", "客"]),
        ("Azure東京", ["Azure", "東", "京"]),
        ("한빛", ["한", "빛"]),
        ("São Paulo", ["São", "Paulo"]),
        ("", []),
        (" \t\n", []),
    ],
)
def test_text_is_cut_into(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@given(st.text(max_size=200))
def test_every_token_stands_where_it_says(text: str) -> None:
    assume(not re.search(r"\bn['’]t", text, re.IGNORECASE))
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        assert token.text == text[token.start : token.end] != ""
        assert not text[end : token.start].strip()
        end = token.end
    assert not text[end:].strip()


@given(st.text(max_size=60))
def test_the_key_of_a_phrase_is_the_same_in_other_cases(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert phrase_key(plain.upper()) == phrase_key(plain.lower())


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        (("migrate", "migrates", "migrated", "migrating"), "migrat"),
        (("customer", "Customers", "CUSTOMER"), "customer"),
        (("city", "cities"), "city"),
        (("Málaga", "malaga"), "malaga"),
        (("A1", "a1", "A1s"), "a1"),
        (("business", "Business"), "business"),
        (("AWS", "aws"), "aws"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...], key: str) -> None:
    assert {canonical(form) for form in forms} == {key}


# ---- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("1,000", 1000),
        ("1.000", 1000),
        ("1,234,567", 1_234_567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("87,4", 87.4),
        ("87.4", 87.4),
        ("0.125", 0.125),
        ("0,5", 0.5),
        ("-12.5", -12.5),
        ("12,50", 12.5),
    ],
)
def test_a_number_is_read_in_both_notations(text: str, value: float) -> None:
    assert read_number(text) == value


@given(st.integers(0, 10**12))
def test_whole_numbers_come_back(number: int) -> None:
    assert read_number(f"{number}") == read_number(f"{number:,}") == number
    assert read_number(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 10**8), st.integers(0, 99))
def test_amounts_come_back(whole: int, cents: int) -> None:
    text = f"{whole:,}.{cents:02d}"
    assert read_number(text) == pytest.approx(whole + cents / 100)
    assert read_number(text.translate(str.maketrans(",.", ".,"))) == pytest.approx(whole + cents / 100)
    assert [token.number for token in tokenize(f"${text}")][1:] == [pytest.approx(whole + cents / 100)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("50K", 50_000), ("2.5k", 2500), ("1.5 million", 1_500_000), ("3M", 3e6), ("2bn", 2e9), ("10 thousand", 10_000)],
)
def test_a_figure_with_a_scale(text: str, value: float) -> None:
    assert [token.number for token in tokenize(text)] == [value]


@pytest.mark.parametrize("text", ["M365", "D365BC", "E5", "ET10", "A1", "K8s", "2nd", "FY24"])
def test_a_code_is_no_number(text: str) -> None:
    assert [token.number for token in tokenize(text)] == [None]


@pytest.mark.parametrize(
    ("text", "op", "values"),
    [
        ("at least 50", ">=", (50,)),
        ("no fewer than 50", ">=", (50,)),
        ("50 or more", ">=", (50,)),
        ("50+", ">=", (50,)),
        (">= 50", ">=", (50,)),
        ("a minimum of 50", ">=", (50,)),
        ("more than 50", ">", (50,)),
        ("over $50K", ">", (50_000,)),
        ("north of 50", ">", (50,)),
        ("at most 50", "<=", (50,)),
        ("no more than fifty", "<=", (50,)),
        ("50 or less", "<=", (50,)),
        ("up to 50", "<=", (50,)),
        ("fewer than 50", "<", (50,)),
        ("under 1.5k", "<", (1500,)),
        ("< 50", "<", (50,)),
        ("between 50 and 60", "between", (50, 60)),
        ("50 to 60", "between", (50, 60)),
        ("50-60", "between", (50, 60)),
        ("50–60", "between", (50, 60)),
        ("$10K - $25K", "between", (10_000, 25_000)),
        ("from 50 to 60", "between", (50, 60)),
        ("exactly 50", "==", (50,)),
        ("50", "=", (50,)),
        ("twenty-five", "=", (25,)),
        ("two hundred and fifty", "=", (250,)),
        ("three thousand five hundred", "=", (3500,)),
        ("more than twelve hundred", ">", (1200,)),
        ("a dozen", "=", (12,)),
        ("at least two million", ">=", (2_000_000,)),
    ],
)
def test_a_number_with_its_comparator(brain: OfflineBrain, text: str, op: str, values: tuple[float, ...]) -> None:
    bounds = read_bounds(Draft(items(brain, text), brain.catalog))
    assert [(bound.op, bound.values) for bound in bounds] == [(op, values)]


@settings(max_examples=60, deadline=None)
@given(number=st.integers(2, 10**7))
def test_any_number_is_read_with_its_comparator(brain: OfflineBrain, number: int) -> None:
    for text in (f"at least {number}", f"at least {number:,}", f"{number:,} or more"):
        bounds = read_bounds(Draft(items(brain, text), brain.catalog))
        assert [(bound.op, bound.values) for bound in bounds] == [(">=", (number,))]


# ---- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in the next 30 days", "2026-10-25", "2026-11-24"),
        ("within 90 days", "2026-10-25", "2027-01-23"),
        ("in the next two weeks", "2026-10-25", "2026-11-08"),
        ("over the next three months", "2026-10-25", "2027-01-25"),
        ("in the coming 6 months", "2026-10-25", "2027-04-25"),
        ("in the next 2 quarters", "2026-10-25", "2027-04-25"),
        ("in the next 2 years", "2026-10-25", "2028-10-25"),
        ("this month", "2026-10-01", "2026-10-31"),
        ("next month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-09-01", "2026-09-30"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("next quarter", "2027-01-01", "2027-03-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("this fiscal year", "2026-07-01", "2027-06-30"),
        ("next fiscal year", "2027-07-01", "2028-06-30"),
        ("last fiscal year", "2025-07-01", "2026-06-30"),
        ("the rest of the fiscal year", "2026-10-25", "2027-06-30"),
        ("the rest of this quarter", "2026-10-25", "2026-12-31"),
        ("the remainder of the month", "2026-10-25", "2026-10-31"),
        ("still this year", "2026-10-25", "2026-12-31"),
        ("before 1 December 2026", "", "2026-11-30"),
        ("before December 2026", "", "2026-11-30"),
        ("by 31 March 2027", "", "2027-03-31"),
        ("until 2027-01-15", "", "2027-01-15"),
        ("no later than 12/31/2026", "", "2026-12-31"),
        ("after 31 January 2027", "2027-02-01", ""),
        ("after January 2027", "2027-02-01", ""),
        ("from 1 March 2027", "2027-03-01", ""),
        ("on or after 2027-03-01", "2027-03-01", ""),
        ("from 1 November to 15 December 2026", "2026-11-01", "2026-12-15"),
        ("between 10/25/2026 and 12/31/2026", "2026-10-25", "2026-12-31"),
        ("between November 2026 and February 2027", "2026-11-01", "2027-02-28"),
        ("January, February or March 2027", "2027-01-01", "2027-03-31"),
        ("in November and December", "2026-11-01", "2026-12-31"),
        ("in December", "2026-12-01", "2026-12-31"),
        ("in March", "2027-03-01", "2027-03-31"),
        ("in October 2026", "2026-10-01", "2026-10-31"),
        ("in February 2028", "2028-02-01", "2028-02-29"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("in 2027", "2027-01-01", "2027-12-31"),
        ("on 15 December 2026", "2026-12-15", "2026-12-15"),
        ("December 15, 2026", "2026-12-15", "2026-12-15"),
        ("on 25/12/2026", "2026-12-25", "2026-12-25"),
        ("from today to the end of June 2027", "2026-10-25", "2027-06-30"),
        ("at the end of June 2027", "2027-06-30", "2027-06-30"),
        ("two months ago", "2026-08-01", "2026-08-31"),
        ("in the last 30 days", "2026-09-25", "2026-10-25"),
    ],
)
def test_a_stretch_of_time(brain: OfflineBrain, text: str, first: str, last: str) -> None:
    found = read_intervals(items(brain, text), AS_OF, FISCAL_START)
    days = [(interval.start, interval.end) for interval in found]
    assert days == [(_day(first), _day(last))]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2026, 6, 30), "2025-07-01", "2026-06-30"),
        (date(2026, 7, 1), "2026-07-01", "2027-06-30"),
        (date(2027, 1, 1), "2026-07-01", "2027-06-30"),
    ],
)
def test_the_fiscal_year_begins_in_july(brain: OfflineBrain, as_of: date, first: str, last: str) -> None:
    found = read_intervals(items(brain, "this fiscal year"), as_of, FISCAL_START)
    assert [(interval.start, interval.end) for interval in found] == [(_day(first), _day(last))]


@pytest.mark.parametrize(
    ("as_of", "text", "last"),
    [
        (date(2027, 1, 31), "in the next 1 month", "2027-02-28"),
        (date(2026, 12, 31), "in the next 2 months", "2027-02-28"),
        (date(2027, 12, 31), "in the next 2 months", "2028-02-29"),
    ],
)
def test_months_end_where_they_end(brain: OfflineBrain, as_of: date, text: str, last: str) -> None:
    found = read_intervals(items(brain, text), as_of, FISCAL_START)
    assert [interval.end for interval in found] == [_day(last)]


@pytest.mark.parametrize("text", ["customers may buy", "32/13/2026", "Azure", "50 employees"])
def test_what_is_no_time(brain: OfflineBrain, text: str) -> None:
    assert read_intervals(items(brain, text), AS_OF, FISCAL_START) == []
