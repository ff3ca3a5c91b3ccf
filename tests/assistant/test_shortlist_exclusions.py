"""Whom a shortlist leaves out: ids as files write them, headings of CRM files, and how many really were left out."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ascent = Callable[..., tuple[int, str, str]]
AZURE = "Act Now or Evaluate customers for Azure"


@pytest.fixture
def desk(ascent: Ascent, sample: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a copy of the sample's workspace."""
    shutil.copytree(sample, tmp_path / "ws")
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


def made(run: Ascent, name: str, question: str, *options: object) -> tuple[dict[str, Any], str]:
    code, out, err = run("shortlist", name, question, *options, "--json")
    assert code == 0, err
    return json.loads(out), err


@pytest.mark.parametrize("heading", ["CustomerID", "Ascent Customer ID", "customer id"])
def test_ids_of_spreadsheets_and_of_crm_files(desk: Ascent, tmp_path: Path, heading: str) -> None:
    """Two of the list, one twice, and two whom nobody knows: two are left out, and two are named."""
    everyone = made(desk, "all", AZURE)[0]["customers"]
    path = tmp_path / "ex.csv"
    lines = [heading, f"{everyone[0]}.0", f"'{everyone[1]}", everyone[0], "999.0", "none"]
    path.write_text("Account Name,".join(["", *(f"{line}\n" for line in lines)]), encoding="utf-8")
    found, err = made(desk, "rest", AZURE, "--exclude", path)
    assert (found["customers"], found["excluded"]) == (everyone[2:], 2)
    assert err == f"Warning: 2 ids of {path} not in the data: 999, none.\n"
    assert f"left out 2 customers of {path}" in desk("shortlist", "show", "rest")[1]


def test_ids_on_lines(desk: Ascent, tmp_path: Path) -> None:
    everyone = made(desk, "all", AZURE)[0]["customers"]
    path = tmp_path / "ex.txt"
    path.write_text(f"{everyone[0]}.0\n999\n", encoding="utf-8")
    found, err = made(desk, "rest", AZURE, "--exclude", path)
    assert (found["customers"], found["excluded"]) == (everyone[1:], 1)
    assert err == f"Warning: 1 id of {path} not in the data: 999.\n"


def test_of_an_earlier_list_only_those_count_who_would_be_listed(desk: Ascent) -> None:
    """Of the customers for Azure, those who are listed for M365 too are left out, and no more are said to be."""
    azure, m365 = (set(made(desk, name, f"Act Now customers for {name}")[0]["customers"]) for name in ("Azure", "M365"))
    assert 0 < len(azure & m365) < len(m365)
    found, err = made(desk, "rest", "Act Now customers for Azure", "--exclude", "M365")
    assert (set(found["customers"]), found["excluded"], err) == (azure - m365, len(azure & m365), "")


def test_a_table_without_the_column_is_told_in_one_line(desk: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "ex.csv"
    path.write_text("Who,Mood\nNoone Ltd,good\nNobody Inc,bad\n", encoding="utf-8")
    assert desk("shortlist", "rest", AZURE, "--exclude", path) == (1, "", f"Error: {path} has no column CustomerID.\n")
