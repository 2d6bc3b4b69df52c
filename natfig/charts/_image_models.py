"""The keys of an image panel; see `natfig.charts.image`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from natfig.spec.models import PanelBase, StrictModel

__all__ = [
    "ImageArrow",
    "ImageChannel",
    "ImageGamma",
    "ImageInset",
    "ImagePanel",
    "ImageScaleBar",
    "ImageTile",
    "Length",
    "RangeKeys",
]  # fmt: skip

Corner = Literal["top left", "top right", "bottom left", "bottom right"]
# Pixels of the file, or a length of the object ("20 µm").
Length = int | str
Box = tuple[Length, Length, Length, Length]
RangeKeys = Literal["auto", "full"] | tuple[float | str, float | str]


def _gamma(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(  # noqa: TRY004 - pydantic shows what a ValueError says
            f"gamma changes bright and dark parts differently, which has to be disclosed; "
            f"write gamma: {{value: {value:g}, reason: …}}"
        )
    return value


class ImageGamma(StrictModel):
    """A nonlinear adjustment, disclosed."""

    value: float = Field(gt=0.1, lt=10, description="Exponent of the shares between black and full colour.")
    reason: str = Field(min_length=8, description="Why; it goes to the image-integrity note.")


class ImageChannel(StrictModel):
    """One channel: where it is in the file, its colour and its range."""

    channel: int | str = Field(description="Number from 0 on, or its name in the file.")
    color: str | None = Field(
        None, description="gray, green, magenta, cyan, …, a colour of the palette, or #RRGGBB."
    )
    label: str | None = Field(None, description="What is stained or measured; default: the name in the file.")
    range: RangeKeys | None = Field(
        None,
        description="Values shown as black and as full colour: [lo, hi], percentiles [p0.1, p99.9], auto "
        "(lowest to highest) or full (the bit depth's). Default: full for 8 bits, else auto.",
    )


class ImageScaleBar(StrictModel):
    """A scale bar, or why there is none."""

    length: str | None = Field(None, description="Length of the object, such as 20 µm.")
    where: Corner = Field("bottom right", description="Corner of the tile.")
    label: bool | str = Field(True, description="Write the length; false where the legend gives it.")
    color: str = Field("auto", description="auto: white or black, whichever stands out.")
    tiles: Literal["auto", "all", "first", "last"] = Field(
        "auto", description="Which tiles have one; auto: the last where all have one scale, else all."
    )
    none: str | None = Field(None, min_length=4, description="Why the images need none (a gel, a blot).")


class ImageInset(StrictModel):
    """A part of a tile, magnified in one of its corners."""

    at: Box = Field(description="[x, y, w, h] in pixels of the file, or in lengths.")
    zoom: float = Field(2.0, gt=1, le=50, description="Times larger than in the tile.")
    where: Corner = Field("top right", description="Corner of the tile.")
    color: str | None = Field(None, description="Of both frames; default: white on dark, black on light.")
    scale_bar: str | None = Field(None, description="Length of a scale bar of its own, such as 5 µm.")


class ImageArrow(StrictModel):
    """An arrow whose tip is at a point of the image."""

    at: tuple[Length, Length] = Field(description="[x, y] of the tip in pixels of the file, or in lengths.")
    angle: float = Field(
        225.0, description="Where it points, in degrees counterclockwise from right; as seen on the page."
    )
    color: str | None = Field(None, description="Default: white on dark, black on light.")


# How a part of a file is seen; a panel says it for all its tiles, a tile for itself.
_Page = Annotated[int | None, Field(ge=0, description="Page of a file with several, from 0 on.")]
_PlaneZ = Annotated[
    int | Literal["max"] | None,
    Field(description="Plane along z, from 0 on, or max: the brightest along z."),
]
_Time = Annotated[int | None, Field(ge=0, description="Time point, from 0 on.")]
_Crop = Annotated[Box | None, Field(description="[x, y, w, h] in pixels of the file, or in lengths (20 µm).")]
_Turn = Annotated[Literal[0, 90, 180, 270] | None, Field(description="Degrees clockwise.")]
_Flip = Annotated[Literal["horizontal", "vertical"] | None, Field(description="Mirror, after turning.")]
_PixelSize = Annotated[
    str | tuple[str, str] | None,
    Field(description="Length of one pixel, such as 0.325 µm; default: what the file says."),
]


class ImageTile(StrictModel):
    """One image of a plate, where it differs from the panel."""

    page: _Page = None
    z: _PlaneZ = None
    t: _Time = None
    crop: _Crop = None
    rotate: _Turn = None
    flip: _Flip = None
    pixel_size: _PixelSize = None
    file: str = Field(description="TIFF, PNG or JPEG, relative to the spec.")
    label: str | None = Field(None, description="Text in the tile.")
    channels: tuple[ImageChannel | int | str, ...] | None = Field(None, description="Instead of the panel's.")
    range: RangeKeys | dict[str, RangeKeys] | None = Field(
        None, description="A range of its own, for all channels or by label; it is told in the record."
    )
    insets: tuple[ImageInset, ...] | None = Field(None, description="Instead of the panel's.")
    arrows: tuple[ImageArrow, ...] | None = Field(None, description="Instead of the panel's.")
    arrowheads: tuple[ImageArrow, ...] | None = Field(None, description="Instead of the panel's.")


_TileLike = ImageTile | str
# Most rows are plain names; the listing of keys stays short with them as a form of their own.
_Row = tuple[str, ...] | tuple[_TileLike, ...]


class ImagePanel(PanelBase):
    """Keys of an image panel."""

    # What it draws are files of its own; the only table of a spec is not meant.
    reads_table: ClassVar[bool] = False

    kind: Literal["image"]
    file: str | None = Field(None, description="TIFF (also OME, ImageJ, BigTIFF), PNG or JPEG.")
    files: tuple[_TileLike | _Row, ...] | None = Field(
        None, description="A plate: a list of images, or a list of rows of images."
    )
    channels: tuple[ImageChannel | int | str, ...] = Field(
        (), description="What is shown in which colour; left out: grey, or a colour image as it is."
    )
    split: bool = Field(False, description="A tile for each channel; each file is a row.")
    merge: bool = Field(True, description="A tile with all channels in their colours.")
    page: _Page = None
    z: _PlaneZ = None
    t: _Time = None
    crop: _Crop = None
    rotate: _Turn = None
    flip: _Flip = None
    pixel_size: _PixelSize = None
    contrast: Literal["shared", "rows", "columns", "each"] = Field(
        "shared", description="Which tiles of a channel have one range: all, those of a row or column, none."
    )
    gamma: Annotated[ImageGamma | None, BeforeValidator(_gamma)] = Field(
        None, description="{value, reason}: a nonlinear adjustment, told in the record."
    )
    scale_bar: ImageScaleBar | str | None = Field(
        None, description="Length such as 20 µm, or a mapping; {none: why} where there can be none."
    )
    insets: tuple[ImageInset, ...] = Field(
        (), description="Magnified parts, with frames where they come from."
    )
    arrows: tuple[ImageArrow, ...] = Field((), description="Arrows in every tile.")
    arrowheads: tuple[ImageArrow, ...] = Field((), description="Arrowheads in every tile.")
    labels: Literal["auto", "inside", "none"] = Field(
        "auto", description="Channel labels in the tiles; auto: where no title over the column names them."
    )
    column_titles: tuple[str, ...] | None = Field(
        None, description="Over the columns; default: the channels' labels of a split plate."
    )
    row_titles: tuple[str, ...] | None = Field(None, description="Left of the rows.")
    background: Literal["light", "dark"] = Field(
        "light", description="dark: the plate with its titles and gaps is black, and its text white."
    )
    gap: str = Field("1mm", description="Between tiles.")
