"""Changes figures at random and hands them to natfig's checker: nothing may crash, hang or reach out.

    python scripts/fuzz_qa.py --minutes 10 --jobs 2 --seed 1 --out /tmp/fuzz

Case number n of a seed is the same at every run. Worker processes have a limit on memory
and ten seconds a case; an audit hook tells of files and sockets. What goes wrong is made
as small as it stays wrong and written to ``--out`` with the reason beside it; the last
line sums up. Exit code 1 when anything went wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import random
import re
import resource
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {".svg", ".svgz", ".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"}
# Larger seeds only make each case slower.
MAX_BYTES = 400_000
HANG_S = 10.0
MEGABYTES = 2048
# A busy machine takes longer; the worker itself measures its processor time.
LOST_S = 4 * HANG_S
# One case in so many is written in every report format.
REPORT_EVERY = 8
MINIMISE_S = 20.0

Rng = random.Random


# -- changing bytes ------------------------------------------------------------------


def _flip(data: bytearray, rng: Rng) -> None:
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _extreme_byte(data: bytearray, rng: Rng) -> None:
    data[rng.randrange(len(data))] = rng.choice((0, 0x7F, 0x80, 0xFF, 0x0A, 0x3C, 0x25))


def _delete(data: bytearray, rng: Rng) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 4, 64, 1024))]


def _repeat(data: bytearray, rng: Rng) -> None:
    at = rng.randrange(len(data))
    piece = bytes(data[at : at + rng.choice((1, 16, 256))])
    data[at:at] = piece * rng.choice((1, 2, 100))


def _splice(data: bytearray, rng: Rng) -> None:
    at, other = rng.randrange(len(data)), rng.randrange(len(data))
    data[at:at] = data[other : other + rng.choice((8, 128, 2048))]


def _cut(data: bytearray, rng: Rng) -> None:
    del data[rng.randrange(len(data)) :]


_NUMBERS = (
    "0", "-1", "1e308", "-1e308", "1e-308", "1e400", "NaN", "inf", "2147483648", "-2147483649",
    "4294967296", "1e9", "99999999999999999999", "0.0000001", "1.", ".5", "+-1", "0x1f", "1e", "１", "",
    "1e30",
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


def _number(data: bytearray, rng: Rng) -> None:
    """Put an extreme number in the place of one of the file's own."""
    start = rng.randrange(len(data))
    match = _NUMBER.search(data, start) or _NUMBER.search(data)
    if match is not None:
        data[match.start() : match.end()] = rng.choice(_NUMBERS).encode()


def _int32(data: bytearray, rng: Rng) -> None:
    """Overwrite a word of a binary file with an extreme one."""
    at = rng.randrange(len(data))
    size = rng.choice((2, 4, 8))
    word = rng.choice((0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1), 65535, 8))
    data[at : at + size] = (word % 2 ** (8 * size)).to_bytes(size, rng.choice(("little", "big")))


BYTES: tuple[Callable[[bytearray, Rng], None], ...] = (
    _flip, _extreme_byte, _delete, _repeat, _splice, _cut, _number, _int32,
)  # fmt: skip


# -- changing SVG -----------------------------------------------------------------------

