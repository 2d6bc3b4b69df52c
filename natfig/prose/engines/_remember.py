"""What an engine found in a text before: most of a draft is as it was when it was last looked at.

Texts aren't kept, only a hash of each with what was found in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from natfig.core import usercache
from natfig.prose.engines.base import Match

__all__ = ["Remembered"]

#: Some ten theses; the file then has about a megabyte.
_TEXTS_MAX = 20_000
#: Looking so few letters over is as quick as remembering.
_LETTERS_MIN = 2_000


class Remembered:
    """What was found, by text; kept on disk.

    Parameters
    ----------
    engine : str
    state : iterable of object
        All that decides what the engine finds: versions, rules, word lists.
    """

    def __init__(self, engine: str, state: Iterable[object]) -> None:
        digest = hashlib.sha256(repr(list(state)).encode()).hexdigest()[:16]
        self._name = f"grammar/{engine}-{digest}.json"
        self._found: dict[str, list[Match]] = {}
        self._is_read = False

    @staticmethod
    def _key(text: str | bytes) -> str:
        if isinstance(text, bytes):
            return hashlib.blake2b(text, digest_size=12, person=b"draft").hexdigest()
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        data = usercache.read(self._name)
        try:
            kept = json.loads(data or b"{}")
            self._found = {k: [_match(m) for m in found] for k, found in kept.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._found = {}  # spoilt, or of another natfig

    def get(self, text: str) -> list[Match] | None:
        """Return what was found in a text, or None."""
        self._read()
        found = self._found.get(self._key(text))
        if found is None or any(m.end > len(text) for m in found):
            return None
        return found

    def is_known(self, draft: bytes) -> bool:
        """Return whether all texts of a draft were checked before."""
        self._read()
        return self._key(draft) in self._found

    def keep(self, texts: Sequence[str], found: Sequence[Sequence[Match]], draft: bytes = b"") -> None:
        """Keep what was found in texts, and that the draft they come from is known by now."""
        self._read()
        if draft:
            self._found[self._key(draft)] = []
        for text, matches in zip(texts, found, strict=True):
            self._found[self._key(text)] = list(matches)
        while len(self._found) > _TEXTS_MAX:
            del self._found[next(iter(self._found))]
        if sum(map(len, texts)) < _LETTERS_MIN and len(draft) < _LETTERS_MIN:
            return
        data = {k: [_fields(m) for m in matches] for k, matches in self._found.items()}
        usercache.keep(self._name, json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _fields(match: Match) -> list[object]:
    return [match.start, match.end, match.rule, match.message, list(match.replacements), match.category]


def _match(fields: object) -> Match:
    if not isinstance(fields, list):
        raise TypeError
    start, end, rule, message, replacements, category = fields
    texts = (rule, message, category, *replacements)
    if not all(isinstance(t, str) for t in texts) or not 0 <= int(start) <= int(end):
        raise ValueError
    return Match(int(start), int(end), rule, message, tuple(replacements), category)
