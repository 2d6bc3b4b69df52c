"""All rules: modules of `natfig.prose.rules` and files of ``styles/rules``.

A rule's id is the name of its file, ``<code>_<slug>`` in lower case; third parties add modules
through entry points of the group ``natfig.prose.rules``, projects add files through a folder
of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from natfig.core import lazyre
from natfig.core.datafile import DataFile
from natfig.core.errors import NatfigError, UsageError, did_you_mean
from natfig.core.findings import Fix, Severity
from natfig.core.registry import ModuleRegistry
from natfig.core.resources import styles_dir
from natfig.prose.document import Section
from natfig.prose.kinds.base import FRAME_KEYS, KINDS, read_frame
from natfig.prose.rule import Example, Rule

__all__ = ["LEAST_EXAMPLES", "PREFIXES", "Rulebook", "read_rule", "rulebook", "rulebook_with"]

#: Bad and good examples that every rule brings along.
LEAST_EXAMPLES = 2
#: Groups of prose findings; ``GRM`` is the grammar engine's and no rule has it.
PREFIXES = ("STY", "CLM", "NUM", "TRM", "STR", "LIM", "FIG")

_CODE = lazyre.compile(r"[A-Z]{3}\d{3}")
_HEAD = ("code", "kind", "title", "reason", "source", "message", "bad", "good")
_EXAMPLE_KEYS = ("fixed", "times", "format", "section", "options")


def _example(file: DataFile, where: tuple[str, int]) -> Example:
    value = file.data[where[0]][where[1]]
    if isinstance(value, str):
        return Example(file.text(value, where))
    data = file.keys(value, where, required=("text",), optional=_EXAMPLE_KEYS)
    times = data.get("times")
    if times is not None and (isinstance(times, bool) or not isinstance(times, int)):
        raise file.fail((*where, "times"), f"{times!r} is not a whole number")
    options = data.get("options", {})
    if not isinstance(options, dict):
        raise file.fail((*where, "options"), "is not a mapping")
    fixed = data.get("fixed")
    section = file.one_of(data.get("section", "other"), (*where, "section"), [*Section])
    return Example(
        text=file.text(data["text"], (*where, "text")),
        fixed=None if fixed is None else file.text(fixed, (*where, "fixed")),
        times=times,
        format=file.text(data.get("format", "markdown"), (*where, "format")),
        section=Section(section),
        options=options,
    )


def _examples(file: DataFile, key: str) -> tuple[Example, ...]:
    value = file.data[key]
    if not isinstance(value, list) or len(value) < LEAST_EXAMPLES:
        raise file.fail((key,), f"needs at least {LEAST_EXAMPLES} examples")
    return tuple(_example(file, (key, i)) for i in range(len(value)))


def read_rule(path: Path) -> Rule:
    """Return the rule of a YAML file.

    Raises
    ------
    DocumentError
        One sentence with file, line and key.
    """
    file = DataFile(path, "rule file")
    kind = KINDS.load(file.one_of(file.data.get("kind"), ("kind",), KINDS.all_names()))
    optional = {*kind.optional, *FRAME_KEYS, "severity", "fix"}
    file.keys(file.data, (), required=(*_HEAD, *kind.required), optional=optional)
    code = file.text(file.data["code"], ("code",))
    if not path.stem.startswith(f"{code.lower()}_"):
        raise file.fail(("code",), f"{code} is in the file {path.name}", f"call it {code.lower()}_….yaml")
    frame = read_frame(file, kind.values)
    scope, look = kind.build(file, frame)
    return Rule(
        id=path.stem,
        code=code,
        title=file.text(file.data["title"], ("title",)),
        reason=file.text(file.data["reason"], ("reason",)),
        source=file.text(file.data["source"], ("source",)),
        scope=scope,
        look=look,
        bad=_examples(file, "bad"),
        good=_examples(file, "good"),
        severity=Severity(file.one_of(file.data.get("severity", "warning"), ("severity",), [*Severity])),
        fix=Fix(file.one_of(file.data.get("fix", "none"), ("fix",), [*Fix])),
        sections=frame.sections,
        options=frame.options,
    )


class Rulebook(Mapping[str, Rule]):
    """Rules by code, sorted.

    Parameters
    ----------
    rules : iterable of Rule

    Raises
    ------
    NatfigError
        If two rules have one id or code, a code isn't one, or a rule lacks examples.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        found: dict[str, Rule] = {}
        ids: set[str] = set()
        for rule in rules:
            _check(rule)
            if rule.code in found:
                raise NatfigError(f"two rules have the code {rule.code}: {found[rule.code].id} and {rule.id}")
            if rule.id in ids:
                raise NatfigError(f"two rules are called '{rule.id}'", hint="give one file another name")
            ids.add(rule.id)
            found[rule.code] = rule
        self._rules = dict(sorted(found.items()))

    @classmethod
    def load(cls, folders: Iterable[Path] = ()) -> Rulebook:
        """Return natfig's rules, those of installed packages, and those of further folders.

        Parameters
        ----------
        folders : iterable of Path
            Folders with rule files of a project.

        Raises
        ------
        NatfigError
            If a rule is broken, or two have one code.
        """
        modules: ModuleRegistry[Rule] = ModuleRegistry("rule", "natfig.prose.rules", "rule")
        rules: list[Rule] = [*modules]
        for folder in (styles_dir("rules"), *folders):
            rules.extend(read_rule(path) for path in sorted(folder.glob("*.yaml")))
        return cls(rules)

    def __getitem__(self, code: str) -> Rule:
        return self._rules[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def find(self, code: str) -> Rule:
        """Return the rule with a code.

        Raises
        ------
        UsageError
            If there is none; the message names the nearest one.
        """
        if code.upper() not in self._rules:
            raise UsageError(f"unknown rule '{code}'", hint=did_you_mean(code.upper(), self._rules))
        return self._rules[code.upper()]


def _check(rule: Rule) -> None:
    if not _CODE.fullmatch(rule.code) or rule.code[:3] not in PREFIXES:
        raise NatfigError(
            f"'{rule.code}' of the rule '{rule.id}' is no code",
            hint=f"write one of {', '.join(PREFIXES)} and three digits",
        )
    if not rule.id.startswith(f"{rule.code.lower()}_"):
        raise NatfigError(
            f"the rule '{rule.id}' has the code {rule.code}", hint="its name begins with its code"
        )
    for name, examples in (("bad", rule.bad), ("good", rule.good)):
        if len(examples) < LEAST_EXAMPLES:
            raise NatfigError(f"{rule.code} has fewer than {LEAST_EXAMPLES} {name} examples")


@cache
def rulebook() -> Rulebook:
    """Return natfig's rules and those of installed packages; loaded once."""
    return Rulebook.load()


def rulebook_with(folders: Iterable[Path]) -> Rulebook:
    """Return natfig's rules and those in a project's folders, read anew each time.

    Parameters
    ----------
    folders : iterable of Path

    Raises
    ------
    UsageError
        If there is no such folder, or no rule file in it.
    NatfigError
        If a rule is broken, or two have one code.
    """
    own: list[Rule] = []
    for folder in folders:
        files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        if not files:
            said = "has no rule files" if folder.is_dir() else "is no folder"
            raise UsageError(
                f"rules: {folder} {said}", hint="name a folder with files such as sty901_our_word.yaml"
            )
        own.extend(read_rule(path) for path in files)
    return Rulebook([*rulebook().values(), *own]) if own else rulebook()
