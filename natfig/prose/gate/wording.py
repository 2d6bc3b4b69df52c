"""What is said at length or by habit, read as its plain form before two passages are compared.

`worded` brings both passages to one form: frames that only hold a clause ("the reason why … is because"),
amounts, powers of ten and spans as they are typed ("3E-4", "ca 3 h", "since 2009 till 2013"), verbs with a
word that says what becomes of something ("became less"). `typed_for` yields what an original means where the
revision says so: shares for fractions, dots that part thousands, empty nouns before "of".
"""

# ruff: noqa: E501 - a pattern is read best in one piece, with what it means beside it

from __future__ import annotations

import re
from collections.abc import Iterator

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate.slips import rewritten
from natfig.prose.gate.tables import words

__all__ = ["typed_for", "worded"]

Change = tuple[int, int, str]

_AMOUNT = (
    r"(?=(?:about |approximately |roughly |at least |at most |up to |more than |less than |[~≈<>≤≥] ?)?\d)"
)
_DAY = r"(?:(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?(?:\d{1,2}, )?(?:1[6-9]|20)\d\d)"
_ENDING = r"(?=[.,;]| (?:when|while|with|in|at|after|as|over|than|during|from|under|for|and|but)\b)"
_MODALS = "can|could|may|might|must|should|will|would"
#: Quantities that are high or low, and that many call big.
_HIGH = (
    "affinity|yield|accuracy|purity|precision|efficiency|temperature|pressure|speed|velocity|probability|"
    "concentration|density|resolution|sensitivity|frequency|quality|price|rate|percentage|proportion|energy|"
    "risk|demand|stability|selectivity|conductivity|solubility|viscosity|potential|performance"
)
_BIG = {"big": "high", "bigger": "higher", "biggest": "highest"}
#: What is measured, and how more and less of it is said.
_DEGREES = (
    ("length", "longer", "shorter"), ("height", "taller", "shorter"), ("width", "wider", "narrower"),
    ("thickness", "thicker", "thinner"), ("depth", "deeper", "shallower"), ("duration", "longer", "shorter"),
)  # fmt: skip
#: Phrase → what it is brought to, in both passages.
_WORDED = tuple(
    (lazyre.compile(pattern), meant)
    for pattern, meant in (
        # frames around a clause
        (r"\b[Tt]he reason (?:why|that) ([^,.;]{5,90}?) (?:is|was) (?:because of the fact that|because|due to the fact that|that) ",
         r"\1 because "),
        (r"\b((?:aims?|purpose|goal|objective|intention)\b[^.;]{0,80} (?:is|was) to )(?:try|attempt|seek) to ", r"\1"),
        (r"\bthe possibility of (?=[^.,;]{3,60} (?:cannot|can not|could not) be (?:ruled out|excluded)\b)", ""),
        (r"\b[Ii]n the (?:frame|framework|scope|context) of (?=(?:this|the present|our) (?:work|study|paper|project)\b)", "in "),
        (r"\b[Aa]s will be (?:clearly )?seen (?=(?:from|in)\b)", "as can be seen "),
        (r"\b(question (?:is|was)),? (?=why\b|how\b|what\b|whether\b)", r"\1 "),
        (r"\bsee also (?=[A-Z(])", "see "),
        (r"\balbeit\b", "but"),
        (r"\b[Bb]asically\b", "essentially"),
        # one of several, and he or she
        (r"\beach one of (?=them\b|these\b|those\b|the\b)", "each of "),
        (r"\b[Aa] total of (\d[\d,]*(?: [a-z]+){1,3}?) in (?:all|total)\b", r"a total of \1"),
        (r"\b(his|him|himself) or (?:hers?|herself)\b", r"\1"),
        (r"\b(his)/hers?\b", r"\1"), (r"\b([Hh])e or she\b", r"\1e"), (r"\b([Hh])e/she\b", r"\1e"),
        (r"\b([Ss])he/he\b", r"he"), (r"\b[Ss]/he\b", "he"),
        (rf"(?i:\b(((?:one|we|they|it) (?:{_MODALS}) )[^.;]{{3,120}}?,? (?:and|or) )\2)", r"\1"),
        (r"\b[Oo]nly (?=(?:relatively |very |comparatively )?little\b)", ""),
        (r"\b([a-z]+ (?:its|their|his|her)) own separate (?=[a-z])", r"\1 own "),
        # nouns that hold another one
        (rf"\b(?<!below )(?<!above )(?:an? |the )values? of {_AMOUNT}", ""),
        (r"\bin the (?:area|region|zone|space|vicinity) (?=around\b|between\b|near\b|above\b|below\b|under\b|behind\b)", ""),
        (r"\b(even) at temperatures (?:that are |which are )?as low as (?=[-−]?\d)", r"\1 at "),
        (r"\bfed (?:by|with|on) (?=[^.,;]{2,30} diets?\b)", "fed "),
        (r"\bsampling (?:frequency|frequencies)\b", "sampling rate"),
        (r"(?<=[a-z0-9] )(?<!is )(?<!are )(?<!was )(?<!were )(?:coming|stemming|originating) from\b", "from"),
        (r"\bper capita\b", "per person"),
        (r"(?<=[.;:] )Bars(?:,| represent| show| indicate| denote| give| are)(?= (?:the )?(?:s\.?d|s\.?e|standard|SD|SE|95%))",
         "Error bars show"),
        (r"\b[Ww]e (?:will now|now will) |\bnow,? we will ", "we now "),
        (r"\bto an? (?:large|great) (?:part|extent|degree) of\b", "largely of"),
        *(
            (rf"\bwith an? {noun} (?:{than}) (?=\d)", f"{word} than ")
            for noun, more, less in _DEGREES
            for word, than in (
                (more, "of more than|of over|exceeding|greater than|larger than"),
                (less, "of less than|of under|smaller than"),
            )
        ),
        # what becomes of something
        (rf"\b(?:became|got|grew) (?:less|fewer){_ENDING}", "decreased"),
        (rf"\b(?:becomes|gets|grows) (?:less|fewer){_ENDING}", "decreases"),
        (rf"\b(?:became|got) more{_ENDING}", "increased"),
        (rf"\b(?:becomes|gets) more{_ENDING}", "increases"),
        (rf"\b(?:remained|stayed) (?:the same|unaltered){_ENDING}", "remained unchanged"),
        (rf"\b(?:remains|stays) (?:equal|the same|unaltered){_ENDING}", "remains unchanged"),
        (r"\bma(?:ke|de|kes|king) (?:the|an?) distinction between\b", "distinguish between"),
        (r"\bworks well\b", "performs well"), (r"\bworked well\b", "performed well"),
        # numbers and times as they are typed
        (r"\b[Cc]a\.? ?(?=\d)", "about "),
        (r"\bvaried from (?=(?:about )?[-−]?\d)", "ranged from "), (r"\bvaries from (?=(?:about )?[-−]?\d)", "ranges from "),
        (r"\bvary from (?=(?:about )?[-−]?\d)", "range from "),
        (rf"\b[Ss]ince ({_DAY}) (?:till|until|up to|to) (?={_DAY})", r"from \1 to "),
        (r"\b[Ii]n the (?:time )?period (?=(?:from|between) [^.,;]{0,30}\d{4}\b)", ""),
        (r"\b([Ff]rom [^.,;]{0,40}?\d{4}) (?:till|until) (?=[^.,;]{0,14}\d{4}\b)", r"\1 to "),
        (r"(?<![\w.:/])(\d{1,2}) ?h ?[:/] ?(\d{1,2}) ?h\b(?= light| dark)", r"\1/\2 h"),
        (r"(?<![\w.:/])(\d{1,2}):(\d{1,2}) ?h\b(?= light| dark)", r"\1/\2 h"),
        (r"\blight[/–:-]dark (?:rhythm|regime|cycle)", "light–dark cycle"),
    )
)  # fmt: skip
_BIG_ONE = lazyre.compile(rf"\b(big(?:ger|gest)?) (?=(?:possible )?(?:[a-z]+ )?(?:{_HIGH})\b)")
_ONES = {w: n for n, w in enumerate(words("one two three four five six seven eight nine ten"), 1)}
_AND_HALF = lazyre.compile(rf"\b({'|'.join(_ONES)}|\d+) and a half (?=[a-z]+s\b)")
#: Only a signed exponent: "9E10" may name a clone.
_POWER = lazyre.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[eE]([-−+])(\d{1,3})(?![\w.]*\d)(?![\w])")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def worded(passage: Passage) -> Passage:
    """Return a passage with what is said at length or by habit brought to its plain form."""
    for pattern, meant in _WORDED:
        found = [(m.start(), m.end(), m.expand(meant)) for m in pattern.finditer(passage.text)]
        if found:
            passage = rewritten(passage, found)
    text = passage.text
    return rewritten(
        passage,
        sorted(
            [
                *((m.start(1), m.end(1), _BIG[m[1]]) for m in _BIG_ONE.finditer(text)),
                *((m.start(), m.end(), f"{_ONES.get(m[1], m[1])}.5 ") for m in _AND_HALF.finditer(text)),
            ]
        ),
    )


