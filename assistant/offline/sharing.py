"""What a share is of: "what share of customers in Sweden is Act Now", "of the Healthcare customers, how many percent";
asked back where it can be of the whole or of a part."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.draft import Condition, Draft
from assistant.offline.followup import PLACES
from assistant.offline.outcome import AskBack
from assistant.offline.parts import Parts
from assistant.render import AND, column_words, filter_words
from knowledge.messages import Text, joined, text
from scoring.query import MEMBERSHIPS, CustomerSet, Filter, Measure, flat, is_score_field

NO_PART = text("The share of what? Please name the part, such as: What share of customers has Azure?")
OF_WHAT = text("A share of what?")
OF_EACH = text("each share is of the customers of its group")
OF_ALL = text("each share is of all these customers")
_BASES = {
    "all": "as a share of all customers",
    "former": "as a share of the former",
    "latter": "as a share of the latter",
    "each": "as a share of each group",
    "sum": "as a share of the sum of groups",
}


class Sharing:
    """The whole and the part of one question for a share; ``groups`` are the columns it is broken down by."""

    def __init__(self, draft: Draft, parts: Parts, groups: Sequence[str]) -> None:
        self.draft = draft
        self.parts = parts
        self.groups = groups
        self.base = next((str(sense.value) for item in draft.items if (sense := item.sense("base"))), "")

    def shared(self, wanted: CustomerSet) -> tuple[CustomerSet, Measure] | AskBack:
        """The set that is the whole, with the share; a question back where it is not clear."""
        measure = Measure("share", str(self.parts.measured))
        if self.groups and not self._has_part():
            return self._of_groups(wanted, measure)
        whole, part = self._split()
        if not (whole or part):
            return AskBack(NO_PART)
        if unclear := self._unclear(whole, part):
            return unclear
        if self.groups:
            self.draft.assume(OF_EACH)
        return replace(wanted, filters=_filters(whole)), replace(measure, having=_filters(part))

    def _of_groups(self, wanted: CustomerSet, measure: Measure) -> tuple[CustomerSet, Measure] | AskBack:
        """``share of Act Now by country``: of each country's customers, or of all that are Act Now?"""
        part = [c for c in self.draft.conditions if self._tells_part(c.filter)]
        if not part or self._is_distribution() or self.base == "sum":
            self.draft.assume(OF_ALL)
            return wanted, measure
        if self.base != "each":
            named = self._named(part)
            by = ", ".join(column_words(self.draft.catalog, column) for column in self.groups)
            return self._ask(
                ("each", text("of the customers of each {group}, those that are {part}", group=by, part=named)),
                ("sum", text("of all that are {part}, those of each {group}", group=by, part=named)),
            )
        self.draft.assume(OF_EACH)
        whole = [c for c in self.draft.conditions if c not in part]
        return replace(wanted, filters=_filters(whole)), replace(measure, having=_filters(part))

    def _tells_part(self, item: Filter) -> bool:
        """Whether a condition says how customers stand, and not who or where they are."""
        if item.parts:
            return any(self._tells_part(each) for each in item.parts)
        flag = isinstance(next(iter(item.values), None), bool)
        return flag or item.field in MEMBERSHIPS or is_score_field(self.draft.catalog, item.field)

    def _is_distribution(self) -> bool:
        """``what percent of them is in each country``, ``distribution of``: the groups are parts of one whole."""
        words = [item.text.lower() for item in self.draft.items if item.has("group")]
        verbs = [at for at in range(self.parts.share_at, len(self.draft.items)) if self.draft.has(at, "verb")]
        last = max((at for at, item in enumerate(self.draft.items) if item.has("group")), default=-1)
        in_each = bool(verbs) and verbs[0] < last and self.draft.word(last).startswith(("in each", "in every"))
        return in_each or any(word.startswith(("distribut", "spread", "divided", "split over")) for word in words)

    def _has_part(self) -> bool:
        """``what percentage of each country's customers is Act Now``: a part stands behind the verb."""
        verbs = [at for at in range(self.parts.share_at, len(self.draft.items)) if self.draft.has(at, "verb")]
        return bool(verbs) and any(condition.last > verbs[0] for condition in self.draft.conditions)

    def _split(self) -> tuple[list[Condition], list[Condition]]:
        """The conditions before the verb make the whole, those behind it the part that is asked for."""
        conditions = sorted(self.draft.conditions, key=lambda condition: condition.first)
        if self.base in ("all", "former", "latter") and len(conditions) > 1:
            sides = {"all": ([], conditions), "former": (conditions[:1], conditions[1:])}
            return sides.get(self.base, (conditions[1:], conditions[:1]))
        before = [c for c in conditions if c.last < self.parts.share_at]
        after = [c for c in conditions if c.last >= self.parts.share_at]
        if before and after:
            return before, after
        cut, turned = self._cut()
        whole = [c for c in conditions if c.last < cut]
        part = [c for c in conditions if c.last >= cut]
        if turned:
            whole, part = part, whole
        return (whole, part) if part else ([], whole)

    def _cut(self) -> tuple[int, bool]:
        """Where the whole ends and the part begins; turned round for ``share of X among Y``."""
        places = range(self.parts.share_at + 1, len(self.draft.items))
        among = next((place for place in places if self.draft.has(place, "among")), -1)
        verbs = [place for place in places if self.draft.has(place, "verb", "own", "lack")]
        main = [place for place in verbs if self.draft.word(place).split()[0] not in ("that", "who", "which")]
        return (among, True) if among >= 0 else ((main or verbs or [len(self.draft.items)])[0], False)

    def _unclear(self, whole: Sequence[Condition], part: Sequence[Condition]) -> AskBack | None:
        """``percentage of Act Now for Azure customers in Sweden``: of all, of the Swedes, or of the Act Now ones?"""
        if whole or len(part) < 2 or self.base:
            return None
        cut = self._cut()[0]
        placed = {c.filter.field in PLACES for c in part}
        if len(placed) == 1 and any(c.last >= cut for c in part):
            return None  # "what share of customers owns M365 and Azure"
        former, latter = self._named(part[:1]), self._named(part[1:])
        both = self._named(part)
        return self._ask(
            ("former", text("of the customers that are {whole}, those that are {part}", whole=former, part=latter)),
            ("latter", text("of the customers that are {whole}, those that are {part}", whole=latter, part=former)),
            ("all", text("of all customers, those that are {part}", part=both)),
        )

    def _ask(self, *choices: tuple[str, Text]) -> AskBack:
        question = " ".join(item.text for item in self.draft.items)
        rewritten = tuple(f"{question} {_BASES[base]}" for base, _ in choices)
        return AskBack(OF_WHAT, tuple(words for _, words in choices), rewritten)

    def _named(self, conditions: Sequence[Condition]) -> str:
        return joined(AND, [filter_words(self.draft.catalog, condition.filter) for condition in conditions])


def _filters(conditions: Sequence[Condition]) -> tuple[Filter, ...]:
    return flat(condition.filter for condition in conditions)
