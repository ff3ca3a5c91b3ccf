"""Kept shortlists that were changed by hand: each is read as it should be, or named with what is wrong with it."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import run
from assistant.commands.shortlist_text import list_text, shortlist_json, show_text, summary_json
from assistant.export.shortlist import shortlist_listing
from assistant.outcomes import compare
from assistant.shortlist_files import Shortlists
from assistant.shortlists import refreshed
from assistant.tools import Tools
from knowledge.catalog import load_catalog
from scoring.engine import Engine
from scoring.errors import AscentError
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-25")
VALUES = (None, True, -1, 0, 2.5, 10**400, "", "x", "2026-10", "\ud800", [], ["x"], [None], [[]], {}, {"x": 1}, [{}])
Path_ = tuple[str | int, ...]


@pytest.fixture
def desk(ascent: Ascent, reports: Path, tmp_path: Path) -> Ascent:
    """A workspace with the shortlists ``good`` and ``bad``, of which ``bad`` has every part that one can have."""
    assert ascent("import", reports, "--workspace", tmp_path)[0] == 0

    def call(*arguments: object) -> tuple[int, str, str]:
        return ascent("shortlist", *arguments, "--workspace", tmp_path, *DAY)

    question = "Act Now or Evaluate customers for M365"
    assert call("good", question)[0] == 0
    options = ("--size", 1, "--capacity", 1, "--cap", "city=1", "--holdout", 1, "--exclude", "good")
    assert call("bad", "Top customers for M365", *options[:-2])[0] == 0
    (tmp_path / "results.csv").write_text("CustomerID,Outcome\n4001,Won\n4003,Lost\n", encoding="utf-8")
    assert call("outcome", "bad", tmp_path / "results.csv")[0] == 0
    return call


def bad_file(folder: Path) -> Path:
    return folder / "shortlists" / "bad.json"


def places(found: Any, before: Path_ = ()) -> Iterator[Path_]:
    """Every key and place of a JSON value, as the steps that lead to it."""
    steps = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for step, value in steps:
        yield (*before, step)
        yield from places(value, (*before, step))


def changed(whole: Any, place: Path_, change: Callable[[Any, str | int], None]) -> str:
    made = deepcopy(whole)
    at = made
    for step in place[:-1]:
        at = at[step]
    change(at, place[-1])
    return json.dumps(made)


def test_whatever_is_changed_is_read_or_named(desk: Ascent, tmp_path: Path) -> None:
    """Each part taken away, renamed, or given each of many values: a list that can be shown, or a message."""
    path, lists, catalog = bad_file(tmp_path), Shortlists(tmp_path), load_catalog()
    tools = Tools(Engine(Workspace(tmp_path), date(2026, 10, 25)), date(2026, 10, 25))
    whole = json.loads(path.read_text(encoding="utf-8"))
    tried = refused = 0
    for place in places(whole):
        changes: list[Callable[[Any, str | int], None]] = [lambda at, step: at.pop(step)]
        if isinstance(place[-1], str):
            changes.append(lambda at, step: at.update({f"{step}s": at.pop(step)}))
        changes += [lambda at, step, value=value: at.__setitem__(step, value) for value in VALUES]
        for change in changes:
            path.write_text(changed(whole, place, change), encoding="utf-8")
            tried += 1
            found, faults = lists.all()
            refused += len(faults)
            assert [fault.partition(": ")[0] for fault in faults] == [f"{path} is no shortlist"] * (2 - len(found))
            assert list_text(found)
            for kept in (each for each in found if each.name != "good"):
                assert show_text(catalog, kept)
                json.dumps([shortlist_json(kept, None), summary_json(kept)], default=str)
                compare(kept)
                with suppress(AscentError):  # which is a message
                    refreshed(tools, kept, ())
                    shortlist_listing(tools, kept)
    assert tried > 900
    assert 0.5 < refused / tried < 0.95


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("plan", "caps"), {"shoe_size": 2}, "there is no column 'shoe_size' for a cap"),
        (("plan", "caps"), {"city": 0}, "city is below 1"),
        (("plan", "capacity"), -5, "capacity is below 1"),
        (("plan", "colour"), "red", "there is no 'colour'"),
        (("plan", "hold_out", "percent"), float("nan"), "NaN is no number"),
        (("query",), {"set": {"filters": [{"field": "shoes", "values": ["x"]}]}}, "There is no column 'shoes'"),
        (("query", "order"), [{"by": "convention:shoes"}], "There is no product 'shoes'"),
        (("query", "order"), [{"by": "shoe_size"}], "There is no column 'shoe_size'"),
        (("query", "measure"), {"function": "count"}, "its query lists no customers, or not all of them"),
        (("name",), None, "name is of another type"),
        (("as_of",), "25 October", "Invalid isoformat string: '25 October'"),
        (("listed",), {"4001": "Acme"}, "its Listed are no list"),
        (("mood",), "good", "there is no 'mood'"),
    ],
)
def test_a_message_names_file_and_field_and_the_others_are_listed(
    desk: Ascent, tmp_path: Path, place: Path_, value: Any, message: str
) -> None:
    path = bad_file(tmp_path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(changed(whole, place, lambda at, step: at.__setitem__(step, value)), encoding="utf-8")
    fault = f"{path} is no shortlist: {message}. Mend it, or remove the file.\n"
    for action in (("show", "bad"), ("refresh", "bad"), ("outcome", "bad"), ("delete", "bad", "--yes")):
        assert desk(*action) == (1, "", f"Error: {fault}")
    code, out, err = desk("list")
    assert (code, err) == (0, f"Warning: {fault}")
    assert [line.split()[0] for line in out.splitlines()] == ["name", "good"]


def test_a_brief_on_a_damaged_list_says_so(desk: Ascent, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad_file(tmp_path).write_text("{}", encoding="utf-8")
    assert run(["brief", "bad", "--workspace", str(tmp_path), *DAY]) == 1
    assert capsys.readouterr().err.startswith(f"Error: {bad_file(tmp_path)} is no shortlist: its schema is not")
