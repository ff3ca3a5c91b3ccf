"""The offline brain: reads a question without a model, calls the tools and says what they returned."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Call, Citation
from assistant.columns import list_table
from assistant.explaining import compare_text, explain_text
from assistant.explaining_change import change_text
from assistant.offline.about_one import ASKED
from assistant.offline.assemble import only_product
from assistant.offline.conversation import ENGLISH, Context, Conversation
from assistant.offline.meanings import meaning_words
from assistant.offline.moves import ANEW, NOTHING_TO_UNDO
from assistant.offline.outcome import (
    EXAMPLES,
    AskBack,
    Outcome,
    ReadBack,
    ReadCustomers,
    ReadData,
    ReadDefinition,
    ReadDisagreement,
    ReadQuery,
    Refuse,
)
from assistant.offline.reader import Reader, Reading
from assistant.own_text import (
    disagreements_text,
    drivers_text,
    fitted,
    moves_text,
    why_not_text,
    workloads_text,
)
from assistant.pictures import pictures
from assistant.render import amount, clean, counted, grouped, listing, measured
from assistant.saying import definition_texts, said
from assistant.screen import Drawing
from assistant.tools import DataDescription, Tools, plain
from assistant.vocabulary import known_as
from knowledge.catalog import Catalog
from knowledge.definitions import Definition
from knowledge.messages import Text, joined, made, sentences, text
from scoring.errors import NotInData, QueryError
from scoring.own.results import Disagreement
from scoring.query import CustomerSet, Filter, Query, Result, walk

if TYPE_CHECKING:
    from assistant.offline.suggestions import Suggestions

ROWS_SHOWN = 10
MORE_ROWS = 25
VALUES_NAMED = 200
_LONGEST_DEFINITION = 1_450


class OfflineBrain:
    """Answers questions with the tools, by reading every word of them. ``month``: the month of the reports that a
    question without one is about; empty for the newest that holds what it needs."""

    def __init__(self, tools: Tools, show_all: bool = False) -> None:
        self.tools = tools
        self.show_all = show_all
        self.catalog = tools.engine.catalog
        self.reader = Reader(tools.engine, lambda: tools.passages, tools.as_of)
        self.month = ""

    @cached_property
    def _suggestions(self) -> "Suggestions":
        from assistant.offline.suggestions import Suggestions

        return Suggestions(self.tools.engine, lambda words: self.reader.read(words).outcome)

    def start(self) -> Conversation:
        """A conversation in which nothing was said yet."""
        return Conversation()

    def ask(self, question: str, conversation: Conversation, say: Callable[[str], None] | None = None) -> Answer:
        """Answer a question; the conversation remembers how it was read. There is nothing to ``say`` before the answer
        is whole."""
        self.tools.begin()
        conversation.reading = None
        try:
            answer, reading = self._picked_or_read(question, conversation)
        except NotInData as error:
            conversation.fail(question, follows=False)
            answer, reading = Answer(question, "not_answerable", error.message), None
        except QueryError as error:
            answer, reading = Answer(question, "failed", error.message), None
        return said(answer, conversation.language, reading.pieces if reading else ())

    def _picked_or_read(self, question: str, conversation: Conversation) -> tuple[Answer, Reading | None]:
        """The answer to a choice that a message picks, else to the message as a question."""
        asked, conversation.asked = conversation.asked, None
        picked = self.reader.choice(asked, question, conversation.language) if asked else None
        if isinstance(picked, AskBack):
            conversation.asked = picked
            return self.answer(question, picked, conversation.language), None
        if picked:
            conversation.resume()
        language = ENGLISH if picked else conversation.language
        reading = self.reader.read(picked or question, conversation.context, language)
        conversation.reading = reading
        conversation.language = conversation.language if picked else reading.language
        return self._answered(question, reading, picked or question, conversation), reading

    def _answered(self, question: str, reading: Reading, read: str, conversation: Conversation) -> Answer:
        """The answer to a reading; the conversation is brought up to it."""
        outcome = reading.outcome
        if isinstance(outcome, ReadBack):
            return self._back(question, outcome, conversation)
        if isinstance(outcome, ReadCustomers):
            outcome = _of_list(outcome, conversation.context)
        answer = self.answer(question, outcome, conversation.language)
        if isinstance(outcome, AskBack):
            conversation.wait(outcome, reading.english or read, reading.follows)
            if not outcome.choices:
                answer = self._with_near(answer, reading, conversation)
        elif isinstance(outcome, ReadDefinition):
            conversation.context = replace(conversation.context, defined=True)
        elif isinstance(outcome, Refuse):
            conversation.fail(question, reading.follows)
            answer = self._with_near(answer, reading, conversation)
        elif isinstance(outcome, ReadQuery | ReadCustomers | ReadDisagreement):
            self.follow(outcome, answer, conversation)
        return answer

    def follow(
        self, outcome: ReadQuery | ReadCustomers | ReadDisagreement, answer: Answer, conversation: Conversation
    ) -> None:
        """An answer was given, by whomever: the next question goes on from it."""
        conversation.remember(self._remembered(outcome, answer, conversation.context))
        if isinstance(outcome, ReadQuery):
            conversation.shown = _rows_shown(outcome)

    def _with_near(self, answer: Answer, reading: Reading, conversation: Conversation) -> Answer:
        """What is not answered, with questions near it that can be, to be picked by number."""
        near = self._suggestions.near(reading.items)
        conversation.asked = AskBack(answer.answer, near, near) if near else None
        return replace(answer, answer=joined("\n\n", [answer.answer, *offered(near)]))

    def _back(self, question: str, read: ReadBack, conversation: Conversation) -> Answer:
        """The answer that was given before the last one."""
        if read.to_start:
            conversation.remember(Context())
            return self.answer(question, AskBack(ANEW, EXAMPLES, EXAMPLES), ENGLISH)
        context = conversation.go_back(read.to_list)
        if context is None or context.outcome is None:
            return self.answer(question, AskBack(NOTHING_TO_UNDO), ENGLISH)
        conversation.shown = _rows_shown(context.outcome)
        return self.answer(question, context.outcome, conversation.language)

    def _remembered(
        self, outcome: ReadQuery | ReadCustomers | ReadDisagreement, answer: Answer, before: Context
    ) -> Context:
        """What the next question follows. A figure, or words on one customer of the list that was shown, leaves that
        list, its order and its product as they were."""
        customers = answer.customers or ()
        if isinstance(outcome, ReadQuery):
            product = only_product(self.catalog, outcome.query)
            figure = bool(outcome.query.measure or outcome.query.group_by)
            kept = tuple(id for id in before.customers if id in set(customers)) if figure else ()
            product = product or (before.product if kept else "")
            keys = tuple(group.key for group in answer.groups or ())
            figures = tuple(group.value for group in answer.groups or ())
            return Context(outcome, kept or customers, product, outcome.query.set.source, keys, figures)
        if isinstance(outcome, ReadCustomers) and not outcome.compare and set(customers) <= set(before.customers):
            return replace(before, outcome=outcome, unanswered="", listed=before.query)
        return Context(outcome, customers)

    def answer(self, question: str, outcome: Outcome, language: str = ENGLISH) -> Answer:
        """The answer to a question that was read, by whomever."""
        outcome = self._in_month(outcome)
        match outcome:
            case ReadQuery():
                return self._customers(question, outcome)
            case ReadCustomers():
                return self._compare(question, outcome) if outcome.compare else self._explain(question, outcome)
            case ReadDisagreement():
                return self._disagree(question, outcome)
            case ReadDefinition():
                return self._define(question, outcome, language)
            case ReadData():
                return self._describe(question, outcome)
            case AskBack():
                choices = [joined("", (f"{place}. ", clean(choice))) for place, choice in enumerate(outcome.choices, 1)]
                return Answer(question, "needs_clarification", joined("\n", (outcome.question, *choices)))
            case ReadBack():
                return self.answer(question, AskBack(NOTHING_TO_UNDO), language)
            case Refuse():
                return Answer(question, "not_answerable", outcome.reason)

    def dated(self, query: Query) -> Query:
        """A query with the month that it is asked for, where it names none and rests on the reports."""
        engine = self.tools.engine
        own = query.set.source == "model" or engine.by_model or engine.answering(query).by_model
        return query if own or query.set.month or not self.month else replace_month(query, self.month)

    def _in_month(self, outcome: Outcome) -> Outcome:
        """What was read, with the month that it is asked for."""
        if isinstance(outcome, ReadQuery):
            return replace(outcome, query=self.dated(outcome.query)) if self.month else outcome
        if isinstance(outcome, ReadCustomers) and self.month and not outcome.month and outcome.source != "model":
            return replace(outcome, month=self.month)
        return outcome

    # ---- sets of customers ----------------------------------------------------------------------

    def _customers(self, question: str, read: ReadQuery) -> Answer:
        result = self.tools.customers(read.query)
        counting = counted(self.catalog, read.query, result, read.assumptions)
        words, drawings = self._words(read, result)
        return Answer(
            question,
            "answered",
            joined("\n\n", (words, counting)),
            customers=result.customers,
            value=result.value,
            unit=result.unit,
            groups=result.groups,
            rows=result.rows,
            calls=(Call("customers", plain(read.query)),),
            assumptions=(*read.assumptions, *result.notes),
            warnings=self.tools.warnings(read.query, result),
            citations=self._citations(read.query),
            month=result.month,
            drawings=drawings,
        )

    def _words(self, read: ReadQuery, result: Result) -> tuple[str, tuple[Drawing, ...]]:
        """What a query came to, and which parts of it a terminal shows for its window."""
        if read.query.group_by:
            return grouped(self.catalog, read.query, result), pictures(self.catalog, read.query, result)
        if read.query.measure:
            figure = measured(self.catalog, read.query.measure, result)
            if not read.counted:
                return figure, ()
            count = amount(f"{result.total:,}", "customers" if result.total != 1 else "customer")
            return text("{count}; {figure}", count=count, figure=figure), ()
        rows = result.rows[: _rows_shown(read)]
        if self.show_all:
            rows = self.tools.engine.rows(read.query, result.customers or ())
        drawings = (list_table(self.catalog, read.query, rows),) if rows else ()
        return listing(self.catalog, read.query, result, rows), drawings

    def more(self, conversation: Conversation, query: Query | None = None) -> Answer:
        """The next rows of the list that was shown last; ``query``: its query with the month that it was asked for."""
        context, first = conversation.context, conversation.shown
        ids = context.customers[first : first + MORE_ROWS]
        if not ids or context.query is None or not context.lists:
            none = Answer("/more", "not_answerable", text("There is no list with further rows."))
            return said(none, conversation.language)
        query = query or self.dated(context.query)
        conversation.shown = first + len(ids)
        rows = tuple(self.tools.engine.rows(query, ids))
        left = len(context.customers) - conversation.shown
        shown = list_table(self.catalog, query, rows, first + 1)
        parts = [shown.plain]
        parts += [text("… and {left:,} more: /more", left=left)] if left else []
        words = joined("\n", parts)
        answer = Answer("/more", "answered", words, customers=context.customers, rows=rows, drawings=(shown,))
        return said(answer, conversation.language)

    def _citations(self, query: Query) -> tuple[Citation, ...]:
        """The definitions of the clusters, cohorts and categories that a query rests on."""
        ids = [
            f"{item.field}.{value}"
            for item in walk(query.set.filters)
            if item.field in ("cluster", "cohort", "category")
            for value in item.values
        ]
        found = [self.tools.definitions.get(id) for id in dict.fromkeys(ids)]
        return tuple(Citation(item.id, item.title) for item in found if item)

    # ---- one customer, several ------------------------------------------------------------------

    def _explain(self, question: str, read: ReadCustomers) -> Answer:
        """What the reports say of a customer and, where it is asked for or theirs alone, what own scores say."""
        aspects = [aspect for aspect in read.aspects if aspect in ASKED]
        own_only = bool(aspects) and self.tools.engine.by_model and read.source != "report"
        by_model = read.source == "model" or "moves" in aspects or own_only
        aspects = aspects or ["drivers"] * by_model
        words, calls, month = ([], [], "") if by_model else self._reported(read)
        if aspects and (by_model or self.tools.engine.has_own()):
            own, more = self._own_words(read, aspects)
            own = own if by_model else text("By your own model: {words}", words=own)
            words = [own] if aspects == ["why_not"] and self._stands_there(read, own) else [*words, own]
            calls += more
        if read.check is not None:
            check = replace_month(read.check, month) if month else read.check
            holds = bool(self.tools.customers(check).customers)
            calls.append(Call("customers", plain(check)))
            words[0] = sentences((text("Yes.") if holds else text("No."), words[0]))
        words = [*_sentences(read.assumptions), *words]
        warnings = self.tools.stale if set(aspects) & {"drivers", "moves"} and self.tools.engine.has_own() else ()
        return Answer(
            question,
            "answered",
            fitted(words),
            customers=read.customers[:1],
            calls=tuple(calls),
            assumptions=read.assumptions,
            warnings=warnings,
            month=month,
        )

    def _reported(self, read: ReadCustomers) -> tuple[list[str], list[Call], str]:
        """What the reports say of a customer, the call, and their month."""
        facts = self.tools.explain_customer(read.customers[0], read.month)
        words = explain_text(self.catalog, facts, read.products, read.aspects)
        calls = [Call("explain_customer", {"customer": facts.customer_id, "month": facts.month})]
        if not read.since:
            return [words], calls, facts.month
        try:
            before = self.tools.explain_customer(read.customers[0], read.since)
        except NotInData as error:
            return [error.message, words], calls, facts.month
        calls.append(Call("explain_customer", {"customer": facts.customer_id, "month": before.month}))
        return [change_text(self.catalog, before, facts, read.products, read.aspects), words], calls, facts.month

    def _own_words(self, read: ReadCustomers, aspects: Sequence[str]) -> tuple[str, list[Call]]:
        """What own scores say of what is asked of a customer, and the calls."""
        words: list[str] = []
        calls: list[Call] = []
        for aspect in aspects:
            for product in ("",) if aspect == "next_workload" else read.products or ("",):
                tool, arguments = _own_call(aspect, read, product)
                found = self.tools.call(tool, arguments)
                calls.append(Call(tool, arguments))
                if aspect == "moves":
                    words.append(moves_text(self.catalog, found, self._name(read.customers[0])))
                else:
                    words.append(_OWN_WORDS[aspect](self.catalog, found))
        return joined("\n", words), calls

    def _name(self, customer: str) -> str:
        """A customer's name; its id where it has none."""
        rows = self.tools.engine.rows(Query(), (customer,))
        return str(rows[0].get("account_name") or customer) if rows else customer

    def _stands_there(self, read: ReadCustomers, own: str) -> bool:
        """Whether a customer is where it is asked why it is not: by own scores and by the reports, if any."""
        if "It is in " not in own or "Not in " in own:
            return False
        fields = {"cluster": "cluster", "band": "fit_band", "cohort": "cohort", "category": "category", "play": "play"}
        field = next((fields[kind] for kind in fields if read.target in self.catalog.sections[kind]), "")
        if not field:
            return False
        products = read.products if field in ("cluster", "fit_band") else ()
        named = Filter("customer", "in", read.customers[:1])
        wanted = CustomerSet(filters=(named, Filter(field, "in", (read.target,), products)))
        return bool(self.tools.customers(Query(wanted)).customers)

    def _disagree(self, question: str, read: ReadDisagreement) -> Answer:
        """Where own scores and the reports differ, product by product, among the customers asked for."""
        calls: list[Call] = []
        among: dict[str, object] = {}
        if read.set.filters:
            query = Query(read.set)
            among = {"customers": list(self.tools.customers(query).customers or ())}
            calls.append(Call("customers", plain(query)))
        found: list[Disagreement] = []
        for product in read.products or ("",):
            arguments = {"product": product, "limit": read.limit or ROWS_SHOWN, "direction": read.direction, **among}
            found += self.tools.call("disagreements", arguments)
            calls.append(Call("disagreements", {name: value for name, value in arguments.items() if value}))
        ids = tuple(dict.fromkeys(item.customer for item in found))
        words = disagreements_text(self.catalog, found)
        return Answer(question, "answered", words, customers=ids, calls=tuple(calls))

    def _compare(self, question: str, read: ReadCustomers) -> Answer:
        facts = self.tools.compare_customers(read.customers, read.month)
        words = compare_text(self.catalog, facts, read.products, read.aspects)
        arguments = {"customers": list(read.customers), "month": read.month}
        return Answer(
            question,
            "answered",
            joined("\n\n", [*_sentences(read.assumptions), words]),
            customers=read.customers,
            calls=(Call("compare_customers", arguments),),
            assumptions=read.assumptions,
            month=facts[0].month,
        )

    # ---- definitions and data -------------------------------------------------------------------

    def _define(self, question: str, read: ReadDefinition, language: str) -> Answer:
        if own := self._own_word(read.terms):
            return Answer(question, "answered", own)
        found = self._definitions(read)
        if not found:
            near = ", ".join(self.tools.definitions.suggest(" ".join(read.terms) or question))
            none = text("I have no definition of that. Near it: {near}.", near=near)
            return Answer(question, "not_answerable", none if near else text("I have no definition of that."))
        sources = "; ".join(dict.fromkeys(item.source_words for item in found))
        return Answer(
            question,
            "answered",
            made(_defined, texts=definition_texts(found, language), source=text("Source: {sources}", sources=sources)),
            calls=tuple(Call("define", {"term": item.id}) for item in found),
            citations=tuple(Citation(item.id, item.title, item.place) for item in found),
            warnings=self.tools.passages.warnings,
        )

    def _own_word(self, terms: Sequence[str]) -> str:
        """What the words of the partner's vocabulary mean that a definition is asked of."""
        own = self.reader.lexicon.own_words
        words = [word for term in terms if (word := known_as(own, term))]
        found = (self.reader.meanings(word) for word in dict.fromkeys(words))
        told = (joined(": ", (meaning.notes[0], meaning_words(self.catalog, meaning))) for meaning in found)
        return joined("\n", [text("{sentence}.", sentence=sentence) for sentence in told])

    def _definitions(self, read: ReadDefinition) -> list[Definition]:
        """The best passage for the whole question; where one term is asked for, its definition."""
        lookup = self.tools.definitions.lookup
        named = [found[0] for term in read.terms if (found := lookup(term))]
        by_term = len(read.terms) == 1 and bool(named)
        if by_term and self.tools.passages.asks_only(read.question, read.terms[0]):
            return [self.tools.define(named[0].id)[0]]
        best = self.tools.passages.clear(read.question, "words" if by_term else "hybrid")
        if by_term:
            picked = named[:1] if not best or best[0] in lookup(read.terms[0]) else [*best, *named[:1]]
        else:
            picked = [*best] or named[:2]
        return [self.tools.define(item.id)[0] for item in picked]

    def _describe(self, question: str, read: ReadData) -> Answer:
        data = self.tools.describe_data()
        month = data.months[0] if data.months else ""
        months = joined("\n", [self._month_words(data, each) for each in data.months])
        words = self._held_by(read.columns, month) or self._held(read.about, month, data) or months
        return Answer(
            question,
            "answered",
            words or text("Nothing is imported yet: ascent import FOLDER"),
            calls=(Call("describe_data", {}),),
            month=month,
        )

    def _month_words(self, data: DataDescription, month: str) -> str:
        reports = ", ".join(self.catalog.reports[report].title for report in data.reports[month])
        products = ", ".join(self.catalog.products[product].label for product in data.products[month])
        held = text("reports {reports}", reports=reports) if reports else text("your own data")
        customers = amount(f"{data.customers[month]:,}", "customers")
        parts = joined("; ", (customers, held, text("products {products}", products=products)))
        return joined(": ", (month, parts))

    def _held_by(self, columns: Sequence[str], month: str) -> str:
        """Which reports of the newest month have some columns; empty where none are asked for."""
        lines = []
        for name in columns:
            reports = self.tools.engine.availability.reports_with(month, name)
            title, titles = column_title(self.catalog, name), [self.catalog.reports[report].title for report in reports]
            if titles:
                lines.append(
                    text("{field}: in the {reports} of {month}.", field=title, reports=", ".join(titles), month=month)
                )
            else:
                lines.append(text("{field}: in no report of {month}.", field=title, month=month))
        return joined("\n", lines)

    def _held(self, about: str, month: str, data: DataDescription) -> str:
        """What the newest month holds of a field, of cohorts, plays or products."""
        if about in self.catalog.fields:
            values = self.tools.engine.distinct_values(VALUES_NAMED).get(about, ())
            title = self.catalog.fields[about].title
            return text("{field}: {value}.", field=title, value=", ".join(map(clean, values))) if values else ""
        if about.startswith("product") and month:
            labels = ", ".join(self.catalog.products[item].label for item in data.products[month])
            return text("Products: {products}.", products=labels)
        if about and month:
            cohorts = [self.catalog.cohorts[item].title for item in data.cohorts[month]]
            listed = "; ".join([*cohorts, *data.plays[month]])
            return text("{cohorts} (reports of {month}).", cohorts=listed, month=month)
        return ""


