"""What a term of a score is called, what a customer's value of it is, and where in the data that stands."""

from knowledge.catalog import Catalog
from knowledge.messages import joined, text
from scoring.model.additive import Term
from scoring.model.features import NOTHING, Batch, Feature, items_of
from scoring.own.cohorts import evidence


def term_name(catalog: Catalog, term: Term) -> str:
    """The name of a term for people: ``Org size``, ``Industry × Installed technology: Citrix``."""
    return joined(" × ", [_feature_name(catalog, feature) for feature in term.features])


def _feature_name(catalog: Catalog, feature: Feature) -> str:
    field = catalog.fields.get(feature.column)
    title = field.title if field else feature.column
    if feature.kind == "filled":
        return text("{field}: filled", field=title)
    return f"{title}: {feature.levels[0]}" if feature.kind == "item" else title


def term_values(term: Term, batch: Batch) -> list[str]:
    """Each customer's value of a term, as text: numbers as they stand in the data."""
    found = [feature_values(feature, batch) for feature in term.features]
    return [" × ".join(values) for values in zip(*found, strict=True)]


def feature_values(feature: Feature, batch: Batch) -> list[str]:
    """Each customer's value of a feature, as text."""
    known = {code: feature.value_text(code) for code in range(feature.size)}
    codes = feature.encode(batch)
    if feature.kind == "item":
        cells = batch.columns.get(feature.column, [None] * len(batch))
        listed = [bool(items_of(cell)) for cell in cells]
        return [known[int(code)] if some else NOTHING for code, some in zip(codes, listed, strict=True)]
    if feature.kind != "number":
        return [known[int(code)] for code in codes]
    return [known[0] if code == 0 else _amount(batch, feature.column, row) for row, code in enumerate(codes)]


def _amount(batch: Batch, column: str, row: int) -> str:
    value = batch.columns[column][row]
    return f"{value:,.12g}" if isinstance(value, float) else str(value)


def term_evidence(catalog: Catalog, term: Term) -> str:
    """Table and column of what a term looks at: ``customers.org_size``."""
    places = [".".join(_place(catalog, feature.column)) for feature in term.features]
    return ", ".join(dict.fromkeys(places))


def _place(catalog: Catalog, column: str) -> tuple[str, str]:
    table, name = evidence(catalog, column) if column in catalog.facts else ("own_customers", column)
    return table.removeprefix("own_"), name