def typed_for(old: str, new: str) -> Iterator[Change]:
    """Yield stretches of an original and what they mean, where the revision says so."""
    yield from _powers(old, new)
    yield from _thousands(old, new)
    yield from _shares(old, new)
    yield from _states(old, new)
    yield from _signs(old, new)
    yield from _functions(old, new)


def _powers(old: str, new: str) -> Iterator[Change]:
    """Yield "3E-4" as 3 × 10⁻⁴."""
    for match in _POWER.finditer(old) if "10" in new and not _POWER.search(new) else ():
        sign = "⁻" if match[2] in "-−" else ""
        yield match.start(), match.end(), f"{match[1]} × 10{sign}{str(int(match[3])).translate(_RAISED)}"


_DOTTED = lazyre.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?![\w]|[.,]\d)")
_DECIMAL = lazyre.compile(r"(?<![\w.,])\d+\.(?:\d{1,2}|\d{4,})(?![\w.])")
#: What follows a number of things, and no unit.
_THINGS = lazyre.compile(r" (?:[a-z]{3,} ){0,2}([a-z]{4,}(?:s|people|children|men|women))\b")
_FOLLOWING = frozenset(words("for in were was and to of from or on at with as are is by while"))
_UNITS = frozenset(
    words(
        """
        metres meters litres liters grams kilograms tonnes seconds minutes hours volts watts joules amperes
        pascals newtons kelvins degrees moles hertz radians centimetres millimetres kilometres centimeters
        millimeters kilometers milligrams micrograms millilitres milliliters days weeks months years units
        percent percents points times
        """
    )
)


