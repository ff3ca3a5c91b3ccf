"""Reads the text of documents: Markdown, plain text, HTML, PDF and DOCX, in sections with the place where each stands.

What comes out is data for search: markup, scripts, control and direction characters are gone, nothing is followed or
run. The libraries are loaded for the kinds that need them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_LETTERS = 1_000_000
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "li", "tr", "pre", "blockquote", "dt", "dd", "div", "section", "article", "table", "ul", "ol", "br")
_HIDING = ("display:none", "visibility:hidden")
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object")
_HEADING = "\x01"  # opens a heading in the text made of HTML; removed from documents before


class DocumentError(Exception):
    """A document cannot be read; the message names the file and says why."""


@dataclass(frozen=True)
class Section:
    """A part of a document: ``place`` is its heading or page, empty before the first heading; ``text``: paragraphs with
    empty lines between them, none under a heading that another one follows."""

    place: str
    text: str


def readable(path: Path) -> bool:
    """Whether the kind of a file is one that can be read."""
    return path.suffix.lower() in _READERS


def read_document(path: Path) -> tuple[Section, ...]:
    """The sections of a document in their order.

    Raises DocumentError for a kind that is not read, a file that is missing, empty, locked by a password, damaged, of
    more than 20 MB or 1,000,000 letters, or without text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path}: this kind of file is not read; there are {', '.join(KINDS)}.")
    _check_size(path)
    cleaned = (Section(_clean(section.place), _paragraphs(section.text)) for section in reader(path))
    sections = tuple(section for section in cleaned if section.place or section.text)
    if not any(section.text for section in sections):
        raise DocumentError(f"{path}: it holds no text. A scanned document needs text recognition first.")
    if sum(len(section.text) for section in sections) > MOST_LETTERS:
        raise DocumentError(f"{path}: it holds more than {MOST_LETTERS:,} letters. Split it.")
    return sections


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not size:
        raise DocumentError(f"{path} is empty.")
    if size > MOST_BYTES:
        raise DocumentError(f"{path} has more than {MOST_BYTES // 1_000_000} MB. Split it.")


def _clean(words: str) -> str:
    """On one line, without control, direction and private characters."""
    kept = (" " if letter.isspace() else letter for letter in words)
    kept = (letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs"))
    return " ".join("".join(kept).split())


def _paragraphs(text: str) -> str:
    found = (_clean(part) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n\n".join(part for part in found if part)


# --- text, Markdown, HTML ---


def _decoded(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").replace(_HEADING, "")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: no UTF-8 text. Save it in UTF-8.") from error
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}.") from error


def _read_text(path: Path) -> Iterable[Section]:
    return [Section("", _decoded(path))]


def _read_markdown(path: Path) -> Iterable[Section]:
    from markdown_it import MarkdownIt

    return _of_html(MarkdownIt("commonmark").enable("table").render(_decoded(path)))


def _read_html(path: Path) -> Iterable[Section]:
    return _of_html(_decoded(path))


def _of_html(html: str) -> Iterator[Section]:
    from bs4 import BeautifulSoup

    place = ""
    for part in re.split(f"(?m)^{_HEADING}", _flat(BeautifulSoup(html, "html.parser"))):
        heading, mark, text = part.partition(_HEADING)
        if mark:
            place = heading.strip()
        yield Section(place, text if mark else part)


def _is_unseen(tag: "Tag") -> bool:
    """Whether a browser would not show an element: by its kind, or because it says so itself."""
    style = "".join(str(tag.get("style") or "").lower().split())
    return tag.name in _UNSEEN or tag.has_attr("hidden") or any(mark in style for mark in _HIDING)


def _flat(soup: "BeautifulSoup") -> str:
    """The visible text; blocks are apart by an empty line, headings stand between marks."""
    for tag in soup(_is_unseen):
        tag.decompose()
    for tag in soup(_HEADINGS):
        tag.replace_with(f"\n\n{_HEADING}{_clean(tag.get_text(' '))}{_HEADING}\n\n")
    for tag in soup(("td", "th")):
        tag.insert_after("; ")
    for tag in soup(_BLOCKS):
        tag.insert_before("\n\n")
        tag.insert_after("\n\n")
    return soup.get_text()


# --- PDF, DOCX ---


def _read_pdf(path: Path) -> Iterable[Section]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told by the error
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(f"{path} is locked by a password. Save it without one.")
        return [Section(f"page {number}", page.extract_text()) for number, page in enumerate(reader.pages, 1)]
    except DependencyError as error:
        raise DocumentError(f"{path} is encrypted in a way that cannot be read. Save it without.") from error
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DocumentError(f"{path} cannot be read as PDF: {error}") from error


def _read_docx(path: Path) -> Iterable[Section]:
    from zipfile import BadZipFile, ZipFile

    from docx.opc.exceptions import OpcError

    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise DocumentError(f"{path} unpacks to more than {MOST_UNPACKED // 1_000_000} MB. Split it.")
        return list(_of_docx(path))
    except (BadZipFile, OpcError, ValueError, LookupError, AttributeError, OSError) as error:
        locked = "; a file with a password cannot be read" if _is_old_office(path) else ""
        raise DocumentError(f"{path} cannot be read as DOCX{locked}: {error}") from error


def _is_old_office(path: Path) -> bool:
    """Whether a file is a container of old Office files, as a DOCX with a password is."""
    with path.open("rb") as file:
        return file.read(4) == b"\xd0\xcf\x11\xe0"


def _of_docx(path: Path) -> Iterator[Section]:
    from docx import Document
    from docx.table import Table

    place, parts = "", list[str]()
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            parts += ("; ".join(cell.text for cell in row.cells) for row in block.rows)
        elif block.style is not None and str(block.style.name).startswith(("Heading", "Title")):
            yield Section(place, "\n\n".join(parts))
            place, parts = block.text, []
        else:
            parts.append(block.text)
    yield Section(place, "\n\n".join(parts))


_READERS: Mapping[str, Callable[[Path], Iterable[Section]]] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
KINDS = tuple(_READERS)
