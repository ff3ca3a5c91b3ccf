"""Reads what is counted, measured and grouped by: "how many", "average Azure fit", "per country and segment"."""

from assistant.offline.breakdowns import heading_column, splits_column
from assistant.offline.draft import Draft, Slot
from assistant.offline.money_of_sets import money_of_a_set
from assistant.offline.parts import MEASURED, Column, Parts, measured_column
from assistant.offline.ranked_groups import read_ranked_groups
from assistant.offline.two_figures import which_first
from knowledge.messages import text
from scoring.query import MONTH, Function, is_agreement_field

_LISTING = ("list", "show", "who", "which", "name", "give", "what")
_ASKING = ("is", "are", "has", "have", "there")
_POINTING = ("their", "they", "them", "those", "these")
_NOT_ALL = ("to", "through", "-", "–", "e.g", "eg", "i.e", "ie", "etc", "such as", "for example", "…", ".")


class Measuring:
    """Counts, figures, shares and groups of one question."""

    def __init__(self, draft: Draft, parts: Parts, agreements: bool) -> None:
        self.draft = draft
        self.parts = parts
        self.catalog = draft.catalog
        self.agreements = agreements

    def counting(self) -> None:
        places = list(self.draft.free("count"))
        if not places:
            return
        draft = self.draft
        self._beside_list(places[0])
        draft.use(*(places if self.parts.groups else places[:1]))
        if (second := self._second_question(places[0])) and draft.question is None:
            draft.question = which_first(draft.items, *second)
        after = draft.after(places[0])
        self._not_customers()
        if draft.numeric(after) and draft.is_free(after, "field"):
            draft.use(after)
            self.parts.function, self.parts.measured = self._counted_function(after), draft.numeric(after)
            return
        if distinct := self._distinct(after):
            self.parts.function, self.parts.measured = "count", distinct
            return
        nouns = [at for at, item in enumerate(draft.items) if item.has("customers", "agreements")]
        nouns = [at for at in nouns if at > places[0]] or nouns
        agreements = self.agreements and not (nouns and draft.has(nouns[0], "customers"))
        self.parts.function, self.parts.measured = "count", "agreements" if agreements else "customers"

    def _second_question(self, count: int) -> tuple[int, int] | None:
        """The places of both in ``how many own Azure and which of them ...``, ``how many customers and agreements``."""
        draft = self.draft
        for at in range(count + 1, len(draft.items)):
            before = at - 1 - (draft.has(at - 1, "what") and not draft.has(at - 1, "and"))
            joined = draft.has(before, "and") or draft.mark(before, ",;?.")
            asks = draft.has(at, "share", "who") or draft.word(at).startswith(("which of", "who of"))
            if joined and asks and draft.word(at).split()[0] not in ("that", "whose"):
                return count, at
            if joined and draft.has(at - 2, "customers", "agreements") and draft.has(at, "customers", "agreements"):
                return at - 2, at
        return None

    def _distinct(self, at: int) -> str:
        """``in how many different countries``: how many values a field has."""
        place = self.draft.after(at) if self.draft.has(at, "distinct") else at
        name = self.draft.value(place, "field")
        if (
            not isinstance(name, str)
            or not self.catalog.fields[name].groupable
            or not self.draft.is_free(place, "field")
        ):
            return ""
        self.draft.use(at, place)
        return name

    def _counted_function(self, after: int) -> Function:
        """``how many people work at our biggest customer``: the largest value; ``on average``; else the sum."""
        for place in self.draft.free("function"):
            if self.draft.value(place, "function") in ("average", "median"):
                self.draft.use(place)
                return self.draft.value(place, "function")  # type: ignore[return-value]
        for place in self.draft.free("superlative", "top"):
            if self.draft.has(place, "top") and self.draft.has(place + 1, "number"):
                continue  # "the top 2"
            self.draft.use(place)
            return "min" if self.draft.value(place, "superlative") == "asc" else "max"
        return "sum"

    def _not_customers(self) -> None:
        for place in self.draft.free("customers", "agreements"):
            before = self.draft.before(place)
            if self.draft.is_free(before, "neg"):
                self.draft.use(before, place)

    def _two_way(self) -> None:
        """``a two-way table: Azure cluster, then sub segment``: all columns that are named, in their order."""
        if not any(True for _ in self.draft.free("twoway")):
            return
        self.draft.use(*self.draft.free("twoway"))
        for at in list(self.draft.free("score", "field")):
            target = self._group_target(at)
            if target is not None:
                self.parts.groups.append(target[0])
        self.draft.use(*self.draft.free("group", "by", "first"))

    def grouping(self) -> None:
        """``per country``, ``broken down by industry and segment``, ``in each M365 cluster``."""
        open_places = [place for place, item in enumerate(self.draft.items) if not item.used]
        self._groups()
        self.parts.group_places += [place for place in open_places if self.draft.items[place].used]

    def _groups(self) -> None:
        self._two_way()
        read_ranked_groups(self.draft, self.parts, self.agreements, self._group_target)
        self._beside_months()
        for place in list(self.draft.free("group")):
            if self._not_so(place):
                continue
            targets = self._group_targets(place) or self._spoken_of(place) or self._split_before(place)
            if targets:
                self.draft.use(place)
                self.parts.groups += [*self._column_before(place), *targets]
            elif self._is_idle_each(place) or (self._has_function() and self._is_unit(self.draft.after(place))):
                self.draft.use(place)
        if not self.parts.groups and (head := heading_column(self.draft)) >= 0:
            self.parts.groups += self._group_targets(head - 1)
        if self.parts.groups:
            self.draft.use(*self.draft.free("group"))
            self.draft.use(*(at for at in self.draft.free("by")))

    def _split_before(self, place: int) -> list[Column]:
        """``Azure cluster split``, ``industry breakdown of Swedish customers``: the column stands before."""
        target = self._group_target(place - 1) if splits_column(self.draft.items, place) else None
        return [target[0]] if target else []

    def _beside_months(self) -> None:
        """``by month and country``: what stands beside the months."""
        for place, item in enumerate(self.draft.items):
            joint = self.draft.after(place)
            if MONTH in self.parts.groups and item.has("months") and self.draft.has(joint, "and", "group"):
                self.parts.groups += self._group_targets(joint)

    def _column_before(self, place: int) -> list[Column]:
        """``country by Surface cluster``: the first column of a table, where its words open the question or a part."""
        at = place - 1
        opens = at == 0 or self.draft.mark(at - 1, ",;:.-")
        if not (opens and self.draft.has(place, "by") and self.draft.is_free(at, "field")):
            return []
        target = self._group_target(at)
        return [target[0]] if target else []

    def _is_idle_each(self, place: int) -> bool:
        """``of more than $50K each``."""
        return self.draft.word(place) == "each" and any(bound.last == place - 1 for bound in self.draft.bounds)

    def _not_so(self, place: int) -> bool:
        """``per state, rather than per city``: how it shall not be broken down."""
        negation = self.draft.before(place)
        target = self._next_target(place)
        if not self.draft.has(negation, "neg") or not self.draft.has(target, "field", "score"):
            return False
        self.draft.use(negation, place, target)
        name = self.draft.value(target, "field")
        self.draft.use(*(at for at in self.draft.free("field") if self.draft.value(at, "field") == name))
        return True

    def _spoken_of(self, place: int) -> list[Column]:
        """``M365 clusters of those customers, how many in each``: what was named before."""
        each = self.draft.has(place, "every") and any(True for _ in self.draft.free("count", "tally"))
        idle = all(
            self.draft.idle(at) or self.draft.has(at, "mark", "it") for at in range(place + 1, len(self.draft.items))
        )
        if not (each and idle):
            return []
        for at in range(place - 1, -1, -1):
            if (target := self._group_target(at)) is not None:
                return [target[0]]
        return []

    def _is_unit(self, at: int) -> bool:
        """``per Open Value agreement``: what an average is over anyway."""
        behind = self.draft.after(at) if self.draft.has(at, "value") else at
        fields = [sense.field for sense in self.draft.items[at].senses] if at < len(self.draft.items) else []
        agreement = any(name and is_agreement_field(self.catalog, name) for name in fields)
        return agreement or self.draft.has(behind, "agreements" if self.agreements else "customers")

    def _has_function(self) -> bool:
        return any(True for _ in self.draft.free("function"))

    def _group_targets(self, place: int) -> list[Column]:
        found: list[Column] = []
        at = self._next_target(place)
        while (target := self._group_target(at)) is not None:
            column, end = target
            found.append(column)
            end = self._enumeration(column, end)
            joint = self.draft.after(end)
            if not (self.draft.has(joint, "and", "group", "to") or self.draft.mark(joint, ",/")):
                break
            at = self._next_target(joint)
        return found

    def _enumeration(self, column: Column, end: int) -> int:
        """``each cell (A1, A2 ... ET10)``: a range or examples of the grouped column in brackets only repeat it; the
        groups of a list (``by country: Germany and France``) are the ones that are wanted."""
        at = end
        while self.draft.has(at + 1, "product") or self.draft.word(at + 1) == "for":
            at += 1
        if not self.draft.mark(at + 1, "(:"):
            return end
        place = at + 2
        while place < len(self.draft.items) and not self.draft.mark(place, ")"):
            place += 1
        inside = range(at + 2, place)
        name = column if isinstance(column, str) else column.name
        if all(self._is_value(at, name) or self.draft.has(at, "noise", "and", "or", "mark", "to") for at in inside):
            if any(self.draft.word(at) in _NOT_ALL for at in inside):
                self.draft.use(*inside)
            return place
        return end

    def _is_value(self, at: int, name: str) -> bool:
        senses = self.draft.items[at].senses
        return any(s.kind == name.removeprefix("fit_").removeprefix("intent_") or s.field == name for s in senses)

    def _next_target(self, place: int) -> int:
        """The place behind a word of grouping, over commas, further such words and "customers"."""
        at = self.draft.after(place, "and", "group", "customers", "count", "number", "distinct", "preposition")
        while self.draft.mark(at, ",(:"):
            at = self.draft.after(at, "and", "group", "customers")
        return at

    def _group_target(self, at: int) -> tuple[Column, int] | None:
        draft = self.draft
        if draft.value(at, "unit") == MONTH and not self.agreements:
            draft.use(at)
            return MONTH, at
        name = draft.value(at, "field") or self._named_as_value(at)
        if isinstance(name, str) and name and draft.is_free(at, "field", "column"):
            known = self.catalog.fields[name]
            if known.groupable or known.kind == "flag" or name == "partner_name":
                draft.use(at)
                return name, at
        if draft.is_free(at, "cohortword"):
            draft.use(at)
            return self._membership_column(at), at
        score = draft.after(at) if draft.has(at, "product") else at
        column = self._score_column(score)
        if column:
            slot = Slot(column, min(at, score), max(at, score))
            draft.use(score)
            return slot, score
        return None

    def _named_as_value(self, at: int) -> str:
        """``US customers over the states``: a column that has the name of a value, where that value is said besides."""
        if not self.draft.has(at, "column"):
            return ""
        values = {sense.value for sense in self.draft.items[at].senses if sense.kind == "value"}
        others = (sense for place, item in enumerate(self.draft.items) if place != at for sense in item.senses)
        said = any(sense.kind == "value" and sense.value in values for sense in others)
        return str(self.draft.value(at, "column")) if said else ""

    def _membership_column(self, at: int) -> str:
        """Cohorts, their categories, or the plays where the reports have those."""
        word = self.draft.word(at).split()[-1]
        plays = word.startswith("play") and any(self.draft.holds(play) for play in self.catalog.plays)
        return "play" if plays else "category" if word.startswith("categor") else "cohort"

    def _score_column(self, at: int) -> str:
        if self.draft.is_free(at, "cellword"):
            return "cell"
        name = self.draft.value(at, "score")
        if name in ("fit", "intent") and self.draft.word(at + 1).startswith("band"):
            return f"{name}_band"
        if name == "revenue" and self.draft.has(at + 1, "ranges"):
            self.draft.use(at + 1)
            return "revenue"
        return "cluster" if name == "cluster" and self.draft.is_free(at, "score") else ""

    def parting(self) -> None:
        """``in each of Sweden and Norway``, ``in Sweden versus Norway``, ``Act Now and Evaluate respectively``: the
        values that are named are the groups."""
        asked = any(True for _ in self.draft.free("count", "tally", "function"))
        for place in list(self.draft.free("apart", "every", "compare_customers")):
            beside = self.draft.has(place, "apart") or (asked and self._sets_beside(place))
            versus = self.draft.has(place, "compare_customers") and not beside
            column = self._values_apart(place, versus) if not self.parts.groups else None
            if column is not None and (asked or self.draft.has(place, "compare_customers")):
                self._part(column, place)
        for place in list(self.draft.free("comparative")):
            column = self._values_apart(place, False) if not self.parts.groups and self._is_greater(place) else None
            if column is not None:
                self.draft.use(*self.draft.free("where"))
                self._part(column, place)

    def _sets_beside(self, place: int) -> bool:
        """``compare``, ``differ``: wherever they stand; not where something else is compared to (``to last month``)."""
        other = self.draft.has(self.draft.after(place), "month", "when", "unit", "every")
        return self.draft.has(place, "sets_beside") and not other

    def _part(self, column: Column, place: int) -> None:
        """Group by a column that a word says to; the column's name and "between" before its values say no more."""
        self.parts.groups.append(column)
        named = [at for at in self.draft.free("field") if self.draft.value(at, "field") == column]
        between = [at for at in self.draft.free("compare") if self.draft.value(at, "compare") == "between"]
        self.draft.use(place, *named, *(at for at in between if self.draft.has(self.draft.after(at), "value")))

    def _is_greater(self, place: int) -> bool:
        """``where is the average fit higher, in Germany or France?``, ``which has more customers, ...?``: a figure that
        is compared, and not the number of one customer (``with higher intent``)."""
        draft = self.draft
        following = draft.after(place)
        nouns = [at for at in range(place, len(draft.items)) if draft.has(at, "customers")]
        asks = draft.word(place - 1).split(" ")[0] in _ASKING
        if draft.word(place) == "more" and asks and nouns and not draft.has(following, "field", "score", "function"):
            self.parts.function, self.parts.measured = "count", "customers"
            return True
        figures = [at for at in draft.free("function") if at < place]
        return draft.has(following, "function") or (bool(figures) and draft.has(draft.before(place), "score", "field"))

    def _values_apart(self, place: int, versus: bool) -> Column | None:
        """The column of several values that a word sets side by side: around it, else behind it, else before it;
        ``versus``: only around it."""
        found: list[tuple[bool, int, Column]] = []
        for condition in self.draft.conditions:
            several = condition.filter.op == "in" and len(condition.filter.values) > 1
            known = self.catalog.fields.get(condition.filter.field)
            if several and known is not None and known.groupable and condition.first < condition.last:
                around = condition.first < place < condition.last
                found.append((not around, abs(condition.first - place), condition.filter.field))
        for atom in self.draft.atoms:
            if atom.op == "in" and len(atom.values) > 1 and atom.slot.first < atom.slot.last:
                around = atom.slot.first < place < atom.slot.last
                found.append((not around, abs(atom.slot.first - place), atom.slot))
        found = [each for each in found if not (versus and each[0])]
        return min(found, key=lambda each: each[:2])[2] if found else None

    def measuring(self) -> None:
        """Shares, averages, sums, and the highest or lowest value."""
        for place in list(self.draft.free("share")):
            if self.draft.has(place - 1, "number"):
                continue  # "the top 10%"
            self.draft.use(place)
            if self.parts.function == "share":
                continue
            self.parts.function, self.parts.share_at = "share", place
            spoken_of = any(item.has("customers") for item in self.draft.items)
            self.parts.measured = "agreements" if self.agreements and not spoken_of else "customers"
        for place in self._functions():
            if self.draft.has(place - 1, "by", "order"):
                self.draft.use(place)
                continue
            if self._ranks_sums(place):
                self.draft.use(place)
                continue
            column = None if self.parts.function == "share" else measured_column(self.draft, place, self.agreements)
            if column is None and self.parts.function is None and self._is_how_much(place):
                column = "expiring_revenue"
            if column is not None:
                self.draft.use(place)
                self._beside_count(place)
                self._beside_list(place)
                self.parts.function = self.draft.value(place, "function")  # type: ignore[assignment]
                self.parts.measured = column
                break
        self._how_big()
        if self.parts.function is None:
            self._extreme()
        else:
            again = self.parts.function
            repeated = (at for at in self.draft.free("function") if self.draft.value(at, "function") == again)
            self.draft.use(
                *(at for at in self.draft.free("function") if self.draft.word(at).startswith("how")), *repeated
            )
        self._implied_measure()
        self._tally()
        self._repeated()

    def _functions(self) -> list[int]:
        """The places of words for a figure: ``how much ... on average`` asks for the average."""
        places = list(self.draft.free("function"))
        first = places[0] if places else -1
        others = [at for at in places if self.draft.value(at, "function") in ("average", "median")]
        if others and self.draft.word(first) == "how much" and not self._parted(first, others[0]):
            return [*others, *(at for at in places if at not in others)]
        return places

    def _parted(self, first: int, last: int) -> bool:
        """Whether two figures are asked for apart: ``how much expires in total, and what is the average?``"""
        between = range(first + 1, last)
        joined = any(self.draft.has(at, "and", "or", "but") or self.draft.mark(at, "?.;") for at in between)
        return joined or any("total" in self.draft.word(at) for at in between)

    def _how_big(self) -> None:
        """``how big is the biggest customer in Japan``: the size of the one that a superlative means."""
        draft = self.draft
        asked = next(draft.free("how_big"), -1)
        counted = any(bound.op == "=" for bound in draft.bounds)
        if asked < 0 or counted or self.parts.function is not None:
            return
        for place in [at for at in draft.free("superlative") if at > asked]:
            noun = draft.after(place, "value", "product", "cluster")
            if draft.has(noun, "customers") and not draft.word(noun).endswith("s"):
                column = measured_column(draft, place, self.agreements)
                draft.use(asked, place)
                if column is None:
                    draft.assume(text("biggest counted in employees"))
                lowest = draft.value(place, "superlative") == "asc"
                self.parts.function, self.parts.measured = ("min" if lowest else "max"), column or "org_size"
                return

    def _beside_count(self, place: int) -> None:
        """``how many are Act Now for Azure and what is their average fit``: both, where both are of the same."""
        counts = [at for at, item in enumerate(self.draft.items[:place]) if item.has("count") and item.used]
        if self.parts.function != "count" or self.parts.measured != "customers" or not counts:
            return
        places = [*(c.first for c in self.draft.conditions), *(atom.slot.first for atom in self.draft.atoms)]
        self.parts.counted = not self.parts.groups and max(places, default=0) < place
        if not self.parts.counted and self.draft.question is None:
            self.draft.question = which_first(self.draft.items, counts[0], place)

    def _beside_list(self, place: int) -> None:
        """``list the customers in Sweden and their average fit``: a list is asked for before the figure."""
        joints = [at for at in range(place) if self.draft.has(at, "and")]
        if not joints or self.draft.question is not None or self.draft.word(0).split()[0] not in _LISTING:
            return
        pointing = any(self.draft.word(at) in _POINTING for at in range(joints[-1], len(self.draft.items)))
        figure = any(item.has("function", "count", "share") for item in self.draft.items[: joints[-1]])
        if pointing and not figure:
            self.draft.question = which_first(self.draft.items, -1, place)

    def _ranks_sums(self, place: int) -> bool:
        """``the largest sum of expiring revenue``: agreements of a customer are added up where it is ranked by them."""
        ranked = any(self.draft.has(at, "superlative") for at in range(place))
        one = any(item.has("customers", "who") for item in self.draft.items[:place])
        limited = one or any(bound.op == "=" for bound in self.draft.bounds)
        return self.agreements and ranked and limited and self.draft.value(place, "function") == "sum"

    def _is_how_much(self, place: int) -> bool:
        """``how much expires this quarter``."""
        return self.agreements and self.draft.value(place, "function") == "sum"

    def _repeated(self) -> None:
        """``average size in employees``, ``in dollars``: what only names the measure again."""
        name = self.parts.measured
        if isinstance(name, str) and self.parts.function is not None:
            self.draft.use(*(at for at in self.draft.free("field") if self.draft.value(at, "field") == name))
        money = isinstance(name, Slot) or (name in self.catalog.fields and self.catalog.fields[name].kind == "money")
        if money and self.parts.function is not None:
            self.draft.use(*self.draft.free("money"))

    def _implied_measure(self) -> None:
        """``expiring revenue by division``, ``Azure fit per country``: money is summed, scores are averaged."""
        if self.parts.function == "count" and MONTH in self.parts.groups:
            self._grouped_scores()
        if self.parts.function is not None:
            return
        money = -1 if self.parts.groups else money_of_a_set(self.draft)
        if not self.parts.groups and money < 0 and not self._is_expiring():
            return
        column = measured_column(self.draft, max(money, 0) - 1, self.agreements)
        if column is None:
            self._grouped_scores()
            if self.parts.by_size:
                self.draft.assume(text("biggest counted in customers"))
        else:
            name = column if isinstance(column, str) else column.name
            self.parts.measured = column
            self.parts.function = "sum" if name in ("expiring_revenue", "revenue") else "average"
            words = name.replace("_", " ")
            self.draft.assume(
                text("sum of {column}, since no other figure was named", column=words)
                if self.parts.function == "sum"
                else text("average of {column}, since no other figure was named", column=words)
            )

    def _is_expiring(self) -> bool:
        """``the expiring revenue of everything that ends this quarter``: a sum, where nobody is asked for first."""
        draft = self.draft
        places = [at for at in draft.free("field") if draft.value(at, "field") == "expiring_revenue"]
        asked = any(item.has("customers", "who", "order", "superlative", "top", "compare") for item in draft.items)
        before = places and draft.before(places[0], "mark", "what", "tally", "number", "value", "and", "instead")
        return bool(places) and before == -1 and not asked

    def _grouped_scores(self) -> None:
        """``Azure cluster by segment``: a cluster beside another group is grouped by, too."""
        for place in self.draft.scores("cluster"):
            self.draft.use(place)
            self.parts.groups.append(Slot("cluster", place, place))

    def _tally(self) -> None:
        """``customers in Maine, total``: a bare word for a number counts customers; clusters with counts are groups."""
        places = list(self.draft.free("tally", "group"))
        clusters = self.draft.scores("cluster")
        if places and not self.parts.groups and clusters and self.draft.word(clusters[0]).endswith("s"):
            self.draft.use(clusters[0])
            self.parts.groups.append(Slot("cluster", clusters[0], clusters[0]))
        elif any(self.draft.has(place, "tally") for place in places) and self.parts.function is None:
            self.parts.function = "count"
        self.draft.use(*(place for place in places if self.draft.has(place, "tally") or self.parts.groups))

    def _extreme(self) -> None:
        """``what is the highest Azure intent``: a superlative on a number where no customers are asked for."""
        for place in list(self.draft.free("superlative", "top")):
            at = self.draft.after(place, "product")
            score = self.draft.value(at, "score") in MEASURED or self.draft.numeric(at)
            if score and not self._asks_for_customers(place, at):
                column = measured_column(self.draft, place, self.agreements)
                self.draft.use(place, *(at for at in self.draft.free("how_big") if at < place))
                lowest = self.draft.value(place, "superlative") == "asc"
                self.parts.function, self.parts.measured = ("min" if lowest else "max"), column or "customers"
                return

    def _asks_for_customers(self, place: int, column: int) -> bool:
        """Whether a superlative ranks customers: they are asked for before it, or behind its column, or it says what
        comes first (``highest intent first``)."""
        counted = any(bound.op == "=" for bound in self.draft.bounds)
        asked = any(item.has("shortlist", "customers") or item.has("who") for item in self.draft.items[:place])
        return counted or asked or self.draft.has(column + 1, "customers", "first")
