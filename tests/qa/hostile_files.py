"""PDF and raster files made to break, to hang, to fill memory, or to reach outside."""

import io
import random
import struct
import zlib

import numpy as np
import pikepdf
import tifffile
from PIL import Image

from qa.hostile_svg import png


def pdf(content=b"", *, page="", objects=(), trailer="", catalog="", pages="/Kids [3 0 R] /Count 1"):
    """Return a PDF of one page written by hand; `objects` are numbered from 10 on."""
    parts = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages {pages} >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 252 170] /Contents 4 0 R {page} >>",
        4: stream(content),
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **{10 + n: body for n, body in enumerate(objects)},
    }
    out, places = b"%PDF-1.7\n", {}
    for number, body in parts.items():
        places[number] = len(out)
        text = body if isinstance(body, bytes) else body.encode("latin-1")
        out += f"{number} 0 obj\n".encode() + text + b"\nendobj\n"
    start, last = len(out), max(places)
    table = ["0000000000 65535 f "]
    table += [
        f"{places[n]:010d} 00000 n " if n in places else "0000000000 65535 f " for n in range(1, last + 1)
    ]
    out += f"xref\n0 {last + 1}\n".encode() + "\n".join(table).encode()
    tail = f"\ntrailer\n<< /Size {last + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out + tail.encode()


def stream(data, more=""):
    """Return a stream object."""
    return f"<< /Length {len(data)} {more} >>\nstream\n".encode() + data + b"\nendstream"


def packed(data, more=""):
    """Return a stream object compressed with deflate."""
    return stream(zlib.compress(data, 9), f"/Filter /FlateDecode {more}")


TEXT = b"BT /F1 8 Tf 20 100 Td (Latency) Tj ET\n"
FONT = "/Resources << /Font << /F1 5 0 R >> >>"
_FORM = (
    "/Type /XObject /Subtype /Form /BBox [0 0 252 170] /Resources << /XObject << /X 10 0 R /Y 11 0 R >> >>"
)


def _locked(user):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(TEXT, page=FONT))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


def _pages(number):
    kids = " ".join(f"{10 + n} 0 R" for n in range(number))
    leaves = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 252 170] /Contents 4 0 R >>"] * number
    return pdf(TEXT, pages=f"/Kids [{kids}] /Count {number}", objects=leaves)


def _bomb(megabytes):
    """Return a stream of blanks that is packed twice."""
    once = zlib.compress(b" " * (megabytes * 1_000_000), 9)
    return stream(zlib.compress(once, 9), "/Filter [/FlateDecode /FlateDecode]")


