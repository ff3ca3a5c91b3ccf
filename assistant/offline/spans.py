"""Covers a question with phrases of the lexicon: longest first, customers' names before keywords, typos last."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.offline.compounds import taken_apart
from assistant.offline.flagged import flagged_plays
from assistant.offline.lexicon import Lexicon, Sense
from assistant.offline.slips import SHORTEST, is_other_word, near_words, one_meaning, real_words
from assistant.offline.tokens import SILENT, Token, tokenize
from knowledge.text import fold

LONGEST = 10
LONGEST_WIDE = 24
OWN_WORD = 0.5  # the cost of a word of the partner's vocabulary: it goes before a customer's name of the same words
_UNKNOWN = 10.0
PROPER = frozenset(
    {"product", "family", "value", "cluster", "cohort", "category", "owns", "play", "report", "absent", "vocabulary"}
)
_FUNCTION_KINDS = frozenset({"noise", "and", "or", "but"})
_PUNCTUATION = frozenset(".,;:!?()[]{}/|\\%$€£#@~^=<>")


@dataclass
class Item:
    """One covered stretch of a question: its tokens from ``start`` to ``end``, what it can mean, and whether a
    reading has made use of it."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]
    typo: str = ""
    used: bool = False

    def sense(self, *kinds: str) -> Sense | None:
        """The first sense of one of the kinds."""
        return next((sense for kind in kinds for sense in self.senses if sense.kind == kind), None)

    def has(self, *kinds: str) -> bool:
        return self.sense(*kinds) is not None

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of it, or no more than that it is what a campaign may be about."""
        return all(sense.kind == "topic" for sense in self.senses)


@dataclass
class Span:
    """A candidate: tokens ``start`` to ``end`` as one phrase, at a cost."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    cost: float
    typo: str = ""
    key: str = ""


NameFinder = Callable[[Sequence[Token]], list[Span]]


def cover(question: str, lexicon: Lexicon, find_names: NameFinder, mend: bool = True) -> tuple[list[Token], list[Item]]:
    """The tokens of a question and the cheapest way to cover them; what no phrase covers is an unknown item.

    ``mend``: whether a slip of a known word is taken for that word.
    """
    tokens = visible(tokenize(question), lambda word: names_time(lexicon, word))
    spans = _candidates(tokens, lexicon, find_names)
    apart = taken_apart(tokens, covered_by(spans), lambda word: _kinds(word, lexicon))
    if len(apart) > len(tokens):
        tokens, spans = apart, _candidates(apart, lexicon, find_names)
    spans += _typos(tokens, lexicon, spans) if mend else []
    return tokens, [_item(question, tokens, span) for span in _unparted(tokens, cheapest(tokens, spans))]


def _unparted(tokens: Sequence[Token], spans: Iterable[Span]) -> list[Span]:
    """Letters that are tokens of their own, that nothing covers and that touch are one unknown word."""
    joined: list[Span] = []
    for span in spans:
        before, last, first = (joined or [span])[-1], tokens[span.start - 1], tokens[span.start]
        unread = not span.senses and joined and not before.senses
        if unread and first.kind == last.kind == "wide" and first.start == last.end:
            joined[-1] = replace(before, end=span.end)
        else:
            joined.append(span)
    return joined


def _candidates(tokens: Sequence[Token], lexicon: Lexicon, find_names: NameFinder) -> list[Span]:
    return [
        *_phrases(tokens, lexicon),
        *find_names(tokens),
        *_single(tokens),
        *_plays(tokens, lexicon),
        *_flagged(tokens, lexicon),
    ]


def _kinds(word: str, lexicon: Lexicon) -> frozenset[str] | None:
    return frozenset(sense.kind for sense in lexicon.phrases[word]) if word in lexicon.phrases else None


def covered_by(spans: Iterable[Span]) -> set[int]:
    """The places that candidates cover."""
    return {place for span in spans for place in range(span.start, span.end)}


