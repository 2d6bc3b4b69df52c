"""The facts in the HTML report: what was measured, what was not and why, what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from natfig.qa.check import Check
from natfig.qa.document import Aspect, Document, TextRun
from natfig.qa.reporters._html_limits import Asked
from natfig.qa.reporters._html_words import amount, esc, linked, number, shown, span_of
from natfig.qa.result import FileResult

__all__ = ["facts_html", "outcome_html"]

_MOST_ROWS = 16
_MOST_META = 12
_META_LONGEST = 160
# Steps that sizes are gathered in until they fit into a table, in pt.
_STEPS_PT = (0.1, 0.5, 1.0, 5.0, 25.0)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Tables of one document; where an aspect was not measured the table says why."""

    document: Document
    asked: Asked

    def overview(self) -> str:
        """Return one row for each kind of fact, with what the journal asks for beside it."""
        rows: list[tuple[str, str, str]] = [
            ("Page", self._page(), "page"),
            ("Text", self._text(), "text"),
            ("Fonts", self._fonts(), "fonts"),
            ("Lines", self._lines(), "lines"),
            ("Images", self._images(), "images"),
            ("File", self._file(), "file"),
        ]
        asked = self.asked
        head = '<th scope="col">Measured</th>'
        if asked.name is not None:
            head += f'<th scope="col">{esc(asked.name)} asks for</th>'
        body = "".join(
            f'<tr><th scope="row">{name}</th><td>{value}</td>'
            + (f"<td>{esc(asked.says.get(key, '')) or '–'}</td>" if asked.name is not None else "")
            + "</tr>"
            for name, value, key in rows
        )
        return f'<table class="overview"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'

    def _why_not(self, aspect: Aspect) -> str:
        reason = self.document.unmeasured.get(aspect)
        return "" if reason is None else f'<span class="missing">not measured: {esc(reason)}</span>'

    def _page(self) -> str:
        page = self.document.page
        if page.width_mm is None or page.height_mm is None:
            return self._why_not("page") or '<span class="missing">size on paper unknown</span>'
        said = f"{number(page.width_mm)} × {number(page.height_mm)} mm"
        if page.number > 1:
            said += f", the first of {page.number:,} pages"
        return said + (" (the file states no size)" if page.unit == "none" else "")

    def _text(self) -> str:
        document = self.document
        if missing := self._why_not("text"):
            return missing
        said = amount(document.text_count, "text")
        if sizes := [run.size_pt for run in document.runs if run.visible]:
            said += f" of {span_of(sizes, 'pt', 2)}"
        hidden = sum(not run.visible for run in document.runs)
        if hidden:
            said += f", {hidden:,} not visible"
        if glyphs := sum(o.glyphs for o in document.outlined):
            said += f"; {amount(glyphs, 'letter')} drawn as shapes"
        return said

    def _fonts(self) -> str:
        if missing := self._why_not("fonts"):
            return missing
        used = Counter(run.family for run in self.document.runs if run.visible)
        names = [f"{shown(family or 'unnamed', 60)} ({count:,})" for family, count in used.most_common(6)]
        more = f" and {len(used) - 6:,} more" if len(used) > 6 else ""
        return ", ".join(names) + more if names else "none"

    def _lines(self) -> str:
        if missing := self._why_not("shapes"):
            return missing
        widths = stroke_counts(self.document)
        shapes = amount(len(self.document.shapes), "shape")
        return f"{span_of(widths, 'pt', 2)}, {shapes}" if widths else f"no strokes, {shapes}"

    def _images(self) -> str:
        images = self.document.images
        if missing := self._why_not("images"):
            return missing
        dpi = [image.dpi for image in images if image.dpi is not None]
        return amount(len(images), "image") + (f" at {span_of(dpi, 'dpi', 0)}" if dpi else "")

    def _file(self) -> str:
        size = self.document.size_bytes
        said = f"{number(size / 1e6, 2)} MB" if size >= 100_000 else f"{number(size / 1e3)} kB"
        return f"{esc(self.document.kind.upper())}, {said}"

    def sizes(self) -> str:
        """Return how many runs there are of each size, with an example."""
        runs = [run for run in self.document.runs if run.visible]
        if not runs:
            return ""
        step, bins = _gathered([run.size_pt for run in runs])
        examples: dict[float, list[str]] = {}
        for run in runs:
            mine = examples.setdefault(_bin(run.size_pt, step), [])
            if len(mine) < 3 and run.text.strip() and run.text not in mine:
                mine.append(run.text)
        most = max(bins.values())
        # A journal's ceiling is for text besides panel letters.
        plain = {_bin(run.size_pt, step) for run in runs if not _is_letter(run)}
        rows = [
            (
                f"{number(size, 1)} pt{self._limit(size, is_plain=size in plain)}",
                _bar(count, most),
                f"{count:,}",
                ", ".join(f"“{shown(text, 24)}”" for text in examples.get(size, ())),
            )
            for size, count in sorted(bins.items())
        ]
        note = "" if step == _STEPS_PT[0] else f", in steps of {number(step)} pt"
        return _table(f"Text sizes{note}", ("Size", "", "Runs", "Such as"), rows, "bars")

    def _limit(self, size: float, *, is_plain: bool) -> str:
        floor, ceiling = self.asked.floor_pt, self.asked.ceiling_pt
        if floor is not None and size < floor - 0.05:
            return ' <span class="flag">under the floor</span>'
        if ceiling is not None and is_plain and size > ceiling + 0.05:
            return ' <span class="flag mild">over the ceiling</span>'
        return ""

    def strokes(self) -> str:
        """Return how many shapes are drawn with each width of line."""
        widths = stroke_counts(self.document)
        if not widths:
            return ""
        most = max(widths.values())
        thinnest = sorted(widths)[: _MOST_ROWS - 1]
        chosen = sorted({*thinnest, max(widths)})
        rows = [(f"{number(w, 2)} pt", _bar(widths[w], most), f"{widths[w]:,}") for w in chosen]
        left = len(widths) - len(chosen)
        note = f" ({left:,} more widths between)" if left else ""
        return _table(f"Line widths{note}", ("Width", "", "Shapes"), rows, "bars")

    def fonts(self) -> str:
        """Return the fonts the file names or carries."""
        fonts = self.document.fonts[:_MOST_ROWS]
        rows = [
            (
                shown(font.family or "unnamed", 60),
                esc(font.type or "–"),
                _embedded(font.embedded, font.subset),
                "yes" if font.used else "no",
            )
            for font in fonts
        ]
        return _table("Fonts", ("Family", "Type", "In the file", "Used"), rows)

    def images(self) -> str:
        """Return the images with their pixels, resolution and size on paper."""
        rows = []
        for image in self.document.images[:_MOST_ROWS]:
            pixels = "linked" if image.width_px is None else f"{image.width_px:,} × {image.height_px:,}"
            rows.append(
                (
                    pixels,
                    "–" if image.dpi is None else f"{number(image.dpi, 0)} dpi",
                    f"{number(image.box.w)} × {number(image.box.h)} mm" if image.box.area > 0 else "–",
                    esc(" ".join(filter(None, (image.mode, image.encoding)))) or "–",
                    "–" if image.panel is None else shown(image.panel, 20),
                )
            )
        more = len(self.document.images) - len(rows)
        title = "Images" + (f" (the first {len(rows)} of {more + len(rows):,})" if more else "")
        return _table(title, ("Pixels", "Resolution", "On paper", "Kind", "Panel"), rows)

    def about(self) -> str:
        """Return what the file says of itself, links to and would run."""
        document = self.document
        rows = [(shown(key, 40), shown(value, _META_LONGEST)) for key, value in document.meta.items()]
        rows = rows[:_MOST_META]
        if document.raster is not None:
            raster = document.raster
            mode = f"{raster.mode}, {raster.bits} bits a channel, {raster.compression or 'not'} compressed"
            rows.append(("pixels", f"{raster.width_px:,} × {raster.height_px:,}, {esc(mode)}"))
            if raster.icc is not None:
                rows.append(("colour profile", shown(raster.icc or "unnamed", 80)))
        rows += [(f"link ({esc(link.what)})", shown(link.href, 80)) for link in document.links[:8]]
        rows += [("active content", shown(active.what, 80)) for active in document.active[:8]]
        return _table("The file says", ("", ""), rows, "plain")


