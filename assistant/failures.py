"""Tells people of what went wrong. Nobody but a developer sees a traceback."""

import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from assistant.output import note
from assistant.settings import Settings
from knowledge.entries import CatalogError
from knowledge.playbooks import PlaybookError
from scoring.errors import AscentError


def tell(error: Exception, settings: Settings | None) -> None:
    """Say what went wrong; with ``--debug`` the traceback stands before it. The unexpected is written to a log."""
    if settings and settings.debug:
        traceback.print_exception(error)
    if isinstance(error, AscentError | CatalogError | PlaybookError):
        note(f"Error: {error}")
    elif isinstance(error, OSError) and error.filename:
        note(f"Error: {error.filename}: {error.strerror}")
    else:
        log = _write_log(error, settings)
        what = f"something went wrong that should not ({type(error).__name__}: {error})"
        note(f"Error: {what}. Details are in {log}")


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
