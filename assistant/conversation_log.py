"""Keeps conversations as lines of JSON in ``WORKSPACE/conversations``: what was asked, run and answered.

A conversation has a file of its own, single questions share one a month. The first line is a header. Every line ends
with its own SHA-256 and names that of the line before, so that a line that was changed, added or taken out is found;
only lines taken off the end are not. Files are appended to, one process at a time; this is the one exception to
writing beside and renaming. A line that broke off, as in a power cut, stays as it is, and the next one follows it.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.file_lock import locked
from assistant.redaction import Redactor

if TYPE_CHECKING:
    from assistant.tools import Ran
    from scoring.query import ScoreSource

FOLDER = "conversations"
TYPED = "typed.history"
"""What was typed at a terminal, beside the conversations."""
SCHEMA = 1
_SEAL = ',"sha256":"'
_BLOCK = 1 << 16
_APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Circumstances:
    """What answers depend on besides the question: the day, whose scores were asked for, the version of Ascent, and a
    fingerprint of the data."""

    as_of: date
    source: "ScoreSource"
    ascent: str
    data: str


class ConversationLog:
    """One file of questions, made at its first one; ``folder`` is made too, in a folder that is there."""

    def __init__(self, folder: Path, name: str, about: Circumstances, environment: Mapping[str, str]) -> None:
        self.path = folder / name
        self.about = about
        self._redactor = Redactor(environment)

    def begin(self, name: str) -> None:
        """A new conversation begins, with a file of its own."""
        self.path = self.path.with_name(name)

    def append(self, answer: Answer, ran: "Sequence[Ran]") -> None:
        """Add a question with what was run for it; OSError where the file cannot be written."""
        self._redactor.watch(answer.question)
        entry = self._redactor.clean(self._entry(answer, ran))
        self.path.parent.mkdir(exist_ok=True)
        with _opened(self.path) as file, locked(file):
            before = _last_line(file)
            if not before:
                before = sealed({"schema": SCHEMA, "started": _now(), "ascent": self.about.ascent})
                os.write(file, before + b"\n")
            elif not before.endswith(b"\n"):
                os.write(file, b"\n")
            line = {"previous": _hash(before.rstrip(b"\n"))} | entry
            os.write(file, sealed(line) + b"\n")

    def _entry(self, answer: Answer, ran: "Sequence[Ran]") -> dict[str, Any]:
        calls = [{"tool": run.tool, "arguments": run.arguments, "result": fingerprint(run.found)} for run in ran]
        return {
            "time": _now(),
            "question": answer.question,
            "status": answer.status,
            "answer": answer.answer,
            "customers": None if answer.customers is None else len(answer.customers),
            "value": answer.value,
            "calls": calls,
            "month": answer.month or None,
            "as_of": self.about.as_of.isoformat(),
            "source": self.about.source or None,
            "brain": answer.brain,
            "usage": answer.usage.to_json() if answer.usage else None,
            "versions": {"ascent": self.about.ascent, "data": self.about.data},
            "elapsed_ms": answer.elapsed_ms,
        }


def chat_name() -> str:
    """A name for the file of a conversation that begins now."""
    return f"{datetime.now():%Y-%m-%dT%H%M%S}-{os.urandom(3).hex()}.jsonl"


def asks_name() -> str:
    """The name of this month's file of single questions."""
    return f"asks-{datetime.now():%Y-%m}.jsonl"


def fingerprint(found: Any) -> str:
    """SHA-256 of a typed result: the same for the same content, whatever the order of its mappings."""
    return _hash(json.dumps(found, default=_plain, sort_keys=True, separators=(",", ":")).encode())


def _plain(value: Any) -> Any:
    """What JSON has no form for: dataclasses, days, sets and read-only mappings."""
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"A result holds a {type(value).__name__}, which has no fingerprint.")


# ---- lines --------------------------------------------------------------------------------------


def sealed(entry: Mapping[str, Any]) -> bytes:
    """An entry as a line, without its end, that holds its own SHA-256."""
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=_plain)
    body = text.encode("utf-8", "backslashreplace")
    return body[:-1] + f'{_SEAL}{_hash(body)}"}}'.encode()


def is_sealed(line: bytes) -> bool:
    """Whether a line is as it was written."""
    body, _, seal = line.rpartition(_SEAL.encode())
    return seal == f'{_hash(body + b"}")}"}}'.encode()


def line_hash(line: bytes) -> str:
    """What the next line calls this one; without the line's end."""
    return _hash(line)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, _APPENDING, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _last_line(file: int) -> bytes:
    """The last line with its end, if it has one; empty for an empty file."""
    start = os.lseek(file, 0, os.SEEK_END)
    tail = b""
    while start and b"\n" not in tail[:-1]:
        size = min(_BLOCK, start)
        start = os.lseek(file, start - size, os.SEEK_SET)
        tail = os.read(file, size) + tail
    return tail[tail[:-1].rfind(b"\n") + 1 :]