def stroke_counts(document: Document) -> Counter[float]:
    """Return how many shapes are drawn with each width in pt, to hundredths; letters don't count."""
    shapes = document.shapes
    widths: Counter[float] = Counter()
    for paint, count in Counter(shapes.paint).items():
        p = shapes.paints[paint]
        if p.width_pt > 0 and not p.is_text and p.stroke_opacity > 0:
            widths[round(p.width_pt, 2)] += count
    return widths


def _is_letter(run: TextRun) -> bool:
    return run.is_bold and len(run.text.strip(" ().")) == 1


def _bin(size: float, step: float) -> float:
    return round(round(size / step) * step, 1)


def _gathered(sizes: Sequence[float]) -> tuple[float, Counter[float]]:
    """Return the least step that makes few enough sizes, and how many of each there are."""
    step, bins = _STEPS_PT[0], Counter[float]()
    for step in _STEPS_PT:
        bins = Counter(_bin(size, step) for size in sizes)
        if len(bins) <= _MOST_ROWS:
            return step, bins
    # Sizes without end: what lies between the smallest and the largest is left out.
    kept = [*sorted(bins)[: _MOST_ROWS - 1], max(bins)]
    return step, Counter({size: bins[size] for size in kept})


def _bar(count: int, most: int) -> str:
    width = max(100 * count / most, 1.5)
    return (
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="4"/></svg>'
    )


