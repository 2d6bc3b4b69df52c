import shutil

import pytest
from fontTools.ttLib import TTFont

from natfig.core.resources import styles_dir
from natfig.style import fonts
from natfig.style.fonts import ARIAL_METRIC, SVG_FAMILY, find_face

STYLES = ("regular", "bold", "italic", "bolditalic")
NAMES = {
    "macOS": ("Arial.ttf", "Arial Bold.ttf", "Arial Italic.ttf", "Arial Bold Italic.ttf"),
    "Windows": ("arial.ttf", "arialbd.ttf", "ariali.ttf", "arialbi.ttf"),
    "Debian": ("Arial.ttf", "Arial_Bold.ttf", "Arial_Italic.ttf", "Arial_Bold_Italic.ttf"),
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_arial_is_taken_where_all_four_styles_are(tmp_path, names):
    for name in names:
        (tmp_path / name).write_bytes(b"")
    face = find_face([str(tmp_path / "missing"), str(tmp_path)])
    assert face.family == "Arial"
    assert face.files == tuple(tmp_path / n for n in names)


@pytest.mark.parametrize("left_out", range(4))
def test_half_an_arial_is_none(tmp_path, left_out):
    for name in NAMES["macOS"][:left_out] + NAMES["macOS"][left_out + 1 :]:
        (tmp_path / name).write_bytes(b"")
    assert find_face([str(tmp_path)]).family == "Liberation Sans"


def test_the_first_folder_wins(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in NAMES["macOS"]:
            (tmp_path / folder / name).write_bytes(b"")
    assert find_face([str(tmp_path / "one"), str(tmp_path / "two")]).regular.parent.name == "one"


def test_without_arial_natfig_brings_a_face_along():
    face = find_face([])
    assert face.family == "Liberation Sans"
    assert all(f.is_file() for f in face.files)
    assert styles_dir("fonts", "LICENSE-Liberation.txt").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_every_platform_has_a_face(monkeypatch, platform):
    monkeypatch.setattr(fonts.sys, "platform", platform)
    assert find_face().family in ARIAL_METRIC


@pytest.mark.parametrize("style", STYLES)
def test_the_files_are_the_styles_they_are_taken_for(style):
    font = TTFont(getattr(find_face([]), style))
    assert font["name"].getDebugName(1) == "Liberation Sans"
    assert bool(font["OS/2"].fsSelection & 0x20) == ("bold" in style)
    assert bool(font["OS/2"].fsSelection & 0x01) == ("italic" in style)


# Advance widths of Arial in 1/2048 em, from the AFM of Helvetica, whose widths Arial shares
# (Adobe Core 14 AFM, in 1/1000 em): A 667, a 556, i 222, W 944, m 833, space 278, 0 556, parenleft 333.
@pytest.mark.parametrize(
    ("char", "width"),
    [("A", 667), ("a", 556), ("i", 222), ("W", 944), ("m", 833), (" ", 278), ("0", 556), ("(", 333)],
)
def test_its_widths_are_those_of_helvetica_and_arial(char, width):
    font = TTFont(find_face([]).regular)
    advance, _ = font["hmtx"][font.getBestCmap()[ord(char)]]
    assert advance / font["head"].unitsPerEm * 1000 == pytest.approx(width, abs=0.6)


@pytest.mark.parametrize("style", STYLES)
def test_what_labels_need_is_in_the_face(style):
    cmap = TTFont(getattr(find_face([]), style)).getBestCmap()
    assert {c for c in "−×±·≤≥≠≈→°µμαβγδΔσΩ–—…’“”" if ord(c) not in cmap} <= set()


def test_the_svg_names_arial_first_and_ends_generic():
    families = [f.strip(" '") for f in SVG_FAMILY.split(",")]
    assert families[0] == "Arial"
    assert families[-1] == "sans-serif"
    assert set(families[:-1]) <= set(ARIAL_METRIC)


def test_a_found_arial_is_used_in_a_figure(tmp_path):
    for style, name in zip(STYLES, NAMES["macOS"], strict=True):
        shutil.copy(getattr(find_face([]), style), tmp_path / name)
    face = find_face([str(tmp_path)])
    assert TTFont(face.bold)["OS/2"].usWeightClass == 700