_TAGS = (
    "g", "svg", "text", "tspan", "textPath", "tref", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "use", "symbol", "defs", "clipPath", "mask", "pattern", "linearGradient",
    "radialGradient", "stop", "marker", "image", "foreignObject", "switch", "style", "title", "desc",
    "metadata", "a", "filter", "feImage", "script", "animate", "set", "view", "font", "glyph",
)  # fmt: skip
_NAMES = (
    "x", "y", "dx", "dy", "rotate", "width", "height", "viewBox", "preserveAspectRatio", "transform",
    "style", "class", "id", "fill", "stroke", "stroke-width", "stroke-dasharray", "font", "font-size",
    "font-family", "font-weight", "text-anchor", "textLength", "lengthAdjust", "letter-spacing", "d",
    "points", "href", "clip-path", "mask", "opacity", "display", "visibility", "gradientTransform",
    "gradientUnits", "patternUnits", "offset", "stop-color", "marker-end", "startOffset",
    "systemLanguage", "requiredFeatures", "onload", "lang", "writing-mode", "dominant-baseline",
    "baseline-shift", "text-rendering", "direction", "unicode-bidi", "vector-effect", "paint-order",
    "overflow", "r", "rx", "cx",
)  # fmt: skip
_VALUES = (
    *_NUMBERS, "none", "inherit", "initial", "unset", "currentColor", "auto", "100%", "-5%", "1e9mm",
    "12pt", "2em", "3ex", "1rem", "#a", "#0", "url(#a)", "url(#b) red", "url(http://127.0.0.1:9/x)",
    "file:///etc/passwd", "data:image/png;base64,AAAA", "data:,x", "javascript:1", "rotate(1e308)",
    "matrix(0 0 0 0 0 0)", "scale(0)", "scale(1e308)", "skewX(90)", "translate(NaN)", "rotate(45 1e30)",
    "var(--a)", "var(--a,var(--b))", "calc(1px + 2em)", "calc(1/0*1px)", "rgb(1e9,-1,50%)",
    "hsl(1turn 5% 5%/1)", "color-mix(in srgb,red,blue)", "#GGG", "font: 12px/0 x", "italic bold 0/0 x", "'",
    '"', ";;;", "/*", "}", "\\0", "\\110000 ", "!important", "@import", "1 2 3", "0,0 1,1", "M0 0",
    "M0 0A1 1 0 0 0 1 1", "M0 0A0 1e308 7 1 1 5 5", "M0 0h1e308v-1e308z", "M0 0c1 1", "L1 1", "vertical-rl",
    "rtl", "super", "-50%", "0 0 0 0", "0 0 -1 5", "0 0 1e308 1", "xMidYMid slice", "a b c", "\u202e",
    "x" * 5000, "e\u0301" * 50,
)  # fmt: skip
_SHEETS = (
    "*{font-size:0}", "text{font:1e308px x;transform:rotate(1rad)}",
    ":root{--a:var(--b);--b:var(--a)}*{fill:var(--a)}", "@media print{*{display:none}}",
    "g>*:not(:nth-child(2n+1)){opacity:.5}", "@font-face{font-family:x;src:url(x)}",
    "text::before{content:'x'}", "*{all:unset}", "[id^=a]~*{d:path('M0 0')}", "@import url(x);",
    "*{fill:url(#a)!important}", "text{letter-spacing:1e9em;word-spacing:-9px;text-transform:uppercase}",
    "@supports (a:b){*{fill:red}}", "<!--*{}-->",
    "*{clip-path:inset(1px);mask:none;filter:blur(1px);mix-blend-mode:multiply}", "{}{}{",
    "tspan{baseline-shift:1e9px}",
)  # fmt: skip


def _elements(root: Any) -> list[Any]:
    return [e for e in root.iter() if isinstance(e.tag, str)]


def _svg_attribute(root: Any, rng: Rng) -> None:
    element = rng.choice(_elements(root))
    names = [*element.attrib, *rng.sample(_NAMES, 2)]
    with contextlib.suppress(ValueError):
        element.set(rng.choice(names), rng.choice(_VALUES))


def _svg_swap(root: Any, rng: Rng) -> None:
    """Give an attribute the value that another one has elsewhere."""
    one, other = rng.choice(_elements(root)), rng.choice(_elements(root))
    if other.attrib:
        name, value = rng.choice(sorted(other.attrib.items()))
        names = sorted(one.attrib) or [name]
        one.set(rng.choice((name, rng.choice(names))), value)


def _svg_drop(root: Any, rng: Rng) -> None:
    element = rng.choice(_elements(root))
    if element.attrib:
        del element.attrib[rng.choice(sorted(element.attrib))]


def _svg_tag(root: Any, rng: Rng) -> None:
    element = rng.choice(_elements(root))
    element.tag = "{http://www.w3.org/2000/svg}" + rng.choice(_TAGS)


