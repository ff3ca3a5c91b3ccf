"""The colours of clusters, wherever they are shown: in the terminal, in workbooks, on pages, in light and dark."""

from typing import NamedTuple

from knowledge.catalog import Catalog
from knowledge.entries import Cluster


class Shade(NamedTuple):
    """The colours of a cluster: ``solid`` of bars; ``ink`` of words on ``tint``; ``heat`` at its strongest in a square
    of the matrix."""

    solid: str
    ink: str
    tint: str
    heat: str


class Colours(NamedTuple):
    """The shade of a cluster on light and on dark ground, and as a style of Rich."""

    terminal: str
    light: Shade
    dark: Shade


COLOURS = (
    Colours(
        "bold green",
        Shade("#2f9e60", "#0a5a33", "#d8f1e2", "#5fc08a"),
        Shade("#3fae74", "#a5e6c1", "#12382a", "#1d6f48"),
    ),
    Colours(
        "bold yellow",
        Shade("#dfa421", "#6d4300", "#fcebcb", "#f2c459"),
        Shade("#cf9a34", "#f6d596", "#3f2f10", "#7a5813"),
    ),
    Colours(
        "bold cyan",
        Shade("#4a8ac9", "#0b4a86", "#dceafa", "#8bbbee"),
        Shade("#5b93d6", "#b3d6ff", "#142f4e", "#21558c"),
    ),
    Colours(
        "bold magenta",
        Shade("#8c88a6", "#4b4860", "#e9e8f0", "#bfbbd3"),
        Shade("#86829f", "#cfcce2", "#2b2a38", "#504d68"),
    ),
)
"""Best cluster first; whatever comes behind the last has its colours."""


def colours(place: int) -> Colours:
    """The colours of the cluster at a place, the best at 0."""
    return COLOURS[min(place, len(COLOURS) - 1)]


def shade_name(place: int) -> str:
    """What the colours of the cluster at a place are called on a page: ``shade-1`` those of the best."""
    return f"shade-{min(place, len(COLOURS) - 1) + 1}"


def best_first(catalog: Catalog) -> list[Cluster]:
    """The clusters of a catalogue, a partner's own among them, by rank."""
    return sorted(catalog.clusters.values(), key=lambda cluster: cluster.rank)
