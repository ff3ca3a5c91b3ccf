"""The entries of the catalogue: what each of its sections holds, as frozen, typed objects."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from knowledge.own import Brackets, Fact, Holding, Learning, NextWorkload, Potential, Technology
from knowledge.text import column_key

Kind = Literal["id", "text", "number", "money", "date", "flag", "list", "cluster", "score", "signals", "range"]
Level = Literal["customer", "agreement", "own"]
TableKind = Literal[
    "id", "text", "number", "count", "money", "amount", "date", "month", "flag", "product", "offer", "signal", "outcome"
]


class CatalogError(Exception):
    """A catalogue file is unreadable or contradicts itself; the message names the place."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing of the catalogue, as definitions show it."""

    id: str
    title: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    source: str = "ascent"


@dataclass(frozen=True, kw_only=True)
class Source(Entry):
    """A document that definitions rest on, with the year it describes."""

    as_of: str


@dataclass(frozen=True, kw_only=True)
class Score(Entry):
    """Fit or intent: a number from 0 to 100."""


@dataclass(frozen=True, kw_only=True)
class Band(Entry):
    """A band of a score: from ``lower`` (included) to the next band's lower bound (excluded).

    ``spellings`` are the words for it that reports of other languages hold.
    """

    lower: float
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cluster(Entry):
    """A cluster with the action it calls for; rank 1 is the best. ``spellings``: as for bands."""

    rank: int
    high_propensity: bool
    action: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One or more squares of the matrix: a fit band (row) and intent bands (columns) with their cluster."""

    id: str
    fit: str
    intent: tuple[str, ...]
    cluster: str


@dataclass(frozen=True, kw_only=True)
class Product(Entry):
    """A product with its own score columns, which begin with ``column``; ``report`` is the one that rules.

    ``owned_model`` is the model type of customers that own it; for all others it is the whitespace model.
    """

    column: str
    report: str
    short: str = ""
    owned: str = ""
    models: tuple[str, ...] = ()
    owned_model: str = ""

    @property
    def label(self) -> str:
        """The short name for tables and sentences: ``M365``, ``Business Central``."""
        return self.short or self.title


@dataclass(frozen=True, kw_only=True)
class ProductFamily(Entry):
    """Products that people name together: Dynamics 365."""

    products: tuple[str, ...]
    owned: str


@dataclass(frozen=True, kw_only=True)
class Model(Entry):
    """A model type: whitespace, upsell, next logical workload, end of service."""


@dataclass(frozen=True, kw_only=True)
class Layout(Entry):
    """One vintage of the reports' columns. ``headings``: how it spells them, plays and cohorts apart."""

    as_of: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report(Entry):
    """One of the reports: the products that it rules and those of which it carries a copy.

    ``level``: what a row is. ``fields`` are customer fields that no other report has. ``names`` tell the report from
    a file name, ``headings`` (compared letter by letter) from one whose columns are the same.
    """

    dataset: str
    products: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    level: Level = "customer"
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field(Entry):
    """A column of the reports that is not a product's score, under all its spellings.

    ``owns`` are the things that a customer has when the flag is Yes; ``product`` the one that the column is about;
    ``counted`` the column that says how many a list holds. Fields of level ``own`` come of a partner's own data, not
    of the reports.
    """

    kind: Kind
    group: str
    spellings: tuple[str, ...]
    level: Level = "customer"
    owns: tuple[str, ...] = ()
    product: str = ""
    counted: str = ""
    unit: str = ""
    groupable: bool = False


