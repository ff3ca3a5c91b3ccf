"""``ascent ask``: one question, one answer, and if wanted how the question was read, and its customers in a file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant.commands.showing import EXIT_CODES, show
from assistant.commands.target import NO_FILE, Target
from assistant.conversation_log import asks_name
from assistant.keeping import open_keeper
from assistant.output import emit, note, say
from assistant.session import answer_of, open_brain
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.offline.reader import Reading
    from assistant.tools import Tools
    from knowledge.catalog import Catalog


@dataclass(frozen=True)
class Written:
    """What was written: the file, and how many rows of customers or groups."""

    file: str
    rows: int
    of: str

    def __str__(self) -> str:
        return f"{self.rows:,} {self.of if self.rows != 1 else self.of[:-1]} written to {self.file}"


def run(
    settings: Settings, question: str, show_all: bool = False, explain: bool = False, target: Target = NO_FILE
) -> int:
    """Answer a question, with all rows of a list if wanted, and write it to a file; the exit code says whether it was
    answered."""
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
    written = _write(brain.tools, answer, target) if answer.status == "answered" else None
    if settings.json:
        read = {"reading": [{"text": part, "taken_for": words} for part, words in reading]} if explain else {}
        emit(answer.to_json() | read | ({"written": asdict(written)} if written else {}))
    elif written:
        note(str(written))
    return code


def _write(tools: "Tools", answer: "Answer", target: Target) -> Written | None:
    """Write the customers or groups of an answer to the file that is wanted, if one is; AscentError where it has
    neither."""
    if target.out is None:
        return None
    from assistant.export.answers import listing_of
    from assistant.export.writing import write_listing

    listing = listing_of(tools, answer)
    write_listing(listing, target.out, layout=target.layout, bom=target.bom, force=target.force, made_on=tools.as_of)
    of = "groups" if answer.customers is None else "customers"
    return Written(str(target.out), len(listing.rows), of)


def _say_reading(reading: Sequence[tuple[str, str]]) -> None:
    from assistant.render import clean, table

    say(table(("read", "as"), [(clean(part), clean(words)) for part, words in reading]) + "\n")


def _spans(catalog: "Catalog", reading: "Reading | None") -> list[tuple[str, str]]:
    """Each stretch of the question with what it was taken for; none where it was not read."""
    from assistant.offline.reading_words import taken_for

    return taken_for(catalog, reading) if reading else []
