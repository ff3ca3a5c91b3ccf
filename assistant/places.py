"""Where a file is written: checked before, and only there once it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from scoring.errors import AscentError

EVERYBODY, OWNER = 0o666, 0o600
"""Who may read and write a new file: whoever the system lets, or its owner alone."""


def check_place(out: Path, force: bool) -> None:
    """AscentError where there is no folder, or where a file stands that only ``force`` replaces, or none may."""
    if not out.parent.is_dir():
        raise AscentError(f"There is no folder {out.parent}.")
    if out.is_dir():
        raise AscentError(f"{out} is a folder.")
    if out.exists() and not out.is_file():
        raise AscentError(f"{out} is no file that can be replaced.")
    if out.exists() and not force:
        raise AscentError(f"{out} exists already. Replace it with --force.")
    if out.exists() and not os.access(out, os.W_OK):
        raise AscentError(f"{out} is read-only.")


@contextmanager
def replacing(out: Path, mode: int = EVERYBODY) -> Iterator[Path]:
    """An empty draft beside the target that takes its place when all is written, and is gone when something fails.

    A link stays one: what it leads to is replaced. A file that was there keeps who may read and write it, a new one has
    ``mode``, less what the system takes away. OSError where nothing can be written there.
    """
    target = Path(os.path.realpath(out))
    draft = target.with_name(f".{token_hex(4)}.part")
    there = target.is_file()
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER if there else mode))
    try:
        yield draft
        if there:
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        with suppress(OSError):  # what went wrong before is what is told
            draft.unlink(missing_ok=True)
