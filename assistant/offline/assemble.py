"""Makes a query of what a question was taken for; a follow-up changes the query before it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.and_lists import join_listed
from assistant.offline.breakdowns import asks_whom, how_many
from assistant.offline.comma_lists import MIXED, CommaLists, contradicts, stands_apart, subject_of, two_of_one
from assistant.offline.compose import Composer, of_a_span, undated
from assistant.offline.correcting import read_denial
from assistant.offline.draft import CONTENT, Atom, Condition, Slot, Unit
from assistant.offline.first_ones import asks_of_first, asks_of_shown, kept_to_first, not_listed
from assistant.offline.followup import (
    BOUNDS,
    Change,
    changed,
    merged,
    unjoined,
    widening,
    within_shown,
)
from assistant.offline.near import EDGE, edge_filter
from assistant.offline.outcome import EXAMPLES, WHAT_TO_KNOW, AskBack, Outcome, ReadDisagreement, ReadQuery, Refuse
from assistant.offline.ownership import untold_product
from assistant.offline.parts import Column, measured_column
from assistant.offline.pointing import asks_which
from assistant.offline.restricting import restricted
from assistant.offline.sharing import Sharing
from assistant.offline.slots import bind_products
from assistant.offline.standing_in import release_stand_ins
from assistant.offline.totals import ONE_PRODUCT
from assistant.offline.turned_product import narrowed_to, renamed, reordered, speaks_of, widened_to
from assistant.offline.two_figures import FIGURES, which_first
from assistant.offline.units import for_products
from assistant.render import column_words, filter_words, order_words
from knowledge.catalog import Catalog
from knowledge.messages import Word, joined, text
from scoring.own.results import Direction
from scoring.query import (
    MODEL_SCORES,
    MONTH,
    CustomerSet,
    Filter,
    Measure,
    Order,
    Query,
    flat,
    is_agreement_field,
    rewritten,
    walk,
)

NO_PROPENSITY = text("The reports give no propensity, only fit and intent: it is a figure of your own model.")
BY_WHAT = text("By what shall they be sorted?")
_MEMBERS = ("cohort", "category")
_NEAR = 4


class Assembler:
    """Binds products and puts the parts of one question together; ``previous`` is the query that it follows,
    ``shown`` the customers of its list; ``product`` is the one that scores without a product are of."""

    def __init__(
        self, reading: Composer, previous: Query | None = None, shown: tuple[str, ...] = (), product: str = ""
    ) -> None:
        self.reading = reading
        self.draft = reading.draft
        self.parts = reading.parts
        self.engine = reading.engine
        self.catalog = reading.catalog
        self.previous = previous
        self.shown = shown
        self.product = product
        self.left: list[str] = []

    def outcome(self) -> Outcome:
        """The query; AskBack where a product is missing, Refuse with the words that nothing accounts for."""
        if (self.draft.source or self.engine.source) == "report" and self._names_propensity():
            return Refuse(NO_PROPENSITY, told=True)
        self._same_figure()
        found = self.conditions()
        if not isinstance(found, tuple):
            return found
        if unclear := self._unclear_month():
            return unclear
        return self._follow_up(self.previous) if self.previous else self._query()

    def conditions(self) -> tuple[Filter, ...] | AskBack | Refuse:
        """The conditions of the question, with their products."""
        untold = untold_product(self.draft)
        if question := self.draft.question or self._bind() or restricted(self.draft, self.parts):
            return question
        if self.parts.share_at >= 0:
            self.draft.use(*self.draft.free("among", "out"))
        self._same_number()
        if self.previous and (unclear := read_denial(self.draft, self.previous)):
            return unclear
        self.draft.use(*self.draft.free("base"))
        self._at_once()
        if left := self.draft.leftovers():
            return self._two_figures() or Refuse(joined(text(", "), map(Word, left)))
        if untold:
            return self._which_way(untold)
        if self._mixes_alternatives():
            return Refuse(MIXED, told=True)
        self._alternatives()
        return self.draft.question or self._which_cohort() or self._filters()

    def _which_cohort(self) -> AskBack | None:
        """``customers in both cohorts``: a word for cohorts where none is named, nor anything that it may stand for."""
        both = any(item.has("both") for item in self.draft.items)
        before = self.previous.set.filters if self.previous and not both else ()
        said = [item.field for item in walk((*self._filters(), *before))]
        if self.parts.groups or set(said) & {*_MEMBERS, "play"}:
            return None
        for place in self.draft.free("cohortword"):
            beside = (self.draft.before(place), self.draft.after(place))
            if not any(self.draft.has(at, *CONTENT) for at in beside):
                return AskBack(text("Which cohort or play do you mean?"))
        return None

    def _at_once(self) -> None:
        """``in the Copilot cohort and the E5 cohort at the same time``: conditions that all hold at once anyway."""
        found = [condition.filter for condition in self.draft.conditions]
        several = len(found) > 1 or any(len(item.products) > 1 for item in found)
        lacked = sum(item.values == (False,) for item in found)  # "don't have Azure and M365 at the same time"
        if several and lacked < 2 and all(_is_one_thing(item) for item in found):
            self.draft.use(*self.draft.free("together"))

    def _two_figures(self) -> AskBack | None:
        """A second figure is asked for that the first one leaves no room for."""
        figures = [at for at, item in enumerate(self.draft.items) if item.has(*FIGURES) and not item.has("noise")]
        left = [at for at in figures if not self.draft.items[at].used]
        read = [at for at in figures if self.draft.items[at].used]
        strange = [item for item in self.draft.items if item.unknown]
        if len(left) != 1 or not read or strange:
            return None
        first, second = sorted((left[0], read[0]))
        joined = any(item.has("and", "or", "mark") for item in self.draft.items[first + 1 : second])
        return which_first(self.draft.items, first, second) if joined else None

    def _same_figure(self) -> None:
        """``and the median?``, ``and intent?``: another function of the same number, or the same of another."""
        before = self.previous.measure if self.previous else None
        if before is None or self.parts.function or before.function in ("count", "share"):
            return
        for place in list(self.draft.free("function")):
            self.draft.use(place)
            self.parts.function, self.parts.measured = self.draft.value(place, "function"), before.field  # type: ignore[assignment]
            return
        column = measured_column(self.draft, -1, False) if not self.draft.bounds else None
        if column is not None:
            self.parts.function, self.parts.measured = before.function, column

    def _same_number(self) -> None:
        """``and less than 100``: a bound on the number that the question before was about."""
        filters = self.previous.set.filters if self.previous else ()
        numbers = [item for item in filters if item.op in BOUNDS and all(isinstance(v, float) for v in item.values)]
        if numbers and self.parts.limit and not (self.previous and self.previous.limit) and self._only_a_number():
            self.draft.add(replace(numbers[-1], values=(float(self.parts.limit),)), 0)
            self.parts.limit = None
        for bound in [bound for bound in self.draft.bounds if bound.op in BOUNDS] if numbers else []:
            op, values = bound.condition()
            self.draft.add(replace(numbers[-1], op=op, values=values), bound.first, bound.last)
            self.draft.take(bound)

    def _only_a_number(self) -> bool:
        """``make that 50``, ``50 instead``."""
        kinds = ("number", "scale", "instead", "correct", "noise", "mark", "pronoun", "it")
        turned = any(item.has("instead", "correct") for item in self.draft.items)
        return turned and all(item.has(*kinds) for item in self.draft.items)

    def _names_propensity(self) -> bool:
        return any((sense := item.sense("score")) and sense.value in MODEL_SCORES for item in self.draft.items)

    def disagreement(self, direction: Direction, previous: ReadDisagreement | None = None) -> Outcome:
        """Where own scores and the reports' differ, for the products and customers that the other words name."""
        self.parts.ranked = True
        if question := self.draft.question or self._bind():
            return question
        figures = [item.text for item in self.draft.items if item.has("count", "function", "share", "group")]
        if left := self.draft.leftovers() or (figures if self.parts.function or self.parts.groups else []):
            return Refuse(joined(text(", "), map(Word, left)))
        self._alternatives()
        if self.draft.question:
            return self.draft.question
        before = previous or ReadDisagreement()
        if unjoined(self.draft, before.set.filters):
            return Refuse(MIXED, told=True)
        filters = merged(self.draft, before.set.filters, self.engine) if previous else self._filters()
        wanted = CustomerSet(self.reading.month or before.set.month, "", filters)
        scored = only_product(self.catalog, Query(wanted))
        products = tuple(self.left) or ((scored,) if scored else before.products)
        return ReadDisagreement(products, direction or before.direction, self.parts.limit or before.limit, wanted)

    def _mixes_alternatives(self) -> bool:
        """``in Sweden with Azure or in Norway with M365``: each side of "or" has conditions of its own."""
        places = [place for place in range(len(self.draft.items)) if self.draft.has(place, "or")]
        conditions = [condition for condition in self.draft.conditions if condition.filter.op == "in"]
        for place in places:
            for outer in conditions:
                inner = any(
                    outer.first < c.first and c.last < outer.last for c in self.draft.conditions if c is not outer
                )
                if outer.first < place < outer.last and inner and not self._one_list(outer):
                    return True
        return False

    def _one_list(self, outer: Condition) -> bool:
        """Whether the words of a condition are one list and no two clauses."""
        between = range(outer.first + 1, outer.last)
        clauses = sum(self.draft.has(place, "own", "with", "lack", "cluster", "product") for place in between)
        return clauses == 0

    def _alternatives(self) -> None:
        """``in Sweden or in Healthcare``: "or" between two conditions makes them alternatives."""
        self._either_side()
        lists = CommaLists(self.draft, self.engine)
        lists.share_negations()
        join_listed(self.draft, self.engine)
        read = list(self.draft.conditions)
        for place, item in enumerate(self.draft.items):
            joint = self.draft.joints.get(place, "or" if item.text.lower() in ("or", "or else") else "")
            if joint != "or" or self._joins_products(place):
                continue
            conditions = sorted(self.draft.conditions, key=lambda condition: condition.first)
            if any(condition.first < place < condition.last for condition in conditions):
                continue
            before = [condition for condition in conditions if condition.last < place]
            after = [condition for condition in conditions if condition.first > place]
            if before and after and after[0].first - place <= _NEAR:
                self.draft.use(place)
                both = Filter(any_of=(before[-1].filter, after[0].filter))
                kept = [c for c in self.draft.conditions if c is not before[-1] and c is not after[0]]
                self.draft.conditions = [*kept, Condition(both, before[-1].first, after[0].last)]
        lists.spread()
        self.draft.question = self.draft.question or self._not_joined(read)

    def _not_joined(self, read: Sequence[Condition]) -> Refuse | None:
        """Conditions that contradict each other, or of which one stands beside a joined one on the same column."""
        made = [c for c in self.draft.conditions if c not in read and c.filter.any_of]
        if contradicts(self.draft.conditions) or any(stands_apart(c, self.draft.conditions) for c in made):
            return Refuse(MIXED, told=True)
        if column := two_of_one(self.draft):
            words = column_words(self.catalog, column)
            if is_agreement_field(self.catalog, column):
                both = text("An agreement has one {column} only. Please say “or” if any of them will do.", column=words)
                return Refuse(both, told=True)
            only = text("A customer has one {column} only. Please say “or” if any of them will do.", column=words)
            return Refuse(only, told=True)
        return None

    def _either_side(self) -> None:
        """``fewer than 50 or more than 500 employees``: a bound that begins with "or" is an alternative to the one of
        the same number, else to the condition before."""
        for place in [at for at, item in enumerate(self.draft.items) if item.has("or") and item.has("compare")]:
            found = self.draft.conditions
            for second in [c for c in found if c.first <= place <= c.last and c.filter.op in BOUNDS]:
                same = [c for c in found if c is not second and subject_of(c.filter) == subject_of(second.filter)]
                before = sorted((c for c in found if c.last < place), key=lambda condition: condition.last)
                if first := (same or before)[-1:]:
                    both = Filter(any_of=(first[0].filter, second.filter))
                    kept = [c for c in found if c is not first[0] and c is not second]
                    around = min(first[0].first, second.first), max(first[0].last, second.last)
                    self.draft.conditions = [*kept, Condition(both, *around)]
                    break

    def _joins_products(self, place: int) -> bool:
        return all(self.draft.has(at, "product") for at in (self.draft.before(place), self.draft.after(place)))

    def _unclear_month(self) -> AskBack | Refuse | None:
        """Two months without a word of change: which of them is meant cannot be known."""
        reading = self.reading
        absent = [c.filter.month for c in self.draft.conditions if c.filter.field == "present"]
        told = reading.absent_told and (reading.month or self.engine.availability.months[0]) not in absent
        turned = bool(absent) and bool(self.draft.atoms) and not told
        monthly = self.reading.monthly
        if monthly and reading.movement:
            return of_a_span(next(item.text for item in self.draft.items if item.has("months", "change", "unit")))
        if (reading.since and not reading.movement and not monthly) or (turned and not reading.movement):
            return AskBack(text("Which month do you mean?"), self.engine.availability.months)
        return None

    # ---- products -------------------------------------------------------------------------------

    def _bind(self) -> AskBack | None:
        """Bind products, then make the atoms conditions; products that nothing took rank the list."""
        slots = self._slots()
        bound = bind_products(self.draft, slots)
        self._negated_products()
        taken = {product for slot in slots for product in slot.products}
        free = {self.draft.value(at, "product") for at in self.draft.free("product")}
        self.left = [product for product in bound if product in free and product not in taken]
        again = (at for at in self.draft.free("product") if self.draft.value(at, "product") in taken)
        self.draft.use(*(at for at in again if not self._is_had(at)))
        default = (self._pointed() or self._implied() or self._carried() or [self.product])[:1]
        for slot in slots:
            slot.products = slot.products or list(filter(None, default))
        if any(atom.single and len(atom.slot.products) != 1 and atom.slot.joint == "or" for atom in self.draft.atoms):
            return self._which_product()
        totals = [atom for atom in self.draft.atoms if self.draft.total and atom.slot.name == "revenue"]
        if any(len(atom.slot.products) != 1 for atom in totals):
            return replace(self._which_product(), question=ONE_PRODUCT)
        for atom in self.draft.atoms:
            self._condition(atom)
        for unit in self.draft.units:
            self._unit(unit)
        return self._use_left() if self.left else None

    def _is_had(self, place: int) -> bool:
        """``that have Surface``: a product that a verb of owning governs is no mere repetition."""
        place -= 1
        while self.draft.has(place, "noise") and not self.draft.has(place, "own", "with", "lack"):
            place -= 1
        return self.draft.has(place, "own", "with", "lack")

    def _negated_products(self) -> None:
        """``Act Now for Azure but not for M365``: the same condition, turned round, for the other product."""
        for place in list(self.draft.free("product")):
            negation = self.draft.negation(place, lambda at: self.draft.has(at, "product"))
            if negation >= 0 and self._negated_unit(place):
                self.draft.use(place, negation)
                continue
            before = [atom for atom in self.draft.atoms if atom.slot.first < place and atom.op == "in"]
            if negation >= 0 and before:
                slot = Slot(before[-1].slot.name, place, place, [str(self.draft.value(place, "product"))])
                self.draft.atoms.append(Atom(slot, "not in", before[-1].values))
                self.draft.use(place, negation)

    def _negated_unit(self, place: int) -> bool:
        """``hot for Azure but not for M365``: the same of a word of the vocabulary, where one stands nearer."""
        slots = [slot for slot in self._open_slots() if slot.first < place]
        nearest = max(slots, key=lambda slot: slot.last, default=None)
        unit = next((unit for unit in self.draft.units if unit.slot is nearest and not unit.negated), None)
        if unit:
            slot = Slot(unit.slot.name, place, place, [str(self.draft.value(place, "product"))])
            self.draft.units.append(Unit(slot, unit.condition, negated=True))
        return unit is not None

    def _open_slots(self) -> list[Slot]:
        return [*(atom.slot for atom in self.draft.atoms), *(unit.slot for unit in self.draft.units)]

    def _slots(self) -> list[Slot]:
        columns = [self.parts.measured, *self.parts.groups, *(column for column, _ in self.parts.orders)]
        return list(dict.fromkeys([*self._open_slots(), *(column for column in columns if isinstance(column, Slot))]))

    def _implied(self) -> list[str]:
        """The products that a cohort, category or field of the question implies."""
        return implied_products(self.catalog, [condition.filter for condition in self.draft.conditions])

    def _carried(self) -> list[str]:
        """The one product that the query before was about."""
        product = self._product_of(self.previous) if self.previous else ""
        return [product] if product else []

    def _pointed(self) -> list[str]:
        """``do not own M365 but are high propensity for it``: the one product that the question names."""
        if not any(item.has("it") for item in self.draft.items):
            return []
        named = list(dict.fromkeys(str(sense.value) for item in self.draft.items if (sense := item.sense("product"))))
        return named if len(named) == 1 else []

    def _use_left(self) -> AskBack | None:
        """Products that no score took: what a list is ranked for, or what a follow-up turns to."""
        products = list(self.draft.free("product"))
        lacked = any(item.has("whitespace") and item.used for item in self.draft.items)
        sorts = (self.parts.ranked or self.parts.orders) and not self.parts.ranked_groups
        if lacked or self.previous or sorts or set(self.left) <= set(self._implied()):
            self.draft.use(*products)
            return None
        return self._owners(products)

    def _which_way(self, product: str) -> AskBack:
        label = self.catalog.products[product].label
        return AskBack(
            text("What about {product}: customers that own it, or customers in one of its clusters?", product=label),
            (
                text("customers that own {product}", product=label),
                text("Act Now for {product}", product=label),
                text("high propensity for {product}", product=label),
            ),
        )

    def _owners(self, places: Sequence[int]) -> AskBack | None:
        """``Azure customers`` own Azure; elsewhere it is not clear what is wanted of a product."""
        products = [self.catalog.products[str(self.draft.value(place, "product"))] for place in places]
        if not all(
            p.owned and self.draft.has(self.draft.after(at), "customers")
            for at, p in zip(places, products, strict=True)
        ):
            return self._which_way(products[0].id)
        for place, product in zip(places, products, strict=True):
            self.draft.add(Filter(product.owned, "in", (True,)), place)
            self.draft.assume(text("{product} customers = customers that own {product}", product=product.label))
        return None

    def _condition(self, atom: Atom) -> None:
        slot = atom.slot
        if slot.name == EDGE:
            for product in slot.products:
                self.draft.add(edge_filter(self.catalog, product, atom), slot.first)
            return
        products = slot.products or self._any_products()
        at_least = self.parts.at_least if not slot.products else 1
        if at_least == 0:
            atom.op, at_least = "not in", 1
        at_least = min(at_least, len(products))
        if slot.joint == "and" and atom.op not in ("not in", "not contains"):
            at_least = len(products)
        at_most = at_least if self.draft.exactly and not slot.products else 0
        if len(slot.products) == 2 and any(True for _ in self.draft.free("not_both")):
            self.draft.use(*self.draft.free("not_both"))
            at_least = at_most = 1
        if slot.exactly:
            at_least = at_most = 1
        if atom.op == "not in" and len(slot.products) > 1 and self._of_both(slot):
            together = Filter(slot.name, "in", atom.values, tuple(products), len(products), 0, atom.month)
            self.draft.add(Filter(none_of=(together,)), slot.first, slot.last)
            return
        condition = Filter(slot.name, atom.op, atom.values, tuple(products), at_least, at_most, atom.month)
        self.draft.add(condition, slot.first, slot.last)

    def _of_both(self, slot: Slot) -> bool:
        """``not Act Now for both Azure and M365``: for one of them perhaps."""
        return any(self.draft.word(at) == "both" for at in range(slot.first, slot.last + _NEAR))

    def _unit(self, unit: Unit) -> None:
        """A word of the vocabulary, for the products that were found for it."""
        slot = unit.slot
        products = slot.products or self._any_products()
        at_least = min(self.parts.at_least if not slot.products else 1, len(products))
        negated = unit.negated != (at_least == 0)
        if slot.joint == "and" and not negated:
            at_least = len(products)
        bound = replace(unit, negated=negated)
        exactly = slot.exactly or (self.draft.exactly and not slot.products)
        self.draft.add(for_products(self.catalog, bound, products, max(1, at_least), exactly), slot.first, slot.last)

    def _any_products(self) -> list[str]:
        months = self.engine.availability.months
        month = self.reading.month if self.reading.month in months else (months or ("",))[0]
        products = list(self.engine.availability.products(month)) or list(self.catalog.products)
        labels = ", ".join(self.catalog.products[product].label for product in products)
        every = self.parts.at_least >= len(products) > 1
        some = text("all products ({products})", products=labels) if every else of_products(self.parts.at_least, labels)
        self.draft.assume(some)
        self.draft.use(*self.draft.free("products"))
        return products

    # ---- the query ------------------------------------------------------------------------------

    def _query(self) -> Outcome:
        wanted = CustomerSet(self.reading.month, self._since(), self._filters(), self.draft.source)
        measure = self._measure()
        if measure is not None and measure.function == "share":
            shared = Sharing(self.draft, self.parts, self._groups()).shared(wanted)
            if isinstance(shared, AskBack):
                return shared
            wanted, measure = shared
        query = Query(wanted, measure, self._groups(), self._orders(), self.parts.limit)
        if asks_of_first(self.draft, self.parts):
            return not_listed(self.draft, self.parts)
        if query.measure and not (query.group_by or self.previous) and (beside := self._number_beside()):
            return Refuse(Word(beside))
        if query.group_by and self._within_groups():
            words = _columns_words(self.catalog, query.group_by)
            if self.parts.ranked_groups:
                told = text("Groups are ranked by one column, not by several ({columns}): name the one.", columns=words)
                return Refuse(told, told=True)
            told = text(
                "The best customers are listed for one group at a time, not for each ({columns}): name the one, or ask "
                "how many there are in each.",
                columns=words,
            )
            return Refuse(told, told=True)
        if unclear := self._counts_or_list(query):
            return unclear
        if query == Query() and not any(item.has("customers") for item in self.draft.items):
            return AskBack(WHAT_TO_KNOW, EXAMPLES, EXAMPLES)
        if not (query.group_by or query.measure or query.order):
            best_first = self._convention(query)
            if self.parts.descending is False or (self.parts.descending and not best_first):
                return AskBack(BY_WHAT)
            query = replace(query, order=best_first)
        return self._checked(query)

    def _number_beside(self) -> str:
        """``how many customers 5``: the number beside what is counted, which nothing says what it is for."""
        for at, item in enumerate(self.draft.items):
            sense = item.sense("number")
            beside = self.draft.has(at - 1, "customers", "tally") or self.draft.has(at + 1, "customers", "tally")
            if sense and sense.value == self.parts.limit and beside:
                return item.text
        return ""

    def _counts_or_list(self, query: Query) -> AskBack | None:
        """``which customers by month``: a break-down only counts the customers that are asked for."""
        at = asks_whom(self.draft.items) if self.parts.groups and self.parts.function is None else -1
        if at < 0 or self.parts.ranked_groups:
            return None
        words = [item.text for item in self.draft.items]
        named = [word for place, word in enumerate(words) if place not in self.parts.group_places]
        columns = _columns_words(self.catalog, query.group_by)
        told = text("By {columns} customers are counted, not listed. Which one do you want?", columns=columns)
        listed = " ".join(named).removesuffix(" and") if query.set.filters else text("all customers")
        choices = (" ".join([*words[:at], how_many(words[at:])]), listed)
        return AskBack(told, choices, choices)

    def _within_groups(self) -> bool:
        """``the top 3 customers per country``: the best of each group, not the first groups."""
        if self.parts.ranked_groups:
            return len(self.parts.groups) > 1
        at = self.parts.limit_at
        return at >= 0 and (at < max(self.parts.group_places, default=-1) or bool(self.left))

    def _checked(self, query: Query) -> Outcome:
        """The outcome, unless a score or a ranking has no product."""
        names = [*query.group_by, *(order.by for order in query.order), query.measure.field if query.measure else ""]
        plain_list = not (query.group_by or query.measure)
        if any(name.startswith("?") for name in names) or (self.parts.ranked and plain_list and not query.order):
            return self._which_product()
        return self._sourced(query)

    def _which_product(self) -> AskBack:
        months = self.engine.availability.months
        products = self.engine.availability.products(months[0]) if months else ()
        return AskBack(text("For which product?"), tuple(self.catalog.products[product].label for product in products))

    def _sourced(self, query: Query) -> Outcome:
        """The query with the source that it implies: only own scores have what the reports never hold."""
        if share := _as_share(query):
            told = text(
                "Propensity is given in percent, from 0 to 100: ask for {percent:g}% in place of {share:g}.",
                percent=100 * share,
                share=share,
            )
            return Refuse(told, told=True)
        if uses_model(query):
            query = replace(query, set=replace(query.set, source="model"))
        return ReadQuery(query, tuple(self.draft.assumptions), self.parts.counted)

    def _filters(self) -> tuple[Filter, ...]:
        return flat(condition.filter for condition in self.draft.conditions)

    def _since(self) -> str:
        return self.reading.since if self.reading.movement or self.reading.monthly else ""

    def _measure(self) -> Measure | None:
        if self.parts.function is None:
            return None
        return Measure(self.parts.function, self._column(self.parts.measured))

    def _groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._column(column) for column in self.parts.groups))

    def _orders(self) -> tuple[Order, ...]:
        first = next((column for column in self._groups() if column != MONTH), "")
        if first and self.parts.ranked_groups:
            return (Order(first, self.parts.ranked_groups == "desc"),)
        if first and self.parts.descending is not None:
            return (Order(first, self.parts.descending),)
        return tuple(Order(self._column(column), descending) for column, descending in self.parts.orders)

    def _column(self, column: Column) -> str:
        if isinstance(column, str):
            return column
        filters = Query(CustomerSet(filters=self._filters()))
        several = len(column.products) > 1
        product = "" if several else (column.products or [only_product(self.catalog, filters)])[0]
        return f"{product or '?'}.{column.name}"

    def _convention(self, query: Query) -> tuple[Order, ...]:
        """Best first for the product that the list is about, where it is one."""
        widens = self.previous is not None and widening(self.draft)
        return convention(self.catalog, query, self.left[0] if len(self.left) == 1 and not widens else "")

    # ---- follow-ups --------------------------------------------------------------------------------

    def _follow_up(self, previous: Query) -> Outcome:
        """The query before, with what this question changes: values of a kind replaced, others added."""
        if self.reading.period and any(item.field == "signals" for item in walk(previous.set.filters)):
            return undated(self.reading.period)
        if len(self.left) == 1 and self._not_owned(previous, self._product_of(previous)):
            return self._which_way(self.left[0])
        if len(self.left) == 1 and self._adds_product():
            return self._which_way(self.left[0])
        base = self._base(previous)
        if not isinstance(base, Query):
            return base
        measure = self._measure()
        if measure is not None and measure.function == "share" and not self._filters():
            return AskBack(text("The share of what? Please name the part, such as: those that have Azure."))
        if unjoined(self.draft, base.set.filters):
            return Refuse(MIXED, told=True)
        release_stand_ins(self.draft, base.set.filters)
        month = self._month_said(previous)
        filters = merged(self.draft, base.set.filters, self.engine)
        change = Change(month, self._since(), self.draft.source, measure, self._groups(), self._orders())
        query = changed(base, filters, change, self.draft, self.parts)
        query = query if change.orders else reordered(query, previous)
        if not (query.group_by or query.measure or query.order):
            query = replace(query, order=self._convention(query))
        if self._unsorted(query, change):
            return AskBack(BY_WHAT)
        idle = [id for id in self.left if not speaks_of(query, id, self.catalog.products[id].owned)]
        if idle:
            return self._which_way(idle[0])
        if any(item.month and item.month == query.set.month for item in query.set.filters):
            return AskBack(text("Which month do you mean?"), self.engine.availability.months)  # nobody moves within one
        if query == previous and self._says_nothing():
            return AskBack(WHAT_TO_KNOW, EXAMPLES, EXAMPLES)
        self._say_kept(previous, query)
        return self._counts_or_list(query) or self._checked(query)

    def _month_said(self, previous: Query) -> str:
        """The month of a follow-up. ``which of them were Evaluate?`` of those that moved is about the month that they
        moved from, and changes no other one."""
        since, month = previous.set.since, self.reading.month
        past = any(item.has("verb") and item.text.lower() in ("were", "was") for item in self.draft.items)
        scored = [c for c in self.draft.conditions if c.filter.products and not c.filter.month]
        if not (since and scored and month in ("", since) and (past or month)):
            return month
        for condition in scored:
            condition.filter = replace(condition.filter, month=since)
        return ""

    def _says_nothing(self) -> bool:
        """``and both?``, ``and in total?``: more than before is asked for, but not what."""
        named = any(item.has(*CONTENT, "pronoun", "count", "reveal", "who", "month") for item in self.draft.items)
        both = any(item.has("both") for item in self.draft.items)
        return not named and (both or self.draft.has(0, "and", "instead", "widen"))

    def _base(self, previous: Query) -> Query | AskBack | Refuse:
        """The query before for the products of this question, and for the customers that it showed."""
        base = self._for_every(self._with_product(previous))
        if asks_of_shown(self.draft, self.parts):
            return kept_to_first(base, self.shown, self.draft, self.parts)
        if self.left and not self._ranks_shown():
            return base
        return within_shown(base, self.shown, self.draft, self.parts)

    def _say_kept(self, previous: Query, query: Query) -> None:
        """What the answer says of the question before: the conditions, the order and the length that it took over."""
        kept = [filter_words(self.catalog, item) for item in previous.set.filters if item in query.set.filters]
        is_list = not (query.measure or query.group_by)
        if is_list and query.order == previous.order and (words := order_words(self.catalog, query)):
            kept.append(words)
        if is_list and query.limit and query.limit == previous.limit:
            kept.append(text("the first {limit}", limit=query.limit))
        if any(item.field == "customer" for item in query.set.filters):
            kept.append(text("the customers of that list"))
        if self.parts.first:
            kept.append(text("the first {limit}", limit=self.parts.first))
        if query.group_by and not self.parts.groups:
            kept.append(text("by {columns}", columns=_columns_words(self.catalog, query.group_by)))
        if kept:
            self.draft.assume(text("kept from before: {conditions}", conditions=joined("; ", kept)))

    def _for_every(self, previous: Query) -> Query:
        """``for all products``: the same condition for each of them."""
        if self.parts.at_least == 1 or self.draft.atoms:
            return previous
        products = tuple(self._any_products())
        at_least = min(self.parts.at_least, len(products))

        def for_all(item: Filter) -> Filter:
            return replace(item, products=products, at_least=at_least) if item.products else item

        filters = tuple(rewritten(item, for_all) for item in previous.set.filters)
        return replace(previous, set=replace(previous.set, filters=filters), order=())

    def _unsorted(self, query: Query, change: Change) -> bool:
        """``smallest first`` of a list whose order is no column."""
        plain_order = not query.order or query.order[0].by.startswith("convention:")
        return self.parts.descending is not None and not change.orders and plain_order

    def _with_product(self, previous: Query) -> Query:
        """A follow-up that only names another product keeps all other filters."""
        old = self._product_of(previous)
        if len(self.left) == 1 and not self._ranks_shown() and (one := narrowed_to(previous, self.left[0])) != previous:
            return previous if widening(self.draft) else one
        if len(self.left) != 1 or not old:
            return previous
        if self._ranks_shown():
            return replace(previous, order=(Order(f"convention:{self.left[0]}"),))
        if widening(self.draft) and old != self.left[0]:
            return widened_to(previous, old, self.left[0])
        owned = {id: product.owned for id, product in self.catalog.products.items()}
        return renamed(previous, old, self.left[0], owned)

    def _ranks_shown(self) -> bool:
        """``which ones are best for M365?``: those shown, in another order."""
        return self.parts.ranked and asks_which(self.draft.items)

    def _adds_product(self) -> bool:
        """``which ones have over 50 employees and M365?``: of those shown, whom another product does not turn to."""
        sorts = self.parts.ranked or self.parts.orders
        return bool(self.draft.conditions) and not sorts and asks_which(self.draft.items)

    def _product_of(self, previous: Query) -> str:
        """The one product that the query before was about: by its scores, its figure, its groups, or who owns it."""
        columns = [previous.measure.field if previous.measure else "", *previous.group_by]
        measured = {column.rpartition(".")[0] for column in columns} - {""}
        owned = {id for id, product in self.catalog.products.items() if product.owned in self._fields(previous)}
        for found in ({only_product(self.catalog, previous)} - {""}, measured, owned):
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""

    def _not_owned(self, previous: Query, old: str) -> bool:
        """Whether the query before asked who owns a product, and for the new one the data do not say."""
        new = self.catalog.products[self.left[0]].owned
        known = bool(new) and self.engine.availability.holds(new)
        return bool(old) and self.catalog.products[old].owned in self._fields(previous) and not known

    @staticmethod
    def _fields(query: Query) -> set[str]:
        having = query.measure.having if query.measure else ()
        return {item.field for item in (*walk(query.set.filters), *walk(having)) if item.field}


