"""natfig in JupyterLab: figures beside their specs, drawn by a server extension.

The browser's side is in ``page/``, what JupyterLab finds it by in ``labextension/``. Importing this
package loads nothing of Jupyter: whoever has no JupyterLab pays nothing for it.
"""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return what ``jupyter server`` loads; it calls this by name."""
    from natfig.workbench.jupyter.extension import NatfigExtension

    return [{"module": "natfig.workbench.jupyter.extension", "app": NatfigExtension}]
