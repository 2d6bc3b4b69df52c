"""Figure templates: a working spec with its data, one folder each under ``templates/specs/``.

A folder holds ``spec.yaml``, ``data/``, ``SOURCE.md`` (who measured the data, under which
licence, what was done to them) and, for a panel of kind ``python``, the code it calls.
``SOURCE.md`` states each data file's licence on a line ``- Licence: …``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from natfig.core.errors import NatfigError, UsageError, did_you_mean
from natfig.core.io import read_bounded
from natfig.core.resources import templates_dir

__all__ = ["DEFAULT_TEMPLATE", "SCHEMA_NAME", "Template", "template", "template_names"]

DEFAULT_TEMPLATE = "serving"
SCHEMA_NAME = "spec.schema.json"

# A spec is a page of YAML and a data set of a template at most 200 kB; ten times that is a mistake.
_MAX_FILE_BYTES = 2_000_000
_SCHEMA_LINE = re.compile(rb"\A# yaml-language-server: \$schema=\S+")
_SOURCE_LINE = re.compile(r"^- (Licence|Data): *(.+)$", re.MULTILINE)
# Left behind by editors, Python and natfig itself: no part of a template.
_IGNORED = ("__pycache__", "out")


@dataclass(frozen=True)
class Template:
    """One template.

    Attributes
    ----------
    name : str
        Name of its folder, as in ``natfig init --template NAME``.
    folder : Path
    """

    name: str
    folder: Path

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        """The spec as YAML has it, not checked.

        Raises
        ------
        NatfigError
            If the spec is no YAML mapping: natfig's installation is damaged.
        """
        import yaml

        raw = read_bounded(self.folder / "spec.yaml", _MAX_FILE_BYTES, "spec")
        try:
            spec = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
        except yaml.YAMLError:
            spec = None
        if not isinstance(spec, dict):
            raise NatfigError(f"template '{self.name}' has no readable spec", hint="install natfig again")
        return spec

    @cached_property
    def source_text(self) -> str:
        """The text of ``SOURCE.md``."""
        return read_bounded(self.folder / "SOURCE.md", _MAX_FILE_BYTES, "source note").decode("utf-8")

    def _stated(self, key: str) -> list[str]:
        found = (m[2].strip() for m in _SOURCE_LINE.finditer(self.source_text) if m[1] == key)
        return list(dict.fromkeys(found))

    @property
    def source(self) -> list[str]:
        """What the data are, one sentence for each data set."""
        return self._stated("Data")

    @property
    def licences(self) -> list[str]:
        """Licences of the data, each once."""
        return self._stated("Licence")

    @property
    def kinds(self) -> list[str]:
        """Chart kinds of the panels, each once, in panel order."""
        return list(dict.fromkeys(str(p.get("kind")) for p in self.spec["panels"].values()))

    @property
    def is_example(self) -> bool:
        """Whether any table is made-up example data."""
        return any(bool(table.get("example")) for table in self.spec.get("data", {}).values())

    def file_names(self) -> list[str]:
        """Return the relative paths of the folder's files, sorted."""
        found = []
        for path in self.folder.rglob("*"):
            relative = path.relative_to(self.folder)
            if path.is_file() and not any(p.startswith(".") or p in _IGNORED for p in relative.parts):
                found.append(relative.as_posix())
        return sorted(found)

    def files(self) -> dict[str, bytes]:
        """Return what ``natfig init`` writes: relative path → bytes, the schema included.

        The spec's first line refers to the schema beside it, so that an editor
        completes keys wherever the folder is put.
        """
        found = {
            n: read_bounded(self.folder / n, _MAX_FILE_BYTES, "template file") for n in self.file_names()
        }
        reference = f"# yaml-language-server: $schema={SCHEMA_NAME}".encode()
        found["spec.yaml"] = _SCHEMA_LINE.sub(lambda _: reference, found["spec.yaml"])
        found[SCHEMA_NAME] = read_bounded(templates_dir("schemas", SCHEMA_NAME), _MAX_FILE_BYTES, "schema")
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the keys of ``natfig templates --json``."""
        contract = self.spec["contract"]
        figure = self.spec.get("figure", {})
        evidence = contract.get("evidence", {})
        return {
            "name": self.name,
            "conclusion": contract["conclusion"],
            "archetype": contract.get("archetype", "quantitative grid"),
            "journal": contract.get("journal", "nature"),
            "width": figure.get("width", "double"),
            "height": figure.get("height", "auto"),
            "palette": figure.get("palette"),
            "kinds": self.kinds,
            "panels": {
                letter: {"kind": panel.get("kind"), "role": evidence.get(letter, {}).get("role")}
                for letter, panel in self.spec["panels"].items()
            },
            "data": self.source,
            "licences": self.licences,
            "example": self.is_example,
            "files": self.file_names(),
        }


@cache
def template_names() -> tuple[str, ...]:
    """Return the names of all templates, sorted; nothing is read."""
    return tuple(sorted(p.parent.name for p in templates_dir("specs").glob("*/spec.yaml")))


def template(name: str) -> Template:
    """Return a template.

    Raises
    ------
    UsageError
        If there is none of that name; the message names the nearest one.
    """
    # Asked against the list, so that a name such as "../x" cannot leave the folder.
    if name not in template_names():
        raise UsageError(f"unknown template '{name}'", hint=did_you_mean(name, template_names(), most=30))
    return Template(name, templates_dir("specs", name))
