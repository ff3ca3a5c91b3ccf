"""Checks the words of a model's answer: every figure and name must stand in the results of this turn, the question or a
cited definition, and be said of the customer, group, product and field that the results say it of.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.guarding.accounting import Accounting
from assistant.guarding.advice import Advice
from assistant.guarding.agreements import agreement_faults
from assistant.guarding.changes import Changes
from assistant.guarding.comparing import Comparisons
from assistant.guarding.counted import Counted
from assistant.guarding.cut import all_sentences
from assistant.guarding.differing import confirm_differing
from assistant.guarding.explained import Explained
from assistant.guarding.fact import COUNTS, SCORES, Fact, Facts, figure_fact, text_facts
from assistant.guarding.figure import Figure
from assistant.guarding.figure_faults import FigureCheck
from assistant.guarding.items import Context, Item
from assistant.guarding.names import NameCheck
from assistant.guarding.placing import Places
from assistant.guarding.quoted import Quotations, is_playbook, source_texts
from assistant.guarding.ranges import Ranges
from assistant.guarding.ranking import Ranking
from assistant.guarding.rating_faults import identity_faults, rating_faults, tone_faults
from assistant.guarding.reading import NUMBERING, SentenceReader
from assistant.guarding.result_facts import facts_of, lists_of, names_of
from assistant.guarding.said import bind
from assistant.guarding.sentence import Sentence
from assistant.guarding.shares import Shares
from assistant.guarding.signal_dates import SignalDates
from assistant.guarding.tables import Cell, Table, blocks
from assistant.guarding.terms import NOTHING, Terms
from assistant.guarding.trends import Trends
from assistant.guarding.vague_faults import outside_faults, vague_faults
from assistant.guarding.wordlists import word_of
from assistant.tools import Ran
from knowledge.definitions import Definition
from scoring.engine import Engine
from scoring.explain import CustomerFacts
from scoring.query import Result

LONGEST = 1_000  # letters of a sentence
_QUOTED = 40
_COUNTED = 12  # a list may be numbered so far whatever the results have
_LEAD_IN = re.compile(r":[\s*_]*$|^\s*#+\s|^\s*\*\*[^*]+\*\*\s*$")
_OF_BOTH = word_of("of_both")
_ITEM = re.compile(r"^\s*(?:[-*•]|\(?\d{1,3}[.)])\s")


class Guard:
    """The facts of one turn, and the check of words against them.

    ``add`` takes in what the tools found and ``cite`` a definition; ``faults`` says what is wrong in some words, which
    may be the beginning of an answer that still grows.
    """

    def __init__(self, engine: Engine, question: str, as_of: date) -> None:
        self.engine = engine
        self.question = question
        self.terms = Terms(engine)
        self.facts = Facts()
        self.names = NameCheck(engine, self.terms, question)
        self.figures = FigureCheck(self.terms, self.facts)
        self.reader = SentenceReader(self.terms, self.facts)
        self.quotations = Quotations()
        self.ranking = Ranking(self.terms, self.facts)
        self.comparisons = Comparisons(self.terms, self.facts, self.ranking)
        self.places = Places(self.terms, self.facts)
        self.shares = Shares(self.terms, self.facts)
        self.changes = Changes(self.terms, self.facts)
        self.counted = Counted(self.facts)
        self.signal_dates = SignalDates(self.facts)
        self.ranges = Ranges(self.facts)
        self.advice = Advice(self.facts)
        self.trends = Trends(self.facts)
        self.explained = Explained(self.terms, self.facts)
        self.accounting = Accounting(self.facts, self.quotations, question)
        self._compared: list[frozenset[str]] = []
        self._checked: dict[tuple[object, ...], tuple[str, ...]] = {}
        day = as_of.isoformat()
        self.facts.add([Fact(day, field="question", kind="date"), Fact(day[:7], field="question", kind="month")])
        self._read(question, "question")

    def add(self, ran: Ran) -> None:
        """Take in what a tool found."""
        self._forget()
        for name, customer in names_of(ran):
            self.terms.add_customer(name, customer)
            self.names.know(customer)
        self.facts.add(facts_of(self.engine.catalog, ran))
        self.facts.lists += lists_of(ran)
        for item in ran.found if isinstance(ran.found, tuple) else (ran.found,):
            if isinstance(item, Definition):
                self.cite(item)
            elif isinstance(item, Result):
                self._learn(ran, item)
            elif isinstance(item, CustomerFacts):
                for agreement in item.agreements:
                    self.terms.add_group(agreement.agreement_id or "", frozenset({"agreement_id"}))
        if isinstance(ran.found, tuple):
            self._compared = [frozenset({item.customer_id}) for item in ran.found if isinstance(item, CustomerFacts)]
        self.names.know_text(ran.found)

    def _forget(self) -> None:
        """What was found with fewer results is found anew."""
        self._checked.clear()
        self.reader.forget()

    def _learn(self, ran: Ran, result: Result) -> None:
        columns = [column.rpartition(".")[2] for column in ran.arguments.get("group_by", ())]
        for group in result.groups or ():
            for column, part in zip(columns, group.key.split(" | "), strict=False):
                self.terms.add_group(part, frozenset({column}))
        for customer in result.customers or ():
            self.names.know(customer)
        places = (len(result.rows), len(result.groups or ()), len(result.customers or ()))
        self.figures.ranks = max(self.figures.ranks, *places)

    def cite(self, definition: Definition) -> None:
        """Take in the figures and words of a definition; a playbook's are none of customers and their scores."""
        self._forget()
        titled = (key for mention in self.terms.find(definition.title) for key in mention.keys)
        self._read(definition.text, "playbook" if is_playbook(definition) else "definition", frozenset(titled))
        for source in source_texts(definition):
            self.facts.add(text_facts(source, Fact("", field="definition")))
        self.quotations.add(definition)
        if not is_playbook(definition):
            self.names.know_text(definition)
            self.explained.told.append(definition.text)

    def _read(self, text: str, role: str, titled: frozenset[str] = NOTHING) -> None:
        """The figures of a question or definition as facts, with what they are said of."""
        for part in all_sentences(text):
            if len(part) > LONGEST:
                continue
            sentence = self.reader.read(part)
            for item in sentence.items:
                if item.figure is not None:
                    self.facts.add(self._said_fact(sentence, item, item.figure, role, titled))

    def _said_fact(
        self, sentence: Sentence, item: Item, figure: Figure, role: str, titled: frozenset[str]
    ) -> Iterator[Fact]:
        """A figure of a question or definition: said of what its segment names, else of what the sentence does."""
        said = bind(sentence, item, self.terms, Facts(), Context())
        if role == "playbook" and said.fields & (SCORES | COUNTS):
            return
        role = "question" if role == "question" else "definition"
        keys = frozenset(key for bound in said.keys for mention in bound for key in mention.keys)
        every = frozenset(key for other in sentence.items if other.mention for key in other.mention.keys)
        about = Fact("", field=role, keys=(keys or every | titled) if role == "definition" else every, products=None)
        fact = figure_fact(figure, about)
        if role == "question" and not figure.is_time:
            fact = replace(fact, kind="threshold")
        yield fact
        if isinstance(fact.value, tuple):
            kind = "threshold" if role == "question" else "number"
            yield from (replace(fact, value=end, kind=kind) for end in fact.value if end is not None)

    # ---- the check ------------------------------------------------------------------------------

    def faults(self, words: str, asserting: bool = True) -> tuple[str, ...]:
        """What is wrong in some words, a sentence each; empty where they pass. Words not ``asserting`` ask back,
        or say what the data does not hold: only their names and figures have to be known."""
        found: list[str] = []
        only = self.facts.customers
        context = Context(customers=[only] if len(only) == 1 else [], asserting=asserting)
        for block in blocks(words):
            if isinstance(block, Table):
                found += self._table_faults(block, context)
            else:
                for part in all_sentences(block):
                    found += self._part_faults(part, context)
        return tuple(dict.fromkeys(found))

    def _part_faults(self, part: str, context: Context) -> list[str]:
        if len(part) > LONGEST:
            return [f"'{part[:_QUOTED]}…' is too long a sentence to be checked."]
        sentence = self.reader.read(part)
        if not context.customers and len(self._compared) == 2 and _OF_BOTH.search(part):
            context.customers = list(self._compared)
        if not _ITEM.match(part) and not _LEAD_IN.search(part.rstrip()):
            context.fields, context.keys = frozenset(), []
        before = (tuple(context.customers), tuple(context.products), context.fields, tuple(context.keys))
        key = (part, *before, context.named, context.told, context.asserting)
        if key not in self._checked:
            self._checked[key] = tuple(self._sentence_faults(sentence, context))
        self._remember(sentence, part, context)
        return list(self._checked[key])

    def _remember(self, sentence: Sentence, part: str, context: Context) -> None:
        """What the next sentence follows."""
        customers = [item.mention.customers for item in sentence.of("customer") if item.mention]
        context.named = context.named.union(*customers)
        said = [item.mention for item in sentence.items if item.mention]
        context.told = context.told.union(*(mention.keys | mention.fields | mention.owned for mention in said))
        if customers:
            context.customers = list(dict.fromkeys(customers))
        elif _LEAD_IN.search(part.rstrip()) and (sentence.of("key") or sentence.of("product")):
            context.customers = []
        if products := [item.mention.products for item in sentence.of("product") if item.mention]:
            context.products = list(dict.fromkeys(products))
        if _LEAD_IN.search(part.rstrip()) and not _ITEM.match(part):
            fields = [item.mention.fields for item in sentence.of("field") if item.mention]
            numeric = [names for names in fields if any(self.terms.is_numeric(name) for name in names)]
            context.fields = frozenset(numeric[-1]) - {"customers"} if len(set(numeric)) == 1 else frozenset()
            context.keys = [item.mention for item in sentence.of("key") if item.mention]

    def _sentence_faults(self, sentence: Sentence, context: Context) -> Iterator[str]:
        if self.quotations.hold(sentence.text):
            return
        sentence.confirmed.clear()
        yield from self.explained.faults(sentence)
        yield from self.shares.faults(sentence)
        self.counted.confirm(sentence)
        for item in sentence.items:
            yield from self._item_faults(sentence, item, context)
        for number in NUMBERING.finditer(sentence.text):
            if int(number[1]) > max(self.figures.ranks, len(sentence.of("customer")), _COUNTED):
                yield f"'{number.group().strip()}' counts further than the rows that the results have."
        yield from identity_faults(sentence, self.facts)
        yield from tone_faults(sentence, self.facts)
        yield from vague_faults(sentence, self.facts)
        yield from self.ranking.faults(sentence, context)
        yield from self.comparisons.faults(sentence)
        yield from self.places.faults(sentence)
        yield from self.changes.faults(sentence)
        yield from self.ranges.faults(sentence)
        yield from agreement_faults(sentence, self.facts)
        yield from outside_faults(sentence.text, self.question)
        yield from self.names.faults(sentence)
        self.signal_dates.confirm(sentence, context)
        confirm_differing(sentence, self.facts)
        self.advice.confirm(sentence, context)
        self.trends.confirm(sentence)
        yield from self.accounting.faults(sentence, context)

    def _item_faults(self, sentence: Sentence, item: Item, context: Context) -> Iterator[str]:
        if item.figure is not None:
            yield from self.figures.faults(sentence, item, item.figure, context)
        else:
            yield from rating_faults(sentence, item, self.terms, self.facts, context)

    def _table_faults(self, table: Table, context: Context) -> Iterator[str]:
        for row in table.rows:
            for cell in row:
                only = context.customers if len(context.customers) == 1 else []
                yield from self._cell_faults(cell, Context(customers=only, products=context.products))
        for heading in table.headings:
            yield from self.accounting.faults(self.reader.read(heading), context)

    def _cell_faults(self, cell: Cell, context: Context) -> Iterator[str]:
        if cell.is_rank:
            return
        if len(cell.sentence) > LONGEST:
            yield f"'{cell.sentence[:_QUOTED]}…' is too long a row to be checked."
            return
        sentence = self.reader.read(cell.sentence)
        sentence.confirmed.clear()
        yield from self.shares.faults(sentence)
        for item in sentence.items:
            if item.start >= cell.start:
                yield from self._item_faults(sentence, item, context)
        yield from identity_faults(sentence, self.facts)
        yield from self.ranking.faults(sentence, context, cell.start)
        yield from self.comparisons.faults(sentence, cell.start)
        yield from self.places.faults(sentence, cell.start)
        yield from outside_faults(cell.sentence[cell.start :], self.question)
        yield from self.names.faults(self.reader.read(cell.sentence[cell.start :]), table=cell.first)
        yield from self.accounting.faults(sentence, context, cell.start)
