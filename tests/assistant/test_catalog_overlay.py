"""What a partner adds to the catalogue of its workspace is imported, asked for and defined without a line of code."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from knowledge.definitions import load_definitions
from scoring.engine import Engine
from scoring.importing import ImportSummary, import_reports
from scoring.workspace import Workspace

OWN_ENTRIES = {
    "cohort.toml": """
[[cohort]]
id = "azure-mainframe"
title = "Mainframe to Azure"
report = "azure"
product = "azure"
spellings = ["Azure: Mainframe exit"]
aliases = ["mainframe exit", "mainframe to Azure"]
summary = "Customers that run a mainframe and are to leave it for Azure."
""",
    "product.toml": """
[[product]]
id = "azure"
title = "Azure"
column = "Azure"
report = "azure"
owned = "has_azure"
models = ["whitespace"]
aliases = ["Microsoft Azure", "Skyblue"]
summary = "The cloud platform that our own people call Skyblue."

[[product_field]]
id = "fit"
title = "Fit"
kind = "score"
group = "fit"
spellings = ["{column}Fit", "{column} Aptitude"]
aliases = ["fit", "fit score", "aptitude"]
summary = "The {product} fit score."
""",
    "field.toml": """
[[field]]
id = "vehicles"
title = "Vehicles"
kind = "number"
group = "firmographic"
spellings = ["Fleet Size"]
aliases = ["vehicles", "fleet size"]
unit = "vehicles"
summary = "How many vehicles the customer runs."

[[field]]
id = "sales_team"
title = "Sales team"
kind = "text"
group = "firmographic"
spellings = ["Team"]
aliases = ["sales team", "sales teams"]
groupable = true
summary = "Which of our teams looks after the customer."
""",
}
REPORT = """\
Customer ID,Account Name,City,Team,Fleet Size,AzureCluster,Azure Aptitude,Azure Intent,Azure: Mainframe exit
50001,Alpha AB,Oslo,Falcon,12,Act Now,80,90,Yes
50002,Beta AB,Oslo,Falcon,3,Evaluate,60,90,No
50003,Gamma Ltd,Paris,Osprey,40,Act Now,76,20,Yes
50004,Delta Inc,Paris,,0,Nurture,40,20,No
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ImportSummary]:
    """A workspace with the entries above in its catalogue, and the report imported under them."""
    folder = tmp_path_factory.mktemp("overlay")
    store = Workspace(folder / "store")
    (store.path / "catalog").mkdir(parents=True)
    for name, text in OWN_ENTRIES.items():
        (store.path / "catalog" / name).write_text(text, encoding="utf-8")
    (folder / "azure.csv").write_text(REPORT, encoding="utf-8")
    return store, import_reports(store, [folder / "azure.csv"], "2026-10")


@pytest.fixture(scope="module")
def brain(imported: tuple[Workspace, ImportSummary]) -> OfflineBrain:
    return OfflineBrain(Tools(Engine(imported[0]), date(2026, 10, 25)))


def asked(brain: OfflineBrain, question: str) -> Answer:
    answer = brain.ask(question, brain.start())
    assert answer.status == "answered", answer.answer
    return answer


def test_the_columns_are_recognised(imported: tuple[Workspace, ImportSummary]) -> None:
    snapshot = imported[0].snapshot()
    assert snapshot is not None
    (source,) = snapshot.sources()
    assert [(name, match.field, match.kind, match.product) for name, match in source["columns"]] == [
        ("Account Name", "account_name", "text", ""),
        ("Azure Aptitude", "fit", "score", "azure"),
        ("Azure Intent", "intent", "score", "azure"),
        ("Azure: Mainframe exit", "azure-mainframe", "cohort", ""),
        ("AzureCluster", "cluster", "cluster", "azure"),
        ("City", "city", "text", ""),
        ("Customer ID", "customer_id", "id", ""),
        ("Fleet Size", "vehicles", "number", ""),
        ("Team", "sales_team", "text", ""),
    ]
    (file,) = imported[1].files
    assert (file.report, file.unknown, file.warnings) == ("azure", (), ())


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("Which customers are in the mainframe exit cohort?", {"50001", "50003"}),
        ("Which Act Now customers fit the Mainframe to Azure cohort?", {"50001", "50003"}),
        ("Which customers are Evaluate for Skyblue?", {"50002"}),
        ("Which customers have a Skyblue fit of at least 76?", {"50001", "50003"}),
        ("Which customers have more than 10 vehicles?", {"50001", "50003"}),
        ("List the customers of the sales team Falcon", {"50001", "50002"}),
    ],
)
def test_what_was_added_is_asked_for(brain: OfflineBrain, question: str, customers: set[str]) -> None:
    assert set(asked(brain, question).customers or ()) == customers


def test_what_was_added_is_counted_and_grouped(brain: OfflineBrain) -> None:
    assert asked(brain, "How many customers are in the mainframe exit cohort?").value == 2
    assert asked(brain, "What is the average fleet size?").value == 13.75
    teams = asked(brain, "How many customers per sales team?").groups or ()
    assert {group.key: group.value for group in teams} == {"Falcon": 2, "Osprey": 1}
    top = asked(brain, "Top 2 customers by fleet size")
    assert top.customers == ("50003", "50001")


@pytest.mark.parametrize(
    ("term", "id", "said"),
    [
        ("mainframe exit", "cohort.azure-mainframe", "run a mainframe"),
        ("Skyblue", "product.azure", "our own people call Skyblue"),
        ("fleet size", "column.vehicles", "How many vehicles"),
        ("sales team", "column.sales_team", "Which of our teams"),
    ],
)
def test_what_was_added_is_defined(brain: OfflineBrain, term: str, id: str, said: str) -> None:
    found = brain.tools.define(term)
    assert [item.id for item in found][:1] == [id]
    assert said in found[0].text
    answer = asked(brain, f"What does {term} mean?")
    assert said in answer.answer
    assert id in [citation.id for citation in answer.citations]


def test_without_the_entries_nothing_of_it_is_known(tmp_path: Path) -> None:
    """The report itself is recognised; the rest becomes a play and columns that are kept."""
    (tmp_path / "azure.csv").write_text(REPORT, encoding="utf-8")
    store = Workspace(tmp_path / "store")
    (file,) = import_reports(store, [tmp_path / "azure.csv"], "2026-10").files
    assert set(file.unknown) == {"Azure Aptitude", "Fleet Size", "Team"}
    assert not {"vehicles", "sales_team"} & store.catalog.fields.keys()
    assert load_definitions(store.catalog).lookup("Skyblue") == ()
