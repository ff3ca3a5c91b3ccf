"""Tests of records: what a frozen dataclass promises."""

from dataclasses import FrozenInstanceError

import pytest

from knowledge.record import Record


class Animal(Record):
    """A record for the tests."""

    name: str
    legs: int = 4


class Bird(Animal):
    """A record with a column more."""

    flies: bool = True


def test_a_record_holds_what_it_is_given_and_its_defaults() -> None:
    assert Bird.columns == ("name", "legs", "flies")
    bird = Bird(name="Kiwi", legs=2)
    assert (bird.name, bird.legs, bird.flies) == ("Kiwi", 2, True)
    assert repr(bird) == "Bird(name='Kiwi', legs=2, flies=True)"


def test_records_are_compared_by_kind_and_content() -> None:
    assert Animal(name="Cat") == Animal(name="Cat", legs=4)
    assert Animal(name="Cat") != Animal(name="Dog")
    assert Animal(name="Kiwi", legs=2) != Bird(name="Kiwi", legs=2)
    assert len({Animal(name="Cat"), Animal(name="Cat"), Bird(name="Cat")}) == 2


def test_a_record_never_changes() -> None:
    cat = Animal(name="Cat")
    with pytest.raises(FrozenInstanceError):
        cat.legs = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del cat.legs


@pytest.mark.parametrize("values", [{}, {"name": "Cat", "tail": 1}])
def test_a_record_wants_its_columns_and_no_others(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="Animal"):
        Animal(**values)
