"""Brings a question of another language into English: its phrases, then their order; other words stay as they are."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.offline.language import Language, Piece, put_in_order
from assistant.offline.lexicon import Lexicon
from assistant.offline.spans import NameFinder, Span, cheapest, phrase_spans, visible
from assistant.offline.tokens import Token, phrase_key, read_number, tokenize

_CARRIES = frozenset(
    {"product", "family", "cluster", "band", "cell", "cohort", "category", "play", "value", "owns", "signal", "score"}
    | {"field", "report", "absent", "detail"}
)
_MIXED = 0.3  # what an English word costs more than a word of the language


@dataclass(frozen=True)
class Translation:
    """A question in English, the language and the pieces it was made of in the order of the original, how many of its
    letters no phrase covers, and whether any of its phrases is of that language."""

    english: str
    language: str
    pieces: tuple[Piece, ...]
    unknown: int
    spoken: bool


def translate(question: str, language: Language, lexicon: Lexicon, find_names: NameFinder) -> Translation:
    """A question in English. Names of customers, of the catalogue and of the data stay as they are written."""
    text = unicodedata.normalize("NFC", question)
    tokens = visible(tokenize(text))
    pieces = _pieces(text, tokens, language, lexicon, find_names)
    ordered = put_in_order(pieces, language.rules, lambda words: _kinds(words, lexicon))
    english = " ".join(filter(None, (_said(piece, language) for piece in ordered)))
    unknown = sum(piece.end - piece.start for piece in pieces if "unknown" in piece.kinds)
    spoken = any(piece.english != piece.text for piece in pieces)
    return Translation(english, language.code, tuple(pieces), unknown, spoken)


def _said(piece: Piece, language: Language) -> str:
    """What a piece says in English: a mark says nothing, unless a rule had to put it into words."""
    return piece.english if not _is_mark(piece) else piece.text if piece.english in language.held else ""


def _is_mark(piece: Piece) -> bool:
    return piece.english.startswith("<") and piece.english.endswith(">")


def _pieces(
    text: str, tokens: list[Token], language: Language, lexicon: Lexicon, find_names: NameFinder
) -> list[Piece]:
    english: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    for span, words in _spoken(tokens, language):
        english[span.start, span.end] = words
        spans.append(span)
    for span in phrase_spans(tokens, lexicon.phrases, lexicon.prefixes):
        kinds = {sense.kind for sense in lexicon.phrases[span.key]}
        if (span.start, span.end) not in english:
            spans.append(replace(span, cost=span.cost + (0.0 if kinds & _CARRIES else _MIXED)))
    spans += [Span(at, at + 1, (), 1.0) for at, token in enumerate(tokens) if _stands(token)]
    names = {(span.start, span.end): span for span in find_names(tokens)}
    pieces = []
    for span in cheapest(tokens, [*spans, *names.values()]):
        piece = _piece(text, tokens, span, (span.start, span.end) in names, english, lexicon)
        pieces += _parts(piece, lexicon) if " + " in piece.english else [piece]
    return _scaled(text, _joined(text, _without_crumbs(text, pieces, language)))


def _spoken(tokens: Sequence[Token], language: Language) -> Iterator[tuple[Span, str]]:
    """The phrases of a language with their English; behind a figure first what counts there."""
    figures = {at + 1 for at, token in enumerate(tokens) if token.number is not None}
    for span in phrase_spans(tokens, language.known, language.prefixes):
        words = language.counted.get(span.key) if span.start in figures else None
        words = language.phrases.get(span.key) if words is None else words
        if words is not None:
            figures |= {span.end} if words.isdigit() or words.startswith("*") else set()
            yield span, words


def _stands(token: Token) -> bool:
    """Numbers, dates and signs stay as they are."""
    return token.number is not None or token.kind in ("date", "monthly", "sign")


def _piece(
    text: str, tokens: Sequence[Token], span: Span, named: bool, english: dict[tuple[int, int], str], lexicon: Lexicon
) -> Piece:
    start, end = tokens[span.start].start, tokens[span.end - 1].end
    written = text[start:end]
    if named and span.cost < 1.0 and span.senses:
        return Piece(written, written, start, end, frozenset({"name"}))
    if (span.start, span.end) in english:
        words = english[span.start, span.end]
        return Piece(written, words, start, end, _kinds(words, lexicon))
    if span.end - span.start == 1 and _stands(tokens[span.start]):
        kind = "number" if tokens[span.start].number is not None else tokens[span.start].kind
        return Piece(written, written, start, end, frozenset({"mark" if kind == "sign" else kind}))
    kinds = _kinds(written, lexicon)
    return Piece(written, written, start, end, kinds or frozenset({"unknown"}))


def _parts(piece: Piece, lexicon: Lexicon) -> Iterator[Piece]:
    """A phrase whose English is several pieces."""
    for words in piece.english.split(" + "):
        yield replace(piece, english=words, kinds=_kinds(words, lexicon))


def _kinds(words: str, lexicon: Lexicon) -> frozenset[str]:
    """The kinds of sense of English words, with the fields of values."""
    if words.isdigit():
        return frozenset({"number"})
    senses = lexicon.senses(phrase_key(words))
    return frozenset({sense.kind for sense in senses} | {sense.field for sense in senses if sense.kind == "value"})


def _joined(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Letters that nothing covers and that stand side by side are one word."""
    joined: list[Piece] = []
    for piece in pieces:
        unknown = "unknown" in piece.kinds
        if unknown and joined and "unknown" in joined[-1].kinds and joined[-1].end == piece.start:
            whole = text[joined[-1].start : piece.end]
            joined[-1] = Piece(whole, whole, joined[-1].start, piece.end, piece.kinds)
        else:
            joined.append(piece)
    return joined


