"""Harper: a grammar checker in Rust, offline; its wheel is a requirement of natfig.

It was made for mail and web pages, so it is asked only for rules that are right in papers
(``styles/engines/harper.yaml``), and only about sentences with a cue of one of them: it tags and
parses what it reads, which takes longer than all of natfig's own rules. Words are looked up by
`natfig.prose.engines._spelling`, since harper's own dictionary knows few words of the sciences.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from natfig.core import lazyre
from natfig.core.errors import MissingRuntimeError
from natfig.prose.engines._config import engine_rules
from natfig.prose.engines._cues import Cues
from natfig.prose.engines._remember import Remembered
from natfig.prose.engines.base import EngineOptions, Match

__all__ = ["Harper", "engine"]

_DIALECTS = {"en-US": 0, "en-GB": 1, "en-GB-oxendict": 1}
_THREADS_MAX = 2
#: Fewer letters to read aren't worth a second thread.
_THREAD_LETTERS_MIN = 4_000
#: A longer draft has a cue as good as always.
_LOOKED_OVER_MAX = 20_000
#: Changes whenever this module finds something else in the same text.
_FINDING = 2

_MAKING = Lock()

_REPLACE, _REMOVE = 0, 1
#: "a herb" in Britain, "an herb" in America; "an historical" by some.
_SPOKEN_TWO_WAYS = ("herb", "histor", "hypothe", "habitual", "heredit")
_PLAIN = lazyre.compile(r"[a-z]{2,}")


class Harper:
    """Finds what harper's rules find, and slips of spelling."""

    id = "harper"

    def __init__(self) -> None:
        self._remembered: dict[int, Remembered] = {}
        self._lock = Lock()
        self._draft = b""

    def get_ready(self, draft: bytes, spelling: str = "") -> None:
        """Let harper read its dictionary while the draft is read; it lets go of Python meanwhile.

        That takes over a second, so it isn't done for a draft that was checked before, nor for one
        without a cue.

        Parameters
        ----------
        draft : bytes
            The file about to be checked.
        spelling : str
            As in the options of the check.
        """
        dialect = _DIALECTS.get(spelling, 0)
        if self._draft or self._known(dialect).is_known(draft):
            return
        self._draft = draft
        if len(draft) > _LOOKED_OVER_MAX or _cues().any_in(draft.decode("latin-1")):
            Thread(target=_wake, args=(dialect,), name="harper").start()

    def _known(self, dialect: int) -> Remembered:
        if dialect not in self._remembered:
            self._remembered[dialect] = Remembered("harper", [dialect, *_state()])
        return self._remembered[dialect]

    def check(self, texts: Sequence[str], options: EngineOptions) -> list[list[Match]]:
        """Return what is found in each text.

        Parameters
        ----------
        texts : sequence of str
            The texts of one manuscript.
        options : EngineOptions

        Raises
        ------
        MissingRuntimeError
            If harper isn't installed.
        """
        from natfig.prose.engines._spelling import check_spelling

        dialect = _DIALECTS.get(options.spelling, 0)
        _require()
        # Words are looked up first, while harper still reads its dictionary.
        spelling = check_spelling(texts, options.words)
        with self._lock:
            known = self._known(dialect)
            found = {text: known.get(text) if text.strip() else [] for text in texts}
            new = [text for text, matches in found.items() if matches is None]
            if new:
                linted = _linted(new, dialect)
                known.keep(new, linted, self._draft)
                found |= dict(zip(new, linted, strict=True))
            elif self._draft:
                known.keep([], [], self._draft)
            self._draft = b""
        grammar = (found[text] or [] for text in texts)
        return [_merged(a, b) for a, b in zip(grammar, spelling, strict=True)]


def _state() -> list[object]:
    """Return all that decides what is found: harper itself, the rules that are on, the word lists."""
    from importlib.util import find_spec

    from natfig import __version__
    from natfig.core.resources import styles_dir

    spec = find_spec("harper")
    files = [] if spec is None or spec.origin is None else sorted(Path(spec.origin).parent.glob("*harper*"))
    files += [styles_dir("words", name) for name in ("english.txt.gz", "science.txt")]
    sizes = [(path.name, path.stat().st_size) for path in files]
    rules = engine_rules("harper")
    return [__version__, _FINDING, sizes, sorted(rules.on.items(), key=str), sorted(rules.cues.items())]


def _merged(grammar: list[Match], spelling: list[Match]) -> list[Match]:
    """Return both by place; where they speak of the same letters, spelling is silent."""
    taken = [(m.start, m.end) for m in grammar]
    kept = [m for m in spelling if not any(m.start < end and start < m.end for start, end in taken)]
    return sorted([*grammar, *kept], key=lambda m: (m.start, m.end))


@cache
def _cues() -> Cues:
    rules = engine_rules("harper")
    return Cues(rules.cues, rules.on)


