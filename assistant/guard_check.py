"""Holds a figure or a rating word of a sentence against the facts of the results."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.guard_binding import Context, Item, Sentence
from assistant.guard_facts import COUNTS, SCORES, Fact
from assistant.guard_figures import Figure
from assistant.guard_terms import NOTHING, Mention, Terms
from knowledge.text import fold

ABOUT_WITHIN = 0.05  # of the true value: what "about" and a scale ("5 million") may be off at most
_TEXTS = frozenset({"signals", "note", "reason", "definition", "question"})
_AGREEMENT = frozenset({"expiring_revenue", "agreement_end", "agreement_id"})
_MONEY_FIELDS = frozenset({"revenue", "expiring_revenue", "azure_acr"})
_PERCENT_FIELDS = frozenset({"propensity", "share", "support", "confidence"})
_COMPARED = re.compile(
    r"^\s*(?:\+|or (?:more|above|higher|over|fewer|less|below)|and (?:above|over|up|more)|eller (?:mer|fler|högre)|oder mehr|"
    r"(?:\w+ )?(?:or more|and more|and up)|(?:-| )?(?:days?|weeks?|months?|quarters?|years?|dagar|veckor|månader|år|Tage|Monate|Jahre)\b|"
    r"以上|以下|超|未満|日|か月|ヶ月|이상|이하|일|개월)",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    r"(?<!\w)(?:top|first|best|leading|next|last|past|within|coming|over|under|above|below|least|most|than|between|from|to|minimum|"
    r"maximum|de|nästa|senaste|främsta|ersten|nächsten|上位|今後|次の|상위|향후|다음)(?:\s+\w+)?[\s:]*$|[<>≥≤=]\s*$",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?<!\w)(?:top|first|best|leading|largest|highest|biggest|these|those|the|following|all|främsta|上位|상위)\s+(?:\w+\s)?$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"(?:%|percent)\s(?:of|av|der)\s(?:the\s|all\s|our\s|de\s)?$", re.IGNORECASE)
_OWNS = re.compile(
    r"\b(?:owns?|ha(?:s|ve)|uses?|runs?|already|lacks?|without|no|yet|äger|har|saknar|utan|besitzt|hat|ohne)\b|持|보유",
    re.IGNORECASE,
)
SET = re.compile(r"\b(?:they|these|those|all|each|every|everyone|both|none|samtliga|alla|alle)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(?:average|mean|avg|genomsnitt\w*|snitt\w*|medel\w*|durchschnitt\w*)\b|平均|평균", re.IGNORECASE
)
_MEDIAN = re.compile(r"\bmedian\w*\b|中央値|중앙값|중간값", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|no|never|neither|nor|without|lacks?|lacking|none|no longer|isn['’]t|aren['’]t|doesn['’]t|don['’]t|hasn['’]t|haven['’]t|"
    r"wasn['’]t|inte|ej|ingen|inget|inga|saknar|utan|nicht|kein\w*|ohne|instead of|rather than|outside|unlike)\b|ない|なし|ません|않|없|아니",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|if|reach(?:es|ing)?|become[s]?|becoming|towards?|short of|away from|need(?:s|ed)?|requires?|means?|"
    r"until|unless|threshold|skulle|om|würde|wenn)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:own model|our (?:own )?model|own scores?|our (?:own )?scores?|your own|by our own|the model)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:reports?|reported|microsoft['’]s|vendor(?:['’]s)?|according to microsoft)\b", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:it|its|it['’]s|they|their|them|both|he|she|this (?:customer|company|account)|the (?:customer|company|account)|den|dess|de|deras|"
    r"båda|kunden|er|sie|es|ihre?|beide)\b|同社|両社|이 고객|두 고객",
    re.IGNORECASE,
)


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


@dataclass
class Facts:
    """All facts of a turn."""

    all: list[Fact] = field(default_factory=list)

    def add(self, facts: Iterable[Fact]) -> None:
        self.all += facts

    @property
    def months(self) -> list[str]:
        """The months of the results, newest first."""
        return sorted({fact.month for fact in self.all if fact.month}, reverse=True)

    @property
    def customers(self) -> frozenset[str]:
        """The customers that the facts are of."""
        return frozenset().union(*(fact.customers for fact in self.all))

    def has_groups_by(self, dimensions: frozenset[str]) -> bool:
        grouped = (fact.dimension for fact in self.all if fact.dimension and not fact.customers)
        names = {part.rpartition(".")[2] for dimension in grouped for part in dimension.split(",")}
        return bool(names & dimensions)


def bind(sentence: Sentence, item: Item, terms: Terms, facts: Facts, context: Context) -> Said:
    """What an item of a sentence is said of."""
    figure = item.figure
    unit = sentence.unit(item, lambda mention: bool(mention.fields)) if figure and figure.kind == "number" else None
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
        negated=bool(_NEGATED.search(segment)),
    )


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
    if unit is not None and not SCORES < unit.fields | {"x"} and figure and figure.kind != "money":
        return unit.fields, False

    def fits(other: Item) -> bool:
        said = other.mention
        if said is None or (unit is not None and said is unit):
            return False
        named = {name for name in said.fields if terms.is_numeric(name) or name in SCORES}
        if figure and figure.kind == "money":
            named &= _MONEY_FIELDS
        elif figure and figure.kind == "percent":
            named &= _PERCENT_FIELDS
        return bool(named)

    found = sentence.nearest(item, "field", fits)
    if not found:
        return (context.fields, True) if context.fields else (unit.fields if unit else frozenset(), False)
    named = frozenset(name for other in found if other.mention for name in other.mention.fields)
    inherited = all(other.segment != item.segment for other in found)
    if inherited and not sentence.nearest(item, "customer") and any(map(sentence.is_unit_of_another, found)):
        named |= {"customers"}
    return named, inherited


def _customers(
    sentence: Sentence, item: Item, fields: frozenset[str], facts: Facts, context: Context
) -> tuple[frozenset[str], ...]:
    found = sentence.nearest(item, "customer")
    if found:
        if sentence.is_of_whole(item) and all(other.segment != item.segment for other in found):
            return ()
        if sentence.is_set_against(item, found) and all(other.segment != item.segment for other in found):
            named = {c for other in sentence.of("customer") if other.mention for c in other.mention.customers}
            among = frozenset(named) if len(named) > 1 else facts.customers
            others = among - found[0].mention.customers if found[0].mention else NOTHING
            if len(others) == 1:
                return (others,)
        return tuple(other.mention.customers for other in found if other.mention)
    if sentence.of("customer") or not context.customers or fields & COUNTS or sentence.is_of_whole(item):
        return ()
    if sentence.of("key") and not _PRONOUN.search(sentence.text):
        return ()
    mine = sentence.group_of(item, "figure" if item.figure else "claim")
    if len(mine) > 1 and len(mine) == len(context.customers):
        return (context.customers[mine.index(item)],)
    if item.figure and item.figure.is_time and not _PRONOUN.search(sentence.text):
        return ()
    if re.search(
        r"\b(?:highest|lowest|largest|smallest|average|median|customers|list|högst\w*|lägst\w*)\b",
        sentence.text,
        re.IGNORECASE,
    ):
        return () if not _PRONOUN.search(sentence.text) else tuple(context.customers)
    return tuple(context.customers)


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
        apart = sentence.is_divided(item) and found and found[0].end <= item.start
        if found and not apart and not (sentence.is_of_whole(item) and found[0].segment != item.segment):
            bound.append(tuple(each.mention for each in found if each.mention))
    if not mentioned and context.keys and not of_customer:
        bound.append(tuple(context.keys))
    return tuple(bound)


def _months(sentence: Sentence, item: Item, facts: Facts) -> tuple[str, ...]:
    """The month that a figure is said of, where the results are of several."""
    if item.figure and item.figure.is_time or len(facts.months) < 2:
        return ()

    def is_month(other: Item) -> bool:
        if other.segment != item.segment and sentence.is_beside(other):
            return False
        return bool(other.figure and any(_month_named(each, facts.months) for each in other.figure.dates))

    found = sentence.nearest(item, "time", is_month)
    named = [_month_named(each, facts.months) for other in found if other.figure for each in other.figure.dates]
    return tuple(each for each in named if each)


def _month_named(said: str, months: Sequence[str]) -> str:
    if len(said) == 7:
        return said if said in months else ""
    return next((month for month in months if len(said) == 4 and month.endswith(said[1:])), "")


# ---- figures ----------------------------------------------------------------------------------------


def holds(said: Said, figure: Figure, facts: Sequence[Fact], facts_all: Facts, sentence_text: str = "") -> bool:
    """Whether the facts say a figure of all that it is bound to."""
    before, after = sentence_text[: figure.start], sentence_text[figure.end :]
    able = [fact for fact in facts if agrees(figure, fact) and _is_used(fact, figure, before, after)]
    grouped = any(facts_all.has_groups_by(mention.dimensions) for key in said.keys for mention in key)
    able = [fact for fact in able if _fits_words(fact, said, grouped)]
    return all(any(_is_of(fact, one) for fact in able) for one in _each(said)) or any(
        _is_joint(fact, said) for fact in able
    )


def _is_used(fact: Fact, figure: Figure, before: str, after: str) -> bool:
    """A bound of a condition is a figure of an answer only with the words that make it one."""
    if fact.kind == "base":
        return bool(_OF_ALL.search(before))
    if fact.kind == "threshold":
        if fact.field == "shown":
            return bool(_TOP.search(before))
        bounded = figure.approx in ("over", "under") or figure.open or bool(figure.high)
        return bounded or bool(_COMPARED.match(after)) or bool(_BOUNDED.search(before))
    return True


def _each(said: Said) -> Iterator[Said]:
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
    return named and all(_of_product(fact, mention) for mention in said.products) and _fits_fields(fact, said)


def _is_of(fact: Fact, said: Said) -> bool:
    if said.customers and not fact.customers & said.customers[0]:
        return False
    if said.products and not _of_product(fact, said.products[0]):
        return False
    if not said.customers or fact.field in _AGREEMENT:
        enough = any if fact.field == "definition" and said.keys else all
        if not enough(any(mention.keys & fact.keys for mention in key) for key in said.keys):
            return False
    return _fits_fields(fact, said)


def said_of(fact: Fact, said: Said) -> bool:
    """Whether a fact is of what a figure is said of, whichever its month."""
    return all(_is_of(fact, one) for one in _each(replace(said, months=())))


def set_fault(item: Item, said: Said, facts: Facts) -> bool:
    """Whether a cluster is said of all customers of a list that the results give another one."""
    mention = item.mention
    listed = [fact for fact in facts.all if fact.field == "cluster" and fact.kind == "word" and fact.customers]
    listed = [fact for fact in listed if not said.products or _of_product(fact, said.products[0])]
    asked = [fact for fact in facts.all if mention and mention.keys & fact.keys and not fact.customers]
    return bool(mention and listed) and not asked and not all(mention and fact.value in mention.keys for fact in listed)


def _of_product(fact: Fact, mention: Mention) -> bool:
    return fact.products is None or bool(fact.products & mention.products) or bool(fact.keys & mention.keys)


def _fits_fields(fact: Fact, said: Said) -> bool:
    if fact.dimension == "points":
        return all(word in fold(said.segment) for key in fact.keys for word in key.split())
    if not said.fields or fact.field in said.fields:
        return True
    if fact.field == "known" and said.fields & COUNTS:
        return True
    if fact.field == "reason":
        return _shares_a_word(fact.text, said.sentence)
    if fact.field in _TEXTS:
        return said.fields_inherited or fact.field in ("definition", "question", "note")
    return fact.field in ("shown",) and "customers" in said.fields


def _fits_words(fact: Fact, said: Said, grouped: bool) -> bool:
    if grouped and fact.customers and not said.customers:
        return False
    if fact.text and fact.customers and not said.customers and not _shares_a_word(fact.text, said.segment):
        return False
    if said.function and fact.field not in _TEXTS and fact.function != said.function and fact.kind != "threshold":
        return False
    if said.months and fact.month and fact.month not in said.months and fact.kind not in ("date", "month"):
        return False
    if said.source and fact.dimension in ("own", "report") and fact.dimension != said.source:
        return False
    flags = [key for key in fact.keys if key.endswith(("=yes", "=no"))]
    return not flags or any(key.endswith("=no") == said.negated for key in flags)


def _shares_a_word(text: str, segment: str) -> bool:
    """Whether words repeat a text of the data, from which a figure is."""
    return bool(set(re.findall(r"[^\W\d_]{5,}", text)) & set(re.findall(r"[^\W\d_]{5,}", fold(segment))))


def agrees(figure: Figure, fact: Fact) -> bool:
    """Whether a figure says the value of a fact, to the digits that it gives."""
    if figure.is_time:
        return fact.kind in ("date", "month") and any(_same_time(said, str(fact.value)) for said in figure.dates)
    if figure.kind == "ordinal" or isinstance(fact.value, bool):
        return False
    if isinstance(fact.value, str):
        digits = re.sub(r"[^\w-]", "", figure.words)
        year = figure.kind == "number" and re.fullmatch(r"(?:19|20)\d\d", digits) is not None
        return (fact.kind == "id" and digits == fact.value) or (
            year and fact.kind in ("date", "month") and fact.value.startswith(digits)
        )
    if figure.currency not in ("", "USD") and fact.field not in _TEXTS:
        return False
    if isinstance(fact.value, tuple):
        return _same_range(figure, fact.value)
    return bool(not figure.high and _same_kind(figure, fact) and _near(figure, fact.value))


def _same_kind(figure: Figure, fact: Fact) -> bool:
    if figure.kind == "money":
        return (
            fact.kind == "money"
            or fact.field in _MONEY_FIELDS
            or (fact.kind == "threshold" and fact.field == "question")
        )
    if figure.kind == "percent":
        return fact.kind == "percent" or fact.field in _PERCENT_FIELDS
    return fact.kind in ("number", "groups", "threshold", "money", "base") or fact.field == "propensity"


def _same_time(said: str, value: str) -> bool:
    """Dates and months agree where one says no more than the other holds: ``October`` is said of 2026-10-25."""
    if said.startswith("--"):
        return value[4:].startswith(said[1:])
    return value.startswith(said)


def _same_range(figure: Figure, value: tuple[float, float | None]) -> bool:
    low, high = value
    if figure.high:
        lows = any(abs(reading - low) <= 0.5 for reading, _ in figure.readings)
        return high is not None and lows and any(abs(reading - high) <= 0.5 for reading, _ in figure.high)
    if figure.kind not in ("money", "number"):
        return False
    ends = (
        [low]
        if high is None or figure.open or figure.approx == "over"
        else [high]
        if figure.approx == "under"
        else [low, high]
    )
    if figure.open and high is not None:
        return False
    return any(abs(reading - end) <= 0.5 for reading, _ in figure.readings for end in ends)


def _near(figure: Figure, value: float) -> bool:
    return any(_near_reading(figure, reading, step, abs(value)) for reading, step in figure.readings)


def _near_reading(figure: Figure, reading: float, step: float, value: float) -> bool:
    if abs(reading - value) < 1e-9 * max(1.0, value):
        return True
    coarse = _coarse(reading, step)
    if figure.approx == "over" or figure.open:
        return 0 <= value - reading < coarse and (value != int(value) or coarse > 1)
    if figure.approx == "under":
        return 0 < reading - value < coarse and (value != int(value) or coarse > 1)
    step = coarse if figure.approx == "about" else step
    if abs(reading - value) > step / 2 + 1e-9:
        return False
    exact = step <= 1 and figure.approx != "about"
    return exact or abs(reading - value) <= ABOUT_WITHIN * value


def _coarse(reading: float, step: float) -> float:
    """The unit of the last digit that is no trailing zero: 1,200 is right to hundreds."""
    while step < 1e12 and reading >= 10 * step and reading % (10 * step) == 0:
        step *= 10
    return step


# ---- words ------------------------------------------------------------------------------------------


def claim_fault(sentence: Sentence, item: Item, said: Said, facts: Facts) -> str:
    """What is wrong with a cluster, band, cell or attribute that is said of customers; empty where nothing is."""
    mention = item.mention
    if mention is None or not said.customers or _HYPOTHETICAL.search(sentence.segment_text(item)):
        return ""
    before = sentence.segment_text(item)
    negated = bool(_NEGATED.search(before))
    for one in _each(replace(said, keys=())):
        mine = [fact for fact in facts.all if fact.customers & one.customers[0] and fact.kind == "word"]
        mine = [fact for fact in mine if fact.field in _claimed(mention, said)]
        mine = [fact for fact in mine if not one.products or _of_product(fact, one.products[0])]
        if said.months:
            mine = [fact for fact in mine if fact.month in said.months]
        if said.source:
            mine = [fact for fact in mine if fact.dimension in ("", said.source)]
        titles = mention.keys | ({"very low"} if mention.words == "low" else set())
        true = any(fact.value in titles for fact in mine)
        if mention.claim == "band" and not said.fields & {"fit", "intent"}:
            continue
        if mention.claim in ("value", "cohort", "category") and not mine:
            continue
        if negated == true or (negated and not mine):
            known = ", ".join(sorted({str(fact.value) for fact in mine}))
            return known or "nothing"
    return ""


def owned_fault(sentence: Sentence, item: Item, said: Said, facts: Facts) -> str:
    """What is wrong with what is said that customers own; empty where nothing is, or it is not said."""
    mention, segment = item.mention, sentence.segment_text(item)
    if mention is None or not mention.owned or not _OWNS.search(segment):
        return ""
    customers = said.customers
    if not customers and SET.search(segment):
        customers = tuple(f.customers for f in facts.all if f.kind == "flag" and f.field in mention.owned)
    inside = [other for other in sentence.items if other.segment == item.segment and other is not item]
    if any(
        (other.figure and said.customers)
        or (other.mention and (other.mention.fields or other.mention.claim == "cluster"))
        for other in inside
    ):
        return ""
    owns = not _NEGATED.search(segment)
    for customer in customers:
        known = [f.value for f in facts.all if f.kind == "flag" and f.field in mention.owned and f.customers & customer]
        if known and owns not in known:
            return "yes" if not owns else "no"
    return ""


def _claimed(mention: Mention, said: Said) -> frozenset[str]:
    """The fields of facts that a word may be held against."""
    if mention.claim == "band":
        return frozenset(f"{name}_band" for name in said.fields & {"fit", "intent"})
    if mention.claim in ("cohort", "category"):
        return frozenset({"cohort"})
    return mention.dimensions if mention.claim == "value" else frozenset({mention.claim})
