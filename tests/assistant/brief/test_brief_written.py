"""How a brief is written: as a page and as Markdown, in both of which nothing of the data is markup."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.brief.content import Brief, Figure, Quote, Section, Table
from assistant.brief.markdown import brief_markdown, paragraph, plain
from assistant.brief.page import brief_page
from assistant.export.counting import grid
from assistant.export.listing import Chart, Column, Listing
from assistant.render import clean
from knowledge.catalog import load_catalog
from scoring.query import Group

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "</td></table><img src=http://example.com/x.png onerror=alert(1)>",
    "*bold* _under_ `code` ~~gone~~ | cell",
    "[link](http://example.com) ![x](http://example.com/x.png)",
    "# heading",
    "C#",
    "closed ##",
    "- item",
    "12. item",
    "+ item",
    "===",
    "> quote",
    "&lt;b&gt; &#60; &amp; A&B",
    "back\\slash \\* \\",
    "<http://example.com>",
    "[bold]Acme[/bold]",
    "{{ 7 * 7 }}{% raw %}",
    "$x$ ^1 :smile:",
)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CATALOG = load_catalog()


def brief(*names: str) -> Brief:
    """A brief whose every part has names of the data in it."""
    columns = (Column("customer_id", "Id", "id"), Column("account_name", "Customer", "text"))
    first = names[0]
    return Brief(
        title=first,
        month="2026-10",
        as_of=date(2026, 10, 25),
        total=len(names) + 1,
        figures=(Figure(first, 1200, "customers"), Figure("Potential revenue, at least", 25000.0, "USD")),
        sections=(
            Section("Empty", ("There is no data.",)),
            Section(
                "Full",
                (first,),
                (grid(CATALOG, "azure", dict(zip(CATALOG.cells, range(10), strict=True))),),
                (Chart("By city", "customers", (Group(first, 2), Group("Oslo", 1))),),
                (Table(first, ("Customer", "Count"), ((first, "1"),), (1,)),),
                (Quote("howto.campaign", first, f"On {first}\n\n- {first}", first),),
            ),
        ),
        listing=Listing(
            first,
            "2026-10",
            columns,
            tuple((str(4001 + at), name) for at, name in enumerate(names)),
            (("Question", first),),
        ),
        definitions=(Quote("cluster.act-now", "Act Now", "Ready for sales.", "Guide, 2025"),),
        made=(("Question", first),),
    )


def shown(markdown: str) -> BeautifulSoup:
    return BeautifulSoup(MARKDOWN.render(markdown), "html.parser")


def spaced(words: str) -> str:
    return " ".join(clean(words).split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_line_of_markdown_shows_just_its_words(name: str) -> None:
    soup = shown(paragraph(name))
    assert [tag.name for tag in soup.find_all(True)] == ["p"]
    assert soup.get_text().strip() == spaced(name)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
@example("1) one")
@example("=\n-")
@example("    code")
def test_any_line_of_markdown_shows_just_its_words(name: str) -> None:
    assert shown(f"{paragraph(name)} x").get_text().strip() == f"{spaced(name)} x".strip()
    cells = shown(f"| a |\n| --- |\n| {plain(name)} |").find_all("td")
    assert [cell.get_text() for cell in cells] == [spaced(name)]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_adds_a_mark_to_a_brief(name: str) -> None:
    """The same elements as with a plain name, in Markdown and in the page, and every name as it is."""
    for written, read in ((brief_markdown, shown), (brief_page, lambda text: BeautifulSoup(text, "html.parser"))):
        plain_one, hostile = read(written(brief("Name"))), read(written(brief(name)))
        assert [tag.name for tag in hostile.find_all(True)] == [tag.name for tag in plain_one.find_all(True)]
        assert hostile.h1.get_text() == spaced(name)
        assert spaced(name) in [spaced(cell.get_text()) for cell in hostile.find_all(["td", "th"])]


def test_addresses_become_no_links() -> None:
    assert plain("http://example.com WWW.example.com") == "http\\://example.com WWW\\.example.com"


def test_a_brief_in_markdown() -> None:
    assert brief_markdown(brief("Nova Ltd", "A|B")) == EXPECTED


EXPECTED = """\
# Nova Ltd

Campaign brief, reports of 2026-10, as of 2026-10-25. 3 customers.

- Nova Ltd: **1,200**
- Potential revenue, at least: **$25,000**

## Empty

There is no data.

## Full

Nova Ltd

### Azure: customers by fit and intent

|  | High intent | Medium intent | Low intent | Very Low intent |
| --- | --- | --- | --- | --- |
| High fit (Act Now) | A1: 0 | A2: 1 | A3: 2 | A4: 3 |
| Medium fit (Evaluate) | E5: 4 | E6: 5 | E7: 6 | E8: 7 |
| Low fit (Nurture) | N9: 8 |  |  |  |
| Very Low fit (Educate) | ET10: 9 |  |  |  |

### Nova Ltd

| Customer | Count |
| --- | ---: |
| Nova Ltd | 1 |

| By city | customers |
| --- | ---: |
| Nova Ltd | 2 |
| Oslo | 1 |

### Nova Ltd

> On Nova Ltd
>
> - Nova Ltd

Source: Nova Ltd (howto.campaign)

## The list

| Id | Customer |
| --- | --- |
| 4001 | Nova Ltd |
| 4002 | A\\|B |

… and 1 more.

## What it rests on

### Act Now

> Ready for sales.

Source: Guide, 2025 (cluster.act-now)

## How this was made

- Question: Nova Ltd
"""


def test_a_page_has_a_section_for_each_and_asks_for_nothing() -> None:
    soup = BeautifulSoup(brief_page(brief("Nova Ltd", "A|B")), "html.parser")
    assert [heading.get_text() for heading in soup.find_all("h2")] == [
        *("Empty", "Full", "The list", "What it rests on", "How this was made"),
    ]
    figures = [(item.dt.get_text(), item.dd.get_text()) for item in soup.select(".figures div")]
    assert figures == [("Nova Ltd", "1,200"), ("Potential revenue, at least", "$25,000")]
    assert soup.select_one(".more").get_text() == "… and 1 more."
    assert soup.select("[src], [href], [style], link, iframe, base, form") == []
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_same_brief_is_the_same_text() -> None:
    for written in (brief_page, brief_markdown):
        assert written(brief("Nova Ltd")) == written(brief("Nova Ltd"))
