"""Pieces of the proof sheet's page: numbers, tables and lists, escaped wherever they come from a file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from natfig.core import lazyre
from natfig.qa.reporters._html_words import amount, esc, listed, number, shown

__all__ = [
    "amount",
    "checksum",
    "definitions",
    "esc",
    "file_size",
    "flag",
    "heading",
    "listed",
    "number",
    "p_value",
    "plain_value",
    "rich",
    "sentence",
    "shown",
    "table",
]

# P values below this are written as powers of ten: more zeros can't be counted at a glance.
_LEAST_PLAIN_P = 1e-4
# Between these, four digits would hide whole units.
_LEAST_WHOLE, _MOST_WHOLE = 1e4, 1e12
_MATH = lazyre.compile(r"\$([^$]{1,200})\$")
_SCRIPT = lazyre.compile(r"([_^])(?:\{([^{}]*)\}|(\w))")
_COMMAND = lazyre.compile(r"\\(?:math(?:rm|it|bf|regular)|text)\{([^{}]*)\}")
_SYMBOLS = {
    r"\times": "×",
    r"\pm": "±",
    r"\mu": "μ",
    r"\alpha": "α",
    r"\beta": "β",
    r"\gamma": "γ",
    r"\Delta": "Δ",
    r"\delta": "δ",
    r"\lambda": "λ",
    r"\rho": "ρ",
    r"\sigma": "σ",
    r"\chi": "χ",
    r"\cdot": "·",
    r"\leq": "≤",
    r"\geq": "≥",
    r"\,": "\N{THIN SPACE}",
}


def rich(text: str) -> str:
    """Return a text of a spec escaped, with the scripts of its ``$formulas$`` set as such."""
    return _MATH.sub(lambda match: _formula(match[1]), esc(text))


def _formula(source: str) -> str:
    source = _COMMAND.sub(r"\1", source)
    for command, symbol in _SYMBOLS.items():
        source = source.replace(command, symbol)

    def script(match: Any) -> str:
        tag = "sup" if match[1] == "^" else "sub"
        return f"<{tag}>{match[2] if match[2] is not None else match[3]}</{tag}>"

    return _SCRIPT.sub(script, source).replace("-", "−")


def sentence(text: str) -> str:
    """Return a text with a capital first and a full stop, as it stands."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def heading(level: int, title: str, anchor: str, note: str = "") -> str:
    """Return a heading that sections are labelled by; `title` and `note` are HTML."""
    aside = f' <span class="aside">{note}</span>' if note else ""
    return f'<h{level} id="{anchor}">{title}{aside}</h{level}>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str, caption: str) -> str:
    """Return a table whose first column names its rows; cells are HTML.

    Parameters
    ----------
    head : sequence of str
    rows : iterable of sequence of str
    kind : str
        Class of the table.
    caption : str
        Read aloud; not shown.
    """
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = []
    for first, *rest in rows:
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="wide"><table class="{kind}"><caption class="sr">{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def definitions(rows: Iterable[tuple[str, str]], kind: str = "facts") -> str:
    """Return names with what they mean; both are HTML, and what is empty is left out."""
    inside = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<dl class="{kind}">{inside}</dl>' if inside else ""


def flag(text: str, tone: str = "error") -> str:
    """Return a remark that stands out; `text` is HTML."""
    return f'<p class="flag {tone}">{text}</p>'


def checksum(digest: str, digits: int = 12) -> str:
    """Return the beginning of a SHA-256, the whole of it as its title."""
    if not digest:
        return ""
    if digits >= len(digest):
        return f'<code class="sum">{esc(digest)}</code>'
    return f'<code class="sum" title="{esc(digest)}">{esc(digest[:digits])}…</code>'


def file_size(count: int) -> str:
    """Return bytes as kB or MB."""
    for unit, size in (("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{number(count / size)} {unit}"
    return amount(count, "byte")


def p_value(value: Any) -> str:
    """Return an exact P value as HTML: "0.0321", "2.4 × 10<sup>−8</sup>"."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return "not known"
    if value == 0:
        return "&lt; 10<sup>−300</sup>"  # less than a double holds
    if value >= _LEAST_PLAIN_P:
        return f"{value:.2g}" if value < 1e-3 else f"{value:.3g}"
    digits, _, power = f"{value:.1e}".partition("e")
    return f"{digits} × 10<sup>−{int(power[1:])}</sup>"


def plain_value(value: Any) -> str:
    """Return a value of the manifest in words, whatever it is, as HTML."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "not a number"
        text = f"{value:,.0f}" if _LEAST_WHOLE <= abs(value) < _MOST_WHOLE else f"{value:.4g}"
        return text.replace("-", "−")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        pairs = (f"{shown(_spaced(k), 60)} {plain_value(v)}" for k, v in value.items() if v is not None)
        return ", ".join(pairs) or "none"
    if isinstance(value, list | tuple):
        joint = "; " if any(isinstance(v, dict) for v in value) else ", "
        return joint.join(plain_value(v) for v in value[:40]) or "none"
    return rich(" ".join(str(value).split())[:400])


def _spaced(key: object) -> str:
    return str(key).replace("_", " ")
