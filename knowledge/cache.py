"""Keeps what takes long to derive from files that seldom change, so that a short command need not derive it again.

A cache holds copies only and may be deleted at any time. A copy that is damaged, was made from other files or cannot be
read counts as missing; one that cannot be written is not kept. Several processes may read and write at once: a copy is
written beside and renamed.
"""

import json
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any


class Cache:
    """JSON contents by name, each with a check sum and the key that says what it was made from.

    Without a folder nothing is kept. The folder above must exist: to ask makes no workspace.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def read(self, name: str, key: str) -> Any:
        """What was kept under a name for this very key; None where there is nothing of use."""
        if self.folder is None or not key:
            return None
        try:
            head, _, body = (self.folder / name).read_bytes().partition(b"\n")
        except OSError:
            return None
        return json.loads(body) if head == _head(key, body) else None

    def write(self, name: str, key: str, content: Any) -> bool:
        """Keep a content; whether that was possible."""
        if not self.ready() or not key:
            return False
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        draft = self.draft(name)
        try:
            draft.write_bytes(_head(key, body) + b"\n" + body)
            draft.replace(self.path(name))
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            return False
        return True

    def ready(self) -> bool:
        """Whether there is a folder to write to; makes it where its parent is there."""
        if self.folder is None:
            return False
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
        return os.access(self.folder, os.W_OK)

    def path(self, name: str) -> Path:
        """Where a name is kept."""
        return (self.folder or Path()) / name

    def draft(self, name: str) -> Path:
        """A path beside it that nobody else writes to."""
        return self.path(f"{name}.{os.urandom(4).hex()}.new")


def _head(key: str, body: bytes) -> bytes:
    return f"{zlib.crc32(body):08x} {key}".encode()


def fingerprint(suffix: str, *folders: Path) -> str:
    """Name, size and time of every file of some kind in folders: changes when one is edited, added or taken away."""
    return "|".join(";".join(sorted(_files(folder, suffix))) for folder in folders)


def _files(folder: Path, suffix: str) -> Iterable[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(suffix):
                    found = entry.stat()
                    yield f"{entry.name}:{found.st_size}:{found.st_mtime_ns}"
    except OSError:
        return
