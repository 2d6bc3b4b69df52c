"""Write the tables of styles/natfig.R from the journals' and palettes' own files.

The tables stand between marker comments; everything else in the file is left alone::

    python scripts/natfig_r.py            # write them anew
    python scripts/natfig_r.py --check    # exit 1 when they are not up to date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from natfig.core.resources import styles_dir
from natfig.journals.loader import journals
from natfig.journals.model import STAGES, WIDTH_NAMES
from natfig.style.palette import Palette, palettes
from natfig.style.rcparams import dpi_for, look_for

if TYPE_CHECKING:
    from natfig.journals.model import Journal

# What lintr takes for the longest line.
WIDTH = 80
_COLUMNS = (
    "id", "stage", *WIDTH_NAMES, "height", "label", "tick", "letter", "face", "tag", "axis", "line", "dpi",
)  # fmt: skip


def number(value: float | None) -> str:
    """Return a number as R reads it; nothing where there is none."""
    return "" if value is None else f"{value:g}"


def row(journal: Journal, stage: str) -> list[str]:
    """Return a journal's sizes at a stage: mm for the page, pt for text and lines, dpi."""
    look, letter = look_for(journal, stage), journal.panel_label(stage)
    widths = [(journal.width_range_mm(name, stage) or (None,))[0] for name in WIDTH_NAMES]
    face = "plain" if letter.weight == "normal" else "bold"
    if letter.slant == "italic":
        face = "italic" if face == "plain" else "bold.italic"
    tag = (letter.pattern or "{}").format("A" if letter.case == "upper" else "a")
    return [
        *(number(w) for w in (*widths, journal.max_height_mm(stage))),
        *(number(v) for v in (look.label_pt, look.tick_pt, look.letter_pt)),
        face, tag, number(look.axis_pt), number(look.line_pt), number(dpi_for(journal, stage)),
    ]  # fmt: skip


def journal_table() -> Iterator[str]:
    """Yield the lines of the table of journals; one row where the stages agree."""
    yield 'journals_natfig <- utils::read.csv(text = "'
    yield ",".join(_COLUMNS)
    for name in journals.names():
        rows = {stage: row(journals.load(name), stage) for stage in STAGES}
        if len({tuple(values) for values in rows.values()}) == 1:
            rows = {"": rows["production"]}
        for stage, values in rows.items():
            yield ",".join([name, stage, *values])
    yield '")'


def vector(name: str, items: Sequence[str], indent: int, end: str = "") -> Iterator[str]:
    """Yield ``name = c(…)`` in lines of at most 80 characters."""
    pad = " " * indent
    one = f"{pad}{name} = c({', '.join(items)}){end}"
    if len(one) <= WIDTH:
        yield one
        return
    yield f"{pad}{name} = c("
    line = ""
    for i, item in enumerate(items):
        piece = item if i == len(items) - 1 else f"{item},"
        if line and len(f"{pad}  {line} {piece}") > WIDTH:
            yield f"{pad}  {line}"
            line = piece
        else:
            line = f"{line} {piece}".strip()
    yield f"{pad}  {line}"
    yield f"{pad}){end}"


def quoted(name: str) -> str:
    """Return a name as a string of R; palettes are called by plain letters, digits and dashes."""
    if re.fullmatch(r"[A-Za-z0-9_#-]+", name) is None:
        raise SystemExit(f"'{name}' can't be written as it is")
    return f'"{name}"'


def key(name: str) -> str:
    """Return a name as the name of a list's element."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) else quoted(name)


def palette_table() -> Iterator[str]:
    """Yield the palettes' lines: those with colours of their own, then the maps."""
    loaded = [palettes.load(name) for name in palettes.names()]
    yield from entries("palettes_natfig", [p for p in loaded if not p.stops], palette_entry)
    yield ""
    yield from entries("maps_natfig", [p for p in loaded if p.stops], map_entry)


def entries(name: str, found: Sequence[Palette], entry: object) -> Iterator[str]:
    """Yield a list with one element a palette."""
    yield f"{name} <- list("
    for i, palette in enumerate(found, 1):
        yield from entry(palette, "" if i == len(found) else ",")  # type: ignore[operator]
    yield ")"


def palette_entry(palette: Palette, end: str) -> Iterator[str]:
    """Yield a palette's colours, their order, how many stay apart, and its maps."""
    yield f"  {key(palette.id)} = list("
    yield from vector("colours", [f"{key(k)} = {quoted(v)}" for k, v in palette.colours.items()], 4, ",")
    yield from vector("order", [quoted(name) for name in palette.order], 4, ",")
    yield f"    apart = {palette.apart},"
    yield f"    neutral = {quoted(palette.neutral_light)},"
    maps = [m.removeprefix("cmc.") for m in (palette.sequential_map, palette.diverging_map)]
    yield f"    sequential = {quoted(maps[0])}, diverging = {quoted(maps[1])}"
    yield f"  ){end}"


def map_entry(palette: Palette, end: str) -> Iterator[str]:
    """Yield colours along a map, from its low to its high end."""
    yield f"  {key(palette.id)} = list("
    yield f"    type = {quoted(palette.type)},"
    yield from vector("stops", [quoted(colour) for colour in palette.stops], 4)
    yield f"  ){end}"


TABLES = {"journals": journal_table, "palettes": palette_table}


def written(text: str) -> str:
    """Return the file with its tables written anew."""
    for name, table in TABLES.items():
        begin, end = f"# Written by scripts/natfig_r.py: {name}\n", f"# End of {name}\n"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise SystemExit(f"styles/natfig.R lacks the comments around its {name}")
        before, rest = text.split(begin)
        text = f"{before}{begin}" + "\n".join(table()) + "\n" + end + rest.split(end)[1]
    return text


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or say whether they are up to date."""
    path = styles_dir("natfig.R")
    old = path.read_text("utf-8")
    new = written(old)
    if "--check" in arguments:
        if new != old:
            print("styles/natfig.R is not up to date; run: python scripts/natfig_r.py", file=sys.stderr)
        return int(new != old)
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
