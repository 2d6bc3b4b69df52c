"""Shape: one passage of prose, about as long as before, with nothing around it."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

#: A revision longer or shorter by more than this is another text. Contractions written out, units and
#: "in order to" stay far below it; a sentence of explanation doesn't.
MOST_WORDS = 1.6
FEWEST_WORDS = 0.3
#: Words that a short passage may grow by whatever its length.
SPARE_WORDS = 6

_PREAMBLE = lazyre.compile(
    r"^\W*(?:here(?:'s| is| are)|sure|certainly|of course|below is|the (?:revised|edited|improv"
    r"ed|corrected|polished|"
    r"rewritten)|(?:revised|edited|improved|corrected|rewritten)(?: (?:version|text|sentence))?"
    r":|as an ai|i (?:have|'ve) "
    r"(?:revised|edited|corrected|improved)|note:|explanation|changes?(?: made)?:|answer:|output:)",
    2,
)
_MARKUP = lazyre.compile(
    r"\*\*|__\w|^#{1,6} |^[-*] |```|</?[a-z]{1,10}>|\[(?:insert|todo|citation|ref|…|\.\.\.)[^\]"
    r"]*\]|\?\?|\bTODO\b|\bXXX?\b|\bTKTK\b|lorem ipsum",
    2 | 8,
)
# "Why is this important? Because …" and "We asked: does …" are told without the question.
_ASKS_NOTHING = lazyre.compile(
    r"\b(?:why|what|how)\b[^?]*\?\s+(?:because|to)\b|\bask(?:ed|s)?:"
    r"|\bquestion (?:is|was)(?:[:,]| (?:why|how|what|whether|when|where)\b)"
    r"|\?\s+(?:yes\b|this is (?:the|a) question)",
    2,
)
_PLACEHOLDER = lazyre.compile(
    r"⟦[^⟧]*⟧|\{\{[^}]*\}\}|<<[^>]*>>|\[\[[^\]]*\]\]|\b(?:PLACEHOLDER|MASK|HOLE)[_-]?\d+\b|￼"
)
_CONTROL = lazyre.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def look(original: Passage, revised: Passage) -> Iterator[Reason]:
    """Yield what is wrong with a revision as a whole."""
    old, new = original.text, revised.text
    if not new.strip():
        if old.strip():
            yield Reason("empty", "the revision is empty")
        return
    if not old.strip():
        yield Reason("content-added", "the original is empty, the revision isn't")
        return
    if _PREAMBLE.match(new) and not _PREAMBLE.match(old):
        yield Reason("preamble", f"the revision begins with words about itself: '{new.strip()[:40]}'")
    for pattern, code, what in (
        (_MARKUP, "markup", "markup or a note to the author"),
        (_PLACEHOLDER, "placeholder", "a placeholder"),
        (_CONTROL, "control-character", "a character that isn't seen"),
    ):
        known = {m.group().strip() for m in pattern.finditer(old + " ")}
        found = next((m.group() for m in pattern.finditer(new + " ") if m.group().strip() not in known), None)
        if found is not None:
            yield Reason(code, f"the revision holds {what}: {found[:30]!r}")
    if new.count("?") > old.count("?"):
        yield Reason("question", "the revision asks where the original tells")
    elif new.count("?") < old.count("?") and not _ASKS_NOTHING.search(old):
        yield Reason("question", "the revision tells where the original asks")
    words, now = len(old.split()), len(new.split())
    if now > words * MOST_WORDS + SPARE_WORDS or now < words * FEWEST_WORDS - SPARE_WORDS / 2:
        yield Reason("length", f"{words} words have become {now}")
