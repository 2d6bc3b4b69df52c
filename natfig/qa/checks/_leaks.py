"""What metadata give away: people, folders, dates. Shared by DOC008 and what mends it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from natfig.core import lazyre

__all__ = ["Leak", "leaks", "without_leaks"]

# (what kind, under which key, the words themselves)
Leak = tuple[str, str, str]

# A folder of somebody's own machine or server; the end of the words is cut by the caller.
_PATH = lazyre.compile(
    r"(?:file:/{2,3}[^\s\"'<>|]+"
    r"|(?<![\w.~/:])/(?:home|Users|root|mnt|media|Volumes|scratch|gpfs|private|opt|tmp|var|work|data|nfs)/[^\s\"'<>|]+"
    r"|(?<![\w])~/[^\s\"'<>|]+"
    r"|(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/])[^\"'<>|]+"
    r"|\\\\[A-Za-z0-9_.$-]+\\[^\"'<>|]+)"
)
# Not from within a word: a megabyte of letters would be searched from each of them to its end.
_MAIL = lazyre.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DATE = lazyre.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d)?|\bD:(?:19|20)\d{6}|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
)

# Fields that hold a person; the same fields name the program in many files.
_PEOPLE = frozenset({"author", "artist", "dc:creator", "dc:contributor", "last-modified-by", "manager"})
_DATES = frozenset({"date", "dc:date", "created", "modified", "creationdate", "moddate", "datetime"})
_FILES = frozenset({"docname", "export-filename", "document-name", "docbase", "absref"})
_PROGRAM = lazyre.compile(
    r"https?://|\bv?\d+\.\d+|matplotlib|inkscape|adobe|illustrator|photoshop|indesign|acrobat|cairo|gnuplot|plotly"
    r"|vega|altair|graphviz|ggplot|svglite|\br\b|powerpoint|microsoft|office|biorender|figma|sketch|coreldraw|natfig"
    r"|quartz|ghostscript|latex|pdftex|skia|chrom(?:e|ium)|imagemagick|gimp|draw\.io|potrace|affinity|keynote"
    r"|origin(?:lab|pro)?\b|graphpad|prism|matlab|mathworks|mathematica|anonymous|unknown|n/a|none",
    re.IGNORECASE,
)
_MEANT_FOR_READERS = frozenset({"title", "description", "aria-label", "dc:title", "dc:description", "rights"})


def leaks(meta: Mapping[str, str]) -> list[Leak]:
    """Return what metadata give away, each once: ("path" | "mail" | "name" | "date" | "file", key, words)."""
    found: list[Leak] = []
    for key, text in meta.items():
        path = _PATH.search(text)
        mail = _MAIL.search(text)
        if path is not None:
            found.append(("path", key, path[0]))
        elif key in _FILES and text.strip():
            found.append(("file", key, text.strip()))
        if mail is not None:
            found.append(("mail", key, mail[0]))
        elif key in _PEOPLE and text.strip() and path is None and _PROGRAM.search(text) is None:
            found.append(("name", key, text.strip()))
        date = _DATE.search(text)
        if key not in _MEANT_FOR_READERS and (date is not None or (key in _DATES and text.strip())):
            found.append(("date", key, text.strip() if date is None else date[0]))
    return found


def without_leaks(text: str, *, only_paths: bool = False) -> str:
    """Return free text (a comment, a title) with "…" in the place of folders, addresses and dates.

    Parameters
    ----------
    text : str
    only_paths : bool
        Leave addresses and dates, and of a path the file's name.
    """
    if only_paths:
        return _PATH.sub(lambda match: re.split(r"[\\/]", match[0].rstrip("/\\"))[-1], text)
    for pattern in (_PATH, _MAIL, _DATE):
        text = pattern.sub("…", text)
    return text
