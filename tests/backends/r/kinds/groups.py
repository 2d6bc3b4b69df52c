"""Small figures of groups, drawn by both backends, for the tests of the categorical kinds."""

import random

import pytest
import yaml

from backends.r import alike, readback
from natfig.cli.main import main
from oracles import r

__all__ = ["ROWS", "draw", "draw_both", "same_values"]

LEVELS = {"Control": ("low", "high"), '"Two"': ("low", "high"), "β-blocker": ("high",)}


def _rows():
    rng = random.Random(4)  # noqa: S311 - any numbers will do
    return [
        {"group": g, "dose": dose, "v": round(2 + 1.5 * i + j + rng.gauss(0, 0.6), 3),
         "function": round(rng.gauss(0, 1) - 0.4 * i, 3)}
        for i, (g, doses) in enumerate(LEVELS.items()) for j, dose in enumerate(doses) for _ in range(9)
    ]  # fmt: skip


ROWS = _rows()


def _spec(folder, backend, rows, panels, width):
    contract = {
        "conclusion": "The groups differ.",
        "question": "Do the groups differ?", "archetype": "quantitative grid",
        "backend": backend, "journal": "nature", "stage": "production",
        "evidence": {k: {"role": f"look {k}", "claim": "They differ."} for k in panels},
    }  # fmt: skip
    spec = {
        "natfig": 1, "id": "groups", "contract": contract,
        "figure": {"width": width, "height": "65mm", "layout": "".join(panels)},
        "data": {"rows": {"rows": rows}}, "panels": {k: {"data": "rows", **p} for k, p in panels.items()},
    }  # fmt: skip
    path = folder / f"{backend}.yaml"
    path.write_text(yaml.safe_dump(spec, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def draw(folder, backend, rows, panels, *, width="double"):
    """Draw panels with one backend and return the folder of outputs."""
    if backend == "r":
        r.require("ggplot2", "patchwork", "svglite", "ragg")
    out = folder / f"out-{backend}"
    arguments = ["render", str(_spec(folder, backend, rows, panels, width)), "--out", str(out)]
    assert main([*arguments, "--formats", "svg"]) == 0
    return out


def draw_both(folder, rows, panels, *, scales=None, **more):
    """Return the folder R drew into, and what both drawings show."""
    mine, theirs = (draw(folder, b, rows, panels, **more) for b in ("python", "r"))
    return theirs, *(readback.read(next(f.glob("*.svg")), scales) for f in (mine, theirs))


def same_values(drawn, letter):
    """Compare a panel of both drawings and return what was compared."""
    _, one, two = drawn
    results = alike.compare(one[letter], two[letter])
    assert [f"{c.group}: {text}" for c in results for text in c.wrong] == []
    seen = [what for c in results for what in c.what]
    if not seen:
        pytest.fail(f"nothing of panel {letter} was compared")
    return seen
