"""Reads what is close to an edge: "within two points of Act Now", "fit within 5 points of 80", "just below High"."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline.draft import Atom, Bound, Draft, Slot
from assistant.offline.outcome import AskBack
from knowledge.catalog import Catalog
from knowledge.messages import Word, joined, text
from scoring.query import Filter, Operator

CLOSE = 2.0  # points, where none are named
EDGE = "edge"
_SCORES = ("fit", "intent", "propensity")
_LOOSE = ("below", "under", "above", "over", "short of", "shy of", "away from", "off", "within")


@dataclass(frozen=True)
class _Near:
    """A distance in points to a target; ``side`` is within, close, below or above; items from ``first`` to ``last``."""

    points: float
    side: str
    first: int
    last: int
    target: int
    bound: Bound | None = None


def read_near(draft: Draft) -> None:
    """Every stretch that says how near to a cluster, a band or a number a score is becomes conditions on it."""
    for place in list(draft.free("near")):
        near = _measured(draft, place) or _unmeasured(draft, place)
        if near and not draft.items[near.target].used:
            _keep(draft, near)


def read_edges(draft: Draft) -> None:
    """``near a cutoff``: a condition on the fit and intent of one product, on the one of them that stands beside it."""
    for place in list(draft.free("edge")):
        scores = [
            at for at in (draft.before(place, "product"), draft.after(place)) if at in draft.scores("fit", "intent")
        ]
        names = tuple(str(draft.value(at, "score")) for at in scores[:1]) or ("fit", "intent")
        draft.use(place, *scores[:1])
        draft.atoms.append(Atom(Slot(EDGE, place, place), "between", names, single=True))
        edges = ", ".join(f"{band.lower:g}" for band in draft.catalog.bands.values() if band.lower > 0)
        draft.assume(
            text(
                "near a cutoff = {scores} within {points:g} points of a band's lower edge ({edges})",
                scores=joined(text(" or "), names),
                points=CLOSE,
                edges=edges,
            )
        )


def edge_filter(catalog: Catalog, product: str, atom: Atom) -> Filter:
    """The scores of an atom within two points of a band's lower edge, on either side."""
    edges = [band.lower for band in catalog.bands.values() if band.lower > 0]
    return Filter(
        any_of=tuple(
            Filter(str(name), "between", (edge - CLOSE, edge + CLOSE), (product,), month=atom.month)
            for name in atom.values
            for edge in edges
        )
    )


def lower_edge(catalog: Catalog, cluster: str) -> float:
    """The lowest fit with which a customer can stand in a cluster."""
    return min(catalog.bands[cell.fit].lower for cell in catalog.cells.values() if cell.cluster == cluster)


def _measured(draft: Draft, place: int) -> _Near | None:
    """``within two points of Act Now``, ``2 points below 75``: the near word stands before or behind the points."""
    for bound in draft.bounds:
        if bound.money or bound.op not in ("=", "==", "<", "<=") or not draft.word(bound.last + 1).startswith("point"):
            continue
        first = min(place, bound.first)
        before = place < bound.first and all(draft.idle_at(at) for at in range(place + 1, bound.first))
        behind = place > bound.last and all(draft.idle_at(at) for at in range(bound.last + 2, place))
        if not (before or behind):
            continue
        side = str(draft.value(place, "near"))
        link = draft.after(bound.last + 1) if before else place
        if before and draft.has(link, "near"):
            side, start = str(draft.value(link, "near")), link
        else:
            start = bound.last + 1 if before else place
        target, found = _target(draft, start, counted=bound)
        if target >= 0:
            draft.bounds.remove(bound)
            return _Near(bound.values[0], side, first, found.last if found else target, target, found)
    return None


def _unmeasured(draft: Draft, place: int) -> _Near | None:
    """``close to Act Now``, ``just below 75``: two points, which the answer says."""
    if draft.word(place) in _LOOSE:
        return None
    target, bound = _target(draft, place)
    if target < 0:
        return None
    draft.assume(text("{word} = within {points:g} points", word=Word(draft.word(place)), points=CLOSE))
    return _Near(CLOSE, str(draft.value(place, "near")), place, bound.last if bound else target, target, bound)


def _target(draft: Draft, place: int, counted: Bound | None = None) -> tuple[int, Bound | None]:
    """The cluster, band or number behind a place, over idle words.

    Without points that are ``counted``, a number that has no score beside it is none: "just under 300 employees"."""
    at = place + 1
    while draft.idle_at(at) and not draft.has(at, "number"):
        at += 1
    bound = next((b for b in draft.bounds if b is not counted and place <= b.first <= at <= b.last), None)
    if bound is not None and not bound.money and len(bound.values) == 1 and not draft.has(bound.last + 1, "field"):
        return (at, bound) if counted or _score_near(draft, place) >= 0 else (-1, None)
    return (at, None) if draft.is_free(at, "cluster", "band") else (-1, None)


def _score_near(draft: Draft, place: int) -> int:
    """The place of the nearest score; -1."""
    places = sorted(draft.scores(*_SCORES), key=lambda at: abs(at - place))
    return places[0] if places else -1


def _keep(draft: Draft, near: _Near) -> None:
    cluster, band = draft.value(near.target, "cluster"), draft.value(near.target, "band")
    places = [*range(near.first, near.last + 1)]
    name = "fit"
    if isinstance(cluster, str):
        if _is_list(draft, near.target):
            titles = tuple(item.title for item in draft.catalog.clusters.values())
            draft.question = AskBack(text("Near which cluster?"), titles)
            return
        edge = lower_edge(draft.catalog, cluster)
        title = draft.catalog.clusters[cluster].title
        draft.assume(text("{cluster} begins at a fit of {edge:g}", cluster=title, edge=edge))
    else:
        score = _score_near(draft, near.first)
        if score < 0:
            draft.question = AskBack(text("Which score do you mean?"), ("fit", "intent"))
            return
        name = str(draft.value(score, "score"))
        places.append(score)
        edge = draft.catalog.bands[band].lower if isinstance(band, str) else near.bound.values[0] if near.bound else 0.0
    if edge <= 0 and near.side != "above":
        word = Word(draft.items[near.target].text)
        draft.question = AskBack(text("Nobody can be just below {word}. Which cluster do you mean?", word=word))
        return
    if near.bound:
        draft.bounds.remove(near.bound)
        draft.use(
            *range(near.bound.last + 1, near.bound.last + 1 + draft.has(near.bound.last + 1, "share", "score_word"))
        )
    draft.use(*places)
    slot = Slot(name, min(near.first, *places), max(places))
    for op, value in _limits(near, edge):
        draft.atoms.append(Atom(slot, op, value, single=True))


def _is_list(draft: Draft, place: int) -> bool:
    """Whether another cluster is joined to this one."""
    others = [at for at in draft.free("cluster") if at > place]
    return bool(others) and bool(draft.joint(place, others[0]))


def _limits(near: _Near, edge: float) -> Sequence[tuple[Operator, tuple[float, ...]]]:
    """The conditions: both sides of a number, below the edge of a cluster or band unless it says above."""
    low, high = max(0.0, edge - near.points), min(100.0, edge + near.points)
    if near.side == "above":
        return ((">=", (edge,)), ("<=", (high,)))
    if near.bound is not None and near.side != "below":
        return (("between", (low, high)),)
    return ((">=", (low,)), ("<", (edge,)))
