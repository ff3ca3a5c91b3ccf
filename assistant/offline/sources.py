"""Reads whose scores are meant: the own model's ("by our own model") or the reports' ("according to Microsoft")."""

from assistant.offline.draft import Draft
from assistant.offline.outcome import AskBack
from knowledge.messages import text
from scoring.query import ScoreSource

WHICH = text("By which scores: your own model's or the reports'?")
CHOICES = (text("by our own model"), text("according to Microsoft"))


def read_source(draft: Draft) -> None:
    """Keep the source that the question names; two of them in one question are asked back."""
    found: list[ScoreSource] = []
    for place in list(draft.free("source")):
        governor = _governor(draft, place)
        source: ScoreSource = "model" if draft.value(place, "source") == "model" else "report"
        if source == "model" or _is_meant(draft, place, governor):
            draft.use(place, governor)
            found.append(source)
    if len(set(found)) > 1:
        draft.question = AskBack(WHICH, CHOICES)
    elif found:
        draft.source = found[0]


def _governor(draft: Draft, place: int) -> int:
    """``according to`` before a source, over articles; -1."""
    place -= 1
    while draft.idle_at(place) and not draft.has(place, "governs"):
        place -= 1
    return place if draft.has(place, "governs") else -1


def _is_meant(draft: Draft, place: int, governor: int) -> bool:
    """Whether the reports are named as a source and not only spoken of: governed, or as the owner of scores."""
    if draft.has(place, "noise"):  # "report", "vendor": only "by the report"
        return governor >= 0 and (place - governor > 1 or draft.word(governor).endswith(" the"))
    owner = draft.word(place).replace("’", "'").endswith("'s")
    return governor >= 0 or owner or " " in draft.word(place)
