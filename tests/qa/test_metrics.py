"""Text is as wide as the font and a browser say, from tables that need no font library."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from natfig.core import usercache
from natfig.core.resources import styles_dir
from natfig.qa import _fontchoice, _fontfiles, metrics
from natfig.qa._fontparse import read_face
from natfig.qa._fonttable import BLANK, Table, pack, unpack
from natfig.qa.metrics import find_face
from oracles import chromium
from oracles.programs import NEEDS, find, run

METRICS = styles_dir("fonts", "metrics")
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
_DEJAVU_STYLES = {"Bold": "-Bold", "Italic": "-Oblique", "BoldItalic": "-BoldOblique"}


def _font_of(name):
    """Return the font file a table was made from, or skip where the system lacks it."""
    family, style = name.split("-")
    if family == "LiberationSans":
        return styles_dir("fonts", f"{name}.ttf")
    if family.startswith("DejaVu"):
        import matplotlib as mpl

        suffix = _DEJAVU_STYLES.get(style, "")
        if family == "DejaVuSerif":
            suffix = suffix.replace("Oblique", "Italic")
        return Path(mpl.get_data_path(), "fonts", "ttf", f"{family}{suffix}.ttf")
    path = Path("/usr/share/fonts/truetype/liberation2", f"{name}.ttf")
    if not path.is_file():
        pytest.skip(f"{name}.ttf is not installed (package fonts-liberation2)")
    return path


TABLES = sorted(p.stem for p in METRICS.glob("*.nfm"))


def test_six_families_come_along_in_four_styles():
    families = {name.split("-")[0] for name in TABLES}
    assert families == {f.replace(" ", "") for f in _fontchoice.FILES}
    assert len(TABLES) == 24


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_small_and_hold_what_the_font_says(name):
    path = METRICS / f"{name}.nfm"
    assert path.stat().st_size < 60_000
    table = unpack(path.read_bytes())
    assert table == read_face(_font_of(name))
    with TTFont(_font_of(name)) as font:  # once more, without the reader that made them
        cmap, widths, glyf = font.getBestCmap(), font["hmtx"], font["glyf"]
        assert (table.ascent, -table.descent) == (font["hhea"].ascent, font["hhea"].descent)
        for char, number in table.glyphs.items():
            glyph = cmap[ord(char)]
            assert table.advances[number] == widths[glyph][0], char
            if glyf[glyph].numberOfContours:
                ink = tuple(table.ink[4 * number : 4 * number + 4])
                box = tuple(getattr(glyf[glyph], k) for k in ("xMin", "yMin", "xMax", "yMax"))
                assert ink == (BLANK if box == (0, 0, 0, 0) else box), char
        for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x3BC, 0x2212, 0x2264):
            assert (chr(code) in table.glyphs) == (code in cmap)


def test_arial_needs_no_font_library_and_little_time():
    """In a fresh process, as the command line starts."""
    code = (
        "import sys, time\n"
        "from natfig.qa import metrics\n"
        "best = 1.0\n"
        "for style in ((400, False), (700, False), (400, True), (700, True)):\n"
        "    start = time.process_time()\n"
        "    face = metrics.find_face(('Arial', 'Helvetica', 'sans-serif'), *style)\n"
        "    best = min(best, time.process_time() - start)\n"
        "    assert face.exact and face.advance('Time (h)') > 3\n"
        "heavy = {'fontTools', 'numpy', 'PIL', 'subprocess', 'json', 'tempfile'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "print(best)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert float(done.stdout) < 0.003


def test_a_hundred_thousand_labels_take_little_time():
    face = find_face(("Arial",))
    start = time.process_time()
    for i in range(20_000):
        face.advance(f"Label {i}")
    assert time.process_time() - start < 1.0


# -- the binary form -------------------------------------------------------------


def _small():
    table = Table("Small, Regular, 1", 1000, 800, 200, 700, 500, {"A": 0, "V": 1, "😀": 0})
    table.advances.extend([600, 650])
    table.marks.extend([0, 0])
    table.ink.extend([10, 0, 590, 700, 1, 0, 0, 0])
    table.kerns[0 << 16 | 1] = -80
    return table


def test_packing_keeps_everything():
    assert unpack(pack(_small())) == _small()


@settings(deadline=None)  # a busy machine is no fault
@given(st.data())
def test_damaged_tables_are_refused_in_words(data):
    whole = pack(_small())
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError, match="font metrics"):
        unpack(whole[:cut])
    place, value = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    changed = whole[:place] + bytes([value]) + whole[place + 1 :]
    try:
        table = unpack(changed)
    except ValueError:
        return
    assert table == _small()  # a change the checksum can't see is none


def test_a_bomb_is_not_unpacked():
    import struct
    import zlib

    bomb = b"NFM1" + struct.pack("<I", 1000) + zlib.compress(bytes(50_000_000))
    with pytest.raises(ValueError, match="damaged"):
        unpack(bomb)


# -- which face ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stack", "family", "exact"),
    [
        (("Arial",), "Liberation Sans", True),
        (("arial",), "Liberation Sans", True),
        (("'Helvetica'", "Arial"), "Liberation Sans", True),
        (("Liberation  Sans",), "Liberation Sans", True),
        (("sans-serif",), "Liberation Sans", True),
        (("ArialMT",), "Liberation Sans", True),
        (("Helvetica-BoldOblique",), "Liberation Sans", True),
        (("Times New Roman",), "Liberation Serif", True),
        (("TimesNewRomanPSMT",), "Liberation Serif", True),
        (("TimesNewRomanPS-BoldItalicMT",), "Liberation Serif", True),
        (("Times", "serif"), "Liberation Serif", True),
        (("Courier New",), "Liberation Mono", True),
        (("CourierNewPSMT",), "Liberation Mono", True),
        (("monospace",), "DejaVu Sans Mono", True),
        (("DejaVu Sans",), "DejaVu Sans", True),
        (("Bitstream Vera Sans",), "DejaVu Sans", True),
        (("Sans",), "DejaVu Sans", True),
        (("system-ui",), "DejaVu Sans", True),
        (("DejaVu Serif",), "DejaVu Serif", True),
        (("Surely Not Installed",), "Liberation Serif", False),
        (("Surely Not Installed", "Arial"), "Liberation Sans", False),
        (("Arial-Black",), "Liberation Serif", False),
        (("cursive",), "Liberation Serif", False),
        ((), "Liberation Serif", True),
        (("",), "Liberation Serif", False),
        (("\ud800", "Arial"), "Liberation Sans", False),
    ],
)
def test_families_are_resolved(stack, family, exact):
    face = find_face(stack)
    assert (face.family, face.exact) == (family, exact)


def test_bold_and_italic_choose_another_style():
    widths = {
        find_face(("Times",), weight, italic).advance("Ming") for weight in (400, 700) for italic in (0, 1)
    }
    assert len(widths) == 4
    assert find_face(("Arial",), 500).advance("M1a") == find_face(("Arial",)).advance("M1a")
    assert find_face(("Arial",), 600).advance("M1a") == find_face(("Arial",), 700).advance("M1a")
    assert find_face(("Arial-BoldMT",)).advance("M1a") == find_face(("Arial",), 700).advance("M1a")


@pytest.mark.parametrize(
    ("has", "asked", "best"),
    [
        ((400, 700), 600, 700),
        ((300, 400, 700), 500, 400),
        ((500, 700), 400, 500),
        ((300, 700), 400, 300),
        ((300, 800), 350, 300),
        ((300, 900), 700, 900),
        ((100, 500), 700, 500),
    ],
)
def test_weights_are_chosen_as_css_does(has, asked, best):
    assert min(has, key=lambda w: _fontchoice._distance(w, False, 100, asked, False)) == best


# -- text ------------------------------------------------------------------------


def test_advances_add_up_and_kerning_is_optional():
    face = find_face(("Arial",))
    text = "AVATAR Te 0.05"
    assert sum(face.advances(text)) == pytest.approx(face.advance(text))
    assert len(face.advances(text)) == len(text)
    assert face.advance(text) < face.advance(text, kern=False)
    assert face.advance("A") == pytest.approx(1366 / 2048)
    assert face.advances("AV")[1] == face.advance("V")  # kerning is the left letter's


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("e\u0301", "é"),
        ("U\u0308ber", "Über"),
        ("x\u0304", "x"),  # no such letter: the mark has no width
        ("a\u200bb", "ab"),
        ("co\u00adop", "coop"),
        ("a\ufeffb", "ab"),
        ("a\tb", "a b"),
        ("5\u00a0h", "5 h"),
        ("a\u2011b", "a-b"),
    ],
)
@pytest.mark.parametrize("family", ["Arial", "Times", "DejaVu Sans"])
def test_marks_and_invisible_characters_take_no_room(text, same_as, family):
    face = find_face((family,))
    assert face.advance(text, kern=False) == pytest.approx(face.advance(same_as, kern=False), abs=0.002)
    assert len(face.advances(text)) == len(text)


def test_what_the_face_lacks_comes_from_another():
    arial, dejavu = find_face(("Arial",)), find_face(("DejaVu Sans",))
    assert not arial.covers("⨉")
    assert arial.advance("⨉") == dejavu.advance("⨉")
    assert arial.advance("漢字") == 2.0
    assert arial.advance("\U000f0000") == 0.6
    assert arial.covers("P < 0.05, μm² − Å")
    assert find_face(("Times", "Courier")).advance("a") != find_face(("Courier",)).advance("a")
    ink = arial.ink("漢")
    assert ink == (0.0, 0.0, 1.0, arial.cap_height)


def test_ink_is_where_the_outlines_are():
    face = find_face(("Arial",))
    assert face.ink("") is None
    assert face.ink("  \u00a0") is None
    x0, y0, x1, y1 = face.ink("H")
    assert y0 == 0
    assert y1 == pytest.approx(face.cap_height)
    assert 0 < x0 < x1 < face.advance("H")
    assert face.ink("x")[3] == pytest.approx(face.x_height, abs=0.005)
    assert face.ink("Hg")[1] < -0.2
    assert face.ink(" H")[0] == pytest.approx(x0 + face.advance(" "))
    wide = face.ink("HH")
    assert wide[2] == pytest.approx(x1 + face.advance("H"))
    accent, letter = face.ink("x\u0304"), face.ink("x")
    assert accent[3] > letter[3]
    assert accent[2] <= letter[2] + 0.05  # it stands over the letter


@given(st.text(max_size=40))
def test_any_text_can_be_measured(text):
    for stack in (("Arial",), ("DejaVu Sans Mono",), ()):
        face = find_face(stack)
        advances = face.advances(text)
        assert len(advances) == len(text)
        assert face.advance(text) == pytest.approx(sum(advances), abs=1e-9)
        ink = face.ink(text)
        assert ink is None or (ink[0] <= ink[2] and ink[1] <= ink[3])


# -- installed fonts -------------------------------------------------------------


def _build(path, family, weight=400, advance=500, italic=False, cff=False, wght=False):
    """Write a font with A (a rectangle 500 high) and V, and the kern table pair A V."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder([".notdef", "A", "V", "space"])
    builder.setupCharacterMap({65: "A", 86: "V", 32: "space"})
    if cff:
        from fontTools.pens.t2CharStringPen import T2CharStringPen

        strings = {}
        for name in (".notdef", "A", "V", "space"):
            pen = T2CharStringPen(advance, None)
            if name in "AV":
                pen.moveTo((50, 0))
                pen.lineTo((50, 500))
                pen.curveTo((100, 600), (300, 600), (400, 500))
                pen.closePath()
            strings[name] = pen.getCharString()
        builder.setupCFF("Test", {}, strings, {})
    else:
        glyphs = {}
        for name in (".notdef", "A", "V", "space"):
            pen = TTGlyphPen(None)
            if name in "AV":
                for i, point in enumerate([(50, 0), (50, 500), (400, 500), (400, 0)]):
                    (pen.lineTo if i else pen.moveTo)(point)
                pen.closePath()
            glyphs[name] = pen.glyph()
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "A", "V", "space"), (advance, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "version": "1"})
    builder.setupOS2(
        usWeightClass=weight, sTypoAscender=800, sTypoDescender=-200, fsSelection=1 if italic else 64
    )
    builder.setupPost()
    if wght:
        from fontTools.ttLib.tables.TupleVariation import TupleVariation

        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        wider = [(0, 0)] * 4 + [(0, 0), (200, 0), (0, 0), (0, 0)]
        builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    builder.font.recalcTimestamp = False
    if path is not None:
        builder.save(path)
    return builder.font


