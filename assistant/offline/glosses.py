"""A word with the same word of another language in brackets behind it: ``지금 행동(Act Now)`` says one thing once."""

from collections.abc import Callable, Hashable, Sequence

from assistant.offline.language import Piece

Senses = Callable[[str], frozenset[Hashable]]


def without_glosses(pieces: Sequence[Piece], senses: Senses) -> list[Piece]:
    """The pieces without brackets that hold what the piece before them is; ``senses`` are those of English words."""
    kept: list[Piece] = []
    place = 0
    while place < len(pieces):
        is_gloss = bool(kept) and _is_gloss(kept[-1], pieces[place : place + 3], senses)
        kept += [] if is_gloss else [pieces[place]]
        place += 3 if is_gloss else 1
    return kept


def _is_gloss(word: Piece, behind: Sequence[Piece], senses: Senses) -> bool:
    if [piece.text for piece in behind[::2]] != ["(", ")"]:
        return False
    meant = senses(word.english)
    return bool(meant) and meant <= senses(behind[1].english)
