"""Locks an open file against other processes, on every system; the system lets go of it when the process ends.

It does what the library ``filelock`` does, which takes longer to import than a question may be delayed by its log.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.005

if sys.platform == "win32":
    import msvcrt
    import os

    _BEYOND = 2**30  # a locked stretch cannot be read by others: this one holds nothing

    def _try(file: int) -> None:
        os.lseek(file, _BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _free(file: int) -> None:
        os.lseek(file, _BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def locked(file: int, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold an open file (its descriptor) alone; OSError where it cannot be had within some seconds."""
    until = time.monotonic() + seconds
    while True:
        try:
            _try(file)
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        _free(file)
