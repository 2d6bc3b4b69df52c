"""Where the numbers come from: file, table, rows left out, panel."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.data.load import TableInfo, Tables
from natfig.report._words import amount, checksum, esc, rich, table
from natfig.report.proof import Proof

__all__ = ["lineage_html"]

# Longer chains of queries than this are cut: a table that reads itself can't be, but many may.
_LONGEST_CHAIN = 12


def lineage_html(proof: Proof) -> str:
    """Return the sources of the figure and the way from them to each panel."""
    tables = proof.prepared.tables
    if not tables.names:
        return '<p class="soft">The figure reads no data.</p>'
    sources: list[tuple[str, ...]] = [
        _source(proof, tables.info(name)) for name in tables.names if not tables.info(name).sources
    ]
    head: tuple[str, ...] = ("Source", "Rows", "Columns", "SHA-256", "Note")
    if not any(row[-1] for row in sources):
        head, sources = head[:-1], [row[:-1] for row in sources]
    return table(head, sources, "sources", "Files the figure reads") + table(
        ("Panel", "From", "Rows", "Left out", "Drawn"), _ways(proof), "ways", "From the files to the panels"
    )


def _source(proof: Proof, info: TableInfo) -> tuple[str, str, str, str, str]:
    spec = proof.prepared.loaded.spec.data.get(info.name)
    note = rich(spec.note) if spec is not None and spec.note else ""
    if info.example and not note:
        note = "Example data, not measurements"
    names = ", ".join(esc(f) for f in info.files[:6]) or f"{esc(info.name)} (rows in the spec)"
    if len(info.files) > 6:
        names += f" and {len(info.files) - 6} more"
    return names, f"{info.rows:,}", str(len(info.columns)), checksum(info.sha256), note


def _ways(proof: Proof) -> Iterator[tuple[str, str, str, str, str]]:
    tables = proof.prepared.tables
    for letter in proof.prepared.loaded.panels:
        for use in proof.prepared.data_use:
            if letter not in use.panels:
                continue
            left = [
                f"{e.rows:,} where <code>{esc(e.rule)}</code>: {esc(e.reason)}"
                for e in use.exclusions
                if e.rows
            ]
            chain = " → ".join(_chain(tables, use.name))
            yield (
                f"<b>{letter}</b>",
                chain,
                f"{use.rows:,}",
                "<br>".join(left) or "none",
                amount(use.rows_used, "row"),
            )


def _chain(tables: Tables, name: str) -> list[str]:
    """Return the files a table comes from and the queries between them and it."""
    chain: list[str] = []
    level = [name]
    while level and len(chain) < _LONGEST_CHAIN:
        infos = [tables.info(n) for n in level if n in tables]
        chain.append(" + ".join(f"<i>{esc(i.name)}</i>" for i in infos))
        files = [f for i in infos for f in i.files]
        if files:
            chain.append(", ".join(esc(f) for f in files[:4]) + (" …" if len(files) > 4 else ""))
        level = list(dict.fromkeys(s for i in infos for s in i.sources))
    return chain[::-1]
