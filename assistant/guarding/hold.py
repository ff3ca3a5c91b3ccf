"""Whether the facts of a turn say a figure of all that it is bound to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.guarding.fact import COUNTS, TEXTS, Fact, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.match import agrees
from assistant.guarding.said import Said
from assistant.guarding.terms import NOTHING, Mention
from assistant.guarding.wordlists import one_of
from knowledge.text import fold
from scoring.query import MONTH

_AGREEMENT = frozenset({"expiring_revenue", "agreement_end", "agreement_id"})
_COMPARED = re.compile(rf"\s*{one_of('bound_behind')}", re.IGNORECASE)
_BOUNDED = re.compile(rf"(?<!\w){one_of('bound_before')}(?:\s+\w+)?[\s:]*$|[<>≥≤=]\s*$", re.IGNORECASE)
_TOP = re.compile(rf"(?<!\w){one_of('top')}\s+(?:\w+\s)?$", re.IGNORECASE)
_OF_ALL = re.compile(
    r"(?:(?:%|percent|\d)\s(?:of|av|der)|based on|out of|baserat på|^\W*(?:of|av))"
    r"\s(?:the\s|all\s|our\s|your\s|de\s|våra\s)*$",
    re.IGNORECASE,
)

_NARROWING = ("cluster", "band", "cell")
_NEXT = 3  # letters from a figure to the word right behind it
_MEASURED_OVER = re.compile(
    r"\b(?:measured|calculated|computed|taken|counted)\s(?:over|across|from)\s(?:all\s)?(?:of\s)?(?:the\s|our\s|your\s)?$",
    re.IGNORECASE,
)


def holds(said: Said, figure: Figure, facts: Sequence[Fact], facts_all: Facts, sentence_text: str = "") -> bool:
    """Whether the facts say a figure of all that it is bound to."""
    before, after = sentence_text[: figure.start], sentence_text[figure.end :]
    able = [fact for fact in facts if agrees(figure, fact) and _is_used(fact, figure, before, after)]
    if _MEASURED_OVER.search(before) and any(fact.kind == "base" for fact in facts_all.all):
        narrowed = any(mention.claim in _NARROWING for mention in _right_behind(said, figure))
        able = [fact for fact in able if fact.kind == "base" and not narrowed]
    grouped = any(facts_all.has_groups_by(mention.dimensions) for key in said.keys for mention in key)
    able = [fact for fact in able if _fits_words(fact, said, grouped)]
    if any(_is_of_several(mention, facts_all) for key in said.keys for mention in key):
        able = [fact for fact in able if fact.customers or not fact.dimension]
    return all(any(_is_of(fact, one) for fact in able) for one in each_said(said)) or any(
        _is_joint(fact, said) for fact in able
    )


def _is_of_several(mention: Mention, facts: Facts) -> bool:
    """Whether a word names several groups of a break-down together: ``the Nordics``."""
    if len(mention.keys) < 2:
        return False
    groups = (fact for fact in facts.all if fact.dimension and not fact.customers)
    return len({mention.keys & fact.keys for fact in groups} - {NOTHING}) > 1


def _right_behind(said: Said, figure: Figure) -> list[Mention]:
    """What a figure's noun is narrowed by: ``65 Act Now customers``."""
    return [mention for key in said.keys for mention in key if 0 < mention.start - figure.end < _NEXT]


def _is_used(fact: Fact, figure: Figure, before: str, after: str) -> bool:
    """A bound of a condition is a figure of an answer only with the words that make it one."""
    if fact.kind == "base":
        return bool(_OF_ALL.search(before) or _MEASURED_OVER.search(before))
    if fact.kind == "threshold":
        if fact.field == "shown":
            return bool(_TOP.search(before))
        bounded = figure.approx in ("over", "under") or figure.open or bool(figure.high)
        return bounded or bool(_COMPARED.match(after)) or bool(_BOUNDED.search(before))
    return True


