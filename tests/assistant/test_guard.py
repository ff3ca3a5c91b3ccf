"""The guard: true sentences of many kinds pass, changed and swapped figures, names and ratings do not."""

import time
import tomllib
from pathlib import Path

import pytest
from guard_demo import demo_turn
from guard_partner import DAY, OF_AZURE, open_tools, turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.guard import Guard
from assistant.guarding.cut import sentences
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.query import CustomerSet, Filter, Measure, Order, Query
from scoring.workspace import Workspace

LISTED = Query(CustomerSet(filters=(Filter("cluster", "in", ("act-now",), ("azure",)),)), order=(OF_AZURE,))
GROUPED = Query(CustomerSet(), Measure(), ("country",), (Order("customers"),))
OF_ROWS = (
    "{name} has an Azure fit of {azure.fit:g}.",
    "{name}: fit {azure.fit:g}, intent {azure.intent:g}.",
    "The intent of {name} is {azure.intent:g}.",
    "- **{name}** ({city}): cell {azure.cell}, fit {azure.fit:g}",
    "| Customer | Fit | Intent |\n|---|---|---|\n| {name} | {azure.fit:g} | {azure.intent:g} |",
    "{name} ({customer_id}) is in {country} with an intent of {azure.intent:g}, which makes it {azure.cluster}.",
    "One of them is {name} (fit {azure.fit:g}).",
    "{name} hat einen Fit von {azure.fit:g}.",
    "{name}の適合度は{azure.fit:g}です。",
)


