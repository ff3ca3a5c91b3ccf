"""What a question wants done with its set of customers, before products are bound."""

from dataclasses import dataclass, field

from assistant.offline.draft import Draft, Slot
from scoring.query import Function

Column = str | Slot
MEASURED = ("fit", "intent", "revenue", "propensity")


@dataclass
class Parts:
    """What is done with the set, before products are bound."""

    function: Function | None = None
    measured: Column = "customers"
    counted: bool = False
    """Whether the number of customers is asked for beside another figure of them."""
    share_at: int = -1
    groups: list[Column] = field(default_factory=list)
    orders: list[tuple[Column, bool]] = field(default_factory=list)
    ranked_groups: str = ""
    """Whether the largest ("desc") or the smallest groups ("asc") are asked for; ``by_size`` where no figure says of
    what."""
    by_size: bool = False
    limit: int | None = None
    limit_at: int = -1
    """Where the length of a list stands, or that the best are meant."""
    first: int = 0
    """Of how many customers of the list before something is asked, where that is not all of them."""
    group_places: list[int] = field(default_factory=list)
    """Where the words of grouping and the columns stand."""
    ranked: bool = False
    descending: bool | None = None
    """The direction that was asked for without a column; ``flipped`` where it is the other one than before."""
    flipped: bool = False
    at_least: int = 1


def measured_column(draft: Draft, place: int, agreements: bool) -> Column | None:
    """The number that a word is about: the nearest numeric field or score to its right, else to its left.

    Where agreements are spoken of, revenue without a product is the expiring one.
    """
    for at in [*range(place + 1, len(draft.items)), *range(place - 1, -1, -1)]:
        if draft.items[at].used:
            continue
        if draft.numeric(at):
            draft.use(at)
            return draft.numeric(at)
        name = draft.value(at, "score")
        if name == "revenue" and agreements and not draft.has(at - 1, "product"):
            draft.use(at)
            return "expiring_revenue"
        if name in MEASURED:
            draft.use(at)
            return Slot(str(name), at, at)
    return None
