"""Checks the names of an answer: customers of the workspace that the results do not hold, companies that there are not,
domains and numbers of agreements."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.guarding.items import Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Terms
from assistant.guarding.wordlists import one_of, word_of, words
from knowledge.text import fold
from scoring.engine import Engine
from scoring.names import find_customers

CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽÇ][\w’'&.-]*"
RUN = re.compile(rf"{CAPITAL}(?:\s(?:(?:&|and|of|de|la|og|och|und|the)\s)?{CAPITAL}|\s\d[\w-]*)*")
ORDINARY = frozenset(words("ordinary"))
GERMAN = word_of("german")
DOMAIN = re.compile(rf"(?<![\w.-])(?:[\w-]+\.)+{one_of('domains')}\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w$€£])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?!\w)")
_SCALED = re.compile(r"\d+(?:st|nd|rd|th|k|m|mn|bn?|x|h|kr|usd|eur)", re.IGNORECASE)
_STAND = re.compile(r"(?:^\s*(?:[-*•]|\(?\d{1,3}[.)])\s+(?:\*\*|__)?|\*\*|__)$", re.IGNORECASE)
_LIES_IN = re.compile(
    rf"\b(?:is|are|sits?|lies|based|located|headquartered|offices?|ligger|finns|sitzt|liegt|ist)\s(?:\w+\s)?(?:in|i)\s({CAPITAL})"
)
_CALLED = re.compile(r"\b(?:customer|company|account|kunden|kund|Kunde)\s(?:named\s|called\s)?[\"“]?$", re.IGNORECASE)

_JOINED = re.compile(r"\s(?:&|and|och|und)\s")
_NAMED = re.compile(rf"\b{one_of('naming')}\s$", re.IGNORECASE)


class NameCheck:
    """What names an answer may use."""

    def __init__(self, engine: Engine, terms: Terms, question: str) -> None:
        self.engine = engine
        self.terms = terms
        self.known: set[str] = set()
        self.texts = [fold(question)]
        self._asked: dict[str, frozenset[str]] = {}
        self._question = question
        self._named = False

    def know(self, customer: str) -> None:
        """Take in the id of a customer that the results hold."""
        self.known.add(customer)

    def know_text(self, found: Any) -> None:
        """Take in the texts of a result, as they may be repeated."""
        self.texts += (fold(text) for text in _texts(found))

    def _holds(self, words: str) -> bool:
        return _is_in(words, self.texts)

    def faults(self, sentence: Sentence, table: bool = False) -> Iterator[str]:
        """The names, domains and codes of a sentence that are nowhere."""
        text = sentence.text
        for domain in DOMAIN.finditer(text):
            if not self._holds(domain.group()):
                yield f"The domain '{domain.group()}' is not in the results."
        for code in _each_code(text):
            if (
                self._needs_source(code.group())
                and not self._holds(code.group())
                and not self._is_mention(sentence, code)
            ):
                yield f"'{code.group()}' is not in the results."
        yield from self._place_faults(sentence)
        yield from self._company_faults(sentence, table)

    def _place_faults(self, sentence: Sentence) -> Iterator[str]:
        """The places where customers are said to be that no result names."""
        for place in _LIES_IN.finditer(sentence.text):
            name = place[1].strip(".,'’&-")
            named = [i for i in sentence.items if i.start < place.end(1) and place.start(1) < i.end]
            absent = [i for i in named if i.mention and i.mention.dimensions and not i.mention.claim]
            known = bool(named) and not (absent and sentence.of("customer"))
            if not known and not self._holds(name) and (absent or not self._is_vocabulary(name)):
                yield f"The place '{name}' is not in the results."

    def _is_mention(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        return any(item.mention and item.start < match.end() and match.start() < item.end for item in sentence.items)

    def _needs_source(self, code: str) -> bool:
        return bool(re.search(r"\d{4}", code)) or ("-" in code and bool(re.search(r"\d", code)))

    def _company_faults(self, sentence: Sentence, table: bool) -> Iterator[str]:
        text = sentence.text
        for run in RUN.finditer(text):
            if fault := self._formed_fault(sentence, run.group(), run.start(), run.end()):
                yield fault
                continue
            for start, end in free_parts(sentence, run.start(), run.end()):
                words = text[start:end].strip(" .,'’&-")
                if words and not self._holds(words):
                    yield from self._name_fault(text, start, words, table)

    def _formed_fault(self, sentence: Sentence, words: str, start: int, end: int) -> str:
        """The fault of words that end in a legal form and are no customer's name."""
        parts = words.rstrip(".,").split()
        while parts and fold(parts[0]).strip(".,'") in ORDINARY:
            parts = parts[1:]
        if len(parts) < 2 or fold(parts[-1]).strip(".") not in self.terms.legal_forms or not parts[-1][:1].isupper():
            return ""
        named = [item for item in sentence.of("customer") if start <= item.start < end]
        if named:
            return self._other_form(sentence.text[named[-1].end : end], named[-1])
        name = " ".join(parts)
        return "" if self._holds(name) else next(self._unknown(name, True), "")

    def _other_form(self, behind: str, named: Item) -> str:
        """The fault of a known name with the legal form of another company."""
        form = fold(behind.strip(" .,"))
        if named.mention is None or form not in self.terms.legal_forms:
            return ""
        name = f"{named.mention.words} {behind.strip(' .,')}"
        return "" if self._holds(name) else f"There is no customer '{name}' in the results."

    def _unknown(self, name: str, is_company: bool) -> Iterator[str]:
        found = self._customers(name)
        self._in_question()
        if found and not found & self.known:
            yield f"The customer '{name}' is not in the results."
        elif not found and is_company:
            yield f"There is no customer '{name}' in the results."

    def _name_fault(self, text: str, start: int, words: str, table: bool) -> Iterator[str]:
        parts = [word for word in re.split(r"\s+", words) if word]
        while parts and fold(parts[0]).strip(".,'") in ORDINARY:
            parts = parts[1:]
        if not parts:
            return
        name = " ".join(parts)
        if all(self._holds(part) or self._is_vocabulary(part) for part in _JOINED.split(name)):
            return
        yield from self._unknown(name, self._is_company(text[:start], parts, table))

    def _is_vocabulary(self, name: str) -> bool:
        left = name
        for mention in reversed(self.terms.find(name)):
            left = left[: mention.start] + " " + left[mention.end :]
        return all(fold(word).strip(".,'&") in ORDINARY | {""} for word in left.split())

    def _is_company(self, before: str, parts: list[str], table: bool) -> bool:
        formed = len(parts) > 1 and fold(parts[-1]).strip(".") in self.terms.legal_forms and parts[-1][:1].isupper()
        stands = table or bool(_CALLED.search(before)) or (bool(_STAND.search(before)) and len(parts) > 1)
        named = bool(_NAMED.search(before)) and not GERMAN.search(before)  # in German every noun is capitalised
        return formed or stands or named or len(parts) > 2

    def _in_question(self) -> None:
        """Take in the customers that the question names, once."""
        if not self._named:
            self._named = True
            for run in RUN.finditer(self._question):
                self.known |= self._customers(run.group())

    def _customers(self, name: str) -> frozenset[str]:
        if name not in self._asked:
            words = name.split()
            tries = [" ".join(words[a:b]) for a in range(len(words)) for b in range(len(words), a, -1)][:30]
            found = find_customers(self.engine, tries)
            best = next((found[each] for each in tries if each in found), [])
            self._asked[name] = frozenset(customer.customer_id for customer in best)
        return self._asked[name]


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


def codes(text: str) -> list[tuple[int, int]]:
    """Where words of letters and digits stand (E5, AGR-1, ME3): they are no figures."""
    return [match.span() for match in _each_code(text)]


def _each_code(text: str) -> Iterator["re.Match[str]"]:
    for match in _CODE.finditer(text):
        if not _SCALED.fullmatch(match.group()) and not re.fullmatch(r"\d+(?:-\w+)+", match.group()):
            yield match


def _is_in(words: str, texts: Sequence[str]) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(fold(words))}(?!\w)")
    return any(whole.search(text) for text in texts)


def _texts(found: Any) -> Iterator[str]:
    """All texts inside of a typed result."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _texts(value)
    elif isinstance(found, (list, tuple)):
        for value in found:
            yield from _texts(value)
    elif is_dataclass(found) and not isinstance(found, type):
        for part in fields(found):
            yield from _texts(getattr(found, part.name))
