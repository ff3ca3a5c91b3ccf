"""Finds plays that customers are said to be flagged for: "flagged as QuickBooks customers with no BC"."""

from collections.abc import Iterator, Sequence

from assistant.offline.lexicon import Lexicon
from assistant.offline.tokens import Token

_LONGEST = 10
_ARTICLES = ("a", "an", "the")
_UNREAD = {"detail", "absent"}


def flagged_plays(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int, list[str]]]:
    """The stretches behind words such as "flagged as", each with the plays in whose titles all its words stand; where
    the first of them means nothing else ("flagged as Azure customers" names no play)."""
    for place in range(2, len(tokens)):
        said = lexicon.senses(token.key for token in tokens[place - 2 : place])
        if any(sense.kind == "flagged" for sense in said):
            start = place + (tokens[place].key in _ARTICLES)
            if start < len(tokens) and _means_nothing_else(tokens[start], lexicon):
                yield from _longest(tokens, start, lexicon)


def _means_nothing_else(token: Token, lexicon: Lexicon) -> bool:
    return {sense.kind for sense in lexicon.senses((token.key,))} <= _UNREAD


def _joins(token: Token, lexicon: Lexicon) -> bool:
    """``with no BC``, where a title says ``without BC``."""
    return any(sense.kind == "with" for sense in lexicon.senses((token.key,)))


def _longest(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Iterator[tuple[int, int, list[str]]]:
    for end in range(min(start + _LONGEST, len(tokens)), start, -1):
        keys = {token.key for token in tokens[start:end] if token.kind != "sign" and not _joins(token, lexicon)}
        plays = sorted(play for play, title in lexicon.play_words.items() if keys <= title)
        last = tokens[end - 1]
        if plays and last.kind != "sign" and last.key not in lexicon.idle_words:
            yield start, end, plays
            return
