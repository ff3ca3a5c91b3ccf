"""Shortlists of questions that a model reads: the same customers as where the rules read them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from processes import process

from model.replies import Say
from model.scripts import FOUND, honest
from model.server import ModelServer, Script

QUESTION = "Give me those worth a call in Norway for Azure"
CALL = (
    "customers",
    {
        "filters": [
            {"field": "country", "values": ["Norway"]},
            {"field": "cluster", "values": ["act-now"], "products": ["azure"]},
        ],
        "order": [{"by": "convention:azure"}],
    },
)


def made(workspace: Path, server: ModelServer, *options: str) -> tuple[int, dict[str, Any], str]:
    """A shortlist by the model: exit code, JSON, messages."""
    done = process(
        *("shortlist", "norway", QUESTION, "--brain", "openai", "--json", *options),
        *("--workspace", workspace, "--as-of", "2026-10-25"),
        OPENAI_BASE_URL=server.url,
        OPENAI_API_KEY="test-key-of-nobody",
    )
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def test_a_model_chooses_by_its_call(
    model_server: Callable[[Script], ModelServer], tidewater: Path, tmp_path: Path
) -> None:
    shutil.copytree(tidewater, tmp_path / "ws")
    asked = process(
        *("ask", "Act Now customers for Azure in Norway", "--json"),
        *("--workspace", tmp_path / "ws", "--as-of", "2026-10-25"),
    )
    wanted = json.loads(asked.stdout)["customers"]
    code, found, err = made(tmp_path / "ws", model_server(honest([CALL])), "--size", "3")
    assert (code, found["customers"]) == (0, wanted[:3]), err
    assert found["query"]["order"] == [{"by": "convention:azure"}]


def test_a_model_that_lists_nobody_makes_no_shortlist(
    model_server: Callable[[Script], ModelServer], tidewater: Path, tmp_path: Path
) -> None:
    shutil.copytree(tidewater, tmp_path / "ws")
    code, found, err = made(tmp_path / "ws", model_server(lambda request, number: Say(FOUND)))
    assert code in (1, 3), (found, err)
    assert not (tmp_path / "ws" / "shortlists").exists()
