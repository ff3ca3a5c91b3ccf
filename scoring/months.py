"""A break-down by month: each imported month is asked by itself, and its figures stand side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.messages import text
from scoring.errors import NotInData
from scoring.query import MONTH, Group, Measure, Query, Result

_JOINT = " | "
BEST_BY_MONTH = text("The best customers are listed for one month at a time: name the month, and leave out “by month”.")


def by_month(query: Query, months: Sequence[str], answer: Callable[[Query], Result]) -> Result:
    """The groups of a query in each of ``months`` that it can be answered from, first to last; the month is the newest
    of them. A limit chooses the groups by the newest month and keeps all their months. NotInData where there is no
    month, and for a limit where there is nothing but months."""
    if query.limit and query.group_by == (MONTH,):
        raise NotInData(BEST_BY_MONTH)
    found: list[Result] = []
    missing: list[str] = []
    for month in _asked(query, months):
        try:
            found.append(answer(_of_month(query, month)))
        except NotInData:
            missing.append(month)
    if not found:
        return answer(_of_month(query, query.set.month))
    notes = [note for result in found for note in result.notes]
    notes += [text("without {months}, which do not hold it", months=", ".join(missing))] if missing else []
    groups = tuple(group for result in _limited(query, found, answer) for group in _groups(query, result))
    return replace(
        found[-1],
        customers=None,
        value=None,
        groups=groups,
        notes=tuple(dict.fromkeys(notes)),
        known=None,
    )


def _limited(query: Query, found: Sequence[Result], answer: Callable[[Query], Result]) -> Sequence[Result]:
    """The results of the months, cut to the limit of the query: to the groups that come first in the newest month."""
    if not query.limit:
        return found
    newest = answer(replace(_of_month(query, found[-1].month), limit=query.limit))
    kept = {group.key for group in newest.groups or ()}
    return [replace(one, groups=tuple(group for group in one.groups or () if group.key in kept)) for one in found]


def _asked(query: Query, months: Sequence[str]) -> list[str]:
    first, last = query.set.since or min(months, default=""), query.set.month or max(months, default="")
    return [month for month in sorted(months) if first <= month <= last]


def _of_month(query: Query, month: str) -> Query:
    """The query of one month alone."""
    columns = tuple(column for column in query.group_by if column != MONTH)
    wanted = replace(query.set, month=month, since="")
    return replace(query, set=wanted, measure=query.measure or Measure(), group_by=columns, limit=None)


def _groups(query: Query, result: Result) -> list[Group]:
    """The figures of one month, with the month where the query has it among its columns; none where none is known."""
    if result.groups is None:
        return [] if result.value is None else [Group(result.month, result.value)]
    first = query.group_by[0] == MONTH
    pairs = [(result.month, group.key) if first else (group.key, result.month) for group in result.groups]
    return [Group(_JOINT.join(pair), group.value) for pair, group in zip(pairs, result.groups, strict=True)]
