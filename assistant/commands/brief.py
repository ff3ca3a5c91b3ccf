"""``ascent brief``: a campaign brief on a cohort, a shortlist or the customers of a question."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.commands.shortlist import tools_as_made
from assistant.commands.shortlist_making import listed_by
from assistant.commands.showing import show
from assistant.conversation_log import asks_name
from assistant.keeping import open_keeper
from assistant.output import emit, note, say
from assistant.places import check_place, replacing
from assistant.plain_queries import query_of
from assistant.render import customer_count
from assistant.session import answer_of, open_brain
from assistant.settings import Settings
from assistant.shortlist_files import Shortlists

if TYPE_CHECKING:
    from assistant.brief.content import Brief

SUFFIXES = (".html", ".md")


def run(settings: Settings, subject: str, out: Path | None, force: bool) -> int:
    """Make the brief; without ``out`` it goes to stdout, as Markdown or with ``--json`` as data."""
    if out is not None:
        _check_out(out, force)
    made = _of_shortlist(settings, subject) or _of_question(settings, subject)
    if isinstance(made, Answer):
        return show(made, settings.json)
    for warning in made.warnings:
        note(f"Warning: {warning}")
    if out is not None:
        _write(made, out)
    _tell(settings, made, out)
    return ExitCode.DONE


def _check_out(out: Path, force: bool) -> None:
    if out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"'{out}' ends neither with .html nor with .md.", param_hint="'--out'")
    check_place(out, force)


def _of_shortlist(settings: Settings, name: str) -> "Brief | None":
    """The brief on a shortlist of that name; None where there is none."""
    from assistant.brief.building import brief_of_shortlist

    lists = Shortlists(settings.workspace)
    if not lists.has(name):
        return None
    shortlist = lists.load(name)
    return brief_of_shortlist(tools_as_made(settings, shortlist), shortlist)


def _of_question(settings: Settings, question: str) -> "Brief | Answer":
    """The brief on the customers of a question; the answer to it, where it is not answered."""
    from assistant.brief.building import brief_of_question

    brain = open_brain(settings)
    keeper = open_keeper(settings, brain.tools, asks_name())
    answer = answer_of(brain, question, brain.start())
    keeper.keep(answer)
    if answer.status != "answered":
        _check_meant(settings, question)
        return answer
    for warning in answer.warnings:
        note(f"Warning: {warning}")
    run = listed_by(brain.tools, answer)
    return brief_of_question(brain.tools, question, query_of(run.arguments), run.found, answer.assumptions)


def _check_meant(settings: Settings, word: str) -> None:
    """ShortlistError where a single word, which was no question, is no shortlist either."""
    if len(word.split()) == 1:
        Shortlists(settings.workspace).load(word)


def _write(made: "Brief", out: Path) -> None:
    with replacing(out) as draft:
        draft.write_text(_text(made, out.suffix.lower()), encoding="utf-8", newline="\n")


def _text(made: "Brief", suffix: str) -> str:
    from assistant.brief.markdown import brief_markdown
    from assistant.brief.page import brief_page

    return brief_page(made) if suffix == ".html" else brief_markdown(made)


def _tell(settings: Settings, made: "Brief", out: Path | None) -> None:
    if settings.json:
        emit(made.to_json() | {"file": str(out) if out else None})
    elif out is None:
        say(_text(made, ".md").rstrip("\n"))
    else:
        say(f"The brief on {made.title} ({customer_count(made.total)}) is written to {out}")
