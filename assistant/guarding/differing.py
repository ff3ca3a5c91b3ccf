"""Checks for which product two customers are said to differ most."""

import re

from assistant.guarding.fact import Facts
from assistant.guarding.families import is_measured, size
from assistant.guarding.sentence import Sentence

_MOST = re.compile(
    r"\bdiffer(?:s)? (?:the )?most(?: clearly| strongly| widely| sharply)?\s(?=(?:on|in|for)\s)", re.IGNORECASE
)
_FIT = "fit"


def confirm_differing(sentence: Sentence, facts: Facts) -> None:
    """Note ``they differ most on Surface`` where no other product's fits lie further apart, and the sentence tells
    them."""
    told = any(item.mention and _FIT in item.mention.fields for item in sentence.of("field"))
    for match in _MOST.finditer(sentence.text) if told and len(facts.customers) == 2 else ():
        gaps = _gaps(facts)
        products = [
            item.mention.products for item in sentence.of("product") if item.mention and item.start >= match.end()
        ]
        gap = max((gaps.get(product, 0.0) for product in products[0]), default=0.0) if products else 0.0
        if gap and gap == max(gaps.values()):
            sentence.confirm(*match.span())


def _gaps(facts: Facts) -> dict[str, float]:
    """By product how far the fits of the two customers are apart."""
    fits: dict[str, dict[frozenset[str], float]] = {}
    for fact in filter(is_measured, facts.all):
        if fact.field == _FIT and fact.customers and fact.products and len(fact.products) == 1 and not fact.dimension:
            fits.setdefault(next(iter(fact.products)), {})[fact.customers] = size(fact)
    return {product: max(of.values()) - min(of.values()) for product, of in fits.items() if len(of) == 2}
