"""The counted sections of a brief: who they are, matrix, potential revenue, reasons and renewals."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.brief.content import Section, Table
from assistant.brief.counts import Counts
from assistant.export.counting import grid
from assistant.export.listing import Chart
from assistant.render import customer_count, number
from scoring.query import Filter, Group, Measure, Order, joined

MOST_BARS = 10
RENEWAL_DAYS = 90
SOONEST = 10
WHO = ("sub_segment", "industry", "country", "city")


def who_they_are(counts: Counts) -> Section:
    """Segments, industries and places, and how many have none on record."""
    charts, words = [], []
    for field in [field for field in WHO if _has(counts, field)]:
        title = counts.catalog.fields[field].title
        found = _by_size(counts.groups(field))
        missing = counts.total - int(sum(group.value for group in found))
        if len(found) > 1:
            charts.append(Chart(f"Customers by {title.lower()}", "customers", found[:MOST_BARS]))
        words += [f"{title}: {found[0].key} only."] if len(found) == 1 else []
        words += _rest(title, found, "customers")
        words += [f"{customer_count(missing)} without a known {title.lower()}."] if missing else []
    told = tuple(words) if words or charts else ("The reports say neither segment, industry nor place.",)
    return Section("Who they are", told, charts=tuple(charts))


def _has(counts: Counts, field: str) -> bool:
    """Whether the month of the brief holds a field."""
    available = counts.tools.engine.answering(counts.subject.query).availability
    return available.has(counts.subject.month or available.months[0], field)


def _rest(title: str, groups: Sequence[Group], unit: str) -> list[str]:
    """What the groups beyond those of a chart come to."""
    rest = groups[MOST_BARS:]
    value = sum(group.value for group in rest)
    worth = customer_count(int(value)) if unit == "customers" else number(value, unit)
    return [f"{title}: {len(rest)} more, with {worth}."] if rest else []


def matrix(counts: Counts) -> Section:
    """The cells of each product that the brief is about; without one the clusters of all products."""
    heading = "Fit and intent"
    if not counts.subject.products:
        told = "The question names no product; these are the clusters of all."
        return Section(heading, (told,), tables=(_clusters(counts),))
    grids, words = [], []
    for product in counts.subject.products:
        found = {group.key: int(group.value) for group in counts.groups(f"{product}.cell")}
        label = counts.catalog.products[product].label
        grids.append(grid(counts.catalog, product, found))
        missing = counts.total - sum(found.values())
        words += [f"{customer_count(missing)} in no cell for {label}."] if missing else []
    return Section(heading, tuple(words), grids=tuple(grids))


def _clusters(counts: Counts) -> Table:
    titles = [cluster.title for cluster in counts.catalog.clusters.values()]
    rows = []
    for product in products_of(counts):
        found = {group.key: group.value for group in counts.groups(f"{product}.cluster")}
        label = counts.catalog.products[product].label
        rows.append((label, *(number(found.get(title, 0)) for title in titles)))
    return Table(
        "Customers by product and cluster", ("Product", *titles), tuple(rows), tuple(range(1, len(titles) + 1))
    )


def products_of(counts: Counts) -> tuple[str, ...]:
    """The products of the brief; all that are scored in its month where it is about none."""
    if counts.subject.products:
        return counts.subject.products
    available = counts.tools.engine.answering(counts.subject.query).availability
    return available.products(counts.subject.month or available.months[0])


def potential_revenue(counts: Counts) -> Section:
    """The lower bounds added up, and how many customers have no range."""
    rows = []
    for product in products_of(counts):
        found = counts.run(measure=Measure("sum", f"{product}.revenue"))
        known = found.known or 0
        least = number(found.value or 0, "USD") if known else "–"
        rows.append((counts.catalog.products[product].label, least, f"{known:,}", f"{counts.total - known:,}"))
    headings = ("Product", "At least", "With a range", "Without")
    table = Table("Potential revenue by product", headings, tuple(rows), (1, 2, 3))
    charts, words = _revenue_by_industry(counts)
    told = ("A year, in USD. Ranges are added up by their lower bounds.", *words)
    return Section("Potential revenue", told, charts=charts, tables=(table,))


def _revenue_by_industry(counts: Counts) -> tuple[tuple[Chart, ...], list[str]]:
    """Where the potential revenue is, for a brief on one product, and what the chart leaves out."""
    if len(counts.subject.products) != 1 or not _has(counts, "industry"):
        return (), []
    measure = Measure("sum", f"{counts.subject.products[0]}.revenue")
    found = _by_size(counts.run(measure=measure, by=("industry",)).groups or ())
    chart = Chart("Potential revenue by industry, at least", "USD", found[:MOST_BARS])
    return ((chart,) if len(found) > 1 else ()), _rest("Industry", found, "USD")


def top_reasons(counts: Counts) -> Section:
    """How many customers have a signal of each type, for each product that the brief is about."""
    heading = "Top reasons"
    if not counts.subject.products:
        return Section(heading, ("Signals speak for a product, and the question names none.",))
    charts, words = [], []
    for product in counts.subject.products:
        label = counts.catalog.products[product].label
        found = [
            Group(signal.title, counts.count(_has_signal(signal.spellings, product)))
            for signal in counts.catalog.signals.values()
        ]
        found = [group for group in found if group.value]
        if found:
            charts.append(Chart(f"Customers with a signal for {label}", "customers", _by_size(found)))
        else:
            words.append(f"The reports explain no signals for {label}.")
    return Section(heading, tuple(words), charts=tuple(charts))


def _has_signal(spellings: Sequence[str], product: str) -> Filter:
    """That one signal is of a type, however it is spelled."""
    return joined([Filter("signals", "contains", (f"{each}:",), (product,)) for each in spellings], any_of=True)


def _by_size(groups: Sequence[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.value, group.key)))


def renewals(counts: Counts, as_of: date) -> Section:
    """The agreements that end within 90 days, both ends included, and whose they are, soonest first."""
    heading = f"Renewals due in the next {RENEWAL_DAYS} days"
    due = due_within(as_of)
    agreements = counts.count(due, of="agreements")
    until = due.values[1]
    if not agreements:
        return Section(heading, (f"No agreement ends from {as_of} to {until}.",))
    revenue = counts.run(due, measure=Measure("sum", "expiring_revenue"))
    whose = counts.run(due, order=(Order("agreement_end", descending=False),), limit=SOONEST)
    without = agreements - counts.count(due, Filter("expiring_revenue", ">=", (0.0,)), of="agreements")
    words = (
        f"{agreements:,} agreement{'s' if agreements > 1 else ''} of {customer_count(whose.total)} "
        f"{'end' if agreements > 1 else 'ends'} from {as_of} to {until}, true-ups included, "
        f"with {number(revenue.value or 0, 'USD')} of expiring revenue"
        + (f"; {without:,} without a figure." if without else ".")
    )
    return Section(heading, (words,), tables=(_soonest(whose.rows, whose.total),))


def due_within(as_of: date) -> Filter:
    """That an agreement ends from the day on, within the days that a brief looks ahead."""
    until = as_of + timedelta(days=RENEWAL_DAYS)
    return Filter("agreement_end", "between", (as_of.isoformat(), until.isoformat()))


def _soonest(rows: Sequence[dict[str, object]], total: int) -> Table:
    caption = "Soonest first" if total <= SOONEST else f"The soonest {SOONEST} of {customer_count(total)}"
    cells = tuple(
        (
            str(row["customer_id"]),
            str(row["account_name"] or "–"),
            str(row["agreement_end"]),
            str(row["agreements"]),
            "–" if row["expiring_revenue"] is None else number(float(str(row["expiring_revenue"])), "USD"),
        )
        for row in rows
    )
    return Table(caption, ("Id", "Customer", "First end date", "Agreements", "Expiring revenue"), cells, (3, 4))
