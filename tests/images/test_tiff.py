import struct

import numpy as np
import pytest
import tifffile
from PIL import Image

from images.making import facts, numbers, ome
from natfig.core.errors import DataError, MissingRuntimeError
from natfig.images import tiff
from natfig.images.facts import Region, View
from natfig.images.reader import read_pixels

CROP = Region(13, 5, 30, 21)


def cut(plane, region=CROP):
    return plane[region.y : region.y + region.height, region.x : region.x + region.width]


def whole(path, channel=None):
    found = facts(path)
    return read_pixels(found, View(channel), found.whole)


def has_imagecodecs():
    try:
        import imagecodecs  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.parametrize("bigtiff", [False, True])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize(
    "options",
    [{}, {"rowsperstrip": 7}, {"compression": "zlib"}, {"compression": "zlib", "rowsperstrip": 4},
     {"tile": (16, 32)}, {"tile": (16, 16), "compression": "zlib"}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_a_crop_of_any_layout(tmp_path, dtype, options, byteorder, bigtiff):
    plane = numbers(50, 70, dtype=dtype)
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, plane, byteorder=byteorder, bigtiff=bigtiff, **options)
    found = facts(path)
    assert (found.form, found.width_px, found.height_px, found.dtype) == ("tiff", 70, 50, dtype)
    assert np.array_equal(read_pixels(found, View(), CROP), cut(plane))
    assert np.array_equal(read_pixels(found, View(), found.whole), plane)


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("axes", ["TZCYX", "ZCYX", "CYX", "TYX"])
def test_planes_of_an_ome_tiff(tmp_path, axes, compression):
    sizes = {"T": 2, "Z": 3, "C": 4, "Y": 32, "X": 48}
    array = numbers(*(sizes[a] for a in axes))
    names = [f"dye {i}" for i in range(4)] if "C" in axes else None
    found = facts(ome(tmp_path / "a.ome.tif", array, axes, names=names, compression=compression))
    assert found.channels == (tuple(names) if names else ("",))
    view = View(2 if "C" in axes else None, 1 if "Z" in axes else None, 1 if "T" in axes else None)
    index = tuple({"T": 1, "Z": 1, "C": 2}[a] for a in axes[:-2])
    region = Region(3, 4, 20, 10)
    assert np.array_equal(read_pixels(found, view, region), cut(array[index], region))
    assert (found.pixel_size.x_um, found.pixel_size.source) == (0.5, "OME metadata")


def test_the_brightest_along_z(tmp_path):
    array = numbers(4, 2, 20, 30)
    found = facts(ome(tmp_path / "a.ome.tif", array, "ZCYX"))
    assert np.array_equal(read_pixels(found, View(1, "max"), found.whole), array[:, 1].max(axis=0))


def test_an_imagej_hyperstack(tmp_path):
    array = numbers(2, 3, 4, 20, 30)  # TZCYX
    path = tmp_path / "a.tif"
    tifffile.imwrite(
        path, array, imagej=True, resolution=(1 / 0.2, 1 / 0.2), metadata={"unit": "um", "axes": "TZCYX"}
    )
    found = facts(path)
    assert dict(found.sizes) == {"z": 3, "t": 2}
    assert len(found.channels) == 4
    assert found.pixel_size.x_um == pytest.approx(0.2, rel=1e-6)
    assert found.pixel_size.source == "ImageJ metadata"
    assert np.array_equal(read_pixels(found, View(3, 2, 1), found.whole), array[1, 2, 3])


@pytest.mark.parametrize("planarconfig", ["contig", "separate"])
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_colour(tmp_path, planarconfig, compression):
    rgb = numbers(20, 30, 3, dtype="uint8")
    path = tmp_path / "a.tif"
    stored = rgb if planarconfig == "contig" else rgb.transpose(2, 0, 1)
    tifffile.imwrite(path, stored, photometric="rgb", planarconfig=planarconfig, compression=compression)
    found = facts(path)
    assert found.is_color
    assert np.array_equal(read_pixels(found, View(), Region(2, 3, 9, 8)), rgb[3:11, 2:11])


def test_see_through_colours_go_on_white(tmp_path):
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[..., 3] = [0, 64, 128, 255]
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, rgba, photometric="rgb", extrasamples=["unassalpha"])
    assert read_pixels(facts(path), View(), Region(0, 0, 4, 1))[0, :, 0].tolist() == [255, 191, 127, 0]


