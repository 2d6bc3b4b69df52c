"""The numbers of a figure for the manuscript: claims, n, tests and effects, equal to the manifest's."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from natfig import __version__
from natfig.core.plain import to_json, visible
from natfig.legend.formats.latex import escaped as as_latex
from natfig.legend.formats.markdown import escaped as as_markdown
from natfig.legend.tested import comparison_name
from natfig.legend.words import count

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.stats.result import Comparison

__all__ = ["FORMATS", "Entry", "entries", "macro_names", "write_values"]

FORMATS = ("text", "latex", "markdown", "json")

_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_PART = re.compile(r"[A-Za-z]+|\d")
_GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a figure.

    Parameters
    ----------
    figure : str
        The figure's id.
    path : tuple of str
        What it is, from the coarse to the fine: ("min_speedup",), ("panel a", "A versus B", "P").
    text : str
        As it stands in a sentence, with its unit.
    about : str
        What must hold of it, or the test it comes from.
    """

    figure: str
    path: tuple[str, ...]
    text: str
    about: str = ""

    @property
    def name(self) -> str:
        """The path as people read it."""
        return ", ".join(self.path)


def entries(prepared: Prepared) -> list[Entry]:
    """Return the claims of a figure, then n and the tests of each panel."""
    loaded = prepared.loaded
    out = []
    for name, result in prepared.claims.items():
        label = loaded.spec.claims[name].label
        about = "; ".join(filter(None, [label, result.assertion and f"asserted: {result.assertion}"]))
        out.append(Entry(loaded.id, (name,), result.text, about))
    for letter, found in prepared.statistics.items():
        panel = f"panel {letter}"
        out += [Entry(loaded.id, (panel, group, "n"), count(n)) for group, n in found.n.items()]
        for one in found.comparisons:
            out += _comparison(loaded.id, panel, one)
    return out


def _comparison(figure: str, panel: str, one: Comparison) -> Iterator[Entry]:
    from natfig.stats.words import describe_effect, format_p, format_statistic

    path = (panel, " versus ".join(one.groups) if not one.is_omnibus else "all groups")
    name = comparison_name(one)
    about = f"{name}, {one.correction} correction" if one.correction and one.correction not in name else name
    yield Entry(figure, (*path, "statistic"), format_statistic(one), about)
    yield Entry(figure, (*path, "P"), format_p(one.shown_p), about)
    if one.effect is not None:
        yield Entry(figure, (*path, "effect"), describe_effect(one.effect), about)


# ---------------------------------------------------------------- names of macros


def _camel(text: str) -> str:
    """Return a text as the letters of a macro's name: digits and Greek letters in words."""
    out = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isascii():
            out.append(char)
        elif match := _GREEK.match(unicodedata.name(char, "")):
            out.append(f" {match[1].title()} ")
        elif not unicodedata.combining(char):
            out.append(" ")
    parts = _PART.findall("".join(out))
    return "".join(_DIGITS[int(p)] if p.isdigit() else p[:1].upper() + p[1:] for p in parts)


def _letters(number: int) -> str:
    """Return 0, 1, …, 26 as A, B, …, AA: macros have no digits."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def macro_names(items: Sequence[Entry]) -> list[str]:
    r"""Return a name of letters alone for each entry, none of them twice: ``servingMinSpeedup``."""
    wanted = []
    for entry in items:
        name = _camel(" ".join((entry.figure, *entry.path))) or "Value"
        wanted.append(name[:1].lower() + name[1:])
    taken: set[str] = set()
    out = []
    for name in wanted:
        free = name
        for k in itertools.count() if wanted.count(name) > 1 else ():
            free = name + _letters(k)
            if free not in taken and free not in wanted:
                break
        taken.add(free)
        out.append(free)
    return out


# ---------------------------------------------------------------- forms


def write_values(specs: Iterable[Prepared], form: str) -> bytes:
    """Return the numbers of figures in one of `FORMATS`."""
    figures = list(specs)
    if form == "json":
        names = iter(macro_names([entry for p in figures for entry in entries(p)]))
        document = {"natfig": __version__, "figures": [_figure(p, names) for p in figures]}
        return (to_json(document) + "\n").encode()
    items = [entry for p in figures for entry in entries(p)]
    return ("\n".join(_LINES[form](items)) + "\n").encode()


def _figure(prepared: Prepared, names: Iterator[str]) -> dict[str, Any]:
    spec = prepared.loaded.spec
    claims: Mapping[str, Any] = {
        name: {
            "value": result.value,
            "text": result.text,
            "unit": spec.claims[name].unit,
            "assert": result.assertion,
            "holds": result.holds,
            "label": spec.claims[name].label,
        }
        for name, result in prepared.claims.items()
    }
    statistics = {letter: found.to_json() for letter, found in prepared.statistics.items()}
    macros = {entry.name: next(names) for entry in entries(prepared)}
    return {"id": prepared.loaded.id, "claims": claims, "statistics": statistics, "macros": macros}


def _text(items: Sequence[Entry]) -> Iterator[str]:
    width = max((len(f"{e.figure}: {e.name}") for e in items), default=0)
    for entry in items:
        about = f"  ({entry.about})" if entry.about else ""
        yield visible(f"{f'{entry.figure}: {entry.name}':<{width}}  {entry.text}{about}")


def _latex(items: Sequence[Entry]) -> Iterator[str]:
    yield "% Numbers of the figures, written by natfig values; \\input this file, then write \\name{}."
    for entry, name in zip(items, macro_names(items), strict=True):
        # What stands behind a percent sign is no command, whatever a label holds.
        about = f" % {visible(entry.name)}" + (f"; {visible(entry.about)}" if entry.about else "")
        yield f"\\newcommand{{\\{name}}}{{{as_latex(_tied(entry.text))}}}{about}"


def _tied(text: str) -> str:
    """Return a number and its unit so that no line ends between them."""
    number, blank, unit = text.partition(" ")
    return f"{number}\u00a0{unit}" if blank and " " not in unit else text


def _markdown(items: Sequence[Entry]) -> Iterator[str]:
    yield "| figure | number | value | from |"
    yield "|---|---|---|---|"
    for entry in items:
        cells = (entry.figure, entry.name, entry.text, entry.about)
        yield f"| {' | '.join(as_markdown(cell) for cell in cells)} |"


_LINES = {"text": _text, "latex": _latex, "markdown": _markdown}
