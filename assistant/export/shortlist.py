"""Hands shortlists on: as a list to be written, of those of their customers who are still in the data."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.plain_queries import query_of
from assistant.render import order_words
from assistant.shortlist_files import Shortlist
from assistant.shortlist_words import calls_words, caps_words, some_ids
from assistant.tools import Tools
from scoring.errors import NotInData
from scoring.query import Query
from scoring.shortlist_facts import read_present

if TYPE_CHECKING:
    from assistant.export.listing import Listing


def present(tools: Tools, shortlist: Shortlist) -> tuple[tuple[str, ...], str]:
    """The customers of a list who are still in the data that it was made from, in order, and what to say of the others
    (empty where there are none). NotInData where nobody is left, or where the data of its month is gone.
    """
    query = _in_its_month(shortlist)
    engine = tools.engine.answering(query)
    there = read_present(engine, engine.availability.resolve_month(query), shortlist.ids)
    gone = [customer for customer in shortlist.ids if customer not in there]
    place = f"the reports of {shortlist.month}" if shortlist.month else "your own data"
    if not there:
        raise NotInData(f"Nobody of the shortlist {shortlist.name} is in {place} any more.")
    return tuple(customer for customer in shortlist.ids if customer in there), _gone_words(gone, place)


def _gone_words(gone: Sequence[str], place: str) -> str:
    """``1 customer of the list is no longer in the reports of 2026-10: 5001288``."""
    if not gone:
        return ""
    who = "1 customer of the list is" if len(gone) == 1 else f"{len(gone):,} customers of the list are"
    return f"{who} no longer in {place}: {some_ids(gone)}"


def _in_its_month(shortlist: Shortlist) -> Query:
    query = query_of(shortlist.query)
    return replace(query, set=replace(query.set, month=shortlist.month)) if shortlist.month else query


def shortlist_listing(tools: Tools, shortlist: Shortlist) -> "Listing":
    """A shortlist as a list to be written: its customers with the facts of its month, the week of each call, why, and
    the first thing to say, without those who are no longer in the data. NotInData as :func:`present` says."""
    from assistant.export.building import build_listing
    from assistant.export.listing import Column

    ids, gone = present(tools, shortlist)
    found = build_listing(
        tools,
        _in_its_month(shortlist),
        ids,
        shortlist.name,
        shortlist.question,
        (*plan_words(tools, shortlist), ("Fingerprint", shortlist.fingerprint)),
        (*shortlist.notes, *([gone] if gone else [])),
    )
    there = frozenset(ids)
    kept = [at for at, column in enumerate(found.columns) if not column.name.endswith(".reason")]
    weeks = (Column("week", "Week", "whole"),) if shortlist.plan.capacity else ()
    words = (Column("reason", "Why", "text"), Column("opening", "First thing to say", "text"))
    rows = tuple(
        (*(row[at] for at in kept), *([item.week] if weeks else []), item.reason, item.opening)
        for row, item in zip(found.rows, (item for item in shortlist.listed if item.customer_id in there), strict=True)
    )
    return replace(found, columns=(*(found.columns[at] for at in kept), *weeks, *words), rows=rows)


def plan_words(tools: Tools, shortlist: Shortlist) -> tuple[tuple[str, str], ...]:
    """How the customers were chosen, as pairs of heading and words."""
    plan, catalog = shortlist.plan, tools.engine.catalog
    query = query_of(shortlist.query)
    pairs = (
        ("Shortlist", shortlist.name),
        ("Chosen from", f"{shortlist.found:,} customers, {order_words(catalog, query) or 'by customer id'}"),
        ("Caps", ", ".join(caps_words(catalog, plan.caps))),
        ("Left out", f"{len(shortlist.left_out):,}: {', '.join(shortlist.exclude)}" if shortlist.exclude else ""),
        ("Held out", f"{len(shortlist.held_out):,}, not in this list" if shortlist.held_out else ""),
        ("Calls", calls_words(shortlist) if plan.capacity else ""),
    )
    return tuple((heading, words) for heading, words in pairs if words)
