"""Pictures of break-downs: drawn for a window, the numbers beside; each drawn here by hand."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import environment, process, program

from assistant.offline.brain import OfflineBrain
from assistant.pictures import pictures
from assistant.render import grouped, width
from assistant.screen import Drawing, Screen, pieces, plain_text
from knowledge.catalog import load_catalog
from scoring.query import MONTH, Group, Query, Result

CATALOG = load_catalog()
CELLS = {"A1": 1.0, "A3": 4.0, "E6": 2.0, "N9": 10.0}
COUNTRIES = {"Sweden": 8.0, "Norway": 3.0, "Finland": 0.0}
TREND = {
    "2026-08 | Act Now": 10.0,
    "2026-09 | Act Now": 12.0,
    "2026-09 | Evaluate": 5.0,
    "2026-10 | Act Now": 20.0,
    "2026-10 | Evaluate": 4.0,
}


def drawing(group_by: tuple[str, ...], figures: Mapping[str, float], unit: str = "customers") -> Drawing:
    groups = tuple(Group(key, value) for key, value in figures.items())
    found = pictures(CATALOG, Query(group_by=group_by), Result("2026-10", unit=unit, groups=groups))
    assert len(found) == 1
    return found[0]


def lines(picture: Drawing, screen: Screen) -> list[str]:
    return [line.rstrip() for line in plain_text(picture.drawn(screen)).split("\n")]


# ---- the matrix ------------------------------------------------------------------------------------------------------


def test_the_matrix_in_shades() -> None:
    assert lines(drawing(("azure.cell",), CELLS), Screen(60)) == [
        "customers  intent",
        "fit        High      Medium    Low       Very Low   total",
        "High       A1 ░░░░░░ A2        A3 ▒▒▒▒▒▒ A4",
        "Act Now    ░░░░░░░ 1         0 ▒▒▒▒▒▒▒ 4         0      5",
        "Medium     E5        E6 ░░░░░░ E7        E8",
        "Evaluate           0 ░░░░░░░ 2         0         0      2",
        "Low        N9 ████████████████████████████████████",
        "Nurture    ████████████████████████████████████ 10     10",
        "Very Low   ET10",
        "Educate                                          0      0",
        "total                                                  17",
    ]


def test_the_matrix_in_plain_signs() -> None:
    assert lines(drawing(("azure.cell",), CELLS), Screen(60, blocks=False))[2:8] == [
        "High       A1 ...... A2        A3 :::::: A4",
        "Act Now    ....... 1         0 ::::::: 4         0      5",
        "Medium     E5        E6 ...... E7        E8",
        "Evaluate           0 ....... 2         0         0      2",
        "Low        N9 ####################################",
        "Nurture    #################################### 10     10",
    ]


def test_the_matrix_in_colour_has_the_same_numbers_and_no_signs() -> None:
    pieces = drawing(("azure.cell",), CELLS).drawn(Screen(60, colour=True))
    assert [words.split() for words, style in pieces if style] == [
        *(["A1"], ["A3"], ["1"], ["4"]),
        *(["E6"], ["2"], ["N9"], ["10"]),
    ]
    styles = {words.split()[0]: style for words, style in pieces if style}
    assert styles["A1"] == styles["E6"] != styles["A3"] != styles["N9"]
    assert set(plain_text(pieces)) & set("░▒▓█.:+#") == set()


def test_figures_that_do_not_add_up_have_no_total() -> None:
    drawn = lines(drawing(("azure.cell",), {"A1": 91.5, "E5": 60.0}, "points"), Screen(60))
    assert drawn[1:4] == [
        "fit       High      Medium    Low       Very Low",
        "High      A1 ██████ A2        A3        A4",
        "Act Now   ████ 91.5         0         0         0",
    ]
    assert len(drawn) == 10


def test_a_window_that_is_too_narrow_for_the_matrix_gets_the_table() -> None:
    picture = drawing(("azure.cell",), CELLS)
    assert lines(picture, Screen(56))[0] == "Azure cell  customers"
    assert lines(picture, Screen(57))[0] == "customers  intent"


# ---- bars ------------------------------------------------------------------------------------------------------------


def test_bars() -> None:
    assert lines(drawing(("country",), COUNTRIES), Screen(40)) == [
        "country  customers",
        "Sweden           8  ████████████████████",
        "Norway           3  ███████▌",
        "Finland          0",
    ]


def test_bars_in_plain_signs_and_of_money() -> None:
    revenue = {"Sweden": 1_500_000.0, "日本": 600_000.0}
    assert lines(drawing(("country",), revenue, "USD"), Screen(30, blocks=False)) == [
        "country         USD",
        "Sweden   $1,500,000  #########",
        "日本       $600,000  ####",
    ]


def test_long_keys_give_way_to_bars_and_bars_to_figures() -> None:
    picture = drawing(("country",), {"The Far Away Islands of the North": 4.0, "Norway": 2.0})
    assert lines(picture, Screen(40)) == [
        "country                customers",
        "The Far Away Islands…          4  ██████",
        "Norway                         2  ███",
    ]
    assert lines(picture, Screen(30)) == [
        "country              customers",
        "The Far Away Islan…          4",
        "Norway                       2",
    ]


def test_nothing_is_drawn_where_no_figure_is_above_zero() -> None:
    groups = (Group("Sweden", -2.0), Group("Norway", 0.0))
    assert pictures(CATALOG, Query(group_by=("country",)), Result("2026-10", groups=groups)) == ()


# ---- months ----------------------------------------------------------------------------------------------------------


def test_lines_over_the_months() -> None:
    assert lines(drawing((MONTH, "azure.cluster"), TREND), Screen(60)) == [
        "Azure cluster       2026-08  2026-09  2026-10",
        "Act Now        ▁▂█       10       12       20",
        "Evaluate        █▁        –        5        4",
    ]


def test_lines_in_plain_signs() -> None:
    assert lines(drawing((MONTH, "azure.cluster"), TREND), Screen(60, blocks=False))[1:] == [
        "Act Now        _.#       10       12       20",
        "Evaluate        #_        –        5        4",
    ]


def test_a_small_change_is_a_small_step() -> None:
    drawn = lines(
        drawing((MONTH, "azure.cluster"), {"2026-09 | Act Now": 723.0, "2026-10 | Act Now": 726.0}), Screen(60)
    )
    assert drawn[1] == "Act Now        ██      723      726"


def test_the_newest_months_stay() -> None:
    assert lines(drawing((MONTH, "azure.cluster"), TREND), Screen(44))[0] == "Azure…         2026-08  2026-09  2026-10"
    assert lines(drawing((MONTH, "azure.cluster"), TREND), Screen(40)) == [
        "Azure cluster       2026-09  2026-10",
        "Act Now        ▁▂█       12       20",
        "Evaluate        █▁        5        4",
        "Not shown: 2026-08 (--all, --json, /col…",
    ]


def test_the_month_may_stand_behind() -> None:
    turned = {" | ".join(reversed(key.split(" | "))): value for key, value in TREND.items()}
    first = lines(drawing((MONTH, "azure.cluster"), TREND), Screen(60))
    assert lines(drawing(("azure.cluster", MONTH), turned), Screen(60)) == first


def test_months_alone_are_bars() -> None:
    assert lines(drawing((MONTH,), {"2026-09": 4.0, "2026-10": 5.0}), Screen(30)) == [
        "month    customers",
        "2026-09          4  ████████",
        "2026-10          5  ██████████",
    ]


# ---- any content -----------------------------------------------------------------------------------------------------

KEYS = st.text(
    st.one_of(st.sampled_from([*"ab |株한❤☎👩🏽\ufe0f\u200d\u0301\x1b[\n"]), st.characters(exclude_categories=("Cs",))),
    max_size=40,
)
FIGURES = st.one_of(st.floats(-1e15, 1e15), st.integers(0, 10**7).map(float))


@given(
    st.dictionaries(st.one_of(KEYS, st.sampled_from([*CATALOG.cells])), FIGURES, min_size=1, max_size=8),
    st.sampled_from([("country",), ("azure.cell",), ("country", "azure.cluster"), (MONTH,), (MONTH, "country")]),
    st.integers(20, 120),
    st.booleans(),
    st.booleans(),
)
def test_no_line_is_wider_than_the_window(
    figures: dict[str, float], group_by: tuple[str, ...], columns: int, colour: bool, blocks: bool
) -> None:
    groups = tuple(Group(key, value) for key, value in figures.items())
    result = Result("2026-10", unit="customers", groups=groups)
    for picture in pictures(CATALOG, Query(group_by=group_by), result):
        drawn = plain_text(picture.drawn(Screen(columns, colour, blocks)))
        assert max(map(width, drawn.split("\n"))) <= columns
        assert "\x1b" not in drawn
        assert picture.plain == grouped(CATALOG, Query(group_by=group_by), result)


# ---- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["show the Azure matrix", "customers by country", "cluster trend for Azure"])
def test_the_picture_stands_in_the_place_of_the_table(brain: OfflineBrain, question: str) -> None:
    answer = brain.ask(question, brain.start())
    (picture,) = answer.drawings
    table, counted = answer.answer.split("\n\n")
    assert picture.plain == table
    shown = plain_text(pieces(answer, Screen(60)))
    assert shown == f"{plain_text(picture.drawn(Screen(60)))}\n\n{counted}"
    assert table.count("\n") != shown.count("\n") or "█" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("variables", "signs", "coloured"),
    [
        ({"TERM": "xterm-256color"}, "", True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "░▒▓█", False),
        ({"TERM": "dumb"}, ".:+#", False),
    ],
)
def test_a_terminal_shows_the_heat_map(sample: Path, variables: dict[str, str], signs: str, coloured: bool) -> None:
    import pexpect

    ask = ("ask", "show the Azure matrix", "--workspace", str(sample), "--as-of", "2026-10-25")
    command, *options = program()
    env = environment(**{"PYTHONIOENCODING": "utf-8", "NO_COLOR": "", **variables})
    child = pexpect.spawn(command, [*options, *ask], env=env, dimensions=(24, 60), encoding="utf-8")
    shown = child.read().replace("\r\n", "\n")
    assert ("\x1b[" in shown) == coloured
    picture = re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n\n")[0].split("\n")
    assert picture[0] == "customers  intent"
    assert max(map(width, picture)) <= 60
    assert set("".join(picture[2:])) & set("░▒▓█.:+#") <= set(signs)
    assert bool(set("".join(picture[2:])) & set(signs)) == bool(signs)


def test_a_pipe_gets_the_table(sample: Path) -> None:
    done = process(
        "ask", "show the Azure matrix", "--workspace", sample, "--as-of", "2026-10-25", TERM="xterm-256color"
    )
    lines = done.stdout.split("\n\n")[0].split("\n")
    assert lines[0] == "Azure cell  customers"
    assert all(re.fullmatch(r"[A-Z]+\d+ +\d+", line) for line in lines[1:])
