"""What a file is checked for: ``[tool.natfig.qa]`` of a project, read strictly.

A project writes::

    [tool.natfig.qa]
    journal = "nature"                 # default for every figure
    stage = "production"
    select = ["TXT", "GEO", "CLR001"]  # codes or their beginnings
    ignore = ["DOC007"]
    strict = true
    baseline = "natfig-baseline.json"  # beside this file
    exclude = ["old/", "*-draft.svg"]

    [[tool.natfig.qa.files]]           # later entries win
    match = "figures/si/*.svg"
    journal = "plos"

    [[tool.natfig.qa.ignores]]
    code = "TXT003"
    match = "figures/fig2.*"           # optional, as are panel and text
    text = "n = *"
    reason = "The editor asked for it, 3 May."

Patterns are those of a .gitignore without negation: relative to the file's folder,
``*`` stays within a folder, ``**`` does not, one without a slash is about a name at
any depth, and one that matches a folder holds for all that is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from natfig.core.config import Config
from natfig.core.errors import Problem, SpecError, UsageError, did_you_mean
from natfig.core.findings import Finding
from natfig.core.record import dataclass
from natfig.qa._globs import is_like, matches
from natfig.qa.result import FileResult, Suppressed

__all__ = ["STAGES", "FileRule", "Ignore", "Profile", "clean_codes", "known_codes", "read_profile"]

STAGES = ("initial", "production")

_TEXTS: Mapping[str, type] = {"journal": str, "stage": str, "baseline": str}
_LISTS = ("select", "ignore", "exclude")
_KEYS = (*_TEXTS, *_LISTS, "strict", "files", "ignores")
_FILE_KEYS = ("match", "journal", "stage")
_IGNORE_KEYS = ("code", "match", "panel", "text", "reason")


@dataclass(frozen=True, slots=True)
class FileRule:
    """Journal and stage of the files that match a pattern."""

    match: str
    journal: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that is known and shall not be reported, with the reason for it.

    Parameters
    ----------
    code : str
        A code or its beginning.
    reason : str
    match : str or None
        Pattern of files; None: all of them.
    panel, text : str or None
        Only findings of this panel, or at this text (``*`` stands for anything).
    """

    code: str
    reason: str
    match: str | None = None
    panel: str | None = None
    text: str | None = None

    def is_about(self, path: str) -> bool:
        """Return whether a file may have such findings."""
        return self.match is None or matches(self.match, path)

    def covers(self, path: str, finding: Finding) -> bool:
        """Return whether a finding is one of those meant."""
        where = finding.where
        return (
            finding.code.startswith(self.code)
            and self.is_about(path)
            and (self.panel is None or self.panel == where.panel)
            and (self.text is None or (where.text is not None and is_like(self.text, where.text)))
        )

    def __str__(self) -> str:
        said = [f"{k} {v!r}" for k in ("match", "panel", "text") if (v := getattr(self, k)) is not None]
        return f"{self.code} ({', '.join(said)})" if said else self.code


@dataclass(frozen=True, slots=True)
class Profile:
    """What a project says about checking its figures; without a configuration all is at its default.

    Parameters
    ----------
    path : Path or None
        The configuration file; patterns are relative to its folder.
    journal, stage : str or None
    select, ignore : tuple of str
        Codes or their beginnings.
    strict : bool
    baseline : Path or None
    exclude : tuple of str
        Patterns of files that are not checked.
    files : tuple of FileRule
    ignores : tuple of Ignore
    """

    path: Path | None = None
    journal: str | None = None
    stage: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    files: tuple[FileRule, ...] = ()
    ignores: tuple[Ignore, ...] = ()

    def relative(self, path: Path) -> str:
        """Return a file's path as patterns see it.

        Parameters
        ----------
        path : Path
            Absolute, its folders without links.
        """
        if self.path is None:
            return path.name
        try:
            return path.relative_to(self.path.parent).as_posix()
        except ValueError:
            return path.as_posix().lstrip("/")

    def is_excluded(self, path: str) -> bool:
        """Return whether a file or folder (relative) is left out."""
        return any(matches(glob, path) for glob in self.exclude)

    def rule(self, path: str) -> FileRule:
        """Return journal and stage of a file (relative); of several entries the later wins, key by key."""
        journal = stage = None
        for rule in self.files:
            if matches(rule.match, path):
                journal, stage = rule.journal or journal, rule.stage or stage
        return FileRule(path, journal, stage)

    def spares(self, finding: Finding, path: str) -> bool:
        """Return whether a finding of a file (relative) is one that the project ignores."""
        return any(one.covers(path, finding) for one in self.ignores)

    def suppress(self, result: FileResult, path: str) -> frozenset[int]:
        """Set aside the findings the project ignores, and return which of `ignores` were at work."""
        used: set[int] = set()
        kept: list[Finding] = []
        for finding in result.findings:
            found = next((i for i, one in enumerate(self.ignores) if one.covers(path, finding)), None)
            if found is None:
                kept.append(finding)
            else:
                used.add(found)
                result.suppressed.append(Suppressed(finding, self.ignores[found].reason, "config"))
        result.findings = kept
        return frozenset(used)


def known_codes() -> list[str]:
    """Return the codes of all checks, sorted, by the names of their files alone."""
    from natfig.qa.checks import checks

    return sorted({name.partition("_")[0].upper() for name in checks.all_names()})


