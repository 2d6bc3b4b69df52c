"""SVG files made to break, to hang, to fill memory, or to reach outside."""

import base64
import gzip
import struct
import zlib

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
BOX = '<rect width="9" height="9"'
SIZE = ' width="89mm" height="60mm" viewBox="0 0 89 60"'
LABEL = '<text x="10" y="20" font-family="Arial" font-size="3">Latency</text>'


def svg(body="", size=SIZE, head=HEAD, before=""):
    """Return an ordinary figure around a body; its own label is always there to be read."""
    return f"{before}{head}{size}><title>One label</title>{LABEL}{body}</svg>".encode()


def nested(tag, depth, more="", inside=""):
    return f"<{tag}{more}>" * depth + inside + f"</{tag}>" * depth


# -- documents ---------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def entity(declaration, use="&x;"):
    return svg(f"<text>{use}</text>", before=f"<!DOCTYPE svg [{declaration}]>")


def png(width=4, height=4, rows=None):
    """Return a PNG whose head says a size; its pixels are those of `rows`, or none that fit."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(rows if rows is not None else bytes(1 + width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def embedded(data, kind="png"):
    packed = base64.b64encode(data).decode()
    return svg(f'<image x="5" y="25" width="20" height="20" xlink:href="data:image/{kind};base64,{packed}"/>')


def zip_bomb(megabytes):
    """Return blanks packed a thousand to one; only the first block is worked out."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"
    first = zlib.compressobj(9, wbits=-15)
    start = first.compress(svg()[:-6]) + first.flush(zlib.Z_FULL_FLUSH)
    return head + start + block * megabytes


def use_bomb(levels, times):
    """Return a figure in which each level draws the one below it several times."""
    out = ['<defs><g id="l0"><path d="M0 0h1"/></g>']
    out += [
        f'<g id="l{n}">' + f'<use xlink:href="#l{n - 1}"/>' * times + "</g>" for n in range(1, levels + 1)
    ]
    return svg("".join(out) + f'</defs><use xlink:href="#l{levels}"/>')


CIRCLES = {
    "use of itself": '<use id="u" xlink:href="#u"/>',
    "use of its parent": '<g id="g"><path d="M0 0h5"/><use xlink:href="#g"/></g>',
    "two uses": '<defs><g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g></defs>'
    '<use xlink:href="#a"/>',
    "symbol": '<symbol id="s"><use xlink:href="#s"/><text>x</text></symbol><use xlink:href="#s"/>',
    "gradients": '<linearGradient id="p" xlink:href="#q"/><linearGradient id="q" xlink:href="#p"/>'
    '<rect width="9" height="9" fill="url(#p)"/>',
    "pattern": '<pattern id="p" width="2" height="2"><rect width="9" height="9" fill="url(#p)"/></pattern>'
    '<rect width="9" height="9" fill="url(#p)"/>',
    "patterns": '<pattern id="p" xlink:href="#q"/><pattern id="q" xlink:href="#p"/>'
    '<rect width="9" height="9" fill="url(#p)"/>',
    "clip": '<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9" clip-path="url(#c)"/></clipPath>'
    '<rect width="9" height="9" clip-path="url(#c)"/>',
    "mask": '<mask id="m" mask="url(#m)"><rect width="9" height="9" mask="url(#m)"/></mask>'
    '<rect width="9" height="9" mask="url(#m)"/>',
    "marker": '<marker id="k"><path d="M0 0h9" marker-end="url(#k)"/></marker>'
    '<path d="M0 0h9" marker-end="url(#k)"/>',
    "text on itself": '<text id="t"><textPath xlink:href="#t">round and round</textPath></text>',
    "tref": '<text id="t"><tref xlink:href="#t"/></text>',
    "filter": '<filter id="f"><feImage xlink:href="#r"/></filter>' + BOX + ' id="r" filter="url(#f)"/>',
    "variables": "<style>:root{--a:var(--b);--b:var(--a)} text{fill:var(--a);font-size:var(--b)}</style>",
    "clip that is used": '<defs><clipPath id="c"><use xlink:href="#u"/></clipPath>'
    '<g id="u" clip-path="url(#c)"><rect width="9" height="9"/></g></defs><use xlink:href="#u"/>',
}