def visible(tokens: list[Token], timed: Callable[[str], bool] = lambda word: False) -> list[Token]:
    """Without quotes and hyphens, except a dash between two numbers or two times (``November - January``).

    ``timed``: whether words, as they are compared, name a month or a quarter.
    """
    kept: list[Token] = []
    for position, token in enumerate(tokens):
        between = _between_numbers(tokens, position) or _between_times(tokens, position, timed)
        if token.key not in SILENT or between:
            kept.append(token)
    return kept


def names_time(lexicon: Lexicon, word: str) -> bool:
    """Whether a word, as it is compared, names a month or a quarter."""
    return any(sense.kind in ("month", "quarter") for sense in lexicon.phrases.get(word, ()))


def _between_numbers(tokens: list[Token], position: int) -> bool:
    if not _is_dash(tokens, position):
        return False
    after = tokens[position + 1]
    if after.key == "$" and position + 2 < len(tokens):
        after = tokens[position + 2]
    return tokens[position - 1].number is not None and after.number is not None


def _is_dash(tokens: list[Token], position: int) -> bool:
    return tokens[position].key in "-–—" and 0 < position < len(tokens) - 1


def _between_times(tokens: list[Token], position: int, timed: Callable[[str], bool]) -> bool:
    """``Nov. - Jan.``, ``1 November - 15 December``, ``November 2026 - January 2027``."""
    if not _is_dash(tokens, position):
        return False
    before = tokens[: position - (tokens[position - 1].key == ".")]
    after = tokens[position + 1 :]
    ends = [before[-1:], before[-2:], before[-2:-1] if before[-1:] and before[-1].number is not None else []]
    begins = [after[:1], after[:2], after[1:2] if after[0].number is not None else []]
    return all(any(_is_time(part, timed) for part in side) for side in (ends, begins))


def _is_time(part: Sequence[Token], timed: Callable[[str], bool]) -> bool:
    if len(part) == 1 and part[0].kind in ("date", "monthly"):
        return True
    return bool(part) and timed(" ".join(token.key for token in part))


def _phrases(tokens: Sequence[Token], lexicon: Lexicon) -> list[Span]:
    spans = phrase_spans(tokens, lexicon.phrases, lexicon.prefixes)
    for span in spans:
        span.senses = tuple(lexicon.phrases[span.key])
        span.cost = _cost(span.senses, span.end - span.start)
    return spans


def phrase_spans(tokens: Sequence[Token], phrases: Container[str], prefixes: Container[str]) -> list[Span]:
    """Every stretch of tokens that is a phrase, at a cost that falls with its length."""
    spans: list[Span] = []
    for start in range(len(tokens)):
        key = ""
        longest = LONGEST_WIDE if tokens[start].kind == "wide" else LONGEST
        for end in range(start + 1, min(start + longest, len(tokens)) + 1):
            if key and tokens[end - 1].key in SILENT:
                continue
            key = f"{key} {tokens[end - 1].key}" if key else tokens[start].key
            if key in phrases:
                spans.append(Span(start, end, (), 1.0 - 0.02 * (end - start), key=key))
            if key not in prefixes:
                break
    return spans


def _plays(tokens: Sequence[Token], lexicon: Lexicon) -> list[Span]:
    """``the Citrix play``: words before "play" that stand in the titles of plays, the longest stretch first."""
    spans: list[Span] = []
    for end, token in enumerate(tokens):
        if not any(sense.kind == "playword" for sense in lexicon.senses((token.key,))):
            continue
        for start in range(max(0, end - LONGEST), end):
            keys = [part.key for part in tokens[start:end]]
            plays = [play for play, title in lexicon.play_words.items() if set(keys) <= title]
            begins = {sense.kind for sense in lexicon.senses(keys[:1])} & _FUNCTION_KINDS  # "the Citrix or EOS play"
            if plays and not begins and not set(keys) <= lexicon.idle_words:
                if token.key == "play" or not _is_column([*keys, token.key], lexicon):
                    spans.append(_play(tokens, start, end, plays, lexicon))
                break
    return spans


