"""Lists for the tests of files: names that try to be more than names, with the text that a file shows of each."""

from datetime import date

from assistant.answer import Citation
from assistant.export.counting import grid
from assistant.export.listing import Chart, Column, Listing
from knowledge.catalog import load_catalog
from scoring.query import Group

PLAIN = {
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "+1+1": "+1+1",
    "-2+3": "-2+3",
    "@SUM(A1:A9)": "@SUM(A1:A9)",
    "{=1+1}": "{=1+1}",
    "\t=1+1": " =1+1",
    "\x00=1+1": "=1+1",
    "＝1+1": "＝1+1",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "\x1b[31mRed\x1b[0m AB": "Red AB",
    "\x1b]8;;http://evil.example\x07link": "link",
    "evil\u202egpj.exe": "evilgpj.exe",
    "[bold]Acme[/bold]": "[bold]Acme[/bold]",
    "two\r\nlines": "two lines",
    "a \"quote\", a comma; a 'mark'": "a \"quote\", a comma; a 'mark'",
    "http://evil.example/?a=1": "http://evil.example/?a=1",
    "internal:Sheet1!A1": "internal:Sheet1!A1",
    "00123": "00123",
    "1e5": "1e5",
    "TRUE": "TRUE",
    "N" * 200: "N" * 200,
    "株式会社漢字": "株式会社漢字",
    "😀 GmbH & Co": "😀 GmbH & Co",
    "no\ufffecharacter\uffff": "nocharacter",
    "lone\ud800half": "lonehalf",
}
COLUMNS = (
    Column("place", "#", "whole"),
    Column("customer_id", "Customer ID", "id"),
    Column("account_name", "Account name", "text"),
    Column("domain", "Domain", "text"),
    Column("country", "Country", "text"),
    Column("org_size", "Org size", "whole"),
    Column("has_azure", "Has Azure", "flag"),
    Column("agreement_end", "First agreement end date", "date"),
    Column("azure.cluster", "Azure cluster", "cluster"),
    Column("azure.fit", "Azure fit", "number"),
    Column("azure.propensity", "Azure propensity", "percent"),
    Column("azure.revenue_low", "Azure potential revenue, from", "USD"),
    Column("azure.reason", "Azure reason", "text"),
)
ROWS = (
    (1, "0400", "Nova", "nova.example", "Sweden", 310, True, date(2026, 11, 10), "Act Now", 92.0, 31.5, 25000, "Why."),
    (2, "4002", "Acme", None, "Norway", None, False, None, "Evaluate", 60.26, None, 1234.5, None),
)


def listing(
    rows: tuple[tuple[object, ...], ...] = ROWS, columns: tuple[Column, ...] = COLUMNS, title: str = "Act Now for Azure"
) -> Listing:
    """A list with a matrix, a chart and how it was made."""
    return Listing(
        title,
        "2026-10",
        columns,
        rows,
        (("Question", "Who is <b>Act Now</b>?"), ("Filters", "Azure cluster Act Now")),
        (grid(load_catalog(), "azure", {"A1": 1, "E5": 1}),),
        (Chart("Customers by country", "customers", (Group("Norway", 1), Group("Sweden", 1))),),
        (Citation("cluster.act-now", "Act Now"),),
        ("Act Now", "Evaluate", "Nurture", "Educate"),
    )


def named(*names: str) -> Listing:
    """A list of customers of these names."""
    columns = (Column("customer_id", "Customer ID", "id"), Column("account_name", "Account name", "text"))
    return listing(tuple((str(4001 + place), name) for place, name in enumerate(names)), columns)