# What a figure might be asked to fetch; {where} becomes a file and an address that are watched.
OUTWARD = {
    "image": '<image width="9" height="9" xlink:href="{where}"/>',
    "image of SVG 2": '<image width="9" height="9" href="{where}"/>',
    "use": '<use xlink:href="{where}#a"/>',
    "feImage": '<filter id="f"><feImage xlink:href="{where}"/></filter>' + BOX + ' filter="url(#f)"/>',
    "style sheet": '<style>@import url("{where}");</style>',
    "style sheet without quotes": "<style>@import url({where});</style>",
    "font": '<style>@font-face{{font-family:X;src:url("{where}")}}text{{font-family:X}}</style>',
    "paint server": '<rect width="9" height="9" fill="url({where}#p)"/>',
    "clip path": '<rect width="9" height="9" clip-path="url({where}#p)"/>',
    "mask": '<rect width="9" height="9" style="mask-image:url({where})"/>',
    "cursor": '<rect width="9" height="9" style="cursor:url({where}),auto"/>',
    "gradient": '<linearGradient id="g" xlink:href="{where}#g"/><rect width="9" height="9" fill="url(#g)"/>',
    "text path": '<text><textPath xlink:href="{where}#p">along</textPath></text>',
    "script": '<script xlink:href="{where}"/>',
    "frame": "<foreignObject><iframe " + XHTML + ' src="{where}"/></foreignObject>',
    "html image": "<foreignObject><img " + XHTML + ' src="{where}"/></foreignObject>',
    "html link": '<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="{where}"/>',
    "xinclude": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{where}" parse="text"/>',
    "xml:base": '<g xml:base="{where}"><image width="9" height="9" href="x.png"/></g>',
    "schema": '<g xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {where}"/>',
    "animation": '<image width="9" height="9"><set attributeName="href" to="{where}"/></image>',
    "colour profile": '<color-profile name="p" xlink:href="{where}"/>',
    "svg in svg": '<image width="9" height="9" href="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22'
    '%3E%3Cimage href=%22{where}%22/%3E%3C/svg%3E"/>',
}
BEFORE = {
    "entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "{where}">]>',
    "public entity": '<!DOCTYPE svg [<!ENTITY x PUBLIC "-//X//Y" "{where}">]>',
    "parameter entity": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "{where}"> %x;]>',
    "DTD": '<!DOCTYPE svg SYSTEM "{where}">',
    "public DTD": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "{where}">',
    "DTD and subset": '<!DOCTYPE svg SYSTEM "{where}" [<!ENTITY x "y">]>',
    "notation": '<!DOCTYPE svg [<!NOTATION n SYSTEM "{where}"><!ENTITY x SYSTEM "{where}" NDATA n>]>',
    "style sheet instruction": '<?xml-stylesheet type="text/css" href="{where}"?>',
    "transformation": '<?xml-stylesheet type="text/xsl" href="{where}"?>',
}

# -- numbers -----------------------------------------------------------------------

