"""Style sheets and the cascade: which value a property has on an element.

Rules that choose by element name, class, id and attribute, with blanks and ``>``
between them, are read; that is what drawing programs write. Other rules are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from natfig.core import lazyre
from natfig.drawing.model import Notes

__all__ = ["INHERITED", "Sheet", "local_name", "parse_declarations"]

# Properties that children take over; all others start anew on every element.
# Source: SVG 2, appendix F, <https://www.w3.org/TR/SVG2/propidx.html>.
INHERITED = frozenset(
    [
        "clip-rule",
        "color",
        "dominant-baseline",
        "fill",
        "fill-opacity",
        "fill-rule",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "letter-spacing",
        "marker",
        "marker-end",
        "marker-mid",
        "marker-start",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
        "text-transform",
        "visibility",
        "white-space",
        "word-spacing",
        "text-align",
        "writing-mode",
    ]
)
# Presentation attributes that are no inherited property.
_OWN = frozenset(
    [
        "clip-path",
        "mask",
        "filter",
        "opacity",
        "display",
        "stop-color",
        "stop-opacity",
        "baseline-shift",
        "overflow",
        "vector-effect",
        "alignment-baseline",
    ]
)
_PART = lazyre.compile(
    r"""(?P<type>[A-Za-z_][\w-]*|\*)|\.(?P<class>[\w-]+)|\#(?P<id>[\w:.-]+)"""
    r"""|\[(?P<name>[\w:-]+)(?:(?P<how>=)["']?(?P<value>[^"'\]]*)["']?)?\]"""
)
_VAR = lazyre.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_MOST_RULES = 5_000
_Compound = tuple[tuple[str, str, str], ...]


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse_declarations(text: str) -> list[tuple[str, str, bool]]:
    """Return (property, value, whether it is important) of a style attribute or a rule's body."""
    import tinycss2

    out = []
    for part in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            value = tinycss2.serialize(part.value).strip()
            name = part.name if part.name.startswith("--") else part.lower_name
            out.append((name, value, part.important))
    return out


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[tuple[str, _Compound], ...]  # (combinator before it, compound), the element's own last
    weight: tuple[int, int, int, int]
    declarations: tuple[tuple[str, str, bool], ...]


class Sheet:
    """All style sheets of a drawing.

    Parameters
    ----------
    texts : sequence of str
        Of its ``<style>`` elements, in order.
    notes : Notes
        Where what was left out is said.
    """

    def __init__(self, texts: list[str], notes: Notes) -> None:
        self._rules: list[_Rule] = []
        for text in texts:
            self._read(text, notes)

    def _read(self, text: str, notes: Notes) -> None:
        import tinycss2

        text = text.replace("<!--", "").replace("-->", "")
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if len(self._rules) > _MOST_RULES:
                return
            if rule.type == "at-rule":
                self._at_rule(rule, notes)
            elif rule.type == "qualified-rule":
                self._add(tinycss2.serialize(rule.prelude), tinycss2.serialize(rule.content))

    def _at_rule(self, rule: Any, notes: Notes) -> None:
        import tinycss2

        name = rule.lower_at_keyword
        if name == "import":
            notes.add("a style sheet outside the file")
        elif name == "font-face":
            notes.add("a font of its own")
        elif name == "media" and rule.content is not None:
            medium = tinycss2.serialize(rule.prelude).strip().lower()
            if medium in ("", "all", "screen", "print"):
                self._read(tinycss2.serialize(rule.content), notes)

    def _add(self, selectors: str, body: str) -> None:
        declarations = tuple(parse_declarations(body))
        for selector in selectors.split(","):
            steps = _steps(selector.strip())
            if steps is None or not declarations:
                continue
            kinds = [kind for _, compound in steps for kind, name, _ in compound if name != "*"]
            weight = (
                kinds.count("id"),
                len([k for k in kinds if k in ("class", "name")]),
                kinds.count("type"),
            )
            self._rules.append(_Rule(steps, (*weight, len(self._rules)), declarations))

    def style(self, element: Any, parent: dict[str, str]) -> dict[str, str]:
        """Return the properties of an element: inherited, its attributes', the sheets', its own style's."""
        out = {k: v for k, v in parent.items() if k in INHERITED or k.startswith("--")}
        own: dict[str, str] = {}
        for name, value in element.attrib.items():
            if name in INHERITED or name in _OWN:
                own[name] = value.strip()
        matched = sorted((r for r in self._rules if _matches(element, r)), key=lambda r: r.weight)
        listed = [d for rule in matched for d in rule.declarations]
        listed += parse_declarations(element.get("style", ""))
        # What is important comes last, in the same order.
        for is_important in (False, True):
            for name, value, important in listed:
                if important == is_important:
                    own.pop(name, None)
                    own[name] = value
        _expand(own)
        for name, value in own.items():
            if value == "inherit":
                own[name] = parent.get(name, "")
        out |= {k: v for k, v in own.items() if v}
        return {k: _resolved(v, out) if "var(" in v else v for k, v in out.items()}


