"""Tab completion in natfig's cells: journals, palettes, kinds and the keys of a spec."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from natfig.core import lazyre

__all__ = ["matcher", "suggestions"]

_FLAGS = {
    "figure": ("--save", "--backend", "--force"),
    "polish": ("--journal", "--section", "--stage", "--paper-type", "--language", "--engine"),
    "natfig": ("--journal", "--stage", "--strict"),
}
_VALUE = lazyre.compile(
    r"(?:^|[\s{,])(journal|palette|kind|backend|archetype|stage|scale|width|height)\s*:\s*(\S*)$"
)
_FLAG_VALUE = lazyre.compile(r"--(journal|section|stage|backend|engine|paper-type|language)[ =](\S*)$")
_KEY = lazyre.compile(r"(?:^\s*|[{,]\s*)([a-z_]*)$")
_COMMANDS = ("bundle", "charts", "check", "checks", "diff", "doctor", "figure", "journals", "legend",
             "palettes", "polish", "qa", "render", "report", "rules", "templates", "values")  # fmt: skip


def suggestions(text: str) -> tuple[str, list[str]]:
    """Return the beginning that is to be completed, and what it may become.

    Parameters
    ----------
    text : str
        The cell up to the cursor, its magic included.
    """
    first, _, rest = text.partition("\n")
    found = re.match(r"\s*%%?(figure|polish|natfig)\b", first)
    if not found:
        return "", []
    magic = found[1]
    if "\n" not in text:
        return _on_the_line(magic, first)
    return _in_a_spec(rest.rpartition("\n")[2]) if magic == "figure" else ("", [])


def _on_the_line(magic: str, line: str) -> tuple[str, list[str]]:
    if value := _FLAG_VALUE.search(line):
        return value[2], _starting(value[2], _values(value[1]))
    word = re.split(r"\s", line)[-1]
    if word.startswith("-"):
        return word, _starting(word, _FLAGS[magic])
    if magic == "natfig" and len(line.split()) <= (1 if line.endswith(" ") else 2):
        return word, _starting(word, _COMMANDS)
    return "", []


def _in_a_spec(line: str) -> tuple[str, list[str]]:
    if value := _VALUE.search(line):
        return value[2], _starting(value[2], _values(value[1]))
    if key := _KEY.search(line):
        return key[1], [f"{k}:" for k in _starting(key[1], _keys())] if key[1] else []
    return "", []


def _starting(beginning: str, values: Sequence[str]) -> list[str]:
    return [v for v in values if v.startswith(beginning)]


@cache
def _values(key: str) -> tuple[str, ...]:
    """Return what a key or flag may be."""
    if key == "journal":
        from natfig.journals import journals

        return tuple(sorted(journals.names()))
    if key == "palette":
        from natfig.style.palette import palettes

        return tuple(sorted(palettes.names()))
    if key == "kind":
        from natfig.charts import charts

        return tuple(sorted(charts.names()))
    if key == "section":
        from natfig.prose.document import Section

        return tuple(s.value for s in Section)
    if key == "engine":
        from natfig.prose.engines import engines

        return tuple(sorted(engines.names()))
    return {
        "backend": ("python", "r"),
        "stage": ("initial", "production"),
        "scale": ("linear", "log", "log2", "symlog"),
        "width": ("single", "onehalf", "double"),
        "height": ("auto",),
        "paper-type": ("research", "methods", "hypothesis", "algorithmic", "review"),
        "language": ("en", "en-zh"),
    }.get(key, ())


@cache
def _keys() -> tuple[str, ...]:
    """Return the keys a spec may have, at any depth."""
    from natfig.charts import charts
    from natfig.spec import models

    # fmt: off
    listed: list[Any] = [
        models.Spec, models.Contract, models.Evidence, models.FigureSpec, models.DataSource, models.Claim,
        *(chart.Panel for chart in charts),
    ]
    # fmt: on
    return tuple(sorted({f.alias or n for model in listed for n, f in model.model_fields.items()}))


def matcher(context: Any) -> dict[str, Any]:
    """Complete for IPython (completion API, version 2)."""
    from IPython.core.completer import SimpleCompletion

    before = "\n".join(
        [*context.full_text.split("\n")[: context.cursor_line],
         context.full_text.split("\n")[context.cursor_line][: context.cursor_position]]
    )  # fmt: skip
    fragment, found = suggestions(before)
    return {
        "completions": [SimpleCompletion(text, type="natfig") for text in found],
        "matched_fragment": fragment,
        "suppress": bool(found),
        "ordered": True,
    }


matcher.matcher_api_version = 2  # type: ignore[attr-defined]
