"""What changed since an earlier build: numbers and rows first, then the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from natfig.data.claims import format_value
from natfig.qa.beside import claim_items, panel_items
from natfig.qa.diff.change import Change, Difference
from natfig.report._words import amount, esc, p_value, plain_value, rich, shown
from natfig.report.proof import Proof

__all__ = ["changes_html", "fact_changes"]

# `natfig diff` lists all.
_MOST = 60


def changes_html(proof: Proof) -> str:
    """Return the changes, or that there is nothing to compare with."""
    if proof.before is None:
        return (
            '<p class="soft">There is no earlier build beside the outputs, so nothing can be said of '
            "changes. The next build that differs will be compared with this one.</p>"
        )
    facts = list(fact_changes(proof.before, proof))
    since = "Since the last build that was drawn" if proof.failed else "Since the build before"
    parts = [f'<p class="soft">{since}:</p>']
    if facts:
        parts.append(f"<ul>{''.join(f'<li>{fact}</li>' for fact in facts)}</ul>")
    else:
        parts.append("<p>No number, row or version changed.</p>")
    if proof.difference is not None:
        parts.append(_drawing(proof.difference))
    elif not proof.failed:
        parts.append('<p class="soft">The two drawings are not of one format, so they were not compared.</p>')
    return "".join(parts)


def _drawing(difference: Difference) -> str:
    if difference.same:
        return "<p>The drawing is the same.</p>"
    out = [f"<p>{amount(len(difference.changes), 'change')} in the drawing:</p>"]
    for section, group in groupby(difference.changes[:_MOST], key=lambda c: c.section):
        items = "".join(f"<li>{_row(change)}</li>" for change in group)
        out.append(
            f'<div class="section"><p class="kind">{shown(section[:1].upper() + section[1:], 120)}</p>'
        )
        out.append(f"<ul>{items}</ul></div>")
    if len(difference.changes) > _MOST:
        out.append(f'<p class="soft">and {len(difference.changes) - _MOST:,} more.</p>')
    return f'<div class="drawing">{"".join(out)}</div>'


def _row(change: Change) -> str:
    # It may begin with an id of the file: no letter of it changes.
    return f'<span class="soft">{esc(change.kind)}:</span> {esc(change.message)}'


def fact_changes(before: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    """Yield what changed of claims, statistics, rows, settings and versions, as HTML.

    Parameters
    ----------
    before : mapping
        The item of ``natfig render --json`` of an earlier build.
    proof : Proof
    """
    now = proof.figure
    yield from _claims(before, proof)
    yield from _panels(before, now)
    yield from _data(before, now)
    for key in ("journal", "stage", "backend"):
        if before.get(key) != now.get(key):
            yield f"{key.capitalize()}: {esc(str(before.get(key)))} → {esc(str(now.get(key)))}."
    if now["outputs"]:
        yield from _versions(before, now)


def _claims(before: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    then, now = claim_items(before), claim_items(proof.figure)
    for name in dict.fromkeys([*then, *now]):
        shown_name = f"<code>{esc(name)}</code>"
        if name not in now:
            yield f"The claim {shown_name} is gone."
        elif name not in then:
            yield f"The claim {shown_name} is new."
        else:
            old, new = then[name], now[name]
            if old.get("value") != new.get("value"):
                values = [_value(proof, name, item) for item in (old, new)]
                if values[0] == values[1]:  # digits that its format hides
                    values = [plain_value(item.get("value")) for item in (old, new)]
                yield f"Claim {shown_name}: {values[0]} → {values[1]}."
            if old.get("assert") != new.get("assert"):
                yield (
                    f"Claim {shown_name} asserts {esc(str(new.get('assert')))}, "
                    f"before {esc(str(old.get('assert')))}."
                )


def _value(proof: Proof, name: str, item: Mapping[str, Any]) -> str:
    claim = proof.prepared.loaded.spec.claims[name]
    value = item.get("value")
    if not isinstance(value, str | bool | int | float):
        return plain_value(value)
    from natfig.core.errors import DataError

    try:
        text = format_value(value, claim.format, claim.unit)
    except DataError:
        return plain_value(value)
    return esc(text)


def _panels(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    then, here = panel_items(before), panel_items(now)
    for letter in here:
        if letter not in then:
            continue
        old, new = then[letter], here[letter]
        for key in ("kind", "role", "claim"):
            if old.get(key) != new.get(key):
                yield f"Panel {esc(letter)}, {key}: {_quoted(old.get(key))} → {_quoted(new.get(key))}."
        if old.get("n") != new.get("n"):
            yield f"Panel {esc(letter)}, n: {plain_value(old.get('n'))} → {plain_value(new.get('n'))}."
        yield from _tests(letter, old, new)


def _tests(letter: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    then, now = _tests_of(old), _tests_of(new)
    for key, test in now.items():
        earlier = then.get(key)
        if earlier is not None and earlier.get("p") != test.get("p"):
            groups = " – ".join(rich(g) for g in key[1])
            values = f"{p_value(earlier.get('p'))} → {p_value(test.get('p'))}"
            yield f"Panel {esc(letter)}, {groups}: <i>P</i> {values}."


def _tests_of(item: Mapping[str, Any]) -> dict[tuple[str, tuple[str, ...]], Mapping[str, Any]]:
    statistics = item.get("statistics")
    tests = statistics.get("tests") if isinstance(statistics, Mapping) else None
    return {
        (str(t.get("test")), tuple(str(g) for g in t.get("groups") or ())): t
        for t in (tests if isinstance(tests, list) else [])
        if isinstance(t, Mapping)
    }


def _quoted(value: Any) -> str:
    return f"“{shown(str(value), 160)}”"


def _data(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    then, here = _uses(before), _uses(now)
    told: set[str] = set()
    for key in dict.fromkeys([*then, *here]):
        name = f"<i>{esc(key[0])}</i>"
        old, new = then.get(key), here.get(key)
        if old is None or new is None:
            continue
        if old.get("sha256") != new.get("sha256") and key[0] not in told:
            told.add(key[0])
            rows = f"{plain_value(old.get('rows'))} → {plain_value(new.get('rows'))} rows"
            if old.get("rows") == new.get("rows"):
                rows = f"still {plain_value(new.get('rows'))} rows"
            yield f"The data {name} changed ({rows})."
        if old.get("rows_used") != new.get("rows_used") and key[1]:
            yield (
                f"Panel {esc(', '.join(key[1]))} draws {plain_value(new.get('rows_used'))} rows of {name}, "
                f"before {plain_value(old.get('rows_used'))}."
            )
    names = [{key[0] for key in uses} for uses in (then, here)]
    yield from (f"The table <i>{esc(name)}</i> is gone." for name in sorted(names[0] - names[1]))
    yield from (f"The table <i>{esc(name)}</i> is new." for name in sorted(names[1] - names[0]))


def _uses(figure: Mapping[str, Any]) -> dict[tuple[str, tuple[str, ...]], Mapping[str, Any]]:
    data = figure.get("data")
    return {
        (str(use.get("name")), tuple(str(p) for p in use.get("panels") or ())): use
        for use in (data if isinstance(data, list) else [])
        if isinstance(use, Mapping)
    }


def _versions(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    then, here = before.get("versions"), now.get("versions")
    if not isinstance(then, Mapping) or not isinstance(here, Mapping):
        return
    for name, version in here.items():
        if name in then and then[name] != version:
            yield f"{esc(name)} {esc(str(then[name]))} → {esc(str(version))}."
