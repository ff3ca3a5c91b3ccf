"""Brings a question of another language into English: its phrases, then their order; other words stay as they are."""

from collections import ChainMap
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.offline.compounds import taken_apart
from assistant.offline.crumbs import without_crumbs
from assistant.offline.figures import read_figures
from assistant.offline.glosses import without_glosses
from assistant.offline.language import UNKNOWN, Language, Piece, put_in_order
from assistant.offline.lexicon import Lexicon
from assistant.offline.slips import near_words, one_meaning
from assistant.offline.spans import (
    OWN_WORD,
    NameFinder,
    Span,
    cheapest,
    covered_by,
    may_be,
    names_time,
    phrase_spans,
    visible,
)
from assistant.offline.tokens import Token, canonical, phrase_key, read_number, tokenize
from knowledge.text import fold

_CARRIES = frozenset(
    {"product", "family", "cluster", "band", "cell", "cohort", "category", "play", "value", "owns", "signal", "score"}
    | {"field", "report", "absent", "detail"}
)
PLAIN = frozenset({"noise", "customers", "who", "what"})
_MIXED = 0.3  # what an English word costs more than a word of the language
_SLIP = 1.5  # what a slip costs
_LONG_ENOUGH = 5  # letters of a word that may be a slip: shorter ones are other words of the language
_PARTED = " + "  # between the pieces of one phrase
_GENITIVE = 0.05  # what a name costs that has an ending


@dataclass(frozen=True)
class Translation:
    """A question in English, the language and the pieces it was made of in the order of the original, how many of its
    letters no phrase covers as they are written, whether it is spoken in that language rather than in English, and
    whether its rules say what an exception reaches (as :class:`~assistant.offline.language.Language` has it)."""

    english: str
    language: str
    pieces: tuple[Piece, ...]
    unknown: int
    spoken: bool
    postpositions: bool


def translate(question: str, language: Language, lexicon: Lexicon, find_names: NameFinder) -> Translation:
    """A question in English. Names of customers, of the catalogue and of the data stay as they are written."""
    translator = _Translator(question, language, lexicon, find_names)
    pieces = translator.pieces()
    ordered = put_in_order(pieces, language.rules, translator.kinds)
    english = " ".join(filter(None, (_said(piece, language) for piece in ordered)))
    unknown = sum(piece.end - piece.start for piece in pieces if "unknown" in piece.kinds or piece.typo)
    return Translation(
        english, language.code, tuple(pieces), unknown, _is_spoken(pieces, language, lexicon), language.postpositions
    )


def _said(piece: Piece, language: Language) -> str:
    """What a piece says in English: a mark says nothing, unless a rule had to put it into words."""
    return piece.english if not _is_mark(piece) else piece.text if piece.english in language.held else ""


def _is_mark(piece: Piece) -> bool:
    return piece.english.startswith("<") and piece.english.endswith(">")


def _is_spoken(pieces: Sequence[Piece], language: Language, lexicon: Lexicon) -> bool:
    """Whether more pieces are words of the language alone than plain words of English alone, such as ``which``."""
    spoken = foreign = 0
    for piece in pieces:
        key = " ".join(phrase_key(piece.text))
        ours, theirs = key in language.phrases or bool(piece.typo), key in lexicon.phrases
        spoken += ours and not theirs
        foreign += theirs and not ours and bool(piece.kinds & PLAIN)
    return spoken > foreign


@dataclass
class _Wording(Span):
    """A candidate with its English; None where the text stays as it is."""

    english: str | None = None


