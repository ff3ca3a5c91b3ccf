"""Finds customers by name, domain or id: without case, accents, punctuation and legal forms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog, LegalForms

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from scoring.engine import Engine

_FOLDED = "strip_accents(replace(replace(replace(lower({0}), 'ß', 'ss'), 'ø', 'o'), 'æ', 'ae'))"
_KEY = "trim(regexp_replace(" + _FOLDED + ", '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
SHORTEST_ID = 5


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
        _FORMS, {"texts": list(dict.fromkeys(texts)), "after": _patterns(engine.catalog.legal_forms)["after"]}
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
    return [NamedCustomer(row["customer_id"], row["account_name"], row["city"] or "", False) for row in rows]


def similar_customers(engine: "Engine", text: str, limit: int = 5) -> list[NamedCustomer]:
    """Customers whose name is spelled nearly like a text, nearest first."""
    from rapidfuzz import fuzz, process

    engine.tables.require_names()
    rows = engine.fetch(
        "SELECT DISTINCT key, customer_id, account_name, city FROM names WHERE form = 'short' ORDER BY ALL"
    )
    keys = {number: row["key"] for number, row in enumerate(rows)}
    matches = process.extract(text.casefold(), keys, scorer=fuzz.ratio, score_cutoff=86, limit=limit)
    return [
        NamedCustomer(rows[number]["customer_id"], rows[number]["account_name"], rows[number]["city"] or "", False)
        for _, _, number in matches
    ]


def _strictest(customers: list[NamedCustomer]) -> list[NamedCustomer]:
    full = [customer for customer in customers if customer.full]
    kept = {customer.customer_id: customer for customer in (full or customers)}
    return [kept[key] for key in sorted(kept)]


def create_names(connection: "DuckDBPyConnection", catalog: Catalog, named: str) -> None:
    """Make the table ``names``: every form of the newest name of each customer, with the key it is found by.

    ``named`` is the SQL that gives customer_id, account_name, domain, city and month.
    """
    connection.execute(_NAMES.replace("{named}", named), _patterns(catalog.legal_forms))


def _patterns(forms: LegalForms) -> dict[str, str]:
    after = "|".join(re.escape(form) for form in sorted(forms.after, key=len, reverse=True))
    before = "|".join(re.escape(form) for form in sorted(forms.before, key=len, reverse=True))
    wide = "|".join(form for form in (*forms.before, *forms.after) if not form.isascii() and len(form) > 1)
    return {"after": f"( ({after}))+$", "before": f"^({before}) ", "wide": f"^({wide})|({wide})$"}


_NAMES = f"""
CREATE TEMP TABLE names AS
WITH newest AS (
    SELECT customer_id, arg_max(account_name, month) AS account_name, arg_max(domain, month) AS domain,
           arg_max(city, month) AS city
    FROM ({{named}}) GROUP BY customer_id
), keyed AS (
    SELECT customer_id, account_name, city, domain, {_KEY.format("account_name")} AS key FROM newest
), shortened AS (
    SELECT *, trim(regexp_replace(regexp_replace(regexp_replace(key, $after, ''), $before, ''), $wide, '')) AS short
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
SELECT text, regexp_replace(key, $after, ''), true FROM asked WHERE regexp_matches(key, $after)
ORDER BY ALL
"""  # noqa: S608
_BEGINNING = f"""
SELECT DISTINCT customer_id, account_name, city FROM names
WHERE form <> 'full' AND starts_with(key || ' ', {_KEY.format("$text")} || ' ')
ORDER BY account_name, customer_id LIMIT $limit
"""  # noqa: S608
