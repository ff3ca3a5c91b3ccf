"""A lie of a model: a question, the calls for it, and what is said of their results, false or true."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.scripts import Calls, last_result

Result = Mapping[str, Any]
Tell = Callable[[Result, bool], str]


@dataclass(frozen=True)
class Lie:
    """A question, the calls that a model makes for it step by step, and what it then says: of the last result, and as
    the truth where the second argument says so. ``swap``: whether it says a true figure of another."""

    name: str
    question: str
    steps: Sequence[Calls]
    tell: Tell
    swap: bool = False

    def words(self, true: bool) -> Callable[[list[str]], str]:
        return lambda told: self.tell(last_result(told), true)


def shown(value: Any) -> str:
    """A value as one writes it: thousands with commas, no needless decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def top(*order: str, **more: Any) -> list[Calls]:
    return [[("customers", {"order": [{"by": by} for by in order], "limit": 5, **more})]]


def groups(column: str, **more: Any) -> list[Calls]:
    return [[("customers", {"group_by": [column], **more})]]


BEST = "Top 5 customers by Azure intent"
AZURE = {"field": "cluster", "values": ["act-now"], "products": ["azure"]}
M365 = {"field": "cluster", "values": ["act-now"], "products": ["m365"]}
INTENT, M365_INTENT, SIZE, EXPIRY = (top(by) for by in ("azure.intent", "m365.intent", "org_size", "expiring_revenue"))
TWO = [*INTENT, [("about_customers", {"customers": ["[customer 1]", "[customer 2]"]})]]
FAR = [*SIZE, [("about_customers", {"customers": ["[customer 1]", "[customer 4]"]})]]
