"""Numbers as a text says them: value, unit, sign, comparator, precision, spread and range.

Shared by the rules on numbers and by the edit gate. A number is read once, with everything that
belongs to it::

    at least 5.0 ± 0.3 mM      comparator ">=", value 5.0, spread 0.3, unit "mM"
    from 20% to 30%            value 20, high 30, unit "%"
    3 of 12 mice               value 3, of 12
    1.5 × 10−3                 value 0.0015
    twenty-four hours          value 24, unit "hours", is_word

Digits that belong to a name (``IL-6``, ``p53``, ``H2O2``) are no numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from natfig.core import lazyre
from natfig.core.record import dataclass
from natfig.prose.unitnames import Unit, find_unit

__all__ = ["Quantity", "find_quantities", "is_same_amount"]

#: More digits are no number that a person measured, and exact sums with them take long.
MAX_DIGITS = 40
#: The largest power of ten that is worked out; the observable universe is 10^27 m across.
MAX_POWER = 400


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with what belongs to it.

    Parameters
    ----------
    start, end : int
        All of it in the text: comparator, number, spread or range, unit.
    number_start, number_end : int
        Its digits (of a range, all of it from the first to the last digit).
    unit_start, unit_end : int
        Its unit; both `number_end` where it has none.
    value : Fraction
    text : str
        The number as it is written, one form for the same digits: "−1234.50" → "-1234.50".
    decimals : int
        Places after the point, as written; 0 for number words.
    unit : str
        As written; "" without one.
    measure : Unit or None
        What the unit is.
    comparator : str
        "<", "<=", ">", ">=", "~" (about), "~<" (nearly), or "".
    comparator_text : str
        As written ("at least", "≥", "=", "or more").
    high : Fraction or None
        The other end of a range.
    high_text : str
    is_change : bool
        The range is written "from … to …" and may be a change.
    spread : Fraction or None
        After ±.
    spread_text : str
    of : Fraction or None
        The whole of "3 of 12", "3 out of 12", "3/12".
    is_word : bool
        Written as a word ("twelve").
    is_ordinal : bool
        "3rd".
    label : str
        What it is the number of when it names a thing ("Fig.", "Table", "day", "version"), else "".
    symbol : str
        The letter it is the value of: "n" in "n = 5", "P" in "P < 0.05".
    """

    start: int
    end: int
    number_start: int
    number_end: int
    unit_start: int
    unit_end: int
    value: Fraction
    text: str
    decimals: int = 0
    unit: str = ""
    measure: Unit | None = None
    comparator: str = ""
    comparator_text: str = ""
    high: Fraction | None = None
    high_text: str = ""
    is_change: bool = False
    spread: Fraction | None = None
    spread_text: str = ""
    of: Fraction | None = None
    is_word: bool = False
    is_ordinal: bool = False
    label: str = ""
    symbol: str = ""

    @property
    def is_range(self) -> bool:
        """Return whether it has two ends."""
        return self.high is not None


