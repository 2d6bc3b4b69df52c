"""Rule sets: which rules are on where, how bad what they say is, and by which values they judge.

A rule set is a file ``styles/rulesets/<id>.yaml``::

    id: nature
    about: Journals of the Nature Portfolio.
    extends: base
    for: {journal: [nature, nature-communications]}    # or paper_type, language
    rules:
      NUM011: {severity: warning, reason: The reporting summary asks for exact values.}
      STY005: {skip: Short paragraphs are house style.}     # off, and why
      LIM001: {options: {slack_words: 10}, reason: Editors are lenient.}
    sections:
      methods:
        NUM025: {skip: Recipes begin with amounts.}

``on: true`` switches a rule on again that a set below skips.

`base` holds for every draft, and in it every rule is on that it doesn't switch off. The sets whose
``for`` fits come on top of it: journal first, then paper type, then language; a project's own
settings (``[tool.natfig.polish.rules.CODE]``) come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.errors import UsageError, did_you_mean
from natfig.core.findings import Severity
from natfig.core.record import dataclass, field
from natfig.core.registry import DataRegistry
from natfig.core.resources import styles_dir
from natfig.prose.document import Section
from natfig.prose.rule import Rule
from natfig.prose.rulebook import Rulebook, rulebook

__all__ = ["BASE", "RuleSet", "RuleSetFile", "Setting", "pick", "read_ruleset", "rulesets"]

#: The set below all others.
BASE = "base"
#: Codes of the grammar engine, which have no rule of their own.
_ENGINE = ("GRM001", "GRM002", "GRM003")
#: Kinds of sets, in the order in which they are laid on top of each other.
_FOR: Mapping[str, tuple[str, ...]] = {
    "journal": (),
    "paper_type": ("research", "methods", "hypothesis", "algorithmic", "review"),
    "language": ("en", "en-zh"),
}
_ENTRY = ("on", "skip", "reason", "severity", "options")
# Every kind of data rule knows this option besides its own.
_ALWAYS = ("allow",)


@dataclass(frozen=True, slots=True)
class Setting:
    """How one rule is asked.

    Parameters
    ----------
    severity : Severity or None
        None: the rule's own.
    options : mapping
        Values over the rule's own.
    reason : str
        Why it differs from the rule.
    on : bool
    """

    severity: Severity | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    on: bool = True

    def under(self, other: Setting, *, switches: bool) -> Setting:
        """Return this setting with another one laid on top.

        Parameters
        ----------
        other : Setting
        switches : bool
            Whether the other one says on or off itself.
        """
        return Setting(
            other.severity or self.severity,
            {**self.options, **other.options},
            other.reason or self.reason,
            other.on if switches else self.on,
        )


#: (setting, whether it says on or off itself)
_Entry = tuple[Setting, bool]


@dataclass(frozen=True, slots=True)
class RuleSetFile:
    """What one file says.

    Parameters
    ----------
    id, about : str
    extends : tuple of str
        Ids of the sets below it.
    holds_for : mapping
        "journal", "paper_type" or "language" → ids it is picked for.
    rules : mapping
        Code → entry.
    sections : mapping
        Section → code → entry.
    """

    id: str
    about: str
    extends: tuple[str, ...]
    holds_for: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, _Entry]
    sections: Mapping[Section, Mapping[str, _Entry]]


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules that judge one draft.

    Parameters
    ----------
    book : Rulebook
    names : tuple of str
        The sets it is made of, the lowest first.
    everywhere : mapping
        Code → setting.
    sections : mapping
        Section → code → entry laid on top.
    """

    book: Rulebook
    names: tuple[str, ...]
    everywhere: Mapping[str, Setting]
    sections: Mapping[Section, Mapping[str, _Entry]]

    def setting(self, code: str, section: Section = Section.OTHER) -> Setting | None:
        """Return how a rule is asked in a section, or None where it is off."""
        setting = self.everywhere.get(code, Setting())
        entry = self.sections.get(section, {}).get(code)
        if entry is not None:
            setting = setting.under(entry[0], switches=entry[1])
        return setting if setting.on else None

    def rules(self) -> Iterator[Rule]:
        """Yield the rules that are on in at least one section, by code."""
        for code, rule in self.book.items():
            somewhere = any(code in s and s[code][1] and s[code][0].on for s in self.sections.values())
            if somewhere or self.setting(code) is not None:
                yield rule

    def off(self) -> dict[str, str]:
        """Return the codes that are off everywhere, with the reason."""
        on = {rule.code for rule in self.rules()}
        return {code: self.everywhere[code].reason for code in self.book if code not in on}


