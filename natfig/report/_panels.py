"""Panel by panel: what each contributes, from which rows, with which statistics, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from natfig.qa.beside import panel_items
from natfig.qa.reporters._html_findings import Listed
from natfig.report._notes import of_panel
from natfig.report._words import (
    amount,
    definitions,
    esc,
    flag,
    p_value,
    plain_value,
    rich,
    sentence,
    shown,
    table,
)
from natfig.report.proof import Proof

__all__ = ["panels_html"]

# What is told in words of its own; whatever else a panel's item holds is told as it stands.
_TOLD = frozenset({"panel", "kind", "role", "claim", "hero", "axes_mm", "n", "stats", "statistics"})
_SPREADS = {
    "sd": "standard deviation",
    "sem": "standard error of the mean",
    "ci95": "95 % confidence interval",
    "boot95": "95 % bootstrap interval",
    "iqr": "quartiles",
    "range": "range",
}


def panels_html(proof: Proof, listed: Sequence[Listed], key: str) -> str:
    """Return the audit of every panel.

    Parameters
    ----------
    proof : Proof
    listed : sequence of Listed
        Findings of the checks with their numbers.
    key : str
        Ids begin with it.
    """
    items = panel_items(proof.figure)
    is_drawn = bool(proof.figure["outputs"])
    parts = []
    for letter in proof.prepared.loaded.panels:
        item = items.get(letter) or _undrawn(proof, letter)
        parts.append(_panel(proof, letter, item, of_panel(listed, letter), key, is_drawn=is_drawn))
    return f'<ol class="panels">{"".join(parts)}</ol>'


def _undrawn(proof: Proof, letter: str) -> dict[str, Any]:
    """Return what the spec says of a panel that was not drawn, in the manifest's form."""
    panel = proof.prepared.loaded.panels[letter]
    evidence = proof.prepared.loaded.spec.contract.evidence.get(letter)
    item: dict[str, Any] = {"panel": letter, "kind": panel.kind, "n": {}}
    if evidence is not None:
        item |= evidence.model_dump()
    item["stats"] = None if panel.stats is None else panel.stats.model_dump()
    if letter in proof.prepared.statistics:
        item["statistics"] = proof.prepared.statistics[letter].to_json()
    return item


def _panel(
    proof: Proof, letter: str, item: Mapping[str, Any], findings: list[Listed], key: str, *, is_drawn: bool
) -> str:
    anchor = f"{key}-panel-{letter}"
    hero = ' <span class="hero">carries the argument</span>' if item.get("hero") else ""
    role = shown(str(item.get("role", "no role")), 120)
    name = f"<b>{letter}</b>"
    if is_drawn and item.get("axes_mm"):
        pair = f"{key}-region-{letter}"
        said = f"Panel {letter} in the figure"
        name = f'<a class="letter" href="#{pair}" data-pair="{pair}" aria-label="{said}">{letter}</a>'
    statistics = item.get("statistics")
    tests = _tests(statistics) if isinstance(statistics, Mapping) else ""
    flags = "".join(_flags(item, findings, key))
    claim = rich(sentence(str(item.get("claim", ""))))
    return (
        f'<li class="panel" id="{anchor}"><div class="side">{name}</div><div class="body">'
        f'<p class="role">{role}<span class="soft"> · {shown(str(item.get("kind", "")), 40)}</span>{hero}</p>'
        f'<p class="claim">{claim}</p>{flags}{definitions(_facts(proof, letter, item))}{tests}</div></li>'
    )


# -- facts ------------------------------------------------------------------------------