def test_samples_that_are_no_colours_are_channels(tmp_path):
    array = numbers(16, 20, 2)
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, array, photometric="minisblack", planarconfig="contig", compression="zlib")
    found = facts(path)
    assert (found.is_color, len(found.channels)) == (False, 2)
    assert np.array_equal(read_pixels(found, View(1), found.whole), array[..., 1])


def test_pages_without_a_meaning_may_be_channels(tmp_path):
    path = tmp_path / "a.tif"
    pages = numbers(3, 16, 20)
    with tifffile.TiffWriter(path) as writer:
        for page in pages:
            writer.write(page, contiguous=False, metadata=None)
    found = facts(path)
    assert (found.pages_are_channels, len(found.channels), dict(found.sizes)) == (True, 3, {"page": 3})
    for view in (View(2), View(page=2)):
        assert np.array_equal(read_pixels(found, view, found.whole), pages[2])


def test_a_palette_is_looked_up(tmp_path):
    table = numbers(3, 256)
    plane = numbers(8, 9, dtype="uint8")
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, plane, photometric="palette", colormap=table)
    found = facts(path)
    assert (found.is_color, found.note) == (True, "palette colours")
    want = (table[:, plane] // 256).transpose(1, 2, 0)
    assert np.array_equal(read_pixels(found, View(), found.whole), want)


@pytest.mark.parametrize(("dtype", "top"), [("uint8", 255), ("uint16", 65535)])
def test_white_as_zero_is_turned_round(tmp_path, dtype, top):
    plane = numbers(8, 9, dtype=dtype)
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, plane, photometric="miniswhite")
    found = facts(path)
    assert found.note == "stored with zero as white"
    assert np.array_equal(read_pixels(found, View(), found.whole), top - plane)


def test_one_bit(tmp_path):
    plane = numbers(8, 16, dtype="uint8") > 128
    path = tmp_path / "a.tif"
    Image.fromarray(plane).save(path)
    assert np.array_equal(read_pixels(facts(path), View(), Region(0, 0, 16, 8)), plane * 255)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_lzw_is_read_with_or_without_imagecodecs(tmp_path, mode):
    plane = numbers(40, 50, dtype="uint8") if mode == "L" else numbers(40, 50, 3, dtype="uint8")
    path = tmp_path / "a.tif"
    Image.fromarray(plane).save(path, compression="tiff_lzw")
    assert np.array_equal(read_pixels(facts(path), View(), Region(1, 2, 30, 20)), plane[2:22, 1:31])


