"""Which modules a command may load: what makes it start fast."""

import re
import subprocess
from pathlib import Path

import pytest
from processes import environment, program

HEAVY = {
    *("chromadb", "langchain", "langchain_core", "langchain_openai", "numpy", "openai", "pandas", "prompt_toolkit"),
    *("jinja2", "openpyxl", "pyarrow", "pydantic", "rich", "scipy", "sklearn", "xlsxwriter"),
}
STORE = {"deltalake", "duckdb"}
IMPORT_LINE = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)", re.MULTILINE)


def loaded(*arguments: object, code: int = 0) -> set[str]:
    """The modules that a command loads; packages count, too."""
    done = subprocess.run(
        [*program("-X", "importtime"), *map(str, arguments)], env=environment(), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == code, done.stderr[-500:]
    return set(IMPORT_LINE.findall(done.stderr))


def test_the_list_of_modules_is_real(tmp_path: Path, reports: Path) -> None:
    """An import of files needs pyarrow, so the tests below could fail."""
    modules = loaded("import", reports, "--workspace", tmp_path)
    assert {"typer", "pyarrow", *STORE} <= modules


@pytest.mark.parametrize(
    ("arguments", "needed", "unwanted"),
    [
        (["--help"], {"typer"}, HEAVY | STORE | {"knowledge.catalog", "scoring", "platformdirs"}),
        (["ask", "--help"], {"typer"}, HEAVY | STORE | {"knowledge.catalog", "scoring", "platformdirs"}),
        (["define", "Act Now"], {"knowledge.definitions"}, HEAVY | STORE | {"scoring.engine", "assistant.tools"}),
        (["status"], {"scoring.engine"}, HEAVY | {"assistant.tools", "knowledge.definitions"}),
    ],
)
def test_a_command_loads_what_it_needs(
    arguments: list[str], needed: set[str], unwanted: set[str], workspace: Path
) -> None:
    modules = loaded(*arguments, *([] if "--help" in arguments else ["--workspace", workspace]))
    assert needed <= modules
    assert modules & unwanted == set()


def test_ask_loads_what_it_needs(workspace: Path) -> None:
    modules = loaded("ask", "How many customers are Act Now for M365?", "--workspace", workspace)
    assert {"assistant.offline.brain", "assistant.tools", "scoring.tables"} <= modules
    assert modules & (HEAVY | {"assistant.phrases"}) == set()


def test_a_file_loads_what_writes_it(workspace: Path, tmp_path: Path) -> None:
    ask = ("ask", "Who are the top customers for M365?", "--workspace", workspace, "--out")
    assert loaded(*ask, tmp_path / "list.csv") & HEAVY == set()
    assert loaded(*ask, tmp_path / "list.xlsx") & HEAVY == {"xlsxwriter"}


def test_ask_loads_no_more_where_there_is_a_vocabulary(reports: Path, tmp_path: Path) -> None:
    """Words are kept with the lexicon: the file of the vocabulary is not taken apart, nor locked."""
    loaded("import", reports, "--workspace", tmp_path)
    loaded("vocabulary", "add", "hot", "Act Now", "--workspace", tmp_path)
    modules = loaded("ask", "How many customers are hot for M365?", "--workspace", tmp_path)
    assert modules & (HEAVY | {"filelock", "tomllib"}) == set()


def test_ask_loads_no_more_where_there_is_own_data(own_workspace: Path, reports: Path) -> None:
    """As long as it is answered by the reports."""
    loaded("import", reports, "--workspace", own_workspace)
    modules = loaded("ask", "How many customers are Act Now for M365?", "--workspace", own_workspace)
    assert modules & HEAVY == set()
    assert "scoring.model.model" not in modules


def test_a_kept_score_is_asked_without_learning(own_workspace: Path) -> None:
    """Tables are made at the first question; then the model is read, and nothing that learns or converts is loaded."""
    ask = ("ask", "How many customers are Act Now for Azure?", "--workspace", own_workspace, "--as-of", "2026-10-20")
    loaded(*ask)
    assert loaded(*ask) & HEAVY == {"numpy"}


def test_a_shortlist_loads_no_more_than_a_question(reports: Path, tmp_path: Path) -> None:
    """Also where it is written as CSV, shown, chosen again or measured."""
    loaded("import", reports, "--workspace", tmp_path)
    (tmp_path / "results.csv").write_text("CustomerID,Outcome\n4001,Won\n", encoding="utf-8")
    for arguments in (
        ("crm", "Act Now customers for M365", "--out", tmp_path / "crm.csv"),
        ("list",),
        ("show", "crm"),
        ("refresh", "crm"),
        ("outcome", "crm", tmp_path / "results.csv"),
        ("delete", "crm", "--yes"),
    ):
        modules = loaded("shortlist", *arguments, "--workspace", tmp_path)
        assert modules & (HEAVY | {"xlsxwriter", "jinja2"}) == set(), arguments
