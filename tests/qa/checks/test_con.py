"""Contracts: panels, claims, statistics and uncertainty, as a manifest or spec states them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from natfig.qa.check import Check, Context
from natfig.qa.checks import checks
from natfig.qa.checks._intervals import series_with_intervals
from natfig.qa.document import Document, Group, Page, Paint, Raster, Shapes

CON: dict[str, Check] = {c.code: c for c in checks if c.code.startswith("CON")}
UP = (10.0, 20.0, 10.0, 30.0)
LINE = (10.0, 10.0, 60.0, 40.0)


def document(path: Path = Path("fig.svg"), letters: str = "", **more: Any) -> Document:
    groups = {f"panel-{p}": Group(f"panel-{p}", f"panel-{p}", None, panel=p) for p in letters}
    return Document(
        path, more.pop("kind", "svg"), 1000, more.pop("page", Page(89.0, 60.0)), groups=groups, **more
    )


def found(code: str, doc: Document, manifest: dict[str, Any]) -> list[tuple[str, str | None]]:
    findings = CON[code].look(doc, Context(manifest=manifest))
    return [(f.severity.value, f.where.panel) for f in findings]


def shapes(*marks: tuple[str, int, tuple[float, float, float, float]]) -> Shapes:
    """Return stroked marks as (series group in panel a, how many, box)."""
    out = Shapes()
    for group, n, box in marks:
        out.paints.append(Paint(None, "#0072B2", width_pt=0.75, group=f"panel-a/panel-a.{group}", panel="a"))
        for _ in range(n):
            out.add(len(out.paints) - 1, box, 0)
    return out


def contract(letters: str, **more: Any) -> dict[str, Any]:
    return {"panels": [{"panel": p, "kind": "line", **more} for p in letters]}


def test_all_four_explain_themselves() -> None:
    assert sorted(CON) == [f"CON00{k}" for k in range(1, 5)]
    for check in CON.values():
        assert check.needs_manifest
        assert check.reason
        assert check.bad
        assert check.good
        assert check.hint


# -- CON001 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("has", "wants", "expected"),
    [
        ("ab", "ab", []),
        ("a", "ab", [("error", "b")]),
        ("abc", "ab", [("error", "c")]),
        ("ac", "ab", [("error", "b"), ("error", "c")]),
        ("", "ab", [("info", None)]),
        ("", "a", []),  # a figure of one panel need not say so
        ("ab", "", []),
    ],
)
def test_panels(has: str, wants: str, expected: list[tuple[str, str | None]]) -> None:
    assert found("CON001", document(letters=has), contract(wants)) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [(89.0, []), (89.04, []), (89.06, ["error"]), (None, []), ("89", []), (True, [])],
)
def test_page(width: object, expected: list[str]) -> None:
    manifest = {"outputs": [{"path": "fig.svg", "width_mm": width, "height_mm": 60.0}]}
    assert [s for s, _ in found("CON001", document(), manifest)] == expected


def test_a_raster_page_is_right_to_a_pixel() -> None:
    raster = Raster(1051, 709, "RGB", 8, (300.0, 300.0), "lzw")
    doc = document(Path("fig.tiff"), kind="tiff", page=Page(88.98, 60.03), raster=raster)
    assert (
        found("CON001", doc, {"outputs": [{"path": "fig.tiff", "width_mm": 89.0, "height_mm": 60.0}]}) == []
    )


def test_bytes_as_written_settle_everything(tmp_path: Path) -> None:
    path = tmp_path / "fig.svg"
    path.write_bytes(b"<svg/>")
    same = hashlib.sha256(b"<svg/>").hexdigest()
    manifest = contract("ab") | {"outputs": [{"path": "fig.svg", "width_mm": 1.0, "sha256": same}]}
    assert found("CON001", document(path), manifest) == []
    path.write_bytes(b"<svg />")
    edited = found("CON001", document(path, "ab"), manifest)
    assert edited == [("error", None), ("info", None)]
    assert found("CON001", document(tmp_path / "gone.svg", "ab"), contract("ab")) == []


# -- CON002 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"value": 1.2, "assert": ">= 1.5", "holds": False}, 1),
        ({"value": None, "assert": ">= 1.5", "holds": False}, 1),
        ({"value": True, "holds": False}, 1),
        ({"value": 1.6, "assert": ">= 1.5", "holds": True}, 0),
        ({"value": None, "assert": ">= 1.5", "holds": None}, 0),
        ({"value": 1.6}, 0),
        ("broken", 0),
    ],
)
def test_claims(claim: object, expected: int) -> None:
    assert len(found("CON002", document(), {"claims": {"gain": claim}})) == expected


def test_claim_is_named_with_value_and_assertion() -> None:
    manifest = {"claims": {"gain": {"value": 1.2, "assert": ">= 1.5", "holds": False}}}
    (finding,) = CON["CON002"].look(document(), Context(manifest=manifest))
    assert finding.message == "claim 'gain' does not hold: its value is 1.2, asserted '>= 1.5'"


# -- CON003 ------------------------------------------------------------------------

FULL = {"center": "mean", "spread": "sd", "n": 5, "unit": "runs"}


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        (FULL, []),
        (FULL | {"n": "auto"}, []),
        (FULL | {"n": None}, ["warning"]),
        (FULL | {"unit": None}, ["info"]),
        (FULL | {"center": None}, ["warning"]),
        ({"spread": "sem"}, ["warning", "warning", "info"]),
        (FULL | {"spread": "none", "n": None}, []),
        ({}, []),
    ],
)
def test_declared_statistics(stats: dict[str, Any], expected: list[str]) -> None:
    assert [s for s, _ in found("CON003", document(), contract("a", stats=stats))] == expected


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ({"kind": "line", "stats": None}, [("info", "a")]),
        ({"kind": "survival", "stats": None}, []),  # a band that means one thing
        ({"kind": "line"}, []),  # a manifest that doesn't say
    ],
)
def test_drawn_and_undeclared(panel: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    doc = document(shapes=shapes(("series.x", 5, UP), ("series.x.2", 1, LINE)))
    assert found("CON003", doc, {"panels": [{"panel": "a", **panel}]}) == expected


# -- CON004 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([("series.x", 5, UP), ("series.y", 1, LINE)], {"x": True, "y": False}),
        ([("series.x", 1, UP), ("series.y", 1, LINE)], {"x": False, "y": False}),
        ([("band.x", 1, LINE), ("series.x", 1, LINE), ("series.y", 1, LINE)], {"x": True, "y": False}),
        ([("series.x", 5, UP), ("series.x.2", 1, LINE)], {"x": True}),
        ([("spread.x", 3, UP), ("spread.y", 3, UP)], {"x": True, "y": True}),
        ([("points.x", 9, UP), ("series", 9, UP), ("axis-x", 9, UP)], {}),
    ],
)
def test_which_series_have_intervals(marks: list[Any], expected: dict[str, bool]) -> None:
    has = series_with_intervals(document(shapes=shapes(*marks)))
    assert has.get("a", {}) == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("line", [("warning", "a")]), ("bar", [("warning", "a")]), ("distribution", [])]
)
def test_a_bare_series_is_told_where_the_kind_shows_spreads(kind: str, expected: list[Any]) -> None:
    doc = document(shapes=shapes(("series.x", 5, UP), ("series.y", 1, LINE)))
    assert found("CON004", doc, {"panels": [{"panel": "a", "kind": kind}]}) == expected
    assert found("CON004", doc, {"panels": []}) == []


@pytest.mark.parametrize(
    "manifest", [{}, {"panels": None, "claims": 3, "outputs": "x"}, {"panels": [None, 3]}]
)
@pytest.mark.parametrize("code", sorted(CON))
def test_a_broken_manifest_does_no_harm(code: str, manifest: dict[str, Any]) -> None:
    assert found(code, document(letters="ab"), manifest) == []