@pytest.mark.skipif(has_imagecodecs(), reason="imagecodecs is installed and reads it")
def test_a_compression_that_nothing_here_reads(tmp_path):
    path = tmp_path / "a.tif"
    Image.fromarray(numbers(40, 50, 3, dtype="uint8")).save(path, compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tif:
        at = tif.pages[0].tags["Compression"].valueoffset
    data[at : at + 2] = struct.pack("<H", 50000)  # Zstandard
    path.write_bytes(data)
    found = facts(path)
    with pytest.raises(MissingRuntimeError, match=r"compressed as .*ZSTD.*pip install imagecodecs"):
        read_pixels(found, View(), found.whole)


# ---------------------------------------------------------------- how much is read


def test_only_the_crop_of_a_huge_file_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.tif"
    # 40,000 × 40,000 px of 16 bits are 3.2 GB; the file has holes where nothing is written.
    tifffile.imwrite(path, shape=(40_000, 40_000), dtype="uint16", bigtiff=True, metadata=None)
    with tifffile.TiffFile(path) as tif:
        offset = tif.pages[0].dataoffsets[0]
    patch = numbers(16, dtype="uint16")
    with path.open("r+b") as handle:
        handle.seek(offset + 2 * (30_000 * 40_000 + 20_000))
        handle.write(patch.tobytes())
    found = facts(path)
    assert np.array_equal(read_pixels(found, View(), Region(20_000, 30_000, 16, 1))[0], patch)
    assert path.stat().st_blocks * 512 < 50_000_000


def test_only_tiles_that_meet_the_crop_are_decoded(tmp_path, monkeypatch):
    path = tmp_path / "a.tif"
    plane = numbers(160, 160)
    tifffile.imwrite(path, plane, tile=(16, 16), compression="zlib")
    found, seen = facts(path), []
    real = tiff._segments
    monkeypatch.setattr(tiff, "_segments", lambda *a: (seen.append(s) or s for s in real(*a)))
    region = Region(20, 40, 20, 10)
    assert np.array_equal(read_pixels(found, View(), region), cut(plane, region))
    assert len(seen) == 4


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}, {"tile": (16, 16)}], ids=str)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_file(tmp_path, share, options):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, numbers(64, 64), **options)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DataError, match=r"is cut off|is not a readable TIFF|holds no image") as error:
        whole(path)
    assert len(error.value.problems) == 1


def test_damaged_bytes_never_escape_as_a_traceback(tmp_path):
    path = tmp_path / "a.tif"
    ome(path, numbers(2, 32, 32), compression="zlib")
    data = path.read_bytes()
    rng = np.random.default_rng(5)
    for _ in range(300):
        broken = bytearray(data)
        for at in rng.integers(0, len(data), 12):
            broken[at] = rng.integers(0, 256)
        path.write_bytes(broken)
        try:
            found = facts(path)
            if found.whole.pixels < 1_000_000:
                read_pixels(found, View(0, 0, 0, 0), found.whole)
        except (DataError, MissingRuntimeError) as error:
            assert str(error)  # noqa: PT017 - most damage is in pixels and read as pixels


@pytest.mark.parametrize(
    ("photometric", "samples", "said"),
    [("separated", 4, "is CMYK, whose colours depend on a device"), ("cielab", 3, "is CIE L")],
)
def test_colours_of_a_device(tmp_path, photometric, samples, said):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, numbers(8, 8, samples, dtype="uint8"), photometric=photometric)
    with pytest.raises(DataError, match=said):
        facts(path)


def test_complex_numbers_are_no_brightness(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.ones((4, 4), "complex64"))
    with pytest.raises(DataError, match="complex64 values, not brightness"):
        facts(path)


@pytest.mark.parametrize("name", ["secret.ome.tif", "../secret.ome.tif"])
def test_other_files_that_a_header_names_are_left_alone(tmp_path, name):
    folder = tmp_path / "spec"
    folder.mkdir()
    for secret in (folder / "secret.ome.tif", tmp_path / "secret.ome.tif"):
        ome(secret, numbers(1, 8, 8, seed=9))
    path = ome(folder / "a.ome.tif", numbers(1, 8, 8, seed=1))
    with tifffile.TiffFile(path) as tif:
        xml = tif.ome_metadata
    uuid = f'<UUID FileName="{name}">urn:uuid:00000000-0000-0000-0000-000000000000</UUID>'
    hostile = xml.replace('PlaneCount="1"/>', f'PlaneCount="1">{uuid}</TiffData>')
    assert hostile != xml
    tifffile.imwrite(path, numbers(8, 8, seed=1), description=hostile.encode(), metadata=None)
    assert np.array_equal(whole(path), numbers(8, 8, seed=1))
