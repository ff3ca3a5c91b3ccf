"""The model server, started by a test with the script it is to play, and the partner that it is asked about."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from model.server import ModelServer, Script
from scoring.importing.importer import import_reports
from scoring.sample import write_sample
from scoring.workspace import Workspace


@pytest.fixture
def model_server() -> Iterator[Callable[[Script], ModelServer]]:
    """Starts a server that plays a script; it ends with the test."""
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(ModelServer(script))


@pytest.fixture(scope="session")
def tidewater(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the partner that tests/questions/tidewater.jsonl asks about; tests read it only."""
    folder = tmp_path_factory.mktemp("tidewater")
    write_sample(folder / "reports", customers=1500, seed=20261)
    import_reports(Workspace(folder / "workspace"), [folder / "reports"])
    return folder / "workspace"
