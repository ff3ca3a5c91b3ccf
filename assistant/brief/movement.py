"""What changed against the month before: who came in, who left, and who moved between clusters."""

from dataclasses import replace

from assistant.brief.content import Section, Table
from assistant.brief.counts import Counts
from assistant.render import customer_count, number
from scoring.errors import NotInData
from scoring.query import Filter, walk


def movement(counts: Counts) -> Section:
    """Against the imported month before that of the brief; one line where there is none, or it cannot say."""
    subject = counts.subject
    if not subject.month:
        return Section("Movement", ("Own scores are of one day, so there is no month before to compare with.",))
    before = month_before(counts)
    if not before:
        return Section("Movement", (f"No month before {subject.month} is imported.",))
    words = [_in_and_out(counts, before)]
    tables = []
    for product in subject.products:
        label = counts.catalog.products[product].label
        try:
            rows = _moves(counts, product, before)
        except NotInData as error:
            words.append(str(error))
            continue
        words += [] if rows else [f"None of them moved between clusters of {label}."]
        tables += [Table(f"Moved between clusters of {label}", ("From", "To", "Customers"), rows, (2,))] if rows else []
    return Section(f"Movement since {before}", tuple(words), tables=tuple(tables))


def month_before(counts: Counts) -> str:
    """The imported month before that of the brief; empty where there is none."""
    months = counts.tools.engine.availability.months
    return next((month for month in months if month < counts.subject.month), "")


def _in_and_out(counts: Counts, before: str) -> str:
    """Who meets the query now and did not in the month before, and the other way round."""
    new = counts.count(Filter("present", values=(False,), month=before))
    if counts.subject.fixed:
        return f"The list is fixed. {customer_count(new)} of it {_were(new)} not in the reports of {before}."
    try:
        return _changes(counts, before, new)
    except NotInData as error:
        known = f"{customer_count(new)} {_were(new)} not in the reports of {before}."
        return f"Who came in and who left cannot be said: {error} {known}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _changes(counts: Counts, before: str, new: int) -> str:
    """How many came in and how many left, how many of these the reports do not hold, and how it was counted then."""
    query = counts.subject.query
    if query.set.since or any(item.month or item.field.endswith("_change") for item in walk(query.set.filters)):
        known = f"{customer_count(new)} {_were(new)} not in the reports of {before}."
        return f"Who came in and who left cannot be said: the question compares months itself. {known}"
    then = counts.tools.customers(replace(query, set=replace(query.set, month=before, since="")))
    now, earlier = set(counts.subject.customers), set(then.customers or ())
    came, left = len(now - earlier), earlier - now
    gone = Counts(counts.tools, replace(counts.subject, customers=tuple(sorted(left)), month=before, fixed=True))
    missing = gone.count(Filter("present", values=(False,), month=counts.subject.month)) if left else 0
    words = (
        f"{customer_count(came)} came in, of whom {new:,} {_were(new)} not in the reports of {before}; "
        f"{len(left):,} left, of whom {missing:,} {'is' if missing == 1 else 'are'} no longer in the reports."
    )
    return " ".join([words, *(f"In {before}: {note}." for note in then.notes)])


def _moves(counts: Counts, product: str, before: str) -> tuple[tuple[str, ...], ...]:
    """From which cluster to which, and how many; of customers that stand in both months."""
    rows = []
    for cluster in counts.catalog.clusters.values():
        was = Filter("cluster", values=(cluster.id,), products=(product,), month=before)
        for group in counts.groups(f"{product}.cluster", was):
            if group.key != cluster.title:
                rows.append((cluster.title, group.key, number(group.value)))
    return tuple(rows)
