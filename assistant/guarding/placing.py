"""Checks the places in an order that words tell: ``third``, ``the runner-up``, ``followed by Germany``."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.fact import Facts
from assistant.guarding.families import Families, are_extreme, is_of, named_by, size, value_of
from assistant.guarding.items import Item
from assistant.guarding.quantities import read_quantities
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import Terms
from assistant.guarding.wordlists import word_of, words

_SUPERLATIVES = (word_of("highest"), word_of("lowest"))
_NEAR = 5  # letters between a word that follows and what it is behind
_LAST_FOLLOWING = 12  # places that "follows" may be of
_ORDINALS = words("ordinals")
_FIRSTS = ("first", "först", "främst", "förste")
_PLACE = re.compile(
    rf"(?<![\w-])(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|#\s?(?P<sign>\d{{1,3}})"
    rf"|(?P<word>{'|'.join((*_ORDINALS, *_FIRSTS, *words('second')))}))(?![\w-])",
    re.IGNORECASE,
)
_NEXT_HIGHEST = re.compile(rf"\bnext[\s-](?:{'|'.join(words('highest'))})\b", re.IGNORECASE)
_AFTER = re.compile(r"^\W*(?:after|behind)(?=\s)", re.IGNORECASE)
_BEHIND = re.compile(r"^\W*(?:right |just |directly |close )?(?:behind|after)\s", re.IGNORECASE)
_COMES = re.compile(r"\s(?:comes?|follows?|is|are)\s", re.IGNORECASE)
_APPOSED = re.compile(r"(?:\s[\w-]+){0,2}(?:,|:|\s\(|\sis|\sbeing)?\s?", re.IGNORECASE)
_AND = re.compile(r"\s(?:place\s)?(?:and|och|und|&)\s|,\s(?:and\s)?", re.IGNORECASE)
_FOLLOWED, _FOLLOWING = word_of("followed_by"), word_of("following")
_ENDING = word_of("ending")
_END = r"(?:ends?|expires?|run out|runs out|renew(?:s|al)?)"
_LAST = re.compile(
    rf"\b(?P<last>last)\b(?=(?:\s[\w']+){{0,4}}\sto\s{_END}\b)|\b{_END}\s(?P<at_last>last)(?=[,.;]|$)", re.IGNORECASE
)


class Places:
    """Holds places in an order against values, ends of agreements and lists."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.families = Families(terms, facts)
        self.facts = facts

    def faults(self, sentence: Sentence, start: int = 0) -> Iterator[str]:
        """What is wrong with the places that a sentence tells from a letter on."""
        told = (
            *self._ordinals(sentence, start),
            *self._following(sentence, start),
            *self._next_highest(sentence, start),
            *self._inverted(sentence, start),
            *self._last(sentence, start),
        )
        for span, is_so in told:
            if settled(sentence, span, is_so):
                yield f"'{sentence.text[slice(*span)].strip()}' is not the place that the results give it."

    def _ordinals(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        taken = [match.span() for pattern in _SUPERLATIVES for match in pattern.finditer(sentence.text)]
        taken += [(quantity.start, quantity.end) for quantity in read_quantities(sentence.text)]
        taken += [(item.start, item.end) for item in sentence.items if item.is_a("time")]
        for match in _PLACE.finditer(sentence.text, start):
            if not self._is_in_text(sentence, match) and not any(
                begin <= match.end() + 1 and match.start() < end for begin, end in taken
            ):
                subjects = self.families.subjects(sentence, sentence.place(*match.span()))
                yield match.span(), self._are_at(sentence, match, subjects)

    def _is_in_text(self, sentence: Sentence, match: "re.Match[str]") -> bool:
        """Whether a text of the data has the word with the next one: ``opens a second office``."""
        behind = re.match(r"\s[^\W\d_]+", sentence.text[match.end() :])
        words = f"{match.group()}{behind.group()}".lower() if behind else ""
        return bool(words) and any(words in fact.text or words in str(fact.value).lower() for fact in self.facts.all)

    def _following(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        ranked = self.families.ranked(sentence)
        for match in _FOLLOWED.finditer(sentence.text, start):
            behind = [item for item in ranked if item.start >= match.end()]
            is_so = self._comes_next(sentence, match, ranked, behind[:1])
            yield match.span(), is_so or self._come_behind(sentence, match, ranked, behind)
        for match in _FOLLOWING.finditer(sentence.text, start):
            before = [item for item in ranked if item.end <= match.start()]
            behind = [item for item in ranked if match.end() <= item.start <= match.end() + _NEAR]
            if before and behind:
                yield match.span(), self._is_right_behind(sentence, match, before[-1], behind[0])
            else:
                mine = (
                    sentence.group_of(before[-1], "customer" if before[-1].is_a("customer") else "key")
                    if before
                    else []
                )
                yield match.span(), self._comes_next(sentence, match, ranked, mine[:1])

    def _last(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        """``The last of these agreements to end is Contoso's``: no other one of the results ends later."""
        for match in _LAST.finditer(sentence.text, start):
            span = match.span("last" if match["last"] else "at_last")
            subjects = self.families.subjects(sentence, sentence.place(*span))
            whose = named_by(subjects[0]) if len(subjects) == 1 else frozenset()
            ends = [fact for fact in self.facts.all if fact.field == "agreement_end" and fact.customers]
            mine = [size(fact) for fact in ends if fact.customers & whose]
            if mine and self.facts.lists and len({fact.customers for fact in ends}) > 1:
                yield span, max(mine) == max(map(size, ends))

    def _inverted(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        """``Behind Contoso comes Fabrikam``."""
        ranked = self.families.ranked(sentence)
        for match in _BEHIND.finditer(sentence.text, start):
            before = [item for item in ranked if match.end() <= item.start < match.end() + _NEAR]
            behind = [item for item in ranked if before and item.start >= before[0].end]
            comes = _COMES.match(sentence.text, before[0].end) if before else None
            if comes and behind and behind[0].start - comes.end() < _NEAR:
                listed = self._is_listed_behind(behind[0], before[0])
                by_value = not before[0].is_a("customer") or bool(self.families.field(sentence, before[0]))
                is_so = listed or (self._is_right_behind(sentence, match, behind[0], before[0]) if by_value else None)
                yield match.span(), is_so
                yield comes.span(), is_so

    def _next_highest(self, sentence: Sentence, start: int) -> Iterator[tuple[tuple[int, int], bool | None]]:
        """``ahead of the next highest, Amberly``: it stands right behind the one that is named before."""
        ranked = self.families.ranked(sentence)
        for match in _NEXT_HIGHEST.finditer(sentence.text, start):
            if after := _AFTER.match(sentence.text, 0, match.start()):
                is_so = self._come_after(sentence, match, ranked)
                yield match.span(), is_so
                yield after.span(), is_so
                continue
            before = [item for item in ranked if item.end <= match.start()]
            behind = [item for item in ranked if item.start >= match.end()]
            gap = sentence.text[match.end() : behind[0].start] if behind else ""
            if before and behind and _APPOSED.fullmatch(gap):
                yield match.span(), self._is_right_behind(sentence, match, behind[0], before[-1])

    def _come_after(self, sentence: Sentence, match: "re.Match[str]", ranked: Sequence[Item]) -> bool | None:
        """``After A and B, the next highest are C and D``: nobody stands between them or before A and B."""
        first = [item for item in ranked if item.end <= match.start()]
        then = [item for item in ranked if item.start >= match.end()]
        if not first or not then:
            return None
        for family in self.families.of(sentence, sentence.place(*match.span()), then[0]):
            order = sorted(family, key=size, reverse=True)
            parts = (first, then)
            known = [[fact for fact in family if any(is_of(fact, item) for item in part)] for part in parts]
            if all(len(facts) == len(part) for facts, part in zip(known, parts, strict=True)):
                sizes = [sorted(map(size, facts), reverse=True) for facts in known]
                top = [size(fact) for fact in order]
                return sizes[0] + sizes[1] == top[: len(first) + len(then)]
        return None

    def _comes_next(
        self, sentence: Sentence, match: "re.Match[str]", ranked: Sequence[Item], subjects: Sequence[Item]
    ) -> bool | None:
        """Whether what is named stands right behind all that the sentence named before it."""
        before = {named_by(item) for item in ranked if subjects and item.end <= subjects[0].start}
        ranks = [len(before) + 1] if before else range(2, _LAST_FOLLOWING)
        return any(self._is_at(sentence, match, subjects, rank) for rank in ranks) or None

    def _is_right_behind(self, sentence: Sentence, match: "re.Match[str]", one: Item, other: Item) -> bool | None:
        """Whether nobody stands between the one that follows and the other."""
        for family in self.families.of(sentence, sentence.place(*match.span()), one):
            mine, its = value_of(family, one), value_of(family, other)
            if mine is not None and its is not None:
                return mine <= its and not any(mine < size(fact) < its for fact in family)
        return self._is_listed_behind(one, other) or None

    def _come_behind(
        self, sentence: Sentence, match: "re.Match[str]", ranked: Sequence[Item], behind: Sequence[Item]
    ) -> bool | None:
        """Whether groups that are named together stand right behind the one before them, wherever that one stands."""
        before = [item for item in ranked if item.end <= match.start()]
        mine = sentence.group_of(behind[0], "key") if behind else []
        if not before or not mine or before[-1].is_a("customer") or behind[0].is_a("customer"):
            return None
        for family in self.families.of(sentence, sentence.place(*match.span()), mine[0]):
            last, values = value_of(family, before[-1]), [value_of(family, item) for item in mine]
            known = [value for value in values if value is not None]
            apart = [fact for fact in family if not any(is_of(fact, item) for item in (*mine, before[-1]))]
            if last is not None and len(known) == len(mine) and last >= max(known) and max(known) == min(known):
                return not any(known[0] <= size(fact) < last for fact in apart) or None
        return None

    def _is_listed_behind(self, one: Item, other: Item) -> bool:
        """Whether a customer stands right behind another one in a list."""
        places = [
            [each.customers.index(id) for item in (other, one) for id in named_by(item) if id in each.customers]
            for each in self.facts.lists
        ]
        return any(len(each) == 2 and each[1] == each[0] + 1 for each in places)

    def _are_at(self, sentence: Sentence, match: "re.Match[str]", subjects: Sequence[Item]) -> bool | None:
        """Whether all that are named beside a place stand there, or one by one at ``third and fourth``."""
        rank, row = _place_of(match), _row(sentence.text, match)
        if len(row) > 1 and len(row) == len(subjects):
            return self._is_at(sentence, match, [subjects[row.index(match.start())]], rank)
        if rank == 1 and len(subjects) > 1 and self._are_first(subjects):
            return True
        told = [self._is_at(sentence, match, [subject], rank) for subject in subjects]
        return None if None in told else all(told) if told else None

    def _are_first(self, subjects: Sequence[Item]) -> bool:
        """Whether customers are those with whom a list begins."""
        named = frozenset().union(*(named_by(item) for item in subjects))
        return any(named == frozenset(each.customers[: len(subjects)]) for each in self.facts.lists)

    def _is_at(self, sentence: Sentence, match: "re.Match[str]", subjects: Sequence[Item], rank: int) -> bool | None:
        """Whether what is named beside a place stands there: by a value, by the end of agreements, or in a list; None
        where the results rank nothing of the kind."""
        if not subjects:
            return None
        known = self.families.of(sentence, sentence.place(*match.span()), subjects[0])
        families = [family for family in known if not all(is_of(fact, subjects[0]) for fact in family)]
        ends = [family for family in families if family[0].field == "agreement_end"]
        ending = any(are_extreme(family, subjects, -1, rank) for family in ends)
        money = any(item.figure and item.figure.kind == "money" for item in sentence.items)
        if ending or (ends and _ENDING.search(sentence.text) and not money):
            return ending
        if not families and not (subjects[0].is_a("customer") and self.facts.lists):
            return None
        return any(are_extreme(family, subjects, 1, rank) for family in families) or self._is_listed(subjects[0], rank)

    def _is_listed(self, item: Item, rank: int) -> bool:
        mine = item.mention.customers if item.mention else frozenset()
        return any(rank <= len(each.customers) and each.customers[rank - 1] in mine for each in self.facts.lists)


def _row(text: str, match: "re.Match[str]") -> list[int]:
    """Where the places begin that a place is told with: ``third and fourth``."""
    places = list(_PLACE.finditer(text))
    rows: list[list[re.Match[str]]] = []
    for place in places:
        if rows and _AND.fullmatch(text[rows[-1][-1].end() : place.start()]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return next([each.start() for each in row] for row in rows if match.start() in [each.start() for each in row])


def _place_of(match: "re.Match[str]") -> int:
    if digits := match["digits"] or match["sign"]:
        return int(digits)
    word = match["word"].lower()
    return _ORDINALS.index(word) + 2 if word in _ORDINALS else 1 if word in _FIRSTS else 2
