"""Holds a sentence to account for each of its words: it names what was checked, says what a check confirmed, repeats
the results or a cited definition, or is neutral. What is left over claims what nothing confirms.

Neutral words claim nothing of data (``neutral.toml``). Words that compare, rank, count, judge, advise or tell of change
are not among them: they pass where a check confirmed them, and only there.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.guarding.fact import COUNTS, Fact, Facts
from assistant.guarding.idle import idle_products
from assistant.guarding.items import Context, Item
from assistant.guarding.names import GERMAN
from assistant.guarding.quoted import Quotations
from assistant.guarding.said import follows_names
from assistant.guarding.sentence import Sentence
from assistant.guarding.stems import is_stem_in, stems_of
from assistant.guarding.wordlists import neutral, word_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?")
_WIDE = re.compile(r"[ぁ-ヿ㐀-鿿豈-﫿가-힣々]")
_EVERYONE = word_of("everyone")
_POINTS, _CHANGING = word_of("telling_points"), word_of("telling_changes")
_NO_TEXTS = frozenset({"question", "definition", "cluster", "cell", "target"})
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|got)\s(?P<verb>\w+(?:ed|n))\sby\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:was|were|is|are|been|being|got|gets)\s(?P<verb>\w+ed)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|båda|beide)\b", re.IGNORECASE)
_SIZED = re.compile(r"\b(?P<size>[a-z]+)-sized$", re.IGNORECASE)
_INSIDE = re.compile(r"[^\W\d_][*_]{0,2} [*_]{0,2}$")
_HEADING = re.compile(r"^\s*#+\s|^\s*[*_]{2}[^*_]+[*_]{2}:?\s*$|:[\s*_]*$|^(?:[A-ZÅÄÖ]\w*\s?)+$")
_CAPITALISED = frozenset({"microsoft", "cloudascent", "ascent", "excel", "i", "i'd", "i'm", "i've", "i'll"})
_MOST_TOLD = 3


class Accounting:
    """Finds the words that nothing accounts for; ``question``: what was asked, whose words may be said again."""

    def __init__(self, facts: Facts, quotations: Quotations, question: str) -> None:
        self.facts = facts
        self.quotations = quotations
        judging = _judging()
        self._asked = frozenset(each for word in _words(question) for each in stems_of(word)) - judging
        self._told: dict[str, list[frozenset[str]]] = {}
        self._products: set[str] = set()
        self._keys: set[str] = set()
        self._texts: list[str] = []
        self._read = 0

    def faults(self, sentence: Sentence, context: Context, start: int = 0) -> Iterator[str]:
        """The words from a letter on that say what nothing confirms."""
        if not sentence.of("customer") and self.quotations.have(sentence.text):
            return
        left = [span for span in self._unaccounted(sentence, start) if not self._is_repeated(sentence, span, context)]
        left += [span for span in self._turned(sentence, start) if not left]
        left += [(item.start, item.end) for item in idle_products(sentence) if item.start >= start]
        if not context.asserting:
            left = [span for span in left if _is_named(sentence.text, span) and not _is_known(sentence, span)]
        words = [sentence.text[begin:end] for begin, end in left]
        told = self.quotations.tells(sentence, words) or self.quotations.tell_clauses(sentence, left)
        if words and (sentence.of("customer") or not told):
            yield _fault(words)
        elif not words and not sentence.of("customer") and self.quotations.contradicts(sentence):
            yield "This puts together what the cited definition says of different things."

    def _unaccounted(self, sentence: Sentence, start: int) -> list[tuple[int, int]]:
        """Where words stand that no name, figure or confirmed claim covers and that are not neutral."""
        covered = [*((item.start, item.end) for item in sentence.items if self._is_covering(item)), *sentence.confirmed]
        if sentence.text.rstrip().endswith("?"):
            covered += [(item.start, item.end) for item in sentence.of("product")]
        covered += [match.span() for match in _BOTH.finditer(sentence.text) if _is_of_pair(sentence, match.start())]
        covered += [match.span() for words in self._of_tools() for match in words.finditer(sentence.text)]
        covered += [match.span() for match in neutral().phrases.finditer(sentence.text)]
        blanked = _blanked(sentence.text, covered)
        found = [m.span() for m in _WORD.finditer(blanked) if m.start() >= start and not _WIDE.search(m.group())]
        left = [
            span
            for span in found
            if not self._is_neutral(sentence.text[slice(*span)]) or _is_named(sentence.text, span)
        ]
        return left + [span for span in neutral().wide_rest(blanked) if span[0] >= start]

    def _is_covering(self, item: Item) -> bool:
        """Whether a name or figure accounts for its words: a place in an order, and a number in letters, only where a
        check confirmed it, and a product where the results are of it."""
        if item.figure is not None:
            return not (item.figure.kind == "ordinal" or item.figure.spelled)
        said = item.mention
        if said is None or not said.products or said.customers:
            return True
        self._learn()
        return not (said.products.isdisjoint(self._products) and said.keys.isdisjoint(self._keys))

    def _of_tools(self) -> Iterator["re.Pattern[str]"]:
        """The words in which results of some kinds are told: points of a score, what would change, next workloads."""
        if any(fact.dimension == "points" for fact in self.facts.all):
            yield _POINTS
        if any(fact.field in ("target", "lift") for fact in self.facts.all):
            yield _CHANGING

    def _turned(self, sentence: Sentence, start: int) -> Iterator[tuple[int, int]]:
        """Where ``by`` turns a text of the data round: ``was acquired by a competitor``, who acquired one."""
        for match in _PASSIVE.finditer(sentence.text, start):
            known = match["verb"].lower() in neutral().words or any(
                begin < match.end() and match.start() < end for begin, end in sentence.confirmed
            )
            if not known and not any("by" in text.split() for text in self._texts):
                yield match.span("verb")
        for match in _DONE.finditer(sentence.text, start):
            if any(
                f"{match['verb'].lower()} {article} " in text for text in self._texts for article in ("a", "an", "the")
            ):
                yield match.span("verb")

    def _is_neutral(self, word: str) -> bool:
        plain = word.lower().replace("’", "'")
        return plain in neutral().words or plain.removesuffix("'s") in neutral().words or is_stem_in(plain, self._asked)

    # ---- what the results say in words ----------------------------------------------------------

    def _is_repeated(self, sentence: Sentence, span: tuple[int, int], context: Context) -> bool:
        """Whether the results have a word in a text that is of those whom the sentence says it of."""
        if sized := _SIZED.search(sentence.text, 0, span[1]):
            return self._are_sized(sized["size"].lower(), self._whose(sentence, span, context))
        told = self._texts_with(sentence.text[span[0] : span[1]])
        if any(not customers for customers in told):
            return True
        whose = self._whose(sentence, span, context)
        return bool(whose) and all(any(each & customers for customers in told) for each in whose)

    def _are_sized(self, word: str, whose: Sequence[frozenset[str]]) -> bool:
        """Whether customers are of the size that a word says: ``medium-sized``."""
        sizes = [fact for fact in self.facts.all if fact.field == "sub_segment" and fact.kind == "word"]
        sized = [fact.customers for fact in sizes if word in str(fact.value).split()]
        return bool(whose) and all(any(each & customers for customers in sized) for each in whose)

    def _whose(self, sentence: Sentence, span: tuple[int, int], context: Context) -> Sequence[frozenset[str]]:
        named = sentence.nearest(sentence.place(*span), "customer")
        if named:
            return [item.mention.customers for item in named if item.mention]
        if _EVERYONE.search(sentence.text):
            return [frozenset({each}) for listing in self.facts.lists for each in listing.customers]
        counted = any(item.mention and item.mention.fields & COUNTS for item in sentence.of("field"))
        return () if counted and not follows_names(sentence) else context.customers

    def _texts_with(self, word: str) -> list[frozenset[str]]:
        """Whose texts hold a word: for each text the customers, none where it is of no customer."""
        self._learn()
        return [customers for stem in stems_of(word) for customers in self._told.get(stem, ())]

    def _learn(self) -> None:
        """Take in the words of the facts that came since."""
        for fact in self.facts.all[self._read :]:
            self._products |= fact.products or set()
            self._keys |= fact.keys
            self._texts += [fact.text]
            for stem in {stem for text in _texts(fact) for word in _words(text) for stem in stems_of(word)}:
                known = self._told.setdefault(stem, [])
                if fact.customers not in known:
                    known.append(fact.customers)
        self._read = len(self.facts.all)


def _is_of_pair(sentence: Sentence, start: int) -> bool:
    """Whether two customers or groups that ``and`` joins stand before ``both``: what is said is checked of each."""
    named = [item for kind in ("customer", "key") for item in sentence.of(kind) if item.end <= start]
    return any(len(sentence.group_of(item, kind)) == 2 for item in named for kind in ("customer", "key"))


def _is_known(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Whether a word is part of a name that the vocabulary or the results have."""
    return any(item.start <= span[0] < item.end for item in sentence.items)


def _is_named(text: str, span: tuple[int, int]) -> bool:
    """Whether a neutral word is written as a name: with a capital behind another word, which German nouns are too."""
    word = text[slice(*span)]
    inside = bool(_INSIDE.search(text[: span[0]])) and word[:1].isupper() and not word.isupper()
    plain = re.sub(r"['’]s$", "", word.lower())
    return inside and not (_HEADING.search(text) or GERMAN.search(text) or plain in _CAPITALISED)


def _fault(words: Sequence[str]) -> str:
    told = ", ".join(f"'{word}'" for word in list(dict.fromkeys(words))[:_MOST_TOLD])
    return f"{told}: nothing in the results confirms what this says. Say only what they hold."


def _texts(fact: Fact) -> Iterator[str]:
    """The texts of the data that a fact is of; bands and clusters are none, they are checked by themselves."""
    if fact.field not in _NO_TEXTS and not fact.field.endswith("_band"):
        yield fact.text
        if isinstance(fact.value, str):
            yield fact.value


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in the place of some stretches."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


@cache
def _judging() -> frozenset[str]:
    """Words that a question does not vouch for: they judge."""
    return frozenset(stem for word in neutral().judging for stem in stems_of(word))
