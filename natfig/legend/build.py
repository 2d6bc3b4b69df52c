"""From a prepared spec to its legend: what the author wrote, and what journals ask for besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from natfig.core.errors import UsageError
from natfig.data.tables import Table
from natfig.legend.abbreviation import explained_in, texts_of, unexplained
from natfig.legend.house import House, house_of
from natfig.legend.kinds import kind_words
from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Legend, Part, Statement
from natfig.legend.tested import tested
from natfig.legend.words import listed, plain_label, proper_words, sentence, spelt, with_proper

if TYPE_CHECKING:
    from natfig.journals.model import Value
    from natfig.render.prepare import Prepared

__all__ = ["build_legend", "panel_statements"]

_SOURCE = {
    True: "Source data are provided with this paper.",
    False: "Source data are provided as supplementary material.",
}


def build_legend(
    prepared: Prepared,
    *,
    number: int | None = None,
    max_words: int | None = None,
    panels: Mapping[str, Mapping[str, Any]] | None = None,
) -> Legend:
    """Write the legend of a figure.

    Parameters
    ----------
    prepared : Prepared
    number : int, optional
        Of the figure in the paper.
    max_words : int, optional
        Instead of the journal's limit.
    panels : mapping of str to mapping, optional
        Letter → what the manifest says of the panel, once the figure was rendered; left out, the
        legend says what is known without drawing, and `Legend.unknown` what is not.

    Returns
    -------
    Legend
        Within the limit where leaving out what no journal demands is enough.

    Source
    ------
    What a legend has to say of statistics (n and its unit, centre, spread, test, sidedness, correction,
    exact P) and of images (scale bars): Nature's "Figure legends" and "Statistics" guidance and the ICMJE
    Recommendations, section IV.A.3.
    """
    stage = prepared.loaded.spec.contract.stage
    house = house_of(prepared.journal, stage)
    views = list(_views(prepared, panels or {}))
    proper = proper_words(texts_of(prepared.loaded))
    own = {view.letter: _own(view, proper) for view in views}
    said = {view.letter: _statements(prepared, view) for view in views}
    parts = _parts(own, said)
    parts += _about_figure(prepared, views, parts)
    limit = prepared.journal.value("figure", "caption_words_max", stage)
    legend = Legend(
        prepared.loaded.id,
        house.numerals(_title(prepared)),
        tuple(_in_house(part, house) for part in parts),
        house,
        number,
        limit,
        prepared.journal.value("figure", "caption_title_words_max", stage),
        unknown=tuple(_unknown(views)) if panels is None else (),
        warnings=tuple(note for view in views for note in view.warnings),
    )
    most = max_words if max_words is not None else _highest(limit)
    return legend if most is None else _shortened(legend, most)


def _highest(limit: Value | None) -> int | None:
    if limit is None or limit.value is None:
        return None
    return int(limit.value[-1] if isinstance(limit.value, tuple) else limit.value)


def _title(prepared: Prepared) -> str:
    spec = prepared.loaded.spec
    title = spec.legend.title if spec.legend is not None and spec.legend.title else spec.contract.conclusion
    return sentence(plain_label(prepared.fill(title)))


# ---------------------------------------------------------------- panels


def _views(prepared: Prepared, records: Mapping[str, Mapping[str, Any]]) -> Iterator[View]:
    legend = prepared.loaded.spec.legend
    for letter, panel in prepared.loaded.panels.items():
        text = legend.panels.get(letter, "") if legend is not None else ""
        yield View(
            letter,
            panel,
            prepared.panel_tables.get(letter, Table("", {})),
            prepared.statistics.get(letter),
            records.get(letter, {}),
            sentence(plain_label(prepared.fill(text))),
        )


def _unknown(views: Sequence[View]) -> Iterator[str]:
    """Yield what is known only once the figure was rendered."""
    letters = [view.letter for view in views if view.panel.kind == "image"]
    if letters:
        yield f"panel{'s'[: len(letters) > 1]} {listed(letters)}: channels and scale bars as they are drawn"


def _words(kind: str) -> KindWords:
    """Return the words of a kind; one that has none is described by its channels."""
    try:
        return kind_words.load(kind)
    except UsageError:
        return KindWords()


def _own(view: View, proper: frozenset[str]) -> str:
    """Return the author's text, else one made of the kind and the channels."""
    if view.said:
        return view.said
    return sentence(with_proper(_words(view.panel.kind).subject(view), proper))


