"""What a question about one customer asks beside its scores: who looks after it, when, what it runs."""

from collections.abc import Sequence

from assistant.offline.spans import Item
from knowledge.catalog import Catalog

_WHO = ("who", "whom", "whose", "who's")
_WHO_IS = {*_WHO, "is", "are", "was", "exactly", "actually", "the", "that", "this", "customer", "company", "account"}
_ASKS = (*_WHO, "which", "what", "per", "by", "each", "every", "name")
_OURS = {"of", "our", "my", "your", "the", "us"}


def asks_for_person(items: Sequence[Item]) -> bool:
    """``which of our account managers``, ``customers by account manager``, ``X: account manager?``."""
    for at, item in enumerate(items):
        if item.has("role"):
            before = next((other for other in reversed(items[:at]) if not _is_idle(other)), None)
            asked = before is not None and set(before.text.lower().split()) - _OURS <= set(_ASKS)
            rest = [other for other in items if other is not item and not other.has("mark", "noise")]
            if asked or (bool(rest) and all(other.has("name") for other in rest)):
                return True
    return False


def _is_idle(item: Item) -> bool:
    """Whether a word between "which" and a role says nothing: ``which of our account managers``."""
    return item.has("noise", "mark") and not set(item.text.lower().split()) & set(_ASKS)


def who_is_asked(items: Sequence[Item]) -> bool:
    """``who looks after X``, ``whose account is X``: somebody else than the customer; not ``who is X``."""
    said = [item for item in items if not item.has("mark")]
    names = [at for at, item in enumerate(said) if item.has("name")]
    first = (said[0].text.lower().split() or [""])[0] if said else ""
    if first not in _WHO or len(names) != 1 or any(item.has("comparative", "compare_customers") for item in said):
        return False
    before = {word for item in said[: names[0]] for word in item.text.lower().split()}
    return first == "whose" or not before <= _WHO_IS


def time_asked(items: Sequence[Item]) -> str:
    """The words that ask for a time, such as ``when``; empty where none do."""
    return next((item.text for item in items if item.has("time_asked")), "")


def lists_asked(items: Sequence[Item], catalog: Catalog) -> tuple[str, ...]:
    """The columns that list what runs on a product, and what is to come: ``what does it run on Azure``, ``what should
    come next on Azure``."""
    if not any(item.has("what", "define", "products") or item.text.lower().startswith("which") for item in items):
        return ()
    found: list[str] = []
    for at, item in enumerate(items):
        sense = item.sense("product")
        on_it = sense is not None and at > 0 and items[at - 1].text.lower().split()[-1] in ("on", "in")
        if sense and ((_runs(items) and on_it) or _comes_next(items)):
            lists = (field.id for field in catalog.fields.values() if field.kind == "list")
            found += [name for name in lists if catalog.fields[name].product == sense.value]
    return tuple(dict.fromkeys(found))


def _runs(items: Sequence[Item]) -> bool:
    return any(item.has("own") and not item.has("polar") for item in items)


def _comes_next(items: Sequence[Item]) -> bool:
    """``what should come next``: no stretch of time (``next month``)."""
    pairs = zip(items, [*items[1:], None], strict=True)
    return any(_is_next(item) and not (after and after.has("unit", "number")) for item, after in pairs)


def _is_next(item: Item) -> bool:
    return any((sense.kind, sense.value) == ("when", "next") for sense in item.senses)
