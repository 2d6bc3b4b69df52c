"""Axes and colour bars that panels of an R page have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Call
from natfig.backends.r.script import Page, ShareGroup
from natfig.core.errors import LayoutError

if TYPE_CHECKING:
    from natfig.backends.r.plan import RPanel
    from natfig.layout.grid import Box, GridPlan
    from natfig.render.prepare import Prepared
    from natfig.spec.models import Share

__all__ = ["hidden_labels", "share_groups"]

# Axes whose ends differ by less line up.
LINED_UP_MM = 0.3


def share_groups(prepared: Prepared, drawn: Mapping[str, RPanel]) -> list[ShareGroup]:
    """Return the groups of panels with one scale.

    Raises
    ------
    LayoutError
        If scales differ, or categories, or a panel has no colour bar.
    """
    share, out = prepared.loaded.spec.figure.share, []
    for which, groups in (("x", share.x), ("y", share.y)):
        for group in groups:
            letters = tuple(group)
            first, *others = letters
            one = _transformation(drawn[first], which)
            names = _categories(prepared, first, which, drawn)
            for letter in others:
                other = _transformation(drawn[letter], which)
                if other != one:
                    raise LayoutError(
                        f"panels {first} and {letter} share {which}, but their scales differ "
                        f"({one} and {other})",
                        hint=f"give both the same scale, or take one out of figure.share.{which}",
                    )
                if _categories(prepared, letter, which, drawn) != names:
                    raise LayoutError(
                        f"panels {first} and {letter} share {which}, but not its categories",
                        hint=f"give both the same order:, or take one out of figure.share.{which}",
                    )
            # Axes with the same categories are alike already.
            if one != "categories":
                out.append(ShareGroup(which, letters))
    for group in share.color:
        for letter in group:
            if not drawn[letter].colorbar:
                raise LayoutError(
                    f"panel {letter} has no colour bar to share",
                    hint=f"take {letter} out of figure.share.color",
                )
        out.append(ShareGroup(_bar_scale(drawn[group[0]]), tuple(group)))
    return out


def _scale_term(drawn: RPanel, which: str) -> Call | None:
    return next(
        (t for t in drawn.terms if isinstance(t, Call) and t.function.startswith(f"scale_{which}_")), None
    )


def _transformation(drawn: RPanel, which: str) -> str:
    """Return the scale of an axis as the script says it, such as "linear", "log10" or "categories"."""
    term = _scale_term(drawn, which)
    if term is None:
        return "linear"
    if term.function.endswith("_discrete"):
        return "categories"
    trans = dict(term.args).get("trans")
    return "linear" if trans is None else trans.flat().strip('"')


def _categories(
    prepared: Prepared, letter: str, which: str, drawn: Mapping[str, RPanel]
) -> Sequence[str] | None:
    """Return the category names of an axis; None for numbers."""
    if _transformation(drawn[letter], which) != "categories":
        return None
    spec: Any = prepared.loaded.panels[letter]
    table = prepared.panel_tables.get(letter)
    for name in (which, "y" if which == "x" else "x"):
        channel = getattr(spec, name, None)
        if channel is None or table is None or channel.field not in table.columns:
            continue
        if table[channel.field].dtype.kind == "O":
            return tuple(table.levels(channel.field, getattr(channel, "order", None)))
    return None


def _bar_scale(drawn: RPanel) -> str:
    """Return the aesthetic of a panel's colour bar."""
    from natfig.backends.r.legends import gradients

    return next(iter(gradients(drawn.terms)), "fill")


def hidden_labels(page: Page, share: Share, plan: GridPlan) -> None:
    """Tell panels which axes' labels stand at another axes that lines up, and who shows no colour bar."""
    for which, groups in (("x", share.x), ("y", share.y)):
        for group in groups:
            for letter in group:
                if any(_says_it(plan.axes[letter], plan.axes[o], which) for o in group if o != letter):
                    page.panels[letter].hidden += (which,)
    for group in share.color:
        for letter in group[:-1]:
            page.panels[letter].hidden += ("colour",)


def _says_it(box: Box, other: Box, which: str) -> bool:
    """Whether the labels of another axes serve this one: it stands under it, or to its left, lined up."""
    if which == "x":
        lined_up = abs(box.x0 - other.x0) < LINED_UP_MM and abs(box.x1 - other.x1) < LINED_UP_MM
        return lined_up and other.y1 < box.y0
    lined_up = abs(box.y0 - other.y0) < LINED_UP_MM and abs(box.y1 - other.y1) < LINED_UP_MM
    return lined_up and other.x1 < box.x0
