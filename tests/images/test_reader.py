import numpy as np
import pytest
from PIL import Image

from images.making import CASES, facts, numbers, ome
from natfig.core.errors import DataError
from natfig.images.facts import Region, View
from natfig.images.reader import check_region, check_view, find_channel, read_pixels


def png(path, array, **options):
    Image.fromarray(array).save(path, **options)
    return facts(path)


@pytest.mark.parametrize("shape", [(12, 14), (12, 14, 3)])
def test_png(tmp_path, shape):
    array = numbers(*shape, dtype="uint8")
    found = png(tmp_path / "a.png", array)
    assert (found.form, found.bits, found.is_color) == ("png", 8, len(shape) == 3)
    assert np.array_equal(read_pixels(found, View(), Region(2, 3, 8, 7)), array[3:10, 2:10])


def test_a_png_of_sixteen_bits(tmp_path):
    array = numbers(12, 14)
    found = png(tmp_path / "a.png", array)
    assert (found.bits, found.dtype, found.is_color) == (16, "uint16", False)
    assert np.array_equal(read_pixels(found, View(), found.whole), array)


def test_alpha_goes_on_white_and_is_told(tmp_path):
    rgba = np.zeros((1, 3, 4), np.uint8)
    rgba[0, :, 3] = [0, 128, 255]
    found = png(tmp_path / "a.png", rgba)
    assert found.note == "transparency on white"
    assert read_pixels(found, View(), found.whole)[0, :, 0].tolist() == [255, 127, 0]


def test_a_palette_of_a_png(tmp_path):
    picture = Image.fromarray(numbers(8, 8, 3, dtype="uint8")).quantize(16)
    picture.save(tmp_path / "a.png")
    found = facts(tmp_path / "a.png")
    assert (found.note, found.is_color) == ("palette colours", True)
    assert np.array_equal(read_pixels(found, View(), found.whole), np.asarray(picture.convert("RGB")))


def test_one_bit_png(tmp_path):
    array = numbers(8, 8, dtype="uint8") > 100
    found = png(tmp_path / "a.png", array)
    assert np.array_equal(read_pixels(found, View(), found.whole), array * 255)


def test_jpeg(tmp_path):
    picture = Image.open(CASES / "ihc.png").convert("RGB")
    picture.save(tmp_path / "a.jpg", dpi=(300, 300))
    found = facts(tmp_path / "a.jpg")
    assert (found.form, found.is_color, found.pixel_note) == (
        "jpeg",
        True,
        "its 300 dpi are for printers, not a pixel size",
    )
    want = np.asarray(Image.open(tmp_path / "a.jpg"))
    assert np.array_equal(read_pixels(found, View(), Region(9, 8, 50, 40)), want[8:48, 9:59])


def test_the_pixel_size_of_a_png(tmp_path):
    found = png(tmp_path / "a.png", numbers(8, 8, dtype="uint8"), dpi=(25_400 / 0.5, 25_400 / 0.5))
    assert found.pixel_size.x_um == pytest.approx(0.5, rel=1e-4)
    assert found.pixel_size.source == "PNG resolution"


def test_the_kind_is_known_by_the_bytes_not_the_name(tmp_path):
    Image.fromarray(numbers(8, 8, dtype="uint8")).save(tmp_path / "a.tif", format="png")
    assert facts(tmp_path / "a.tif").form == "png"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.tif is empty"),
        (b"hello", "a.tif is not an image, which kind: image can't read; save it as TIFF, PNG or JPEG"),
        (b"<svg xmlns=''/>", "is an SVG, .*; use kind: svg for drawings"),
        (b"GIF89a", "is a GIF"),
        (b"ZISRAWFILE", "is a Zeiss CZI file"),
        (b"II*\x00", "is not a readable TIFF"),
        (b"II*\x00\xff\xff\xff\xff", "is not a readable TIFF|holds no image"),
        (b"II+\x00\x08\x00\x00\x00", "is not a readable TIFF|holds no image"),
        (b"\x89PNG\r\n\x1a\n", "is not a readable PNG"),
        (b"\xff\xd8\xff\xe0", "is not a readable JPEG"),
    ],
)
def test_no_images(tmp_path, data, said):
    (tmp_path / "a.tif").write_bytes(data)
    with pytest.raises(DataError, match=said) as error:
        facts(tmp_path / "a.tif")
    assert len(error.value.problems) == 1


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_truncated(tmp_path, name):
    Image.open(CASES / "ihc.png").convert("RGB").save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    found = facts(tmp_path / name)
    with pytest.raises(DataError, match=f"{name} is not a readable"):
        read_pixels(found, View(), found.whole)


