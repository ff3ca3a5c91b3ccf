"""``ascent define``: what a term of the reports means."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Call, Citation
from assistant.commands.showing import show
from assistant.session import open_workspace
from assistant.settings import Settings
from assistant.vocabulary import known_as, noted, vocabulary_file

if TYPE_CHECKING:
    from knowledge.definitions import Definition

LONGEST = 1500


def run(settings: Settings, term: str) -> int:
    """Print what a term means: a word of the partner's vocabulary, else its definitions, or the nearest names."""
    from knowledge.definitions import load_definitions
    from knowledge.index import Passages

    workspace = open_workspace(settings)
    if own := _own_word(settings, term):
        return show(own, settings.json)
    definitions = load_definitions(workspace.catalog, cache=workspace.cache)
    passages = Passages.of_workspace(definitions, settings.workspace)
    found = definitions.lookup(term) or passages.by_id(term) or passages.clear(term)
    found += tuple(item for item in passages.in_playbooks(term) if item not in found)
    answer = _defined(term, found) if found else _unknown(term, definitions.suggest(term))
    return show(replace(answer, warnings=passages.warnings), settings.json)


def _own_word(settings: Settings, term: str) -> Answer | None:
    words = vocabulary_file(settings.workspace).read()
    known = known_as(words, term)
    return Answer(term, "answered", noted(known, words[known])) if known else None


def _defined(term: str, found: Sequence["Definition"]) -> Answer:
    return Answer(
        question=term,
        status="answered",
        answer=_shortened(found),
        rows=tuple(_row(definition) for definition in found),
        calls=(Call("define", {"term": term}),),
        citations=tuple(Citation(definition.id, definition.title, definition.place) for definition in found),
    )


def _shortened(found: Sequence["Definition"]) -> str:
    """The first definition, the others as far as there is room, and the names of the rest."""
    texts = [_text(definition) for definition in found]
    ends = [len("\n\n".join(texts[:count])) for count in range(1, len(texts) + 1)]
    shown = max(1, sum(end <= LONGEST - 200 for end in ends))
    others = [f"{definition.title} ({definition.id})" for definition in found[shown:]]
    return "\n\n".join(texts[:shown] + ([f"Also: {', '.join(others)}"] if others else []))


def _text(definition: "Definition") -> str:
    return f"{definition.title}\n{definition.text}\nSource: {definition.source_words} ({definition.id})"


def _row(definition: "Definition") -> dict[str, object]:
    names = ("id", "title", "aliases", "text", "as_of", "source", "source_title")
    place = {"place": definition.place} if definition.place else {}
    return {name: getattr(definition, name) for name in names} | place


def _unknown(term: str, nearest: Sequence[str]) -> Answer:
    offer = f" Did you mean {', '.join(nearest)}?" if nearest else ""
    return Answer(
        question=term,
        status="not_answerable",
        answer=f"There is no definition of '{term}'.{offer}",
        calls=(Call("define", {"term": term}),),
    )
