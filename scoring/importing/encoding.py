"""How the letters of a file are written. What is no text is refused with what to do about it."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from scoring.errors import UnreadableFileError

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "Open it and save the sheet as CSV UTF-8, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it and save the sheet as CSV UTF-8"),
    (b"%PDF", "a PDF", "Download the report as CSV"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it"),
    (b"PAR1", "a Parquet file", "Download the report as CSV"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
WESTERN = "cp1252"


def encoding_of(path: Path) -> str:
    """The encoding by its name in Python: by the byte order mark, else UTF-16 or UTF-8 where the bytes are that, else
    that of a Western, Japanese or Korean Windows. Raises UnreadableFileError for what is no text.
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(_CHUNK)
        for mark, name in _BOMS:
            if first.startswith(mark):
                return name
        _refuse_binary(path, first)
        return _wide(first) or ("utf-8" if _decodes(path, "utf-8") else _windows(path, first))
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error.strerror}") from error


def _refuse_binary(path: Path, first: bytes) -> None:
    for mark, what, remedy in _BINARY:
        if first.startswith(mark):
            raise UnreadableFileError(f"{path} is {what}, not a text file. {remedy}.")
    sample = first[:4000]
    strange = sum(1 for byte in sample if byte < 32 and byte not in (0, 9, 10, 12, 13))
    if strange > 0.05 * len(sample):
        raise UnreadableFileError(f"{path} is not a text file. Download the report as CSV.")


def _wide(first: bytes) -> str:
    """UTF-16 without a byte order mark: nearly every second byte of Western headings is zero."""
    sample = first[:2000]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _windows(path: Path, first: bytes) -> str:
    """Japanese text holds bytes that a Western Windows does not know; Korean letters come in pairs of high bytes."""
    if not _decodes(path, WESTERN) and _decodes(path, "cp932"):
        return "cp932"
    runs = [len(run) for run in _HIGH.findall(first)]
    paired = sum(1 for run in runs if run % 2 == 0 and run > 2)
    return "cp949" if runs and paired > 0.5 * len(runs) and _decodes(path, "cp949") else WESTERN


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for part in _chunks(path):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            yield part
