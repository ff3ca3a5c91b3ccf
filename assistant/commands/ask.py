"""``ascent ask``: one question, one answer, and if wanted how the question was read."""

from typing import TYPE_CHECKING

from assistant.commands.keeping import open_keeper
from assistant.commands.output import emit, say
from assistant.commands.session import EXIT_CODES, answer_of, open_brain, show
from assistant.conversation_log import asks_name
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.offline.reader import Reading
    from knowledge.catalog import Catalog


def run(settings: Settings, question: str, show_all: bool = False, explain: bool = False) -> int:
    """Answer a question, with all rows of a list if wanted; the exit code says whether it was answered."""
    brain = open_brain(settings, show_all)
    conversation = brain.start()
    keeper = open_keeper(settings, brain.tools, asks_name())
    answer = answer_of(brain, question, conversation)
    keeper.keep(answer)
    if not explain:
        return show(answer, settings.json, whole=show_all)
    reading = _spans(brain.catalog, conversation.reading)
    if settings.json:
        emit(answer.to_json() | {"reading": [{"text": part, "taken_for": words} for part, words in reading]})
        return EXIT_CODES[answer.status]
    from assistant.render import clean, table

    say(table(("read", "as"), [(clean(part), clean(words)) for part, words in reading]) + "\n")
    return show(answer, settings.json, whole=show_all)


def _spans(catalog: "Catalog", reading: "Reading | None") -> list[tuple[str, str]]:
    """Each stretch of the question with what it was taken for; none where it was not read."""
    from assistant.offline.reading_words import taken_for

    return taken_for(catalog, reading) if reading else []
