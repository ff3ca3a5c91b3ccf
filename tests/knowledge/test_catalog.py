"""The catalogue: what it says of scores, cells and columns, how files are laid over it, and what it refuses."""

import re
from pathlib import Path

import pytest

from knowledge.catalog import Catalog, load_catalog
from knowledge.entries import CatalogError, ColumnMatch


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def overlay(folder: Path, text: str, name: str = "own.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("score", "band"),
    [(100, "high"), (75, "high"), (74.6, "medium"), (55, "medium"), (54.9, "low"), (30, "low"), (29, "very-low")],
)
def test_a_band_begins_at_its_lower_bound(catalog: Catalog, score: float, band: str) -> None:
    assert catalog.band_of(score).id == band


@pytest.mark.parametrize(
    ("fit", "cells", "cluster"),
    [
        ("high", ["A1", "A2", "A3", "A4"], "act-now"),
        ("medium", ["E5", "E6", "E7", "E8"], "evaluate"),
        ("low", ["N9", "N9", "N9", "N9"], "nurture"),
        ("very-low", ["ET10", "ET10", "ET10", "ET10"], "educate"),
    ],
)
def test_fit_is_the_row_of_the_matrix_and_decides_the_cluster(
    catalog: Catalog, fit: str, cells: list[str], cluster: str
) -> None:
    row = [catalog.cell_of(fit, intent) for intent in ("high", "medium", "low", "very-low")]
    assert [cell.id for cell in row] == cells
    assert {cell.cluster for cell in row} == {cluster}
    assert catalog.cluster_of(fit) == catalog.clusters[cluster]


@pytest.mark.parametrize(
    ("heading", "match"),
    [
        ("HasAzure", ColumnMatch("has_azure", "flag")),
        ("has azure", ColumnMatch("has_azure", "flag")),
        ("IsNonProfit", ColumnMatch("nonprofit", "text")),
        ("Microsoft365UpsellCustomer", ColumnMatch("m365_upsell", "flag")),
        ("Surface Intent", ColumnMatch("intent", "score", "surface")),
        ("D365BCCluster", ColumnMatch("cluster", "cluster", "d365bc")),
        ("MW_EDU for Surface", ColumnMatch("mw-edu-for-surface", "play")),
        ("Surface: Acquire - M365 50+ seats", ColumnMatch("surface-acquire-50", "cohort")),
        ("Acquire M365 customers, 50 or more seats", ColumnMatch("surface-acquire-50", "cohort")),
        ("Shoe size", None),
    ],
)
def test_headings_are_recognised_by_spelling_or_words(
    catalog: Catalog, heading: str, match: ColumnMatch | None
) -> None:
    assert catalog.match_column(heading) == match


def test_play_titles_are_words_and_each_its_own(catalog: Catalog) -> None:
    titles = [play.title for play in catalog.plays.values()]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if re.search(r"\w{18}|_", title)] == []
    assert [play.id for play in catalog.plays.values() if len(play.summary) < 30] == []


def test_an_overlay_replaces_known_entries_and_adds_new_ones(tmp_path: Path) -> None:
    folder = overlay(
        tmp_path,
        """
        [[cell]]
        id = "N9"
        fit = "low"
        intent = ["medium", "low", "very-low"]
        cluster = "nurture"
        [[cell]]
        id = "N8"
        fit = "low"
        intent = ["high"]
        cluster = "evaluate"
        """,
    )
    own = load_catalog(folder)
    assert own.cell_of("low", "high").cluster == "evaluate"
    assert own.cell_of("low", "medium").cluster == "nurture"
    assert own.cluster_of("low") is None


def test_a_missing_overlay_folder_is_empty(tmp_path: Path, catalog: Catalog) -> None:
    assert load_catalog(tmp_path / "none").plays == catalog.plays


REFUSED = [
    ("not toml", "own.toml: Expected '=' after a key in a key/value pair (at line 1, column 5)"),
    ("[[colour]]\nid = 'red'", "own.toml: unknown section 'colour'; known are source, score, band, "),
    ("[[model]]\nid = 'x'", "own.toml, [[model]] number 1: 'title' is missing"),
    ("[[model]]\nid = 'x'\ntitle = 3", "own.toml, [[model]] number 1, 'title': str is needed, not 3"),
    (
        "[[model]]\nid = 'x'\ntitle = 'X'\naliases = 'y'",
        "own.toml, [[model]] number 1, 'aliases': a list is needed, not 'y'",
    ),
    ("[[model]]\nid = 'x'\ntitle = 'X'\nname = 'y'", "own.toml, [[model]] number 1: unknown key 'name'; known are "),
    (
        "[[model]]\nid = 'x'\ntitle = 'X'\n[[model]]\nid = 'x'\ntitle = 'Y'",
        "own.toml, [[model]] number 2: the id 'x' stands twice (also in own.toml, [[model]] number 1)",
    ),
    (
        "[[model]]\nid = 'x'\ntitle = 'X'\nsource = 'hearsay'",
        "own.toml, [[model]] number 1, 'source': there is no source 'hearsay'",
    ),
    (
        "[[cohort]]\nid = 'x'\ntitle = 'X'\nreport = 'sales'\nproduct = 'azure'",
        "own.toml, [[cohort]] number 1, 'report': there is no report 'sales'",
    ),
    (
        "[[band]]\nid = 'top'\ntitle = 'Top'\nlower = 75",
        "own.toml, [[band]] number 1, 'lower': 75 is also the lower bound of 'high'",
    ),
    (
        "[[band]]\nid = 'top'\ntitle = 'Top'\nlower = 100",
        "own.toml, [[band]] number 1, 'lower': 100 is outside 0 to 100",
    ),
    (
        "[[band]]\nid = 'very-low'\ntitle = 'Very Low'\nlower = 5",
        "no [[band]] starts at 0, so low scores would have no band",
    ),
    (
        "[[cell]]\nid = 'B1'\nfit = 'high'\nintent = ['high']\ncluster = 'act-now'",
        "own.toml, [[cell]] number 1: fit 'high' and intent 'high' belong to cell 'A1' too",
    ),
    (
        "[[cell]]\nid = 'N9'\nfit = 'low'\nintent = ['low']\ncluster = 'nurture'",
        "the matrix has no [[cell]] for fit 'low' and intent 'high'",
    ),
    (
        "[[play]]\nid = 'x'\ntitle = 'X'\nreports = ['m365']\nlayouts = ['fy24']\nspellings = ['Has Azure']",
        "own.toml, [[play]] number 1, 'spellings': 'Has Azure' already means 'has_azure'",
    ),
    (
        "[[signal]]\nid = 'x'\ntitle = 'X'\nspellings = [1]",
        "own.toml, [[signal]] number 1, 'spellings': str is needed, not 1",
    ),
    (
        "[[field]]\nid = 'x'\ntitle = 'X'\nkind = 'colour'\ngroup = 'g'\nspellings = []",
        "own.toml, [[field]] number 1, 'kind': 'colour' is none of id, text, number, ",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message[:50] for _, message in REFUSED])
def test_a_file_that_contradicts_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogError) as refusal:
        load_catalog(overlay(tmp_path, text))
    assert str(refusal.value).startswith(message)


def test_the_shipped_files_are_needed(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=re.escape("no [[band]] starts at 0")):
        load_catalog(base=tmp_path)