_ONES: Mapping[str, int] = {
    word: i
    for i, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Mapping[str, int] = {
    word: 10 * i
    for i, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Mapping[str, int] = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_PARTS: Mapping[str, int] = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "eighth": 8,
    "eighths": 8,
    "tenth": 10,
    "tenths": 10,
}
_MULTIPLES: Mapping[str, int] = {"twice": 2, "thrice": 3}

_WORD = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_SPACE = r"[ \u00a0\u2009\u202f]"
_THIN = r"[\u00a0\u2009\u202f]"

# A number in digits. Grouped forms first; a plain space groups only where nothing else can be meant
# ("10 000", "1 250 000"), a thin or no-break space always does.
_DIGITS = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,3}}(?:{_THIN}\d{{3}})+(?!\d)|\d{{1,3}} (?:\d{{3}} "
    rf")*000(?!\d)|\d+)"
    r"(?:\.\d+)?|\.\d+"
)
_TEN = (
    rf"(?:{_SPACE}?[×x*·]{_SPACE}?10(?:\^?\{{?([-−–+]?\d{{1,3}})\}}?|([⁻⁺]?[⁰¹²³⁴-⁹]+))(?!["
    rf"\d.]\d|\d)|[eE]([-−+]?\d{{1,3}})(?![\w.]))"
)
# "10–3 M" lost its superscript; "10–15 min" is a range.
_POWER_ONLY = r"10(?:\^\{?([-−–+]?\d{1,3})\}?|([⁻⁺]?[⁰¹²³⁴-⁹]+)|(?:−|–(?=\d(?!\d)))(\d{1,2}))(?![\w])"
_NUMBER = lazyre.compile(
    rf"(?P<sign>(?<![\w)\]])[-−–+](?={_SPACE}?[\d.])(?:{_SPACE}(?=\d))?)?"
    rf"(?:(?P<power>{_POWER_ONLY})|(?P<digits>{_DIGITS})(?P<ten>{_TEN})?)"
)
_WORDS = lazyre.compile(
    rf"\b(?P<first>{_WORD}|half|twice|thrice|a(?= (?:hundred|thousand|million|billion|dozen)\b)"
    rf"|a(?= (?:third|quarter|fifth|tenth) of\b))(?P<rest>(?:[- ](?:and )?(?:{_WORD}|hundred|thousand|million"
    rf"|billion|trillion|dozen))*)(?P<part>[- ](?:{'|'.join(_PARTS)})\b)?(?P<fold>-?fold)?(?![\w])",
    2,  # re.IGNORECASE
)
_SCALE_AFTER = lazyre.compile(rf"{_SPACE}(thousand|million|billion|trillion)\b")
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")

