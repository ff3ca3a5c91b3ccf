"""Which months hold which columns: what "the newest month that holds the report needed" rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.catalog import Catalog
from knowledge.entries import Category, ColumnMatch, Field
from knowledge.messages import fixed, joined, text
from scoring.errors import NotInData
from scoring.query import MEMBERSHIPS, MODEL_SCORES, MONTH, CustomerSet, Filter, Query, is_score_field, reference, walk

_BASIS = {
    "fit_band": "fit",
    "intent_band": "intent",
    "cell": "fit",
    "fit_change": "fit",
    "intent_change": "intent",
    "cluster_change": "cluster",
}


NO_REPORTS = text("No report has been imported yet. Import the downloaded files with: ascent import FOLDER")


@dataclass(frozen=True)
class Source:
    """One imported report of one partner location in one month, with the columns that its file had."""

    month: str
    report: str
    partner_id: str
    partner_name: str
    layout: str
    rows: int
    customers: int
    columns: tuple[tuple[str, ColumnMatch], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Availability:
    """The imported sources; months newest first."""

    catalog: Catalog
    sources: tuple[Source, ...]

    @cached_property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({source.month for source in self.sources}, reverse=True))

    @cached_property
    def _columns(self) -> Mapping[str, set[tuple[str, str, str]]]:
        """Month -> (report, field, product)."""
        found: dict[str, set[tuple[str, str, str]]] = {month: set() for month in self.months}
        for source in self.sources:
            for _, match in source.columns:
                found[source.month].add((source.report, match.field, match.product))
        return found

    @property
    def of_own_data(self) -> bool:
        """Whether what there is comes of the partner's own data and not of reports."""
        return any(source.report not in self.catalog.reports for source in self.sources)

    def has(self, month: str, field: str, product: str = "", report: str = "") -> bool:
        """Whether a month has a column, in any report or in the one named."""
        return any(
            name == field and of == product and report in ("", source)
            for source, name, of in self._columns.get(month, ())
        )

    def holds(self, field: str) -> bool:
        """Whether any month has a field of customers or agreements."""
        return any(self.has(month, field) for month in self.months)

    def reports_with(self, month: str, field: str) -> tuple[str, ...]:
        """The reports of a month that have a column, of whichever product, in the order of the catalogue."""
        found = {source for source, name, _ in self._columns.get(month, ()) if name == field}
        return tuple(report for report in self.catalog.reports if report in found)

    def products(self, month: str) -> tuple[str, ...]:
        """The products with a cluster or a fit in a month, in the order of the catalogue."""
        return tuple(
            product
            for product in self.catalog.products
            if self.has(month, "cluster", product) or self.has(month, "fit", product)
        )

    def plays(self, month: str) -> dict[str, str]:
        """The plays of a month: id to the heading of the file."""
        return {
            match.field: name
            for source in self.sources
            if source.month == month
            for name, match in source.columns
            if match.kind == "play"
        }

    def reports(self, month: str) -> tuple[str, ...]:
        """The reports of a month, in the order of the catalogue."""
        found = {source.report for source in self.sources if source.month == month}
        return tuple(report for report in self.catalog.reports if report in found)

    def cohorts(self, month: str) -> tuple[str, ...]:
        return tuple(cohort for cohort in self.catalog.cohorts if self.has(month, cohort))

    def category_members(self, category: Category, month: str) -> tuple[tuple[str, ...], str]:
        """The cohorts, else the plays, that make a category in a month, and what a reader must be told of it."""
        cohorts = tuple(cohort for cohort in category.cohorts if self.has(month, cohort))
        if cohorts:
            missing = [self.catalog.cohorts[item].title for item in category.cohorts if item not in cohorts]
            if not missing:
                return cohorts, ""
            return cohorts, text(
                "without {cohorts}, which {month} does not have", cohorts=", ".join(missing), month=month
            )
        plays = {
            play: name
            for play, name in self.plays(month).items()
            if any(name.casefold().startswith(prefix.casefold()) for prefix in category.plays)
        }
        if not plays:
            return (), ""
        note = _of_plays(category, month, sorted(plays.values()))
        if category.plays_note:
            note = joined("; ", (note, fixed(category.plays_note)))
        return tuple(sorted(plays)), note

    def cohort_members(self, cohort: str, month: str) -> tuple[tuple[str, ...], str]:
        """The membership keys of a cohort in a month: its own column, else the plays that stand for it."""
        if self.has(month, cohort):
            return (cohort,), ""
        for category in self.catalog.categories.values():
            if category.plays_cohort == cohort:
                return self.category_members(category, month)
        return (), ""

    def members(self, kind: str, month: str) -> tuple[list[tuple[str, str]], list[str]]:
        """The keys of all cohorts, categories or plays of a month with the titles of their groups, and what a reader
        must be told: what stands for them in that layout, and which of them it does not have."""
        if kind == "play":
            return sorted(self.plays(month).items()), []
        if kind == "cohort":
            each = {entry.title: self.cohort_members(entry.id, month) for entry in self.catalog.cohorts.values()}
        else:
            each = {entry.title: self.category_members(entry, month) for entry in self.catalog.categories.values()}
        notes = [note for _, note in each.values() if note]
        if missing := ", ".join(title for title, (keys, _) in each.items() if not keys):
            notes.append(text("without {cohorts}, which {month} does not have", cohorts=missing, month=month))
        return [(key, title) for title, (keys, _) in each.items() for key in keys], notes

    def is_of_model(self, query: Query) -> bool:
        """Whether a query asks for what only a model gives: propensity."""
        return any(need.field in MODEL_SCORES for need in _needs(self.catalog, query))

    def uses_own_data(self, query: Query) -> bool:
        """Whether a query asks for facts that only own data fills."""
        fields = [self.catalog.fields.get(need.field) for need in _needs(self.catalog, query)]
        return any(known is not None and known.level == "own" for known in fields)

    def is_of_own_data(self, query: Query) -> bool:
        """Whether a query asks for facts of own data, and of nothing that reports alone hold."""
        needs = list(_needs(self.catalog, query))
        fields = [self.catalog.fields.get(need.field) for need in needs]
        if query.set.month or query.set.since or any(need.products for need in needs):
            return False
        if any(order.by.startswith("convention:") for order in query.order):
            return False
        levels = {known.level if known else "report" for known in fields}
        return "own" in levels and levels <= {"own", "customer"}

    def resolve_month(self, query: Query) -> str:
        """The month that a query is answered from; NotInData where no month, or not the one named, holds it all."""
        if not self.months:
            raise NotInData(NO_REPORTS)
        needs = list(_needs(self.catalog, query))
        if query.set.month:
            self._require_month(query.set.month)
            self._require(needs, query.set.month)
            return query.set.month
        for own in (True, False):
            for month in self.months:
                if not any(self._missing(need, month, own) for need in needs):
                    return month
        self._require(needs, self._best(needs))
        return self.months[0]

    def require_since(self, query: Query, since: str) -> None:
        """NotInData where another month that a query looks at lacks what it compares there."""
        for item in walk((*query.set.filters, *(query.measure.having if query.measure else ()))):
            if item.month:
                self._require_month(item.month)
            if item.field.endswith("_change"):
                self._require([_Need(_BASIS[item.field], item.products)], item.month or since)
            elif item.month and item.field != "present":
                self._require(_filter_needs(self.catalog, item), item.month)
        for column in _references(query):
            ref = reference(self.catalog, column)
            if ref.field.endswith("_change"):
                self._require([_Need(_BASIS[ref.field], (ref.product,))], since)

    def _best(self, needs: Sequence["_Need"]) -> str:
        return min(self.months, key=lambda month: sum(self._missing(need, month, False) for need in needs))

    def _require_month(self, month: str) -> None:
        if month not in self.months:
            months = ", ".join(self.months)
            if self.of_own_data:
                told = text("Your own data is scored as of {day}; choose another day with --as-of.", day=months)
                raise NotInData(told)
            raise NotInData(no_report(month, self.months))

    def _require(self, needs: Iterable["_Need"], month: str) -> None:
        for need in needs:
            if self._missing(need, month, False):
                raise NotInData(self._explain(need, month))

    def _missing(self, need: "_Need", month: str, own: bool) -> bool:
        if need.field in MEMBERSHIPS and not need.key:
            return not self.members(need.field, month)[0]
        if need.field == "cohort":
            return not self.cohort_members(need.key, month)[0]
        if need.field == "category":
            return not self.category_members(self.catalog.categories[need.key], month)[0]
        if need.field == "play":
            return need.key not in self.plays(month)
        if need.products:
            return not any(self._has_score(month, need.field, product, own) for product in need.products)
        if need.field == "report":
            return need.key not in self.reports(month)
        return not self.has(month, need.field)

    def _has_score(self, month: str, field: str, product: str, own: bool) -> bool:
        report = self.catalog.products[product].report if own else ""
        names = ("cluster", "fit") if field in ("cluster", "cell") else (field,)
        return any(self.has(month, name, product, report) for name in names)

    def _explain(self, need: "_Need", month: str) -> str:
        subject = need.title(self.catalog)
        holding = [other for other in self.months if not self._missing(need, other, False)]
        if holding:
            others = ", ".join(holding)
            return text(
                "The reports of {month} hold no {subject}; {others} would.", month=month, subject=subject, others=others
            )
        known = self.catalog.fields.get(need.field)
        if known is not None and known.level == "own":
            return self.lacking(known)
        if self.of_own_data:
            return text("Your own data holds no {subject}.", subject=subject)
        months = ", ".join(self.months)
        return text("The imported reports ({months}) hold no {subject}.", months=months, subject=subject)

    def lacking(self, field: Field) -> str:
        """What a reader is told of a field that only the partner's own data can fill, where it does not."""
        if not field.spellings:
            return text(
                "The reports do not say “{field}” of a customer; import your own customers and subscriptions.",
                field=field.title,
            )
        return text(
            "The reports do not say “{field}” of a customer; import your own customers with the column {column}.",
            field=field.title,
            column=field.spellings[0],
        )


