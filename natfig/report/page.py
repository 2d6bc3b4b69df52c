"""Puts a proof sheet together: one page that loads nothing, for one figure or for all of a manuscript.

Its Content-Security-Policy lets through no address but ``data:`` images and no script and no
style sheet but those whose SHA-256 it names. What comes from specs, data and figures is
escaped; the script is the same for every proof and reads the page.
Source: W3C, Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from natfig import __version__
from natfig.core.webpage import asset, policy, template
from natfig.qa.reporters._html_colors import VIEWS, filters_html
from natfig.report._argument import claims_html, conclusion_html, contract_html, verdict_html
from natfig.report._changes import changes_html
from natfig.report._files import alternative_html, files_html, legend_html, word_count
from natfig.report._lineage import lineage_html
from natfig.report._notes import notes_html
from natfig.report._panels import panels_html
from natfig.report._paper import paper_html
from natfig.report._picture import Stage, stage_of
from natfig.report._words import amount, esc, heading, shown
from natfig.report.proof import Proof

if TYPE_CHECKING:
    from natfig.manuscript.paper import Checked

__all__ = ["GENERATOR", "proof_page"]

#: How a proof sheet is told from a file of somebody else.
GENERATOR = "natfig proof"


def proof_page(proofs: Sequence[Proof], paper: Checked | None = None) -> str:
    """Return the proof sheet as an HTML page.

    Parameters
    ----------
    proofs : sequence of Proof
        One, or several for a sheet of a whole manuscript.
    paper : Checked, optional
        The manuscript the figures belong to, with what was found across them.
    """
    labels = _labels(proofs, paper)
    is_single = len(proofs) == 1 and paper is None
    articles, rules = [], []
    for number, (proof, label) in enumerate(zip(proofs, labels, strict=True), 1):
        key = f"f{number}"
        stage = stage_of(proof, key)
        rules.append(stage.rules)
        articles.append(_article(proof, stage, key, label, is_single=is_single))
    style = "\n".join([asset("proof.css"), *filter(None, rules), ""])
    script = asset("proof.js")
    title, head = _head(proofs, labels, paper, is_single=is_single)
    return template("proof.html").substitute(
        policy=policy(style, script),
        style=style,
        script=script,
        generator=f"{GENERATOR} {esc(__version__)}",
        version=esc(__version__),
        title=title,
        filters=filters_html(),
        views=_views(),
        head=head,
        articles="\n".join(articles),
    )


def _labels(proofs: Sequence[Proof], paper: Checked | None) -> list[str]:
    if paper is not None:
        return [figure.label for figure in paper.paper.figures]
    return [f"Figure {k}" for k in range(1, len(proofs) + 1)] if len(proofs) > 1 else [""]


def _views() -> str:
    return "".join(
        f'<label><input type="radio" name="view" id="view-{view}" value="{view}"'
        f"{' checked' if view == 'normal' else ''}><span>{view.capitalize()}</span></label>"
        for view in VIEWS
    )


def _head(
    proofs: Sequence[Proof], labels: Sequence[str], paper: Checked | None, *, is_single: bool
) -> tuple[str, str]:
    """Return the page's title and what stands above the figures."""
    if is_single:
        proof = proofs[0]
        name = shown(proof.id, 120)
        kicker = f'<p class="kicker">Proof of <b>{name}</b></p>'
        head = f"{kicker}<h1>{conclusion_html(proof)}</h1>{verdict_html(proof)}{contract_html(proof)}"
        return f"{name} – proof", head
    rows = "".join(
        f'<li><a href="#f{n}">{esc(label)}</a> <span class="says">{conclusion_html(proof)}</span>'
        f"{_state(proof)}</li>"
        for n, (label, proof) in enumerate(zip(labels, proofs, strict=True), 1)
    )
    title = shown(paper.paper.settings.title or "", 300) if paper is not None else ""
    title = title or f"{amount(len(proofs), 'figure')}"
    contents = f'<nav class="contents" aria-label="Figures"><ol>{rows}</ol></nav>'
    across = paper_html(paper) if paper is not None else ""
    return f"{title} – proof", f'<p class="kicker">Proof</p><h1>{title}</h1>{contents}{across}'


def _state(proof: Proof) -> str:
    tone, word = ("good", "stands") if proof.ok else ("bad", "does not stand")
    return f'<span class="state {tone}">{word}</span>'


def _article(proof: Proof, stage: Stage, key: str, label: str, *, is_single: bool) -> str:
    """Return one figure with all its sections."""
    level = 2 if is_single else 3
    checked = proof.checked
    notes = (
        notes_html(checked, stage.listed, stage.marks, key)
        if checked is not None
        else '<p class="soft">Nothing was drawn, so nothing could be checked.</p>'
    )

    def section(name: str, title: str, inside: str, note: str = "") -> str:
        anchor = f"{key}-{name}"
        head = heading(level, title, f"{anchor}-title", note)
        # Each figure of a paper has a legend, claims, …: which figure's they are is part of the name.
        names = f"{anchor}-title" if is_single else f"{key}-label {anchor}-title"
        return f'<section class="{name}" id="{anchor}" aria-labelledby="{names}">{head}{inside}</section>'

    top = ""
    if not is_single:
        top = (
            f'<header class="opening"><p class="kicker"><b id="{key}-label">{esc(label)}</b> '
            f"{shown(proof.id, 80)}</p>"
            f'<h2 id="{key}-name">{conclusion_html(proof)}</h2>'
            f"{verdict_html(proof)}{contract_html(proof)}</header>"
        )
    named = f'aria-labelledby="{key}-name"' if not is_single else 'aria-label="The figure"'
    found = len(checked.findings) if checked is not None else 0
    return (
        f'<article class="figure" id="{key}" {named}>{top}<div class="spread"><div class="main">'
        f"{section('picture', 'Figure', stage.html)}"
        f"{section('legend', 'Legend', legend_html(proof, label), word_count(proof.legend))}"
        f'</div><div class="margin">'
        f"{section('claimed', 'Claims', claims_html(proof))}"
        f"{section('notes', 'Checks', notes, amount(found, 'finding') if found else '')}"
        f"</div></div>"
        f"{section('audit', 'Panels', panels_html(proof, stage.listed, key))}"
        f"{section('lineage', 'Data', lineage_html(proof))}"
        f"{section('changes', 'Changes', changes_html(proof))}"
        f"{section('described', 'Alternative text', alternative_html(proof))}"
        f"{section('outputs', 'Files', files_html(proof))}</article>"
    )
