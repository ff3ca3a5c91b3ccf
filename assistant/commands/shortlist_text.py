"""Shortlists in words for people, and as JSON for scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.plain_queries import query_of
from assistant.render import clean, customer_count, filter_words, order_words, shorten, table
from assistant.shortlist_files import Listed, Shortlist
from assistant.shortlist_words import NAMED, calls_words, caps_words, some_ids
from scoring.query import walk

if TYPE_CHECKING:
    from assistant.outcomes import Comparison, Read, Tally
    from knowledge.catalog import Catalog
    from scoring.proportions import Rate

NONE_YET = 'There is no shortlist yet. Make one with: ascent shortlist NAME "QUESTION"'
SHOWN = 10
_WIDEST_NAME, _WIDEST_WHY, _WIDEST_QUESTION = 30, 72, 60


def list_text(found: Sequence[Shortlist]) -> str:
    """All shortlists in a table."""
    if not found:
        return NONE_YET
    rows = [
        [
            kept.name,
            f"{len(kept.listed):,}",
            f"{len(kept.held_out):,}",
            _basis(kept),
            shorten(kept.question, _WIDEST_QUESTION),
        ]
        for kept in found
    ]
    return table(("name", "customers", "held out", "made", "question"), rows, right=[1, 2])


def _basis(kept: Shortlist) -> str:
    """``2026-10-25, reports of 2026-10``."""
    return f"{kept.as_of}, " + (f"reports of {kept.month}" if kept.month else "own data")


def made_text(catalog: "Catalog", kept: Shortlist) -> str:
    """A new shortlist: what it is, its first customers, and how it was made."""
    left = len(kept.listed) - SHOWN
    more = [f"… and {left:,} more, and what to say first: ascent shortlist show {quoted(kept.name)}"]
    ends = more if left > 0 else [f"What to say first: ascent shortlist show {quoted(kept.name)}"]
    return "\n".join(
        [head(catalog, kept), "", customers_table(kept, kept.listed[:SHOWN]), *ends, "", how(catalog, kept)]
    )


def head(catalog: "Catalog", kept: Shortlist) -> str:
    """``azure-se: 10 of 86 customers, best first for Azure; 2 held out; 5 a week, 2 weeks``."""
    order = order_words(catalog, query_of(kept.query)) or "by customer id"
    parts = [f"{kept.name}: {len(kept.listed):,} of {kept.found:,} customers, {order}"]
    parts += [f"{len(kept.held_out):,} held out"] if kept.held_out else []
    parts += [calls_words(kept)] if kept.plan.capacity else []
    return "; ".join(parts)


def customers_table(kept: Shortlist, listed: Sequence[Listed]) -> str:
    """Customers with the weeks of their calls, where these are more than one, and why."""
    weekly = bool(kept.plan.capacity)
    headings = ["#", *(["week"] if weekly else []), "id", "customer", "why"]
    rows = [
        [
            str(place),
            *([str(item.week)] if weekly else []),
            clean(item.customer_id),
            shorten(clean(item.account_name), _WIDEST_NAME),
            shorten(clean(item.reason), _WIDEST_WHY),
        ]
        for place, item in enumerate(listed, 1)
    ]
    return table(headings, rows, right=[0, 1] if weekly else [0])


def how(catalog: "Catalog", kept: Shortlist) -> str:
    """How it was chosen, in one paragraph."""
    query, plan = query_of(kept.query), kept.plan
    conditions = "; ".join(filter_words(catalog, item) for item in query.set.filters) or "all customers"
    parts = [conditions, f"made {_basis(kept)}"]
    parts += caps_words(catalog, plan.caps)
    if plan.size and len(kept.listed) < plan.size:
        parts.append(f"fewer than the {plan.size:,} that were asked for: no more customers qualify")
    if kept.exclude:
        parts.append(f"left out {customer_count(len(kept.left_out))} of {', '.join(map(clean, kept.exclude))}")
    return f"Counted: {' · '.join([*parts, *map(str, kept.notes)])}"


def show_text(catalog: "Catalog", kept: Shortlist) -> str:
    """A kept shortlist with all its customers, why, and what to say first."""
    return "\n".join([f"{head(catalog, kept)}", f"Question: {kept.question}", "", *_calls(kept), how(catalog, kept)])


def _calls(kept: Shortlist) -> Iterator[str]:
    week = 0
    for place, item in enumerate(kept.listed, 1):
        if kept.plan.capacity and item.week != week:
            week = item.week
            yield f"Week {week}"
        yield f"{place:>3}  {clean(item.account_name)} ({clean(item.customer_id)})"
        yield f"     Why: {clean(item.reason)}" if item.reason else "     Why: nothing is known beyond the list"
        yield f"     Say: {clean(item.opening)}\n"


def summary_json(kept: Shortlist) -> dict[str, Any]:
    """A shortlist without its customers."""
    about = {name: getattr(kept, name) for name in ("name", "question", "as_of", "month", "source", "found")}
    about |= {"size": len(kept.listed), "held_out": len(kept.held_out), "weeks": kept.weeks}
    return about | {"fingerprint": kept.fingerprint}


def shortlist_json(kept: Shortlist, out: Path | None) -> dict[str, Any]:
    """A shortlist with ``customers`` in order, each in ``rows`` with its week, reason and opening."""
    return {
        "name": kept.name,
        "question": kept.question,
        "status": "answered",
        "customers": list(kept.ids),
        "held_out": list(kept.held_out),
        "rows": [{"place": place, **asdict(item)} for place, item in enumerate(kept.listed, 1)],
        "found": kept.found,
        "weeks": kept.weeks,
        "plan": asdict(kept.plan),
        "exclude": list(kept.exclude),
        "excluded": len(kept.left_out),
        "query": kept.query,
        "notes": list(kept.notes),
        "as_of": kept.as_of,
        "since": kept.since,
        "month": kept.month or None,
        "source": kept.source or None,
        "fingerprint": kept.fingerprint,
        "file": str(out) if out else None,
    }


def changes_json(before: Shortlist, now: Shortlist) -> dict[str, Any]:
    """Who came, left and stayed, by id; the same of the hold-out."""
    return {"changes": {"list": _moved(before.ids, now.ids), "held_out": _moved(before.held_out, now.held_out)}}


def _moved(before: Sequence[str], now: Sequence[str]) -> dict[str, list[str]]:
    earlier, later = frozenset(before), frozenset(now)
    return {
        "came": [customer for customer in now if customer not in earlier],
        "left": [customer for customer in before if customer not in later],
        "stays": [customer for customer in now if customer in earlier],
    }


def change_text(catalog: "Catalog", before: Shortlist, now: Shortlist) -> str:
    """What a refresh changed."""
    names = {item.customer_id: item.account_name for item in (*before.listed, *now.listed)}
    listed, held = _moved(before.ids, now.ids), _moved(before.held_out, now.held_out)
    lines = [head(catalog, now), f"Made {_basis(now)}; before: {_basis(before)}"]
    lines += [f"{title} ({len(listed[kind]):,}): {_named(listed[kind], names)}" for kind, title in _CHANGES.items()]
    if before.held_out or now.held_out:
        lines.append(_held_text(held))
    if (
        any(item.field == "agreement_end" for item in walk(query_of(now.query).set.filters))
        and now.as_of > before.as_of
    ):
        lines.append(f"Its days are those of the question on {before.as_of}. For days from now on, make it anew.")
    return "\n".join(lines)


_CHANGES = {"came": "Came", "left": "Left", "stays": "Stay"}


def _named(ids: Sequence[str], names: Mapping[str, str]) -> str:
    words = ", ".join(f"{clean(names.get(customer, customer))} ({clean(customer)})" for customer in ids[:NAMED])
    return (words or "nobody") + (f" and {len(ids) - NAMED:,} more" if len(ids) > NAMED else "")


def _held_text(held: Mapping[str, Sequence[str]]) -> str:
    left = f"; no longer: {', '.join(map(clean, held['left'][:NAMED]))}" if held["left"] else ""
    return f"Held out: {len(held['stays']):,} as before, {len(held['came']):,} new{left}"


def comparison_json(kept: Shortlist, read: "Read", found: "Comparison") -> dict[str, Any]:
    """Won rates in percent with their intervals, and the difference in points."""
    return {
        "name": kept.name,
        "list": _tally_json(found.listed),
        "held_out": _tally_json(found.held_out),
        "difference": _rate_json(found.difference),
        "difference_of_all": _rate_json(found.difference_of_all),
        "verdict": found.verdict,
        "unknown": list(read.unknown),
        "notes": list(read.notes),
        "results": [asdict(result) for result in kept.results],
    }


def _tally_json(tally: "Tally") -> dict[str, Any]:
    counts = {"customers": tally.customers, "known": tally.known, "won": tally.won}
    rates = {"rate": _rate_json(tally.rate), "rate_of_all": _rate_json(tally.rate_of_all)}
    return counts | rates | {"missing": list(tally.missing)}


def _rate_json(rate: "Rate | None") -> dict[str, float] | None:
    return {name: round(100 * value, 2) for name, value in asdict(rate).items()} if rate else None


def comparison_text(kept: Shortlist, read: "Read", found: "Comparison") -> str:
    """Won rates of list and hold-out, the difference, and what to make of it."""
    lines = [_tally_text("List", found.listed)]
    lines += [_tally_text("Held out", found.held_out)] if found.held_out.customers else []
    if found.difference:
        lines.append(f"Difference: {_points(found.difference)}")
    lines.append(_VERDICTS[found.verdict] if found.held_out.customers else NOBODY_HELD_OUT)
    if (found.listed.missing or found.held_out.missing) and found.difference_of_all:
        lines.append(f"With whoever has no result counted as not won: {_points(found.difference_of_all)}")
    missing = (*found.listed.missing, *found.held_out.missing)
    lines += [f"No result ({len(missing):,}): {some_ids(missing)}"] if missing else []
    lines += [f"Not of this shortlist ({len(read.unknown):,}): {some_ids(read.unknown)}"] if read.unknown else []
    return "\n".join([*lines, *read.notes])


NOBODY_HELD_OUT = "Nobody was held out, so there is nothing to compare with. Make a shortlist with --holdout 10%."
_VERDICTS = {
    "higher": "The list was won more often than those held out, beyond chance.",
    "lower": "The list was won less often than those held out, beyond chance.",
    "too few": "The interval holds 0: these numbers are too small to tell whether the calls made a difference.",
    "no comparison": "One side has no result yet, so there is nothing to compare.",
}


def _tally_text(title: str, tally: "Tally") -> str:
    """``List: 12 of 40 won, 30.0% (95% interval 18.1% to 45.4%)``."""
    if tally.rate is None:
        return f"{title}: no result yet"
    interval = f"{100 * tally.rate.low:.1f}% to {100 * tally.rate.high:.1f}%"
    return f"{title}: {tally.won:,} of {tally.known:,} won, {100 * tally.rate.value:.1f}% (95% interval {interval})"


def _points(rate: "Rate") -> str:
    return f"{100 * rate.value:+.1f} points (95% interval {100 * rate.low:+.1f} to {100 * rate.high:+.1f})"


def quoted(name: str) -> str:
    """A name as it is typed in a shell."""
    return f'"{name}"' if " " in name else name
