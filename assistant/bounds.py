"""The bounds of one question to a model: how many requests, how long, how many tokens; and what a failure is called."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from assistant.answer import Usage


class ModelFailure(Exception):
    """The model did not come to an answer: one line that says why; ``usage`` is what it cost all the same."""

    usage = Usage()


@dataclass
class Bounds:
    """``steps`` requests, ``seconds`` from now on and ``tokens`` in and out; what was used of them so far."""

    steps: int
    seconds: float
    tokens: int
    requests: int = 0
    used: int = 0
    begun: float = field(default_factory=time.monotonic)
    _sockets: list[socket.socket] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Seconds that are left; 0 or less where none are."""
        return self.begun + self.seconds - time.monotonic()

    def check(self) -> None:
        """ModelFailure where a bound is met, so that no further request is made."""
        if self.left <= 0:
            raise ModelFailure(f"The model took longer than {self.seconds:g} seconds")
        if self.requests >= self.steps:
            raise ModelFailure(f"The model came to no answer within {self.steps} requests")
        if self.used >= self.tokens:
            raise ModelFailure(f"The model came to no answer within {self.tokens:,} tokens")

    def stop(self) -> None:
        """End it now: no further request, and whoever waits for a connection's bytes waits no longer."""
        self.seconds = 0.0
        for each in self._sockets:
            with suppress(OSError):  # it is closed already
                each.shutdown(socket.SHUT_RDWR)

    def watch(self, request: httpx2.Request) -> None:
        """Know the connections of a request (a hook of the HTTP client)."""
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def hold(self, response: httpx2.Response) -> None:
        """Bound the body of a response: it ends where the time does (a hook of the HTTP client)."""
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Bounded(response.stream, self)


class _Bounded(httpx2.SyncByteStream):
    """A stream of bytes that fails once the time is over."""

    def __init__(self, stream: httpx2.SyncByteStream, bounds: Bounds) -> None:
        self._stream = stream
        self._bounds = bounds

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if self._bounds.left <= 0:
                raise TimeoutError("the time for the question is over")
            yield part

    def close(self) -> None:
        self._stream.close()
