"""Reads the dates and months of a text, as people write them."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.guarding.figure import Figure
from assistant.guarding.wordlists import numbered

_MONTHS = numbered("months")
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b)"
    rf"|(?P<cjk>(?:(?:19|20)\d\d\s?[年년]\s?)?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?)"
    rf"|(?P<slashed>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d\b)"
    rf"|(?P<dmy>\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?(?:{_NAME})\b\.?(?:,?\s(?:19|20)\d\d\b)?)"
    rf"|(?P<mdy>\b(?:{_NAME})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d.,]*\d)(?:,?\s(?:19|20)\d\d\b)?)"
    rf"|(?P<named>\b(?:{_NAME})\b\.?,?\s(?:of\s)?(?:19|20)\d\d\b)"
    rf"|(?P<monthly>\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])\b(?![-/]?\d))"
    rf"|(?P<numbered>\b(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"\b(?:{'|'.join(n for n in _MONTHS if len(n) > 3 or n in ('maj',))})\b", re.IGNORECASE)


def read_dates(text: str) -> Iterator[Figure]:
    for match in _DATES.finditer(text):
        kind = match.lastgroup or ""
        said = _said_dates(kind, match.group().lower())
        if said:
            short = all(len(each) == 4 or (len(each) == 7 and not each.startswith("--")) for each in said)
            yield Figure("month" if short else "date", match.start(), match.end(), match.group(), dates=said)


def _said_dates(kind: str, words: str) -> tuple[str, ...]:
    """ISO dates or months that the words may say."""
    numbers = [int(each) for each in re.findall(r"\d+", words)]
    name = next((_MONTHS[each] for each in re.findall(r"[^\W\d_]+", words) if each in _MONTHS), 0)
    if kind == "iso":
        return _iso(numbers[0], numbers[1], numbers[2])
    if kind == "cjk":
        year = numbers.pop(0) if re.search("[年년]", words) else 0
        return _iso(year, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if kind == "slashed":
        return (*_iso(numbers[2], numbers[0], numbers[1]), *_iso(numbers[2], numbers[1], numbers[0]))
    if kind in ("dmy", "mdy"):
        return _iso(numbers[1] if len(numbers) > 1 else 0, name, numbers[0])
    if kind == "named":
        return _iso(numbers[0], name, 0)
    year, month = (numbers[0], numbers[1]) if kind == "monthly" else (numbers[1], numbers[0])
    return _iso(year, month, 0)


def _iso(year: int, month: int, day: int) -> tuple[str, ...]:
    """The date, month (no day), or date without a year; nothing where there is no such day."""
    try:
        date(year or 2024, month, day or 1)
    except ValueError:
        return ()
    if not day:
        return (f"{year}-{month:02}",) if year else (f"--{month:02}",)
    return (f"{year}-{month:02}-{day:02}",) if year else (f"--{month:02}-{day:02}",)


def read_months(text: str) -> Iterator[Figure]:
    """``October``; ``may``, ``march`` and ``mars`` only where they are written as names."""
    for match in _BARE_MONTH.finditer(text):
        words = match.group()
        if words.lower() in ("may", "march", "mars", "mayo", "maj", "mai") and (match.start() == 0 or words.islower()):
            continue
        yield Figure("month", match.start(), match.end(), words, dates=(f"--{_MONTHS[words.lower()]:02}",))