_BEFORE: tuple[tuple[str, str], ...] = (
    ("no more than", "<="),
    ("not more than", "<="),
    ("no greater than", "<="),
    ("not exceeding", "<="),
    ("no less than", ">="),
    ("not less than", ">="),
    ("no fewer than", ">="),
    ("not fewer than", ">="),
    ("no lower than", ">="),
    ("no higher than", "<="),
    ("a minimum of", ">="),
    ("a maximum of", "<="),
    ("minimum of", ">="),
    ("maximum of", "<="),
    ("at least", ">="),
    ("at most", "<="),
    ("up to", "<="),
    ("as many as", "<="),
    ("as much as", "<="),
    ("as few as", ">="),
    ("as little as", ">="),
    ("greater than or equal to", ">="),
    ("less than or equal to", "<="),
    ("equal to or greater than", ">="),
    ("equal to or less than", "<="),
    ("more than", ">"),
    ("greater than", ">"),
    ("higher than", ">"),
    ("larger than", ">"),
    ("longer than", ">"),
    ("older than", ">"),
    ("in excess of", ">"),
    ("over", ">"),
    ("above", ">"),
    ("exceeding", ">"),
    ("exceeds", ">"),
    ("exceeded", ">"),
    ("exceed", ">"),
    ("less than", "<"),
    ("fewer than", "<"),
    ("lower than", "<"),
    ("smaller than", "<"),
    ("shorter than", "<"),
    ("younger than", "<"),
    ("below", "<"),
    ("under", "<"),
    ("approximately", "~"),
    ("about", "~"),
    ("around", "~"),
    ("roughly", "~"),
    ("some", "~"),
    ("circa", "~"),
    ("approx.", "~"),
    ("approx", "~"),
    ("ca.", "~"),
    ("c.", "~"),
    ("an estimated", "~"),
    ("in the order of", "~"),
    ("on the order of", "~"),
    ("of the order of", "~"),
    ("close to", "~"),
    ("in the region of", "~"),
    ("nearly", "~<"),
    ("almost", "~<"),
    ("just under", "~<"),
    ("just over", "~>"),
    ("slightly more than", "~>"),
    ("slightly less than", "~<"),
    ("exactly", "=="),
    ("precisely", "=="),
)
_SIGNS: Mapping[str, str] = {
    "<": "<",
    "≤": "<=",
    "⩽": "<=",
    "<=": "<=",
    ">": ">",
    "≥": ">=",
    "⩾": ">=",
    ">=": ">=",
    "~": "~",
    "∼": "~",
    "≈": "~",
    "≃": "~",
    "≅": "~",
    "≲": "~<",
    "≳": "~>",
    "=": "",
    "≪": "<<",
    "≫": ">>",
    "≠": "!=",
}
_COMPARATORS: Mapping[str, str] = dict(_BEFORE)
_SIGN_BEFORE = lazyre.compile(rf"(<=|>=|[<≤⩽>≥⩾~∼≈≃≅≲≳=≪≫≠]){_SPACE}?$")
_WORD_BEFORE = lazyre.compile(
    r"(?:^|[\s(\[—–])((?:"
    + "|".join(w.replace(".", r"\.") for w, _ in sorted(_BEFORE, key=lambda p: -len(p[0])))
    + r"))"
    rf"{_SPACE}$",
    2,
)
_AFTER = lazyre.compile(
    r" (?:of age )?(?:or (more|greater|higher|above|over|longer|older|less|fewer|lower|below|un"
    r"der|shorter|younger))\b",
    2,
)
_LESS = frozenset({"less", "fewer", "lower", "below", "under", "shorter", "younger"})
_SYMBOL = lazyre.compile(
    rf"(?:^|[\s(\[,;])(\*?[A-Za-zα-ωΑ-Ωµκχη][A-Za-z]{{0,4}}\*?[²2]?|R\^2|χ\^2){_SPACE}?$"
)
_VALUE_OF = lazyre.compile(r"(?:^|[\s(\[,;])([pPnN]) (?:value )?of $")
_LABEL = lazyre.compile(
    r"(?:^|[\s(\[;,/])(Figs?\.?|Figures?|figures?|Tables?|Tab\.|tables?|Sections?|Sect?\.|sections?|Eqs?\.|"
    r"Equations?|equations?|Refs?\.|refs?\.|References?|Chapters?|chapters?|Appendix|Supplement"
    r"ary|Box|Movies?|"
    r"Videos?|versions?|Versions?|v\.|Nos?\.|no\.|grades?|Grades?|stages?|Stages?|types?|Types?"
    r"|classes|class|"
    r"groups?|Groups?|phases?|Phases?|Steps?|steps?|lanes?|days?|Days?|weeks?|Weeks?|months?|Months?|years?|"
    r"visits?|Visits?|Extended Data Figs?\.|panels?|chromosomes?|exons?|exon|introns?|domains?|samples?|"
    rf"experiments?|Experiments?|Algorithms?|Theorems?|Lemmas?|pp?\.|pages?|pH|vol\.|Vol\.){_SPACE}?$"
)
_PLUS_MINUS = lazyre.compile(rf"{_SPACE}?(?:±|\+/[-−]|\\pm){_SPACE}?")
_DASH = lazyre.compile(rf"{_SPACE}?(?:[–—−‒]|-){_SPACE}?(?=[-−]?[\d.])")
_TO = lazyre.compile(rf"{_SPACE}(to|through){_SPACE}(?=[-−–+.]?\d|(?:{_WORD})\b)")
_AND = lazyre.compile(rf"{_SPACE}and{_SPACE}(?=[-−–+.]?\d|(?:{_WORD})\b)")
_FROM = lazyre.compile(rf"\b(from|between){_SPACE}(?:(?:about|approximately|around|roughly|~){_SPACE}?)?$", 2)
_OF = lazyre.compile(rf"(?:{_SPACE}(?:out{_SPACE})?of{_SPACE}(?:the{_SPACE})?|/)(?=\d|(?:{_WORD})\b)")
_ORDINAL = lazyre.compile(r"(?:st|nd|rd|th)\b")
_GLUED_LETTER = frozenset("hsgmdVMLWNUJ")
_NAME_TAIL = lazyre.compile(
    r"[A-Za-zα-ω]|[-‐/:.]\d|[-‐′'](?!fold|times)[A-Z]|[-‐](?:[a-z]{1,2})(?![a-z])|′|'-"
)
_MONTH = lazyre.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(slots=True)
class _Number:
    """A bare number: its span, value and form."""

    start: int
    end: int
    value: Fraction
    text: str
    decimals: int = 0
    is_word: bool = False
    is_fold: bool = False


