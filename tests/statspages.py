"""Specs with statistics on published data, for tests."""

import textwrap
from pathlib import Path

DATA = Path(__file__).parent / "cases" / "statistics"
NAMES = {"plant": "PlantGrowth.csv", "tooth": "ToothGrowth.csv", "sleep": "sleep.csv"}
ROLES = ("first outcome", "second outcome", "third outcome", "fourth outcome")

PLANT = "data: plant, x: group, y: {field: weight, label: Dried weight (g)}"
TOOTH = "data: tooth, x: {field: dose, label: Dose (mg)}, y: {field: len, label: Length (µm)}, color: supp"
SLEEP = (
    "kind: paired, data: sleep, id: ID, x: {field: group, label: Drug}, y: {field: extra, label: Sleep (h)}"
)


def spec(folder, panels, *, figure="width: double, height: 75mm", data="", legend=""):
    """Write a spec whose panels are in YAML's flow form, with its data; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES.values():
        (folder / name).write_bytes((DATA / name).read_bytes())
    roles = zip(panels, ROLES, strict=False)
    evidence = "".join(f"    {k}: {{role: {role}, claim: Treatment matters.}}\n" for k, role in roles)
    tables = "".join(f"  {k}: {{file: {v}}}\n" for k, v in NAMES.items())
    text = (
        "natfig: 1\nid: stats\ncontract:\n  conclusion: Treatment raises the outcome.\n  backend: python\n"
        f"  evidence:\n{evidence}figure: {{{figure}, layout: {''.join(panels)}}}\n"
        f"data:\n{tables}{textwrap.indent(data, '  ')}panels:\n"
        + "".join(f"  {k}: {{{v}}}\n" for k, v in panels.items())
        + legend
    )
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path