NUMBERS = (
    "1e308",
    "-1e308",
    "1e400",
    "NaN",
    "inf",
    "-Infinity",
    "1e-320",
    "9" * 400,
    "0x10",
    "1..2",
    "--1",
    "",
)
WITH_NUMBERS = {
    "rect": '<rect x="{n}" y="{n}" width="{n}" height="{n}" stroke="#000" stroke-width="{n}"/>',
    "circle": '<circle cx="{n}" cy="{n}" r="{n}"/><ellipse cx="{n}" rx="{n}" ry="{n}"/>',
    "line": '<line x1="{n}" y1="{n}" x2="{n}" y2="1" stroke="#000"/><polygon points="0,0 {n},{n} 3 {n}"/>',
    "path": '<path d="M{n} {n}C{n} 1 2 {n} 3 4A{n} {n} {n} 0 1 {n} 5Q1 {n} {n} 2z" stroke="#000"/>',
    "text": '<text x="{n}" y="{n}" dx="{n}" font-size="{n}" letter-spacing="{n}" textLength="{n}">x</text>',
    "transform": '<g transform="translate({n} {n}) rotate({n} 1) scale({n}) skewX({n})"><text>x</text></g>',
    "matrix": '<g transform="matrix({n} {n} {n} {n} {n} {n})"><path d="M0 0L3 4"/><text>x</text></g>',
    "opacity": '<g opacity="{n}"><text fill-opacity="{n}" fill="rgb({n},{n},{n})">x</text></g>',
    "dashes": '<path d="M0 0h9" stroke="#000" stroke-dasharray="{n} {n}" stroke-miterlimit="{n}"/>',
    "image": '<image x="{n}" y="1" width="{n}" height="{n}" href="data:image/png;base64,iVBORw0KGgo="/>',
    "nested": '<svg x="{n}" width="{n}" height="{n}" viewBox="{n} {n} {n} {n}"><text>x</text></svg>',
    "clip": '<clipPath id="c"><rect width="{n}" height="{n}"/></clipPath><text clip-path="url(#c)">x</text>',
    "gradient": '<linearGradient id="g" x1="{n}" gradientTransform="scale({n})">'
    '<stop offset="{n}" stop-color="red"/></linearGradient><rect width="9" height="9" fill="url(#g)"/>',
    "symbol": '<symbol id="s" viewBox="0 0 {n} {n}"><text>x</text></symbol>'
    '<use href="#s" width="{n}" height="{n}"/>',
    "marker": '<marker id="m" markerWidth="{n}" markerHeight="{n}" viewBox="0 0 {n} 1" orient="{n}">'
    '<path d="M0 0h1"/></marker><path d="M0 0h9" stroke="#000" marker-end="url(#m)"/>',
    "text path": '<path id="p" d="M0 0h{n}"/><text><textPath href="#p" startOffset="{n}">x</textPath></text>',
    "css": "<style>text{{font:{n}px/{n} Arial;stroke-width:{n}em}}g{{transform:rotate({n}deg)}}</style>",
    "z": '<path d="M0 0{n}"/><path d="M0 0a1 1 0 0{n}"/><polyline points="{n}"/>',
}
SIZES = {
    "viewBox of nothing": ' width="89mm" height="60mm" viewBox="0 0 0 0"',
    "viewBox of a line": ' width="89mm" height="60mm" viewBox="0 0 89 0"',
    "viewBox below nothing": ' width="89mm" height="60mm" viewBox="0 0 -89 -60"',
    "viewBox of words": ' width="89mm" height="60mm" viewBox="wide and high"',
    "viewBox of three": ' width="89mm" height="60mm" viewBox="0 0 89"',
    "viewBox of NaN": ' width="89mm" height="60mm" viewBox="0 0 NaN NaN"',
    "viewBox far away": ' width="89mm" height="60mm" viewBox="1e300 1e300 1 1"',
    "viewBox of dust": ' width="89mm" height="60mm" viewBox="0 0 1e-300 1e-300"',
    "a width of 1e30": ' width="1e30mm" height="60mm"',
    "a width of 1e308": ' width="1e308" height="1e308" viewBox="0 0 1e308 1e308"',
    "a width of nothing": ' width="0" height="0"',
    "a width below nothing": ' width="-89mm" height="60mm"',
    "a width of NaN": ' width="NaN" height="inf"',
    "a width of words": ' width="wide" height="high"',
    "percent": ' width="1e9%" height="-5%"',
    "no size": "",
}


# -- much of it --------------------------------------------------------------------


