"""Tokens such as ``[customer 1]``, and how models write them back: other brackets, capitals, lists of several."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.private.fields import CUSTOMER

_KINDS = {
    CUSTOMER: "customer|customers|kund|顧客|고객",
    "city": "city|cities|stad|都市|도시",
    "place": "place",
    "domain": "domain|domän|ドメイン|도메인",
    "id": "id",
    "postcode": "postcode",
    "partner": "partner",
    "text": "text",
    "name": "name|namn|名前|이름",
    "word": "word",
    "email": "email",
    "url": "url",
    "phone": "phone",
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}
_KIND = "|".join(sorted(_BY_WORD, key=len, reverse=True))
_ONE = rf"(?:(?P<kind>{_KIND})[\s_\-\u00a0#:]*)?(?P<number>\d{{1,6}})"
_EACH = re.compile(_ONE, re.IGNORECASE)
_PART = rf"(?:{_KIND})[\s_\-\u00a0#:]*\d{{1,6}}"
_MORE = rf"(?:\s*(?:,|;|/|&|、|and|or|och|und)\s*(?:(?:{_KIND})[\s_\-\u00a0#:]*)?\d{{1,6}})*"
_WHOLE = re.compile(rf"{_PART}", re.IGNORECASE)
_BRACKETED = re.compile(
    rf"(?P<open>\\?\[|[(<{{【［〔「『（])\s*(?P<inner>{_PART}{_MORE})\s*(?:\\?\]|[)>}}】］〕」』）])", re.IGNORECASE
)
_ROUND = "(（"
_OUTER = re.compile(r"^[\s*_`\"'“”]+|(?<![\s*_`\"'“”.])[\s*_`\"'“”.]+$")


class Token(NamedTuple):
    """Kind and number of a token."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"[{self.kind} {self.number}]"


def only_token(text: str) -> Token | None:
    """The token that a whole text is, in brackets or not; None where it is more or something else."""
    bare = _OUTER.sub("", text)
    if found := _BRACKETED.fullmatch(bare):
        bare = found["inner"]
    return next(_tokens(bare)) if _WHOLE.fullmatch(bare) else None


def tokens_in(text: str) -> list[tuple[int, int, tuple[Token, ...]]]:
    """The brackets of a text with tokens in them, from letter to letter; round ones may hold other words."""
    found = (each for each in _BRACKETED.finditer(text) if each["open"] not in _ROUND)
    return [(each.start(), each.end(), tuple(_tokens(each["inner"]))) for each in found]


def _tokens(inner: str) -> Iterator[Token]:
    kind = ""
    for part in _EACH.finditer(inner):
        kind = _BY_WORD[part["kind"].lower()] if part["kind"] else kind
        yield Token(kind, int(part["number"]))


def replace_tokens(text: str, shown: Callable[[Token], str | None]) -> str:
    """A text with what ``shown`` gives in the place of each token; where it gives None, the token stays. Round brackets
    stay as well, for a sentence may need them."""

    def put_back(found: re.Match[str]) -> str:
        values = [shown(token) for token in _tokens(found["inner"])]
        if any(value is None for value in values):
            return found.group()
        rest = iter(values)
        inner = _EACH.sub(lambda _: str(next(rest)), found["inner"])
        return f"({inner})" if found["open"] in _ROUND else inner

    return _BRACKETED.sub(put_back, text)
