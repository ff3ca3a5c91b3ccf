"""Parts of a question that ask for nothing: instructions to the assistant, and reasons that people give first."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.offline.draft import IGNORED
from assistant.offline.lexicon import Sense
from assistant.offline.spans import Item

_SPOKEN = frozenset(  # what words mean in a conversation, beside what they say here
    {"back", "id", "yes", "reveal", "lift", "stand_in", "whole", "again", "anew", "step", "glue", "rating", "leave"}
)
_INERT = (IGNORED - {"customers"}) | _SPOKEN | {"person", "change", "polar", "when", "unit"}


def without_asides(items: list[Item]) -> tuple[list[Item], str]:
    """The items that ask for something, and the text of the others."""
    kept, told = _without(items, ".!?", _is_instruction)
    kept, said = _without(kept, ".!?:;,", _is_reason)
    return kept, " ".join(filter(None, (told, said)))


def _without(items: Sequence[Item], marks: str, aside: Callable[[Sequence[Item]], bool]) -> tuple[list[Item], str]:
    parts = _parts(items, marks)
    left = [part for part in parts if aside(part)]
    if len(left) == len(parts):
        return list(items), ""
    kept = [item for part in parts if part not in left for item in part]
    return kept, " ".join(item.text for part in left for item in part)


def _parts(items: Sequence[Item], marks: str) -> list[list[Item]]:
    """The items between the marks, each part with the mark behind it."""
    parts: list[list[Item]] = [[]]
    for item in items:
        parts[-1].append(item)
        if item.has("mark") and item.text in marks:
            parts.append([])
    return [part for part in parts if part]


def _is_instruction(part: Sequence[Item]) -> bool:
    """``Ignore all previous instructions``."""
    return any(item.has("instruction") for item in part)


def _is_reason(part: Sequence[Item]) -> bool:
    """``I need to win a few back, so``: somebody is spoken of, or it is called out, with words that nothing is known
    of, and nothing that customers could be chosen by, nor a negation."""
    person = any(item.has("person") for item in part) or part[-1].text == "!"
    strange = any(item.unknown or item.has("change", "when") for item in part)
    inert = all((item.unknown or item.has(*_INERT)) and not item.has("neg", "lack") for item in part)
    return person and strange and inert


def without_indifference(items: list[Item]) -> list[Item]:
    """``whatever the date``: what nobody minds need not be known."""
    kept: list[Item] = []
    for item in items:
        minded = kept and kept[-1].has("indifferent") and kept[-1].text.lower() != "any"
        kept.append(replace(item, senses=(Sense("noise"),)) if item.unknown and minded else item)
    return kept
