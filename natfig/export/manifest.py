"""The manifest: what was drawn, from which data, with which versions, into which files.

It is reproducible: no dates, no timings, no path outside the output folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from natfig import __version__

__all__ = ["manifest_bytes"]

# True of one run only, so not of the figure.
_VOLATILE = ("timings_ms", "cached", "spec")


def manifest_bytes(figure: Mapping[str, Any], spec_name: str) -> bytes:
    """Return the manifest of one figure as JSON.

    Parameters
    ----------
    figure : mapping
        An item of ``figures`` in ``natfig render --json``.
    spec_name : str
        File name of the spec, without its folder.
    """
    kept = {k: v for k, v in figure.items() if k not in _VOLATILE}
    kept["spec"] = spec_name
    kept["outputs"] = [{**o, "path": o["path"].rpartition("/")[2]} for o in figure["outputs"]]
    document = {"natfig": __version__, "figures": [kept]}
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False) + "\n").encode()
