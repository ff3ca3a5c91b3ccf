"""Holds what is said of bands and clusters in general, where a definition was told and no customers listed: where a
band begins and ends, in which order they stand, which cluster a fit band is, and what decides it."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.fact import COUNTS, SCORES, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.items import Item
from assistant.guarding.said import NEGATED
from assistant.guarding.sentence import Sentence
from assistant.guarding.settled import settled
from assistant.guarding.terms import NOTHING, Terms
from assistant.guarding.wordlists import word_of
from knowledge.entries import Band, Cluster
from knowledge.text import fold

_HIGHEST_SCORE = 100
_ANY = r"(?:\b(?:anything|everything|all|any|every)\s(?:scores?\s)?)?"
_BELOW = re.compile(
    rf"{_ANY}\b(?:up to,? but (?:not including|excluding),?|(?:just )?(?:below|under)|less than)\s$", re.I
)
_UP_TO = re.compile(rf"{_ANY}\b(?:up to|ends? (?:at|with)|at most|no more than|to|through|maximum of)\s$", re.I)
_FROM = re.compile(rf"{_ANY}\b(?:from|(?:starts?|begins?) (?:at|from|with)|at least|no less than|minimum of)\s$", re.I)
_OVER = re.compile(rf"{_ANY}\b(?:over|above|more than|higher than|exceed(?:s|ing)?)\s$", re.I)
_AND_UP = re.compile(r"\s(?:(?:or|and) (?:more|above|over|higher|up(?:wards)?)|up(?:wards)?)\b|\+", re.I)
_AND_DOWN = re.compile(r"\s(?:or|and) (?:less|below|lower|under|down)\b", re.I)
_IS = re.compile(
    r"[^,;:.]{0,24}\b(?:is|are|counts? as|falls? (?:in|into|under)|belongs? to|means)\b[^,;:.]{0,24}", re.I
)
_RELATION = re.compile(
    r"\b(?P<beside>just |right |directly |immediately )?(?:(?P<worse>below|under|behind|after|lower than|worse than)"
    r"|above|before|ahead of|higher than|better than)\s(?:the\s)?$",
    re.I,
)
_RANKED = re.compile(
    r"\b(?:(?P<nth>second|third|fourth)[-\s])?(?:best|highest|top|(?P<last>lowest|worst|bottom))\b"
    r"|(?<=comes )(?P<place>first|second|third|fourth|last)\b|(?<=ranks )(?P<rank>first|second|third|fourth|last)\b",
    re.I,
)
_GOES_ON = re.compile(  # about what came first
    r"\band\s(?:itself\s)?(?:covers?|spans?|runs?|goes|ranges?)\s(?:from\s)?(?:\d+\s(?:to|through)\s)?$", re.I
)
_PAIRED = re.compile(r"\s(?:to|through)\s\d")  # a figure that is the first of two
_NOT = re.compile(r"\b(?:does not|doesn['’]t|do not|don['’]t|is not|isn['’]t)\s$", re.I)
_IN_ORDER = re.compile(r"\bfrom (?P<first>best|highest|worst|lowest) to (?P<last>best|highest|worst|lowest)\b", re.I)
_SCORED = SCORES | {"cluster", "customers"}
_PLACES = ("first", "second", "third", "fourth")
_BETWEEN = re.compile(r"\bbetween\b(?=\s[^\d$])", re.I)
_COUNT = re.compile(r"\b(?:of|are|the)\s(?:the\s)?(?P<count>four|4)\s(?P<kind>clusters|bands)\b", re.I)
_DECIDES, _DECIDED = word_of("decides"), word_of("decided")
_RANKS = re.compile(r"\branks?\s(?:the\s)?(?:customers?\s|them\s|it\s|those\s)?(?:with)?in\b", re.I)
Rating = Band | Cluster


class Explained:
    """Says what is wrong with a sentence that explains bands and clusters; ``told``: the texts of the definitions."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.catalog = terms.catalog
        self.facts = facts
        self.told: list[str] = []

    def faults(self, sentence: Sentence) -> Iterator[str]:
        if not self.told or self.facts.months or sentence.of("customer"):
            return
        for item in sentence.of("figure"):
            if item.figure and settled(sentence, (item.start, item.end), self._is_bound(sentence, item, item.figure)):
                yield f"'{item.figure.words}' is not the bound of that band."
        yield from self._order_faults(sentence)
        yield from self._pair_faults(sentence)
        yield from self._deciding_faults(sentence)
        for match in _COUNT.finditer(sentence.text):
            if len(self._kind(match["kind"].lower().removesuffix("s"))) == 4:
                sentence.confirm(*match.span("count"))

    def _kind(self, kind: str) -> Sequence[Rating]:
        """The clusters or bands, best first."""
        if kind == "cluster":
            return sorted(self.catalog.clusters.values(), key=lambda cluster: cluster.rank)
        return sorted(self.catalog.bands.values(), key=lambda band: -band.lower)

    def _place(self, item: Item) -> int:
        """The place of a cluster or band in its order, the best one's is 0."""
        said = item.mention
        kind = self._kind(said.claim) if said else ()
        return next(place for place, each in enumerate(kind) if said and fold(each.title) in said.keys)

    def _ratings(self, sentence: Sentence, *kinds: str) -> list[Item]:
        return [item for item in sentence.of("claim") if item.mention and item.mention.claim in kinds]

    # ---- bounds of bands ------------------------------------------------------------------------

    def _is_bound(self, sentence: Sentence, item: Item, figure: Figure) -> bool | None:
        """Whether a figure is the bound of the band that it is said of; None where it is said of none."""
        rated = self._ratings(sentence, "band")
        goes_on = _GOES_ON.search(sentence.text[: item.start])
        bands = rated[:1] if goes_on else sentence.nearest(item, "claim", rated.__contains__)
        if any(each.mention and not each.mention.fields <= _SCORED for each in sentence.of("field")):
            return None
        if len(bands) != 1 or figure.kind != "number" or not figure.readings:
            return None
        order, place = self._kind("band"), self._place(bands[0])
        lowers = [band.lower for band in order if isinstance(band, Band)]
        low, above = lowers[place], lowers[place - 1] if place else None
        last = _HIGHEST_SCORE if above is None else above - 1
        value = figure.readings[0][0]
        if _PAIRED.match(sentence.text, item.end):
            return value == low
        if figure.high:
            return (value, figure.high[0][0]) == (low, last)
        if _IS.fullmatch(sentence.text[item.end : bands[0].start]) and not _bound_words(sentence, item):
            return fold(self.catalog.band_of(value).title) == fold(order[place].title)
        return self._keeps(sentence, item, value, (low, last, above))

    def _keeps(
        self, sentence: Sentence, item: Item, value: float, bounds: tuple[float, float, float | None]
    ) -> bool | None:
        """Whether a figure is the bound that the words beside it make it: from, over, up to, below."""
        low, last, above = bounds
        before, alone = sentence.text[: item.start], len(sentence.of("figure")) == 1
        up, down = bool(_AND_UP.match(sentence.text, item.end)), bool(_AND_DOWN.match(sentence.text, item.end))
        words = _bound_words(sentence, item)
        closed = not (alone and (up or (words and words.group().split()[0].lower() in _QUANTIFIERS)))
        is_so: bool | None = None
        if _BELOW.search(before):
            is_so = value == above and (low == 0 or not alone)
        elif _UP_TO.search(before) or down:
            is_so = value == last and (not down or low == 0)
        elif _FROM.search(before) or up:
            is_so = value == low and (closed or above is None)
        elif _OVER.search(before):
            is_so = value == low - 1 and (closed or above is None)
        for match in (words, _AND_UP.match(sentence.text, item.end)) if is_so else ():
            if match:
                sentence.confirm(*match.span())
        return is_so

    # ---- their order ----------------------------------------------------------------------------

    def _order_faults(self, sentence: Sentence) -> Iterator[str]:
        named = frozenset().union(*(item.mention.fields for item in sentence.of("field") if item.mention))
        rated = self._ratings(sentence, "cluster") or self._ratings(sentence, "band")
        if named & {"intent", *COUNTS} or not rated:
            return
        objects = [item for item in rated if _RELATION.search(sentence.text[: item.start])]
        told = [(item, self._is_related(sentence, item, rated, objects)) for item in objects]
        for item, is_so in told:
            match = _RELATION.search(sentence.text[: item.start])
            if match is not None and settled(sentence, match.span(), is_so):
                yield f"'{match.group().strip()} {sentence.text[item.start : item.end]}' is not their order."
        for item in rated if told and all(is_so for _, is_so in told) else ():
            sentence.confirm(item.start, item.end)
        yield from self._listed_faults(sentence, rated)
        listed = [match.span() for match in _IN_ORDER.finditer(sentence.text)]
        for ranked in _RANKED.finditer(sentence.text):
            if any(start <= ranked.start() < end for start, end in listed):
                continue
            before = [item for item in rated if item.end <= ranked.start() and item not in objects]
            subject = next(iter(before[-1:] or [item for item in rated if item not in objects]), None)
            is_so = self._is_ranked(ranked, subject)
            if settled(sentence, ranked.span(), is_so):
                yield f"'{ranked.group()}' is not its place among them."
            if is_so and subject:
                sentence.confirm(subject.start, subject.end)
        for between in _BETWEEN.finditer(sentence.text):
            if settled(sentence, between.span(), self._is_between(sentence, between.end(), rated)):
                yield f"'{between.group()}' is not their order."

    def _listed_faults(self, sentence: Sentence, rated: Sequence[Item]) -> Iterator[str]:
        """``From best to lowest: ...``: all of the kind have to follow, in that order; they are noted then."""
        for match in _IN_ORDER.finditer(sentence.text):
            behind = [item for item in rated if item.start >= match.end()]
            places = [self._place(item) for item in behind]
            kind = behind[0].mention.claim if behind and behind[0].mention else ""
            order = list(range(len(self._kind(kind)))) if kind else []
            falls = match["first"].lower() in ("best", "highest")
            differ = falls != (match["last"].lower() in ("best", "highest"))
            is_so = differ and places == (order if falls else order[::-1])
            if settled(sentence, match.span(), is_so):
                yield f"'{match.group()}' is not their order."
            for item in behind if is_so else ():
                sentence.confirm(item.start, item.end)

    def _is_between(self, sentence: Sentence, end: int, rated: Sequence[Item]) -> bool | None:
        """Whether the one that is named first stands between the two behind a word; they are noted where it does."""
        before, behind = [each for each in rated if each.end <= end], [each for each in rated if each.start >= end][:2]
        if not before or len(behind) < 2:
            return None
        low, high = sorted(map(self._place, behind))
        is_so = low < self._place(before[0]) < high
        for item in (before[0], *behind) if is_so else ():
            sentence.confirm(item.start, item.end)
        return is_so

    def _is_related(
        self, sentence: Sentence, item: Item, rated: Sequence[Item], objects: Sequence[Item]
    ) -> bool | None:
        match = _RELATION.search(sentence.text[: item.start])
        before = [each for each in rated if match and each.end <= match.start()]
        if match is None or not before:
            return None
        subject = before[-1] if before[-1] not in objects else before[0]
        steps = (self._place(subject) - self._place(item)) * (1 if match["worse"] else -1)
        return steps == 1 if match["beside"] else steps > 0

    def _is_ranked(self, match: "re.Match[str]", subject: Item | None) -> bool | None:
        if subject is None or subject.mention is None:
            return None
        place, size = self._place(subject), len(self._kind(subject.mention.claim))
        told = (match["place"] or match["rank"] or match["nth"] or "first").lower()
        nth = size - 1 if told == "last" else _PLACES.index(told)
        return place == (size - 1 - nth if match["last"] else nth)

    # ---- which is which, and why ----------------------------------------------------------------

    def _pair_faults(self, sentence: Sentence) -> Iterator[str]:
        """``A customer with a Medium fit is in Evaluate``."""
        clusters, bands = self._ratings(sentence, "cluster"), self._ratings(sentence, "band")
        named = frozenset().union(*(item.mention.fields for item in sentence.of("field") if item.mention))
        if len(clusters) != len(bands) or sentence.of("figure") or NEGATED.search(sentence.text):
            return
        for cluster, band in zip(clusters, bands, strict=True):
            ids = list(self.catalog.bands)
            mine = self.catalog.cluster_of(next(id for id in ids if self._is_title(self.catalog.bands[id], band)))
            so = mine is not None and self._is_title(mine, cluster) and not ("intent" in named and "fit" not in named)
            if settled(sentence, (cluster.start, cluster.end), so if "fit" in named or not so else None):
                yield f"'{sentence.text[cluster.start : cluster.end]}' is not the cluster of that fit band."

    def _is_title(self, rating: Rating, item: Item) -> bool:
        return item.mention is not None and fold(rating.title) in item.mention.keys

    def _deciding_faults(self, sentence: Sentence) -> Iterator[str]:
        for pattern, is_passive in ((_DECIDES, False), (_DECIDED, True)):
            for match in pattern.finditer(sentence.text):
                is_so = self._decides(sentence, match, is_passive)
                if denied := _NOT.search(sentence.text[: match.start()]):
                    is_so = None if is_so is None else not is_so
                    sentence.confirm(*denied.span())
                if settled(sentence, match.span(), is_so):
                    yield f"'{match.group()}' is not how it is: the fit band decides the cluster."
        for match in _RANKS.finditer(sentence.text):
            before, behind = _around(sentence, match)
            if before and not self._is_told(match, before | behind):
                yield f"'{match.group()}' is not what the definition says of that."

    def _decides(self, sentence: Sentence, match: "re.Match[str]", is_passive: bool) -> bool | None:
        """Whether what is said to decide a cluster is the fit; None where it is not said of these."""
        before, behind = _around(sentence, match)
        cause, effect = (behind, before) if is_passive else (before, behind)
        told = {"fit", "intent", "cluster", "propensity"}
        effect = effect if effect & told else frozenset({"cluster"})  # "which one it is"
        if not (cause & told and effect & told) or {"fit", "intent"} <= cause:
            return None
        one = all(self.catalog.cluster_of(band) is not None for band in self.catalog.bands)
        return one and "fit" in cause and "cluster" in effect and "cluster" not in cause

    def _is_told(self, match: "re.Match[str]", names: frozenset[str]) -> bool:
        """Whether one statement of a definition has such a verb and all these names."""
        verb = match.group().split()[0].lower().removesuffix("s")
        units = [fold(unit) for text in self.told for unit in re.split(r"[;.\n]", text)]
        return any(verb in unit and all(name in unit for name in names) for unit in units)


_QUANTIFIERS = ("anything", "everything", "all", "any", "every")


def _bound_words(sentence: Sentence, item: Item) -> "re.Match[str] | None":
    """The words before a figure that make it a bound."""
    before = sentence.text[: item.start]
    return next((found for each in (_BELOW, _UP_TO, _FROM, _OVER) if (found := each.search(before))), None)


def _around(sentence: Sentence, match: "re.Match[str]") -> tuple[frozenset[str], frozenset[str]]:
    """The fields and clusters that are named before and behind a verb, in its part of the sentence."""
    breaks = [cut.start() for cut in re.finditer(r"[;.]|,\s(?:and|while)\s", sentence.text)]
    start = max([cut for cut in breaks if cut < match.start()], default=0)
    end = min([cut for cut in breaks if cut >= match.end()], default=len(sentence.text))
    before, behind = NOTHING, NOTHING
    for item in sentence.items:
        mention = item.mention
        names = (
            (mention.fields - COUNTS) | (mention.keys if mention.claim == "cluster" else NOTHING)
            if mention
            else NOTHING
        )
        if start <= item.start and item.end <= match.start():
            before |= names
        elif match.end() <= item.start < end:
            behind |= names
    return before, behind