def pdfs():
    """Return name → a broken or hostile PDF; made when asked for."""
    form = stream(b"/X Do /Y Do\n" + TEXT, _FORM)
    use = "/Resources << /XObject << /X 10 0 R >> /Font << /F1 5 0 R >> >>"
    deep = b"[" * 100_000
    type3 = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 97 "
        "/LastChar 97 /Widths [500] /CharProcs << /a 11 0 R >> /Encoding << /Differences [97 /a] >> "
        "/Resources << /Font << /F1 10 0 R >> >> >>"
    )
    proc = stream(b"500 0 0 0 500 500 d1 BT /F1 900 Tf (aaaa) Tj ET")
    pattern = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 1e-9 /YStep 1e-9 "
    tile = stream(b"/Pattern cs /P scn 0 0 9 9 re f", pattern + "/Resources << /Pattern << /P 10 0 R >> >>")
    paint = "/Resources << /Pattern << /P 10 0 R >> >>"
    function = "<< /FunctionType 3 /Domain [0 1] /Functions [10 0 R 10 0 R] /Bounds [.5] /Encode [0 1 0 1] >>"
    shading = "/Resources << /Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] "
    colors = "/Resources << /ColorSpace << /C 10 0 R >> >>"
    image = "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    run = "/OpenAction << /S /{} >>"
    return {
        "locked with a password": lambda: _locked("secret"),
        "locked for its owner": lambda: _locked(""),
        "pages that are their own kids": lambda: pdf(pages="/Kids [2 0 R] /Count 1"),
        "kids that go round": lambda: pdf(
            pages="/Kids [10 0 R] /Count 1",
            objects=[
                "<< /Type /Pages /Kids [11 0 R] /Parent 2 0 R /Count 1 >>",
                "<< /Type /Pages /Kids [10 0 R] >>",
            ],
        ),
        "a page without a parent": lambda: pdf(TEXT, page="/Parent 3 0 R"),
        "no page": lambda: pdf(pages="/Kids [] /Count 0"),
        "a billion pages": lambda: pdf(pages="/Kids [3 0 R] /Count 1000000000"),
        "10,000 pages": lambda: _pages(10_000),
        "a page of nothing": lambda: pdf(TEXT, page="/MediaBox [0 0 0 0]"),
        "a page upside down": lambda: pdf(TEXT, page="/MediaBox [252 170 0 0]"),
        "a page of words": lambda: pdf(TEXT, page="/MediaBox [/a /b /c /d]"),
        "a page of 1e30": lambda: pdf(TEXT, page="/MediaBox [0 0 1e30 1e30]"),
        "a page of many digits": lambda: pdf(TEXT, page=f"/MediaBox [0 0 {'9' * 400} 170]"),
        "a unit of 1e30": lambda: pdf(TEXT, page=f"/UserUnit 1e30 {FONT}"),
        "forms that draw each other": lambda: pdf(b"/X Do", page=use, objects=[form, form]),
        "forms of forms": lambda: pdf(
            b"/X Do",
            page=use,
            objects=[
                stream(b"/X Do /X Do\n" * 5, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                       f"/Resources << /XObject << /X {11 + n} 0 R >> >>")
                for n in range(12)
            ] + [stream(TEXT, "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")],
        ),
        "a letter made of itself": lambda: pdf(
            b"BT /F1 9 Tf (aaa) Tj ET", page="/Resources << /Font << /F1 10 0 R >> >>", objects=[type3, proc]
        ),
        "a pattern made of itself": lambda: pdf(
            b"/Pattern cs /P scn 0 0 99 99 re f",
            page=paint,
            objects=[tile],
        ),
        "a function made of itself": lambda: pdf(
            b"/S sh", page=shading + "/Function 10 0 R >> >> >>", objects=[function]
        ),
        "a colour made of itself": lambda: pdf(
            b"/C cs 1 sc 0 0 9 9 re f",
            page=colors,
            objects=["[/Indexed 10 0 R 1 <00>]"],
        ),
        "a length that is its own": lambda: pdf(
            page="/Contents 10 0 R",
            objects=["<< /Length 10 0 R >>\nstream\nx\nendstream"],
        ),
        "contents that are a page": lambda: pdf(page="/Contents 3 0 R"),
        "contents of 100,000 pieces": lambda: pdf(page=f"/Contents [{'4 0 R ' * 100_000}]"),
        "100,000 brackets": lambda: pdf(deep + b" 0 d"),
        "100,000 brackets in a page": lambda: pdf(page="/X " + deep.decode()),
        "100,000 dictionaries": lambda: pdf(b"/Span " + b"<< /A " * 100_000 + b" BDC"),
        "a string without an end": lambda: pdf(b"BT (" + b"(" * 1_000_000),
        "a name of 1 MB": lambda: pdf(b"/" + b"a" * 1_000_000 + b" gs"),
        "a number of 1 MB": lambda: pdf(b"1" * 1_000_000 + b" w"),
        "100,000 states kept": lambda: pdf(b"q " * 100_000 + TEXT, page=FONT),
        "100,000 states given back": lambda: pdf(b"Q " * 100_000 + TEXT, page=FONT),
        "100,000 clips": lambda: pdf(b"0 0 99 99 re W n " * 100_000 + TEXT, page=FONT),
        "20,000 texts on one spot": lambda: pdf(TEXT * 20_000, page=FONT),
        "100,000 lines": lambda: pdf(b"0 0 m 9 9 l S\n" * 100_000),
        "a path of 500,000 curves": lambda: pdf(b"0 0 m " + b"1 1 2 2 3 3 c " * 500_000 + b"S"),
        "300,000 operands": lambda: pdf(b"1 " * 300_000 + b"w"),
        "operators nobody knows": lambda: pdf(b"foo bar baz " * 100_000),
        "operators without operands": lambda: pdf(
            b"cm re m l c Tf Td Tj TJ Tm gs Do sc scn K k RG d w i ri M J BI ID EI " * 999,
        ),
        "operands of the wrong kind": lambda: pdf(
            b"/a (b) [c] << >> cm (x) w /x d [(a)] 1 d (y) gs /n Tf (z) Td [/q] TJ " * 999,
        ),
        "numbers without an end": lambda: pdf(
            b"1e308 0 0 1e308 9e999 nan cm 1e400 w 0 0 m inf 1 l S " + TEXT,
            page=FONT,
        ),
        "a matrix of nothing": lambda: pdf(b"0 0 0 0 0 0 cm 0 0 m 9 9 l S " + TEXT, page=FONT),
        "a text size of 1e300": lambda: pdf(b"BT /F1 1e300 Tf 1e300 Tz (x) Tj ET", page=FONT),
        "100,000 spaces in an inline image": lambda: pdf(b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b" " * 100_000),
        "an inline image of 1e9 pixels": lambda: pdf(b"BI /W 1000000000 /H 1000000000 /BPC 8 /CS /G ID x EI"),
        "an image of 1e9 pixels": lambda: pdf(
            b"/X Do",
            page=use,
            objects=[packed(b"x" * 99, image.format(99999, 99999))],
        ),
        "an image of less than nothing": lambda: pdf(
            b"/X Do",
            page=use,
            objects=[packed(b"x", image.format(-9, 0))],
        ),
        "a stream of 500 MB": lambda: pdf(page="/Contents 10 0 R", objects=[_bomb(500)]),
        "a stream packed 100 times": lambda: pdf(
            page="/Contents 10 0 R",
            objects=[stream(b"x", f"/Filter [{'/FlateDecode ' * 100}]")],
        ),
        "a filter nobody knows": lambda: pdf(
            page="/Contents 10 0 R",
            objects=[stream(b"x", "/Filter /FooDecode")],
        ),
        "a table that ends in itself": lambda: pdf(TEXT, page=FONT, trailer="/Prev 9"),
        "a table that is not there": lambda: pdf(TEXT, page=FONT).replace(b"startxref\n", b"startxref\n9"),
        "no table": lambda: pdf(TEXT, page=FONT).partition(b"xref\n")[0],
        "a script": lambda: pdf(
            TEXT,
            page=FONT,
            catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        ),
        "a program to start": lambda: pdf(TEXT, page=FONT, catalog=run.format("Launch /F (/bin/sh)")),
        "a page to fetch": lambda: pdf(TEXT, page=FONT, catalog=run.format("URI /URI (http://{where})")),
        "a form to send": lambda: pdf(TEXT, page=FONT, catalog=run.format("SubmitForm /F (http://{where})")),
        "a picture elsewhere": lambda: pdf(
            b"/X Do", page=use,
            objects=[stream(b"", "/Type /XObject /Subtype /Image /Width 9 /Height 9 /F (/etc/passwd)")],
        ),
        "actions that go round": lambda: pdf(
            TEXT,
            catalog="/OpenAction 10 0 R",
            objects=["<< /S /GoTo /D [3 0 R /Fit] /Next 10 0 R >>"],
        ),
        "layers that go round": lambda: pdf(
            b"/OC /L BDC " + TEXT + b" EMC",
            page="/Resources << /Properties << /L 10 0 R >> /Font << /F1 5 0 R >> >>",
            objects=["<< /Type /OCMD /OCGs 10 0 R /VE [/And 10 0 R] >>"],
            catalog="/OCProperties << /OCGs [10 0 R] /D << >> >>",
        ),
        "outlines that go round": lambda: pdf(
            TEXT,
            catalog="/Outlines 10 0 R",
            objects=["<< /First 10 0 R /Next 10 0 R >>"],
        ),
        "100,000 stops of a function": lambda: pdf(
            b"/S sh",
            page=shading + f"/Function << /FunctionType 3 /Domain [0 1] /Functions [{'10 0 R ' * 9999}] "
            f"/Bounds [{'.5 ' * 9998}] /Encode [{'0 1 ' * 9999}] >> >> >> >>",
            objects=["<< /FunctionType 2 /Domain [0 1] /N 1e300 /C0 [0] /C1 [1e300] >>"],
        ),
        "a program in a function": lambda: pdf(
            b"/S sh", page=shading + "/Function 10 0 R >> >> >>",
            objects=[stream(b"{" * 100_000, "/FunctionType 4 /Domain [0 1] /Range [0 1]")],
        ),
        "a table of letters without an end": lambda: pdf(
            b"BT /F1 9 Tf (abc) Tj ET", page="/Resources << /Font << /F1 10 0 R >> >>",
            objects=[
                (
                    "<< /Type /Font /Subtype /TrueType /BaseFont /X /ToUnicode 11 0 R "
                    "/FirstChar -1000000000 /LastChar 2000000000 /Widths [1 2] >>"
                ),
                stream(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange " * 9),
            ],
        ),
        "wide letters without an end": lambda: pdf(
            b"BT /F1 9 Tf <00410042> Tj ET", page="/Resources << /Font << /F1 10 0 R >> >>",
            objects=[
                (
                    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
                    "/DescendantFonts [11 0 R] >>"
                ),
                (
                    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW (x) "
                    "/W [0 2000000000 500 5 [1 2] 9] >>"
                ),
            ],
        ),
        "only its first line": lambda: b"%PDF-1.7\n",
        "its first line and garbage": lambda: b"%PDF-1.7\n" + garbage(20_000),
    }  # fmt: skip


def garbage(length, seed=3):
    """Return bytes without sense, the same at every run."""
    return random.Random(seed).randbytes(length)  # noqa: S311 — nothing secret


# -- raster ------------------------------------------------------------------------


def _saved(form, mode="RGB", size=(600, 400), **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, form, dpi=(300, 300), **options)
    return out.getvalue()


def _tiff(pixels, **options):
    out = io.BytesIO()
    tifffile.imwrite(out, pixels, resolution=(300, 300), metadata=None, **options)
    return out.getvalue()


def _directory(*entries, offset=8, following=0):
    """Return a little-endian TIFF of one directory written by hand: (tag, type, count, value)…"""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (
        b"II*\0"
        + struct.pack("<I", offset)
        + struct.pack("<H", len(entries))
        + body
        + struct.pack("<I", following)
    )


def _jpeg_head(width, height):
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\0\x0c" + bytes(99)


_SIZE = ((256, 4, 1, 600), (257, 4, 1, 400))


def rasters():
    """Return file name → a raster image that is large, rare or broken; made when asked for."""
    ramp = np.linspace(0, 1, 600 * 400).reshape(400, 600)
    frames = [Image.linear_gradient("L")] * 3
    return {
        "cmyk.tif": lambda: _saved("TIFF", "CMYK", compression="tiff_lzw"),
        "sixteen_bits.tif": lambda: _tiff((ramp * 65535).astype(np.uint16)),
        "floating.tif": lambda: _tiff(ramp.astype(np.float32)),
        "many_pages.tif": lambda: _saved("TIFF", save_all=True, append_images=frames),
        "tiled.tif": lambda: _tiff((ramp * 255).astype(np.uint8), tile=(128, 128), bigtiff=True),
        "planes.tif": lambda: _tiff(
            np.zeros((3, 64, 64), np.uint8), photometric="rgb", planarconfig="separate"
        ),
        "grey_and_alpha.png": lambda: _saved("PNG", "LA"),
        "cmyk.jpg": lambda: _saved("JPEG", "CMYK"),
        "bomb.png": lambda: png(50_000, 50_000, b""),
        "bomb_packed.png": lambda: png(18_000, 18_000, bytes(18_001) * 100),
        "head_only.png": lambda: png(99, 99)[:33],
        "no_pixels.png": lambda: png(0, 0, b""),
        "long_chunk.png": lambda: png(9, 9)[:33] + b"\xff\xff\xff\xffIDAT",
        "text_bomb.png": lambda: png(9, 9)[:33] + _chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(90_000_000)))
        + png(9, 9)[33:],
        "many_chunks.png": lambda: png(9, 9)[:33] + _chunk(b"tEXt", b"k\0v") * 200_000 + png(9, 9)[33:],
        "bomb.jpg": lambda: _jpeg_head(65_500, 65_500),
        "head_only.jpg": lambda: _jpeg_head(99, 99)[:9],
        "all_markers.jpg": lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 500_000,
        "fill_bytes.jpg": lambda: b"\xff\xd8" + b"\xff" * 3_000_000,
        "bomb.tif": lambda: _directory((256, 4, 1, 2**31), (257, 4, 1, 2**31)),
        "loop.tif": lambda: _directory(*_SIZE, following=8),
        "own_offset.tif": lambda: _directory(offset=4),
        "behind_its_end.tif": lambda: _directory(*_SIZE, offset=2**31),
        "a_billion_strips.tif": lambda: _directory(*_SIZE, (273, 4, 2**31 - 1, 8), (279, 4, 2**31 - 1, 8)),
        "many_directories.tif": lambda: b"II*\0\x08\0\0\0" + b"".join(
            struct.pack("<HHHIII", 1, 256, 4, 1, 9, 8 + 18 * (n + 1)) for n in range(100_000)
        ),
        "a_long_directory.tif": lambda: b"II*\0\x08\0\0\0" + struct.pack("<H", 65535) + bytes(12 * 65535),
        "big_loop.tif": lambda: b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + struct.pack("<Q", 2**40),
        "no_directory.tif": lambda: b"II*\0\0\0\0\0",
        "wrong_end.tif": lambda: b"MM\0*" + bytes(4),
    }  # fmt: skip


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# -- files that are not what they are called -----------------------------------------

