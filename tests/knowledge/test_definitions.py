"""Definitions: every entry has one, look-up and search find it, and wrong files are refused with the place."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.catalog import Catalog, load_catalog
from knowledge.definitions import SECTIONS, Definition, Definitions, load_definitions
from knowledge.entries import SECTIONS as CATALOG_SECTIONS
from knowledge.entries import CatalogError, Entry

# fmt: off
HOWTOS = [
    "access", "campaign", "get-reports", "help", "import", "match-crm", "own-tables", "refresh", "renewals", "schedule",
    "target-clusters", "work-with-reports",
]

CONVENTIONS = [
    "acr", "any-product", "band-only", "bands", "blank-flags", "cloudascent", "cluster-moves", "clusters",
    "cohorts-and-plays", "count-once", "disagreement", "expiring-agreements", "firmographics", "fiscal-year",
    "fit-and-intent", "follow-ups", "high-fit", "high-propensity", "install-base", "landscape", "lookalike",
    "m365-ranking", "matrix", "migrate-to-cloud", "model-card", "models", "names", "near-cutoff", "new-and-gone",
    "newest-month", "open-expiring-revenue", "own-model", "own-report", "places", "potential-revenue", "propensity",
    "reasons", "refresh-day", "refusals", "relative-dates", "renewals-count", "segment-bounds", "segments", "signals",
    "since-last-month", "smc-customers", "solution-areas", "ties", "top-by-cell", "top-by-revenue", "vendor-cluster",
    "what-would-change",
]
# fmt: on


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def definitions(catalog: Catalog) -> Definitions:
    return load_definitions(catalog)


def ids(found: tuple[Definition, ...]) -> list[str]:
    return [definition.id for definition in found]


def write(folder: Path, name: str, front: str, body: str = "A body.") -> Path:
    (folder / name).write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")
    return folder


# --- what is defined ---


def test_every_entry_of_the_catalogue_is_defined(catalog: Catalog, definitions: Definitions) -> None:
    expected = {f"{section}.{id}" for section, name in SECTIONS.items() if name for id in catalog.sections[name]}
    expected |= {f"column.{product}.{part}" for product in catalog.products for part in catalog.product_fields}
    assert expected <= set(definitions.by_id)
    assert {definition.section for definition in definitions} == set(SECTIONS)


def test_no_section_of_entries_goes_without_definitions() -> None:
    entries = {name for name, kind in CATALOG_SECTIONS.items() if issubclass(kind, Entry)}
    assert entries - set(SECTIONS.values()) == {"source", "product_field"}


@pytest.mark.parametrize(("section", "names"), [("howto", HOWTOS), ("convention", CONVENTIONS)])
def test_every_howto_and_convention_is_there(definitions: Definitions, section: str, names: list[str]) -> None:
    assert sorted(definition.id for definition in definitions if definition.section == section) == [
        f"{section}.{name}" for name in names
    ]


def test_texts_are_there_and_short(definitions: Definitions) -> None:
    assert [definition.id for definition in definitions if not 35 <= len(definition.text) <= 1400] == []
    long = [definition.id for definition in definitions if len(definition.text) > 1000]
    assert len(long) <= 3


def test_sources_and_years_come_with_it(catalog: Catalog, definitions: Definitions) -> None:
    whitespace = definitions.get("model.whitespace")
    assert whitespace is not None
    assert (whitespace.source, whitespace.as_of) == ("partner-center-2023", "2023")
    assert whitespace.source_title == catalog.sources["partner-center-2023"].title
    assert all(definition.as_of.isdigit() and definition.source_title for definition in definitions)


@pytest.mark.parametrize(
    ("id", "text"),
    [
        (
            "cell.E6",
            "Stands for fit Medium (55 to under 75) with intent Medium (55 to under 75): cluster Evaluate. "
            "Ready for marketing: campaigns over several channels.",
        ),
        (
            "cell.N9",
            "Stands for fit Low (30 to under 55) with any intent: cluster Nurture. "
            "Awareness campaigns, if there is capacity left.",
        ),
        (
            "column.azure.cluster",
            "The Azure cluster that the vendor gives the customer: Act Now, Evaluate, Nurture or Educate.\n\n"
            "Heading: `AzureCluster` (layouts: today's, FY24, FY23, FY21).",
        ),
        (
            "play.mw-edu-for-surface",
            "An education customer. Offer Surface devices.\n\n"
            "A Yes/No column of the M365 and Surface reports. Heading: `MW_EDU for Surface` (layout: FY24).",
        ),
    ],
)
def test_texts_are_composed_from_the_data(definitions: Definitions, id: str, text: str) -> None:
    definition = definitions.get(id)
    assert definition is not None
    assert definition.text == text


def test_an_unknown_id_has_no_definition(definitions: Definitions) -> None:
    assert definitions.get("cluster.wait") is None


# --- look-up ---


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("cluster.act-now", ["cluster.act-now"]),
        ("Act Now", ["cluster.act-now"]),
        ("ACT-NOW!", ["cluster.act-now"]),
        ("act nów", ["cluster.act-now"]),
        ("ET10", ["cell.ET10"]),
        ("cell A1", ["cell.A1"]),
        ("fit", ["score.fit"]),
        ("the matrix", ["convention.matrix"]),
        ("white space", ["model.whitespace"]),
        ("D365SP", ["product.d365sp"]),
        ("Azure Cluster", ["column.azure.cluster"]),
        ("AzureCluster", ["column.azure.cluster"]),
        ("Microsoft 365 potential revenue", ["column.m365.revenue"]),
        ("MW_EDU for Surface", ["play.mw-edu-for-surface"]),
        ("buying signals", ["convention.signals"]),
        ("true-ups", ["column.expiration_type"]),
        ("own tables", ["howto.own-tables"]),
        ("TPID", ["column.customer_id"]),
        ("Agera nu", ["cluster.act-now"]),
        ("評価", ["cluster.evaluate"]),
        ("agreement end dates", ["column.agreement_end"]),
    ],
)
def test_a_term_is_found_by_id_title_or_alias(definitions: Definitions, term: str, found: list[str]) -> None:
    assert ids(definitions.lookup(term)) == found


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("E5", ["cell.E5", "cohort.security-m365-e5"]),
        ("Medium", ["band.medium", "segment.medium"]),
        ("Copilot", ["cohort.m365-copilot", "category.copilot"]),
        ("migrate to cloud", ["category.m365-migrate-to-cloud"]),
        ("CRM", ["solution-category.crm", "howto.match-crm"]),
        ("segment", ["convention.segments", "column.segment", "column.sub_segment"]),
        ("potential revenue", ["convention.potential-revenue"]),
    ],
)
def test_a_shared_name_finds_all_concepts_first(definitions: Definitions, term: str, found: list[str]) -> None:
    assert ids(definitions.lookup(term)) == found


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("whitspace", ["model.whitespace"]),
        ("Evalute", ["cluster.evaluate"]),
        ("Act Nwo", ["cluster.act-now"]),
        ("agremeent end date", ["column.agreement_end"]),
        ("upper mediun", ["segment.upper-medium"]),
    ],
)
def test_a_slip_of_typing_is_forgiven(definitions: Definitions, term: str, found: list[str]) -> None:
    assert ids(definitions.lookup(term)) == found


@pytest.mark.parametrize(
    "term", ["", "?!", "xyz", "sandwich", "FY22 layout", "A11", "hit", "cell B2", "Educator of the year"]
)
def test_nonsense_finds_nothing(definitions: Definitions, term: str) -> None:
    assert definitions.lookup(term) == ()


def test_suggestions_are_titles_that_look_alike(definitions: Definitions) -> None:
    assert definitions.suggest("FY22 layout") == ("FY24 layout", "FY23 layout", "FY21 layout")
    assert definitions.suggest("nurturing customers", n=1) != ()
    assert definitions.suggest("zzzzzz") == ()


# --- search ---


# --- files of one's own ---


def test_what_an_overlay_of_the_catalogue_adds_is_defined(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        """
        [[play]]
        id = "quiet"
        title = "Quiet offices"
        reports = ["surface"]
        layouts = ["current", "fy24"]
        spellings = ["MW_Quiet Offices"]
        summary = "The customer likes it quiet."
        [[cohort]]
        id = "surface-rent"
        title = "Surface rent"
        report = "surface"
        product = "surface"
        [[field]]
        id = "floor"
        title = "Floor"
        kind = "flag"
        group = "firmographic"
        spellings = ["FloorNo"]
        summary = "The customer owns its floor."
        [[product]]
        id = "teams"
        title = "Teams"
        column = "Teams"
        report = "m365"
        """,
        encoding="utf-8",
    )
    definitions = load_definitions(load_catalog(tmp_path))
    (play,) = definitions.lookup("mw quiet offices")
    assert (play.id, play.as_of) == ("play.quiet", "2025")
    assert play.text == (
        "The customer likes it quiet.\n\n"
        "A Yes/No column of the Surface report. Heading: `MW_Quiet Offices` (layouts: today's, FY24)."
    )
    assert ids(definitions.lookup("Surface rent")) == ["cohort.surface-rent"]
    assert ids(definitions.lookup("floor no")) == ["column.floor"]
    assert ids(definitions.lookup("TeamsCluster")) == ["column.teams.cluster"]
    assert definitions.by_id["column.floor"].text == (
        "The customer owns its floor.\n\nYes or No; blank counts as No. Heading: `FloorNo` (in no published layout)."
    )


def test_a_partners_own_matrix_shows_in_the_definitions(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
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
        encoding="utf-8",
    )
    definitions = load_definitions(load_catalog(tmp_path))
    evaluate = definitions.by_id["cluster.evaluate"].text
    assert "Fit Low (30 to under 55): N8 with intent High (75 to 100)." in evaluate
    assert "puts the customer in" not in definitions.by_id["band.low"].text


def test_a_file_extends_the_entry_of_its_id(tmp_path: Path, catalog: Catalog, definitions: Definitions) -> None:
    write(
        tmp_path, "cohort.m365-copilot.md", 'id = "cohort.m365-copilot"\naliases = ["robot helper"]', "Ask for a demo."
    )
    own = load_definitions(catalog, base=tmp_path)
    (cohort,) = own.lookup("Robot helper")
    assert cohort.text.startswith(catalog.cohorts["m365-copilot"].summary)
    assert cohort.text.endswith("\n\nAsk for a demo.")
    assert (cohort.title, cohort.source) == ("M365 Copilot", "cloudascent-guide")


def test_a_file_of_a_later_folder_replaces_the_shipped_one(tmp_path: Path, catalog: Catalog) -> None:
    front = 'id = "convention.ties"\ntitle = "Ties"\nsource = "ascent"\nas_of = "2027"'
    own = load_definitions(catalog, write(tmp_path, "convention.ties.md", front, "We toss a coin."))
    (ties,) = own.lookup("ties")
    assert (ties.text, ties.as_of, ties.source_title) == ("We toss a coin.", "2027", "Ascent's own convention")


NEW = 'title = "Lunch"\nsource = "ascent"'
REFUSED = [
    ("howto.lunch.md", 'id = "howto.lunch"\ntitle = ', "howto.lunch.md: Invalid value (at end of document)"),
    ("howto.lunch.md", NEW, "howto.lunch.md: the id None is not the file's name, which is what keeps ids apart"),
    (
        "lunch.md",
        f'id = "howto.refresh"\n{NEW}',
        "lunch.md: the id 'howto.refresh' is not the file's name, which is what keeps ids apart",
    ),
    (
        "howto.lunch.md",
        f'id = "howto.lunch"\n{NEW}\nauthor = "me"',
        "howto.lunch.md: unknown key 'author'; known are id, title, aliases, as_of, source",
    ),
    ("howto.lunch.md", 'id = "howto.lunch"\ntitle = 1', "howto.lunch.md: 'title': str is needed, not 1"),
    (
        "howto.lunch.md",
        f'id = "howto.lunch"\n{NEW}\naliases = [1]',
        "howto.lunch.md: 'aliases': a list of names is needed, not [1]",
    ),
    (
        "howto.lunch.md",
        'id = "howto.lunch"\ntitle = "Lunch"\nsource = "hearsay"',
        "howto.lunch.md, 'source': there is no source 'hearsay'",
    ),
    ("howto.lunch.md", 'id = "howto.lunch"\ntitle = "Lunch"', "howto.lunch.md: 'source' is missing"),
    ("lunch.md", f'id = "lunch"\n{NEW}', "lunch.md: unknown section 'lunch'; known are score, cluster, band, "),
    ("cluster.wait.md", f'id = "cluster.wait"\n{NEW}', "cluster.wait.md: the catalogue has no such cluster"),
    (
        "howto.lunch.md",
        f'id = "howto.lunch"\n{NEW}\naliases = ["download hub"]',
        "howto.lunch.md: the alias 'download hub' already means 'howto.get-reports'",
    ),
    (
        "howto.lunch.md",
        'id = "howto.lunch"\ntitle = "Scheduling downloads"\nsource = "ascent"',
        "howto.lunch.md: the title 'Scheduling downloads' already means 'howto.schedule'",
    ),
]


@pytest.mark.parametrize(("name", "front", "message"), REFUSED, ids=[message[:60] for _, _, message in REFUSED])
def test_a_wrong_file_is_refused_with_the_place(
    tmp_path: Path, catalog: Catalog, name: str, front: str, message: str
) -> None:
    with pytest.raises(CatalogError) as refusal:
        load_definitions(catalog, write(tmp_path, name, front))
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize("text", ["No front matter.", "---\nid = 'howto.lunch'\nA body.", ""])
def test_a_file_without_front_matter_is_refused(tmp_path: Path, catalog: Catalog, text: str) -> None:
    (tmp_path / "howto.lunch.md").write_text(text, encoding="utf-8")
    with pytest.raises(
        CatalogError, match=re.escape("howto.lunch.md: front matter between two '---' lines must open the file")
    ):
        load_definitions(catalog, tmp_path)


def test_a_new_file_without_a_body_is_refused(tmp_path: Path, catalog: Catalog) -> None:
    write(tmp_path, "howto.lunch.md", f'id = "howto.lunch"\n{NEW}', "")
    with pytest.raises(CatalogError, match=re.escape("howto.lunch.md: 'body' is missing")):
        load_definitions(catalog, tmp_path)


def test_an_alias_that_two_entries_claim_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[model]]\nid = "x"\ntitle = "X"\naliases = ["white space"]\nsummary = "Another."', encoding="utf-8"
    )
    with pytest.raises(
        CatalogError, match=re.escape("definition 'model.x': the alias 'white space' already means 'model.whitespace'")
    ):
        load_definitions(load_catalog(tmp_path))


def test_an_id_that_two_columns_would_share_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[field]]\nid = "azure.fit"\ntitle = "X"\nkind = "text"\ngroup = "g"\nspellings = ["X"]', encoding="utf-8"
    )
    with pytest.raises(CatalogError, match=re.escape("definition 'column.azure.fit': the id stands twice")):
        load_definitions(load_catalog(tmp_path))


def test_nothing_heavy_is_loaded_before_a_near_miss() -> None:
    code = (
        "import sys; from knowledge.catalog import load_catalog; from knowledge.definitions import load_definitions;"
        "found = load_definitions(load_catalog()); found.lookup('act now');"
        "print(sorted({'rapidfuzz', 'duckdb', 'pandas', 'yaml'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
