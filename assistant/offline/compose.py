"""Takes the items of a question for what they do: keep, measure, group, order, limit. Products are bound later."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.offline.breakdowns import is_monthly, months_between, read_matrix, read_months
from assistant.offline.changes import Movement, read_changes
from assistant.offline.dates import Interval, month_end, read_intervals, year_before
from assistant.offline.draft import Condition, Draft
from assistant.offline.lacking import read_lacking
from assistant.offline.lettering import read_letters
from assistant.offline.measuring import Measuring
from assistant.offline.membership import read_memberships
from assistant.offline.near import read_edges, read_near
from assistant.offline.numbers import read_bounds
from assistant.offline.outcome import AskBack, Refuse
from assistant.offline.ownership import read_ownership, read_whitespace
from assistant.offline.particles import particles
from assistant.offline.parts import Parts
from assistant.offline.ranking import Ranking
from assistant.offline.scores import read_scores, read_signal_presence, read_signals
from assistant.offline.sources import read_source
from assistant.offline.spans import Item
from assistant.offline.totals import read_totals
from assistant.offline.turns import plain_turns
from assistant.offline.units import Meaning, read_units
from assistant.offline.values import (
    read_counts_of,
    read_field_bounds,
    read_flags,
    read_hints,
    read_missing,
    read_sized,
    read_values,
)
from knowledge.messages import Word, text
from scoring.availability import month_before
from scoring.engine import Engine
from scoring.query import Filter, is_agreement_field, joined, walk

_WERE = ("was", "were", "been", "had", "used to be", "previously", "still")


def undated(words: str) -> Refuse:
    """Which day a signal is of is not known."""
    told = text(
        "Signals cannot be filtered by their date yet (“{words}”): I can find the customers with signals of any day. "
        "Please ask without the time.",
        words=Word(words),
    )
    return Refuse(told, told=True)


def of_a_span(words: str) -> Refuse:
    """What the reports say of a month cannot be said of several."""
    told = text(
        "I cannot answer this for “{words}”: the reports say how customers stand in a month. "
        "Please name one month, or none.",
        words=Word(words),
    )
    return Refuse(told, told=True)


class Composer:
    """One question over one workspace on one day; ``meaning_of`` reads the words of the partner's vocabulary."""

    def __init__(
        self, items: list[Item], engine: Engine, as_of: date, meaning_of: Callable[[str], Meaning] | None = None
    ) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.as_of = as_of
        self.meaning_of = meaning_of
        self.draft = Draft(items, engine.catalog, holds=engine.availability.holds)
        self.parts = Parts()
        self.month = ""
        self.since = ""
        self.period = ""
        """The words of a stretch of time that the newest reports stand for, or that narrows nothing."""
        self.movement: Movement | None = None
        self.agreements = any(self._is_about_agreements(item) for item in items)
        self.dated = False
        """Whether times are end dates of agreements, as in the question before."""
        self.absent_told = False
        """Whether it is the reports of a month that customers are said not to be in ("not in October's")."""
        self.named: list[tuple[int, str]] = []
        """Where single months of the reports are named."""
        self.monthly = is_monthly(items)
        """Whether figures are asked for month by month, here or in the question before."""

    def _is_about_agreements(self, item: Item) -> bool:
        sense = item.sense("field")
        valued = [s.field for s in item.senses if s.kind == "value" and s.field != "division"]
        if valued and not item.has("product", "owns", "family"):
            return all(is_agreement_field(self.catalog, name) for name in valued)
        return (item.has("agreements", "expires", "expired") and not (item.has("noise", "change"))) or (
            sense is not None and is_agreement_field(self.catalog, str(sense.value))
        )

    def compose(self) -> "Composer":
        """Take every item for what it does; what stays unused was not understood."""
        draft = self.draft
        self._corrections()
        plain_turns(draft)
        read_source(draft)
        if self.meaning_of:
            read_units(draft, self.meaning_of)
        self._times()
        draft.bounds = read_bounds(draft)
        read_totals(draft, self.agreements)
        read_near(draft)
        read_edges(draft)
        read_hints(draft)
        self.parts.at_least = read_counts_of(draft)
        self._names()
        read_letters(draft)
        read_whitespace(draft)
        self._programs(draft.has)
        read_ownership(draft)
        self._programs(lambda at, *kinds: self.dated)
        read_memberships(draft)
        self._changes_first()
        measuring = Measuring(draft, self.parts, self.agreements)
        read_months(draft, self.parts, self.agreements)
        read_matrix(draft, self.parts)
        measuring.grouping()
        read_scores(draft)
        read_values(draft, self.agreements)
        read_field_bounds(draft, self.agreements)
        read_sized(draft)
        read_flags(draft)
        read_missing(draft)
        read_signals(draft)
        read_signal_presence(draft)
        self._reports()
        self._changes()
        measuring.parting()
        measuring.counting()
        measuring.measuring()
        Ranking(draft, self.parts, self.agreements, self.movement).ranking()
        read_lacking(draft)
        self._any_agreement()
        self._prepositions()
        if self.parts.share_at < 0 and self.movement is None:
            draft.use(*draft.free("among"))
        return self

    # ---- corrections and time -------------------------------------------------------------------

    def _corrections(self) -> None:
        """``Act Now for O365... sorry, Microsoft 365``: what follows replaces the last thing of its kind."""
        for place in list(self.draft.free("correct")):
            following = self.draft.after(place, "mark", "instead")
            earlier = next((at for at in range(place - 1, -1, -1) if self._same_kind(at, following)), -1)
            if earlier >= 0:
                self.draft.use(earlier)
                self.draft.items[earlier].senses = ()
            if earlier >= 0 or not self.draft.has(place, "noise"):
                self.draft.use(place)

    def _same_kind(self, first: int, second: int) -> bool:
        if second >= len(self.draft.items):
            return False
        kinds = {(s.kind, s.field) for s in self.draft.items[second].senses if s.kind not in ("noise", "and", "or")}
        return any((s.kind, s.field) in kinds for s in self.draft.items[first].senses)

    def _times(self) -> None:
        spoken, self.agreements = self.agreements, self.agreements or self.dated
        self.read_times()
        self.agreements = spoken

    def read_times(self) -> None:
        """Give every stretch of time to the reports (which month) or to the agreements (which end dates)."""
        for interval in read_intervals(self.draft.items, self.as_of, self.catalog.refresh.fiscal_year_start_month):
            if any(self.draft.items[place].used for place in range(interval.first, interval.last + 1)):
                continue
            alone = interval.start == interval.end == self.as_of and interval.first == interval.last
            if alone and not self.draft.has(self.draft.before(interval.first), "expires"):
                self._by_now(interval.first)
                continue
            if self._dates_signals(interval):
                self.draft.question = undated(self._words(interval))
            elif interval.short and not self.agreements:
                self.draft.use(*range(interval.first, interval.last + 1))
                self.draft.assume(text("the reports are monthly, so days and weeks do not narrow them"))
                self.period = self._words(interval)
            elif self.agreements and not self._names_report(interval):
                self._end_dates(interval)
            elif span := self._open_span(interval):
                self.draft.question = of_a_span(span)
            else:
                self.period = self.period if self._imported_name(interval) else self._words(interval)
                self._data_month(interval)
        self._expired()
        self._newest_signals()
        self.draft.use(*(p for p in self.draft.free("when") if self.draft.value(p, "when") == "newest"))
        if self.agreements:
            moving = bool(self.draft.scores("cluster", "fit", "intent"))
            expiring = self.draft.free("expires", "agreements")
            self.draft.use(*(p for p in expiring if not (moving and self.draft.has(p, "change"))))

    def _by_now(self, place: int) -> None:
        """``were Evaluate in September and are Act Now now``: the newest month beside an earlier one."""
        newest = next(iter(self.engine.availability.months), "")
        if self.month and self.month < newest and not (self.since or self.monthly or self.agreements):
            self.since, self.month = self.month, newest
            self.named.append((place, newest))

    def _words(self, interval: Interval) -> str:
        return " ".join(item.text for item in self.draft.items[interval.first : interval.last + 1])

    def _dates_signals(self, interval: Interval) -> bool:
        """Whether a stretch of time is said of signals, whose days no query knows: not of a month of the reports, nor
        of agreements that stand nearer, nor of a movement."""
        draft = self.draft
        signals = [at for at, item in enumerate(draft.items) if item.has("signal", "detail") or _is_signals(item)]
        if not signals or not draft.speaks_of_signals() or self._tells_change() or self._names_report(interval):
            return False
        others = [at for at, item in enumerate(draft.items) if item.has("agreements", "expires", "expired")]
        if self.agreements and others:
            return _gap(interval, signals) < _gap(interval, others)
        return self._imported_name(interval) == ""

    def _newest_signals(self) -> None:
        """``the latest hiring signals``: which signal is the newest is not known either."""
        for place in self.draft.free("when"):
            following = self.draft.after(place, "product", "signal", "detail")
            signals = any(self.draft.has(at, "signal") for at in range(place, following))
            if self.draft.value(place, "when") == "newest" and (
                signals or self.draft.value(following, "score") == "signals"
            ):
                self.draft.question = undated(self.draft.items[place].text)

    def _imported_name(self, interval: Interval) -> str:
        """The imported month that a stretch of time names outright ("in September", "in 2026-10"); empty where none."""
        start, end = interval.start, interval.end
        if interval.relative or start is None or end is None or (start.day, end) != (1, month_end(start)):
            return ""
        named = any(item.has("month", "monthly") for item in self.draft.items[interval.first : interval.last + 1])
        return self._imported_month(interval) if named else ""

    def _open_span(self, interval: Interval) -> str:
        """The words of a stretch that begins in the past and is longer than a month, where nothing changes in it:
        what reports hold of one month cannot be asked of it."""
        if interval.until or self._tells_change():
            return ""
        if interval.start is None or (interval.month and interval.start.month != interval.month):
            return self._words(interval)  # "before October", "after September"
        if interval.start >= self.as_of:
            return ""
        counted = self.draft.items[interval.first : interval.last + 1]
        backwards = any(item.has("number") for item in counted) and interval.end == self.as_of
        open_end = interval.end is None and not any(item.has("month", "monthly") for item in counted)
        return self._words(interval) if backwards or open_end else ""

    def _names_report(self, interval: Interval) -> bool:
        """Whether a month belongs to the reports: ``September's file``, ``in the September renewals report``."""
        following = self.draft.items[interval.last + 1 : interval.last + 4]
        return any(item.has("report") or item.text.lower().startswith(("report", "file", "data")) for item in following)

    def _data_month(self, interval: Interval) -> None:
        self.draft.use(*range(interval.first, interval.last + 1))
        month = self._imported_month(interval)
        if self.monthly:
            self._stretch(interval, month)
            return
        if interval.until:
            later = self._imported_month(replace(interval, month=interval.until, until=0))
            self.since, self.month = sorted((month, later))
            return
        if self._is_negated(interval):
            absent = Filter("present", "in", (False,), month=month)
            self.draft.conditions.append(Condition(absent, interval.first, interval.last))
            self.absent_told = self._names_report(interval) or self._words(interval).lower().endswith(("'s", "’s"))
            return
        self.named.append((interval.first, month))
        before = self.draft.before_any(interval.first)
        since = before if self.draft.has(before, "since") else interval.first
        if self.draft.has(since, "since") and self._tells_change():
            self.draft.use(since)
            self.since, self.month = self._apart(month)
        elif self.draft.has(since, "since") and self.draft.word(since).split()[0] in particles("since"):
            words = " ".join(item.text for item in self.draft.items[since : interval.last + 1])
            self.draft.question = of_a_span(words)
        elif self.month and self.month != month:
            self.since, self.month = sorted((self.month, month))
        elif self.since and self.since != month:
            self.since, self.month = sorted((self.since, month))
        else:
            self.month = month

    def _stretch(self, interval: Interval, month: str) -> None:
        """The first and the last of the months that are asked for one by one."""
        if interval.until:
            later = self._imported_month(replace(interval, month=interval.until, until=0))
            self.since, self.month = sorted((month, later))
        elif interval.month:
            self.since, self.month = month, month if interval.end else ""
        else:
            self.since, self.month = months_between(interval.start, interval.end, self.as_of)

    def _apart(self, month: str) -> tuple[str, str]:
        """The earlier and the later month of a change that is counted since, or told of, another month."""
        known = self.since or self.month
        return (min(month, known), max(month, known)) if known else (month, "")

    def _is_negated(self, interval: Interval) -> bool:
        """``in the September reports and not in October's``."""
        negation = self.draft.negation(interval.first)
        if negation >= 0:
            self.draft.use(negation)
        return negation >= 0

    def _tells_change(self) -> bool:
        return self.monthly or any(item.has("change") for item in self.draft.items)

    def _imported_month(self, interval: Interval) -> str:
        """The month of the reports that is meant: without a year the newest imported one of that name; the month that
        holds the as-of date is the newest one."""
        months = self.engine.availability.months
        if interval.month:
            named = [month for month in months if int(month[5:]) == interval.month]
            if named:
                return named[0]
            past = self.as_of.year - (interval.month > self.as_of.month)
            return f"{past}-{interval.month:02d}"
        start, end = interval.start or self.as_of, interval.end
        if months and not interval.month and end is not None and start <= self.as_of <= end:
            return months[0]
        if months and interval.relative and start <= self.as_of and f"{start.year}-{start.month:02d}" not in months:
            return month_before(months, months[0])
        return f"{start.year}-{start.month:02d}"

    def _end_dates(self, interval: Interval) -> None:
        places = range(interval.first, interval.last + 1)
        if interval.quarter:
            self.draft.assume(text("quarters are those of the calendar year"))
        stretches = [replace(interval, start=start, end=end) for start, end in interval.parts] or [interval]
        self.draft.add(joined([self._ending(stretch) for stretch in stretches], any_of=True), *places)

    def _ending(self, interval: Interval) -> Filter:
        """The condition that an agreement ends in a stretch of time."""
        start, end = self._past(interval) if self._told_ended() else self._to_come(interval)
        if start and end:
            return Filter("agreement_end", "between", (start.isoformat(), end.isoformat()))
        if end:
            return Filter("agreement_end", "<=", (end.isoformat(),))
        return Filter("agreement_end", ">=", ((start or self.as_of).isoformat(),))

    def _told_ended(self) -> bool:
        """Whether agreements are meant that have ended: ``expired``, and not ``expiring``."""
        return any(item.has("expired") and not item.has("expires") for item in self.draft.items)

    def _past(self, interval: Interval) -> tuple[date | None, date | None]:
        """``expired before September``: the last one, and nothing that is still to end."""
        start, end = interval.start, interval.end
        while interval.yearless and (start or end or self.as_of) > self.as_of:
            start, end = start and year_before(start), end and year_before(end)
        yesterday = self.as_of - timedelta(days=1)
        return start, yesterday if end is None or (start or yesterday) <= yesterday < end else end

    def _to_come(self, interval: Interval) -> tuple[date | None, date | None]:
        """``ends before December``: what is still to end, from the as-of date on."""
        start, end = interval.start, interval.end
        if start or end is None or end < self.as_of:
            return start, end
        self.draft.assume(text("agreements that ended before {day} are not counted", day=self.as_of))
        return self.as_of, end

    def _expired(self) -> None:
        places = list(self.draft.free("expired"))
        said = walk(tuple(c.filter for c in self.draft.conditions))
        if places and not any(part.field == "agreement_end" for part in said):
            self.draft.add(Filter("agreement_end", "<", (self.as_of.isoformat(),)), *places)
        self.draft.use(*places)

    def _names(self) -> None:
        """Customers that a figure is asked of."""
        places = list(self.draft.free("name"))
        if places:
            customers = tuple(str(self.draft.items[place].senses[0].value[0]) for place in places)
            self.draft.add(Filter("customer", "in", customers), *places)

    def _programs(self, follows: Callable[..., bool]) -> None:
        """``Enterprise Agreements that end next month``, and of those before ``just the Enterprise Agreements``: the
        agreements themselves, not whether a customer has one."""
        for place in self.draft.free("owns"):
            item = self.draft.items[place]
            programs = tuple(s for s in item.senses if s.kind == "value" and s.field == "license_program")
            if programs and follows(self.draft.after(place), "expires", "agreements"):
                item.senses = programs
                self.agreements = True

    def _reports(self) -> None:
        """``in the Security report``: the customers that the report lists."""
        for place in list(self.draft.free("report")):
            self.draft.add(Filter("report", "in", (str(self.draft.value(place, "report")),)), place)

    def _any_agreement(self) -> None:
        """``have an agreement``: where agreements are spoken of and nothing else is said of them, there must be one."""
        asked = [item.field for item in walk(tuple(c.filter for c in self.draft.conditions))]
        columns = [self.parts.measured, *self.parts.groups, *(column for column, _ in self.parts.orders)]
        named = [*asked, *(column for column in columns if isinstance(column, str))]
        if self.agreements and not any(is_agreement_field(self.catalog, name) for name in named):
            self.draft.conditions.append(Condition(Filter("agreements", ">=", (1.0,)), 0, 0))

    def _prepositions(self) -> None:
        """``under Open Value``, ``..., at least?``: a comparator without a number compares nothing."""
        for place in list(self.draft.free("compare", "after", "preposition")):
            following = place + 1
            ends = following >= len(self.draft.items) or self.draft.has(following, "mark")
            lower = self.parts.function in ("sum", "average") and self.draft.value(place, "compare") == ">="
            sign = self.draft.word(place) == "+"
            named = self.draft.has(following, "value") and self.draft.has(place, "noise")
            before = not ends and (self.draft.has(place, "preposition") or named)
            if (ends and lower) or sign or before:
                self.draft.use(place)

    # ---- change ---------------------------------------------------------------------------------

    def _changes_first(self) -> None:
        """A second month is known before clusters are read, so that "another cluster" is no play on words."""
        if self.since and not self.month:
            self.month = self.engine.availability.months[0] if self.engine.availability.months else ""

    def _then_and_now(self) -> None:
        """``Evaluate for Azure in September and Act Now in October``: each score stood so in the month behind it."""
        places = [atom.slot.last for atom in self.draft.atoms]
        if self._tells_change() or not self.since or len(places) != 2 or len(self.named) != 2:
            return
        (first, earlier), (second, later) = self.named
        if places[0] < first < places[1] < second and {earlier, later} == {self.since, self.month}:
            for atom, month in zip(self.draft.atoms, (earlier, later), strict=True):
                atom.month = month if month != self.month else ""
            self.movement = Movement()

    def _changes(self) -> None:
        self._then_and_now()
        if not self._tells_change() or not self.engine.availability.months:
            return
        if any(condition.filter.field == "present" for condition in self.draft.conditions):
            self.draft.use(*(p for p in self.draft.free("change") if self.draft.value(p, "change") in ("new", "gone")))
            return
        if unclear := self._new_or_there():
            self.draft.question = unclear
            return
        named = bool(self.since)
        happened = not named and self._happened_in_month()
        month = self.month if named or happened or not self.month else self.engine.availability.months[0]
        month = month or self.engine.availability.months[0]
        since = month_before(self.engine.availability.months, month) if happened else self.since or self._earlier(month)
        self.movement = read_changes(self.draft, month, since, named)
        if self.movement is not None:
            self.month, self.since = (since, "") if self.movement.earlier else (month, since)

    def _new_or_there(self) -> AskBack | None:
        """``who appeared in Sweden this month``: who is new there, or who is there."""
        words = [item.text for item in self.draft.items]
        for place in self.draft.free("change") if self.month else ():
            past = words[place].split()[0].endswith("ed") and self.draft.has(place, "noise")
            if past and self.draft.value(place, "change") == "new":
                either = tuple(" ".join([*words[:place], being, *words[place + 1 :]]) for being in ("are new", "are"))
                told = text("Do you mean customers that are new in the reports, or all in them?")
                return AskBack(told, either, either)
        return None

    def _happened_in_month(self) -> bool:
        """``new in September``, ``September's newcomers``: against the month before that; not "were Act Now in
        September and moved", nor "which September customers are gone"."""
        changes = [at for at, item in enumerate(self.draft.items) if item.has("change")]
        named = [at for at, _ in self.named if self.draft.before(at) in changes]
        values = {self.draft.value(at, "change") for at in changes}
        told = any(self.draft.word(at) in _WERE and at + 1 not in changes for at in range(len(self.draft.items)))
        happened = bool(named) or (bool(changes) and values != {"gone"})
        told = told or any(self.draft.word(at - 1) == "on" for at, _ in self.named)  # "down by 6 points on last month"
        return bool(self.month) and happened and not told and values <= {"new", "gone", "moved", "up", "down"}

    def _earlier(self, month: str) -> str:
        months = self.engine.availability.months
        if self.month and self.month != months[0]:
            return self.month
        return month_before(months, month) if any(other < month for other in months) else ""


def _is_signals(item: Item) -> bool:
    """The word ``signal`` itself."""
    return any(sense.kind == "score" and sense.value == "signals" for sense in item.senses)


def _gap(interval: Interval, places: Sequence[int]) -> int:
    """Items between a stretch of time and the nearest of some places."""
    return min(max(interval.first - at, at - interval.last) for at in places)
