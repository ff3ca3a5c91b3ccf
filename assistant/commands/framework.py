"""What all commands have in common: shared options, grouped help, and option values read without heavy imports."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, Signature, cleandoc, signature
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from assistant.commands import ExitCode
from assistant.output import is_unreadable
from assistant.settings import Brain, Settings, read_day, read_folder, read_source

Function = Callable[..., int]
_ONE_WORD = re.compile(r"\{([^|{}]+)\}")

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        envvar="ASCENT_WORKSPACE",
        show_envvar=True,
        metavar="DIR",
        parser=read_folder,
        help="Where imported data lives; by default the folder that your system has for a user's data.",
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        envvar="ASCENT_AS_OF",
        show_envvar=True,
        metavar="YYYY-MM-DD",
        parser=read_day,
        help="The day that relative dates count from; by default today.",
    ),
]
BrainOption = Annotated[
    Brain | None,
    typer.Option(
        "--brain",
        envvar="ASCENT_BRAIN",
        show_envvar=True,
        metavar="offline|openai|auto",
        show_default=False,
        help="Who reads the question; by default as configured (ascent config), else offline.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
DebugOption = Annotated[
    bool,
    typer.Option("--debug", envvar="ASCENT_DEBUG", show_envvar=True, help="Show the traceback of an error."),
]
SourceOption = Annotated[
    str,
    typer.Option(
        "--source",
        envvar="ASCENT_SOURCE",
        show_envvar=True,
        metavar="report|model",
        parser=read_source,
        show_default=False,
        help="Whose scores: the reports' or your own model's. By default the reports' where they hold what is asked.",
    ),
]
_SOURCE = Parameter("source", Parameter.KEYWORD_ONLY, default="", annotation=SourceOption)
SHARED = (
    Parameter("workspace", Parameter.KEYWORD_ONLY, default=None, annotation=WorkspaceOption),
    Parameter("as_of", Parameter.KEYWORD_ONLY, default=None, annotation=AsOfOption),
    Parameter("brain", Parameter.KEYWORD_ONLY, default=None, annotation=BrainOption),
    Parameter("json", Parameter.KEYWORD_ONLY, default=False, annotation=JsonOption),
    Parameter("debug", Parameter.KEYWORD_ONLY, default=False, annotation=DebugOption),
)


@dataclass
class Run:
    """One run of the program: the settings of its command, once they are known."""

    settings: Settings | None = None


class PlainValues:
    """Reads option values with their ``parser``, as one of their choices, or as text.

    Typer would do it through pydantic, which takes longer to import than a question takes to answer.
    """

    def coerce(self, value: Any, param: Any, ctx: typer.Context) -> Any:
        """The value of one parameter, as the command gets it; BadParameter where its parser refuses it."""
        if param.multiple or param.nargs == -1:
            return tuple(self._read(item, param, ctx) for item in value or ())
        return self._read(value, param, ctx)

    def _read(self, value: Any, param: Any, ctx: typer.Context) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return _reader(param)(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), ctx=ctx, param=param) from error


def _reader(param: Any) -> Callable[[str], Any]:
    if getattr(param, "is_flag", False):
        return _is_yes
    descriptor = param.type_descriptor
    if descriptor.choices is not None:
        return lambda text: _chosen(text, descriptor.choices)
    return descriptor.parameter_info.parser or str


def _chosen(text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise ValueError(f"'{text}' is none of {', '.join(choices)}.")
    return text


def _is_yes(text: str) -> bool:
    return text.strip().casefold() in ("1", "y", "yes", "t", "true", "on")


class AscentCommand(TyperCommand):
    """A command whose values are read plainly. Should a later Typer ignore the attribute, it only gets slower."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _plain(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The pieces of the usage line; braces only where there is a choice between words."""
        return [_ONE_WORD.sub(r"\1", piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        params = self.get_params(ctx)
        if arguments := [(it.metavar, it.help) for it in params if it.param_type_name == "argument"]:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        with formatter.section("Options"):
            formatter.write_dl([it.get_help_record(ctx) for it in params if it.param_type_name == "option"])


class AscentGroup(TyperGroup):
    """Lists the commands under their headings, in the order in which they are written."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _plain(super().get_params(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(len(name) for name in self.commands)
        for heading in dict.fromkeys(HEADINGS.values()):
            names = [name for name in self.commands if HEADINGS[name] == heading]
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), self.commands[name].get_short_help_str(90)) for name in names])


def _plain(params: list[Any]) -> list[Any]:
    for param in params:
        vars(param)["_runtime_param"] = PlainValues()
    return params


HEADINGS: dict[str, str] = {}


def command(
    app: typer.Typer, heading: str, example: str, name: str = "", sourced: bool = False
) -> Callable[[Function], Function]:
    """Register a function that takes the settings first; its command gets the shared options after its own, and with
    ``sourced`` the one that says whose scores are meant.
    """

    def register(function: Function) -> Function:
        title = name or function.__name__
        HEADINGS[title] = heading
        help_text = f"{cleandoc(function.__doc__ or '')}\n\nExample:\n\n\b\n{_indented(example)}"
        app.command(title, cls=AscentCommand, help=help_text)(_with_settings(function, sourced))
        return function

    return register


def _indented(example: str) -> str:
    return "\n".join(f"  {line}" for line in example.splitlines())


def _with_settings(function: Function, sourced: bool) -> Function:
    own = tuple(signature(function).parameters.values())[1:] + ((_SOURCE,) if sourced else ())

    def run(context: typer.Context, **given: Any) -> int:
        _check_text(context, given)
        settings = _settings(given)
        context.ensure_object(Run).settings = settings
        return function(settings, **given)

    first = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    ordered = sorted((*own, *SHARED), key=lambda parameter: parameter.kind)
    vars(run)["__signature__"] = Signature((first, *ordered), return_annotation=int)
    return run


def _check_text(context: typer.Context, given: Mapping[str, Any]) -> None:
    """BadParameter for text that is not UTF-8; the system lets such bytes into the names of files, which are paths."""
    params: list[Any] = list(context.command.params)
    for param in params:
        value = given.get(param.name or "")
        words = value if isinstance(value, list) else [value]
        if any(isinstance(word, str) and is_unreadable(word) for word in words):
            raise typer.BadParameter("it holds bytes that are not UTF-8.", ctx=context, param=param)


def _settings(given: dict[str, Any]) -> Settings:
    """Takes the shared options out of what was given."""
    return Settings(
        chosen=given.pop("workspace"),
        as_of=given.pop("as_of") or date.today(),
        reader=given.pop("brain"),
        json=given.pop("json"),
        debug=given.pop("debug"),
        source=given.pop("source", ""),
    )


def show_usage_error(error: typer.TyperException) -> int:
    """Says what was wrong with the command line, and how to find out more."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ascent"
    sys.stderr.write(f"Error: {error.format_message()}\nTry '{path} --help'.\n")
    return ExitCode.USAGE
