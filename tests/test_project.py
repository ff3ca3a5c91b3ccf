"""What the project promises about itself: its commands, its files, its layers."""

import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import typer.main

from assistant.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = ROOT / ".ci" / "run"
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "assistant",
    "benchmarks",
    "docs",
    "knowledge",
    "pyproject.toml",
    "scoring",
    "tests",
}


@cache
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """The files under version control, with ``/`` between their parts."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def readme_commands() -> set[str]:
    """The commands that stand in the README's table."""
    rows = [line for line in README.splitlines() if line.startswith("| `ascent ")]
    return {row.split("`")[1].split()[1] for row in rows}


def test_the_readme_and_the_build_machine_run_the_same_command() -> None:
    command = CI.read_text(encoding="utf-8").splitlines()[-1]
    assert "tests.check" in command
    assert command in README.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no executable bit")
def test_the_build_machines_command_is_executable() -> None:
    assert os.access(CI, os.X_OK)
    assert CI.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_readme_names_every_command_and_no_other() -> None:
    assert readme_commands() == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_nothing_unexpected_stands_at_the_top(tracked: list[str]) -> None:
    assert {name.split("/")[0] for name in tracked} <= TOP_LEVEL


def test_no_lock_file_is_tracked(tracked: list[str]) -> None:
    assert not [name for name in tracked if name.endswith((".lock", "lock.json", "lock.yaml"))]


def test_versions_are_pinned_without_any_address() -> None:
    metadata = project()["project"]
    assert isinstance(metadata, dict)
    extras = [item for group in metadata.get("optional-dependencies", {}).values() for item in group]
    for requirement in (*metadata["dependencies"], *extras):
        assert "==" in requirement
        assert "@" not in requirement
        assert "/" not in requirement


def test_layers_are_under_contract() -> None:
    tools = project()["tool"]
    assert isinstance(tools, dict)
    contracts = tools["importlinter"]["contracts"]
    assert ["assistant", "scoring", "knowledge"] in [contract.get("layers") for contract in contracts]


def test_every_data_file_is_packaged(tracked: list[str]) -> None:
    tools = project()["tool"]
    assert isinstance(tools, dict)
    packaged = tools["setuptools"]["package-data"]
    patterns = {f"{package}/{pattern}" for package, patterns in packaged.items() for pattern in patterns}
    data = [name for name in tracked if name.startswith(("assistant/", "knowledge/", "scoring/"))]
    for name in data:
        assert name.endswith(".py") or any(Path(name).match(pattern) for pattern in patterns), name
