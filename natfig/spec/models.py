"""The models of a spec; every key a user can write is here or in a chart's own panel model.

Lengths carry their unit in the text ("120mm"); everything else is plain YAML.
An unknown key is an error. Field descriptions become the JSON Schema that
editors show.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

__all__ = [
    "Annotation",
    "CategoryChannel",
    "Channel",
    "Claim",
    "ColorChannel",
    "Contract",
    "Control",
    "DataSource",
    "Evidence",
    "Exclude",
    "FigureSpec",
    "Inset",
    "LegendText",
    "NumericChannel",
    "PanelBase",
    "Share",
    "Spec",
    "StatTest",
    "Stats",
    "StrictModel",
]

Archetype = Literal[
    "quantitative grid",
    "schematic-led composite",
    "image plate + quant",
    "asymmetric mixed-modality",
]
Stage = Literal["initial", "production"]
Backend = Literal["python", "r"]
Format = Literal["svg", "pdf", "tiff", "png"]
Scale = Literal["linear", "log", "log2", "symlog"]
Scalar = str | int | float | bool


class StrictModel(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Evidence(StrictModel):
    """What one panel contributes to the conclusion."""

    role: str = Field(min_length=2, description="Inferential role; no two panels share one.")
    claim: str = Field(min_length=3, description="One sentence the panel supports.")
    hero: bool = Field(False, description="The panel that carries the argument; one at most.")


class Contract(StrictModel):
    """The argument a figure makes, and where it will be published."""

    conclusion: str = Field(description="One sentence with a verb: what the figure shows.")
    question: str | None = Field(None, description="The question of the Results section it answers.")
    archetype: Archetype = Field("quantitative grid", description="How the figure argues.")
    backend: Backend | None = Field(None, description="python or r; left out: the backend gate applies.")
    journal: str = Field("nature", description="An id from `natfig journals`.")
    stage: Stage = Field("production", description="initial: first submission; production: accepted files.")
    evidence: dict[str, Evidence] = Field(description="Panel letter → role and claim.")


def _layout_schema(depth: int) -> dict[str, Any]:
    """Return the JSON Schema of a part of a layout, so many levels deep."""
    mosaic = {"type": "string", "description": 'A mosaic such as "aab/ccb".'}
    if not depth:
        return {"description": "A mosaic, a list or a mapping again."}
    inner = _layout_schema(depth - 1)
    size = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}]}
    part = {
        "type": "object",
        "additionalProperties": False,
        "required": ["cells"],
        "properties": {
            "cells": inner,
            "width": {**size, "description": "Of the axes, in a row: a weight, or a length such as 30mm."},
            "height": {**size, "description": "Of the axes, in a column: a weight, or a length."},
            "heading": {"type": "string", "description": "Text over the part."},
            "row_heading": {"type": "string", "description": "Text that runs up along its left side."},
        },
    }
    return {"anyOf": [mosaic, {"type": "array", "minItems": 1, "items": inner}, part]}


# A mosaic, or a list of rows; what is in the list is judged by `natfig.spec.arrangement`, with lines.
Layout = Annotated[str | list[Any], WithJsonSchema(_layout_schema(4))]
AxesSize = float | str


def _groups(value: Any) -> Any:
    """Allow ``[a, b]``, ``[[a, b]]`` and ``ab`` for ``[ab]``."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return value
    if len(value) > 1 and all(isinstance(v, str) and len(v) == 1 for v in value):
        return ["".join(value)]
    return ["".join(v) if isinstance(v, list) and all(isinstance(k, str) for k in v) else v for v in value]


_Groups = Annotated[tuple[str, ...], BeforeValidator(_groups)]


class Share(StrictModel):
    """Panels that show one scale: same limits, and inner labels are left out where the axes line up."""

    x: _Groups = Field(
        (), description="Groups of panels with one x axis: [a, b], or [ab, cd] for two groups."
    )
    y: _Groups = Field((), description="Groups of panels with one y axis.")
    color: _Groups = Field(
        (), description="Groups of panels with one colour bar, drawn beside the last of each."
    )


