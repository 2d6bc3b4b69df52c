"""Small words: labels inside sentences, lists, counts and full stops."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from natfig.charts._categorical import axis_label

__all__ = [
    "count",
    "in_sentence",
    "listed",
    "n_range",
    "n_short",
    "n_words",
    "name_of",
    "plain_label",
    "plural",
    "proper_words",
    "said_number",
    "sentence",
    "spelt",
    "unit_of",
    "with_proper",
]

# Smaller numbers may stand in a text for many reasons.
_TELLING = 20
# Groups whose numbers a reader can take in; more are given as a range.
MOST_GROUPS = 6

_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(\w))")
_MATH = re.compile(r"\$([^$]*)\$")
_FONT = re.compile(r"\\(?:mathrm|mathit|mathbf|mathregular|text|rm|it)\s*(?:\{([^{}]*)\})?")
_UNIT = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_BELOW = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_ABOVE = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
_SIGNS = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\Delta": "Δ", r"\epsilon": "ε",
    r"\theta": "θ", r"\kappa": "κ", r"\lambda": "λ", r"\mu": "μ", r"\nu": "ν", r"\pi": "π", r"\rho": "ρ",
    r"\sigma": "σ", r"\tau": "τ", r"\phi": "φ", r"\chi": "χ", r"\psi": "ψ", r"\omega": "ω",
    r"\Omega": "Ω", r"\times": "×", r"\cdot": "·", r"\pm": "±", r"\circ": "°", r"\degree": "°",
    r"\leq": "≤", r"\geq": "≥", r"\approx": "≈", r"\AA": "Å", r"\%": "%", r"\ ": " ", r"\,": " ",
}  # fmt: skip
# The list of the sciences holds names of people too; what ends so is none.
_SUBSTANCE = re.compile(
    r"(?:oid|ase|ation|ide|ene|ine|cyte|in|ome|ometry|ography|omic|itude)s?$|(?:ity|[ae]mia|osis)$"
)
# Words of names that are common words too.
_NAMES = frozenset({"gram", "student", "cox", "bell", "hill"})
_MULTIPLE = re.compile(r"\s+")
_STOPS = re.compile(r"(?<=[.?!])\.+(?=\s|$)|[;,:\s]+$")


# ---------------------------------------------------------------- labels


def _script(match: re.Match[str]) -> str:
    inside = match[2] if match[2] is not None else match[3]
    table = _BELOW if match[1] == "_" else _ABOVE
    return inside.translate(table) if all(ord(c) in table for c in inside) else inside


def _math(match: re.Match[str]) -> str:
    text = match[1]
    text = _FONT.sub(lambda m: m[1] or "", text)
    for sign in sorted(_SIGNS, key=len, reverse=True):
        text = text.replace(sign, _SIGNS[sign])
    return _SCRIPT.sub(_script, text).replace("{", "").replace("}", "").replace("-", "−")


def plain_label(text: str) -> str:
    """Return a text of a figure as running text: formulas as characters, one line."""
    return _MULTIPLE.sub(" ", _MATH.sub(_math, text)).strip()


def unit_of(label: str) -> str:
    """Return the unit in the brackets that end an axis label, or an empty text."""
    found = _UNIT.search(plain_label(label))
    return found[1].strip() if found and _UNIT.sub("", plain_label(label)) else ""


@cache
def _common() -> frozenset[str]:
    """Return common English words: what is not among them keeps its capital in a sentence."""
    import gzip

    from natfig.core.resources import styles_dir

    text = gzip.decompress(styles_dir("words", "english.txt.gz").read_bytes()).decode("ascii")
    science = styles_dir("words", "science.txt").read_text(encoding="utf-8")
    return frozenset(text.split()) | {word for word in science.split() if _SUBSTANCE.search(word)}


def in_sentence(text: str) -> str:
    """Return a text as it stands inside a sentence: "Batch size" becomes "batch size", "UMAP 1" stays."""
    first = re.split(r"[^\w'’]", text, maxsplit=1)[0]
    is_word = first[:1].isupper() and (first[1:].islower() or len(first) == 1)
    if is_word and first.lower() not in _NAMES and first.lower() in _common():
        return text[:1].lower() + text[1:]
    return text


def name_of(channel: Any, *, opens: bool = False) -> str:
    """Return what a channel shows, without its unit; `opens`: at the beginning of a sentence."""
    text = plain_label(axis_label(channel))
    bare = _UNIT.sub("", text) or text
    return bare if opens else in_sentence(bare)


def plural(noun: str) -> str:
    """Return a noun in the plural where adding an s makes a common word, else as it is."""
    return f"{noun}s" if f"{noun.rpartition(' ')[2].lower()}s" in _common() else noun


def proper_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write with a capital inside sentences, and never without."""
    capital: set[str] = set()
    plain: set[str] = set()
    for text in texts:
        for match in re.finditer(r"(?<=[^\W\d_][ ,;] )[^\W\d_]+|(?<=[^\W\d_] )[^\W\d_]+", text):
            word = match[0]
            (capital if word.istitle() else plain).add(word)
    return frozenset(word for word in capital if word.lower() not in plain)


