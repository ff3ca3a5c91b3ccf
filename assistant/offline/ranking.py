"""Reads how a list is sorted and how long it is: "top 10", "by potential revenue, highest first", "best first"."""

from assistant.offline.changes import Movement
from assistant.offline.draft import Draft, Slot
from assistant.offline.outcome import Refuse
from assistant.offline.parts import MEASURED, Column, Parts, measured_column
from knowledge.messages import text

OTHER_ORDER = Refuse(
    text(
        "A list stands in the order that its customers are chosen in: I cannot choose them in one order and show them "
        "in another. Please name one order only."
    ),
    told=True,
)


class Ranking:
    """Order and length of the list of one question."""

    def __init__(self, draft: Draft, parts: Parts, agreements: bool, movement: Movement | None) -> None:
        self.draft = draft
        self.parts = parts
        self.catalog = draft.catalog
        self.agreements = agreements
        self.movement = movement
        self._by_superlative = False
        self._put_first = False
        """Whether a list is put in an order (``lowest intent first``), whatever its customers are chosen by."""

    def ranking(self) -> None:
        """Top lists, shortlists, sorting, and how many."""
        parts, draft = self.parts, self.draft
        self._limit()
        self._from_first()
        self._first_few()
        for place in list(draft.free("order")):
            column = measured_column(self.draft, place, self.agreements)
            if column is not None:
                draft.use(place)
                parts.orders.append((column, True))
        if self.movement is not None and self.movement.order is not None:
            parts.orders.append((self.movement.order, self.movement.descending))
            draft.use(*draft.free("top", "superlative", "direction", "ranked", "first"))
        self._likeliest()
        self._superlatives()
        self._total_first()
        words = list(draft.free("top", "shortlist", "ranked"))
        parts.limit_at = min([at for at in (parts.limit_at, *words) if at >= 0], default=-1)
        if parts.limit is None and any(draft.value(place, "top") == 1 for place in words):
            parts.limit = 1
        parts.ranked = bool(words) or parts.limit is not None
        draft.use(*words, *draft.free("first"))
        self._by_column()
        if self._put_first and parts.limit is not None and not self._same(parts.orders[0][0]):
            draft.question = OTHER_ORDER
        self._direction()
        if self._turns_best():
            draft.question = OTHER_ORDER
        if parts.orders:
            draft.use(*draft.free("by"))
        repeated = [at for at in draft.free("field") if draft.value(at, "field") in parts.groups]
        draft.use(*repeated)

    def _turns_best(self) -> bool:
        """``top 5 for Azure, smallest first``, ``top 10 for Azure, lowest intent first``: the best in another order."""
        if self.parts.limit is None or not any(item.has("top") for item in self.draft.items):
            return False
        if not self.parts.orders:
            return self.parts.descending is False
        return self._put_first and not self.parts.orders[-1][1]

    def _likeliest(self) -> None:
        """``most likely to be won``: by propensity; ``most likely to buy`` only where the own model is asked."""
        for place in list(self.draft.free("likeliest")):
            if self.draft.source == "model" or not self.draft.has(place, "top", "propensity"):
                self.draft.use(place)
                self.parts.orders.append((Slot("propensity", place, place), True))
                if self.parts.limit is None and self._singular():
                    self.parts.limit = 1

    def _limit(self) -> None:
        for bound in list(self.draft.bounds):
            number = bound.values[0]
            if bound.op == "=" and not bound.money and 1 <= number < 1e9 and number == int(number):
                self.parts.limit, self.parts.limit_at = int(number), bound.first
                self.draft.take(bound)
                for again in [other for other in self.draft.bounds if (other.op, other.values) == ("=", bound.values)]:
                    self.draft.take(again)
                return

    def _from_first(self) -> None:
        """``ranked from first to tenth``, ``ranked 1 to 10``: so many, best first, unless another number is said."""
        draft = self.draft
        for place in list(draft.free("ordinal")):
            to = place - 1
            first = draft.before(to, "change")
            begins = draft.has(first, "first") or draft.value(first, "ordinal") == 1
            if draft.has(to, "to") and begins and self._so_many(draft.value(place, "ordinal"), first):
                draft.use(*range(first, place + 1))
        for bound in [bound for bound in draft.bounds if bound.op == "between" and not bound.money]:
            ranked = draft.has(draft.before(bound.first), "ranked", "order")
            if ranked and bound.values[0] == 1 and self._so_many(bound.values[1], bound.first):
                draft.take(bound)

    def _so_many(self, number: object, place: int) -> bool:
        if not isinstance(number, int | float) or number < 2 or self.parts.limit not in (None, number):
            return False
        self.parts.limit = int(number)
        self.parts.limit_at = place if self.parts.limit_at < 0 else self.parts.limit_at
        return True

    def _first_few(self) -> None:
        """``first, second and third``: so many."""
        places = list(self.draft.free("ordinal"))
        numbers = [self.draft.value(place, "ordinal") for place in places]
        if self.parts.limit is None and len(numbers) > 1 and numbers == list(range(2, len(numbers) + 2)):
            self.parts.limit = len(numbers) + 1
            self.draft.use(*places)

    def _superlatives(self) -> None:
        if self.parts.function is not None:
            return
        for place in list(self.draft.free("superlative", "top")):
            column = self._superlative_column(place)
            if column is not None:
                self.draft.use(place)
                descending = self.draft.value(place, "superlative") != "asc"
                if self._by_superlative and self._same(column):
                    self._directed("desc" if descending else "asc")
                    continue
                self.parts.orders.append((column, descending))
                self._by_superlative = self.draft.has(place, "superlative")
                self._put_first = self.draft.has(self.draft.after(place, "product", "score", "field"), "first")
                if self.parts.limit is None and (self._singular() or self._of_them(place)):
                    self.parts.limit = 1

    def _total_first(self) -> None:
        """``largest total first``, ``highest revenue first`` behind what a list is ranked by: only its direction."""
        for place in list(self.draft.free("superlative")):
            named = place + 1
            total = self.draft.value(named, "function") == "sum" or self.draft.has(named, "money")
            if self.parts.orders and total and self.draft.has(named + 1, "first"):
                self.draft.use(place, named, named + 1)
                self._directed("asc" if self.draft.value(place, "superlative") == "asc" else "desc")

    def _of_them(self, place: int) -> bool:
        """``the biggest of them``: one customer."""
        return self.draft.has(place + 1, "pronoun") and not self.draft.has(place + 1, "stand_in")

    def _superlative_column(self, place: int) -> Column | None:
        """The column that a superlative ranks by: the one beside it, else any that is named, else the size."""
        draft = self.draft
        after = draft.after(place, "product", "top", "superlative")
        if draft.value(after, "score") in MEASURED or draft.numeric(after):
            return measured_column(self.draft, place, self.agreements)
        if draft.has(place, "top"):
            return None
        if any(draft.numeric(at) or draft.value(at, "score") in MEASURED for at in draft.free("field", "score")):
            return measured_column(self.draft, place, self.agreements)
        if draft.has(place, "bottom"):
            return None  # of which list is not said
        if not (draft.has(draft.after(place, "value", "product"), "customers") or self._of_shown(place)):
            return None
        draft.assume(text("biggest counted in employees"))
        return "org_size"

    def _same(self, column: Column) -> bool:
        """Whether a list is ranked by a column already."""
        before = self.parts.orders[-1][0]
        return column == before or (
            isinstance(column, Slot) and isinstance(before, Slot) and column.name == before.name
        )

    def _of_shown(self, place: int) -> bool:
        """``the biggest one``, ``the biggest of them``."""
        return any(self.draft.has(at, "stand_in", "pronoun") for at in (place + 1, place + 2))

    def _singular(self) -> bool:
        nouns = [item.text.lower() for item in self.draft.items if item.has("customers", "who", "stand_in")]
        return any(
            noun.split()[-1] in ("customer", "account", "company", "client", "who", "one") for noun in nouns
        ) and not any(noun.endswith("s") and noun not in ("business",) for noun in nouns)

    def _by_column(self) -> None:
        """``by potential revenue``: the column that a list is sorted by."""
        for place in list(self.draft.free("group")):
            column = measured_column(self.draft, place, self.agreements) if self.draft.has(place, "by") else None
            if column is not None:
                self.draft.use(place)
                self.parts.orders.append((column, True))

    def _direction(self) -> None:
        for place in list(self.draft.free("direction")):
            self.draft.use(place)
            self._directed(str(self.draft.value(place, "direction")))

    def _directed(self, said: str) -> None:
        """The direction that is said; where a superlative already says which customers, it can be no other one."""
        if not self.parts.orders:
            self.parts.descending, self.parts.flipped = said == "desc", said == "flip"
        elif said != "flip":
            column, descending = self.parts.orders[-1]
            chosen = self._by_superlative or (descending and any(item.has("top") for item in self.draft.items))
            if chosen and self.parts.limit is not None and descending != (said == "desc"):
                self.draft.question = OTHER_ORDER
            self.parts.orders[-1] = (column, said == "desc")
