"""Colours in the HTML report: swatches as people see them, and the filters that show the picture so."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from natfig.core import lazyre
from natfig.qa.document import Document
from natfig.qa.reporters._html_words import number
from natfig.qa.seeing import Vision, color_name, linear_matrix, luminance, simulate

__all__ = ["VIEWS", "View", "colors_html", "filters_html", "seen_as"]

View = Literal["normal", "deuteranopia", "protanopia", "tritanopia", "greyscale"]
VIEWS: tuple[View, ...] = ("normal", "deuteranopia", "protanopia", "tritanopia", "greyscale")

_MOST = 24
_COLOR = lazyre.compile(r"#[0-9A-Fa-f]{6}")


def filters_html() -> str:
    """Return an SVG with one filter for each view but the normal one, in linear light."""
    parts = []
    for view in VIEWS[1:]:
        rows = [" ".join(f"{v:.6f}" for v in row) + " 0 0" for row in linear_matrix(view)]
        parts.append(
            f'<filter id="as-{view}" x="0" y="0" width="100%" height="100%" '
            'color-interpolation-filters="linearRGB">'
            f'<feColorMatrix type="matrix" values="{" ".join(rows)} 0 0 0 1 0"/></filter>'
        )
    return f'<svg class="filters" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def seen_as(color: str, view: View) -> str:
    """Return how a colour looks, as ``#RRGGBB``.

    Parameters
    ----------
    color : str
        ``#RRGGBB``.
    view : str
        A vision, or "greyscale": the grey of the same luminance.
    """
    if view == "greyscale":
        y = luminance(color)
        grey = round(255 * (12.92 * y if y <= 0.0031308 else 1.055 * y ** (1 / 2.4) - 0.055))
        return f"#{grey:02X}{grey:02X}{grey:02X}"
    vision: Vision = view
    r, g, b = simulate(color, vision)
    return f"#{round(255 * r):02X}{round(255 * g):02X}{round(255 * b):02X}"


def _used(document: Document) -> Counter[str]:
    """Return how often each colour is used by shapes and runs."""
    shapes, used = document.shapes, Counter[str]()
    for paint, count in Counter(shapes.paint).items():
        p = shapes.paints[paint]
        if p.fill_opacity > 0:
            used.update(dict.fromkeys({c for c in (p.fill, *p.fill_stops) if c}, count))
        if p.stroke_opacity > 0 and (p.width_pt > 0 or p.stroke_stops):
            used.update(dict.fromkeys({c for c in (p.stroke, *p.stroke_stops) if c}, count))
    used.update(run.fill for run in document.runs if run.visible and run.fill)
    return Counter({c.upper(): count for c, count in used.items() if _COLOR.fullmatch(c)})


def colors_html(document: Document) -> str:
    """Return the table of the colours used most, each as it looks under every view."""
    used = _used(document)
    if not used:
        return ""
    chosen = sorted(used.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    heads = "".join(f'<th scope="col">{_broken(view)}</th>' for view in VIEWS)
    rows = []
    for color, count in chosen:
        cells = "".join(f"<td>{_swatch(seen_as(color, view))}</td>" for view in VIEWS)
        rows.append(
            f'<tr><th scope="row"><code>{color}</code> <span class="name">{color_name(color)}</span></th>'
            f"{cells}<td>{count:,}</td></tr>"
        )
    more = f" (the {_MOST} used most of {number(len(used), 0)})" if len(used) > _MOST else ""
    return (
        f'<div class="card wide"><h3>Colours{more}</h3><table class="colors"><thead><tr><td></td>{heads}'
        f'<th scope="col">Uses</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _broken(view: View) -> str:
    """Return a view's name with the place where it may be broken."""
    return view.capitalize().replace("anopia", "&shy;anopia")


def _swatch(color: str) -> str:
    return (
        f'<svg class="swatch" viewBox="0 0 10 6" preserveAspectRatio="none" role="img" aria-label="{color}">'
        f'<title>{color}</title><rect width="10" height="6" fill="{color}"/></svg>'
    )