def _known(code: str, book: Rulebook) -> str | None:
    """Return the hint for a code that no rule has, or None for one that some rule has."""
    if code in book or code in _ENGINE:
        return None
    near = [c for c in (*book, *_ENGINE) if c[:3] == code[:3]]
    return did_you_mean(code, near or [*book, *_ENGINE], most=8)


def _entry(file: DataFile, where: tuple[str, ...], book: Rulebook) -> _Entry:
    code = where[-1]
    hint = _known(code, book)
    if hint is not None:
        raise file.fail(where, f"no rule has the code '{code}'", hint)
    data: Any = file.data
    for step in where:
        data = data[step]
    if isinstance(data, dict):  # to YAML a bare `on` is a truth value
        data = {("on" if key is True else key): value for key, value in data.items()}
    data = file.keys(data, where, optional=_ENTRY)
    if "skip" in data:
        data = {**data, "on": False, "reason": file.text(data["skip"], (*where, "skip"))}
    on = data.get("on", True)
    if not isinstance(on, bool):
        raise file.fail((*where, "on"), f"{on!r} is neither true nor false")
    reason = str(data.get("reason", "")).strip()
    if not on and not reason:
        raise file.fail(where, "is switched off without a reason", "write `skip: …` and the reason")
    options = data.get("options", {})
    if not isinstance(options, dict):
        raise file.fail((*where, "options"), "is not a mapping")
    if code in book:
        known = (*book[code].options, *_ALWAYS)
        for name in options:
            if name not in known:
                message = f"{code} has no option '{name}'"
                raise file.fail((*where, "options", str(name)), message, did_you_mean(str(name), known))
    severity = data.get("severity")
    if severity is not None:
        severity = Severity(file.one_of(severity, (*where, "severity"), [*Severity]))
    return Setting(severity, options, reason, on), "on" in data


def _for(file: DataFile) -> dict[str, tuple[str, ...]]:
    data = file.keys(file.data.get("for", {}), ("for",), optional=tuple(_FOR))
    out: dict[str, tuple[str, ...]] = {}
    for key, value in data.items():
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list):
            raise file.fail(("for", key), "is neither a text nor a list of texts")
        choices = _FOR[key] or _journal_ids()
        out[key] = tuple(file.one_of(v, ("for", key, i), choices) for i, v in enumerate(values))
    return out


def _journal_ids() -> tuple[str, ...]:
    from natfig.journals import journals

    return tuple(journals.names())


def read_ruleset(path: Path, book: Rulebook | None = None) -> RuleSetFile:
    """Return the rule set of a file.

    Parameters
    ----------
    path : Path
    book : Rulebook, optional
        The rules it may name; by default all.

    Raises
    ------
    DocumentError
        One sentence with file, line and key: an unknown code, option or key, something that is off without
        a reason.
    """
    book = rulebook() if book is None else book
    file = DataFile(path, "rule set")
    optional = ("extends", "for", "rules", "sections")
    data = file.keys(file.data, (), required=("id", "about"), optional=optional)
    if data["id"] != path.stem:
        raise file.fail(
            ("id",), f"is '{data['id']}', but the file is called '{path.name}'", f"write id: {path.stem}"
        )
    extends = data.get("extends", [])
    below = [extends] if isinstance(extends, str) else extends
    if not isinstance(below, list):
        raise file.fail(("extends",), "is neither a text nor a list of texts")
    others = sorted({p.stem for p in path.parent.glob("*.yaml")} | set(rulesets.names()))
    found = file.keys(data.get("rules", {}), ("rules",), optional=tuple(map(str, data.get("rules") or ())))
    parts = file.keys(data.get("sections", {}), ("sections",), optional=[*Section])
    return RuleSetFile(
        id=path.stem,
        about=file.text(data["about"], ("about",)),
        extends=tuple(file.one_of(b, ("extends",), others) for b in below),
        holds_for=_for(file),
        rules={str(code): _entry(file, ("rules", str(code)), book) for code in found},
        sections={
            Section(name): {
                str(code): _entry(file, ("sections", str(name), str(code)), book) for code in entries
            }
            for name, entries in parts.items()
            if file.keys(entries, ("sections", str(name)), optional=tuple(map(str, entries or ())))
            is not None
        },
    )


#: All rule sets that natfig brings along.
rulesets: DataRegistry[RuleSetFile] = DataRegistry("rule set", lambda: styles_dir("rulesets"), read_ruleset)


@cache
def _all() -> tuple[RuleSetFile, ...]:
    return tuple(rulesets)


