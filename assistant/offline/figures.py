"""Puts figures together that stand in several pieces of a question: ``100 000``, ``1万5千``."""

import re
from collections.abc import Sequence

from assistant.offline.language import Piece

_GROUPED = re.compile(r"\d{1,3}(?:\s\d{3})+")


def read_figures(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a question, with one for each figure."""
    return _scaled(text, _grouped(text, pieces))


def _grouped(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """``100 000``: three digits behind a space belong to the figure before it."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else piece
        if _GROUPED.fullmatch(text[before.start : piece.end]):
            figure = "".join(text[before.start : piece.end].split())
            number = float(figure)
            found[-1] = Piece(text[before.start : piece.end], figure, before.start, piece.end, piece.kinds, number)
        else:
            found.append(piece)
    return found


def _scaled(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """``1万5千``: figures with the scales behind them (``"*10000"`` in words.toml) are one figure."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        end, total = _figure(pieces, at)
        if end > at + 1:
            start, stop = pieces[at].start, pieces[end - 1].end
            found.append(Piece(text[start:stop], f"{total:.10g}", start, stop, frozenset({"number"}), total))
        else:
            found.append(pieces[at])
        at = max(end, at + 1)
    return found


def _figure(pieces: Sequence[Piece], at: int) -> tuple[int, float]:
    """Where the figure that begins at a piece ends, and its value; the same place where none of more pieces does."""
    total = 0.0
    while at < len(pieces) and (number := pieces[at].number) is not None:
        scale = pieces[at + 1].english if at + 1 < len(pieces) else ""
        if not scale.startswith("*"):
            return (at + 1, total + number) if total else (at, 0.0)
        total, at = total + number * float(scale[1:]), at + 2
    return at, total
