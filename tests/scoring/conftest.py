"""The partner of ``partner.py``, imported."""

import pytest
from partner import FILES, imported

from scoring.engine import Engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """October and September of the small partner; tests read it only."""
    return imported(tmp_path_factory.mktemp("partner"), FILES)
