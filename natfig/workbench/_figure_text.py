"""A figure in a terminal: size, verdict, findings and claims, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from natfig.core.plain import visible

if TYPE_CHECKING:
    from natfig.workbench.figure import Figure

__all__ = ["figure_text", "panel_of", "value_text"]


def figure_text(figure: Figure) -> str:
    """Return what a terminal shows."""
    item = figure.item
    head = (
        f"{figure.id}: {figure.width_mm:.1f} × {figure.height_mm:.1f} mm, {len(item['panels'])} panels, "
        f"{item['text_elements']} texts; {item['journal']}, {item['stage']}; "
        f"{'passes' if figure.ok else 'fails'}"
    )
    lines = [head]
    lines += [f"  {f.severity.value} {f.code}: {panel_of(f)}{visible(f.message)}" for f in figure.findings]
    for name, claim in figure.claims.items():
        held = "" if claim["holds"] else "  DOES NOT HOLD"
        asked = f" ({claim['assert']})" if claim["assert"] else ""
        lines.append(f"  {name} = {value_text(claim['value'])}{asked}{held}")
    lines += [f"  note: {visible(w)}" for w in figure.warnings]
    return "\n".join(lines)


def panel_of(finding: Any) -> str:
    """Return "panel a: " of a finding, or nothing."""
    return f"panel {finding.where.panel}: " if finding.where.panel else ""


def value_text(value: Any) -> str:
    """Return a claim's value with four digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