def _facts(proof: Proof, letter: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Data", _rows(proof, letter)
    stats = item.get("stats") if isinstance(item.get("stats"), Mapping) else None
    yield "n", _counts(item, stats)
    if stats is not None and stats.get("spread") not in (None, "none"):
        yield "Centre", shown(str(stats.get("center") or "not named"), 60)
        spread = str(stats["spread"])
        yield "Spread", shown(_SPREADS.get(spread, spread), 60)
    statistics = item.get("statistics")
    if isinstance(statistics, Mapping):
        yield "Replicates", _replicates(statistics.get("replicates"))
        yield "Assumptions", _assumptions(statistics.get("assumptions"))
    for name, value in item.items():
        if name not in _TOLD and value not in (None, {}, [], ""):
            yield shown(name.replace("_", " ").capitalize(), 60), plain_value(value)


def _rows(proof: Proof, letter: str) -> str:
    uses = [use for use in proof.prepared.data_use if letter in use.panels]
    said = []
    for use in uses:
        counted = f"{use.rows_used:,} of {amount(use.rows, 'row')}"
        out = [f"{e.rows:,} left out ({esc(e.reason)})" for e in use.exclusions if e.rows]
        example = " Example data, not measurements." if use.example else ""
        said.append(f"{esc(use.name)}: {'; '.join([counted, *out])}.{example}")
    return "<br>".join(said)


def _counts(item: Mapping[str, Any], stats: Mapping[str, Any] | None) -> str:
    counted = item.get("n")
    statistics = item.get("statistics")
    if isinstance(statistics, Mapping) and isinstance(statistics.get("n"), Mapping) and statistics["n"]:
        counted = statistics["n"]
    unit = str((stats or {}).get("unit") or "")
    declared = (stats or {}).get("n")
    parts = []
    if isinstance(counted, Mapping) and counted:
        parts.append(", ".join(f"{rich(str(k))} {plain_value(v)}" for k, v in list(counted.items())[:24]))
        if len(counted) > 24:
            parts[0] += f" and {len(counted) - 24} more"
    if isinstance(declared, int):
        parts.append(f"{declared:,} declared for each mark")
    return "; ".join(parts) + (f" ({shown(unit, 80)})" if unit and parts else "")


def _replicates(found: Any) -> str:
    if not isinstance(found, Mapping):
        return ""
    unit, column = (
        shown(str(found.get("unit") or "observations"), 80),
        shown(str(found.get("column") or ""), 80),
    )
    return f"one observation is one of the {unit}" + (f", told by the column {column}" if column else "")


def _assumptions(found: Any) -> str:
    items = [a for a in found if isinstance(a, Mapping)] if isinstance(found, list) else []
    words = {True: "holds", False: "fails", None: "not checked"}
    rows = [
        f"{shown(str(a.get('name', '')), 80)} {words.get(a.get('holds'), 'not checked')} "
        f'<span class="soft">({shown(str(a.get("how", "")), 120)}'
        + (f", <i>P</i> = {p_value(a['p'])}" if a.get("p") is not None else "")
        + ")</span>"
        for a in items
    ]
    return "<br>".join(rows)


# -- tests ------------------------------------------------------------------------------


def _tests(statistics: Mapping[str, Any]) -> str:
    tests = [t for t in statistics.get("tests") or [] if isinstance(t, Mapping)]
    if not tests:
        return ""
    rows = [
        [
            _groups(test),
            esc(str(test.get("name", ""))),
            _statistic(test),
            p_value(test.get("p")),
            _corrected(test),
            _effect(test.get("effect")),
        ]
        for test in tests
    ]
    head = ["Compared", "Test", "Statistic", "Exact <i>P</i>", "Corrected", "Effect"]
    if not any(row[4] for row in rows):
        for row in (head, *rows):
            del row[4]
    return table(head, rows, "tests", "Tests of this panel")


def _groups(test: Mapping[str, Any]) -> str:
    groups = [rich(str(g)) for g in test.get("groups") or ()]
    joint = ", " if test.get("is_omnibus") else " – "
    return joint.join(groups) or "all"


def _statistic(test: Mapping[str, Any]) -> str:
    df = ", ".join(plain_value(v) for v in test.get("df") or ())
    symbol = f"<i>{esc(str(test.get('statistic', '')))}</i>{f'({df})' if df else ''}"
    return f"{symbol} = {plain_value(test.get('value'))}"


def _corrected(test: Mapping[str, Any]) -> str:
    if test.get("adjusted") is None:
        return ""
    how = str(test.get("correction") or "")
    return f"{p_value(test['adjusted'])}{f' ({esc(how)})' if how else ''}"


def _effect(effect: Any) -> str:
    if not isinstance(effect, Mapping):
        return '<span class="missing">none given</span>'
    said = f"{esc(str(effect.get('name', 'effect')))} = {plain_value(effect.get('value'))}"
    low, high, level = effect.get("low"), effect.get("high"), effect.get("level")
    if low is not None and high is not None:
        percent = f"{100 * float(level):g} % " if isinstance(level, int | float) else ""
        said += f" ({percent}CI {plain_value(low)} to {plain_value(high)})"
    return said


# -- what is missing --------------------------------------------------------------------


def _flags(item: Mapping[str, Any], findings: Sequence[Listed], key: str) -> Iterator[str]:
    """Yield what stands out: a failed assumption, statistics that are not declared, findings."""
    for one in findings:
        severity = one.finding.severity.value
        link = f'<a href="#{key}-note-{one.number}">{one.number}</a>'
        yield flag(f"{severity.capitalize()} {link}: {esc(sentence(one.finding.message))}", severity)
    stats = item.get("stats")
    codes = {one.finding.code for one in findings}
    if isinstance(stats, Mapping) and stats.get("spread") not in (None, "none") and "CON003" not in codes:
        if stats.get("n") is None:
            yield flag("Missing: how many observations each mark stands for (<code>n:</code>).", "warning")
        if not stats.get("unit"):
            yield flag("Missing: what one observation is (<code>unit:</code>).", "warning")
    statistics = item.get("statistics")
    if not isinstance(statistics, Mapping):
        return
    for one in statistics.get("assumptions") or []:
        if isinstance(one, Mapping) and one.get("holds") is False:
            says = rich(sentence(str(one.get("says") or one.get("name") or "an assumption fails")))
            yield flag(f"Assumption fails: {says}", "warning")
