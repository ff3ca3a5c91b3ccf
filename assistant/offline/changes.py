"""Reads movements between two months: into, out of, up, down, new, gone."""

from dataclasses import dataclass, replace

from assistant.offline.draft import Atom, Bound, Draft, Slot
from assistant.offline.spans import Item
from scoring.query import Filter

_VAGUE = ("noise", "own", "after", "neg", "lack", "compare", "expires")
_FLIPPED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_CLUSTER_WORDS = {"up": "better", "down": "worse", "same": "same", "changed": "changed", "moved": "changed"}


@dataclass
class Movement:
    """What a question says of change: the order that a ranking by change takes, and whether the set is of the earlier
    month (customers that are gone)."""

    order: Slot | None = None
    descending: bool = True
    earlier: bool = False


def read_changes(draft: Draft, month: str, since: str, named: bool) -> Movement | None:
    """Make conditions of the words of change; None where the question tells of none.

    ``named`` says whether the question itself names a second month.
    """
    places = list(draft.free("change"))
    ways = [{sense.value for sense in draft.items[at].senses if sense.kind == "change"} for at in places]
    both = any("up" in way for way in ways) and any("down" in way and "up" not in way for way in ways)
    if both and draft.scores("fit", "intent"):
        return None  # "rose or fell by 20 points": of a score one way can be asked for
    if not places or not (named or any(_tells(draft, place) for place in places)):
        return None
    kinds = {str(s.value) for place in places for s in draft.items[place].senses if s.kind == "change"}
    movement = _read(draft, kinds, month, since)
    if movement is not None:
        draft.use(*places, *draft.free("since", "both_months", "into", "out"))
    return movement


def _tells(draft: Draft, place: int) -> bool:
    """Whether a word tells of change by itself: ``went`` only where it says whither or whence, ``stay`` only where it
    is past ("stayed Act Now")."""
    values = {sense.value for sense in draft.items[place].senses if sense.kind == "change"}
    whither = "moved" in values and draft.has(place + 1, "into", "out")
    stayed = "same" in values and draft.word(place).endswith("ed")
    return whither or stayed or not draft.has(place, *_VAGUE)


def tells_change(item: Item) -> bool:
    """Whether an item says of scores that they moved, and nothing else."""
    moved = any(sense.kind == "change" and sense.value in ("up", "down", "moved", "changed") for sense in item.senses)
    return moved and not item.has(*_VAGUE, "comparative")


def _read(draft: Draft, kinds: set[str], month: str, since: str) -> Movement | None:
    if movement := _score_change(draft, kinds):
        return movement
    if _moved(draft, since) or _cluster_change(draft, kinds) or _stayed(draft, kinds, since):
        return Movement()
    if "new" in kinds:
        draft.add(Filter("present", "in", (False,), month=since), *draft.free("change"))
        return Movement()
    if "gone" in kinds:
        draft.add(Filter("present", "in", (False,), month=month), *draft.free("change"))
        return Movement(earlier=True)
    return None


def _score_change(draft: Draft, kinds: set[str]) -> Movement | None:
    """``intent went up by 40 points or more``, ``the largest jumps in intent``."""
    scores = draft.scores("fit", "intent")
    if not scores or not kinds & {"up", "down", "moved", "changed"}:
        return None
    down = "down" in kinds and "up" not in kinds
    name = f"{draft.value(scores[0], 'score')}_change"
    bound = _points(draft)
    op, number = _signed(bound, down)
    if bound:
        draft.take(bound)
    atom = draft.add_atom(name, op, (number,), scores[0], *draft.free("score_word"))  # type: ignore[arg-type]
    ranked = any(True for _ in draft.free("top", "superlative", "direction", "ranked"))
    return Movement(atom.slot if ranked else None, not down)


def _points(draft: Draft) -> Bound | None:
    for bound in draft.bounds:
        if bound.op != "=" or draft.has(bound.last + 1, "score_word"):
            return bound
    return None


def _signed(bound: Bound | None, down: bool) -> tuple[str, float]:
    if bound is None:
        return ("<", 0.0) if down else (">", 0.0)
    op = ">=" if bound.op == "=" else bound.op
    return (_FLIPPED[op], -bound.values[0]) if down else (op, bound.values[0])


def _moved(draft: Draft, since: str) -> bool:
    """``moved from Evaluate to Act Now``, ``dropped out of Act Now``, ``moved into Act Now``."""
    sources, targets = [], []
    for atom in draft.atoms:
        before = draft.before_any(atom.slot.first)
        if atom.slot.name == "cluster" and draft.has(before, "out"):
            sources.append(atom)
            draft.use(before)
        elif atom.slot.name == "cluster" and draft.has(before, "into"):
            targets.append(atom)
            sources += [other for other in draft.atoms if _turns_from(draft, other, before)]
            draft.use(before)
    if targets:
        draft.use(*draft.free("elsewhere"))
    for atom in sources:
        if not targets:
            draft.atoms.append(_opposite(atom, ""))
        atom.month = since
    for atom in targets:
        if not sources:
            draft.atoms.append(_opposite(atom, since))
    return bool(sources or targets)


def _turns_from(draft: Draft, atom: Atom, into: int) -> bool:
    """``Evaluate turned into Act Now``: the cluster that stands right before the word."""
    return draft.has(into, "change") and atom.slot.name == "cluster" and atom.slot.last == into - 1


def _stayed(draft: Draft, kinds: set[str], since: str) -> bool:
    """``stayed Act Now``: in both months."""
    atoms = [atom for atom in draft.atoms if atom.slot.name == "cluster" and atom.op == "in" and "same" in kinds]
    draft.atoms += [replace(atom, month=since) for atom in atoms]
    return bool(atoms)


def _opposite(atom: Atom, month: str) -> Atom:
    """The same score stood elsewhere in the other month (and was known there)."""
    return replace(atom, op="not in", month=month)


def _cluster_change(draft: Draft, kinds: set[str]) -> bool:
    words = draft.scores("cluster")
    kinds = kinds - {"up", "down"} | {"changed"} if {"up", "down"} <= kinds else kinds
    wanted = [name for kind, name in _CLUSTER_WORDS.items() if kind in kinds]
    if not words or not wanted:
        return False
    draft.add_atom("cluster_change", "in", (wanted[0],), words[0])
    return True
