"""``ascent shortlist``: customers to call, chosen from a question and kept by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import typer

from assistant.commands import ExitCode
from assistant.commands.shortlist_options import Given
from assistant.commands.shortlist_text import (
    change_text,
    changes_json,
    comparison_json,
    comparison_text,
    list_text,
    made_text,
    quoted,
    shortlist_json,
    show_text,
    summary_json,
)
from assistant.commands.target import NO_FILE, Target
from assistant.output import confirmed, emit, note, say
from assistant.render import customer_count
from assistant.session import open_engine, open_tools, open_workspace
from assistant.settings import Settings, read_folder
from assistant.shortlist_files import Shortlist, ShortlistError, Shortlists
from scoring.errors import NotInData

if TYPE_CHECKING:
    from assistant.tools import Tools

Action = Literal["list", "show", "refresh", "delete", "outcome"]
_WORDS: Mapping[Action, tuple[int, int, str]] = {
    "list": (0, 0, "nothing more"),
    "show": (1, 1, "one name"),
    "refresh": (1, 1, "one name"),
    "delete": (1, 1, "one name"),
    "outcome": (1, 2, "a name and a file of results"),
}
"""How many words follow an action: at least, at most, which."""


def run(
    settings: Settings, words: Sequence[str], given: Given, exclude: Sequence[str], target: Target, yes: bool
) -> int:
    """Make a shortlist of a question, or list, show, refresh or delete shortlists, or say how one ended."""
    if not words or words[0] in _WORDS:
        action = cast(Action, words[0]) if words else "list"
        _check_action(action, words[1:], given, exclude, target, yes)
        return _ACTIONS[action](settings, words[1:], target, yes)
    if len(words) > 2:
        raise typer.BadParameter(f"{len(words)} came. Put the question in quotes.", param_hint="'NAME QUESTION'")
    if yes:
        raise typer.BadParameter("it belongs to 'delete'.", param_hint="'--yes'")
    if len(words) == 1 and Shortlists(settings.workspace).has(words[0]) and given == Given() and not exclude:
        return _show(settings, words, target, yes)
    from assistant.commands.shortlist_making import make

    target.check()
    name, question = words if len(words) == 2 else ("", words[0])
    return make(settings, name, question, given, exclude, target)


def _check_action(
    action: Action, words: Sequence[str], given: Given, exclude: Sequence[str], target: Target, yes: bool
) -> None:
    least, most, what = _WORDS[action]
    if not least <= len(words) <= most:
        raise typer.BadParameter(f"'{action}' takes {what}, and {len(words)} came.", param_hint="'NAME'")
    if given != Given() or exclude:
        raise typer.BadParameter(f"they belong to a new shortlist, not to '{action}'.", param_hint="the options")
    if target != NO_FILE and action not in ("show", "refresh"):
        raise typer.BadParameter(f"'{action}' writes no file.", param_hint="'--out'")
    if yes and action != "delete":
        raise typer.BadParameter("it belongs to 'delete'.", param_hint="'--yes'")
    target.check()


def _list(settings: Settings, words: Sequence[str], target: Target, yes: bool) -> int:
    found, faults = Shortlists(settings.workspace).all()
    for fault in faults:
        note(f"Warning: {fault}")
    _tell_newer(settings, found)
    return shown(settings, {"shortlists": [summary_json(kept) for kept in found]}, list_text(found))


def _show(settings: Settings, words: Sequence[str], target: Target, yes: bool) -> int:
    kept = Shortlists(settings.workspace).load(words[0])
    write(settings, kept, target)
    _tell_newer(settings, [kept])
    text = show_text(open_workspace(settings).catalog, kept)
    return shown(settings, shortlist_json(kept, target.out), text)


def _tell_newer(settings: Settings, found: Sequence[Shortlist]) -> None:
    """Say of which shortlists a refresh would be from newer reports."""
    newer: dict[str, list[str]] = {}
    for kept in found:
        if month := _newer_month(settings, kept):
            newer.setdefault(month, []).append(kept.name)
    for month, names in newer.items():
        which = quoted(names[0]) if len(names) == 1 else "NAME"
        note(f"There are newer reports ({month}) for {', '.join(names)}: ascent shortlist refresh {which}")


def _newer_month(settings: Settings, kept: Shortlist) -> str:
    """The month that a refresh would be from, where it is newer than that of the list; else empty."""
    snapshot = open_workspace(settings).snapshot()
    if not kept.month or not snapshot or max(snapshot.months(), default="") <= kept.month:
        return ""
    from assistant.plain_queries import query_of

    try:
        month = open_engine(replace(settings, source="report")).availability.resolve_month(query_of(kept.query))
    except NotInData:
        return ""
    return month if month > kept.month else ""


def _refresh(settings: Settings, words: Sequence[str], target: Target, yes: bool) -> int:
    """The same on newer data; the earlier lists that it leaves out are read again, too."""
    from assistant.exclusions import excluded_by
    from assistant.shortlists import refreshed

    lists = Shortlists(settings.workspace)
    before = lists.load(words[0])
    tools = tools_of(settings, before)
    again = [name for name in before.exclude if name != before.name and lists.has(name)]
    excluded = [customer for ids in excluded_by(tools.engine, lists, again).values() for customer in ids]
    now = refreshed(tools, before, excluded)
    write(settings, now, target, tools)
    lists.keep(now, force=True)
    if settings.json:
        emit(shortlist_json(now, target.out) | changes_json(before, now))
    else:
        say(change_text(tools.engine.catalog, before, now))
    return ExitCode.DONE


def _delete(settings: Settings, words: Sequence[str], target: Target, yes: bool) -> int:
    lists = Shortlists(settings.workspace)
    kept = lists.load(words[0])
    if not yes and not confirmed(f"Delete the shortlist {kept.name} ({customer_count(len(kept.listed))})?"):
        note("Nothing was deleted.")
        return ExitCode.FAILED
    lists.delete(kept.name)
    return shown(settings, {"deleted": summary_json(kept)}, f"Deleted {kept.name}.")


def _outcome(settings: Settings, words: Sequence[str], target: Target, yes: bool) -> int:
    """Take in the results of a file, if one is given, beside those that are kept, and compare."""
    from assistant.outcomes import Read, compare, merge, nothing_taken, read_results
    from assistant.plain_queries import query_of
    from assistant.shortlists import product_of

    lists = Shortlists(settings.workspace)
    kept = lists.load(words[0])
    read, merged = Read((), (), ()), None
    if len(words) == 2:
        tools = tools_of(settings, kept)
        product = product_of(tools.engine.catalog, query_of(kept.query))
        read = read_results(tools.engine.catalog, kept, product, read_folder(words[1]), settings.as_of)
        if not read.results:
            raise ShortlistError(nothing_taken(kept, words[1], read))
        merged = merge(kept.results, read.results)
        kept = replace(kept, results=merged.results)
        lists.keep(kept, force=True)
        note(f"Results of {words[1]}: {merged.words}.")
    elif not kept.results:
        raise ShortlistError(f"{kept.name} has no results yet. Give a file: ascent shortlist outcome NAME results.csv")
    found = compare(kept)
    taken_in = {"merged": merged.to_json() if merged else None}
    return shown(settings, comparison_json(kept, read, found) | taken_in, comparison_text(kept, read, found))


_ACTIONS: Mapping[Action, Callable[[Settings, Sequence[str], Target, bool], int]] = {
    "list": _list,
    "show": _show,
    "refresh": _refresh,
    "delete": _delete,
    "outcome": _outcome,
}


def tools_of(settings: Settings, kept: Shortlist) -> "Tools":
    """The tools by whose scores a shortlist was made, unless others are asked for."""
    return open_tools(replace(settings, source=settings.source or kept.source))


def tools_as_made(settings: Settings, kept: Shortlist) -> "Tools":
    """The tools on the data that a shortlist was made from, whatever source is asked for."""
    return open_tools(replace(settings, source="report" if kept.month else "model"))


def write(settings: Settings, kept: Shortlist, target: Target, tools: "Tools | None" = None) -> None:
    """Write a shortlist to the file that was asked for, if one was."""
    if target.out is None:
        return
    from assistant.export.shortlist import present, shortlist_listing
    from assistant.export.writing import write_listing

    tools = tools or tools_as_made(settings, kept)
    _, gone = present(tools, kept)
    listing = shortlist_listing(tools, kept)
    write_listing(listing, target.out, layout=target.layout, bom=target.bom, force=target.force, made_on=settings.as_of)
    if gone:
        note(f"Warning: {gone}")
    note(f"{customer_count(len(listing.rows))} written to {target.out}.")


def shown(settings: Settings, data: dict[str, Any], text: str) -> int:
    """Print what came of it, for scripts or for people."""
    if settings.json:
        emit(data)
    else:
        say(text)
    return ExitCode.DONE


def made(settings: Settings, kept: Shortlist, tools: "Tools", target: Target) -> int:
    """Print a new shortlist."""
    return shown(settings, shortlist_json(kept, target.out), made_text(tools.engine.catalog, kept))
