"""The private values of a workspace, by their words as they are compared."""

import re
from functools import cached_property

from assistant.private.everyday import key_of, words_of
from scoring.engine import Engine


class PrivateValues:
    """The private values of a workspace, gathered where they are first needed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.engine.tables.require_names()

    @cached_property
    def cities(self) -> dict[str, str]:
        """Key -> city."""
        rows = self.engine.fetch("SELECT DISTINCT city FROM names WHERE city <> ''")
        return {key_of(city): city for city in (*self._column("city"), *(row["city"] for row in rows))}

    @cached_property
    def former(self) -> dict[str, tuple[str, str]]:
        """Key of a name that a customer had in an earlier month -> its id and name today."""
        rows = self.engine.fetch(
            "SELECT DISTINCT c.account_name AS name, n.customer_id, n.account_name FROM customers c "
            "JOIN (SELECT DISTINCT customer_id, account_name FROM names) n USING (customer_id) "
            "WHERE c.account_name <> n.account_name"
        )
        return {key_of(row["name"]): (row["customer_id"], row["account_name"]) for row in rows}

    @cached_property
    def signal_texts(self) -> re.Pattern[str]:
        """What stands behind the types of signals, as ``text``, up to the date or the next signal."""
        types = {name for kind in self.catalog.signals.values() for name in (kind.title, *kind.spellings)}
        either = "|".join(re.escape(name) for name in sorted(types, key=len, reverse=True))
        return re.compile(rf"\b(?:{either}): (?P<text>[^;(\n|\[]+)")

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """Key -> kind of token and value, of cities, of states that hold a city's name, of the partner's locations."""
        found = {key_of(name): ("partner", name) for name in self._column("partner_name", listed=True)}
        for value in self._column("state"):
            if self.holds_city(value):
                found[key_of(value)] = ("place", value)
        found |= {key: ("city", city) for key, city in self.cities.items()}
        found.pop("", None)
        return found

    def holds_city(self, value: str) -> bool:
        """Whether the name of a city stands in a value, as whole words."""
        words = [word.key for word in words_of(value)]
        longest = range(1, len(words) + 1)
        return any(" ".join(words[at : at + n]) in self.cities for n in longest for at in range(len(words) - n + 1))

    @cached_property
    def ids(self) -> dict[str, str]:
        """Ids of agreements, DUNS numbers, postal codes and short customer ids, as they are compared -> kind."""
        found: dict[str, str] = {}
        for column, kind in (("postal_code", "postcode"), ("duns", "id")):
            found |= {key_of(value): kind for value in self._column(column)}
        found |= {key_of(value): "id" for value in self._column("partner_id", listed=True)}
        rows = self.engine.fetch("SELECT DISTINCT agreement_id AS value FROM agreements WHERE agreement_id IS NOT NULL")
        found |= {key_of(row["value"]): "id" for row in rows}
        rows = self.engine.fetch("SELECT DISTINCT customer_id AS value FROM customers WHERE length(customer_id) < 5")
        found |= {key_of(row["value"]): "customer" for row in rows}
        found.pop("", None)
        return found

    @cached_property
    def longest_id(self) -> int:
        """How many words the longest id has."""
        return max((key.count(" ") + 1 for key in self.ids), default=0)

    def _column(self, name: str, listed: bool = False) -> list[str]:
        value = f"unnest({name})" if listed else name
        rows = self.engine.fetch(f"SELECT DISTINCT {value} AS value FROM customers")  # noqa: S608 - our own names
        return sorted(str(row["value"]) for row in rows if row["value"] is not None)
