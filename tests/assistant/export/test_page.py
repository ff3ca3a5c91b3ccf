"""The page of a list: what stands in it, that it asks for nothing from outside, and how it works in a browser."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import chromium
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from page_listings import HOSTILE, MARKED, listing, named

from assistant.export.html_file import page_parts
from assistant.export.listing import Column, Listing
from assistant.render import clean

ROWS = (
    (1, "4003", "Çelik AB", "Act Now", 92.0, 25000.0, 12.5, date(2026, 11, 30), True),
    (2, "4001", "Zebra Ltd", "Nurture", 9.5, 1000000.0, 3.0, None, False),
    (3, "40010", "alder Inc", "Evaluate", None, None, None, date(2026, 2, 1), None),
)


def page(made: Listing) -> str:
    return "".join(page_parts(made))


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def cells(soup: BeautifulSoup) -> list[list[str]]:
    """The words of the table's rows."""
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.select("table.listing tbody tr")]


def test_values_are_written_as_people_write_them() -> None:
    assert cells(parsed(page(listing(*ROWS)))) == [
        ["1", "4003", "Çelik AB", "Act Now", "92", "$25,000", "12.5%", "2026-11-30", "Yes"],
        ["2", "4001", "Zebra Ltd", "Nurture", "9.5", "$1,000,000", "3%", "–", "No"],
        ["3", "40010", "alder Inc", "Evaluate", "–", "–", "–", "2026-02-01", "–"],
    ]


def test_a_page_says_what_it_is() -> None:
    soup = parsed(page(listing(*ROWS)))
    assert soup.html
    assert soup.html["lang"] == "en"
    assert [it.get_text() for it in soup.find_all(["title", "h1"])] == ["Act Now for Azure"] * 2
    assert soup.select_one("header .lead").get_text() == "3 customers, best first for Azure"
    assert [it.get_text() for it in soup.find_all("caption")] == [
        "Customers by country",
        "Potential revenue",
        "Act Now for Azure: 3 customers, best first for Azure",
    ]
    assert {head["scope"] for head in soup.select("table.listing thead th")} == {"col"}
    assert [head.get_text() for head in soup.select("tbody th[scope=row]")][4:] == [
        "Çelik AB",
        "Zebra Ltd",
        "alder Inc",
    ]
    assert soup.find("label")["for"] == soup.find("input")["id"]


def test_the_matrix_stands_as_the_picture_has_it() -> None:
    """The first two rows have four cells, the others one."""
    squares = parsed(page(listing())).select(".matrix rect")
    assert [(square["class"], square["width"]) for square in squares] == [
        *[(["heat", "shade-1"], "70")] * 4,
        *[(["heat", "shade-2"], "70")] * 4,
        (["heat", "shade-3"], "292"),
        (["heat", "shade-4"], "292"),
    ]
    densest = 7  # of E8; N9 has 8 customers on four squares
    heat = [0.22 + 0.78 * count / densest for count in (1, 2, 3, 4, 5, 6, 7, 8 / 4, 9 / 4)]
    assert [square["fill-opacity"] for square in squares] == ["0.08", *(f"{each:.2f}" for each in heat)]
    counts = [it.get_text() for it in parsed(page(listing())).select(".matrix .count")]
    assert counts == [str(count) for count in range(10)]
    words = parsed(page(listing())).select_one(".matrix desc").get_text()
    assert words.startswith("A1: 0 customers; A2: 1 customer; A3: 2 customers")


def test_bars_are_as_long_as_their_figures() -> None:
    rows = parsed(page(listing())).select("table.bars tr")
    found = [(row.th.get_text(), row.select(".value")[0]["width"], row.select(".figure")[0].get_text()) for row in rows]
    assert found == [
        ("Sweden", "100", "1,200"),
        ("<b>Norway</b>", "25", "300"),
        ("Retail", "100", "$25,000"),
        ("Other", "0", "$0"),
    ]


def test_it_ends_with_how_it_was_made() -> None:
    soup = parsed(page(listing(*ROWS)))
    assert [it.get_text() for it in soup.select("dl.facts > *")] == [
        *("Question", "Who is <b>Act Now</b>?"),
        *("Filters", "Azure cluster Act Now"),
        *("Order", "best first for Azure"),
    ]


def test_a_range_stands_for_its_bounds_and_sorts_by_the_lower_one() -> None:
    parts = (("revenue_low", "USD"), ("revenue_high", "USD"), ("potential_revenue", "text"))
    columns = tuple(Column(f"azure.{name}", name, kind) for name, kind in parts)
    soup = parsed(page(listing((250000, None, "$250K+"), (10000, 25000, "$10K - $25K"), columns=columns)))
    assert [it.get_text() for it in soup.select("thead th")] == ["potential_revenue"]
    assert [(it.get_text(), it["data-v"]) for it in soup.select("tbody td.figure[data-v]")] == [
        ("$250K+", "250000"),
        ("$10K - $25K", "10000"),
    ]


