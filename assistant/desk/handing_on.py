"""Hands on what was shown last: as a file, or as a shortlist, with a question that says the whole."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.call_words import query_words
from assistant.offline.conversation import Context
from assistant.offline.outcome import Outcome, ReadQuery
from assistant.render import customer_count
from scoring.errors import AscentError
from scoring.query import Order, Query

if TYPE_CHECKING:
    from assistant.desk.desk import Asked, Desk, Listed
    from assistant.export.listing import Listing

_WHO = ("customer_id", "account_name")  # stand in every file of customers
UNANSWERED = "The last question was not answered, so nothing of it can be handed on."
NOTHING_YET = "There is nothing to write yet. Ask for a list or a break-down first."


def export(desk: "Desk", out: Path) -> str:
    """Write what was shown last to a file, after asking where one is there; what was done."""
    from assistant.export.writing import check_target, write_listing

    if desk.talk.context.outcome is None:
        raise AscentError(NOTHING_YET)  # before anybody is asked about a file
    _check_answered(desk)
    replacing = out.is_file()
    check_target(out, force=replacing)
    if replacing and not desk.terminal.replaces(f"{out} is there."):
        return "Nothing was written."
    listing, of = _listing(desk)
    write_listing(listing, out, force=replacing, made_on=desk.offline.tools.as_of)
    count = len(listing.rows)
    return f"Wrote {count:,} {of if count != 1 else of[:-1]} to {out}"


def _check_answered(desk: "Desk") -> None:
    """In a pipe nobody sees that the list before would be handed on: AscentError where the last question has no
    answer."""
    if not desk.terminal.attended and desk.answer is not None and desk.answer.status != "answered":
        raise AscentError(UNANSWERED)


def _listing(desk: "Desk") -> tuple["Listing", str]:
    """What was shown last, and what its rows are: the list as it is sorted and shown; else what ``ask`` writes."""
    from assistant.export.answers import listing_of

    context, tools = desk.talk.context, desk.offline.tools
    if context.outcome is None:
        raise AscentError(NOTHING_YET)
    if context.lists and context.customers:
        return _of_list(desk, desk.listed), "customers"
    tools.begin()
    answer = _again(desk, context.outcome)
    return listing_of(tools, answer), "groups" if answer.customers is None else "customers"


def _of_list(desk: "Desk", listed: "Listed") -> "Listing":
    from assistant.export.building import build_listing

    words = query_words(desk.offline.catalog, listed.query)
    return build_listing(
        desk.offline.tools,
        listed.query,
        listed.customers,
        title=words[:1].upper() + words[1:],
        question=whole_question(desk, listed.asked, listed.query),
        assumptions=listed.asked.assumptions,
        columns=_columns(desk, listed.query),
    )


def _again(desk: "Desk", outcome: Outcome) -> Answer:
    """The figures of what was answered last, for the month that it was about."""
    asked = desk.asked_for(outcome.query if isinstance(outcome, ReadQuery) else outcome)
    if asked.query is None:
        return desk.offline.answer(asked.question, outcome)
    found = desk.offline.tools.customers(asked.query)
    return Answer(
        whole_question(desk, asked, asked.query),
        "answered",
        "",
        customers=found.customers,
        groups=found.groups,
        unit=found.unit,
        assumptions=asked.assumptions,
        month=found.month,
    )


def _columns(desk: "Desk", query: Query) -> tuple[str, ...]:
    """The columns that are written: those that were chosen, else all of a list about its product, however sorted."""
    from assistant.export.columns import columns_of

    product = desk.talk.context.product
    if desk.chosen:
        return (*_WHO, *(name for name in desk.columns if name not in _WHO))
    if not product:
        return ()
    best_first = replace(query, order=(Order(f"convention:{product}"), *query.order))
    engine = desk.offline.tools.engine.answering(query)
    return columns_of(engine, best_first, engine.availability.resolve_month(query))


def keep(desk: "Desk", name: str) -> str:
    """Keep the list as a shortlist, after asking where one has the name; what was done."""
    from assistant.shortlist_files import Shortlists
    from assistant.shortlists import keep_shown

    listed, tools = desk.listed, desk.offline.tools
    _check_answered(desk)
    taken = Shortlists(desk.settings.workspace).has(name)
    if taken and not desk.terminal.replaces(f"There is a shortlist '{name}'."):
        return "Nothing was kept."
    question = whole_question(desk, listed.asked, listed.query)
    kept = keep_shown(tools, name, question, listed.query, listed.customers, force=taken)
    shown = f'"{name}"' if " " in name else name
    return f"Kept {customer_count(len(kept.listed))} as the shortlist {name}: ascent shortlist show {shown}"


def whole_question(desk: "Desk", asked: "Asked", query: Query) -> str:
    """The question of a query; one that is read so only after others, or was sorted since, with how it was read."""
    if asked.question and _read_alone(desk, asked.question) == query:
        return asked.question
    words = query_words(desk.offline.catalog, query)
    return f"{asked.question} (read as: {words})" if asked.question else words


def _read_alone(desk: "Desk", question: str) -> Query | None:
    """The query of a question where nothing was said before; None where it is none."""
    try:
        outcome = desk.offline.reader.read(question, Context(), desk.talk.language).outcome
    except AscentError:
        return None
    return desk.offline.dated(outcome.query) if isinstance(outcome, ReadQuery) else None
