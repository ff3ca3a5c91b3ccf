"""Writes ``docs/commands.md`` from the commands: ``python -m tests.docs``. A test holds that it is up to date."""

import sys
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from assistant.cli import app
from assistant.commands import ExitCode
from assistant.commands.framework import HEADINGS, SHARED

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
HEAD = """\
# The commands of Ascent

Written from the commands themselves by `python -m tests.docs`; `ascent COMMAND --help` says the same.

Data goes to standard output; progress, warnings and errors go to standard error. Colour and progress bars appear on a
terminal only, and `NO_COLOR` is honoured.
"""


def page() -> str:
    """The whole page in Markdown."""
    group: Any = get_command(app)
    context = group.make_context("ascent", [], resilient_parsing=True)
    first = group.commands["ask"]
    parts = [HEAD, _index(group), "## Options of every command", _options(_shared(first, context))]
    parts += ["## Exit codes", "\n".join(f"- `{code.value}`: {code.text}" for code in ExitCode)]
    for heading in dict.fromkeys(HEADINGS.values()):
        parts.append(f"## {heading}")
        parts += [_section(group.commands[name], context) for name in HEADINGS if HEADINGS[name] == heading]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _index(group: Any) -> str:
    names = [f"[`{name}`](#ascent-{name})" for name in HEADINGS]
    return f"{len(names)} commands: {', '.join(names)}."


def _section(command: Any, parent: Any) -> str:
    context = typer.Context(command, info_name=command.name, parent=parent)
    words, _, example = command.help.partition("Example:")
    usage = " ".join(["ascent", command.name, *command.collect_usage_pieces(context)])
    parts = [f"### ascent {command.name}", f"    {usage}", words.strip(), _arguments(command, context)]
    own = [it for it in _rows(command, context, "option") if it not in _shared(command, context)]
    parts += [_options(own), f"```sh\n{_example(example)}\n```"]
    return "\n\n".join(part for part in parts if part)


def _example(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())


def _arguments(command: Any, context: Any) -> str:
    return _table("Argument", _rows(command, context, "argument"))


def _options(rows: list[tuple[str, str]]) -> str:
    return _table("Option", rows)


def _rows(command: Any, context: Any, kind: str) -> list[tuple[str, str]]:
    params = [it for it in command.get_params(context) if it.param_type_name == kind]
    if kind == "argument":
        return [(it.metavar, it.help) for it in params]
    return [it.get_help_record(context) for it in params if it.name != "help"]


def _shared(command: Any, context: Any) -> list[tuple[str, str]]:
    shared = {it.name for it in SHARED}
    names = {it.name: it for it in command.get_params(context)}
    return [names[name].get_help_record(context) for name in names if name in shared]


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    lines = [f"| `{_cell(name)}` | {_cell(words)} |" for name, words in rows]
    return "\n".join([f"| {title} | |", "|---|---|", *lines])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE} is written.\n")