def test_an_empty_list_says_so() -> None:
    soup = parsed(page(listing()))
    assert soup.select("table.listing, .tools") == []
    assert soup.select_one(".none").get_text() == "There is nothing in this list."


def test_the_same_list_is_the_same_page() -> None:
    assert page(listing(*ROWS)) == page(listing(*ROWS))


@pytest.mark.parametrize(("count", "styles"), [(20, ["listing"]), (21, ["listing", "wide"])])
def test_a_list_of_many_columns_is_printed_smaller(count: int, styles: list[str]) -> None:
    columns = tuple(Column(f"column{number}", str(number), "whole") for number in range(count))
    soup = parsed(page(listing(tuple(range(count)), columns=columns)))
    assert soup.find("table", class_="listing")["class"] == styles


def test_a_long_page_is_made_part_after_part() -> None:
    """No part holds more than a few cells, however long the list is."""
    parts = list(map(len, page_parts(named(*(f"Customer {number}" for number in range(1200))))))
    fixed = max(map(len, page_parts(named("x"))))  # the style
    assert sum(parts) > 100_000
    assert max(parts) == fixed


def test_names_stay_names() -> None:
    """No name adds an element, and each is shown as it is, without what would steer a terminal or the reading."""
    plain, hostile = parsed(page(named(*["x"] * 15))), parsed(page(named(*HOSTILE, *MARKED)))
    assert [row[1] for row in cells(hostile)] == [*HOSTILE, *MARKED.values()]
    assert [it.name for it in hostile.find_all(True)] == [it.name for it in plain.find_all(True)]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_stays_text(names: list[str]) -> None:
    soup = parsed(page(named(*names)))
    assert [row[1] for row in cells(soup)] == [clean(name).strip() or "–" for name in names]
    plain = parsed(page(named(*["x"] * len(names))))
    assert [it.name for it in soup.find_all(True)] == [it.name for it in plain.find_all(True)]


