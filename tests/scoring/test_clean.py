"""Cells: every spelling that reports have been seen in."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import load_catalog
from scoring.importing import clean

WORDS = clean.Words(load_catalog())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, True) for text in ("Yes", "yes", "YES", "Y", "TRUE", "true", "1", "Ja", "はい", "예", "네", "x")),
        *((text, False) for text in ("No", "N", "FALSE", "0", "0.0", "Nej", "いいえ", "아니요")),
        ("", None),
    ],
)
def test_flags(text: str, value: bool | None) -> None:
    assert clean.read_flag(text, WORDS) is value


def test_other_words_are_no_flag() -> None:
    with pytest.raises(clean.UnreadableError, match="neither Yes nor No"):
        clean.read_flag("perhaps", WORDS)


@pytest.mark.parametrize("text", ["N/A", "n/a", "-", "–", "null", "NULL", "(blank)", "#N/A", "", "NaN"])
def test_placeholders_are_blank(text: str) -> None:
    assert WORDS.blank(clean.trim(text))


@pytest.mark.parametrize("text", ["No", "0", "None", "NA", "Nulls AB", "- -"])
def test_values_are_not_blank(text: str) -> None:
    assert not WORDS.blank(clean.trim(text))


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("  Contoso \u00a0 Ltd ", "Contoso Ltd"),
        ('="02205"', "02205"),
        ("a\r\nb", "a b"),
        ("\ufeffx\u200b", "x"),
    ],
)
def test_trim(text: str, trimmed: str) -> None:
    assert clean.trim(text) == trimmed


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1234", ".", 1234.0),
        ("1,234.5", ".", 1234.5),
        ("1.234,5", ".", 1234.5),
        ("1.234,5", ",", 1234.5),
        ("87,4", ".", 87.4),
        ("87.4", ",", 87.4),
        ("1,234", ".", 1234.0),
        ("1,234", ",", 1.234),
        ("1.234", ".", 1.234),
        ("1.234", ",", 1234.0),
        ("1 234", ".", 1234.0),
        ("1\u00a0234,50", ",", 1234.5),
        ("1\u202f234", ".", 1234.0),
        ("1'234'567.5", ".", 1234567.5),
        ("1,234,567", ",", 1234567.0),
        ("1.234.567,89", ".", 1234567.89),
        ("12,34,567", ".", 1234567.0),
        ("12345,678", ".", 12345.678),
        ("0,125", ".", 0.125),
        (".5", ".", 0.5),
        ("-5", ".", -5.0),
        ("−5", ".", -5.0),
        ("- 5", ".", -5.0),
        ("5-", ".", -5.0),
        ("(123.45)", ".", -123.45),
        ("87%", ".", 87.0),
        ("1E+05", ".", 100000.0),
        ("１２３", ".", 123.0),
        ("", ".", None),
    ],
)
def test_numbers(text: str, mark: str, value: float | None) -> None:
    assert clean.read_number(text, mark) == value


@pytest.mark.parametrize("text", ["abc", "1,2,3", "12.34.56", "1 2", "1..2", "--5", "1,23,4.5.6", "nan", "inf", "0x10"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(clean.UnreadableError):
        clean.read_number(text)


@pytest.mark.parametrize(
    ("values", "whole", "mark"),
    [
        (["1,234", "87.5"], True, "."),
        (["1.234", "87,5"], True, ","),
        (["1,234"], True, "."),
        (["1,234"], False, "."),
        (["1.234", "25"], True, ","),
        (["87.125"], False, "."),
        (["1.234.567"], False, ","),
        (["$0.5K - $1.5K", "$1.5K - $5K"], True, "."),
        (["10 - 25"], True, "."),
        ([], True, "."),
    ],
)
def test_the_decimal_mark_is_settled_over_the_column(values: list[str], whole: bool, mark: str) -> None:
    assert clean.decimal_mark(values, whole) == mark


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_style_of_a_number_is_the_same_number(whole: int, cents: int) -> None:
    value = whole + cents / 100
    english, plain = f"{whole:,}.{cents:02}", f"{whole}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    swedish = german.replace(".", "\u00a0")
    swiss = english.replace(",", "'")
    for text in (english, plain, german, swedish, swiss):
        assert clean.read_number(text) == pytest.approx(value)
        assert clean.read_money(f"$ {text}", WORDS) == pytest.approx(value)


@given(st.text(max_size=12))
def test_readers_read_or_refuse(text: str) -> None:
    text = clean.trim(text)
    for read in (
        clean.read_number,
        clean.read_id,
        clean.read_list,
        lambda cell: clean.read_money(cell, WORDS),
        lambda cell: clean.read_range(cell, WORDS),
        lambda cell: clean.read_score(cell, WORDS),
        lambda cell: clean.read_date(cell, WORDS),
        lambda cell: clean.read_cluster(cell, WORDS),
        lambda cell: clean.read_flag(cell, WORDS),
    ):
        with suppress(clean.UnreadableError):
            read(text)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("$1,234.50", ".", 1234.5),
        ("€ 1.234,50", ",", 1234.5),
        ("€ 1.234,50", ".", 1234.5),
        ("(123.45)", ".", -123.45),
        ("($123.45)", ".", -123.45),
        ("-$5", ".", -5.0),
        ("USD 1,200", ".", 1200.0),
        ("1200 SEK", ".", 1200.0),
        ("1 234,50 kr", ",", 1234.5),
        ("US$1,200", ".", 1200.0),
        ("￥1,200", ".", 1200.0),
        ("1,200円", ".", 1200.0),
        ("$1.5M", ".", 1_500_000.0),
        ("54K", ".", 54_000.0),
        ("0", ".", 0.0),
        ("", ".", None),
    ],
)
def test_money(text: str, mark: str, value: float | None) -> None:
    assert clean.read_money(text, WORDS, mark) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$10K - $25K", (10_000.0, 25_000.0)),
        ("$10K – $25K", (10_000.0, 25_000.0)),
        ("$10K-$25K", (10_000.0, 25_000.0)),
        ("10-25K", (10_000.0, 25_000.0)),
        ("$500 - $1K", (500.0, 1_000.0)),
        ("0-1000", (0.0, 1_000.0)),
        ("$0 - $1,000", (0.0, 1_000.0)),
        ("USD 10 000 to 25 000", (10_000.0, 25_000.0)),
        ("$250K+", (250_000.0, None)),
        ("$1M+", (1_000_000.0, None)),
        ("> $250K", (250_000.0, None)),
        ("over $250K", (250_000.0, None)),
        ("$250K or more", (250_000.0, None)),
        ("<$1K", (0.0, 1_000.0)),
        ("up to $5K", (0.0, 5_000.0)),
        ("$5K", (5_000.0, 5_000.0)),
        ("$1.5M - $2.5M", (1_500_000.0, 2_500_000.0)),
        ("100kr - 200kr", (100.0, 200.0)),
        ("", (None, None)),
    ],
)
def test_ranges(text: str, value: tuple[float | None, float | None]) -> None:
    assert clean.read_range(text, WORDS) == value


@pytest.mark.parametrize("text", ["$25K - $10K", "much", "1 - 2 - 3", "around $5K", "$5K?"])
def test_no_ranges(text: str) -> None:
    with pytest.raises(clean.UnreadableError):
        clean.read_range(text, WORDS)


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from([" - ", "-", " – ", " to "]))
def test_ranges_keep_their_bounds(low: int, width: int, dash: str) -> None:
    high = low + width
    assert clean.read_range(f"${low}K{dash}${high}K", WORDS) == (low * 1000.0, high * 1000.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("87", (87.0, None)),
        ("87,4", (87.4, None)),
        ("0", (0.0, None)),
        ("100", (100.0, None)),
        ("High", (None, "high")),
        ("Very Low", (None, "very-low")),
        ("VeryLow", (None, "very-low")),
        ("Hög", (None, "high")),
        ("Högt", (None, "high")),
        ("Medel", (None, "medium")),
        ("Mycket låg", (None, "very-low")),
        ("高", (None, "high")),
        ("中", (None, "medium")),
        ("非常に低い", (None, "very-low")),
        ("높음", (None, "high")),
        ("매우 낮음", (None, "very-low")),
        ("", (None, None)),
    ],
)
def test_scores(text: str, value: tuple[float | None, str | None]) -> None:
    assert clean.read_score(text, WORDS) == value


@pytest.mark.parametrize(
    ("text", "said"), [("140", "0 to 100"), ("-1", "0 to 100"), ("100.1", "0 to 100"), ("Highest", "nor a band")]
)
def test_no_scores(text: str, said: str) -> None:
    with pytest.raises(clean.UnreadableError, match=said):
        clean.read_score(text, WORDS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Act Now", "act-now"),
        ("act now", "act-now"),
        ("ActNow", "act-now"),
        ("Agera nu", "act-now"),
        ("今すぐ行動する", "act-now"),
        ("지금 행동", "act-now"),
        ("현재 작업", "act-now"),
        ("Utvärdera", "evaluate"),
        ("評価", "evaluate"),
        ("평가", "evaluate"),
        ("Vårda", "nurture"),
        ("Vård", "nurture"),
        ("育成", "nurture"),
        ("육성", "nurture"),
        ("키우십시오", "nurture"),
        ("Utbilda", "educate"),
        ("教育", "educate"),
        ("교육", "educate"),
        ("", None),
    ],
)
def test_clusters(text: str, value: str | None) -> None:
    assert clean.read_cluster(text, WORDS) == value


def test_other_words_are_no_cluster() -> None:
    with pytest.raises(clean.UnreadableError, match="no cluster"):
        clean.read_cluster("Act Later", WORDS)


@pytest.mark.parametrize(
    ("text", "days_first", "value"),
    [
        ("2026-10-25", False, date(2026, 10, 25)),
        ("2026/10/25", False, date(2026, 10, 25)),
        ("2026-10-25T00:00:00", False, date(2026, 10, 25)),
        ("2026-10-25 13:45:00.000", False, date(2026, 10, 25)),
        ("10/25/2026", False, date(2026, 10, 25)),
        ("10/25/2026 12:00:00 AM", False, date(2026, 10, 25)),
        ("25/10/2026", False, date(2026, 10, 25)),
        ("05/10/2026", False, date(2026, 5, 10)),
        ("05/10/2026", True, date(2026, 10, 5)),
        ("10/25/2026", True, date(2026, 10, 25)),
        ("5/1/26", False, date(2026, 5, 1)),
        ("25.10.2026", False, date(2026, 10, 25)),
        ("5.10.2026", False, date(2026, 10, 5)),
        ("20261025", False, date(2026, 10, 25)),
        ("25-Oct-2026", False, date(2026, 10, 25)),
        ("25 October 2026", False, date(2026, 10, 25)),
        ("Oct 25, 2026", False, date(2026, 10, 25)),
        ("2026年10月25日", False, date(2026, 10, 25)),
        ("2026년 10월 25일", False, date(2026, 10, 25)),
        ("2026. 10. 25.", False, date(2026, 10, 25)),
        ("46320", False, date(2026, 10, 25)),
        ("46320.5", False, date(2026, 10, 25)),
        ("", False, None),
    ],
)
def test_dates(text: str, days_first: bool, value: date | None) -> None:
    assert clean.read_date(text, WORDS, days_first) == value


@pytest.mark.parametrize("text", ["2026-02-30", "soon", "13/13/2026", "1234", "25-Xyz-2026", "2026-10", "99999"])
def test_no_dates(text: str) -> None:
    with pytest.raises(clean.UnreadableError, match="not a date"):
        clean.read_date(text, WORDS)


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["10/05/2026", "10/25/2026"], False),
        (["05/10/2026", "25/10/2026"], True),
        (["05/10/2026"], False),
        (["2026-10-25"], False),
    ],
)
def test_the_order_of_dates_is_settled_over_the_column(values: list[str], first: bool) -> None:
    assert clean.day_first(values) is first


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_style_of_a_day_is_the_same_day(day: date) -> None:
    american, european = day.strftime("%m/%d/%Y"), day.strftime("%d/%m/%Y")
    assert clean.read_date(day.isoformat(), WORDS) == day
    assert clean.read_date(american, WORDS, clean.day_first([american, "01/31/2026"])) == day
    assert clean.read_date(european, WORDS, clean.day_first([european, "31/01/2026"])) == day
    assert clean.read_date(day.strftime("%d.%m.%Y"), WORDS) == day
    assert clean.read_date(str((day - date(1899, 12, 30)).days), WORDS) == day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4000070", "4000070"),
        ("4000070.0", "4000070"),
        ("0042", "0042"),
        ("'0042", "0042"),
        ("4,000,070", "4000070"),
        ("1,009", "1,009"),
        ("AGR-11.0", "AGR-11.0"),
        ("", None),
    ],
)
def test_ids(text: str, value: str | None) -> None:
    assert clean.read_id(text) == value


def test_an_id_that_a_spreadsheet_shortened_is_refused() -> None:
    with pytest.raises(clean.UnreadableError, match="shortened"):
        clean.read_id("4.00007E+06")


@pytest.mark.parametrize(
    ("text", "value"),
    [("Web; SQL;;Web", ["Web", "SQL"]), ("Virtual Machines", ["Virtual Machines"]), ("; ;", None), ("", None)],
)
def test_lists(text: str, value: list[str] | None) -> None:
    assert clean.read_list(text) == value
