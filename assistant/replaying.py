"""Reads a log of conversations, checks that it is whole, and runs what it holds again on the data as it is now."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.conversation_log import fingerprint, is_sealed, line_hash
from assistant.settings import Source, read_day, read_source
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.errors import AscentError
from scoring.workspace import Workspace

Kind = Literal["changed line", "broken chain", "other result", "no result"]
CHANGED = "was changed after it was written"
UNLINKED = "does not follow the line before it: something was taken out or put in between"


class LogError(AscentError):
    """A log of conversations cannot be read; the message names the file."""


@dataclass(frozen=True)
class Kept:
    """A call as it was kept, with the fingerprint of its result."""

    tool: str
    arguments: Mapping[str, Any]
    result: str


@dataclass(frozen=True)
class Line:
    """A question as it was kept, in a line counted from 1; ``ascent`` and ``data``: of which version, on which data."""

    number: int
    question: str
    as_of: date
    source: Source
    calls: tuple[Kept, ...]
    ascent: str
    data: str


@dataclass(frozen=True)
class Difference:
    """What is not as it was: ``kind``, the line, and for a result the call. ``new_data`` says that the data has been
    changed since, ``new_version`` that another version of Ascent wrote the line."""

    kind: Kind
    line: int
    message: str
    question: str = ""
    tool: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    new_data: bool = False
    new_version: bool = False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Log:
    """A log as it was read: its questions, what is wrong with its chain, and the lines that broke off."""

    lines: tuple[Line, ...]
    faults: tuple[Difference, ...]
    torn: tuple[int, ...]


@dataclass(frozen=True)
class Replay:
    """What running a log again came to; ``older``: lines whose data has been changed since."""

    log: Log
    calls: int
    differences: tuple[Difference, ...]
    older: tuple[int, ...]


def read_log(path: Path) -> Log:
    """Read a log and check its chain; LogError where it is none."""
    try:
        raw = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror or error}.") from error
    raw = raw[:-1] if not raw[-1] else raw
    entries = [_entry(line) for line in raw]
    if not any(entries) or (entries[0] and "schema" not in entries[0]):
        raise LogError(f"{path} is no log of questions: it does not begin as such a log does.")
    faults = tuple(_faults(raw, entries))
    changed = {fault.line for fault in faults if fault.kind == "changed line"}
    whole = [(number, entry) for number, entry in enumerate(entries, 1) if entry and number not in changed]
    torn = tuple(number for number, entry in enumerate(entries, 1) if not entry)
    return Log(tuple(_line(number, entry) for number, entry in whole if "schema" not in entry), faults, torn)


def _entry(line: bytes) -> dict[str, Any]:
    """What a line holds; nothing where it is no JSON object."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _faults(raw: Sequence[bytes], entries: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Lines that are not as they were written. One that broke off counts where the next one does not follow it."""
    linked = ""
    for number, (line, entry) in enumerate(zip(raw, entries, strict=True), 1):
        question = str(entry.get("question", ""))
        whole = not entry or (is_sealed(line) and _is_known(number, entry))
        if not whole:
            yield Difference("changed line", number, CHANGED, question)
        elif entry and linked and entry.get("previous") != linked:
            yield Difference("broken chain", number, UNLINKED, question)
        linked = line_hash(line) if whole else ""


def _is_known(number: int, entry: Mapping[str, Any]) -> bool:
    """Whether an entry is a header or a question as Ascent writes them."""
    try:
        return "schema" in entry or bool(_line(number, entry))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _line(number: int, entry: Mapping[str, Any]) -> Line:
    calls = tuple(Kept(str(it["tool"]), dict(it["arguments"]), str(it["result"])) for it in entry["calls"])
    versions = entry["versions"]
    day, source = read_day(entry["as_of"]), read_source(entry["source"] or "")
    return Line(number, str(entry["question"]), day, source, calls, str(versions["ascent"]), str(versions["data"]))


def replay(log: Log, workspace: Workspace, version: str) -> Replay:
    """Run the calls of a log again, each as of the day of its line and with the source that was chosen then."""

    @cache
    def tools(as_of: date, source: Source) -> Tools:
        return Tools(Engine(workspace, as_of, source), as_of)

    state = workspace.state()
    found = [
        Difference(*again, call.tool, call.arguments, line.data != state, line.ascent != version)
        for line in log.lines
        for call in line.calls
        if (again := _again(line, call, tools))
    ]
    older = tuple(line.number for line in log.lines if line.data != state)
    return Replay(log, sum(len(line.calls) for line in log.lines), (*log.faults, *found), older)


def _again(line: Line, call: Kept, tools: Callable[[date, Source], Tools]) -> tuple[Kind, int, str, str] | None:
    """What is different when a call is run again; None where nothing is."""
    try:
        result = tools(line.as_of, line.source).call(call.tool, call.arguments)
    except AscentError as error:
        return "no result", line.number, f"cannot be run any more: {error}", line.question
    if fingerprint(result) == call.result:
        return None
    return "other result", line.number, "has another result now", line.question
