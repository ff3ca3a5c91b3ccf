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

_ABOUT = ("product", "family", "cohort", "category", "play")


def without_asides(items: list[Item]) -> tuple[list[Item], str]:
    """The items that ask for something, and the text of the others."""
    kept, told = _without(items, ".!?", _is_instruction)
    kept, titled = _without_heading(kept)
    kept, said = _without(kept, ".!?:;,", _is_reason)
    return kept, " ".join(filter(None, (told, titled, said)))


def _without_heading(items: list[Item]) -> tuple[list[Item], str]:
    """``Security push starts soon: ...``, ``Cross-sell idea: ...``: what a question is for, said before a colon. A
    topic is left out only where the rest names what it is about."""
    end = next((at for at, item in enumerate(items) if item.has("mark") and item.text == ":"), 0)
    heading, rest = items[:end], items[end + 1 :]
    idle = all(item.has("heading", "topic", "noise") and not item.has("neg", "lack") for item in heading)
    titled = idle and any(item.has("heading") for item in heading)
    topic = any(item.has("topic") for item in heading)
    if not titled or all(item.has("noise") for item in heading) or (topic and not any(it.has(*_ABOUT) for it in rest)):
        return items, ""
    return rest, " ".join(item.text for item in heading)


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


def without_indifference(items: list[Item]) -> tuple[list[Item], str]:
    """``whatever the date``: what nobody minds need not be known; the items, and the words of that."""
    kept: list[Item] = []
    minded: list[str] = []
    for item in items:
        before = kept[-1] if kept else None
        if item.unknown and before and before.has("indifferent") and before.text.lower() != "any":
            minded.append(f"{before.text} {item.text}")
            item = replace(item, senses=(Sense("noise"),))
        kept.append(item)
    return kept, " ".join(minded)
