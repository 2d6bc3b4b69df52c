"""How a picture can be seen in the workbench: as it is, with a colour-vision deficiency, in grey."""

from __future__ import annotations

from typing import Any

__all__ = ["views"]


def views() -> list[dict[str, Any]]:
    """Return id, label and matrix of each view.

    Returns
    -------
    list of dict
        The matrices (3 × 3, on linear light) are those `natfig.style.vision` uses; None: as it is.
    """
    from natfig.qa.seeing import DEFICIENCIES, linear_matrix

    def view(name: Any) -> dict[str, Any]:
        matrix = [[round(v, 6) for v in row] for row in linear_matrix(name)]
        return {"id": name, "label": name.capitalize(), "matrix": matrix}

    plain = {"id": "normal", "label": "Normal", "matrix": None}
    return [plain, *(view(name) for name in (*DEFICIENCIES, "greyscale"))]
