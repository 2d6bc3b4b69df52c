"""What the keys of a model are, in words: for listings and documentation."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from natfig.spec import models

__all__ = ["COLOR_WORD", "MOST_CHOICES", "KeyInfo", "channel_keys", "describe_model"]

# More alternatives than this say nothing to a reader ("text or number or true or false or …").
MOST_CHOICES = 3

COLOR_WORD = "column for colours"

_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "anything"}
# Channels are written as a column's name or as a mapping; the word says what the column holds.
# The plain channel comes last: the others are told apart from it, and a panel's own may extend it.
_CHANNELS = {
    models.NumericChannel: "column of numbers",
    models.CategoryChannel: "column of categories",
    models.ColorChannel: COLOR_WORD,
    models.Channel: "column",
}
_CHANNEL_MODELS = {get_args(channel)[0]: word for channel, word in _CHANNELS.items()}


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """One key of a model: its name in YAML, its type in words, its default and what it is for."""

    key: str
    type: str
    required: bool
    default: str
    description: str

    def to_json(self) -> dict[str, Any]:
        """Return the attributes as a mapping."""
        return {
            "key": self.key,
            "type": self.type,
            "required": self.required,
            "default": None if self.required else self.default,
            "description": self.description,
        }


def _words(annotation: Any) -> str:
    """Return a type annotation in words; None is left out because a key can be left out."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(args[0])
    if origin is Literal:
        return " | ".join(_yaml(a) for a in args)
    if origin in {Union, types.UnionType}:
        words = dict.fromkeys(_words(a) for a in args if a is not types.NoneType)
        return " or ".join(words) if len(words) <= MOST_CHOICES else "any value"
    if origin is not None:
        return _container(origin, args)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        channel = _channel_word(annotation)
        return channel or f"{{{', '.join(f.alias or n for n, f in annotation.model_fields.items())}}}"
    return getattr(annotation, "__name__", str(annotation))


def _container(origin: Any, args: tuple[Any, ...]) -> str:
    if issubclass(origin, Mapping):
        return f"mapping of {_words(args[0])} to {_words(args[1])}"
    if origin is tuple and Ellipsis not in args:
        return f"[{', '.join(_words(a) for a in args)}]"
    return f"list of {_words(args[0])}"


def _channel_word(model: type[BaseModel]) -> str | None:
    """Return what a channel's column holds; a chart may add keys of its own to a channel."""
    for base, word in _CHANNEL_MODELS.items():
        if issubclass(model, base):
            return word
    return None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _yaml(value: Any) -> str:
    """Return a value as it is written in YAML."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_yaml(v) for v in value)}]" if value else "-"
    if isinstance(value, (dict, BaseModel)):
        pairs = value.model_dump() if isinstance(value, BaseModel) else value
        return "{" + ", ".join(f"{k}: {_yaml(v)}" for k, v in pairs.items()) + "}" if pairs else "-"
    return str(value)


def describe_model(model: type[BaseModel]) -> list[KeyInfo]:
    """Return the keys of a model in the order in which it declares them.

    Parameters
    ----------
    model : type of pydantic.BaseModel
        A panel or any other part of a spec.
    """
    found = []
    for name, field in model.model_fields.items():
        required = field.is_required()
        default = "" if required else _yaml(field.get_default(call_default_factory=True))
        text = field.description or _own_words(field.annotation)
        found.append(KeyInfo(field.alias or name, _words(field.annotation), required, default, text))
    return found


def _own_words(annotation: Any) -> str:
    """Return what the mapping a key holds says of itself, for a key that says nothing."""
    inner = next(_models_in(annotation), None)
    # Not getdoc: a model without a docstring would speak with its parent's.
    doc = inner.__dict__.get("__doc__") if inner is not None else None
    return inspect.cleandoc(doc).split("\n\n", 1)[0].replace("\n", " ") if doc else ""


def channel_keys(model: type[BaseModel]) -> dict[str, list[KeyInfo]]:
    """Return the keys of the channels a model uses: type in words → keys.

    Parameters
    ----------
    model : type of pydantic.BaseModel
        A panel.
    """
    found: dict[str, list[KeyInfo]] = {}
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            word = _channel_word(inner)
            if word is not None and word not in found:
                found[word] = describe_model(inner)
    return found