def _svg_move(root: Any, rng: Rng) -> None:
    import copy

    everything = _elements(root)
    piece, place = copy.deepcopy(rng.choice(everything)), rng.choice(everything)
    if sum(1 for _ in piece.iter()) < 500:
        place.insert(rng.randrange(len(place) + 1), piece)


def _svg_remove(root: Any, rng: Rng) -> None:
    element = rng.choice(_elements(root))
    if element.getparent() is not None:
        element.getparent().remove(element)


def _svg_wrap(root: Any, rng: Rng) -> None:
    from lxml import etree

    element = rng.choice(_elements(root))
    parent = element.getparent()
    if parent is not None:
        around = etree.Element("{http://www.w3.org/2000/svg}" + rng.choice(_TAGS), id="a")
        parent.replace(element, around)
        around.append(element)


def _svg_use(root: Any, rng: Rng) -> None:
    """Let an element refer to another, which may be around it."""
    from lxml import etree

    target = rng.choice(_elements(root))
    target.set("id", "a")
    how = rng.choice(("use", "clip-path", "mask", "fill", "href", "textPath"))
    place = rng.choice(_elements(root))
    if how in {"use", "textPath"}:
        made = etree.SubElement(place, "{http://www.w3.org/2000/svg}" + how, href="#a")
        made.text = "along"
    else:
        place.set(how, "#a" if how == "href" else "url(#a)")


def _svg_sheet(root: Any, rng: Rng) -> None:
    from lxml import etree

    style = etree.Element("{http://www.w3.org/2000/svg}style")
    style.text = " ".join(rng.sample(_SHEETS, 3))
    root.insert(0, style)


def _svg_text(root: Any, rng: Rng) -> None:
    element = rng.choice(_elements(root))
    element.text = rng.choice(
        ("", " ", "\n", "a" * 3000, "ﬁ ﬀ", "שלום", "e\u0301", "\U0001f600", "a\u00adb", "\u200b", "1")
    )


SVG: tuple[Callable[[Any, Rng], None], ...] = (
    _svg_attribute, _svg_attribute, _svg_attribute, _svg_swap, _svg_drop, _svg_tag, _svg_move, _svg_remove,
    _svg_wrap, _svg_use, _svg_sheet, _svg_text,
)  # fmt: skip


def _change_svg(data: bytes, rng: Rng) -> bytes | None:
    from lxml import etree

    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except (etree.XMLSyntaxError, ValueError):
        return None
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        # What lxml itself won't make (a name with a blank) is no change.
        with contextlib.suppress(ValueError, TypeError):
            rng.choice(SVG)(root, rng)
    return etree.tostring(root.getroottree(), encoding=rng.choice(("utf-8", "utf-8", "utf-16", "ascii")))


# -- changing PDF ----------------------------------------------------------------------


def _pdf_value(pdf: Any, rng: Rng) -> Any:
    import pikepdf

    simple = [0, -1, 2**31 - 1, -(2**31), 1, True, None, "text", rng.choice(pdf.objects)]
    simple += [
        pikepdf.Name("/" + rng.choice(("Page", "Font", "F1", "DeviceCMYK", "Pattern", "FlateDecode", "x")))
    ]
    simple += [
        pikepdf.Array([1, 2]),
        pikepdf.Array([]),
        pikepdf.Dictionary(),
        pikepdf.Array([1e9, -1e9, 1e-9, 0]),
    ]
    return rng.choice(simple)


def _pdf_change(pdf: Any, rng: Rng) -> None:
    import pikepdf

    found = rng.choice(pdf.objects)
    for _ in range(3):  # down into what it holds
        if isinstance(found, pikepdf.Array) and len(found) and rng.random() < 0.5:
            found = found[rng.randrange(len(found))]
    if isinstance(found, pikepdf.Stream) and rng.random() < 0.6:
        _pdf_stream(found, rng)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        keys = sorted(found.keys())
        key = rng.choice([*keys, "/Length", "/Filter", "/Parent", "/Resources", "/Matrix", "/Next"])
        if rng.random() < 0.2 and key in keys:
            del found[key]
        else:
            found[key] = _pdf_value(pdf, rng)
    elif isinstance(found, pikepdf.Array) and len(found):
        found[rng.randrange(len(found))] = _pdf_value(pdf, rng)


