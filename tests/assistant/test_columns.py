"""Tables on a terminal: what gives way to a narrow window, and that nothing is ever wider than it."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import environment, process, program

from assistant.columns import Table, list_table
from assistant.offline.brain import OfflineBrain
from assistant.render import clean, shorten, width
from assistant.screen import Screen, pieces, plain_text
from scoring.query import Order, Query

ROWS: list[dict[str, object]] = [
    {
        "customer_id": "5002991",
        "account_name": "Fenwick Freight AB",
        "city": "Stockholm",
        "country": "Sweden",
        "org_size": 1170.0,
        "azure.cluster": "Act Now",
        "azure.cell": "A1",
        "azure.fit": 91.0,
        "azure.intent": 80.0,
        "azure.potential_revenue": "$10K - $25K",
        "azure.signals": "Hiring: cloud engineer (2026-10-01)",
    },
    {
        "customer_id": "5001932",
        "account_name": "富岳物流株式会社",
        "city": "Tokyo",
        "country": "Japan",
        "org_size": 85.0,
        "azure.cluster": "Act Now",
        "azure.cell": "A3",
        "azure.fit": 82.0,
        "azure.intent": 40.0,
        "azure.potential_revenue": "$250K+",
        "azure.signals": None,
    },
]


@pytest.fixture
def listed(brain: OfflineBrain) -> Table:
    return list_table(brain.catalog, Query(order=(Order("convention:azure"),)), ROWS)


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (
            122,
            [
                "#  id       customer            city       country  org size  cell  potential revenue  why",
                "1  5002991  Fenwick Freight AB  Stockholm  Sweden      1,170  A1    $10K - $25K        "
                "Hiring: cloud engineer (2026-10-01)",
                "2  5001932  富岳物流株式会社    Tokyo      Japan          85  A3    $250K+             –",
            ],
        ),
        (
            115,
            [
                "#  id       customer            city       country  org size  cell  potential revenue  why",
                "1  5002991  Fenwick Freight AB  Stockholm  Sweden      1,170  A1    $10K - $25K        "
                "Hiring: cloud engineer (202…",
                "2  5001932  富岳物流株式会社    Tokyo      Japan          85  A3    $250K+             –",
            ],
        ),
        (
            100,
            [
                "#  id       customer          city       country  org size  cell  potential…   why",
                "1  5002991  Fenwick Freight…  Stockholm  Sweden      1,170  A1    $10K - $25K  Hiring: cloud engin…",
                "2  5001932  富岳物流株式会社  Tokyo      Japan          85  A3    $250K+       –",
            ],
        ),
        (
            80,
            [
                "#  id       customer            city       country  org size  cell  potential…",
                "1  5002991  Fenwick Freight AB  Stockholm  Sweden      1,170  A1    $10K - $25K",
                "2  5001932  富岳物流株式会社    Tokyo      Japan          85  A3    $250K+",
                "Not shown: why (--all, --json, /columns)",
            ],
        ),
        (
            60,
            [
                "#  id       customer            org size  cell  potential…",
                "1  5002991  Fenwick Freight AB     1,170  A1    $10K - $25K",
                "2  5001932  富岳物流株式会社          85  A3    $250K+",
                "Not shown: city, country, why (--all, --json, /columns)",
            ],
        ),
    ],
)
def test_what_gives_way(listed: Table, columns: int, lines: list[str]) -> None:
    assert plain_text(listed.drawn(Screen(columns))).splitlines() == lines


def test_what_all_customers_have_in_common_gives_way_first(brain: OfflineBrain) -> None:
    rows = [row | {"country": "Sweden", "city": "Malmö"[: 5 - place]} for place, row in enumerate(ROWS)]
    listed = list_table(brain.catalog, Query(order=(Order("convention:azure"),)), rows)
    assert plain_text(listed.drawn(Screen(70))).splitlines()[-1] == "Not shown: country, why (--all, --json, /columns)"


def test_the_column_that_a_list_is_sorted_by_stays(brain: OfflineBrain) -> None:
    listed = list_table(brain.catalog, Query(order=(Order("city"),)), ROWS)
    assert (
        plain_text(listed.drawn(Screen(60))).splitlines()[0]
        == "#  id       customer            city       cell  potential…"
    )


# ---- any content, any window -----------------------------------------------------------------------------------------

NAMES = st.text(
    st.one_of(
        st.sampled_from([*"ab 株한é\u0301\ufe0f\u200d❤☎👩👍🏽1\u20e3ก็", "\U0001f1f8", "\U0001f1ea", "\U000e0067"]),
        st.characters(exclude_categories=("Cc", "Cs")),
    ),
    max_size=30,
)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES, NAMES), max_size=4), st.integers(1, 90))
def test_no_line_is_wider_than_the_window(cells: list[tuple[str, ...]], columns: int) -> None:
    rows = tuple(("1", "4711", *map(clean, row)) for row in cells)
    names = ("#", "customer_id", "account_name", "city", "azure.potential_revenue", "azure.signals")
    table = Table(names, ("#", "id", "customer", "city", "potential revenue", "why"), rows, (0,), (5, 3, 4))
    lines = plain_text(table.drawn(Screen(columns))).split("\n")
    assert max(map(width, lines)) <= columns
    assert len(lines) - len(rows) in (1, 2)


@given(NAMES, st.integers(1, 20))
def test_a_shortened_name_fits_and_is_its_beginning(name: str, limit: int) -> None:
    short = shorten(clean(name), limit)
    assert width(short) <= limit
    assert clean(name).startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("👩\u200d👩\u200d👧", 2),
        ("❤\ufe0f Media", 8),
        ("❤ Media", 7),
        ("\U0001f1f8\U0001f1ea AB", 5),
        ("👍🏽", 2),
        ("1\ufe0f\u20e3", 2),
        ("กำ", 2),
        ("ก็", 1),
    ],
)
def test_width_of_what_people_see_as_one_letter(name: str, columns: int) -> None:
    assert width(name) == columns


def test_what_people_see_as_one_letter_is_not_cut() -> None:
    assert shorten("❤\ufe0f\U0001f1f8\U0001f1ea👍🏽 Media", 6) == "❤\ufe0f\U0001f1f8\U0001f1ea…"


# ---- answers and processes -------------------------------------------------------------------------------------------


def test_the_words_of_an_answer_stay_and_the_screen_has_its_own(brain: OfflineBrain) -> None:
    answer = brain.ask("Act Now customers for Azure", brain.start())
    assert "potential revenue  why\n" in answer.answer
    assert plain_text(pieces(answer, Screen(300))) == answer.answer
    shown = plain_text(pieces(answer, Screen(60)))
    assert "Not shown: " in shown
    head, table, counted = shown.split("\n\n")
    assert (head, counted) == (answer.answer.split("\n\n")[0], answer.answer.split("\n\n")[2])
    assert max(map(width, table.splitlines())) <= 60
    assert "drawings" not in answer.to_json()


def test_what_is_left_out_is_told_in_the_language_of_the_answer(brain: OfflineBrain) -> None:
    answer = brain.ask("Kunder som är Agera nu för Azure", brain.start())
    assert "Visas inte: city, country, why (--all, --json, /columns)" in plain_text(pieces(answer, Screen(60)))


def test_further_rows_are_fitted_too(brain: OfflineBrain) -> None:
    conversation = brain.start()
    brain.ask("Act Now customers for Azure", conversation)
    more = brain.more(conversation)
    assert max(map(width, plain_text(pieces(more, Screen(60))).splitlines())) <= 60


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("columns", [60, 80])
def test_a_terminal_gets_tables_that_fit_and_a_pipe_all_columns(sample: Path, columns: int) -> None:
    import pexpect

    ask = ("ask", "Act Now customers for Azure", "--workspace", str(sample), "--as-of", "2026-10-25")
    whole = process(*ask).stdout
    assert "why\n" in whole
    command, *options = program()
    arguments = [*options, *ask]
    child = pexpect.spawn(command, arguments, env=environment(), dimensions=(24, columns), encoding="utf-8")
    lines = child.read().replace("\r\n", "\n").split("\n\n")[1].split("\n")
    assert max(map(width, lines)) <= columns
    assert lines[-2].startswith("Not shown: ")
    child = pexpect.spawn(command, [*arguments, "--all"], env=environment(), dimensions=(24, columns), encoding="utf-8")
    assert child.read().split()[:40] == process(*ask, "--all").stdout.split()[:40]
    assert process(*ask, COLUMNS=str(columns)).stdout == whole