def test_cmyk(tmp_path):
    Image.new("CMYK", (8, 8)).save(tmp_path / "a.jpg")
    with pytest.raises(DataError, match=r"a.jpg is CMYK, whose colours depend on a device; convert it"):
        facts(tmp_path / "a.jpg")


def test_sixteen_bit_colours_of_a_png(tmp_path):
    Image.fromarray(numbers(8, 8, 3, dtype="uint8")).save(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    data[24] = 16
    data[29:33] = __import__("zlib").crc32(bytes(data[12:29])).to_bytes(4, "big")
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(DataError, match="16 bits for each of several samples"):
        facts(tmp_path / "a.png")


def test_a_bomb(tmp_path):
    data = bytearray(b"\x89PNG\r\n\x1a\n")
    head = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    crc = __import__("zlib").crc32
    for chunk in (head, b"IDAT" + bytes(10), b"IEND"):
        data += (len(chunk) - 4).to_bytes(4, "big") + chunk + crc(chunk).to_bytes(4, "big")
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(DataError, match=r"a.png is .*(megapixels|decoded as a whole); save it as TIFF"):
        facts(tmp_path / "a.png")


# ---------------------------------------------------------------- what a spec asks for


@pytest.fixture
def stack(tmp_path):
    return facts(ome(tmp_path / "s.ome.tif", numbers(5, 2, 16, 20), "ZCYX", names=["DAPI", "GFP"]))


@pytest.mark.parametrize(("wanted", "channel"), [(0, 0), (1, 1), ("DAPI", 0), ("gfp", 1)])
def test_channels_are_found(stack, wanted, channel):
    assert find_channel(stack, wanted) == channel


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (2, "s.ome.tif has no channel 2; it has the channels 0 .DAPI., 1 .GFP."),
        (-1, "has no channel -1"),
        ("DAPPI", "has no channel 'DAPPI'; did you mean 'DAPI'"),
        ("Cy5", "has no channel 'Cy5'; it has: DAPI, GFP"),
    ],
)
def test_channels_that_are_not_there(stack, wanted, said):
    with pytest.raises(DataError, match=said):
        find_channel(stack, wanted)


def test_names_where_there_are_none(tmp_path):
    found = facts(ome(tmp_path / "a.ome.tif", numbers(2, 8, 8)))
    with pytest.raises(
        DataError, match="no channel 'DAPI': its channels have no names; give a number, 0 to 1"
    ):
        find_channel(found, "DAPI")


def test_channels_of_a_colour_image():
    with pytest.raises(DataError, match=r"ihc.png is a colour image: its channels are mixed already"):
        find_channel(facts(CASES / "ihc.png"), 0)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            View(0),
            "has 5 planes along z, and the spec does not say which one is shown; write z: 0 to 4, or z: max",
        ),
        (View(0, 5), "has no z 5; z: 0 to 4"),
        (View(0, 1, 3), "has no t 3; leave t out"),
        (View(None, 1), "has 2 channels .0 .DAPI., 1 .GFP.., and the spec does not say"),
    ],
)
def test_views_that_are_none(stack, view, said):
    with pytest.raises(DataError, match=said):
        check_view(stack, view)


@pytest.mark.parametrize("view", [View(0, 4), View(1, "max")])
def test_views(stack, view):
    check_view(stack, view)


@pytest.mark.parametrize(
    "region", [Region(0, 0, 21, 5), Region(-1, 0, 5, 5), Region(0, 0, 0, 5), Region(19, 15, 2, 1)]
)
def test_crops_outside(stack, region):
    with pytest.raises(DataError, match=r"crop \[.*\] leaves s.ome.tif, which is 20 × 16 px"):
        check_region(stack, region, is_whole=False)


def test_more_pixels_than_a_page_shows(tmp_path):
    import tifffile

    tifffile.imwrite(tmp_path / "a.tif", shape=(30_000, 40_000), dtype="uint16", bigtiff=True, metadata=None)
    found = facts(tmp_path / "a.tif")
    with pytest.raises(
        DataError, match=r"a.tif is 40,000 × 30,000 px \(2.4 GB a plane\), more than the 64 megapixels"
    ):
        check_region(found, found.whole, is_whole=True)
    check_region(found, Region(0, 0, 8000, 8000), is_whole=False)