_OPERATORS = (
    b" q ", b" Q ", b" BT ", b" ET ", b" W n ", b" 0 0 0 0 0 0 cm ", b" 1e9 0 0 1e9 0 0 cm ", b" /F1 0 Tf ",
    b" /F1 1e30 Tf ", b" (x) Tj ", b" [(a) -1e9 (b)] TJ ", b" 1e9 Tz ", b" 7 Tr ", b" 3 Tr ", b" /X Do ",
    b" /Pattern cs /P scn ", b" sh ", b" [] 0 d ", b" [0 0] 1e9 d ", b" -1 w ", b" 1e30 w ",
    b" BI /W 9 /H 9 ID x EI ", b" /P /MC0 BDC ", b" EMC ", b" (", b" <", b" [", b" <<", b" nan 0 l ",
    b" T* ", b" ' ", b' " ', b" /GS gs ", b" 0 0 m 1e9 1e9 1e9 1e9 0 0 c S ", b" 9 9 9 rg ",
)  # fmt: skip


def _pdf_stream(stream: Any, rng: Rng) -> None:
    try:
        data = bytearray(stream.read_bytes())
    except Exception:  # noqa: BLE001 — a stream that can't be unpacked stays as it is
        return
    if not data:
        data = bytearray(b" ")
    for _ in range(rng.choice((1, 2, 6))):
        if rng.random() < 0.5:
            at = rng.randrange(len(data) + 1)
            data[at:at] = rng.choice(_OPERATORS)
        elif data:
            rng.choice(BYTES)(data, rng)
    stream.write(bytes(data))


def _change_pdf(data: bytes, rng: Rng) -> bytes | None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for _ in range(rng.choice((1, 1, 2, 5))):
                with contextlib.suppress(Exception):  # what qpdf itself won't do is no change
                    _pdf_change(pdf, rng)
            out = io.BytesIO()
            pdf.save(out, static_id=True)
            return out.getvalue()
    except Exception:  # noqa: BLE001 — a seed that qpdf can't open is changed as bytes
        return None


def change(data: bytes, suffix: str, rng: Rng) -> bytes:
    """Return a file changed at random: by its structure where it has one, else by its bytes."""
    if suffix == ".svg" and rng.random() < 0.75:
        data = _change_svg(data, rng) or data
        if rng.random() < 0.75:
            return data
    elif suffix == ".pdf" and rng.random() < 0.65:
        data = _change_pdf(data, rng) or data
        if rng.random() < 0.75:
            return data
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        if not out:
            break
        rng.choice(BYTES)(out, rng)
    return bytes(out)


# -- judging ----------------------------------------------------------------------------


class Reached(Exception):  # noqa: N818 — not an error of natfig's: what it must not do
    """A file, an address or a program was reached for."""


_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "urllib.",
    "http.",
)
_OPENED: list[str] = []


def _watch() -> None:
    """Take note of everything a case reaches for, from now on."""
    own = tuple(
        os.path.realpath(p)
        for p in (
            sys.prefix,
            sys.base_prefix,
            ROOT,
            "/usr/share",
            "/usr/lib",
            "/dev",
            "/proc",
            Path.home() / ".cache",
        )
    )

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN) and "fc-list" not in str(args):
            _OPENED.append(f"{event} {args!r}"[:200])
        elif event == "open" and isinstance(args[0], str) and not os.path.realpath(args[0]).startswith(own):
            _OPENED.append(f"open {args[0]}")

    sys.addaudithook(hook)


def judge(data: bytes, suffix: str, *, reports: bool) -> None:
    """Read and check a file that is nowhere on disk; raise what goes wrong."""
    from natfig.journals import journals
    from natfig.qa.check import Context
    from natfig.qa.reporters import reporters
    from natfig.qa.result import Results
    from natfig.qa.runner import check_file

    _OPENED.clear()
    context = Context(journals.load("nature"), "production", _MANIFEST)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = check_file(Path(f"/nowhere/figure{suffix}"), context, data=data)
    results = Results([result])
    json.dumps(results.to_json(), allow_nan=False).encode("utf-8")
    if reports:
        for name in reporters.all_names():
            reporters.load(name).render(results).encode("utf-8", "backslashreplace")
    if result.faults:
        raise AssertionError(result.faults[0])
    if _OPENED:
        raise Reached(_OPENED[0])


