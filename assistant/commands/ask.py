"""``ascent ask``: one question, one answer."""

from assistant.commands.session import answer_of, open_brain, show
from assistant.settings import Settings


def run(settings: Settings, question: str, show_all: bool = False) -> int:
    """Answer a question, with all rows of a list if wanted; the exit code says whether it was answered."""
    brain = open_brain(settings, show_all)
    return show(answer_of(brain, question, brain.start()), settings.json)
