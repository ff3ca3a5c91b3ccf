"""Makes a query of what a question was taken for; a follow-up changes the query before it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.compose import Composer, undated
from assistant.offline.draft import Atom, Condition, Slot, Unit
from assistant.offline.near import EDGE, edge_filter
from assistant.offline.outcome import EXAMPLES, WHAT_TO_KNOW, AskBack, Outcome, ReadDisagreement, ReadQuery, Refuse
from assistant.offline.parts import Column
from assistant.offline.slots import bind_products
from assistant.offline.units import for_products
from knowledge.catalog import Catalog
from knowledge.messages import Word, joined, text
from scoring.own.results import Direction
from scoring.query import MODEL_SCORES, CustomerSet, Filter, Measure, Order, Query, flat, rewritten, walk

PLACES = ("country", "state", "city")
NO_PROPENSITY = text("The reports give no propensity, only fit and intent: it is a figure of your own model.")
_MEMBERS = ("cohort", "category")
_NEAR = 4


class Assembler:
    """Binds products and puts the parts of one question together; ``previous`` is the query that it follows."""

    def __init__(self, reading: Composer, previous: Query | None = None) -> None:
        self.reading = reading
        self.draft = reading.draft
        self.parts = reading.parts
        self.engine = reading.engine
        self.catalog = reading.catalog
        self.previous = previous
        self.left: list[str] = []

    def outcome(self) -> Outcome:
        """The query; AskBack where a product is missing, Refuse with the words that nothing accounts for."""
        if (self.draft.source or self.engine.source) == "report" and self._names_propensity():
            return Refuse(NO_PROPENSITY, told=True)
        found = self.conditions()
        if not isinstance(found, tuple):
            return found
        if unclear := self._unclear_month():
            return unclear
        return self._follow_up(self.previous) if self.previous else self._query()

    def conditions(self) -> tuple[Filter, ...] | AskBack | Refuse:
        """The conditions of the question, with their products."""
        if question := self.draft.question or self._bind():
            return question
        if self.parts.share_at >= 0:
            self.draft.use(*self.draft.free("among", "out"))
        if left := self.draft.leftovers():
            return Refuse(joined(text(", "), map(Word, left)))
        self._alternatives()
        return self._filters()

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
        before = previous or ReadDisagreement()
        filters = self._merged(before.set.filters) if previous else self._filters()
        wanted = CustomerSet(self.reading.month or before.set.month, "", filters)
        scored = only_product(self.catalog, Query(wanted))
        products = tuple(self.left) or ((scored,) if scored else before.products)
        return ReadDisagreement(products, direction or before.direction, self.parts.limit or before.limit, wanted)

    def _alternatives(self) -> None:
        """``in Sweden or in Healthcare``: "or" between two conditions makes them alternatives."""
        for place, item in enumerate(self.draft.items):
            if item.text.lower() not in ("or", "or else") or self._joins_products(place):
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

    def _joins_products(self, place: int) -> bool:
        return all(self.draft.has(at, "product") for at in (self.draft.before(place), self.draft.after(place)))

    def _unclear_month(self) -> AskBack | None:
        """Two months without a word of change: which of them is meant cannot be known."""
        reading = self.reading
        turned = any(c.filter.field == "present" for c in self.draft.conditions) and bool(self.draft.atoms)
        if (reading.since and not reading.movement) or (turned and not reading.movement):
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
        self.draft.use(*(at for at in self.draft.free("product") if self.draft.value(at, "product") in taken))
        default = (self._pointed() or self._implied() or self._carried())[:1]
        for slot in slots:
            slot.products = slot.products or list(default)
        if any(atom.single and len(atom.slot.products) != 1 and atom.slot.joint == "or" for atom in self.draft.atoms):
            return self._which_product()
        for atom in self.draft.atoms:
            self._condition(atom)
        for unit in self.draft.units:
            self._unit(unit)
        return self._use_left() if self.left else None

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
        product = only_product(self.catalog, self.previous) if self.previous else ""
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
        if lacked or self.previous or self.parts.ranked or self.parts.orders or set(self.left) <= set(self._implied()):
            self.draft.use(*products)
            return None
        return self._owners(products)

    def _owners(self, places: Sequence[int]) -> AskBack | None:
        """``Azure customers`` own Azure; elsewhere it is not clear what is wanted of a product."""
        products = [self.catalog.products[str(self.draft.value(place, "product"))] for place in places]
        label = products[0].label
        if not all(
            p.owned and self.draft.has(self.draft.after(at), "customers")
            for at, p in zip(places, products, strict=True)
        ):
            return AskBack(
                text(
                    "What about {product}: customers that own it, or customers in one of its clusters?", product=label
                ),
                (
                    text("customers that own {product}", product=label),
                    text("Act Now for {product}", product=label),
                    text("high propensity for {product}", product=label),
                ),
            )
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
        condition = Filter(slot.name, atom.op, atom.values, tuple(products), at_least, at_most, atom.month)
        self.draft.add(condition, slot.first, slot.last)

    def _unit(self, unit: Unit) -> None:
        """A word of the vocabulary, for the products that were found for it."""
        slot = unit.slot
        products = slot.products or self._any_products()
        at_least = min(self.parts.at_least if not slot.products else 1, len(products))
        negated = unit.negated != (at_least == 0)
        if slot.joint == "and" and not negated:
            at_least = len(products)
        bound = replace(unit, negated=negated)
        exactly = self.draft.exactly and not slot.products
        self.draft.add(for_products(self.catalog, bound, products, max(1, at_least), exactly), slot.first, slot.last)

    def _any_products(self) -> list[str]:
        months = self.engine.availability.months
        month = self.reading.month if self.reading.month in months else (months or ("",))[0]
        products = list(self.engine.availability.products(month)) or list(self.catalog.products)
        labels = ", ".join(self.catalog.products[product].label for product in products)
        self.draft.assume(_of_products(self.parts.at_least, labels))
        self.draft.use(*self.draft.free("products"))
        return products

    # ---- the query ------------------------------------------------------------------------------

    def _query(self) -> Outcome:
        wanted = CustomerSet(self.reading.month, self._since(), self._filters(), self.draft.source)
        measure = self._measure()
        if measure is not None and measure.function == "share" and (not self.parts.groups or self._has_part()):
            wanted, measure = self._share(wanted)
            if not measure.having:
                return AskBack(
                    text("The share of what? Please name the part, such as: What share of customers has Azure?")
                )
        query = Query(wanted, measure, self._groups(), self._orders(), self.parts.limit)
        if query.group_by and query.limit and self.left:
            return Refuse(text("a top list within each group"))
        if query == Query() and not any(item.has("customers") for item in self.draft.items):
            return AskBack(WHAT_TO_KNOW, EXAMPLES, EXAMPLES)
        if not (query.group_by or query.measure or query.order):
            query = replace(query, order=self._convention(query))
        return self._checked(query)

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
        return ReadQuery(query, tuple(self.draft.assumptions))

    def _filters(self) -> tuple[Filter, ...]:
        return flat(condition.filter for condition in self.draft.conditions)

    def _since(self) -> str:
        return self.reading.since if self.reading.movement else ""

    def _measure(self) -> Measure | None:
        if self.parts.function is None:
            return None
        return Measure(self.parts.function, self._column(self.parts.measured))

    def _groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._column(column) for column in self.parts.groups))

    def _orders(self) -> tuple[Order, ...]:
        return tuple(Order(self._column(column), descending) for column, descending in self.parts.orders)

    def _column(self, column: Column) -> str:
        if isinstance(column, str):
            return column
        filters = Query(CustomerSet(filters=self._filters()))
        product = column.products[0] if len(column.products) == 1 else only_product(self.catalog, filters)
        return f"{product or '?'}.{column.name}"

    def _convention(self, query: Query) -> tuple[Order, ...]:
        """Best first for the product that the list is about, where it is one."""
        product = self.left[0] if len(self.left) == 1 else only_product(self.catalog, query)
        clusters = [item.products for item in query.set.filters if item.field == "cluster"]
        if not product and clusters and len(clusters[0]) == 1:
            product = clusters[0][0]
        return (Order(f"convention:{product}"),) if product else ()

    def _has_part(self) -> bool:
        """``what percentage of each country's customers is Act Now``: a part stands behind the verb."""
        verbs = [at for at in range(self.parts.share_at, len(self.draft.items)) if self.draft.has(at, "verb")]
        return bool(verbs) and any(condition.last > verbs[0] for condition in self.draft.conditions)

    def _share(self, wanted: CustomerSet) -> tuple[CustomerSet, Measure]:
        """Split the conditions: before the verb they make the whole, behind it the part that is asked for."""
        before = flat(c.filter for c in self.draft.conditions if c.last < self.parts.share_at)
        after = [c for c in self.draft.conditions if c.last >= self.parts.share_at]
        if before and after:
            part = flat(condition.filter for condition in after)
            return replace(wanted, filters=before), Measure("share", str(self.parts.measured), part)
        cut, turned = self._cut()
        whole = flat(condition.filter for condition in self.draft.conditions if condition.last < cut)
        part = flat(condition.filter for condition in self.draft.conditions if condition.last >= cut)
        if turned:
            whole, part = part, whole
        if not part:
            whole, part = (), whole
        return replace(wanted, filters=whole), Measure("share", str(self.parts.measured), part)

    def _cut(self) -> tuple[int, bool]:
        """Where the whole ends and the part begins; turned round for ``share of X among Y``."""
        places = range(self.parts.share_at + 1, len(self.draft.items))
        among = next((place for place in places if self.draft.has(place, "among")), -1)
        verbs = [place for place in places if self.draft.has(place, "verb", "own", "lack")]
        main = [place for place in verbs if self.draft.word(place).split()[0] not in ("that", "who", "which")]
        return (among, True) if among >= 0 else ((main or verbs or [len(self.draft.items)])[0], False)

    # ---- follow-ups --------------------------------------------------------------------------------

    def _follow_up(self, previous: Query) -> Outcome:
        """The query before, with what this question changes: values of a kind replaced, others added."""
        if self.reading.period and any(item.field == "signals" for item in walk(previous.set.filters)):
            return undated(self.reading.period)
        base = self._with_product(previous)
        filters = self._merged(base.set.filters)
        month = self.reading.month or base.set.month
        source = self.draft.source or base.set.source
        wanted = CustomerSet(month, self._since() or base.set.since, filters, source)
        measure, groups = self._measure(), self._groups()
        asks_list = (
            self.parts.function is None
            and not groups
            and any(item.has("who") or item.text.lower().startswith("which") for item in self.draft.items)
        )
        query = replace(base, set=wanted, limit=self.parts.limit or base.limit)
        if measure is not None or groups:
            query = replace(query, measure=measure, group_by=groups, order=self._orders(), limit=self.parts.limit)
            if measure is not None and measure.function == "share" and not self._filters():
                return AskBack(text("The share of what? Please name the part, such as: those that have Azure."))
            if measure is not None and measure.function == "share":
                query = replace(
                    query, set=replace(base.set, source=source), measure=replace(measure, having=self._filters())
                )
        elif asks_list and base.measure is not None:
            query = replace(query, measure=None, group_by=())
        query = replace(query, order=self._orders() or query.order)
        if not (query.group_by or query.measure or query.order):
            query = replace(query, order=self._convention(query))
        return self._checked(query)

    def _with_product(self, previous: Query) -> Query:
        """A follow-up that only names another product keeps all other filters."""
        old = only_product(self.catalog, previous)
        if len(self.left) != 1 or not old:
            return previous
        return _renamed(previous, old, self.left[0])

    def _merged(self, old: tuple[Filter, ...]) -> tuple[Filter, ...]:
        """Old filters that no new one replaces, then the new ones."""
        narrows = any(item.has("pronoun") for item in self.draft.items)
        widens = any(item.has("widen") for item in self.draft.items) and not narrows
        widens = widens or self.draft.items[0].has("widen")
        kept, new = list(old), []
        for item in self._filters():
            replaced = [before for before in kept if _same_kind(before, item)]
            if widens and replaced and item.parts:
                new.append(Filter(any_of=(replaced[0], item)))
            elif widens and replaced and replaced[0].op == item.op == "in":
                values = tuple(dict.fromkeys((*replaced[0].values, *item.values)))
                new.append(replace(item, values=values))
            else:
                new.append(item)
            if widens or not narrows or item.field in ("cohort", "category"):
                kept = [before for before in kept if before not in replaced]
        return tuple(self._fitting_places(kept, new)) + tuple(new)

    def _fitting_places(self, kept: list[Filter], new: list[Filter]) -> list[Filter]:
        """Old places go where nobody is in both them and the new ones."""
        if not any(item.field in PLACES for item in new):
            return kept
        places = [item for item in (*kept, *new) if item.field in PLACES]
        if self.engine.run(Query(CustomerSet(filters=tuple(places)), Measure())).value:
            return kept
        return [item for item in kept if item.field not in PLACES]


