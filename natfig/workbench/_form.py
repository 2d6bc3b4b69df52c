"""A spec as a form: its fields with labels, values, choices and help, as plain JSON.

Labels' help comes from the descriptions of the models, so a form says what the schema says.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from natfig.spec import models
from natfig.spec.edit import MISSING, value_at

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["channel_models", "form_of"]

KeyPath = tuple[str, ...]

_LONG = ("conclusion", "question", "claim")
_WORDS = {
    "labels": "Panel letters",
    "legend": "Legends",
    "assert": "Must hold",
    "role": "Role in the argument",
    "claim": "Claim",
}
# What `natfig.render.prepare` takes where spec and journal name no palette.
_PALETTE = "nature"
_CONTRACT = ("conclusion", "question", "journal", "stage")
_FIGURE = ("width", "height", "palette", "legend", "labels")


def form_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sections of a form.

    Parameters
    ----------
    data : mapping
        What the spec holds; it need not be sound.

    Returns
    -------
    list of dict
        ``id``, ``title``, ``note`` and ``fields``; a field has ``id``, ``keys``, ``label``, ``type``
        (text, long, choice, width, palette, switch), ``value``, ``choices``, ``placeholder``,
        ``help`` and ``is_required``.
    """
    sections = [
        _section("contract", "Contract", [_field(data, models.Contract, ("contract", k)) for k in _CONTRACT]),
        _section("figure", "Page", [_field(data, models.FigureSpec, ("figure", k)) for k in _FIGURE]),
    ]
    _fill_choices(sections)
    panels = value_at(data, ("panels",))
    if isinstance(panels, dict):
        sections += [_panel(data, str(k), raw) for k, raw in sorted(panels.items()) if isinstance(raw, dict)]
    sections += [s for s in (_legend(data), _claims(data)) if s["fields"]]
    return sections


def _section(name: str, title: str, fields: list[dict[str, Any]], note: str = "") -> dict[str, Any]:
    return {"id": name, "title": title, "note": note, "fields": fields}


# ---------------------------------------------------------------- fields


def _field(
    data: Mapping[str, Any],
    model: type[BaseModel],
    keys: KeyPath,
    *,
    label: str | None = None,
    placeholder: str | None = None,
) -> dict[str, Any]:
    """Return a field for one key of a model."""
    info = _info(model, keys[-1])
    value = value_at(data, keys)
    kind, choices = _kind(info, keys[-1])
    default = info.get_default() if not info.is_required() else None
    shown = default if value is MISSING or value is None else value
    if kind in ("text", "long"):
        shown = "" if value is MISSING or value is None else value
    return {
        "id": ".".join(keys),
        "keys": list(keys),
        "label": label or _WORDS.get(keys[-1], keys[-1].replace("_", " ").capitalize()),
        "type": kind,
        "value": shown if isinstance(shown, bool) else "" if shown is None else _plain(shown),
        "choices": choices,
        "placeholder": placeholder or ("" if default is None or not isinstance(default, str) else default),
        "help": info.description or "",
        "is_required": info.is_required(),
    }


def _plain(value: Any) -> str:
    """Return a value as the form shows it; a list or mapping is changed in the YAML only."""
    return str(value) if isinstance(value, str | int | float) else ""


def _info(model: type[BaseModel], key: str) -> FieldInfo:
    return next(i for n, i in model.model_fields.items() if key in (n, i.alias))


def _kind(info: FieldInfo, key: str) -> tuple[str, list[dict[str, str]] | None]:
    if info.annotation is bool:
        return "switch", None
    if get_origin(info.annotation) is Literal:
        return "choice", [{"value": str(v), "label": str(v)} for v in get_args(info.annotation)]
    return ("long" if key in _LONG else "text"), None


def _fill_choices(sections: list[dict[str, Any]]) -> None:
    """Give journal, width and palette what they can be."""
    fields = {f["id"]: f for s in sections for f in s["fields"]}
    fields["contract.journal"] |= {"type": "choice", "choices": _journals()}
    journal, stage = fields["contract.journal"]["value"], fields["contract.stage"]["value"]
    fields["figure.width"] |= {"type": "width", "choices": _widths(journal, stage)}
    standard = _own_palette(journal)
    fields["figure.palette"] |= {"type": "palette", "choices": _palettes(), "placeholder": standard}


