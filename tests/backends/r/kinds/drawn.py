"""A small figure drawn by both backends, for the tests of R's kinds."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from lxml import etree

from backends.r import alike, readback
from natfig.cli.main import main
from oracles import r

__all__ = ["SVG", "Drawn", "draw", "lint"]

SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Drawn:
    """The folders and files of a figure drawn twice."""

    python: Path
    r: Path

    @property
    def script(self):
        return self.r.with_suffix(".R").read_text(encoding="utf-8")

    def section(self, letter):
        """Return the script's part of a panel."""
        parts = re.split(r"(?m)^# Panel (\w+) -+$", self.script)
        body = dict(zip(parts[1::2], parts[2::2], strict=True))[letter]
        return re.split(r"(?m)^# Page -+$", body)[0]

    @property
    def root(self):
        return etree.parse(self.r).getroot()

    def group(self, name):
        """Return the groups whose ids begin with a name; those of one name are numbered."""
        found = self.root.iter(f"{SVG}g")
        return [g for g in found if re.fullmatch(rf"{re.escape(name)}(\.\d+)?", g.get("id") or "")]

    def texts(self, name):
        """Return the texts in a group."""
        return ["".join(t.itertext()).strip() for g in self.group(name) for t in g.iter(f"{SVG}text")]

    def differences(self, letter, scales=None):
        """Return what the two drawings of a panel don't share, and how many groups were compared."""
        one, two = (readback.read(path, scales)[letter] for path in (self.python, self.r))
        found = alike.compare(one, two)
        return [(c.group, w) for c in found for w in c.wrong], len(found)


def draw(folder, panels, data, *, layout, width="183mm", height="70mm", palette="nature"):
    """Write a spec of panels, draw it with both backends and return what came out.

    Parameters
    ----------
    folder : Path
    panels : dict
        Letter → keys of the panel.
    data : dict
        Name of a table → its rows.
    layout : str
    width, height, palette : str
    """
    r.require("ggplot2", "patchwork", "svglite", "ragg")
    paths = {}
    for backend in ("python", "r"):
        evidence = {k: {"role": f"role {k}", "claim": "It shows what it shows."} for k in panels}
        contract = {
            "conclusion": "Both backends draw the same values.",
            "backend": backend,
            "journal": "nature",
        }
        spec = {
            "natfig": 1, "id": "both", "contract": contract | {"evidence": evidence},
            "figure": {"width": width, "height": height, "layout": layout, "palette": palette},
            "data": {name: {"rows": rows} for name, rows in data.items()},
            "panels": panels,
        }  # fmt: skip
        here = folder / backend
        here.mkdir()
        (here / "spec.yaml").write_text(yaml.safe_dump(spec, sort_keys=False, allow_unicode=True), "utf-8")
        done = main(["render", str(here / "spec.yaml"), "--out", str(here / "out"), "--formats", "svg"])
        assert done == 0, backend
        paths[backend] = here / "out" / "both.svg"
    return Drawn(**paths)


def lint(drawn):
    """Return how many remarks lintr's default linters make on a script."""
    path = str(drawn.r.with_suffix(".R")).replace("\\", "/")
    return r.evaluate({"lint": f'length(lintr::lint("{path}"))'}, packages=("lintr",))["lint"]["value"][0]
