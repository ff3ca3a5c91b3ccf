"""Reads one question: which kind it is, about whom or what; a query, a question back, or what could not be read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.offline.compose import Composer
from assistant.offline.lexicon import Lexicon, Sense, build_lexicon
from assistant.offline.outcome import AskBack, Outcome, ReadCustomers, ReadData, ReadDefinition, ReadQuery, Refuse
from assistant.offline.spans import Item, Span, cover
from assistant.offline.tokens import Token
from knowledge.definitions import Definitions
from scoring.engine import Engine
from scoring.names import NamedCustomer, customers_beginning, find_customers, similar_customers
from scoring.query import CustomerSet, Filter, Query

LONGEST_NAME = 8
LONGEST_WIDE_NAME = 20
LONGEST_QUESTION = 2_000
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_ONE_CUSTOMER = ("explain", "compare_customers", "polar", "where")
_ASPECTS = (
    "score",
    "cluster",
    "band",
    "cell",
    "product",
    "family",
    "field",
    "cohort",
    "category",
    "owns",
    "where",
    "signal",
)
_DEFINED = ("score", "cluster", "band", "cell", "product", "family", "field", "cohort", "category", "owns", "signal")
_ANYWAY = (
    "explain",
    "compare_customers",
    "polar",
    "count",
    "define",
    "score_word",
    "cellword",
    "agreements",
    "expires",
    "owner",
    "products",
    "consumption",
    "propensity",
    "superlative",
    "neg",
    "change",
    "value",
    "when",
    "unit",
    "month",
    "report",
    "top",
    "since",
    "lack",
    "group",
    "verb",
    "model",
    "first",
    "order",
    "data",
    "play",
    "detail",
    "name",
    "number",
    "comparative",
    "cohortword",
    "what",
    "scale",
    "compare",
    "after",
)


class Reader:
    """Reads questions over one workspace. What stays the same between questions is made once."""

    def __init__(self, engine: Engine, definitions: Definitions, as_of: date) -> None:
        self.engine = engine
        self.definitions = definitions
        self.as_of = as_of

    @cached_property
    def lexicon(self) -> Lexicon:
        return build_lexicon(self.engine)

    def read(self, question: str) -> Outcome:
        """What a question asks; names of customers are tried first, then its words alone."""
        if len(question) > LONGEST_QUESTION:
            return Refuse(f"The question is longer than {LONGEST_QUESTION:,} characters. Please ask it in fewer words.")
        tokens, items = cover(question, self.lexicon, lambda tokens: self._names(question, tokens))
        if not any(item.senses and not item.has("mark") for item in items):
            return self._unread(question, tokens, items)
        if any(item.has("name") for item in items) and self._keeps_names(question, items):
            return self._read_customers(question, tokens, items)
        if any(item.has("name") for item in items):
            tokens, items = cover(question, self.lexicon, lambda tokens: [])
        return self._read_general(question, tokens, items)

    # ---- names --------------------------------------------------------------------------------------------------------

    def _names(self, question: str, tokens: Sequence[Token]) -> list[Span]:
        """Spans that are a customer's name, domain or id."""
        texts = {span: self._slice(question, tokens, *span) for span in _stretches(tokens)}
        found = find_customers(self.engine, list(texts.values()))
        spans = []
        for (start, end), text in texts.items():
            customers = found.get(text)
            if customers and not self._is_phrase(tokens, start, end, customers):
                spans.append(Span(start, end, (_name_sense(customers),), 0.8))
        return spans

    def _slice(self, question: str, tokens: Sequence[Token], start: int, end: int) -> str:
        return _POSSESSIVE.sub("", question[tokens[start].start : tokens[end - 1].end])

    def _is_phrase(self, tokens: Sequence[Token], start: int, end: int, customers: Sequence[NamedCustomer]) -> bool:
        """Whether a short name is a word that everybody uses (``Surface``): then only the full name means it."""
        key = " ".join(token.key for token in tokens[start:end])
        return key in self.lexicon.phrases and not customers[0].full

    def _keeps_names(self, question: str, items: Sequence[Item]) -> bool:
        """Whether a stretch that is a name is meant as one: unless its words could all be conditions of a list."""
        names = [item for item in items if item.has("name")]
        if any(item.unknown for item in cover(" ".join(n.text for n in names), self.lexicon, lambda t: [])[1]):
            return True
        rest = [item for item in items if not item.has("name")]
        if any(item.has(*_ONE_CUSTOMER) for item in rest) or not any(item.has("customers", "count") for item in rest):
            return True
        return all(name.text[:1].isupper() or name.text[:1].isdigit() for name in names)

    # ---- one or several customers ---------------------------------------------------------------------------------------

    def _read_customers(self, question: str, tokens: Sequence[Token], items: list[Item]) -> Outcome:
        names = [item for item in items if item.has("name")]
        for item in names:
            if item.senses[0].field == "several":
                return self._which(item.text, list(item.senses[0].value))
        unread = [item.text for item in items if item.unknown or item.has("future")]
        if unread:
            return self._unread(question, tokens, items)
        left = [item.text for item in items if not _is_readable(item)]
        if left:
            return Refuse(_cannot_say(left))
        customers = tuple(dict.fromkeys(item.senses[0].value[0] for item in names))
        return self._about(question, items, customers)

    def _about(self, question: str, items: list[Item], customers: tuple[str, ...]) -> Outcome:
        aspects = tuple(dict.fromkeys(aspect for item in items for aspect in _aspects(item)))
        products = tuple(dict.fromkeys(sense.value for item in items if (sense := item.sense("product"))))
        families = [sense.value for item in items if (sense := item.sense("family"))]
        for family in families:
            products += tuple(self.engine.catalog.families[family].products)
        month = self._month(items)
        check = self._claim(items, customers) if len(customers) == 1 else None
        return ReadCustomers(customers, products, aspects, month, check, compare=len(customers) > 1)

    def _month(self, items: list[Item]) -> str:
        composer = Composer([replace(item) for item in items], self.engine, self.as_of)
        composer.read_times()
        return composer.month

    def _claim(self, items: list[Item], customers: tuple[str, ...]) -> Query | None:
        """The claim of a yes-or-no question as a query on the one customer; None where nothing is claimed."""
        first = next(
            (item for item in items if not item.has("mark") and not item.has("noise", "polar") or item.has("polar")),
            None,
        )
        if first is None or not first.has("polar"):
            return None
        rest = [replace(item, senses=()) if item.has("name") else replace(item) for item in items]
        kept = [item for item in rest if item.senses]
        outcome = Composer(kept, self.engine, self.as_of).compose()
        if isinstance(outcome, ReadQuery) and outcome.query.set.filters:
            wanted = outcome.query.set
            return Query(replace(wanted, filters=(*wanted.filters, Filter("customer", "in", customers))))
        return None

    def _which(self, text: str, customers: Sequence[NamedCustomer]) -> AskBack:
        choices = tuple(f"{c.account_name} in {c.city or 'an unknown city'} ({c.customer_id})" for c in customers[:8])
        more = f" (the first {len(choices)} of {len(customers)})" if len(customers) > len(choices) else ""
        return AskBack(f"Which customer do you mean by “{text}”?{more}", choices)

    # ---- everything else --------------------------------------------------------------------------------------------------

    def _read_general(self, question: str, tokens: Sequence[Token], items: list[Item]) -> Outcome:
        if definition := self._definition(question, items):
            return definition
        if data := self._data(items):
            return data
        if any(item.unknown for item in items):
            return self._unread(question, tokens, items)
        if any(item.has("compare_customers") for item in items[:2]):
            return AskBack("Which customers shall I compare? Please name two.")
        outcome = Composer(items, self.engine, self.as_of).compose()
        return Refuse(_cannot_say([outcome.reason])) if isinstance(outcome, Refuse) else outcome

    def _definition(self, question: str, items: list[Item]) -> ReadDefinition | None:
        """A question for the meaning of terms, or for how something is done or counted."""
        terms = tuple(item.text for item in items if item.has(*_DEFINED))
        if any(item.has("define") for item in items) and not self._wants_customers(items):
            return ReadDefinition(terms, question)
        asks = any(item.has("what", "explain") for item in items)
        content = [
            item for item in items if not item.has("noise", "mark", "polar", "explain", "pronoun", "what", "and", "or")
        ]
        if asks and 0 < len(content) <= 2 and all(item.has(*_DEFINED) or item.unknown for item in content):
            return ReadDefinition(terms or tuple(item.text for item in content), question)
        return None

    def _wants_customers(self, items: Sequence[Item]) -> bool:
        """Whether the words that may ask for a meaning stand in a question for customers or figures."""
        if any(item.has("define") and len(item.senses) == 1 for item in items):
            return False
        return any(item.has("customers", "count", "function", "share", "superlative", "shortlist") for item in items)

    def _data(self, items: list[Item]) -> ReadData | None:
        """A question for what is imported."""
        if not any(item.has("data") for item in items):
            return None
        content = [
            item
            for item in items
            if not (
                item.has(
                    "data",
                    "noise",
                    "mark",
                    "define",
                    "polar",
                    "pronoun",
                    "own",
                    "unit",
                    "agreements",
                    "report",
                    "when",
                    "month",
                    "customers",
                )
            )
        ]
        if any(not item.has("field") for item in content):
            return None
        about = next((str(sense.value) for item in content if (sense := item.sense("field"))), "")
        return ReadData(about)

    def _unread(self, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> Outcome:
        """Words that nothing accounts for: perhaps the beginning or a slip of a customer's name, else named."""
        for first, last in _unknown_runs(items):
            text = self._slice(question, tokens, items[first].start, items[last].end)
            beginning = customers_beginning(self.engine, text)
            if beginning:
                return self._which(text, beginning)
            similar = similar_customers(self.engine, text) if len(text) > 4 else []
            if similar:
                return self._which(text, similar)
        words = [item.text for item in items if item.unknown or item.has("future")]
        return Refuse(_cannot_say(words or [question.strip() or "(nothing)"]))


def _stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The stretches of a question that may be a name."""
    found = []
    for start in range(len(tokens)):
        longest = LONGEST_WIDE_NAME if tokens[start].kind == "wide" else LONGEST_NAME
        for end in range(start + 1, min(start + longest, len(tokens)) + 1):
            if tokens[start].kind != "sign" and not (end - start > 1 and tokens[end - 1].key in "?!,;:"):
                found.append((start, end))
    return found


def _name_sense(customers: Sequence[NamedCustomer]) -> Sense:
    if len(customers) == 1:
        return Sense("name", (customers[0].customer_id,), "one")
    return Sense("name", tuple(customers), "several")


def _is_readable(item: Item) -> bool:
    kinds = {sense.kind for sense in item.senses}
    return bool(
        kinds & {"noise", "and", "or", "but", "mark", "customers", "own", "with", "pronoun", "who", *_ASPECTS, *_ANYWAY}
    )


def _aspects(item: Item) -> list[str]:
    """What of a customer an item asks for."""
    found = []
    for sense in item.senses:
        if sense.kind == "score":
            found.append(str(sense.value))
        elif sense.kind == "field":
            found.append(f"field:{sense.value}")
        elif sense.kind in ("cohort", "category", "cohortword"):
            found.append("cohorts")
        elif sense.kind == "where":
            found.append("field:city")
        elif sense.kind in ("agreements", "expires"):
            found.append("agreements")
        elif sense.kind == "owns":
            found.append(f"field:{sense.value}")
    return found


def _unknown_runs(items: Sequence[Item]) -> list[tuple[int, int]]:
    """First and last place of each run of unknown items."""
    runs: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        if item.unknown:
            if runs and runs[-1][1] == place - 1:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
    return runs


def _cannot_say(words: Sequence[str]) -> str:
    named = ", ".join(f"“{word}”" for word in words)
    return f"I cannot answer this from the reports: I do not know what to make of {named}."
