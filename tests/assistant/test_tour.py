"""``docs/tour.md``: what its commands print is what it shows."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.sample import write_sample

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tour.md"


def test_the_tour_is_true(
    ascent: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command in turn; `` ...`` stands for lines that the page leaves out. The chat has tests of its own."""
    write_sample(tmp_path / "Downloads")
    monkeypatch.chdir(tmp_path)
    options = ("--workspace", "ws", "--as-of", "2026-10-25")
    page = PAGE.read_text(encoding="utf-8").partition("## The same by talking")[0]
    shown = "\n".join(re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    commands = re.split(r"^\$ ascent ", shown, flags=re.MULTILINE)[1:]
    assert len(commands) == 6
    for command in commands:
        line, _, wanted = command.partition("\n")
        code, out, err = ascent(*shlex.split(line), *options)
        assert code == 0, err
        for part in filter(None, (part.strip() for part in re.split(r"^ \.\.\.$", wanted, flags=re.MULTILINE))):
            assert part in out, line
    assert {path.name for path in tmp_path.glob("spring.*")} == {"spring.xlsx", "spring.csv", "spring.html"}