class Inset(StrictModel):
    """A panel drawn in an empty place of another one, clear of all that is drawn there."""

    panel: str = Field(
        alias="in", min_length=1, max_length=1, description="Letter of the panel it stands in."
    )
    width: str = Field("20mm", description="Of its axes.")
    height: str = Field("14mm", description="Of its axes.")


class FigureSpec(StrictModel):
    """Page, layout, palette and formats."""

    width: str = Field("double", description="single, onehalf, double, or a length such as 120mm.")
    height: str = Field("auto", description="A length such as 70mm, or auto.")
    layout: Layout | None = Field(
        None,
        description='Mosaic: rows split by newline or "/", "." is empty. Or a list of rows, each split for '
        "itself, [[a, b], [c, d, e]]: a list inside a row is a column, a mosaic may stand for a panel, "
        "{cells: …, height: 30mm} gives a part its size and a heading.",
    )
    palette: str | None = Field(
        None, description="An id from `natfig palettes`, or a file beside the spec; default: the journal's."
    )
    formats: tuple[Format, ...] = Field(("svg", "pdf", "tiff", "png"), min_length=1)
    dpi: int | None = Field(
        None, ge=72, le=2400, description="For TIFF and PNG; default: the journal's line art."
    )
    column_widths: tuple[AxesSize, ...] | None = Field(
        None, description="Widths of the mosaic's columns of axes: weights, or lengths such as 30mm."
    )
    row_heights: tuple[AxesSize, ...] | None = Field(
        None, description="Heights of the rows of axes: weights, or lengths such as 30mm."
    )
    share: Share = Field(
        default_factory=Share, description="Axes and colour bars that panels have in common."
    )
    insets: dict[str, Inset] = Field(
        default_factory=dict, description="Panel letter → where it is drawn inside another panel."
    )
    legend: Literal["auto", "direct", "strip", "page", "none"] = Field(
        "auto",
        description="Where legends go; page: what several panels need stands once, over the whole page.",
    )
    labels: bool = Field(True, description="Draw panel letters (left out for a single panel).")


class DataSource(StrictModel):
    """One named table: a file, a query over other tables, or inline rows."""

    file: str | None = Field(
        None, description="csv, tsv, json, parquet, xlsx; globs are joined in name order."
    )
    sheet: str | None = Field(None, description="Sheet of an xlsx file; default: the first.")
    query: str | None = Field(None, description="SQL over the other tables.")
    rows: list[dict[str, Any]] | None = Field(None, description="Inline rows, one mapping each.")
    note: str | None = Field(None, description="Where the data come from, and their licence.")
    example: bool = Field(False, description="These are example data, not measurements.")


class Claim(StrictModel):
    """A number computed from the data at every render, and what must hold of it."""

    value: str = Field(description="SQL that gives one value.")
    assertion: str | None = Field(
        None, alias="assert", description='">= 1.5", "< 0.05", "between 1 and 2", "== 344".'
    )
    format: str = Field("g", description="Python format of the value in text.")
    unit: str = ""
    label: str | None = None


class LegendText(StrictModel):
    """The legend under the figure; {names} of claims are filled in."""

    title: str | None = None
    panels: dict[str, str] = Field(default_factory=dict)


def _short(value: Any) -> Any:
    """Allow ``x: batch`` for ``x: {field: batch}``."""
    return {"field": value} if isinstance(value, str) else value


class _Channel(StrictModel):
    field: str = Field(description="Column of the panel's table.")
    label: str | None = Field(None, description="Text on the axis, with the unit in parentheses.")
    scale: Scale = "linear"
    limits: tuple[float | None, float | None] | None = Field(
        None, description="Lowest and highest value shown."
    )
    ticks: tuple[float, ...] | None = Field(None, description="Where ticks stand; default: three to five.")
    format: str | None = Field(None, description='Python format of tick labels, such as ".1f" or ".0%".')
    order: tuple[Scalar, ...] | None = Field(None, description="Order of the categories; all must be named.")
    reverse: bool = False


