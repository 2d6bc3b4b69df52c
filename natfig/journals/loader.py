"""Reading journal files: strict keys, one source per value, `extends` with reasons.

A file looks like this::

    id: example-letters            # the file's own name
    name: Example Letters
    publisher: Example Press
    extends: example               # optional: values of another journal that hold here too
    palette: nature                # optional
    widths: {double: width_full_mm}   # optional: which key "single", "onehalf", "double" mean
    sources:
      guide: "Example Press: Figure guide — https://example.org/figures"
    figure:
      width_single_mm:
        value: 89
        source: guide              # a key of `sources`
        checked: 2026
        confidence: high           # high, medium or low
        stage: production          # initial or production; left out: both
      max_file_mb:                 # stages that differ: a list, one entry each
        - {value: 30, source: guide, checked: 2026, confidence: low, stage: initial}
        - {value: 50, source: guide, checked: 2026, confidence: low, stage: production}
    prose: {}

A value may also have `conflict` (what other sources say), `note`, `as_of` (date
of the source), `advice: true` (recommended, not demanded) and, where it replaces
a value of the journal that is extended, `reason`. ``value: null`` says that the
journal states that there is no limit; a key that is left out is a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.registry import DataRegistry
from natfig.core.resources import styles_dir
from natfig.journals.keys import GROUPS, KEYS, Kind
from natfig.journals.model import CONFIDENCES, STAGES, WIDTH_KEYS, Journal, Value

__all__ = ["journals", "load_journal"]

_WHAT = "journal file"
_OPTIONAL = ("stage", "conflict", "note", "advice", "as_of", "reason")
_LABEL_CHOICES = {
    "case": ("lower", "upper", "either"),
    "weight": ("normal", "bold"),
    "slant": ("upright", "italic"),
    "pattern": ("{}", "({})"),
}

Where = tuple[str | int, ...]
Stages = tuple[Value, ...]
Values = dict[str, dict[str, Stages]]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _fits(value: Any, kind: Kind) -> bool:
    """Return whether a plain value (no mapping) has the shape its key asks for."""
    if kind is Kind.NUMBER:
        return _is_number(value)
    if kind is Kind.FLAG:
        return isinstance(value, bool)
    if kind is Kind.TEXT:
        return isinstance(value, str) and bool(value.strip())
    if kind is Kind.RANGE and not isinstance(value, list):
        return _is_number(value)
    if not isinstance(value, list) or not value:
        return False
    if kind is Kind.TEXTS:
        return all(isinstance(v, str) and v.strip() for v in value)
    numbers = all(_is_number(v) for v in value)
    if kind is Kind.NUMBERS or not numbers:
        return numbers
    return len(value) == 2 and (kind is Kind.SIZE or value[0] < value[1])


def _label(file: DataFile, value: Any, where: Where) -> Mapping[str, Any]:
    """Return a checked panel label; fields without a source stay away."""
    says = file.keys(value, where, required=("case",), optional=("weight", "pt", "slant", "font", "pattern"))
    for key, choices in _LABEL_CHOICES.items():
        if key in says:
            file.one_of(says[key], (*where, key), choices)
    if "pt" in says and not _is_number(says["pt"]):
        raise file.fail((*where, "pt"), f"{says['pt']!r} is not a size", "write points, such as 8")
    if "font" in says:
        file.text(says["font"], (*where, "font"))
    return MappingProxyType(dict(says))


def _heights(file: DataFile, value: Any, where: Where) -> Mapping[str, Mapping[str, float]]:
    """Return a checked table of heights by width and words of the legend."""
    out = {}
    for name, row in file.keys(value, where, optional=tuple(WIDTH_KEYS)).items():
        if not isinstance(row, dict) or not row:
            raise file.fail((*where, name), "is not a mapping", "write heights such as {150_words: 180}")
        for words, height in row.items():
            if not str(words).removesuffix("_words").isdigit() or not str(words).endswith("_words"):
                raise file.fail((*where, name, str(words)), "is no number of words", "write it as 150_words")
            if not _is_number(height):
                raise file.fail((*where, name, words), f"{height!r} is not {Kind.NUMBER}")
        out[name] = MappingProxyType(dict(row))
    return MappingProxyType(out)


def _content(file: DataFile, value: Any, kind: Kind, where: Where) -> Any:
    """Return a value frozen, or say which shape its key asks for."""
    if value is None:
        return None
    if kind is Kind.LABEL:
        return _label(file, value, where)
    if kind is Kind.HEIGHTS:
        return _heights(file, value, where)
    if not _fits(value, kind):
        raise file.fail(where, f"{value!r} has the wrong form", f"write {kind}")
    return tuple(value) if isinstance(value, list) else value


def _value(file: DataFile, data: Any, kind: Kind, where: Where, sources: Mapping[str, str]) -> Value:
    """Return one requirement from its mapping."""
    says = file.keys(data, where, required=("value", "source", "checked", "confidence"), optional=_OPTIONAL)
    if says["value"] is None and not says.get("note"):
        raise file.fail(
            (*where, "value"),
            "null means that the journal states no limit",
            "add a note with its words, or leave the key out if no source was found",
        )
    texts = {k: file.text(says[k], (*where, k)) for k in ("conflict", "note", "reason") if k in says}
    advice = says.get("advice", False)
    if not isinstance(advice, bool):
        raise file.fail((*where, "advice"), f"{advice!r} is not {Kind.FLAG}")
    stage = file.one_of(says["stage"], (*where, "stage"), STAGES) if "stage" in says else None
    return Value(
        value=_content(file, says["value"], kind, (*where, "value")),
        source=sources[file.one_of(says["source"], (*where, "source"), sources)],
        checked=str(says["checked"]),
        confidence=file.one_of(says["confidence"], (*where, "confidence"), CONFIDENCES),  # type: ignore[arg-type]  # checked by one_of
        stage=stage,  # type: ignore[arg-type]  # checked by one_of
        conflict=texts.get("conflict"),
        note=texts.get("note"),
        advice=advice,
        as_of=str(says["as_of"]) if "as_of" in says else None,
        reason=texts.get("reason"),
    )


def _stages(file: DataFile, data: Any, kind: Kind, where: Where, sources: Mapping[str, str]) -> Stages:
    """Return the values of one key: one for both stages, or one for each."""
    if not isinstance(data, list):
        return (_value(file, data, kind, where, sources),)
    values = tuple(_value(file, one, kind, (*where, i), sources) for i, one in enumerate(data))
    stages = [value.stage for value in values]
    if sorted(str(s) for s in stages) != sorted(STAGES):
        raise file.fail(
            where, "a list has one value for each stage", "one with stage: initial, one with production"
        )
    return values


def _group(
    file: DataFile, group: str, sources: Mapping[str, str], inherited: Mapping[str, Stages]
) -> dict[str, Stages]:
    """Return the values of a group over those of the journal that is extended."""
    out = dict(inherited)
    data = file.keys(file.data.get(group, {}), (group,), optional=tuple(KEYS[group]))
    for key, entry in data.items():
        where = (group, key)
        values = _stages(file, entry, KEYS[group][key].kind, where, sources)
        for value in values:
            if key in inherited and value.reason is None:
                parent = file.data["extends"]
                raise file.fail(where, f"overrides a value of '{parent}' without saying why", "add a reason")
            if key not in inherited and value.reason is not None:
                raise file.fail((*where, "reason"), "there is nothing to override", "write it as a note")
        out[key] = values
    return out


def _widths(file: DataFile, values: Values, parent: Mapping[str, str]) -> Mapping[str, str]:
    """Return which key each name of a width means; the keys must be stated."""
    names = {**parent}
    for name, key in file.keys(file.data.get("widths", {}), ("widths",), optional=tuple(WIDTH_KEYS)).items():
        names[name] = file.one_of(key, ("widths", name), [k for k in values["figure"] if k.endswith("_mm")])
    return MappingProxyType(names)


def _sources(file: DataFile) -> dict[str, str]:
    data = file.data.get("sources", {})
    if not isinstance(data, dict):
        raise file.fail(("sources",), "is not a mapping", "write a short name and the page for each")
    return {str(k): file.text(v, ("sources", str(k))) for k, v in data.items()}


def _check_used(file: DataFile, sources: Mapping[str, str], values: Values) -> None:
    """Complain about a source that no value of this file has."""
    used = {value.source for found in values.values() for stages in found.values() for value in stages}
    for key, source in sources.items():
        if source not in used:
            raise file.fail(("sources", key), "no value has this source", "remove it")


def load_journal(path: Path, _below: tuple[str, ...] = ()) -> Journal:
    """Return the journal in a file, with the values of those it extends.

    Parameters
    ----------
    path : Path
        ``<id>.yaml``; journals it extends lie in the same folder.

    Raises
    ------
    DocumentError
        Naming the file, the line and the key that is wrong.
    """
    file = DataFile(path, _WHAT)
    data = file.keys(
        file.data,
        (),
        required=("id", "name", "publisher", "figure", "prose"),
        optional=("extends", "palette", "widths", "sources"),
    )
    name = path.name.removesuffix(".yaml")
    if data["id"] != name:
        wrong = f"is '{data['id']}', but the file is called '{path.name}'"
        raise file.fail(("id",), wrong, f"write id: {name}")
    parent = _parent(file, name, _below)
    sources = _sources(file)
    values: Values = {
        group: _group(file, group, sources, parent.values[group] if parent else {}) for group in GROUPS
    }
    _check_used(file, sources, values)
    palette = data.get("palette", parent.palette if parent else None)
    return Journal(
        id=name,
        name=file.text(data["name"], ("name",)),
        publisher=file.text(data["publisher"], ("publisher",)),
        values=MappingProxyType({group: MappingProxyType(found) for group, found in values.items()}),
        widths=_widths(file, values, parent.widths if parent else {}),
        palette=None if palette is None else file.text(palette, ("palette",)),
    )


def _parent(file: DataFile, name: str, below: tuple[str, ...]) -> Journal | None:
    """Return the journal that is extended, if any."""
    if "extends" not in file.data:
        return None
    wanted = file.text(file.data["extends"], ("extends",))
    others = [p.stem for p in file.path.parent.glob("*.yaml")]
    chain = (*below, name)
    if wanted in chain:
        circle = " → ".join([*chain, wanted])
        raise file.fail(("extends",), f"goes in a circle: {circle}", "remove one of them")
    file.one_of(wanted, ("extends",), others)
    return load_journal(file.path.parent / f"{wanted}.yaml", chain)


journals: DataRegistry[Journal] = DataRegistry("journal", lambda: styles_dir("journals"), load_journal)