# What stands beside every case, so that the contract is looked at as well.
_MANIFEST = {
    "id": "figure",
    "journal": "nature",
    "stage": "production",
    "outputs": [],
    "panels": [
        {"panel": "a", "kind": "line", "stats": {"center": "mean", "spread": "sd", "n": 5, "unit": "runs"}},
        {"panel": "b", "kind": "bar", "stats": None},
    ],
    "claims": {"x": {"value": 1.0, "assert": ">= 1", "holds": True}},
}


def signature(error: BaseException) -> str:
    """Return what tells one fault from another: its type and where in natfig it was raised."""
    if isinstance(error, AssertionError):  # the runner's own words for a check that crashed
        return re.sub(r"\d+(\.\d+)?", "0", str(error))[:120]
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "natfig" in f.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "outside"
    return f"{type(error).__name__} in {place}"


def _fails(data: bytes, suffix: str, wanted: str) -> bool:
    try:
        judge(data, suffix, reports=True)
    except Exception as error:  # noqa: BLE001 — whatever it is, it is compared
        return signature(error) == wanted
    return False


def minimise(data: bytes, suffix: str, wanted: str, seconds: float = MINIMISE_S) -> bytes:
    """Return a smaller file that fails in the same way: pieces are left out, larger ones first."""
    end = time.monotonic() + seconds
    size = len(data) // 2
    while size >= 1 and time.monotonic() < end:
        at = 0
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + size :]
            if shorter and _fails(shorter, suffix, wanted):
                data = shorter
            else:
                at += size
        size //= 2
    return data


# -- running ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seed:
    """A file that cases are made from."""

    name: str
    suffix: str
    data: bytes


def seeds(folders: list[Path]) -> list[Seed]:
    """Return the files cases are made from, sorted by path; one of many equal ones is enough."""
    found: dict[bytes, Seed] = {}
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
            data = path.read_bytes()
            if data and len(data) <= MAX_BYTES:
                found.setdefault(data, Seed(path.name, path.suffix.lower(), data))
    return list(found.values())


def make(known: list[Seed], seed: int, number: int) -> tuple[Seed, bytes]:
    """Return case `number` of a seed, and the file it was made from."""
    rng = random.Random(f"{seed}:{number}")  # noqa: S311 — chance, not secrecy
    kinds = sorted({s.suffix for s in known})
    weights = [6 if kind == ".svg" else 4 if kind == ".pdf" else 1 for kind in kinds]
    (kind,) = rng.choices(kinds, weights)
    origin = rng.choice([s for s in known if s.suffix == kind])
    return origin, change(origin.data, origin.suffix, rng)