def _journals() -> list[dict[str, str]]:
    from natfig.journals import journals

    found = [journals.load(name) for name in journals.names()]
    return [{"value": j.id, "label": j.name} for j in sorted(found, key=lambda j: j.name.casefold())]


def _widths(journal: str, stage: str) -> list[dict[str, str]]:
    from natfig.journals import journals
    from natfig.journals.model import STAGES

    if journal not in journals.names() or stage not in STAGES:
        return []
    known = journals.load(journal).known_widths_mm(stage)
    return [{"value": name, "label": f"{name} ({low:g} mm)"} for name, (low, _) in known.items()]


def _own_palette(journal: str) -> str:
    from natfig.journals import journals

    own = journals.load(journal).palette if journal in journals.names() else None
    return own or _PALETTE


def _palettes() -> list[dict[str, Any]]:
    from natfig.style.palette import palettes

    found = [palettes.load(name) for name in palettes.names()]
    return [
        {"value": p.id, "label": p.name, "type": p.type, "colors": list(p.stops or p.cycle)} for p in found
    ]


# ---------------------------------------------------------------- panels


def _panel(data: Mapping[str, Any], letter: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    from natfig.charts import charts

    kind = raw.get("kind")
    at = ("panels", letter)
    model: type[BaseModel] = models.PanelBase
    if isinstance(kind, str) and kind in charts:
        model = charts.load(kind).Panel
    evidence = ("contract", "evidence", letter)
    fields = [_field(data, model, (*at, "title"))]
    fields += _labels(data, model, at, raw)
    fields.append(_field(data, model, (*at, "legend"), label="Legend"))
    fields += [_field(data, models.Evidence, (*evidence, k)) for k in ("role", "claim")]
    return _section(".".join(at), f"Panel {letter}", fields, kind if isinstance(kind, str) else "")


def _labels(
    data: Mapping[str, Any], model: type[BaseModel], at: KeyPath, raw: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield a field for the label of each channel that the panel uses."""
    for name, info in model.model_fields.items():
        key = info.alias or name
        channel = next((m for m in channel_models(info.annotation) if "label" in m.model_fields), None)
        value = raw.get(key)
        column = value if isinstance(value, str) else value_at(value, ("field",))
        if channel is None or not isinstance(column, str):
            continue
        yield _field(data, channel, (*at, key, "label"), label=_channel_label(key), placeholder=column)


def _channel_label(key: str) -> str:
    if key in ("x", "y"):
        return f"{key.upper()} axis label"
    return f"{key.replace('_', ' ').capitalize()} label"


def channel_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models of one column that an annotation allows; lists of columns are none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if "field" in annotation.model_fields:
            yield annotation
    elif get_origin(annotation) in (Annotated, Union, types.UnionType):
        for part in get_args(annotation):
            yield from channel_models(part)


# ---------------------------------------------------------------- legend and claims


def _legend(data: Mapping[str, Any]) -> dict[str, Any]:
    fields = []
    if isinstance(data.get("legend"), dict):
        texts = value_at(data, ("legend", "panels"))
        letters = map(str, texts) if isinstance(texts, dict) else ()
        fields = [_field(data, models.LegendText, ("legend", "title"))]
        fields += [_text(data, ("legend", "panels", k), f"Text of panel {k}") for k in letters]
    return _section("legend", "Legend text", fields, "under the figure")


def _text(data: Mapping[str, Any], keys: KeyPath, label: str) -> dict[str, Any]:
    value = value_at(data, keys)
    return {
        "id": ".".join(keys),
        "keys": list(keys),
        "label": label,
        "type": "long",
        "value": value if isinstance(value, str) else "",
        "choices": None,
        "placeholder": "",
        "help": "{names} of claims are filled in.",
        "is_required": False,
    }


def _claims(data: Mapping[str, Any]) -> dict[str, Any]:
    claims = data.get("claims")
    names = [str(k) for k, v in claims.items() if isinstance(v, dict)] if isinstance(claims, dict) else []
    fields = [_field(data, models.Claim, ("claims", name, "assert"), label=name) for name in names]
    return _section("claims", "Claims tested on the data", fields)