@dataclass(frozen=True)
class _Need:
    """A column that a query cannot be answered without: one of ``products`` suffices."""

    field: str
    products: tuple[str, ...] = ()
    key: str = ""

    def title(self, catalog: Catalog) -> str:
        if self.key:
            entry = catalog.sections[self.field].get(self.key)
            return f"{self.field} '{entry.title if entry else self.key}'"
        if self.products:
            labels = joined(text(" or "), [catalog.products[product].label for product in self.products])
            known = catalog.product_fields.get(self.field)
            return joined(" ", (labels, known.title.lower() if known else self.field))
        title = catalog.fields[self.field].title if self.field in catalog.fields else self.field
        return text("column '{field}'", field=title)


def _needs(catalog: Catalog, query: Query) -> Iterable[_Need]:
    filters = (*query.set.filters, *(query.measure.having if query.measure else ()))
    for item in walk(filters):
        if not item.month:
            yield from _filter_needs(catalog, item)
    for column in _references(query):
        yield from _reference_needs(catalog, column)
    yield from _ranked(query)


def _filter_needs(catalog: Catalog, item: Filter) -> Iterable[_Need]:
    if item.field in ("cohort", "category", "play", "report"):
        yield from (_Need(item.field, key=str(value)) for value in item.values)
    elif item.field == "agreements":
        yield _Need("agreement_id")
    elif is_score_field(catalog, item.field):
        yield _Need(_BASIS.get(item.field, item.field), item.products)
    elif item.field in catalog.fields:
        yield _Need(item.field)


