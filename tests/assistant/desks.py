"""Opens desks for tests: the chat without a terminal around it."""

from collections.abc import Callable
from pathlib import Path

from assistant.desk.desk import Desk
from assistant.desk.terminal import Terminal
from assistant.keeping import Keeper
from assistant.offline.brain import OfflineBrain
from assistant.settings import Settings
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.workspace import Workspace

Heard = Callable[..., str]


def open_desk(workspace: Path, brain: OfflineBrain, kind: type[OfflineBrain] = OfflineBrain) -> Desk:
    """A desk over a workspace, on the day of another brain, at which nothing is kept."""
    as_of = brain.tools.as_of
    offline = kind(Tools(Engine(Workspace(workspace), as_of), as_of))
    return Desk(Settings(workspace, as_of, "offline"), offline, Keeper(), Terminal(plain=True))
