"""Lists for the tests of files: three customers, and names that try to be more than names."""

from assistant.answer import Citation
from assistant.export.counting import grid
from assistant.export.listing import Chart, Column, Listing
from knowledge.catalog import load_catalog
from scoring.query import Group

CATALOG = load_catalog()
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "<script>document.title='owned'</script>",
    "</td></table><img src=http://example.com/x.png onerror=alert(1)>",
    "<style>*{background:url(http://example.com/y)}</style>",
    "&lt;b&gt; &amp; Co",
    "[bold]Acme[/bold] AB",
    "{{ 7 * 7 }}{% raw %}",
    '" onmouseover="alert(1)" x=\'',
    "N" * 200,
    "株式会社アセント 🚀",
    'שלום בע"מ',
)
MARKED = {
    "\x1b[31mRed\x1b[0m AB": "Red AB",
    "abc\u202egnp.exe\u202c": "abcgnp.exe",
    "Two\r\nlines\tAB": "Two lines AB",
    "Nul\x00l \x9b31m\u200b": "Null",
}
COLUMNS = (
    Column("place", "#", "whole"),
    Column("customer_id", "Id", "id"),
    Column("account_name", "Customer", "text"),
    Column("azure.cluster", "Azure cluster", "cluster"),
    Column("azure.fit", "Azure fit", "number"),
    Column("azure.revenue_low", "At least", "USD"),
    Column("share", "Share", "percent"),
    Column("agreement_end", "Ends", "date"),
    Column("has_azure", "Has Azure", "flag"),
)


def listing(*rows: tuple[object, ...], columns: tuple[Column, ...] = COLUMNS) -> Listing:
    """A list with the matrix, two charts and how it was made."""
    return Listing(
        "Act Now for Azure",
        "2026-10",
        columns,
        rows,
        (
            ("Question", "Who is <b>Act Now</b>?"),
            ("Filters", "Azure cluster Act Now"),
            ("Order", "best first for Azure"),
        ),
        (grid(CATALOG, "azure", dict(zip(CATALOG.cells, range(10), strict=True))),),
        (
            Chart("Customers by country", "customers", (Group("Sweden", 1200), Group("<b>Norway</b>", 300))),
            Chart("Potential revenue", "USD", (Group("Retail", 25000), Group("Other", 0))),
        ),
        (Citation("cluster.act-now", "Act Now"), Citation("playbook.azure.1", "Azure playbook", "page 2")),
        ("Act Now", "Evaluate", "Nurture", "Educate"),
    )


def named(*names: str) -> Listing:
    """A list of customers of these names."""
    columns = (Column("customer_id", "Id", "id"), Column("account_name", "Customer", "text"))
    return listing(*((str(4001 + place), name) for place, name in enumerate(names)), columns=columns)
