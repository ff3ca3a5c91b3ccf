"""A language other than English, as data: what its phrases are in English, and the order that English puts them in.

A folder ``assistant/languages/CODE`` holds it. ``language.toml`` says which letters it is written in, and the ending
of a genitive where names take one without an apostrophe. ``words.toml`` maps English words to the phrases for them;
``"<mark>"`` in the place of English words names a particle that says nothing by itself, for the rules of
``order.toml``, ``"*10000"`` what multiplies the figure before it, and ``"?"`` words of the language that are about
something else: no slips of the others. A phrase may hold alternatives: ``持って(いる|います)``; one that begins
with ``#`` counts only where it stands behind a figure: ``#만``. English of several pieces has `` + `` between
them: ``"<have> + and"``. A rule finds neighbouring pieces of a question and puts them in another order::

    [groups]
    thing = ["product", "cluster", "value", "'customers'"]

    [[rule]]                                # Azure を 持っていない -> without Azure
    find = "what:thing+ <object>? 'without'"
    make = "'without' what"

What stands in ``find``: a kind of sense that the English words have (``product``, ``number``; ``name``, ``mark``,
``unknown`` and ``any``) or the field of a value (``country``), 'English words', a <mark>, or a group of those;
``a|b`` is either, ``!a`` all but; ``?``, ``*`` and ``+`` as in regular expressions, ``&`` one or several of a kind
with a piece of the group ``link`` between them; ``what:`` names what was found. ``make`` holds names and 'English
words'; what is not named goes. Rules apply in their order, each to all places from left to right. A question begins
with a <start> and ends with an <end>. ``held = ["lack"]`` names marks that rules must bring to English: one that is
left makes its phrase an unknown word, for a question without its negation is another one. ``bound = ["topic"]`` names
marks whose phrases of one letter stand behind no space.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assistant.offline.tokens import SILENT, Token, tokenize
from knowledge.entries import CatalogError
from knowledge.text import fold

UNKNOWN = "?"
LANGUAGES = Path(__file__).parent.parent / "languages"
_ELEMENT = re.compile(
    r"(?:(?P<name>\w+):)?(?P<negated>!?)(?P<spec>(?:'[^']*'|<\w+>|\w+)(?:\|(?:'[^']*'|<\w+>|\w+))*)"
    r"(?P<times>[?*+&]?)"
)
_ALTERNATIVE = re.compile(r"'[^']*'|<\w+>|\w+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a question, from letter ``start`` to ``end``, and what it is in English.

    ``english`` is empty where it says nothing, and the text itself where it stays as it is; ``kinds`` are the kinds of
    sense of those words, with ``name`` for a customer and ``unknown`` for what no phrase covers; ``number`` is the
    value of a figure, ``typo`` the word that a slip was taken for.
    """

    text: str
    english: str
    start: int
    end: int
    kinds: frozenset[str] = frozenset()
    number: float | None = None
    typo: str = ""


@dataclass(frozen=True)
class Element:
    """One part of a rule: its alternatives, how often it may stand there, and its name."""

    alternatives: frozenset[str]
    times: str = ""
    name: str = ""
    negated: bool = False
    links: frozenset[str] = frozenset()

    def fits(self, piece: Piece) -> bool:
        return _is_any(self.alternatives, piece) != self.negated

    def ends(self, pieces: Sequence[Piece], place: int) -> Iterator[int]:
        """Where it may end that begins at a place: the longest way first."""
        found = [place] if self.times in ("?", "*") else []
        end = place
        while end < len(pieces) and self.fits(pieces[end]) and (end == place or self.times in ("*", "+", "&")):
            if self.times == "&" and end > place and not _alike(pieces[end], pieces[place]):
                break
            found.append(end + 1)
            end += 1
            if self.times == "&":
                end = end + 1 if end < len(pieces) and _is_any(self.links, pieces[end]) else len(pieces)
        return reversed(found)


def _is_any(alternatives: Iterable[str], piece: Piece) -> bool:
    return any(_is(alternative, piece) for alternative in alternatives)


