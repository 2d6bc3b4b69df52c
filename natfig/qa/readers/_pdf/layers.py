"""Optional content: which layers are shown, and what they are called.

Source: ISO 32000-1, section 8.11.
"""

from __future__ import annotations

from typing import Any

from natfig.qa.readers._pdf.objects import array, child, key_of, name, text

__all__ = ["Layers"]

_MOST_DEPTH = 16


class Layers:
    """The layers of a file under its default configuration."""

    def __init__(self, root: Any) -> None:
        properties = child(root, "/OCProperties")
        self.names = {key_of(g): text(child(g, "/Name")) for g in array(child(properties, "/OCGs"))}
        config = child(properties, "/D")
        state = name(child(config, "/BaseState")) or "ON"
        self._off: set[Any] = set(self.names) if state == "OFF" else set()
        self._off -= {key_of(g) for g in array(child(config, "/ON"))}
        self._off |= {key_of(g) for g in array(child(config, "/OFF"))}

    def is_shown(self, obj: Any, depth: int = 0) -> bool:
        """Return whether a group, or a membership dictionary over groups, is on."""
        if obj is None or depth > _MOST_DEPTH:
            return True
        if name(child(obj, "/Type")) != "OCMD":
            return key_of(obj) not in self._off
        if (expression := array(child(obj, "/VE"))) and self.names:
            return self._evaluate(expression, depth + 1)
        groups = child(obj, "/OCGs")
        many = array(groups) or ([groups] if groups is not None else [])
        shown = [self.is_shown(g, depth + 1) for g in many if g is not None]
        if not shown:
            return True
        policy = name(child(obj, "/P")) or "AnyOn"
        return {
            "AllOn": all(shown),
            "AnyOn": any(shown),
            "AnyOff": not all(shown),
            "AllOff": not any(shown),
        }.get(policy, any(shown))

    def _evaluate(self, expression: list[Any], depth: int) -> bool:
        operator = name(expression[0])
        values = []
        for part in expression[1:65]:
            inner = array(part)
            known = depth > _MOST_DEPTH or not inner
            values.append(self.is_shown(part, depth + 1) if known else self._evaluate(inner, depth + 1))
        if operator == "Not":
            return not (values and values[0])
        return all(values) if operator == "And" else any(values)

    def title(self, obj: Any) -> str:
        """Return a layer's name; "" for a membership dictionary over several."""
        found = text(child(obj, "/Name"))
        if not found and name(child(obj, "/Type")) == "OCMD":
            groups = child(obj, "/OCGs")
            many = array(groups) or [groups]
            found = text(child(many[0], "/Name")) if len(many) == 1 else ""
        return found.replace("/", "∕")
