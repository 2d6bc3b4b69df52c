"""What a model refuses, said in natfig's own words with file and line."""

from __future__ import annotations

import copy
import re
import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from natfig.core.errors import Problem, did_you_mean
from natfig.spec.source import KeyPath, Source

__all__ = ["dotted", "keys_at", "show", "sound_part", "validate"]

M = TypeVar("M", bound=BaseModel)

# What a value should have been, by the type of pydantic's error.
_EXPECTED = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "none_required": "left out",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_LONGEST_SHOWN = 60
# So few choices are all named: the nearest word is a guess, the list is an answer.
_FEW = 6


def dotted(path: KeyPath) -> str:
    """Return a key path in words: ``panels.a.kind``."""
    return ".".join(str(key) for key in path)


def show(value: Any) -> str:
    """Return a value as a message quotes it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        text = " ".join(value.split())
        return f"'{text[:_LONGEST_SHOWN]}…'" if len(text) > _LONGEST_SHOWN else f"'{text}'"
    return str(value)


def validate(model: type[M], raw: Any, source: Source, at: KeyPath = ()) -> tuple[M | None, list[Problem]]:
    """Check a value against a model.

    Parameters
    ----------
    model : type
    raw : object
        Value of the key path `at` in `source`.

    Returns
    -------
    tuple
        The model (None when something is wrong) and all problems.
    """
    try:
        value = model.model_validate(raw)
    except ValidationError as error:
        problems = _explain_all(error, model, raw, source, at)
        part = sound_part(model, raw)
        return None, problems + ([] if part is None else _coercion_problems(raw, part, source, at))
    wrong = _coercion_problems(raw, value, source, at)
    return (None if wrong else value), wrong


def _coercion_problems(raw: Any, value: BaseModel, source: Source, at: KeyPath) -> list[Problem]:
    return [
        source.problem(f"{dotted((*at, *path))}: must be {kind}, not the text {show(text)}", *at, *path)
        if isinstance(text, str)
        else source.problem(f"{dotted((*at, *path))}: must be {kind}, not {show(text)}", *at, *path)
        for path, kind, text in _coerced(raw, value)
    ]


def sound_part(model: type[M], raw: Any) -> M | None:
    """Return a model of what is right in a value: faulty keys are left out, level by level.

    None when a key that must be there is missing or wrong at the top.
    """
    value = copy.deepcopy(raw)
    for _ in range(_MOST_PASSES):
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                path = _clean(detail["loc"], value, detail["type"])
                _remove(value, path[:-1] if detail["type"] == "missing" else path)
    return None


# A key is removed, then the mapping that lacks it, and so on up: as deep as the contract.
_MOST_PASSES = 5


def _remove(value: Any, path: KeyPath) -> None:
    for key in path[:-1]:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return
    if path and isinstance(value, dict):
        value.pop(path[-1], None)
    elif path and isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value):
        del value[path[-1]]


def _coerced(raw: Any, value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str, Any]]:
    """Yield values pydantic took for something they are not: text for a number, "yes" for true."""
    if isinstance(value, BaseModel) and isinstance(raw, dict):
        for name, info in type(value).model_fields.items():
            key = info.alias if info.alias and info.alias in raw else name
            if key in raw:
                yield from _coerced(raw[key], getattr(value, name), (*path, key))
    elif isinstance(value, dict) and isinstance(raw, dict):
        for key in value:
            if key in raw:
                yield from _coerced(raw[key], value[key], (*path, key))
    elif isinstance(value, list | tuple):
        for where, one, other in _entries(raw, value):
            yield from _coerced(one, other, (*path, *where))
    elif isinstance(value, bool):
        if not isinstance(raw, bool):
            yield path, "true or false", raw
    elif isinstance(value, int | float) and isinstance(raw, str | bool):
        yield path, "a number", raw


def _entries(raw: Any, value: Sequence[Any]) -> Iterator[tuple[KeyPath, Any, Any]]:
    """Yield key, raw entry and entry of a list; one may be written as its only entry, without a key."""
    if isinstance(raw, list):
        yield from (((k,), one, other) for k, (one, other) in enumerate(zip(raw, value, strict=False)))
    elif isinstance(raw, dict) and len(value) == 1:
        yield (), raw, value[0]


def _explain_all(
    error: ValidationError, model: type[BaseModel], raw: Any, source: Source, at: KeyPath
) -> list[Problem]:
    grouped: dict[KeyPath, list[Any]] = {}
    for detail in error.errors(include_url=False):
        grouped.setdefault(_clean(detail["loc"], raw, detail["type"]), []).append(detail)
    return [_explain(details, model, path, source, at) for path, details in grouped.items()]


def _clean(loc: Sequence[Any], raw: Any, kind: str) -> KeyPath:
    """Return an error's place without the names pydantic gives to the members of a union."""
    path: list[str | int] = []
    value = raw
    for n, key in enumerate(loc):
        is_index = isinstance(value, list) and isinstance(key, int) and key < len(value)
        if is_index or (isinstance(value, dict) and key in value):
            value = value[key]
        elif not (n == len(loc) - 1 and kind == "missing"):
            continue
        path.append(key)
    return tuple(path)


