"""Checks the words of a model's answer: every figure and name must stand in the results of this turn, the question or a
cited definition, and be said of the customer, group, product and field that the results say it of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.guard_binding import Context, Item, Sentence
from assistant.guard_check import SET, Facts, Said, agrees, bind, claim_fault, holds, owned_fault, said_of, set_fault
from assistant.guard_facts import COUNTS, Fact, facts_of, figure_fact, names_of
from assistant.guard_figures import Figure, read_figures
from assistant.guard_names import DOMAIN, NameCheck
from assistant.guard_sentences import all_sentences
from assistant.guard_tables import Cell, Table, blocks
from assistant.guard_terms import NOTHING, Mention, Terms
from assistant.tools import Ran
from knowledge.definitions import Definition
from knowledge.text import fold
from scoring.engine import Engine
from scoring.explain import CustomerFacts
from scoring.query import Result

_NUMBERING = re.compile(r"^\s*(?:[-*•>#]+\s*)*\(?(\d{1,3})[.)]\s", re.MULTILINE)
_OUT_OF = re.compile(r"(?:\bout of|/)\s?100\b|\b0\s?(?:-|–|—|to)\s?100\b|\bFY\s?\d\d\b", re.IGNORECASE)
_APPOSITION = re.compile(
    r"[\s*_]*[(\[（]\s*(?:(?:id|tpid|no\.?|number|customer id)[\s:]*)?|,?\s*(?:id|tpid|customer id)[\s:]*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r":[\s*_]*$|^\s*#+\s|^\s*\*\*[^*]+\*\*\s*$")
_ITEM = re.compile(r"^\s*(?:[-*•]|\(?\d{1,3}[.)])\s")
_LAST_MONTH = re.compile(
    r"\b(?:last month|(?:the )?(?:previous|prior) month|(?:the )?month before|a month (?:ago|earlier)|förra månaden|månaden före|"
    r"letzten Monat|Vormonat)\b|先月|前月|지난달|전월",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\b(?:the|these|those|all|both|top|first|our|your|de|die)\s(?:\w+\s)?$", re.IGNORECASE)
_SOME = re.compile(r"\s(?:of|av|von)\s(?:the|these|those|them|our|dem|ihnen)\b", re.IGNORECASE)
_ONE = re.compile(r"customer|account|company|kund|kunden|Kunde", re.IGNORECASE)
_ALL_OF = re.compile(r"\b(?:all|the|these|those|alla|alle)\s$", re.IGNORECASE)
_ARE = re.compile(r"\s(?:are|were|have|had|of|är|har|sind|haben)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:from|från|von)\s*$", re.IGNORECASE)
_THIS_MONTH = re.compile(
    r"\b(?:this month|now|today|currently|nu|denna månad|diesen Monat|jetzt)\b|今月|이번 달", re.IGNORECASE
)


class Guard:
    """The facts of one turn, and the check of words against them."""

    def __init__(self, engine: Engine, question: str, as_of: date) -> None:
        self.engine = engine
        self.question = question
        self.as_of = as_of
        self.terms = Terms(engine)
        self.facts = Facts()
        self.names = NameCheck(engine, self.terms, question)
        self.ranks = 1
        self._checked: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._sentences: dict[str, Sentence] = {}
        for day in (as_of.isoformat(), as_of.isoformat()[:7]):
            self.facts.add([Fact(day, field="question", kind="date" if len(day) > 7 else "month")])
        self._read(question, "question")

    def add(self, ran: Ran) -> None:
        """Take in what a tool found."""
        self._forget()
        for name, customer in names_of(ran):
            self.terms.add_customer(name, customer)
            self.names.know(customer)
        self.facts.add(facts_of(self.engine.catalog, ran))
        for item in ran.found if isinstance(ran.found, tuple) else (ran.found,):
            if isinstance(item, Definition):
                self.cite(item)
            elif isinstance(item, Result):
                self._learn(ran, item)
            elif isinstance(item, CustomerFacts):
                for agreement in item.agreements:
                    self.terms.add_group(agreement.agreement_id or "", frozenset({"agreement_id"}))
        self.names.know_text(ran.found)

    def _forget(self) -> None:
        """What was found with fewer results is found anew."""
        self._checked.clear()
        self._sentences.clear()

    def _learn(self, ran: Ran, result: Result) -> None:
        columns = [column.rpartition(".")[2] for column in ran.arguments.get("group_by", ())]
        for group in result.groups or ():
            for column, part in zip(columns, group.key.split(" | "), strict=False):
                self.terms.add_group(part, frozenset({column}))
        for customer in result.customers or ():
            self.names.know(customer)
        self.ranks = max(self.ranks, len(result.rows), len(result.groups or ()), len(result.customers or ()))

    def cite(self, definition: Definition) -> None:
        """Take in the figures and words of a definition."""
        self._forget()
        titled = (key for mention in self.terms.find(definition.title) for key in mention.keys)
        self._read(definition.text, "definition", frozenset(titled))
        self.names.know_text(definition)

    def _read(self, text: str, role: str, titled: frozenset[str] = NOTHING) -> None:
        """The figures of a question or definition as facts, with what they are said of."""
        for part in all_sentences(text):
            sentence = self._sentence(part)
            for item in sentence.items:
                if item.figure is not None:
                    self.facts.add(self._said_fact(sentence, item, item.figure, role, titled))

    def _said_fact(
        self, sentence: Sentence, item: Item, figure: Figure, role: str, titled: frozenset[str]
    ) -> Iterator[Fact]:
        """A figure of a question or definition: said of what its segment names, else of what the sentence does."""
        said = bind(sentence, item, self.terms, Facts(), Context())
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

    def faults(self, words: str) -> tuple[str, ...]:
        """What is wrong in some words, a sentence each; empty where they pass."""
        found: list[str] = []
        context = Context()
        for block in blocks(words):
            if isinstance(block, Table):
                found += self._table_faults(block, context)
            else:
                for part in all_sentences(block):
                    found += self._part_faults(part, context)
        return tuple(dict.fromkeys(found))

    def _part_faults(self, part: str, context: Context) -> list[str]:
        sentence = self._sentence(part)
        if not _ITEM.match(part) and not _LEAD_IN.search(part.rstrip()):
            context.fields, context.keys = frozenset(), []
        key = (part, tuple(context.customers), tuple(context.products), context.fields, tuple(context.keys))
        if key not in self._checked:
            self._checked[key] = tuple(self._sentence_faults(sentence, context))
        self._remember(sentence, part, context)
        return list(self._checked[key])

    def _remember(self, sentence: Sentence, part: str, context: Context) -> None:
        """What the next sentence follows."""
        customers = [item.mention.customers for item in sentence.of("customer") if item.mention]
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

    def _sentence(self, text: str) -> Sentence:
        """The sentence with what it names, made once."""
        if text not in self._sentences:
            self._sentences[text] = self._read_sentence(text)
        return self._sentences[text]

    def _read_sentence(self, text: str) -> Sentence:
        mentions = self.terms.find(text)
        masked = [(mention.start, mention.end) for mention in mentions]
        masked += [match.span() for match in _OUT_OF.finditer(text)]
        masked += [match.span(1) for match in _NUMBERING.finditer(text)]
        masked += self.names.codes(text)
        figures = read_figures(text, masked)
        relative = [each for each in self._relative(text) if not _overlaps(each, masked)]
        return Sentence(text, mentions, [*figures, *relative])

    def _relative(self, text: str) -> Iterator[Figure]:
        """``last month`` and ``now`` as the months that they are, where the results are of several."""
        months = self.facts.months
        if len(months) > 1:
            for pattern, month in ((_LAST_MONTH, months[1]), (_THIS_MONTH, months[0])):
                for match in pattern.finditer(text):
                    yield Figure("month", match.start(), match.end(), match.group(), dates=(month,))

    def _sentence_faults(self, sentence: Sentence, context: Context) -> Iterator[str]:
        for item in sentence.items:
            if item.figure is not None:
                yield from self._figure_faults(sentence, item, item.figure, context)
            elif item.mention is not None and (item.mention.claim or item.mention.owned):
                yield from self._claim_faults(sentence, item, context)
        for number in _NUMBERING.finditer(sentence.text):
            if int(number[1]) > max(self.ranks, len(sentence.of("customer")), 12):
                yield f"'{number.group().strip()}' counts further than the rows that the results have."
        yield from self._identity_faults(sentence)
        yield from self.names.faults(sentence)

    def _identity_faults(self, sentence: Sentence) -> Iterator[str]:
        """A name with the id or domain of another customer."""
        named = sentence.of("customer")
        for one, other in zip(named, named[1:], strict=False):
            between = sentence.text[one.end : other.start]
            if one.mention and other.mention and _APPOSITION.fullmatch(between):
                if not one.mention.customers & other.mention.customers:
                    yield f"'{other.mention.words}' is not '{one.mention.words}'."
        for domain in DOMAIN.finditer(sentence.text):
            owners = {
                c
                for fact in self.facts.all
                if fact.field == "domain" and fact.value == fold(domain.group())
                for c in fact.customers
            }
            before = [item for item in named if item.end <= domain.start()]
            if owners and before and before[-1].mention and not owners & before[-1].mention.customers:
                yield f"'{domain.group()}' is not the domain of '{before[-1].mention.words}'."

    def _figure_faults(self, sentence: Sentence, item: Item, figure: Figure, context: Context) -> Iterator[str]:
        if figure.kind == "ordinal":
            if figure.readings[0][0] > max(self.ranks, len(sentence.of("customer"))):
                yield f"'{figure.words}' is no place in the results, which have {self.ranks}."
            return
        if figure.spelled and not self._counts(sentence, item):
            return
        said = bind(sentence, item, self.terms, self.facts, context)
        if _ALL_OF.search(sentence.text[: item.start]) and _ARE.match(sentence.text[item.end :]):
            said = replace(said, fields=frozenset({"customers"}), customers=())
        if not self._holds(said, figure, sentence):
            yield self._told(said, figure)
        elif self._is_backwards(sentence, item, said):
            yield f"'{figure.words}' is the later figure and not the earlier one."

    def _is_backwards(self, sentence: Sentence, item: Item, said: Said) -> bool:
        """``from 91 to 70`` where 70 is of the month before."""
        following = [other for other in sentence.of("figure") if other.start >= item.end]
        if not _FROM_TO.search(sentence.text[: item.start]) or not following:
            return False
        if any(not sentence.is_beside(other) for other in sentence.of("time")):
            return False
        figures = [each.figure for each in (item, following[0]) if each.figure]
        low, high = (
            [fact.month for fact in self.facts.all if fact.month and said_of(fact, said) and agrees(figure, fact)]
            for figure in figures
        )
        return bool(low and high) and min(low) >= max(high) and len(set(low + high)) > 1

    def _counts(self, sentence: Sentence, item: Item) -> bool:
        """Whether a number in letters counts something."""
        unit = sentence.unit(item, lambda mention: bool(mention.fields))
        of = re.search(r"\b(?:of|is|at|scores?|:)\s$", sentence.text[: item.start])
        is_one = item.figure is not None and item.figure.readings[0][0] == 1
        before, after = sentence.text[: item.start], sentence.text[item.end :]
        if _ALL_OF.search(before) and _ARE.match(after):
            return True
        direct = unit is not None and sentence.text[item.end : unit.start].strip() == ""
        counted = unit is not None and bool(unit.fields & COUNTS)
        return (direct and counted if is_one else unit is not None) or bool(of and sentence.of("field") and not is_one)

    def _holds(self, said: Said, figure: Figure, sentence: Sentence) -> bool:
        named = any("agreement_id" in mention.dimensions for key in said.keys for mention in key)
        if figure.is_time and not said.customers and not named:
            dated = [fact for fact in self.facts.all if figure.kind == "date" or fact.field != "signals"]
            return any(agrees(figure, fact) for fact in dated)
        if figure.kind == "month" and any(agrees(figure, fact) for fact in self.facts.all if fact.field == "month"):
            return True
        if holds(said, figure, self.facts.all, self.facts, sentence.text):
            return True
        if figure.high and figure.kind != "money":
            ends = (replace(figure, high=()), replace(figure, readings=figure.high, high=()))
            return all(
                holds(said, replace(end, approx="over"), self.facts.all, self.facts, sentence.text) for end in ends
            )
        return self._counts_the_named(figure, sentence)

    def _counts_the_named(self, figure: Figure, sentence: Sentence) -> bool:
        """``The two customers, Contoso and Fabrikam``: as many as the sentence names."""
        before = sentence.text[: figure.start]
        after = sentence.text[figure.end :]
        shown = _SHOWN.search(before) or (_SOME.match(after) and len(sentence.of("customer")) > 1)
        if figure.kind != "number" or not shown:
            return False
        named = {item.mention.customers for item in sentence.of("customer") if item.mention}
        keys = {item.mention.keys for item in sentence.of("key") if item.mention}
        return figure.readings[0][0] in {float(len(named)), float(len(keys))} - {0.0, 1.0}

    def _told(self, said: Said, figure: Figure) -> str:
        """The fault of a figure, in words."""
        what = self._what(said)
        near = [fact for fact in self.facts.all if said.customers and fact.customers & said.customers[0]]
        near = [fact for fact in near if not said.fields or fact.field in said.fields]
        near = [
            fact for fact in near if not said.products or (fact.products or frozenset()) & said.products[0].products
        ]
        values = list(dict.fromkeys(_value_words(fact) for fact in near))[:4]
        if values and said.fields:
            return f"'{figure.words}'{what} is not what the results say: {', '.join(values)}."
        return f"'{figure.words}'{what} is not in the results, the question or a cited definition."

    def _what(self, said: Said) -> str:
        parts = [self.terms.called(each) for each in said.customers]
        parts += [mention.words for mention in said.products if mention.words]
        parts += ["/".join(sorted(said.fields))] if said.fields else []
        parts += [" or ".join(mention.words for mention in key) for key in said.keys]
        parts += list(said.months)
        return f" (of {'; '.join(parts)})" if parts else ""

    def _claim_faults(self, sentence: Sentence, item: Item, context: Context) -> Iterator[str]:
        mention = item.mention
        if mention is None:
            return
        said = bind(sentence, item, self.terms, self.facts, context)
        if owned := owned_fault(sentence, item, said, self.facts):
            yield f"'{mention.words}' is owned or not: the results say {owned}."
        if not mention.claim or mention.products:
            return
        near = [other for other in sentence.of("field") if other.segment == item.segment and other.mention]
        if any(
            "customers" in other.mention.fields and not _ONE.fullmatch(other.mention.words)
            for other in near
            if other.mention
        ):
            return
        if mention.claim == "value" and not sentence.stands_by(item):
            return
        if not said.customers and mention.claim == "cluster" and SET.search(sentence.segment_text(item)):
            if set_fault(item, said, self.facts):
                yield f"'{mention.words}' is not what the results say of all of them."
            return
        known = claim_fault(sentence, item, said, self.facts)
        if known:
            who = ", ".join(self.terms.called(each) for each in said.customers)
            yield f"'{mention.words}' is said of {who}; the results say {known}."

    # ---- tables ---------------------------------------------------------------------------------

    def _table_faults(self, table: Table, context: Context) -> Iterator[str]:
        for row in table.rows:
            for cell in row:
                yield from self._cell_faults(cell, context)

    def _cell_faults(self, cell: Cell, context: Context) -> Iterator[str]:
        if cell.is_rank:
            return
        text = cell.sentence
        sentence = self._sentence(text)
        inside = [item for item in sentence.items if item.start >= cell.start]
        for item in inside:
            if item.figure is not None:
                yield from self._figure_faults(sentence, item, item.figure, Context(products=context.products))
            elif item.mention is not None and item.mention.claim:
                yield from self._claim_faults(sentence, item, Context(products=context.products))
        yield from self.names.faults(self._sentence(text[cell.start :]), table=cell.first)


def _overlaps(figure: Figure, spans: Sequence[tuple[int, int]]) -> bool:
    return any(figure.start < end and start < figure.end for start, end in spans)


def _value_words(fact: Fact) -> str:
    if isinstance(fact.value, tuple):
        low, high = fact.value
        return f"{low:,.0f}+" if high is None else f"{low:,.0f} to {high:,.0f}"
    return f"{fact.value:,.10g}" if isinstance(fact.value, float) else str(fact.value)
