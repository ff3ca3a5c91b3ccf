"""An OpenAI-compatible chat server on a real socket of this computer that answers as a script says.

``with ModelServer(script) as server:`` serves ``server.url`` until the block ends. The script is given each request, as
the client sent it, and its number from 1, and returns a ``Reply``. ``server.requests`` holds what was sent, byte for
byte. What goes wrong in a script is raised where the block ends.
"""

import json
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit

from model.replies import CutStream, Drip, Fail, Hang, Message, NotJson, Reply, Reset, events_of, whole

Script = Callable[[dict[str, Any], int], Reply]
LONGEST_REQUEST_SECONDS = 20
STATUS_TYPES: Mapping[int, str] = {401: "invalid_api_key", 403: "permission_denied", 429: "rate_limit_exceeded"}


@dataclass(frozen=True)
class Request:
    """A request as it came: path with query, headers with names in small letters, and the body's bytes."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.body))


class ModelServer(ThreadingHTTPServer):
    """A server for one script; a context manager."""

    daemon_threads = False

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.requests: list[Request] = []
        self.faults: list[BaseException] = []
        self.closing = Event()
        self._lock = Lock()
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """The base address, as ``OPENAI_BASE_URL`` has it."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        if self.faults and error is None:
            raise self.faults[0]

    def reply_to(self, request: Request) -> tuple[int, Reply]:
        """Note a request; its number, and what the script answers it with."""
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
            return number, self.script(request.json, number)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may hang up; anything else is a fault of the script or of the server."""
        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if error and not isinstance(error, (ConnectionError, TimeoutError)):
            self.faults.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = LONGEST_REQUEST_SECONDS
    server: ModelServer

    def do_POST(self) -> None:
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        number, reply = self.server.reply_to(Request(self.path, headers, body))
        if not urlsplit(self.path).path.endswith("/chat/completions"):
            reply = Fail(404)
        self._play(number, body, reply)

    def log_message(self, format: str, *args: object) -> None:
        """Silence: what came stands in ``requests``."""

    def _play(self, number: int, body: bytes, reply: Reply) -> None:
        if isinstance(reply, Reset):
            self._reset()
        elif isinstance(reply, Fail):
            self._send(reply.status, _error(reply), {"Content-Type": "application/json", **reply.headers})
        elif isinstance(reply, NotJson):
            self._send(200, reply.body, {"Content-Type": reply.content_type})
        elif isinstance(reply, Hang):
            self.server.closing.wait(reply.seconds)
            self._message(number, body, reply.then)
        elif isinstance(reply, CutStream):
            self._message(number, body, reply.message, cut=reply)
        elif isinstance(reply, Drip):
            self._message(number, body, reply.message, pause=reply.pause)
        else:
            self._message(number, body, reply)

    def _message(
        self, number: int, body: bytes, message: Message, cut: CutStream | None = None, pause: float = 0
    ) -> None:
        """A message streamed or whole, as the request wants it, and as far as it goes."""
        request = json.loads(body)
        if request.get("stream"):
            self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"})
            events = events_of(number, request, message, body)
            self._write([_chunk(event) for event in (events[: cut.after_chunks] if cut else events)], pause)
            if not cut or cut.tidy:
                self.wfile.write(_chunk(b""))
        else:
            data = json.dumps(whole(number, request, message, body), ensure_ascii=False).encode()
            self._head(200, {"Content-Type": "application/json", "Content-Length": str(len(data))})
            sent = data[: len(data) // 2] if cut else data
            self._write([bytes([byte]) for byte in sent] if pause else [sent], pause)

    def _write(self, parts: Iterable[bytes], pause: float) -> None:
        for part in parts:
            self.wfile.write(part)
            if pause and self.server.closing.wait(pause):
                return

    def _send(self, status: int, text: str, headers: Mapping[str, str]) -> None:
        data = text.encode()
        self._head(status, {**headers, "Content-Length": str(len(data))})
        self.wfile.write(data)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _reset(self) -> None:
        """Close with a reset instead of an end."""
        linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        socket.close(self.connection.detach())


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _error(reply: Fail) -> str:
    if reply.body is not None:
        return reply.body
    kind = STATUS_TYPES.get(reply.status, "server_error")
    return json.dumps({"error": {"message": f"The model server says {reply.status}.", "type": kind, "code": kind}})


def refused_url() -> str:
    """An address of this computer where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
