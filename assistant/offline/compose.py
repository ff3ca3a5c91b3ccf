"""Takes the items of a question for what they do: keep, measure, group, order, limit. Products are bound later."""

from dataclasses import dataclass, field, replace
from datetime import date

from assistant.offline.changes import Movement, read_changes
from assistant.offline.conditions import (
    MEASURED,
    read_counts_of,
    read_field_bounds,
    read_flags,
    read_hints,
    read_memberships,
    read_ownership,
    read_scores,
    read_signal_presence,
    read_signals,
    read_values,
)
from assistant.offline.dates import Interval, read_intervals
from assistant.offline.draft import Atom, Condition, Draft, Slot
from assistant.offline.numbers import read_bounds
from assistant.offline.spans import Item
from scoring.availability import month_before
from scoring.engine import Engine
from scoring.query import Filter, Function, is_agreement_field

Column = str | Slot


@dataclass
class Parts:
    """What is done with the set, before products are bound."""

    function: Function | None = None
    measured: Column = "customers"
    share_at: int = -1
    groups: list[Column] = field(default_factory=list)
    orders: list[tuple[Column, bool]] = field(default_factory=list)
    limit: int | None = None
    ranked: bool = False
    at_least: int = 1


class Composer:
    """One question over one workspace on one day."""

    def __init__(self, items: list[Item], engine: Engine, as_of: date) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.as_of = as_of
        self.draft = Draft(items, engine.catalog)
        self.parts = Parts()
        self.month = ""
        self.since = ""
        self.movement: Movement | None = None
        self.agreements = any(self._is_about_agreements(item) for item in items)

    def _is_about_agreements(self, item: Item) -> bool:
        sense = item.sense("field")
        valued = [s.field for s in item.senses if s.kind == "value"]
        if valued and not item.has("product", "owns", "family"):
            return all(is_agreement_field(self.catalog, name) for name in valued)
        return (
            item.has("agreements", "expires", "expired")
            and not (item.has("noise", "change"))
            or (sense is not None and is_agreement_field(self.catalog, str(sense.value)))
        )

    def compose(self) -> "Composer":
        """Take every item for what it does; what stays unused was not understood."""
        draft = self.draft
        self._corrections()
        self.read_times()
        draft.bounds = read_bounds(draft)
        read_hints(draft)
        self.parts.at_least = read_counts_of(draft)
        self._names()
        read_ownership(draft)
        read_memberships(draft)
        self._changes_first()
        self._grouping()
        read_scores(draft)
        read_values(draft, self.agreements)
        read_field_bounds(draft, self.agreements)
        read_flags(draft)
        read_signals(draft)
        read_signal_presence(draft)
        self._reports()
        self._changes()
        self._counting()
        self._measuring()
        self._ranking()
        self._any_agreement()
        self._prepositions()
        return self

    # ---- corrections and time -----------------------------------------------------------------------------------------

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

    def read_times(self) -> None:
        """Give every stretch of time to the reports (which month) or to the agreements (which end dates)."""
        for interval in read_intervals(self.draft.items, self.as_of, self.catalog.refresh.fiscal_year_start_month):
            if interval.start == interval.end == self.as_of and interval.first == interval.last:
                continue
            if self.agreements and not self._names_report(interval):
                self._end_dates(interval)
            else:
                self._data_month(interval)
        self._expired()
        self.draft.use(*(p for p in self.draft.free("when") if self.draft.value(p, "when") == "newest"))
        if self.agreements:
            moving = bool(self.draft.scores("cluster", "fit", "intent"))
            expiring = self.draft.free("expires", "agreements")
            self.draft.use(*(p for p in expiring if not (moving and self.draft.has(p, "change"))))

    def _names_report(self, interval: Interval) -> bool:
        """Whether a month belongs to the reports: ``September's file``, ``in the September renewals report``."""
        following = self.draft.items[interval.last + 1 : interval.last + 4]
        return any(item.has("report") or item.text.lower().startswith(("report", "file", "data")) for item in following)

    def _data_month(self, interval: Interval) -> None:
        self.draft.use(*range(interval.first, interval.last + 1))
        month = self._imported_month(interval)
        if interval.until:
            later = self._imported_month(replace(interval, month=interval.until, until=0))
            self.since, self.month = sorted((month, later))
            return
        if self._is_negated(interval):
            absent = Filter("present", "in", (False,), month=month)
            self.draft.conditions.append(Condition(absent, interval.first, interval.last))
            return
        before = self.draft.before_any(interval.first)
        since = before if self.draft.has(before, "since") else interval.first
        if self.draft.has(since, "since") and self._tells_change():
            self.draft.use(since)
            self.since, self.month = (month, self.month) if not self.since else sorted((self.since, month))
        elif self.month and self.month != month:
            self.since, self.month = sorted((self.month, month))
        elif self.since and self.since != month:
            self.since, self.month = sorted((self.since, month))
        else:
            self.month = month

    def _is_negated(self, interval: Interval) -> bool:
        """``in the September reports and not in October's``."""
        negation = self.draft.negation(interval.first)
        if negation >= 0:
            self.draft.use(negation)
        return negation >= 0

    def _tells_change(self) -> bool:
        return any(item.has("change") for item in self.draft.items)

    def _imported_month(self, interval: Interval) -> str:
        """The month of the reports that is meant: without a year the newest imported one of that name; the month that
        holds the as-of date is the newest one."""
        months = self.engine.availability.months
        if interval.month:
            named = [month for month in months if int(month[5:]) == interval.month]
            if named:
                return named[0]
        start, end = interval.start or self.as_of, interval.end or self.as_of
        if months and not interval.month and start <= self.as_of <= end:
            return months[0]
        if months and interval.relative and start <= self.as_of and f"{start.year}-{start.month:02d}" not in months:
            return month_before(months, months[0])
        return f"{start.year}-{start.month:02d}"

    def _end_dates(self, interval: Interval) -> None:
        places = range(interval.first, interval.last + 1)
        start, end = interval.start, interval.end
        if start and end:
            condition = Filter("agreement_end", "between", (start.isoformat(), end.isoformat()))
        elif end:
            condition = Filter("agreement_end", "<=", (end.isoformat(),))
        else:
            condition = Filter("agreement_end", ">=", ((start or self.as_of).isoformat(),))
        self.draft.add(condition, *places)

    def _expired(self) -> None:
        places = list(self.draft.free("expired"))
        if places and not any(c.filter.field == "agreement_end" for c in self.draft.conditions):
            self.draft.add(Filter("agreement_end", "<", (self.as_of.isoformat(),)), *places)
        self.draft.use(*places)

    def _names(self) -> None:
        """Customers that a figure is asked of."""
        places = list(self.draft.free("name"))
        if places:
            customers = tuple(str(self.draft.items[place].senses[0].value[0]) for place in places)
            self.draft.add(Filter("customer", "in", customers), *places)

    def _reports(self) -> None:
        """``in the Security report``: the customers that the report lists."""
        for place in list(self.draft.free("report")):
            self.draft.add(Filter("report", "in", (str(self.draft.value(place, "report")),)), place)

    def _any_agreement(self) -> None:
        """``have an agreement``: where agreements are spoken of and nothing else is said of them, there must be one."""
        asked = [c.filter.field for c in self.draft.conditions]
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
            if (ends and lower) or sign or self.draft.has(place, "preposition") or self.draft.has(following, "value"):
                self.draft.use(place)

    # ---- change -------------------------------------------------------------------------------------------------------

    def _changes_first(self) -> None:
        """A second month is known before clusters are read, so that "another cluster" is no play on words."""
        if self.since and not self.month:
            self.month = self.engine.availability.months[0] if self.engine.availability.months else ""

    def _changes(self) -> None:
        if not self._tells_change() or not self.engine.availability.months:
            return
        if any(condition.filter.field == "present" for condition in self.draft.conditions):
            self.draft.use(*(p for p in self.draft.free("change") if self.draft.value(p, "change") in ("new", "gone")))
            return
        named = bool(self.since)
        month = self.month if named or not self.month else self.engine.availability.months[0]
        month = month or self.engine.availability.months[0]
        since = self.since or self._earlier(month)
        self.movement = read_changes(self.draft, month, since, named)
        if self.movement is not None:
            self.month, self.since = (since, "") if self.movement.earlier else (month, since)

    def _earlier(self, month: str) -> str:
        months = self.engine.availability.months
        if self.month and self.month != months[0]:
            return self.month
        return month_before(months, month) if any(other < month for other in months) else ""

    # ---- counting, grouping, measuring --------------------------------------------------------------------------------

    def _counting(self) -> None:
        places = list(self.draft.free("count"))
        if not places:
            return
        draft = self.draft
        draft.use(*places)
        after = draft.after(places[0])
        self._not_customers()
        if draft.numeric(after) and draft.is_free(after, "field"):
            draft.use(after)
            self.parts.function, self.parts.measured = self._counted_function(after), draft.numeric(after)
            return
        if distinct := self._distinct(after):
            self.parts.function, self.parts.measured = "count", distinct
            return
        nouns = [at for at, item in enumerate(draft.items) if at > places[0] and item.has("customers", "agreements")]
        agreements = bool(nouns) and draft.has(nouns[0], "agreements") and not draft.has(nouns[0], "customers")
        self.parts.function, self.parts.measured = "count", "agreements" if agreements else "customers"

    def _distinct(self, at: int) -> str:
        """``in how many different countries``: how many values a field has."""
        place = self.draft.after(at) if self.draft.has(at, "distinct") else at
        name = self.draft.value(place, "field")
        if (
            not isinstance(name, str)
            or not self.catalog.fields[name].groupable
            or not self.draft.is_free(place, "field")
        ):
            return ""
        self.draft.use(at, place)
        return name

    def _counted_function(self, after: int) -> Function:
        """``how many people work at our biggest customer``: the largest value, else the sum."""
        for place in self.draft.free("superlative", "top"):
            self.draft.use(place)
            return "min" if self.draft.value(place, "superlative") == "asc" else "max"
        return "sum"

    def _not_customers(self) -> None:
        for place in self.draft.free("customers", "agreements"):
            before = self.draft.before(place)
            if self.draft.is_free(before, "neg"):
                self.draft.use(before, place)

    def _two_way(self) -> None:
        """``a two-way table: Azure cluster, then sub segment``: all columns that are named, in their order."""
        if not any(True for _ in self.draft.free("twoway")):
            return
        self.draft.use(*self.draft.free("twoway"))
        for at in list(self.draft.free("score", "field")):
            target = self._group_target(at)
            if target is not None:
                self.parts.groups.append(target[0])
        self.draft.use(*self.draft.free("group", "by", "first"))

    def _grouping(self) -> None:
        """``per country``, ``broken down by industry and segment``, ``in each M365 cluster``."""
        self._two_way()
        for place in list(self.draft.free("group")):
            targets = self._group_targets(place)
            if targets:
                self.draft.use(place)
                self.parts.groups += targets
            elif self._has_function() and self._is_unit(self.draft.after(place)):
                self.draft.use(place)
        if self.parts.groups:
            self.draft.use(*self.draft.free("group"))
            self.draft.use(*(at for at in self.draft.free("by")))

    def _is_unit(self, at: int) -> bool:
        """``per Open Value agreement``: what an average is over anyway."""
        behind = self.draft.after(at) if self.draft.has(at, "value") else at
        fields = [sense.field for sense in self.draft.items[at].senses] if at < len(self.draft.items) else []
        agreement = any(name and is_agreement_field(self.catalog, name) for name in fields)
        return agreement or self.draft.has(behind, "agreements", "customers")

    def _has_function(self) -> bool:
        return any(True for _ in self.draft.free("function"))

    def _group_targets(self, place: int) -> list[Column]:
        found: list[Column] = []
        at = self._next_target(place)
        while (target := self._group_target(at)) is not None:
            column, end = target
            found.append(column)
            end = self._enumeration(column, end)
            joint = self.draft.after(end)
            if not (self.draft.has(joint, "and", "group", "to") or self.draft.mark(joint, ",/")):
                break
            at = self._next_target(joint)
        return found

    def _enumeration(self, column: Column, end: int) -> int:
        """``each cell (A1, A2 ... ET10)``: values of the grouped column in brackets only repeat it."""
        if not self.draft.mark(end + 1, "(:"):
            return end
        place = end + 2
        while place < len(self.draft.items) and not self.draft.mark(place, ")"):
            place += 1
        inside = range(end + 2, place)
        name = column if isinstance(column, str) else column.name
        if all(self._is_value(at, name) or self.draft.has(at, "noise", "and", "or", "mark", "to") for at in inside):
            self.draft.use(*inside)
            return place
        return end

    def _is_value(self, at: int, name: str) -> bool:
        senses = self.draft.items[at].senses
        return any(s.kind == name.removeprefix("fit_").removeprefix("intent_") or s.field == name for s in senses)

    def _next_target(self, place: int) -> int:
        """The place behind a word of grouping, over commas, further such words and "customers"."""
        at = self.draft.after(place, "and", "group", "customers", "count", "number", "distinct", "preposition")
        while self.draft.mark(at, ",(:"):
            at = self.draft.after(at, "and", "group", "customers")
        return at

    def _group_target(self, at: int) -> tuple[Column, int] | None:
        draft = self.draft
        name = draft.value(at, "field")
        if isinstance(name, str) and draft.is_free(at, "field"):
            known = self.catalog.fields[name]
            if known.groupable or known.kind == "flag" or name == "partner_name":
                draft.use(at)
                return name, at
        score = draft.after(at) if draft.has(at, "product") else at
        column = self._score_column(score)
        if column:
            slot = Slot(column, min(at, score), max(at, score))
            draft.use(score)
            return slot, score
        return None

    def _score_column(self, at: int) -> str:
        if self.draft.is_free(at, "cellword"):
            return "cell"
        name = self.draft.value(at, "score")
        if name in ("fit", "intent") and self.draft.word(at + 1).startswith("band"):
            return f"{name}_band"
        if name == "revenue" and self.draft.has(at + 1, "ranges"):
            self.draft.use(at + 1)
            return "revenue"
        return "cluster" if name == "cluster" and self.draft.is_free(at, "score") else ""

    def _measuring(self) -> None:
        """Shares, averages, sums, and the highest or lowest value."""
        for place in list(self.draft.free("share")):
            self.draft.use(place)
            self.parts.function, self.parts.share_at = "share", place
        for place in list(self.draft.free("function")):
            if self.draft.has(place - 1, "by", "order"):
                self.draft.use(place)
                continue
            column = None if self.parts.function == "share" else self._measured_column(place)
            if column is not None:
                self.draft.use(place)
                self.parts.function = self.draft.value(place, "function")  # type: ignore[assignment]
                self.parts.measured = column
                break
        if self.parts.function is None:
            self._extreme()
        else:
            self.draft.use(*(at for at in self.draft.free("function") if self.draft.word(at).startswith("how")))
        self._implied_measure()
        self._tally()

    def _implied_measure(self) -> None:
        """``expiring revenue by division``, ``Azure fit per country``: money is summed, scores are averaged."""
        if self.parts.function is not None or not self.parts.groups:
            return
        column = self._measured_column(-1)
        if column is None:
            self._grouped_scores()
        else:
            name = column if isinstance(column, str) else column.name
            self.parts.measured = column
            self.parts.function = "sum" if name in ("expiring_revenue", "revenue") else "average"
            self.draft.assume(f"{self.parts.function} of {name.replace('_', ' ')}, since no other figure was named")

    def _grouped_scores(self) -> None:
        """``Azure cluster by segment``: a cluster beside another group is grouped by, too."""
        for place in self.draft.scores("cluster"):
            self.draft.use(place)
            self.parts.groups.append(Slot("cluster", place, place))

    def _tally(self) -> None:
        """``customers in Maine, total``: a bare word for a number counts customers; clusters with counts are groups."""
        places = list(self.draft.free("tally", "group"))
        clusters = self.draft.scores("cluster")
        if places and not self.parts.groups and clusters and self.draft.word(clusters[0]).endswith("s"):
            self.draft.use(clusters[0])
            self.parts.groups.append(Slot("cluster", clusters[0], clusters[0]))
        elif any(self.draft.has(place, "tally") for place in places) and self.parts.function is None:
            self.parts.function = "count"
        self.draft.use(*(place for place in places if self.draft.has(place, "tally") or self.parts.groups))

    def _measured_column(self, place: int) -> Column | None:
        """The number that a function is about: the nearest numeric field or score to the right, else to the left."""
        places = [*range(place + 1, len(self.draft.items)), *range(place - 1, -1, -1)]
        for at in places:
            if self.draft.items[at].used:
                continue
            if self.draft.numeric(at):
                self.draft.use(at)
                return self.draft.numeric(at)
            name = self.draft.value(at, "score")
            if name == "revenue" and self.agreements and not self.draft.has(at - 1, "product"):
                self.draft.use(at)
                return "expiring_revenue"
            if name in MEASURED:
                self.draft.use(at)
                return Slot(str(name), at, at)
        return None

    def _extreme(self) -> None:
        """``what is the highest Azure intent``: a superlative on a number where no customers are asked for."""
        for place in list(self.draft.free("superlative", "top")):
            at = self.draft.after(place, "product")
            score = self.draft.value(at, "score") in MEASURED or self.draft.numeric(at)
            if score and not self._asks_for_customers(place, at):
                column = self._measured_column(place)
                self.draft.use(place)
                lowest = self.draft.value(place, "superlative") == "asc"
                self.parts.function, self.parts.measured = ("min" if lowest else "max"), column or "customers"
                return

    def _asks_for_customers(self, place: int, column: int) -> bool:
        """Whether a superlative ranks customers: they are asked for before it, or stand right behind its column."""
        counted = any(bound.op == "=" for bound in self.draft.bounds)
        asked = any(item.has("shortlist", "customers") or item.has("who") for item in self.draft.items[:place])
        return counted or asked or self.draft.has(column + 1, "customers")

    # ---- ranking ------------------------------------------------------------------------------------------------------

    def _ranking(self) -> None:
        """Top lists, shortlists, sorting, and how many."""
        parts, draft = self.parts, self.draft
        self._limit()
        for place in list(draft.free("order")):
            column = self._measured_column(place)
            if column is not None:
                draft.use(place)
                parts.orders.append((column, True))
        if self.movement is not None and self.movement.order is not None:
            parts.orders.append((self.movement.order, self.movement.descending))
            draft.use(*draft.free("top", "superlative", "direction", "ranked", "first"))
        self._superlatives()
        words = list(draft.free("top", "shortlist", "ranked"))
        if parts.limit is None and any(draft.value(place, "top") == 1 for place in words):
            parts.limit = 1
        parts.ranked = bool(words) or parts.limit is not None
        draft.use(*words, *draft.free("first"))
        self._by_column()
        self._direction()
        if parts.orders:
            draft.use(*draft.free("by"))
        repeated = [at for at in draft.free("field") if draft.value(at, "field") in parts.groups]
        draft.use(*repeated)

    def _limit(self) -> None:
        for bound in list(self.draft.bounds):
            number = bound.values[0]
            if bound.op == "=" and not bound.money and number == int(number) >= 1:
                self.parts.limit = int(number)
                self.draft.take(bound)
                for again in [other for other in self.draft.bounds if (other.op, other.values) == ("=", bound.values)]:
                    self.draft.take(again)
                return

    def _superlatives(self) -> None:
        if self.parts.function is not None:
            return
        for place in list(self.draft.free("superlative", "top")):
            column = self._superlative_column(place)
            if column is not None:
                self.draft.use(place)
                self.parts.orders.append((column, self.draft.value(place, "superlative") != "asc"))
                if self.parts.limit is None and self._singular():
                    self.parts.limit = 1

    def _superlative_column(self, place: int) -> Column | None:
        """The column that a superlative ranks by: the one beside it, else any that is named, else the size."""
        draft = self.draft
        after = draft.after(place, "product", "top", "superlative")
        if draft.value(after, "score") in MEASURED or draft.numeric(after):
            return self._measured_column(place)
        if draft.has(place, "top"):
            return None
        if any(draft.numeric(at) or draft.value(at, "score") in MEASURED for at in draft.free("field", "score")):
            return self._measured_column(place)
        if not draft.has(draft.after(place, "value", "product"), "customers"):
            return None
        draft.assume("biggest counted in employees")
        return "org_size"

    def _singular(self) -> bool:
        nouns = [item.text.lower() for item in self.draft.items if item.has("customers", "who")]
        return any(
            noun.split()[-1] in ("customer", "account", "company", "client", "who") for noun in nouns
        ) and not any(noun.endswith("s") and noun not in ("business",) for noun in nouns)

    def _by_column(self) -> None:
        """``by potential revenue``: the column that a list is sorted by."""
        for place in list(self.draft.free("group")):
            column = self._measured_column(place) if self.draft.has(place, "by") else None
            if column is not None:
                self.draft.use(place)
                self.parts.orders.append((column, True))

    def _direction(self) -> None:
        for place in list(self.draft.free("direction")):
            self.draft.use(place)
            if self.parts.orders:
                column, _ = self.parts.orders[-1]
                self.parts.orders[-1] = (column, self.draft.value(place, "direction") == "desc")
