"""Reads the sentences of a turn: what they name, their figures, and the months that they only hint at."""

import re
from collections.abc import Iterator, Sequence

from assistant.guarding.fact import Facts
from assistant.guarding.figure import Figure
from assistant.guarding.figures import read_figures
from assistant.guarding.names import codes
from assistant.guarding.quantities import part_spans
from assistant.guarding.sentence import Sentence
from assistant.guarding.terms import Mention, Terms
from assistant.guarding.wordlists import word_of

NUMBERING = re.compile(r"^\s*(?:[-*•>#]+\s*)*\(?(\d{1,3})[.)]\s", re.MULTILINE)
_OUT_OF = re.compile(r"(?:\bout of|/)\s?100\b|\b0\s?(?:-|–|—|to)\s?100\b|\bFY\s?\d\d\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?:percent|per cent|procent|Prozent|pct)\b", re.IGNORECASE)
_LAST_MONTH = word_of("last_month")
_THIS_MONTH = word_of("this_month")


class SentenceReader:
    """Reads sentences with the vocabulary and the facts of a turn; each of them once until these change."""

    def __init__(self, terms: Terms, facts: Facts) -> None:
        self.terms = terms
        self.facts = facts
        self._read: dict[str, Sentence] = {}

    def forget(self) -> None:
        """What was read before is read anew."""
        self._read.clear()

    def read(self, text: str) -> Sentence:
        if text not in self._read:
            self._read[text] = self._sentence(text)
        return self._read[text]

    def _sentence(self, text: str) -> Sentence:
        mentions = [mention for mention in self.terms.find(text) if not _is_sign(text, mention)]
        masked = [(mention.start, mention.end) for mention in mentions]
        masked += [match.span() for match in _OUT_OF.finditer(text)]
        masked += [match.span(1) for match in NUMBERING.finditer(text)]
        masked += [*codes(text), *part_spans(text)]
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


def _is_sign(text: str, mention: Mention) -> bool:
    """Whether a word is the sign of a figure: ``15 percent``."""
    return bool(_PERCENT.match(mention.words)) and text[: mention.start].rstrip()[-1:].isdigit()


def _overlaps(figure: Figure, spans: Sequence[tuple[int, int]]) -> bool:
    return any(figure.start < end and start < figure.end for start, end in spans)
