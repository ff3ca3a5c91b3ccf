"""Pictures of a list: how many of its customers are in each cell, cluster, country and industry."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.export.listing import Chart, Column, Grid
from assistant.matrix import laid_out
from assistant.palette import best_first
from knowledge.catalog import Catalog
from scoring.query import Group

MOST_BARS = 12
BROKEN_DOWN = ("country", "industry", "sub_segment")


def grid(catalog: Catalog, product: str, counts: Mapping[str, int]) -> Grid:
    """The matrix of a product, with how many customers are in each cell."""
    return Grid(catalog.products[product].label, *laid_out(catalog, counts))


def charts(catalog: Catalog, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> Iterator[Chart]:
    """Bars of a list: by cluster of each product, by country, industry and segment, where there are two or more."""
    for place, column in enumerate(columns):
        values = [row[place] for row in rows if row[place] is not None]
        if len(set(values)) < 2:
            continue
        if column.kind == "cluster":
            yield by_cluster(catalog, f"Customers by {column.title}", Counter(values))
        elif column.name in BROKEN_DOWN:
            yield Chart(f"Customers by {column.title.lower()}", "customers", _most(values))


def by_cluster(catalog: Catalog, title: str, counts: Mapping[object, int]) -> Chart:
    """How many customers are in each cluster, by title, best first."""
    known = {place: cluster.title for place, cluster in enumerate(best_first(catalog)) if counts[cluster.title]}
    return Chart(title, "customers", tuple(Group(it, float(counts[it])) for it in known.values()), tuple(known))


def _most(values: Sequence[object]) -> tuple[Group, ...]:
    """The most frequent values, and all others as one."""
    ordered = sorted(Counter(map(str, values)).items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) > MOST_BARS:
        left = sum(count for _, count in ordered[MOST_BARS - 1 :])
        ordered = [*ordered[: MOST_BARS - 1], ("Others", left)]
    return tuple(Group(key, float(count)) for key, count in ordered)
