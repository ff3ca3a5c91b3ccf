"""Reads what is only said in a conversation: going back, showing again, the second one, the first group, the next."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.about_one import ASKED
from assistant.offline.conversation import Context
from assistant.offline.outcome import WHAT_TO_KNOW, AskBack, Outcome, ReadBack, ReadCustomers, ReadQuery
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from knowledge.messages import Word, text
from scoring.query import MONTH, Filter, Query, reference

NOTHING_BEFORE = text("Which customers do you mean? There is no earlier list in this conversation.")
ANEW = WHAT_TO_KNOW
NOTHING_TO_UNDO = text("There is nothing to go back to in this conversation. What would you like to know?")
IDLE = ("noise", "mark", "pronoun", "stand_in", "and", "it", "instead", "narrow", "who", "what", "polar", "verb")
_SHOWN = ("back", "again", "whole", "reveal")
MOST_COMPARED = 6


def read_move(items: Sequence[Item], context: Context, catalog: Catalog) -> Outcome | None:
    """What a message without any condition of its own asks; None where it says more."""
    if any(item.unknown or item.has("name", "denies") or _denies(item) for item in items):
        return None
    said = [item for item in items if not item.has("mark")]
    if others := next((item for item in said if item.has("others")), None):
        idle = all(item.has(*IDLE, "others", "customers", "reveal", "count", "or") for item in said)
        return AskBack(text("Which ones do you mean by “{words}”?", words=Word(others.text))) if idle else None
    if any(item.has("back") for item in said) and all(item.has(*IDLE, "back", "again", "when") for item in said):
        return ReadBack(any("list" in item.text.lower().split() for item in said))
    if any(item.has("anew") for item in said) and all(item.has(*IDLE, "anew") for item in said):
        return ReadBack(to_start=True)
    if not context.customers and not context.groups and _nothing_placed(said):
        return AskBack(NOTHING_BEFORE)
    if group := _group(items, context, catalog):
        return group
    if _is_number(said):
        return _unclear_number(int(said[0].senses[0].value), context)
    if all(item.has(*IDLE, *_SHOWN) and not item.has("yes") for item in said) and _points(said):
        return _shown(said, context, catalog)
    return None


def _denies(item: Item) -> bool:
    """``who isn't?``: not the same once more."""
    return item.has("neg", "lack") and item.text.lower().replace("’", "'").endswith(("n't", "not", "without"))


def behind_new_start(items: Sequence[Item]) -> list[Item] | None:
    """``forget that. Act Now for Surface in Oslo?``: what stands behind words that begin anew and a mark; None where
    nothing does."""
    for at, item in enumerate(items):
        if item.has("mark") and any(before.has("anew") for before in items[:at]):
            rest = list(items[at + 1 :])
            return rest if any(not other.has(*IDLE) for other in rest) else None
        if not item.has(*IDLE, "anew"):
            return None
    return None


def _points(said: Sequence[Item]) -> bool:
    """Whether words mean what was shown before: ``again``, ``all of them``, ``who are they``, ``show me``."""
    customers = any(item.has("customers") for item in said)
    return any(item.has(*_SHOWN) for item in said) and not customers


def _shown(said: Sequence[Item], context: Context, catalog: Catalog) -> Outcome:
    """The question before once more; its customers in place of their number; all of them in place of the first."""
    before = context.outcome
    if before is None:
        return AskBack(NOTHING_BEFORE)
    if not isinstance(before, ReadQuery):
        return before
    if any(item.has("whole") for item in said):
        return as_list(before, catalog, whole=True)
    if any(item.has("again") for item in said):
        return before
    return as_list(before, catalog, whole=False)


def as_list(read: ReadQuery, catalog: Catalog, whole: bool) -> ReadQuery:
    """The customers that a query is about, best first where it is about one product."""
    query = read.query
    if query.measure or query.group_by:
        part = query.measure.having if query.measure else ()
        wanted = replace(query.set, filters=(*query.set.filters, *part))
        query = Query(wanted, order=query.order if not query.group_by else ())
    return ReadQuery(replace(query, limit=None if whole else query.limit), read.assumptions)


# ---- customers of the list -------------------------------------------------------------------------------------------


def _nothing_placed(said: Sequence[Item]) -> bool:
    """``the second one`` where no list was shown."""
    return any(item.has("ordinal", "step") for item in said) and all(
        item.has(*IDLE) or says_place(item) for item in said
    )


def _is_number(said: Sequence[Item]) -> bool:
    return len(said) == 1 and said[0].text.isdigit() and said[0].has("number") and int(said[0].text) > 0


