"""Finds counts that are told of more than they were counted of: a condition of the set is left out."""

from assistant.guarding.fact import COUNTS, Fact, Facts
from assistant.guarding.figure import Figure
from assistant.guarding.hold import said_of
from assistant.guarding.items import Context
from assistant.guarding.match import agrees
from assistant.guarding.said import Said
from assistant.guarding.sentence import Sentence
from assistant.guarding.wordlists import word_of

_WHOLE, _THEM = word_of("whole"), word_of("counted_among")
_TIMES = frozenset({"agreement_end", "signal_date"})


def drops_condition(sentence: Sentence, said: Said, figure: Figure, facts: Facts, context: Context) -> bool:
    """Whether each count that a figure can be has a condition that neither the sentence nor the answer before it names.

    A sentence that names no condition at all takes up the question, and one of a group its break-down.
    """
    of_all = "customers" in said.fields and _WHOLE.search(sentence.text)
    if said.customers or figure.is_time or not (said.keys or of_all):
        return False
    held = [fact for fact in facts.all if _is_count(fact) and agrees(figure, fact) and said_of(fact, said)]
    return bool(held) and not any(_is_told(fact, sentence, context) for fact in held)


def _is_count(fact: Fact) -> bool:
    return not fact.customers and fact.field in COUNTS and fact.kind == "number"


def _is_told(fact: Fact, sentence: Sentence, context: Context) -> bool:
    if fact.dimension and not _WHOLE.search(sentence.text):
        return True
    if _THEM.search(sentence.text):
        return True
    said = [item.mention for item in sentence.items if item.mention]
    named = context.told.union(*(mention.keys | mention.fields | mention.owned for mention in said))
    numbers = any(item.figure for item in sentence.of("figure"))
    return all(
        named & names or names & _TIMES or (numbers and len(names) == 1 and _is_numbered(names, sentence))
        for names in fact.conditions
    )


def _is_numbered(names: frozenset[str], sentence: Sentence) -> bool:
    """Whether a sentence tells the bound of a condition that has no words of its own."""
    return len(sentence.of("figure")) > 1
