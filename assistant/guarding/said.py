"""What a figure or a rating word of a sentence is said of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guarding.apart import is_apart, is_beside
from assistant.guarding.fact import COUNTS, MONEY_FIELDS, PERCENT_FIELDS, SCORES, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.items import Context, Item
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import NOTHING, Mention, Terms
from assistant.guarding.wordlists import word_of

_AVERAGE = re.compile(
    r"\b(?:average|mean|avg|genomsnitt\w*|snitt\w*|medel\w*|durchschnitt\w*)\b|平均|평균", re.IGNORECASE
)
_MEDIAN = re.compile(r"\bmedian\w*\b|中央値|중앙값|중간값", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:across|over|among|of)\s(?:all\s)?(?:the\s|our\s|your\s)?$", re.IGNORECASE)
NEGATED = word_of("negations")
_OWN = word_of("own_model")
_REPORTED = word_of("reported")
_LISTED = word_of("listed")
_FROM = re.compile(r"\b(?:from|från|von)\s(?:[\d.,$]+\s(?:customers\s)?(?:to|till|auf)\s)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]|\b(?:while|and|whereas|och|medan|und)\b", re.IGNORECASE)
_PRONOUN = word_of("pronouns")
_OF_BOTH = word_of("of_both")
_ONE_BY_ONE = re.compile(r"\b(?:respectively|respektive|beziehungsweise|bzw)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What a figure or word is bound to."""

    customers: tuple[frozenset[str], ...] = ()
    products: tuple[Mention, ...] = ()
    keys: tuple[tuple[Mention, ...], ...] = ()
    fields: frozenset[str] = frozenset()
    fields_inherited: bool = False
    months: tuple[str, ...] = ()
    function: str = ""
    source: str = ""
    segment: str = ""
    sentence: str = ""
    negated: bool = False
    led_by: tuple[Mention, ...] = ()


def bind(sentence: Sentence, item: Item, terms: Terms, facts: Facts, context: Context) -> Said:
    """What an item of a sentence is said of."""
    figure = item.figure
    unit = _unit(sentence, item) if figure and figure.kind == "number" else None
    fields, inherited = _fields(sentence, item, unit, terms, context)
    counted = bool(fields & COUNTS) and unit is not None
    customers = () if counted and "agreements" not in fields else _customers(sentence, item, fields, facts, context)
    if customers and fields == {"customers"} and unit is None:
        fields = frozenset()
    segment = sentence.segment_text(item)
    return Said(
        customers=customers,
        products=_products(sentence, item, fields, context),
        keys=_keys(sentence, item, bool(customers), context),
        fields=fields,
        fields_inherited=inherited,
        months=_months(sentence, item, facts),
        function="average" if _AVERAGE.search(segment) else "median" if _MEDIAN.search(segment) else "",
        source=_source(segment),
        segment=segment,
        sentence=sentence.text,
        negated=bool(NEGATED.search(segment)),
        led_by=tuple(context.keys),
    )


def _unit(sentence: Sentence, item: Item) -> Mention | None:
    """What a figure counts; those of a list are told their unit by the last one: ``10 and 7 customers``."""
    last = sentence.group_of(item, "figure")[-1]
    if last.figure and last.figure.spelled:
        last = item
    return sentence.unit(item, _has_fields) or (sentence.unit(last, _has_fields) if last is not item else None)


def _has_fields(mention: Mention) -> bool:
    return bool(mention.fields)


def _source(segment: str) -> str:
    own, reported = bool(_OWN.search(segment)), bool(_REPORTED.search(segment))
    return "own" if own and not reported else "report" if reported and not own else ""


def _fields(
    sentence: Sentence, item: Item, unit: Mention | None, terms: Terms, context: Context
) -> tuple[frozenset[str], bool]:
    """The fields that a figure may be of, and whether another segment named them."""
    figure = item.figure
    if figure and figure.is_time:
        return NOTHING, False
    if unit is not None and not unit.fields >= SCORES and figure and figure.kind != "money":
        return unit.fields, False
    among = _among(sentence, terms)
    found = sentence.nearest(
        item,
        "field",
        lambda other: other.mention is not unit and other not in among and _is_able(other, figure, terms),
    )
    if not found:
        return (context.fields, True) if context.fields else (unit.fields if unit else NOTHING, False)
    named = frozenset(name for other in found if other.mention for name in other.mention.fields)
    inherited = all(other.segment != item.segment for other in found)
    if inherited and not sentence.nearest(item, "customer") and any(map(sentence.is_unit_of_another, found)):
        named |= {"customers"}
    return named, inherited


def _among(sentence: Sentence, terms: Terms) -> list[Item]:
    """The words that only say among whom something is measured: ``the average fit across all customers``."""
    named = [item for item in sentence.of("field") if item.mention and any(map(terms.is_numeric, item.mention.fields))]
    counts = [item for item in named if item.mention and item.mention.fields <= COUNTS]
    if len(counts) == len(named):
        return []
    return [item for item in counts if _AMONG.search(sentence.text[: item.start])]


def _is_able(item: Item, figure: Figure | None, terms: Terms) -> bool:
    """Whether a field that is named can have such a figure."""
    named = {name for name in item.mention.fields if terms.is_numeric(name)} if item.mention else set()
    if figure and figure.kind in ("money", "percent"):
        named &= MONEY_FIELDS if figure.kind == "money" else PERCENT_FIELDS
    elif figure:
        named -= {"share"} if _is_whole(figure) else {"share", *COUNTS}
    return bool(named)


def _is_whole(figure: Figure) -> bool:
    return any(value == int(value) for value, _ in figure.readings)


