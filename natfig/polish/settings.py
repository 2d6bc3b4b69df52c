"""What a project says about its drafts: ``[tool.natfig.polish]``, read strictly.

A project writes::

    [tool.natfig.polish]
    journal = "nature"
    paper_type = "research"
    spelling = "en-GB"
    ignore = ["STY007"]
    terms = "natfig-terms.yaml"        # beside this file, as are the figures
    figures = ["fig1/spec.yaml"]
    rule_folders = ["rules"]           # with rules of our own

    [tool.natfig.polish.rules.STY001]  # a rule's severity and options
    severity = "info"
    words_max = 45

    [tool.natfig.polish.rules.STR004]
    on = false
    reason = "The journal wants a structured abstract."
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from natfig.core.config import Config
from natfig.core.errors import Problem, SpecError, did_you_mean
from natfig.core.record import dataclass, field

__all__ = ["Settings", "read_settings"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "stage": ("initial", "production"),
    "paper_type": ("research", "methods", "hypothesis", "algorithmic", "review"),
    "language": ("en", "en-zh"),
    "spelling": ("en-US", "en-GB", "en-GB-oxendict"),
}
_TEXTS = ("journal", "engine", "server", "terms", *_CHOICES)
_LISTS = ("select", "ignore", "figures", "rule_folders")
_KEYS = (*_TEXTS, *_LISTS, "strict", "rules")


@dataclass(frozen=True, slots=True)
class Settings:
    """A project's defaults for its drafts; None and empty where it says nothing."""

    journal: str | None = None
    stage: str | None = None
    paper_type: str | None = None
    language: str | None = None
    spelling: str | None = None
    engine: str | None = None
    server: str | None = None
    terms: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    figures: tuple[Path, ...] = ()
    rule_folders: tuple[Path, ...] = ()
    strict: bool | None = None
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_settings(config: Config) -> Settings:
    """Return the settings of a project.

    Raises
    ------
    SpecError
        One sentence with the file and the key, where something is unknown or of the wrong kind.
    """
    table = config.tables.get("polish", {})
    place = str(config.path)

    def fail(key: str, message: str, hint: str | None = None) -> SpecError:
        return SpecError(Problem(f"polish.{key}: {message}", file=place, hint=hint))

    for key, value in table.items():
        if key not in _KEYS:
            raise fail(key, "is not known", did_you_mean(key, _KEYS))
        if key in _TEXTS and not isinstance(value, str):
            raise fail(key, f"must be text, not {value!r}")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise fail(key, f"'{value}' is not known", did_you_mean(value, _CHOICES[key]))
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise fail(key, f"must be a list of texts, not {value!r}")
        if key == "strict" and not isinstance(value, bool):
            raise fail(key, f"must be true or false, not {value!r}")
        if key == "rules":
            _check_rules(value, fail)
    home = Path() if config.path is None else config.path.parent
    return Settings(
        **{key: table.get(key) for key in _TEXTS if key != "terms"},
        terms=home / table["terms"] if "terms" in table else None,
        select=tuple(table.get("select", ())),
        ignore=tuple(table.get("ignore", ())),
        figures=tuple(home / name for name in table.get("figures", ())),
        rule_folders=tuple(home / name for name in table.get("rule_folders", ())),
        strict=table.get("strict"),
        rules=table.get("rules", {}),
    )


def _check_rules(value: Any, fail: Any) -> None:
    if not isinstance(value, dict):
        raise fail("rules", f"must be a table, not {value!r}")
    for code, rule in value.items():
        if not isinstance(rule, dict):
            raise fail(f"rules.{code}", f"must be a table, not {rule!r}", "on = false, severity = …")
        if rule.get("on") is False and not str(rule.get("reason", "")).strip():
            raise fail(f"rules.{code}", "is switched off without a reason", 'add reason = "…"')
