"""A model card and the difference of two models as pages that people read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.render import clean, table
from knowledge.catalog import Catalog
from scoring.model.difference import ModelDifference, ProductDifference
from scoring.model.model import Model

_FIGURES = {"roc_auc": "ROC AUC", "pr_auc": "PR AUC", "brier": "Brier score"}
_VERDICTS = {
    "better": "better than {}",
    "worse": "worse than {}",
    "neither clearly": "neither clearly better nor worse than {}",
}
LEFT_OUT = (
    "Left out: names and addresses, and of each product its own subscriptions, which a won deal may have brought."
)
Pair = tuple[float | None, float | None]


def card_text(catalog: Catalog, model: Model) -> str:
    """What a model is, what it was learned from, and how good it was on deals that it had not seen."""
    card = model.card
    parts = [f"Model {model.id}: {clean(model.about)}"]
    if not card:
        return "\n\n".join([*parts, _products(catalog, model), "It has no card: nothing was measured of it."])
    parts.append("\n".join(_origin(catalog, card)))
    if card.get("measured"):
        parts += [_measured(card["measured"]), _calibration(card["measured"]["this model"])]
        parts += [_clusters(card["win_rate_by_cluster"]), _by_product(catalog, card["by_product"])]
    else:
        parts.append(f"Nothing was measured: {clean(card.get('note', 'there were no deals to measure on'))}.")
    parts += [_features(catalog, card), _verdict(card)]
    return "\n\n".join(part for part in parts if part)


def _products(catalog: Catalog, model: Model) -> str:
    return f"Products: {', '.join(_label(catalog, name) for name in model.products)}."


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label if product in catalog.products else product


def _origin(catalog: Catalog, card: Mapping[str, Any]) -> Iterator[str]:
    yield f"Trained as of {card.get('as_of', 'an unknown day')}; {clean(card['split'])}."
    fitted, measured = card["deals"]["fitted"], card["deals"]["measured"]
    yield f"Deals: {fitted:,} fitted, {measured:,} measured{_refitted(card)}."
    yield f"Products learned: {', '.join(_label(catalog, name) for name in card['products'])}."
    yield f"Fingerprint of the data: {clean(card['data'])[:16]}"


def _refitted(card: Mapping[str, Any]) -> str:
    return f"; fitted again {clean(card['refitted'])}" if "refitted" in card else ""


def _measured(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures of this model beside those of the others, on the same deals."""
    names = list(measured)
    rows = [[title, *(f"{measured[name][key]:.3f}" for name in names)] for key, title in _FIGURES.items()]
    first = measured[names[0]]
    rows += [
        [f"wins in the top {share}%", *(_percent(measured[name]["caught"][share]) for name in names)]
        for share in first["caught"]
    ]
    rows += [
        [f"lift in the top {share}%", *(f"{measured[name]['lift'][share]:.2f}" for name in names)]
        for share in first["lift"]
    ]
    head = f"Measured on {first['deals']:,} deals, of which {_percent(first['win_rate'])} were won:"
    return f"{head}\n\n{table(['', *names], rows, right=range(1, len(names) + 1))}"


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def _calibration(figures: Mapping[str, Any]) -> str:
    rows = [
        [str(place), f"{part['deals']:,}", _percent(part["said"]), _percent(part["won"])]
        for place, part in enumerate(figures["calibration"], 1)
    ]
    return "Calibration, by tenth of the deals, the likeliest first:\n\n" + table(
        ["tenth", "deals", "chance said", "won"], rows, right=range(4)
    )


def _clusters(rates: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[name, f"{rate['deals']:,}", _percent(rate["won"])] for name, rate in rates.items()]
    return table(["cluster", "deals", "won"], rows, right=[1, 2])


def _by_product(catalog: Catalog, found: Mapping[str, Mapping[str, float]]) -> str:
    if not found:
        return ""
    rows = [
        [
            _label(catalog, name),
            f"{part['deals']:,}",
            _percent(part["win_rate"]),
            f"{part['roc_auc']:.3f}",
            f"{part['brier']:.3f}",
        ]
        for name, part in found.items()
    ]
    return table(["product", "deals", "won", "ROC AUC", "Brier score"], rows, right=range(1, 5))