def _is_one_thing(item: Filter) -> bool:
    """Whether a condition names one thing, and neither alternatives nor what shall not be."""
    named = item.op in ("in", *BOUNDS) and not (item.any_of or item.none_of)
    return named and (len(item.values) < 2 or item.op == "between") and item.at_least >= len(item.products)


def _columns_words(catalog: Catalog, columns: Sequence[str]) -> str:
    """The columns of a break-down in words."""
    return joined(text(", "), [column_words(catalog, column) for column in columns])


def of_products(at_least: int, labels: str) -> str:
    """In how many of the products a score is asked for."""
    if at_least == 0:
        return text("none of the products ({products})", products=labels)
    if at_least == 1:
        return text("any product, since none was named ({products})", products=labels)
    return text("at least {count} of the products ({products})", count=at_least, products=labels)


def uses_model(query: Query) -> bool:
    """Whether a query needs a score that only the partner's own model gives."""
    having = query.measure.having if query.measure else ()
    fields = {item.field for item in (*walk(query.set.filters), *walk(having))}
    columns = [*query.group_by, *(order.by for order in query.order), query.measure.field if query.measure else ""]
    return bool({*fields, *(column.rpartition(".")[2] for column in columns)} & set(MODEL_SCORES))


def convention(catalog: Catalog, query: Query, product: str = "") -> tuple[Order, ...]:
    """Best first for a product, or for the one that a query is about; empty where it is about none."""
    product = product or only_product(catalog, query)
    clusters = [item.products for item in query.set.filters if item.field == "cluster"]
    if not product and clusters and len(clusters[0]) == 1:
        product = clusters[0][0]
    return (Order(f"convention:{product}"),) if product else ()


