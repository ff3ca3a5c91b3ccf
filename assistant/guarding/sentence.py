"""Says of each figure, and of each word that rates, which customer, group, product and field a sentence binds it to.

A sentence is cut into segments at commas, brackets and words that join or set against each other. A figure is bound to
what its own segment names: before it, else behind it; in brackets to what stands before them; else to what the
sentence named last; else to what it names next, where no other figure is nearer. Lists of one length are bound in their
order: "Contoso and Fabrikam score 91 and 84".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.guarding.apart import is_divided
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item, Kind
from assistant.guarding.terms import Mention
from assistant.guarding.wordlists import one_of, word_of

_CUT = re.compile(rf"[;:|·→]|,(?=\s|$)|[、。，；：]|\s[–—-]\s|/|(?<!\w){one_of('cuts')}(?!\w)", re.IGNORECASE)
_OPEN, _CLOSE = "([（［", ")]）］"
_BETWEEN = r"[\s,、&/*_`\"“”]*"
_JOINS = re.compile(rf"{_BETWEEN}(?:{one_of('joins')}{_BETWEEN})*", re.IGNORECASE)
_WORD_JOIN = re.compile(
    r"(?<!\w)(?:as well as|and|or|och|eller|und|oder|sowie|to|vs\.?|versus|against|mot|gegen)(?!\w)|[&/と와과및]",
    re.IGNORECASE,
)
_UNIT_GAP = re.compile(
    r"[\s*_\-`\"“”]*(?:of (?:the |these |those |our )?|active |different |more |of them |open )*[\s*_]*", re.IGNORECASE
)
_WHOLE = word_of("whole")
_BEHIND = re.compile(
    r"[\s*_)\]]*(?:points?\s)?(?:for|in|on|of|as|by|i|för|für|bei|beim|の)?[\s*_]*(?:its|the|their|customers)?[\s*_]*",
    re.IGNORECASE,
)
_AGAINST = re.compile(one_of("against"), re.IGNORECASE)
_ITS = re.compile(r"\b(?:its?|it['’]s|dess|den|sein\w*)\b", re.IGNORECASE)


class Sentence:
    """A sentence with its mentions and figures."""

    def __init__(self, text: str, mentions: Sequence[Mention], figures: Sequence[Figure]) -> None:
        self.text = text
        spans: list[Mention | Figure] = sorted([*mentions, *figures], key=lambda each: each.start)
        self.cuts = [m for m in _CUT.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in spans)]
        self.items = [self._item(each) for each in spans]
        self.confirmed: list[tuple[int, int]] = []
        self._groups: dict[Kind, list[list[Item]]] = {}
        self._kinds: dict[Kind, list[Item]] = {}
        self._edges = [cut.start() for cut in self.cuts] + [m.start() for m in re.finditer(r"[()\[\]（）]", text)]

    def confirm(self, start: int, end: int) -> None:
        """Note that the results confirm what the words from letter to letter claim."""
        self.confirmed.append((start, end))

    def _item(self, each: Mention | Figure) -> Item:
        place = self.place(each.start, each.end)
        return replace(place, mention=each) if isinstance(each, Mention) else replace(place, figure=each)

    def place(self, start: int, end: int) -> Item:
        """Some letters as an item: its segment, and how deep in brackets it stands."""
        before = self.text[:start]
        depth = sum(before.count(sign) for sign in _OPEN) - sum(before.count(sign) for sign in _CLOSE)
        brackets = sum(before.count(sign) for sign in _OPEN + _CLOSE)
        segment = brackets * 1000 + sum(1 for cut in self.cuts if cut.start() < start)
        return Item(start, end, segment, max(depth, 0))

    def of(self, kind: Kind) -> list[Item]:
        if kind not in self._kinds:
            self._kinds[kind] = [item for item in self.items if item.is_a(kind)]
        return self._kinds[kind]

    def _groups_of(self, kind: Kind) -> list[list[Item]]:
        if kind not in self._groups:
            self._groups[kind] = self._joined(kind)
        return self._groups[kind]

    def _joined(self, kind: Kind) -> list[list[Item]]:
        """Lists of items of one kind with nothing but words that join between them."""
        groups: list[list[Item]] = []
        for item in self.of(kind):
            last = next((group for group in reversed(groups) if group[-1].depth == item.depth), None)
            if last and self._are_joined(last[-1], item, kind):
                last.append(item)
            else:
                groups.append([item])
        return [group for group in groups if len(group) == 1 or self._is_list(group, kind)]

    def _are_joined(self, one: Item, other: Item, kind: Kind) -> bool:
        if one.depth != other.depth or (one.figure and other.figure and one.figure.kind != other.figure.kind):
            return False
        if kind == "figure" and is_divided(self.text, other):
            return False
        between = self._without_asides(one.end, other.start, kind)
        inside = [i for i in self.items if one.end <= i.start < other.start and i.depth == one.depth]
        if kind == "figure":
            inside = [
                item for item in inside if not (item.mention and item.mention.fields and not item.is_a("product"))
            ]
            if any(item.is_a("field") for item in self.items if one.end <= item.start < other.start):
                return self._same_unit(one, other)
        return not inside and bool(_JOINS.fullmatch(between))

    def _same_unit(self, one: Item, other: Item) -> bool:
        """``53 customers and 22 customers``."""
        between = self.text[one.end : other.start]
        units = [i for i in self.of("field") if one.end <= i.start < other.start]
        after = next((i for i in self.of("field") if i.start >= other.end), None)
        if len(units) != 1 or after is None or not _UNIT_GAP.fullmatch(self.text[one.end : units[0].start]):
            return False
        same = bool(units[0].mention and after.mention and units[0].mention.fields == after.mention.fields)
        return same and bool(_JOINS.fullmatch(between[units[0].end - one.end :]))

    def _without_asides(self, start: int, end: int, kind: Kind) -> str:
        """The text between, of names without brackets and the endings of genitives."""
        between = self.text[start:end]
        if kind in ("customer", "key"):
            between = re.sub(r"^['’]s?\b", "", re.sub(r"\([^()]*\)", " ", between))
        return between

    def _is_list(self, group: list[Item], kind: Kind) -> bool:
        between = " ".join(self.text[a.end : b.start] for a, b in pairwise(group))
        if kind == "key":
            dimensions = [item.mention.dimensions for item in group if item.mention]
            if not all(a & b for a, b in pairwise(dimensions)):
                return False
        return bool(_WORD_JOIN.search(between)) or kind == "figure"

    def group_of(self, item: Item, kind: Kind) -> list[Item]:
        """The list that an item stands in; itself alone where it stands in none."""
        return next((group for group in self._groups_of(kind) if item in group), [item])

    # ---- what an item is bound to ---------------------------------------------------------------

    def nearest(self, item: Item, kind: Kind, fits: Callable[[Item], bool] = lambda _: True) -> list[Item]:
        """The items of a kind that an item is bound to: one, or several joined by ``and``."""
        others = [other for other in self.of(kind) if other is not item and fits(other)]
        mine = self.group_of(item, "claim" if item.mention else "time" if item.is_a("time") else "figure")
        if len(mine) > 1 and (ordered := self._in_order(item, mine, others, kind)):
            return ordered
        found = (
            self._named_behind(item, others)
            or self._in_segment(item, others, kind)
            or self._by_pronoun(item, others, kind)
            or self._before(item, others)
            or self._after(item, others, kind)
        )
        if found is None:
            return []
        group = [other for other in self.group_of(found, kind) if other in others]
        return group if len(group) > 1 and not self._is_own(item, found, group) else [found]

    def _is_own(self, item: Item, found: Item, group: list[Item]) -> bool:
        """Whether one of a list is meant alone: a figure stands in brackets right behind it."""
        return item.depth > found.depth and (found is not group[-1] or self._has_asides(group))

    def _has_asides(self, group: list[Item]) -> bool:
        """Whether brackets stand behind those of a list one by one."""
        return "(" in self.text[group[0].end : group[-1].start]

    def _in_order(self, item: Item, mine: list[Item], others: list[Item], kind: Kind) -> list[Item]:
        """The one of a list of the same length that stands at the same place."""
        first, last = mine[0], mine[-1]
        lists = [g for g in self._groups_of(kind) if len(g) == len(mine) and all(each in others for each in g)]
        before = [
            g for g in lists if g[-1].end <= first.start and not (first.depth > g[0].depth and self._has_asides(g))
        ]
        after = [group for group in lists if group[0].start >= last.end]
        place = mine.index(item)
        if before:
            return [before[-1][place]]
        if after and not any(other.end <= first.start and other.segment == first.segment for other in others):
            return [after[0][place]]
        if kind in ("customer", "key") and first.depth > 0:
            outside = [other for other in others if other.end <= first.start and other.depth < first.depth]
            between = [each for each in self.of("figure") if outside and outside[0].end <= each.start < first.start]
            if len(outside) == len(mine) and not between:
                return [outside[place]]
        return []

    def _named_behind(self, item: Item, others: list[Item]) -> Item | None:
        """``91 (Contoso)``: brackets right behind a figure that hold names and no figure."""
        if item.mention and item.mention.claim and not item.figure:
            return None
        inside = re.match(r"[^()\[\]]{0,24}[(\[（]", self.text[item.end :])
        if not inside or any(o.start >= item.end and o.start < item.end + inside.end() for o in self.items if o.figure):
            return None
        start = item.end + inside.end()
        close = re.search(r"[)\]）]", self.text[start:])
        end = start + close.start() if close else len(self.text)
        if any(start <= other.start < end for other in self.of("figure")):
            return None
        if any(o.segment == item.segment and o.end <= item.start for o in others):
            return None
        return next((other for other in others if start <= other.start < end), None)

    def _in_segment(self, item: Item, others: list[Item], kind: Kind) -> Item | None:
        here = [other for other in others if other.segment == item.segment]
        before = [other for other in here if other.end <= item.start]
        if before or not here:
            return before[-1] if before else None
        return here[0] if kind != "field" or self._follows(item, here[0]) else None

    def _follows(self, item: Item, field: Item) -> bool:
        """Whether a field is named right behind a figure: ``91 for Azure fit``, ``91 in fit``."""
        between = self.text[item.end : field.start]
        for other in self.items:
            if other.mention and other.is_a("product") and item.end <= other.start < field.start:
                between = between.replace(other.mention.words, " ")
        return bool(_BEHIND.fullmatch(between))

    def _by_pronoun(self, item: Item, others: list[Item], kind: Kind) -> Item | None:
        """``Contoso leads Fabrikam, but its intent is 62``: the first that the sentence named."""
        before = [other for other in others if other.end <= item.start and other.depth == 0]
        if kind != "customer" or item.depth or not before or not _ITS.search(self.segment_text(item)):
            return None
        return before[0]

    def _before(self, item: Item, others: list[Item]) -> Item | None:
        """What was named last: for an item in brackets just before them; asides in other brackets do not count."""
        before = [other for other in others if other.end <= item.start]
        open_ones = [other for other in before if other.depth <= item.depth and self._reaches(other, item)]
        return open_ones[-1] if open_ones else None

    def _reaches(self, other: Item, item: Item) -> bool:
        """Whether the bracket that something stands in is still open."""
        between = self.text[other.end : item.start]
        return other.depth == 0 or not any(sign in between for sign in _CLOSE)

    def _after(self, item: Item, others: list[Item], kind: Kind) -> Item | None:
        after = [other for other in others if other.start >= item.end and other.depth <= item.depth]
        if not after:
            return None
        if kind == "product":
            return after[0]
        if kind in ("customer", "key"):
            after = [other for other in after if ":" not in self.text[item.end : other.start]]
        figures = {each.segment for each in self.items if each.figure and not each.figure.is_time}
        after = [other for other in after if ";" not in self.text[item.end : other.start]]
        free = [other for other in after if other.segment not in figures]
        return free[0] if free and after and free[0] is after[0] else None

    def is_set_against(self, item: Item, found: list[Item]) -> bool:
        """Whether ``against``, ``than`` or the like stands between the figure before, which is of the same, and this
        one: then this one is of another."""
        figures = [other for other in self.of("figure") if other.end <= item.start]
        cuts = [cut for cut in self.cuts if figures and figures[-1].end <= cut.start() < item.start]
        set_against = any(_AGAINST.fullmatch(cut.group()) for cut in cuts)
        return set_against and self.nearest(figures[-1], "customer") == found

    def is_unit_of_another(self, item: Item) -> bool:
        """Whether a field is named as the unit of the figure right before it."""
        before = [other for other in self.of("figure") if other.end <= item.start]
        return bool(before) and bool(
            _UNIT_GAP.fullmatch(self.text[before[-1].end : item.start].removeprefix(" or more"))
        )

    def unit(self, item: Item, is_unit: Callable[[Mention], bool]) -> Mention | None:
        """The word right behind a figure that says what it counts: ``53 Swedish customers``."""
        place = item.end
        for other in self.items:
            if other.start < place:
                continue
            if other.mention is None or not _UNIT_GAP.fullmatch(self.text[place : other.start]):
                return None
            if other.mention.fields and is_unit(other.mention):
                return other.mention
            if not (other.mention.keys or other.mention.products):
                return None
            place = other.end
        return None

    def segment_text(self, item: Item) -> str:
        """The words of an item's segment."""
        return self.text[slice(*self.segment_span(item))]

    def segment_span(self, item: Item) -> tuple[int, int]:
        """From letter to letter the segment of an item."""
        start = max([cut for cut in self._edges if cut < item.start], default=-1) + 1
        end = min([cut for cut in self._edges if cut >= item.end], default=len(self.text))
        return start, end

    def is_of_whole(self, item: Item) -> bool:
        """Whether a figure is said to be of all there is."""
        opening = self.text[: self.cuts[0].start()] if self.cuts else ""
        opened = (
            bool(_WHOLE.fullmatch(opening.strip().removeprefix("In ").strip())) or opening.strip().lower() == "in all"
        )
        first = not any(each.figure and each.start < item.start for each in self.items)
        return bool(_WHOLE.search(self.segment_text(item))) or (opened and first)

    def stands_by(self, item: Item) -> bool:
        """Whether a word says something of the customer in its own segment, or right before its brackets."""
        named = [other for other in self.of("customer") if other.end <= item.start]
        if any(other.segment == item.segment for other in self.of("customer")):
            return True
        return bool(named) and bool(re.fullmatch(r"['’s*_\s]*\([^()]*", self.text[named[-1].end : item.start]))
