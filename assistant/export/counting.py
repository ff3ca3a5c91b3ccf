"""Pictures of a list: how many of its customers are in each cell, cluster, country and industry."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant.export.listing import Chart, Column, Grid
from knowledge.catalog import Catalog
from scoring.query import Group

MOST_BARS = 12
BROKEN_DOWN = ("country", "industry", "sub_segment")


def grid(catalog: Catalog, product: str, cells: Iterable[object]) -> Grid:
    """How many customers are in each cell of a product's matrix, in the order of the catalogue; who has none is in no
    cell."""
    found = Counter(cells)
    return Grid(catalog.products[product].label, {cell: found[cell] for cell in catalog.cells})


def charts(catalog: Catalog, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> Iterator[Chart]:
    """Bars of a list: by cluster of each product, by country, industry and segment, where there are two or more."""
    for place, column in enumerate(columns):
        values = [row[place] for row in rows if row[place] is not None]
        if len(set(values)) < 2:
            continue
        if column.kind == "cluster":
            yield Chart(f"Customers by {column.title}", "customers", _by_cluster(catalog, values))
        elif column.name in BROKEN_DOWN:
            yield Chart(f"Customers by {column.title.lower()}", "customers", _most(values))


def _by_cluster(catalog: Catalog, values: Sequence[object]) -> tuple[Group, ...]:
    counts = Counter(values)
    titles = [cluster.title for cluster in sorted(catalog.clusters.values(), key=lambda cluster: cluster.rank)]
    return tuple(Group(title, float(counts[title])) for title in titles if counts[title])


def _most(values: Sequence[object]) -> tuple[Group, ...]:
    """The most frequent values, and all others as one."""
    ordered = sorted(Counter(map(str, values)).items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) > MOST_BARS:
        left = sum(count for _, count in ordered[MOST_BARS - 1 :])
        ordered = [*ordered[: MOST_BARS - 1], ("Others", left)]
    return tuple(Group(key, float(count)) for key, count in ordered)
