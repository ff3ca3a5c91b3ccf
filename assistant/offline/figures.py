"""Figures of several pieces: ``100 000``, and ``1万5千`` with the scales behind the digits (``"*10000"``)."""

import math
import re
from collections.abc import Sequence

from assistant.offline.language import Piece

_GROUPED = re.compile(r"\d{1,3}(?:\s\d{3})+")


def read_figures(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those that are one figure together made one."""
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
        if end > at + 1 or pieces[at].english.startswith("*"):
            start, stop = pieces[at].start, pieces[end - 1].end
            found.append(Piece(text[start:stop], f"{total:.10g}", start, stop, frozenset({"number"}), total))
        else:
            found.append(pieces[at])
        at = max(end, at + 1)
    return found


def _figure(pieces: Sequence[Piece], at: int) -> tuple[int, float]:
    """Where the figure that begins at a piece ends, and its value; the same place where there is none.

    A scale multiplies what is smaller before it: ``3千万`` is 30 million, ``十`` alone is 10.
    """
    parts: list[float] = []
    scale = math.inf
    while at < len(pieces):
        number = pieces[at].number
        if pieces[at].english.startswith("*"):
            scale = float(pieces[at].english[1:])
            smaller = sum(part for part in parts if part < scale) or 1.0
            parts = [*(part for part in parts if part >= scale), smaller * scale]
        elif number is not None and (not parts or number < scale <= parts[-1]):
            parts.append(number)
        else:
            break
        at += 1
    return at, sum(parts)
