"""``ascent completion``: what makes a shell complete command lines. Nothing is installed: the user adds it."""

from assistant.commands import COMPLETE, ExitCode
from assistant.output import emit, say
from assistant.settings import Settings


def run(settings: Settings, shell: str) -> int:
    """Print the script of a shell."""
    from typer._completion_shared import get_completion_script

    script = get_completion_script(prog_name="ascent", complete_var=COMPLETE, shell=shell)
    if settings.json:
        emit({"shell": shell, "script": script})
    else:
        say(script)
    return ExitCode.DONE


def prepare() -> None:
    """Let the program answer the shell, which asked by the variable ``COMPLETE``."""
    from typer._completion_classes import completion_init

    completion_init()
