"""Words and tables for people."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.explaining import compare_text, explain_text
from assistant.offline.brain import OfflineBrain
from assistant.render import clean, filter_words, number, shorten, table, width
from scoring.query import EACH, Filter

SWEDEN = Filter("country", "in", ("Sweden",))
COPILOT = Filter("cohort", "in", ("m365-copilot",))

NASTY = "\x1b[31mred\x1b[0m \u202eevil\u202c \x07bell\x00 \u200bzero\u2066 \ud800 a\r\nb\tc"


# ---- text ------------------------------------------------------------------------------------------------------------


def test_control_direction_and_ansi_characters_do_not_survive() -> None:
    assert clean(NASTY) == "red evil bell zero  a b c"


@given(st.text())
def test_clean_text_is_one_line_of_visible_letters(text: str) -> None:
    cleaned = clean(text)
    assert {unicodedata.category(letter) for letter in cleaned} & {"Cc", "Cf", "Co", "Cs"} == set()
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("株式会社", 8), ("한빛", 4), ("Łoś", 3), ("e\u0301", 1), ("", 0), ("Ａ", 2), ("São", 3)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("ab cdefg", 4, "ab…"),
        ("株式会社富岳", 7, "株式会…"),
        ("株式会社富岳", 8, "株式会…"),
        ("", 3, ""),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(alphabet="ab株式 é\u0301한"), st.integers(1, 20))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert width(shorten(text, limit)) <= limit


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_columns_align_with_wide_letters() -> None:
    rows = [["株式会社富岳", "7"], ["Zephyr AB", "1,234"], ["주식회사 대성", "56"]]
    assert table(["customer", "size"], rows, right=[1]).splitlines() == [
        "customer        size",
        "株式会社富岳       7",
        "Zephyr AB      1,234",
        "주식회사 대성     56",
    ]


@given(st.lists(st.lists(st.text(alphabet="a株é한 ", max_size=12), min_size=3, max_size=3), max_size=6))
def test_no_line_is_wider_than_its_columns(rows: list[list[str]]) -> None:
    headings = ["one", "two", "three"]
    widths = [max(width(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    lines = table(headings, rows, right=[2]).split("\n")
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= sum(widths) + 4 for line in lines)


def test_a_list_of_customers_aligns(brain: OfflineBrain) -> None:
    answer = brain.ask("customers in Tokyo, Osaka, Seoul and Stockholm", brain.start())
    lines = answer.answer.split("\n\n")[1].splitlines()
    place = width(lines[0][: lines[0].index("city")])
    for line, row in zip(lines[1:11], answer.rows[:10], strict=True):
        before = ""
        while width(before) < place:
            before = line[: len(before) + 1]
        assert line[len(before) :].startswith(str(row["city"]))


# ---- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234.0, "", "1,234"),
        (1_234_567.0, "customers", "1,234,567"),
        (50.66, "", "50.7"),
        (60.0, "points", "60"),
        (0.0, "", "0"),
        (-12.34, "points", "-12.3"),
        (13_273_000.0, "USD", "$13,273,000"),
        (999.5, "USD", "$999.50"),
        (1000.75, "USD", "$1,001"),
        (200.0, "USD", "$200"),
        (31.45, "percent", "31.4%"),
        (100.0, "percent", "100%"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many customers are Act Now for Azure?", "57 customers"),
        ("What is the average Azure fit in Norway?", "53.9 points: average of Azure fit, over 31 customers"),
        ("What percentage of customers owns Azure?", "36.5% of 392 customers"),
    ],
)
def test_a_figure_comes_first(brain: OfflineBrain, question: str, words: str) -> None:
    assert brain.ask(question, brain.start()).answer.startswith(words)


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("What is the total Azure potential revenue in Sweden?", "at least $"),
        ("What is the total expiring revenue this quarter?", "$"),
    ],
)
def test_sums_of_ranges_say_at_least(brain: OfflineBrain, question: str, beginning: str) -> None:
    answer = brain.ask(question, brain.start())
    assert answer.answer.startswith(f"{beginning}{answer.value:,.0f}")


# ---- conditions in words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Filter("cluster", "in", ("act-now",), ("azure",)), "Azure cluster Act Now"),
        (Filter("cluster", "in", ("act-now", "evaluate"), ("m365",)), "M365 cluster Act Now or Evaluate"),
        (Filter("cluster", "in", ("act-now",), ("azure", "m365"), 2), "Azure and M365 cluster Act Now"),
        (Filter("fit_band", "not in", ("low",), ("azure",)), "Azure fit band not Low"),
        (Filter("fit", ">=", (80.0,), ("azure",)), "Azure fit at least 80"),
        (Filter("revenue", ">", (50_000.0,), ("azure",)), "Azure potential revenue over $50,000"),
        (Filter("org_size", "between", (50.0, 1000.0)), "org size from 50 to 1,000"),
        (Filter("country", "not in", ("Sweden", "Norway")), "country not Sweden or Norway"),
        (Filter("has_azure", "in", (False,)), "has azure no"),
        (Filter("cohort", "in", ("m365-copilot",)), "cohort M365 Copilot"),
        (Filter("cluster", "in", ("evaluate",), ("azure",), month="2026-09"), "Azure cluster Evaluate in 2026-09"),
        (Filter("present", "in", (False,), month="2026-09"), "not in the reports of 2026-09"),
        (
            Filter(any_of=(Filter("has_aws", "in", (True,)), Filter("has_google", "in", (True,)))),
            "(has aws yes or has google yes)",
        ),
        (
            Filter(none_of=(Filter(all_of=(COPILOT, SWEDEN)), SWEDEN)),
            "not ((cohort M365 Copilot and country Sweden) or country Sweden)",
        ),
        (Filter(none_of=(Filter(all_of=(COPILOT, SWEDEN)),)), "not (cohort M365 Copilot and country Sweden)"),
        (
            Filter(all_of=(Filter("cluster", "in", ("act-now",), EACH), SWEDEN), products=("azure", "m365")),
            "(cluster Act Now and country Sweden, for Azure or M365)",
        ),
        (
            Filter(all_of=(Filter("cluster", "in", ("act-now",), EACH),), products=("azure", "m365"), at_least=2),
            "(cluster Act Now, for Azure and M365)",
        ),
        (Filter("customer", "in", ("1", "2", "3")), "customer 1, 2, 3"),
        (Filter("customer", "not in", ("1", "2", "3", "4", "5", "6")), "not customer one of 6: 1, 2, 3, 4, 5, …"),
    ],
)
def test_a_condition_in_words(brain: OfflineBrain, item: Filter, words: str) -> None:
    assert filter_words(brain.catalog, item) == words


def test_an_answer_says_how_it_was_counted(brain: OfflineBrain) -> None:
    text = brain.ask("How many Swedish customers are Act Now?", brain.start()).answer
    assert "country Sweden" in text
    assert "cluster Act Now" in text
    assert "2026-10" in text
    assert "any product, since none was named" in text


# ---- lists -----------------------------------------------------------------------------------------------------------


def test_a_long_list_says_how_many_more_there_are(brain: OfflineBrain) -> None:
    conversation = brain.start()
    text = brain.ask("Act Now customers for Azure", conversation).answer
    assert text.startswith("57 customers")
    assert "47 more" in text
    assert len([line for line in text.splitlines() if line.lstrip()[:1].isdigit()]) == 11
    assert "22 more" in brain.more(conversation).answer


def test_a_short_list_shows_all(brain: OfflineBrain) -> None:
    answer = brain.ask("Act Now customers for Azure in Norway", brain.start())
    assert answer.answer.startswith("6 customers")
    assert "more" not in answer.answer
    assert all(customer in answer.answer for customer in answer.customers or ())


def test_the_whole_list_where_it_is_wanted(brain: OfflineBrain) -> None:
    whole = OfflineBrain(brain.tools, show_all=True)
    answer = whole.ask("Act Now customers for Azure", whole.start())
    assert all(customer in answer.answer for customer in answer.customers or ())


def test_nobody_is_said_so(brain: OfflineBrain) -> None:
    answer = brain.ask("customers with more than 90,000 employees", brain.start())
    assert (answer.status, answer.customers) == ("answered", ())
    assert "no customer" in answer.answer.lower()


# ---- one customer, several -------------------------------------------------------------------------------------------

EVERYTHING = ("cohorts", "agreements", "field:existing_workloads", "field:industry", "field:domain", "workloads")


def test_every_customer_is_explained_within_the_length(brain: OfflineBrain) -> None:
    customers = brain.ask("customers", brain.start()).customers or ()
    for customer in customers[::8]:
        facts = brain.tools.explain_customer(customer)
        for products in ((), tuple(facts.scores)):
            text = explain_text(brain.catalog, facts, products, EVERYTHING)
            assert len(text) <= 1_500
            assert customer in text
            assert text.endswith("Reports of 2026-10.")


def test_comparisons_keep_the_length(brain: OfflineBrain) -> None:
    customers = brain.ask("customers", brain.start()).customers or ()
    for first in range(0, 40, 10):
        facts = brain.tools.compare_customers(customers[first : first + 4])
        text = compare_text(brain.catalog, facts, (), ("fit", "intent", "field:org_size"))
        assert len(text) <= 1_500


def test_names_with_markup_are_shown_as_they_are(brain: OfflineBrain) -> None:
    for name in ("[bold]Markup[/bold] Media", "**Starred** Reviews", "{name} Templates", "=SUM Bakery"):
        assert brain.ask(f"Tell me about {name}", brain.start()).answer.startswith(name)