def _unclear_number(number: int, context: Context) -> AskBack:
    """``2`` after a list: so many of them, or the one at that place."""
    if not context.customers:
        return AskBack(text("What about {number}? There is no earlier list in this conversation.", number=number))
    choices: list[str] = [text("only the first {number}", number=number)]
    rewritten = [f"top {number} of them"]
    if number <= len(context.customers):
        choices.append(_at_place(number))
        rewritten.append(f"tell me about number {number}")
    return AskBack(text("What about {number}?", number=number), tuple(choices), tuple(rewritten))


def _at_place(number: int) -> str:
    """``the 3rd customer of the list``."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return {
        1: text("the {number}st customer of the list", number=number),
        2: text("the {number}nd customer of the list", number=number),
        3: text("the {number}rd customer of the list", number=number),
    }.get(last, text("the {number}th customer of the list", number=number))


def places_of(items: Sequence[Item], context: Context) -> list[int]:
    """The places in the list before that a question means, from 0, negative from its end: ``the second``, ``number
    3``, ``the first two``, ``the next one``, and where it explains or compares, bare numbers."""
    if span := _stretch(items):
        return span
    found = [_place(int(sense.value)) for item in ordinals(items) if (sense := item.sense("ordinal"))]
    if not found and (step := next((sense for item in items if (sense := item.sense("step"))), None)):
        return _stepped(int(step.value), context)
    if not found and _is_last(items):
        return [-1]
    found = found or [_place(number) for number in _numbered(items)]
    numbered = any(item.has("explain", "compare_customers") for item in items)
    if not found and numbered:
        found = [_place(number) for item in counting(items) if (number := _bare_number(item))]
    return found or ([0] if numbered and _is_first(items) else [])


def _numbered(items: Sequence[Item]) -> list[int]:
    """The places that the word "number" says: ``what about number 5``, ``number 2, 3 and 4``."""
    word = next((place for place, item in enumerate(items) if _is_word(item)), len(items))
    found: list[int] = []
    for item in items[word + 1 :]:
        if number := _bare_number(item):
            found.append(number)
        elif not (_is_word(item) or item.has("and", "mark", "noise")):
            break
    return found


def ordinals(items: Sequence[Item]) -> list[Item]:
    """The items that say a place in a list; not those before a number (``the first ten``)."""
    following = [*items[1:], None]
    pairs = zip(items, following, strict=True)
    return [item for item, after in pairs if item.has("ordinal") and not (after and _bare_number(after))]


def counting(items: Sequence[Item]) -> list[Item]:
    """The items but those behind a pronoun (``those two``), whose number is how many they are."""
    return [item for place, item in enumerate(items) if not (place and items[place - 1].has("pronoun"))]


def says_place(item: Item) -> bool:
    """Whether an item says which customer of a list is meant."""
    return item.has("ordinal", "step") or says_last(item)


def about_places(items: Sequence[Item]) -> bool:
    """Whether a message asks for nothing but customers of the list: by their places, explained or compared."""
    asks = any(item.has("explain", "where", "score", "field", "polar", "compare_customers", *ASKED) for item in items)
    quiet = (*IDLE, "number", "first", "id", "product", "family")
    numbered = _numbered(items)
    idle = all(item.has(*quiet) or says_place(item) or (numbered and _is_word(item)) for item in items)
    heads = any(_is_head(items, place) for place in range(len(items)))
    placed = bool(ordinals(items) or numbered) or any(item.has("step") or says_last(item) for item in items)
    left_out = not asks and any(item.has("lack", "neg") for item in items)  # "without the first"
    return not heads and not left_out and not _many(items) and (asks or (idle and placed))


def _is_word(item: Item) -> bool:
    return item.has("numbered")


def _is_head(items: Sequence[Item], place: int) -> bool:
    """Whether a figure, an order or groups are asked for; not a column of one customer ("how many employees does the
    first have") nor a place ("number 5")."""
    item, following = items[place], items[place + 1] if place + 1 < len(items) else None
    column = following is not None and following.has("field") and bool(ordinals(items) or _numbered(items))
    if item.has("count") and (column or (_is_word(item) and _numbered(items))):
        return False
    return item.has("count", "function", "share", "order", "group")


def _many(items: Sequence[Item]) -> bool:
    """Whether customers are asked for, other than the one at a place (``the second customer``)."""
    return any(
        item.has("customers") and not (place and items[place - 1].has("ordinal"))
        for place, item in enumerate(items)
        if not item.has("ordinal", "step")
    )


def _place(number: int) -> int:
    return number - 1 if number > 0 else number


def _bare_number(item: Item) -> int:
    sense = item.sense("number")
    return int(sense.value) if sense and not item.has("stand_in") and sense.value in range(1, 1000) else 0


def _stretch(items: Sequence[Item]) -> list[int]:
    """``compare the first two``: from the head of the list, or its end."""
    if not any(item.has("compare_customers") for item in items):
        return []
    for item, following in itertools.pairwise(items):
        number = _bare_number(following)
        if 1 < number <= MOST_COMPARED and (item.has("first", "top") or _says_first(item)):
            return list(range(number))
        if 1 < number <= MOST_COMPARED and says_last(item):
            return list(range(-number, 0))
    return []


def _says_first(item: Item) -> bool:
    return (sense := item.sense("ordinal")) is not None and sense.value == 1


def says_last(item: Item) -> bool:
    """Whether an item says ``last``."""
    return any((s.kind, s.value) in (("when", "last"), ("ordinal", -1)) for s in item.senses)


def _is_last(items: Sequence[Item]) -> bool:
    """``and the last?``: no unit of time follows."""
    timed = any(item.has("unit", "month", "number", "report") for item in items)
    return not timed and any(says_last(item) for item in items)


def _is_first(items: Sequence[Item]) -> bool:
    return any(item.has("first") for item in items)


def _stepped(step: int, context: Context) -> list[int]:
    """``the next one``: beside the customer of the list that was spoken of last."""
    before = context.outcome
    if not isinstance(before, ReadCustomers) or len(before.customers) != 1:
        return [0] if step > 0 and context.customers else []
    one = before.customers[0]
    return [max(context.customers.index(one) + step, 0)] if one in context.customers else []


# ---- groups ----------------------------------------------------------------------------------------------------------


def _group(items: Sequence[Item], context: Context, catalog: Catalog) -> Outcome | None:
    """``the ones in the first group`` after a break-down, or its name as it was shown: its customers."""
    query = context.query
    if query is None or not query.group_by or not context.groups:
        return None
    key = " ".join(item.text for item in items if not item.has("mark")).casefold()
    if named := next((each for each in context.groups if each.casefold() == key), ""):
        return _drilled(query, named, catalog)
    fields = {name.rpartition(".")[2] for name in query.group_by}
    meant = ("ordinal", "first", "superlative", "top", "groupword", "customers", "reveal", "step")
    if not all(item.has(*IDLE, *meant) or says_last(item) or _names(item, fields) for item in items):
        return None
    if any(item.has("again", "whole") for item in items):
        return None
    if sense := next((sense for item in items if (sense := item.sense("superlative"))), None):
        return _largest(query, context, str(sense.value), catalog)
    places = places_of(items, context) or ([0] if any(item.has("first", "top") for item in items) else [])
    if len(places) != 1:
        return None
    size = len(context.groups)
    if not -size <= places[0] < size:
        return AskBack(text("The groups end with number {count}. Which one do you mean?", count=size))
    return _drilled(query, context.groups[places[0]], catalog)


def _largest(query: Query, context: Context, direction: str, catalog: Catalog) -> Outcome:
    """``the biggest group``, ``the smallest``, in whatever order they were shown; asked back where several are."""
    wanted = min(context.figures) if direction == "asc" else max(context.figures)
    keys = [key for key, figure in zip(context.groups, context.figures, strict=True) if figure == wanted]
    if len(keys) > 1:
        return AskBack(text("Several groups are as large: {groups}. Which one do you mean?", groups="; ".join(keys)))
    return _drilled(query, keys[0], catalog)


def _names(item: Item, fields: set[str]) -> bool:
    """Whether an item only says again what the groups are of: ``the first country``."""
    return any(sense.kind in ("field", "score") and sense.value in fields for sense in item.senses)


def _drilled(query: Query, key: str, catalog: Catalog) -> Outcome:
    """The customers of one group of a break-down."""
    keys = key.split(" | ")
    if len(keys) != len(query.group_by):
        return AskBack(text("Which customers do you mean by “{group}”?", group=key))
    part = query.measure.having if query.measure and query.measure.function != "share" else ()
    values = dict(zip(query.group_by, keys, strict=True))
    month = values.pop(MONTH, "")
    added = tuple(_of_group(column, value, catalog) for column, value in values.items())
    if any(item is None for item in added):
        return AskBack(text("I cannot list the customers of “{group}” by themselves. What shall they have?", group=key))
    filters = (*query.set.filters, *part, *(item for item in added if item is not None))
    wanted = replace(query.set, month=month, since="") if month else query.set
    return ReadQuery(Query(replace(wanted, filters=filters)))


def _of_group(column: str, key: str, catalog: Catalog) -> Filter | None:
    """The condition that a customer of a group meets; None where its key is no value to filter by."""
    ref = reference(catalog, column)
    products = (ref.product,) if ref.product else ()
    section = {"fit_band": "band", "intent_band": "band"}.get(ref.field, ref.field)
    if section in ("cluster", "band", "cohort", "category"):
        ids = [id for id, entry in catalog.sections[section].items() if entry.title == key]
        return Filter(ref.field, "in", (ids[0],), products) if ids else None
    if ref.field == "cell" or not ref.product:
        known = catalog.fields.get(ref.field)
        flag = known is not None and known.kind == "flag"
        return Filter(ref.field, "in", (key == "Yes" if flag else key,), products)
    return None
