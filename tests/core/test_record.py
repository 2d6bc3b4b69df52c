import copy
import dataclasses
import pickle

import pytest

from natfig.core.record import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Point:
    """A point."""

    x: float
    y: float = 2.0
    tags: list[str] = field(default_factory=list, compare=False)

    @property
    def sum(self) -> float:
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Deep(Point):
    z: float = 3.0


@dataclass(slots=True)
class Box:
    items: list[int] = field(default_factory=list)
    count: int = 0


@dataclass
class Plain:
    a: int
    b: str = "b"

    def __post_init__(self):
        self.c = self.a * 2


@dataclass(slots=True, eq=False)
class Node:
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """A point."""

    x: float
    y: float = 2.0
    tags: list[str] = dataclasses.field(default_factory=list, compare=False)


def test_it_behaves_as_the_standard_one():
    ours, theirs = Point(1.0), Standard(1.0)
    assert repr(ours).replace("Point", "") == repr(theirs).replace("Standard", "")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert [f.name for f in dataclasses.fields(ours)] == [f.name for f in dataclasses.fields(theirs)]
    assert dataclasses.replace(ours, y=5.0) == Point(1.0, 5.0)
    assert replace(ours, y=5.0) == dataclasses.replace(ours, y=5.0)
    assert Point.__match_args__ == Standard.__match_args__
    assert Point.__doc__ == Standard.__doc__
    assert Point.__slots__ == Standard.__slots__


def test_equality_and_hash():
    assert Point(1.0, tags=["a"]) == Point(1.0, tags=["b"])
    assert Point(1.0) != Point(2.0)
    assert Point(1.0) != Standard(1.0)
    assert hash(Point(1.0)) == hash(Point(1.0, 2.0))
    assert Node("a") != Node("a")
    assert isinstance(hash(Node("a")), int)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Box())


def test_frozen_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Point(1.0).x = 2.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Point(1.0).x


def test_factories_make_a_new_one_each_time():
    first, second = Box(), Box()
    first.items.append(1)
    assert second.items == []
    assert Box([3], 2).count == 2


def test_slots_leave_no_room_for_others():
    with pytest.raises(AttributeError):
        Box().other = 1
    assert not hasattr(Point(1.0), "__dict__")


def test_inheritance():
    deep = Deep(1.0, z=9.0)
    assert (deep.x, deep.y, deep.z, deep.sum) == (1.0, 2.0, 9.0, 3.0)
    assert Deep.__slots__ == ("z",)


def test_post_init_and_class_defaults():
    assert Plain(2).c == 4
    assert Plain.b == "b"


@pytest.mark.parametrize("value", [Point(1.0, tags=["a"]), Deep(1.0), Box([1]), Plain(3), Node("n")])
def test_pickle_and_copy(value):
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):  # noqa: S301
        assert repr(other) == repr(value)


def test_wrong_arguments():
    with pytest.raises(TypeError):
        Point()
    with pytest.raises(TypeError):
        Point(1.0, 2.0, [], 4.0)
