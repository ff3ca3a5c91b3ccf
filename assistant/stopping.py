"""Work that Ctrl-C can stop, whatever it waits for."""

import os
import signal
import sys
from collections.abc import Callable
from contextvars import copy_context
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import TypeVar

_LOOK = 0.1  # seconds; a thread that waits without a limit hears no Ctrl-C on Windows
_GRACE = 5.0
Found = TypeVar("Found")


def run_stoppable(work: Callable[[], None], stop: Callable[[], None]) -> None:
    """Run work in a thread of its own and wait for it; what it raises is raised here. On Ctrl-C it is told to stop, and
    is waited for a while at most: it may be stuck where nothing reaches it.
    """
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)

    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_LOOK)
    except KeyboardInterrupt:
        stop()
        thread.join(_GRACE)
        raise
    if failed:
        raise failed[0]


def stoppable(work: Callable[[], Found], stop: Callable[[], None]) -> Found:
    """Do work in this thread; as soon as Ctrl-C is pressed it ends with KeyboardInterrupt, whatever it makes of that.

    Python hears Ctrl-C between its own steps only. ``stop`` is called by another thread, at once and until the work has
    ended: it ends what the work waits for outside of them, such as a statement of a database.
    """
    if current_thread() is not main_thread() or not callable(signal.getsignal(signal.SIGINT)):
        return work()
    ear = _Ear(stop)
    try:
        try:
            ear.open()
            found = work()
        finally:
            ear.raises = False
    except Exception as error:
        if ear.pressed:
            raise KeyboardInterrupt from error
        raise
    finally:
        ear.close()
    if ear.pressed:
        raise KeyboardInterrupt
    return found


class _Ear:
    """Hears Ctrl-C in the place of Python, and in a thread of its own, which the system wakes at once.

    ``pressed``: whether it was; ``raises``: whether KeyboardInterrupt is raised then.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self.pressed = False
        self.raises = False
        self._stop = stop
        self._ended = Event()
        self._before = signal.getsignal(signal.SIGINT)
        self._thread = Thread(target=self._watch, name="ctrl-c", daemon=True)
        self._pipe: tuple[int, int] | None = None
        self._woken_before: int | None = None
        self._hears = False

    def open(self) -> None:
        """Hear from now on; nothing cuts this short once it hears."""
        self._pipe = self._reading, self._writing = os.pipe()
        if sys.platform != "win32":
            os.set_blocking(self._writing, False)
        self._hears = True
        signal.signal(signal.SIGINT, self._hear)
        self._woken_before = signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        self._thread.start()
        self.raises = True

    def close(self) -> None:
        """Leave hearing to whom it was left before: the last step, for what is heard there may cut all others short."""
        if self._woken_before is not None:
            signal.set_wakeup_fd(self._woken_before)
        self._ended.set()
        if self._pipe is not None:
            os.close(self._writing)
            if self._thread.ident is not None:
                self._thread.join()
            os.close(self._reading)
        if self._hears:
            signal.signal(signal.SIGINT, self._before)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        if self.raises:
            raise KeyboardInterrupt

    def _watch(self) -> None:
        while signals := os.read(self._reading, 64):
            while signal.SIGINT in signals and not self._ended.is_set():
                self.pressed = True  # Python may tell this thread's work only after it failed
                self._stop()
                self._ended.wait(_LOOK)


def is_interrupt(error: Exception) -> bool:
    """Whether an error is how DuckDB tells of Ctrl-C: its own class, or where it heard it by itself a plain one."""
    if type(error) is RuntimeError:
        return str(error) == "Query interrupted"
    duckdb = sys.modules.get("_duckdb")
    return duckdb is not None and isinstance(error, duckdb.InterruptException)
