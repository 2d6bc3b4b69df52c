"""Scale bars and other facts of pictures, which are known once the figure was rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from natfig.legend.kinds.base import View
from natfig.legend.model import Statement
from natfig.legend.words import listed, sentence

__all__ = ["image_statements", "needs_render"]


def image_statements(view: View) -> Iterator[Statement]:
    """Yield the lengths of a panel's scale bars."""
    lengths = list(dict.fromkeys(_lengths(view)))
    if lengths:
        noun = "Scale bar" if len(lengths) == 1 else "Scale bars"
        yield Statement("scale bar", sentence(f"{noun}, {listed(lengths)}"), said_by=r"scale bars?")


def _lengths(view: View) -> Iterator[str]:
    images = view.record.get("images", ())
    for image in images if isinstance(images, list | tuple) else [images]:
        bar = image.get("scale_bar") if isinstance(image, Mapping) else None
        if text := _length(bar):
            yield text
    if not view.record:
        bar = getattr(view.panel, "scale_bar", None)
        if text := _length(bar):
            yield text


def _length(bar: Any) -> str:
    """Return a length as "20 µm", from whatever form says it."""
    if bar is None or bar is False:
        return ""
    if isinstance(bar, str):
        return bar

    def get(key: str) -> Any:
        return bar.get(key) if isinstance(bar, Mapping) else getattr(bar, key, None)

    if text := get("text") or get("label"):
        return str(text)
    length, unit = get("length"), get("unit")
    if isinstance(length, str):
        return length
    return f"{length:g} {unit or ''}".strip() if isinstance(length, int | float) and length > 0 else ""


def needs_render(views: Iterable[View]) -> Iterator[str]:
    """Yield what is known only once the figure was rendered."""
    letters = [v.letter for v in views if v.panel.kind == "image"]
    if letters:
        yield f"panel{'s'[: len(letters) > 1]} {listed(letters)}: scale bars as they are drawn"
