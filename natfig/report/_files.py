"""Legend, alternative text, files and versions: what goes to the journal with the picture."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.legend.model import Legend, Run
from natfig.legend.verdict import judge
from natfig.report._words import (
    amount,
    checksum,
    definitions,
    esc,
    file_size,
    flag,
    listed,
    number,
    rich,
    sentence,
    shown,
    table,
)
from natfig.report.proof import Proof

__all__ = ["alternative_html", "files_html", "legend_html", "word_count"]


def word_count(legend: Legend) -> str:
    """Return how long the legend is and may be, as HTML."""
    limit = legend.limit
    most = None if limit is None else limit.value[-1] if isinstance(limit.value, tuple) else limit.value
    if most is None:
        return amount(legend.words, "word")
    said = f"{legend.words:,} of at most {amount(int(most), 'word')}"
    return f'<strong class="fails">{said}</strong>' if legend.words > most else said


def legend_html(proof: Proof, label: str) -> str:
    """Return the legend as it is printed; `label` is "Fig. 2" or ""."""
    legend = proof.legend
    prefix = f"{label}{' | ' if legend.house.is_nature else '. '}" if label else ""
    body = "".join(_run(run) for run in legend.body())
    flags = [flag(rich(sentence(text)), "warning") for text in _lacking(proof)]
    if legend.left_out:
        left = " ".join(esc(said.text) for said in legend.left_out)
        flags.append(f'<p class="soft small">Left out to keep the limit of words: {left}</p>')
    return f'<p class="caption"><b>{esc(prefix)}{rich(legend.title)}</b> {body}</p>{"".join(flags)}'


def _run(run: Run) -> str:
    text = rich(run.text)
    if run.italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if run.bold else text


def _lacking(proof: Proof) -> Iterator[str]:
    """Yield what the legend says too little of, or too much."""
    written = proof.prepared.loaded.spec.legend
    if written is None:
        yield "The spec has no legend (legend:); this one is made from the contract and the data"
    else:
        missing = [letter for letter in proof.prepared.loaded.panels if letter not in written.panels]
        if missing:
            yield f"Missing: legend.panels says nothing of {listed(missing)}"
    yield from (finding.message for finding in judge(proof.legend))
    yield from proof.legend.warnings
    yield from (f"Known once the figure is drawn: {unknown}" for unknown in proof.legend.unknown)


def alternative_html(proof: Proof) -> str:
    """Return the alternative text."""
    return f'<p class="alternative">{rich(proof.alternative)}</p>'


def files_html(proof: Proof) -> str:
    """Return the outputs with their checksums, the fonts and the versions."""
    from natfig import __version__

    outputs = [
        (
            shown(str(o["path"]).rpartition("/")[2], 120),
            f"{number(o['width_mm'])} × {number(o['height_mm'])} mm",
            f"{number(o['dpi'], 0)} dpi" if o["dpi"] else "vector",
            file_size(o["bytes"]),
            checksum(str(o["sha256"]), 64),
        )
        for o in proof.figure["outputs"]
    ]
    head = ("File", "Size on paper", "Resolution", "Size", "SHA-256")
    listed = table(head, outputs, "files", "Files of this figure") if outputs else ""
    fonts = ", ".join(
        f"{esc(str(f.get('family', '')))} ({esc(str(f.get('type') or 'not embedded'))})"
        for f in proof.figure["fonts"]
    )
    versions = ", ".join(
        f"{esc(k)} {esc(str(v))}" for k, v in {"natfig": __version__, **proof.figure["versions"]}.items()
    )
    loaded = proof.prepared.loaded
    return listed + definitions(
        [
            ("Fonts", fonts),
            ("Texts", f"{proof.figure['text_elements']:,} stored as text" if outputs else ""),
            ("Versions", versions),
            ("Spec", f"{shown(loaded.path.name, 120)} {checksum(loaded.sha256)}"),
        ]
    )