def _features(catalog: Catalog, card: Mapping[str, Any]) -> str:
    """What fit looks at, and what was left out and why."""
    items: dict[str, list[str]] = {}
    for name in card["features"]:
        column, _, item = name.partition(": ")
        items.setdefault(column, []).extend([clean(item)] if item else [])
    names = [f"{_feature(catalog, column)}{_bracketed(found)}" for column, found in items.items()]
    lines = [f"Features of fit: {'; '.join(names) or 'none'}."]
    lines.append(LEFT_OUT)
    return "\n".join([*lines, *(f"Note: {clean(text)}." for text in card.get("warnings", ()))])


def _verdict(card: Mapping[str, Any]) -> str:
    """Whether the model did better than the one that was in use when it was learned, and what that advises."""
    if "verdict" not in card:
        return ""
    found, other, note = card["verdict"], clean(card["in_use"]), card.get("in_use_note", "")
    if found not in _VERDICTS:
        return f"Verdict: nothing was measured, so nothing says that it is better than {other}: better not use it."
    told = f"Verdict: {_VERDICTS[found].format(other)} on the measured deals, by ROC AUC and Brier score."
    if note:
        told += f" {clean(note)}."
    if found == "worse":
        told += " Better not use it before it is measured on newer deals." if note else " Better not use it."
    return told


def _bracketed(items: Sequence[str]) -> str:
    return f" ({', '.join(items)})" if items else ""


def _feature(catalog: Catalog, name: str) -> str:
    """A feature's name for people: ``Installed technology: Citrix``."""
    column, sign, item = name.partition(": ")
    title = catalog.fields[column].title if column in catalog.fields else column
    return clean(f"{title}{sign}{item}")


def difference_text(catalog: Catalog, found: ModelDifference) -> str:
    """Two models side by side; only what differs."""
    parts = [f"{found.first} and {found.second}"]
    parts += _section("measured, each on its own deals", found, found.measured)
    parts += _section("calibration", found, found.calibration)
    titles = {name: _signal(catalog, name) for name in found.half_lives}
    parts += _section("half-life in days", found, {titles[name]: pair for name, pair in found.half_lives.items()})
    parts += [text for item in found.products if (text := _product_text(catalog, found, item))]
    return "\n\n".join(parts) if len(parts) > 1 else f"{parts[0]} do not differ."


def _section(title: str, found: ModelDifference, pairs: Mapping[str, Pair]) -> list[str]:
    return [_pairs(title, found, pairs)] if pairs else []


def _pairs(title: str, found: ModelDifference, pairs: Mapping[str, Pair]) -> str:
    rows = [[_FIGURES.get(name, name), *map(_figure, pair)] for name, pair in pairs.items()]
    return table([title, found.first, found.second], rows, right=[1, 2])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}"


def _signal(catalog: Catalog, name: str) -> str:
    return catalog.signals[name].title if name in catalog.signals else clean(name)


def _product_text(catalog: Catalog, found: ModelDifference, item: ProductDifference) -> str:
    pairs: dict[str, Pair] = {"base (log-odds)": item.base} if item.base[0] != item.base[1] else {}
    pairs |= {f"weight of {_signal(catalog, name)}": pair for name, pair in item.weights.items()}
    head = _label(catalog, item.product)
    terms = _terms(catalog, found, item)
    if not pairs:
        return f"{head}: {terms}" if terms else ""
    return "\n".join(part for part in (_pairs(head, found, pairs), terms) if part)


def _terms(catalog: Catalog, found: ModelDifference, item: ProductDifference) -> str:
    """The terms that differ most, in log-odds."""
    names = {"first": f", only in {found.first}", "second": f", only in {found.second}", "": ""}
    told: Sequence[str] = [
        f"{' × '.join(_feature(catalog, part) for part in term.term.split(' × '))} {term.largest:.2f}{names[term.only]}"
        for term in item.terms
    ]
    return f"Terms that differ most, in log-odds: {'; '.join(told)}." if told else ""
