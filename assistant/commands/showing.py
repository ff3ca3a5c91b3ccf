"""Shows an answer, and says by which code a command ends that got it."""

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.output import emit, note, paint, say, screen
from assistant.screen import pieces

EXIT_CODES = {
    "answered": ExitCode.DONE,
    "needs_clarification": ExitCode.UNANSWERED,
    "not_answerable": ExitCode.UNANSWERED,
    "failed": ExitCode.FAILED,
}


def show(answer: Answer, json: bool, spoken: str = "", whole: bool = False) -> ExitCode:
    """Print an answer: text for people, or the object of the contract; the exit code that it means. ``spoken`` is the
    beginning of it that was printed already; ``whole``: tables at their full width, however narrow the window."""
    if json:
        emit(answer.to_json())
    else:
        window = screen()
        if window is None or whole or answer.status == "failed":
            (note if answer.status == "failed" else say)(str(answer.answer).removeprefix(spoken))
        else:
            paint(pieces(answer, window, spoken), window)
        for warning in answer.warnings:
            note(f"Warning: {warning}")
    return EXIT_CODES[answer.status]
