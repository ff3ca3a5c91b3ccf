"""Customers' names in a question: which stretches are names, and whom a half-written one may mean."""

import itertools
import re
import unicodedata
from collections.abc import Sequence

from assistant.offline.followup import PLACES
from assistant.offline.lexicon import Lexicon, Sense
from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item, Span
from assistant.offline.tokens import Token
from knowledge.messages import Word, text
from scoring.engine import Engine
from scoring.names import SHORTEST_ID, NamedCustomer, customers_beginning, find_customers, nearest_names, similar_to_any

LONGEST_NAME = 8
LONGEST_WIDE_NAME = 20
CHOICES = 8
_BESIDE = 2
_OF_ONE = ("explain", "polar", "score", "where", "compare_customers", "cluster", "drivers", "why_not", "moves")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


def name_spans(engine: Engine, lexicon: Lexicon, question: str, tokens: Sequence[Token]) -> list[Span]:
    """Spans that are a customer's name, domain or id. A short name that is a word of everybody's (``Surface``) counts
    only in full; a name that is a place, too, not where customers are somewhere (``in Sweden``)."""
    texts = {stretch: slice_of(question, tokens, *stretch) for stretch in _stretches(tokens)}
    found = find_customers(engine, list(texts.values()))
    spans = []
    for (start, end), written in texts.items():
        customers = found.get(written)
        phrase = " ".join(token.key for token in tokens[start:end])
        if _runs_on(lexicon, tokens, start, end):
            continue
        named = customers and (customers[0].full or phrase not in lexicon.phrases)
        if customers and named and not _is_where(lexicon, tokens, start, end):
            spans.append(Span(start, end, (_sense(customers),), 0.8))
    return spans