def _expand(own: dict[str, str]) -> None:
    """Split the shorthands that drawings use."""
    if marker := own.pop("marker", ""):
        for place in ("start", "mid", "end"):
            own.setdefault(f"marker-{place}", marker)
    font = own.pop("font", "")
    if match := re.match(
        r"(?P<before>.*?)(?P<size>[\d.]+\s?(?:px|pt|em|mm|%))(?:/\S+)?\s+(?P<family>.+)", font
    ):
        own["font-size"], own["font-family"] = match["size"], match["family"]
        words = match["before"].split()
        own["font-style"] = next((w for w in words if w in ("italic", "oblique")), "normal")
        own["font-weight"] = next((w for w in words if w in ("bold", "bolder") or w.isdigit()), "normal")


def _resolved(value: str, known: dict[str, str]) -> str:
    """Replace variables by their values; a few rounds, so that circles end."""
    for _ in range(8):
        changed = _VAR.sub(lambda m: known.get(m[1], m[2] or ""), value)
        if changed == value or len(changed) > 10_000:
            break
        value = changed
    return value


def _steps(selector: str) -> tuple[tuple[str, _Compound], ...] | None:
    """Return a selector's compounds with what stands before each, or None where it can't be read."""
    out: list[tuple[str, _Compound]] = []
    combinator = " "
    for word in re.sub(r"\s*>\s*", " > ", selector).split():
        if word == ">":
            combinator = ">"
            continue
        parts, at = [], 0
        while at < len(word):
            match = _PART.match(word, at)
            if match is None:
                return None
            kind = str(match.lastgroup)
            if kind in ("name", "how", "value"):
                parts.append(("name", match["name"], match["value"] if match["how"] else "\0"))
            else:
                parts.append((kind, match[kind], ""))
            at = match.end()
        out.append((combinator, tuple(parts)))
        combinator = " "
    return tuple(out) or None


def _matches(element: Any, rule: _Rule) -> bool:
    if not _is(element, rule.steps[-1][1]):
        return False
    node = element
    for i in range(len(rule.steps) - 1, 0, -1):
        combinator, wanted = rule.steps[i][0], rule.steps[i - 1][1]
        node = node.getparent()
        while combinator == " " and node is not None and not _is(node, wanted):
            node = node.getparent()
        if node is None or not _is(node, wanted):
            return False
    return True


def _is(element: Any, compound: _Compound) -> bool:
    for kind, name, value in compound:
        if kind == "type" and name not in ("*", local_name(element)):
            return False
        if kind == "class" and name not in (element.get("class") or "").split():
            return False
        if kind == "id" and element.get("id") != name:
            return False
        if kind == "name" and (name not in element.attrib or value not in ("\0", element.get(name))):
            return False
    return True