def _thousands(old: str, new: str) -> Iterator[Change]:
    """Yield "12.000" as 12,000 where a text counts things and shows that its dots part thousands."""
    found = list(_DOTTED.finditer(old))
    is_meant = found and all(m[0].replace(".", ",") in new and m[0] not in new for m in found)
    if not is_meant or _DECIMAL.search(old):
        return
    things = [_THINGS.match(old, m.end()) for m in found]
    counted = [m is not None and m[1] not in _UNITS for m in things]
    for match, is_counted in zip(found, counted, strict=True):
        after = old[match.end() :].lstrip().split(" ", 1)[0]
        if not is_counted and after.strip(".,;)") not in {*_FOLLOWING, ""}:
            return
    if any(counted) and (len(found) > 1 or found[0][0].count(".") > 1):
        for match in found:
            yield match.start(), match.end(), match[0].replace(".", ",")


_SHARES = {
    "one half": "50%", "half": "50%", "one quarter": "25%", "a quarter": "25%", "three quarters": "75%",
    "one fifth": "20%", "a fifth": "20%", "two fifths": "40%", "three fifths": "60%", "four fifths": "80%",
    "one tenth": "10%", "a tenth": "10%",
}  # fmt: skip
_SHARE = lazyre.compile(r"\b(" + "|".join(sorted(_SHARES, key=len, reverse=True)) + r") (?=of\b)", 2)


def _shares(old: str, new: str) -> Iterator[Change]:
    """Yield "one quarter of" as 25% of."""
    for match in _SHARE.finditer(old):
        share = _SHARES[match[1].lower()]
        number = share[:-1]
        if re.search(rf"(?<![\d.,]){number} ?%", new) and not re.search(rf"(?<![\d.,]){number} ?%", old):
            yield match.start(), match.end(), f"{share} "


_STATE = lazyre.compile(r"\b(?:an?|the) (state|act|process|situation|condition) of (?=([a-z]{4,}))")
_STEP = lazyre.compile(r"\b([a-z]+(?:tion|sion|ment|ing|sis|lysis)) (step|stage|phase)\b")


def _states(old: str, new: str) -> Iterator[Change]:
    """Yield "a state of hibernation" as hibernation, and "the washing step" as the washing."""
    for match in _STATE.finditer(old):
        if match[1] not in new and re.search(rf"\b{match[2]}\b", new):
            yield match.start(), match.end(), ""
    for match in _STEP.finditer(old):
        if match[2] not in new and old.count(match[2]) == 1 and re.search(rf"\b{match[1]}\b", new):
            yield match.start(), match.end(), match[1]


_OHM = lazyre.compile(r"(?<=[\d ])([mkM]?)Ohms?\b")


def _signs(old: str, new: str) -> Iterator[Change]:
    """Yield "Ohm" as Ω where the revision has the sign."""
    for match in _OHM.finditer(old) if ("Ω" in new or "Ω" in new) and "Ohm" not in new else ():
        yield match.start(), match.end(), f"{match[1]}Ω"


_DEPENDENCE = lazyre.compile(
    r"\b(?:[Tt]he )?[Dd]ependence of ((?:the )?[a-z][a-z -]{2,30}?) on (?=(?:the )?[a-z])"
)


def _functions(old: str, new: str) -> Iterator[Change]:
    """Yield "the dependence of viscosity on heat" as viscosity as a function of heat."""
    if "as a function of" not in new or "as a function of" in old or "depend" in new.lower():
        return
    for match in _DEPENDENCE.finditer(old):
        yield match.start(), match.end(), f"{match[1]} as a function of "
