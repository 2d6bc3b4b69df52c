"""The ledger: terms and abbreviations of a manuscript, found by themselves and edited by hand.

``natfig-terms.yaml`` beside the draft looks like this; every part may be left out::

    # The form to use, and forms that are to be replaced by it.
    terms:
      knockout: [knock-out, knock out]
    abbreviations:
      ROS: reactive oxygen species
    # Right as they are: names, genes, chemicals.
    words: [Trp53, Kamerlingh]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from natfig.core import lazyre
from natfig.core.datafile import DataFile
from natfig.core.errors import UsageError
from natfig.core.record import dataclass, field
from natfig.prose.abbreviations import definitions
from natfig.prose.document import Kind, Manuscript, Role, Section

__all__ = ["FILE_NAME", "Ledger"]

#: What the file beside a draft is called.
FILE_NAME = "natfig-terms.yaml"

_KEYS = ("terms", "abbreviations", "words")
_HEADS = {
    "terms": "The form to use, and forms that are to be replaced by it.",
    "abbreviations": "What each abbreviation stands for.",
    "words": "Right as they are: names, genes, chemicals.",
}
#: Odd to a dictionary: a digit or a Greek letter in it, or a capital after the first letter.
_ODD = lazyre.compile(r"(?<!\w)(?=\w*[\dα-ωΑ-Ω]|\w+[A-Z])[^\W\d_][\w’'-]*[^\W_](?!\w)")
_NAME = lazyre.compile(r"(?<=[a-z,;] )[A-Z][a-zà-ž]{2,}(?!\w)")
# A name that is met once is looked up by the grammar engine, and rightly so.
_NAME_LEAST = 2
_SKIPPED = frozenset({Role.REFERENCE, Role.CELL})
_ROMAN = frozenset("ivxlcdm")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Terms and abbreviations.

    Parameters
    ----------
    terms : mapping of str to tuple of str
        The form to use → forms that are to be replaced by it.
    abbreviations : mapping of str to str
        "ROS" → "reactive oxygen species".
    words : frozenset of str
        Words that are right as they are (names, genes, chemicals), for grammar engines.
    decided : frozenset of str
        The terms among `terms` that a person wrote; the others were found in the manuscript.
    """

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()

    @classmethod
    def build(cls, manuscript: Manuscript, path: Path | None = None) -> Ledger:
        """Return the ledger of a manuscript.

        Parameters
        ----------
        manuscript : Manuscript
        path : Path or None
            A ledger that a person keeps; what it says goes before what is found.

        Raises
        ------
        DocumentError
            If the file can't be read.
        """
        from natfig.prose.variants import variants

        shorts: dict[str, str] = {}
        for found in definitions(manuscript):
            shorts.setdefault(found.short, found.long)
        built = cls(dict(variants(manuscript)), shorts, _words(manuscript))
        return built if path is None else built.under(cls.load(path))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Ledger:
        """Return the ledger that plain data describe, as the file holds them.

        Raises
        ------
        UsageError
            If a part has another shape.
        """
        for key in data:
            if key not in _KEYS:
                raise UsageError(f"a ledger has no part '{key}'", hint=f"it has {', '.join(_KEYS)}")
        terms = data.get("terms") or {}
        shorts = data.get("abbreviations") or {}
        words = data.get("words") or []
        if (
            not isinstance(terms, Mapping)
            or not isinstance(shorts, Mapping)
            or isinstance(words, str | Mapping)
        ):
            raise UsageError("the terms and abbreviations of a ledger are mappings, its words a list")
        kept = {str(k): _texts(v) for k, v in terms.items()}
        return cls(
            kept,
            {str(k): str(v) for k, v in shorts.items()},
            frozenset(str(w) for w in words),
            frozenset(kept),
        )

    @classmethod
    def load(cls, path: Path) -> Ledger:
        """Return the ledger in a file.

        Raises
        ------
        DocumentError
            One sentence with file, line and key.
        """
        file = DataFile(path, "ledger")
        file.keys(file.data, (), optional=_KEYS)
        for key, shape, what in (
            ("terms", dict, "a mapping of terms to lists of other forms"),
            ("abbreviations", dict, "a mapping of abbreviations to what they stand for"),
            ("words", list, "a list of words"),
        ):
            value = file.data.get(key)
            if value is not None and not isinstance(value, shape):
                raise file.fail((key,), f"is not {what}")
        for form, others in (file.data.get("terms") or {}).items():
            if not all(
                isinstance(o, str) and o.strip()
                for o in ([others] if isinstance(others, str) else others or [])
            ):
                raise file.fail(("terms", str(form)), "is not a list of other forms")
        for short, long in (file.data.get("abbreviations") or {}).items():
            file.text(long, ("abbreviations", str(short)))
        return cls.of(file.data)

    def under(self, decided: Ledger) -> Ledger:
        """Return this ledger with another one's entries put before its own."""
        taken = {f.casefold() for form, others in decided.terms.items() for f in (form, *others)}
        free = {
            form: others
            for form, others in self.terms.items()
            if not any(f.casefold() in taken for f in (form, *others))
        }
        return Ledger(
            {**free, **decided.terms},
            {**self.abbreviations, **decided.abbreviations},
            self.words | decided.words,
            self.decided | decided.decided,
        )

    def dump(self) -> str:
        """Return the ledger as YAML that a person can edit."""
        import yaml

        parts: list[str] = []
        for key, value in (
            ("terms", {form: list(others) for form, others in sorted(self.terms.items())}),
            ("abbreviations", dict(sorted(self.abbreviations.items()))),
            ("words", sorted(self.words)),
        ):
            if not value:
                continue
            text = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=100, indent=2)
            parts.append(f"# {_HEADS[key]}\n{text}")
        return "\n".join(parts)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable):
        raise UsageError(f"{value!r} is not a list of forms")
    return tuple(str(v) for v in value)


def _words(manuscript: Manuscript) -> frozenset[str]:
    """Return words that no dictionary has: genes, chemicals, and names that come again."""
    odd: set[str] = set()
    names: Counter[str] = Counter()
    for block in manuscript.blocks:
        if block.role in _SKIPPED or block.section is Section.REFERENCES:
            continue
        text = block.masked(name=lambda _, piece: " " if piece.kind is not Kind.QUOTATION else "“”").text
        odd.update(m.group() for m in _ODD.finditer(text))
        names.update(_NAME.findall(text))
    odd = {w for w in odd if not (w.isupper() and set(w.lower()) <= _ROMAN)}
    return frozenset(odd | {name for name, count in names.items() if count >= _NAME_LEAST})
