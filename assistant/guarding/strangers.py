"""Finds the names of nobody: words written as names that neither the field, the language, the results nor the question
know, and companies by their legal form in any writing."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from assistant.guarding.items import Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Terms
from assistant.guarding.wordlists import one_of, word_of, words
from assistant.offline.lexicon import LANGUAGES
from assistant.private.words import private_words
from knowledge.text import fold

CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽÇ][\w’'&.-]*"
RUN = re.compile(rf"{CAPITAL}(?:\s(?:(?:&|and|of|de|la|og|och|und|the)\s)?{CAPITAL}|\s\d[\w-]*)*")
ORDINARY = frozenset(words("ordinary"))
GERMAN = word_of("german")
_OPENS = re.compile(r"(?:^|[.:;!?\n|(“\"–—>•·]|[*_#]|\s-)[\s>*_#\"“(\d.)-]*$")
_ITEM = re.compile(r"(?:^|\n)\s*(?:[-*•]|\(?\d{1,3}[.)])\s+[*_]*$")
_SUBJECT = re.compile(rf"['’]s\b|[*_\"”)]*\s{one_of('predicates')}\b", re.IGNORECASE)
_ENDS_ITEM = re.compile(r"[*_\"”]*\s?(?:[:(–—|,]|$)")
_TELLS = re.compile(r"\s?[:(–—]\s?(?:[\w ]{0,20}\s)?\d")
_CALLED_TO = re.compile(rf"(?:^|[.!?:]\s|\b)(?:{one_of('naming')}|{one_of('turning_to')})\s$", re.IGNORECASE)
_TURNED = re.compile(r"(?:ly|ing|ed|wise)$")
_ENDINGS = (
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "ly",
    "er",
    "ers",
    "est",
    "al",
    "ment",
    "ation",
    "ations",
    "n",
    "r",
    "t",
    "en",
    "ens",
)
_OF_COMPANIES = re.compile(rf"\s{one_of('company_words')}$", re.IGNORECASE)
_KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
_WIDE_WORD = r"[\w&・ー-]"
_LONGEST = 24


class Strangers:
    """Tells the names that nobody has; ``holds`` says whether the results or the question have some words."""

    def __init__(self, terms: Terms, holds: Callable[[str], bool]) -> None:
        self.terms = terms
        self.holds = holds

    def faults(self, sentence: Sentence) -> Iterator[str]:
        """The names of a sentence that are nobody's."""
        found = (*self._capitalised(sentence), *self._in_wide_letters(sentence), *self._in_small_letters(sentence.text))
        for name in dict.fromkeys(found):
            yield f"'{name}' is a name that is not in the results."

    def is_known(self, word: str) -> bool:
        """Whether a word is one of everybody's, of the field or of the definitions, in any form."""
        plain = fold(word).strip(".,'&")
        stems = {plain, *(plain.removesuffix(ending) for ending in _ENDINGS)}
        stems |= {f"{stem}e" for stem in stems} | {stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]}
        known = private_words(self.terms.engine)
        return any(not stem or stem in ORDINARY or stem in known.spellings or stem in known.defined for stem in stems)

    # ---- Latin letters --------------------------------------------------------------------------

    def _capitalised(self, sentence: Sentence) -> Iterator[str]:
        text = sentence.text
        german = bool(GERMAN.search(text))  # there every noun begins with a capital
        for run in RUN.finditer(text):
            if self._is_company(run.group().rstrip(" .,")) and not self._is_said(sentence.of("customer"), run):
                yield run.group()
            for start, end in free_parts(sentence, run.start(), run.end()):
                name = self._unknown(text[start:end])
                place = text.find(name, start, end)  # none where words stand apart by more than a space
                if name and self._is_named(text, max(place, start), name, german):
                    yield name

    def _is_company(self, run: str) -> bool:
        """``Baltic Energy Group``: known words that a company's name is made of."""
        return bool(_OF_COMPANIES.search(run)) and fold(run.split()[0]) not in ORDINARY

    def _unknown(self, part: str) -> str:
        """What is left of some words without the known ones before and behind; empty where they are held."""
        parts = part.strip(" .,'’&-").split()
        while parts and self.is_known(parts[0]):
            parts = parts[1:]
        while parts and self.is_known(re.sub(r"['’]s$", "", parts[-1])):
            parts = parts[:-1]
        name = re.sub(r"['’]s?$", "", " ".join(parts)).strip(" .,'’&-")
        if len(name) < 2 or not re.search(r"[^\W\d_]{2}", name) or not name[0].isupper():
            return ""
        return "" if self.holds(name) or self._is_compound(name) else name

    def _is_compound(self, name: str) -> bool:
        """Whether the parts of a word are known, as in ``Azure-Fit`` and ``Azurepoäng``."""
        parts = [part for part in re.split(r"[-/&.’'\s]", name) if part]
        known = private_words(self.terms.engine)
        return all(self.is_known(part) or self.holds(part) or known.is_compound(fold(part)) for part in parts)

    def _is_named(self, text: str, start: int, name: str, german: bool) -> bool:
        """Whether unknown words stand where a name does: inside of a sentence, or as its subject."""
        before, behind = text[:start], text[start + len(name) :]
        if _SUBJECT.match(behind) or (_CALLED_TO.search(before) and not german):
            return True
        if not _OPENS.search(before):
            return not german
        if _TELLS.match(behind):
            return True
        if _ITEM.search(before) and _ENDS_ITEM.match(behind):
            return True
        listed = bool(re.match(rf",\s(?:{CAPITAL}|and\b|och\b)", behind)) and not _TURNED.search(name)
        loud = len(name) > 2 and name.isupper()
        return listed or loud or len(name.split()) > 1

    def _in_small_letters(self, text: str) -> Iterator[str]:
        """``zephyr quantum holdings ab``: unknown words before a legal form."""
        for match in _small_names(frozenset(self.terms.catalog.legal_forms.after)).finditer(text):
            parts = match[1].split()
            strange = [part for part in parts if not self.is_known(part)]
            if len(strange) > 1 and not self.terms.find(match.group()) and not self.holds(match.group()):
                yield match.group()

    # ---- Japanese and Korean --------------------------------------------------------------------

    def _in_wide_letters(self, sentence: Sentence) -> Iterator[str]:
        for match in _wide_names(frozenset(self.terms.catalog.legal_forms.before)).finditer(sentence.text):
            if not self._is_said(sentence.of("customer"), match):
                yield match.group()
        for match in _KATAKANA.finditer(sentence.text):
            if match.group() not in _katakana() and not self._is_said(sentence.items, match):
                yield match.group()

    def _is_said(self, items: Sequence[Item], match: "re.Match[str]") -> bool:
        return self.holds(match.group()) or any(_overlaps(item, match) for item in items)


