"""The hand-written case `encoding_utf8.svg` in other encodings and packed; the rest has no generator."""

import gzip
import sys
from pathlib import Path


def main(folder):
    text = (folder / "encoding_utf8.svg").read_text(encoding="utf-8")
    body = text.split("?>", 1)[1]
    for name, codec, bom in (
        ("latin1", "iso-8859-1", b""),
        ("windows1252", "windows-1252", b""),
        ("utf16le", "utf-16-le", b"\xff\xfe"),
        ("utf16be", "utf-16-be", b"\xfe\xff"),
        ("utf8_bom", "utf-8", b"\xef\xbb\xbf"),
        ("none_declared", "utf-8", b""),
    ):
        declared = {"utf16le": "utf-16", "utf16be": "utf-16", "utf8_bom": "utf-8"}.get(name, codec)
        head = "" if name == "none_declared" else f'<?xml version="1.0" encoding="{declared}"?>'
        (folder / f"encoding_{name}.svg").write_bytes(bom + (head + body).encode(codec))
    (folder / "packed.svgz").write_bytes(gzip.compress(text.encode(), mtime=0))
    (folder / "packed_wrong_suffix.svg").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
