"""``ascent run``: asks a saved question."""

from collections.abc import Mapping

from assistant.commands.ask import run as ask
from assistant.commands.target import NO_FILE, Target
from assistant.saved_questions import find_question
from assistant.settings import Settings


def run(
    settings: Settings,
    name: str,
    given: Mapping[str, str],
    show_all: bool = False,
    explain: bool = False,
    target: Target = NO_FILE,
) -> int:
    """Answer a saved question with values for its parameters, as ``ask`` does."""
    return ask(settings, find_question(settings.workspace, name).filled(given), show_all, explain, target)
