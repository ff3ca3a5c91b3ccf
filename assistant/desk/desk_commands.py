"""What a line that begins with ``/`` does. Help and completion follow from this table."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assistant.desk import handing_on, lists
from assistant.desk.terminal import aligned
from assistant.offline.reading_words import taken_for
from assistant.render import clean, table
from assistant.saved_questions import find_question, saved_questions
from assistant.session import key_fault
from assistant.settings import Brain as BrainName
from scoring.errors import AscentError

if TYPE_CHECKING:
    from assistant.desk.desk import Desk

EXAMPLES = """\
Ask in plain words, for example: Which customers in Sweden are Act Now for Azure?
A follow-up keeps what was said before: And in Norway? Why the second one?"""
KEYS = """\
Tab completes names and commands, Ctrl-R searches what was typed before, Ctrl-C stops an answer, Ctrl-D leaves."""

ANEW = "This is a new conversation."

Run = Callable[["Desk", str], None]
Choices = Callable[["Desk"], Sequence[str]]


def _nothing(desk: "Desk") -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Command:
    """One command: its name with the stroke, what it takes in words, what it does in one line, and what completes what
    it takes."""

    name: str
    takes: str
    about: str
    run: Run
    choices: Choices = _nothing

    @property
    def usage(self) -> str:
        """The name with what it takes."""
        return f"{self.name} {self.takes}".rstrip()


def run_command(desk: "Desk", line: str) -> None:
    """Do what a line commands; AscentError where there is no such command or it cannot be done."""
    name, _, given = line.strip().partition(" ")
    command = COMMANDS.get(name.casefold())
    if command is None:
        raise AscentError(_unknown(name))
    if given.strip() and not command.takes:
        raise AscentError(f"{command.name} takes nothing.")
    command.run(desk, given.strip())


def _unknown(name: str) -> str:
    near = get_close_matches(name.casefold(), COMMANDS, n=1, cutoff=0.5)
    return f"There is no {name}. " + (f"Did you mean {near[0]}?" if near else "See /help.")


def _needed(command: str, given: str) -> str:
    if not given:
        raise AscentError(f"Write it as {COMMANDS[command].usage}.")
    return given


# ---- the list ---------------------------------------------------------------------------------


def _more(desk: "Desk", given: str) -> None:
    desk.terminal.show_answer(lists.more(desk))


def _columns(desk: "Desk", given: str) -> None:
    desk.terminal.show_answer(lists.choose_columns(desk, given))


def _sort(desk: "Desk", given: str) -> None:
    desk.take(lists.sort(desk, _needed("/sort", given)))


def _why(desk: "Desk", given: str) -> None:
    desk.take(lists.why(desk, _needed("/why", given)))


def _export(desk: "Desk", given: str) -> None:
    desk.terminal.show(handing_on.export(desk, Path(_unquoted(_needed("/export", given))).expanduser()))


def _unquoted(given: str) -> str:
    """``'my file.csv'``: what was written in quotes; backslashes stay as they are."""
    quoted = len(given) > 2 and given[0] == given[-1] and given[0] in "'\""
    return given[1:-1] if quoted else given


def _save(desk: "Desk", given: str) -> None:
    desk.terminal.show(handing_on.keep(desk, _unquoted(_needed("/save", given))))


# ---- the answer -------------------------------------------------------------------------------


def _calls(desk: "Desk", given: str) -> None:
    calls = desk.answer.calls if desk.answer else ()
    lines = [f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False, default=str)}" for call in calls]
    desk.terminal.show("\n".join(lines) or "No tool was called for the last answer.")


def _explain_reading(desk: "Desk", given: str) -> None:
    reading = desk.talk.reading
    parts = taken_for(desk.offline.catalog, reading) if reading else []
    if not parts:
        raise AscentError("No question was read yet, or the last message was none.")
    desk.terminal.show(table(("read", "as"), [(clean(part), clean(words)) for part, words in parts]))


def _cost(desk: "Desk", given: str) -> None:
    desk.terminal.show_data(desk.costs.words(), desk.costs.to_json())


# ---- the conversation -------------------------------------------------------------------------


def _brain(desk: "Desk", given: str) -> None:
    names: dict[str, BrainName] = {name: name for name in get_args(BrainName)}
    if given and given not in names:
        raise AscentError(f"'{given}' is none of {', '.join(names)}.")
    if given:
        desk.change_brain(names[given])
    desk.terminal.show(f"Questions are read by: {desk.reader}")
    if desk.reader != "offline" and (fault := key_fault(desk.settings)):
        desk.terminal.note(f"Warning: {fault} Until there is one, questions are read offline.")


def _month(desk: "Desk", given: str) -> None:
    months = desk.offline.tools.engine.availability.months
    if given == "newest":
        desk.offline.month = ""
    elif given:
        if given not in months:
            raise AscentError(f"There is no report of {given}: the imported months are {', '.join(months)}.")
        desk.offline.month = given
    asked = desk.offline.month or "the newest month that holds what is asked"
    desk.terminal.show(f"Questions are about {asked}. Imported: {', '.join(months) or 'nothing'}")


def _months(desk: "Desk") -> Sequence[str]:
    return (*desk.offline.tools.engine.availability.months, "newest")


def _run(desk: "Desk", given: str) -> None:
    known = list(saved_questions(desk.settings.workspace))
    if not given and known:
        raise AscentError(f"Write it as {COMMANDS['/run'].usage}. Saved: {', '.join(known)}")
    name, values = split_saved(_needed("/run", given), known)
    question = find_question(desk.settings.workspace, name).filled(values)
    desk.terminal.show(question)
    desk.ask(question)


def split_saved(given: str, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """``act now product=Azure country=United Kingdom`` as the name of a saved question and values for parameters."""
    words = given.split()
    first = next((at for at, word in enumerate(words) if word.find("=") > 0), len(words))
    name = _unquoted(" ".join(words[:first]))
    name = next((known for known in names if known.casefold() == name.casefold()), name)
    values: dict[str, str] = {}
    for word in words[first:]:
        key, sign, value = word.partition("=")
        if sign and key:
            values[key] = value
        else:
            last = list(values)[-1]
            values[last] += f" {word}"
    return name, values


def _saved(desk: "Desk") -> Sequence[str]:
    return list(saved_questions(desk.settings.workspace))


def _new(desk: "Desk", given: str) -> None:
    desk.begin()
    if desk.terminal.attended:
        desk.terminal.show(ANEW)


def _help(desk: "Desk", given: str) -> None:
    if not desk.terminal.attended:
        desk.terminal.show(help_text())
        return
    desk.terminal.show(f"{EXAMPLES}\n")
    desk.terminal.show_rows(_usages())
    desk.terminal.show(f"\n{KEYS}")


def _quit(desk: "Desk", given: str) -> None:
    desk.left = True


def help_text() -> str:
    """What can be written."""
    return "\n".join([EXAMPLES, "", aligned(_usages())])


def _usages() -> list[tuple[str, str]]:
    return [(command.usage, command.about) for command in COMMANDS.values()]


COMMANDS = {
    command.name: command
    for command in (
        Command("/more", "", "further rows of the list", _more),
        Command(
            "/columns", "[NAMES]", "choose the columns of the list, or see which there are", _columns, lists.shown_names
        ),
        Command("/sort", "COLUMN [asc|desc]", "sort the list", _sort, lists.sorted_names),
        Command("/why", "N", "why row N of the list is rated as it is", _why),
        Command("/export", "FILE", "write what was shown last to FILE.csv, .xlsx, .html or .json", _export),
        Command("/save", "NAME", "keep the list as a shortlist", _save),
        Command("/run", "NAME [PARAMETER=VALUE]", "ask a saved question", _run, _saved),
        Command("/calls", "", "what was run for the last answer", _calls),
        Command("/explain-reading", "", "what each part of the last question was taken for", _explain_reading),
        Command("/month", "[YYYY-MM]", "ask about another month; newest: no longer", _month, _months),
        Command("/brain", "[offline|openai|auto]", "choose who reads questions", _brain, lambda _: get_args(BrainName)),
        Command("/cost", "", "what the answers cost at a language model", _cost),
        Command("/new", "", "start a new conversation", _new),
        Command("/help", "", "show this", _help),
        Command("/quit", "", "leave", _quit),
    )
}
