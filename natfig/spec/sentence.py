"""Whether a text is one sentence, and whether it says something.

No grammar model is loaded for two questions: a text is split where a full stop
really ends a sentence, and a finite verb is looked for with a list of verbs and
the words around a candidate. When in doubt a text passes: refusing a sound
conclusion is worse than missing a headline.
"""

from __future__ import annotations

import re

from natfig.spec import _verbs as v

__all__ = ["has_verb", "sentence_faults", "split_sentences"]

# The end of a sentence: its mark, closing quotes or brackets, a space.
_END = re.compile(r"([.!?…]+)([\"'”’)\]]*)(\s+|$)")
_TOKEN = re.compile(r"[^\W_]+(?:['’.\-–/+][^\W_]+)*|[,;:()—]|[<>=≤≥≈±%]", re.UNICODE)
_PUNCTUATION = frozenset(",;:()—")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; abbreviations, decimals and initials do not end one."""
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        before, after = text[start : match.start()], text[match.end() :]
        if after.strip() and not _ends(before, match[1], after):
            continue
        piece = text[start : match.end()].strip()
        if re.search(r"\w", piece):
            sentences.append(piece)
        start = match.end()
    rest = text[start:].strip()
    if re.search(r"\w", rest):
        sentences.append(rest)
    return sentences


def _ends(before: str, mark: str, after: str) -> bool:
    if mark[0] in "!?":
        return True
    word = before.rsplit(None, 1)[-1].lstrip("([\"'“‘") if before.strip() else ""
    following = after.lstrip()[0]
    is_short = word.casefold() in v.ABBREVIATIONS or (len(word) == 1 and word.isalpha())
    # After an abbreviation, or before a small letter, a new sentence shows only by a verb on either side.
    if is_short or following.islower():
        first = split_sentences(after)[0] if len(after) < len(before) + 2000 else after
        small = following.islower() or word.casefold() in v.ABBREVIATIONS
        if small and word.casefold() in v.ABBREVIATIONS:
            return False
        return has_verb(before) and has_verb(first)
    return True


def sentence_faults(text: str) -> list[str]:
    """Return why a text is not one statement, one clause each; nothing when it is."""
    sentences = split_sentences(text)
    if not sentences:
        return ["is empty"]
    if len(sentences) > 1:
        return [f"has {len(sentences)} sentences"]
    if sentences[0].rstrip("\"'”’)]").endswith("?"):
        return ["is a question"]
    if not has_verb(sentences[0]):
        return ["has no verb"]
    return []


def has_verb(text: str) -> bool:
    """Return whether a text holds a finite verb with something before it that can be its subject."""
    tokens = [t.replace("’", "'") for t in _TOKEN.findall(text)]
    return any(_is_finite(tokens, i) for i in range(1, len(tokens)))


def _is_finite(tokens: list[str], i: int) -> bool:
    word = tokens[i].casefold()
    previous = tokens[i - 1]
    following = tokens[i + 1].casefold() if i + 1 < len(tokens) else ""
    if word in v.AUXILIARIES:
        # "the May survey" and "the will" are nouns.
        return previous.casefold() not in ("the", "a", "an", "in", "of")
    if not word.replace("-", "").isalpha() or tokens[i][0].isupper():
        return False
    if _adverb(previous) and i >= 2:
        previous = tokens[i - 2]
    # "Drug A prolongs", "A halves B": a capital A is a name, not an article.
    is_name = previous == "A" and (i >= 2 or _third_person(word, ""))
    if not is_name and (previous.casefold() in v.NOT_SUBJECT or previous in "<>=≤≥≈±"):
        return False
    plural = _is_plural_subject(tokens, i, previous)
    return (
        (previous.casefold() not in v.NUMBERS and _third_person(word, following))
        or _past(word, following)
        or (plural and _base_form(word, following))
        or _before_object(word, following, previous)
        or (following in v.COMPARATIVES and (plural or word.endswith(("s", "ed"))) and word not in v.PLURALS)
    )


def _third_person(word: str, following: str) -> bool:
    bases = _bases(word, "s")
    if bases & v.NOUN_VERBS:
        return _has_object(following, bases)
    return bool(_known(bases) & (v.VERBS | v.NOUN_VERBS))


def _known(bases: frozenset[str] | set[str]) -> set[str]:
    """Return the bases and, for those with a productive prefix, the verb behind it."""
    stripped = {base[len(p) :].lstrip("-") for base in bases for p in v.PREFIXES if base.startswith(p)}
    return set(bases) | {base for base in stripped if len(base) > 3}


def _past(word: str, following: str) -> bool:
    if word in v.IRREGULAR:
        return v.IRREGULAR[word] or _is_object(following)
    bases = _bases(word, "ed")
    if bases & v.CHANGE:
        return following != "of"
    # "cells treated with" is a participle, "treatment reduced growth" is not.
    if _known(bases) & (v.VERBS | v.NOUN_VERBS):
        return _is_object(following) or (bool(bases & v.INTRANSITIVE))
    return False


def _base_form(word: str, following: str) -> bool:
    if word in v.NOUN_VERBS:
        return _has_object(following, {word}) or (not following and word == "match")
    return bool(_known({word}) & (v.VERBS | v.NOUN_VERBS))


def _before_object(word: str, following: str, previous: str) -> bool:
    """Take an unknown word in -s or -ed between a noun and a determiner for a verb ("gates the channel")."""
    known = word in v.PLURALS or word in v.DETERMINERS or word in v.NOT_SUBJECT
    return (
        not known
        and len(word) > 3
        and word.endswith(("s", "ed"))
        and not word.endswith(("ss", "us", "is"))
        and following in ("the", "a", "an", "its", "their", "every", "each")
        and previous not in _PUNCTUATION
        and not (word.endswith("s") and previous.endswith("s"))
    )


def _has_object(following: str, bases: frozenset[str] | set[str]) -> bool:
    if following == "of":
        return False
    if bases & v.CHANGE:
        return True
    if "result" in bases and following == "in":
        return True
    return _is_object(following) or following in v.PARTICLES


def _is_object(word: str) -> bool:
    if not word or word in _PUNCTUATION or word in v.AUXILIARIES:
        return False
    if word in v.DETERMINERS:
        return True
    return word not in v.NOT_SUBJECT and not word.endswith("ly")


def _adverb(word: str) -> bool:
    return word.casefold() in (
        "also",
        "not",
        "often",
        "only",
        "then",
        "thus",
        "still",
        "never",
        "always",
        "alone",
        "both",
    ) or (word.islower() and word.endswith("ly") and len(word) > 4)


def _is_plural_subject(tokens: list[str], i: int, previous: str) -> bool:
    word = previous.casefold()
    if word in v.PLURALS or word.endswith("fish") or (word.endswith("s") and not word.endswith(("ss", "us"))):
        return True
    if previous in _PUNCTUATION or word.endswith("ed"):
        return False
    before = [t.casefold() for t in tokens[:i]]
    # "A and B raise", "mice lacking p53 survive", "cells in the niche divide".
    return "and" in before or any(
        t in v.PLURALS or (t.endswith("s") and len(t) > 3 and not t.endswith(("ss", "us", "is")))
        for t in before
    )


def _bases(word: str, ending: str) -> frozenset[str]:
    """Return the base forms a word in -s or -ed can have."""
    found: set[str] = set()
    if ending == "s" and word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
        if word.endswith("es"):
            found.add(word[:-2])
        if word.endswith("ies"):
            found.add(word[:-3] + "y")
    elif ending == "ed" and word.endswith("ed"):
        found |= {word[:-1], word[:-2]}
        if word.endswith("ied"):
            found.add(word[:-3] + "y")
        if len(word) > 4 and word[-3] == word[-4]:
            found.add(word[:-3])
    return frozenset(found)
