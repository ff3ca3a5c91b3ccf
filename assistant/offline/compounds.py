"""Takes words apart that are known words written together: ``Azurekunder``, ``actnowcustomers``."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from assistant.offline.tokens import Token, canonical

LEAST = 3  # letters of a part
MOST = 3  # parts of a word
_ANCHORS = frozenset({"customers", "agreements", "cluster", "product", "family", "month"})
_SENSES = _ANCHORS | {"score", "propensity", "cohort", "category", "signal", "value"}

KindsOf = Callable[[str], Set[str] | None]
"""The kinds of what a compared word can mean; None for a word that is not known."""


def taken_apart(tokens: Sequence[Token], covered: Iterable[int], kinds_of: KindsOf) -> list[Token]:
    """The tokens with those that are not covered cut into the known words that they are made of, where they are.

    Every part must be known, and one of them must be a thing of the reports; a part that says nothing may only stand
    beside the name of a product, a cluster, a month or a word for customers. Words of the kind ``glue`` ("in", "the",
    "who") may be written together with each other and with one other word. The last part, which says what it is all
    about, is no mere value of the data: ``Azureutbildning`` is no customer in education.
    """
    kept = set(covered)
    found: list[Token] = []
    for place, token in enumerate(tokens):
        cut = () if place in kept or token.kind != "word" else _best(token.text, kinds_of)
        found += _cut(token, cut) if cut else (token,)
    return found


def _best(word: str, kinds_of: KindsOf) -> tuple[str, ...]:
    """The split into the fewest parts that means something, with the longest first part; empty where there is none."""
    splits = [parts for parts in _splits(word, MOST, kinds_of) if len(parts) > 1 and _means(parts, kinds_of)]
    return min(splits, key=lambda parts: (len(parts), *(-len(part) for part in parts)), default=())


def _splits(word: str, most: int, kinds_of: KindsOf) -> Iterator[tuple[str, ...]]:
    whole = kinds_of(canonical(word))
    if whole is not None and (len(word) >= LEAST or "glue" in whole):
        yield (word,)
    for end in range(2, len(word) - 1) if most > 1 else ():
        known = kinds_of(canonical(word[:end]))
        if known is not None and (end >= LEAST or "glue" in known):
            yield from ((word[:end], *rest) for rest in _splits(word[end:], most - 1, kinds_of))


def _means(parts: Sequence[str], kinds_of: KindsOf) -> bool:
    kinds = [kinds_of(canonical(part)) or frozenset() for part in parts]
    if kinds[-1] == {"value"} and "glue" not in kinds[-2]:
        return False
    if any(each & _ANCHORS for each in kinds):
        return True
    if sum("glue" not in each for each in kinds) <= 1 and all(each != {"noise"} for each in kinds):
        return True
    return any(each & _SENSES for each in kinds) and all(each - {"noise"} for each in kinds)


def _cut(token: Token, parts: Sequence[str]) -> Iterator[Token]:
    start = token.start
    for part in parts:
        yield Token(part, canonical(part), start, start + len(part))
        start += len(part)
