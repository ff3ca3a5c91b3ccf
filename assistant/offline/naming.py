"""Customers' names in a question: which stretches are names, and whom a half-written one may mean."""

import re
from collections.abc import Sequence

from assistant.offline.lexicon import Lexicon, Sense
from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item, Span
from assistant.offline.tokens import Token
from knowledge.messages import Word, text
from scoring.engine import Engine
from scoring.names import NamedCustomer, customers_beginning, find_customers, similar_customers

LONGEST_NAME = 8
LONGEST_WIDE_NAME = 20
CHOICES = 8
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


def name_spans(engine: Engine, lexicon: Lexicon, question: str, tokens: Sequence[Token]) -> list[Span]:
    """Spans that are a customer's name, domain or id. A short name that is a word of everybody's (``Surface``) counts
    only in full."""
    texts = {stretch: slice_of(question, tokens, *stretch) for stretch in _stretches(tokens)}
    found = find_customers(engine, list(texts.values()))
    spans = []
    for (start, end), written in texts.items():
        customers = found.get(written)
        phrase = " ".join(token.key for token in tokens[start:end])
        if customers and (customers[0].full or phrase not in lexicon.phrases):
            spans.append(Span(start, end, (_sense(customers),), 0.8))
    return spans


def slice_of(question: str, tokens: Sequence[Token], start: int, end: int) -> str:
    """The text of some tokens as it was written, without a possessive ending."""
    return _POSSESSIVE.sub("", question[tokens[start].start : tokens[end - 1].end])


def _stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    found = []
    for start in range(len(tokens)):
        longest = LONGEST_WIDE_NAME if tokens[start].kind == "wide" else LONGEST_NAME
        for end in range(start + 1, min(start + longest, len(tokens)) + 1):
            if tokens[start].kind != "sign" and (end - start == 1 or tokens[end - 1].kind != "sign"):
                found.append((start, end))
    return found


def _sense(customers: Sequence[NamedCustomer]) -> Sense:
    if len(customers) == 1:
        return Sense("name", (customers[0].customer_id,), "one")
    return Sense("name", tuple(customers), "several")


def which_customer(question: str, start: int, name: str, customers: Sequence[NamedCustomer]) -> AskBack:
    """Asks which of several customers is meant by the name at ``start``; each choice carries the question about it."""
    shown = customers[:CHOICES]
    end = start + len(name)
    rewritten = tuple(question[:start] + customer.customer_id + question[end:] for customer in shown)
    asked = text("Which customer do you mean by “{name}”?", name=Word(name))
    if len(customers) > len(shown):
        asked = text("{question} (the first {shown} of {all})", question=asked, shown=len(shown), all=len(customers))
    return AskBack(asked, tuple(_choice(customer) for customer in shown), rewritten)


def _choice(customer: NamedCustomer) -> str:
    city = customer.city or text("an unknown city")
    return text("{name} in {city} ({id})", name=customer.account_name, city=city, id=customer.customer_id)


def half_written(engine: Engine, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> AskBack | None:
    """Where unknown words begin a customer's name or are near to one: asks whether that is meant."""
    for first, last in _unknown_runs(items):
        name = slice_of(question, tokens, items[first].start, items[last].end)
        customers = customers_beginning(engine, name)
        if not customers and len(name) > 4:
            customers = similar_customers(engine, name)
        if customers:
            return which_customer(question, tokens[items[first].start].start, name, customers)
    return None


def _unknown_runs(items: Sequence[Item]) -> list[tuple[int, int]]:
    """First and last place of each run of unknown items."""
    runs: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        if item.unknown and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif item.unknown:
            runs.append((place, place))
    return runs
