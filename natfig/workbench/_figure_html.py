"""A figure in a notebook, as HTML that needs no script and no file.

The picture is an image (what is in an SVG can't run there). Places of findings are boxes over
it, shown by style rules alone while the finding has the pointer or the focus; so it works in
JupyterLab, Notebook, VS Code and pages made by nbconvert alike, and leaves the notebook's own
style untouched.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from natfig.core.io import hash_bytes
from natfig.core.plain import visible
from natfig.workbench._figure_text import panel_of, value_text

if TYPE_CHECKING:
    from natfig.core.findings import Finding
    from natfig.workbench.figure import Figure

__all__ = ["figure_html", "picture_html"]

# Findings whose places are shown; more would be a picture of boxes.
MOST_PLACES = 100
# Around a place, so that its frame doesn't lie on what it frames.
_AROUND_MM = 0.6

_STYLE = """
#{id}{{font:13px/1.45 system-ui,sans-serif;color:var(--jp-ui-font-color1,inherit);max-width:100%}}
#{id} .page{{position:relative;width:{width}mm;height:{height}mm;background:#fff;margin:0 0 8px;\
box-shadow:0 0 0 1px rgba(128,128,128,.35)}}
#{id} .scroll{{overflow-x:auto;padding:1px}}
#{id} .page img{{width:{width}mm;height:{height}mm;max-width:none;display:block;margin:0}}
#{id} .place{{position:absolute;border:2px solid #d55e00;border-radius:2px;opacity:0;pointer-events:none}}
#{id} ul{{list-style:none;margin:4px 0;padding:0}}
#{id} li{{padding:2px 6px;border-left:3px solid transparent}}
#{id} li.error{{border-color:#d55e00}}
#{id} li.warning{{border-color:#e69f00}}
#{id} li.info{{border-color:#56b4e9}}
#{id} li:focus,#{id} li:hover{{background:rgba(128,128,128,.15)}}
#{id} code{{font-size:12px}}
#{id} table{{border-collapse:collapse;margin:4px 0}}
#{id} th,#{id} td{{text-align:left;padding:2px 10px 2px 0;border:0}}
#{id} .bad{{color:#b54708;font-weight:600}}
#{id} details{{margin:2px 0}}
"""


def figure_html(figure: Figure) -> str:
    """Return the figure with all that is known of it."""
    places = [(i, f) for i, f in enumerate(figure.findings[:MOST_PLACES]) if f.where.bbox_mm is not None]
    parts = [
        picture_html(figure.svg, figure.width_mm, figure.height_mm, _alt(figure), _frames(places, figure)),
        _verdict(figure),
        _findings(figure),
        _claims(figure),
        _data(figure),
        _notes(figure),
    ]
    # The id is that of the content: the same figure gives the same cell output.
    name = "natfig-" + hash_bytes(figure.svg + repr(figure.item["claims"]).encode())[:10]
    style = _STYLE.format(id=name, width=f"{figure.width_mm:g}", height=f"{figure.height_mm:g}")
    style += "".join(
        f"#{name}:has(.f{i}:hover) .p{i},#{name}:has(.f{i}:focus) .p{i}{{opacity:1}}" for i, _ in places
    )
    body = "".join(parts)
    return f'<div id="{name}" class="natfig-figure"><style>{style}</style>{body}</div>'


def picture_html(svg: bytes, width_mm: float, height_mm: float, alt: str, over: str = "") -> str:
    """Return an SVG as an image of its printed size; `over` lies on it."""
    address = "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
    size = f"width:{width_mm:g}mm;height:{height_mm:g}mm;max-width:none"
    return (
        f'<div class="scroll"><div class="page">'
        f'<img src="{address}" alt="{escape(alt, quote=True)}" style="{size}">{over}</div></div>'
    )


def _alt(figure: Figure) -> str:
    from natfig.core.xml import parse_xml

    root = parse_xml(figure.svg, what="SVG").getroot()
    found = root.find("{http://www.w3.org/2000/svg}desc")
    return (found.text or "") if found is not None else figure.id


def _frames(places: list[tuple[int, Finding]], figure: Figure) -> str:
    out = []
    for i, finding in places:
        x, y, w, h = finding.where.bbox_mm or (0.0, 0.0, 0.0, 0.0)
        left, top = max(x - _AROUND_MM, 0.0), max(y - _AROUND_MM, 0.0)
        right, bottom = min(x + w + _AROUND_MM, figure.width_mm), min(y + h + _AROUND_MM, figure.height_mm)
        box = f"left:{left:.2f}mm;top:{top:.2f}mm;width:{right - left:.2f}mm;height:{bottom - top:.2f}mm"
        out.append(f'<div class="place p{i}" style="{box}"></div>')
    return "".join(out)


def _verdict(figure: Figure) -> str:
    item = figure.item
    word = "passes" if figure.ok else '<span class="bad">fails</span>'
    size = f"{figure.width_mm:.1f} × {figure.height_mm:.1f} mm"
    texts = f"{item['text_elements']} editable texts"
    smallest = min((r.size_pt for r in _runs(figure)), default=None)
    small = f", the smallest {smallest:.1f} pt" if smallest is not None else ""
    return (
        f"<div><b>{_e(figure.id)}</b> {word} for {_e(item['journal'])}, {_e(item['stage'])} · "
        f"{size} · {texts}{small}</div>"
    )


def _runs(figure: Figure) -> list[Any]:
    document = figure.result.document
    return [r for r in document.runs if r.visible] if document is not None else []


def _findings(figure: Figure) -> str:
    if not figure.findings:
        return "<div>No findings.</div>"
    rows = []
    for i, finding in enumerate(figure.findings):
        level = finding.severity.value
        rows.append(
            f'<li class="{level} f{i}" tabindex="0">{level} <code>{_e(finding.code)}</code> '
            f"{_e(panel_of(finding) + finding.message)}</li>"
        )
    return f'<ul aria-label="Findings">{"".join(rows)}</ul>'


def _claims(figure: Figure) -> str:
    if not figure.claims:
        return ""
    rows = []
    for name, claim in figure.claims.items():
        held = "holds" if claim["holds"] else '<span class="bad">does not hold</span>'
        rows.append(
            f"<tr><td><code>{_e(name)}</code></td><td>{_e(value_text(claim['value']))}</td>"
            f"<td>{_e(claim['assert'] or '')}</td><td>{held if claim['assert'] else ''}</td></tr>"
        )
    head = "<tr><th>Claim</th><th>Value</th><th>Asserted</th><th></th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _data(figure: Figure) -> str:
    rows = []
    for use in figure.item["data"]:
        left = sum(e["rows"] for e in use["exclusions"])
        said = f"{use['rows_used']:,} of {use['rows']:,} rows" if left else f"{use['rows']:,} rows"
        why = "; ".join(f"{e['rows']:,} without: {e['reason']}" for e in use["exclusions"])
        rows.append(f"<li><code>{_e(use['name'])}</code> {said}{_e(': ' + why) if why else ''}</li>")
    if not rows:
        return ""
    return f"<details><summary>Data</summary><ul>{''.join(rows)}</ul></details>"


def _notes(figure: Figure) -> str:
    if not figure.warnings:
        return ""
    return f'<ul aria-label="Notes">{"".join(f"<li>{_e(w)}</li>" for w in figure.warnings)}</ul>'


def _e(text: str) -> str:
    return escape(visible(text), quote=True)
