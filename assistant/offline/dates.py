"""Reads stretches of time: "next 30 days", "January, February or March 2027", "from today to the end of June 2027"."""

import calendar
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.offline.spans import Item

_SHORT = ("day", "week")
_IS_OUT = ("is out", "is over", "is up", "is done", "end", "ends", "close", "closes")
LONGEST = 10_000  # days and years beyond are no dates


@dataclass(frozen=True)
class Interval:
    """Days from ``start`` to ``end``, both included (None: open), and the items that say so.

    month is the number of a month that was named without a year; relative says that it was named from today on
    ("last month"); yearless that no year was said, so that the nearest one to come was taken; quarter that a quarter of
    the calendar year was named. ``parts`` are the first and the last day of each stretch where several are named with
    days between them ("November or January").
    """

    start: date | None
    end: date | None
    first: int
    last: int
    month: int = 0
    relative: bool = False
    until: int = 0
    short: bool = False
    yearless: bool = False
    quarter: bool = False
    parts: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class _Point:
    """One expression of a day or a period, over the items ``first`` to ``last`` (included)."""

    start: date
    end: date
    first: int
    last: int
    month: int = 0
    day_only: bool = False
    yearless: bool = False
    quarter: bool = False


def read_intervals(items: Sequence[Item], as_of: date, fiscal_start: int) -> list[Interval]:
    """All stretches of time in a question, in order; they do not overlap."""
    reader = _Reader(items, as_of, fiscal_start)
    found: list[Interval] = []
    position = 0
    while position < len(items):
        interval = reader.interval(position)
        if interval is None:
            position += 1
        else:
            found.append(interval)
            position = interval.last + 1
    return found


