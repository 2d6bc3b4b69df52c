"""Make ``styles/words/thesaurus.txt.gz`` from the files of WordNet 3.0: which words of English mean the same.

    python scripts/thesaurus.py [--wordnet /usr/share/wordnet]

WordNet's files come with Debian's package ``wordnet-base`` (formats: wndb(5), cntlist(5)); its licence is
shipped as ``styles/words/LICENSE-WordNet``. Of its 155,000 entries the edit gate needs few: single words in
small letters, their first senses, and of nouns only those that name acts, thoughts, messages, events, states
and the like: what a paper is about keeps its name.

One entry a line, in the order of the alphabet::

    word TAB synsets TAB derived TAB opposites TAB attributes

``synsets`` are a letter (n, v, a, r) and a number in base 36 each; two words that share one mean the same
there. ``derived`` are related forms in other parts of speech, ``opposites`` antonyms, direct and of what an
adjective is similar to; ``attributes`` of an adjective name what it is a degree of ("length" of "long"). A
verb with a particle is written with an underscore ("leave_out"). Synsets with one word are left out, and the
numbers are given anew.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "styles" / "words" / "thesaurus.txt.gz"
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
#: Senses of a word that are kept, the most frequent ones.
MOST_SENSES = {"n": 3, "v": 4, "a": 4, "r": 4}
#: Further senses are kept where they make up this share of the uses that were counted.
LEAST_SHARE = 0.1
#: Lexicographer files of nouns whose synonyms an editor may swap (lexnames(5)): acts, cognition,
#: communication, events, feelings, motives, processes, states.
NOUNS = frozenset({4, 9, 10, 11, 12, 16, 22, 26})
#: Who does it and what it is done with are no other forms of a verb: persons, artefacts, substances …
_NO_FORMS = frozenset({5, 6, 8, 13, 17, 18, 20, 27})
#: Particles of verbs, between spaces.
_PARTICLES = (
    " about across along apart around aside away back by down for forth forward in into of off on onto out "
    "over through to together under up upon with "
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Name(NamedTuple):
    """A synset: part of speech (satellites of adjectives are "a") and offset in its file."""

    part: str
    offset: str


@dataclass
class Synset:
    """What a line of a data file says."""

    words: list[str]
    file: int
    pointers: list[tuple[str, Name, int, int]] = field(default_factory=list)


def synsets(folder: Path) -> dict[Name, Synset]:
    """Return all synsets."""
    found: dict[Name, Synset] = {}
    for part, name in FILES.items():
        for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):  # the licence
                continue
            cells = line.partition(" | ")[0].split()
            count = int(cells[3], 16)
            written = [cells[4 + 2 * k].partition("(")[0] for k in range(count)]
            at = 4 + 2 * count
            synset = Synset(written, int(cells[1]))
            for k in range(int(cells[at])):
                sign, offset, other, places = cells[at + 1 + 4 * k : at + 5 + 4 * k]
                synset.pointers.append(
                    (sign, Name(other.replace("s", "a"), offset), number16(places[:2]), number16(places[2:]))
                )
            found[Name(part, cells[0])] = synset
    return found


def counts(folder: Path) -> dict[tuple[str, str, int], int]:
    """Return (word, part of speech, number of the sense) → how often it was met in tagged texts."""
    found: dict[tuple[str, str, int], int] = {}
    for line in (folder / "cntlist.rev").read_text("utf-8").splitlines():
        key, number, count = line.split()
        word, _, rest = key.partition("%")
        found[word, "nvara"[int(rest[0]) - 1], int(number)] = int(count)
    return found


def senses(folder: Path) -> dict[str, list[Name]]:
    """Return word → its synsets that count, of all parts of speech."""
    met = counts(folder)
    found: dict[str, list[Name]] = defaultdict(list)
    for part, name in FILES.items():
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            cells = line.split()
            if line.startswith("  ") or not (is_plain(cells[0]) or (part == "v" and is_phrasal(cells[0]))):
                continue
            offsets = cells[-int(cells[2]) :]
            total = sum(met.get((cells[0], part, k + 1), 0) for k in range(len(offsets))) or 1
            for k, offset in enumerate(offsets):
                share = met.get((cells[0], part, k + 1), 0) / total
                if k < MOST_SENSES[part] or share >= LEAST_SHARE:
                    found[cells[0]].append(Name(part, offset))
    return found


def is_plain(word: str) -> bool:
    """Return whether an entry is one word in small letters."""
    return len(word) > 1 and word.isascii() and word.isalpha() and word.islower()


def is_phrasal(word: str) -> bool:
    """Return whether an entry is a verb with one particle."""
    verb, _, particle = word.partition("_")
    return is_plain(verb) and f" {particle} " in _PARTICLES


def grouped(known: dict[Name, Synset]) -> dict[Name, Name]:
    """Return synset of a verb → the first of its verb group: "raise" (make more) and "rise" (become more)."""
    first: dict[Name, Name] = {}
    for name, synset in known.items():
        for sign, other, _, _ in synset.pointers:
            if sign == "$" and set(synset.words) & set(known[other].words):
                first[max(name, other)] = min(name, other)
    return first


def opposites(known: dict[Name, Synset], name: Name, word: str) -> Iterator[str]:
    """Yield antonyms of a word in one sense, direct ones and those of what it is similar to."""
    synset = known[name]
    for sign, other, here, there in synset.pointers:
        if sign == "!" and (not here or synset.words[here - 1].lower() == word):
            yield known[other].words[there - 1] if there else known[other].words[0]
        elif sign == "&":
            for sign2, far, _, place in known[other].pointers:
                if sign2 == "!":
                    yield known[far].words[place - 1]


def derived(known: dict[Name, Synset], name: Name, word: str) -> Iterator[str]:
    """Yield forms of a word in other parts of speech: "measurement" of "measure"."""
    synset = known[name]
    for sign, other, here, there in synset.pointers:
        if sign in {"+", "\\"} and here and there and synset.words[here - 1].lower() == word:
            far = known[other]
            if other.part != name.part and not (other.part == "n" and far.file in _NO_FORMS):
                yield far.words[there - 1]
    for sign, other, here, there in synset.pointers:
        if sign == "\\" and name.part == "r" and here and synset.words[here - 1].lower() == word:
            yield known[other].words[there - 1]


def attributes(known: dict[Name, Synset], name: Name) -> Iterator[str]:
    """Yield nouns that say what an adjective, or what it is similar to, is a degree of."""
    for sign, other, _, _ in known[name].pointers:
        if sign == "=" and name.part == "a":
            yield from known[other].words
        elif sign == "&" and name.part == "a":
            yield from (
                w for sign2, far, _, _ in known[other].pointers if sign2 == "=" for w in known[far].words
            )


def number16(digits: str) -> int:
    """Return a number written in base 16."""
    return int(digits, 16)


def number36(number: int) -> str:
    """Return a number in base 36."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def lines(folder: Path) -> Iterator[str]:
    """Yield the lines of the file that is shipped."""
    known = synsets(folder)
    first = grouped(known)
    own = senses(folder)
    may = {word: [n for n in names if n.part != "n" or known[n].file in NOUNS] for word, names in own.items()}
    words: dict[Name, set[str]] = defaultdict(set)
    for word, names in may.items():
        for name in names:
            words[first.get(name, name)].add(word)
    shared = sorted((n for n, group in words.items() if len(group) > 1), key=lambda n: (-len(words[n]), n))
    ids = {name: number36(number) for number, name in enumerate(shared)}
    for word in sorted(own):
        groups = dict.fromkeys(first.get(n, n) for n in may[word])
        places = " ".join(n.part + ids[n] for n in groups if n in ids)
        forms = {w.lower() for n in own[word] for w in derived(known, n, word)} - {word}
        against = {w.lower() for n in own[word] for w in opposites(known, n, word)} - {word}
        degrees = {w.lower() for n in own[word] for w in attributes(known, n)}
        columns = [sorted(filter(is_plain, column)) for column in (forms, against, degrees)]
        if places or any(columns):
            yield "\t".join((word, places, *map(" ".join, columns)))


def main(arguments: list[str] | None = None) -> int:
    """Write the file; return 0, or 1 without WordNet's files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--wordnet", type=Path, default=Path("/usr/share/wordnet"), help="folder of data.noun"
    )
    options = parser.parse_args(arguments)
    if not (options.wordnet / "data.noun").is_file():
        print(f"{options.wordnet} has no data.noun: install wordnet-base", file=sys.stderr)
        return 1
    text = "\n".join(lines(options.wordnet)) + "\n"
    with TARGET.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(text.encode("ascii"))
    print(f"{text.count(chr(10))} words, {len(text)} characters, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