def _embedded(is_embedded: bool, is_subset: bool) -> str:
    return ("yes, the glyphs used" if is_subset else "yes") if is_embedded else "no"


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f'<th scope="col">{h}</th>' if h else "<td></td>" for h in heads)
    top = f"<thead><tr>{head}</tr></thead>" if any(heads) else ""
    return f'<div class="card"><h3>{title}</h3><table class="{kind}">{top}<tbody>{body}</tbody></table></div>'


def facts_html(document: Document, asked: Asked, swatches: str) -> str:
    """Return the tables of what was measured; `swatches` is the table of colours."""
    facts = _Facts(document, asked)
    cards = [facts.sizes(), facts.strokes(), facts.fonts(), facts.images(), swatches, facts.about()]
    return facts.overview() + f'<div class="cards">{"".join(cards)}</div>'


# -- what came of the checks ------------------------------------------------------------


def outcome_html(file: FileResult, known: Mapping[str, Check]) -> str:
    """Return what was looked for and not found, what was not measured and why, and what was set aside."""
    found = {f.code for f in file.findings} | {s.finding.code for s in file.suppressed}
    clean = sorted(set(file.checked) - found)
    parts = [
        _list("Natfig itself failed", _faults(file), "fault", len(file.faults)),
        _list("Not measured", _missing(file, known), "unmeasured", len(file.not_measured)),
        _list("Set aside", _suppressed(file), "suppressed", len(file.suppressed)),
    ]
    rest = _list("Looked for and not found", (_named(code, known) for code in clean), "clean", len(clean))
    return f'<div class="cards">{"".join(parts)}</div>{rest}'


def _list(title: str, items: Iterable[str], kind: str, count: int) -> str:
    rows = [f"<li>{item}</li>" for item in items]
    if not rows:
        return ""
    return (
        f'<div class="card {kind}"><h3>{title} <span class="count">{count:,}</span></h3>'
        f"<ul>{''.join(rows)}</ul></div>"
    )


def _named(code: str, known: Mapping[str, Check]) -> str:
    title = f" {esc(known[code].title)}" if code in known else ""
    return f"<code>{esc(code)}</code>{title}"


def _faults(file: FileResult) -> Iterator[str]:
    for fault in file.faults:
        yield f"{shown(fault)} – this is natfig's fault, not the figure's"


def _grouped(pairs: Iterable[tuple[str, str]], key: Callable[[str], str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for code, reason in pairs:
        out.setdefault(reason, []).append(key(code))
    return out


def _missing(file: FileResult, known: Mapping[str, Check]) -> Iterator[str]:
    pairs = sorted(file.not_measured.items())
    for reason, names in _grouped(pairs, lambda code: _named(code, known)).items():
        yield f'{"<br>".join(names)}<p class="reason">{shown(reason)}</p>'


def _suppressed(file: FileResult) -> Iterator[str]:
    for one in file.suppressed[:100]:
        by = "by the configuration" if one.by == "config" else "by the baseline"
        yield (
            f"<code>{esc(one.finding.code)}</code> {shown(one.finding.message)}"
            f'<p class="reason">{by}: {linked(one.reason)}</p>'
        )
    if len(file.suppressed) > 100:
        yield f"and {len(file.suppressed) - 100:,} more"