def _work(pipe: Connection, known: list[Seed], seed: int) -> None:
    """Do cases as they are asked for: (number) → (number, "", b"") or (number, what, file)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    judge(b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", ".svg", reports=True)
    _watch()
    pipe.send((-1, "", b""))
    while (number := pipe.recv()) is not None:
        origin, data = make(known, seed, number)
        pipe.send((number, "begun", b""))
        begun = time.process_time()
        try:
            judge(data, origin.suffix, reports=number % REPORT_EVERY == 0)
            if (took := time.process_time() - begun) > HANG_S:
                pipe.send((number, f"slow on {origin.name}\n{took:.0f} s", data))
                continue
        except Exception as error:  # noqa: BLE001 — this is what is looked for
            mark = signature(error)
            pipe.send((number, "begun", b""))
            small = minimise(data, origin.suffix, mark)
            text = "".join(traceback.format_exception(error))[-4000:]
            pipe.send((number, f"{mark}\n{text}", small))
        else:
            pipe.send((number, "", b""))


class _Worker:
    """A process that does one case at a time, and is replaced when it hangs or dies."""

    def __init__(self, known: list[Seed], seed: int) -> None:
        self.known, self.seed = known, seed
        self.number = -1
        self.since = 0.0
        self.is_ready = self.is_minimising = False
        self.start()

    def start(self) -> None:
        """Start the process; it says when it is ready."""
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_work, args=(other, self.known, self.seed), daemon=True)
        self.process.start()
        other.close()
        self.is_ready, self.since = False, time.monotonic()

    def give(self, number: int | None) -> None:
        """Ask for a case, or with None for an end."""
        self.number, self.since = number if number is not None else -1, time.monotonic()
        self.pipe.send(number)

    def stop(self) -> None:
        """End the process whatever it does."""
        self.process.kill()
        self.process.join()


@dataclass
class Tally:
    """What a run found; of equal faults the first is kept."""

    cases: int
    faults: dict[str, tuple[int, str, bytes]]


def run(known: list[Seed], seed: int, *, seconds: float, cases: int, jobs: int) -> Tally:
    """Do cases 0, 1, 2 … until time or their number is up."""
    end, following = time.monotonic() + seconds, 0
    tally = Tally(0, {})
    workers = [_Worker(known, seed) for _ in range(jobs)]
    busy = set(workers)
    while busy:
        for worker in sorted(busy, key=id):
            said = list(_said(worker))
            for number, what, data in said:
                if what == "begun":
                    worker.since = time.monotonic()
                    continue
                if number >= 0:
                    tally.cases += 1
                    if what:
                        mark, _, text = what.partition("\n")
                        tally.faults.setdefault(mark, (number, text, data))
                if following < cases and time.monotonic() < end:
                    worker.give(following)
                    following += 1
                else:
                    worker.stop()
                    busy.discard(worker)
            if worker in busy:
                _replace_if_lost(worker, tally)
        time.sleep(0.002)
    return tally


def _said(worker: _Worker) -> Iterator[tuple[int, str, bytes]]:
    try:
        while worker.pipe.poll():
            yield worker.pipe.recv()
    except (EOFError, OSError):
        return


def _replace_if_lost(worker: _Worker, tally: Tally) -> None:
    """Note a worker that hangs or died, with the case it had, and start another one."""
    waited = time.monotonic() - worker.since
    if worker.process.is_alive() and waited < LOST_S:
        return
    origin, data = make(worker.known, worker.seed, max(worker.number, 0))
    how = f"hang ({waited:.0f} s)" if worker.process.is_alive() else f"died ({worker.process.exitcode})"
    tally.cases += 1
    tally.faults.setdefault(f"{how.split(' ', maxsplit=1)[0]} on {origin.name}", (worker.number, how, data))
    worker.stop()
    worker.start()


def save(tally: Tally, known: list[Seed], seed: int, folder: Path) -> None:
    """Write each fault's file with the reason beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for mark, (number, text, data) in tally.faults.items():
        origin, _ = make(known, seed, number)
        name = re.sub(r"[^A-Za-z0-9]+", "_", mark)[:60].strip("_")
        path = folder / f"{number:06d}_{name}{origin.suffix}"
        path.write_bytes(data)
        path.with_name(f"{path.name}.txt").write_text(
            f"{mark}\ncase {number} of seed {seed}, made from {origin.name}\n\n{text}\n", encoding="utf-8"
        )


def main(argv: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--cases", type=int, default=10**9, help="end after so many cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--also", type=Path, action="append", default=[], help="a folder with more seeds")
    args = parser.parse_args(argv)
    known = seeds([ROOT / "tests" / "corpus", ROOT / "tests" / "cases" / "qa", *args.also])
    begun = time.monotonic()
    tally = run(known, args.seed, seconds=args.minutes * 60, cases=args.cases, jobs=args.jobs)
    if tally.faults:
        save(tally, known, args.seed, args.out)
        for mark, (number, _, data) in sorted(tally.faults.items()):
            print(f"  case {number}: {mark} ({len(data):,} bytes)")
    print(
        f"fuzz_qa: seed {args.seed}, {tally.cases:,} cases from {len(known)} files in "
        f"{time.monotonic() - begun:.0f} s, {len(tally.faults)} faults"
    )
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
