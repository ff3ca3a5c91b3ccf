"""Turns what a command raised into a message and an exit code. Nobody but a developer sees a traceback."""

import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from assistant.commands import ExitCode
from assistant.commands.framework import Run
from assistant.commands.output import note
from assistant.config import ConfigError
from assistant.settings import Settings
from knowledge.entries import CatalogError
from knowledge.playbooks import PlaybookError
from scoring.errors import AscentError, NotInData, TrainingError


def report(error: Exception, run: Run) -> int:
    """Say what went wrong; the exit code. With ``--debug`` the traceback stands before it."""
    settings = run.settings
    if settings and settings.debug:
        traceback.print_exception(error)
    if isinstance(error, AscentError | CatalogError | PlaybookError):
        note(f"Error: {error}")
        return _code(error)
    if isinstance(error, OSError) and error.filename:
        note(f"Error: {error.filename}: {error.strerror}")
        return ExitCode.FAILED
    log = _write_log(error, settings)
    note(f"Error: something went wrong that should not ({type(error).__name__}: {error}). Details are in {log}")
    return ExitCode.FAILED


def _code(error: Exception) -> ExitCode:
    if isinstance(error, ConfigError):
        return ExitCode.USAGE
    return ExitCode.UNANSWERED if isinstance(error, NotInData | TrainingError) else ExitCode.FAILED


def _write_log(error: Exception, settings: Settings | None) -> Path:
    """Write the traceback into the workspace, or where that is not possible into the system's temporary folder."""
    try:
        return _write(error, _folder(settings) / "logs")
    except OSError:
        return _write(error, Path(tempfile.gettempdir()))


def _folder(settings: Settings | None) -> Path:
    return settings.workspace if settings else Path(tempfile.gettempdir()) / "ascent"


def _write(error: Exception, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"ascent-{datetime.now():%Y%m%d-%H%M%S-%f}.log"
    trace = "".join(traceback.format_exception(error))
    path.write_text(f"{' '.join(sys.argv)}\nPython {sys.version}\n\n{trace}", encoding="utf-8", errors="replace")
    return path