def _of_products(at_least: int, labels: str) -> str:
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


def _renamed(query: Query, old: str, new: str) -> Query:
    """The same query for another product."""

    def filters(items: tuple[Filter, ...]) -> tuple[Filter, ...]:
        return tuple(rewritten(item, named) for item in items)

    def named(item: Filter) -> Filter:
        return replace(item, products=tuple(new if product == old else product for product in item.products))

    def column(text: str) -> str:
        return text.replace(f"{old}.", f"{new}.", 1) if text.startswith(f"{old}.") else text

    orders = tuple(
        replace(order, by=f"convention:{new}" if order.by == f"convention:{old}" else column(order.by))
        for order in query.order
    )
    measure = replace(query.measure, field=column(query.measure.field)) if query.measure else None
    return replace(
        query,
        set=replace(query.set, filters=filters(query.set.filters)),
        measure=measure,
        group_by=tuple(column(text) for text in query.group_by),
        order=orders,
    )


def _same_kind(old: Filter, new: Filter) -> bool:
    """Whether a new condition takes the place of an old one; joined ones are of a kind with what they are about."""
    if new.parts:
        return _subjects(old) == _subjects(new) if old.parts else _subjects(old) <= _subjects(new)
    if {old.field, new.field} <= set(_MEMBERS):
        return True
    if old.field == new.field == "agreement_end":
        return True
    return old.field == new.field and set(old.products) == set(new.products) and old.month == new.month


def _subjects(item: Filter) -> set[tuple[str, tuple[str, ...]]]:
    return {(part.field, part.products) for part in walk((item,))}


def _as_share(query: Query) -> float:
    """A propensity that is asked for as a share of 1 and not in percent; 0 where none is."""
    asked = [value for item in walk(query.set.filters) if item.field in MODEL_SCORES for value in item.values]
    return next((value for value in asked if isinstance(value, float) and 0 < value < 1), 0.0)
