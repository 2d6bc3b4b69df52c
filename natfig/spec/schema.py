"""JSON Schema of a spec and of what the commands write, for editors and other programs.

Source
------
JSON Schema, draft 2020-12, <https://json-schema.org/draft/2020-12>
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from natfig.spec import models

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["DIALECT", "render_schema", "spec_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


_SHORT_FORMS = {
    models._short: "Column of the panel's table.",
    models._short_test: "Id of a test, such as welch or mannwhitney.",
}


class _Generator(GenerateJsonSchema):
    """pydantic's generator, with short forms (``x: batch``, ``test: welch``) beside their mappings."""

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        function = schema.get("function", {}).get("function")
        if function is models._short_tests:
            return {"anyOf": [inner["items"], inner, {"type": "null"}]}
        text = _SHORT_FORMS.get(function)
        return inner if text is None else {"anyOf": [{"type": "string", "description": text}, inner]}


def _model_schema(model: type[BaseModel], definitions: Schema) -> Schema:
    """Return a model's schema; what it shares with others goes to `definitions`."""
    schema = model.model_json_schema(
        by_alias=True, ref_template="#/$defs/{model}", schema_generator=_Generator
    )
    for name, found in schema.pop("$defs", {}).items():
        definitions.setdefault(_plain(name), found)
    return schema


def _plain(name: str) -> str:
    return name.lstrip("_")


def _rename(value: Any) -> Any:
    """Return a schema whose definitions have public names, without titles made from key names."""
    if isinstance(value, dict):
        out: Schema = {}
        for key, item in value.items():
            if key == "$ref":
                out[key] = "#/$defs/" + _plain(item.rsplit("/", 1)[-1])
            elif key == "title" and isinstance(item, str):
                continue
            elif key == "properties":
                # A property may itself be called "title".
                out[key] = {name: _rename(one) for name, one in item.items()}
            else:
                out[key] = _rename(item)
        return out
    if isinstance(value, list):
        return [_rename(item) for item in value]
    return value


def spec_schema(charts: Iterable[tuple[str, type[BaseModel], str]]) -> Schema:
    """Return the schema of a whole spec.

    Parameters
    ----------
    charts : iterable of (kind, model of its panel, summary)
        The kinds a panel can have; a panel is told apart by its ``kind``.
    """
    definitions: Schema = {}
    root = _model_schema(models.Spec, definitions)
    refs = []
    mapping = {}
    for kind, model, summary in charts:
        panel = _model_schema(model, definitions)
        panel["description"] = summary
        panel["properties"]["kind"] = {"const": kind, "description": summary}
        panel["required"] = sorted({"kind", *panel.get("required", ())})
        name = f"panel_{kind}"
        definitions[name] = panel
        refs.append((kind, f"#/$defs/{name}"))
        mapping[kind] = f"#/$defs/{name}"
    definitions["panel"] = _union(refs)
    panels = root["properties"]["panels"]
    description = panels.get("description", "")
    root["properties"]["panels"] = {
        "type": "object",
        "description": description,
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z]$"},
        "additionalProperties": {"$ref": "#/$defs/panel"},
    }
    schema = _rename({**root, "$defs": definitions})
    _one_source(schema["$defs"]["DataSource"])
    return {
        "$schema": DIALECT,
        "$id": "natfig-spec-1",
        "title": "natfig figure spec",
        "description": "One figure: its contract, data, panels, claims and legend.",
        **{k: v for k, v in schema.items() if k != "description"},
    }


def _union(refs: list[tuple[str, str]]) -> Schema:
    """Return a union told apart by ``kind``: one branch each, so that an editor blames the right one."""
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": [kind for kind, _ in refs], "description": "An id from `natfig charts`."}
        },
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": ref}}
            for kind, ref in refs
        ],
    }


def _one_source(schema: Schema) -> None:
    """Ask for exactly one of file, query and rows in a table."""
    schema["oneOf"] = [
        {"required": [k], "properties": {k: {"not": {"type": "null"}}}} for k in ("file", "query", "rows")
    ]


# -- natfig render --json -------------------------------------------------------

_STRING: Schema = {"type": "string"}
_INTEGER: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_SHA: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(properties: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    skip = set(optional)
    return {
        "type": "object",
        "properties": copy.deepcopy(dict(properties)),
        "required": [k for k in properties if k not in skip],
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _described(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


def render_schema() -> Schema:
    """Return the schema of ``natfig render --json`` and of the manifest.

    The manifest is the same object without timings, so that it is reproducible.
    """
    formats = list(get_args(models.Format))
    output = _object(
        {
            "format": {"enum": formats},
            "path": _STRING,
            "bytes": _INTEGER,
            "sha256": _SHA,
            "width_mm": _NUMBER,
            "height_mm": _NUMBER,
            "dpi": {"type": ["number", "null"]},
        }
    )
    claim = _object(
        {
            "value": {"type": ["number", "string", "boolean"]},
            "assert": {"type": ["string", "null"]},
            "holds": {"type": "boolean"},
        }
    )
    exclusion = _object({"rule": _STRING, "reason": _STRING, "rows": _INTEGER})
    use = _object(
        {
            "name": _STRING,
            "sha256": _SHA,
            "rows": _INTEGER,
            "rows_used": _INTEGER,
            "exclusions": _array(exclusion),
            "panels": _described(_array(_STRING), "Letters of the panels that draw these rows."),
            "sources": _described(_array(_STRING), "Tables a query reads."),
            "example": _described({"type": "boolean"}, "Example data, not measurements."),
        },
        optional=("panels", "sources", "example"),
    )
    timings = _object(dict.fromkeys(("data", "draw", "export", "qa", "total"), _NUMBER))
    figure = _object(
        {
            "id": _STRING,
            "spec": _STRING,
            "backend": {"enum": list(get_args(models.Backend))},
            "journal": _STRING,
            "stage": {"enum": list(get_args(models.Stage))},
            "outputs": _array(output),
            "files": _described(
                _array(_object({"path": _STRING, "bytes": _INTEGER, "sha256": _STRING})),
                "What the author keeps besides: the R script and its tables, relative to the manifest.",
            ),
            "panels": {"type": "array"},
            "text_elements": _INTEGER,
            "claims": {"type": "object", "additionalProperties": claim},
            "data": _array(use),
            "fonts": {"type": "array"},
            "versions": {"type": "object"},
            "timings_ms": _described(timings, "Not in the manifest."),
            "cached": _described({"type": "boolean"}, "Nothing had changed. Not in the manifest."),
            "qa": _described(
                {"type": ["object", "null"]}, "What `natfig qa --format json` says of the outputs."
            ),
            "warnings": _array(_STRING),
        },
        optional=("files", "versions", "timings_ms", "cached", "qa"),
    )
    return {
        "$schema": DIALECT,
        "$id": "natfig-render-1",
        "title": "natfig render --json",
        "description": "What was built; <id>.manifest.json is the same without timings.",
        **_object({"natfig": _STRING, "figures": _array(figure)}),
    }