def _claim(prepared: Prepared, view: View) -> Iterator[Statement]:
    """Yield the claim of the contract, for a panel without a text of its author."""
    evidence = prepared.loaded.spec.contract.evidence.get(view.letter)
    if evidence is not None and not view.said:
        yield Statement("claim", sentence(plain_label(evidence.claim)), is_needed=False)


def panel_statements(
    prepared: Prepared, letter: str, record: Mapping[str, Any] | None = None
) -> list[Statement]:
    """Return all that can be said of a panel, also what the author's own text says already."""
    view = next(v for v in _views(prepared, {letter: record or {}}) if v.letter == letter)
    return [s for s in _all_statements(prepared, view) if s.text]


def _statements(prepared: Prepared, view: View) -> list[Statement]:
    return [left for s in _all_statements(prepared, view) if (left := s.unless_in(view.said)) is not None]


def _all_statements(prepared: Prepared, view: View) -> list[Statement]:
    return [
        *_claim(prepared, view),
        *_words(view.panel.kind).statements(view),
        *_replicates(view),
        *tested(view),
        *_left_out(prepared, view),
    ]


def _replicates(view: View) -> Iterator[Statement]:
    """Yield what n counts where several rows belong to one unit."""
    found = view.statistics.replicates if view.statistics is not None else None
    if found is None:
        return
    rows, units = sum(found.rows.values()), sum(found.n.values())
    if rows > units:
        text = f"n counts {found.unit}; {rows:,} technical replicates were averaged within them first"
        yield Statement("n", sentence(text), said_by=r"technical replicate")


def _left_out(prepared: Prepared, view: View) -> Iterator[Statement]:
    """Yield the rows that a rule of the spec leaves out; what ``where:`` shows is a choice of the panel."""
    gone: dict[str, int] = {}
    for use in prepared.data_use:
        if view.letter in use.panels:
            for one in use.exclusions:
                if one.rows and one.reason != "where":
                    gone[one.reason] = gone.get(one.reason, 0) + one.rows
    for reason, rows in gone.items():
        verb = "row is" if rows == 1 else "rows are"
        text = f"{spelt(rows)} {verb} left out ({reason.strip().rstrip('.')})"
        yield Statement(
            "left out", sentence(text), is_needed=False, said_by=r"left out|excluded|removed|omitted"
        )


# ---------------------------------------------------------------- composition


def _parts(own: Mapping[str, str], said: Mapping[str, Sequence[Statement]]) -> list[Part]:
    """Return a part per panel, then what several panels share, stated once."""
    where: dict[str, list[str]] = {}
    needed: dict[str, bool] = {}
    for letter, statements in said.items():
        for one in statements:
            owners = where.setdefault(one.text, [])
            owners += [letter] if letter not in owners else []
            needed[one.text] = needed.get(one.text, False) or one.is_needed
    letters = list(own) if len(own) > 1 else []
    parts = []
    for letter, text in own.items():
        alone = tuple(s for s in said[letter] if len(where[s.text]) == 1)
        if text or alone:
            parts.append(Part((letter,) if letters else (), text, alone))
    joint: dict[tuple[str, ...], list[Statement]] = {}
    for one in {s.text: s for statements in said.values() for s in statements}.values():
        if len(where[one.text]) > 1:
            joint.setdefault(tuple(where[one.text]), []).append(replace(one, is_needed=needed[one.text]))
    parts += [Part(owners, "", tuple(statements)) for owners, statements in sorted(joint.items())]
    return parts


