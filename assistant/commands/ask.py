"""``ascent ask``: one question, one answer."""

from assistant.commands.session import answer_of, open_brain, show
from assistant.settings import Settings


def run(settings: Settings, question: str) -> int:
    """Answer a question; the exit code says whether it was answered."""
    brain = open_brain(settings)
    return show(answer_of(brain, question, brain.start()), settings.json)
