"""The vectors of passages in an embedded Chroma collection, kept in a folder or, where none can be written, in memory.

A folder is made beside its place and renamed, so that it is whole or not there; a lock lets one process make it while
others wait. Chroma sends nothing: its telemetry is off, and vectors are always given to it, so that it needs no model.
"""

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from knowledge.embedding import Embedding, EmbeddingError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Tell = Callable[[str], None]
_COLLECTION = "passages"
_BATCH = 500
_NEAR: Any = {"hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 1_000, "num_threads": 1}}
_SIZES = "sizes.json"
_DATABASE = "chroma.sqlite3"
_MAGIC = b"SQLite format 3\0"
_FORMAT = "1"  # of the folder; another one is made anew
_LOCKED = 180.0  # seconds to wait for another process


def nobody(words: str) -> None:
    """Tells nobody."""


class Vectors:
    """Texts by owner (a number) with their vectors; ``warning`` says why they are not kept, if they are not. ``tell``
    is told that they are made, which takes a while."""

    def __init__(
        self, texts: Sequence[tuple[int, str]], embedding: Embedding, folder: Path | None, tell: Tell = nobody
    ) -> None:
        self.texts = texts
        self.embedding = embedding
        self.warning = ""
        self._tell = tell
        self._collection = self._opened(folder)

    def scores(self, question: str) -> dict[int, float]:
        """By owner: the mean cosine of a question and the two nearest of its texts, where it is above 0."""
        from chromadb.errors import ChromaError

        vector = self._embedded([question])[0]
        if not any(vector):
            return {}
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(len(self.texts), 200), include=["metadatas", "distances"]
            )
        except (ChromaError, ValueError) as error:  # a service's vectors that are of another length, say
            raise EmbeddingError(type(error).__name__) from error
        near: dict[int, list[float]] = defaultdict(list)
        for data, distance in zip((found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0], strict=True):
            near[int(str(data["owner"]))].append(1 - distance)
        return {owner: sum(found[:2]) / 2 for owner, found in near.items()}

    def _opened(self, folder: Path | None) -> "Collection":
        from chromadb.errors import ChromaError
        from filelock import Timeout

        if folder is not None:
            try:
                return self._kept(folder / f"index-{self._kind}-{self.fingerprint()}")
            except (OSError, ChromaError, Timeout) as error:
                self.warning = f"the search index is not kept, as {folder} cannot be written to: {error}"
        client = _client(None)
        collection = client.get_or_create_collection(self.fingerprint(), configuration=_NEAR, embedding_function=None)
        return collection if collection.count() else self._fill(collection)

    @property
    def _kind(self) -> str:
        return self.embedding.id.partition(" ")[0]

    def fingerprint(self) -> str:
        """Changes with the texts, the embedding and the format of the folder."""
        content = hashlib.sha256(f"{_FORMAT}\n{self.embedding.id}".encode())
        for owner, text in self.texts:
            content.update(f"\n{owner}\0{text}".encode())
        return content.hexdigest()[:16]

    def _kept(self, path: Path) -> "Collection":
        """The collection of a folder; made where it is not there or not whole."""
        from filelock import FileLock

        if not _is_whole(path):
            path.parent.mkdir(exist_ok=True)
            with FileLock(path.parent / "index.lock", timeout=_LOCKED):
                if not _is_whole(path):
                    shutil.rmtree(path, ignore_errors=True)
                    self._make(path)
        return _client(path).get_collection(_COLLECTION, embedding_function=None)

    def _make(self, path: Path) -> None:
        draft = path.parent / f"{path.name}.{os.urandom(4).hex()}.new"
        try:
            client = _client(draft)
            self._fill(client.create_collection(_COLLECTION, configuration=_NEAR, embedding_function=None))
            cast("Client", client).close()
            (draft / _SIZES).write_text(json.dumps(_sizes(draft)), encoding="utf-8")
            draft.rename(path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        for other in path.parent.glob(f"index-{self._kind}-*"):  # those of another embedding may be needed again
            if other != path:
                shutil.rmtree(other, ignore_errors=True)

    def _fill(self, collection: "Collection") -> "Collection":
        self._tell("Making the search index, once; it takes some seconds ...")
        for start in range(0, len(self.texts), _BATCH):
            batch = self.texts[start : start + _BATCH]
            collection.add(
                ids=[f"{start + at:06d}" for at in range(len(batch))],
                embeddings=self._embedded([text for _, text in batch]),
                metadatas=[{"owner": owner} for owner, _ in batch],
            )
        return collection

    def _embedded(self, texts: Sequence[str]) -> Any:
        return self.embedding.embed(texts)


def _client(folder: Path | None) -> "ClientAPI":
    """Chroma over a folder, or in memory; nothing of it is reported to anybody."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # no environment of another project, no file here names a server
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        chroma_server_host=None,
        chroma_otel_collection_endpoint="",
        anonymized_telemetry=False,
    )
    if folder is None:
        return chromadb.EphemeralClient(settings=settings)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _is_whole(folder: Path) -> bool:
    """Whether a folder has all files as they were made, as far as a glance tells: SQLite rewrites its own."""
    try:
        sizes = json.loads((folder / _SIZES).read_text(encoding="utf-8"))
        with (folder / _DATABASE).open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC and sizes.items() <= _sizes(folder).items()
    except (OSError, ValueError):
        return False


def _sizes(folder: Path) -> dict[str, int]:
    """The size of each file, by its path in the folder."""
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in folder.rglob("*") if file.is_file()}
