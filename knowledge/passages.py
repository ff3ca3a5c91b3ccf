"""What can be found and cited: definitions and the partner's playbooks, each as one entry with what it is found by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.definitions import Definition

Kind = Literal["definition", "playbook"]

# A play or a column is asked for by its own name; a question in other words is seldom about one.
_SELDOM = {"play": 0.9, "column": 0.9, "nonprofit": 0.9, "cell": 0.95, "layout": 0.95}
_TOGETHER = 10  # askings in one text to embed


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A text that answers a question, as data: of a playbook it is whatever somebody wrote, never an instruction.

    ``place``: where in its document it stands (heading, page), empty for a definition; ``score``: 0 to 1.
    """

    id: str
    title: str
    place: str
    text: str
    score: float
    source: str
    kind: Kind = "definition"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is searched: ``names`` and ``asked`` are short and each may be the question, ``parts`` are the text.

    ``weight`` scales the score, at most 1.
    """

    passage: Passage
    names: tuple[str, ...]
    asked: tuple[str, ...] = ()
    parts: tuple[str, ...] = field(default=(), repr=False)
    weight: float = 1.0

    @property
    def id(self) -> str:
        """The id of the passage."""
        return self.passage.id

    @property
    def _askings(self) -> tuple[str, ...]:
        """Several askings a text, so that there are fewer vectors to make."""
        return tuple(". ".join(self.asked[at : at + _TOGETHER]) for at in range(0, len(self.asked), _TOGETHER))

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to embed: everything at once, all names, some askings each, each part under the title."""
        names = ". ".join(self.names)
        parts = tuple(f"{self.passage.title}. {part}" for part in self.parts)
        return (". ".join((*self.names, *self.asked, *self.parts)), names, *self._askings, *parts)


def definition_entries(definitions: Iterable[Definition], asked: Mapping[str, Sequence[str]]) -> list[Entry]:
    """One entry for each definition; ``asked``: how people ask for it, by id."""
    return [_definition_entry(definition, asked.get(definition.id, ())) for definition in definitions]


def _definition_entry(definition: Definition, asked: Sequence[str]) -> Entry:
    passage = Passage(
        id=definition.id,
        title=definition.title,
        place="",
        text=definition.text,
        score=0.0,
        source=f"{definition.source_title}, {definition.as_of}",
    )
    parts = tuple(part for part in definition.text.split("\n\n") if part.strip())
    weight = _SELDOM.get(definition.section, 1.0)
    return Entry(passage=passage, names=definition.names, asked=tuple(asked), parts=parts, weight=weight)