def each_said(said: Said) -> Iterator[Said]:
    """One by one what must all hold: every customer, product and group of a list."""
    customers = said.customers or (frozenset(),)
    products = said.products or (None,)
    lists = [key for key in said.keys if len(key) > 1]
    single = tuple(key for key in said.keys if len(key) == 1)
    keys = [(*single, (mention,)) for key in lists for mention in key] if len(lists) == 1 else [said.keys]
    for customer in customers:
        for product in products:
            for key in keys:
                yield replace(
                    said, customers=(customer,) if customer else (), products=(product,) if product else (), keys=key
                )


def _is_joint(fact: Fact, said: Said) -> bool:
    """Whether one fact is of several groups or products together, as a condition names them."""
    if said.customers or fact.customers or fact.dimension:
        return False
    named = all(mention.keys & fact.keys for key in said.keys for mention in key)
    return named and all(of_product(fact, mention) for mention in said.products) and _fits_fields(fact, said)


def _is_of(fact: Fact, said: Said) -> bool:
    if said.customers and not fact.customers & said.customers[0]:
        return False
    if said.products and not of_product(fact, said.products[0]):
        return False
    if "," in fact.dimension and not fact.customers and not _names_all(fact, said):
        return False
    if fact.dimension and fact.kind != "groups" and not (fact.customers or said.keys or said.led_by):
        return False
    if not said.customers or fact.field in _AGREEMENT:
        enough = any if fact.field == "definition" and said.keys else all
        if not enough(any(mention.keys & fact.keys for mention in key) for key in said.keys):
            return False
    return _fits_fields(fact, said)


def _names_all(fact: Fact, said: Said) -> bool:
    """Whether a group by several columns is named by all of them, but for those that say yes or no, and for the month,
    which is checked by itself."""
    named = [mention for key in (*said.keys, said.led_by) for mention in key if mention.keys & fact.keys]
    columns = [column.rpartition(".")[2] for column in fact.dimension.split(",")]
    told = [it for it in columns if it != MONTH and not any(key.startswith(f"{it}=") for key in fact.keys)]
    return all(any(column in mention.dimensions for mention in named) for column in told)


def said_of(fact: Fact, said: Said) -> bool:
    """Whether a fact is of what a figure is said of, whichever its month."""
    return all(_is_of(fact, one) for one in each_said(replace(said, months=())))


def of_product(fact: Fact, mention: Mention) -> bool:
    return fact.products is None or bool(fact.products & mention.products) or bool(fact.keys & mention.keys)


def _fits_fields(fact: Fact, said: Said) -> bool:
    if fact.dimension == "points":
        return all(word in fold(said.segment) for key in fact.keys for word in key.split())
    if not said.fields or fact.field in said.fields:
        return True
    if fact.field == "known" and said.fields & COUNTS:
        return True
    if fact.field == "reason":
        return shares_a_word(fact.text, said.sentence)
    if fact.field == "signals" and fact.customers and shares_a_word(fact.text, said.segment):
        return True
    if fact.field in TEXTS:
        return said.fields_inherited or fact.field in ("definition", "question", "note")
    return fact.field in ("shown",) and "customers" in said.fields


def _fits_words(fact: Fact, said: Said, grouped: bool) -> bool:
    if grouped and fact.customers and not said.customers:
        return False
    around = said.sentence if fact.field == "reason" else said.segment
    if fact.text and fact.customers and not said.customers and not shares_a_word(fact.text, around):
        return False
    counts = fact.field in COUNTS and bool(said.fields & COUNTS)
    told = fact.field in TEXTS or fact.kind == "threshold" or counts
    if said.function and not told and fact.function != said.function:
        return False
    if said.months and fact.month and fact.month not in said.months and fact.kind not in ("date", "month"):
        return False
    if said.source and fact.dimension in ("own", "report") and fact.dimension != said.source:
        return False
    flags = [key for key in fact.keys if key.endswith(("=yes", "=no"))]
    return not flags or any(key.endswith("=no") == said.negated for key in flags)


def shares_a_word(text: str, segment: str) -> bool:
    """Whether words repeat a text of the data, from which a figure is."""
    return bool(set(re.findall(r"[^\W\d_]{5,}", text)) & set(re.findall(r"[^\W\d_]{5,}", fold(segment))))
