"""The keys that customers' names are found by: without case, accents, punctuation and legal forms.

The table of names is keyed by SQL. What a question holds is mostly plain letters, whose keys are the same made here,
in a fraction of the time that a statement takes.
"""

import re
import string
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.entries import LegalForms

if TYPE_CHECKING:
    from scoring.engine import Engine

_NARROW = string.ascii_letters + string.digits
_WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in _NARROW)
_PLAIN = f"replace(replace(translate({{0}}, '{_WIDE}', '{_NARROW}'), '㈱', '(株)'), '㈲', '(有)')"
_FOLDED = f"strip_accents(replace(replace(replace(lower({_PLAIN}), 'ß', 'ss'), 'ø', 'o'), 'æ', 'ae'))"
KEY = "trim(regexp_replace(" + _FOLDED + ", '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
"""SQL of the key of ``{0}``."""
SHORT = "trim(regexp_replace(regexp_replace(regexp_replace(key, $after, ''), $before, ''), $wide, ''))"
"""SQL of ``key`` without its legal form, given the parameters of :func:`patterns`."""
_OTHERS = re.compile("[^a-z0-9]+")


def keys_of(engine: "Engine", texts: Iterable[str]) -> dict[str, str]:
    """Each text with the key that names are found by."""
    found = {text: _OTHERS.sub(" ", text.lower()).strip() for text in texts if text.isascii()}
    if others := [text for text in dict.fromkeys(texts) if text not in found]:
        found |= {row["text"]: row["key"] for row in engine.fetch(_TEXT_KEYS, {"texts": others})}
    return found


def without_form(forms: LegalForms, key: str) -> str:
    """The key of a text in a question without its legal form. Before it only wide letters are one: "the" may stand
    before any word."""
    for pattern in patterns(forms, wide_only=True).values():
        key = re.sub(pattern, "", key, count=1)
    return key.strip()


@lru_cache(maxsize=8)
def patterns(forms: LegalForms, wide_only: bool = False) -> Mapping[str, str]:
    """Regular expressions for the legal forms behind, before and (in wide letters) at either end of a name;
    ``wide_only``: before it only those in wide letters."""
    after = "|".join(re.escape(form) for form in sorted(forms.after, key=len, reverse=True))
    before = "|".join(
        re.escape(form) for form in sorted(forms.before, key=len, reverse=True) if not (wide_only and form.isascii())
    )
    wide = "|".join(form for form in (*forms.before, *forms.after) if not form.isascii() and len(form) > 1)
    return {"after": f"( ({after}))+$", "before": f"^({before}) ", "wide": f"^({wide})|({wide})$"}


_TEXT_KEYS = f"SELECT t AS text, {KEY.format('t')} AS key FROM (SELECT unnest($texts::VARCHAR[]) AS t)"  # noqa: S608