def _power(*groups: str | None) -> int | None:
    written = next((g for g in groups if g), None)
    if written is None:
        return None
    return int(written.translate(_RAISED).replace("−", "-").replace("–", "-"))


def _digits_at(text: str, at: int) -> _Number | None:
    """Return the number in digits that begins at a place, or None."""
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    negative = (match["sign"] or "").strip() in {"-", "−", "–"}
    sign = "-" if negative else ""
    if match["power"]:
        groups = match.groups()
        index = match.re.groupindex["power"]
        if groups[index + 2]:  # 10−5, where the raised minus was lost
            power: int | None = -int(groups[index + 2])
        else:
            power = _power(groups[index], groups[index + 1])
        if power is None or abs(power) > MAX_POWER:
            return None
        value = Fraction(10) ** power
        return _Number(match.start(), match.end(), -value if negative else value, f"{sign}1e{power}")
    digits = match["digits"]
    plain = digits.translate({ord(c): None for c in ", \u00a0\u2009\u202f"})
    if len(plain) > MAX_DIGITS:
        plain = plain[:MAX_DIGITS].rstrip(".") or "0"
    value = Fraction(Decimal(plain))
    decimals = len(plain.partition(".")[2])
    written = ("0" if plain.startswith(".") else "") + plain
    if match["ten"]:
        index = match.re.groupindex["ten"]
        power = _power(*match.groups()[index : index + 3])
        if power is not None and abs(power) <= MAX_POWER:
            value *= Fraction(10) ** power
            written += f"e{power}"
    return _Number(match.start(), match.end(), -value if negative else value, sign + written, decimals)


def _words_value(first: str, rest: str) -> int | None:
    """Return the value of number words, or None where they don't make one number."""
    total = current = 0
    last = 10**15
    for word in [first, *rest.replace("-", " ").split()]:
        if word in {"and", "a"}:
            current = current or (1 if word == "a" else 0)
        elif word in _SCALES:
            scale = _SCALES[word]
            current = (current or 1) * scale
            if scale > 100:
                total, current = total + current, 0
            last = 10**15
        else:
            value = _ONES.get(word, _TENS.get(word, 0))
            if last < 100 and not (20 <= last < 100 and 0 < value < 10):
                return None  # "two three"
            current += value
            last = value
    return total + current


def _word_at(text: str, at: int) -> _Number | None:
    """Return the number word that begins at a place, or None."""
    match = _WORDS.match(text, at)
    if match is None:
        return None
    first, rest = match["first"].lower(), match["rest"].lower()
    end = match.end()
    if first in _MULTIPLES:
        return _Number(
            at, match.end("first"), Fraction(_MULTIPLES[first]), str(_MULTIPLES[first]), 0, True, True
        )
    if first == "half":
        if text[match.end("first") :][:1] == "-" or rest:
            return None
        return _Number(at, match.end("first"), Fraction(1, 2), "1/2", 0, True)
    part = (match["part"] or "").lower()[1:]
    value = Fraction(0) if first == "a" and part else None
    if value is None:
        whole = _words_value(first, rest)
        if whole is None:  # take the first word alone
            rest, part, end = "", "", match.end("first")
            whole = _words_value(first, "")
        value = Fraction(whole or 0)
    if part:
        if first == "a":
            value = Fraction(1, _PARTS[part])
        elif (
            value == 0
            or value >= _PARTS[part]
            or (value == 1 and text[end : end + 3] != " of" and "-" not in match["part"])
        ):
            end, part = match.start("part"), ""  # "one third experiment"
        else:
            value /= _PARTS[part]
    text_form = f"{value.numerator}/{value.denominator}" if part else str(value)
    return _Number(at, end, value, text_form, 0, True, bool(match["fold"]))


