"""Names of customers in a text, whole or without their legal form, of today or of earlier months."""

import re
from collections.abc import Iterator, Sequence

from assistant.private.everyday import key_of, stretches
from assistant.private.fields import CUSTOMER
from assistant.private.search import STRICT, Searched, Stretch, of_customers
from scoring.names import NamedCustomer, customers_beginning, find_customers

LONGEST_NAME = 14
LONGEST_WIDE_NAME = 20
_SHORT_ID = 5
_PARTING = frozenset(";:?!\n")
"""Signs that end a name, unless it holds them itself."""
_POSSESSED = re.compile(r"['’]?s$", re.IGNORECASE)


def named(searched: Searched) -> Iterator[Stretch]:
    """Names of customers, whole or without their legal form."""
    texts = {stretch: searched.slice(*stretch) for stretch in _candidates(searched)}
    shorn = {text: _POSSESSED.sub("", text) for text in texts.values() if len(text) > _SHORT_ID}
    if not texts:
        return
    found = find_customers(searched.private.engine, [*texts.values(), *shorn.values()])
    for (first, last), text in texts.items():
        forms = (text, shorn.get(text, ""))
        name = next((each for each in (forms[::-1] if text[-2:-1] in "'’" else forms) if each in found), "")
        if name and _is_named(searched, first, last, name, found[name]):
            yield _with_signs(searched, _named_one(searched, first, name, found[name]))


def former_names(searched: Searched) -> Iterator[Stretch]:
    """Names that customers had in earlier months."""
    words, former = searched.words, searched.private.former
    longest = max((key.count(" ") + 1 for key in former), default=0)
    for first, last in stretches(words, longest):
        who = former.get(" ".join(word.key for word in words[first:last]))
        if who and not searched.is_public(words[first].start, words[last - 1].end):
            yield Stretch(words[first].start, words[last - 1].end, CUSTOMER, searched.slice(first, last), *who)


def _candidates(searched: Searched) -> Iterator[tuple[int, int]]:
    """The stretches that begin as a name does."""
    begin = searched.private.beginnings
    for start, word in enumerate(searched.words):
        if word.key in begin:
            longest = LONGEST_WIDE_NAME if word.wide else LONGEST_NAME
            yield from ((start, end) for end in range(start + 1, min(start + longest, len(searched.words)) + 1))


def _is_named(searched: Searched, first: int, last: int, name: str, customers: Sequence[NamedCustomer]) -> bool:
    """Whether a stretch that is a name is one here: public words are where they were read so, and where several that
    are no phrase together are written exactly as in the name, with capitals."""
    start, end = searched.words[first].start, searched.words[last - 1].end
    whole = [customer for customer in customers if customer.full or name in customer.account_name]
    if set(name) & _PARTING and not whole:
        return False
    if not searched.is_public(start, end):
        return not (last == first + 1 and name.isdigit() and len(name) < _SHORT_ID)
    if key_of(name) in searched.names_read:
        return True
    exact = any(customer.account_name.startswith(name) for customer in customers)
    capital = all(word.text[:1].isupper() for word in searched.words[first:last])
    if searched.written == STRICT and exact and capital:
        return True
    phrase = any((start, end) == (at, to) for at, to, _ in searched.phrases)
    return last > first + 1 and exact and capital and not phrase


def _named_one(searched: Searched, first: int, name: str, customers: Sequence[NamedCustomer]) -> Stretch:
    """The customer where it is one only; names that go on behind a short one leave it open whom it means."""
    start = searched.words[first].start
    if len(customers) == 1 and not customers[0].full:
        customers = [*customers, *customers_beginning(searched.private.engine, name)]
        customers = list({customer.customer_id: customer for customer in customers}.values())
    stretch = of_customers(start, name, customers)
    assert stretch is not None  # noqa: S101 - there are customers
    return stretch


def _with_signs(searched: Searched, found: Stretch) -> Stretch:
    """With the signs that begin and end the name, where they are written too (``@Home Nursing``)."""
    before = re.match(r"[\W_]*", found.name)
    after = re.search(r"[\W_]*$", found.name)
    start, end = found.start, found.end
    if before and before.group() and searched.text[:start].endswith(before.group()):
        start -= len(before.group())
    if after and after.group() and searched.text[end:].startswith(after.group()):
        end += len(after.group())
    return found._replace(start=start, end=end, text=searched.text[start:end])