@pytest.fixture
def fonts(tmp_path, monkeypatch):
    """An empty font folder and cache that are the only ones there are."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(_fontfiles, "_folders", lambda: [folder])
    monkeypatch.setattr(_fontfiles, "_from_fontconfig", lambda: None)
    _forget()
    yield folder
    _forget()


def _forget():
    for cached in (_fontchoice._index, _fontchoice.resolve, metrics.find_face):
        cached.cache_clear()


def test_an_installed_font_is_read_and_kept(fonts, tmp_path, monkeypatch):
    _build(fonts / "Foo.ttf", "Foo Sans")
    face = find_face(("foo sans", "Arial"))
    assert (face.family, face.exact, face.ascent, face.descent) == ("Foo Sans", True, 0.9, 0.3)
    assert face.advance("AV") == 1.0
    assert face.ink("A") == (0.05, 0.0, 0.4, 0.5)
    assert face.cap_height == 0.7
    kept = sorted(p.name for p in (tmp_path / "cache" / "natfig").rglob("*") if p.is_file())
    assert len(kept) == 2
    assert "fonts.json" in kept
    _forget()
    # Neither the font nor the folder is read a second time.
    monkeypatch.setattr("natfig.qa._fontparse.read_face", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(_fontfiles, "_scan", lambda *_: pytest.fail("listed again"))
    assert find_face(("Foo Sans",)).advance("AV") == 1.0


def test_a_changed_font_is_read_again(fonts):
    _build(fonts / "Foo.ttf", "Foo Sans")
    assert find_face(("Foo Sans",)).advance("A") == 0.5
    _build(fonts / "Foo.ttf", "Foo Sans", advance=700)
    os.utime(fonts / "Foo.ttf", ns=(1, 1))
    _forget()
    assert find_face(("Foo Sans",)).advance("A") == 0.7
    _build(fonts / "Bar.ttf", "Bar Sans")
    os.utime(fonts, ns=(5, 5))
    _forget()
    assert find_face(("Bar Sans",)).family == "Bar Sans"


@pytest.mark.parametrize("damage", [b"", b"{}", b"NFM1", b"\xff" * 100, b"[" * 100_000])
def test_a_damaged_cache_is_no_harm(fonts, tmp_path, damage):
    _build(fonts / "Foo.ttf", "Foo Sans")
    find_face(("Foo Sans",))
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(damage)
    _forget()
    assert find_face(("Foo Sans",)).advance("A") == 0.5


def test_a_cache_that_cannot_be_written_is_no_harm(fonts, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file is in the way")
    _build(fonts / "Foo.ttf", "Foo Sans")
    assert find_face(("Foo Sans",)).advance("A") == 0.5


def test_there_need_be_no_home(fonts, monkeypatch):
    monkeypatch.setattr(usercache, "cache_folder", lambda: None)
    _build(fonts / "Foo.ttf", "Foo Sans")
    assert find_face(("Foo Sans",)).advance("A") == 0.5


def test_the_nearest_style_is_taken(fonts):
    for name, weight, italic, advance in (("L", 300, 0, 300), ("B", 800, 0, 800), ("I", 300, 1, 350)):
        _build(fonts / f"{name}.ttf", "Foo Sans", weight, advance, bool(italic))
    assert find_face(("Foo Sans",), 400).advance("A") == 0.3
    assert find_face(("Foo Sans",), 700).advance("A") == 0.8
    assert find_face(("Foo Sans",), 700, italic=True).advance("A") == 0.35


def test_cff_outlines_give_ink_boxes(fonts):
    _build(fonts / "Foo.otf", "Foo Curves", cff=True)
    x0, y0, x1, y1 = find_face(("Foo Curves",)).ink("A")
    assert (x0, y0, x1) == (0.05, 0.0, 0.4)
    assert 0.55 < y1 < 0.59  # the curve's own highest point, not its handles'


def test_collections_are_opened_at_the_right_face(fonts):
    collection = TTCollection()
    collection.fonts = [_build(None, "First", advance=400), _build(None, "Second", advance=900)]
    collection.save(fonts / "Both.ttc")
    assert find_face(("First",)).advance("A") == 0.4
    assert find_face(("Second",)).advance("A") == 0.9


def test_variable_fonts_take_the_weight_asked_for(fonts):
    _build(fonts / "Var.ttf", "Foo Var", wght=True)
    assert find_face(("Foo Var",), 400).advance("A") == 0.5
    assert find_face(("Foo Var",), 900).advance("A") == pytest.approx(0.7)
    assert find_face(("Foo Var",), 650).advance("A") == pytest.approx(0.6)


@settings(deadline=None)  # a busy machine is no fault
@given(data=st.data())
def test_broken_fonts_never_raise(data):
    cut = bytearray(_SMALL_FONT[: data.draw(st.integers(0, len(_SMALL_FONT)))])
    for _ in range(data.draw(st.integers(0, 20))):
        if cut:
            cut[data.draw(st.integers(0, len(cut) - 1))] = data.draw(st.integers(0, 255))
    _BROKEN.write_bytes(cut)
    faces = list(_fontfiles._scan([str(_BROKEN.parent)]))
    assert all(isinstance(f, _fontfiles.FontFile) for _, f in faces)
    table = _fontfiles.table_of(_fontfiles.FontFile(str(_BROKEN), 0, 400, False, 100))
    assert table is None or isinstance(table, Table)


@pytest.fixture(autouse=True, scope="module")
def _broken_fonts(tmp_path_factory):
    global _SMALL_FONT, _BROKEN  # noqa: PLW0603 — hypothesis shares one
    folder = tmp_path_factory.mktemp("broken")
    _build(folder / "whole.ttf", "Whole")
    _SMALL_FONT = (folder / "whole.ttf").read_bytes()
    (folder / "one").mkdir()
    _BROKEN = folder / "one" / "broken.ttf"
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"ttcf" + b"\xff" * 40, b"OTTO" + bytes(2000)])
def test_a_broken_font_gives_way_to_the_next_family(fonts, content):
    (fonts / "Foo.ttf").write_bytes(content)
    assert find_face(("Foo", "Arial")).family == "Liberation Sans"


@pytest.mark.fonts
def test_fontconfig_and_the_scan_find_the_same():
    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig is not installed")
    root = Path("/usr/share/fonts")
    listed = _fontfiles._index(_fontfiles._from_fontconfig())
    scanned = _fontfiles.installed([root])
    for key in ("liberation sans", "dejavu sans mono", "liberation serif"):
        ours = {(f.path, f.number, f.italic) for f in scanned[key]}
        theirs = {(f.path, f.number, f.italic) for f in listed[key] if f.path.startswith(str(root))}
        assert ours == theirs
        weights = {f.path: f.weight for f in scanned[key]}
        assert all(weights[f.path] == f.weight for f in listed[key] if f.path in weights)


def test_a_fontconfig_that_hangs_or_fails_is_left(monkeypatch):
    def fail(*args, **kwargs):
        raise subprocess.TimeoutExpired("fc-list", 5)

    monkeypatch.setattr(_fontfiles.shutil, "which", lambda _: "/bin/fc-list")
    monkeypatch.setattr(_fontfiles.subprocess, "run", fail)
    assert _fontfiles._from_fontconfig() is None


# -- Chromium --------------------------------------------------------------------

TEXTS = (
    "AVATAR",
    "Te To Ty",
    "P < 0.05",
    "0123456789",
    "11.1",
    "10⁻³ m²",
    "μm",
    "ΔF/F₀",
    "−12.5",
    "n = 36",
    "Cafe\u0301 U\u0308ber",
    "x\u0304 ± s.d.",
    "Ångström",
    "Время, ч",
    "α, β ≤ γ → ∞",
    "W.M. “Yes” – it’s",
    "Batch size (×10³)",
    "fi fl ffi",
)
FACES = (
    (("Arial",), 400, False),
    (("Helvetica",), 700, False),
    (("sans-serif",), 400, True),
    (("Arial",), 700, True),
    (("Times New Roman",), 400, False),
    (("Times",), 700, True),
    (("Courier New",), 400, False),
    (("DejaVu Sans",), 400, False),
    (("DejaVu Sans",), 700, False),
    (("DejaVu Sans",), 400, True),
    (("monospace",), 400, False),
    (("Surely Not Installed",), 400, False),
    (("Surely Not Installed", "sans-serif"), 400, False),
    ((), 400, False),
)
SIZES = (24, 80, 400)

_MEASURE = """
const cases = %s, svg = document.getElementById('s'), out = [];
for (const [text, families, weight, italic, size] of cases) {
  const t = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  t.textContent = text;
  t.style.cssText = `white-space:pre;font-size:${size}px;font-weight:${weight}`;
  if (italic) t.style.fontStyle = 'italic';
  const name = f => /-|^monospace$/.test(f) ? f : `"${f}"`;
  if (families.length) t.style.fontFamily = families.map(name).join(',');
  svg.appendChild(t);
  const b = t.getBBox();
  out.push([t.getComputedTextLength(), b.x, b.y, b.width, b.height]);
  svg.removeChild(t);
}
document.getElementById('r').textContent = JSON.stringify(out);
"""


@pytest.fixture(scope="session")
def browser(once):
    """Every text in every face and size as Chromium measures it, at eight device pixels a pixel."""
    cases = [(t, list(f), w, i, s) for t in TEXTS for f, w, i in FACES for s in SIZES]

    def make(folder):
        page = folder / "page.html"
        page.write_text(
            '<!doctype html><meta charset="utf-8"><svg id="s" xmlns="http://www.w3.org/2000/svg"></svg>'
            f'<pre id="r"></pre><script>{_MEASURE % json.dumps(cases)}</script>',
            encoding="utf-8",
        )
        argv = [find(*NEEDS["chromium"][0]), *chromium._FLAGS, "--force-device-scale-factor=8"]
        argv += [f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()]
        dom = run(argv, timeout_s=120).stdout
        found = html.unescape(re.search(r'<pre id="r">(.*?)</pre>', dom, re.DOTALL)[1])
        (folder / "result.json").write_text(found)

    folder = once("font-metrics", make)
    results = json.loads((folder / "result.json").read_text())
    return {(t, tuple(f), w, i, s): r for (t, f, w, i, s), r in zip(cases, results, strict=True)}


def _close(ours, theirs, size):
    """Within 1 %, or two device pixels at scale 8: the browser rounds heights to whole ones."""
    return abs(ours - theirs) <= max(0.01 * abs(theirs), 2 / 8 / size)


@pytest.mark.chromium
@pytest.mark.parametrize(("families", "weight", "italic"), FACES)
@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_as_wide_and_tall_as_in_chromium(browser, text, families, weight, italic):
    face = find_face(families, weight, italic)
    for size in SIZES:
        length, _, y, _, height = browser[text, families, weight, italic, size]
        assert _close(face.advance(text), length / size, size), f"{text} is {length / size} em wide"
        # Chromium's box is that of the line, grown to hold the ink.
        ink = face.ink(text)
        top, bottom = max(face.ascent, ink[3]), max(face.descent, -ink[1])
        assert _close(top + bottom, height / size, size), f"{text} is {height / size} em tall"
        assert _close(top, -y / size, size)


@pytest.mark.parametrize("kern", [True, False])
@pytest.mark.parametrize("family", ["Arial", "DejaVu Sans", "Times New Roman"])
@pytest.mark.parametrize(
    "text", ["", " ", "AVAV", "−3", "fi", "x\u0304y", "e\u0301", "日本", "a\u200bb", "\u0301", "שלב"]
)
def test_measuring_in_one_go_comes_to_the_same(text, family, kern):
    face = find_face((family,))
    for _ in range(2):  # the second time it is remembered
        advance, ink = face.measure(text, kern)
        assert advance == pytest.approx(face.advance(text, kern))
        assert ink == (None if face.ink(text, kern) is None else pytest.approx(face.ink(text, kern)))