class _Reader:
    def __init__(self, items: Sequence[Item], as_of: date, fiscal_start: int) -> None:
        self.items = items
        self.as_of = as_of
        self.fiscal_start = fiscal_start

    def interval(self, at: int) -> Interval | None:
        return self._between(at) or self._bounded(at) or self._relative(at) or self._listed(at)

    def _item(self, at: int) -> Item | None:
        return self.items[at] if 0 <= at < len(self.items) else None

    def _has(self, at: int, kind: str, *values: object) -> bool:
        item = self._item(at)
        return item is not None and any(s.kind == kind and (not values or s.value in values) for s in item.senses)

    def _skip(self, at: int) -> int:
        """The first position from ``at`` that carries something."""
        while (item := self._item(at)) is not None and item.has("noise") and not item.has("month", "when", "unit"):
            at += 1
        return at

    def _value(self, at: int, kind: str) -> object:
        item = self._item(at)
        sense = item.sense(kind) if item else None
        return sense.value if sense else None

    def _between(self, at: int) -> Interval | None:
        """``between A and B``, ``from A to B``."""
        opened = self._has(at, "compare", "between") or self._has(at, "when", "after")
        if not opened:
            return None
        first = self.point(self._skip(at + 1))
        if first is None or not (self._has(first.last + 1, "to") or self._has(first.last + 1, "and")):
            return None
        second = self.point(self._skip(first.last + 2))
        if second is None:
            return None
        dated = _same_year([first, _behind(first, second)])
        yearless = first.yearless and second.yearless
        quarter = first.quarter or second.quarter
        start, end, until = dated[0].start, dated[1].end, second.month
        return Interval(start, end, at, second.last, first.month, until=until, yearless=yearless, quarter=quarter)

    def _bounded(self, at: int) -> Interval | None:
        """``before A``, ``by A``, ``until A``, ``after A``, ``from A on``."""
        if self._has(at, "when", "before") and (unit := self._whole_unit(at + 1)):
            return Interval(self.as_of, self._period(self.as_of, str(self._value(unit, "unit")))[1], at, unit + 1)
        if self._has(at, "when", "before") and (point := self.point(self._skip(at + 1))):
            word = self.items[at].text.lower()
            inside = word.split()[0] in ("by", "until", "till", "up", "no", "not") or (
                point.day_only is False and word == "by"
            )
            end = point.end if inside else point.start - timedelta(days=1)
            return Interval(None, end, at, point.last, yearless=point.yearless, quarter=point.quarter)
        if self._has(at, "when", "after") and (point := self.point(self._skip(at + 1))):
            word = self.items[at].text.lower()
            later = point.end + timedelta(days=1) if word in ("after", "later than", "beyond", "past") else point.start
            return Interval(later, None, at, point.last, point.month, yearless=point.yearless, quarter=point.quarter)
        return None

    def _whole_unit(self, at: int) -> int:
        """``(before) the year is out``, ``(by) year end``: the place of the unit; 0 where it is none."""
        place = self._skip(at)
        following = self._item(place + 1)
        ends = following is not None and (following.has("expires") or following.text.lower() in _IS_OUT)
        return place if self._value(place, "unit") is not None and ends else 0

    def _relative(self, at: int) -> Interval | None:
        if self._has(at, "when", "next"):
            return self._next(at)
        if self._has(at, "when", "rest"):
            return self._rest(at)
        if self._has(at, "when", "last"):
            return self._last(at)
        return self._month_before(at) or self._ago(at)

    def _month_before(self, at: int) -> Interval | None:
        """``since the last reports``: those of the month before."""
        before = at - 1
        while self._has(before, "noise") and not self._has(before, "since"):
            before -= 1
        if not (self._has(at, "reports_before") and self._has(before, "since")):
            return None
        start, end = self._period(self._period(self.as_of, "month")[0] - timedelta(days=1), "month")
        return Interval(start, end, at, at, relative=True)

    def _ago(self, at: int) -> Interval | None:
        """``a month ago``, ``two months ago``."""
        number = self._number(at)
        unit_at = at + 1 if number else at
        unit = self._value(unit_at, "unit")
        if unit is None or not self._has(unit_at + 1, "when", "ago"):
            return None
        day = _plus(self.as_of, -(number or 1), str(unit))
        start, end = self._period(day, str(unit))
        return Interval(start, end, at, unit_at + 1, relative=True)

    def _next(self, at: int) -> Interval | None:
        position = self._skip_when(at + 1)
        number = self._number(position)
        unit = self._value(position + 1 if number else position, "unit")
        if unit is None:
            return None
        last = position + 1 if number else position
        if number:
            return Interval(self.as_of, _plus(self.as_of, number, str(unit)), at, last, short=unit in _SHORT)
        if not self.items[at].text.lower().endswith(("next", "coming", "upcoming", "following")):
            return None
        start, end = self._period(_day_after(self._period(self.as_of, str(unit))[1]), str(unit))
        return Interval(start, end, at, last, relative=True, short=unit in _SHORT)

    def _skip_when(self, at: int) -> int:
        while self._has(at, "when", "next") or (
            (item := self._item(at)) is not None and item.has("noise") and not item.has("number", "unit", "month")
        ):
            at += 1
        return at

    def _number(self, at: int) -> int:
        value = self._value(at, "number")
        return int(value) if isinstance(value, (int, float)) and 0 <= value <= LONGEST else 0

    def _last(self, at: int) -> Interval | None:
        if portion := self._portion(at):
            return Interval(portion.start, portion.end, at, portion.last)
        position = self._skip(at + 1)
        number = self._number(position)
        last = position + 1 if number else position
        unit = self._value(last, "unit")
        if unit is None:
            return None
        if number:
            return Interval(_plus(self.as_of, -number, str(unit)), self.as_of, at, last)
        start, end = self._period(self._period(self.as_of, str(unit))[0] - timedelta(days=1), str(unit))
        return Interval(start, end, at, last, relative=True)

    def _rest(self, at: int) -> Interval | None:
        """``rest of this quarter``, ``still ... this year``: from the day itself to the end of the period."""
        position = at + 1
        while (item := self._item(position)) is not None and position <= at + 4 and not item.has("unit"):
            if not (item.has("when") or item.has("noise", "expires", "own")):
                return None
            position += 1
        unit = self._value(position, "unit")
        if unit is None or (self._has(at, "when", "rest") and not self._named_period(at, position)):
            return None
        return Interval(self.as_of, self._period(self.as_of, str(unit))[1], at, position)

    def _named_period(self, at: int, unit: int) -> bool:
        text = " ".join(self.items[i].text.lower() for i in range(at, unit))
        return text != "still" or any(self._has(i, "when", "this") for i in range(at, unit))

    def _listed(self, at: int) -> Interval | None:
        """One point, or months or quarters joined by commas, and, or; a year at the end holds for all months."""
        point = self.point(at)
        if point is None:
            return None
        points = [point]
        while (following := self._joined(points[-1].last + 1)) is not None:
            points.append(_behind(points[-1], following) if self._spans(following.first - 1) else following)
        points = _same_year(points)
        start, end = min(p.start for p in points), max(p.end for p in points)
        month, until = points[0].month or points[0].start.month, points[-1].start.month
        if len(points) == 1:
            month, until = point.month, 0
        short = any(self._value(place, "unit") in _SHORT for place in range(at, points[-1].last + 1))
        short = short or self._has(at, "when", "tomorrow")
        yearless, parts = all(each.yearless for each in points), self._apart(points)
        if any(each.quarter for each in points):
            return Interval(start, end, at, points[-1].last, yearless=yearless, quarter=True, parts=parts)
        last = points[-1].last
        return Interval(start, end, at, last, month, until=until, short=short, yearless=yearless, parts=parts)

    def _apart(self, points: Sequence[_Point]) -> tuple[tuple[date, date], ...]:
        """The stretches that listed points make, those that touch or that "to" joins together; none where it is one."""
        spans = [(points[0].start, points[0].end)]
        for before, point in itertools.pairwise(points):
            start, end = spans[-1]
            spoken = any(self._spans(place) for place in range(before.last + 1, point.first))
            touches = start <= _day_after(point.end) and point.start <= _day_after(end)
            if spoken or touches:
                spans[-1] = (min(start, point.start), max(end, point.end))
            else:
                spans.append((point.start, point.end))
        return tuple(spans) if len(spans) > 1 else ()

    def _spans(self, at: int) -> bool:
        """``to``, ``through``, a dash: all from the one to the other; not "and", which may stand for it elsewhere."""
        return self._has(at, "to") and not self.items[at].has("and", "or")

    def _joined(self, at: int) -> _Point | None:
        position = at + self._has(at, "mark", ".")
        first = position
        while (
            self._has(position, "and")
            or self._has(position, "or")
            or self._has(position, "to")
            or self._has(position, "mark", ",")
        ):
            position += 1
        listed = self._has(position, "month") or self._has(position, "quarter")
        if position == first or not (listed or self._spans(position - 1)):
            return None
        return self.point(position)

    def point(self, at: int) -> _Point | None:
        """The day or period that begins at an item."""
        return (
            self._today(at)
            or self._portion(at)
            or self._edge(at)
            or self._date(at)
            or self._quarter(at)
            or self._month(at)
            or self._fiscal(at)
            or self._this(at)
            or self._year(at)
        )

    def _today(self, at: int) -> _Point | None:
        if self._has(at, "when", "tomorrow"):
            return _Point(_day_after(self.as_of), _day_after(self.as_of), at, at, day_only=True)
        return _Point(self.as_of, self.as_of, at, at, day_only=True) if self._has(at, "when", "today") else None

    def _portion(self, at: int) -> _Point | None:
        """``the first three months of 2027``, ``the first half of next year``, ``the last quarter of this year``."""
        last = self._has(at, "when", "last")
        if not (self._has(at, "first") or last):
            return None
        number = self._number(at + 1)
        unit_at = at + 2 if number else at + 1
        unit = self._value(unit_at, "unit")
        if unit not in ("month", "quarter", "week") or self.items[unit_at + 1 : unit_at + 2] == []:
            return None
        whole = self.point(self._skip(unit_at + 1)) if self.items[unit_at + 1].text.lower() in ("of", "in") else None
        if whole is None:
            return None
        if last:
            start = _day_after(_plus(whole.end, -(number or 1), str(unit)))
            return _Point(max(start, whole.start), whole.end, at, whole.last)
        end = _plus(whole.start, number or 1, str(unit)) - timedelta(days=1)
        return _Point(whole.start, min(end, whole.end), at, whole.last)

    def _quarter(self, at: int) -> _Point | None:
        """``Q1``, ``Q1 2027``, ``Q1 of this fiscal year``: of the calendar year, unless the fiscal one is named;
        without a year the one that has not ended yet."""
        before = self._year(at) if self._value(at + 1, "quarter") else None
        place = at + (before is not None)
        number = self._value(place, "quarter")
        if not isinstance(number, int):
            return None
        joint = self._item(place + 1)
        year = before or self._whole_year(place + 1 + (joint is not None and joint.text.lower() in ("of", "/", "in")))
        start = _months_later(year.start if year else date(self.as_of.year, 1, 1), 3 * (number - 1))
        if year is None and month_end(_months_later(start, 2)) < self.as_of:
            start = _months_later(start, 12)
        last = place if year is None or before else year.last
        calendar_year = year is None or year.start.month == 1
        return _Point(start, month_end(_months_later(start, 2)), at, last, yearless=not year, quarter=calendar_year)

    def _whole_year(self, at: int) -> _Point | None:
        """``2027``, ``fiscal year 2027``, ``this year``, ``next fiscal year``; None where no year begins here."""
        at = self._skip(at)
        found = self._fiscal(at) or self._this(at) or self._year(at)
        coming = self._next(at) if found is None and self._has(at, "when", "next") else None
        if coming and coming.start and coming.end:
            found = _Point(coming.start, coming.end, coming.first, coming.last)
        return found if found and (found.end - found.start).days > 360 else None

    def _fiscal(self, at: int) -> _Point | None:
        """``fiscal year 2027``: the one that ends in that year."""
        year = self._year_number(at + 1)
        if self._value(at, "unit") != "fiscal-year" or not year:
            return None
        start, end = self._period(date(year, self.fiscal_start, 1) - timedelta(days=1), "fiscal-year")
        return _Point(start, end, at, at + 1)

    def _edge(self, at: int) -> _Point | None:
        """``end of June 2027``, ``the start of next quarter``."""
        if not (self._has(at, "when", "end") or self._has(at, "when", "start")):
            return None
        inner = self.point(self._skip(at + 1)) or self._bare_unit(self._skip(at + 1))
        if inner is None:
            return None
        day = inner.end if self._has(at, "when", "end") else inner.start
        return _Point(day, day, at, inner.last, day_only=True)

    def _bare_unit(self, at: int) -> _Point | None:
        """``the end of the year``: of the one that holds the day itself."""
        unit = self._value(at, "unit")
        if unit is None or unit in _SHORT:
            return None
        start, end = self._period(self.as_of, str(unit))
        return _Point(start, end, at, at)

    def _date(self, at: int) -> _Point | None:
        text = self._value(at, "date")
        if isinstance(text, str):
            day = _read_date(text)
            return _Point(day, day, at, at, day_only=True) if day else None
        text = self._value(at, "monthly")
        if isinstance(text, str):
            start = date.fromisoformat(f"{text}-01")
            return _Point(start, month_end(start), at, at)
        return None

    def _month(self, at: int) -> _Point | None:
        day = self._number(at)
        name = at + 1 if 1 <= day <= 31 and self._month_name(at + 1) else at
        number = self._month_name(name)
        if not number:
            return None
        last = name
        if name == at and 1 <= self._number(at + 1) <= 31:
            day, last = self._number(at + 1), at + 1
        year = self._year_number(last + 1) or self._year_number(last + 2 if self._has(last + 1, "mark", ",") else -1)
        last = last + 1 if self._year_number(last + 1) else last + 2 if year else last
        start = date(year or self._nearest_year(number), number, 1)
        if 1 <= day <= calendar.monthrange(start.year, number)[1]:
            return _Point(start.replace(day=day), start.replace(day=day), at, last, day_only=True, yearless=not year)
        return _Point(start, month_end(start), at, last, 0 if year else number, yearless=not year)

    def _month_name(self, at: int) -> int:
        item = self._item(at)
        if item is None or not item.has("month"):
            return 0
        if item.has("noise") and not item.text[:1].isupper():
            return 0
        value = self._value(at, "month")
        return int(value) if isinstance(value, int) else 0

    def _nearest_year(self, month: int) -> int:
        return self.as_of.year if month >= self.as_of.month else self.as_of.year + 1

    def _year_number(self, at: int) -> int:
        number = self._number(at)
        return number if 2000 <= number <= 2100 else 0

    def _year(self, at: int) -> _Point | None:
        if self._value(at, "unit") == "year" and (year := self._year_number(at + 1)):
            return _Point(date(year, 1, 1), date(year, 12, 31), at, at + 1)
        year = self._year_number(at)
        counted = self._has(at + 1, "unit") or self._has(at + 1, "field")
        if year and not counted and self.items[at].text == str(year):
            return _Point(date(year, 1, 1), date(year, 12, 31), at, at)
        return None

    def _this(self, at: int) -> _Point | None:
        position = at
        while self._has(position, "when", "this", "newest"):
            position += 1
        unit = self._value(position, "unit")
        if unit is None or (position == at and unit != "fiscal-year"):
            return None
        start, end = self._period(self.as_of, str(unit))
        return _Point(start, end, at, position)

    def _period(self, day: date, unit: str) -> tuple[date, date]:
        """The whole period that holds a day."""
        if unit == "day":
            return day, day
        if unit == "week":
            start = day - timedelta(days=day.weekday())
            return start, start + timedelta(days=6)
        if unit == "month":
            return day.replace(day=1), month_end(day)
        length = 3 if unit == "quarter" else 12
        first = 1 if unit == "year" else self.fiscal_start
        offset = (day.month - first) % length
        start = _months_later(day.replace(day=1), -offset)
        return start, _months_later(start, length) - timedelta(days=1)