def test_nothing_points_outside_and_nothing_else_may_run() -> None:
    text = page(listing(*ROWS))
    soup = parsed(text)
    assert soup.select("[src], [href], [style], link, iframe, object, base, form") == []
    assert not re.search(r"url\(|@import|https?:", text)
    assert not [name for it in soup.find_all(True) for name in it.attrs if name.startswith("on")]
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    hashes = [f"'sha256-{b64encode(sha256(it.string.encode()).digest()).decode()}'" for it in soup(["style", "script"])]
    assert policy == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"
    )


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#\w{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("block", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("shade", ["shade-1", "shade-2", "shade-3", "shade-4"])
def test_words_can_be_read_on_every_colour(block: int, shade: str) -> None:
    """At least 4.5 to 1, as WCAG 2 AA asks of text."""
    style = parsed(page(listing())).style.string
    found = colours(re.findall(r":root \{(.*?)\}", style, re.DOTALL)[block])
    found |= colours(re.findall(rf"\.{shade} \{{(.*?)\}}", style, re.DOTALL)[block])
    pairs = [("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("accent", "paper")]
    pairs += [("cluster-ink", "tint"), ("ink", "heat")]
    assert {
        pair: contrast(found[pair[0]], found[pair[1]]) for pair in pairs if contrast(*map(found.get, pair)) < 4.5
    } == {}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Chromium]:
    if not chromium.RUNS:
        pytest.skip(chromium.MISSING)
    opened = chromium.Chromium(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture
def opened(browser: chromium.Chromium, tmp_path: Path) -> chromium.Chromium:
    """The page of three customers in the browser."""
    path = tmp_path / "list.html"
    path.write_text(page(listing(*ROWS)), encoding="utf-8", newline="\n")
    browser.open(path)
    return browser


def names(browser: chromium.Chromium) -> list[str]:
    """The customers that are shown, in their order."""
    return list(
        browser.run("[...document.querySelectorAll('.listing tbody tr:not([hidden]) th')].map(it => it.textContent)")
    )


def heading(place: int) -> str:
    return f".listing thead th:nth-child({place}) button"


@pytest.mark.parametrize(
    ("place", "first", "then"),
    [
        (3, ["alder Inc", "Çelik AB", "Zebra Ltd"], ["Zebra Ltd", "Çelik AB", "alder Inc"]),
        (4, ["Çelik AB", "alder Inc", "Zebra Ltd"], ["Zebra Ltd", "alder Inc", "Çelik AB"]),
        (5, ["Çelik AB", "Zebra Ltd", "alder Inc"], ["Zebra Ltd", "Çelik AB", "alder Inc"]),
        (6, ["Zebra Ltd", "Çelik AB", "alder Inc"], ["Çelik AB", "Zebra Ltd", "alder Inc"]),
        (8, ["alder Inc", "Çelik AB", "Zebra Ltd"], ["Çelik AB", "alder Inc", "Zebra Ltd"]),
    ],
    ids=["name", "cluster", "fit", "USD", "date"],
)
def test_a_click_sorts_and_a_second_turns_round(
    opened: chromium.Chromium, place: int, first: list[str], then: list[str]
) -> None:
    """Figures begin with the highest; what is not known comes last either way."""
    opened.click(heading(place))
    assert names(opened) == first
    opened.click(heading(place))
    assert names(opened) == then
    sorted_by = "[...document.querySelectorAll('.listing thead th')].map(it => it.getAttribute('aria-sort'))"
    found = opened.run(sorted_by)
    assert [number for number, value in enumerate(found, 1) if value] == [place]


def test_the_keyboard_sorts(opened: chromium.Chromium) -> None:
    """From the filter on: past the table's frame to the first heading, and three more."""
    opened.run("document.querySelector('#filter').focus()")
    for _ in range(5):
        opened.press("Tab", 9)
    assert opened.run("document.activeElement.textContent") == "Azure cluster"
    opened.press("Enter", 13, "\r")
    assert names(opened) == ["Çelik AB", "alder Inc", "Zebra Ltd"]
    assert opened.run("document.querySelector('.tools output').textContent") == (
        "3 of 3 shown, sorted by Azure cluster, ascending"
    )


def test_the_filter_keeps_rows_with_all_its_words(opened: chromium.Chromium) -> None:
    """Whatever their case and accents."""
    opened.run("document.querySelector('#filter').focus()")
    opened.call("Input.insertText", text="celik act")
    assert names(opened) == ["Çelik AB"]
    assert opened.run("document.querySelector('.tools output').textContent") == "1 of 3 shown"


def test_a_long_list_is_shown_by_and_by(browser: chromium.Chromium, tmp_path: Path) -> None:
    """500 rows at a time; it sorts and filters by all of them."""
    path = tmp_path / "long.html"
    path.write_text(page(named(*(f"Customer {number:04}" for number in range(1200)))), encoding="utf-8", newline="\n")
    browser.open(path)
    told = "document.querySelector('.tools output').textContent"
    assert (len(names(browser)), browser.run(told)) == (500, "500 of 1,200 shown")
    browser.click(".tools button")
    browser.click(".tools button")
    assert (len(names(browser)), browser.run(told)) == (1200, "1,200 of 1,200 shown")
    assert browser.run("document.querySelector('.tools button').hidden")
    browser.click(heading(2))
    browser.click(heading(2))
    assert names(browser)[0] == "Customer 1199"
    browser.run("document.querySelector('#filter').focus()")
    browser.call("Input.insertText", text="0777")
    assert (names(browser), browser.run(told)) == (
        ["Customer 0777"],
        "1 of 1,200 shown, sorted by Customer, descending",
    )


def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: chromium.Chromium, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(page(named(*HOSTILE, *MARKED)), encoding="utf-8", newline="\n")
    browser.open(path)
    browser.click(heading(2))
    assert browser.requested() == [path.as_uri()]
    assert browser.complaints() == []
    assert browser.run("document.title") == "Act Now for Azure"
    assert sorted(names(browser)) == sorted([*HOSTILE, *MARKED.values()])


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(244, 245, 247)"), ("dark", "rgb(15, 19, 24)")])
def test_light_and_dark_follow_the_reader(opened: chromium.Chromium, scheme: str, ground: str) -> None:
    opened.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    assert opened.run("getComputedStyle(document.documentElement).backgroundColor") == ground


def test_it_prints_on_a4_with_the_headings_on_every_page(browser: chromium.Chromium, tmp_path: Path) -> None:
    from base64 import b64decode
    from io import BytesIO

    from pypdf import PdfReader

    path = tmp_path / "long.html"
    path.write_text(page(named(*(f"Customer {number}" for number in range(100)))), encoding="utf-8", newline="\n")
    browser.open(path)
    printed = b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])
    pages = PdfReader(BytesIO(printed)).pages
    assert {(round(it.mediabox.width), round(it.mediabox.height)) for it in pages} == {(842, 595)}
    with_rows = [text for text in (it.extract_text() for it in pages) if re.search(r"\b40\d\d\b", text)]
    assert len(with_rows) > 2
    assert all("Customer" in text.replace("Customer ", "") for text in with_rows)
