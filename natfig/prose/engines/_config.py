"""Which rules of an engine are asked: ``styles/engines/<engine>.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from natfig.core.record import dataclass, field

if TYPE_CHECKING:
    from natfig.core.datafile import DataFile

__all__ = ["EngineRules", "OnRule", "engine_rules", "is_safe"]


@dataclass(frozen=True, slots=True)
class OnRule:
    """One rule that is asked.

    Parameters
    ----------
    category : str
        "spelling", "grammar", "punctuation" or "style".
    is_safe : bool
        Whether its fix may be made without asking, where the gate lets it pass.
    reason : str
    """

    category: str
    is_safe: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EngineRules:
    """The rules of an engine that are asked, and those that aren't, with the reasons.

    Parameters
    ----------
    version : str
        Of the engine that was looked at.
    on : mapping of str to OnRule
    off : mapping of str to str
        Rule → why not.
    cues : mapping of str to str
        Rule → what a text has to hold for it to speak, as `natfig.prose.engines._cues` reads it.
    """

    version: str
    on: Mapping[str, OnRule]
    off: Mapping[str, str]
    cues: Mapping[str, str] = field(default_factory=dict)


@cache
def engine_rules(engine: str) -> EngineRules:
    """Return what natfig knows of an engine's rules.

    Raises
    ------
    DocumentError
        If the file is wrong, with its line.
    """
    from natfig.core.datafile import DataFile
    from natfig.core.resources import styles_dir

    file = DataFile(styles_dir("engines", f"{engine}.yaml"), "engine file")
    file.keys(
        file.data,
        (),
        required=("engine", "version", "rules_on", "rules_off"),
        optional=("package", "measured", "source", "cues"),
    )
    on: dict[str, OnRule] = {}
    off: dict[str, str] = {}
    for number, group in enumerate(file.data["rules_on"]):
        where = ("rules_on", number)
        file.keys(group, where, required=("reason", "category", "fix", "rules"))
        rule = OnRule(
            file.one_of(
                group["category"], (*where, "category"), ("spelling", "grammar", "punctuation", "style")
            ),
            file.one_of(group["fix"], (*where, "fix"), ("safe", "unsafe")) == "safe",
            file.text(group["reason"], (*where, "reason")),
        )
        _add(file, where, group["rules"], on, rule)
    for number, group in enumerate(file.data["rules_off"]):
        where = ("rules_off", number)
        file.keys(group, where, required=("reason", "rules"))
        _add(file, where, group["rules"], off, file.text(group["reason"], (*where, "reason")))
    if both := on.keys() & off.keys():
        raise file.fail(("rules_off",), f"{min(both)} is on as well", "name each rule once")
    return EngineRules(str(file.data["version"]), on, off, _cues(file, on))


def _cues(file: DataFile, on: Mapping[str, OnRule]) -> dict[str, str]:
    """Return the cue of each rule; they are compiled together, by `natfig.prose.engines._cues`."""
    cues = file.data.get("cues", {})
    for name, cue in cues.items():
        if name not in on:
            raise file.fail(("cues", name), "is not a rule that is on", "name a rule under rules_on")
        file.text(cue, ("cues", name))
    return dict(cues)


def _add(file: Any, where: tuple[str | int, ...], names: Any, into: dict[str, Any], value: Any) -> None:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise file.fail((*where, "rules"), "is not a list of names", "rules: [AnA, RepeatedWords]")
    for name in names:
        if name in into:
            raise file.fail((*where, "rules"), f"{name} is named twice", "name each rule once")
        into[name] = value


def is_safe(engine: str, rule: str) -> bool:
    """Return whether what an engine's rule proposes may be made without asking.

    Spelling never is: what is one letter away from a word may be a word that isn't known. Nor is
    an engine that natfig doesn't know.
    """
    from natfig.core.resources import styles_dir

    if not styles_dir("engines", f"{engine}.yaml").is_file():
        return False
    found = engine_rules(engine).on.get(rule)
    return found is not None and found.is_safe
