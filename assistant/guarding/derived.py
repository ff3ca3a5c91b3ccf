"""Works out figures that results do not state but that follow from them: a group's percent of all, the sum of groups
that are named together, by how much a count changed or two of them differ."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.changes import WAYS, Changes
from assistant.guarding.fact import MONEY_FIELDS, SCORES, Facts
from assistant.guarding.families import Families, Family, is_measured, is_of, named_by, size, value_of
from assistant.guarding.figure import Figure
from assistant.guarding.group_counts import GroupCounts
from assistant.guarding.hold import of_product
from assistant.guarding.items import Item
from assistant.guarding.match import is_near
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.shares import SUMMED, TOGETHER, Shares
from assistant.guarding.terms import NOTHING, Terms
from assistant.guarding.wordlists import word_of

_WHOLE = word_of("whole")
_DIFFERENCE = re.compile(r"\b(?:gap|difference|skillnad\w*)\b", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:gained|lost|added|by|med|um|"
    r"(?:increase|rise|decrease|drop|decline|fall|gain|loss|ökning|minskning) (?:of|på|med))"
    r"\s(?:about\s|around\s|ungefär\s)?$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"\b(?:number of|in total|total|altogether|overall|all)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:together they|they together|combined they)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|apiece|every|either(?![^.;,]+\bor\b)|var(?:dera)?|je(?:weils)?)\b", re.IGNORECASE)
_MORE = re.compile(r"\s(?:customers?\s)?(?:more|fler|(?P<fewer>fewer|less|färre))\b", re.IGNORECASE)
_UNITS = r"(?:(?:percentage\s)?points?|customers?|employees|kunder|poäng)\s"
_MORE_THAN = re.compile(
    rf"\s(?:{_UNITS})?(?:more|higher|larger|greater|fler|mer|(?P<less>fewer|less|lower|smaller|färre|mindre))\b"
    r"(?=[^.;:]*\s(?:than|än)\b)",
    re.IGNORECASE,
)
_EITHER_OR = re.compile(r"\beither\b(?=[^.;,]+\sor\s)", re.IGNORECASE)
_GOES_ON = re.compile(r",?\s(?:and|och)\s|,\s", re.IGNORECASE)
_WITH = re.compile(r"\b(?:than|än|ahead of|behind|above|below)\s(?:in\s|i\s)?(?:the\s)?$", re.IGNORECASE)
_THAN = re.compile(r"\b(?:than|än)\b", re.IGNORECASE)
_BEYOND = re.compile(rf"\s{_UNITS}(?:ahead of|above|över|före|(?P<less>behind|below|under|efter))\b", re.IGNORECASE)
_BY_SO_MUCH = re.compile(
    r"\b(?P<word>ahead of|above|before|leads?|beats?|outnumbers?|exceeds?|(?P<less>behind|below|trails?|after))\s"
    r"[^.;:]{1,60}\sby\s"
    r"(?:about\s|just\s|only\s|some\s)?$",
    re.IGNORECASE,
)


class Derived:
    """Says whether a figure follows from the values of the results for what its sentence names."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.facts = facts
        self.families = Families(terms, facts)
        self.shares = Shares(terms, facts)
        self.changes = Changes(terms, facts)
        self.groups = GroupCounts(terms, facts)

    def holds(self, sentence: Sentence, item: Item, figure: Figure) -> bool:
        if self.groups.is_number_of_all(sentence, item) or self.groups.is_bound(sentence, item):
            return True
        if figure.is_time or figure.high or figure.kind == "ordinal":
            return False
        if figure.kind == "percent":
            if self.is_difference(sentence, item):
                return any(is_near(figure, 100 * share) for share in self._relative(sentence, item))
            if denied := self._denial(sentence, item):
                return self._is_complement(sentence, item, figure, denied)
            told = self.changes.shares if _changed_by(sentence, item) else self.shares.told
            return any(is_near(figure, 100 * share) for share in told(sentence, item))
        follows = any(is_near(figure, value) for value in self._values(sentence, item))
        if follows and (either := _EITHER_OR.search(sentence.text, item.end)):
            sentence.confirm(*either.span())
        if follows and (more := _MORE.match(sentence.text, item.end)):
            sentence.confirm(*more.span())
        return follows

    def goes_on(self, sentence: Sentence, item: Item, figure: Figure) -> bool:
        """Whether a number in letters is by how much something changed: ``by two``, ``lost three and Nurture four``."""
        return any(is_near(figure, value) for value in self._changed(sentence, item))

    def _values(self, sentence: Sentence, item: Item) -> Iterator[float]:
        yield from self._sums(sentence, item)
        yield from self._totals(sentence, item)
        yield from self._changed(sentence, item)
        yield from self.groups.alike(sentence, item)
        yield from self._of_lists(sentence, item)
        yield from self._denied(sentence, item)

    def _denied(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """How many of a set are not in a part of it that is counted: ``55 of the 65 are not Act Now``."""
        denied = self._denial(sentence, item)
        for part, whole in self.shares.counts(sentence) if denied else ():
            if denied and item.figure and is_near(item.figure, whole - part):
                sentence.confirm(*denied.span())
            yield whole - part

    def _denial(self, sentence: Sentence, item: Item) -> "re.Match[str] | None":
        """The only word of a segment that denies something, which is that somebody is in a group that is named."""
        start, end = sentence.segment_span(item)
        denied = list(NEGATED.finditer(sentence.text, start, end))
        keys = [each for each in sentence.of("key") if start <= each.start < end]
        of_group = denied and any(denied[0].end() <= each.start for each in keys)
        rated = [each for each in keys if each.mention and each.mention.claim == "cluster"]
        narrowed = denied and any(each.start < denied[0].start() for each in rated)
        return denied[0] if len(denied) == 1 and of_group and not narrowed else None

    def _is_complement(self, sentence: Sentence, item: Item, figure: Figure, denied: "re.Match[str]") -> bool:
        """Whether a percent is of those who are not so: ``85% are not Act Now``."""
        holds = any(is_near(figure, 100 * (1 - share)) for share in self.shares.told(sentence, item))
        if holds:
            sentence.confirm(*denied.span())
        return holds

    def _of_lists(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """What an amount of all customers of a list, or of those that are named, comes to."""
        money = item.figure is not None and item.figure.kind == "money"
        fields = (self.families.field(sentence, item) or (MONEY_FIELDS if money else NOTHING)) - SCORES
        if not fields or not (_WHOLE.search(sentence.text) or TOGETHER.search(sentence.text)):
            return
        named = frozenset(each for one in sentence.of("customer") for each in named_by(one))
        for listing in self.facts.lists:
            whose = named or frozenset(listing.customers)
            values = {(fact.customers, fact.field): fact.value for fact in self.facts.all if is_measured(fact)}
            numbers = [value for (mine, field), value in values.items() if field in fields and mine and mine <= whose]
            if len(numbers) == len(whose) and all(isinstance(value, float) for value in numbers):
                yield sum(value for value in numbers if isinstance(value, float))

    def _sums(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """What groups that are named together come to."""
        if _EACH.search(sentence.segment_text(item)):
            return
        yield from (sum(map(size, part)) for _, part in self.shares.largest(sentence, item))
        before = [each for each in sentence.of("figure") if each.end <= item.start]
        if any(self.shares.counts_largest(sentence, each) for each in before):
            return
        subjects = self.families.subjects(sentence, item)
        if len(subjects) < 2 and _THEY.search(sentence.segment_text(item)):
            subjects = [each for each in sentence.of("key") if each.end <= item.start and self.families.is_ranked(each)]
        for family in self._counted(sentence, item) if len(subjects) > 1 else ():
            parts = [value_of(family, subject) for subject in subjects]
            if all(part is not None for part in parts):
                yield sum(size(fact) for fact in family if any(is_of(fact, subject) for subject in subjects))

    def _totals(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """What all groups of a break-down by month come to in the month that is named."""
        months = {each.figure.dates[0] for each in sentence.nearest(item, "time") if each.figure and each.figure.dates}
        named = frozenset().union(*(each.mention.fields for each in sentence.of("field") if each.mention))
        other = sentence.of("key") or sentence.of("customer") or named - {"customers", "cluster"}
        if other or not _NUMBER_OF.search(sentence.text):
            return
        products = [each.mention for each in sentence.of("product") if each.mention]
        able = [fact for fact in self.facts.all if is_measured(fact) and not fact.customers and "," in fact.dimension]
        able = [fact for fact in able if fact.field == "customers" and all(of_product(fact, it) for it in products)]
        for month in {fact.month for fact in able}:
            if any(month == said or (said.startswith("--") and month.endswith(said[1:])) for said in months):
                yield sum(size(fact) for fact in able if fact.month == month)

    def _counted(self, sentence: Sentence, item: Item) -> Iterator[Family]:
        subjects = self.families.subjects(sentence, item)
        for family in self.families.of(sentence, item, subjects[0]) if subjects else ():
            if family[0].function in SUMMED and not family[0].customers:
                yield family

    def _sign_before(self, sentence: Sentence, item: Item) -> int:
        """The way that the verb of the part before went, from which a figure right behind a name goes on; 0: there is
        none."""
        if not _is_right_behind(sentence, item):
            return 0
        return _way_before(sentence, item)

    def _changed(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """By how much a value of what is named changed, or differs from that of another group."""
        if _BY.search(sentence.text[: item.start]):
            told = set(self.changes.values(sentence, item))
            sign = _way_before(sentence, item)
            yield from (abs(change) for change in told if len(told) == 1 and sign * change >= 0)
        if sign := self._sign_before(sentence, item):
            yield from (abs(change) for change in self.changes.values(sentence, item) if sign * change > 0)
        if more := _MORE.match(sentence.text, item.end):
            sign = -1 if more["fewer"] else 1
            yield from (abs(change) for change in self.changes.values(sentence, item) if sign * change > 0)
        if _DIFFERENCE.search(sentence.text[: item.start]):
            named = self.families.ranked(sentence)[:2]
            yield from map(abs, self._differences(sentence, item, named) if len(named) > 1 else ())
        if pair := self._compared(sentence, item):
            sign, one, other = pair
            yield from (sign * each for each in self._differences(sentence, item, (one, other)) if sign * each > 0)

    def _relative(self, sentence: Sentence, item: Item) -> Iterator[float]:
        """By which part of another one's value that of one is more: ``45% higher than``."""
        pair = self._compared(sentence, item)
        for family in self.families.of(sentence, item, pair[1]) if pair else ():
            one, other = (value_of(family, each) for each in pair[1:]) if pair else (None, None)
            if pair and one is not None and other and pair[0] * (one - other) > 0:
                yield abs(one - other) / other

    def is_difference(self, sentence: Sentence, item: Item) -> bool:
        """Whether a figure says by how much one that is named differs from another."""
        return self._compared(sentence, item) is not None

    def _compared(self, sentence: Sentence, item: Item) -> tuple[int, Item, Item] | None:
        """Whom the words behind a figure compare, and which way: ``23 points ahead of``, ``two fewer than``."""
        if ahead := _BY_SO_MUCH.search(sentence.text[: item.start]):
            ranked = self.families.ranked(sentence)
            one = [each for each in ranked if each.end <= ahead.start()][-1:]
            other = [each for each in ranked if ahead.end("word") <= each.start and each.end <= item.start]
            if one and len(other) == 1:
                return (-1 if ahead["less"] else 1), one[0], other[0]
        match = _BEYOND.match(sentence.text, item.end) or _MORE_THAN.match(sentence.text, item.end)
        than = match and (_THAN.search(sentence.text, match.end()) if match.re is _MORE_THAN else match)
        if match is None or not than:
            return None
        ranked = self.families.ranked(sentence)
        before = [each for each in ranked if each.end <= item.start][-1:]
        before = self._first_compared(sentence, item, before)
        before = before or [each for each in ranked if match.end() <= each.start < than.start()][-1:]
        behind = [each for each in ranked if each.start >= than.end()][:1]
        if not before or not behind or before[0].is_a("customer") != behind[0].is_a("customer"):
            return None
        return (-1 if match["less"] else 1), before[0], behind[0]

    def _first_compared(self, sentence: Sentence, item: Item, before: list[Item]) -> list[Item]:
        """Who is compared where a comparison goes on: ``Oslo has two more than Bergen and four more than Moss``."""
        ranked, end = self.families.ranked(sentence), item.start
        while before and _GOES_ON.fullmatch(sentence.text[before[0].end : end]):
            than = _WITH.search(sentence.text[: before[0].start])
            if than is None:
                break
            figures = [each for each in sentence.of("figure") if each.end <= than.start()]
            end = figures[-1].start if figures else than.start()
            before = [each for each in ranked if each.end <= end][-1:]
        return before

    def _differences(self, sentence: Sentence, item: Item, pair: Sequence[Item]) -> Iterator[float]:
        """By how much the one of a pair is more than the other: of the field that is named, or of money."""
        money = item.figure is not None and item.figure.kind == "money"
        for family in self.families.of(sentence, item, pair[0]):
            named = self.families.field(sentence, item) or (MONEY_FIELDS if money else NOTHING)
            one, other = (value_of(family, each) for each in pair)
            able = family[0].field in named or not pair[0].is_a("customer")
            if able and one is not None and other is not None:
                yield one - other


def _changed_by(sentence: Sentence, item: Item) -> bool:
    """Whether the words before a percent say that something changed by it."""
    start, _ = sentence.segment_span(item)
    return any(start <= found.start() < item.start for _, way in WAYS for found in way.finditer(sentence.text, start))


def _way_before(sentence: Sentence, item: Item) -> int:
    """The way that the last verb of change before a figure says; 0: there is none."""
    verbs = [(m.start(), sign) for sign, way in WAYS for m in way.finditer(sentence.text, 0, item.start)]
    return max(verbs, default=(0, 0))[1]


def _is_right_behind(sentence: Sentence, item: Item) -> bool:
    """Whether a figure stands right behind what it is of: ``Nurture four``."""
    named = [each for each in sentence.of("key") if each.end <= item.start]
    return bool(named) and sentence.text[named[-1].end : item.start].isspace()