def _about_figure(prepared: Prepared, views: Sequence[View], parts: Sequence[Part]) -> list[Part]:
    """Return what concerns the figure: abbreviations, example data, where the source data are."""
    text = " ".join(part.sentences for part in parts)
    out = list(_abbreviations(prepared, text))
    examples = {u.name for u in prepared.data_use if u.example and u.panels}
    if examples and not re.search(r"example data", text, re.IGNORECASE):
        letters = sorted({letter for u in prepared.data_use if u.name in examples for letter in u.panels})
        is_all = len(letters) == len(views)
        note = Statement("example", "Example data, not measurements.")
        out.append(Part(() if is_all else tuple(letters), "", (note,)))
    if prepared.panel_tables:
        is_nature = house_of(prepared.journal, prepared.loaded.spec.contract.stage).is_nature
        source = Statement("source", _SOURCE[is_nature], is_needed=False)
        out.append(Part((), "", (source,)))
    return _joined(out)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Return parts with those that concern the whole figure made one, at the end."""
    whole = tuple(s for part in parts if not part.letters for s in part.statements)
    return [*(p for p in parts if p.letters), *([Part((), "", whole)] if whole else [])]


def _abbreviations(prepared: Prepared, text: str) -> Iterator[Part]:
    loaded = prepared.loaded
    lacking = unexplained(text, explained_in([text]))
    known = explained_in(texts_of(loaded))
    shown = [f"{short}, {known[short]}" for short in lacking if short in known]
    if shown:
        yield Part((), "", (Statement("abbreviation", f"{'; '.join(shown)}."),))


def _in_house(part: Part, house: House) -> Part:
    said = tuple(replace(s, text=house.numerals(s.text)) for s in part.statements)
    return replace(part, text=house.numerals(part.text), statements=said)


# ---------------------------------------------------------------- length


def _shortened(legend: Legend, most: int) -> Legend:
    """Return a legend in as few words as it takes, always the last of what may go first.

    First goes what no journal demands, then long forms give way to short ones, then the claims of the
    contract that stand in for texts of the author go.
    """
    steps = (
        (lambda s: not s.is_needed and s.topic != "claim", _without),
        (lambda s: bool(s.short), _brief),
        (lambda s: s.topic == "claim", _without),
    )
    for may_go, change in steps:
        while legend.words > most and (at := _last(legend, may_go)) is not None:
            legend = change(legend, *at)
    return legend


def _last(legend: Legend, may_go: Callable[[Statement], bool]) -> tuple[int, int] | None:
    """Return part and place of the last statement that may go, unless nothing would be left of its part."""
    for i in range(len(legend.parts) - 1, -1, -1):
        part = legend.parts[i]
        for k in range(len(part.statements) - 1, -1, -1):
            one = part.statements[k]
            is_only = bool(part.letters) and not part.text and len(part.statements) == 1
            if may_go(one) and not (one.topic == "claim" and is_only):
                return i, k
    return None


def _brief(legend: Legend, i: int, k: int) -> Legend:
    part = legend.parts[i]
    one = part.statements[k]
    short = replace(one, text=legend.house.numerals(one.short), short="")
    said = (*part.statements[:k], short, *part.statements[k + 1 :])
    parts = (*legend.parts[:i], replace(part, statements=said), *legend.parts[i + 1 :])
    return replace(legend, parts=parts, is_shortened=True)


def _without(legend: Legend, i: int, k: int) -> Legend:
    part = legend.parts[i]
    gone = part.statements[k]
    part = replace(part, statements=(*part.statements[:k], *part.statements[k + 1 :]))
    kept = [*legend.parts[:i], *([part] if part.sentences else []), *legend.parts[i + 1 :]]
    return replace(legend, parts=tuple(kept), left_out=(gone, *legend.left_out))