def _customers(
    sentence: Sentence, item: Item, fields: frozenset[str], facts: Facts, context: Context
) -> tuple[frozenset[str], ...]:
    """Whom a figure or word is said of, by this sentence or the one before."""
    found = sentence.nearest(item, "customer")
    if not found:
        follows = _follows(sentence, item, fields, context)
        mine = sentence.group_of(item, "figure" if item.figure else "claim")
        if follows and len(mine) > 1 and len(mine) == len(context.customers) and _is_one_by_one(sentence, item):
            return (context.customers[mine.index(item)],)
        return tuple(context.customers) if follows else ()
    behind = item.mention is not None and all(other.start >= item.end for other in found)
    if behind and len(context.customers) == 2 and _OF_BOTH.search(sentence.text[: item.start]):
        return tuple(context.customers)
    if all(other.segment != item.segment for other in found):
        if sentence.is_of_whole(item):
            return ()
        if sentence.is_set_against(item, found) and (other := _the_other(sentence, found[0], facts)):
            return (other,)
    return tuple(other.mention.customers for other in found if other.mention)


def _the_other(sentence: Sentence, one: Item, facts: Facts) -> frozenset[str]:
    """The other one of two customers: of those that the sentence names, else of those of the results."""
    named = frozenset(each for item in sentence.of("customer") if item.mention for each in item.mention.customers)
    others = (named if len(named) > 1 else facts.customers) - (one.mention.customers if one.mention else NOTHING)
    return others if len(others) == 1 else NOTHING


def _is_one_by_one(sentence: Sentence, item: Item) -> bool:
    """Whether a list may be told of those before it in their order: not what each of them owns."""
    owned = item.mention is not None and bool(item.mention.owned)
    return not owned or bool(_ONE_BY_ONE.search(sentence.text))


def follows_names(sentence: Sentence) -> bool:
    """Whether a sentence speaks of those whom the one before named."""
    return bool(_PRONOUN.search(sentence.text))


def _follows(sentence: Sentence, item: Item, fields: frozenset[str], context: Context) -> bool:
    """Whether a sentence without a customer goes on about those of the sentence before."""
    if (
        sentence.of("customer")
        or not context.customers
        or (item.figure and fields & COUNTS)
        or sentence.is_of_whole(item)
    ):
        return False
    if follows_names(sentence):
        return True
    kept = [
        each for each in sentence.of("key") if each.mention and each.mention.claim not in ("cluster", "band", "cell")
    ]
    return not (kept or (item.figure and item.figure.is_time) or _LISTED.search(sentence.text))


def _products(sentence: Sentence, item: Item, fields: frozenset[str], context: Context) -> tuple[Mention, ...]:
    found = sentence.nearest(item, "product")
    if found:
        return tuple(other.mention for other in found if other.mention)
    scored = bool(fields & (SCORES | {"revenue"})) or bool(item.mention)
    if scored and context.products and not sentence.of("product"):
        everything = frozenset().union(*context.products)
        return (Mention(0, 0, "", products=everything),)
    return ()


def _keys(sentence: Sentence, item: Item, of_customer: bool, context: Context) -> tuple[tuple[Mention, ...], ...]:
    """By dimension the values that a figure is said of."""
    mentioned = [other for other in sentence.of("key") if other is not item and other.mention]
    bound: list[tuple[Mention, ...]] = []
    seen: set[int] = set()
    for other in mentioned:
        if other.mention is None or id(other) in seen:
            continue
        alike = [each for each in mentioned if each.mention and each.mention.dimensions & other.mention.dimensions]
        seen |= {id(each) for each in alike}
        if of_customer and "agreement_id" not in other.mention.dimensions:
            alike = [each for each in alike if each.segment == item.segment]
        found = sentence.nearest(item, "key", lambda each, alike=alike: each in alike)  # type: ignore[misc]
        apart = found and is_apart(sentence.text, item, found[0])
        if found and not apart and not (sentence.is_of_whole(item) and found[0].segment != item.segment):
            bound.append(tuple(each.mention for each in found if each.mention))
    if not mentioned and context.keys and not of_customer:
        bound.append(tuple(context.keys))
    return tuple(bound)


def _months(sentence: Sentence, item: Item, facts: Facts) -> tuple[str, ...]:
    """The month that a figure is said of, where the results are of several."""
    if (item.figure and item.figure.is_time) or len(facts.months) < 2:
        return ()

    def is_month(other: Item) -> bool:
        if other.segment != item.segment and is_beside(sentence.text, other):
            return False
        return bool(other.figure and any(_month_named(each, facts.months) for each in other.figure.dates))

    if _is_pair_apart(sentence, item):
        return ()
    found = sentence.nearest(item, "time", is_month)
    named = [_month_named(each, facts.months) for other in found if other.figure for each in other.figure.dates]
    return tuple(each for each in named if each)


def _is_pair_apart(sentence: Sentence, item: Item) -> bool:
    """Whether a figure is of ``from 118 to 135`` in a clause that names no month: these may be of any two."""
    pair = _FROM.search(sentence.text[: item.start])
    if pair is None:
        return False
    times = [other for other in sentence.of("time") if other.end <= pair.start()]
    after = [other for other in sentence.of("time") if other.start >= item.end and other.segment == item.segment]
    return not after and bool(times) and bool(_CLAUSE.search(sentence.text[times[-1].end : pair.start()]))


def _month_named(said: str, months: Sequence[str]) -> str:
    if len(said) == 7:
        return said if said in months else ""
    return next((month for month in months if len(said) == 4 and month.endswith(said[1:])), "")
