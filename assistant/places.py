"""Where a file is written: checked before, and only there once it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.errors import AscentError


def check_place(out: Path, force: bool) -> None:
    """AscentError where there is no folder, or where a file stands that only ``force`` replaces."""
    if not out.parent.is_dir():
        raise AscentError(f"There is no folder {out.parent}.")
    if out.is_dir():
        raise AscentError(f"{out} is a folder.")
    if out.exists() and not force:
        raise AscentError(f"{out} exists already. Replace it with --force.")


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A draft beside the target that takes its place when all is written, and is gone when something fails."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
