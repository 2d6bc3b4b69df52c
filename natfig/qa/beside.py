"""What is known of a figure beside its file: the manifest natfig wrote, or the spec it is drawn from.

Both give one mapping, an item of ``figures`` in ``natfig render --json``; what a spec
alone can't know (files, values of claims) is left empty. Checks read it through
`panel_items`, `claim_items` and `output_of`, which take nothing for granted: the file
may have been edited or be another program's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from natfig.core.errors import DocumentError, NatfigError
from natfig.core.io import read_bounded

__all__ = [
    "MAX_BYTES",
    "claim_items",
    "figure_of",
    "find_manifest",
    "from_spec",
    "manifest_path",
    "output_of",
    "panel_items",
]

# Manifests have a few kilobytes; more is no manifest.
MAX_BYTES = 4_000_000

_SUFFIX = ".manifest.json"


def manifest_path(path: Path) -> Path:
    """Return where natfig writes the manifest of a file: ``<stem>.manifest.json`` in its folder."""
    return path.with_name(path.stem + _SUFFIX)


def find_manifest(path: Path) -> Mapping[str, Any] | None:
    """Return the manifest beside a figure's file, or None where there is none to be used.

    Parameters
    ----------
    path : Path
        The figure's file ("fig1.svg"); only "fig1.manifest.json" beside it is opened.

    Returns
    -------
    mapping or None
        One figure's item. A manifest that is missing, too large, broken, or of other
        figures gives None: it says nothing of this file.
    """
    try:
        data = read_bounded(manifest_path(path), MAX_BYTES, "manifest")
        import json

        document = json.loads(data)
    except (NatfigError, ValueError, RecursionError):
        return None
    return figure_of(document, path)


def figure_of(document: object, path: Path | None = None) -> Mapping[str, Any] | None:
    """Return the item of one figure from a manifest's JSON, or None.

    Parameters
    ----------
    document : object
        The whole manifest, or an item of its ``figures``.
    path : Path, optional
        Of several figures the one that lists this file, or bears its name.
    """
    if not isinstance(document, Mapping):
        return None
    figures = document.get("figures")
    if figures is None:
        return document if "panels" in document or "claims" in document or "outputs" in document else None
    items = [f for f in figures if isinstance(f, Mapping)] if isinstance(figures, list) else []
    if path is not None:
        for item in items:
            if output_of(item, path.name) is not None or item.get("id") == path.stem:
                return item
        return None
    return items[0] if items else None


def from_spec(path: Path) -> Mapping[str, Any]:
    """Return what a spec says of its figure, in the manifest's form.

    Parameters
    ----------
    path : Path
        A YAML file, or a folder with a ``spec.yaml``. Its data are not read: claims
        have no value and hold is None.

    Raises
    ------
    SpecError
        If the spec is wrong.
    DocumentError
        If there is no such file.
    """
    from natfig.spec.loader import load_spec

    if not path.exists():
        raise DocumentError(f"no such spec: {path}")
    loaded = load_spec(path)
    contract = loaded.spec.contract
    items: list[dict[str, Any]] = []
    for letter, panel in loaded.panels.items():
        stats = panel.stats
        item: dict[str, Any] = {"panel": letter, "kind": panel.kind}
        if letter in contract.evidence:
            item |= contract.evidence[letter].model_dump()
        item["stats"] = None if stats is None else stats.model_dump(include={"center", "spread", "n", "unit"})
        items.append(item)
    return {
        "id": loaded.id,
        "journal": contract.journal,
        "stage": contract.stage,
        "outputs": [],
        "panels": items,
        "claims": {
            name: {"value": None, "assert": claim.assertion, "holds": None}
            for name, claim in loaded.spec.claims.items()
        },
        "spec": loaded.path.name,
    }


def panel_items(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return each panel's item under its letter, in order; {} where the manifest lists none."""
    panels = manifest.get("panels")
    if not isinstance(panels, list):
        return {}
    return {
        p["panel"]: p
        for p in panels
        if isinstance(p, Mapping) and isinstance(p.get("panel"), str) and p["panel"]
    }


def claim_items(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return each claim's item under its name; {} where the manifest lists none."""
    claims = manifest.get("claims")
    if not isinstance(claims, Mapping):
        return {}
    return {str(name): claim for name, claim in claims.items() if isinstance(claim, Mapping)}


def output_of(manifest: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return the item of the output file called `name`, or None."""
    outputs = manifest.get("outputs")
    if not isinstance(outputs, list):
        return None
    for output in outputs:
        if isinstance(output, Mapping) and str(output.get("path", "")).rpartition("/")[2] == name:
            return output
    return None
