"""What a rule of style is, what it is told, and what it says.

A rule is one file: either data in ``styles/rules/<code>_<slug>.yaml``, read by one of the
kinds in `natfig.prose.kinds`, or a module ``natfig.prose.rules.<code>_<slug>`` with an object
``rule``. Both bring their good and bad examples along, and all of them run as tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from natfig.core.findings import Fix, Severity
from natfig.core.record import dataclass, field, replace
from natfig.prose.document import Block, Manuscript, Section, Sentence

if TYPE_CHECKING:
    from natfig.journals.model import Journal
    from natfig.prose.ledger import Ledger

__all__ = ["Context", "Example", "Hit", "Look", "Rule", "Scope"]

#: What a rule looks at in one call: a `Sentence`, a `Block` or the whole `Manuscript`.
Scope = Literal["sentence", "block", "manuscript"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a draft is judged by.

    Parameters
    ----------
    manuscript : Manuscript
    journal : Journal or None
        None: only what holds for every journal is looked at.
    stage : str
        "initial" or "production".
    paper_type : str
        "research", "methods", "hypothesis", "algorithmic" or "review".
    language : str
        "en" or "en-zh" (English as writers whose first language is Chinese write it).
    spelling : str
        "en-GB", "en-GB-oxendict" or "en-US"; "" where it is not known.
    ledger : Ledger or None
        Terms and abbreviations of the manuscript.
    figures : tuple of mapping
        Manifests of the figures it cites.
    options : mapping
        Values of the rule that is asked, those of its rule set over its own.
    memory : dict
        Shared by all rules of one run: what was worked out once (words, numbers) is kept here.
    """

    manuscript: Manuscript
    journal: Journal | None = None
    stage: str = "initial"
    paper_type: str = "research"
    language: str = "en"
    spelling: str = ""
    ledger: Ledger | None = None
    figures: tuple[Mapping[str, Any], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)

    def limit(self, key: str) -> Any:
        """Return a prose value of the journal (`natfig.journals.model.Value`), or None."""
        return None if self.journal is None else self.journal.value("prose", key, self.stage)

    def with_options(self, options: Mapping[str, Any]) -> Context:
        """Return the same with the options of another rule."""
        return replace(self, options=options)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule has to say.

    Parameters
    ----------
    block : Block
    start, end : int
        The span of the block's text.
    message : str
        One sentence: what is wrong, and what would be right.
    replacement : str or None
        What should be read there instead. It is a fix only where every letter of the span may be
        edited and the gate lets it pass.
    severity : Severity or None
        Where it differs from the rule's.
    fix : Fix or None
        Where it differs from the rule's.
    """

    block: Block
    start: int
    end: int
    message: str
    replacement: str | None = None
    severity: Severity | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule has to speak on (bad) or to be silent on (good).

    Parameters
    ----------
    text : str
        Read as `format`; a paragraph of the section unless it has headings of its own.
    fixed : str or None
        What the text is after the fix (bad examples of rules with a fix).
    times : int or None
        How often the rule speaks; None: at least once.
    format : str
    section : Section
    options : mapping
        Options of the rule, and under "journal", "stage", "paper_type", "language", "spelling" and
        "figures" what `Context` is to hold.
    """

    text: str
    fixed: str | None = None
    times: int | None = None
    format: str = "markdown"
    section: Section = Section.OTHER
    options: Mapping[str, Any] = field(default_factory=dict)


Look = Callable[[Any, Context], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id : str
        Name of its file ("num003_unit_space").
    code : str
        "NUM003".
    title : str
        What is wrong when it speaks, in a few words.
    reason : str
        Why it matters, one or two sentences.
    source : str
        Where it comes from, with an address where there is one.
    scope : Scope
    look : callable
        ``look(unit, context)`` yields hits; it never raises for what a draft contains.
    bad, good : tuple of Example
        At least two each.
    severity : Severity
    fix : Fix
        SAFE: the meaning can't change, ``--fix`` does it. UNSAFE: shown as a suggestion.
    sections : frozenset of Section
        Where it looks; empty for everywhere.
    options : mapping
        Its values, which a rule set or a project may change; units in the names.
    needs_figures : bool
        Runs only where manifests are given.
    """

    id: str
    code: str
    title: str
    reason: str
    source: str
    scope: Scope
    look: Look
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    severity: Severity = Severity.WARNING
    fix: Fix = Fix.NONE
    sections: frozenset[Section] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    needs_figures: bool = False

    def units(self, manuscript: Manuscript) -> Iterable[Sentence | Block | Manuscript]:
        """Return what the rule looks at, one after the other."""
        if self.scope == "manuscript":
            return (manuscript,)
        if self.scope == "block":
            return (b for b in manuscript.blocks if not self.sections or b.section in self.sections)
        return (s for s in manuscript.sentences if not self.sections or s.block.section in self.sections)
