"""Pictures: what is stained in which colour, scale bars, and what was done to all of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement
from natfig.legend.words import listed, plain_label, sentence

__all__ = ["words"]

_COLORS = {
    "#FFFFFF": "grey", "#FF0000": "red", "#00FF00": "green", "#0000FF": "blue", "#00FFFF": "cyan",
    "#FF00FF": "magenta", "#FFFF00": "yellow",
}  # fmt: skip


class _Image(KindWords):
    id = "image"

    def subject(self, view: View) -> str:  # noqa: ARG002 - natfig does not see what a picture shows
        return ""

    def statements(self, view: View) -> list[Statement]:
        channels = list(dict.fromkeys(_channels(view)))
        # One channel in grey is a picture as everybody expects it.
        is_grey = all(color == "grey" for _, color in channels)
        shown = [f"{name}, {color}" for name, color in channels]
        said = "|".join(rf"\b{color}\b" for _, color in channels)
        out = [] if is_grey or not shown else [Statement("marks", sentence("; ".join(shown)), said_by=said)]
        gamma = view.panel.gamma
        if gamma is not None:
            text = f"A gamma of {gamma.value:g} was applied ({plain_label(gamma.reason).rstrip('.')})"
            out.append(Statement("image", sentence(text), said_by="gamma"))
        bars = list(dict.fromkeys(_bars(view)))
        if bars:
            text = f"{'Scale bar' if len(bars) == 1 else 'Scale bars'}, {listed(bars)}"
            out.append(Statement("scale bar", sentence(text), said_by=r"scale bars?"))
        return out


def _channels(view: View) -> Iterator[tuple[str, str]]:
    """Yield name and colour of each channel, as drawn, else as asked for."""
    images = view.record.get("images", ())
    for image in images:
        for channel in image.get("channels", ()):
            drawn = str(channel.get("color"))
            yield str(channel.get("name", "")), _COLORS.get(drawn, drawn)
    if not images:
        for channel in view.panel.channels:
            label, color = getattr(channel, "label", None), getattr(channel, "color", None)
            if label and color:
                yield label, color


def _bars(view: View) -> Iterator[str]:
    """Yield the lengths of the scale bars, those of insets last."""
    images = view.record.get("images", ())
    for image in images:
        if _is_length(image.get("scale_bar")):
            yield image["scale_bar"]
    if not images:
        asked: Any = view.panel.scale_bar
        length = str(asked if isinstance(asked, str) else getattr(asked, "length", None) or "")
        if _is_length(length):
            yield length
    for inset in (i for image in images for i in image.get("insets", ())):
        if _is_length(inset.get("scale_bar")):
            yield f"{inset['scale_bar']} (inset)"


def _is_length(value: Any) -> bool:
    return isinstance(value, str) and any(c.isdigit() for c in value) and not value.startswith("none")


words = _Image()