class _NumericChannel(_Channel):
    low: str | None = Field(None, description="Column with the lower end of the interval.")
    high: str | None = Field(None, description="Column with the upper end of the interval.")
    error: str | None = Field(None, description="Column with a symmetric error.")


class _CategoryChannel(_Channel):
    pass


class _ColorChannel(StrictModel):
    field: str = Field(description="Column whose levels get colours.")
    label: str | None = Field(None, description="Title of the legend or colour bar.")
    order: tuple[Scalar, ...] | None = Field(None, description="Order of the levels; all must be named.")
    colors: dict[str, str] | None = Field(
        None, description="Level → #RRGGBB, a name of the palette, hero or control."
    )


# Any column: the chart decides. Numeric: text in it is an error. Category: any type, taken as labels.
Channel = Annotated[_Channel, BeforeValidator(_short)]
NumericChannel = Annotated[_NumericChannel, BeforeValidator(_short)]
CategoryChannel = Annotated[_CategoryChannel, BeforeValidator(_short)]
ColorChannel = Annotated[_ColorChannel, BeforeValidator(_short)]


class Exclude(StrictModel):
    """Rows left out on purpose; counted before and after."""

    rule: str = Field(description="SQL condition of the rows to leave out.")
    reason: str = Field(min_length=3)


class Missing(StrictModel):
    """What to do with missing values in plotted columns."""

    drop: str = Field(min_length=3, description="Reason why rows with missing values may be dropped.")


class Control(StrictModel):
    """Pairs of one group with each of the others."""

    control: Scalar = Field(description="The group every other one is compared with.")


# A group: its category, or its category and its level of the colour.
GroupName = Scalar | tuple[Scalar, Scalar]
Pairs = Literal["all"] | Control | tuple[tuple[GroupName, GroupName], ...]

_PAIRS_FORM = "write all, a list of pairs such as [[A, B], [A, C]], or {control: A}"


def _pairs(value: Any) -> Any:
    """Return pairs in one of their three forms.

    Raises
    ------
    ValueError
        With one sentence: a union would complain once per form.
    """
    if value is None or value == "all":
        return value
    if isinstance(value, dict) and set(value) == {"control"} and isinstance(value["control"], Scalar):
        return Control(control=value["control"])
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"must be all, a list of pairs or one control; {_PAIRS_FORM}")
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(map(_is_group, pair)):
            raise ValueError(f"a pair is a list of two groups; {_PAIRS_FORM}")
    return tuple((_group(a), _group(b)) for a, b in value)


def _is_group(value: Any) -> bool:
    """Whether something names a group: a category, or a category and a level."""
    if isinstance(value, list | tuple):
        return len(value) == 2 and all(isinstance(v, Scalar) for v in value)
    return isinstance(value, Scalar)


def _group(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_GROUP_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_END_SCHEMA: dict[str, Any] = {
    "anyOf": [_GROUP_SCHEMA, {"type": "array", "items": _GROUP_SCHEMA, "minItems": 2, "maxItems": 2}]
}
_PAIRS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"const": "all"},
        {
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "items": _END_SCHEMA, "minItems": 2, "maxItems": 2},
        },
        {
            "type": "object",
            "properties": {"control": _GROUP_SCHEMA},
            "required": ["control"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ]
}


def _short_test(value: Any) -> Any:
    """Allow ``test: welch`` for ``test: {kind: welch}``."""
    return {"kind": value} if isinstance(value, str) else value


