"""Conditions on how a name is written: "customers whose name starts with A", "with 'bank' in their name"."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline.draft import Draft
from assistant.offline.lexicon import Sense
from assistant.offline.spans import Item
from assistant.offline.tokens import Token
from scoring.query import Filter, Operator

_FIELDS = {"name": "account_name", "names": "account_name", "domain": "domain", "domains": "domain"}
_STARTS = ("start", "starts", "starting", "begin", "begins", "beginning")
_ENDS = ("end", "ends", "ending")
_CONTAINS = ("contain", "contains", "containing", "include", "includes", "including")
_HAVING = ("with", "has", "have", "having")
_NOT = ("not", "n't", "never")
_HELPS = ("that", "which", "do", "does", "must", "should")
_FILLERS = ("with", "in", "on", "by", "the", "letter", "letters", "word", "words", "string", "text")
_BEFORE = ("whose", "with", "a", "account", "customer", "company", "where", "the")
_STOPS = frozenset(
    {"in", "and", "or", "that", "who", "whose", "with", "for", "by", "from", "are", "is", "which", "but", "of", "at"}
    | {"on", "have", "has", "own", "owns", "use", "uses", "sorted", "ranked", "per", "please", "not", "then"}
    | {"act", "evaluate", "nurture", "educate"}
)
_QUOTES = "\"“”'‘’«»「」`"
_OPEN = "\"“'‘«「`"


@dataclass(frozen=True)
class _Said:
    """The words of a condition, tokens ``start`` to ``end``, and what they say."""

    start: int
    end: int
    condition: Filter


def with_letters(question: str, tokens: Sequence[Token], items: list[Item]) -> list[Item]:
    """The items, with every condition on how a name is written as one item."""
    parser = _Parser(question, tokens)
    for place in range(len(tokens) - 1, -1, -1):
        if said := parser.said(place):
            inside = [item for item in items if item.start < said.end and said.start < item.end]
            start, end = inside[0].start, inside[-1].end
            words = question[tokens[start].start : tokens[end - 1].end]
            whole = Item(start, end, words, (Sense("letters", said.condition, "account_name"),))
            first = items.index(inside[0])
            items = [*items[:first], whole, *items[first + len(inside) :]]
    return items


def read_letters(draft: Draft) -> None:
    """Keep the customers whose names are written so."""
    for place in list(draft.free("letters")):
        condition = draft.value(place, "letters")
        if isinstance(condition, Filter):
            negation = draft.negation(place)
            draft.add(Filter(none_of=(condition,)) if negation >= 0 else condition, place, max(negation, place))
            draft.use(negation)


def _operator(word: str) -> Operator | None:
    if word in _STARTS:
        return "starts with"
    return "ends with" if word in _ENDS else "contains" if word in _CONTAINS else None


class _Parser:
    def __init__(self, question: str, tokens: Sequence[Token]) -> None:
        self.question = question
        self.tokens = tokens
        self.words = [token.text.lower() for token in tokens]

    def said(self, place: int) -> _Said | None:
        """The condition around a word for a name."""
        field = _FIELDS.get(self.words[place], "")
        if not field:
            return self._bare(place)
        return self._behind(place, field) or self._before(place, field)

    def _word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def _behind(self, place: int, field: str) -> _Said | None:
        """``(whose) name does not start with A or B``."""
        at = place + 1
        while self._word(at) in _HELPS:
            at += 1
        negated = self._word(at) in _NOT
        at += negated
        operator = _operator(self._word(at))
        having = operator is None and self._word(at) in _HAVING and self._quoted(self._past(at + 1))
        if operator is None and not having:
            return None
        found = self._values(self._past(at + 1))
        if found is None:
            return None
        start = place
        while start and self._word(start - 1) in _BEFORE:
            start -= 1
        return _Said(start, found[0], _condition(field, operator or "contains", found[1], found[2], negated))

    def _before(self, place: int, field: str) -> _Said | None:
        """``with 'bank' in their name``."""
        if self._word(place - 1) not in ("their", "the", "its") or self._word(place - 2) not in ("in", "of"):
            return None
        first = place - 3
        while first > 0 and self._word(first - 1) not in (*_HAVING, *_CONTAINS) and not self._is_sign(first - 1):
            first -= 1
        opened = self._word(first - 1) in (*_HAVING, *_CONTAINS)
        found = self._values(self._past(first)) if opened else None
        if found is None or found[0] != place - 2:
            return None
        return _Said(first - 1, place + 1, _condition(field, "contains", found[1], found[2], False))

    def _bare(self, place: int) -> _Said | None:
        """``customers starting with A``."""
        operator = _operator(self.words[place])
        if operator not in ("starts with", "ends with") or self._word(place + 1) != "with":
            return None
        value = self._past(place + 1)
        single = value < len(self.tokens) and len(self.words[value]) == 1 and self.tokens[value].text.isupper()
        found = self._values(value) if single or self._quoted(value) else None
        return (
            _Said(place, found[0], _condition("account_name", operator, found[1], found[2], False)) if found else None
        )

    def _past(self, at: int) -> int:
        """The first place that is no word such as "the letter"."""
        while self._word(at) in _FILLERS and at + 1 < len(self.words) and not self._quoted(at):
            at += 1
        return at + (self._word(at) in ("a", "an") and self._word(at + 1) in ("word", "string"))

    def _quoted(self, at: int) -> bool:
        start = self.tokens[at].start if at < len(self.tokens) else 0
        return start > 0 and self.question[start - 1] in _OPEN

    def _is_sign(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "sign" and not self.words[at].isalnum()

    def _values(self, at: int) -> tuple[int, list[str], str] | None:
        """The end of a list of spellings, the spellings, and how they are joined; None where there is none."""
        one = self._value(at)
        if one is None:
            return None
        end, values, joint = one[0], [one[1]], "or"
        while self._word(end) in ("or", "and", ",") and (more := self._value(end + 1 + (self._word(end + 1) == "or"))):
            alike = self._quoted(end + 1) or len(more[1]) == len(values[0]) == 1 or self._word(end) == "or"
            if not alike:
                break
            joint = "and" if self._word(end) == "and" else joint
            end, values = more[0], [*values, more[1]]
        return end, values, joint

    def _value(self, at: int) -> tuple[int, str] | None:
        """The end of one spelling, quoted or up to the next word of the question's own, and the spelling."""
        if at >= len(self.tokens):
            return None
        end = at
        if self._quoted(at):
            while end < len(self.tokens) and not self._closes(end):
                end += 1
            end += 1
        else:
            while end < len(self.tokens) and (self._is_dot(end) or self._is_part(end)):
                end += 1
        if end == at or end > len(self.tokens):
            return None
        return end, self.question[self.tokens[at].start : self.tokens[end - 1].end].strip(_QUOTES)

    def _is_part(self, at: int) -> bool:
        return not self._is_sign(at) and self._word(at) not in _STOPS

    def _is_dot(self, at: int) -> bool:
        """``.se``, ``contoso.com``: a dot with a word right behind it."""
        behind = self.tokens[at + 1].start if at + 1 < len(self.tokens) else -1
        return self._word(at) == "." and behind == self.tokens[at].end

    def _closes(self, at: int) -> bool:
        behind = self.question[self.tokens[at].end : self.tokens[at].end + 1]
        return bool(behind) and behind in _QUOTES


def _condition(field: str, operator: Operator, values: Sequence[str], joint: str, negated: bool) -> Filter:
    """One condition of several spellings; no name starts in two ways, so there "and" means any."""
    parts = tuple(Filter(field, operator, (value,)) for value in values)
    if len(parts) == 1:
        return Filter(none_of=parts) if negated else parts[0]
    if negated:
        return Filter(none_of=parts)
    return Filter(all_of=parts) if joint == "and" and operator == "contains" else Filter(any_of=parts)
