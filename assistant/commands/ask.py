"""``ascent ask``: one question, one answer, and if wanted how the question was read, and its customers in a file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.commands.keeping import open_keeper
from assistant.commands.output import emit, note, say
from assistant.commands.session import EXIT_CODES, answer_of, open_brain, show
from assistant.conversation_log import asks_name
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.offline.reader import Reading
    from assistant.tools import Tools
    from knowledge.catalog import Catalog


@dataclass(frozen=True)
class Target:
    """The file that the customers of an answer are written to, and how."""

    out: Path
    layout: str = ""
    bom: bool = False
    force: bool = False

    def check(self) -> None:
        """BadParameter where there is no such format, AscentError where the file cannot be written there."""
        from assistant.export.writing import check_target, format_fault

        if fault := format_fault(self.out, self.layout, self.bom):
            raise typer.BadParameter(fault, param_hint="'--out'")
        check_target(self.out, self.layout, self.bom, self.force)

    def write(self, tools: "Tools", answer: "Answer") -> "Written":
        """Write the customers or groups of an answer; AscentError where it has neither."""
        from assistant.export.answers import listing_of
        from assistant.export.writing import write_listing

        listing = listing_of(tools, answer)
        write_listing(listing, self.out, layout=self.layout, bom=self.bom, force=self.force, made_on=tools.as_of)
        of = "groups" if answer.customers is None else "customers"
        return Written(str(self.out), len(listing.rows), of)


def target_of(out: Path | None, layout: str, bom: bool, force: bool) -> Target | None:
    """What was asked for with options; BadParameter where some say how to write and none where."""
    if out is None and (layout or bom or force):
        raise typer.BadParameter("nothing is written without --out FILE.", param_hint="'--out'")
    return Target(out, layout, bom, force) if out else None


@dataclass(frozen=True)
class Written:
    """What was written: the file, and how many rows of customers or groups."""

    file: str
    rows: int
    of: str

    def __str__(self) -> str:
        return f"{self.rows:,} {self.of if self.rows != 1 else self.of[:-1]} written to {self.file}"


def run(
    settings: Settings, question: str, show_all: bool = False, explain: bool = False, target: Target | None = None
) -> int:
    """Answer a question, with all rows of a list if wanted, and write it to a file; the exit code says whether it was
    answered."""
    if target:
        target.check()
    brain = open_brain(settings, show_all)
    conversation = brain.start()
    keeper = open_keeper(settings, brain.tools, asks_name())
    answer = answer_of(brain, question, conversation)
    keeper.keep(answer)
    reading = _spans(brain.catalog, conversation.reading) if explain else []
    if explain and not settings.json:
        _say_reading(reading)
    code = EXIT_CODES[answer.status] if settings.json else show(answer, False, whole=show_all)
    written = target.write(brain.tools, answer) if target and answer.status == "answered" else None
    if settings.json:
        read = {"reading": [{"text": part, "taken_for": words} for part, words in reading]} if explain else {}
        emit(answer.to_json() | read | ({"written": asdict(written)} if written else {}))
    elif written:
        note(str(written))
    return code


def _say_reading(reading: Sequence[tuple[str, str]]) -> None:
    from assistant.render import clean, table

    say(table(("read", "as"), [(clean(part), clean(words)) for part, words in reading]) + "\n")


def _spans(catalog: "Catalog", reading: "Reading | None") -> list[tuple[str, str]]:
    """Each stretch of the question with what it was taken for; none where it was not read."""
    from assistant.offline.reading_words import taken_for

    return taken_for(catalog, reading) if reading else []
