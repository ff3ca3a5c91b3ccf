"""Finds customers by name, domain or id: without case, accents, punctuation and legal forms."""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from knowledge.catalog import Catalog, LegalForms

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from scoring.engine import Engine

_NARROW = string.ascii_letters + string.digits
_WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in _NARROW)
_PLAIN = f"replace(replace(translate({{0}}, '{_WIDE}', '{_NARROW}'), '㈱', '(株)'), '㈲', '(有)')"
_FOLDED = f"strip_accents(replace(replace(replace(lower({_PLAIN}), 'ß', 'ss'), 'ø', 'o'), 'æ', 'ae'))"
_KEY = "trim(regexp_replace(" + _FOLDED + ", '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
SHORTEST_ID = 5
SHORTEST_SIMILAR = 4  # letters of a name that may have a slip, and more
LETTERS_A_SLIP = 6
LIKE = 0.8  # Jaro-Winkler similarity of names that are offered


@dataclass(frozen=True)
class NamedCustomer:
    """A customer that a name may mean; ``full`` when the whole name with its legal form was given."""

    customer_id: str
    account_name: str
    city: str
    full: bool


def find_customers(engine: "Engine", texts: Sequence[str]) -> dict[str, list[NamedCustomer]]:
    """For each text that is a customer's name, domain or id: the customers. A full name shuts out short ones."""
    forms = engine.fetch(
        _FORMS, {"texts": list(dict.fromkeys(texts)), **_patterns(engine.catalog.legal_forms, wide_only=True)}
    )
    known = _with_keys(engine, {form["key"] for form in forms})
    found: dict[str, list[NamedCustomer]] = {}
    for form in forms:
        customers = [customer for customer in known.get(form["key"], ()) if not (customer.full and form["cut"])]
        found.setdefault(form["text"], []).extend(customers)
    return {text: _strictest(customers) for text, customers in found.items() if customers}


def _with_keys(engine: "Engine", keys: Iterable[str]) -> dict[str, list[NamedCustomer]]:
    """The customers by key. Each key is a value of its own: so the index of the kept table finds them."""
    engine.tables.require_names()
    asked: dict[str, object] = {f"k{number}": key for number, key in enumerate(sorted(keys))}
    if not asked:
        return {}
    marks = ", ".join(f"${name}" for name in asked)
    found: dict[str, list[NamedCustomer]] = {}
    for row in engine.fetch(f"SELECT * FROM names WHERE key IN ({marks}) ORDER BY ALL", asked):  # noqa: S608
        customer = NamedCustomer(row["customer_id"], row["account_name"], row["city"] or "", row["form"] == "full")
        found.setdefault(row["key"], []).append(customer)
    return found


def customers_beginning(engine: "Engine", text: str, limit: int = 8) -> list[NamedCustomer]:
    """Customers whose name begins with whole words of a text."""
    engine.tables.require_names()
    rows = engine.fetch(_BEGINNING, {"text": text, "limit": limit})
    return [_customer(row) for row in rows]


def similar_customers(engine: "Engine", text: str, limit: int = 5) -> list[NamedCustomer]:
    """Customers whose name is spelled nearly like a text, nearest first."""
    return [customer for _, customer in similar_to_any(engine, [text], limit)]


def similar_to_any(engine: "Engine", texts: Sequence[str], limit: int = 5) -> list[tuple[str, NamedCustomer]]:
    """Customers whose name is spelled nearly like one of some texts (a slip in six letters), with that text; of the
    texts that have any the longest, nearest names first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = _short_names(engine)
    keys = {text: key for text, key in _keys(engine, texts).items() if len(key) > SHORTEST_SIMILAR}
    for text in sorted(keys, key=lambda text: (-len(text), text)):
        slips = max(1, len(keys[text]) // LETTERS_A_SLIP)
        near = process.extract(keys[text], known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        found = [(distance, customer) for key, distance, _ in near for customer in known[key]]
        found.sort(key=lambda pair: (pair[0], pair[1].account_name, pair[1].customer_id))
        if found:
            return [(text, customer) for _, customer in found[:limit]]
    return []


def nearest_names(engine: "Engine", text: str, limit: int = 3) -> list[str]:
    """The names that are most like a text, if any is somewhat like it."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    known = _short_names(engine)
    key = _keys(engine, [text])[text]
    near = process.extract(key, known.keys(), scorer=JaroWinkler.similarity, score_cutoff=LIKE, limit=None)
    likeness = {customer.account_name: score for known_key, score, _ in near for customer in known[known_key]}
    return sorted(likeness, key=lambda name: (-likeness[name], name))[:limit]


_KNOWN: "WeakKeyDictionary[Engine, dict[str, list[NamedCustomer]]]" = WeakKeyDictionary()


