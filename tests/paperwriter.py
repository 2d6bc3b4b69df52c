"""Small papers for tests: specs in folders of their own, and the natfig.toml that lists them."""

from pathlib import Path

SPEC = """\
natfig: 1
id: {id}
contract:
  conclusion: {conclusion}
  backend: python
  journal: {journal}
  stage: {stage}
  evidence:
    a: {{role: {role}, claim: {claim}}}
figure:
  width: {width}
  height: 60mm
  formats: [svg]
{palette}data:
  t: {{file: t.csv}}
panels:
  a:
    kind: bar
    data: t
    x: {{field: dose, label: {x}}}
    y: {{field: {column}, label: {y}}}
    color: {color}
claims:
  top: {{value: SELECT max({column}) FROM t, assert: "{claimed}"}}
legend:
  title: {title}
  panels: {{a: "Response against dose; the highest is {{top}}."}}
"""

DEFAULTS = {
    "conclusion": "Dose {id} raises the response of cells in culture.",
    "journal": "nature",
    "stage": "production",
    "role": "comparison {id}",
    "claim": "The response {id} grows with the dose.",
    "width": "single",
    "palette": "",
    "x": "Dose (mg)",
    "y": "Response (mV)",
    "column": "response",
    "color": "{field: drug, order: [control, drug A]}",
    "title": "Dose and response {id}.",
    "claimed": "> 1",
}

TABLE = "dose,drug,response\n1,control,1.1\n2,control,1.2\n1,drug A,2.{n}\n2,drug A,4.{n}\n"


def write_figure(folder: Path, name: str, *, table: str | None = None, **changes: str) -> Path:
    """Write a figure into a folder of its own and return its spec; data differ from figure to figure."""
    values = {k: v.replace("{id}", name) for k, v in {**DEFAULTS, **changes}.items()}
    place = folder / name
    place.mkdir(parents=True)
    number = sum(map(ord, name)) % 10
    text = TABLE.replace("{n}", str(number)) if table is None else table
    (place / "t.csv").write_text(text.replace("response", values["column"]), encoding="utf-8")
    spec = place / "spec.yaml"
    spec.write_text(SPEC.format(id=name, **values), encoding="utf-8")
    return spec


def write_paper(folder: Path, *names: str, extended: tuple[str, ...] = (), more: str = "") -> Path:
    """Write the natfig.toml of a paper and return it."""
    lists = {"figures": names, "extended": extended}
    lines = ["[manuscript]", 'title = "Dose and response"']
    for key, some in lists.items():
        if some:
            specs = ", ".join(f'"{name}/spec.yaml"' for name in some)
            lines.append(f"{key} = [{specs}]")
    path = folder / "natfig.toml"
    path.write_text("\n".join([*lines, more]) + "\n", encoding="utf-8")
    return path
