"""The file that a command is asked to write."""

from dataclasses import dataclass
from pathlib import Path

import typer


@dataclass(frozen=True)
class Target:
    """A file to write, if any, and how: for which CRM, with a byte order mark, in place of a file that is there."""

    out: Path | None = None
    layout: str = ""
    bom: bool = False
    force: bool = False

    def check(self) -> None:
        """Before anything is done: BadParameter where there is no such format, AscentError where the file cannot be
        written there."""
        if self.out is None:
            if self.layout or self.bom:
                raise typer.BadParameter("it needs --out FILE.", param_hint="'--layout' / '--bom'")
            return
        from assistant.export.writing import check_target, format_fault

        if fault := format_fault(self.out, self.layout, self.bom):
            raise typer.BadParameter(fault, param_hint="'--out'")
        check_target(self.out, self.layout, self.bom, self.force)


NO_FILE = Target()


def target_of(out: Path | None, layout: str, bom: bool, force: bool) -> Target:
    """What was asked for with options; BadParameter where some say how to write and none where."""
    if out is None and (layout or bom or force):
        raise typer.BadParameter("nothing is written without --out FILE.", param_hint="'--out'")
    return Target(out, layout, bom, force)
