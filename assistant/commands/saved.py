"""``ascent saved``: the saved questions."""

from typing import Any

from assistant.commands import ExitCode
from assistant.output import emit, say
from assistant.render import table
from assistant.saved_questions import SavedQuestion, remove_question, saved_questions
from assistant.settings import Settings

NONE_YET = 'There is no saved question yet. Save one with: ascent save NAME "QUESTION"'


def run(settings: Settings, remove: str) -> int:
    """List the saved questions, or remove one."""
    if remove:
        text = remove_question(settings.workspace, remove)
        data: dict[str, Any] = {"removed": remove, "question": text}
        words = f"Removed {remove}: {text}"
    else:
        found = saved_questions(settings.workspace)
        data = {"saved": [question_json(name, question) for name, question in found.items()]}
        rows = [(name, question.text) for name, question in found.items()]
        words = table(("name", "question"), rows) if rows else NONE_YET
    if settings.json:
        emit(data)
    else:
        say(words)
    return ExitCode.DONE


def question_json(name: str, question: SavedQuestion) -> dict[str, Any]:
    """A saved question for scripts."""
    parameters = [{"name": each, "default": default} for each, default in question.parameters.items()]
    return {"name": name, "question": question.text, "parameters": parameters}


def question_words(question: SavedQuestion) -> str:
    """A question, and what must be given with it."""
    needed = [name for name, default in question.parameters.items() if default is None]
    return question.text + (f" (give {', '.join(f'{name}=VALUE' for name in needed)})" if needed else "")