SECONDS = 10
CASES = tomllib.loads(Path(__file__).with_name("guard_cases.toml").read_text(encoding="utf-8"))
DEMO = tomllib.loads(Path(__file__).with_name("guard_cases_demo.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return open_tools(tmp_path_factory.mktemp("guard"))


@pytest.fixture(scope="module")
def turns(tools: Tools) -> dict[str, Guard]:
    """The guard of each turn that the cases are of."""
    return {name: turn(tools, name) for name in sorted({name for cases in CASES.values() for name, _ in cases})}


@pytest.mark.parametrize(("name", "words"), CASES["honest"] + CASES["truths"])
def test_true_words_pass(turns: dict[str, Guard], name: str, words: str) -> None:
    assert turns[name].faults(words) == ()


@pytest.mark.parametrize(("name", "words"), CASES["swapped"])
def test_true_figures_of_something_else_are_faults(turns: dict[str, Guard], name: str, words: str) -> None:
    assert turns[name].faults(words)


@pytest.mark.parametrize(("name", "words"), CASES["changed"] + CASES["lies"])
def test_what_the_results_do_not_say_is_a_fault(turns: dict[str, Guard], name: str, words: str) -> None:
    assert turns[name].faults(words)


@pytest.mark.parametrize(("name", "words"), CASES["unconfirmed"])
def test_what_nothing_confirms_is_a_fault_though_it_may_be_true(turns: dict[str, Guard], name: str, words: str) -> None:
    assert turns[name].faults(words)


# ---- turns on the sample ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_turns(sample: Path) -> dict[str, Guard]:
    """The guard of each turn that the cases of the sample are of."""
    tools = Tools(Engine(Workspace(sample), DAY), DAY)
    return {name: demo_turn(tools, name) for name in sorted({name for cases in DEMO.values() for name, _ in cases})}


@pytest.mark.parametrize(("name", "words"), DEMO["honest"])
def test_true_words_on_the_sample_pass(demo_turns: dict[str, Guard], name: str, words: str) -> None:
    assert demo_turns[name].faults(words) == ()


@pytest.mark.parametrize(("name", "words"), DEMO["lies"] + DEMO["unconfirmed"])
def test_what_nothing_confirms_on_the_sample_is_a_fault(demo_turns: dict[str, Guard], name: str, words: str) -> None:
    assert demo_turns[name].faults(words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list", "Fenwick Freight AB and Delorme Toys AB have equally many employees."),
        ("list", "Fenwick Freight AB's intent is higher for Azure than for M365."),
        ("one", "Fenwick Freight AB is in second place."),
    ],
)
def test_a_comparison_of_what_is_not_told_is_unconfirmed_and_not_called_false(
    demo_turns: dict[str, Guard], name: str, words: str
) -> None:
    faults = demo_turns[name].faults(words)
    assert faults
    assert all("nothing in the results confirms what this says" in fault for fault in faults)


# ---- any row, any two rows --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(sample: Path) -> tuple[Guard, tuple[dict[str, object], ...]]:
    """The guard over a list of the sample workspace, and the rows of the list."""
    tools = Tools(Engine(Workspace(sample), DAY), DAY)
    guard = Guard(tools.engine, "", DAY)
    rows = tools.customers(LISTED).rows
    guard.add(tools.ran[-1])
    return guard, rows


def worded(template: str, row: dict[str, object], other: dict[str, object]) -> str:
    """A template with the name of one row and the figures of another."""
    figures = {name: other[name] for name in ("azure.fit", "azure.intent")}
    words = template
    for name, value in ({**row, **figures} | {"name": row["account_name"]}).items():
        words = words.replace(f"{{{name}:g}}", f"{value:g}" if isinstance(value, float) else "")
        words = words.replace(f"{{{name}}}", str(value))
    return words


@given(st.sampled_from(OF_ROWS), st.integers(0, 24), st.integers(0, 24))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sentence_of_any_row_passes_and_with_the_figures_of_another_it_does_not(
    listed: tuple[Guard, tuple[dict[str, object], ...]], template: str, one: int, other: int
) -> None:
    guard, rows = listed
    row, second = rows[one % len(rows)], rows[other % len(rows)]
    assert guard.faults(worded(template, row, row)) == ()
    names = [name for name in ("azure.fit", "azure.intent") if f"{{{name}" in template]
    if any(row[name] != second[name] for name in names):
        assert guard.faults(worded(template, row, second))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sentence_of_any_groups_passes_and_with_their_figures_swapped_it_does_not(
    sample: Path, data: st.DataObject
) -> None:
    tools = Tools(Engine(Workspace(sample), DAY), DAY)
    guard = Guard(tools.engine, "", DAY)
    groups = tools.customers(Query(CustomerSet(), Measure(), ("country",))).groups or ()
    guard.add(tools.ran[-1])
    one, other = data.draw(st.lists(st.sampled_from(groups), min_size=2, max_size=2, unique=True))
    template = data.draw(
        st.sampled_from(
            (
                "{0} has {1:g} customers and {2} {3:g}.",
                "There are {1:g} customers in {0} and {3:g} in {2}.",
                "{0} ({1:g}) and {2} ({3:g}) stand in the list.",
                "{0} and {2} have {1:g} and {3:g} customers respectively.",
                "- {0}: {1:g}\n- {2}: {3:g}",
                "| Country | Customers |\n|--|--|\n| {0} | {1:g} |\n| {2} | {3:g} |",
            )
        )
    )
    assert guard.faults(template.format(one.key, one.value, other.key, other.value)) == ()
    if one.value != other.value:
        assert guard.faults(template.format(one.key, other.value, other.key, one.value))


# ---- how figures may be written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Delorme Toys has 1,450 employees.", True),
        ("Delorme Toys has 1450 employees.", True),
        ("Delorme Toys har 1 450 anställda.", True),
        ("Delorme Toys hat 1.450 Mitarbeiter.", True),
        ("Delorme Toys has about 1,500 employees.", True),
        ("Delorme Toys has roughly 1.5K employees.", True),
        ("Delorme Toys has over 1,400 employees.", True),
        ("Delorme Toys has almost 1,500 employees.", True),
        ("Delorme Toys has 1,500 employees.", False),
        ("Delorme Toys has over 1,500 employees.", False),
        ("Delorme Toys has under 1,400 employees.", False),
        ("Delorme Toys has about 1,300 employees.", False),
        ("Delorme Toys has 1.4 employees.", False),
        ("Delorme Toys could bring $100,000 to $250,000.", True),
        ("Delorme Toys could bring at least $100K.", True),
        ("Delorme Toys could bring up to $250K.", True),
        ("Delorme Toys could bring $250K+.", False),
        ("Delorme Toys could bring at least $250K.", False),
    ],
)
def test_figures_may_be_written_in_several_ways(tools: Tools, words: str, holds: bool) -> None:
    assert (
        turn(tools, "large" if "employ" in words or "anst" in words or "Mit" in words else "list").faults(words) == ()
    ) is holds


