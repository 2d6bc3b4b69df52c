"""Specs for tests of legends: a table of groups, and panels written in one line."""

from __future__ import annotations

from natfig.legend import build_legend
from natfig.render.prepare import prepare

GROUPS = (
    "mouse,g,h,v,w,p,t,e\n"
    + "\n".join(
        f"{g}{m},{g},{'x' if m % 2 else 'y'},{10 + 3 * k + ((m * 7 + r * 3) % 5) / 2},{20 + m + k},"
        f"{0.001 * (m + 1):.4f},{m + 1},{m % 2}"
        for k, g in enumerate("AB")
        for m in range(6)
        for r in range(2)
    )
    + "\n"
)


def spec_text(*panels, journal="nature", legend="", claims="", data="", conclusion=None):
    """Return a spec whose panels a, b, … are given as YAML mappings in one line."""
    letters = "abcdefgh"[: len(panels)]
    evidence = "\n".join(f"    {x}: {{role: role {x}, claim: Claim {x} holds.}}" for x in letters)
    rows = "\n".join(f"  {x}: {panel}" for x, panel in zip(letters, panels, strict=True))
    return f"""\
natfig: 1
id: tiny
contract:
  conclusion: {conclusion or "Drug B raises the count."}
  backend: python
  journal: {journal}
  evidence:
{evidence}
figure: {{width: double, height: 70mm, layout: "{letters}"}}
data:
  t: {{file: t.csv}}
{data}
panels:
{rows}
{claims}
{legend}
"""


def prepared_of(folder, *panels, table=GROUPS, **keys):
    """Write a spec with its table and return it prepared."""
    (folder / "t.csv").write_text(table, encoding="utf-8")
    path = folder / "spec.yaml"
    path.write_text(spec_text(*panels, **keys), encoding="utf-8")
    return prepare(path)


def legend_of(folder, *panels, number=None, max_words=None, records=None, **keys):
    """Return the legend of a spec."""
    prepared = prepared_of(folder, *panels, **keys)
    return build_legend(prepared, number=number, max_words=max_words, panels=records)
