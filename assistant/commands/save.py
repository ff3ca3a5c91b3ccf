"""``ascent save``: keeps a question by name."""

from assistant.commands import ExitCode
from assistant.commands.saved import question_json, question_words
from assistant.output import emit, note, say
from assistant.saved_questions import SavedQuestion, save_question
from assistant.session import answer_of, open_offline
from assistant.settings import Settings


def run(settings: Settings, name: str, text: str, force: bool) -> int:
    """Keep a question; a warning says where it cannot be answered with its defaults."""
    question = SavedQuestion(text)
    defaults = question.parameters
    before = save_question(settings.workspace, name, question, force)
    if None not in defaults.values() and (problem := _problem(settings, question.filled({}))):
        note(f"Warning: saved, but as it stands it is not answered: {problem}")
    if settings.json:
        emit({**question_json(name, question), "replaced": before or None})
    else:
        say(f"Saved {name}: {question_words(question)}" + (f"\nReplaced: {before}" if before else ""))
    return ExitCode.DONE


def _problem(settings: Settings, question: str) -> str:
    """Why a question is not answered, in one line; empty where it is."""
    brain = open_offline(settings)
    answer = answer_of(brain, question, brain.start())
    return "" if answer.status == "answered" else answer.answer.splitlines()[0]
