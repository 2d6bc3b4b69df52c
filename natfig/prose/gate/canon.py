"""One form for what can be said plainly or at length, before two passages are compared.

What stands here are patterns over classes of words and not single phrases: a noun that only holds another one
("a period of 3 h", "in an eastward direction"), a verb that only carries a noun ("had a tendency to"), a
frame around a claim ("it could be seen that"). Both passages go through the same steps, so that the direction of an
edit doesn't matter, and whatever is left of a difference afterwards is one of meaning.
"""

# ruff: noqa: E501, ISC004 - a pattern is read best in one piece, with what it means beside it

from __future__ import annotations

import re
from collections.abc import Callable

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate.slips import rewritten
from natfig.prose.gate.words import form_of

__all__ = ["canonical"]

_NUMBER = r"(?:\d+(?:[.,]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
_SHOWN = r"(?:Fig(?:ure|s)?\.?|Tables?|Eq(?:uation)?\.?|Section|Appendix) ?\(?S?\d+[a-z]?\)?"
_SEEN = r"(?:observed|found|seen|noted|noticed|detected)"
_BE = r"(?:is|are|was|were|has been|have been)"
#: Nouns that say of what kind an amount is, and that the amount says by itself.
_TIMES = r"(?:time periods?|periods?|time spans?|time intervals?|durations?|lengths? of time|time)"


def _adverb(match: re.Match[str]) -> str:
    """Return "very rapidly" for "in a very rapid manner"."""
    degree, adjective = match["degree"] or "", match["adjective"]
    if adjective.endswith("ly"):
        return degree + adjective
    if adjective.endswith("ic"):
        return f"{degree}{adjective}ally"
    if adjective.endswith("le") and adjective[-3] not in "aeiou":
        return f"{degree}{adjective[:-1]}y"
    if adjective.endswith("y"):
        return f"{degree}{adjective[:-1]}ily"
    return f"{degree}{adjective}ly"


_TEND = {
    "had": "tended",
    "showed": "tended",
    "have": "tend",
    "show": "tend",
    "has": "tends",
    "shows": "tends",
}
_AGREE = {"is": "agrees", "are": "agree", "was": "agreed", "were": "agreed", "be": "agree"}
_WELL = {"good": "well", "excellent": "excellently", "close": "closely", "reasonable": "reasonably", "fair": "fairly",
         "full": "fully", "broad": "broadly", "general": "generally", "poor": "poorly"}  # fmt: skip


def _tendency(match: re.Match[str]) -> str:
    """Return "tended to" for "had a tendency to"."""
    degree = (match["degree"] or "").strip()
    verb = _TEND[match["verb"].lower()]
    return f"{degree}ly {verb} to" if degree else f"{verb} to"


def _agreement(match: re.Match[str]) -> str:
    """Return "agree well with" for "are in good agreement with"."""
    degree = (match["degree"] or "").strip()
    verb = _AGREE[match["verb"].lower()]
    return f"{verb} {_WELL[degree]} with" if degree else f"{verb} with"


def _had(match: re.Match[str]) -> str:
    """Return "had" for the "'d" before a participle: "after we'd rubbed it"."""
    verb = match["verb"].split()[-1].lower()
    return f"{match['who']} had {match['verb']}" if form_of(verb) == "ed" or verb == "been" else match[0]