@dataclass(frozen=True, kw_only=True)
class ProductField(Entry):
    """A column that exists once a product; spellings hold ``{column}``, the summary ``{product}``."""

    kind: Kind
    group: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the partner's own data. ``names`` tell it from a file name.

    A file is this table if it has a customer id and at least one column of each group of ``needs``. ``keeps_unknown``:
    columns that the catalogue does not know are kept; ``united``: a later import adds to the table, by its keys, where
    others are replaced by it.
    """

    id: str
    title: str
    names: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    keeps_unknown: bool = False
    united: bool = False


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column of an own table, under its spellings; where a file has several of them, the first in this order counts.

    Customers have the customer fields, too. ``required``: a row is left out where the cell is blank; ``product``: what
    the rows of a file without a product column are of; ``default`` stands for a blank; ``usual_most`` is the
    figure above which one is doubtful. A ``count`` and an ``amount`` (of money) are zero or more, an ``offer`` is a
    product, a family of products, or anything else that is sold.
    """

    table: str
    field: str
    kind: TableKind
    spellings: tuple[str, ...]
    required: bool = False
    product: str = ""
    default: str = ""
    usual_most: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """An export of Partner Center that holds one of the own tables.

    ``headings`` (any of them) or the id in a file name tell it; ``ignored`` are headings that are not read. ``rules``
    is the column in which its values count alone, whatever other files of the same import say; ``note`` is told.
    """

    id: str
    table: str
    headings: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    rules: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OtherFile:
    """A kind of file that is no data of the customers, told by any of its ``headings``; ``summary`` says what it is."""

    id: str
    summary: str
    headings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a deal ended: won or lost; ``spellings`` are the words for it in opportunities."""

    id: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Play(Entry):
    """A solution play: a Yes/No column of one or more reports and layouts."""

    reports: tuple[str, ...]
    layouts: tuple[str, ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cohort(Entry):
    """A cohort of today's portal. ``words`` recognise headings that are not listed in ``spellings``.

    ``rules`` are the conditions (:func:`knowledge.own.parse_condition`) that all hold of a member in own data.
    """

    report: str
    product: str
    rules: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Category(Entry):
    """The union of its cohorts; in earlier layouts the union of the plays that begin with one of ``plays``.

    ``plays_cohort`` is the one cohort that those plays stand for, where it is one; ``plays_note`` says what of the
    category they cannot show.
    """

    product: str
    cohorts: tuple[str, ...]
    plays: tuple[str, ...] = ()
    plays_cohort: str = ""
    plays_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Segment(Entry):
    """A size segment: ``min_employees`` <= employees < ``max_employees``, or the Azure revenue named (in USD)."""

    vintage: Literal["today", "2021"]
    min_employees: int = 0
    max_employees: int = 0
    min_monthly_acr_usd: int = 0
    min_yearly_azure_potential_usd: int = 0


@dataclass(frozen=True, kw_only=True)
class SmcType(Entry):
    """A value of SMC Type Summary beyond the segments."""


@dataclass(frozen=True, kw_only=True)
class Nonprofit(Entry):
    """A value of the nonprofit column."""

    approved: bool


@dataclass(frozen=True, kw_only=True)
class Signal(Entry):
    """A type of buying signal; ``spellings`` stand before the colon in a signal explanation."""

    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SolutionCategory(Entry):
    """What signal content is about."""


@dataclass(frozen=True, kw_only=True)
class ValueNames:
    """Further names of one value of a field: ``United States`` is also ``US``. ``members`` makes a group of values."""

    field: str
    value: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """When reports come: day of the month, how often fit and intent change, and the month the fiscal year starts."""

    day: int
    fit: str
    intent: str
    fiscal_year_start_month: int


@dataclass(frozen=True)
class Reading:
    """How cells are written: the words for Yes, No and "nothing", of ranges, currencies and months.

    ``count_words`` make a heading a count.
    """

    yes: tuple[str, ...]
    no: tuple[str, ...]
    blank: tuple[str, ...]
    count_words: tuple[str, ...]
    up_to: tuple[str, ...]
    from_on: tuple[str, ...]
    currency: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LegalForms:
    """Legal forms that stand before or after a customer's name."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ColumnMatch:
    """What a heading was recognised as. ``kind`` is the column kind, or ``play`` or ``cohort``.

    ``field`` is the id of the field, product field, play or cohort; ``product`` is set for product fields.
    """

    field: str
    kind: str
    product: str = ""


SECTIONS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "source": Source,
        "score": Score,
        "band": Band,
        "cluster": Cluster,
        "cell": Cell,
        "product": Product,
        "product_family": ProductFamily,
        "model": Model,
        "layout": Layout,
        "report": Report,
        "field": Field,
        "product_field": ProductField,
        "table": Table,
        "table_column": TableColumn,
        "dataset": Dataset,
        "other_file": OtherFile,
        "outcome": Outcome,
        "play": Play,
        "cohort": Cohort,
        "category": Category,
        "segment": Segment,
        "smc_type": SmcType,
        "nonprofit": Nonprofit,
        "signal": Signal,
        "solution_category": SolutionCategory,
        "value": ValueNames,
        "technology": Technology,
        "holding": Holding,
        "fact": Fact,
        "potential": Potential,
        "brackets": Brackets,
        "next_workload": NextWorkload,
        "learning": Learning,
        "refresh": Refresh,
        "names": LegalForms,
        "reading": Reading,
    }
)


SINGLE = ("refresh", "reading", "names", "brackets", "next_workload", "learning")


def heading_key(name: str) -> str:
    """``column_key`` that keeps ``<300 Employees`` apart from ``>300 Employees``."""
    return column_key(name.replace("<", " under "))