def _without_crumbs(text: str, pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """Particles of one letter hold to the word before them: without one they are letters of a word that is unknown."""
    kept: list[Piece] = []
    for piece in pieces:
        free = not kept or "number" in kept[-1].kinds or not _is_apart(text, piece)
        if _is_crumb(piece) and not free and piece.english in language.bound:
            piece = _unread(piece)
        elif _is_crumb(piece) and (not kept or _is_crumb(kept[-1])):
            kept[-1:] = [_unread(last) for last in kept[-1:]]
            piece = _unread(piece)
        kept.append(piece)
    return kept


def _is_crumb(piece: Piece) -> bool:
    says_nothing = not piece.english or _is_mark(piece) or "unknown" in piece.kinds
    return says_nothing and len(piece.text) == 1 and _is_wide(piece.text)


def _is_apart(text: str, piece: Piece) -> bool:
    """Whether a piece follows a space behind a letter of its own kind."""
    before = text[: piece.start]
    return before.endswith(" ") and _is_wide(before.rstrip()[-1:])


def _is_wide(letter: str) -> bool:
    return any(token.kind == "wide" for token in tokenize(letter))


def _unread(piece: Piece) -> Piece:
    return replace(piece, english=piece.text, kinds=frozenset({"unknown"}))


def _scaled(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """``1万5千``: figures with the scales behind them (``"*10000"`` in words.toml) are one figure."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        end, total = _figure(pieces, at)
        if end > at + 1:
            start, stop = pieces[at].start, pieces[end - 1].end
            found.append(Piece(text[start:stop], f"{total:.10g}", start, stop, frozenset({"number"})))
        else:
            found.append(pieces[at])
        at = max(end, at + 1)
    return found


def _figure(pieces: Sequence[Piece], at: int) -> tuple[int, float]:
    """Where the figure that begins at a piece ends, and its value; the same place where none of more pieces does."""
    total = 0.0
    while at < len(pieces) and "number" in pieces[at].kinds and pieces[at].english[:1].isdigit():
        number = read_number(pieces[at].english)
        scale = pieces[at + 1].english if at + 1 < len(pieces) else ""
        if not scale.startswith("*"):
            return (at + 1, total + number) if total else (at, 0.0)
        total, at = total + number * float(scale[1:]), at + 2
    return at, total