_Meant = str | Callable[[re.Match[str]], str]
_RAW: tuple[tuple[str, _Meant], ...] = (
    # frames around a claim
    (r"\b[Aa]s (?:can|may|could) be (?:clearly )?(?:seen|observed|noted|inferred)(?: clearly)? (?:from|in) "
     rf"(?P<what>{_SHOWN})", r"as \g<what> shows"),
    (r"\b[Ii]t (?:can|could|may) (?:also )?be (?:clearly |easily )?(?:seen|observed|noted|noticed)(?: clearly)? that ",
     ""),
    (rf"\bWhat (?P<who>we|they|the authors) (?P<saw>{_SEEN}|saw) (?:is|was) that\b", r"\g<who> \g<saw> that"),
    (r"\bAs far as (?P<what>[^,.;]{3,60}?) (?:is|are|was|were) concerned, ", r"\g<what>, "),
    (r"\bas to whether(?: or not)?\b", "whether"),
    (r"\b(?P<the>[Tt]he) question (?:of )?whether(?: or not)?\b", "whether"),
    (r"\b(?P<w>[Ww])hether or not\b", r"\g<w>hether"),
    (r"\b(?P<still>still )?remains? an open one\b", r"\g<still>remains an open question"),
    (rf"\b(?:[Tt]he )?(?:presence|occurrence|existence) of (?P<what>[^,.;]{{3,50}}?) (?P<be>{_BE}) (?P<saw>{_SEEN})\b",
     r"\g<what> \g<be> \g<saw>"),
    (rf"\b(?P<saw>{_BE} {_SEEN}) to (?:occur|be present|take place|exist)\b", r"\g<saw>"),
    (r"\b[Aa] comparison (?:was|were) (?:made|performed|carried out|conducted|done) (?:between|of)\b",
     "there were compared"),
    (r"\b[Tt]he (?P<what>results|findings|data|values) (?:that|which) (?:we (?:have )?obtained|(?:were|have been) "
     r"obtained(?: by us)?) in (?:the present|this|our) (?:study|work)\b", r"our \g<what>"),
    (r"\bma(?:kes|de|ke) (?:it )?clear (?=how\b|that\b|why\b)", "shows "),
    (r"\b(?P<t>[Tt])ell (?P<what>(?:[a-z-]+ ){1,4}?)apart from\b", r"distinguish \g<what>from"),
    (r"\b(?P<l>[Ll])ook(?P<e>s|ed|) (?=(?:more |less )?[a-z]+(?:er)? than\b)", r"appear\g<e> "),
    # nouns that hold another one
    (r"\bin an? (?P<way>(?:north|south|east|west|up|down|in|out|back|for)(?:-?(?:north|south|east|west))?)"
     r"(?:wardly|ward|wards|erly) direction\b", r"\g<way>ward"),
    (r"\bin an? (?P<way>(?:anti|counter)?clockwise|lateral|vertical|horizontal|radial|axial) direction\b", r"\g<way>ly"),
    (r"\bin the direction of\b", "towards"),
    (r"\b[Ii]n an? (?P<degree>very |highly |more |less |fairly |rather )?"
     r"(?P<adjective>(?!similar|different|such|particular|certain|way|given|specific|dependent)[a-z]{4,}(?<!dependent)(?<!like)) "
     r"(?:manner|fashion|way)\b(?! (?:that|which|to|as|in))", _adverb),
    (r"\b[Oo]n an? (?P<degree>)(?P<adjective>monthly|hourly|yearly|annual|voluntary|regular|routine|continuous|"
     r"quarterly|periodic|temporary|permanent|individual) basis\b", _adverb),
    (rf"\b(?:an? |the )?(?:total |overall )?{_TIMES} (?:of|equal to|(?:which|that) (?:is|was) (?:equal to )?)"
     rf" ?(?=(?:about |approximately |at least |up to |more than |less than |~ ?|≈ ?)?{_NUMBER}\b)", ""),
    (r"\b(?P<when>[Pp]rior to|[Bb]efore|[Aa]fter|[Uu]ntil|[Ss]ince) the (?:time|moment|date) of(?= (?:the|a|an|their|its)\b)",
     r"\g<when>"),
    (rf"\b(?:a|the) (?:total|whole|overall|full) (?:number|amount) of (?={_NUMBER}\b)", ""),
    (rf", ?(?:which|that) (?:is|was|are|were) equal to (?={_NUMBER}\b)", " of "),
    (rf"\b(?:which|that) (?:is|was|are|were) equal to (?={_NUMBER}\b)", "of "),
    (r"\b(?P<be>is|are|was|were|be) of an? (?P<what>[a-z]{4,}) (?:nature|kind|type|character)\b", r"\g<be> \g<what>"),
    (r"\bunder (?:the )?conditions? of\b", "under"),
    # verbs that carry a noun
    (r"\b(?P<verb>ha[ds]|have|show(?:ed|s)?) an? (?P<degree>clear |strong |slight )?tendency (?:to|towards?)\b", _tendency),
    (r"\b(?P<verb>is|are|was|were|be) in (?P<degree>good |excellent |close |reasonable |fair |full |broad |general |poor )?"
     r"agreement with\b", _agreement),
    (r"\b(?P<f>[Ff])ocus(?P<e>e[sd]|s?e[sd]|ing|)? (?:their|its|our|the|most of their) (?:main )?attention on\b",
     r"\g<f>ocus\g<e> on"),
    (r"\b(?P<who>[Ww]e|[Tt]hey|I|[Hh]e|[Ss]he|it)['’]d (?P<verb>(?:[a-z]+ly |already |never |not |just )?[a-z]+)", _had),
    # conditions and contrasts
    (r"(?P<at>^|[.;,] )(?P<i>[Ii])n case (?!of\b|studies\b|reports\b|study\b)(?=[a-z])", r"\g<at>\g<i>f "),
    (r"\b(?:[Aa]t|[Oo]n|[Ii]n|[Tt]o) the contrary\b|\b[Ii]n opposite\b", "in contrast"),
    (r"\beach and every\b", "every"), (r"\bany and all\b", "all"),
    (r"\b(?:if and when)\b", "when"), (r"\bunless and until\b", "until"),
    (r"\b(?P<at>[Aa])t (?:the |this )?(?:present |current )?(?:point|moment) in time\b", r"\g<at>t present"),
    (r"\b[Ii]t remains the case that ", ""),
    (r"\b(?:proved|turned out|showed) to be\b", "was"), (r"\b(?:proves|turns out) to be\b", "is"),
    # amounts
    (r"(?<=\d) ?(?:degrees?|deg\.?) ?(?P<s>[CF])\b", r" °\g<s>"),
    (rf"\b(?:at|in) (?:regular )?intervals? of (?={_NUMBER}\b)", "every "),
    (r"\bto within(?= (?:about |approximately )?\d)", "within"),
    (r"\bone[ -]half\b", "half"),
    (rf"\b(?:by|for|with) a factor of (?P<about>about |approximately |roughly |~ ?|≈ ?)?(?P<n>{_NUMBER})\b",
     r"\g<about>\g<n> times"),
    (rf"\b(?P<n>{_NUMBER})[ -]?fold\b", r"\g<n> times"),
    (r"\b[Oo]ne of the (?P<what>main|major|key|principal|primary|chief|central) (?P<noun>[a-z]+s)\b",
     r"a \g<what> \g<noun>"),
    (r"\b(?:in|on|of) the order of (?=\d)", "about "),
    (r"(?:US ?)?\$ ?(?P<n>\d[\d.,]*(?: (?:thousand|million|billion|trillion))?)\b", r"\g<n> US dollars"),
    (r"(?<![\w.])(?P<a>\d+(?:\.\d+)?) ?[×x] ?(?P<b>\d+(?:\.\d+)?) ?(?P<u>[nµμmck]?m)\b(?! ?[×x])",
     r"\g<a> \g<u> × \g<b> \g<u>"),
)  # fmt: skip
_STEPS = tuple((lazyre.compile(pattern), meant) for pattern, meant in _RAW)


def canonical(passage: Passage) -> Passage:
    """Return a passage with what is said at length brought to its plain form."""
    for pattern, meant in _STEPS:
        found = [
            (m.start(), m.end(), m.expand(meant) if isinstance(meant, str) else meant(m))
            for m in pattern.finditer(passage.text)
        ]
        if found:
            passage = rewritten(passage, found)
    return passage
