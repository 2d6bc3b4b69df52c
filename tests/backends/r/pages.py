"""Specs of line panels for pages drawn with R, and their preparation."""

import textwrap

from natfig.render.prepare import prepare

__all__ = ["RUNS", "prepared", "spec", "write_spec"]

# Two series, three runs each; a level with signs that would end a string or a name.
LEVELS = ('FP16 "half"', "INT8")
RUNS = "batch,kind,latency,rate,`\n" + "".join(
    f'{2**b},"{level.replace(chr(34), chr(34) * 2)}",{(10 + 4 * b) / (1 + i) + r / 5},'
    f"{(b + 1) * (i + 2) * 90 + r},1\n"
    for b in range(6) for i, level in enumerate(LEVELS) for r in range(3)
)  # fmt: skip
ROLES = [
    "primary comparison",
    "mechanism",
    "control",
    "robustness",
    "specificity",
    "replication",
    "calibration",
]
LINE = (
    "{{kind: line, data: t, x: {{field: batch, label: Batch size, scale: log2}}, "
    "y: {{field: {y}, label: {label}}}, color: kind, "
    "stats: {{center: mean, spread: sd, n: 3, unit: runs}}{more}}}"
)


def spec(layout, panels, figure="", insets=()):
    """Return a spec; `panels` is letter → further keys, as YAML."""
    letters = [*panels]
    evidence = "\n".join(
        f"    {k}: {{role: {role}, claim: Claim {k} holds.}}" for k, role in zip(letters, ROLES, strict=False)
    )
    drawn = "\n".join(
        f"  {k}: " + LINE.format(y="rate" if i % 2 else "latency", label="Rate" if i % 2 else "Latency (ms)",
                                 more=f", {more}" if more else "")
        for i, (k, more) in enumerate(panels.items())
    )  # fmt: skip
    return textwrap.dedent("""\
    natfig: 1
    id: tiny
    contract:
      conclusion: INT8 serving halves latency at every batch size.
      question: Does it?
      archetype: quantitative grid
      backend: r
      journal: nature
      stage: production
      evidence:
    {evidence}
    figure:
      width: double
      layout: {layout}
    {figure}
    data:
      t: {{file: t.csv}}
    panels:
    {drawn}
    """).format(evidence=evidence, layout=layout, figure=textwrap.indent(figure, "  "), drawn=drawn)


def write_spec(folder, text):
    """Write a spec with its table; return its path."""
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    (folder / "t.csv").write_text(RUNS, encoding="utf-8")
    return path


def prepared(folder, text):
    """Return a spec ready to be drawn."""
    return prepare(write_spec(folder, text))
