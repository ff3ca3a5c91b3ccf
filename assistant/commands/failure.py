"""Turns what a command raised into a message and an exit code."""

from assistant.commands import ExitCode
from assistant.commands.framework import Run
from assistant.config import ConfigError
from assistant.failures import tell
from scoring.errors import NotInData, TrainingError


def report(error: Exception, run: Run) -> int:
    """Say what went wrong; the exit code."""
    tell(error, run.settings)
    if isinstance(error, ConfigError):
        return ExitCode.USAGE
    return ExitCode.UNANSWERED if isinstance(error, NotInData | TrainingError) else ExitCode.FAILED