def _short_names(engine: "Engine") -> dict[str, list[NamedCustomer]]:
    """The customers by the key of their name without its legal form; gathered once for an engine."""
    if engine not in _KNOWN:
        _KNOWN[engine] = _gather_names(engine)
    return _KNOWN[engine]


def _gather_names(engine: "Engine") -> dict[str, list[NamedCustomer]]:
    engine.tables.require_names()
    rows = engine.fetch(
        "SELECT DISTINCT key, customer_id, account_name, city FROM names WHERE form = 'short' ORDER BY ALL"
    )
    known: dict[str, list[NamedCustomer]] = {}
    for row in rows:
        known.setdefault(row["key"], []).append(_customer(row))
    return known


def _keys(engine: "Engine", texts: Sequence[str]) -> dict[str, str]:
    """Each text with the key that names are found by."""
    rows = engine.fetch(_TEXT_KEYS, {"texts": list(dict.fromkeys(texts))})
    return {row["text"]: row["key"] for row in rows}


def _customer(row: Mapping[str, Any]) -> NamedCustomer:
    return NamedCustomer(row["customer_id"], row["account_name"], row["city"] or "", False)


def _strictest(customers: list[NamedCustomer]) -> list[NamedCustomer]:
    full = [customer for customer in customers if customer.full]
    kept = {customer.customer_id: customer for customer in (full or customers)}
    return [kept[key] for key in sorted(kept)]


def create_names(connection: "DuckDBPyConnection", catalog: Catalog, named: str) -> None:
    """Make the table ``names``: every form of the newest name of each customer, with the key it is found by.

    ``named`` is the SQL that gives customer_id, account_name, domain, city and month.
    """
    connection.execute(_NAMES.replace("{named}", named), _patterns(catalog.legal_forms))


def _patterns(forms: LegalForms, wide_only: bool = False) -> dict[str, str]:
    """Regular expressions for the legal forms behind, before and (in wide letters) at either end of a name;
    ``wide_only``: before it only those in wide letters, since "the" may stand before any word of a question."""
    after = "|".join(re.escape(form) for form in sorted(forms.after, key=len, reverse=True))
    before = "|".join(
        re.escape(form) for form in sorted(forms.before, key=len, reverse=True) if not (wide_only and form.isascii())
    )
    wide = "|".join(form for form in (*forms.before, *forms.after) if not form.isascii() and len(form) > 1)
    return {"after": f"( ({after}))+$", "before": f"^({before}) ", "wide": f"^({wide})|({wide})$"}


_SHORT = "trim(regexp_replace(regexp_replace(regexp_replace(key, $after, ''), $before, ''), $wide, ''))"
_NAMES = f"""
CREATE TEMP TABLE names AS
WITH newest AS (
    SELECT customer_id, arg_max(account_name, month) AS account_name, arg_max(domain, month) AS domain,
           arg_max(city, month) AS city
    FROM ({{named}}) GROUP BY customer_id
), keyed AS (
    SELECT customer_id, account_name, city, domain, {_KEY.format("account_name")} AS key FROM newest
), shortened AS (
    SELECT *, {_SHORT} AS short
    FROM keyed
)
SELECT customer_id, account_name, city, key, 'full' AS form FROM shortened WHERE key <> ''
UNION ALL
SELECT customer_id, account_name, city, short, 'short' FROM shortened WHERE short NOT IN ('', key)
UNION ALL
SELECT customer_id, account_name, city, key, 'short' FROM shortened WHERE short = key AND key <> ''
UNION ALL
SELECT customer_id, account_name, city, {_KEY.format("domain")}, 'full' FROM newest WHERE domain <> ''
UNION ALL
SELECT customer_id, account_name, city, lower(customer_id), 'full' FROM newest
WHERE length(customer_id) >= {SHORTEST_ID}
"""  # noqa: S608
_FORMS = f"""
WITH asked AS (
    SELECT t AS text, {_KEY.format("t")} AS key FROM (SELECT unnest($texts::VARCHAR[]) AS t)
)
SELECT text, key, false AS cut FROM asked
UNION ALL
SELECT text, {_SHORT}, true FROM asked WHERE {_SHORT} NOT IN ('', key)
ORDER BY ALL
"""  # noqa: S608
_TEXT_KEYS = f"SELECT t AS text, {_KEY.format('t')} AS key FROM (SELECT unnest($texts::VARCHAR[]) AS t)"  # noqa: S608
_BEGINNING = f"""
SELECT DISTINCT customer_id, account_name, city FROM names
WHERE form <> 'full' AND starts_with(key || ' ', {_KEY.format("$text")} || ' ')
ORDER BY account_name, customer_id LIMIT $limit
"""  # noqa: S608