# ---- growing text, and what the guard is told -------------------------------------------------------


def test_growing_text_is_checked_sentence_by_sentence(tools: Tools) -> None:
    guard = turn(tools, "list")
    words = "Lindqvist Clinics leads with an intent of 77. Its fit is 84.\n- Harbor Freight AB: intent 77\n"
    faults = [guard.faults("".join(sentences(words)[:count])) for count in (1, 2, 3)]
    assert faults[:2] == [(), ()]
    assert len(faults[2]) == 1
    assert "77" in faults[2][0]
    assert guard.faults(words) == faults[2]


def test_a_fault_names_the_words_and_what_the_results_say(tools: Tools) -> None:
    (fault,) = turn(tools, "list").faults("Lindqvist Clinics has an Azure fit of 91.")
    assert fault == "'91' (of Lindqvist Clinics; Azure; fit) is not what the results say: 84."


def test_figures_and_names_of_the_question_may_be_repeated(tools: Tools) -> None:
    guard = Guard(tools.engine, "Is Woodgrove Bank AB among those with at least 250 employees?", DAY)
    tools.begin()
    tools.customers(LISTED)
    guard.add(tools.ran[-1])
    assert guard.faults("Woodgrove Bank AB is not among those with at least 250 employees.") == ()
    assert guard.faults("Woodgrove Bank AB has 250 employees.")


def test_a_month_of_the_question_may_be_repeated(tools: Tools) -> None:
    guard = Guard(tools.engine, "Who bought Azure in September?", DAY)
    assert guard.faults("The data does not hold what was bought in September.") == ()
    assert guard.faults("The data does not hold what was bought in August.")


def test_without_results_no_figure_passes(tools: Tools) -> None:
    guard = Guard(tools.engine, "", DAY)
    assert guard.faults("Nothing was found.") == ()
    assert guard.faults("12 customers were found.")


@pytest.mark.parametrize(
    ("words", "complete"),
    [
        ("Contoso leads. It has 2.5", ["Contoso leads. "]),
        ("It scores 2.5 points. Next", ["It scores 2.5 points. "]),
        ("Dr. Foster Inc. leads, e.g. Contoso. So", ["Dr. Foster Inc. leads, e.g. Contoso. "]),
        ("It could bring $25K - $50K. It is", ["It could bring $25K - $50K. "]),
        ("1. Contoso\n2. Fabrikam", ["1. Contoso\n"]),
        ("- A: 1\n- B: 2\n", ["- A: 1\n", "- B: 2\n"]),
        ("顧客は5社です。次", ["顧客は5社です。"]),
        ("Is it 5? Yes! No", ["Is it 5? ", "Yes! "]),
        ("It has 5.", []),
        ("", []),
    ],
)
def test_complete_sentences(words: str, complete: list[str]) -> None:
    assert sentences(words) == complete


@given(st.text(alphabet="ab. 1\n!。$-K,", max_size=60), st.integers(0, 60))
def test_sentences_begin_the_text_and_stay_as_it_grows(words: str, cut: int) -> None:
    found = sentences(words)
    assert words.startswith("".join(found))
    assert sentences(words[:cut])[:-1] == found[: max(0, len(sentences(words[:cut])) - 1)]


@given(words=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_checked(listed: tuple[Guard, tuple[dict[str, object], ...]], words: str) -> None:
    guard, _ = listed
    assert guard.faults(words) == guard.faults(words)


@pytest.mark.parametrize(
    "piece", ["1 234 ", "a an in i ", "((((", "Aa Bb ", "| 1 | 2 |\n", "1,1.1/", "twenty-two ", "Ab 1. "]
)
def test_long_text_is_checked_in_time(listed: tuple[Guard, tuple[dict[str, object], ...]], piece: str) -> None:
    guard, _ = listed
    start = time.perf_counter()
    guard.faults(piece * (900 // len(piece)))
    assert guard.faults(piece * 1_000)
    assert time.perf_counter() - start < SECONDS
