"""The model server, started by a test with the script it is to play."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from model.server import ModelServer, Script


@pytest.fixture
def model_server() -> Iterator[Callable[[Script], ModelServer]]:
    """Starts a server that plays a script; it ends with the test."""
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(ModelServer(script))