def clean_codes(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return codes or their beginnings in capitals.

    Raises
    ------
    UsageError
        If no check has such a code.
    """
    out = []
    for word in words:
        code = word.strip().upper()
        if not code or not any(one.startswith(code) for one in known):
            families = sorted({one[:3] for one in known})
            near = [one for one in known if one[:3] == code[:3]] or families
            raise UsageError(f"no check has the code '{word}'", hint=did_you_mean(code, near))
        out.append(code)
    return tuple(dict.fromkeys(out))


def read_profile(config: Config) -> Profile:
    """Return what a project's configuration says about QA.

    Keys of ``[tool.natfig]`` itself (journal, stage, select, ignore, strict) hold where
    the ``qa`` table doesn't say otherwise; codes of prose rules among them are passed over.

    Raises
    ------
    SpecError
        Naming the file and every key that is wrong.
    """
    if config.path is None:
        return Profile()
    reader = _Reader(config)
    profile = reader.profile()
    if reader.problems:
        raise SpecError(reader.problems)
    return profile


class _Reader:
    """Reads the table and collects what is wrong with it."""

    def __init__(self, config: Config) -> None:
        assert config.path is not None  # noqa: S101 - asked by the caller
        self.path: Path = config.path
        self.flat = config.values
        self.table = config.tables.get("qa", {})
        self.problems: list[Problem] = []

    def profile(self) -> Profile:
        table = self.table
        self.keys(table, _KEYS, "")
        self.texts(table, _TEXTS, "")
        baseline = self.text(table, "baseline")
        return Profile(
            path=self.path,
            journal=self.journal(self.default("journal", str), "journal"),
            stage=self.stage(self.default("stage", str), "stage"),
            select=self.codes("select"),
            ignore=self.codes("ignore"),
            strict=self.flag(),
            baseline=None if baseline is None else self.path.parent / baseline,
            exclude=tuple(self.strings("exclude")),
            files=tuple(self.file_rule(e, i) for i, e in enumerate(self.entries("files"), 1)),
            ignores=tuple(self.one_ignore(e, i) for i, e in enumerate(self.entries("ignores"), 1)),
        )

    def wrong(self, key: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(f"qa.{key}: {message}", file=str(self.path), hint=hint))

    def keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        names = list(known)
        for key in table:
            if key not in names:
                self.wrong(f"{where}{key}", "unknown key", did_you_mean(key, names, what="keys"))

    def texts(self, table: Mapping[str, Any], names: Iterable[str], where: str) -> None:
        for key in names:
            if key in table and (not isinstance(table[key], str) or not table[key].strip()):
                self.wrong(f"{where}{key}", f"must be text, not {table[key]!r}")

    @staticmethod
    def text(table: Mapping[str, Any], key: str) -> str | None:
        value = table.get(key)
        return value if isinstance(value, str) and value.strip() else None

    def default(self, key: str, kind: type) -> Any:
        """Return a value of the qa table, else of the flat table, None where neither has it."""
        value = self.table.get(key, self.flat.get(key))
        return value if isinstance(value, kind) else None

    def flag(self) -> bool:
        value = self.table.get("strict", False)
        if not isinstance(value, bool):
            self.wrong("strict", f"must be true or false, not {value!r}")
        return bool(self.default("strict", bool))

    def journal(self, value: str | None, key: str) -> str | None:
        if value is not None:
            from natfig.journals import journals

            if value not in journals:
                self.wrong(key, f"unknown journal '{value}'", did_you_mean(value, journals.names()))
        return value

    def stage(self, value: str | None, key: str) -> str | None:
        if value is not None and value not in STAGES:
            self.wrong(key, f"unknown stage '{value}'", did_you_mean(value, STAGES))
        return value

    def strings(self, key: str) -> list[str]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.wrong(key, f"must be a list of texts, not {value!r}")
            return []
        return value

    def codes(self, key: str) -> tuple[str, ...]:
        words = self.strings(key)
        if not words and key not in self.table:
            known = known_codes() if key in self.flat else []
            flat = [str(w).upper() for w in self.flat.get(key, ())]
            return tuple(w for w in flat if any(one.startswith(w) for one in known))
        return self.cleaned(words, key) if words else ()

    def cleaned(self, words: list[str], key: str) -> tuple[str, ...]:
        try:
            return clean_codes(words, known_codes())
        except UsageError as error:
            self.wrong(key, error.problems[0].message, error.problems[0].hint)
            return ()

    def entries(self, key: str) -> list[Mapping[str, Any]]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.wrong(key, "must be tables", f"write [[tool.natfig.qa.{key}]]")
            return []
        return value

    def file_rule(self, entry: Mapping[str, Any], number: int) -> FileRule:
        where = f"files[{number}]."
        self.keys(entry, _FILE_KEYS, where)
        self.texts(entry, _FILE_KEYS, where)
        if "match" not in entry:
            self.wrong(f"{where}match", "is missing", 'write a pattern such as "figures/si/*.svg"')
        journal = self.journal(self.text(entry, "journal"), f"{where}journal")
        return FileRule(
            self.text(entry, "match") or "",
            journal,
            self.stage(self.text(entry, "stage"), f"{where}stage"),
        )

    def one_ignore(self, entry: Mapping[str, Any], number: int) -> Ignore:
        where = f"ignores[{number}]."
        self.keys(entry, _IGNORE_KEYS, where)
        self.texts(entry, _IGNORE_KEYS, where)
        code = self.text(entry, "code")
        if "code" not in entry:
            self.wrong(f"{where}code", "is missing", 'write a finding\'s code such as "TXT003"')
        if "reason" not in entry:
            self.wrong(f"{where}reason", "is missing", "say why the finding may stay; it is shown in reports")
        codes = self.cleaned([code], f"{where}code") if code else ()
        return Ignore(
            codes[0] if codes else "",
            self.text(entry, "reason") or "",
            self.text(entry, "match"),
            self.text(entry, "panel"),
            self.text(entry, "text"),
        )
