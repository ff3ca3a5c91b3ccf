"""The products of a sentence that nothing in it is bound to, though others are."""

from assistant.guarding.fact import SCORES
from assistant.guarding.items import Item
from assistant.guarding.ratings import OWNS, owning_segment
from assistant.guarding.sentence import Sentence

_RATINGS = ("cluster", "cell", "band")
_TELLING = SCORES | {"revenue", "signals"}


def idle_products(sentence: Sentence) -> list[Item]:
    """The products that neither a rating nor a figure nor a field is bound to, and no check has confirmed."""
    products = sentence.of("product")
    if len({item.mention.products for item in products if item.mention}) < 2:
        return []
    telling = [item for item in sentence.items if item not in products and _is_of_product(item)]
    bound = [each for item in telling for each in sentence.nearest(item, "product")]
    free = [item for item in products if item not in bound and not _is_owned(sentence, item)]
    return [item for item in free if bound and (item.start, item.end) not in sentence.confirmed]


def products_behind(sentence: Sentence, rating: Item) -> list[Item]:
    """The idle products behind a rating, no other rating or figure between: ``Act Now for Azure, and so for M365``."""
    others = [item for item in sentence.items if item is not rating and item.start >= rating.end]
    ends = [i.start for i in others if i.is_a("figure") or (i.mention and i.mention.claim in _RATINGS)]
    end = min(ends, default=len(sentence.text))
    return [item for item in idle_products(sentence) if rating.end <= item.start < end]


def _is_owned(sentence: Sentence, item: Item) -> bool:
    owned = item.mention is not None and bool(item.mention.owned)
    return owned and bool(OWNS.search(owning_segment(sentence, item)))


def _is_of_product(item: Item) -> bool:
    """Whether something is said of a product: a rating, a score, a figure of one."""
    if item.mention is None:
        return item.is_a("figure")
    return item.mention.claim in _RATINGS or bool(item.mention.fields & _TELLING)