def _same_year(points: list[_Point]) -> list[_Point]:
    """``November, December or January 2027``: months without a year come before the last one, within a year."""
    if len(points) < 2 or points[-1].month:
        return points
    last = points[-1].start
    return [_in_year(p, last.year - (p.start.month > last.month)) if p.month else p for p in points]


def _behind(first: _Point, second: _Point) -> _Point:
    """``from November 2027 to January``: a month without a year ends the span within a year of its beginning."""
    if first.yearless or not second.month:
        return second
    return _in_year(second, first.start.year + (second.start.month < first.start.month))


def _in_year(point: _Point, year: int) -> _Point:
    start = point.start.replace(year=year)
    return _Point(start, month_end(start), point.first, point.last)


def _read_date(text: str) -> date | None:
    parts = [int(part) for part in text.replace("/", "-").split("-")]
    year, month, day = parts if parts[0] > 31 else (parts[2], parts[0], parts[1])
    if month > 12:
        month, day = day, month
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _plus(day: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    return _months_later(day, number * {"month": 1, "quarter": 3}.get(unit, 12))


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_before(day: date) -> date:
    """The same day a year earlier; the last day of a month stays the last one."""
    return month_end(_months_later(day.replace(day=1), -12)) if day == month_end(day) else _months_later(day, -12)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
