"""``ascent train``: from imported outcomes to a proposed model with its card."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from scoring.errors import TrainingError
from scoring.model.card import fingerprint, make_card
from scoring.model.features import Batch, Feature, as_numbers, find_features
from scoring.model.inputs import Deal, read_base, read_deals, signal_types
from scoring.model.leakage import leaking
from scoring.model.learning import Learned, Task, learn, tells_ownership
from scoring.model.model import Model
from scoring.model.storage import to_json

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Split = Literal["forward", "random"]
Progress = Callable[[str], None]
_BEST_OWNERS = 0.75  # from which quantile on an owner is one of the best


@dataclass(frozen=True)
class Request:
    """How to train: for one product or all (empty), measured on the newest deals or on random ones."""

    as_of: date
    product: str = ""
    split: Split = "forward"
    seed: int = 0
    refit: bool = False


@dataclass(frozen=True)
class Trained:
    """A proposed model (its card is in it), and what is to be told: products without enough deals, columns left out."""

    model: Model
    warnings: tuple[str, ...]


def train(
    connection: "DuckDBPyConnection",
    catalog: Catalog,
    in_use: Model,
    request: Request,
    progress: Progress = lambda what: None,
    priors: Model | None = None,
) -> Trained:
    """Learn a model from the own tables behind a connection (with ``facts``).

    ``priors`` gives the weights and half-lives that learning starts from and stays near where deals are few (the model
    in use, if none is given); a model that was learned from the same deals would count them again.
    Raises TrainingError where no product has enough won and lost deals.
    """
    # The limit is set on what is loaded.
    import interpret.glassbox  # noqa: F401
    import scipy.optimize  # noqa: F401
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # small problems lose more by threads than they gain
        return _train(connection, catalog, in_use, priors or in_use, request, progress)


def _train(
    connection: "DuckDBPyConnection",
    catalog: Catalog,
    in_use: Model,
    priors: Model,
    request: Request,
    progress: Progress,
) -> Trained:
    progress("reading customers, signals and deals")
    base = read_base(connection, catalog)
    types = [*priors.half_lives, *(name for name in signal_types(connection) if name not in priors.half_lives)]
    wanted = [request.product] if request.product else list(catalog.products)
    deals = read_deals(connection, base, wanted, types, request.as_of)
    notes = _notes(deals)
    fitting, measuring, how = _split(catalog, deals, request, notes)
    products = _enough(catalog, deals.take(fitting), wanted, notes)
    fitting, measuring = (rows[np.isin(deals.product[rows], products)] for rows in (fitting, measuring))
    features = _features(catalog, base, deals.take(fitting), notes)
    task = _task(catalog, base, features, products, priors, types)
    dealt = [deals.customer[deals.product == name] for name in products]
    task = replace(task, owners=tuple(map(np.setdiff1d, task.owners, dealt)))
    progress(f"learning from {len(fitting):,} deals")
    learned = learn(task, deals.take(fitting))
    model = _model(in_use, learned)
    progress(f"measuring on {len(measuring):,} deals")
    measured = make_card(task, deals.take(fitting), deals.take(measuring), model, in_use)
    card = {
        "as_of": request.as_of.isoformat(),
        "split": how,
        "fitted_until": _fitted_until(deals.take(fitting), in_use, products),
        "deals": {"fitted": len(fitting), "measured": len(measuring)},
        "products": list(products),
        "features": [feature.name for feature in features],
        "data": fingerprint(task, deals),
        "settings": learned.chosen.to_json(products),
    } | measured
    if request.refit:
        progress(f"fitting again on {len(fitting) + len(measuring):,} deals")
        rows = np.sort(np.concatenate([fitting, measuring]))
        model = _model(in_use, learn(task, deals.take(rows)))
        card["refitted"] = "on all deals, after the figures were taken"
        card["fitted_until"] = _fitted_until(deals.take(rows), in_use, products)
    return Trained(_named(replace(model, card=card | {"warnings": notes})), tuple(notes))


def _fitted_until(deals: Deal, in_use: Model, products: Sequence[str]) -> str:
    """The day of the newest deal that any product has learned from; those that are kept learned from the deals of the
    model in use."""
    days = [str(deals.closed.max())]
    if set(in_use.products) - set(products):
        days.append(str(in_use.card.get("fitted_until", "")))
    return max(days)


def _notes(deals: Deal) -> list[str]:
    notes = []
    if deals.unknown:
        notes.append(f"{deals.unknown:,} deals are of customers that are not in the customers table; left out")
    if deals.future:
        notes.append(f"{deals.future:,} deals close after the as-of date; left out")
    return notes


def _split(
    catalog: Catalog, deals: Deal, request: Request, notes: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], str]:
    """The places of the deals to fit on and to measure on, and how they were told apart."""
    count = len(deals)
    share = catalog.learning.test_share
    if request.split == "forward" and count:
        day = deals.closed[max(0, int(count * (1 - share)) - 1)]
        fitting, measuring = (np.flatnonzero(rows) for rows in (deals.closed <= day, deals.closed > day))
        if len(measuring) >= count * share / 3:
            return fitting, measuring, f"forward: fitted on deals closed up to {day}, measured on the later ones"
        notes.append("the deals closed on too few days to be parted by time; they were parted at random")
    order = np.random.default_rng(request.seed).permutation(count)
    cut = round(count * (1 - share))
    return order[:cut], order[cut:], f"random: {share:.0%} of the deals measured on, seed {request.seed}"


def _enough(catalog: Catalog, deals: Deal, wanted: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    """The products with enough deals to learn from."""
    least_won, least_lost = catalog.learning.min_won, catalog.learning.min_lost
    found, lacking = [], []
    for name in wanted:
        won = deals.won[deals.product == name]
        count, lost = int(won.sum()), int(len(won) - won.sum())
        if count >= least_won and lost >= least_lost:
            found.append(name)
        elif len(won) or len(wanted) == 1:
            lacking.append(f"{catalog.products[name].label} ({count} won, {lost} lost)")
    need = f"at least {least_won} won and {least_lost} lost deals to learn from"
    if not found:
        left_out = _notes(deals)
        have = ", ".join(lacking) or ("none to learn from" if left_out else "no deals at all")
        why = f" ({'; '.join(left_out)})" if left_out else ""
        how = "Train as of a later day (--as-of), or import" if deals.future else "Import"
        raise TrainingError(
            f"A product needs {need}; there are: {have}{why}. {how} opportunities.csv with both outcomes."
        )
    if lacking:
        notes.append(f"a product needs {need}; these keep their present scores: {', '.join(lacking)}")
    return tuple(found)


def _features(catalog: Catalog, base: Batch, deals: Deal, notes: list[str]) -> tuple[Feature, ...]:
    """The features of the base, without columns that the outcome leaks into."""
    features = find_features(base)
    codes = np.column_stack([feature.encode(base)[deals.customer] for feature in features]) if features else None
    if codes is None:
        return ()
    names, products = np.unique(deals.product, return_inverse=True)
    for number, name in enumerate(names):  # what a product's own features say of it is not looked at anyway
        hidden = [place for place, feature in enumerate(features) if tells_ownership(catalog, name, feature)]
        codes[np.ix_(products == number, hidden)] = 0
    leaks = leaking(features, codes, products.astype(np.int32), deals.won, catalog.learning.leak_auc)
    for column, auc in sorted(leaks.items()):
        title = catalog.fields[column].title if column in catalog.fields else column
        notes.append(
            f"column '{title}' alone tells won from lost (ROC AUC {auc:g}): it looks like a consequence of the outcome "
            "and was left out"
        )
    return tuple(feature for feature in features if feature.column not in leaks)


def _task(
    catalog: Catalog,
    base: Batch,
    features: tuple[Feature, ...],
    products: tuple[str, ...],
    priors: Model,
    types: Sequence[str],
) -> Task:
    codes = [feature.encode(base) for feature in features]
    half_lives = {name: priors.half_lives.get(name, catalog.learning.default_half_life) for name in types}
    known = [priors.products[name].weights if name in priors.products else {} for name in products]
    weights = np.array([[row.get(name, 0.0) for name in types] for row in known], dtype=np.float64)
    return Task(
        catalog=catalog,
        base=base,
        features=features,
        codes=np.column_stack(codes) if codes else np.zeros((len(base), 0), dtype=np.int32),
        products=products,
        half_lives=half_lives,
        weights=weights.reshape(len(products), len(types)),
        owners=tuple(_best_owners(catalog, base, name) for name in products),
    )


def _best_owners(catalog: Catalog, base: Batch, product: str) -> NDArray[np.int64]:
    """The quarter of a product's owners that hold most of it for their size."""
    owned = next((it.owned for it in catalog.potentials.values() if it.product == product and it.owned), "")
    if owned not in base.columns:
        return np.zeros(0, dtype=np.int64)
    amount = np.nan_to_num(as_numbers(base.columns[owned]))
    size = as_numbers(base.columns["org_size"]) if "org_size" in base.columns else np.ones(len(base))
    ratio = amount / np.where(np.nan_to_num(size) > 0, size, 1)
    owners = np.flatnonzero(amount > 0)
    return owners[ratio[owners] >= np.quantile(ratio[owners], _BEST_OWNERS)] if len(owners) else owners


def _model(in_use: Model, learned: Learned) -> Model:
    """The learned products beside those of the model in use that were not learned, which score as before."""
    kept = {name: replace(product, kept=in_use.basis(name)) for name, product in in_use.products.items()}
    return Model(
        id="",
        about="learned from the partner's own deals",
        half_lives=dict(in_use.half_lives) | dict(learned.half_lives),
        products={**kept, **learned.products},
        slope=learned.chosen.slope,
        intercept=learned.chosen.intercept,
    )


def _named(model: Model) -> Model:
    """The model under an id that its content gives."""
    content = json.dumps(to_json(replace(model, id="")), sort_keys=True, ensure_ascii=False)
    return replace(model, id=f"m-{hashlib.sha256(content.encode()).hexdigest()[:10]}")