def _chain(name: str, loaded: Mapping[str, RuleSetFile], below: tuple[str, ...] = ()) -> list[RuleSetFile]:
    """Return a set after those it extends.

    Raises
    ------
    UsageError
        If they go in a circle.
    """
    if name in below:
        raise UsageError(f"rule sets extend each other in a circle: {' → '.join((*below, name))}")
    file = loaded[name] if name in loaded else rulesets.load(name)
    chain: list[RuleSetFile] = []
    for other in file.extends:
        chain.extend(f for f in _chain(other, loaded, (*below, name)) if f not in chain)
    return [*chain, file]


def pick(
    *,
    journal: str | None = None,
    paper_type: str = "research",
    language: str = "en",
    settings: Mapping[str, Any] | None = None,
    extra: Path | None = None,
    book: Rulebook | None = None,
) -> RuleSet:
    """Return the rules for a draft.

    Parameters
    ----------
    journal : str or None
        Id of the journal.
    paper_type, language : str
        As in `natfig.prose.rule.Context`.
    settings : mapping, optional
        ``[tool.natfig.polish]`` of a project; its ``rules`` come on top of everything.
    extra : Path, optional
        A project's own rule set, laid under its settings.
    book : Rulebook, optional
        Default: natfig's rules and those of installed packages.

    Raises
    ------
    NatfigError
        If a rule set or the settings name a code that no rule has, and the like.
    """
    wanted = {"journal": journal, "paper_type": paper_type, "language": language}
    files = {file.id: file for file in _all()}
    chosen = [BASE]
    for key, value in wanted.items():
        chosen.extend(f.id for f in files.values() if value is not None and value in f.holds_for.get(key, ()))
    stack: list[RuleSetFile] = []
    for name in chosen:
        stack.extend(f for f in _chain(name, files) if f not in stack)
    if extra is not None:
        own = read_ruleset(extra)
        stack.extend(f for f in _chain(own.id, {**files, own.id: own}) if f not in stack)
    return _stacked(stack, rulebook() if book is None else book, settings or {})


def _stacked(stack: list[RuleSetFile], book: Rulebook, settings: Mapping[str, Any]) -> RuleSet:
    everywhere: dict[str, Setting] = {}
    sections: dict[Section, dict[str, _Entry]] = {}
    for file in stack:
        for code, (setting, switches) in file.rules.items():
            everywhere[code] = everywhere.get(code, Setting()).under(setting, switches=switches)
        for section, entries in file.sections.items():
            kept = sections.setdefault(section, {})
            for code, (setting, switches) in entries.items():
                was, switched = kept.get(code, (Setting(), False))
                kept[code] = was.under(setting, switches=switches), switches or switched
    for code, (setting, switches) in _own(settings, book).items():
        everywhere[code] = everywhere.get(code, Setting()).under(setting, switches=switches)
        for entries in sections.values():  # what a project says holds everywhere
            if code in entries:
                was, switched = entries[code]
                entries[code] = was.under(setting, switches=switches), switches or switched
    return RuleSet(book, tuple(f.id for f in stack), everywhere, sections)


def _own(settings: Mapping[str, Any], book: Rulebook) -> dict[str, _Entry]:
    """Return what a project says of single rules: ``on``, ``reason``, ``severity``, options."""
    rules = settings.get("rules", {})
    out: dict[str, _Entry] = {}
    for code, says in rules.items():
        place = f"[tool.natfig.polish.rules.{code}]"
        hint = _known(code, book)
        if hint is not None:
            raise UsageError(f"{place}: no rule has the code '{code}'", hint=hint)
        if not isinstance(says, Mapping):
            raise UsageError(f"{place} is not a table", hint="write `on = false` and a reason")
        own = {k: v for k, v in says.items() if k not in {"on", "reason", "severity", "options"}}
        options = {**own, **(says.get("options") or {})}
        known = (*(book[code].options if code in book else ()), *_ALWAYS)
        for name in options:
            if name not in known:
                choices = (*known, "on", "reason", "severity")
                raise UsageError(f"{place}: {code} has no option '{name}'", hint=did_you_mean(name, choices))
        out[code] = _setting(place, says, options), "on" in says
    return out


def _setting(place: str, says: Mapping[str, Any], options: Mapping[str, Any]) -> Setting:
    on, reason, severity = says.get("on", True), str(says.get("reason", "")).strip(), says.get("severity")
    if not isinstance(on, bool):
        raise UsageError(f"{place}: on is {on!r}", hint="write true or false")
    if not on and not reason:
        raise UsageError(f"{place}: the rule is switched off without a reason", hint='add reason = "…"')
    if severity is not None and severity not in [*Severity]:
        raise UsageError(
            f"{place}: '{severity}' is no severity", hint=did_you_mean(str(severity), [*Severity])
        )
    return Setting(None if severity is None else Severity(severity), options, reason, on)
