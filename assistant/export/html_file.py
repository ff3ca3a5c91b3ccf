"""A list as one page for a browser: it needs nothing else, asks nothing of the network, and sorts, filters and prints.

What a page may do is closed by its own policy: one style and one script, both in the page and named by their hashes.
Everything else of it is text.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.export.html_pictures import Bars, Matrix, bars_of, matrix_of
from assistant.export.html_views import sheet_of
from assistant.export.listing import Listing
from assistant.palette import COLOURS, Shade, shade_name
from assistant.render import clean

if TYPE_CHECKING:
    from jinja2 import Environment


def page_parts(listing: Listing) -> Iterator[str]:
    """The page of a list, part after part, the same text for the same list."""
    return render("page.html", clean(listing.title), view=sheet_of(listing), **pictures(listing))


def pictures(listing: Listing) -> dict[str, tuple[Matrix | Bars, ...]]:
    """The pictures of a list as a template takes them; one bar alone says nothing."""
    charts = (chart for chart in listing.charts if len(chart.bars) > 1)
    return {"grids": tuple(map(matrix_of, listing.grids)), "charts": tuple(map(bars_of, charts))}


def render(template: str, title: str, **views: Any) -> Iterator[str]:
    """A page from a template of this folder, part after part; whatever the views hold is shown as text."""
    return _environment().get_template(template).generate(title=title, **_fixed_parts(), **views)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("assistant", "export")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _fixed_parts() -> dict[str, Any]:
    """Style, script, and the policy that lets a browser take these two and nothing else."""
    from markupsafe import Markup

    style, script = _part("style.css") + _shades(), _part("script.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 - files of the product


def _shades() -> str:
    """The colours of clusters as style: each class sets what a square, a bar and a name of a cluster are drawn in."""
    light = "".join(_rule(place, it.light) for place, it in enumerate(COLOURS))
    dark = "".join(_rule(place, it.dark) for place, it in enumerate(COLOURS))
    return f"\n{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _rule(place: int, shade: Shade) -> str:
    parts = f"--solid: {shade.solid}; --cluster-ink: {shade.ink}; --tint: {shade.tint}; --heat: {shade.heat};"
    return f".{shade_name(place)} {{ {parts} }}\n"


def _part(name: str) -> str:
    return files("assistant.export").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
