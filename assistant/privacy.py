"""Replaces what is private by stable tokens before anything is sent to a model, and puts it back in what it answers.

Which fields are private stands in :mod:`assistant.private.fields`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.offline.reader import Reading
from assistant.private.columns import Columns
from assistant.private.everyday import Word, key_of, words_of
from assistant.private.fields import CUSTOMER, CUSTOMER_FIELDS, SIGNALS
from assistant.private.guesses import Guesses
from assistant.private.known import known_stretches
from assistant.private.search import OURS, STRICT, Searched, Stretch, apart
from assistant.private.tokens import Token, only_token, replace_tokens, tokens_in
from assistant.private.words import private_words
from scoring.engine import Engine
from scoring.names import find_customers

_DATE = re.compile(r"\(\d{4}-\d\d-\d\d\)\s*$")


@dataclass(frozen=True)
class _Meaning:
    """What a token stands for: how it is shown, and what a tool is given."""

    shown: str
    argument: str


class Mask:
    """Tokens of one conversation, such as ``[customer 1]``, ``[city 2]``, ``[id 3]``: kind, and number in the order
    first seen. ``open``: nothing is replaced, everything passes through unchanged."""

    def __init__(self, engine: Engine, open: bool = False) -> None:
        self.engine = engine
        self.open = open
        self._meanings: dict[Token, _Meaning] = {}
        self._tokens: dict[tuple[str, str], Token] = {}
        self._known: dict[str, Token] = {}
        self._everyday: dict[str, Token] = {}
        self._columns = Columns(engine)

    # ---- what is sent ---------------------------------------------------------------------------

    def question(self, question: str, reading: Reading | None) -> str:
        """The question as it may be sent; ``reading`` is what the offline brain read of the very same question."""
        if self.open:
            return question
        text = unicodedata.normalize("NFKC", question)
        searched = Searched(private_words(self.engine), text, reading)
        found = self._found(searched)
        guesses = Guesses(searched, found).stretches()
        return self._replaced(text, apart([*found, *(each for each in guesses if _is_free(each, found))]))

    def words(self, words: str) -> str:
        """A text of ours without the private values that are known so far or that the workspace holds."""
        return words if self.open else self._of_ours(words, OURS)

    def fault(self, words: str) -> str:
        """A text of ours about customers, such as an error or a fault: words of everybody are masked as well where they
        are spelled as a name or place of the data is, or as a private value that is known so far."""
        return words if self.open else self._of_ours(words, STRICT)

    def _of_ours(self, words: str, written: str) -> str:
        found = self._found(Searched(private_words(self.engine), words, written=written))
        return self._replaced(words, map(self._as_known, found))

    def _as_known(self, found: Stretch) -> Stretch:
        """A short name of several customers as that of the only one among them who has a token."""
        if found.kind != CUSTOMER or found.customer_id:
            return found
        several = find_customers(self.engine, [found.text]).get(found.text, ())
        known = {one.customer_id: one.account_name for one in several if (CUSTOMER, one.customer_id) in self._tokens}
        if len(known) != 1 or (CUSTOMER, key_of(found.text)) in self._tokens:
            return found
        id, name = known.popitem()
        return found._replace(customer_id=id, name=name)

    def _found(self, searched: Searched) -> list[Stretch]:
        """What is private in a text, tokens that stand in it already apart."""
        ours = [
            Stretch(start, end, _TOKENS, searched.text[start:end])
            for start, end, tokens in tokens_in(searched.text)
            if any(token in self._meanings for token in tokens)
        ]
        seen = self._seen(searched.text, self._known | self._everyday if searched.written == STRICT else self._known)
        found = [each for each in (*known_stretches(searched), *seen) if _is_free(each, ours)]
        return sorted([*apart(found), *ours])

    def field(self, field: str, value: object) -> object:
        """The value of a field, by the id of the catalogue or as ``azure.signals``: a token where it is private, a list
        of them for a list, else the value itself."""
        if self.open or value is None or isinstance(value, bool):
            return value
        if isinstance(value, list | tuple):
            return [self.field(field, each) for each in value]
        name = self._columns.field_id(field.rpartition(".")[2])
        if name in CUSTOMER_FIELDS:
            return self._who(name, str(value))
        if name == SIGNALS:
            return self._signals(str(value))
        kind = self._columns.kind(name, value)
        return self._token(kind, str(value)) if kind else value

    def row(self, row: Mapping[str, object]) -> dict[str, object]:
        """A row of ``Result.rows``: the customer is one token under ``customer``, the rest as :meth:`field` says."""
        if self.open:
            return dict(row)
        masked: dict[str, object] = {}
        if row.get("customer_id"):
            masked["customer"] = self.customer(str(row["customer_id"]), str(row.get("account_name") or ""))
        rest = {name: value for name, value in row.items() if name not in CUSTOMER_FIELDS or not masked}
        return masked | {name: self.field(name, value) for name, value in rest.items()}

    def customer(self, customer_id: str, name: str) -> str:
        """The token of a customer; its name where the mask is open."""
        if self.open:
            return name or customer_id
        token = self._tokens.get((CUSTOMER, customer_id)) or self._new(CUSTOMER, customer_id, name or customer_id)
        for text in filter(None, (customer_id, name)):
            self._remember(text, token)
        return str(token)

    # ---- what comes back ------------------------------------------------------------------------

    def back(self, text: str) -> str:
        """A text with names in the place of tokens; tokens that stand for nothing stay."""
        return text if self.open else replace_tokens(text, lambda token: self._shown(token))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The tokens of a text that stand for nothing."""
        found = [token for _, _, tokens in ([] if self.open else tokens_in(text)) for token in tokens]
        return tuple(dict.fromkeys(str(token) for token in found if token not in self._meanings))

    def argument(self, value: Any) -> Any:
        """Arguments of a tool, however nested: for the token of a customer its id, for another what it stands for."""
        if self.open:
            return value
        if isinstance(value, Mapping):
            of = value.get("field")
            named = of if isinstance(of, str) and of in ("account_name", "domain") else ""
            return {
                key: self._argument(part, named if key in ("values", "value") else "") for key, part in value.items()
            }
        return self._argument(value)

    def _argument(self, value: Any, named: str = "") -> Any:
        if isinstance(value, str):
            token = only_token(value)
            if token is None or token not in self._meanings:
                return self.back(value)
            return self._named_by(named, token) if named else self._meanings[token].argument
        if isinstance(value, list | tuple):
            return [self._argument(part, named) for part in value]
        return self.argument(value) if isinstance(value, Mapping) else value

    def _named_by(self, field: str, token: Token) -> str:
        """What a filter on names or domains is given for a token: the name or domain of its customer."""
        meaning = self._meanings[token]
        if token.kind != CUSTOMER or field == "account_name":
            return meaning.shown
        rows = self.engine.fetch(
            "SELECT domain FROM customers WHERE customer_id = $id AND domain IS NOT NULL ORDER BY month DESC LIMIT 1",
            {"id": meaning.argument},
        )
        return str(rows[0]["domain"]) if rows else meaning.shown

    def _shown(self, token: Token) -> str | None:
        meaning = self._meanings.get(token)
        return meaning.shown if meaning else None

    # ---- tokens ---------------------------------------------------------------------------------

    def _new(self, kind: str, key: str, shown: str, argument: str = "") -> Token:
        number = 1 + sum(token.kind == kind for token in self._meanings)
        token = Token(kind, number)
        self._meanings[token] = _Meaning(shown, argument or key)
        self._tokens[kind, key] = token
        return token

    def _token(self, kind: str, text: str) -> str:
        """The token of a private value; spellings that are compared as one have one."""
        key = key_of(text) or text
        token = self._tokens.get((kind, key)) or self._new(kind, key, text, text)
        self._remember(text, token)
        return str(token)

    def _remember(self, text: str, token: Token) -> None:
        """Keep a private text to be found in later ones; words of everybody apart."""
        searched = Searched(private_words(self.engine), text)
        if searched.words:
            known = self._everyday if searched.is_public(0, len(text)) else self._known
            known.setdefault(key_of(text), token)

    def _seen(self, text: str, known: Mapping[str, Token]) -> Iterable[Stretch]:
        """The private values known so far that stand in a text; words of everybody only where they are spelled so."""
        words = words_of(text)
        for first, last in _beginning_as(known, words):
            token = known.get(key := " ".join(word.key for word in words[first:last]))
            if token:
                start, end = words[first].start, words[last - 1].end
                meaning = self._meanings[token]
                if key not in self._known and text[start:end] not in (meaning.shown, meaning.argument):
                    continue
                customer = meaning.argument if token.kind == CUSTOMER else ""
                yield Stretch(start, end, token.kind, text[start:end], customer, meaning.shown)

    def _replaced(self, text: str, found: Iterable[Stretch]) -> str:
        parts, at = [], 0
        for each in found:
            if each.kind == _TOKENS:
                continue
            known = each.customer_id and self.customer(each.customer_id, each.name)
            parts += [text[at : each.start], known or self._token(each.kind, each.name or each.text)]
            at = each.end
        return "".join([*parts, text[at:]])

    # ---- fields ---------------------------------------------------------------------------------

    def _who(self, field: str, value: str) -> str:
        """The token of a customer that a name, domain or id alone says; where it is several's, one for them all."""
        rows = self.engine.fetch(
            "SELECT customer_id, arg_max(account_name, month) AS name FROM customers "  # noqa: S608 - our own names
            f"WHERE {_COLUMN[field]} = $value GROUP BY customer_id",
            {"value": value},
        )
        if not rows:
            rows = [
                {"customer_id": customer.customer_id, "name": customer.account_name}
                for customer in find_customers(self.engine, [value]).get(value, ())
            ]
        if len(rows) == 1:
            return self.customer(str(rows[0]["customer_id"]), str(rows[0]["name"] or ""))
        return self._token("domain" if field == "domain" else CUSTOMER, value)

    def _signals(self, value: str) -> str:
        """Types and dates of signals; what was seen is left out, and what has no known type is a token."""
        types = {key_of(name): kind.title for kind in self.engine.catalog.signals.values() for name in kind.spellings}
        told = []
        for part in filter(None, map(str.strip, value.split(";"))):
            title = types.get(key_of(part.partition(":")[0])) or self._token("text", part)
            day = _DATE.search(part) if not title.startswith("[") else None
            told.append(f"{title} {day.group().strip()}" if day else title)
        return "; ".join(told)


_TOKENS = "tokens"
_COLUMN = {"customer": "customer_id", "customer_id": "customer_id", "account_name": "account_name", "domain": "domain"}


def _beginning_as(known: Iterable[str], words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """The stretches that begin with the first word of a key and have as many words."""
    lengths: dict[str, set[int]] = {}
    for key in known:
        lengths.setdefault(key.partition(" ")[0], set()).add(key.count(" ") + 1)
    for first, word in enumerate(words):
        longest = len(words) - first
        yield from ((first, first + length) for length in sorted(lengths.get(word.key, ())) if length <= longest)


def _is_free(one: Stretch, found: Iterable[Stretch]) -> bool:
    return all(one.end <= other.start or other.end <= one.start for other in found)
