"""Says of a column of the data whether its values are private, as :mod:`assistant.private.fields` lays down."""

from assistant.private.everyday import key_of
from assistant.private.fields import FEW_VALUES, KINDS, LONGEST_OWN_VALUE, LONGEST_VALUE, PLACES
from assistant.private.words import private_words
from knowledge.text import column_key
from scoring.engine import Engine
from scoring.errors import QueryError
from scoring.query import reference

_DERIVED = frozenset({"cell", "fit_band", "intent_band", "potential_revenue", "propensity", "model_type", "source"})


class Columns:
    """The columns of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._few: dict[str, bool] = {}

    def field_id(self, name: str) -> str:
        """The id of a field that is given by its id or its title; a name that is neither stays."""
        fields = self.engine.catalog.fields
        if name in fields:
            return name
        key = column_key(name)
        return next((item.id for item in fields.values() if column_key(item.title) == key), name)

    def kind(self, name: str, value: object) -> str:
        """The kind of token that stands for a value; empty where the value may be sent as it is."""
        if name in KINDS:
            return KINDS[name]
        if not isinstance(value, str):
            return ""
        if name in PLACES and private_words(self.engine).holds_city(value):
            return "city" if key_of(value) in private_words(self.engine).cities else "place"
        if self._is_known(name):
            return "" if len(value) <= LONGEST_VALUE else "text"
        return "" if len(value) <= LONGEST_OWN_VALUE and self._has_few(name) else "text"

    def _is_known(self, name: str) -> bool:
        """Whether a column is one of the catalogue's: fields, scores, memberships."""
        if name in _DERIVED or name in self.engine.catalog.product_fields:
            return True
        try:
            reference(self.engine.catalog, name)
        except QueryError:
            return False
        return True

    def _has_few(self, column: str) -> bool:
        """Whether a column of the partner's own has few values, each for several customers."""
        if column not in self._few:
            path = '$."' + column.replace("\\", "\\\\").replace('"', '\\"') + '"'
            engine = self.engine.own if self.engine.has_own() else self.engine
            cells, values = engine.fetch(_VALUES, {"path": path})[0].values()
            self._few[column] = 0 < 2 * values <= cells and values <= FEW_VALUES
        return self._few[column]


_VALUES = """
SELECT count(cell) AS cells, count(DISTINCT cell) AS \"values\"
FROM (SELECT json_extract_string(extras, $path) AS cell FROM customers)
"""
