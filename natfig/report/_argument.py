"""The head of a proof: the conclusion, what it is part of, and the claims with their verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.report._notes import found_in_words
from natfig.report._words import amount, definitions, esc, number, rich, sentence, shown, table
from natfig.report.proof import Proof

__all__ = ["claims_html", "conclusion_html", "contract_html", "verdict_html"]

# Comparisons as they are written on paper.
_PLAIN = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}
_SIGNS = lazyre.compile(r">=|<=|==|!=")


def conclusion_html(proof: Proof) -> str:
    """Return the conclusion, as a sentence."""
    return rich(sentence(proof.prepared.loaded.spec.contract.conclusion))


def verdict_html(proof: Proof) -> str:
    """Return in one line whether the figure stands: claims, checks, rows."""
    claims = proof.prepared.claims
    parts = []
    if proof.failed:
        number_failed = len(proof.failed)
        does = "does" if number_failed == 1 else "do"
        parts.append(f"{number_failed} of {amount(len(claims), 'claim')} {does} not hold")
    elif claims:
        parts.append(f"All {len(claims)} claims hold" if len(claims) > 1 else "The claim holds")
    else:
        parts.append("Nothing is claimed of the data")
    if proof.checked is not None:
        parts.append(found_in_words(proof.checked))
    parts.append(_rows(proof))
    tone = "good" if proof.ok else "bad"
    return f'<p class="verdict {tone}">{". ".join(part for part in parts if part)}.</p>'


def _rows(proof: Proof) -> str:
    drawn = [use for use in proof.prepared.data_use if use.panels]
    if not drawn:
        return ""
    panels = {letter for use in drawn if use.rows_used < use.rows for letter in use.panels}
    if not panels:
        return "Every row is drawn"
    return f"Rows are left out, with reasons, in {amount(len(panels), 'panel')}"


def contract_html(proof: Proof) -> str:
    """Return what the figure answers and where it will be published."""
    contract = proof.prepared.loaded.spec.contract
    journal = proof.prepared.journal
    language = {"python": "Python", "r": "R"}.get(proof.prepared.backend, proof.prepared.backend)
    stage = {"initial": "first submission", "production": "accepted, for production"}[contract.stage]
    rows = [
        ("Question", rich(contract.question) if contract.question else ""),
        ("Archetype", esc(contract.archetype)),
        ("Journal", f"{esc(journal.name)}, {stage}"),
        ("Size", _size(proof)),
        ("Drawn with", esc(language)),
    ]
    warnings = "".join(f'<p class="flag warning">{esc(sentence(w))}</p>' for w in proof.figure["warnings"])
    return definitions(rows, "contract") + warnings


def _size(proof: Proof) -> str:
    outputs = proof.figure["outputs"]
    if not outputs:
        return ""
    return f"{number(outputs[0]['width_mm'])} × {number(outputs[0]['height_mm'])} mm"


def claims_html(proof: Proof) -> str:
    """Return every claim with its value, what is asserted and whether it holds."""
    rows = list(_claims(proof))
    if not rows:
        return '<p class="soft">The spec claims nothing of the data (<code>claims:</code>).</p>'
    head = ("Claim", "Value", "Asserted", "Verdict")
    queries = "".join(
        f"<dt>{esc(name)}</dt><dd><code>{esc(' '.join(claim.value.split()))}</code></dd>"
        for name, claim in proof.prepared.loaded.spec.claims.items()
    )
    return table(head, rows, "claims", "Claims and their verdicts") + (
        f'<details><summary>How they are computed</summary><dl class="queries">{queries}</dl></details>'
    )


def _claims(proof: Proof) -> Iterator[tuple[str, str, str, str]]:
    for name, result in proof.prepared.claims.items():
        label = proof.prepared.loaded.spec.claims[name].label
        code = f"<code>{esc(name).replace('_', '_<wbr>')}</code>"
        shown_name = f'{esc(label)} <span class="soft">{code}</span>' if label else code
        if result.assertion is None:
            verdict = '<span class="soft">stated</span>'
        elif result.holds:
            verdict = '<span class="holds">holds</span>'
        else:
            verdict = '<strong class="fails">does not hold</strong>'
        asserted = _SIGNS.sub(lambda m: _PLAIN[m[0]], result.assertion or "–")
        yield shown_name, esc(result.text), shown(asserted, 60), verdict
