r"""LaTeX: a ``\caption`` with its label, to be put into a figure environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from natfig.core.plain import visible
from natfig.legend.model import Legend, Run
from natfig.prose.decode import Encoding
from natfig.prose.formats._latex.escape import Escaper

__all__ = ["escaped", "form"]

_BELOW = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
_BELOW_PLAIN = "0123456789+-=()aehijklmnoprstuvx"
_ABOVE = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"
_ABOVE_PLAIN = "0123456789+-=()in"
_SCRIPT = re.compile(rf"[{_BELOW}]+|[{_ABOVE}]+")
# A label may hold what no command of LaTeX reads as markup.
_LABEL = re.compile(r"[^A-Za-z0-9:.-]+")


@cache
def _escaper() -> Escaper:
    return Escaper("", Encoding(), "")


def escaped(text: str) -> str:
    """Return plain text as LaTeX that prints it as it is, with pdfLaTeX too."""
    out, at = [], 0
    text = visible(text)
    for match in _SCRIPT.finditer(text):
        out += [_escaper()(text[at : match.start()]), _script(match[0])]
        at = match.end()
    return "".join([*out, _escaper()(text[at:])])


def _script(text: str) -> str:
    below = text[0] in _BELOW
    table = str.maketrans(_BELOW, _BELOW_PLAIN) if below else str.maketrans(_ABOVE, _ABOVE_PLAIN)
    plain = text.translate(table).replace("-", "$-$")
    return f"\\text{'sub' if below else 'super'}script{{{plain}}}"


class _Latex:
    id = "latex"
    suffixes = (".tex",)
    is_binary = False

    def write(self, legends: Sequence[Legend]) -> bytes:
        return ("\n\n".join(_caption(legend) for legend in legends) + "\n").encode()


def _caption(legend: Legend) -> str:
    """Return the caption; its number is LaTeX's own, and the title alone goes into the list of figures."""
    title = escaped(legend.title)
    body = "".join(_marked(legend.body()))
    long = f"\\textbf{{{title}}}" + (f" {body}" if body else "")
    # A bracket would end the optional argument: braces keep it.
    return f"\\caption[{{{title}}}]{{{long}}}\n\\label{{fig:{_LABEL.sub('-', legend.id)}}}"


def _marked(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        text = escaped(run.text)
        if run.italic:
            text = f"\\textit{{{text}}}"
        yield f"\\textbf{{{text}}}" if run.bold else text


form = _Latex()