def _is_where(lexicon: Lexicon, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a stretch is a place behind "in" or "from", or behind other places of such a list."""
    if not _is_place(lexicon, tokens[start:end]):
        return False
    before = start - 1
    while before >= 0 and (tokens[before].key == "," or _has(lexicon, tokens[before], "and", "or")):
        before -= 1
    if before >= 0 and _has(lexicon, tokens[before], "inside"):
        return True
    firsts = range(max(0, before + 1 - LONGEST_NAME), before + 1) if before < start - 1 else ()
    return any(_is_where(lexicon, tokens, first, before + 1) for first in firsts)


def _is_place(lexicon: Lexicon, tokens: Sequence[Token]) -> bool:
    return any(sense.field in PLACES for sense in lexicon.senses(token.key for token in tokens))


def _has(lexicon: Lexicon, token: Token, *kinds: str) -> bool:
    return any(sense.kind in kinds for sense in lexicon.senses([token.key]))


def _runs_on(lexicon: Lexicon, tokens: Sequence[Token], start: int, end: int) -> bool:
    """``Evaluate as well``: a legal form that is the beginning of a phrase, behind words that are no name."""
    phrase = " ".join(token.key for token in tokens[start : end - 1])
    beyond = " ".join(token.key for token in tokens[end - 1 : end + 1]) if end < len(tokens) else ""
    return phrase in lexicon.phrases and beyond in lexicon.phrases


def without_possessive(text: str) -> str:
    """A name without a possessive ending."""
    return _POSSESSIVE.sub("", text)


def slice_of(question: str, tokens: Sequence[Token], start: int, end: int) -> str:
    """The text of some tokens as it was written, without a possessive ending."""
    return without_possessive(question[tokens[start].start : tokens[end - 1].end])


def _stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    found = []
    for start in range(len(tokens)):
        longest = LONGEST_WIDE_NAME if tokens[start].kind == "wide" else LONGEST_NAME
        for end in range(start + 1, min(start + longest, len(tokens)) + 1):
            if _may_begin(tokens[start]) and (end - start == 1 or tokens[end - 1].kind != "sign"):
                found.append((start, end))
    return found


def _may_begin(token: Token) -> bool:
    """No sign begins a name but one that is a word (``㈱``)."""
    return token.kind != "sign" or all(unicodedata.category(letter) == "So" for letter in token.text)


def _sense(customers: Sequence[NamedCustomer]) -> Sense:
    if len(customers) == 1:
        return Sense("name", (customers[0].customer_id,), "one" if customers[0].full else "short")
    return Sense("name", tuple(customers), "several")


def meant_by(engine: Engine, item: Item) -> tuple[NamedCustomer, ...]:
    """The customers that a name in a question may mean, where they are several: of a name without its legal form those,
    too, whose names go on behind it (``Nova`` of "Nova Ltd" and "Nova Retail Ltd")."""
    sense = item.senses[0]
    if sense.field == "several":
        return tuple(sense.value)
    found = customers_beginning(engine, without_possessive(item.text)) if sense.field == "short" else []
    return tuple(found) if len(found) > 1 else ()


def which_customer(question: str, start: int, name: str, customers: Sequence[NamedCustomer]) -> AskBack:
    """Asks which of several customers is meant by the name at ``start``; each choice carries the question about it."""
    shown = customers[:CHOICES]
    end = start + len(name)
    rewritten = tuple(question[:start] + customer.customer_id + question[end:] for customer in shown)
    asked = text("Which customer do you mean by “{name}”?", name=Word(name))
    if len(customers) > len(shown):
        asked = text("{question} (the first {shown} of {all})", question=asked, shown=len(shown), all=len(customers))
    ids = tuple(customer.customer_id for customer in shown)
    return AskBack(asked, tuple(map(_choice, shown)), rewritten, ids, (question[:start], question[end:]))


def _choice(customer: NamedCustomer) -> str:
    city = customer.city or text("an unknown city")
    return text("{name} in {city} ({id})", name=customer.account_name, city=city, id=customer.customer_id)


def half_written(engine: Engine, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> AskBack | None:
    """Where unknown words begin a customer's name or are near to one: asks whether that is meant."""
    for first, last in _unknown_runs(items):
        for right in range(min(last + _BESIDE, len(items) - 1), last - 1, -1):
            name = slice_of(question, tokens, items[first].start, items[right].end)
            if customers := customers_beginning(engine, name):
                return which_customer(question, tokens[items[first].start].start, name, customers)
        stretches = _around(question, tokens, items, first, last)
        if near := similar_to_any(engine, list(stretches)):
            name = near[0][0]
            return which_customer(question, stretches[name], name, [customer for _, customer in near])
    return None


def _around(question: str, tokens: Sequence[Token], items: Sequence[Item], first: int, last: int) -> dict[str, int]:
    """Stretches about unknown words that may be a name with a slip, with where they begin: known words beside them may
    belong to it (``Elderfeild School``)."""
    found: dict[str, int] = {}
    for left in range(max(first - _BESIDE, 0), first + 1):
        for right in range(last, min(last + _BESIDE + 1, len(items))):
            if not any(item.has("mark", "name") for item in items[left : right + 1]):
                text = slice_of(question, tokens, items[left].start, items[right].end)
                found.setdefault(text, tokens[items[left].start].start)
    return found


def nobody_called(engine: Engine, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> str:
    """A sentence on unknown words that may have been meant as a customer: nobody has that name, and who has one like
    it; empty where no customer is spoken of."""
    runs = _unknown_runs(items)
    if len(runs) != 1 or any(item.has("customers") for item in items) or not any(item.has(*_OF_ONE) for item in items):
        return ""
    first, last = runs[0]
    while first and items[first - 1].typo:
        first -= 1
    name = slice_of(question, tokens, items[first].start, items[_end_of_name(items, last)].end)
    near = ", ".join(nearest_names(engine, name))
    if near:
        return text("No customer is called “{name}”. Names like it: {names}.", name=Word(name), names=near)
    return text("No customer is called “{name}”.", name=Word(name))


def _end_of_name(items: Sequence[Item], last: int) -> int:
    """A name goes on over capitalised words (``Zebulon Freight``)."""
    while last + 1 < len(items) and items[last + 1].text[:1].isupper() and not items[last + 1].has(*_OF_ONE):
        last += 1
    return last


def unknown_id(items: Sequence[Item]) -> str:
    """A sentence on a figure that stands where a customer's id would, and is none: ``customer 9999999``."""
    for before, item in itertools.pairwise(items):
        one = before.has("id") or (before.has("customers") and not before.text.lower().endswith("s"))
        if one and item.has("number") and item.text.isdigit() and len(item.text) >= SHORTEST_ID:
            return f"No customer has the id {item.text}."
    return ""


def _unknown_runs(items: Sequence[Item]) -> list[tuple[int, int]]:
    """First and last place of each run of unknown items."""
    runs: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        if item.unknown and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif item.unknown:
            runs.append((place, place))
    return runs
