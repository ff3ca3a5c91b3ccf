"""A file of the workspace that keeps texts by name, such as the partner's vocabulary: TOML that people read and edit.

    # The partner's own words ...
    [words]
    "key accounts" = ["4000070", "4000086"]
    hot = "Act Now or Evaluate with high intent"

It is written beside and renamed, so that readers never wait and never see half of it; one writer at a time changes it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.places import replacing
from scoring.errors import AscentError, WorkspaceError

LOCK_SECONDS = 30.0
Entry = str | tuple[str, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNSAFE = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029]')


class NamedTextsError(AscentError):
    """A file of named texts cannot be read or written; the message names it and, where there is one, the line."""


@dataclass(frozen=True)
class NamedTexts:
    """The file ``path`` with the TOML table ``table``; ``about`` is the comment that it begins with."""

    path: Path
    table: str
    about: str

    def raw(self) -> bytes:
        """The content of the file; empty where there is none."""
        try:
            return self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as error:
            raise NamedTextsError(f"{self.path} cannot be read: {error.strerror}.") from error

    def read(self) -> dict[str, Entry]:
        """Texts, or lists of them, by name, in the order of the file; NamedTextsError names the line that is wrong."""
        content = self.raw()
        return self.parse(content) if content else {}

    def parse(self, content: bytes) -> dict[str, Entry]:
        """What a content of the file says."""
        import tomllib

        try:
            text = content.decode("utf-8-sig")
            entries = tomllib.loads(text.replace("\r\n", "\n")).get(self.table, {})
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self._broken(f"no UTF-8 text (at line {line})") from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise self._broken(str(error)) from error
        if not isinstance(entries, dict):
            raise self._broken(f"'{self.table}' is no table (at line {_line_of(text, self.table)})")
        return {name: self._entry(text, name, value) for name, value in entries.items()}

    def _entry(self, text: str, name: str, value: object) -> Entry:
        if isinstance(value, str):
            return value
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self._broken(f"'{name}' is neither a text nor a list of texts (at line {_line_of(text, name)})")

    def _broken(self, fault: str) -> NamedTextsError:
        return NamedTextsError(f"{self.path} is broken: {fault}. Mend the line, or remove the file.")

    @contextmanager
    def changing(self) -> Iterator[dict[str, Entry]]:
        """The entries, to be changed in place; they are kept at the end, unless something was raised."""
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f".{self.path.stem}.lock"), timeout=LOCK_SECONDS):
                entries = self.read()
                yield entries
                self._write(entries)
        except Timeout as error:
            raise WorkspaceError(f"{self.path} is being changed by another process. Try again later.") from error
        except OSError as error:
            raise WorkspaceError(f"{self.path} cannot be written: {error.strerror or error}.") from error

    def _write(self, entries: Mapping[str, Entry]) -> None:
        lines = [f"# {self.about}", f"[{self.table}]", *(f"{_key(name)} = {_value(entries[name])}" for name in entries)]
        try:
            content = "\n".join([*lines, ""]).encode()
        except UnicodeEncodeError as error:
            raise NamedTextsError("Half a character cannot be kept: write the text in UTF-8.") from error
        with replacing(self.path) as draft:
            draft.write_bytes(content)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)


def _value(entry: Entry) -> str:
    return quoted(entry) if isinstance(entry, str) else "[" + ", ".join(map(quoted, entry)) + "]"


def quoted(text: str) -> str:
    """A TOML string in double quotes, on one line."""
    return '"' + _UNSAFE.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), text) + '"'


def _line_of(text: str, name: str) -> int:
    """The line that sets a name; 1 where it is not found as it would be written."""
    names = (name, quoted(name), f"'{name}'", f"[{name}]")
    lines = (line.strip() for line in text.splitlines())
    wanted = (number for number, line in enumerate(lines, 1) if line.partition("=")[0].strip() in names)
    return next(wanted, 1)