def with_proper(text: str, proper: Iterable[str]) -> str:
    """Return a text in which names have their capital."""
    for word in proper:
        text = re.sub(rf"\b{word.lower()}\b", word, text)
    return text


# ---------------------------------------------------------------- sentences


def sentence(text: str) -> str:
    """Return a text with a capital, single blanks and one full stop; an empty one stays empty."""
    text = _STOPS.sub("", _MULTIPLE.sub(" ", text).strip())
    if not text:
        return ""
    if not text.endswith((".", "?", "!")):
        text += "."
    return text[:1].upper() + text[1:] if _may_rise(text) else text


def _may_rise(text: str) -> bool:
    """Whether the first letter may be a capital: "mRNA" and "n = 5" keep theirs."""
    first = re.split(r"[\s,;.]", text, maxsplit=1)[0]
    return first.islower() and len(first.split("-")[0]) > 1 and first.replace("-", "").isalpha()


def listed(items: Sequence[str], *, serial_comma: bool = False) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    comma = "," if serial_comma and len(items) > 2 else ""
    return f"{', '.join(items[:-1])}{comma} and {items[-1]}"


def count(number: int) -> str:
    """Return a number of things with commas between thousands."""
    return f"{number:,}"


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelt(number: int) -> str:
    """Return a small number as a word, others in digits."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else count(number)


def n_words(n: Mapping[str, int], unit: str | None = None, per: str = "group") -> str:
    """Return n of some groups with its unit: "n = 5 runs per group".

    Parameters
    ----------
    n : mapping of str to int
        Group → independent observations.
    unit : str, optional
        What one observation is, in the plural.
    per : str
        What a group is, where several have the same n: "group", "point", "bar".

    Returns
    -------
    str
        Without a full stop; empty without groups.
    """
    if not n:
        return ""
    noun = f" {unit}" if unit else ""
    values = set(n.values())
    if len(n) == 1:
        return f"n = {count(values.pop())}{noun}"
    if len(values) == 1 or len(n) > MOST_GROUPS:
        return n_range(values, unit, per)
    first, *others = (
        f"{count(number)}{noun if k == 0 else ''} ({name})" for k, (name, number) in enumerate(n.items())
    )
    return listed([f"n = {first}", *others])


def n_short(number: str) -> str:
    """Return n in fewer words: names of groups give way to the range of their n."""
    found = re.fullmatch(r"n = ([\d,]+)( [^()]+?)? \([^()]*\)((?:, | and )[\d,]+ \([^()]*\))+(.*)", number)
    if found is None:
        return ""
    values = [int(v.replace(",", "")) for v in re.findall(r"(?:= |, | and )([\d,]+)(?= )", number)]
    return f"{n_range(values, (found[2] or '').strip() or None)}{found[4]}"


def n_range(values: Collection[int], unit: str | None = None, per: str = "group") -> str:
    """Return n of groups that have no names: "n = 35–43 years per point"."""
    low, high = min(values), max(values)
    shown = count(low) if low == high else f"{count(low)}–{count(high)}"
    return f"n = {shown}{f' {unit}' if unit else ''} per {per}"


def said_number(number: str) -> str:
    """Return the regular expression of an author's text that gives n: "n = 5", "5 independent runs"."""
    found = re.fullmatch(r"n = ([\d,]+) ([^()]+?)(?: per .*)?", number)
    said = r"\bn\s*=\s*\d" + (rf"|\b{found[1]} {re.escape(found[2])}\b" if found else "")
    single = re.fullmatch(r"n = ([\d,]+)(?: [^()\d]*)?", number)
    # A larger number that stands in the text is hardly there by chance: "57 Gentoo nests".
    if single and int(single[1].replace(",", "")) >= _TELLING:
        said += rf"|(?<![\d.,]){single[1]}(?![\d%]|[.,]\d)"
    return said
