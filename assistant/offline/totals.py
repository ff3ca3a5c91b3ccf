"""Reads limits on a total: "customers with a total potential revenue over $100K". A customer has one range of potential
revenue a product and one amount an agreement; no filter adds them up."""

from collections.abc import Iterator

from assistant.offline.draft import Bound, Draft
from assistant.offline.outcome import AskBack, Refuse
from knowledge.messages import text

_TOTAL = ("overall", "altogether", "in total", "in all", "all in all", "together", "added together", "taken together")
_ACROSS = ("across", "over")
PER_AGREEMENT = text(
    "I can compare the expiring revenue of each agreement, but not the total of a customer's agreements. "
    "Ask for the agreements over an amount, or for the customers with the most expiring revenue."
)
LIST_OR_SUM = text("Shall I list the customers with such a potential revenue, or add up the potential revenue of all?")
ONE_PRODUCT = text(
    "I can compare a customer's potential revenue for one product, but not the total over several products. "
    "For which product?"
)


def read_totals(draft: Draft, agreements: bool) -> None:
    """Mark the potential revenue whose total is limited, or refuse the total of agreements."""
    for bound in draft.bounds:
        if agreements and bound.money and bound.op != "=" and _sums(draft, _before(draft, bound)):
            draft.question = Refuse(PER_AGREEMENT, told=True)  # "that end this year and total over $100K"
        column = _column(draft, bound) if bound.op != "=" else -1
        words = list(_total_words(draft, column, bound)) if column >= 0 else []
        if not words:
            continue
        who = any(item.has("customers", "who", "count") for item in draft.items[:column])
        if draft.numeric(column) == "expiring_revenue" or (agreements and bound.money):
            draft.question = Refuse(PER_AGREEMENT, told=True)
        elif not who and not draft.has(0, "pronoun", "narrow", "and"):
            draft.question = AskBack(LIST_OR_SUM)
        draft.use(*words)
        draft.total = True


def _before(draft: Draft, bound: Bound) -> int:
    at = bound.first - 1
    while draft.has(at, "noise") and not _sums(draft, at):
        at -= 1
    return at


def _column(draft: Draft, bound: Bound) -> int:
    """The potential or expiring revenue that a number limits, or the agreements that have it; -1 where it is none."""
    at = bound.first - 1
    while at >= 0 and (
        draft.has(at, "noise", "own", "verb", "product", "and", "function", "products") or _sums(draft, at)
    ):
        if draft.has(at, "score", "agreements") or draft.numeric(at):
            break
        at -= 1
    revenue = draft.value(at, "score") == "revenue" or draft.numeric(at) == "expiring_revenue"
    return at if at >= 0 and (revenue or (draft.has(at, "agreements") and _sums(draft, at + 1))) else -1


def _sums(draft: Draft, at: int) -> bool:
    return draft.value(at, "function") == "sum" or draft.word(at) in _TOTAL


def _total_words(draft: Draft, column: int, bound: Bound) -> Iterator[int]:
    """The words that make a total of a limited column: before it, between the two, or behind the number."""
    before = column - 1
    while (
        before >= 0
        and not (_sums(draft, before) or draft.word(before) == "plus")
        and draft.has(before, "product", "noise", "and", "score_word")
    ):
        before -= 1
    end = bound.last + 1
    while draft.has(end, "noise", "product", "and", "every_product") and not _sums(draft, end):
        if draft.word(end) in _ACROSS and draft.has(draft.after(end), "every_product", "products"):
            yield end
        end += 1
    if draft.word(before) == "plus":
        yield before
    yield from (at for at in (before, *range(column + 1, bound.first), end) if _sums(draft, at))
