"""The columns that a list can be shown with or sorted by, under the names that people type."""

from difflib import get_close_matches

from assistant.render import column_words
from knowledge.text import fold
from scoring.engine import MODEL_ROW_SCORES, ROW_SCORES, Engine
from scoring.errors import AscentError
from scoring.query import Query, is_agreement_field

_WHO = {"id": "customer_id", "customer": "account_name", "name": "account_name"}
_SCORES = {"potential_revenue": ("potential revenue", "revenue"), "signals": ("why", "signals")}
_BEHIND = (".cluster", ".fit", ".intent")  # what a list has beside its cell, but does not show
_NOT_SHOWN = ("partner_id", "partner_name")
_TEXT = ("id", "text", "list")


class ColumnNames:
    """The columns of the list of a query by what people call them.

    ``shown`` are those that the list has, ``visible`` those of them that it shows.
    """

    def __init__(self, engine: Engine, query: Query, product: str = "") -> None:
        self.engine = engine.answering(query)
        self.catalog = engine.catalog
        self.month = self.engine.availability.resolve_month(query)
        self.shown = engine.shown_columns(query)
        self.product = product or next((name.partition(".")[0] for name in self.shown if "." in name), "")
        self.visible = tuple(name for name in self.shown if not name.endswith(_BEHIND) and name != "customer_id")
        self.known = self._known()

    def _known(self) -> dict[str, str]:
        """Names as they are written, the best first of each column, with the column."""
        found = dict(_WHO)
        for item in self.catalog.fields.values():
            held = self.engine.availability.has(self.month, item.id) and item.id not in _NOT_SHOWN
            if held and (not is_agreement_field(self.catalog, item.id) or item.id in self.shown):
                found.setdefault(column_words(self.catalog, item.id), item.id)
        for product in self.engine.availability.products(self.month):
            label = self.catalog.products[product].label
            for score in ROW_SCORES | (MODEL_ROW_SCORES if self.engine.by_model else {}):
                for title in _SCORES.get(score, (score,)):
                    found[f"{label} {title}"] = f"{product}.{score}"
        own = {name: column for name, column in found.items() if column.partition(".")[0] == self.product}
        label = f"{self.catalog.products[self.product].label} " if self.product else ""
        return {name.removeprefix(label): column for name, column in own.items()} | found

    def find_all(self, words: str) -> tuple[str, ...]:
        """The columns that words name one after the other; AscentError where they name something else."""
        columns = {fold(name): column for name, column in self.known.items()}
        left = fold(words.replace(",", " ")).split()
        found: list[str] = []
        while left:
            length = next((n for n in range(len(left), 0, -1) if " ".join(left[:n]) in columns), 0)
            if not length:
                raise AscentError(self._unknown(" ".join(left)))
            found.append(columns[" ".join(left[:length])])
            left = left[length:]
        return tuple(dict.fromkeys(found))

    def _unknown(self, words: str) -> str:
        near = get_close_matches(words, {fold(name): name for name in self.known}, n=1, cutoff=0.75)
        told = f"Did you mean {near[0]}?" if near else f"There are: {self.told()}"
        return f"The list has no column '{words}'. {told}"

    def told(self) -> str:
        """All columns, each by its best name; those of other products by an example."""
        best = {column: name for name, column in reversed(self.known.items())}
        own = [name for column, name in reversed(best.items()) if column.partition(".")[0] == self.product]
        own += [name for column, name in reversed(best.items()) if "." not in column]
        others = [name for name in reversed(best.values()) if name not in own]
        example = f"; of other products with their names, such as {others[0]}" if others else ""
        return f"{', '.join(own)}{example}."

    def descends(self, column: str) -> bool:
        """Whether a column is sorted from the best or highest down where nobody says."""
        product, _, name = column.rpartition(".")
        return bool(product) or (name in self.catalog.fields and self.catalog.fields[name].kind not in (*_TEXT, "date"))