def implied_products(catalog: Catalog, filters: Sequence[Filter]) -> list[str]:
    """The products that cohorts, categories and fields imply."""
    found: list[str] = []
    for item in filters:
        if item.field in _MEMBERS:
            found += [catalog.sections[item.field][str(value)].product for value in item.values]
        elif item.field == "play":
            plays = [catalog.plays[str(value)] for value in item.values if str(value) in catalog.plays]
            reports = [catalog.reports[report] for play in plays for report in play.reports]
            found += [product for report in reports for product in report.products]
        elif item.field in catalog.fields and catalog.fields[item.field].product:
            found.append(catalog.fields[item.field].product)
    return list(dict.fromkeys(found))


def only_product(catalog: Catalog, query: Query) -> str:
    """The one product that a query is about: by its scores, else its ranking, else its cohorts; empty where none."""
    scored = {product for item in walk(query.set.filters) for product in item.products if len(item.products) == 1}
    ranked = {by.partition(":")[2] or by.rpartition(".")[0] for by in (order.by for order in query.order)} - {""}
    for found in (scored, ranked, set(implied_products(catalog, query.set.filters))):
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _as_share(query: Query) -> float:
    """A propensity that is asked for as a share of 1 and not in percent; 0 where none is."""
    asked = [value for item in walk(query.set.filters) if item.field in MODEL_SCORES for value in item.values]
    return next((value for value in asked if isinstance(value, float) and 0 < value < 1), 0.0)