def _sentences(notes: Sequence[str]) -> list[Text]:
    return [text("{sentence}.", sentence=note) for note in notes]


def _defined(texts: Sequence[str], source: str) -> str:
    """Definitions within the length of an answer, with their source."""
    words = "\n\n".join(texts)[:_LONGEST_DEFINITION]
    return f"{words}\n\n{source}"[:1_500]


def column_title(catalog: Catalog, name: str) -> str:
    """The title of a field, a score or a cohort."""
    for section in (catalog.fields, catalog.product_fields, catalog.cohorts, catalog.categories):
        if entry := section.get(name):
            return entry.title
    return name


def offered(questions: Sequence[str]) -> list[str]:
    """Questions to ask instead, as a numbered list; nothing where there are none."""
    lines = [joined("", (f"{place}. ", question)) for place, question in enumerate(questions, 1)]
    return [joined("\n", (text("You could ask:"), *lines))] if lines else []


def _rows_shown(read: Outcome) -> int:
    """How many rows of a list are shown: as many as were asked for, up to 25."""
    wanted = read.query.limit if isinstance(read, ReadQuery) else None
    return wanted if wanted and wanted <= MORE_ROWS else ROWS_SHOWN


def _own_call(aspect: str, read: ReadCustomers, product: str) -> tuple[str, dict[str, Any]]:
    """The tool for what is asked of one customer's own scores, with its arguments."""
    about: dict[str, Any] = {"customer": read.customers[0]}
    scored = about | ({"product": product} if product else {})
    target = {"target": read.target} if read.target else {}
    return {
        "drivers": ("score_drivers", scored),
        "moves": ("what_would_change", scored | target),
        "why_not": ("why_not", scored | target),
        "next_workload": ("next_workloads", about),
    }[aspect]


_OWN_WORDS: dict[str, Callable[[Catalog, Any], str]] = {
    "drivers": drivers_text,
    "why_not": why_not_text,
    "next_workload": lambda _, found: workloads_text(found),
}


def replace_month(query: Query, month: str) -> Query:
    """The same query for a month."""
    return replace(query, set=replace(query.set, month=month))


def _of_list(read: ReadCustomers, context: Context) -> ReadCustomers:
    """What is asked of customers of a list that was shown is asked for the month of that list."""
    query = context.query
    if query is None or read.month or read.source == "model" or not {*read.customers} <= {*context.customers}:
        return read
    return replace(read, month=query.set.month)