def much():
    """Return name → a file that is large in one respect; made when asked for."""
    rules = "".join(f".c{n}{{fill:#{n % 4096:03x}}}" for n in range(100_000))
    chain = " ".join(["g"] * 2000)
    return {
        "a text of 10 MB": lambda: svg(f"<text>{'Latency ' * 1_250_000}</text>"),
        "a word of 10 MB": lambda: svg(f"<text>{'x' * 10_000_000}</text>"),
        "a title of 10 MB": lambda: svg(f"<desc>{'x' * 10_000_000}</desc>"),
        "a comment of 10 MB": lambda: svg(f"<!--{'/home/x/ ' * 1_100_000}-->"),
        "1,000,000 tspans": lambda: svg(f"<text>{'<tspan>a</tspan>' * 1_000_000}</text>"),
        "100,000 tspans on one spot": lambda: svg(
            '<text font-size="3">' + '<tspan x="9" y="9">ab</tspan>' * 100_000 + "</text>"
        ),
        "30,000 texts on one spot": lambda: svg('<text x="9" y="9" font-size="3">one spot</text>' * 30_000),
        "100,000 rectangles on one spot": lambda: svg('<rect x="9" y="9" width="3" height="3"/>' * 100_000),
        "100,000 circles of 100,000 colours": lambda: svg(
            "".join(f'<circle r="1" fill="#{n:06x}"/>' for n in range(100_000))
        ),
        "100,000 classes": lambda: svg(
            f"<style>{rules}</style>" + "".join(f'<rect class="c{n}"/>' for n in range(2000))
        ),
        "an element of 100,000 classes": lambda: svg(
            f'<style>{rules}</style><rect class="{" ".join(f"c{n}" for n in range(100_000))}"/>'
        ),
        "100,000 ids": lambda: svg("".join(f'<g id="i{n}"><path d="M0 0h1"/></g>' for n in range(100_000))),
        "a selector of 2,000 parts": lambda: svg(
            f"<style>{chain} text{{fill:red}}{' > '.join(['g'] * 2000)}{{fill:red}}</style>"
            + nested("g", 200)
        ),
        "selectors that go back and forth": lambda: svg(
            "<style>"
            + "g " * 30
            + "q{fill:red}"
            + "*~" * 40
            + "q{fill:red}</style>"
            + ("<g>" * 100 + "<rect/>" * 300 + "</g>" * 100)
        ),
        ":not(:not(… ))": lambda: svg(f"<style>{':not(' * 5000}g{')' * 5000}{{fill:red}}</style>"),
        "calc(calc(… ))": lambda: svg(f'<text style="font-size:{"calc(" * 5000}1px{")" * 5000}">x</text>'),
        "var(--a, var(… ))": lambda: svg(f'<text style="fill:{"var(--a," * 5000}red{")" * 5000}">x</text>'),
        "variables that double": lambda: svg(
            "<style>:root{--v0:1px;"
            + "".join(f"--v{n}:var(--v{n - 1}) var(--v{n - 1});" for n in range(1, 64))
            + "} text{stroke-dasharray:var(--v63);fill:var(--v63)}</style>"
        ),
        "brackets": lambda: svg(f"<style>{'({[' * 100_000}</style>"),
        "a sheet of escapes": lambda: svg(f"<style>{chr(92) + '66 ' * 100_000}{{fill:red}}</style>"),
        "a sheet of comments": lambda: svg(f"<style>{'/*' * 1_000_000}</style>"),
        "a sheet of quotes": lambda: svg(f"<style>{chr(34) * 999_999}</style>"),
        "a sheet of semicolons": lambda: svg(f'<rect style="{";" * 1_000_000}"/>'),
        "a list of 100,000 fonts": lambda: svg(f'<text font-family="{"Arial," * 100_000}x">x</text>'),
        "20,000 fonts": lambda: svg(
            "".join(f'<text font-family="F{n}" x="{n % 80}" y="9">x</text>' for n in range(20_000))
        ),
        "100,000 transforms": lambda: svg(f'<g transform="{"rotate(1)" * 100_000}"><text>x</text></g>'),
        "transforms without an end": lambda: svg(
            f'<g transform="{"translate(" * 100_000}"><text>x</text></g>'
        ),
        "a path of 1,000,000 commands": lambda: svg(f'<path stroke="#000" d="M0 0{"h1v1" * 500_000}"/>'),
        "a path of 100,000 arcs": lambda: svg(f'<path stroke="#000" d="M0 0{"a9 9 0 0 1 1 1" * 100_000}"/>'),
        "a path of 100,000 curves": lambda: svg(f'<path d="M0 0{"c1 1 2 1 3 0" * 100_000}"/>' + LABEL),
        "a path over a text": lambda: svg(f'<path stroke="#000" d="M10 18{"l5 2l-5-1" * 200_000}"/>'),
        "a path of digits": lambda: svg(f'<path d="M0 {"1" * 5_000_000}"/>'),
        "a path of signs": lambda: svg(f'<path d="M0 0L{"-" * 5_000_000}"/>'),
        "a path of blanks": lambda: svg(f'<path d="M0 0L{" " * 5_000_000}1"/>'),
        "1,000,000 points": lambda: svg(f'<polyline points="{"1,2 " * 1_000_000}" stroke="#000"/>'),
        "1,000,000 dashes": lambda: svg(
            f'<path d="M0 0h9" stroke="#000" stroke-dasharray="{"1 " * 1_000_000}"/>'
        ),
        "1,000,000 places of a text": lambda: svg(f'<text x="{"1 " * 1_000_000}">abc</text>'),
        "100,000 stops": lambda: svg(
            '<linearGradient id="g">' + '<stop offset="0" stop-color="red"/>' * 100_000 + "</linearGradient>"
            '<rect width="9" height="9" fill="url(#g)"/>'
        ),
        "an attribute name of 1 MB": lambda: svg(f'<rect {"a" * 40_000}="1"/>'),
        "10,000 attributes": lambda: svg("<rect " + " ".join(f'a{n}="1"' for n in range(10_000)) + "/>"),
        "10,000 namespaces": lambda: svg(
            "<g " + " ".join(f'xmlns:n{n}="u:{n}"' for n in range(10_000)) + "/>"
        ),
        "a word repeated in a title": lambda: svg(f"<desc>{'a@' * 500_000}</desc>"),
        "an address of dots in metadata": lambda: svg(f"<metadata>{'a.' * 500_000}@</metadata>"),
        "a folder of slashes": lambda: svg(f"<!-- {'C:' + chr(92) * 100_000} {'/home' * 100_000} -->"),
        "5,000 levels of clips": lambda: svg(
            "".join(
                f'<clipPath id="c{n}" clip-path="url(#c{n + 1})"><rect width="9" height="9"/></clipPath>'
                for n in range(5000)
            )
            + '<text clip-path="url(#c0)">x</text>'
        ),
        "5,000 gradients in a row": lambda: svg(
            "".join(f'<linearGradient id="g{n}" href="#g{n + 1}"/>' for n in range(5000))
            + '<rect width="9" height="9" fill="url(#g0)"/>'
        ),
        "a letter in each of 5,000 clips": lambda: svg(
            "".join(
                f'<clipPath id="c{n}"><path d="M0 0{"h9v9" * 20}z"/></clipPath>'
                f'<text clip-path="url(#c{n})">x</text>'
                for n in range(5000)
            )
        ),
        "outlines without end": lambda: svg(
            '<g fill="#000">' + '<path d="M1 1h1v2h-1zM1.2 1.2h.5v.5h-.5z"/>' * 60_000 + "</g>"
        ),
    }


