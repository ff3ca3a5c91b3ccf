"""Work that Ctrl-C can stop, whatever it waits for."""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread

_LOOK = 0.1  # seconds; a thread that waits without a limit hears no Ctrl-C on Windows
_GRACE = 5.0


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
