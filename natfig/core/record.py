"""`dataclass` at a fifth of its start-up cost.

The standard decorator compiles up to eight functions a class, a millisecond each time a
program starts; ``natfig qa`` has sixty such classes and a fifth of a second for everything.
This one compiles ``__init__`` alone and shares the rest. It takes the same arguments as
far as natfig uses them, and ``dataclasses.replace``, ``fields`` and ``asdict`` work on
its classes. Modules that are not loaded by ``natfig qa`` use the standard one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from typing import Any, TypeVar, dataclass_transform, overload

__all__ = ["dataclass", "field", "replace"]

T = TypeVar("T")

_OWN = "__record_fields__"


class _Fields:
    """Makes what `dataclasses` knows of a class when somebody asks for it."""

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        import dataclasses

        own: dict[str, tuple[Any, Field[Any]]] = getattr(owner, _OWN)
        twin = dataclasses.make_dataclass(
            owner.__name__,
            [
                (
                    name,
                    kind,
                    field(
                        default=f.default,
                        default_factory=f.default_factory,
                        init=f.init,
                        repr=f.repr,
                        compare=f.compare,
                    ),
                )
                for name, (kind, f) in own.items()
            ],
        )
        found: dict[str, Any] = twin.__dict__["__dataclass_fields__"]
        setattr(owner, "__dataclass_fields__", found)  # noqa: B010 - mypy knows no such attribute
        return found


def _refuse_set(self: object, name: str, value: object) -> None:
    del self, value
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> None:
    del self
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in getattr(type(self), _OWN)]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(getattr(type(self), _OWN), state, strict=True):
        object.__setattr__(self, name, value)


def _repr(self: Any) -> str:
    shown = [n for n, (_, f) in getattr(type(self), _OWN).items() if f.repr]
    return f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n in shown)})"


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, n) for n, (_, f) in getattr(type(self), _OWN).items() if f.compare)


def _equal(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _declared(cls: type) -> dict[str, tuple[Any, Field[Any]]]:
    """Return the fields of a class and its bases: name → (type, field)."""
    found: dict[str, tuple[Any, Field[Any]]] = {}
    for base in reversed(cls.__mro__[1:]):
        found |= base.__dict__.get(_OWN, {})
    for name, kind in cls.__annotations__.items():
        if str(kind).startswith(("ClassVar", "typing.ClassVar")):
            continue
        default = cls.__dict__.get(name, MISSING)
        own: Field[Any] = default if isinstance(default, Field) else field(default=default)
        found[name] = (kind, own)
    return found


def _make_init(fields: dict[str, tuple[Any, Field[Any]]], *, frozen: bool, after: bool) -> Any:
    scope: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    arguments, body = [], []
    for name, (_, f) in fields.items():
        value = name
        if not f.init:
            if f.default_factory is MISSING:
                continue  # set by the class itself
            value = f"_make_{name}()"
        elif f.default is not MISSING:
            arguments.append(f"{name}=_default_{name}")
            scope[f"_default_{name}"] = f.default
        elif f.default_factory is not MISSING:
            arguments.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        else:
            arguments.append(name)
        scope[f"_make_{name}"] = f.default_factory
        body.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if after:
        body.append(" self.__post_init__()")
    source = f"def __init__(self, {', '.join(arguments)}):\n" + ("\n".join(body) or " pass")
    # Names of fields are identifiers in natfig's own source; nothing from outside gets here.
    exec(source, scope)  # noqa: S102
    return scope["__init__"]


def _slotted(cls: type[T], fields: dict[str, tuple[Any, Field[Any]]]) -> type[T]:
    """Return the class again with slots; defaults must not stand in their way."""
    inherited = {s for base in cls.__mro__[1:] for s in getattr(base, "__slots__", ())}
    own = {k: v for k, v in cls.__dict__.items() if k not in fields and k not in {"__dict__", "__weakref__"}}
    own["__slots__"] = tuple(n for n in fields if n not in inherited)
    metaclass: Any = type(cls)
    made: type[T] = metaclass(cls.__name__, cls.__bases__, own)
    made.__qualname__ = cls.__qualname__
    return made


def _make(cls: type[T], *, frozen: bool, slots: bool, eq: bool) -> type[T]:
    fields = _declared(cls)
    for name, (_, f) in fields.items():
        if name in cls.__dict__ and not slots:
            if f.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, f.default)
    if slots:
        cls = _slotted(cls, fields)
    own = cls.__dict__
    extra: dict[str, Any] = {
        _OWN: fields,
        "__dataclass_fields__": _Fields(),
        "__init__": _make_init(fields, frozen=frozen, after=hasattr(cls, "__post_init__")),
        "__match_args__": tuple(n for n, (_, f) in fields.items() if f.init),
    }
    if "__repr__" not in own:
        extra["__repr__"] = _repr
    if eq and "__eq__" not in own:
        extra["__eq__"] = _equal
        extra["__hash__"] = _hash if frozen else None
    if frozen:
        extra |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
        if slots:
            extra |= {"__getstate__": _get_state, "__setstate__": _set_state}
    for name, value in extra.items():
        setattr(cls, name, value)
    return cls


def replace(record: T, /, **changes: Any) -> T:
    """Return a record with some fields changed, as `dataclasses.replace` does."""
    own = getattr(type(record), _OWN)
    values = {name: getattr(record, name) for name, (_, f) in own.items() if f.init}
    return type(record)(**values | changes)


@overload
@dataclass_transform(field_specifiers=(field,))
def dataclass(cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(field_specifiers=(field,))
def dataclass(*, frozen: bool = ..., slots: bool = ..., eq: bool = ...) -> Callable[[type[T]], type[T]]: ...


def dataclass(
    cls: type[Any] | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
) -> Any:
    """Make a class of its annotations, as `dataclasses.dataclass` does.

    Parameters
    ----------
    frozen, slots, eq : bool
        As there.
    """

    def decorate(cls: type[T]) -> type[T]:
        return _make(cls, frozen=frozen, slots=slots, eq=eq)

    return decorate if cls is None else decorate(cls)