def _is(alternative: str, piece: Piece) -> bool:
    if alternative.startswith("'"):
        return piece.english == alternative[1:-1]
    if alternative.startswith("<"):
        return piece.english == alternative
    return alternative == "any" or alternative in piece.kinds


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces can stand in one list: values of one field, products, clusters."""
    return bool((one.kinds & other.kinds) - {"value"})


@dataclass(frozen=True)
class Rule:
    """What is found, and what is made of it: names of elements and English words in quotes."""

    find: tuple[Element, ...]
    make: tuple[str, ...]

    def needs_only(self, features: frozenset[str]) -> bool:
        """Whether pieces of these features may hold all that the rule must find."""
        must = (element for element in self.find if element.times not in ("?", "*") and not element.negated)
        return all(element.alternatives & features for element in must)


@dataclass
class Language:
    """The phrases of a language by their compared words, joined by a space, with the English for each.

    ``written`` has them by their words as they are written: of phrases that only accents or endings tell apart
    (``är``, ``år``), the one that is written is meant, and the first where neither is. ``counted`` are those that count
    only behind a figure, ``held`` the marks that no rule may leave, ``bound`` those that hold to the word before them.
    ``vocabulary`` has the spellings of each compared word, ``spellings`` each of them without accents with the compared
    word; ``genitive`` is the ending of a name that possesses; ``postpositions`` says that words such as "except" stand
    behind what they are about, so that the rules for the order of words say how far they reach.
    """

    code: str
    phrases: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    vocabulary: dict[str, list[str]] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    genitive: str = ""
    postpositions: bool = False
    rules: tuple[Rule, ...] = ()
    held: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()

    def teach(self, phrase: str, english: str) -> None:
        """Add a phrase; CatalogError where it is known as something else."""
        tokens = [token for token in tokenize(phrase.removeprefix("#")) if token.key not in SILENT]
        key, written = " ".join(token.key for token in tokens), as_written(tokens)
        phrases = self.counted if phrase.startswith("#") else self.written
        if phrases.setdefault(written, english) != english:
            raise CatalogError(f"{self.code}/words.toml: '{phrase}' is both '{phrases[written]}' and '{english}'")
        if phrases is self.written:
            self.phrases.setdefault(key, english)
        self.known.add(key)
        keys = [token.key for token in tokens]
        self.prefixes.update(" ".join(keys[:length]) for length in range(1, len(keys)))
        for token in tokens:
            self.vocabulary.setdefault(token.key, []).append(_plain(token.text))
            self.spellings.setdefault(fold(token.text), token.key)

    def english(self, tokens: Sequence[Token], counted: bool = False) -> str | None:
        """The English for a phrase, ``counted`` where it stands behind a figure; None where it is none there."""
        kept = [token for token in tokens if token.key not in SILENT]
        written, key = as_written(kept), " ".join(token.key for token in kept)
        if counted and written in self.counted:
            return self.counted[written]
        return self.written.get(written, self.phrases.get(key))

    def accents_agree(self, token: Token) -> bool:
        """Whether a word has the accents of the word that it is compared as, or none: ``såg`` is not ``säg``."""
        written = _plain(token.text)
        known = self.vocabulary.get(token.key, ())
        return written.isascii() or any(written[: len(word)] == word[: len(written)] for word in known)


def _plain(word: str) -> str:
    """A word in lower case and in letters of the usual width."""
    return unicodedata.normalize("NFKC", word).lower()


def as_written(tokens: Iterable[Token]) -> str:
    """Words in lower case, joined by a space."""
    return " ".join(token.text.lower() for token in tokens)


@cache
def languages() -> dict[str, str]:
    """The languages that there are besides English, one folder each, with the letters that they are written in."""
    found = sorted(path.parent.name for path in LANGUAGES.glob("*/language.toml"))
    return {code: str(_read(code, "language.toml")["letters"]) for code in found}


def written_in(text: str) -> list[str]:
    """The languages other than English whose letters stand in a text."""
    return [code for code, letters in languages().items() if re.search(f"[{letters}]", text)]


@cache
def load_language(code: str) -> Language:
    """The words and rules of a language; CatalogError names what is wrong in its files."""
    order = _read(code, "order.toml")
    held, bound = (frozenset(f"<{mark}>" for mark in order.get(name, ())) for name in ("held", "bound"))
    about = _read(code, "language.toml")
    language = Language(
        code,
        genitive=about.get("genitive", ""),
        postpositions=about.get("postpositions", False),
        rules=tuple(_rules(order, code)),
        held=held,
        bound=bound,
    )
    for english, phrases in _read(code, "words.toml")["words"].items():
        for phrase in itertools.chain.from_iterable(map(_ways, phrases)):
            language.teach(phrase, english)
    return language


def _ways(phrase: str) -> Iterator[str]:
    """``見(せて|たい)``: each way to say a phrase with alternatives."""
    parts = [part.split("|") for part in re.split(r"[()]", phrase)]
    return map("".join, itertools.product(*parts))


def _read(code: str, name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((LANGUAGES / code / name).read_text(encoding="utf-8"))


def _rules(content: Mapping[str, Any], code: str) -> Iterator[Rule]:
    groups = content.get("groups", {})
    for rule in content.get("rule", ()):
        find = tuple(_element(match, groups) for match in _ELEMENT.finditer(rule["find"]))
        make = tuple(_ALTERNATIVE.findall(rule["make"]))
        names = {element.name for element in find}
        if lost := [part for part in make if not part.startswith("'") and part not in names]:
            raise CatalogError(f"{code}/order.toml: nothing is named '{lost[0]}' in {rule['find']!r}")
        yield Rule(find, make)


def _element(match: re.Match[str], groups: Mapping[str, Sequence[str]]) -> Element:
    alternatives = frozenset(_expanded(_ALTERNATIVE.findall(match["spec"]), groups))
    links = frozenset(_expanded(("link",), groups)) if match["times"] == "&" else frozenset[str]()
    return Element(alternatives, match["times"], match["name"] or "", bool(match["negated"]), links)


def _expanded(alternatives: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for alternative in alternatives:
        if alternative in groups:
            yield from _expanded(groups[alternative], groups)
        else:
            yield alternative


Kinds = Callable[[str], frozenset[str]]


def put_in_order(pieces: Sequence[Piece], rules: Sequence[Rule], kinds: Kinds) -> list[Piece]:
    """The pieces as English would put them; ``kinds`` are the kinds of sense of English words."""
    end = pieces[-1].end if pieces else 0
    found = [Piece("", "<start>", 0, 0), *pieces, Piece("", "<end>", end, end)]
    features = _features(found)
    for rule in rules:
        if rule.needs_only(features) and (made := _apply(rule, found, kinds)) != found:
            found, features = made, _features(made)
    return found


def _features(pieces: Sequence[Piece]) -> frozenset[str]:
    """All that an element of a rule can ask of these pieces."""
    said = {piece.english if piece.english.startswith("<") else f"'{piece.english}'" for piece in pieces}
    return frozenset({"any"}.union(said, *(piece.kinds for piece in pieces)))


def _apply(rule: Rule, pieces: list[Piece], kinds: Kinds) -> list[Piece]:
    made: list[Piece] = []
    place = 0
    while place < len(pieces):
        taken = _match(rule.find, pieces, place)
        if taken is None or taken[0] == place:
            made.append(pieces[place])
            place += 1
        else:
            end, names = taken
            made += _made(rule, names, pieces[place:end], kinds)
            place = end
    return made


def _made(rule: Rule, names: Mapping[str, list[Piece]], taken: Sequence[Piece], kinds: Kinds) -> Iterator[Piece]:
    for part in rule.make:
        if part.startswith("'"):
            source = next((piece for piece in taken if piece.english == part[1:-1]), None)
            yield source or Piece("", part[1:-1], taken[0].start, taken[0].start, kinds(part[1:-1]))
        else:
            yield from names.get(part, ())


Found = tuple[int, dict[str, list[Piece]]]


def _match(elements: Sequence[Element], pieces: Sequence[Piece], place: int) -> Found | None:
    """Where a match that begins at ``place`` ends, and what was named in it; the longest way, with backtracking."""
    if not elements:
        return place, {}
    element, rest = elements[0], elements[1:]
    for stop in element.ends(pieces, place):
        found = _match(rest, pieces, stop)
        if found is not None:
            if element.name:
                found[1][element.name] = [*pieces[place:stop], *found[1].get(element.name, ())]
            return found
    return None