def _linted(texts: Sequence[str], dialect: int) -> list[list[Match]]:
    """Return what harper finds in each text, on two threads: it lets go of Python meanwhile."""
    cues = _cues()
    found: list[list[Match]] = [[] for _ in texts]
    spans = {n: some for n, text in enumerate(texts) if (some := cues.found(text))}
    letters = {n: sum(end - start for start, end in some) for n, some in spans.items()}
    threads = min(_THREADS_MAX, os.cpu_count() or 1)
    if threads == 1 or sum(letters.values()) < _THREAD_LETTERS_MIN:
        for number, some in spans.items():
            found[number] = _in_spans(texts[number], some, _linter(dialect, 0))
        return found
    shares: list[list[int]] = [[] for _ in range(threads)]
    loads = [0] * threads
    for number in sorted(spans, key=lambda n: -letters[n]):
        least = loads.index(min(loads))
        shares[least].append(number)
        loads[least] += letters[number]

    def lint(thread: int) -> None:
        linter = _linter(dialect, thread)
        for number in shares[thread]:
            found[number] = _in_spans(texts[number], spans[number], linter)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lint, range(threads)))
    return found


def _require() -> Any:
    try:
        import harper
    except ImportError:
        hint = "install natfig again, or choose --engine none"
        raise MissingRuntimeError("the grammar engine harper is not installed", hint) from None
    return harper


def _wake(dialect: int) -> None:
    # Where harper is missing, the check says so.
    with suppress(MissingRuntimeError):
        _linter(dialect, 0)


def _linter(dialect: int, thread: int) -> Any:
    """Return a linter; one may be used by one thread at a time.

    All wait for the one that is being made: it reads the dictionary that they share.
    """
    with _MAKING:
        return _made_linter(dialect, thread)


@cache
def _made_linter(dialect: int, thread: int) -> Any:
    _ = thread
    harper = _require()
    linter = harper.Linter(dialect)
    on = engine_rules("harper").on
    linter.set_lint_config({name: name in on for name in harper.get_default_lint_config()})
    return linter


def _in_spans(text: str, spans: Sequence[tuple[int, int]], linter: Any) -> list[Match]:
    on = engine_rules("harper").on
    out: list[Match] = []
    for start, end in spans:
        by_rule = linter.organized_lints(text[start:end], language="plaintext")
        for name, lints in by_rule.items():
            if lints and name in on:
                out += _read(name, lints, text, start)
    return out


def _read(name: str, lints: Sequence[Any], text: str, at: int) -> list[Match]:
    """Return what one rule found in a text from a place on; symbols and abbreviations are left out."""
    out = []
    for lint in lints:
        start, end = at + lint.span.start, at + lint.span.end
        if name in _LIMITS and not _LIMITS[name](text, start, end):
            continue
        replacements = tuple(dict.fromkeys(_written(text[start:end], s) for s in lint.suggestions))
        message = _sentence(lint.message)
        out.append(Match(start, end, name, message, replacements, engine_rules("harper").on[name].category))
    return out


def _written(problem: str, suggestion: Any) -> str:
    kind = int(suggestion.kind)
    if kind == _REPLACE:
        return str(suggestion.replacement_text)
    return "" if kind == _REMOVE else problem + str(suggestion.replacement_text)


def _sentence(message: str) -> str:
    """Return harper's message as natfig quotes: one line, code marks as quotation marks."""
    parts = message.split("`")
    text = "".join(p if i % 2 == 0 else f"“{p}”" for i, p in enumerate(parts))
    return " ".join(text.split()).rstrip(".")


def _is_article(text: str, start: int, end: int) -> bool:
    """Return whether an article stands before an ordinary word.

    Before symbols, abbreviations and capitals ("a NSC", "an mRNA", "vector a is") it depends on how
    they are read, or it is no article.
    """
    article, before = text[start:end], text[:start].rstrip()[-1:]
    if article not in {"a", "an"} and not (article in {"A", "An"} and before in {"", ".", "?", "!"}):
        return False
    if text[max(0, start - 1) : start] not in {"", " "}:
        return False
    rest = text[end:].lstrip(" ")
    found = _PLAIN.match(rest)
    if (
        found is None
        or len(found[0]) < 4
        or rest[found.end() : found.end() + 1] not in {"", " ", ",", ".", ";", "-"}
    ):
        return False
    from natfig.prose.engines._spelling import lexicon

    return not found[0].startswith(_SPOKEN_TWO_WAYS) and lexicon().knows(found[0])


def _is_doubled(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary small word is doubled: no symbol, name or species."""
    words = text[start:end].split()
    if len(set(words)) != 1 or not _PLAIN.fullmatch(words[0]):
        return False
    from natfig.prose.engines._spelling import lexicon

    return words[0] in lexicon().common and words[0] not in {"that", "had", "in"}


def _is_lower(text: str, start: int, end: int) -> bool:
    return not any(word.isupper() and len(word) > 1 for word in text[start:end].split())


#: Rule → ``is_right(text, start, end)``: where what it finds may be said.
_LIMITS = {"AnA": _is_article, "RepeatedWords": _is_doubled, "ThenThan": _is_lower}

engine = Harper()