def _short_tests(value: Any) -> Any:
    """Allow one test where a list of tests may stand."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | dict | _StatTest) else value


class _StatTest(StrictModel):
    """One test: which groups it compares and how its result is shown."""

    kind: str = Field(description="Id of the test, such as welch, mannwhitney, tukey or pearson.")
    pairs: Annotated[Pairs | None, PlainValidator(_pairs), WithJsonSchema(_PAIRS_SCHEMA)] = Field(
        None, description="all, a list of pairs of groups, or {control: group}."
    )
    by: str | None = Field(
        None,
        description="Column whose levels are compared, each time within one level of the other column.",
    )
    subject: str | None = Field(None, description="Column that says which rows are a pair, for paired tests.")
    correct: Literal["holm", "bonferroni", "hochberg", "sidak", "bh", "by", "none"] | None = Field(
        None, description="Correction for several comparisons; default: the test's own, else holm."
    )
    reference: float = Field(0.0, description="What a test of one group compares it with.")
    alternative: Literal["two-sided", "less", "greater"] = Field(
        "two-sided", description="less, greater: the first group of a pair against the second."
    )
    show: Literal["bracket", "note", "none"] | None = Field(
        None, description="bracket over the groups, note in the panel, or none; default: as the kind allows."
    )
    form: Literal["exact", "stars"] = Field(
        "exact", description="exact: P = 0.003; stars: *, **, *** with their key in the legend."
    )
    hide_ns: bool = Field(False, description="Leave out brackets of P of 0.05 and more.")


StatTest = Annotated[_StatTest, BeforeValidator(_short_test)]


class Stats(StrictModel):
    """How rows become marks, what the spread around them is, and which tests are made."""

    center: Literal["mean", "median"] = "mean"
    spread: Literal["sd", "sem", "ci95", "boot95", "iqr", "range", "none"] = Field(
        "none", description="boot95 is a seeded bootstrap interval; ci95 is the t interval of the mean."
    )
    n: int | Literal["auto"] | None = Field(
        None, description="Independent observations per mark; auto counts the rows."
    )
    unit: str | None = Field(None, description="What one observation is (animals, independent runs, seeds).")
    replicate: str | None = Field(
        None,
        description="Column that names the independent unit; rows of one unit are averaged and count once.",
    )
    test: Annotated[tuple[StatTest, ...], BeforeValidator(_short_tests)] = Field(
        (), description="One test or a list of tests; nothing is tested that is not asked for."
    )
    show: bool = Field(True, description="Write n into the panel.")


class Annotation(StrictModel):
    """Text in a panel; {names} of claims are filled in."""

    text: str
    x: float | str | None = Field(None, description="Data position; left out: natfig finds an empty place.")
    y: float | str | None = None
    align: Literal["left", "center", "right"] = "left"


class Reference(StrictModel):
    """A reference line."""

    x: float | None = None
    y: float | None = None
    label: str | None = None


class PanelBase(StrictModel):
    """Keys every panel has; each chart kind adds its own."""

    kind: str
    data: str | None = Field(None, description="Name of a table under data:.")
    title: str | None = Field(None, description="Text above the panel.")
    where: str | None = Field(None, description="SQL condition of the rows shown; counted in the manifest.")
    exclude: tuple[Exclude, ...] = ()
    missing: Missing | None = None
    stats: Stats | None = None
    legend: Literal["auto", "direct", "strip", "none"] = "auto"
    annotations: tuple[Annotation, ...] = ()
    references: tuple[Reference, ...] = ()
    alt: str | None = Field(None, description="Alternative text; default: made from the contract.")


class Spec(StrictModel):
    """One figure."""

    natfig: Literal[1] = Field(description="Version of the spec format.")
    id: str | None = Field(None, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", description="Stem of the outputs.")
    contract: Contract
    figure: FigureSpec = Field(default_factory=FigureSpec)
    data: dict[str, DataSource] = Field(default_factory=dict)
    panels: dict[str, dict[str, Any]] = Field(min_length=1, description="Panel letter → chart.")
    claims: dict[str, Claim] = Field(default_factory=dict)
    legend: LegendText | None = None
