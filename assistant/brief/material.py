"""Campaign material that goes with a play, and the definitions that a brief rests on: cited, in their own words."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.brief.content import Quote, Section
from assistant.brief.counts import Counts
from assistant.export.made import defined
from knowledge.definitions import Definition
from scoring.query import walk

CAMPAIGN = "howto.campaign"
CONVENTIONS = (
    "convention.potential-revenue",
    "convention.signals",
    "convention.since-last-month",
    "convention.renewals-count",
    "convention.relative-dates",
)
_MOST_PASSAGES = 3


def material(counts: Counts) -> Section:
    """How to approach each cluster, what the vendor offers, and what the partner's own playbooks say of the play."""
    found = [counts.tools.definitions.get(CAMPAIGN), *_passages(counts)]
    quotes = tuple(quote(item) for item in found if item)
    own = () if len(quotes) > 1 else ("No playbook of your own says anything of this play.",)
    return Section("Campaign material", (*_actions(counts), *own), quotes=quotes)


def _actions(counts: Counts) -> list[str]:
    """How to approach the clusters that the customers stand in."""
    products = counts.subject.products
    present = {group.key for product in products for group in counts.groups(f"{product}.cluster")}
    clusters = [each for each in counts.catalog.clusters.values() if each.title in present or not products]
    return [f"{cluster.title}: {cluster.action}" for cluster in clusters]


def _passages(counts: Counts) -> list[Definition]:
    """The passages of playbooks on the cohorts and plays, then on the products, each once."""
    found: dict[str, Definition] = {}
    for term in _terms(counts):
        for passage in counts.tools.passages.in_playbooks(term):
            found.setdefault(passage.id, passage)
        if len(found) >= _MOST_PASSAGES:
            break
    return list(found.values())[:_MOST_PASSAGES]


def _terms(counts: Counts) -> Iterator[str]:
    """By what a playbook may name the play."""
    catalog = counts.catalog
    for item in walk(counts.subject.query.set.filters):
        if item.field in ("cohort", "category", "play"):
            for value in item.values:
                entry = catalog.sections[item.field].get(str(value))
                yield from (entry.title, *entry.aliases) if entry else ()
    for product in counts.subject.products:
        yield from (catalog.products[product].title, catalog.products[product].label)


def definitions(counts: Counts, columns: tuple[str, ...]) -> tuple[Quote, ...]:
    """The definitions of what the query filters by, of the columns, and of how a brief counts."""
    found = list(defined(counts.tools, counts.subject.query, columns))
    found += [item for id in CONVENTIONS if (item := counts.tools.definitions.get(id)) and item not in found]
    return tuple(replace(quote(item), text=_short(item.text)) for item in found)


def _short(text: str) -> str:
    """The first paragraph, with the list that it begins."""
    first, _, rest = text.partition("\n\n")
    return "\n\n".join((first, rest.partition("\n\n")[0])) if first.endswith(":") else first


def quote(definition: Definition) -> Quote:
    """A definition or passage as it is cited."""
    return Quote(definition.id, definition.title, definition.text, definition.source_words)