MISNAMED = {
    "png.svg": png(9, 9),
    "svg.png": b'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"/>',
    "svg.pdf": b'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"/>',
    "pdf.svg": b"%PDF-1.4\n",
    "gif.png": b"GIF89a" + bytes(99),
    "bmp.png": b"BM" + bytes(99),
    "webp.jpg": b"RIFF\x64\0\0\0WEBPVP8 " + bytes(99),
    "heic.jpg": b"\0\0\0\x18ftypheic" + bytes(99),
    "zip.pdf": b"PK\3\4" + bytes(99),
    "eps.pdf": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "html.svg": b"<!DOCTYPE html><html><body><svg></svg></body></html>",
    "xml.svg": b"<?xml version='1.0'?><figure/>",
    "text.svg": b"a figure\n",
    "python.svg": b"#!/usr/bin/env python\nprint(1)\n",
    "empty.svg": b"",
    "empty.svgz": b"",
    "empty.pdf": b"",
    "empty.tif": b"",
    "empty.png": b"",
    "empty.jpg": b"",
    "blank.svg": b" \n\t " * 1000,
    "blank.pdf": b" \n\t " * 1000,
    "zeros.svg": bytes(5000),
    "zeros.pdf": bytes(5000),
    "zeros.tif": bytes(5000),
    "garbage.svg": garbage(5000),
    "garbage.svgz": garbage(5000),
    "garbage.pdf": garbage(5000),
    "garbage.tif": garbage(5000),
    "garbage.png": garbage(5000),
    "garbage.jpg": garbage(5000),
    "tiff_and_garbage.tif": b"II*\0" + garbage(5000),
    "bigtiff_and_garbage.tif": b"II+\0\x08\0\0\0" + garbage(5000),
    "png_and_garbage.png": b"\x89PNG\r\n\x1a\n" + garbage(5000),
    "jpeg_and_garbage.jpg": b"\xff\xd8\xff" + garbage(5000),
    "svg_and_garbage.svg": b"<svg " + garbage(5000),
}