DEEP = {
    "100,000 groups": nested("g", 100_000, inside=LABEL),
    "100,000 groups without an end": "<g>" * 100_000,
    "300 groups": nested("g", 300, inside=LABEL),
    "100,000 tspans": "<text>" + nested("tspan", 100_000, inside="x") + "</text>",
    "200 tspans": "<text>" + nested("tspan", 200, ' dy="1"', inside="x") + "</text>",
    "100,000 figures": nested("svg", 100_000),
    "200 figures": nested("svg", 200, ' viewBox="0 0 1 1"', inside=LABEL),
    "100,000 links": nested("a", 100_000),
    "100,000 switches": nested("switch", 100_000, inside=LABEL),
    "200 transforms": nested("g", 200, ' transform="scale(1e10)"', inside=LABEL),
    "200 times smaller": nested("g", 200, ' transform="scale(1e-10)"', inside=LABEL),
    "200 opacities": nested("g", 200, ' opacity="0.5"', inside=LABEL),
    "100,000 metadata": "<metadata>" + nested("x", 100_000) + "</metadata>",
    "100,000 in a foreignObject": "<foreignObject>" + nested("div", 100_000) + "</foreignObject>",
    "em of em of em": nested("g", 200, ' style="font-size:2em"', inside="<text>x</text>"),
}

PACKED = {
    "cut short": gzip.compress(svg(), mtime=0)[:-12],
    "packed twice": gzip.compress(gzip.compress(svg(), mtime=0), mtime=0),
    "a broken sum": gzip.compress(svg(), mtime=0)[:-8] + b"\0\0\0\0\0\0\0\0",
    "nothing": gzip.compress(b"", mtime=0),
    "garbage behind its head": b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(range(256)),
    "only a head": b"\x1f\x8b",
    "two in a row": gzip.compress(svg()[:99], mtime=0) + gzip.compress(svg()[99:], mtime=0),
}
