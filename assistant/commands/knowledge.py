"""``ascent knowledge``: the partner's own playbooks, which questions find beside the definitions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typer

from assistant.commands import ExitCode
from assistant.output import confirmed, emit, note, say
from assistant.render import table
from assistant.settings import Settings, read_folder
from knowledge.playbooks import Playbook, PlaybookError, Playbooks, read_playbooks

Action = Literal["add", "list", "remove"]
NONE_YET = "There is no playbook yet. Add one with: ascent knowledge add FILE"
_WANTED: Mapping[Action, str] = {"list": "", "add": "one file or folder", "remove": "one name"}


def run(settings: Settings, action: Action, names: Sequence[str], yes: bool) -> int:
    """Add playbooks, list them or remove one."""
    if len(names) != bool(_WANTED[action]):
        what = _WANTED[action] or "no name"
        raise typer.BadParameter(f"'{action}' takes {what}, and {len(names)} came.", param_hint="'FILE|DIR|NAME'")
    playbooks = Playbooks(settings.workspace)
    if action == "add":
        return _add(settings, playbooks, read_folder(names[0]), yes)
    if action == "remove":
        return _remove(settings, playbooks, names[0], yes)
    found = _kept(playbooks)
    rows = [(it.name, it.title, it.source, f"{_size(it):,}") for it in found]
    text = table(("name", "title", "file", "passages"), rows) if rows else NONE_YET
    return _shown(settings, {"playbooks": [_json(it) for it in found]}, text)


def _add(settings: Settings, playbooks: Playbooks, path: Path, yes: bool) -> int:
    found, faults = read_playbooks(path)
    for fault in faults:
        note(f"Warning: {fault}")
    kept = {it.name: it for it in _kept(playbooks)}
    changed = [it.name for it in found if it.name in kept and kept[it.name].sha256 != it.sha256]
    if changed and not yes and not confirmed(f"Replace {', '.join(changed)}?"):
        note("Nothing was added.")
        return ExitCode.FAILED
    playbooks.keep(found)
    lines = [f"{_done(it, kept.get(it.name))} {it.name}: {it.title} ({_passages(it)})" for it in found]
    data = {"added": [_json(it) for it in found], "replaced": changed, "faults": faults}
    return _shown(settings, data, "\n".join(lines))


def _done(now: Playbook, before: Playbook | None) -> str:
    if before is None:
        return "Added"
    return "Unchanged" if before.sha256 == now.sha256 else "Replaced"


def _remove(settings: Settings, playbooks: Playbooks, name: str, yes: bool) -> int:
    kept = _kept(playbooks)
    found = next((it for it in kept if it.name == name), None)
    if found is None:
        names = ", ".join(it.name for it in kept)
        raise PlaybookError(f"There is no playbook '{name}'. There are: {names}." if names else NONE_YET)
    if not yes and not confirmed(f"Remove {name} ({found.title}, {_passages(found)})?"):
        note("Nothing was removed.")
        return ExitCode.FAILED
    playbooks.remove(name)
    return _shown(settings, {"removed": _json(found)}, f"Removed {name}.")


def _kept(playbooks: Playbooks) -> list[Playbook]:
    found, faults = playbooks.all()
    for fault in faults:
        note(f"Warning: {fault}")
    return found


def _shown(settings: Settings, data: dict[str, Any], text: str) -> int:
    if settings.json:
        emit(data)
    else:
        say(text)
    return ExitCode.DONE


def _json(playbook: Playbook) -> dict[str, Any]:
    about = {name: getattr(playbook, name) for name in ("name", "title", "source", "sha256")}
    return about | {"passages": _size(playbook)}


def _passages(playbook: Playbook) -> str:
    size = _size(playbook)
    return f"{size:,} passage{'s' * (size != 1)}"


def _size(playbook: Playbook) -> int:
    return sum(1 for _ in playbook.passages())