def free_parts(sentence: Sentence, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run of capitalised words that name nothing known."""
    place = start
    for item in sentence.items:
        if item.end <= place or item.start >= end:
            continue
        if item.mention and item.mention.claim == "value" and not item.mention.customers:
            continue
        if item.start > place:
            yield place, item.start
        place = max(place, item.end)
    if place < end:
        yield place, end


def _overlaps(item: Item, match: "re.Match[str]") -> bool:
    return item.start < match.end() and match.start() < item.end


@cache
def _small_names(forms: frozenset[str]) -> "re.Pattern[str]":
    able = "|".join(sorted((form for form in forms if form.isascii() and form.isalpha()), key=len, reverse=True))
    return re.compile(rf"\b((?:[a-zà-ÿ]{{3,20}}\s){{2,3}})(?:{able})\b")


@cache
def _wide_names(forms: frozenset[str]) -> "re.Pattern[str]":
    able = "|".join(sorted((form for form in forms if not form.isascii() and len(form) > 1), key=len, reverse=True))
    name = rf"(?:(?![はがをのもでとにへや、。]){_WIDE_WORD}){{2,{_LONGEST}}}"
    return re.compile(rf"(?:{able}|㈜|\(株\))\s?{name}|{name}\s?(?:{able})|[ァ-ヶー]{{2,{_LONGEST}}}社")


@cache
def _katakana() -> frozenset[str]:
    """The words in katakana that the language's own files use."""
    texts = (path.read_text(encoding="utf-8") for path in (LANGUAGES / "ja").glob("*.toml"))
    return frozenset(run for text in texts for run in _KATAKANA.findall(text))
