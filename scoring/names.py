"""Finds customers by name, domain or id: without case, accents, punctuation and legal forms."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from knowledge.catalog import Catalog
from scoring.name_keys import KEY, SHORT, keys_of, patterns, without_form

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from scoring.engine import Engine

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
    forms = _forms(engine, texts)
    known = _with_keys(engine, {key for _, key, _ in forms})
    found: dict[str, list[NamedCustomer]] = {}
    for text, key, cut in forms:
        customers = [customer for customer in known.get(key, ()) if not (customer.full and cut)]
        found.setdefault(text, []).extend(customers)
    return {text: _strictest(customers) for text, customers in found.items() if customers}


def _forms(engine: "Engine", texts: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Each text with its key and, where a legal form was cut off it, with the key without that, which True marks."""
    whole = keys_of(engine, texts)
    short = {text: without_form(engine.catalog.legal_forms, key) for text, key in whole.items()}
    cut = [(text, key, True) for text, key in short.items() if key not in ("", whole[text])]
    return sorted([*((text, key, False) for text, key in whole.items()), *cut])


def _with_keys(engine: "Engine", keys: Iterable[str]) -> dict[str, list[NamedCustomer]]:
    """The customers by key."""
    found: dict[str, list[NamedCustomer]] = {}
    for row in _of_keys(engine, _NAMED, keys):
        customer = NamedCustomer(row["customer_id"], row["account_name"], row["city"] or "", row["form"] == "full")
        found.setdefault(row["key"], []).append(customer)
    return found


def _of_keys(engine: "Engine", sql: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of some keys. Each key is a value of its own: so the index of the kept table finds them."""
    engine.tables.require_names()
    asked: dict[str, object] = {f"k{number}": key for number, key in enumerate(sorted(keys))}
    return engine.fetch(sql.format(marks=", ".join(f"${name}" for name in asked)), asked) if asked else []


def customers_beginning(engine: "Engine", text: str, limit: int = 8) -> list[NamedCustomer]:
    """Customers whose name begins with whole words of a text."""
    engine.tables.require_names()
    key = keys_of(engine, [text])[text]
    rows = engine.fetch(_BEGINNING, {"key": key, "first": f"{key} ", "behind": f"{key}!", "limit": limit})
    return [_customer(row) for row in rows]


def similar_customers(engine: "Engine", text: str, limit: int = 5) -> list[NamedCustomer]:
    """Customers whose name is spelled nearly like a text, nearest first."""
    return [customer for _, customer in similar_to_any(engine, [text], limit)]


def similar_to_any(engine: "Engine", texts: Sequence[str], limit: int = 5) -> list[tuple[str, NamedCustomer]]:
    """Customers whose name is spelled nearly like one of some texts (a slip in six letters), with that text; of the
    texts that have any the longest, nearest names first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = _short_keys(engine)
    keys = {text: key for text, key in keys_of(engine, texts).items() if len(key) > SHORTEST_SIMILAR}
    for text in sorted(keys, key=lambda text: (-len(text), text)):
        length, slips = len(keys[text]), max(1, len(keys[text]) // LETTERS_A_SLIP)
        alike = known[bisect_left(known, length - slips, key=len) : bisect_right(known, length + slips, key=len)]
        near = process.extract(keys[text], alike, scorer=OSA.distance, score_cutoff=slips, limit=None)
        if near:
            customers = _first_named(engine, [(key, distance) for key, distance, _ in near], limit)
            return [(text, customer) for customer in customers[:limit]]
    return []


def nearest_names(engine: "Engine", text: str, limit: int = 3) -> list[str]:
    """The names that are most like a text, if any is somewhat like it."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    key = keys_of(engine, [text])[text]
    near = process.extract(key, _short_keys(engine), scorer=JaroWinkler.similarity, score_cutoff=LIKE, limit=None)
    customers = _first_named(engine, [(known, -likeness) for known, likeness, _ in near], limit)
    return list(dict.fromkeys(customer.account_name for customer in customers))[:limit]


def _first_named(engine: "Engine", near: Sequence[tuple[str, float]], limit: int) -> list[NamedCustomer]:
    """The customers of ``limit`` keys or, where more are as far as the last of them, of these: nearest first. ``near``
    are keys of names without legal forms with their distance, nearest first."""
    far = {key: distance for key, distance in near if distance <= near[:limit][-1][1]}
    rows = _of_keys(engine, _SHORT_NAMED, far)
    rows.sort(key=lambda row: (far[row["key"]], row["account_name"], row["customer_id"]))
    return [_customer(row) for row in rows]


_KNOWN: "WeakKeyDictionary[Engine, list[str]]" = WeakKeyDictionary()


def _short_keys(engine: "Engine") -> list[str]:
    """The keys of all names without their legal forms, by their lengths; gathered once for an engine."""
    if engine not in _KNOWN:
        engine.tables.require_names()
        rows = engine.fetch("SELECT DISTINCT key FROM names WHERE form = 'short'")
        _KNOWN[engine] = sorted((row["key"] for row in rows), key=len)
    return _KNOWN[engine]


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
    connection.execute(_NAMES.replace("{named}", named), patterns(catalog.legal_forms))


_NAMES = f"""
CREATE TEMP TABLE names AS
WITH newest AS (
    SELECT customer_id, arg_max(account_name, month) AS account_name, arg_max(domain, month) AS domain,
           arg_max(city, month) AS city
    FROM ({{named}}) GROUP BY customer_id
), keyed AS (
    SELECT customer_id, account_name, city, domain, {KEY.format("account_name")} AS key FROM newest
), shortened AS (
    SELECT *, {SHORT} AS short
    FROM keyed
)
SELECT customer_id, account_name, city, key, 'full' AS form FROM shortened WHERE key <> ''
UNION ALL
SELECT customer_id, account_name, city, short, 'short' FROM shortened WHERE short NOT IN ('', key)
UNION ALL
SELECT customer_id, account_name, city, key, 'short' FROM shortened WHERE short = key AND key <> ''
UNION ALL
SELECT customer_id, account_name, city, {KEY.format("domain")}, 'full' FROM newest WHERE domain <> ''
UNION ALL
SELECT customer_id, account_name, city, lower(customer_id), 'full' FROM newest
WHERE length(customer_id) >= {SHORTEST_ID}
"""  # noqa: S608
_NAMED = "SELECT * FROM names WHERE key IN ({marks}) ORDER BY ALL"
_BEGINNING = """
SELECT DISTINCT customer_id, account_name, city FROM names
WHERE form <> 'full' AND (key = $key OR (key >= $first AND key < $behind))
ORDER BY account_name, customer_id LIMIT $limit
"""
_SHORT_NAMED = (
    "SELECT DISTINCT key, customer_id, account_name, city FROM names WHERE form = 'short' AND key IN ({marks})"
)
