import numpy as np
import pytest
import tifffile

from images.making import facts, numbers, ome
from natfig.images.metadata import ome_channels, ome_pixel_size, pixel_size


def plain(path, resolution, unit):
    tifffile.imwrite(path, numbers(8, 8), resolution=resolution, resolutionunit=unit, metadata=None)
    return facts(path)


@pytest.mark.parametrize("dpi", [72, 96, 150, 300, 600, 1200, 2400])
def test_a_printers_resolution_is_no_pixel_size(tmp_path, dpi):
    found = plain(tmp_path / "a.tif", (dpi, dpi), "inch")
    assert found.pixel_size is None
    assert found.pixel_note.startswith(f"its {dpi} dpi (")


def test_a_microscopes_resolution_is(tmp_path):
    found = plain(tmp_path / "a.tif", (1e4 / 0.325, 1e4 / 0.325), "centimeter")
    assert found.pixel_size.x_um == pytest.approx(0.325, rel=1e-6)
    assert found.pixel_size.source == "TIFF resolution tags"


@pytest.mark.parametrize(("unit", "um"), [("micron", 0.5), ("\\u00B5m", 0.5), ("nm", 5e-4), ("mm", 500.0)])
def test_units_of_imagej(unit, um):
    found, note = pixel_size(None, {"unit": unit}, (2.0, 2.0), 1)
    assert (found.x_um, note) == (pytest.approx(um), None)


@pytest.mark.parametrize("unit", ["pixel", "furlong", ""])
def test_units_that_say_nothing(unit):
    assert pixel_size(None, {"unit": unit}, (2.0, 2.0), 1) == (None, None)


@pytest.mark.parametrize(("unit", "um"), [("nm", 65e-3), ("mm", 65e3), ("\u00b5m", 65.0)])
def test_units_of_ome(unit, um):
    xml = (
        '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">'
        f'<Pixels PhysicalSizeX="65" PhysicalSizeXUnit="{unit}" PhysicalSizeY="65" '
        f'PhysicalSizeYUnit="{unit}">'
        '<Channel Name="A"/><Channel/></Pixels></Image></OME>'
    )
    assert ome_pixel_size(xml).x_um == pytest.approx(um)
    assert ome_channels(xml, 3) == ("A", "", "")


@pytest.mark.parametrize(
    "xml",
    ["", "<OME", "<OME/>", '<OME><Image><Pixels PhysicalSizeX="x"/></Image></OME>',
     '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><OME>&b;</OME>',
     '<OME><Pixels PhysicalSizeX="0" PhysicalSizeY="0"/></OME>'],
)  # fmt: skip
def test_broken_or_hostile_ome(xml):
    assert ome_pixel_size(xml) is None
    assert ome_channels(xml, 2) == ("", "")


def test_pixels_that_are_not_square(tmp_path):
    path = tmp_path / "a.ome.tif"
    keys = {"axes": "YX", "PhysicalSizeX": 0.2, "PhysicalSizeY": 0.5}
    tifffile.imwrite(path, np.zeros((4, 4), np.uint8), ome=True, metadata=keys)
    size = facts(path).pixel_size
    assert (size.x_um, size.y_um) == (0.2, 0.5)


def test_ome_wins_over_the_tags(tmp_path):
    path = ome(tmp_path / "a.ome.tif", numbers(1, 8, 8), um=0.1, resolution=(300, 300), resolutionunit="inch")
    assert facts(path).pixel_size.x_um == pytest.approx(0.1)