def _explain(
    details: list[Any], model: type[BaseModel], path: KeyPath, source: Source, at: KeyPath
) -> Problem:
    # Of a union (text or mapping) the most telling complaint wins: a key inside over the outer form.
    detail = details[0]
    kind = detail["type"]
    full = (*at, *path)
    name = dotted(full) or "the spec"
    value = detail["input"]
    if kind == "missing":
        parent = dotted(full[:-1]) or "the spec"
        hint = _describe(model, path)
        return source.problem(f"{parent}: the key '{path[-1]}' is missing", *full[:-1], hint=hint)
    if kind == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), keys_at(model, path[:-1]), what="keys", most=30)
        return source.problem(f"{name}: unknown key '{path[-1]}'", *full, hint=hint)
    if kind in ("value_error", "assertion_error"):
        return source.problem(f"{name}: {_own_words(detail)}", *full)
    choices = [c for d in details for c in _choices(d)]
    forms = list(dict.fromkeys(_EXPECTED[d["type"]] for d in details if d["type"] in _EXPECTED))
    if "a mapping" in forms and "field" in keys_at(model, path):
        forms[forms.index("a mapping")] = "the name of a column or a mapping"
    if choices and isinstance(value, str) and not forms:
        few = len(choices) <= _FEW
        hint = f"allowed: {', '.join(choices)}" if few else did_you_mean(value, choices, what="allowed")
        return source.problem(f"{name}: {show(value)} is not allowed here", *full, hint=hint)
    if choices and len(choices) <= _FEW:
        forms += choices
    if forms:
        return source.problem(
            f"{name}: must be {' or '.join(forms)}, not {show(value)}", *full, hint=_describe(model, path)
        )
    return source.problem(f"{name}: {_limits(kind, detail)}", *full, hint=_describe(model, path))


def _limits(kind: str, detail: Any) -> str:
    context = detail.get("ctx", {})
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"must be {words} {context[key]:g}, not {show(detail['input'])}"
    if kind == "string_too_short":
        return "is empty" if not str(detail["input"]).strip() else f"{show(detail['input'])} is too short"
    if kind == "too_short":
        least = context.get("min_length", 1)
        return f"needs at least {least} {'entry' if least == 1 else 'entries'}"
    if kind in ("too_long", "string_too_long"):
        return f"may have {context.get('max_length')} entries at most"
    if kind == "string_pattern_mismatch":
        return (
            f"{show(detail['input'])} does not have the right form (letters, digits, '-' and '_'; no spaces)"
        )
    return f"{show(detail['input'])} does not fit here"


def _own_words(detail: Any) -> str:
    """Return what a validator of a chart says; those sentences are natfig's own."""
    error = detail.get("ctx", {}).get("error")
    return " ".join(str(error).split()) if error is not None else f"{show(detail['input'])} does not fit here"


def _choices(detail: Any) -> list[str]:
    if detail["type"] not in ("literal_error", "enum"):
        return []
    found = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
    return found or re.findall(r"[\w.-]+", detail["ctx"]["expected"].replace(" or ", " "))


def _member(annotation: Any, key: str | int) -> Any:
    """Return the annotation of what lies under `key` in a value of `annotation`, or None."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _member(args[0], key)
    if origin in (Union, types.UnionType):
        return next((m for a in args if (m := _member(a, key)) is not None), None)
    if origin is dict:
        return args[1]
    if origin in (list, tuple):
        # Where a list may be written as its only entry, keys of the entry follow at once.
        return args[0] if isinstance(key, int) else _member(args[0], key)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if key in (name, info.alias):
                return info.annotation
    return None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models an annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, types.UnionType, tuple):
        for arg in get_args(annotation):
            yield from _models(arg)


def keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys a mapping may have that lies at `path` below a model."""
    annotation: Any = model
    for key in path:
        annotation = _member(annotation, key)
    return [info.alias or name for m in _models(annotation) for name, info in m.model_fields.items()]


def _describe(model: type[BaseModel], path: KeyPath) -> str | None:
    """Return the description of a key as a hint."""
    annotation: Any = model
    for key in path[:-1]:
        annotation = _member(annotation, key)
    for found in _models(annotation):
        for name, info in found.model_fields.items():
            if path and path[-1] in (name, info.alias) and info.description:
                return f"{info.alias or name}: {info.description.rstrip('.')}"
    return None
