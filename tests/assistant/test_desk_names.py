"""The names that Tab completes: found by how they begin, in any case and without accents, within a key press."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.names import Name, Names, NamesInBackground, names_of
from assistant.offline.brain import OfflineBrain
from assistant.settings import Settings
from knowledge.text import fold
from scoring.engine import Engine
from scoring.workspace import Workspace

LETTERS = st.text(alphabet="aAåÅbBß øØ-永", max_size=6)


@pytest.fixture(scope="module")
def names(brain: OfflineBrain) -> Names:
    return Names.of(names_of(brain.tools.engine))


@given(st.lists(LETTERS, max_size=20), LETTERS, st.integers(1, 5))
def test_found_is_what_begins_so(texts: list[str], beginning: str, most: int) -> None:
    found = [name.text for name in Names.of(Name(text, "customer") for text in texts).beginning(beginning, most)]
    expected = {text for text in texts if len(fold(beginning)) > 1 and fold(text).startswith(fold(beginning))}
    assert set(found) <= expected
    assert len(found) == min(len(expected), most)


@pytest.mark.parametrize(
    ("typed", "end", "first"),
    [
        ("fenwick fr", "fenwick fr", Name("Fenwick Freight AB", "customer, Stockholm")),
        ("Why is elan ma", "elan ma", Name("Élan Market GmbH", "customer, Hamburg")),
        ("customers in swe", "swe", Name("Sweden", "country")),
        ("customers in (göte", "göte", Name("Göteborg", "city")),
        ("Which retail & co", "retail & co", Name("Retail & Consumer Goods", "industry")),
        ("How many are act", "act", Name("Act Now", "cluster")),
        ("Top 10 for busi", "busi", Name("Business Central", "product")),
        ("How many are in migr", "migr", Name("Migrate to Business Central", "cohort")),
        ("주식", "주식", Name("주식회사 대성정밀", "customer, Busan")),
    ],
)
def test_the_end_of_a_question_is_completed(names: Names, typed: str, end: str, first: Name) -> None:
    found_end, found = names.completing(typed, 12)
    assert found_end == end
    assert first in found


@pytest.mark.parametrize("typed", ["", " ", "a", "Which customers zzz", "Act Now, "])
def test_nothing_is_completed_where_nothing_begins_so(names: Names, typed: str) -> None:
    assert names.completing(typed, 12) == ("", [])


def test_a_name_that_several_have_is_offered_once() -> None:
    found = Names.of([Name("Nova AB", "customer, Malmö"), Name("Nova AB", "customer, Oslo")]).beginning("nova", 9)
    assert found == [Name("Nova AB", "customer, Malmö")]


def test_hostile_names_are_completed_as_they_are_shown(workspace: Path) -> None:
    found = Names.of(names_of(Engine(Workspace(workspace))))
    assert [name.text for name in found.beginning("[bo", 5)] == ["[bold]Acme[/bold] AB"]


def test_forty_thousand_names_take_no_time() -> None:
    names = Names.of(Name(f"Customer {number:05d} of {number % 97}", "customer") for number in range(40_000))
    start = time.perf_counter()
    for number in range(200):
        assert names.completing(f"Why is customer {number:03d}", 12)[1]
    assert (time.perf_counter() - start) / 200 < 0.05


def test_names_are_gathered_in_the_background(sample: Path, brain: OfflineBrain, names: Names) -> None:
    gathered = NamesInBackground(Settings(sample, brain.tools.as_of, "offline"))
    gathered.gather()
    assert gathered.get(60).keys == names.keys


def test_where_nothing_is_imported_there_is_nothing_to_complete(tmp_path: Path, brain: OfflineBrain) -> None:
    gathered = NamesInBackground(Settings(tmp_path, brain.tools.as_of, "offline"))
    gathered.gather()
    assert gathered.get(60) == Names()
