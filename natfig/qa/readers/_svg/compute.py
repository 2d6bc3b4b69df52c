"""From declarations to the computed style of an element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from natfig.qa.readers._svg.declarations import Pending, Wide, expand
from natfig.qa.readers._svg.properties import GEOMETRY, PROPERTIES, Environment
from natfig.qa.readers._svg.style import ROOT, Style, child_of, finish
from natfig.qa.readers._svg.variables import Variables, substitute

__all__ = ["compute"]

# Other values are relative to these, so they come first and in this order.
_FIRST = ("font-family", "font-size", "line-height", "color")
# `initial` of what is otherwise "CSS says nothing".
_INITIAL_TEXT = {"d": "", "width": "auto", "height": "auto", "rx": "auto", "ry": "auto"}


def compute(declared: Mapping[str, Any], environment: Environment) -> Style:
    """Return the style of an element.

    Parameters
    ----------
    declared : mapping
        Parsed values by longhand, the winner of the cascade for each; custom properties
        as text.
    environment : Environment
        With the parent's style.
    """
    style = child_of(environment.parent)
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    if own:
        style.variables = _variables(own, style.variables)
    for name in _FIRST:
        if name in declared:
            _put(style, name, declared[name], environment)
    for name, value in declared.items():
        if name not in _FIRST and name not in own:
            _put(style, name, value, environment)
    return finish(style)


def _variables(own: Mapping[str, Any], parent: Variables | None) -> Variables:
    values = {
        name: None if value is Wide.INITIAL else value
        for name, value in own.items()
        if value is Wide.INITIAL or not isinstance(value, Wide)
    }
    return Variables(values, parent)


def _put(style: Style, name: str, value: Any, environment: Environment) -> None:
    if isinstance(value, Pending):
        text = substitute(value.text, style.variables)
        found = () if text is None else expand(value.name, text.strip(), value.numbers)
        value = dict(found).get(name, Wide.UNSET)
        if isinstance(value, Pending):  # a var() that the text of a variable made
            value = Wide.UNSET
    if isinstance(value, Wide):
        _put_wide(style, name, value, environment)
    else:
        PROPERTIES[name].apply(style, value, environment)


def _put_wide(style: Style, name: str, word: Wide, environment: Environment) -> None:
    """Put `inherit`, `initial` or one of their kin; to revert comes to `unset` here.

    The sheets that `revert` goes back to say nothing of figures, and attributes, which
    it takes away too, were overridden by the declaration itself.
    """
    prop, parent = PROPERTIES[name], environment.parent
    inherits = word is Wide.INHERIT or (word is not Wide.INITIAL and prop.inherited)
    if name in GEOMETRY:
        given = (parent.geometry or {}).get(name) if inherits else None
        prop.apply(style, _INITIAL_TEXT.get(name, "0") if given is None else given, environment)
    elif name == "transform":
        style.transform = (parent.transform if inherits else None) or "none"
    elif name == "font-size" and not inherits:
        prop.apply(style, "medium", environment)
    else:
        source = parent if inherits else ROOT
        for field in prop.fields:
            setattr(style, field, getattr(source, field))
