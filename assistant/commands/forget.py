"""``ascent forget``: takes a month, the own tables, the conversations or the shortlists out of the workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import ExitCode
from assistant.conversation_log import FOLDER, TYPED
from assistant.output import confirmed, emit, note, say
from assistant.session import open_workspace, warm
from assistant.settings import CONVERSATIONS, OWN, SHORTLISTS, Settings
from assistant.shortlist_files import Shortlists
from scoring.availability import Source
from scoring.engine import Engine
from scoring.errors import AscentError

if TYPE_CHECKING:
    from scoring.own.stored import Stored


def run(settings: Settings, what: str, yes: bool) -> int:
    """Remove a month, the own tables, the conversations or the shortlists, after asking."""
    special = {OWN: _forget_own, CONVERSATIONS: _forget_conversations, SHORTLISTS: _forget_shortlists}
    return special[what](settings, yes) if what in special else _forget_month(settings, what, yes)


def _forget_month(settings: Settings, month: str, yes: bool) -> int:
    workspace = open_workspace(settings)
    available = Engine(workspace, source="report").availability
    if month not in available.months:
        raise AscentError(_nothing(month, available.months))
    sources = [source for source in available.sources if source.month == month]
    if not _agreed(_content(sources) + f" of {month}", yes):
        return ExitCode.FAILED
    workspace.forget(month)
    warm(settings)
    left = [other for other in available.months if other != month]
    if settings.json:
        emit({"forgotten": month, "reports": sorted({source.report for source in sources}), "months": left})
    else:
        say(f"Removed {_content(sources)} of {month}. Months left: {', '.join(left) or 'none'}.")
    return ExitCode.DONE


def _forget_own(settings: Settings, yes: bool) -> int:
    from scoring.own.stored import read_stored

    workspace = open_workspace(settings)
    stored = read_stored(workspace.snapshot())
    if not stored:
        raise AscentError("There is nothing to remove: no table of your own has been imported.")
    if not _agreed(_tables(stored), yes):
        return ExitCode.FAILED
    workspace.forget_own()
    warm(settings)
    if settings.json:
        emit({"forgotten": OWN, "tables": [table.table for table in stored]})
    else:
        say(f"Removed {_tables(stored)}.")
    return ExitCode.DONE


def _forget_conversations(settings: Settings, yes: bool) -> int:
    folder = settings.workspace / FOLDER
    files = sorted([*folder.glob("*.jsonl"), *folder.glob(TYPED)])
    if not files:
        raise AscentError("There is nothing to remove: no conversation is kept.")
    kept = f"{len(files)} file{'s' * (len(files) != 1)} of conversations"
    return _forget_files(settings, CONVERSATIONS, kept, files, yes)


def _forget_shortlists(settings: Settings, yes: bool) -> int:
    files = Shortlists(settings.workspace).files()
    if not files:
        raise AscentError("There is nothing to remove: no shortlist is kept.")
    kept = f"{len(files)} shortlist{'s' * (len(files) != 1)}, with who was held out and the results"
    return _forget_files(settings, SHORTLISTS, kept, files, yes)


def _forget_files(settings: Settings, what: str, kept: str, files: Sequence[Path], yes: bool) -> int:
    if not _agreed(kept, yes):
        return ExitCode.FAILED
    for path in files:
        path.unlink(missing_ok=True)
    if settings.json:
        emit({"forgotten": what, "files": [path.name for path in files]})
    else:
        say(f"Removed {kept}.")
    return ExitCode.DONE


def _agreed(what: str, yes: bool) -> bool:
    """Whether it shall be removed; says so where it shall not."""
    if yes or confirmed(f"Remove {what}?"):
        return True
    note("Nothing was removed.")
    return False


def _nothing(month: str, months: tuple[str, ...]) -> str:
    if not months:
        return "There is nothing to remove: no report has been imported yet."
    return f"There is no report of {month}: the imported months are {', '.join(months)}."


def _content(sources: list[Source]) -> str:
    reports = len({source.report for source in sources})
    rows = sum(source.rows for source in sources)
    return f"{reports} report{'s' * (reports != 1)} with {rows:,} rows"


def _tables(stored: "Sequence[Stored]") -> str:
    return "your own " + ", ".join(f"{table.table} ({table.rows:,} rows)" for table in stored)
