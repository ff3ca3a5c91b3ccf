"""The bounds of one question to a model: how many requests, how long, how many tokens; and what a failure is called."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

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
