"""What the metadata of a TIFF say: names of channels, and how large a pixel is.

Three places are asked, the most explicit first: OME-XML (Open Microscopy
Environment), ImageJ's description, the resolution tags. Resolution tags are meant
for printers: 300 dpi says nothing about the object, so they count only where no
printer could be meant.

Source
------
OME model, ``Pixels/@PhysicalSizeX``: <https://docs.openmicroscopy.org/ome-model/latest/>;
TIFF 6.0, section 8 (XResolution, ResolutionUnit); ImageJ keeps its unit in the
description and pixels per unit in XResolution, as its ``TiffEncoder`` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from natfig.core.errors import DocumentError
from natfig.images.facts import PixelSize
from natfig.images.lengths import format_length, unit_um

__all__ = ["ome_channels", "ome_pixel_size", "pixel_size"]

# Printers, film recorders and flatbed scanners end at about 5,000 dpi (5 µm); a finer
# "resolution" can only be that of an object.
PRINTER_UM = 5.0
# Codes of ResolutionUnit: inch and centimetre (TIFF 6.0, page 38).
_UNIT_UM = {2: 25_400.0, 3: 10_000.0}


def _ome_pixels(xml: str | None) -> Any:
    """Return the first ``Pixels`` element, or None where there is none or the XML is broken."""
    if not xml:
        return None
    from natfig.core.xml import parse_xml

    try:
        root = parse_xml(xml.encode(), what="OME metadata").getroot()
    except DocumentError:
        return None
    return next(root.iter("{*}Pixels"), None)


def ome_channels(xml: str | None, count: int) -> tuple[str, ...]:
    """Return the channels' names in OME metadata, "" for one without; as many as the pixels have."""
    pixels = _ome_pixels(xml)
    names: list[str] = []
    if pixels is not None:
        for channel in pixels.iterchildren("{*}Channel"):
            samples = str(channel.get("SamplesPerPixel", "1"))
            own = " ".join(str(channel.get("Name", "")).split())
            names += [own] * (int(samples) if samples.isdigit() and 0 < int(samples) <= count else 1)
    return tuple((names + [""] * count)[:count])


def ome_pixel_size(xml: str | None) -> PixelSize | None:
    """Return the pixel size that OME metadata give; the unit is µm where none is written."""
    pixels = _ome_pixels(xml)
    if pixels is None:
        return None
    sizes = []
    for axis in "XY":
        factor = unit_um(str(pixels.get(f"PhysicalSize{axis}Unit", "µm")))
        try:
            sizes.append(float(pixels.get(f"PhysicalSize{axis}", "")) * (factor or 0.0))
        except ValueError:
            return None
    return _made(sizes[0], sizes[1], "OME metadata")


def _made(x_um: float, y_um: float, source: str) -> PixelSize | None:
    sane = all(0 < v < float("inf") for v in (x_um, y_um))
    return PixelSize(x_um, y_um, source) if sane else None


def pixel_size(
    xml: str | None, imagej: Mapping[str, Any] | None, per_unit: tuple[float, float] | None, unit: int
) -> tuple[PixelSize | None, str | None]:
    """Return a TIFF's pixel size, or why its resolution is not taken for one.

    Parameters
    ----------
    xml : str or None
        OME metadata.
    imagej : mapping or None
        ImageJ's description.
    per_unit : tuple of float or None
        XResolution and YResolution, pixels per unit.
    unit : int
        ResolutionUnit: 1 none, 2 inch, 3 centimetre.
    """
    if (found := ome_pixel_size(xml)) is not None:
        return found, None
    if per_unit is None or min(per_unit) <= 0:
        return None, None
    if imagej is not None and "unit" in imagej:
        factor = unit_um(str(imagej["unit"]))
        if factor is None:  # "pixel", or a unit of the user's own
            return None, None
        return _made(factor / per_unit[0], factor / per_unit[1], "ImageJ metadata"), None
    if unit not in _UNIT_UM:
        return None, None
    x_um, y_um = (_UNIT_UM[unit] / v for v in per_unit)
    if max(x_um, y_um) > PRINTER_UM:
        dpi = 25_400.0 / x_um
        return None, f"its {dpi:.0f} dpi ({format_length(x_um)} a pixel) are for printers, not a pixel size"
    return _made(x_um, y_um, "TIFF resolution tags"), None
