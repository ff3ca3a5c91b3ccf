"""``ascent forget``: takes a month out of the workspace."""

from assistant.commands import ExitCode
from assistant.commands.output import confirmed, emit, note, say
from assistant.commands.session import open_workspace, warm
from assistant.settings import Settings
from scoring.availability import Source
from scoring.engine import Engine
from scoring.errors import AscentError


def run(settings: Settings, month: str, yes: bool) -> int:
    """Remove a month, after asking."""
    workspace = open_workspace(settings)
    available = Engine(workspace).availability
    if month not in available.months:
        raise AscentError(_nothing(month, available.months))
    sources = [source for source in available.sources if source.month == month]
    if not yes and not confirmed(f"Remove {_content(sources)} of {month}?"):
        note("Nothing was removed.")
        return ExitCode.FAILED
    workspace.forget(month)
    warm(settings)
    left = [other for other in available.months if other != month]
    if settings.json:
        emit({"forgotten": month, "reports": sorted({source.report for source in sources}), "months": left})
    else:
        say(f"Removed {_content(sources)} of {month}. Months left: {', '.join(left) or 'none'}.")
    return ExitCode.DONE


def _nothing(month: str, months: tuple[str, ...]) -> str:
    if not months:
        return "There is nothing to remove: no report has been imported yet."
    return f"There is no report of {month}: the imported months are {', '.join(months)}."


def _content(sources: list[Source]) -> str:
    reports = len({source.report for source in sources})
    rows = sum(source.rows for source in sources)
    return f"{reports} report{'s' * (reports != 1)} with {rows:,} rows"