def _flagged(tokens: Sequence[Token], lexicon: Lexicon) -> list[Span]:
    return [
        Span(start, end, tuple(Sense("play", play) for play in plays), 0.7)
        for start, end, plays in flagged_plays(tokens, lexicon)
    ]


def _is_column(keys: Sequence[str], lexicon: Lexicon) -> bool:
    """``Azure flag``, ``upsell flag``: a column of its own, or a thing that has another name than a play."""
    said = [sense.kind for key in keys for sense in lexicon.senses((key,)) if key not in lexicon.idle_words]
    other = PROPER if len(keys) == 2 else {"product", "family", "owns"}
    return " ".join(keys) in lexicon.phrases or any(kind in other for kind in said)


def _play(tokens: Sequence[Token], start: int, end: int, plays: Sequence[str], lexicon: Lexicon) -> Span:
    """Words before "play"; where several plays have them, those in whose titles they stand side by side, and with the
    rest of the title behind it (``the EOS 2012 play for Windows Server or SQL Server``) the one play."""
    named = _words(token.key for token in tokens[start:end])
    titles = [(_words(key.split()), play) for key, play in _titles(named.split()[0], plays, lexicon)]
    found = sorted({play for title, play in titles if named in title}) or sorted(plays)
    joined = end + 1 < len(tokens) and tokens[end + 1].key in lexicon.idle_words
    for title, play in titles if joined else ():
        rest = title.replace(named, " ", 1).split()
        rest = rest[1:] if rest and any(sense.kind == "product" for sense in lexicon.senses(rest[:1])) else rest
        last = end + 2 + len(rest)
        if named in title and len(rest) > 1 and rest == [token.key for token in tokens[end + 2 : last]]:
            return Span(start, last, (Sense("play", play),), 0.7)
    return Span(start, end, tuple(Sense("play", play) for play in found), 0.7)


def _words(keys: Iterable[str]) -> str:
    """Compared words without signs, with a space before and behind each."""
    return f" {' '.join(key for key in keys if key.isalnum())} "


def _titles(word: str, plays: Sequence[str], lexicon: Lexicon) -> list[tuple[str, str]]:
    """The titles of some plays, each with its play, as far as they hold a word."""
    keys = [key for key in lexicon.phrases if f" {word} " in f" {key} "]
    return [(key, sense.value) for key in keys for sense in lexicon.phrases[key] if sense.value in plays]


def _cost(senses: Sequence[Sense], length: int) -> float:
    if any(sense.kind == "vocabulary" for sense in senses):
        return OWN_WORD
    content = any(sense.kind not in _FUNCTION_KINDS for sense in senses)
    return 1.0 - 0.02 * length if content else 1.0


def _single(tokens: Sequence[Token]) -> list[Span]:
    """Numbers, dates and punctuation cover themselves."""
    spans: list[Span] = []
    for position, token in enumerate(tokens):
        if token.number is not None:
            spans.append(Span(position, position + 1, (Sense("number", token.number),), 1.0))
        elif token.kind in ("date", "monthly"):
            spans.append(Span(position, position + 1, (Sense(token.kind, token.text),), 1.0))
        elif token.key in "-–—":
            spans.append(Span(position, position + 1, (Sense("to"),), 1.0))
        elif token.kind == "sign" and token.key in _PUNCTUATION:
            spans.append(Span(position, position + 1, (Sense("mark", token.key),), 1.0))
    return spans


def _typos(tokens: Sequence[Token], lexicon: Lexicon, spans: Sequence[Span]) -> list[Span]:
    """For words that nothing covers: the one word of the lexicon that is near, as if it had been written so."""
    covered = covered_by(spans)
    choices = {
        place: near
        for place, token in enumerate(tokens)
        if place not in covered and token.kind == "word" and (near := _slip_of(fold(token.text), lexicon))
    }
    mended = list(tokens)
    for place, words in choices.items():
        if word := _meant(mended, place, words, lexicon):
            mended[place] = Token(tokens[place].text, word, tokens[place].start, tokens[place].end)
    found: list[Span] = []
    for span in _phrases(mended, lexicon) if mended != list(tokens) else ():
        changed = [place for place in range(span.start, span.end) if mended[place] is not tokens[place]]
        if changed and all(_is_slip(tokens, mended, place, span) for place in changed):
            read = " ".join(mended[place].key for place in range(span.start, span.end))
            found.append(Span(span.start, span.end, span.senses, span.cost + 1.5 * len(changed), read))
    return found


