"""Embeddings of a service: what is sent is masked, vectors come back in order, and a service that fails is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.embeddings import OpenAIEmbedding
from knowledge.embedding import EmbeddingError


class Service(ThreadingHTTPServer):
    """Answers as a service with embeddings does: the vector of a text is its length; keeps what it was sent."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, dict[str, object], str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body, self.headers["Authorization"]))
        data = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), 1.0]}
            for at, text in enumerate(body["input"])
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        content = json.dumps({"object": "list", "model": "m", "data": data, "usage": usage}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: what was sent is kept."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_texts_are_masked_and_sent_to_the_service_that_was_configured(service: Service) -> None:
    embedding = OpenAIEmbedding("m", service.url, "k-1", mask=lambda text: text.replace("Acme", "C1"))
    assert embedding.id == f"openai m {service.url}"
    assert embedding.embed(["why is Acme here", "fit"]) == [[14.0, 1.0], [3.0, 1.0]]
    ((path, body, key),) = service.requests
    assert (path, key) == ("/v1/embeddings", "Bearer k-1")
    assert (body["model"], body["input"]) == ("m", ["why is C1 here", "fit"])


def test_a_service_that_refuses_is_told(service: Service) -> None:
    service.status = 401
    with pytest.raises(EmbeddingError, match="AuthenticationError"):
        OpenAIEmbedding("m", service.url, "k-1").embed(["fit"])


def test_a_service_that_is_not_there_is_told(service: Service) -> None:
    url = service.url
    service.shutdown()
    service.server_close()
    with pytest.raises(EmbeddingError, match="APIConnectionError"):
        OpenAIEmbedding("m", url, "k-1", timeout=2).embed(["fit"])
