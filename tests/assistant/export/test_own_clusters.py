"""What is handed on shows the clusters and bands of the catalogue, a partner's own among them."""

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from assistant.cli import run
from assistant.palette import COLOURS

OWN = """
[[cluster]]
id = "call-first"
title = 'Call "First"'
rank = 0
high_propensity = true
spellings = []
aliases = []
action = "Call today."
summary = "Whom we call before all others."

[[cell]]
id = "A1"
fit = "high"
intent = ["high"]
cluster = "call-first"

[[band]]
id = "very-low"
title = "None"
lower = 0
spellings = ["Very Low"]
aliases = []
summary = "No fit at all."
"""
DAY = date(2026, 10, 25).isoformat()


@pytest.fixture
def store(reports: Path, tmp_path: Path) -> Path:
    """The reports, read by a catalogue with a cluster above Act Now, in which A1 is, and another word for a band."""
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "own.toml").write_text(OWN, encoding="utf-8")
    assert run(["import", str(reports), "--workspace", str(tmp_path)]) == 0
    return tmp_path


def write(store: Path, *words: str) -> None:
    assert run([*words, "--workspace", str(store), "--as-of", DAY]) == 0


@pytest.mark.parametrize("command", ["ask", "brief"])
def test_the_matrix_of_a_page_is_the_catalogues(store: Path, command: str) -> None:
    """Its bands, the cluster of each row that has one, and the colours by rank."""
    out = store / "page.html"
    write(store, command, "Who are the top customers for M365?", "--out", str(out))
    matrix = BeautifulSoup(out.read_text(encoding="utf-8"), "html.parser").select_one(".matrix")
    assert [it.get_text() for it in matrix.select(".axis")] == [
        *("High intent", "Medium", "Low", "None"),
        *("High fit", "Medium", "Low", "None"),
    ]
    assert [it.get_text() for it in matrix.select(".cluster")] == ["Evaluate", "Nurture", "Educate"]
    shades = [it["class"][1] for it in matrix.select("rect")]
    assert shades == ["shade-1", *["shade-2"] * 3, *["shade-3"] * 4, "shade-4", "shade-4"]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_the_clusters_of_a_workbook_are_the_catalogues(store: Path) -> None:
    out = store / "list.xlsx"
    write(store, "ask", "Who are the top customers for M365?", "--out", str(out))
    sheet = load_workbook(out)["Customers"]
    told = [
        (rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for item in sheet.conditional_formatting
        for rule in item.rules
        if rule.type == "cellIs"
    ]
    titles = ['"Call ""First"""', '"Act Now"', '"Evaluate"', '"Nurture"', '"Educate"']
    tints = [it.light.tint for it in COLOURS]
    assert told == list(zip(titles, [f"FF{tint[1:].upper()}" for tint in (*tints, tints[-1])], strict=True))
