"""The customers of a file that a partner gives: which column holds their ids, and the ids as the import writes them."""

from collections.abc import Sequence

from assistant.crm_layouts import own_heading
from knowledge.catalog import Catalog
from knowledge.text import column_key
from scoring.importing.clean import UnreadableError, read_id, trim

TITLE = "CustomerID"


def is_customer_id(catalog: Catalog, heading: str) -> bool:
    """Whether a heading is that of customer ids: of a report, or of a file that was written for a CRM."""
    column = catalog.match_column(heading)
    return bool(column and column.field == "customer_id") or (
        column_key(heading) == column_key(own_heading("customer_id"))
    )


def customer_id_place(catalog: Catalog, headings: Sequence[str]) -> int | None:
    """The place of the first column of customer ids; None where there is none."""
    return next((place for place, heading in enumerate(headings) if is_customer_id(catalog, heading)), None)


def customer_id(cell: str) -> str:
    """An id as the import writes it: ``5003043.0`` is 5003043. What a spreadsheet has shortened stays as it is."""
    text = trim(cell)
    try:
        return read_id(text) or ""
    except UnreadableError:
        return text