def _is_one_pronoun(text: str, number: _Number) -> bool:
    """Return whether "one" is a pronoun: "one another", "no one", "this one", "one can"."""
    if text[number.start : number.end].lower() != "one":
        return False
    after, before = (
        text[number.end : number.end + 9].lower(),
        text[max(0, number.start - 6) : number.start].lower(),
    )
    return (
        before.endswith(("no ", "this ", "that ", "the ", "any ", "each ", "every ", "which ", "new "))
        or after.startswith((" another", " can ", " may ", " might ", " could ", " should", "-way", "-to-"))
        or not after.startswith((" ", "-"))
    )


def _number_at(text: str, at: int) -> _Number | None:
    return _digits_at(text, at) if text[at] in "0123456789.-−–+" else _word_at(text, at)


_CANDIDATE = lazyre.compile(
    rf"(?:(?<![\w.])|(?<=\dx))[-−–+]?{_SPACE}?\.?\d|\b(?:{_WORD}|half|twice|thrice|a "
    rf"(?:hundred|thousand|million|billion|dozen)"
    rf"|a (?:third|quarter|fifth|tenth) of)(?![a-eg-z])",
    2,
)
_NAME_BEFORE = lazyre.compile(r"(?:[A-Za-zα-ωΑ-Ω_][-‐–/:.*+]?|\d[-‐–/.*+]?)$")