class _Translator:
    """Covers one question with phrases of the language, English ones and customers' names."""

    def __init__(self, text: str, language: Language, lexicon: Lexicon, find_names: NameFinder) -> None:
        self.text = text
        self.language = language
        self.lexicon = lexicon
        self.find_names = find_names

    def pieces(self) -> list[Piece]:
        """The pieces of the question in its own order."""
        tokens = visible(tokenize(self.text), self._names_time)
        spans = self._candidates(tokens)
        apart = taken_apart(tokens, covered_by(spans), self._known_kinds)
        if len(apart) > len(tokens):
            tokens, spans = apart, self._candidates(apart)
        spans += self._slips(tokens, covered_by(spans))
        pieces = [part for span in cheapest(tokens, spans) for part in self._parts(self._piece(tokens, span))]
        pieces = without_glosses(without_crumbs(self.text, pieces, self.language), self._senses)
        return read_figures(self.text, _joined(self.text, pieces))

    def _names_time(self, word: str) -> bool:
        english = self.language.phrases.get(word, word)
        return names_time(self.lexicon, " ".join(phrase_key(english)))

    def _parts(self, piece: Piece) -> list[Piece]:
        """A phrase whose English is several pieces."""
        if _PARTED not in piece.english:
            return [piece]
        return [replace(piece, english=words, kinds=self.kinds(words)) for words in piece.english.split(_PARTED)]

    def _candidates(self, tokens: Sequence[Token]) -> list[Span]:
        standing = [Span(at, at + 1, (), 1.0) for at, token in enumerate(tokens) if _stands(token)]
        return [*self._wordings(tokens), *standing, *self.find_names(tokens), *self._possessors(tokens)]

    def _possessors(self, tokens: Sequence[Token]) -> Iterator[_Wording]:
        """Customers' names with the ending of a genitive behind them: ``Contosos``."""
        bare = [self._without_genitive(token) for token in tokens]
        if bare == list(tokens):
            return
        for span in self.find_names(bare):
            if bare[span.end - 1] is not tokens[span.end - 1]:
                name = self.text[bare[span.start].start : bare[span.end - 1].end]
                yield _Wording(span.start, span.end, span.senses, span.cost + _GENITIVE, english=name)

    def _without_genitive(self, token: Token) -> Token:
        ending = self.language.genitive
        if not ending or token.kind != "word" or not token.text.endswith(ending) or token.text == ending:
            return token
        word = token.text.removesuffix(ending)
        return Token(word, canonical(word), token.start, token.end - len(ending))

    def _wordings(self, tokens: Sequence[Token]) -> Iterator[_Wording]:
        known = phrase_spans(tokens, self.lexicon.phrases, self.lexicon.prefixes)
        own = {(span.start, span.end) for span in known if self._is_own(span)}
        spoken = set()
        figures = {at + 1 for at, token in enumerate(tokens) if token.number is not None}
        for span in phrase_spans(tokens, self.language.known, self.language.prefixes):
            taken = tokens[span.start : span.end]
            english = self.language.english(taken, span.start in figures)
            if english is None or (span.start, span.end) in own:
                continue
            if all(self.language.accents_agree(token) for token in taken):
                spoken.add((span.start, span.end))
                figures |= {span.end} if english.isdigit() or english.startswith("*") else set()
                yield _Wording(span.start, span.end, (), span.cost, key=span.key, english=english)
        for span in known:
            if (span.start, span.end) not in spoken:
                yield _Wording(span.start, span.end, (), self._cost(span), key=span.key)

    def _is_own(self, span: Span) -> bool:
        """Whether a phrase is one of the partner's own words."""
        return any(sense.kind == "vocabulary" for sense in self.lexicon.phrases[span.key])

    def _cost(self, span: Span) -> float:
        """Of a phrase of the lexicon: what carries nothing is English, and costs more."""
        if self._is_own(span):
            return OWN_WORD
        carries = any(sense.kind in _CARRIES for sense in self.lexicon.phrases[span.key])
        return span.cost + (0.0 if carries else _MIXED)

    def _slips(self, tokens: Sequence[Token], covered: set[int]) -> Iterator[_Wording]:
        """For words that nothing covers: the one word of the language or the lexicon that is near."""
        mended = [token if place in covered else self._mended(token) for place, token in enumerate(tokens)]
        if mended == list(tokens):
            return
        for span in self._wordings(mended):
            changed = [place for place in range(span.start, span.end) if mended[place] is not tokens[place]]
            meant = replace(span, senses=tuple(self.lexicon.senses(phrase_key(span.english or span.key))))
            if changed and all(may_be(tokens, place, meant) for place in changed):
                words = " ".join(mended[place].text for place in range(span.start, span.end))
                english = words if span.english is None else span.english
                yield replace(span, cost=span.cost + _SLIP * len(changed), typo=words, english=english)

    def _mended(self, token: Token) -> Token:
        written = fold(token.text)
        if token.kind != "word" or len(written) < _LONG_ENOUGH:
            return token
        near = near_words(written, ChainMap(self.language.spellings, self.lexicon.spellings))
        word = one_meaning([known for known in near if known[0] == written[0]], self._meanings)
        return Token(self._spelling(word), word, token.start, token.end) if word else token

    def _spelling(self, word: str) -> str:
        if word in self.language.vocabulary:
            return self.language.vocabulary[word][0]
        return next(spelling for spelling, known in self.lexicon.spellings.items() if known == word)

    def _meanings(self, word: str) -> Iterable[Hashable]:
        if word in self.language.phrases:
            return (self.language.phrases[word],)
        return self.lexicon.phrases.get(word, ())

    def _piece(self, tokens: Sequence[Token], span: Span) -> Piece:
        first, start, end = tokens[span.start], tokens[span.start].start, tokens[span.end - 1].end
        written = self.text[start:end]
        said = span.english if isinstance(span, _Wording) else None
        if span.senses:
            return Piece(written, said or written, start, end, frozenset({"name"}))
        if isinstance(span, _Wording) and said != UNKNOWN:
            english = written if said is None else said
            number = read_number(english) if english.isdigit() else None
            return Piece(written, english, start, end, self.kinds(english), number, span.typo)
        if _stands(first):
            kind = "number" if first.number is not None else "mark" if first.kind == "sign" else first.kind
            return Piece(written, written, start, end, frozenset({kind}), first.number)
        return Piece(written, written, start, end, frozenset({"unknown"}))

    def kinds(self, words: str) -> frozenset[str]:
        """The kinds of sense of English words, with the fields of values."""
        senses = self.lexicon.senses(phrase_key(words))
        return self._kinds(words) | {sense.field for sense in senses if sense.kind == "value"}

    def _kinds(self, words: str) -> frozenset[str]:
        """The kinds of sense of words; the rules of a language put an own word of the partner where a value stands."""
        if words.isdigit():
            return frozenset({"number"})
        kinds = frozenset(sense.kind for sense in self.lexicon.senses(phrase_key(words)))
        return kinds | {"value"} if "vocabulary" in kinds else kinds

    def _senses(self, words: str) -> frozenset[Hashable]:
        return frozenset(sense for sense in self.lexicon.senses(phrase_key(words)) if sense.kind in _CARRIES)

    def _known_kinds(self, word: str) -> frozenset[str] | None:
        english = self.language.phrases.get(word)
        if english is not None:
            return self._kinds(english) - {"glue"} if english != UNKNOWN else None
        return self._kinds(word) - {"glue"} if word in self.lexicon.phrases else None


def _stands(token: Token) -> bool:
    """Numbers, dates and signs stay as they are."""
    return token.number is not None or token.kind in ("date", "monthly", "sign")


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
