"""``ascent replay``: runs the calls of a kept conversation again and tells every difference."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from assistant.commands import ExitCode
from assistant.conversation_log import FOLDER
from assistant.output import emit, note, say
from assistant.replaying import Difference, LogError, Replay, read_log, replay
from assistant.session import open_workspace
from assistant.settings import Settings

REASONS = {
    (False, False): "the data and the version of Ascent are the same",
    (True, False): "the data has been changed since",
    (False, True): "another version of Ascent wrote it",
    (True, True): "the data has been changed since, and another version of Ascent wrote it",
}


def run(settings: Settings, name: Path) -> int:
    """Check a log and run it again; the exit code says whether all is as it was."""
    path = _find(settings, name)
    done = replay(read_log(path), open_workspace(settings), version("ascent"))
    for number in done.log.torn:
        note(f"Warning: line {number} broke off when it was written, and is passed over.")
    if settings.json:
        emit(_data(path, done))
    else:
        say(_text(done))
    return ExitCode.FAILED if done.differences else ExitCode.DONE


def _find(settings: Settings, name: Path) -> Path:
    """The file as it is named, else the one of that name among the kept conversations."""
    kept = settings.workspace / FOLDER
    if name.exists():
        return name
    if (kept / name).exists():
        return kept / name
    names = sorted(path.name for path in kept.glob("*.jsonl"))
    there = f"There are, in {kept}: {', '.join(names)}." if names else f"Nothing is kept in {kept}."
    raise LogError(f"There is no log {name}. {there}")


def _data(path: Path, done: Replay) -> dict[str, object]:
    return {
        "log": str(path),
        "questions": len(done.log.lines),
        "calls": done.calls,
        "differences": [difference.to_json() for difference in done.differences],
        "broken_off": list(done.log.torn),
        "data_changed_since": list(done.older),
    }


def _text(done: Replay) -> str:
    head = f"{_counted(len(done.log.lines), 'question')}, {_counted(done.calls, 'call')} run again: "
    lines = [head + (f"{_counted(len(done.differences), 'difference')}." if done.differences else "all as it was.")]
    if done.older:
        lines.append(f"The data has been changed since {_counted(len(done.older), 'question')} of these.")
    return "\n".join([*lines, *_told(done.differences)])


def _told(differences: Sequence[Difference]) -> list[str]:
    return [f"line {item.line}{_asked(item.question)}: {_fault(item)}" for item in differences]


def _asked(question: str) -> str:
    return f" “{question}”" if question else ""


def _fault(item: Difference) -> str:
    if not item.tool:
        return item.message
    return f"{item.tool} {item.message} ({REASONS[item.new_data, item.new_version]})"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' * (number != 1)}"
