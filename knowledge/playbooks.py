"""The partner's own playbooks: texts of documents, kept in the workspace and found beside the definitions.

Each is one JSON file in WORKSPACE/knowledge/playbooks with the text in sections and the SHA-256 of the document. The
document itself is not kept. One writer at a time changes them; readers never wait and never see half of one.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.documents import DocumentError, Section, read_document, readable
from knowledge.passages import Entry, Passage
from knowledge.text import fold

SCHEMA = 1
LOCK_SECONDS = 30.0
LONGEST = 900  # letters of a passage, as far as sentences allow
_SENTENCE = re.compile(r"(?<=[.!?。])\s+")


class PlaybookError(Exception):
    """A playbook cannot be kept, found or read; the message says which and why."""


@dataclass(frozen=True)
class Playbook:
    """A document by the name that it is cited with; ``source``: the file it came from, ``sha256``: of its bytes."""

    name: str
    title: str
    source: str
    sha256: str
    sections: tuple[Section, ...]

    def passages(self) -> Iterator[Entry]:
        """Its text in pieces of some 900 letters, each under its place."""
        pieces = ((section.place, piece) for section in self.sections for piece in _pieces(section.text))
        for number, (place, piece) in enumerate(pieces, 1):
            passage = Passage(
                id=f"playbook.{self.name}#{number}",
                title=self.title,
                place=place,
                text=piece,
                score=0.0,
                source=self.source,
                kind="playbook",
            )
            names = (f"{self.title} {place}", *([place] if place else []))
            yield Entry(passage=passage, names=names, parts=(piece,))


class Playbooks:
    """The playbooks of a workspace; their folder is made when the first is kept."""

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / "knowledge" / "playbooks"

    def all(self) -> tuple[list[Playbook], list[str]]:
        """All playbooks by name, and of each that is damaged, why it is left out."""
        found, faults = [], []
        for path in sorted(self.folder.glob("*.json")):
            try:
                found.append(_read(path))
            except PlaybookError as error:
                faults.append(str(error))
        return found, faults

    def keep(self, playbooks: Iterable[Playbook]) -> None:
        """Keep playbooks, each in the place of one of the same name."""
        with self._changing():
            for playbook in playbooks:
                path = self._path(playbook.name)
                draft = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
                try:
                    draft.write_text(_written(playbook), encoding="utf-8")
                    draft.replace(path)
                finally:
                    draft.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a playbook; PlaybookError where there is none of that name."""
        with self._changing():
            try:
                self._path(name).unlink()
            except FileNotFoundError as error:
                raise PlaybookError(f"There is no playbook '{name}'.") from error

    def _path(self, name: str) -> Path:
        if name != _slug(name):
            raise PlaybookError(f"There is no playbook '{name}'.")
        return self.folder / f"{name}.json"

    @contextmanager
    def _changing(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise PlaybookError(f"{self.folder} is being changed by another process. Try again later.") from error
        except OSError as error:
            raise PlaybookError(f"{self.folder} cannot be written: {error.strerror or error}.") from error


def read_playbooks(path: Path) -> tuple[list[Playbook], list[str]]:
    """The playbooks of a file, or of all files of a folder and the folders in it that are of a readable kind, and why
    others of the folder could not be read.

    Raises PlaybookError for a file that cannot be read, and for a folder in which none can.
    """
    if not path.is_dir():
        try:
            return [_playbook(path, _slug(path.stem))], []
        except DocumentError as error:
            raise PlaybookError(str(error)) from error
    files = sorted(file for file in path.rglob("*") if file.is_file() and readable(file))
    found, faults = [], []
    for file, name in zip(files, _names(files, path), strict=True):
        try:
            found.append(_playbook(file, name))
        except DocumentError as error:
            faults.append(str(error))
    if not found:
        raise PlaybookError("\n".join([f"{path}: there is no document in it that can be read.", *faults]))
    return found, faults


def _playbook(path: Path, name: str) -> Playbook:
    sections = read_document(path)
    title = next((section.place for section in sections if section.place), "")
    titled = title if title and not title.startswith("page ") else path.stem
    return Playbook(name, titled, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), sections)


def _names(files: Sequence[Path], folder: Path) -> list[str]:
    """A name for each file: of its path in the folder, with its kind where another has the same."""
    short = [_slug(str(file.relative_to(folder).with_suffix(""))) for file in files]
    long = [_slug(str(file.relative_to(folder))) for file in files]
    return [name if short.count(name) == 1 else other for name, other in zip(short, long, strict=True)]


def _slug(text: str) -> str:
    """Letters and digits with hyphens between: a file name everywhere."""
    return "-".join(re.findall(r"[^\W_]+", fold(text)))[:80].strip("-") or "playbook"


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs put together, or taken apart at sentences, to pieces of at most 900 letters where that is possible."""
    parts = [sentence for part in text.split("\n\n") for sentence in _sentences(part)]
    piece = ""
    for part in parts:
        if piece and len(piece) + len(part) > LONGEST:
            yield piece
            piece = ""
        piece = f"{piece} {part}" if piece else part
    if piece:
        yield piece


def _sentences(paragraph: str) -> Iterable[str]:
    whole = [paragraph] if len(paragraph) <= LONGEST else _SENTENCE.split(paragraph)
    return (part[at : at + LONGEST] for part in whole for at in range(0, len(part), LONGEST))


def _written(playbook: Playbook) -> str:
    return json.dumps({"schema": SCHEMA, **asdict(playbook)}, ensure_ascii=False, indent=1)


def _read(path: Path) -> Playbook:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("schema") != SCHEMA:
            raise ValueError("it was written by another version")
        sections = tuple(Section(str(part["place"]), str(part["text"])) for part in content.pop("sections"))
        values = {name: str(content[name]) for name in ("name", "title", "source", "sha256")}
        return Playbook(**values, sections=sections)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise PlaybookError(f"The playbook {path} is damaged: {error}. Remove the file and add it again.") from error
