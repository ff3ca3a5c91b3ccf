"""Particles of one letter: they hold to the word before them, and alone they are letters of a word that is unknown.

In a language whose letters are tokens of their own, an unknown word would else dissolve into particles.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.language import Language, Piece
from assistant.offline.tokens import tokenize


def without_crumbs(text: str, pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """The pieces of a text, with particles that no word stands before as unknown ones."""
    kept: list[Piece] = []
    for piece in pieces:
        bound = piece.english in language.bound and _is_apart(text, piece)
        if _is_crumb(piece) and bound and kept and "number" not in kept[-1].kinds:
            piece = _unread(piece)
        elif _is_crumb(piece) and not _holds(kept):
            kept[-1:] = [_unread(last) for last in kept[-1:]]
            piece = _unread(piece)
        kept.append(piece)
    return kept


def _holds(kept: Sequence[Piece]) -> bool:
    """Whether the last of the pieces is a word that a particle may follow; what counts behind a figure is one."""
    return bool(kept) and (not _is_crumb(kept[-1]) or "number" in kept[-2:][0].kinds)


def _is_crumb(piece: Piece) -> bool:
    return len(piece.text) == 1 and _is_wide(piece.text) and (_says_nothing(piece) or "unknown" in piece.kinds)


def _says_nothing(piece: Piece) -> bool:
    return not piece.english or piece.english.startswith("<")


def _is_apart(text: str, piece: Piece) -> bool:
    """Whether a piece follows a space behind a letter of its own kind."""
    before = text[: piece.start]
    return before.endswith(" ") and _is_wide(before.rstrip()[-1:])


def _is_wide(letter: str) -> bool:
    return any(token.kind == "wide" for token in tokenize(letter))


def _unread(piece: Piece) -> Piece:
    return replace(piece, english=piece.text, kinds=frozenset({"unknown"}))
