r"""Labels with formulas (``CO$_2$ (µmol m$^{-2}$)``) as plotmath.

What mathtext is used for in figures is understood: sub- and superscripts, Greek letters, signs,
italic, bold and upright letters, thin spaces. Scripts are set in the size of the text
(``textstyle``), for plotmath's own are 0.7 of it and fall under the journals' floor.

Source: ``?plotmath`` in R; matplotlib's mathtext manual,
<https://matplotlib.org/stable/users/explain/text/mathtext.html>.
"""

from __future__ import annotations

import re
import unicodedata

from natfig.backends.r.code import Call, Code, Infix, Text, quote, to_code
from natfig.core.errors import UsageError

__all__ = ["has_formula", "label_code", "plain_text"]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|[^\\{}^_]", re.DOTALL)
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "neq": "≠",
    "approx": "≈", "sim": "∼", "infty": "∞", "degree": "°", "circ": "°", "rightarrow": "→", "to": "→",
    "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "minus": "−", "mu": "µ", "Delta": "Δ", "prime": "′",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "propto": "∝", "partial": "∂", "nabla": "∇", "ell": "ℓ",
    "perp": "⊥", "parallel": "∥", "bullet": "•", "cdots": "⋯", "ldots": "…", "dots": "…",
}  # fmt: skip
_SPACES = {",": "\u2009", ";": "\u2005", ":": "\u2005", "!": "", " ": " ", "quad": "\u2003"}
_FACES = {"mathrm": "", "rm": "", "mathit": "italic", "it": "italic", "mathbf": "bold", "bf": "bold",
          "mathdefault": "", "mathregular": "", "text": "", "operatorname": ""}  # fmt: skip


def has_formula(text: str) -> bool:
    """Whether a label holds a formula: an even number of dollar signs that aren't escaped."""
    count = len(re.findall(r"(?<!\\)\$", text))
    return count > 0 and count % 2 == 0


def plain_text(text: str) -> str:
    """Return a label's letters without its markup, for measuring and searching."""
    if not has_formula(text):
        return text.replace(r"\$", "$")
    out = []
    for i, part in enumerate(re.split(r"(?<!\\)\$", text)):
        out.append("".join(p for _, p in _Reader(part).all_text()) if i % 2 else part)
    return "".join(out)


def label_code(text: str) -> Code:
    """Return a label as R code: a string, or an ``expression(…)`` where it holds formulas.

    Raises
    ------
    UsageError
        If the formula holds a command that R's plotmath has nothing for.
    """
    if not has_formula(text):
        return to_code(text.replace(r"\$", "$"))
    pieces: list[str] = []
    for i, part in enumerate(re.split(r"(?<!\\)\$", text)):
        if not part:
            continue
        pieces += _Reader(part).pieces() if i % 2 else [quote(part.replace(r"\$", "$"))]
    return Call("expression", (("", Infix("*", tuple(Text(p) for p in pieces) or (Text('""'),))),))


class _Reader:
    """Reads one formula."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = _TOKEN.findall(source)
        self.at = 0

    def pieces(self) -> list[str]:
        """Return plotmath terms that stand side by side."""
        self.at = 0
        return self._group("italic", until=None)

    def all_text(self) -> list[tuple[str, str]]:
        """Return the letters in reading order."""
        return [("", t) for t in re.findall(r'"((?:[^"\\]|\\.)*)"', " ".join(self.pieces()))]

    def _group(self, face: str, until: str | None) -> list[str]:
        out: list[str] = []
        run = ""

        def flush() -> None:
            nonlocal run
            if run:
                out.extend(_faced(run, face))
            run = ""

        while self.at < len(self.tokens):
            piece = self.tokens[self.at]
            if piece == until:
                self.at += 1
                flush()
                return out
            if piece in "^_":
                base_char, run = (run[-1], run[:-1]) if run else ("", run)
                flush()
                base = _faced(base_char, face)[0] if base_char else (out.pop() if out else '""')
                out.append(self._scripts(base, face))
                continue
            self.at += 1
            if piece == "{":
                flush()
                out += self._group(face, "}")
            elif piece.startswith("\\"):
                name = piece[1:]
                if name in _FACES:
                    flush()
                    out += self._argument(_FACES[name])
                else:
                    run += _sign(name, self.source)
            elif not piece.isspace():
                run += "−" if piece == "-" else piece
        flush()
        return out

    def _scripts(self, base: str, face: str) -> str:
        sub = sup = ""
        while self.at < len(self.tokens) and self.tokens[self.at] in "^_":
            piece = self.tokens[self.at]
            self.at += 1
            inner = " * ".join(self._argument(face)) or '""'
            if piece == "^":
                sup = f"textstyle({inner})"
            else:
                sub = f"textstyle({inner})"
        return base + (f"[{sub}]" if sub else "") + (f"^{sup}" if sup else "")

    def _argument(self, face: str) -> list[str]:
        """Return what a script or a face holds: a group, a command or one letter."""
        if self.at >= len(self.tokens):
            return []
        piece = self.tokens[self.at]
        self.at += 1
        if piece == "{":
            return self._group(face, "}")
        if piece.startswith("\\"):
            name = piece[1:]
            if name in _FACES:
                return self._argument(_FACES[name])
            return _faced(_sign(name, self.source), face)
        return _faced("−" if piece == "-" else piece, face)


def _sign(name: str, source: str) -> str:
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _SPACES:
        return _SPACES[name]
    if len(name) == 1 and not name.isalnum():
        return name
    raise UsageError(
        f"R can't set \\{name} of the formula ${source}$",
        hint="write the sign itself, or use backend: python",
    )


def _faced(text: str, face: str) -> list[str]:
    """Return text as plotmath strings; in italic runs only letters are slanted, as in mathtext."""
    out = []
    for part in re.findall(r"[A-Za-zα-ωΑ-Ω]+|[^A-Za-zα-ωΑ-Ω]+", text):
        is_letters = unicodedata.category(part[0])[0] == "L"
        if face == "italic" and is_letters and part.isascii():
            out.append(f"italic({quote(part)})")
        elif face == "bold":
            out.append(f"bold({quote(part)})")
        else:
            out.append(quote(part))
    return out or ['""']
