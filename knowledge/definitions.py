"""What the terms of the reports mean: one definition for each entry of the catalogue, joined by Markdown files.

One rule makes a text: the catalogue's summary, then what follows from the catalogue's data (a cell's bands, a column's
heading), then the body of ``knowledge/definitions/<id>.md`` where there is one. A body adds, it never replaces; a file
whose id the catalogue does not know (``howto.*``, ``convention.*``) makes a definition of its own.

Files begin with front matter between ``---`` lines, in TOML: ``id`` (the file's name), ``title``, ``aliases``,
``source`` and ``as_of``; all but the id are optional where the catalogue has the entry.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.cache import Cache, fingerprint
from knowledge.catalog import Catalog
from knowledge.entries import (
    Band,
    CatalogError,
    Category,
    Cell,
    Cluster,
    Cohort,
    Field,
    Play,
    Product,
    ProductField,
    Report,
    Score,
    Signal,
)
from knowledge.own import condition_words, parse_condition
from knowledge.words import SLIGHT, words_of

SHIPPED = Path(__file__).parent / "definitions"

# The sections of definition ids, in the order in which look-up lists those that share a name: concepts before columns
# and plays. The second part is the catalogue's section.
SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "score": "score",
        "cluster": "cluster",
        "band": "band",
        "cell": "cell",
        "cohort": "cohort",
        "category": "category",
        "product": "product",
        "family": "product_family",
        "model": "model",
        "segment": "segment",
        "report": "report",
        "smc-type": "smc_type",
        "signal": "signal",
        "solution-category": "solution_category",
        "convention": "",
        "howto": "",
        "nonprofit": "nonprofit",
        "layout": "layout",
        "column": "field",
        "play": "play",
    }
)
_RANK = {section: rank for rank, section in enumerate(SECTIONS)}


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What one term means, with the document it rests on and the year that the document describes.

    A passage of a playbook is one, too: its ``source`` is the file, ``place`` where it stands there, the year empty.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    text: str
    as_of: str
    source: str
    source_title: str
    place: str = ""

    @property
    def section(self) -> str:
        """The part of the id before the first dot: ``cluster``, ``column``, ``howto``."""
        return self.id.partition(".")[0]

    @property
    def source_words(self) -> str:
        """The document with its year, or with the place in it."""
        return ", ".join(part for part in (self.source_title, self.as_of, self.place) if part)

    @property
    def names(self) -> tuple[str, ...]:
        """Title and aliases."""
        return (self.title, *self.aliases)


@dataclass(frozen=True)
class Definitions:
    """All definitions by id, with look-up by name (search by words: :mod:`knowledge.index`)."""

    by_id: Mapping[str, Definition] = field(repr=False)

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, id: str) -> Definition | None:
        """The definition of that id; None where there is none."""
        return self.by_id.get(id)

    def lookup(self, term: str) -> tuple[Definition, ...]:
        """All definitions that ``term`` names, concepts before columns and plays; nothing where it names none.

        An id, title or alias fits whatever its case, accents, punctuation, plurals and articles; only where nothing
        fits, names that are a clear slip of typing away do.
        """
        key, loose = _key(term), _loose_key(term)
        return _in_order(self._exact.get(key) or self._loose.get(loose) or self._misspelt(loose))

    def suggest(self, term: str, n: int = 3) -> tuple[str, ...]:
        """Up to ``n`` titles whose names look most like ``term``, for "did you mean"."""
        from rapidfuzz import fuzz, process

        loose = _loose_key(term)
        nearest = process.extract(loose, self._loose.keys(), scorer=fuzz.ratio, score_cutoff=55, limit=8 * n)
        titles = (definition.title for name, _, _ in nearest for definition in _in_order(self._loose[name])[:1])
        return tuple(dict.fromkeys(titles))[:n]

    @cached_property
    def _exact(self) -> dict[str, list[Definition]]:
        return self._by_name(_key)

    @cached_property
    def _loose(self) -> dict[str, list[Definition]]:
        return self._by_name(_loose_key)

    def _by_name(self, make_key: Callable[[str], str]) -> dict[str, list[Definition]]:
        named: dict[str, list[Definition]] = defaultdict(list)
        for definition in self:
            for key in {make_key(name) for name in (definition.id, *definition.names)}:
                named[key].append(definition)
        return named

    def _misspelt(self, key: str) -> list[Definition]:
        """Those with the fewest slips; a short name allows one, and the first letter and all numbers must be right."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 0 if len(key) < 4 else 1 if len(key) < 8 else 2
        near = process.extract(key, self._loose.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
        fitting = [(slips, name) for name, slips, _ in near if _same_marks(key, name)]
        fewest = min(fitting, default=(0, ""))[0]
        return [definition for slips, name in fitting if slips == fewest for definition in self._loose[name]]


def load_definitions(
    catalog: Catalog, *overlays: Path, base: Path = SHIPPED, cache: Cache | None = None
) -> Definitions:
    """Define every entry of the catalogue, extended by the Markdown files of ``base`` and then of ``overlays``.

    A file of a later folder replaces the file of the same id. A ``cache`` keeps what was read and checked. Raises
    CatalogError with the place where front matter is wrong, a source is unknown, an id stands twice, or one name means
    two things of the same section.
    """
    made_from = f"{catalog.made_from}|{fingerprint('.md', base, *overlays)}"
    if cache and (kept := cache.read(_KEPT, made_from)):
        return Definitions(MappingProxyType({row[0]: _from_row(row) for row in kept}))
    definitions = _load(catalog, (base, *overlays))
    if cache:
        cache.write(_KEPT, made_from, [[getattr(it, name) for name in _COLUMNS] for it in definitions.values()])
    return Definitions(MappingProxyType(definitions))


_KEPT = "definitions.json"
_COLUMNS = tuple(part.name for part in fields(Definition))


def _from_row(row: Sequence[Any]) -> Definition:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Definition(**values | {"aliases": tuple(values["aliases"])})


def _load(catalog: Catalog, folders: Sequence[Path]) -> dict[str, Definition]:
    definitions: dict[str, Definition] = {}
    for definition in _Author(catalog).definitions():
        if definition.id in definitions:
            raise CatalogError(f"definition '{definition.id}': the id stands twice in the catalogue")
        definitions[definition.id] = definition
    pages = {page.id: page for folder in folders for page in _read_pages(folder)}
    for page in pages.values():
        definitions[page.id] = _with_page(definitions.get(page.id), page, catalog)
    _check_names(definitions.values(), pages)
    return definitions


# --- from the catalogue ---

_KINDS = {
    "flag": "Yes or No; blank counts as No.",
    "money": "An amount in USD.",
    "date": "A date.",
    "list": "A list of values.",
}


_FROM_OWN = "Computed from your own customers and subscriptions, not a column of the reports."


class _Author:
    """Writes the definitions of the catalogue's entries; what a method adds follows from the data alone."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.more: Mapping[str, Callable[[Any], str]] = {
            "score": self.score,
            "cell": self.cell,
            "cluster": self.cluster,
            "band": self.band,
            "product": self.product,
            "report": self.report,
            "cohort": self.cohort,
            "category": self.category,
            "play": self.play,
            "signal": self.signal,
            "column": self.column,
        }

    def definitions(self) -> Iterator[Definition]:
        for section, name in SECTIONS.items():
            for entry in self.catalog.sections.get(name, {}).values():
                yield self.cell_entry(entry) if isinstance(entry, Cell) else self.entry(section, entry)
        for product in self.catalog.products.values():
            for template in self.catalog.product_fields.values():
                yield self.product_column(product, template)

    def entry(self, section: str, entry: Any) -> Definition:
        more = self.more[section](entry) if section in self.more else ""
        return self.definition(
            f"{section}.{entry.id}",
            entry.title,
            (*entry.aliases, *getattr(entry, "spellings", ())),
            _paragraphs(entry.summary, more),
            entry,
        )

    def cell_entry(self, cell: Cell) -> Definition:
        """A cell has no title and no source of its own: it rests on its cluster's."""
        cluster = self.catalog.clusters[cell.cluster]
        return self.definition(f"cell.{cell.id}", f"Cell {cell.id}", (cell.id,), self.cell(cell), cluster)

    def product_column(self, product: Product, template: ProductField) -> Definition:
        headings = tuple(spelling.format(column=product.column) for spelling in template.spellings)
        owners = dict.fromkeys((product.label, product.title, product.column))
        nouns = (template.title.lower(), *template.aliases)
        title, *names = (f"{owner} {noun}" for owner in owners for noun in nouns)
        summary = template.summary.format(product=product.label)
        text = _paragraphs(summary, self.heading(headings, template.id, product.id))
        return self.definition(f"column.{product.id}.{template.id}", title, (*names, *headings), text, template)

    def definition(self, id: str, title: str, aliases: Iterable[str], text: str, entry: Any) -> Definition:
        return Definition(
            id=id,
            title=title,
            aliases=_distinct(title, aliases),
            text=text,
            as_of=self.as_of(entry),
            source=entry.source,
            source_title=self.catalog.sources[entry.source].title,
        )

    def as_of(self, entry: Any) -> str:
        """The year of the newest layout that holds a play, of a layout itself, else of the source document."""
        if isinstance(entry, Play):
            return max(self.catalog.layouts[layout].as_of for layout in entry.layouts)
        return str(getattr(entry, "as_of", self.catalog.sources[entry.source].as_of))

    def score(self, score: Score) -> str:
        return f"Bands: {', '.join(self.row(band) for band in self.catalog.bands)}."

    def cell(self, cell: Cell) -> str:
        cluster = self.catalog.clusters[cell.cluster]
        fit, intent = self.row(cell.fit), self.intent(cell)
        return f"Stands for fit {fit} with {intent}: cluster {cluster.title}. {cluster.action}"

    def cluster(self, cluster: Cluster) -> str:
        """``Fit High (75 to 100): A1 with intent High (75 to 100), A2 ...``, one sentence for each row."""
        cells = [cell for cell in self.catalog.cells.values() if cell.cluster == cluster.id]
        rows = {cell.fit: [other for other in cells if other.fit == cell.fit] for cell in cells}
        return " ".join(
            f"Fit {self.row(fit)}: {', '.join(f'{cell.id} with {self.intent(cell)}' for cell in row)}."
            for fit, row in rows.items()
        )

    def row(self, band: str) -> str:
        """``High (75 to 100)``."""
        return f"{self.catalog.bands[band].title} ({self.range(self.catalog.bands[band])})"

    def intent(self, cell: Cell) -> str:
        if len(cell.intent) == len(self.catalog.bands):
            return "any intent"
        return f"intent {' or '.join(self.row(band) for band in cell.intent)}"

    def range(self, band: Band) -> str:
        """``75 to 100``, ``55 to under 75``."""
        above = [other.lower for other in self.catalog.bands.values() if other.lower > band.lower]
        return f"{band.lower:g} to {f'under {min(above):g}' if above else '100'}"

    def band(self, band: Band) -> str:
        cluster = self.catalog.cluster_of(band.id)
        meaning = f" A fit in this band puts the customer in {cluster.title}, whatever the intent." if cluster else ""
        return f"A fit or intent score of {self.range(band)}.{meaning}"

    def product(self, product: Product) -> str:
        report = self.catalog.reports[product.report].title
        models = ", ".join(self.catalog.models[model].title for model in product.models)
        says = f"Its columns begin with `{product.column}`; the {report} wins over copies of them in others."
        return f"{says} Models: {models}." if models else says

    def report(self, report: Report) -> str:
        return f"Dataset name: `{report.dataset}`."

    def cohort(self, cohort: Cohort) -> str:
        label = self.catalog.products[cohort.product].label
        picked = f"To pick them, filter the cohort's column to Yes; they are ranked by the {label} scores."
        rules = "; ".join(condition_words(self.catalog, parse_condition(rule)) for rule in cohort.rules)
        return f"{picked} In your own data, by Ascent's rule: {rules}." if rules else picked

    def category(self, category: Category) -> str:
        if not category.plays:
            return "Layouts before today's have no play columns for it."
        note = f" ({category.plays_note})" if category.plays_note else ""
        return f"In earlier layouts the union of its solution-play columns stands for it{note}."

    def play(self, play: Play) -> str:
        titles = [self.catalog.reports[report].title.removesuffix(" propensity report") for report in play.reports]
        reports = f"{' and '.join(titles)} {'report' if len(titles) == 1 else 'reports'}"
        return f"A Yes/No column of the {reports}. Heading: {_quoted(play.spellings)} ({self.layouts(play.layouts)})."

    def signal(self, signal: Signal) -> str:
        return f"In a signal explanation it begins with: {', '.join(signal.spellings)}."

    def column(self, column: Field) -> str:
        level = "One value an agreement, so a customer can have several." if column.level == "agreement" else ""
        heading = self.heading(column.spellings, column.id) if column.spellings else ""
        computed = self.computed(column) if column.level == "own" else ""
        return " ".join(part for part in (_KINDS.get(column.kind, ""), level, heading, computed) if part)

    def computed(self, column: Field) -> str:
        """What a fact counts: ``Counts: Windows Server 2008, Windows Server 2012.``"""
        fact = self.catalog.facts.get(column.id)
        if fact is None:
            return _FROM_OWN
        names = [name for group in fact.technologies for name in self.catalog.technologies[group].beginnings]
        names += self.catalog.holdings[fact.holding].skus if fact.holding else ()
        names = [name for name in names if not any(name.endswith(f" {other}") for other in names)]
        return f"{_FROM_OWN} Counts: {', '.join(names)}." if names else _FROM_OWN

    def heading(self, spellings: Iterable[str], field: str, product: str = "") -> str:
        known = self.layouts(self.layouts_of.get((field, product), ())) or "in no published layout"
        return f"Heading: {_quoted(spellings)} ({known})."

    def layouts(self, ids: Iterable[str]) -> str:
        titles = [self.catalog.layouts[id].title.removesuffix(" layout") for id in ids]
        return f"{'layout' if len(titles) == 1 else 'layouts'}: {', '.join(titles)}" if titles else ""

    @cached_property
    def layouts_of(self) -> dict[tuple[str, str], list[str]]:
        """By field and product: the layouts that have the column."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for layout in self.catalog.layouts.values():
            matches = {self.catalog.match_column(heading) for heading in layout.headings}
            for match in filter(None, matches):
                found[match.field, match.product].append(layout.id)
        return found


def _distinct(title: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """The aliases, without those whose words are the title's or an earlier alias's."""
    by_words = {words_of(title): title}
    for alias in aliases:
        by_words.setdefault(words_of(alias), alias)
    return tuple(by_words.values())[1:]


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _quoted(spellings: Iterable[str]) -> str:
    return ", ".join(f"`{spelling}`" for spelling in spellings)


# --- from Markdown files ---


@dataclass(frozen=True)
class _Page:
    """One Markdown file; what the front matter leaves out is empty."""

    id: str
    body: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    as_of: str = ""
    source: str = ""


_KEYS = {"id": str, "title": str, "aliases": list, "as_of": str, "source": str}


def _read_pages(folder: Path) -> Iterator[_Page]:
    import tomllib

    for path in sorted(folder.glob("*.md")):
        try:
            yield _read_page(path)
        except (CatalogError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CatalogError(f"{path.name}: {error}") from error


def _read_page(path: Path) -> _Page:
    import tomllib

    opening, _, rest = path.read_text(encoding="utf-8").partition("\n")
    front, closing, body = rest.partition("\n---\n")
    if opening != "---" or not closing:
        raise CatalogError("front matter between two '---' lines must open the file")
    values = tomllib.loads(front)
    for key, value in values.items():
        if key not in _KEYS:
            raise CatalogError(f"unknown key '{key}'; known are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise CatalogError(f"'{key}': {_KEYS[key].__name__} is needed, not {value!r}")
    if values.get("id") != path.stem:
        raise CatalogError(f"the id {values.get('id')!r} is not the file's name, which is what keeps ids apart")
    aliases = values.pop("aliases", [])
    if not all(isinstance(alias, str) for alias in aliases):
        raise CatalogError(f"'aliases': a list of names is needed, not {aliases!r}")
    return _Page(body=body.strip(), aliases=tuple(aliases), **values)


def _with_page(known: Definition | None, page: _Page, catalog: Catalog) -> Definition:
    place = f"{page.id}.md"
    if page.source and page.source not in catalog.sources:
        raise CatalogError(f"{place}, 'source': there is no source '{page.source}'")
    definition = known or _new(page, catalog)
    title = page.title or definition.title
    source = page.source or definition.source
    return replace(
        definition,
        title=title,
        aliases=_distinct(title, (*definition.aliases, *page.aliases)),
        text=_paragraphs(definition.text, page.body),
        as_of=page.as_of or (catalog.sources[source].as_of if page.source else definition.as_of),
        source=source,
        source_title=catalog.sources[source].title,
    )


def _new(page: _Page, catalog: Catalog) -> Definition:
    section = page.id.partition(".")[0]
    if section not in SECTIONS:
        raise CatalogError(f"{page.id}.md: unknown section '{section}'; known are {', '.join(SECTIONS)}")
    if SECTIONS[section]:
        raise CatalogError(f"{page.id}.md: the catalogue has no such {section}")
    for key in ("title", "source", "body"):
        if not getattr(page, key):
            raise CatalogError(f"{page.id}.md: '{key}' is missing")
    return Definition(id=page.id, title=page.title, aliases=(), text="", as_of="", source=page.source, source_title="")


def _check_names(definitions: Iterable[Definition], pages: Mapping[str, _Page]) -> None:
    """Refuse an alias or a title that two definitions of one section claim.

    Sections may share names (E5, Medium), and so may one's title and another's alias: a column headed Segment and the
    sub segment, which people call segment.
    """
    owners: dict[tuple[str, str, str], str] = {}
    for definition in definitions:
        claims = [("title", definition.title), *(("alias", alias) for alias in definition.aliases)]
        for kind, name in claims:
            owner = owners.setdefault((definition.section, kind, _key(name)), definition.id)
            if owner != definition.id:
                place = f"{definition.id}.md" if definition.id in pages else f"definition '{definition.id}'"
                raise CatalogError(f"{place}: the {kind} '{name}' already means '{owner}'")


# --- names and words ---

_NUMBERS = re.compile(r"\D?\d+")  # with the letter before: cells A2 and E2 are no slip of each other


def _key(name: str) -> str:
    return "".join(words_of(name))


def _loose_key(name: str) -> str:
    return "".join(word for word in words_of(name) if word not in SLIGHT)


def _same_marks(one: str, other: str) -> bool:
    return one[:1] == other[:1] and _NUMBERS.findall(one) == _NUMBERS.findall(other)


def _in_order(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    return tuple(sorted(dict.fromkeys(definitions), key=lambda definition: _RANK[definition.section]))
