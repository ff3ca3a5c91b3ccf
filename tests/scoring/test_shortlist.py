"""Who is chosen for a shortlist: best-first, under caps, with a hold-out, stable when it is chosen again."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.shortlist import Chosen, HoldOut, Plan, choose, week_of

EIGHT = tuple(f"400{number}" for number in range(1, 9))
CITIES = {
    "city": dict(
        zip(EIGHT, (("Oslo",), ("Oslo",), ("Oslo",), ("Bergen",), (), (), ("Bergen",), ("Oslo",)), strict=True)
    )
}


def test_a_list_is_the_first_of_the_order_without_whom_it_leaves_out() -> None:
    assert choose("spring", EIGHT, Plan()) == Chosen(EIGHT)
    assert choose("spring", EIGHT, Plan(size=3)) == Chosen(("4001", "4002", "4003"))
    assert choose("spring", EIGHT, Plan(size=3), excluded={"4002", "9999"}) == Chosen(("4001", "4003", "4004"))
    assert choose("spring", (), Plan(size=3, hold_out=HoldOut(percent=10))) == Chosen()


def test_caps_take_the_best_of_each_group_and_know_no_unknown_one() -> None:
    """Oslo has room for 4001 and 4002, Bergen for both; 4005 and 4006 have no city."""
    assert choose("spring", EIGHT, Plan(caps={"city": 2}), CITIES).listed == (
        "4001",
        "4002",
        "4004",
        "4005",
        "4006",
        "4007",
    )
    assert choose("spring", EIGHT, Plan(size=3, caps={"city": 1}), CITIES).listed == ("4001", "4004", "4005")


def test_the_lowest_hashes_of_those_who_would_be_called_are_held_out() -> None:
    """Of 4001 to 4005, by SHA-256 of name, a line break and id: 1, 3, 5, 4, 2 for spring, 4, 1, 5, 3, 2 for autumn."""
    two = Plan(size=3, hold_out=HoldOut(2))
    assert choose("spring", EIGHT, two) == Chosen(("4002", "4004", "4005"), ("4001", "4003"))
    assert choose("autumn", EIGHT, two) == Chosen(("4002", "4003", "4005"), ("4001", "4004"))


@pytest.mark.parametrize(
    ("found", "size", "percent", "listed", "held"),
    [
        (1000, 50, 10, 50, 5),
        (1000, 25, 10, 25, 3),  # 2.5, halves up
        (1000, 24, 10, 24, 2),
        (54, 50, 10, 49, 5),
        (40, 50, 10, 36, 4),  # a tenth of the forty
        (40, None, 10, 36, 4),
        (6, None, 5, 5, 1),  # 0.3, and nevertheless one
        (100, 1, 5, 1, 1),
        (2, None, 1, 1, 1),
        (1, None, 60, 1, 0),
        (0, None, 60, 0, 0),
    ],
)
def test_a_share_is_held_out_exactly(found: int, size: int | None, percent: float, listed: int, held: int) -> None:
    ids = [str(number) for number in range(found)]
    chosen = choose("x", ids, Plan(size=size, hold_out=HoldOut(percent=percent)))
    assert (len(chosen.listed), len(chosen.held_out)) == (listed, held)


def test_weeks_follow_the_order() -> None:
    assert [week_of(place, 3) for place in range(7)] == [1, 1, 1, 2, 2, 2, 3]
    assert {week_of(place, None) for place in range(7)} == {1}


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[str], Plan, dict[str, dict[str, tuple[str, ...]]], set[str]]:
    """Customers in some order, a plan, their cities and industries, and whom to leave out."""
    ids = draw(st.permutations([str(4000 + number) for number in range(draw(st.integers(0, 60)))]))
    cities = st.sampled_from([(), ("Oslo",), ("Bergen",), ("Lyon",), ("Oslo", "Lyon")])
    values = {field: {customer: draw(cities) for customer in ids} for field in ("city", "industry")}
    caps = draw(st.dictionaries(st.sampled_from(["city", "industry"]), st.integers(1, 12)))
    hold_out = draw(
        st.one_of(st.builds(HoldOut, st.integers(0, 8)), st.builds(HoldOut, st.just(0), st.integers(1, 60)))
    )
    size = draw(st.one_of(st.none(), st.integers(1, 40)))
    excluded = set(draw(st.lists(st.sampled_from(ids), max_size=20)) if ids else ())
    return ids, Plan(size=size, caps=caps, hold_out=hold_out), values, excluded


def greedy(ids: list[str], plan: Plan, values: dict[str, dict[str, tuple[str, ...]]], excluded: set[str]) -> list[str]:
    """Who fits under the caps, one after the other, told in another way."""
    kept: list[str] = []
    for customer in ids:
        together = [*kept, customer]
        counts = {field: Counter(value for id in together for value in values[field][id]) for field in plan.caps}
        own = all(
            counts[field][value] <= most for field, most in plan.caps.items() for value in values[field][customer]
        )
        if customer not in excluded and own:
            kept.append(customer)
    return kept


@given(cases())
def test_sizes_caps_and_sets_are_exact(
    case: tuple[list[str], Plan, dict[str, dict[str, tuple[str, ...]]], set[str]],
) -> None:
    ids, plan, values, excluded = case
    chosen = choose("a list", ids, plan, values, excluded)
    fitting = greedy(ids, plan, values, excluded)
    size = len(fitting) if plan.size is None else plan.size
    share = int(min(size, len(fitting)) * plan.hold_out.percent / 100 + 0.5)
    wanted = plan.hold_out.count or (max(share, 1) if plan.hold_out.percent and len(fitting) > 1 else 0)
    room = len(fitting) if plan.size is None else size + wanted
    both = [customer for customer in ids if customer in {*chosen.listed, *chosen.held_out}]
    assert both == fitting[:room]
    assert len(chosen.held_out) == min(wanted, len(both))
    assert len(chosen.listed) == len(both) - len(chosen.held_out)
    assert not {*chosen.listed} & {*chosen.held_out}
    assert not {*both} & excluded
    hashes = {customer: sha256(f"a list\n{customer}".encode()).hexdigest() for customer in both}
    if chosen.listed and chosen.held_out:
        assert max(hashes[held] for held in chosen.held_out) < min(hashes[listed] for listed in chosen.listed)


@given(cases())
def test_the_same_again_is_the_same(
    case: tuple[list[str], Plan, dict[str, dict[str, tuple[str, ...]]], set[str]],
) -> None:
    ids, plan, values, excluded = case
    chosen = choose("a list", ids, plan, values, excluded)
    assert choose("a list", ids, plan, values, excluded) == chosen
    assert choose("a list", ids, plan, values, list(excluded), chosen) == chosen


@given(cases(), st.sets(st.integers(0, 59)), st.integers(0, 30), st.data())
def test_who_is_held_out_stays_so_and_who_was_listed_is_never_held_out(
    case: tuple[list[str], Plan, dict[str, dict[str, tuple[str, ...]]], set[str]],
    left: set[int],
    come: int,
    data: st.DataObject,
) -> None:
    """The data changes: some leave, others come, and all are in another order."""
    ids, plan, values, excluded = case
    before = choose("a list", ids, plan, values, excluded)
    stay = [customer for place, customer in enumerate(ids) if place not in left]
    now = data.draw(st.permutations([*stay, *(f"9{number:03}" for number in range(come))]))
    after = choose("a list", now, plan, values, excluded, before)
    staying = [customer for customer in before.held_out if customer in now]
    assert not {*after.listed} & {*after.held_out}
    assert not {*after.held_out} & {*before.listed}
    assert not {*after.listed, *after.held_out} & excluded
    assert {*staying} <= {*after.held_out}
    assert list(after.listed) == [customer for customer in now if customer in {*after.listed}]
    for field, most in plan.caps.items():
        held = Counter(value for id in after.held_out for value in values[field].get(id, ()))
        listed = Counter(value for id in after.listed for value in values[field].get(id, ()))
        assert all(count + held[value] <= max(most, held[value]) for value, count in listed.items())


def test_newcomers_fill_the_hold_out_up() -> None:
    """Two of four are held out; one of them leaves, and of the newcomers 4005 and 4006 one takes its place."""
    before = choose("spring", EIGHT[:4], Plan(size=2, hold_out=HoldOut(2)))
    gone, stays = before.held_out
    now = [*(customer for customer in EIGHT[:4] if customer != gone), "4005", "4006"]
    after = choose("spring", now, Plan(size=2, hold_out=HoldOut(2)), before=before)
    assert set(after.held_out) == {stays, "4005"}
    assert after.listed == before.listed
    alone = choose("spring", now[:3], Plan(size=2, hold_out=HoldOut(2)), before=before)
    assert (alone.held_out, alone.listed) == ((stays,), before.listed)


def test_a_share_of_fewer_takes_nobody_out_of_the_hold_out() -> None:
    """Half of eight are held out; of the three that are left a half is two, and all who stay of the four remain so."""
    plan = Plan(hold_out=HoldOut(percent=50))
    before = choose("spring", EIGHT, plan)
    assert len(before.held_out) == 4
    now = (*before.held_out[:3], before.listed[0])
    assert choose("spring", now, plan, before=before) == Chosen((before.listed[0],), before.held_out[:3])
    sized = Plan(size=4, hold_out=HoldOut(percent=50))
    three = Chosen((), before.held_out[:3])
    assert len(choose("spring", EIGHT, sized, before=three).listed) == 4
    assert choose("spring", EIGHT, sized, before=three).held_out == before.held_out[:3]