def _slip_of(word: str, lexicon: Lexicon) -> list[str]:
    """The known words that a word may be a slip of; none of a word that English has."""
    return [] if word in real_words() else near_words(word, lexicon.spellings)


def _is_slip(tokens: Sequence[Token], mended: Sequence[Token], place: int, span: Span) -> bool:
    other = is_other_word(fold(tokens[place].text), mended[place].key)
    return may_be(tokens, place, span) and (_things(span) or not other)


def _meant(tokens: Sequence[Token], place: int, words: Sequence[str], lexicon: Lexicon) -> str:
    """The word of a choice that makes the longest phrase with its neighbours; empty where several meanings do."""
    lengths = {word: _longest_phrase(tokens, place, word, lexicon) for word in words}
    best = [word for word in words if lengths[word] == max(lengths.values())]
    return one_meaning(best, lambda word: lexicon.phrases.get(word, ()))


def _longest_phrase(tokens: Sequence[Token], place: int, word: str, lexicon: Lexicon) -> int:
    token = Token(tokens[place].text, word, tokens[place].start, tokens[place].end)
    first = max(0, place - LONGEST)
    near = [*tokens[first:place], token, *tokens[place + 1 : place + LONGEST]]
    spans = phrase_spans(near, lexicon.phrases, lexicon.prefixes)
    return max((span.end - span.start for span in spans if span.start <= place - first < span.end), default=0)


def may_be(tokens: Sequence[Token], place: int, span: Span) -> bool:
    """Whether a word may be a slip of a phrase: a capitalised word or a short one only of what names a thing."""
    if _things(span) or span.end - span.start > 1:
        return True
    text = tokens[place].text
    idle = all(sense.kind == "noise" for sense in span.senses)
    return not looks_proper(tokens, place) and (len(text) > SHORTEST or not idle)


def _things(span: Span) -> bool:
    """Whether a phrase names a thing, as a capitalised word does."""
    return any(sense.kind in PROPER for sense in span.senses)


def looks_proper(tokens: Sequence[Token], position: int) -> bool:
    """A capitalised word within a question, such as ``Visio``: no slip for a common word. Where four of five
    words are capitalised, none is."""
    text = tokens[position].text
    words = [token.text for token in tokens if token.kind == "word"]
    titled = 5 * sum(word[:1].isupper() for word in words) >= 4 * len(words) > 12
    return position > 0 and text[:1].isupper() and not text.isupper() and not titled


def cheapest(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Span]:
    """Dynamic programming over the token positions; an uncovered token is a costly unknown span."""
    ending: dict[int, list[Span]] = {}
    for span in spans:
        ending.setdefault(span.end, []).append(span)
    best: list[tuple[float, Span | None]] = [(0.0, None)]
    for end in range(1, len(tokens) + 1):
        choice: tuple[float, Span | None] = (best[end - 1][0] + _UNKNOWN, Span(end - 1, end, (), _UNKNOWN))
        for span in ending.get(end, ()):
            cost = best[span.start][0] + span.cost
            if cost < choice[0] - 1e-9:
                choice = (cost, span)
        best.append(choice)
    path: list[Span] = []
    position = len(tokens)
    while position:
        chosen = best[position][1]
        if chosen is None:
            break
        path.append(chosen)
        position = chosen.start
    return path[::-1]


def _item(question: str, tokens: Sequence[Token], span: Span) -> Item:
    text = question[tokens[span.start].start : tokens[span.end - 1].end]
    return Item(span.start, span.end, text, span.senses, span.typo)