def _references(query: Query) -> Iterable[str]:
    if query.measure and query.measure.field != "customers":
        yield query.measure.field
    yield from (column for column in query.group_by if column != MONTH)
    yield from (order.by for order in query.order if not order.by.startswith("convention:"))


def _ranked(query: Query) -> Iterable[_Need]:
    """The scores that a list is ranked by, where it is ranked by the convention."""
    for order in query.order:
        if order.by.startswith("convention:"):
            yield _Need("cluster", (order.by.partition(":")[2],))


def _reference_needs(catalog: Catalog, text: str) -> Iterable[_Need]:
    ref = reference(catalog, text)
    if ref.field == "agreements":
        yield _Need("agreement_id")
    elif ref.product:
        yield _Need(_BASIS.get(ref.field, ref.field), (ref.product,))
    elif ref.field in MEMBERSHIPS or ref.field in catalog.fields:
        yield _Need(ref.field)


def no_report(month: str, months: Sequence[str]) -> str:
    """What a reader is told of a month that is not imported."""
    return text(
        "There is no report of {month}: the imported months are {months}.", month=month, months=", ".join(months)
    )


def _of_plays(category: Category, month: str, names: Sequence[str]) -> str:
    """What stands for a category in a layout without its cohorts."""
    told = {"category": category.title, "month": month, "names": ", ".join(names)}
    if len(names) == 1:
        return text("{category} in {month} = the play column of that layout ({names})", **told)
    return text("{category} in {month} = the {count} play columns of that layout ({names})", **told, count=len(names))


def month_before(months: Sequence[str], month: str) -> str:
    """The imported month before ``month``; NotInData where there is none."""
    earlier = [other for other in months if other < month]
    if not earlier:
        raise NotInData(text("There is no imported month before {month} to compare with.", month=month))
    return max(earlier)


def resolve_since(availability: Availability, wanted: CustomerSet, month: str) -> str:
    """The month that changes are counted from."""
    if wanted.since and wanted.since not in availability.months:
        raise NotInData(no_report(wanted.since, availability.months))
    return wanted.since or month_before(availability.months, month)
