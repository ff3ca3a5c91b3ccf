"""Dates in figures: "25/12/2026", "3.4.2027", "12/2026". Which is the day is known by the other dates, else asked."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.offline.outcome import AskBack
from knowledge.messages import Text, joined, text

_WRITTEN = re.compile(r"(?<![\w./-])(\d{1,2})([/.-])(\d{1,2})\2(20\d\d|[2-4]\d)(?![\w/-]|\.\d)")
_MONTH = re.compile(r"(?<![\w./-])(0?[1-9]|1[0-2])/(20\d\d)(?![\w/-]|\.\d)")
_Reading = Callable[[re.Match[str]], date | None]


def in_plain_dates(question: str) -> str:
    """The question with every date whose day is sure as year, month and day, and the others with slashes."""
    days = set(_orders(question))
    sure = days.pop() if len(days) == 1 else None
    plain = _WRITTEN.sub(lambda found: _plain(found, sure), question)
    return _MONTH.sub(lambda found: f"{found[2]}-{int(found[1]):02d}", plain)


def unclear_dates(question: str) -> AskBack | None:
    """The question back where dates can be read day first or month first."""
    found = list(_WRITTEN.finditer(question))
    if not found:
        return None
    if any(not (_day_first(each) and _month_first(each)) for each in found):
        return None
    written = ", ".join(each[0] for each in found)
    ways = [(text("day first"), _day_first), (text("month first"), _month_first)]
    return AskBack(
        text("How is {date} meant?", date=written),
        tuple(_choice(name, read, question) for name, read in ways),
        tuple(_written_out(read, question) for _, read in ways),
    )


def _written_out(read: _Reading, question: str) -> str:
    return _WRITTEN.sub(lambda each: _iso(read(each), each), question)


def _choice(name: Text, read: _Reading, question: str) -> str:
    days = [_iso(read(each), each) for each in _WRITTEN.finditer(question)]
    return text("{order}: {dates}", order=name, dates=joined(", ", days))


def _plain(found: re.Match[str], sure: _Reading | None) -> str:
    first, second = _day_first(found), _month_first(found)
    if first and second and first != second:
        return _iso(sure(found), found) if sure else f"{found[1]}/{found[3]}/{first.year}"
    return _iso(first or second, found)


def _orders(question: str) -> Iterator[_Reading]:
    """How the dates are read that can be read in one way only."""
    for found in _WRITTEN.finditer(question):
        first, second = _day_first(found), _month_first(found)
        if bool(first) != bool(second):
            yield _day_first if first else _month_first


def _iso(day: date | None, found: re.Match[str]) -> str:
    return day.isoformat() if day else found[0]


def _day_first(found: re.Match[str]) -> date | None:
    return _day(found[4], found[3], found[1])


def _month_first(found: re.Match[str]) -> date | None:
    return None if found[2] == "." else _day(found[4], found[1], found[3])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) % 2000 + 2000, int(month), int(day))
    except ValueError:
        return None