def _is_name(text: str, start: int) -> bool:
    """Return whether digits at a place go on a name: ``IL-6``, ``COVID-19``, ``doi:10``, ``1-2-3``."""
    before = text[max(0, start - 3) : start]
    if not _NAME_BEFORE.search(before):
        return False
    if before[-1] == "x" and before[-2:-1].isdigit():
        return False
    # "Results–3 mice" is punctuation
    return not (before[-1] == "–" and before[-2:-1].isalpha())


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text, in order.

    Parameters
    ----------
    text : str
        One line as it is read.
    """
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Quantity]:
    at = 0
    for match in _CANDIDATE.finditer(text):
        start = match.start()
        if start < at:
            continue
        while text[start] in " \u00a0\u2009\u202f":
            start += 1
        if text[start] in "-−–+" and not _is_sign(text, start):
            start += 1
            while text[start] in " \u00a0\u2009\u202f":
                start += 1
        quantity = _read(text, start)
        if quantity is not None:
            at = quantity.end
            yield quantity
        elif text[start].isdigit():
            at = _end_of_name(text, start)


def _end_of_name(text: str, at: int) -> int:
    while at < len(text) and (
        text[at].isalnum() or (text[at] in "-–/:.,'′_" and text[at + 1 : at + 2].isalnum())
    ):
        at += 1
    return at


def _is_sign(text: str, at: int) -> bool:
    """Return whether a dash before a digit is a sign: nothing that it could join stands before it."""
    if at == 0 or text[at - 1] in "([{=<>≤≥~≈±/":
        return True
    if text[at - 1] not in " \u00a0\u2009\u202f":
        return False
    # "5 - 10": a dash with spaces on both sides joins; "from -5" signs.
    return (
        text[at + 1 : at + 2] not in {" ", "\u00a0", "\u2009", "\u202f"}
        or not text[:at].rstrip()[-1:].isalnum()
    )


def _read(text: str, start: int) -> Quantity | None:
    """Return the quantity whose number begins at a place, or None."""
    number = _number_at(text, start)
    if number is None or _is_one_pronoun(text, number):
        return None
    if not number.is_word and text[start] not in "-−–+" and _is_name(text, start):
        return None
    label = "" if number.is_word else _label_of(text, start)
    if not number.is_word and _ORDINAL.match(text, number.end):
        end = number.end + 2
        return Quantity(start, end, start, number.end, end, end, number.value, number.text, is_ordinal=True)
    scale = _SCALE_AFTER.match(text, number.end)
    if scale and not number.is_word:
        number.value *= _SCALES[scale.group(1)]
        number.end = scale.end()
        number.text = str(number.value) if number.value.denominator == 1 else number.text
    unit = (number.end, number.end, None) if label and label != "pH" else _unit_after(text, number)
    if unit is None:
        return None
    return _assemble(text, number, unit, label)


def _label_of(text: str, start: int) -> str:
    match = _LABEL.search(text[max(0, start - 24) : start])
    return match.group(1) if match else ""


def _unit_after(text: str, number: _Number) -> tuple[int, int, Unit | None] | None:
    """Return (start, end, unit) of what follows a number; None where the number is part of a name."""
    at = number.end
    none = at, at, None
    if number.is_fold:
        return at, at, find_unit("fold", 0)[1]  # type: ignore[index]
    if at >= len(text):
        return none
    spaced = at
    while spaced < len(text) and spaced < at + 2 and text[spaced] in " \u00a0\u2009\u202f":
        spaced += 1
    if spaced == at and text[at] in "-‐" and not number.text.startswith("-"):
        found = find_unit(text, at + 1)
        if found is not None and not text[at + 1].isupper():
            return at + 1, found[0], found[1]
        if found is not None and found[0] - at > 2:
            return at + 1, found[0], found[1]
    found = find_unit(text, spaced)
    if found is not None and _is_unit_here(text, number, at, spaced, found[0]):
        return spaced, found[0], found[1]
    if not number.is_word and spaced == at and _NAME_TAIL.match(text, at) and not _goes_on(text, at):
        return None
    return none


def _goes_on(text: str, at: int) -> bool:
    """Return whether what follows digits directly is a ratio, a range or a word, and no name."""
    rest = text[at : at + 3]
    if rest[:1] in {"x", "×"} and rest[1:2].isdigit():  # 5x5
        return True
    return (rest[:1] in "/:" and rest[1:2].isdigit()) or (rest[:1] in "-‐" and rest[1:2].isdigit())


def _is_unit_here(text: str, number: _Number, at: int, spaced: int, end: int) -> bool:
    """Return whether letters after a number that could be a unit are one."""
    written = text[spaced:end]
    if written == "×" or written[:1] == "×":
        return written != "×" or not text[end : end + 2].strip()[:1].isdigit()
    if len(written) == 1 and written.isalpha():
        if spaced == at and written not in _GLUED_LETTER:
            return False
        # "2 A and B", "vitamin 3 d": a single letter is a unit unless a hyphen or dot makes it a name
        return text[end : end + 1] not in {"-", "‐", "'", "′"} and not number.is_word
    return not (written in {"at", "t", "aa", "min", "mo"} and number.is_word)


def _assemble(text: str, number: _Number, unit: tuple[int, int, Unit | None], label: str) -> Quantity:
    """Return a number with its unit, spread, range, whole and comparator."""
    unit_start, unit_end, measure = unit
    number_start, number_end, end = number.start, number.end, max(number.end, unit_end)
    high: _Number | None = None
    spread: _Number | None = None
    whole: _Number | None = None
    opener = _FROM.search(text[max(0, number.start - 24) : number.start])
    is_change = False
    if (match := _PLUS_MINUS.match(text, end)) and (spread := _next(text, match.end())):
        number_end, end = spread.end, spread.end
        unit_start, unit_end, measure, end = _later_unit(text, spread, (unit_start, unit_end, measure), end)
    else:
        join = _join(text, end, opener, label)
        if join is not None and (high := _end_of_range(text, join, measure)) is not None:
            number_end, end = high.end, high.end
            unit_start, unit_end, measure, end = _later_unit(text, high, (unit_start, unit_end, measure), end)
            is_change = opener is not None and opener.group(1).lower() == "from"
        elif (
            measure is None
            and not label
            and (match := _OF.match(text, end))
            and (whole := _next(text, match.end()))
        ):
            number_end = end = whole.end
            unit_start = unit_end = end
    # "50 kg or more" and "at least 50 kg"
    comparator, written, start = _before(text, number.start, opener)
    if not written and (match := _AFTER.match(text, end)):
        comparator = "<=" if match.group(1).lower() in _LESS else ">="
        written, end = match.group().strip(), match.end()
    symbol = ""
    if written in _SIGNS or not written:
        symbol = _symbol(text, start if written else number.start, bool(written))
    return Quantity(
        start,
        end,
        number_start,
        number_end,
        max(unit_start, number_start) if measure else number_end,
        unit_end if measure else number_end,
        number.value,
        number.text,
        number.decimals,
        text[unit_start:unit_end] if measure else "",
        measure,
        comparator,
        written,
        high.value if high else None,
        high.text if high else "",
        is_change,
        spread.value if spread else None,
        spread.text if spread else "",
        whole.value if whole else None,
        number.is_word,
        False,
        label,
        symbol,
    )


def _later_unit(
    text: str, last: _Number, unit: tuple[int, int, Unit | None], end: int
) -> tuple[int, int, Unit | None, int]:
    """Return the unit after the last number of a range or spread, or the one before it."""
    later = _unit_after(text, last)
    if later is not None and later[2] is not None:
        return later[0], later[1], later[2], later[1]
    return *unit, end


def _end_of_range(text: str, at: int, measure: Unit | None) -> _Number | None:
    """Return the other end of a range; None where it is in another unit ("50 nM to 1 mM")."""
    high = _next(text, at)
    if high is None or measure is None:
        return high
    unit = _unit_after(text, high)
    return high if unit is not None and (unit[2] is None or unit[2] == measure) else None


def _next(text: str, at: int) -> _Number | None:
    if at >= len(text):
        return None
    number = _number_at(text, at)
    if number is not None and not number.is_word and _unit_after(text, number) is None:
        return None
    return number


def _join(text: str, end: int, opener: object, label: str) -> int | None:
    """Return where the other end of a range begins, or None."""
    match = _DASH.match(text, end)
    if match is not None:
        # Not in 2020-05-12 or 555-1234-5, and "5 -3" is a list with a sign
        signed = text[match.start()] in " \u00a0\u2009\u202f" and text[match.end() - 1] in "-−–—‒"
        return None if signed else match.end()
    match = _TO.match(text, end)
    if match is not None:
        return match.end()
    word = "" if opener is None else opener.group(1).lower()  # type: ignore[attr-defined]
    if word == "between" and (match := _AND.match(text, end)) is not None:
        return match.end()
    _ = label
    return None


def _before(text: str, start: int, opener: object) -> tuple[str, str, int]:
    """Return (comparator, as written, where it begins) of what stands before a number."""
    head = text[max(0, start - 28) : start]
    shift = start - len(head)
    if match := _SIGN_BEFORE.search(head):
        return _SIGNS[match.group(1)], match.group(1), shift + match.start(1)
    if match := _WORD_BEFORE.search(head):
        written = match.group(1)
        return _COMPARATORS[written.lower()], written, shift + match.start(1)
    _ = opener
    return "", "", start


def _symbol(text: str, start: int, has_sign: bool) -> str:
    head = text[max(0, start - 14) : start]
    if has_sign and (match := _SYMBOL.search(head)):
        return match.group(1).strip("*")
    if match := _VALUE_OF.search(head):
        return match.group(1)
    return ""


def is_same_amount(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities have the same value, ends, spread and whole, in whatever units.

    How precisely they are written, their comparators and what they are bound to is not looked at.
    """
    parts = ((a.value, b.value), (a.high, b.high), (a.spread, b.spread))
    if a.measure is None or b.measure is None:
        if (a.measure is None) != (b.measure is None):
            return False
        scale = Fraction(1)
    elif a.measure.dimension != b.measure.dimension:
        return False
    else:
        scale = a.measure.factor / b.measure.factor
    if a.of != b.of:
        return False
    return all((x is None) == (y is None) and (x is None or y is None or x * scale == y) for x, y in parts)
